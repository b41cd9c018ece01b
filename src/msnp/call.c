/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SLP sessions with people: inviting, answering, ending. Knows what is said in which order; refuses to know what a
 * session is for: that is its application's.
 */
#include "msnp/call-private.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/rate.h"
#include "msnp/show.h"

/* ---- making and finding ---- */

static MsnpCall *
call_new(MsnpCalls *calls, MsnpPeer *peer, const char *call_id, const char *branch)
{
    MsnpCall *call = g_new0(MsnpCall, 1);

    call->calls = calls;
    call->peer = peer;
    call->call_id = g_strdup(call_id);
    call->branch = g_strdup(branch);
    g_ptr_array_add(calls->calls, call);
    return call;
}

static void
call_free(gpointer data)
{
    MsnpCall *call = data;

    if (call->blob)
        msnp_blob_drop(call->blob);
    msnp_offer_free(call->offer);
    g_free(call->call_id);
    g_free(call->branch);
    g_free(call);
}

static void
call_forget(MsnpCall *call)
{
    g_ptr_array_remove(call->calls->calls, call);
}

/* Gone by the other side's doing, or for lack of it. */
static void
call_over(MsnpCall *call, MsnpError error)
{
    const MsnpCallClass *klass = call->klass;

    call->klass = NULL;
    if (klass && klass->over)
        klass->over(call, error);
    call_forget(call);
}

static MsnpCall *
calls_find(MsnpCalls *calls, const MsnpPeer *peer, const char *call_id)
{
    guint i;

    for (i = 0; i < calls->calls->len; i++) {
        MsnpCall *call = g_ptr_array_index(calls->calls, i);

        if (call->peer == peer && !g_ascii_strcasecmp(call->call_id, call_id))
            return call;
    }
    return NULL;
}

static MsnpCall *
calls_find_session(MsnpCalls *calls, const MsnpPeer *peer, guint32 session)
{
    guint i;

    for (i = 0; i < calls->calls->len; i++) {
        MsnpCall *call = g_ptr_array_index(calls->calls, i);

        if (call->peer == peer && call->session == session)
            return call;
    }
    return NULL;
}

static guint
calls_count(const MsnpCalls *calls, const MsnpPeer *peer)
{
    guint i, n = 0;

    for (i = 0; i < calls->calls->len; i++)
        n += ((MsnpCall *) g_ptr_array_index(calls->calls, i))->peer == peer;
    return n;
}

/* ---- saying ---- */

void
msnp_calls_say(MsnpCalls *calls, MsnpPeer *peer, MsnpSlp *slp)
{
    g_autoptr(GString) text = g_string_new(NULL);

    slp->to = msnp_peer_who(peer);
    slp->from = calls->core->account;
    msnp_slp_print(text, slp);
    msnp_peer_send(peer, 0, 0, 0, text->str, text->len, NULL, NULL);
}

/* An answer to what was asked under that branch. */
void
msnp_calls_answer(MsnpCalls *calls, MsnpPeer *peer, const MsnpSlp *asked, guint status, MsnpSlpBody body,
                  const char *fields)
{
    MsnpSlp slp = {.kind = MSNP_SLP_ANSWER, .status = status, .branch = asked->branch, .call_id = asked->call_id,
                   .cseq = asked->cseq + 1, .body = body, .fields = fields, .fields_len = strlen(fields)};

    msnp_calls_say(calls, peer, &slp);
}

static void
call_answer_session(MsnpCall *call, guint status)
{
    MsnpSlp asked = {.branch = call->branch, .call_id = call->call_id, .cseq = call->cseq};
    g_autofree char *fields = g_strdup_printf("SessionID: %u\r\n", call->session);

    msnp_calls_answer(call->calls, call->peer, &asked, status, MSNP_SLP_SESSION, fields);
}

void
msnp_call_accept(MsnpCall *call)
{
    call->active = TRUE;
    call_answer_session(call, 200);
    msnp_call_expect(call, MSNP_CALL_TIMEOUT);
}

void
msnp_call_refuse(MsnpCall *call, guint status)
{
    call_answer_session(call, status);
    call_forget(call);
}

void
msnp_call_bye(MsnpCall *call)
{
    char branch[MSNP_GUID_SIZE];
    MsnpSlp slp = {.kind = MSNP_SLP_BYE, .branch = branch, .call_id = call->call_id, .body = MSNP_SLP_CLOSE,
                   .fields = ""};

    msnp_core_guid(call->calls->core, branch);
    msnp_calls_say(call->calls, call->peer, &slp);
    call_forget(call);
}

void
msnp_call_hang_up(MsnpCall *call)
{
    if (call->ours || call->active)
        msnp_call_bye(call);
    else
        msnp_call_refuse(call, 603);
}

MsnpCall *
msnp_call_invite(MsnpCalls *calls, const char *who, const char *euf_guid, guint app_id, const void *context, gsize len,
                 guint64 timeout)
{
    g_autofree char *encoded = g_base64_encode(context, len);
    g_autofree char *fields = NULL;
    char call_id[MSNP_GUID_SIZE], branch[MSNP_GUID_SIZE];
    MsnpSlp slp = {.kind = MSNP_SLP_INVITE, .branch = branch, .call_id = call_id, .body = MSNP_SLP_SESSION};
    MsnpCall *call;

    msnp_core_guid(calls->core, call_id);
    msnp_core_guid(calls->core, branch);
    call = call_new(calls, msnp_peers_get(calls->peers, who), call_id, branch);
    call->ours = TRUE;
    call->app_id = app_id;
    msnp_core_random(calls->core, (guint8 *) &call->session, sizeof(call->session));
    call->session = (GUINT32_FROM_LE(call->session) >> 1) | 0x100; /* neither 0 nor 64; some peers have signed ones */
    fields = g_strdup_printf("EUF-GUID: %s\r\nSessionID: %u\r\nAppID: %u\r\nContext: %s\r\n", euf_guid, call->session,
                             app_id, encoded);
    slp.fields = fields;
    slp.fields_len = strlen(fields);
    msnp_calls_say(calls, call->peer, &slp);
    msnp_call_expect(call, timeout);
    return call;
}

/* ---- hearing ---- */

/* What people ask for that nothing here can do. */
static const struct {
    const char *euf_guid;
    const char *name;
} declined[] = {
    {"{4BD96FC0-AB17-4425-A14A-439185962DC8}", "webcam"},
    {"{1C9AA97E-9C05-4583-A3BD-908A196F1E92}", "webcam"},
    {"{6A13AF9C-5308-4F35-923A-67E8DDA40C2F}", "game"},
};

static void
call_decline_unknown(MsnpCall *call, const char *euf_guid)
{
    MsnpCore *core = call->calls->core;
    MsnpAction *action;
    guint i;

    if (!msnp_rate_allows(core, MSNP_RATE_WISH, msnp_call_who(call))) {
        msnp_call_refuse(call, 603);
        return;
    }
    action = msnp_core_tell_who(core, MSNP_EVENT_DECLINED, msnp_call_who(call), NULL);
    action->text = "unknown";
    for (i = 0; i < G_N_ELEMENTS(declined); i++)
        if (!g_ascii_strcasecmp(declined[i].euf_guid, euf_guid))
            action->text = declined[i].name;
    msnp_call_refuse(call, 603);
}

static void
call_dispatch(MsnpCall *call, const MsnpSlp *slp)
{
    g_autofree char *euf_guid = msnp_slp_field(slp, "EUF-GUID");
    MsnpCalls *calls = call->calls;
    guint i;

    for (i = 0; i < calls->n_apps; i++)
        if (!g_ascii_strcasecmp(calls->apps[i].euf_guid, euf_guid ? euf_guid : "")) {
            calls->apps[i].invited(calls->owner, call, slp);
            return;
        }
    call_decline_unknown(call, euf_guid ? euf_guid : "");
}

/* A session number that is none, that of drawings, or in use already is refused as what cannot be understood. */
static void
calls_invited(MsnpCalls *calls, MsnpPeer *peer, const MsnpSlp *slp)
{
    guint32 session, app_id = 0;
    MsnpCall *call;

    if (!msnp_slp_number(slp, "SessionID", &session) || session == 0 || session == MSNP_P2P_SESSION_INK ||
        calls_find_session(calls, peer, session)) {
        msnp_calls_answer(calls, peer, slp, 500, MSNP_SLP_NOTHING, "");
        return;
    }
    msnp_slp_number(slp, "AppID", &app_id);
    call = call_new(calls, peer, slp->call_id, slp->branch);
    call->session = session;
    call->app_id = app_id;
    call->cseq = slp->cseq;
    if (calls_count(calls, peer) > MSNP_LIMIT_CALLS)
        msnp_call_refuse(call, 603);
    else
        call_dispatch(call, slp);
}

static void
hear_invite(MsnpCalls *calls, MsnpPeer *peer, MsnpCall *call, const MsnpSlp *slp)
{
    if (slp->body == MSNP_SLP_TRANSPORT || slp->body == MSNP_SLP_TRANSPORT_ANSWER)
        msnp_offer_invited(calls, peer, call, slp);
    else if (call && !call->ours && !g_ascii_strcasecmp(call->branch, slp->branch))
        msnp_core_debug(calls->core, "an INVITE that has been heard already ignored"); /* nobody had acknowledged it */
    else if (slp->body != MSNP_SLP_SESSION || call)
        msnp_calls_answer(calls, peer, slp, 500, MSNP_SLP_NOTHING, "");
    else
        calls_invited(calls, peer, slp);
}

static void
hear_answer(MsnpCalls *calls, MsnpPeer *peer, MsnpCall *call, const MsnpSlp *slp)
{
    if (call && call->active) {
        msnp_offer_answered(call, slp);
    } else if (!call || !call->ours || slp->body == MSNP_SLP_TRANSPORT_ANSWER || slp->body == MSNP_SLP_TRANSPORT) {
        msnp_core_debug(calls->core, "an SLP answer to nothing that was asked ignored");
    } else if (slp->status < 200 || slp->status > 299) {
        call_over(call, MSNP_ERROR_DECLINED);
    } else {
        call->active = TRUE;
        msnp_call_expect(call, MSNP_CALL_TIMEOUT);
        if (call->klass && call->klass->accepted)
            call->klass->accepted(call);
    }
}

static void
hear_bye(MsnpCalls *calls, MsnpPeer *peer, MsnpCall *call, const MsnpSlp *slp)
{
    gboolean takes = call && call->active && call->klass && call->klass->data;

    if (!call)
        return;
    if (call->blob ? msnp_blob_is_sent(call->blob) : takes && msnp_peer_has_overtaken(peer)) {
        call->left = TRUE;
        msnp_call_expect(call, MSNP_BYE_TIMEOUT);
        return;
    }
    call_over(call, MSNP_ERROR_CANCELLED);
}

static void
hear_nothing(MsnpCalls *calls, MsnpPeer *peer, MsnpCall *call, const MsnpSlp *slp)
{
}

static void
on_slp(gpointer owner, MsnpPeer *peer, const guint8 *data, gsize len)
{
    static void (*const hear[])(MsnpCalls *, MsnpPeer *, MsnpCall *, const MsnpSlp *) = {
        [MSNP_SLP_INVITE] = hear_invite,
        [MSNP_SLP_BYE] = hear_bye,
        [MSNP_SLP_ACK] = hear_nothing,
        [MSNP_SLP_ANSWER] = hear_answer,
    };
    MsnpCalls *calls = owner;
    MsnpSlp slp;

    if (!msnp_slp_parse(data, len, &slp)) {
        msnp_core_debug(calls->core, "an SLP message that cannot be read ignored");
        return;
    }
    if (strcmp(slp.from, msnp_peer_who(peer)) || strcmp(slp.to, calls->core->own))
        msnp_core_debug(calls->core, "an SLP message in another name ignored");
    else
        hear[slp.kind](calls, peer, calls_find(calls, peer, slp.call_id), &slp);
    msnp_slp_clear(&slp);
}

static void
on_data(gpointer owner, MsnpPeer *peer, const MsnpP2pHeader *header, const guint8 *body)
{
    MsnpCalls *calls = owner;
    MsnpCall *call = calls_find_session(calls, peer, header->session);

    if (call && call->active && call->klass && call->klass->data) {
        call->stalled_at = 0;
        call->klass->data(call, header, body);
    } else {
        msnp_core_debug(calls->core, "data of no session ignored");
    }
}

static void
on_lost(gpointer owner, MsnpPeer *peer)
{
    MsnpCalls *calls = owner;
    guint i;

    for (i = 0; i < calls->calls->len; i++) {
        MsnpCall *call = g_ptr_array_index(calls->calls, i);

        if (call->peer == peer && call->active && call->klass && call->klass->stalled)
            call->stalled_at = calls->core->now + MSNP_ASK_AGAIN_AFTER;
    }
}

static void
on_reset(gpointer owner, MsnpPeer *peer, guint32 session)
{
    MsnpCall *call = calls_find_session(owner, peer, session);

    if (call)
        call_over(call, MSNP_ERROR_CANCELLED);
}

/* Every call with him; what over does may end others. */
static void
on_unreached(gpointer owner, MsnpPeer *peer, MsnpError error)
{
    MsnpCalls *calls = owner;
    guint i;

    for (i = 0; i < calls->calls->len; i++) {
        MsnpCall *call = g_ptr_array_index(calls->calls, i);

        if (call->peer == peer)
            call->blob = NULL; /* which has been dropped */
    }
    i = 0;
    while (i < calls->calls->len) {
        MsnpCall *call = g_ptr_array_index(calls->calls, i);

        if (call->peer != peer) {
            i++;
            continue;
        }
        call_over(call, error);
        i = 0;
    }
}

static void
on_ink(gpointer owner, MsnpPeer *peer, const guint8 *data, gsize len)
{
    MsnpCalls *calls = owner;

    msnp_show_ink_blob(calls->core, msnp_peer_who(peer), data, len);
}

/* ---- data out ---- */

static void
blob_acked(gpointer who)
{
    MsnpCall *call = who;

    call->blob = NULL;
    msnp_call_expect(call, MSNP_CALL_TIMEOUT);
    if (call->klass && call->klass->sent)
        call->klass->sent(call);
    if (call->left)
        call_over(call, MSNP_ERROR_CANCELLED);
}

static void
blob_want(gpointer who, guint64 offset, gsize len)
{
    MsnpCall *call = who;

    msnp_call_expect(call, MSNP_CALL_TIMEOUT);
    if (call->klass && call->klass->want)
        call->klass->want(call, offset, len);
}

/* While anything gets through it is not too late, however slow the line is. */
static void
blob_moved(gpointer who)
{
    MsnpCall *call = who;

    if (!call->left)
        msnp_call_expect(call, MSNP_CALL_TIMEOUT);
}

void
msnp_call_send(MsnpCall *call, guint32 flags, const void *data, guint64 total)
{
    static const MsnpBlobOwner klass = {blob_acked, blob_want, blob_moved};

    call->blob = msnp_peer_send(call->peer, call->session, flags, call->app_id, data, total, &klass, call);
}

void
msnp_call_feed(MsnpCall *call, const void *data, gsize len)
{
    if (call->blob)
        msnp_blob_feed(call->blob, data, len);
}

void
msnp_call_acknowledge(MsnpCall *call, const MsnpP2pHeader *header)
{
    msnp_peer_acknowledge(call->peer, header);
}

void
msnp_call_ask_again(MsnpCall *call, const MsnpP2pHeader *header, guint64 from)
{
    msnp_peer_ask_again(call->peer, header, from);
}

/* ---- state ---- */

void
msnp_call_set_owner(MsnpCall *call, const MsnpCallClass *klass, gpointer owner)
{
    call->klass = klass;
    call->owner = owner;
}

gpointer
msnp_call_owner(const MsnpCall *call)
{
    return call->owner;
}

const char *
msnp_call_who(const MsnpCall *call)
{
    return msnp_peer_who(call->peer);
}

void
msnp_call_expect(MsnpCall *call, guint64 timeout)
{
    call->deadline = call->calls->core->now + (call->left ? MIN(timeout, MSNP_BYE_TIMEOUT) : timeout);
}

/* ---- life ---- */

MsnpCalls *
msnp_calls_new(MsnpCore *core, MsnpTalks *talks, const MsnpCallApp *apps, guint n_apps, gpointer owner)
{
    static const MsnpPeersOwner klass = {on_slp, on_data, on_reset, msnp_offer_listening, on_unreached, on_ink,
                                          on_lost};
    MsnpCalls *calls = g_new0(MsnpCalls, 1);

    calls->core = core;
    calls->apps = apps;
    calls->n_apps = n_apps;
    calls->owner = owner;
    calls->calls = g_ptr_array_new_with_free_func(call_free);
    calls->peers = msnp_peers_new(core, talks, &klass, calls);
    return calls;
}

void
msnp_calls_free(MsnpCalls *calls)
{
    g_ptr_array_free(calls->calls, TRUE);
    msnp_peers_free(calls->peers);
    g_free(calls);
}

gboolean
msnp_calls_run(MsnpCalls *calls)
{
    return msnp_peers_run(calls->peers);
}

/* The other side may still be there: it hears that this is over. */
static void
call_time_out(MsnpCall *call)
{
    const MsnpCallClass *klass = call->klass;

    if (call->left) {
        call_over(call, MSNP_ERROR_CANCELLED);
        return;
    }
    call->klass = NULL;
    if (klass && klass->over)
        klass->over(call, MSNP_ERROR_NO_ANSWER);
    msnp_call_hang_up(call);
}

void
msnp_calls_tick(MsnpCalls *calls)
{
    guint64 now = calls->core->now;
    guint i = 0;

    msnp_peers_tick(calls->peers);
    while (i < calls->calls->len) {
        MsnpCall *call = g_ptr_array_index(calls->calls, i);

        if (call->stalled_at && now >= call->stalled_at) {
            call->stalled_at = 0;
            call->klass->stalled(call);
        }
        if (call->deadline == 0 || now < call->deadline) {
            i++;
            continue;
        }
        call_time_out(call);
        i = 0;
    }
}

guint64
msnp_calls_deadline(const MsnpCalls *calls)
{
    guint64 deadline = msnp_peers_deadline(calls->peers);
    guint i;

    for (i = 0; i < calls->calls->len; i++) {
        const MsnpCall *call = g_ptr_array_index(calls->calls, i);

        deadline = msnp_earlier(msnp_earlier(deadline, call->deadline), call->stalled_at);
    }
    return deadline;
}

void
msnp_calls_end(MsnpCalls *calls)
{
    while (calls->calls->len > 0) {
        MsnpCall *call = g_ptr_array_index(calls->calls, calls->calls->len - 1);

        call_over(call, MSNP_ERROR_SIGNED_OUT);
    }
    msnp_peers_end(calls->peers);
}
