/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One account: owns the machines, feeds them, and hands out what is to be done. Knows the order of work;
 * refuses to know any command.
 */
#include "msnp/msnp.h"

#include <string.h>
#include "msnp/core.h"
#include "msnp/edit.h"
#include "msnp/limits.h"
#include "msnp/link.h"
#include "msnp/ns.h"
#include "msnp/service.h"
#include "msnp/talk.h"

struct _MsnpSession {
    MsnpCore core;
    MsnpNs *ns;
    MsnpTalks *talks;
    MsnpEdits *edits;
    guint told_groups; /* of the roster, while it is told */
    guint told_contacts;
    gboolean over; /* the end was told */
};

MsnpSession *
msnp_session_new(const MsnpEnv *env)
{
    MsnpSession *session = g_new0(MsnpSession, 1);

    msnp_core_init(&session->core, env);
    session->talks = msnp_talks_new(&session->core);
    session->edits = msnp_edits_new(&session->core);
    session->ns = msnp_ns_new(&session->core, session->talks, session->edits);
    return session;
}

void
msnp_session_free(MsnpSession *session)
{
    if (!session)
        return;
    msnp_talks_end(session->talks);
    msnp_links_fail_all(&session->core);
    msnp_links_close_all(&session->core);
    msnp_ns_free(session->ns);
    msnp_edits_free(session->edits);
    msnp_talks_free(session->talks);
    msnp_links_bury(&session->core);
    msnp_core_clear(&session->core);
    g_free(session);
}

/* An account name is one word of a line. */
static gboolean
session_name_is_usable(const char *account)
{
    const char *p;

    for (p = account; *p; p++)
        if ((guint8) *p <= ' ' || *p == 0x7f)
            return FALSE;
    return p > account && p - account <= MSNP_LIMIT_HANDLE && g_utf8_validate(account, -1, NULL);
}

void
msnp_session_start(MsnpSession *session)
{
    if (!session_name_is_usable(session->core.account))
        msnp_core_end(&session->core, MSNP_ERROR_ARGUMENT, 0, NULL);
    else
        msnp_ns_start(session->ns);
}

void
msnp_session_set_trace(MsnpSession *session, gboolean trace)
{
    session->core.trace = trace;
}

/* ---- in ---- */

void
msnp_session_link_up(MsnpSession *session, guint id)
{
    MsnpLink *link = msnp_link_find(&session->core, id);

    if (link)
        msnp_link_set_up(link);
}

void
msnp_session_received(MsnpSession *session, guint id, const void *data, gsize len)
{
    MsnpLink *link = msnp_link_find(&session->core, id);

    if (link && len > 0)
        msnp_link_feed(link, data, len);
}

void
msnp_session_closed(MsnpSession *session, guint id, MsnpError error, const char *detail)
{
    MsnpLink *link = msnp_link_find(&session->core, id);

    if (link)
        msnp_link_set_ended(link, error, detail);
}

void
msnp_session_job_done(MsnpSession *session, guint id, const MsnpHttpReply *reply)
{
    if (session->core.end == MSNP_ERROR_NONE)
        msnp_core_job_done(&session->core, id, reply);
}

void
msnp_session_tick(MsnpSession *session, guint64 now)
{
    session->core.now = MAX(session->core.now, now);
    if (session->core.end != MSNP_ERROR_NONE)
        return;
    msnp_core_expire_jobs(&session->core);
    msnp_links_tick(&session->core);
    msnp_talks_tick(session->talks);
    msnp_ns_tick(session->ns);
}

/* ---- out ---- */

/* The end: first what became of the messages, then why, then everything is closed. */
static gboolean
session_end(MsnpSession *session)
{
    MsnpCore *core = &session->core;
    MsnpAction *action;

    if (core->end == MSNP_ERROR_NONE || session->over)
        return FALSE;
    session->over = TRUE;
    core->online = FALSE;
    core->tell_roster = FALSE;
    msnp_talks_end(session->talks);
    msnp_links_fail_all(core);
    msnp_edits_end(session->edits);
    action = msnp_actions_push(core->actions, MSNP_EVENT_SIGNED_OUT);
    action->error = core->end;
    action->number = core->end_number;
    action->detail = msnp_actions_keep_str(core->actions, core->end_detail);
    msnp_links_close_all(core);
    msnp_core_abandon_all(core);
    return TRUE;
}

/* Somebody waits for our answer: the user is asked, or, when he does not want to be (GTC N), he is let in. */
static void
session_tell_pending(MsnpSession *session, MsnpContact *contact)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_ANSWER, .who = msnp_contact_handle(contact), .yes = TRUE};

    if (!msnp_contact_is_pending(contact) || !strcmp(wish.who, session->core.own))
        return;
    if (msnp_roster_asks(session->core.roster))
        msnp_actions_push(session->core.actions, MSNP_EVENT_AUTHORIZE)->contact = contact;
    else
        msnp_edits_queue(session->edits, &wish);
}

static void
session_roster_told(MsnpSession *session)
{
    MsnpCore *core = &session->core;
    gboolean news = !core->online;

    session->told_groups = session->told_contacts = 0;
    core->tell_roster = FALSE;
    core->online = TRUE;
    msnp_core_tell_number(core, MSNP_EVENT_ROSTER_DONE, core->roster_complete);
    if (news)
        msnp_core_tell_who(core, MSNP_EVENT_SIGNED_IN, NULL, core->own_name);
}

/* Tells one more of the roster; the last of it makes us online. */
static gboolean
session_tell_roster(MsnpSession *session)
{
    MsnpCore *core = &session->core;
    MsnpGroup *group;
    MsnpContact *contact;

    if (!core->tell_roster)
        return FALSE;
    if ((group = msnp_roster_nth_group(core->roster, session->told_groups))) {
        session->told_groups++;
        msnp_actions_push(core->actions, MSNP_EVENT_GROUP)->group = group;
    } else if ((contact = msnp_roster_nth_contact(core->roster, session->told_contacts))) {
        session->told_contacts++;
        msnp_actions_push(core->actions, MSNP_EVENT_CONTACT)->contact = contact;
        if (!core->online && msnp_contact_status(contact) != MSNP_OFFLINE)
            msnp_core_tell_presence(core, contact);
        session_tell_pending(session, contact);
    } else {
        session_roster_told(session);
    }
    return TRUE;
}

const MsnpAction *
msnp_session_next(MsnpSession *session)
{
    MsnpCore *core = &session->core;
    const MsnpAction *action;

    for (;;) {
        action = msnp_actions_pop(core->actions);
        if (action)
            return action;
        msnp_talks_bury(session->talks);
        msnp_links_bury(core);
        if (session_end(session))
            continue;
        if (session->over || (!session_tell_roster(session) && !msnp_links_step(core)))
            return NULL;
    }
}

guint64
msnp_session_deadline(const MsnpSession *session)
{
    guint64 deadline;

    if (session->over)
        return 0;
    deadline = msnp_earlier(msnp_core_job_deadline(&session->core), msnp_links_deadline(&session->core));
    deadline = msnp_earlier(deadline, msnp_talks_deadline(session->talks));
    return msnp_earlier(deadline, msnp_ns_deadline(session->ns));
}

/* ---- state ---- */

gboolean
msnp_session_is_online(const MsnpSession *session)
{
    return session->core.online;
}

guint
msnp_session_dialect(const MsnpSession *session)
{
    return session->core.dialect ? session->core.dialect->number : 0;
}

const char *
msnp_session_own_name(const MsnpSession *session)
{
    return session->core.own_name;
}

/* A handle as it is used as a key, or NULL. The caller's. */
static char *
session_handle(const char *handle)
{
    char *key = g_strdup(handle);

    if (strchr(key, '%') || !msnp_wire_handle(key))
        g_clear_pointer(&key, g_free);
    return key;
}

MsnpContact *
msnp_session_contact(const MsnpSession *session, const char *handle)
{
    g_autofree char *key = session_handle(handle);

    return key ? msnp_roster_contact(session->core.roster, key) : NULL;
}

const MsnpContact *
msnp_session_nth_contact(const MsnpSession *session, guint i)
{
    return msnp_roster_nth_contact(session->core.roster, i);
}

gboolean
msnp_session_allows_strangers(const MsnpSession *session)
{
    return msnp_roster_allows_strangers(session->core.roster);
}

gboolean
msnp_session_has_group(const MsnpSession *session, const char *name)
{
    MsnpGroup *group;
    guint i;

    for (i = 0; (group = msnp_roster_nth_group(session->core.roster, i)); i++)
        if (!msnp_group_is_default(group) && !strcmp(msnp_group_name(group), name))
            return TRUE;
    return FALSE;
}

/* ---- requests ---- */

MsnpError
msnp_set_status(MsnpSession *session, MsnpStatus status)
{
    if (status == MSNP_OFFLINE || (guint) status > MSNP_INVISIBLE)
        return MSNP_ERROR_ARGUMENT;
    if (session->core.status == status)
        return MSNP_ERROR_NONE;
    session->core.status = status;
    if (session->core.status_sent && !session->over)
        msnp_ns_send_status(session->ns);
    return MSNP_ERROR_NONE;
}

MsnpError
msnp_send_text(MsnpSession *session, const char *handle, const char *text, gsize len,
               const MsnpStyle *style, guint *id)
{
    g_autofree char *key = session_handle(handle);

    if (!session->core.online)
        return MSNP_ERROR_STATE;
    if (!key || len == 0 || !g_utf8_validate(text, (gssize) len, NULL))
        return MSNP_ERROR_ARGUMENT;
    if (id)
        *id = session->core.next_message;
    msnp_talks_send(session->talks, key, text, len, style, session->core.next_message++);
    return MSNP_ERROR_NONE;
}

void
msnp_send_typing(MsnpSession *session, const char *handle)
{
    g_autofree char *key = session_handle(handle);

    if (key && session->core.online)
        msnp_talks_type(session->talks, key);
}

/* ---- requests: roster and oneself ---- */

/* Queues a change, if it can be. handle and group as given. */
static MsnpError
session_edit(MsnpSession *session, MsnpEditWish *wish, const char *handle, guint *id)
{
    g_autofree char *key = handle ? session_handle(handle) : NULL;
    guint number;

    if (!session->core.online)
        return MSNP_ERROR_STATE;
    if (handle && !key)
        return MSNP_ERROR_ARGUMENT;
    wish->who = key;
    number = msnp_edits_queue(session->edits, wish);
    if (id)
        *id = number;
    return MSNP_ERROR_NONE;
}

/* A name or number that goes to the server: some text, one line. */
static gboolean
is_value(const char *text)
{
    return text && *text && g_utf8_validate(text, -1, NULL) && !strpbrk(text, "\r\n");
}

MsnpError
msnp_contact_add(MsnpSession *session, const char *handle, const char *group, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_ADD, .group = group};

    return session_edit(session, &wish, handle, id);
}

MsnpError
msnp_contact_remove(MsnpSession *session, const char *handle, const char *group, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_REMOVE, .group = group};

    return session_edit(session, &wish, handle, id);
}

MsnpError
msnp_contact_move(MsnpSession *session, const char *handle, const char *from, const char *to, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_MOVE, .group = from, .new_name = to};

    return session_edit(session, &wish, handle, id);
}

MsnpError
msnp_contact_rename(MsnpSession *session, const char *handle, const char *name, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_RENAME, .new_name = name};

    return session_edit(session, &wish, handle, id);
}

MsnpError
msnp_contact_block(MsnpSession *session, const char *handle, gboolean block, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_BLOCK, .yes = block};

    return session_edit(session, &wish, handle, id);
}

MsnpError
msnp_contact_answer(MsnpSession *session, const char *handle, gboolean accept, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_ANSWER, .yes = accept};

    return session_edit(session, &wish, handle, id);
}

MsnpError
msnp_group_rename(MsnpSession *session, const char *name, const char *new_name, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_GROUP_RENAME, .group = name, .new_name = new_name};

    return is_value(name) && is_value(new_name) ? session_edit(session, &wish, NULL, id) : MSNP_ERROR_ARGUMENT;
}

MsnpError
msnp_group_remove(MsnpSession *session, const char *name, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_GROUP_REMOVE, .group = name};

    return is_value(name) ? session_edit(session, &wish, NULL, id) : MSNP_ERROR_ARGUMENT;
}

MsnpError
msnp_set_allow_strangers(MsnpSession *session, gboolean allow, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_PRIVACY, .yes = allow};

    if (session->core.online && msnp_roster_allows_strangers(session->core.roster) == allow)
        return MSNP_ERROR_NONE;
    return session_edit(session, &wish, NULL, id);
}

MsnpError
msnp_set_own_name(MsnpSession *session, const char *name, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_OWN_NAME, .new_name = name};

    return is_value(name) ? session_edit(session, &wish, NULL, id) : MSNP_ERROR_ARGUMENT;
}

MsnpError
msnp_set_phone(MsnpSession *session, MsnpPhoneKind kind, const char *number, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_PHONE, .new_name = number, .key = (int) kind};

    if (session->core.dialect && !session->core.dialect->properties)
        return MSNP_ERROR_NOT_OFFERED;
    return !*number || is_value(number) ? session_edit(session, &wish, NULL, id) : MSNP_ERROR_ARGUMENT;
}

MsnpError
msnp_set_takes_pages(MsnpSession *session, gboolean takes, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_PHONE, .yes = takes, .key = -1};

    if (session->core.dialect && !session->core.dialect->properties)
        return MSNP_ERROR_NOT_OFFERED;
    return session_edit(session, &wish, NULL, id);
}

const char *
msnp_session_phone(const MsnpSession *session, MsnpPhoneKind kind)
{
    return msnp_roster_phone(session->core.roster, kind);
}

gboolean
msnp_session_takes_pages(const MsnpSession *session)
{
    return msnp_roster_takes_pages(session->core.roster);
}

void
msnp_set_personal(MsnpSession *session, const char *message, MsnpMedia media, const char *title,
                  const char *artist, const char *album)
{
    MsnpPersonal *p = &session->core.personal;

    if (p->media == media && !g_strcmp0(p->message, message) && !g_strcmp0(p->title, title) &&
        !g_strcmp0(p->artist, artist) && !g_strcmp0(p->album, album))
        return;
    msnp_personal_clear(p);
    p->message = g_strdup(message);
    p->media = media;
    p->title = g_strdup(title);
    p->artist = g_strdup(artist);
    p->album = g_strdup(album);
    session->core.personal_set = TRUE;
    if (!session->over)
        msnp_ns_send_personal(session->ns);
}

/* ---- requests: chats ---- */

MsnpError
msnp_send_nudge(MsnpSession *session, const char *handle, guint *id)
{
    g_autofree char *key = session_handle(handle);

    if (!session->core.online)
        return MSNP_ERROR_STATE;
    if (!key)
        return MSNP_ERROR_ARGUMENT;
    if (id)
        *id = session->core.next_message;
    msnp_talks_send(session->talks, key, NULL, 0, NULL, session->core.next_message++);
    return MSNP_ERROR_NONE;
}

MsnpError
msnp_chat_new(MsnpSession *session, const char *handle, guint *chat)
{
    g_autofree char *key = session_handle(handle);

    if (!session->core.online)
        return MSNP_ERROR_STATE;
    if (!key)
        return MSNP_ERROR_ARGUMENT;
    *chat = msnp_talks_new_chat(session->talks, key);
    return MSNP_ERROR_NONE;
}

MsnpError
msnp_chat_from_talk(MsnpSession *session, const char *handle, const char *third, guint *chat)
{
    g_autofree char *key = session_handle(handle), *other = session_handle(third);

    if (!session->core.online)
        return MSNP_ERROR_STATE;
    if (!key || !other)
        return MSNP_ERROR_ARGUMENT;
    *chat = msnp_talks_chat_from_talk(session->talks, key, other);
    return MSNP_ERROR_NONE;
}

MsnpError
msnp_chat_invite(MsnpSession *session, guint chat, const char *handle)
{
    g_autofree char *key = session_handle(handle);

    if (!session->core.online)
        return MSNP_ERROR_STATE;
    return key && msnp_talks_chat_invite(session->talks, chat, key) ? MSNP_ERROR_NONE : MSNP_ERROR_ARGUMENT;
}

MsnpError
msnp_chat_send(MsnpSession *session, guint chat, const char *text, gsize len, const MsnpStyle *style, guint *id)
{
    guint number = session->core.next_message;

    if (!session->core.online)
        return MSNP_ERROR_STATE;
    if (len == 0 || !g_utf8_validate(text, (gssize) len, NULL) ||
        !msnp_talks_chat_send(session->talks, chat, text, len, style, number))
        return MSNP_ERROR_ARGUMENT;
    session->core.next_message++;
    if (id)
        *id = number;
    return MSNP_ERROR_NONE;
}

void
msnp_chat_typing(MsnpSession *session, guint chat)
{
    if (session->core.online)
        msnp_talks_chat_type(session->talks, chat);
}

void
msnp_chat_leave(MsnpSession *session, guint chat)
{
    msnp_talks_chat_leave(session->talks, chat);
}

void
msnp_invite_refuse(MsnpSession *session, guint id, const char *code)
{
    msnp_talks_refuse(session->talks, id, code);
}

void
msnp_invite_accept(MsnpSession *session, guint id, gboolean launch, const MsnpInviteField *fields,
                   guint n_fields)
{
    msnp_talks_accept(session->talks, id, launch, fields, n_fields);
}

/* ---- requests: the service ---- */

gboolean
msnp_session_has_inbox(const MsnpSession *session)
{
    return session->core.profile.has_inbox;
}

gboolean
msnp_session_can_find(const MsnpSession *session)
{
    return session->core.dialect && session->core.dialect->find;
}

/* The link to ask on; *error says why there is none. */
static MsnpLink *
session_service(MsnpSession *session, gboolean offered, MsnpError *error)
{
    MsnpLink *link = msnp_ns_link(session->ns);

    *error = !session->core.online || !link ? MSNP_ERROR_STATE : !offered ? MSNP_ERROR_NOT_OFFERED : MSNP_ERROR_NONE;
    return *error == MSNP_ERROR_NONE ? link : NULL;
}

MsnpError
msnp_send_page(MsnpSession *session, const char *handle, const char *text, guint *id)
{
    const MsnpDialect *dialect = session->core.dialect;
    g_autofree char *key = session_handle(handle);
    MsnpError error;
    MsnpLink *link = session_service(session, dialect && dialect->page, &error);
    guint number;

    if (!link)
        return error;
    if (!key || !*text || !g_utf8_validate(text, -1, NULL))
        return MSNP_ERROR_ARGUMENT;
    number = msnp_service_page(&session->core, link, key, text);
    if (id)
        *id = number;
    return MSNP_ERROR_NONE;
}

MsnpError
msnp_ask_url(MsnpSession *session, const char *service, guint *id)
{
    MsnpError error;
    MsnpLink *link = session_service(session, TRUE, &error);

    if (link)
        *id = msnp_service_ask_url(&session->core, link, service);
    return error;
}

MsnpError
msnp_find(MsnpSession *session, const char *first, const char *last, const char *country, guint *id)
{
    const MsnpDialect *dialect = session->core.dialect;
    MsnpError error;
    MsnpLink *link = session_service(session, dialect && dialect->find, &error);

    if (link)
        *id = msnp_service_find(&session->core, link, first, last, country);
    return error;
}

MsnpError
msnp_invite_by_mail(MsnpSession *session, const char *address, const char *text, guint *id)
{
    g_autofree char *key = session_handle(address);
    MsnpError error;
    MsnpLink *link = session_service(session, TRUE, &error);

    if (!link)
        return error;
    if (!key || !g_utf8_validate(text, -1, NULL) || strlen(text) > MSNP_LIMIT_SB_PAYLOAD)
        return MSNP_ERROR_ARGUMENT;
    *id = msnp_service_invite_by_mail(&session->core, link, key, text);
    return MSNP_ERROR_NONE;
}

void
msnp_session_quit(MsnpSession *session)
{
    if (session->core.end != MSNP_ERROR_NONE)
        return;
    msnp_ns_quit(session->ns);
    msnp_core_end(&session->core, MSNP_ERROR_SIGNED_OUT, 0, NULL);
}
