/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows which SLP message may come when, and which one answers it. */
#include "p2p-talk.h"

#include <string.h>

#include "log.h"
#include "p2p-offer.h"

#define SESSIONS_LIMIT 64

#define BYE_BRANCH "{A0D624A6-6C0C-4283-A9E0-BC97B4B46D32}"

/* ---- what the puppet says ---- */

const char *
p2p_talk_say(P2pSession *session, Slp *slp, const char *fields, P2pPart part)
{
    static const P2pPacket like = {.session = 0};
    const P2pLink *link = session->link;

    slp->to = slp->target = link->peer->mail;
    slp->from = link->puppet->mail;
    slp->call = session->call;
    slp->number = slp->method == NULL ? 1 : 0;
    GString *text = slp_print(slp, fields);
    const char *why = p2p_send_blob(session->link, &like, text, session, part);

    g_string_free(text, TRUE);
    return why;
}

const char *
p2p_talk_invite(P2pSession *session, const char *euf, const GString *context)
{
    g_autofree char *base64 = g_base64_encode((const guchar *) context->str, context->len);
    g_autofree char *fields =
        g_strdup_printf("EUF-GUID: %s\r\nSessionID: %u\r\nAppID: %u\r\nContext: %s\r\n", euf,
                        session->id, session->app, base64);
    Slp slp = {.method = (char *) "INVITE", .branch = session->branch, .type = SLP_REQUEST};
    const char *why = p2p_talk_say(session, &slp, fields, PART_INVITE);

    if (why != NULL)
        p2p_session_end(session);
    return why;
}

void
p2p_talk_answer(P2pSession *session, guint status)
{
    g_autofree char *fields = g_strdup_printf("SessionID: %u\r\n", session->id);
    Slp slp = {.status = status,
               .branch = session->branch,
               .type = status == 500 ? SLP_NULL : SLP_REQUEST};

    p2p_talk_say(session, &slp, fields, PART_ANSWER);
    if (status == 200)
        session->stage = STAGE_OPEN;
    else
        p2p_session_end(session);
}

void
p2p_talk_bye(P2pSession *session)
{
    Slp slp = {.method = (char *) "BYE", .branch = (char *) BYE_BRANCH, .type = SLP_CLOSE};

    session->stage = STAGE_ENDING;
    p2p_talk_say(session, &slp, "", PART_BYE);
}

/* ---- invitations ---- */

static const char *
no_euf(P2pSession *session, const Slp *slp)
{
    return "an invitation to what nobody here has";
}

static const P2pRole p2p_unknown = {.euf = "", .begin = no_euf};

static const P2pRole *
role_for(const char *euf)
{
    static const P2pRole *const roles[] = {&p2p_serve, &p2p_take};

    for (guint i = 0; i < G_N_ELEMENTS(roles); i++) {
        if (g_strcmp0(roles[i]->euf, euf) == 0)
            return roles[i];
    }
    return &p2p_unknown;
}

static const char *
fields_fault(const Slp *slp, const char *const *names)
{
    guint known = 0;

    for (guint i = 0; names[i] != NULL; i++)
        known += slp_field(slp, names[i]) != NULL ? 1 : 0;
    return known == g_hash_table_size(slp->fields) ? NULL : "an SLP field that is unknown here";
}

/* What is wrong with an invitation, whatever it is to; its number goes to SESSION. */
static const char *
request_fault(P2pSession *session, const Slp *slp)
{
    static const char *const names[] = {
        "EUF-GUID",           "SessionID",    "AppID",   "SChannelState",
        "Capabilities-Flags", "RequestFlags", "Context", NULL};
    guint32 id;

    if (!slp_number(slp, "SessionID", &id) || id == 0 || id == 64 || id > G_MAXINT32)
        return "a SessionID is a number from 1 to 2147483647, and not 64";
    if (p2p_session_by_id(session->link, id) != NULL || p2p_session_over(session->link, id))
        return "this SessionID is taken";
    session->id = id;
    if (session->link->sessions->len > SESSIONS_LIMIT)
        return "too many sessions are open";
    if (!slp_number(slp, "AppID", &session->app) || slp_field(slp, "Context") == NULL)
        return "an invitation without AppID or Context";
    return fields_fault(slp, names);
}

static void
invitation_heard(P2pLink *link, const P2pBlob *blob, const Slp *slp)
{
    const P2pRole *role = role_for(slp_field(slp, "EUF-GUID"));
    P2pSession *session = p2p_session_new(link, role, slp->call, slp->branch);
    const char *why = request_fault(session, slp);

    if (why == NULL)
        why = role->begin(session, slp);
    if (why != NULL)
        p2p_bad(link, why);
    if (session->lie != LIE_SILENT)
        p2p_send_ack(link, blob);
    if (why != NULL)
        p2p_talk_answer(session, 603);
    else if (session->lie != LIE_SILENT)
        role->reply(session);
}

static void
invite_heard(P2pLink *link, const P2pBlob *blob, const Slp *slp)
{
    P2pSession *session = p2p_session_by_call(link, slp->call);

    if (session == NULL && slp->type == SLP_REQUEST && !p2p_call_over(link, slp->call)) {
        invitation_heard(link, blob, slp);
        return;
    }
    p2p_send_ack(link, blob);
    if (session == NULL && slp->type == SLP_REQUEST)
        p2p_bad(link, "an invitation with the Call-ID of an old one");
    else if (slp->type == SLP_REQUEST)
        p2p_bad(link, "invited twice with one Call-ID");
    else if (session != NULL)
        p2p_offer_heard(session, slp);
    else if (!p2p_call_over(link, slp->call))
        p2p_bad(link, "how to connect is asked for an unknown call");
}

/* ---- the rest ---- */

static void
bye_heard(P2pLink *link, const P2pBlob *blob, const Slp *slp)
{
    P2pSession *session = p2p_session_by_call(link, slp->call);
    guint32 id;

    if (session == NULL) {
        if (!p2p_call_over(link, slp->call) && !link->wild)
            p2p_bad(link, "BYE for an unknown call");
        p2p_send_ack(link, blob);
        return;
    }
    if (slp_field(slp, "SessionID") != NULL &&
        (!slp_number(slp, "SessionID", &id) || id != session->id))
        p2p_bad(link, "BYE with the SessionID of another call");
    if (session->lie != LIE_SILENT)
        p2p_send_ack(link, blob);
    log_event("p2p-bye %s %s", link->peer->key, link->puppet->key);
    if (session->role->ended != NULL && session->stage != STAGE_ENDING)
        session->role->ended(session);
    p2p_session_end(session);
}

static const char *
answer_fault(const P2pSession *session, const Slp *slp)
{
    guint32 id = 0;

    if (!session->ours)
        return "answered what it has asked itself";
    if (session->stage != STAGE_INVITED)
        return "answered an invitation twice";
    if (slp->type == SLP_BRIDGE || (slp->status == 200 && slp->type != SLP_REQUEST))
        return "this answer does not have this content type";
    if (slp->type == SLP_REQUEST && (!slp_number(slp, "SessionID", &id) || id != session->id ||
                                     g_hash_table_size(slp->fields) != 1))
        return "an answer has the SessionID, and nothing else";
    if (p2p_unacknowledged(session->link, session, PART_INVITE))
        return "answered before it was acknowledged";
    return NULL;
}

static void
answer_heard(P2pLink *link, const P2pBlob *blob, const Slp *slp)
{
    P2pSession *session = p2p_session_by_call(link, slp->call);
    gboolean bridge = session != NULL && g_strcmp0(session->transport, slp->branch) == 0;
    const char *why = NULL;

    if (session == NULL)
        why = link->wild || p2p_call_over(link, slp->call) ? NULL : "an answer to an unknown call";
    else if (!bridge && strcmp(session->branch, slp->branch) != 0)
        why = "an answer without the branch of what it answers";
    else if (session->stage != STAGE_ENDING)
        why = bridge ? p2p_offer_fault(session, slp) : answer_fault(session, slp);
    if (why != NULL)
        p2p_bad(link, why);
    p2p_send_ack(link, blob);
    if (why != NULL || session == NULL || session->stage == STAGE_ENDING)
        return;
    if (bridge) {
        p2p_offer_answered(session, slp);
        return;
    }
    session->stage = STAGE_OPEN;
    session->role->answered(session, slp->status);
    if (slp->status != 200)
        p2p_session_end(session);
}

static const char *
address_fault(const P2pLink *link, const Slp *slp)
{
    if (g_ascii_strcasecmp(slp->from, link->peer->mail) != 0)
        return "an SLP message that is not from its sender";
    if (g_ascii_strcasecmp(slp->to, link->puppet->mail) != 0)
        return "an SLP message to somebody else";
    if (slp->target != NULL && g_ascii_strcasecmp(slp->target, link->puppet->mail) != 0)
        return "the first line of an SLP message names somebody else";
    return NULL;
}

void
p2p_talk_heard(P2pLink *link, const P2pBlob *blob)
{
    Slp slp;
    const char *why = slp_read(blob->text->str, blob->text->len, &slp);

    if (why == NULL)
        why = address_fault(link, &slp);
    if (why != NULL) {
        p2p_bad(link, why);
        p2p_send_ack(link, blob);
    } else if (slp.method == NULL) {
        answer_heard(link, blob, &slp);
    } else if (slp.method[0] == 'B') {
        bye_heard(link, blob, &slp);
    } else {
        invite_heard(link, blob, &slp);
    }
    slp_clear(&slp);
}
