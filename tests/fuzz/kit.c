/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the harnesses share: sessions that are past the handshake, and how one that breaks a promise
 * is reported. Knows the replays; refuses to know what is fed. */
#include "kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AFTERMATH (10 * 60 * 1000)

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    g_log_set_always_fatal(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
    return 0;
}

void
kit_fail(const char *what)
{
    fprintf(stderr, "broken promise: %s\n", what);
    abort();
}

gboolean
kit_is_text(const char *text, gsize len)
{
    return text && g_utf8_validate(text, (gssize) len, NULL);
}

/* Each file is read once. */
static const Script *
read_script(const char *file)
{
    static GHashTable *scripts;
    g_autofree char *path = g_build_filename("tests", "replay", file, NULL);
    g_autoptr(GError) error = NULL;
    Script *script;

    if (!scripts)
        scripts = g_hash_table_new(g_str_hash, g_str_equal);
    script = g_hash_table_lookup(scripts, file);
    if (!script) {
        script = script_load(path, &error);
        if (!script)
            kit_fail(error->message);
        script->silence = TRUE; /* what is fed may acknowledge nothing */
        g_hash_table_insert(scripts, (char *) g_intern_string(file), script);
    }
    return script;
}

static guint
first_fed(const Script *script, const char *link)
{
    for (guint i = 0; link && i < script->items->len; i++) {
        const Item *item = g_ptr_array_index(script->items, i);

        if (item->kind == ITEM_BYTES && strcmp(item->name, link) == 0)
            return i;
    }
    return script->items->len;
}

Drive *
kit_begin(const char *file, const char *link)
{
    const Script *script = read_script(file);
    Drive *drive = drive_new(script, FEED_WHOLE);

    if (!drive_run(drive, first_fed(script, link)))
        kit_fail(drive_complaint(drive));
    drive_let_loose(drive);
    drive_give_pieces(drive);
    return drive;
}

void
kit_feed(Drive *drive, const char *link, const void *data, gsize size)
{
    g_autofree char *copy = g_memdup2(data, size); /* so that reading beyond it is noticed */

    if (!drive_tells_secret(drive, copy, size))
        drive_feed(drive, link, copy, size);
}

void
kit_end(Drive *drive)
{
    drive_advance(drive, AFTERMATH);
    if (!drive_finish(drive))
        kit_fail(drive_complaint(drive));
    drive_free(drive);
}

gboolean
kit_piece(const guint8 **data, gsize *size, const guint8 **piece, gsize *len)
{
    if (*size < 2)
        return FALSE;
    *len = MIN((gsize) ((*data)[0] | (*data)[1] << 8), *size - 2);
    *piece = *data + 2;
    *data += 2 + *len;
    *size -= 2 + *len;
    return TRUE;
}
