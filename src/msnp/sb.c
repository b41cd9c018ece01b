/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One switchboard: getting in, who is there, messages in and out. Knows that link; refuses to know which
 * conversation it serves: it tells its owner.
 */
#include "msnp/sb.h"

#include <string.h>
#include <openssl/crypto.h>
#include "msnp/error.h"
#include "msnp/limits.h"

typedef enum {
    SB_CONNECTING = 1 << 0,
    SB_ENTERING = 1 << 1, /* USR or ANS sent */
    SB_CALLING = 1 << 2,  /* CAL sent, nobody has come yet */
    SB_READY = 1 << 3,
    SB_OVER = 1 << 4,
} SbState;

#define SB_INSIDE (SB_ENTERING | SB_CALLING | SB_READY)

struct _MsnpSb {
    MsnpCore *core;
    const MsnpSbOwner *klass;
    gpointer owner;
    MsnpLink *link;
    SbState state;
    char *cookie;
    char *session; /* NULL if we call */
    char *peer;
    GPtrArray *participants;
    guint64 called;
    guint64 active;
};

static const MsnpLinkClass sb_class;

static MsnpSb *
sb_new(MsnpCore *core, const MsnpSbOwner *klass, gpointer owner, const char *cookie, const char *session,
       const char *peer)
{
    MsnpSb *sb = g_new0(MsnpSb, 1);

    sb->core = core;
    sb->klass = klass;
    sb->owner = owner;
    sb->state = SB_CONNECTING;
    sb->cookie = g_strdup(cookie);
    sb->session = g_strdup(session);
    sb->peer = g_strdup(peer);
    sb->participants = g_ptr_array_new_with_free_func(g_free);
    sb->active = core->now;
    return sb;
}

MsnpSb *
msnp_sb_call(MsnpCore *core, const MsnpSbOwner *klass, gpointer owner, const char *host, guint16 port,
             const char *cookie, const char *peer)
{
    MsnpSb *sb = sb_new(core, klass, owner, cookie, NULL, peer);

    sb->link = msnp_link_open(core, &sb_class, sb, host, port);
    return sb;
}

MsnpSb *
msnp_sb_answer(MsnpCore *core, const MsnpSbOwner *klass, gpointer owner, const char *host, guint16 port,
               const char *cookie, const char *session, const char *peer)
{
    MsnpSb *sb = sb_new(core, klass, owner, cookie, session, peer);

    sb->link = msnp_link_open(core, &sb_class, sb, host, port);
    return sb;
}

void
msnp_sb_free(MsnpSb *sb)
{
    OPENSSL_cleanse(sb->cookie, strlen(sb->cookie));
    g_free(sb->cookie);
    g_free(sb->session);
    g_free(sb->peer);
    g_ptr_array_free(sb->participants, TRUE);
    g_free(sb);
}

void
msnp_sb_close(MsnpSb *sb)
{
    if (sb->state == SB_OVER)
        return;
    if (sb->state & SB_INSIDE)
        msnp_link_send(sb->link, "OUT");
    sb->state = SB_OVER;
    msnp_link_close(sb->link);
    msnp_trans_fail_all(sb->link->trans, MSNP_ERROR_LOST, 0);
}

/* It has failed by what a command answered: leave, tell the owner. */
static void
sb_fail(MsnpSb *sb, MsnpError error, guint number)
{
    if (sb->state == SB_OVER)
        return;
    msnp_sb_close(sb);
    sb->klass->over(sb->owner, sb, error, number);
}

static gboolean
sb_find(const MsnpSb *sb, const char *who, guint *index)
{
    guint i;

    for (i = 0; i < sb->participants->len; i++)
        if (!strcmp(g_ptr_array_index(sb->participants, i), who)) {
            *index = i;
            return TRUE;
        }
    return FALSE;
}

static void
sb_ready(MsnpSb *sb)
{
    sb->state = SB_READY;
    sb->active = sb->core->now;
    sb->klass->ready(sb->owner, sb);
}

/* ---- getting in ---- */

/* A step that is needed was refused, or is not answered. LOST is told by sb_ended(). */
static void
sb_step_failed(gpointer who, MsnpError error, guint number)
{
    MsnpSb *sb = who;

    if (error == MSNP_ERROR_TIMEOUT)
        sb_fail(sb, MSNP_ERROR_SB_CONNECT, 0);
    else if (error == MSNP_ERROR_SERVER)
        sb_fail(sb, MSNP_ERROR_SB_CONNECT, number);
}

/* Already there (215) is as good as ringing. */
static void
sb_call_failed(gpointer who, MsnpError error, guint number)
{
    MsnpSb *sb = who;

    if (error == MSNP_ERROR_SERVER && number != 215 && sb->state == SB_CALLING)
        sb_fail(sb, msnp_error_of_message(number), number);
}

static void
sb_entered(gpointer who, const MsnpCommand *reply)
{
    static const MsnpAsk ask_cal = {MSNP_VERB_CAL, NULL, sb_call_failed};
    MsnpSb *sb = who;

    if (strcmp(msnp_command_arg(reply, 0), "OK")) {
        sb_fail(sb, MSNP_ERROR_SB_CONNECT, 0);
        return;
    }
    sb->state = SB_CALLING;
    sb->called = sb->core->now;
    msnp_link_request(sb->link, &ask_cal, sb, 0, "CAL", "%s", sb->peer);
}

static void
sb_answered(gpointer who, const MsnpCommand *reply)
{
    MsnpSb *sb = who;

    if (strcmp(msnp_command_arg(reply, 0), "OK")) {
        sb_fail(sb, MSNP_ERROR_SB_CONNECT, 0);
        return;
    }
    sb_ready(sb);
}

static void
sb_up(gpointer machine)
{
    static const MsnpAsk ask_usr = {MSNP_VERB_USR, sb_entered, sb_step_failed};
    static const MsnpAsk ask_ans = {MSNP_VERB_ANS, sb_answered, sb_step_failed};
    MsnpSb *sb = machine;

    sb->state = SB_ENTERING;
    if (sb->session)
        msnp_link_request(sb->link, &ask_ans, sb, 2, "ANS", "%s %s %s", sb->core->account, sb->cookie,
                          sb->session);
    else
        msnp_link_request(sb->link, &ask_usr, sb, 1, "USR", "%s %s", sb->core->account, sb->cookie);
}

/* ---- who is there ---- */

/* Adds somebody; FALSE for oneself, for who is there already, and beyond the limit. */
static gboolean
sb_add(MsnpSb *sb, char *who)
{
    guint i;

    if (!msnp_wire_handle(who) || !strcmp(who, sb->core->own) || sb_find(sb, who, &i)) {
        msnp_core_debug(sb->core, "somebody without a usable address, or there already, ignored");
        return FALSE;
    }
    if (sb->participants->len >= MSNP_LIMIT_PARTICIPANTS) {
        msnp_core_debug(sb->core, "too many people in a switchboard");
        return FALSE;
    }
    g_ptr_array_add(sb->participants, g_strdup(who));
    return TRUE;
}

/* IRO n index total handle nick [client] */
static void
sb_iro(MsnpSb *sb, const MsnpCommand *c)
{
    sb_add(sb, msnp_command_arg(c, 2));
}

/* JOI handle nick [client] */
static void
sb_joi(MsnpSb *sb, const MsnpCommand *c)
{
    if (!sb_add(sb, msnp_command_arg(c, 0)))
        return;
    if (sb->state == SB_CALLING)
        sb_ready(sb);
    else if (sb->state == SB_READY)
        sb->klass->joined(sb->owner, sb, msnp_command_arg(c, 0));
}

/* BYE handle [1] */
static void
sb_bye(MsnpSb *sb, const MsnpCommand *c)
{
    char *who = msnp_command_arg(c, 0);
    guint i;

    if (!msnp_wire_handle(who) || !sb_find(sb, who, &i)) {
        msnp_core_debug(sb->core, "BYE of somebody who was not there ignored");
        return;
    }
    g_ptr_array_remove_index(sb->participants, i);
    sb->active = sb->core->now;
    if (sb->state == SB_READY)
        sb->klass->left(sb->owner, sb, who);
}

/* ---- messages ---- */

/* MSG handle nick length */
static void
sb_msg(MsnpSb *sb, const MsnpCommand *c)
{
    char *who = msnp_command_arg(c, 0);

    if (!msnp_wire_handle(who)) {
        msnp_core_debug(sb->core, "MSG without a usable sender ignored");
        return;
    }
    sb->active = sb->core->now;
    sb->klass->message(sb->owner, sb, who, msnp_wire_decode(msnp_command_arg(c, 1), MSNP_LIMIT_NAME),
                       c->payload, c->payload_len);
}

static void
sb_nak(MsnpSb *sb, const MsnpCommand *c)
{
    if (!msnp_link_fail(sb->link, c->trid, MSNP_ERROR_REFUSED))
        msnp_core_debug(sb->core, "NAK for nothing that waits ignored");
}

static void
sb_out(MsnpSb *sb, const MsnpCommand *c)
{
    sb_fail(sb, MSNP_ERROR_SB_LOST, 0);
}

void
msnp_sb_send(MsnpSb *sb, const MsnpAsk *ask, gpointer who, const char *letter, const void *payload,
             gsize len)
{
    msnp_link_request_payload(sb->link, ask, who, FALSE, "MSG", letter, payload, len);
    if (ask)
        sb->active = sb->core->now;
}

/* ---- the table ---- */

static const struct {
    guint states;
    void (*handle)(MsnpSb *sb, const MsnpCommand *command);
} sb_rows[MSNP_N_VERBS] = {
    [MSNP_VERB_IRO] = {SB_ENTERING, sb_iro},
    [MSNP_VERB_JOI] = {SB_INSIDE, sb_joi},
    [MSNP_VERB_BYE] = {SB_INSIDE, sb_bye},
    [MSNP_VERB_MSG] = {SB_INSIDE, sb_msg},
    [MSNP_VERB_NAK] = {SB_READY, sb_nak},
    [MSNP_VERB_OUT] = {SB_INSIDE, sb_out},
};

static void
sb_command(gpointer machine, const MsnpCommand *c)
{
    MsnpSb *sb = machine;

    if (!c->verb)
        msnp_core_debug(sb->core, "error %u for nothing that waits", c->number);
    else if (sb_rows[c->verb->id].states & sb->state)
        sb_rows[c->verb->id].handle(sb, c);
    else
        msnp_core_debug(sb->core, "%s not expected now, ignored", c->verb->name);
}

static void
sb_ended(gpointer machine, MsnpError error, const char *detail)
{
    MsnpSb *sb = machine;
    gboolean was_ready = sb->state == SB_READY;

    if (sb->state == SB_OVER)
        return;
    sb->state = SB_OVER;
    if (error != MSNP_ERROR_PROTOCOL)
        error = was_ready ? MSNP_ERROR_SB_LOST : MSNP_ERROR_SB_CONNECT;
    sb->klass->over(sb->owner, sb, error, 0);
}

static const MsnpLinkClass sb_class = {MSNP_ON_SB, MSNP_LIMIT_SB_PAYLOAD_IN, sb_up, sb_command, sb_ended};

/* ---- state ---- */

gboolean
msnp_sb_is_ready(const MsnpSb *sb)
{
    return sb->state == SB_READY;
}

gboolean
msnp_sb_is_over(const MsnpSb *sb)
{
    return sb->state == SB_OVER;
}

guint
msnp_sb_n_participants(const MsnpSb *sb)
{
    return sb->participants->len;
}

const char *
msnp_sb_participant(const MsnpSb *sb, guint i)
{
    return i < sb->participants->len ? g_ptr_array_index(sb->participants, i) : NULL;
}

const char *
msnp_sb_peer(const MsnpSb *sb)
{
    return sb->peer;
}

gboolean
msnp_sb_has_unacknowledged(const MsnpSb *sb)
{
    return sb->state != SB_OVER && msnp_trans_size(sb->link->trans) > 0;
}

guint64
msnp_sb_active(const MsnpSb *sb)
{
    return sb->active;
}

void
msnp_sb_tick(MsnpSb *sb)
{
    if (sb->state == SB_CALLING && sb->core->now >= sb->called + MSNP_JOIN_TIMEOUT)
        sb_fail(sb, MSNP_ERROR_PEER_TIMEOUT, 0);
}

guint64
msnp_sb_deadline(const MsnpSb *sb)
{
    return sb->state == SB_CALLING ? sb->called + MSNP_JOIN_TIMEOUT : 0;
}
