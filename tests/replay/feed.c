/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Does to a session what a line of a replay file says. Knows how each kind of line becomes calls of
 * msnp.h; refuses to know what comes next. */
#include "drive-private.h"

#include <string.h>

#include "text.h"
#include "words.h"

/* More ticks than this in one step are a loop. */
#define MAX_TICKS 20000

/* ---- links and jobs ---- */

GString *
item_bytes(const Item *item, gboolean lf)
{
    GString *bytes = g_string_new(NULL);

    if (!item->raw) {
        g_string_append_len(bytes, item->head->str, item->head->len);
        g_string_append(bytes, lf ? "\n" : "\r\n");
    }
    g_string_append_len(bytes, item->payload->str, item->payload->len);
    return bytes;
}

void
drive_tick(Drive *drive)
{
    msnp_session_tick(drive->session, drive->now);
}

static void
receive(Drive *drive, guint link, const char *data, gsize len)
{
    /* A copy of the very size, so that reading beyond it is noticed. */
    g_autofree char *copy = g_memdup2(data, len);

    drive_tick(drive);
    msnp_session_received(drive->session, link, copy, len);
    drive_drain(drive);
}

static gboolean
find_link(Drive *drive, const Item *item, guint *link)
{
    return names_find(drive->names.links, item->name, link) ||
           drive_disagree(drive, item, "no link of this name was opened yet");
}

void
feed_bytes(Drive *drive, const Item *item, const GString *bytes)
{
    guint link;

    if (!find_link(drive, item, &link))
        return;
    if (drive->way != FEED_BYTES) {
        receive(drive, link, bytes->str, bytes->len);
        return;
    }
    for (gsize i = 0; i < bytes->len && !drive_is_wrong(drive); i++)
        receive(drive, link, bytes->str + i, 1);
}

static void
feed_up(Drive *drive, const Item *item)
{
    guint link;

    if (!find_link(drive, item, &link))
        return;
    drive_tick(drive);
    audit_link_up(drive->audit, link);
    msnp_session_link_up(drive->session, link);
}

static void
feed_room(Drive *drive, const Item *item)
{
    guint link;

    if (find_link(drive, item, &link))
        msnp_session_writable(drive->session, link);
}

static void
feed_alive(Drive *drive, const Item *item)
{
    guint link;

    if (!find_link(drive, item, &link))
        return;
    drive_tick(drive);
    msnp_session_alive(drive->session, link);
}

/* Where the machine can be reached, and, when there are four words, from outside. */
static void
feed_listening(Drive *drive, const Item *item)
{
    const char *internal[] = {item->words[0], NULL};
    gboolean outside = g_strv_length(item->words) == 4;
    MsnpAddresses addresses = {.internal = internal};
    guint link;

    if (!find_link(drive, item, &link))
        return;
    addresses.port = (guint16) g_ascii_strtoull(item->words[1], NULL, 10);
    addresses.external = outside ? item->words[2] : NULL;
    addresses.external_port = outside ? (guint16) g_ascii_strtoull(item->words[3], NULL, 10) : 0;
    drive_tick(drive);
    msnp_session_listening(drive->session, link, &addresses);
}

void
feed_link_end(Drive *drive, guint link, MsnpError error, const char *detail)
{
    drive_tick(drive);
    audit_link_ended(drive->audit, link);
    msnp_session_closed(drive->session, link, error, *detail ? detail : NULL);
}

static void
feed_end(Drive *drive, const Item *item)
{
    guint link;

    if (find_link(drive, item, &link))
        feed_link_end(drive, link, item->error, item->head->str);
}

void
feed_job_end(Drive *drive, guint job, const MsnpHttpReply *reply)
{
    drive_tick(drive);
    audit_job_done(drive->audit, job);
    msnp_session_job_done(drive->session, job, reply);
}

static void
feed_reply(Drive *drive, const Item *item)
{
    g_autoptr(GArray) headers = g_array_new(FALSE, TRUE, sizeof(MsnpHttpHeader));
    MsnpHttpReply reply = {.end = item->error, .status = item->number};
    guint job;

    if (!names_find(drive->names.jobs, item->name, &job)) {
        drive_disagree(drive, item, "no job of this number was started yet");
        return;
    }
    for (guint i = 0; i < item->fields->len; i++) {
        const Field *field = g_ptr_array_index(item->fields, i);
        MsnpHttpHeader header = {.name = field->name, .value = field->value};

        g_array_append_val(headers, header);
    }
    reply.detail = item->head->len ? item->head->str : NULL;
    reply.headers = (const MsnpHttpHeader *) headers->data;
    reply.n_headers = headers->len;
    reply.body = (const guint8 *) item->payload->str;
    reply.body_len = item->payload->len;
    feed_job_end(drive, job, &reply);
}

/* ---- the clock ---- */

void
drive_advance(Drive *drive, guint64 ms)
{
    guint64 end = drive->now + ms;

    for (guint ticks = 0; !drive_is_wrong(drive); ticks++) {
        guint64 due = msnp_session_deadline(drive->session);

        if (ticks > MAX_TICKS)
            drive_complain(drive, drive_last_input(drive), "something is due again and again");
        drive->now = due && due <= end ? MAX(due, drive->now) : end;
        drive_tick(drive);
        drive_drain(drive);
        if (due == 0 || due > end)
            return;
    }
}

/* ---- what the session knows ---- */

static const char *
yes_no(gboolean yes)
{
    return yes ? "yes" : "no";
}

/* What the session knows of somebody, with the handle as it was asked for. */
static void
print_contact(MsnpContact *contact, const char *handle, GString *line)
{
    MsnpAction action = {.kind = MSNP_EVENT_CONTACT, .style = {.color = -1}, .contact = contact};
    g_autoptr(GString) printed = g_string_new(NULL);

    msnp_action_print(&action, printed);
    g_string_printf(line, "contact handle=%s%s status=%s client=%u", handle,
                    strstr(printed->str, " name="), status_name(msnp_contact_status(contact)),
                    msnp_contact_client(contact));
    g_string_append_printf(
        line, " home=\"%s\" work=\"%s\" mobile=\"%s\" pages=%s personal=\"%s\"",
        msnp_contact_phone(contact, MSNP_PHONE_HOME), msnp_contact_phone(contact, MSNP_PHONE_WORK),
        msnp_contact_phone(contact, MSNP_PHONE_MOBILE), yes_no(msnp_contact_takes_pages(contact)),
        msnp_contact_personal(contact));
}

/* The picture that he shows, by the hash of its bytes; whether he takes files. */
static void
print_objects(const MsnpSession *session, const MsnpContact *contact, GString *line)
{
    const char *picture = msnp_contact_picture(contact);
    gboolean files = msnp_contact_takes_files(session, msnp_contact_handle(contact));

    g_string_append_printf(line, " picture=%s files=%s", picture ? picture : "none", yes_no(files));
}

static void
print_session(MsnpSession *session, GString *line)
{
    g_string_printf(line, "session online=%s dialect=%u name=\"%s\" strangers=%s inbox=%s find=%s",
                    yes_no(msnp_session_is_online(session)), msnp_session_dialect(session),
                    msnp_session_own_name(session), yes_no(msnp_session_allows_strangers(session)),
                    yes_no(msnp_session_has_inbox(session)),
                    yes_no(msnp_session_can_find(session)));
    g_string_append_printf(
        line, " home=\"%s\" work=\"%s\" mobile=\"%s\" pages=%s",
        msnp_session_phone(session, MSNP_PHONE_HOME), msnp_session_phone(session, MSNP_PHONE_WORK),
        msnp_session_phone(session, MSNP_PHONE_MOBILE), yes_no(msnp_session_takes_pages(session)));
}

/* "? contact handle=... ...", "? nobody handle=...", "? session online=yes ...", "? group name=...
 * known=yes", "? url text=...". */
static void
feed_look(Drive *drive, const Item *item)
{
    const char *handle = fields_find(item->fields, "handle");
    const char *group = fields_find(item->fields, "name");
    MsnpContact *contact = handle ? msnp_session_contact(drive->session, handle) : NULL;
    g_autoptr(GString) line = g_string_new(NULL);

    if (strcmp(item->name, "session") == 0)
        print_session(drive->session, line);
    else if (strcmp(item->name, "group") == 0 && group)
        g_string_printf(line, "group name=\"%s\" known=%s", group,
                        yes_no(msnp_session_has_group(drive->session, group)));
    else if (strcmp(item->name, "url") == 0)
        g_string_printf(line, "url text=\"%s\"", drive->url ? drive->url : "");
    else if (!contact)
        g_string_printf(line, "nobody handle=%s", handle ? handle : "");
    else {
        print_contact(contact, handle, line);
        print_objects(drive->session, contact, line);
    }
    if (!match_line(item, line->str))
        drive_disagree(drive, item, "got: %s", line->str);
}

/* ---- one item ---- */

void
feed_item(Drive *drive, const Item *item)
{
    if (drive->loose && !loose_allows(drive, item))
        return;
    if (drive->tell)
        drive->tell(drive, item, NULL, NULL);
    switch (item->kind) {
    case ITEM_UP:
        feed_up(drive, item);
        break;
    case ITEM_ROOM:
        feed_room(drive, item);
        break;
    case ITEM_ALIVE:
        feed_alive(drive, item);
        break;
    case ITEM_LISTENING:
        feed_listening(drive, item);
        break;
    case ITEM_END:
        feed_end(drive, item);
        break;
    case ITEM_REPLY:
        feed_reply(drive, item);
        break;
    case ITEM_REQUEST:
        ask_item(drive, item);
        break;
    case ITEM_CLOCK:
        drive_advance(drive, item->number);
        break;
    case ITEM_LOOK:
        feed_look(drive, item);
        break;
    default: {
        g_autoptr(GString) bytes =
            drive->loose ? loose_bytes(drive, item) : item_bytes(item, drive->way == FEED_LF);

        if (drive->before)
            drive->before(drive, item);
        feed_bytes(drive, item, bytes);
    }
    }
}
