/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A group conversation: it has a number and members, and outlives its switchboards: when one has gone, the
 * next message opens another and calls everybody in again. Knows who belongs to it; refuses to know how a
 * switchboard works.
 */
#include "msnp/talk-private.h"

#include <string.h>
#include "msnp/error.h"
#include "msnp/limits.h"

struct _MsnpGroupTalk {
    MsnpTalks *talks;
    guint number;
    MsnpSb *sb;
    gboolean asked;
    gboolean retried;
    GPtrArray *members; /* handles, as the host was told */
    GPtrArray *awaited; /* of them, those called back: what waits is for them too */
    guint64 await_until;
    GQueue calls;       /* handles to be called when the switchboard is there */
    GQueue waiting;     /* MsnpOut */
};

static void group_reach(MsnpGroupTalk *group);

MsnpGroupTalk *
msnp_group_new(MsnpTalks *talks, const char *from)
{
    MsnpGroupTalk *group = g_new0(MsnpGroupTalk, 1);

    group->talks = talks;
    group->number = talks->core->next_chat++;
    group->members = g_ptr_array_new_with_free_func(g_free);
    group->awaited = g_ptr_array_new_with_free_func(g_free);
    g_queue_init(&group->calls);
    g_queue_init(&group->waiting);
    g_hash_table_insert(talks->groups, GUINT_TO_POINTER(group->number), group);
    msnp_core_tell_who(talks->core, MSNP_EVENT_CHAT_STARTED, from, NULL)->chat = group->number;
    return group;
}

MsnpGroupTalk *
msnp_group_find(MsnpTalks *talks, guint number)
{
    return g_hash_table_lookup(talks->groups, GUINT_TO_POINTER(number));
}

void
msnp_group_free(gpointer data)
{
    MsnpGroupTalk *group = data;

    g_ptr_array_free(group->members, TRUE);
    g_ptr_array_free(group->awaited, TRUE);
    g_queue_clear_full(&group->calls, g_free);
    g_free(group);
}

guint
msnp_group_number(const MsnpGroupTalk *group)
{
    return group->number;
}

MsnpSb *
msnp_group_sb(const MsnpGroupTalk *group)
{
    return group->sb && msnp_sb_is_ready(group->sb) ? group->sb : NULL;
}

/* ---- members ---- */

static gboolean
handles_find(const GPtrArray *handles, const char *who, guint *index)
{
    guint i;

    for (i = 0; i < handles->len; i++)
        if (!strcmp(g_ptr_array_index(handles, i), who)) {
            if (index)
                *index = i;
            return TRUE;
        }
    return FALSE;
}

static void
group_add(MsnpGroupTalk *group, const char *who, gboolean before_us)
{
    MsnpContact *contact = msnp_roster_contact(group->talks->core->roster, who);
    MsnpAction *action;

    if (handles_find(group->members, who, NULL))
        return;
    g_ptr_array_add(group->members, g_strdup(who));
    action = msnp_core_tell_who(group->talks->core, MSNP_EVENT_CHAT_JOINED, who,
                                contact ? msnp_contact_name(contact) : "");
    action->chat = group->number;
    action->number = before_us;
}

static void
group_remove(MsnpGroupTalk *group, const char *who)
{
    guint i;

    if (!handles_find(group->members, who, &i))
        return;
    msnp_core_tell_who(group->talks->core, MSNP_EVENT_CHAT_LEFT, who, NULL)->chat = group->number;
    g_ptr_array_remove_index(group->members, i);
}

static void
group_trouble(MsnpGroupTalk *group, const char *who, MsnpError error, guint number)
{
    MsnpAction *action = msnp_core_tell_who(group->talks->core, MSNP_EVENT_TROUBLE, who, NULL);

    action->chat = group->number;
    action->error = error;
    action->number = number;
}

/* ---- calling ---- */

/* Not before those who were called back have come: they belong to those it is for. */
static void
group_flush(MsnpGroupTalk *group)
{
    MsnpOut *out;

    if (group->awaited->len > 0 || !msnp_group_sb(group) || msnp_sb_n_participants(group->sb) == 0)
        return;
    while ((out = g_queue_pop_head(&group->waiting)))
        msnp_out_send(out, group->sb);
}

static void
group_await(MsnpGroupTalk *group, const char *who)
{
    g_ptr_array_add(group->awaited, g_strdup(who));
    group->await_until = group->talks->core->now + MSNP_RECALL_TIMEOUT;
}

static void
group_await_no_more(MsnpGroupTalk *group, const char *who)
{
    guint i;

    if (handles_find(group->awaited, who, &i))
        g_ptr_array_remove_index(group->awaited, i);
    group_flush(group);
}

/* Somebody who cannot be called is no member any more. */
static void
group_call_failed(MsnpGroupTalk *group, const char *who, MsnpError error, guint number)
{
    group_trouble(group, who, error, number);
    group_remove(group, who);
}

/* The group may have been left meanwhile. */
static void
group_call_ended(MsnpSb *sb, const char *who, MsnpError error, guint number)
{
    if (!msnp_sb_data(sb))
        return;
    group_call_failed(msnp_sb_data(sb), who, error, number);
    group_await_no_more(msnp_sb_data(sb), who);
}

/* Those who wait to be called, but who is there already. */
static void
group_call_all(MsnpGroupTalk *group)
{
    char *who;

    while ((who = g_queue_pop_head(&group->calls))) {
        if (!msnp_sb_has_participant(group->sb, who) && !handles_find(group->awaited, who, NULL)) {
            if (handles_find(group->members, who, NULL))
                group_await(group, who);
            msnp_sb_call_more(group->sb, who, group_call_ended);
        }
        g_free(who);
    }
}

static void
group_fail(MsnpGroupTalk *group, MsnpError error, guint number)
{
    MsnpOut *out;

    group->retried = FALSE;
    g_ptr_array_set_size(group->awaited, 0);
    while ((out = g_queue_pop_head(&group->waiting)))
        msnp_out_fail(out, error, number);
}

/* ---- what the switchboard tells ---- */

void
msnp_group_adopt(MsnpGroupTalk *group, MsnpSb *sb)
{
    const char *who;
    guint i;

    group->sb = sb;
    msnp_sb_set_data(sb, group);
    for (i = 0; (who = msnp_sb_participant(sb, i)); i++)
        group_add(group, who, TRUE);
    group_call_all(group);
    group_flush(group);
}

void
msnp_group_ready(MsnpGroupTalk *group)
{
    const char *who;
    guint i;

    group->retried = FALSE;
    for (i = 0; (who = msnp_sb_participant(group->sb, i)); i++)
        group_add(group, who, FALSE);
    group_call_all(group);
    group_flush(group);
}

void
msnp_group_joined(MsnpGroupTalk *group, const char *who)
{
    group_add(group, who, FALSE);
    group_await_no_more(group, who);
}

/* Who was only put out for being idle still belongs to it. */
void
msnp_group_left(MsnpGroupTalk *group, const char *who, gboolean idle)
{
    if (!idle)
        group_remove(group, who);
    group_await_no_more(group, who);
}

void
msnp_group_lose(MsnpGroupTalk *group)
{
    msnp_sb_set_data(group->sb, NULL);
    group->sb = NULL;
    group_fail(group, MSNP_ERROR_CHAT_EMPTY, 0);
}

gboolean
msnp_group_goes_on_in(const MsnpGroupTalk *group, const MsnpSb *sb)
{
    const char *who;
    guint i;

    if (group->sb || group->asked)
        return FALSE;
    for (i = 0; (who = msnp_sb_participant(sb, i)); i++)
        if (!handles_find(group->members, who, NULL))
            return FALSE;
    return TRUE;
}

void
msnp_group_tick(MsnpGroupTalk *group)
{
    if (group->awaited->len == 0 || group->talks->core->now < group->await_until)
        return;
    g_ptr_array_set_size(group->awaited, 0);
    group_flush(group);
}

guint64
msnp_group_deadline(const MsnpGroupTalk *group)
{
    return group->awaited->len > 0 ? group->await_until : 0;
}

/* Nobody can be called now: who was to come in does not, and what waits has failed. */
static void
group_give_up(MsnpGroupTalk *group, MsnpError error, guint number)
{
    char *who;

    while ((who = g_queue_pop_head(&group->calls))) {
        if (!handles_find(group->members, who, NULL))
            group_trouble(group, who, error, number);
        g_free(who);
    }
    group_fail(group, error, number);
}

/* The first of those called could not be reached: the next one, else everything that waits has failed. A
 * line that broke is tried once more; otherwise the next message opens another. */
void
msnp_group_over(MsnpGroupTalk *group, MsnpError error, guint number)
{
    gboolean broken = error == MSNP_ERROR_SB_CONNECT || error == MSNP_ERROR_SB_LOST;
    g_autofree char *called = g_strdup(msnp_sb_peer(group->sb));
    gboolean was_call = !msnp_sb_was_ready(group->sb);

    group->sb = NULL;
    if (group->talks->ending)
        return;
    if (was_call && !broken) {
        group_call_failed(group, called, error, number);
        if (!g_queue_is_empty(&group->calls))
            group_reach(group);
        else
            group_fail(group, error, number);
    } else if (was_call && !group->retried) {
        group->retried = TRUE;
        g_queue_push_head(&group->calls, g_steal_pointer(&called));
        group_reach(group);
    } else {
        if (was_call)
            g_queue_push_head(&group->calls, g_steal_pointer(&called));
        group_give_up(group, error, number);
    }
}

/* ---- getting a switchboard ---- */

static void
group_granted(gpointer who, const MsnpCommand *reply)
{
    MsnpGroupTalk *group = who;
    g_autofree char *first = NULL;

    group->asked = FALSE;
    if (group->sb)
        return;
    first = g_queue_pop_head(&group->calls);
    if (first)
        group->sb = msnp_talks_open_sb(group->talks, reply, first);
    if (group->sb) {
        msnp_sb_set_data(group->sb, group);
        return;
    }
    if (first)
        g_queue_push_head(&group->calls, g_steal_pointer(&first));
    group_give_up(group, MSNP_ERROR_SB_CONNECT, 0);
}

static void
group_not_granted(gpointer who, MsnpError error, guint number)
{
    MsnpGroupTalk *group = who;

    group->asked = FALSE;
    if (error == MSNP_ERROR_LOST)
        return;
    error = error == MSNP_ERROR_SERVER ? msnp_error_of_message(number) : MSNP_ERROR_SB_CONNECT;
    group_give_up(group, error, number);
}

static void
group_reach(MsnpGroupTalk *group)
{
    static const MsnpAsk ask_xfr = {MSNP_VERB_XFR, group_granted, group_not_granted, msnp_talks_grant_usable};

    if (group->asked || group->sb || !group->talks->ns)
        return;
    group->asked = TRUE;
    msnp_link_request(group->talks->ns, &ask_xfr, group, 0, "XFR", "%s", "SB");
}

/* ---- requests ---- */

static void
group_queue_call(MsnpGroupTalk *group, const char *who)
{
    if (!g_queue_find_custom(&group->calls, who, (GCompareFunc) strcmp))
        g_queue_push_tail(&group->calls, g_strdup(who));
}

/* Everybody who belongs to it and is not in the switchboard is called: some may have been idle. */
static void
group_recall(MsnpGroupTalk *group)
{
    guint i;

    if (group->asked || (group->sb && !msnp_group_sb(group)))
        return;
    for (i = 0; i < group->members->len; i++)
        group_queue_call(group, g_ptr_array_index(group->members, i));
    if (msnp_group_sb(group))
        group_call_all(group);
}

void
msnp_group_invite(MsnpGroupTalk *group, const char *who)
{
    group_recall(group);
    group_queue_call(group, who);
    if (msnp_group_sb(group))
        group_call_all(group);
    else
        group_reach(group);
}

void
msnp_group_send(MsnpGroupTalk *group, MsnpOut *out)
{
    if (group->members->len == 0 && g_queue_is_empty(&group->calls) && !group->sb && !group->asked) {
        msnp_out_fail(out, MSNP_ERROR_CHAT_EMPTY, 0);
        return;
    }
    group_recall(group);
    g_queue_push_tail(&group->waiting, out);
    if (msnp_group_sb(group))
        group_flush(group);
    else
        group_reach(group);
}

void
msnp_group_resume(MsnpGroupTalk *group)
{
    if (!group->sb && (!g_queue_is_empty(&group->waiting) || !g_queue_is_empty(&group->calls)))
        group_reach(group);
}

void
msnp_group_end(MsnpGroupTalk *group)
{
    group->sb = NULL;
    if (group->asked && group->talks->ns)
        msnp_link_forget_who(group->talks->ns, group);
    group->asked = FALSE;
    group_fail(group, MSNP_ERROR_SIGNED_OUT, 0);
}

void
msnp_group_leave(MsnpGroupTalk *group)
{
    MsnpTalks *talks = group->talks;

    group_fail(group, MSNP_ERROR_SB_LOST, 0);
    if (group->sb) {
        msnp_sb_set_data(group->sb, NULL);
        msnp_talks_leave_sb(talks, group->sb);
    }
    if (group->asked && talks->ns)
        msnp_link_forget_who(talks->ns, group);
    g_hash_table_remove(talks->groups, GUINT_TO_POINTER(group->number));
}
