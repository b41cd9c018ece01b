/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All conversations and the switchboards they go over. Knows which switchboard belongs to whom; refuses to
 * know how one gets into a switchboard, and what is shown.
 */
#include "msnp/talk.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/message.h"
#include "msnp/rate.h"
#include "msnp/talk-private.h"

/* Capability bit of the client id: joins multi-packet messages. */
#define CLIENT_JOINS_CHUNKS 0x20

/* ---- switchboards ---- */

/* A switchboard with a group is its group's; without one it serves the pair with whoever is there. */
static MsnpGroupTalk *
sb_group(MsnpSb *sb)
{
    return msnp_sb_data(sb);
}

void
msnp_talks_leave_sb(MsnpTalks *talks, MsnpSb *sb)
{
    msnp_in_forget_sb(talks, sb);
    msnp_sb_close(sb);
    talks->has_dead = TRUE;
}

gboolean
msnp_talks_sb_joins_chunks(MsnpTalks *talks, const MsnpSb *sb)
{
    const char *who;
    guint i;

    for (i = 0; (who = msnp_sb_participant(sb, i)); i++) {
        MsnpContact *contact = msnp_roster_contact(talks->core->roster, who);
        guint32 client = msnp_sb_participant_client(sb, i) | (contact ? msnp_contact_client(contact) : 0);

        if (!(client & CLIENT_JOINS_CHUNKS))
            return FALSE;
    }
    return i > 0;
}

/* The pairs that use it do so no more. */
static void
sb_detach_pairs(MsnpTalks *talks, MsnpSb *sb)
{
    MsnpPair *pair;
    const char *who;
    guint i;

    for (i = 0; (who = msnp_sb_participant(sb, i)); i++) {
        pair = msnp_pair_of(talks, sb, who);
        if (pair)
            msnp_pair_lose(pair);
    }
    pair = msnp_pair_of(talks, sb, msnp_sb_peer(sb));
    if (pair) /* who was called has not come */
        msnp_pair_lose(pair);
}

/* The group that goes on in a new switchboard, the newest of several; or NULL. */
static MsnpGroupTalk *
talks_find_idle_group(MsnpTalks *talks, const MsnpSb *sb)
{
    g_autoptr(GList) groups = g_hash_table_get_values(talks->groups);
    MsnpGroupTalk *found = NULL;
    GList *l;

    for (l = groups; l; l = l->next)
        if (msnp_group_goes_on_in(l->data, sb) &&
            (!found || msnp_group_number(l->data) > msnp_group_number(found)))
            found = l->data;
    return found;
}

/* A third person makes a group of it, or calls one back that was idle; from: whose conversation of two it
 * was, or NULL. */
static void
sb_become_group(MsnpTalks *talks, MsnpSb *sb)
{
    MsnpGroupTalk *group = talks_find_idle_group(talks, sb);
    g_autofree char *from = NULL;
    const char *who;
    guint i;

    for (i = 0; !from && (who = msnp_sb_participant(sb, i)); i++)
        if (msnp_pair_of(talks, sb, who))
            from = g_strdup(who);
    sb_detach_pairs(talks, sb);
    if (group || msnp_rate_allows(talks->core, MSNP_RATE_CHAT, msnp_sb_peer(sb)))
        msnp_group_adopt(group ? group : msnp_group_new(talks, from), sb);
    else
        msnp_talks_leave_sb(talks, sb);
}

/* It may be somebody else who comes than was called: nothing that is not for him goes there. */
static void
sb_become_pair(MsnpTalks *talks, MsnpSb *sb)
{
    const char *who = msnp_sb_participant(sb, 0);

    if (strcmp(who, msnp_sb_peer(sb)))
        sb_detach_pairs(talks, sb);
    msnp_pair_use(msnp_pair_get(talks, who), sb);
}

static void
on_ready(MsnpSbOwner *owner, MsnpSb *sb)
{
    MsnpTalks *talks = (MsnpTalks *) owner;

    talks->n_arrivals++;
    if (sb_group(sb))
        msnp_group_ready(sb_group(sb));
    else if (msnp_sb_n_participants(sb) == 0 && strcmp(msnp_sb_peer(sb), talks->core->own))
        msnp_talks_leave_sb(talks, sb); /* the caller has gone already */
    else if (msnp_sb_n_participants(sb) == 0)
        ; /* one has called oneself, from another place: somebody else will be called too */
    else if (msnp_sb_n_participants(sb) == 1)
        sb_become_pair(talks, sb);
    else
        sb_become_group(talks, sb);
}

static void
on_joined(MsnpSbOwner *owner, MsnpSb *sb, const char *who)
{
    MsnpTalks *talks = (MsnpTalks *) owner;

    talks->n_arrivals++;
    if (sb_group(sb))
        msnp_group_joined(sb_group(sb), who);
    else if (msnp_sb_n_participants(sb) == 1)
        msnp_pair_use(msnp_pair_get(talks, who), sb); /* back in an empty room */
    else
        sb_become_group(talks, sb);
}

/* An empty room is left, but not before it has said what became of the messages. */
static void
on_left(MsnpSbOwner *owner, MsnpSb *sb, const char *who, gboolean idle)
{
    MsnpTalks *talks = (MsnpTalks *) owner;
    MsnpPair *pair = msnp_pair_of(talks, sb, who);
    MsnpGroupTalk *group = sb_group(sb);

    if (pair)
        msnp_pair_lose(pair);
    if (group)
        msnp_group_left(group, who, idle);
    msnp_talks_gone(talks, who);
    if (msnp_sb_n_participants(sb) > 0)
        return;
    if (group)
        msnp_group_lose(group);
    if (!msnp_sb_has_unacknowledged(sb))
        msnp_talks_leave_sb(talks, sb);
}

static void
on_message(MsnpSbOwner *owner, MsnpSb *sb, const char *who, const char *name, const guint8 *payload, gsize len)
{
    MsnpTalks *talks = (MsnpTalks *) owner;

    if (!sb_group(sb) && msnp_sb_n_participants(sb) == 1 && msnp_sb_is_ready(sb) &&
        !strcmp(msnp_sb_participant(sb, 0), who))
        msnp_pair_offer(msnp_pair_get(talks, who), sb);
    msnp_in_message(talks, sb, who, name, payload, len);
}

static void
on_over(MsnpSbOwner *owner, MsnpSb *sb, MsnpError error, guint number)
{
    MsnpTalks *talks = (MsnpTalks *) owner;
    g_autofree char *peer = g_strdup(msnp_sb_peer(sb));
    MsnpPair *pair;
    const char *who;
    guint i;

    talks->has_dead = TRUE;
    msnp_in_forget_sb(talks, sb);
    if (error == MSNP_ERROR_PROTOCOL)
        msnp_core_tell_who(talks->core, MSNP_EVENT_TROUBLE, peer, NULL)->error = error;
    if (sb_group(sb)) {
        msnp_group_over(sb_group(sb), error, number);
        return;
    }
    for (i = 0; talks->carried && (who = msnp_sb_participant(sb, i)); i++)
        talks->carried->lost(talks->carried_owner, who);
    for (i = 0; (who = msnp_sb_participant(sb, i)); i++)
        if ((pair = msnp_pair_of(talks, sb, who)) && strcmp(who, peer))
            msnp_pair_unreached(pair, error, number);
    if ((pair = msnp_pair_of(talks, sb, peer)))
        msnp_pair_unreached(pair, error, number);
}

/* The pair's handle does for all. */
static const char *
on_keep(MsnpSbOwner *owner, const char *who)
{
    return msnp_pair_keep(msnp_pair_get((MsnpTalks *) owner, who));
}

static void
on_drop(MsnpSbOwner *owner, const char *who)
{
    msnp_pair_drop(msnp_pair_find((MsnpTalks *) owner, who));
}

static const MsnpSbOwnerClass owner_class = {on_ready, on_joined, on_left, on_message, on_over, on_keep, on_drop};

/* XFR n SB host:port CKI cookie */
gboolean
msnp_talks_grant_usable(const MsnpCommand *reply)
{
    return *msnp_command_arg(reply, 3) != '\0';
}

MsnpSb *
msnp_talks_open_sb(MsnpTalks *talks, const MsnpCommand *reply, const char *peer)
{
    MsnpSb *sb;
    char *host;
    guint16 port;

    if (strcmp(msnp_command_arg(reply, 0), "SB") ||
        !msnp_wire_address(msnp_command_arg(reply, 1), &host, &port))
        return NULL;
    sb = msnp_sb_call(talks->core, &talks->owner, host, port, msnp_command_arg(reply, 3), peer);
    g_ptr_array_add(talks->sbs, sb);
    return sb;
}

void
msnp_talks_ring(MsnpTalks *talks, const char *host, guint16 port, const char *cookie, const char *session,
                const char *who)
{
    if (talks->sbs->len >= MSNP_LIMIT_SWITCHBOARDS) {
        msnp_core_debug(talks->core, "too many switchboards: an invitation ignored");
        return;
    }
    if (!msnp_rate_allows(talks->core, MSNP_RATE_RING, who))
        return;
    g_ptr_array_add(talks->sbs, msnp_sb_answer(talks->core, &talks->owner, host, port, cookie, session, who));
}

/* ---- requests ---- */

void
msnp_talks_send(MsnpTalks *talks, const char *who, const char *text, gsize len, const MsnpStyle *style,
                guint id)
{
    msnp_pair_send(msnp_pair_get(talks, who), msnp_out_new(talks, who, 0, id, text, len, style));
}

static void
talks_type_on(MsnpTalks *talks, MsnpSb *sb)
{
    g_autoptr(GString) payload = NULL;

    if (!sb)
        return;
    payload = g_string_sized_new(128);
    msnp_message_print_typing(payload, talks->core->account);
    msnp_sb_send(sb, NULL, NULL, "U", payload->str, payload->len);
}

void
msnp_talks_type(MsnpTalks *talks, const char *who)
{
    MsnpPair *pair = msnp_pair_find(talks, who);

    if (pair)
        talks_type_on(talks, msnp_pair_sb(pair));
}

guint
msnp_talks_new_chat(MsnpTalks *talks, const char *who)
{
    MsnpGroupTalk *group = msnp_group_new(talks, NULL);

    msnp_group_invite(group, who);
    return msnp_group_number(group);
}

/* Over the switchboard that the two have, if they have one. */
guint
msnp_talks_chat_from_talk(MsnpTalks *talks, const char *who, const char *third)
{
    MsnpPair *pair = msnp_pair_find(talks, who);
    MsnpSb *sb = pair ? msnp_pair_sb(pair) : NULL;
    MsnpGroupTalk *group = msnp_group_new(talks, who);

    if (sb) {
        msnp_pair_lose(pair);
        msnp_group_adopt(group, sb);
    } else {
        msnp_group_invite(group, who);
    }
    msnp_group_invite(group, third);
    return msnp_group_number(group);
}

gboolean
msnp_talks_chat_invite(MsnpTalks *talks, guint chat, const char *who)
{
    MsnpGroupTalk *group = msnp_group_find(talks, chat);

    if (group)
        msnp_group_invite(group, who);
    return group != NULL;
}

gboolean
msnp_talks_chat_send(MsnpTalks *talks, guint chat, const char *text, gsize len, const MsnpStyle *style,
                     guint id)
{
    MsnpGroupTalk *group = msnp_group_find(talks, chat);

    if (group)
        msnp_group_send(group, msnp_out_new(talks, NULL, chat, id, text, len, style));
    return group != NULL;
}

void
msnp_talks_chat_type(MsnpTalks *talks, guint chat)
{
    MsnpGroupTalk *group = msnp_group_find(talks, chat);

    if (group)
        talks_type_on(talks, msnp_group_sb(group));
}

void
msnp_talks_chat_leave(MsnpTalks *talks, guint chat)
{
    MsnpGroupTalk *group = msnp_group_find(talks, chat);

    if (group)
        msnp_group_leave(group);
}

void
msnp_talks_refuse(MsnpTalks *talks, guint invite, const char *code)
{
    msnp_in_refuse(talks, invite, code);
}

void
msnp_talks_accept(MsnpTalks *talks, guint invite, gboolean launch, const MsnpInviteField *fields,
                  guint n_fields)
{
    msnp_in_accept(talks, invite, launch, fields, n_fields);
}

/* ---- others who use the switchboards ---- */

void
msnp_talks_set_carried(MsnpTalks *talks, const MsnpTalksCarried *klass, gpointer owner)
{
    talks->carried = klass;
    talks->carried_owner = owner;
}

void
msnp_talks_set_invited(MsnpTalks *talks, const MsnpTalksInvited *klass, gpointer owner)
{
    talks->invited = klass;
    talks->invited_owner = owner;
}

gboolean
msnp_talks_is_open(MsnpTalks *talks, const char *who)
{
    const MsnpPair *pair = msnp_pair_find(talks, who);

    return pair && msnp_pair_is_open(pair);
}

/* That of the conversation of two, else any one that he is in. */
MsnpSb *
msnp_talks_carrier(MsnpTalks *talks, const char *who)
{
    MsnpPair *pair = msnp_pair_find(talks, who);
    MsnpSb *sb = pair ? msnp_pair_sb(pair) : NULL;
    guint i;

    if (sb)
        return sb;
    for (i = talks->sbs->len; i > 0; i--) {
        sb = g_ptr_array_index(talks->sbs, i - 1);
        if (msnp_sb_is_ready(sb) && msnp_sb_has_participant(sb, who))
            return sb;
    }
    return NULL;
}

guint
msnp_talks_n_arrivals(const MsnpTalks *talks)
{
    return talks->n_arrivals;
}

void
msnp_talks_knock(MsnpTalks *talks, const char *who)
{
    msnp_pair_send(msnp_pair_get(talks, who), msnp_out_new_knock(talks, who));
}

void
msnp_talks_gone(MsnpTalks *talks, const char *who)
{
    if (talks->carried)
        talks->carried->left(talks->carried_owner, who);
    if (talks->invited)
        talks->invited->left(talks->invited_owner, who);
}

gboolean
msnp_talks_send_raw(MsnpTalks *talks, const char *who, guint chat, const char *payload, gsize len)
{
    MsnpGroupTalk *group = who ? NULL : msnp_group_find(talks, chat);

    if (who)
        msnp_pair_send(msnp_pair_get(talks, who), msnp_out_new_raw(talks, who, payload, len));
    else if (group)
        msnp_group_send(group, msnp_out_new_raw(talks, NULL, payload, len));
    return who || group;
}

/* ---- life ---- */

MsnpTalks *
msnp_talks_new(MsnpCore *core)
{
    MsnpTalks *talks = g_new0(MsnpTalks, 1);

    talks->owner.klass = &owner_class;
    talks->core = core;
    talks->pairs = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    talks->groups = g_hash_table_new_full(NULL, NULL, NULL, msnp_group_free);
    talks->next_invite = 1;
    talks->sbs = g_ptr_array_new();
    talks->scratch = g_string_new(NULL);
    talks->chunks = msnp_chunks_new();
    talks->invites = msnp_in_new_invites();
    return talks;
}

void
msnp_talks_free(MsnpTalks *talks)
{
    msnp_talks_bury(talks);
    g_hash_table_destroy(talks->pairs);
    g_hash_table_destroy(talks->groups);
    g_hash_table_destroy(talks->invites);
    g_ptr_array_free(talks->sbs, TRUE);
    g_string_free(talks->scratch, TRUE);
    msnp_chunks_free(talks->chunks);
    g_free(talks);
}

void
msnp_talks_set_ns(MsnpTalks *talks, MsnpLink *ns)
{
    g_autoptr(GList) pairs = g_hash_table_get_values(talks->pairs);
    g_autoptr(GList) groups = g_hash_table_get_values(talks->groups);
    GList *l;

    talks->ns = ns;
    if (!ns)
        return;
    for (l = pairs; l; l = l->next)
        msnp_pair_resume(l->data);
    for (l = groups; l; l = l->next)
        msnp_group_resume(l->data);
}

void
msnp_talks_end(MsnpTalks *talks)
{
    g_autoptr(GList) pairs = g_hash_table_get_values(talks->pairs);
    g_autoptr(GList) groups = g_hash_table_get_values(talks->groups);
    GList *l;
    guint i;

    talks->ending = TRUE;
    for (i = 0; i < talks->sbs->len; i++)
        msnp_talks_leave_sb(talks, g_ptr_array_index(talks->sbs, i));
    for (l = pairs; l; l = l->next)
        msnp_pair_end(l->data);
    for (l = groups; l; l = l->next)
        msnp_group_end(l->data);
    talks->ns = NULL;
}

/* When a switchboard is to be left: a room of two without traffic, or an empty one that does not say what
 * became of the messages. 0 if it may stay. */
static guint64
sb_leave_at(const MsnpSb *sb)
{
    if (!msnp_sb_is_ready(sb) || msnp_sb_n_participants(sb) > 1)
        return 0;
    if (msnp_sb_n_participants(sb) == 0)
        return msnp_sb_active(sb) + MSNP_SB_LINGER;
    return msnp_sb_data(sb) || msnp_sb_has_unacknowledged(sb) ? 0 : msnp_sb_active(sb) + MSNP_SB_IDLE;
}

static void
sb_tick(MsnpTalks *talks, MsnpSb *sb)
{
    guint64 leave_at;

    msnp_sb_tick(sb);
    leave_at = sb_leave_at(sb);
    if (leave_at == 0 || talks->core->now < leave_at)
        return;
    sb_detach_pairs(talks, sb);
    talks->quiet = !talks->acks;
    msnp_talks_leave_sb(talks, sb);
    talks->quiet = FALSE;
}

void
msnp_talks_tick(MsnpTalks *talks)
{
    GHashTableIter iter;
    gpointer group;
    guint i;

    for (i = 0; i < talks->sbs->len; i++)
        sb_tick(talks, g_ptr_array_index(talks->sbs, i));
    g_hash_table_iter_init(&iter, talks->groups);
    while (g_hash_table_iter_next(&iter, NULL, &group))
        msnp_group_tick(group);
    msnp_chunks_expire(talks->chunks, talks->core->now);
}

guint64
msnp_talks_deadline(const MsnpTalks *talks)
{
    guint64 deadline = 0;
    GHashTableIter iter;
    gpointer group;
    guint i;

    g_hash_table_iter_init(&iter, talks->groups);
    while (g_hash_table_iter_next(&iter, NULL, &group))
        deadline = msnp_earlier(deadline, msnp_group_deadline(group));
    for (i = 0; i < talks->sbs->len; i++) {
        const MsnpSb *sb = g_ptr_array_index(talks->sbs, i);

        deadline = msnp_earlier(deadline, msnp_earlier(msnp_sb_deadline(sb), sb_leave_at(sb)));
    }
    return deadline;
}

void
msnp_talks_bury(MsnpTalks *talks)
{
    guint i = 0;

    if (!talks->has_dead)
        return;
    talks->has_dead = FALSE;
    while (i < talks->sbs->len) {
        MsnpSb *sb = g_ptr_array_index(talks->sbs, i);

        if (!msnp_sb_is_over(sb)) {
            i++;
            continue;
        }
        g_ptr_array_remove_index(talks->sbs, i);
        msnp_sb_free(sb);
    }
}
