/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes down what a session makes of a file that is fed loosely, as a replay: each line that
 * reaches the session, and below it what it does. Knows how actions are written; refuses to know
 * whether they are right. */
#include "retell.h"

#include <stdio.h>
#include <string.h>

#include "drive-private.h"
#include "text.h"

/* Bytes of a payload in one '|' line. */
#define WIDTH 64

/* Lines of the file; what is in others is not told. */
static char **lines;

static gsize
run_length(const char *data, gsize len)
{
    gsize n = 0;

    while (n < len && data[n] == *data)
        n++;
    return n;
}

/* How many bytes go into one line: up to a line end, or to where one byte comes again and again. */
static gsize
line_length(const char *data, gsize len)
{
    const char *end = memchr(data, '\n', len);
    gsize most = MIN(end ? (gsize) (end + 1 - data) : len, WIDTH), n = 1;

    while (n < most && run_length(data + n, len - n) <= WIDTH)
        n++;
    return n;
}

static void
print_payload(const char *data, gsize len)
{
    for (gsize at = 0, n; at < len; at += n) {
        gsize run = run_length(data + at, len - at);
        g_autoptr(GString) line = g_string_new("| ");

        if (run > WIDTH)
            g_string_printf(line, "|*%" G_GSIZE_FORMAT " ", run);
        n = run > WIDTH ? 1 : line_length(data + at, len - at);
        text_escape(line, (const guint8 *) data + at, n);
        printf("%s\n", line->str);
        n = run > WIDTH ? run : n;
    }
}

static const char *
name_of(GHashTable *names, guint number)
{
    GHashTableIter iter;
    gpointer name, value;

    g_hash_table_iter_init(&iter, names);
    while (g_hash_table_iter_next(&iter, &name, &value)) {
        if (GPOINTER_TO_UINT(value) == number)
            return name;
    }
    return "?";
}

/* Head and payload, or bytes that have no head. */
static void
print_bytes(char sign, const char *name, const char *data, gsize len)
{
    const char *end = g_strstr_len(data, (gssize) len, "\r\n");
    g_autoptr(GString) head = g_string_new(NULL);

    if (!end || (g_str_has_prefix(name, "ft") && !g_ascii_isupper(*data))) {
        printf("%c%s raw\n", sign, name);
        print_payload(data, len);
        return;
    }
    text_escape(head, (const guint8 *) data, (gsize) (end - data));
    printf("%c%s %s\n", sign, name, head->str);
    print_payload(end + 2, len - (gsize) (end + 2 - data));
}

static void
print_fetch(const char *job, const MsnpHttpRequest *request)
{
    printf(">job %s %s %s\n", job, request->method, request->url);
    for (guint i = 0; i < request->n_headers; i++) {
        if (request->headers[i].secret)
            printf("| %s: %s\n", request->headers[i].name, request->headers[i].value);
    }
    if (request->body) {
        printf("|\n");
        print_payload((const char *) request->body, request->body_len);
    }
}

static void
print_event(const MsnpAction *action)
{
    g_autoptr(GString) line = g_string_new(NULL);

    msnp_action_print(action, line);
    printf("= %s\n", line->str);
}

/* What a file says with the progress and debug actions that it seldom has left out. */
static void
print_action(Drive *drive, const MsnpAction *action)
{
    const char *link = name_of(drive->names.links, action->link);

    if (action->kind == MSNP_ACTION_CONNECT)
        printf(">%s connect %s:%u\n", link, action->host, action->port);
    else if (action->kind == MSNP_ACTION_LISTEN)
        printf(">%s listen\n", link);
    else if (action->kind == MSNP_ACTION_WRITE)
        print_bytes('>', link, (const char *) action->data, action->len);
    else if (action->kind == MSNP_ACTION_CLOSE)
        printf(">%s close\n", link);
    else if (action->kind == MSNP_ACTION_FETCH)
        print_fetch(name_of(drive->names.jobs, action->id), action->request);
    else if (action->kind == MSNP_ACTION_ABANDON)
        printf(">job %s abandon\n", name_of(drive->names.jobs, action->id));
    else if (action->kind != MSNP_ACTION_DEBUG && action->kind != MSNP_EVENT_PROGRESS)
        print_event(action);
}

static void
print_input(Drive *drive, const Item *item)
{
    if (item->kind == ITEM_BYTES) {
        g_autoptr(GString) bytes = loose_bytes(drive, item);

        print_bytes('<', item->name, bytes->str, bytes->len);
        return;
    }
    printf("%s\n", lines[item->line - 1]);
    for (guint i = item->line; lines[i] && *lines[i] == '|'; i++)
        printf("%s\n", lines[i]);
}

/* Nothing is told before the file itself says something. */
static void
tell(Drive *drive, const Item *input, const MsnpAction *action, const char *event)
{
    const Item *last = drive_last_input(drive);

    if (!last && drive->script->items->len > 0)
        last = g_ptr_array_index(drive->script->items, 0);
    if (!last || !last->own)
        return;
    if (input)
        print_input(drive, input);
    if (action)
        print_action(drive, action);
    if (event)
        printf("= %s\n", event);
}

gboolean
retell(const char *file)
{
    g_autofree char *text = NULL;
    g_autoptr(Script) script = NULL;
    g_autoptr(Drive) drive = NULL;
    gsize len;

    if (!g_file_get_contents(file, &text, &len, NULL))
        return FALSE;
    lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        if (*lines[i] == '@' || *lines[i] == '#')
            printf("%s\n", lines[i]);
    }
    script = script_read_loosely(text, len, "tests/replay/input.msnp");
    drive = drive_new(script, FEED_WHOLE);
    drive->tell = tell;
    drive_play_loosely(drive);
    drive->tell = NULL;
    drive_advance(drive, 10 * 60 * 1000);
    if (!drive_finish(drive))
        printf("# %s\n", drive_complaint(drive));
    g_strfreev(lines);
    return TRUE;
}
