/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The notification server: negotiation, sign-in, referrals, roster, presence, keep-alive. Knows the order
 * of things on that link; leaves proofs to auth, lists to roster-syn and roster-soap, conversations to talk.
 */
#include "msnp/ns.h"

#include <string.h>
#include "msnp/auth.h"
#include "msnp/challenge.h"
#include "msnp/circle.h"
#include "msnp/error.h"
#include "msnp/limits.h"
#include "msnp/link.h"
#include "msnp/places.h"
#include "msnp/presence.h"
#include "msnp/presence-live.h"
#include "msnp/roster-live.h"
#include "msnp/roster-soap.h"
#include "msnp/roster-syn.h"
#include "msnp/service.h"
#include "msnp/uux.h"

/* The states of the link, as bits: the table of pushes says in which of them a verb is expected. */
typedef enum {
    NS_CONNECTING = 1 << 0,
    NS_NEGOTIATING = 1 << 1,
    NS_AUTHENTICATING = 1 << 2,
    NS_SYNCING = 1 << 3,
    NS_ONLINE = 1 << 4,
} NsState;

#define NS_SIGNED_IN (NS_SYNCING | NS_ONLINE)
#define NS_ANY       0xffu

struct _MsnpNs {
    MsnpCore *core;
    MsnpTalks *talks;
    MsnpEdits *edits;
    MsnpLink *link;
    MsnpAuth *auth;
    MsnpSync *sync; /* one of these fills the roster, as the dialect has it */
    MsnpBook *book;
    NsState state;
    guint referrals;
    guint tickets;       /* refused ones */
    MsnpStatus accepted; /* the last status that the server agreed to; OFFLINE for none */
    guint64 ping_after;
    guint64 pinged; /* when a PNG was sent; 0 if none is under way */
    guint32 fed;    /* what the link had received by then */
    guint64 sweep_at; /* when presence that was not told again after a move is void; 0 for never */
};

static const MsnpLinkClass ns_class;

/* Steps of sign-in; a move from one server to another is not shown. */
static void
ns_progress(MsnpNs *ns, MsnpStep step)
{
    if (!ns->core->online)
        msnp_core_tell_number(ns->core, MSNP_EVENT_PROGRESS, step);
}

static void
ns_connect(MsnpNs *ns, const char *host, guint16 port)
{
    ns_progress(ns, MSNP_STEP_CONNECTING);
    ns->state = NS_CONNECTING;
    ns->core->dialect = NULL;
    ns->pinged = 0;
    g_free(ns->core->at_host);
    ns->core->at_host = g_strdup(host);
    ns->link = msnp_link_open(ns->core, &ns_class, ns, host, port);
}

/* What was under way for the link is given up. */
static void
ns_leave(MsnpNs *ns)
{
    msnp_auth_leave(ns->auth);
    msnp_book_stop(ns->book);
    msnp_circles_stop(ns->core->circles);
    msnp_talks_set_ns(ns->talks, NULL);
    msnp_edits_set_ns(ns->edits, NULL);
}

/* Nothing can be asked for any more, until the next link is online. */
static void
ns_disconnect(MsnpNs *ns)
{
    MsnpLink *link = ns->link;

    ns_leave(ns);
    ns->link = NULL;
    if (!link || link->closed)
        return;
    msnp_link_close(link);
    msnp_link_fail_all(link);
}

/* A step of sign-in has failed. A lost link is told by ns_ended(). */
static void
ns_step_failed(gpointer who, MsnpError error, guint number)
{
    MsnpNs *ns = who;

    if (error == MSNP_ERROR_TIMEOUT)
        msnp_core_end(ns->core, MSNP_ERROR_TIMEOUT, 0, NULL);
    else if (error == MSNP_ERROR_SERVER)
        msnp_core_end(ns->core, msnp_error_of_sign_in(number), number, NULL);
}

/* ---- VER ---- */

static void ns_usr_answered(gpointer who, const MsnpCommand *reply);
static void ns_usr_failed(gpointer who, MsnpError error, guint number);

/* OK, or a challenge that is there; of SSO it has two words. */
static gboolean
ns_usr_usable(const MsnpCommand *reply)
{
    guint last = !strcmp(msnp_command_arg(reply, 0), "SSO") ? 3 : 2;

    return !strcmp(msnp_command_arg(reply, 0), "OK") || *msnp_command_arg(reply, last);
}

static const MsnpAsk ask_usr = {MSNP_VERB_USR, ns_usr_answered, ns_usr_failed, ns_usr_usable};

static void
ns_authenticate(MsnpNs *ns)
{
    MsnpSignIn sign_in = ns->core->dialect->sign_in;

    if (!msnp_auth_may_begin(ns->core))
        return;
    if (ns->auth && !msnp_auth_is(ns->auth, sign_in))
        g_clear_pointer(&ns->auth, msnp_auth_free);
    if (!ns->auth)
        ns->auth = msnp_auth_new(ns->core, sign_in, &ask_usr, ns);
    ns->state = NS_AUTHENTICATING;
    ns_progress(ns, MSNP_STEP_AUTHENTICATING);
    msnp_auth_begin(ns->auth, ns->link);
}

/* Official servers repeat all that is mutual, living ones name their choice: the first that we offered. */
static void
ns_ver_answered(gpointer who, const MsnpCommand *reply)
{
    MsnpNs *ns = who;
    guint i;

    for (i = 0; i < reply->argc && !ns->core->dialect; i++)
        ns->core->dialect = msnp_dialect_from_word(msnp_command_arg(reply, i), ns->core->cap);
    if (ns->core->dialect)
        ns_authenticate(ns);
    else
        msnp_core_end(ns->core, MSNP_ERROR_DIALECT, 0, NULL);
}

static void
ns_negotiate(MsnpNs *ns)
{
    static const MsnpAsk ask_ver = {MSNP_VERB_VER, ns_ver_answered, ns_step_failed, NULL};
    g_autoptr(GString) offer = g_string_new(NULL);

    ns->state = NS_NEGOTIATING;
    ns->core->dialect = NULL;
    ns_progress(ns, MSNP_STEP_NEGOTIATING);
    msnp_dialect_offer(ns->core->cap, offer);
    msnp_link_request(ns->link, &ask_ver, ns, 0, "VER", "%s", offer->str);
}

static void
ns_up(gpointer machine)
{
    ns_negotiate(machine);
}

/* ---- USR ---- */

static void
ns_signed_in(MsnpNs *ns, const MsnpCommand *reply)
{
    g_clear_pointer(&ns->auth, msnp_auth_free);
    if (ns->core->dialect->name_in_usr && reply->argc > 2)
        msnp_core_set_own_name(ns->core, msnp_wire_decode(msnp_command_arg(reply, 2), MSNP_LIMIT_NAME));
    ns->state = NS_SYNCING;
    msnp_places_begin(ns->core->places);
    ns_progress(ns, MSNP_STEP_ROSTER);
    if (ns->core->dialect->roster == MSNP_ROSTER_SOAP)
        msnp_book_start(ns->book, ns->link);
    else
        msnp_sync_start(ns->sync, ns->link);
}

/* USR n OK handle ... | USR n SCHEME S challenge */
static void
ns_usr_answered(gpointer who, const MsnpCommand *reply)
{
    MsnpNs *ns = who;

    if (!strcmp(msnp_command_arg(reply, 0), "OK")) {
        ns_signed_in(ns, reply);
    } else if (!strcmp(msnp_command_arg(reply, 1), "S")) {
        ns_progress(ns, MSNP_STEP_TICKET);
        if (!msnp_auth_challenged(ns->auth, reply))
            msnp_core_end(ns->core, MSNP_ERROR_PROTOCOL, 0, NULL);
    } else {
        msnp_core_end(ns->core, MSNP_ERROR_PROTOCOL, 0, NULL);
    }
}

void
msnp_ns_start_over(MsnpNs *ns)
{
    ns_disconnect(ns);
    ns_connect(ns, ns->core->host, ns->core->port);
}

static void
ns_usr_failed(gpointer who, MsnpError error, guint number)
{
    MsnpNs *ns = who;
    MsnpError means = error == MSNP_ERROR_SERVER ? msnp_error_of_sign_in(number) : error;

    if (means == MSNP_ERROR_PASSWORD)
        msnp_core_end(ns->core, msnp_auth_password_error(ns->core), number, NULL);
    else if (means == MSNP_ERROR_TICKET && ns->tickets++ == 0)
        msnp_ns_start_over(ns);
    else if (means == MSNP_ERROR_REFERRALS && ns->referrals++ < MSNP_LIMIT_REFERRALS)
        msnp_ns_start_over(ns);
    else if (means != MSNP_ERROR_LOST)
        ns_step_failed(who, error, number);
}

/* XFR n NS host[:port] [tail]: go there. Address "0" means: again, right here. */
static void
ns_xfr(MsnpNs *ns, const MsnpCommand *c)
{
    char *host;
    guint16 port;

    if (strcmp(msnp_command_arg(c, 0), "NS")) {
        msnp_core_debug(ns->core, "XFR that nobody asked for ignored");
        return;
    }
    if (++ns->referrals > MSNP_LIMIT_REFERRALS) {
        msnp_core_end(ns->core, MSNP_ERROR_REFERRALS, 0, NULL);
        return;
    }
    if (!strcmp(msnp_command_arg(c, 1), "0")) {
        ns_leave(ns);
        msnp_link_fail_all(ns->link);
        ns_negotiate(ns);
        return;
    }
    if (!msnp_wire_address(msnp_command_arg(c, 1), &host, &port)) {
        msnp_core_end(ns->core, MSNP_ERROR_PROTOCOL, 0, NULL);
        return;
    }
    ns_disconnect(ns);
    ns_connect(ns, host, port);
}

/* ---- online ---- */

/* Servers that answer say what is so now. */
static void
ns_chg_answered(gpointer who, const MsnpCommand *reply)
{
    MsnpNs *ns = who;

    ns->accepted = ns->core->status;
}

/* Nobody may believe that he is invisible when he is not. */
static void
ns_chg_failed(gpointer who, MsnpError error, guint number)
{
    MsnpNs *ns = who;

    if (error != MSNP_ERROR_SERVER)
        return;
    msnp_core_debug(ns->core, "status refused (%u)", number);
    if (ns->accepted == MSNP_OFFLINE || ns->accepted == ns->core->status)
        return;
    ns->core->status = ns->accepted;
    msnp_actions_push(ns->core->actions, MSNP_EVENT_OWN_STATUS)->status = ns->accepted;
}

void
msnp_ns_send_status(MsnpNs *ns)
{
    static const MsnpAsk ask_chg = {MSNP_VERB_CHG, ns_chg_answered, ns_chg_failed, NULL};

    const MsnpDialect *dialect;
    g_autoptr(GString) line = NULL;

    if (!ns->link || !(ns->state & NS_ONLINE))
        return;
    dialect = ns->core->dialect;
    msnp_uux_place(ns->core, ns->link);
    line = g_string_new(msnp_status_code(ns->core->status));
    if (dialect->client_id)
        g_string_append_printf(line, " %s", dialect->client_id);
    if (dialect->objects && ns->core->object) {
        g_string_append_c(line, ' ');
        msnp_wire_encode(line, ns->core->object);
    }
    msnp_link_request(ns->link, &ask_chg, ns, 0, "CHG", "%s", line->str);
    ns->core->status_sent = TRUE;
}

void
msnp_ns_send_name(MsnpNs *ns)
{
    static const MsnpAsk ask_prp = {MSNP_VERB_PRP, NULL, NULL, NULL};
    g_autoptr(GString) name = g_string_new(NULL);

    if (!msnp_ns_link(ns) || !*ns->core->own_name)
        return;
    msnp_wire_encode(name, ns->core->own_name);
    msnp_link_request(ns->link, &ask_prp, ns, 0, "PRP", "MFN %s", name->str);
}

/* Where the address book has one's name, the server does not know it. What others are to see of one goes out before
 * the status. */
static void
ns_introduce(MsnpNs *ns)
{
    msnp_uux_endpoint(ns->core, ns->link);
    msnp_ns_send_personal(ns);
    msnp_ns_send_name(ns);
}

/* The lists are here. The status goes out before the host is told of them: one way less to wait. */
static void
ns_go_online(gpointer who, gboolean complete)
{
    static const MsnpAsk ask_cvr = {MSNP_VERB_CVR, NULL, NULL, NULL};
    MsnpNs *ns = who;
    gboolean introduces = ns->core->dialect->roster == MSNP_ROSTER_SOAP;

    ns->state = NS_ONLINE;
    if (introduces)
        ns_introduce(ns);
    msnp_ns_send_status(ns);
    if (!ns->core->dialect->cvr_first)
        msnp_link_request(ns->link, &ask_cvr, ns, 0, "CVR", "%s", ns->core->dialect->cvr);
    if (!introduces)
        msnp_ns_send_personal(ns);
    ns->referrals = 0;
    if (ns->core->online)
        ns->sweep_at = ns->core->now + MSNP_SWEEP_AFTER;
    ns->core->roster_complete = complete;
    ns->core->tell_roster = TRUE;
    msnp_talks_set_ns(ns->talks, ns->link);
    msnp_edits_set_ns(ns->edits, ns->link);
    msnp_circles_start(ns->core->circles, ns->link);
}

void
msnp_ns_send_personal(MsnpNs *ns)
{
    if (ns->link && (ns->state & NS_ONLINE))
        msnp_uux_personal(ns->core, ns->link);
}

MsnpLink *
msnp_ns_link(const MsnpNs *ns)
{
    return ns->state & NS_ONLINE ? ns->link : NULL;
}

static void
ns_sync(MsnpNs *ns, const MsnpCommand *c)
{
    msnp_sync_command(ns->sync, c);
}

static void
ns_book(MsnpNs *ns, const MsnpCommand *c)
{
    msnp_book_command(ns->book, c);
}

/* Presence that comes before the roster has been told is told with it. */
static gboolean
ns_tells(const MsnpNs *ns)
{
    return (ns->state & NS_ONLINE) != 0;
}

static void
ns_online(MsnpNs *ns, const MsnpCommand *c)
{
    msnp_live_online(ns->core, c, ns_tells(ns));
}

static void
ns_offline(MsnpNs *ns, const MsnpCommand *c)
{
    msnp_talks_gone(ns->talks, msnp_live_offline(ns->core, c, ns_tells(ns)));
}

/* CHG 0: the server changed our status. */
static void
ns_chg(MsnpNs *ns, const MsnpCommand *c)
{
    MsnpStatus status = msnp_status_from_code(msnp_command_arg(c, 0));

    if (c->trid != 0)
        return;
    ns->core->status = status == MSNP_OFFLINE ? MSNP_INVISIBLE : status;
    msnp_actions_push(ns->core->actions, MSNP_EVENT_OWN_STATUS)->status = ns->core->status;
}

/* CHL 0 challenge; the 0 may be missing. */
static void
ns_challenge(MsnpNs *ns, const MsnpCommand *c)
{
    const MsnpDialect *dialect = ns->core->dialect;
    const char *challenge = msnp_command_arg(c, 0);
    static const MsnpAsk ask_qry = {MSNP_VERB_QRY, NULL, NULL, NULL};
    char answer[33];

    if (!*challenge || !strcmp(challenge, "0")) {
        msnp_core_debug(ns->core, "CHL without a challenge ignored");
        return;
    }
    if (dialect->challenge == MSNP_CHALLENGE_MD5)
        msnp_challenge_md5(challenge, dialect->product_key, answer);
    else
        msnp_challenge_answer(challenge, dialect->product_id, dialect->product_key, answer);
    msnp_link_request_proof(ns->link, &ask_qry, ns, "QRY", dialect->product_id, answer);
    msnp_wipe(answer, sizeof(answer));
}

/* RNG session host:port CKI cookie handle nick */
static void
ns_ring(MsnpNs *ns, const MsnpCommand *c)
{
    char *host;
    guint16 port;

    if (!msnp_wire_address(msnp_command_arg(c, 1), &host, &port) || !msnp_wire_handle(msnp_command_arg(c, 4))) {
        msnp_core_debug(ns->core, "RNG without a usable address ignored");
        return;
    }
    msnp_talks_ring(ns->talks, host, port, msnp_command_arg(c, 3), msnp_command_arg(c, 0),
                    msnp_command_arg(c, 4));
}

static void
ns_message(MsnpNs *ns, const MsnpCommand *c)
{
    msnp_service_message(ns->core, c);
}

static void
ns_notice(MsnpNs *ns, const MsnpCommand *c)
{
    if (!msnp_book_notice(ns->book, c))
        msnp_service_notice(ns->core, c);
}

static void
ns_found(MsnpNs *ns, const MsnpCommand *c)
{
    msnp_service_found(ns->core, c);
}

static void
ns_live(MsnpNs *ns, const MsnpCommand *c)
{
    msnp_live_command(ns->core, c);
}

/* UBX who length: of a contact, or the places of oneself. */
static void
ns_personal(MsnpNs *ns, const MsnpCommand *c)
{
    if (!msnp_live_personal(ns->core, c))
        msnp_places_told(ns->core->places, ns->link, c);
}

/* UBN: something between one's places; 6 says that the lists were changed. */
static void
ns_place(MsnpNs *ns, const MsnpCommand *c)
{
    char *who = msnp_command_arg(c, 0);

    if (!strcmp(msnp_command_arg(c, 1), "6") && msnp_wire_person(who) && !strcmp(who, ns->core->own))
        msnp_book_changed(ns->book);
    else
        msnp_places_note(ns->core->places, ns->link, c);
}

/* QNG [seconds until the next PNG] */
static void
ns_pong(MsnpNs *ns, const MsnpCommand *c)
{
    guint64 seconds;

    if (msnp_wire_number(msnp_command_arg(c, 0), 3600, &seconds))
        ns->ping_after = CLAMP(seconds * 1000, MSNP_PING_AFTER_MIN, MSNP_PING_AFTER_MAX);
}

static void
ns_out(MsnpNs *ns, const MsnpCommand *c)
{
    guint64 minutes;

    if (!msnp_wire_number(msnp_command_arg(c, 1), 60 * 24 * 365, &minutes))
        minutes = 0;
    msnp_core_end(ns->core, msnp_error_of_out(msnp_command_arg(c, 0)), (guint) minutes, NULL);
}

/* What is read so that the stream stays whole, and not used. */
static void
ns_nothing(MsnpNs *ns, const MsnpCommand *c)
{
}

/* ---- the table ---- */

typedef struct {
    guint states;
    void (*handle)(MsnpNs *ns, const MsnpCommand *command);
} NsRow;

/* What the server says without being asked, and in which states it is heard. */
static const NsRow ns_rows[MSNP_N_VERBS] = {
    [MSNP_VERB_XFR] = {NS_AUTHENTICATING | NS_ONLINE, ns_xfr},
    [MSNP_VERB_ADD] = {NS_ONLINE, ns_live},
    [MSNP_VERB_ADC] = {NS_ONLINE, ns_live},
    [MSNP_VERB_ADL] = {NS_ONLINE, ns_book},
    [MSNP_VERB_RML] = {NS_ONLINE, ns_book},
    [MSNP_VERB_REM] = {NS_ONLINE, ns_live},
    [MSNP_VERB_REA] = {NS_ONLINE, ns_live},
    [MSNP_VERB_SBP] = {NS_ONLINE, ns_live},
    [MSNP_VERB_ADG] = {NS_ONLINE, ns_live},
    [MSNP_VERB_REG] = {NS_ONLINE, ns_live},
    [MSNP_VERB_RMG] = {NS_ONLINE, ns_live},
    [MSNP_VERB_FND] = {NS_ONLINE, ns_found},
    [MSNP_VERB_SYN] = {NS_SIGNED_IN, ns_sync},
    [MSNP_VERB_GTC] = {NS_SIGNED_IN, ns_sync},
    [MSNP_VERB_BLP] = {NS_SIGNED_IN, ns_sync},
    [MSNP_VERB_PRP] = {NS_SIGNED_IN, ns_sync},
    [MSNP_VERB_BPR] = {NS_SIGNED_IN, ns_sync},
    [MSNP_VERB_LSG] = {NS_SIGNED_IN, ns_sync},
    [MSNP_VERB_LST] = {NS_SIGNED_IN, ns_sync},
    [MSNP_VERB_ILN] = {NS_SIGNED_IN, ns_online},
    [MSNP_VERB_NLN] = {NS_SIGNED_IN, ns_online},
    [MSNP_VERB_FLN] = {NS_SIGNED_IN, ns_offline},
    [MSNP_VERB_CHG] = {NS_ONLINE, ns_chg},
    [MSNP_VERB_CHL] = {NS_SIGNED_IN, ns_challenge},
    [MSNP_VERB_RNG] = {NS_ONLINE, ns_ring},
    [MSNP_VERB_MSG] = {NS_SIGNED_IN, ns_message},
    [MSNP_VERB_QNG] = {NS_ANY, ns_pong},
    [MSNP_VERB_OUT] = {NS_ANY, ns_out},
    [MSNP_VERB_SBS] = {NS_ANY, ns_nothing},
    [MSNP_VERB_UBX] = {NS_SIGNED_IN, ns_personal},
    [MSNP_VERB_UUX] = {NS_SIGNED_IN, ns_nothing},
    [MSNP_VERB_UBN] = {NS_SIGNED_IN, ns_place},
    [MSNP_VERB_UBM] = {NS_SIGNED_IN, ns_nothing},
    [MSNP_VERB_UUN] = {NS_SIGNED_IN, ns_nothing},
    [MSNP_VERB_NFY] = {NS_ONLINE, ns_nothing},
    [MSNP_VERB_SDG] = {NS_ONLINE, ns_nothing},
    [MSNP_VERB_PUT] = {NS_SIGNED_IN, ns_nothing},
    [MSNP_VERB_GCF] = {NS_ANY, ns_nothing},
    [MSNP_VERB_NOT] = {NS_SIGNED_IN, ns_notice},
    [MSNP_VERB_IPG] = {NS_SIGNED_IN, ns_notice},
    [MSNP_VERB_QRY] = {NS_SIGNED_IN, ns_nothing},
    [MSNP_VERB_CVR] = {NS_ANY, ns_nothing},
};

/* An error that answers no request: during sign-in it is meant for the step that is under way. */
static void
ns_stray_error(MsnpNs *ns, guint number)
{
    msnp_core_debug(ns->core, "error %u for nothing that waits", number);
    if (!(ns->state & NS_SIGNED_IN))
        ns_usr_failed(ns, MSNP_ERROR_SERVER, number);
}

static void
ns_command(gpointer machine, const MsnpCommand *c)
{
    MsnpNs *ns = machine;
    const NsRow *row;

    if (!c->verb) {
        ns_stray_error(ns, c->number);
        return;
    }
    row = &ns_rows[c->verb->id];
    if (!(row->states & ns->state))
        msnp_core_debug(ns->core, "%s not expected now, ignored", c->verb->name);
    else if (!msnp_circles_command(ns->core->circles, c))
        row->handle(ns, c);
}

static void
ns_ended(gpointer machine, MsnpError error, const char *detail)
{
    MsnpNs *ns = machine;

    ns_disconnect(ns);
    msnp_core_end(ns->core, error == MSNP_ERROR_NONE ? MSNP_ERROR_LOST : error, 0, detail);
}

static const MsnpLinkClass ns_class = {.kind = MSNP_ON_NS,
                                       .payload_limit = MSNP_LIMIT_NS_PAYLOAD,
                                       .up = ns_up,
                                       .command = ns_command,
                                       .ended = ns_ended};

/* ---- life ---- */

MsnpNs *
msnp_ns_new(MsnpCore *core, MsnpTalks *talks, MsnpEdits *edits)
{
    MsnpNs *ns = g_new0(MsnpNs, 1);

    ns->core = core;
    ns->talks = talks;
    ns->edits = edits;
    ns->sync = msnp_sync_new(core, ns_go_online, ns);
    ns->book = msnp_book_new(core, ns_go_online, ns);
    ns->ping_after = MSNP_PING_AFTER;
    return ns;
}

void
msnp_ns_free(MsnpNs *ns)
{
    msnp_auth_free(ns->auth);
    msnp_sync_free(ns->sync);
    msnp_book_free(ns->book);
    g_free(ns);
}

void
msnp_ns_start(MsnpNs *ns)
{
    ns_connect(ns, ns->core->host, ns->core->port);
}

void
msnp_ns_quit(MsnpNs *ns)
{
    if (ns->link && ns->link->up)
        msnp_link_send(ns->link, "OUT");
}

/* A PNG was sent and nothing has come since. */
static gboolean
ns_ping_is_open(const MsnpNs *ns)
{
    return ns->pinged && ns->fed == ns->link->fed;
}

/* A PNG when the server has been silent; the end when it stays so. */
static void
ns_keep_alive(MsnpNs *ns)
{
    guint64 now = ns->core->now;

    if (ns_ping_is_open(ns)) {
        if (now >= ns->pinged + MSNP_PING_TIMEOUT)
            msnp_core_end(ns->core, MSNP_ERROR_DEAD, 0, NULL);
    } else if (now >= ns->link->heard + ns->ping_after) {
        msnp_link_send(ns->link, "PNG");
        ns->pinged = now;
        ns->fed = ns->link->fed;
    }
}

/* After a move: who was online before and has not been told to be is not. */
static void
ns_sweep(MsnpNs *ns)
{
    MsnpContact *contact;
    guint i;

    if (ns->sweep_at == 0 || ns->core->now < ns->sweep_at)
        return;
    ns->sweep_at = 0;
    for (i = 0; (contact = msnp_roster_nth_contact(ns->core->roster, i)); i++)
        if (msnp_contact_is_stale(contact) && msnp_contact_status(contact) != MSNP_OFFLINE)
            msnp_live_presence(ns->core, contact, MSNP_OFFLINE, 0, ns_tells(ns));
}

gboolean
msnp_ns_run(MsnpNs *ns)
{
    return msnp_book_run(ns->book);
}

void
msnp_ns_tick(MsnpNs *ns)
{
    if (!ns->link)
        return;
    msnp_sync_tick(ns->sync);
    ns_sweep(ns);
    if (ns->state & NS_ONLINE)
        ns_keep_alive(ns);
}

guint64
msnp_ns_deadline(const MsnpNs *ns)
{
    guint64 deadline;

    if (!ns->link)
        return 0;
    deadline = msnp_earlier(msnp_earlier(msnp_sync_deadline(ns->sync), msnp_book_deadline(ns->book)), ns->sweep_at);
    if (!(ns->state & NS_ONLINE))
        return deadline;
    if (ns_ping_is_open(ns))
        return msnp_earlier(deadline, ns->pinged + MSNP_PING_TIMEOUT);
    return msnp_earlier(deadline, ns->link->heard + ns->ping_after);
}
