/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One switchboard: getting in, who is there, messages in and out. Knows that link; refuses to know which
 * conversation it serves: it tells its owner.
 */
#include "msnp/sb.h"

#include <string.h>
#include "msnp/error.h"
#include "msnp/limits.h"
#include "msnp/places.h"
#include "msnp/presence.h"
#include "msnp/secret.h"

typedef enum {
    SB_CONNECTING = 1 << 0,
    SB_ENTERING = 1 << 1, /* USR or ANS sent */
    SB_CALLING = 1 << 2,  /* CAL sent, nobody has come yet */
    SB_READY = 1 << 3,
    SB_OVER = 1 << 4,
} SbState;

#define SB_INSIDE (SB_ENTERING | SB_CALLING | SB_READY)

/* Somebody may be there from two places, and is gone when both are. */
typedef struct {
    char *who;
    guint places;
    guint32 client;
} Participant;

struct _MsnpSb {
    MsnpCore *core;
    const MsnpSbOwner *klass;
    gpointer owner;
    gpointer data; /* of the owner */
    MsnpLink *link;
    SbState state;
    gboolean was_ready;
    gboolean places; /* of people, oneself too; the dialect may not be known while the server moves */
    char *cookie;    /* NULL from where it was shown */
    char *session;   /* the same; and if we call */
    char *peer;
    Participant *participants;
    guint n_participants;
    guint64 called;
    guint64 own_until; /* until when one's other places, called too, are waited for; 0: they are not */
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
    sb->places = core->dialect && core->dialect->endpoints;
    sb->cookie = g_strdup(cookie);
    sb->session = g_strdup(session);
    sb->peer = g_strdup(peer);
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

/* What opens the door is of no use inside. */
static void
sb_forget_key(MsnpSb *sb)
{
    g_clear_pointer(&sb->cookie, msnp_secret_free);
    g_clear_pointer(&sb->session, g_free);
}

void
msnp_sb_free(MsnpSb *sb)
{
    sb_forget_key(sb);
    while (sb->n_participants > 0)
        g_free(sb->participants[--sb->n_participants].who);
    g_free(sb->participants);
    g_free(sb->peer);
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
    msnp_trans_fail_all(&sb->link->trans, MSNP_ERROR_LOST, 0);
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

    for (i = 0; i < sb->n_participants; i++)
        if (!strcmp(sb->participants[i].who, who)) {
            *index = i;
            return TRUE;
        }
    return FALSE;
}

static void
sb_ready(MsnpSb *sb)
{
    sb->state = SB_READY;
    sb->was_ready = TRUE;
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

/* One's other places are called in first, so that they hear all of it. */
static void
sb_entered(gpointer who, const MsnpCommand *reply)
{
    static const MsnpAsk ask_cal = {MSNP_VERB_CAL, NULL, sb_call_failed, NULL};
    static const MsnpAsk ask_own = {MSNP_VERB_CAL, NULL, NULL, NULL};
    MsnpSb *sb = who;

    if (strcmp(msnp_command_arg(reply, 0), "OK")) {
        sb_fail(sb, MSNP_ERROR_SB_CONNECT, 0);
        return;
    }
    sb->state = SB_CALLING;
    sb->called = sb->core->now;
    if (sb->places && msnp_places_has_others(sb->core->places)) {
        sb->own_until = sb->called + MSNP_OWN_JOIN_TIME;
        msnp_link_request(sb->link, &ask_own, sb, 0, "CAL", "%s", sb->core->own);
    }
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
    static const MsnpAsk ask_usr = {MSNP_VERB_USR, sb_entered, sb_step_failed, NULL};
    static const MsnpAsk ask_ans = {MSNP_VERB_ANS, sb_answered, sb_step_failed, NULL};
    MsnpSb *sb = machine;
    const char *between = sb->places ? ";" : "", *place = sb->places ? msnp_core_machine(sb->core) : "";

    sb->state = SB_ENTERING;
    if (sb->session)
        msnp_link_request(sb->link, &ask_ans, sb, 2, "ANS", "%s%s%s %s %s", sb->core->account, between, place,
                          sb->cookie, sb->session);
    else
        msnp_link_request(sb->link, &ask_usr, sb, 1, "USR", "%s%s%s %s", sb->core->account, between, place,
                          sb->cookie);
    sb_forget_key(sb);
}

/* ---- who is there ---- */

/* Adds somebody; FALSE for oneself, for who is there already, and beyond the limit. */
static gboolean
sb_add(MsnpSb *sb, char *who, const char *client)
{
    Participant added = {NULL, 1, 0};
    guint i;

    if (!msnp_wire_person(who) || !strcmp(who, sb->core->own)) {
        msnp_core_debug(sb->core, "somebody without a usable address, or oneself, ignored");
        return FALSE;
    }
    if (sb_find(sb, who, &i)) {
        msnp_core_debug(sb->core, "somebody is there from another place too");
        sb->participants[i].places++;
        return FALSE;
    }
    if (sb->n_participants >= MSNP_LIMIT_PARTICIPANTS) {
        msnp_core_debug(sb->core, "too many people in a switchboard");
        return FALSE;
    }
    added.client = msnp_client_of(client);
    added.who = g_strdup(who);
    sb->participants = g_renew(Participant, sb->participants, sb->n_participants + 1);
    sb->participants[sb->n_participants++] = added;
    return TRUE;
}

/* IRO n index total handle nick [client] */
static void
sb_iro(MsnpSb *sb, const MsnpCommand *c)
{
    sb_add(sb, msnp_command_arg(c, 2), msnp_command_arg(c, 4));
}

/* Somebody has come, and one's other places are there or are waited for no longer. */
static void
sb_check_ready(MsnpSb *sb)
{
    if (sb->state == SB_CALLING && sb->n_participants > 0 && !sb->own_until)
        sb_ready(sb);
}

/* JOI handle nick [client] */
static void
sb_joi(MsnpSb *sb, const MsnpCommand *c)
{
    gboolean added = sb_add(sb, msnp_command_arg(c, 0), msnp_command_arg(c, 2));

    if (!added && !strcmp(msnp_command_arg(c, 0), sb->core->own)) {
        sb->own_until = 0;
        sb_check_ready(sb);
    }
    if (!added)
        return;
    if (sb->state == SB_CALLING)
        sb_check_ready(sb);
    else if (sb->state == SB_READY)
        sb->klass->joined(sb->owner, sb, msnp_command_arg(c, 0));
}

/* BYE handle [1]: the 1 means that the server put him out for being idle. */
static void
sb_bye(MsnpSb *sb, const MsnpCommand *c)
{
    char *who = msnp_command_arg(c, 0);
    guint i;

    if (!msnp_wire_person(who) || !sb_find(sb, who, &i)) {
        msnp_core_debug(sb->core, "BYE of somebody who was not there ignored");
        return;
    }
    if (--sb->participants[i].places > 0)
        return;
    g_free(sb->participants[i].who);
    sb->n_participants--;
    memmove(sb->participants + i, sb->participants + i + 1, (sb->n_participants - i) * sizeof(Participant));
    sb->active = sb->core->now;
    if (sb->state == SB_READY)
        sb->klass->left(sb->owner, sb, who, !strcmp(msnp_command_arg(c, 1), "1"));
}

/* ---- calling others ---- */

typedef struct {
    MsnpSb *sb;
    char *who;
    MsnpSbCallFailed failed;
} Call;

static void
call_free(Call *call)
{
    g_free(call->who);
    g_free(call);
}

static void
call_answered(gpointer who, const MsnpCommand *reply)
{
    call_free(who);
}

/* No answer is none; "there already" (215) is what was wanted. */
static void
call_failed(gpointer who, MsnpError error, guint number)
{
    Call *call = who;

    if (error == MSNP_ERROR_SERVER && number != 215)
        call->failed(call->sb, call->who, msnp_error_of_message(number), number);
    else if (error == MSNP_ERROR_TIMEOUT)
        call->failed(call->sb, call->who, MSNP_ERROR_PEER_TIMEOUT, 0);
    call_free(call);
}

void
msnp_sb_call_more(MsnpSb *sb, const char *who, MsnpSbCallFailed failed)
{
    static const MsnpAsk ask_more = {MSNP_VERB_CAL, call_answered, call_failed, NULL};
    Call *call = g_new0(Call, 1);

    call->sb = sb;
    call->who = g_strdup(who);
    call->failed = failed;
    msnp_link_request(sb->link, &ask_more, call, 0, "CAL", "%s", who);
}

/* ---- messages ---- */

/* MSG handle nick length */
static void
sb_msg(MsnpSb *sb, const MsnpCommand *c)
{
    char *who = msnp_command_arg(c, 0);

    if (!msnp_wire_person(who)) {
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

static const MsnpLinkClass sb_class = {.kind = MSNP_ON_SB,
                                       .payload_limit = MSNP_LIMIT_SB_PAYLOAD_IN,
                                       .up = sb_up,
                                       .command = sb_command,
                                       .ended = sb_ended};

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
    return sb->n_participants;
}

const char *
msnp_sb_participant(const MsnpSb *sb, guint i)
{
    return i < sb->n_participants ? sb->participants[i].who : NULL;
}

guint32
msnp_sb_participant_client(const MsnpSb *sb, guint i)
{
    return i < sb->n_participants ? sb->participants[i].client : 0;
}

gboolean
msnp_sb_has_participant(const MsnpSb *sb, const char *who)
{
    guint i;

    return sb_find(sb, who, &i);
}

gboolean
msnp_sb_has_places(const MsnpSb *sb)
{
    return sb->places;
}

gboolean
msnp_sb_was_ready(const MsnpSb *sb)
{
    return sb->was_ready;
}

void
msnp_sb_set_data(MsnpSb *sb, gpointer data)
{
    sb->data = data;
}

gpointer
msnp_sb_data(const MsnpSb *sb)
{
    return sb->data;
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
    if (sb->state != SB_CALLING)
        return;
    if (sb->core->now >= sb->own_until)
        sb->own_until = 0;
    sb_check_ready(sb);
    if (sb->state == SB_CALLING && sb->core->now >= sb->called + MSNP_JOIN_TIMEOUT)
        sb_fail(sb, MSNP_ERROR_PEER_TIMEOUT, 0);
}

guint64
msnp_sb_deadline(const MsnpSb *sb)
{
    return sb->state == SB_CALLING ? msnp_earlier(sb->own_until, sb->called + MSNP_JOIN_TIMEOUT) : 0;
}
