/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A host that has no sockets: runs a session along a script, by the ways of feeding it. Knows the
 * order of things; refuses to know what a command means. */
#include "drive-private.h"

#include <string.h>

/* Far from 0, so that a time that was never set shows. */
#define CLOCK_START 1000000

/* More actions than this between two inputs are a loop. */
#define MAX_ACTIONS 200000
#define MAX_PIECES  64

/* ---- complaints ---- */

gboolean
drive_is_wrong(const Drive *drive)
{
    return drive->complaint->len > 0;
}

const char *
drive_complaint(const Drive *drive)
{
    return drive->complaint->str;
}

static const Item *
item_at(const Drive *drive, guint index)
{
    return g_ptr_array_index(drive->script->items, index);
}

const Item *
drive_last_input(const Drive *drive)
{
    for (guint i = drive->fed; i > 0; i--) {
        if (item_is_input(item_at(drive, i - 1)))
            return item_at(drive, i - 1);
    }
    return NULL;
}

static void G_GNUC_PRINTF(3, 0)
    complain(Drive *drive, const Item *item, const char *format, va_list args)
{
    if (drive_is_wrong(drive))
        return;
    if (item)
        g_string_append_printf(drive->complaint, "%s:%u: %s\n", item->file, item->line, item->text);
    g_string_append_vprintf(drive->complaint, format, args);
}

gboolean
drive_complain(Drive *drive, const Item *item, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    complain(drive, item, format, args);
    va_end(args);
    return FALSE;
}

gboolean
drive_disagree(Drive *drive, const Item *item, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (!drive->loose)
        complain(drive, item, format, args);
    va_end(args);
    return FALSE;
}

static gboolean
complain_got(Drive *drive, const Item *expected, const MsnpAction *action)
{
    g_autoptr(GString) got = g_string_new(NULL);

    match_describe(action, &drive->names, got);
    if (expected)
        return drive_complain(drive, expected, "expected what stands there\ngot: %s", got->str);
    return drive_complain(drive, drive_last_input(drive), "nothing more may follow this\ngot: %s",
                          got->str);
}

/* ---- what the session does ---- */

const Item *
drive_expected(Drive *drive)
{
    while (drive->cursor < drive->fed && item_is_input(item_at(drive, drive->cursor)))
        drive->cursor++;
    return drive->cursor < drive->fed ? item_at(drive, drive->cursor) : NULL;
}

static gboolean
is_compared(const Drive *drive, const MsnpAction *action)
{
    const Item *input = drive_last_input(drive);

    if (action->kind == MSNP_ACTION_DEBUG)
        return input && input->debug;
    if (action->kind == MSNP_EVENT_PROGRESS)
        return input ? input->progress : drive->script->progress;
    return TRUE;
}

static gboolean
take_action(Drive *drive, const MsnpAction *action)
{
    g_autoptr(GString) why = g_string_new(NULL);
    const Item *expected;

    if (!audit_action(drive->audit, action, why)) {
        g_string_append(why, ": ");
        match_describe(action, &drive->names, why);
        return drive_complain(drive, drive_last_input(drive), "broken promise: %s", why->str);
    }
    if (action->kind == MSNP_EVENT_URL) {
        g_free(drive->url);
        drive->url = g_strdup(action->text);
    }
    if (drive->loose)
        loose_note(drive, action);
    if (drive->wanted && action->kind == MSNP_ACTION_FILE_READ) {
        PieceWanted wanted = {action->id, action->offset, action->len};

        g_array_append_val(drive->wanted, wanted);
    }
    if (drive->tell)
        drive->tell(drive, NULL, action, NULL);
    if (drive->loose || !is_compared(drive, action))
        return TRUE;
    expected = drive_expected(drive);
    if (!expected || !match_action(expected, action, &drive->names))
        return complain_got(drive, expected, action);
    drive->cursor++;
    return TRUE;
}

/* The first that was asked for. FALSE when nothing is. */
static gboolean
give_piece(Drive *drive)
{
    g_autofree guint8 *zeros = NULL;
    PieceWanted wanted;

    if (!drive->wanted || drive->wanted->len == 0)
        return FALSE;
    wanted = g_array_index(drive->wanted, PieceWanted, 0);
    g_array_remove_index(drive->wanted, 0);
    zeros = g_malloc0(MAX(wanted.len, 1));
    msnp_session_file_piece(drive->session, wanted.id, wanted.offset, zeros, wanted.len);
    audit_file_given(audit_transfers(drive->audit), wanted.id, wanted.offset, wanted.len);
    return TRUE;
}

static void
pop_all(Drive *drive)
{
    const MsnpAction *action;
    guint popped = 0;

    while (!drive_is_wrong(drive) && (action = msnp_session_next(drive->session))) {
        if (++popped > MAX_ACTIONS)
            drive_complain(drive, drive_last_input(drive), "actions without end");
        take_action(drive, action);
    }
}

/* A file without end is not given to its end. */
void
drive_drain(Drive *drive)
{
    guint given = 0;

    do {
        pop_all(drive);
    } while (!drive_is_wrong(drive) && given++ < MAX_PIECES && give_piece(drive));
}

static void
drain_all(Drive *drive)
{
    const Item *missing;

    drive_drain(drive);
    missing = drive->loose ? NULL : drive_expected(drive);
    if (missing)
        drive_complain(drive, missing, "expected what stands there\ngot: nothing");
}

/* How many items, from the first, belong to one feed when a server says all it has to say at once.
 */
static guint
group_end(const Drive *drive, guint first, guint stop)
{
    const Item *start = item_at(drive, first);
    guint end = first + 1;

    if (start->kind != ITEM_BYTES || drive->way != FEED_GLUED)
        return end;
    for (guint i = end; i < stop; i++) {
        const Item *item = item_at(drive, i);
        gboolean same = strcmp(item->name, start->name) == 0;

        if (item->kind == ITEM_CONNECT && same)
            break;
        if (!item_is_input(item))
            continue;
        if (item->kind != ITEM_BYTES || !same || item->debug != start->debug ||
            item->progress != start->progress)
            break;
        end = i + 1;
    }
    return end;
}

static void
feed_group(Drive *drive, guint first, guint end)
{
    g_autoptr(GString) bytes = g_string_new(NULL);

    if (end == first + 1) {
        feed_item(drive, item_at(drive, first));
        return;
    }
    for (guint i = first; i < end; i++) {
        const Item *item = item_at(drive, i);
        g_autoptr(GString) some = item->kind == ITEM_BYTES ? item_bytes(item, FALSE) : NULL;

        if (some)
            g_string_append_len(bytes, some->str, some->len);
    }
    feed_bytes(drive, item_at(drive, first), bytes);
}

/* What follows until the next input may happen now. */
static void
admit_expected(Drive *drive, guint stop)
{
    while (drive->fed < stop && !item_is_input(item_at(drive, drive->fed)))
        drive->fed++;
}

gboolean
drive_run(Drive *drive, guint stop)
{
    drive_tick(drive);
    msnp_session_start(drive->session);
    admit_expected(drive, stop);
    drain_all(drive);
    while (drive->fed < stop && !drive_is_wrong(drive)) {
        guint first = drive->fed;
        guint end = group_end(drive, first, stop);

        drive->fed = end;
        admit_expected(drive, stop);
        feed_group(drive, first, end);
        drain_all(drive);
    }
    return !drive_is_wrong(drive);
}

/* ---- let loose ---- */

void
drive_let_loose(Drive *drive)
{
    drive->loose = TRUE;
}

void
drive_give_pieces(Drive *drive)
{
    if (!drive->wanted)
        drive->wanted = g_array_new(FALSE, FALSE, sizeof(PieceWanted));
}

void
drive_excuse_silence(Drive *drive)
{
    audit_excuse_silence(drive->audit);
}

gboolean
drive_link_is_open(const Drive *drive, const char *link)
{
    guint number;

    return !audit_is_over(drive->audit) && names_find(drive->names.links, link, &number) &&
           audit_link_is_open(drive->audit, number);
}

gboolean
drive_feed(Drive *drive, const char *link, const char *data, gsize len)
{
    guint number;

    if (!drive_link_is_open(drive, link) || drive_is_wrong(drive) ||
        !names_find(drive->names.links, link, &number) ||
        !audit_link_is_up(drive->audit, number))
        return FALSE;
    drive_tick(drive);
    msnp_session_received(drive->session, number, data, len);
    drive_drain(drive);
    return TRUE;
}

void
drive_end_link(Drive *drive, const char *link, MsnpError error)
{
    guint number;

    if (drive_is_wrong(drive) || !names_find(drive->names.links, link, &number))
        return;
    feed_link_end(drive, number, error, "");
    drive_drain(drive);
}

void
drive_end_job(Drive *drive, const char *job, const MsnpHttpReply *reply)
{
    guint number;

    if (drive_is_wrong(drive) || !names_find(drive->names.jobs, job, &number))
        return;
    feed_job_end(drive, number, reply);
    drive_drain(drive);
}

void
drive_feed_ignored(Drive *drive, const char *link, const char *line)
{
    const MsnpAction *action;
    gboolean noted = FALSE;
    guint number;

    if (drive_is_wrong(drive) || !names_find(drive->names.links, link, &number))
        return;
    drive_tick(drive);
    msnp_session_received(drive->session, number, line, strlen(line));
    msnp_session_received(drive->session, number, "\r\n", 2);
    while ((action = msnp_session_next(drive->session))) {
        g_autoptr(GString) got = g_string_new(NULL);

        noted = TRUE;
        match_describe(action, &drive->names, got);
        if (action->kind != MSNP_ACTION_DEBUG) {
            drive_complain(drive, drive_last_input(drive),
                           "must be ignored before this: %s\ngot: %s", line, got->str);
            return;
        }
    }
    if (!noted)
        drive_complain(drive, drive_last_input(drive), "must be noted in the debug log: %s", line);
}

void
drive_before_commands(Drive *drive, DriveHook before)
{
    drive->before = before;
}

gboolean
drive_finish(Drive *drive)
{
    g_autoptr(GString) why = g_string_new(NULL);

    if (drive_is_wrong(drive))
        return FALSE;
    drive_tick(drive);
    msnp_session_quit(drive->session);
    drive_drain(drive);
    if (!audit_end(drive->audit, drive->session, why))
        drive_complain(drive, drive_last_input(drive), "at the end: %s", why->str);
    return !drive_is_wrong(drive);
}

/* ---- life ---- */

/* The password must not be printed, nor in the form that Passport gets it. */
static void
add_secrets(Drive *drive)
{
    const Script *script = drive->script;

    drive->secrets = g_ptr_array_new_with_free_func(g_free);
    if (*script->password) {
        g_ptr_array_add(drive->secrets, g_strdup(script->password));
        g_ptr_array_add(drive->secrets, g_uri_escape_string(script->password, NULL, FALSE));
    }
    for (guint i = 0; i < script->secrets->len; i++)
        g_ptr_array_add(drive->secrets, g_strdup(g_ptr_array_index(script->secrets, i)));
}

Drive *
drive_new(const Script *script, FeedWay way)
{
    Drive *drive = g_new0(Drive, 1);
    MsnpEnv env = {
        .account = script->account,
        .password = script->password,
        .host = script->host,
        .port = script->port,
        .nexus_url = script->nexus,
        .web_url = script->web,
        .rst_url = script->rst,
        .contacts_url = script->contacts,
        .oim_url = script->oim,
        .storage_url = script->storage,
        .machine = script->machine,
        .shown = script->shown,
        .max_dialect = script->max_dialect,
        .automatic = script->automatic,
        .older = script->older,
        .allow_md5 = script->allow_md5,
        .direct = script->direct,
        .connects_only = script->connects_only,
        .one_place = script->one_place,
        .status = script->status,
    };

    memcpy(env.random, script->random, sizeof(env.random));
    drive->script = script;
    drive->way = way;
    drive->now = CLOCK_START;
    drive->style.color = -1;
    drive->complaint = g_string_new(NULL);
    names_init(&drive->names);
    drive->trids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    add_secrets(drive);
    drive->audit = audit_new(drive->secrets, script->silence);
    audit_offline_shown_before(drive->audit, script->shown);
    drive->session = msnp_session_new(&env);
    msnp_session_set_trace(drive->session, script->trace);
    return drive;
}

void
drive_free(Drive *drive)
{
    msnp_session_free(drive->session);
    audit_free(drive->audit);
    names_clear(&drive->names);
    g_hash_table_unref(drive->trids);
    g_clear_pointer(&drive->wanted, g_array_unref);
    g_ptr_array_unref(drive->secrets);
    g_string_free(drive->complaint, TRUE);
    g_free(drive->font);
    g_free(drive->url);
    g_free(drive);
}
