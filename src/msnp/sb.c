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
    const char *who; /* kept by the owner */
    guint places;    /* 0 if he is not there: whom one called or was called by */
    guint32 client;
} Person;

/* What opens the door. */
typedef struct {
    char *cookie;
    char *session; /* NULL if we call */
} Key;

/* There may be hundreds of them, silent nearly always: what is seldom needed is elsewhere. */
struct _MsnpSb {
    MsnpSbOwner *owner;
    MsnpLink *link;
    gpointer data;  /* of the owner */
    Key *key;       /* NULL from where it was shown */
    Person *people; /* the first is whom one called or was called by, there or not; the others are there */
    guint64 since;  /* when one began to call, or (ready) when text last went either way */
    guint16 n_people;
    guint16 state : 8; /* SbState */
    guint16 was_ready : 1;
    guint16 places : 1;    /* of people, oneself too; the dialect may not be known while the server moves */
    guint16 awaits_own : 1; /* one's other places were called too, and are waited for */
};

static const MsnpLinkClass sb_class;

static MsnpSb *
sb_new(MsnpCore *core, MsnpSbOwner *owner, const char *host, guint16 port, const char *cookie, const char *session,
       const char *peer)
{
    MsnpSb *sb = g_new0(MsnpSb, 1);

    sb->owner = owner;
    sb->state = SB_CONNECTING;
    sb->places = core->dialect && core->dialect->endpoints;
    sb->key = g_new0(Key, 1);
    sb->key->cookie = g_strdup(cookie);
    sb->key->session = g_strdup(session);
    sb->people = g_new0(Person, 1);
    sb->people->who = owner->klass->keep(owner, peer);
    sb->n_people = 1;
    sb->link = msnp_link_open(core, &sb_class, sb, host, port);
    return sb;
}

MsnpSb *
msnp_sb_call(MsnpCore *core, MsnpSbOwner *owner, const char *host, guint16 port, const char *cookie, const char *peer)
{
    return sb_new(core, owner, host, port, cookie, NULL, peer);
}

MsnpSb *
msnp_sb_answer(MsnpCore *core, MsnpSbOwner *owner, const char *host, guint16 port, const char *cookie,
               const char *session, const char *peer)
{
    return sb_new(core, owner, host, port, cookie, session, peer);
}

static MsnpCore *
sb_core(const MsnpSb *sb)
{
    return sb->link->core;
}

/* Text went either way. */
static void
sb_touch(MsnpSb *sb)
{
    if (sb->state == SB_READY)
        sb->since = sb_core(sb)->now;
}

/* What opens the door is of no use inside. */
static void
sb_forget_key(MsnpSb *sb)
{
    if (!sb->key)
        return;
    msnp_secret_free(sb->key->cookie);
    g_free(sb->key->session);
    g_clear_pointer(&sb->key, g_free);
}

void
msnp_sb_free(MsnpSb *sb)
{
    sb_forget_key(sb);
    while (sb->n_people > 0)
        sb->owner->klass->drop(sb->owner, sb->people[--sb->n_people].who);
    g_free(sb->people);
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
    msnp_link_fail_all(sb->link);
}

/* It has failed by what a command answered: leave, tell the owner. */
static void
sb_fail(MsnpSb *sb, MsnpError error, guint number)
{
    if (sb->state == SB_OVER)
        return;
    msnp_sb_close(sb);
    sb->owner->klass->over(sb->owner, sb, error, number);
}

/* The entry of somebody, there or not; NULL if there is none. */
static Person *
sb_find(const MsnpSb *sb, const char *who)
{
    guint i;

    for (i = 0; i < sb->n_people; i++)
        if (!strcmp(sb->people[i].who, who))
            return &sb->people[i];
    return NULL;
}

/* How many entries are of nobody who is there: the first, or none. */
static guint
sb_n_absent(const MsnpSb *sb)
{
    return sb->people->places == 0;
}

static void
sb_ready(MsnpSb *sb)
{
    sb->state = SB_READY;
    sb->was_ready = TRUE;
    sb_touch(sb);
    sb->owner->klass->ready(sb->owner, sb);
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
    sb->since = sb_core(sb)->now;
    if (sb->places && msnp_places_has_others(sb_core(sb)->places)) {
        sb->awaits_own = TRUE;
        msnp_link_request(sb->link, &ask_own, sb, 0, "CAL", "%s", sb_core(sb)->own);
    }
    msnp_link_request(sb->link, &ask_cal, sb, 0, "CAL", "%s", sb->people->who);
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
    const char *between = sb->places ? ";" : "", *place = sb->places ? msnp_core_machine(sb_core(sb)) : "";

    sb->state = SB_ENTERING;
    if (sb->key->session)
        msnp_link_request(sb->link, &ask_ans, sb, 2, "ANS", "%s%s%s %s %s", sb_core(sb)->account, between, place,
                          sb->key->cookie, sb->key->session);
    else
        msnp_link_request(sb->link, &ask_usr, sb, 1, "USR", "%s%s%s %s", sb_core(sb)->account, between, place,
                          sb->key->cookie);
    sb_forget_key(sb);
}

/* ---- who is there ---- */

/* Adds somebody; FALSE for oneself, for who is there already, and beyond the limit. */
static gboolean
sb_add(MsnpSb *sb, char *who, const char *client)
{
    Person *person;

    if (!msnp_wire_person(who) || !strcmp(who, sb_core(sb)->own)) {
        msnp_core_debug(sb_core(sb), "somebody without a usable address, or oneself, ignored");
        return FALSE;
    }
    person = sb_find(sb, who);
    if (person && person->places > 0) {
        msnp_core_debug(sb_core(sb), "somebody is there from another place too");
        person->places++;
        return FALSE;
    }
    if (msnp_sb_n_participants(sb) >= MSNP_LIMIT_PARTICIPANTS) {
        msnp_core_debug(sb_core(sb), "too many people in a switchboard");
        return FALSE;
    }
    if (!person) {
        sb->people = g_renew(Person, sb->people, sb->n_people + 1);
        person = &sb->people[sb->n_people++];
        person->who = sb->owner->klass->keep(sb->owner, who);
    }
    person->places = 1;
    person->client = msnp_client_of(client);
    return TRUE;
}

/* Somebody is there from no place any more. */
static void
sb_remove(MsnpSb *sb, Person *person)
{
    const char *who = person->who;

    if (person == sb->people)
        return;
    sb->n_people--;
    memmove(person, person + 1, (gsize) ((char *) (sb->people + sb->n_people) - (char *) person));
    sb->owner->klass->drop(sb->owner, who);
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
    if (sb->state == SB_CALLING && msnp_sb_n_participants(sb) > 0 && !sb->awaits_own)
        sb_ready(sb);
}

/* JOI handle nick [client] */
static void
sb_joi(MsnpSb *sb, const MsnpCommand *c)
{
    gboolean added = sb_add(sb, msnp_command_arg(c, 0), msnp_command_arg(c, 2));

    if (!added && !strcmp(msnp_command_arg(c, 0), sb_core(sb)->own)) {
        sb->awaits_own = FALSE;
        sb_check_ready(sb);
    }
    if (!added)
        return;
    if (sb->state == SB_CALLING)
        sb_check_ready(sb);
    else if (sb->state == SB_READY)
        sb->owner->klass->joined(sb->owner, sb, msnp_command_arg(c, 0));
}

/* BYE handle [1]: the 1 means that the server put him out for being idle. */
static void
sb_bye(MsnpSb *sb, const MsnpCommand *c)
{
    char *who = msnp_command_arg(c, 0);
    Person *person = msnp_wire_person(who) ? sb_find(sb, who) : NULL;

    if (!person || person->places == 0) {
        msnp_core_debug(sb_core(sb), "BYE of somebody who was not there ignored");
        return;
    }
    if (--person->places > 0)
        return;
    sb_remove(sb, person);
    sb_touch(sb);
    if (sb->state == SB_READY)
        sb->owner->klass->left(sb->owner, sb, who, !strcmp(msnp_command_arg(c, 1), "1"));
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
        msnp_core_debug(sb_core(sb), "MSG without a usable sender ignored");
        return;
    }
    sb_touch(sb);
    sb->owner->klass->message(sb->owner, sb, who, msnp_wire_decode(msnp_command_arg(c, 1), MSNP_LIMIT_NAME),
                       c->payload, c->payload_len);
}

static void
sb_nak(MsnpSb *sb, const MsnpCommand *c)
{
    if (!msnp_link_fail(sb->link, c->trid, MSNP_ERROR_REFUSED))
        msnp_core_debug(sb_core(sb), "NAK for nothing that waits ignored");
}

static void
sb_out(MsnpSb *sb, const MsnpCommand *c)
{
    sb_fail(sb, MSNP_ERROR_SB_LOST, 0);
}

guint8 *
msnp_sb_send_room(MsnpSb *sb, const MsnpAsk *ask, gpointer who, const char *letter, gsize len)
{
    if (ask)
        sb_touch(sb);
    return msnp_link_request_room(sb->link, ask, who, FALSE, "MSG", letter, len);
}

void
msnp_sb_send(MsnpSb *sb, const MsnpAsk *ask, gpointer who, const char *letter, const void *payload,
             gsize len)
{
    memcpy(msnp_sb_send_room(sb, ask, who, letter, len), payload, len);
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
        msnp_core_debug(sb_core(sb), "error %u for nothing that waits", c->number);
    else if (sb_rows[c->verb->id].states & sb->state)
        sb_rows[c->verb->id].handle(sb, c);
    else
        msnp_core_debug(sb_core(sb), "%s not expected now, ignored", c->verb->name);
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
    sb->owner->klass->over(sb->owner, sb, error, 0);
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
    return sb->n_people - sb_n_absent(sb);
}

const char *
msnp_sb_participant(const MsnpSb *sb, guint i)
{
    return i < msnp_sb_n_participants(sb) ? sb->people[i + sb_n_absent(sb)].who : NULL;
}

guint32
msnp_sb_participant_client(const MsnpSb *sb, guint i)
{
    return i < msnp_sb_n_participants(sb) ? sb->people[i + sb_n_absent(sb)].client : 0;
}

gboolean
msnp_sb_has_participant(const MsnpSb *sb, const char *who)
{
    const Person *person = sb_find(sb, who);

    return person && person->places > 0;
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
    return sb->people->who;
}

gboolean
msnp_sb_has_unacknowledged(const MsnpSb *sb)
{
    return sb->state != SB_OVER && msnp_link_awaits(sb->link);
}

guint64
msnp_sb_active(const MsnpSb *sb)
{
    return sb->since;
}

void
msnp_sb_tick(MsnpSb *sb)
{
    if (sb->state != SB_CALLING)
        return;
    if (sb_core(sb)->now >= sb->since + MSNP_OWN_JOIN_TIME)
        sb->awaits_own = FALSE;
    sb_check_ready(sb);
    if (sb->state == SB_CALLING && sb_core(sb)->now >= sb->since + MSNP_JOIN_TIMEOUT)
        sb_fail(sb, MSNP_ERROR_PEER_TIMEOUT, 0);
}

guint64
msnp_sb_deadline(const MsnpSb *sb)
{
    if (sb->state != SB_CALLING)
        return 0;
    return sb->since + (sb->awaits_own ? MSNP_OWN_JOIN_TIME : MSNP_JOIN_TIMEOUT);
}
