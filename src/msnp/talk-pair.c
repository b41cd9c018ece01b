/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A conversation of two: what waits to be sent to one person, and over which of any number of
 * switchboards it goes. Knows whom; refuses to know how a switchboard works.
 */
#include "msnp/talk-private.h"

#include <string.h>
#include "msnp/error.h"

/* There may be hundreds of them, with nothing to do nearly always. */
struct _MsnpPair {
    MsnpTalks *talks;
    MsnpSb *sb;      /* over which the next message goes: the newest of several; NULL if none */
    GQueue *waiting; /* MsnpOut; NULL for none */
    guint kept : 30; /* how often its name is in use elsewhere */
    guint asked : 1; /* XFR SB is under way */
    guint retried : 1;
    char who[];
};

static void pair_reach(MsnpPair *pair);

MsnpPair *
msnp_pair_find(MsnpTalks *talks, const char *who)
{
    return g_hash_table_lookup(talks->pairs, who);
}

MsnpPair *
msnp_pair_get(MsnpTalks *talks, const char *who)
{
    MsnpPair *pair = msnp_pair_find(talks, who);
    gsize size;

    if (pair)
        return pair;
    size = strlen(who) + 1;
    pair = g_malloc0(MAX(sizeof(*pair), G_STRUCT_OFFSET(MsnpPair, who) + size));
    pair->talks = talks;
    memcpy(pair->who, who, size);
    g_hash_table_insert(talks->pairs, pair->who, pair);
    return pair;
}

MsnpPair *
msnp_pair_of(MsnpTalks *talks, MsnpSb *sb, const char *who)
{
    MsnpPair *pair = msnp_pair_find(talks, who);

    return pair && pair->sb == sb ? pair : NULL;
}

MsnpSb *
msnp_pair_sb(const MsnpPair *pair)
{
    return pair->sb && msnp_sb_is_ready(pair->sb) ? pair->sb : NULL;
}

gboolean
msnp_pair_is_open(const MsnpPair *pair)
{
    return pair->sb || pair->asked || pair->waiting;
}

/* Forgets a pair that has nothing to do any more. */
static void
pair_settle(MsnpPair *pair)
{
    if (!msnp_pair_is_open(pair) && pair->kept == 0)
        g_hash_table_remove(pair->talks->pairs, pair->who);
}

const char *
msnp_pair_keep(MsnpPair *pair)
{
    pair->kept++;
    return pair->who;
}

void
msnp_pair_drop(MsnpPair *pair)
{
    pair->kept--;
    pair_settle(pair);
}

/* What has waited longest, which does so no more; NULL if nothing does. */
static MsnpOut *
pair_take(MsnpPair *pair)
{
    MsnpOut *out = pair->waiting ? g_queue_pop_head(pair->waiting) : NULL;

    if (pair->waiting && g_queue_is_empty(pair->waiting))
        g_clear_pointer(&pair->waiting, g_queue_free);
    return out;
}

static void
pair_fail(MsnpPair *pair, MsnpError error, guint number)
{
    MsnpOut *out;

    pair->retried = FALSE;
    while ((out = pair_take(pair)))
        msnp_out_fail(out, error, number);
    pair_settle(pair);
}

static void
pair_flush(MsnpPair *pair)
{
    MsnpOut *out;

    pair->retried = FALSE;
    while ((out = pair_take(pair)))
        msnp_out_send(out, pair->sb);
}

void
msnp_pair_use(MsnpPair *pair, MsnpSb *sb)
{
    pair->sb = sb;
    pair_flush(pair);
}

void
msnp_pair_offer(MsnpPair *pair, MsnpSb *sb)
{
    if (!pair->sb)
        msnp_pair_use(pair, sb);
}

/* What waits is tried once more when the line broke; somebody who is offline stays so. */
void
msnp_pair_unreached(MsnpPair *pair, MsnpError error, guint number)
{
    gboolean broken = error == MSNP_ERROR_SB_CONNECT || error == MSNP_ERROR_SB_LOST;

    pair->sb = NULL;
    if (!pair->waiting) {
        pair_settle(pair);
    } else if (broken && !pair->retried && !pair->talks->ending) {
        pair->retried = TRUE;
        pair_reach(pair);
    } else {
        pair_fail(pair, error, number);
    }
}

/* What still waits takes another way. */
void
msnp_pair_lose(MsnpPair *pair)
{
    msnp_pair_unreached(pair, MSNP_ERROR_SB_LOST, 0);
}

/* ---- getting a switchboard ---- */

static void
pair_granted(gpointer who, const MsnpCommand *reply)
{
    MsnpPair *pair = who;

    pair->asked = FALSE;
    if (pair->sb) /* somebody has rung meanwhile */
        return;
    if (!pair->waiting) {
        pair_settle(pair);
        return;
    }
    pair->sb = msnp_talks_open_sb(pair->talks, reply, pair->who);
    if (!pair->sb)
        pair_fail(pair, MSNP_ERROR_SB_CONNECT, 0);
}

/* When the notification link goes, the next one is asked, or the session ends. */
static void
pair_not_granted(gpointer who, MsnpError error, guint number)
{
    MsnpPair *pair = who;

    pair->asked = FALSE;
    if (pair->sb)
        return;
    if (error == MSNP_ERROR_SERVER)
        pair_fail(pair, msnp_error_of_message(number), number);
    else if (error != MSNP_ERROR_LOST)
        pair_fail(pair, MSNP_ERROR_SB_CONNECT, 0);
}

static void
pair_reach(MsnpPair *pair)
{
    static const MsnpAsk ask_xfr = {MSNP_VERB_XFR, pair_granted, pair_not_granted, msnp_talks_grant_usable};

    if (pair->asked || !pair->talks->ns)
        return;
    pair->asked = TRUE;
    msnp_link_request(pair->talks->ns, &ask_xfr, pair, 0, "XFR", "%s", "SB");
}

void
msnp_pair_send(MsnpPair *pair, MsnpOut *out)
{
    if (!pair->waiting)
        pair->waiting = g_queue_new();
    g_queue_push_tail(pair->waiting, out);
    if (!pair->sb)
        pair_reach(pair);
    else if (msnp_sb_is_ready(pair->sb))
        pair_flush(pair);
}

void
msnp_pair_resume(MsnpPair *pair)
{
    if (!pair->sb && pair->waiting)
        pair_reach(pair);
}

void
msnp_pair_end(MsnpPair *pair)
{
    pair->sb = NULL;
    if (pair->asked && pair->talks->ns)
        msnp_link_forget_who(pair->talks->ns, pair);
    pair->asked = FALSE;
    pair_fail(pair, MSNP_ERROR_SIGNED_OUT, 0);
}
