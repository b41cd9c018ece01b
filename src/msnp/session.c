/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One account: owns the machines, feeds them, and hands out what is to be done. Knows the order of work;
 * refuses to know any command.
 */
#include "msnp/session-private.h"

#include <string.h>
#include "msnp/circle.h"
#include "msnp/fallback.h"
#include "msnp/limits.h"
#include "msnp/link.h"
#include "msnp/oim-in.h"
#include "msnp/places.h"
#include "msnp/storage.h"
#include "msnp/web.h"

static void
session_named(gpointer who)
{
    const MsnpSession *session = who;

    msnp_ns_send_name(session->ns);
}

static void
session_messaged(gpointer who)
{
    const MsnpSession *session = who;

    msnp_ns_send_personal(session->ns);
}

MsnpSession *
msnp_session_new(const MsnpEnv *env)
{
    static const MsnpStorageClass storage_class = {session_named, session_messaged};
    MsnpSession *session = g_new0(MsnpSession, 1);

    msnp_core_init(&session->core, env);
    session->core.web = msnp_web_new(&session->core);
    session->core.storage = msnp_storage_new(&session->core, &storage_class, session);
    session->core.oim_in = msnp_oim_in_new(&session->core, env->shown);
    session->core.circles = msnp_circles_new(&session->core);
    session->core.places = msnp_places_new(&session->core, env->one_place);
    session->talks = msnp_talks_new(&session->core);
    session->transfers = msnp_transfers_new(&session->core, session->talks);
    session->edits = msnp_edits_new(&session->core);
    session->ns = msnp_ns_new(&session->core, session->talks, session->edits);
    session->oim_out = msnp_oim_out_new(&session->core, session->talks, session->ns);
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
    msnp_oim_out_free(session->oim_out);
    msnp_ns_free(session->ns);
    msnp_edits_free(session->edits);
    msnp_transfers_free(session->transfers);
    msnp_talks_free(session->talks);
    msnp_links_bury(&session->core);
    msnp_circles_free(session->core.circles);
    msnp_web_free(session->core.web);
    msnp_storage_free(session->core.storage);
    msnp_oim_in_free(session->core.oim_in);
    msnp_places_free(session->core.places);
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
msnp_session_alive(MsnpSession *session, guint id)
{
    MsnpLink *link = msnp_link_find(&session->core, id);

    if (link && link->up)
        link->heard = session->core.now;
}

void
msnp_session_listening(MsnpSession *session, guint id, const MsnpAddresses *addresses)
{
    MsnpLink *link = msnp_link_find(&session->core, id);

    if (link)
        msnp_link_set_listening(link, addresses);
}

void
msnp_session_writable(MsnpSession *session, guint id)
{
    MsnpLink *link = msnp_link_find(&session->core, id);

    if (link)
        msnp_link_set_room(link);
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
    msnp_transfers_tick(session->transfers);
    msnp_oim_out_tick(session->oim_out);
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
    if (msnp_fallback_begins(core)) {
        msnp_ns_start_over(session->ns);
        return TRUE;
    }
    session->over = TRUE;
    core->online = FALSE;
    core->tell_roster = FALSE;
    msnp_oim_out_end(session->oim_out);
    msnp_talks_end(session->talks);
    msnp_transfers_end(session->transfers);
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

static void
session_tell_pending(MsnpSession *session, MsnpContact *contact)
{
    if (msnp_contact_is_pending(contact) && strcmp(msnp_contact_handle(contact), session->core.own))
        msnp_actions_push(session->core.actions, MSNP_EVENT_AUTHORIZE)->contact = contact;
}

/* Somebody waits for our answer, and the user does not want to be asked (GTC N): he is let in. */
static gboolean
session_lets_in(MsnpSession *session, const MsnpAction *action)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_ANSWER, .yes = TRUE};

    if (action->kind != MSNP_EVENT_AUTHORIZE || msnp_roster_asks(session->core.roster))
        return FALSE;
    wish.who = msnp_contact_handle(action->contact);
    msnp_edits_queue(session->edits, &wish);
    return TRUE;
}

static void
session_roster_told(MsnpSession *session)
{
    MsnpCore *core = &session->core;
    gboolean news = !core->online;

    session->told_groups = session->told_contacts = 0;
    core->tell_roster = FALSE;
    msnp_circles_tell(core->circles);
    core->online = TRUE;
    msnp_core_tell_number(core, MSNP_EVENT_ROSTER_DONE, core->roster_complete);
    if (news)
        msnp_core_tell_who(core, MSNP_EVENT_SIGNED_IN, NULL, core->own_name);
    msnp_fallback_tell(core);
    if (news)
        msnp_storage_start(core->storage);
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
        if (!core->online && msnp_contact_picture(contact))
            msnp_actions_push(core->actions, MSNP_EVENT_PICTURE)->contact = contact;
        session_tell_pending(session, contact);
    } else {
        session_roster_told(session);
    }
    return TRUE;
}

void
msnp_session_hold(MsnpSession *session)
{
    session->held = TRUE;
    msnp_actions_hold(session->core.actions);
}

const MsnpAction *
msnp_session_next(MsnpSession *session)
{
    MsnpCore *core = &session->core;
    const MsnpAction *action;

    for (;;) {
        action = msnp_actions_pop(core->actions);
        if (action && session_lets_in(session, action))
            continue;
        if (action)
            return action;
        if (!session->held) {
            msnp_talks_bury(session->talks);
            msnp_links_bury(core);
        }
        if (session_end(session))
            continue;
        if (!session->over &&
            (msnp_transfers_run(session->transfers) || msnp_ns_run(session->ns) || msnp_web_run(core->web)))
            continue;
        if (session->over)
            return NULL;
        if (!session_tell_roster(session) && !msnp_links_step(core, session->held) && !msnp_oim_in_run(core->oim_in))
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
    deadline = msnp_earlier(deadline, msnp_transfers_deadline(session->transfers));
    deadline = msnp_earlier(deadline, msnp_oim_out_deadline(session->oim_out));
    return msnp_earlier(deadline, msnp_ns_deadline(session->ns));
}

/* ---- state ---- */

gboolean
msnp_session_has_places(const MsnpSession *session)
{
    return session->core.dialect && session->core.dialect->endpoints;
}

const MsnpPlace *
msnp_session_nth_place(const MsnpSession *session, guint i)
{
    return msnp_places_nth(session->core.places, i);
}

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

char *
msnp_session_key(const char *handle)
{
    char *key = g_strdup(handle);

    if (strchr(key, '%') || !msnp_wire_handle(key))
        g_clear_pointer(&key, g_free);
    return key;
}

MsnpContact *
msnp_session_contact(const MsnpSession *session, const char *handle)
{
    g_autofree char *key = msnp_session_key(handle);

    return key ? msnp_roster_contact(session->core.roster, key) : NULL;
}

gboolean
msnp_contact_is_being_blocked(const MsnpSession *session, const MsnpContact *contact)
{
    return msnp_edits_block(session->edits, msnp_contact_handle(contact));
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

const MsnpCircle *
msnp_session_nth_circle(const MsnpSession *session, guint i)
{
    return msnp_circles_nth(session->core.circles, i);
}

const MsnpCircle *
msnp_session_circle(const MsnpSession *session, const char *id_or_name)
{
    return msnp_circles_find(session->core.circles, id_or_name);
}

void
msnp_session_quit(MsnpSession *session)
{
    if (session->core.end != MSNP_ERROR_NONE)
        return;
    msnp_ns_quit(session->ns);
    msnp_core_end(&session->core, MSNP_ERROR_SIGNED_OUT, 0, NULL);
}
