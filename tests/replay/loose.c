/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A session that is fed a script without being compared with it, so that a script of which lines
 * are missing or spoilt still gets somewhere: links and jobs get the names that the script means,
 * answers the TrIDs that are waited for. Refuses to know whether anything of it makes sense. */
#include "drive-private.h"

#include <string.h>

#include "text.h"

/* ---- names ---- */

/* The script's own name for a link like this one, if it has one that is not taken; else the next
 * of its kind. */
static char *
link_name(const Drive *drive, const MsnpAction *action)
{
    gboolean listen = action->kind == MSNP_ACTION_LISTEN;
    guint number = 1;
    char *name;

    for (guint i = 0; i < drive->script->items->len; i++) {
        const Item *item = g_ptr_array_index(drive->script->items, i);

        if (item->kind == (listen ? ITEM_LISTEN : ITEM_CONNECT) &&
            (listen ||
             (strcmp(item->head->str, action->host) == 0 && item->number == action->port)) &&
            !g_hash_table_contains(drive->names.links, item->name))
            return g_strdup(item->name);
    }
    if (!drive_link_is_open(drive, "ns") && !listen)
        return g_strdup("ns");
    for (name = NULL; !name || g_hash_table_contains(drive->names.links, name); number++) {
        g_free(name);
        name = g_strdup_printf("%s%u", listen ? "ft" : "sb", number);
    }
    return name;
}

static const char *
name_of_link(const Drive *drive, guint link)
{
    GHashTableIter iter;
    gpointer name, number;

    g_hash_table_iter_init(&iter, drive->names.links);
    while (g_hash_table_iter_next(&iter, &name, &number)) {
        if (GPOINTER_TO_UINT(number) == link)
            return name;
    }
    return "";
}

/* ---- TrIDs ---- */

/* The number after the first word, 0 if there is none; *rest is what follows it. */
static guint
trid_of(const char *line, gsize *verb, const char **rest)
{
    const char *number = line + (*verb = strcspn(line, " \r\n"));
    char *end;
    guint64 trid = *number == ' ' ? g_ascii_strtoull(number + 1, &end, 10) : 0;

    if (trid == 0 || trid > G_MAXINT32 || !g_ascii_isdigit(number[1]))
        return 0;
    *rest = end;
    return trid;
}

static guint
trid_last(const Drive *drive, const char *link, const char *verb, gsize len)
{
    g_autofree char *key = g_strdup_printf("%s %.*s", link, (int) len, verb);

    return GPOINTER_TO_UINT(g_hash_table_lookup(drive->trids, key));
}

static void
trid_note(Drive *drive, const char *link, const char *data, gsize len)
{
    g_autofree char *line = g_strndup(data, MIN(len, 64));
    const char *rest;
    gsize verb;
    guint trid = trid_of(line, &verb, &rest);

    if (trid == 0)
        return;
    g_hash_table_replace(drive->trids, g_strdup_printf("%s %.*s", link, (int) verb, line),
                         GUINT_TO_POINTER(trid));
    g_hash_table_replace(drive->trids, g_strdup_printf("%s ", link), GUINT_TO_POINTER(trid));
}

/* What is waited for by an answer that has no TrID which was given yet: the last command of its
 * verb; of numbers that are errors, the last of all. */
static guint
trid_meant(const Drive *drive, const char *link, const char *line, gsize verb, guint trid)
{
    guint last = trid_last(drive, link, "", 0);
    gboolean ack = strncmp(line, "ACK ", 4) == 0 || strncmp(line, "NAK ", 4) == 0;

    if (trid <= last)
        return trid;
    if (g_ascii_isdigit(*line))
        return last;
    return trid_last(drive, link, ack ? "MSG" : line, ack ? 3 : verb);
}

GString *
loose_bytes(const Drive *drive, const Item *item)
{
    GString *bytes = item_bytes(item, FALSE);
    const char *rest;
    gsize verb;
    guint trid = item->raw ? 0 : trid_of(bytes->str, &verb, &rest);
    guint meant = trid ? trid_meant(drive, item->name, bytes->str, verb, trid) : 0;
    g_autofree char *number = NULL;

    if (meant == 0 || meant == trid)
        return bytes;
    number = g_strdup_printf(" %u", meant);
    g_string_erase(bytes, verb, rest - (bytes->str + verb));
    g_string_insert(bytes, verb, number);
    return bytes;
}

/* ---- what the session does ---- */

void
loose_note(Drive *drive, const MsnpAction *action)
{
    GHashTable *jobs = drive->names.jobs;

    switch (action->kind) {
    case MSNP_ACTION_CONNECT:
    case MSNP_ACTION_LISTEN:
        g_hash_table_replace(drive->names.links, link_name(drive, action),
                             GUINT_TO_POINTER(action->link));
        break;
    case MSNP_ACTION_WRITE:
        trid_note(drive, name_of_link(drive, action->link), (const char *) action->data,
                  action->len);
        break;
    case MSNP_ACTION_FETCH:
        g_hash_table_replace(jobs, g_strdup_printf("%u", g_hash_table_size(jobs) + 1),
                             GUINT_TO_POINTER(action->id));
        break;
    default:
        break;
    }
}

static gboolean
holds(const char *data, gsize len, const char *text)
{
    gsize n = strlen(text);

    for (const char *p = data; len > 0 && (p = memchr(p, *text, data + len - p)); p++) {
        if ((gsize) (data + len - p) >= n && memcmp(p, text, n) == 0)
            return TRUE;
    }
    return FALSE;
}

/* As it is, or as it is printed: a TAB is printed as a t, with which a ticket may begin. */
gboolean
drive_tells_secret(const Drive *drive, const char *data, gsize len)
{
    g_autoptr(GString) printed = g_string_new(NULL);

    text_escape(printed, (const guint8 *) data, len);
    for (guint i = 0; i < drive->secrets->len; i++) {
        const char *secret = g_ptr_array_index(drive->secrets, i);

        if (holds(data, len, secret) || holds(printed->str, printed->len, secret))
            return TRUE;
    }
    return FALSE;
}

static gboolean
item_tells_secret(const Drive *drive, const Item *item)
{
    if (!item->own)
        return FALSE;
    for (guint i = 0; i < item->fields->len; i++) {
        const Field *field = g_ptr_array_index(item->fields, i);

        if (drive_tells_secret(drive, field->value, strlen(field->value)))
            return TRUE;
    }
    for (guint i = 0; item->words && item->words[i]; i++) {
        if (drive_tells_secret(drive, item->words[i], strlen(item->words[i])))
            return TRUE;
    }
    return drive_tells_secret(drive, item->head->str, item->head->len) ||
           drive_tells_secret(drive, item->payload->str, item->payload->len);
}

/* A host promises UTF-8 where it is not about bytes. */
static gboolean
is_asked_rightly(const Item *item)
{
    gboolean bytes = strcmp(item->name, "picture") == 0 || strcmp(item->name, "piece") == 0 ||
                     strcmp(item->name, "send-file") == 0;

    for (guint i = 0; item->words && item->words[i]; i++) {
        if (!g_utf8_validate(item->words[i], -1, NULL))
            return FALSE;
    }
    return bytes || g_utf8_validate(item->payload->str, item->payload->len, NULL);
}

gboolean
loose_allows(const Drive *drive, const Item *item)
{
    guint link;

    if (item_tells_secret(drive, item))
        return FALSE;
    if (item->kind == ITEM_REQUEST)
        return is_asked_rightly(item);
    if (item->kind != ITEM_BYTES && item->kind != ITEM_UP && item->kind != ITEM_END &&
        item->kind != ITEM_LISTENING && item->kind != ITEM_ROOM && item->kind != ITEM_ALIVE)
        return TRUE;
    if (!drive_link_is_open(drive, item->name) ||
        !names_find(drive->names.links, item->name, &link))
        return FALSE;
    if (item->kind == ITEM_END)
        return TRUE;
    return audit_link_is_up(drive->audit, link) ==
           (item->kind == ITEM_BYTES || item->kind == ITEM_ROOM || item->kind == ITEM_ALIVE);
}

gboolean
drive_play_loosely(Drive *drive)
{
    drive_let_loose(drive);
    drive_tick(drive);
    msnp_session_start(drive->session);
    drive_drain(drive);
    for (guint i = 0; i < drive->script->items->len && !drive_is_wrong(drive); i++) {
        const Item *item = g_ptr_array_index(drive->script->items, i);

        drive->fed = i + 1;
        if (!item_is_input(item))
            continue;
        feed_item(drive, item);
        drive_drain(drive);
    }
    return !drive_is_wrong(drive);
}
