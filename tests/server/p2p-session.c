/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows which sessions there are and which of them a packet is for; what they say to each other is
 * in p2p-talk.c, what they do in the files of the roles. */
#include "p2p-session.h"

#include <string.h>

#include "log.h"
#include "p2p-blob.h"
#include "p2p-data.h"
#include "p2p-talk.h"

#define OVER_LIMIT 64

static guint32
new_id(const P2pLink *link)
{
    guint32 id;

    do
        id = (guint32) g_random_int_range(1000, G_MAXINT32);
    while (p2p_session_by_id(link, id) != NULL || p2p_session_over(link, id));
    return id;
}

P2pSession *
p2p_session_new(P2pLink *link, const P2pRole *role, const char *call, const char *branch)
{
    P2pSession *session = g_new0(P2pSession, 1);

    session->link = link;
    session->role = role;
    session->ours = call == NULL;
    session->call = call != NULL ? g_strdup(call) : slp_guid();
    session->branch = branch != NULL ? g_strdup(branch) : slp_guid();
    session->id = new_id(link);
    session->lie = p2p_lie_take(link->puppet, role->sends);
    link->manner = session->lie;
    for (guint i = 0; i < P2P_NONCE; i++)
        session->nonce[i] = (guint8) g_random_int();
    g_ptr_array_add(link->sessions, session);
    return session;
}

void
p2p_session_free(gpointer data)
{
    P2pSession *session = data;

    g_free(session->call);
    g_free(session->branch);
    g_free(session->transport);
    g_free(session->name);
    g_free(session->sha1);
    g_clear_pointer(&session->data, g_bytes_unref);
    g_clear_pointer(&session->plan, g_array_unref);
    g_clear_pointer(&session->sum, g_checksum_free);
    g_free(session);
}

static void
remember_over(P2pLink *link, char *what)
{
    if (link->over->len >= OVER_LIMIT)
        g_ptr_array_remove_index(link->over, 0);
    g_ptr_array_add(link->over, what);
}

void
p2p_session_end(P2pSession *session)
{
    P2pLink *link = session->link;

    remember_over(link, g_strdup(session->call));
    remember_over(link, g_strdup_printf("%u", session->id));
    p2p_blob_refuse(link, session->id);
    for (guint i = 0; i < link->sent->len; i++) {
        P2pSent *sent = link->sent->pdata[i];

        if (sent->session == session)
            sent->session = NULL;
    }
    g_ptr_array_remove(link->sessions, session);
}

/* ---- finding ---- */

P2pSession *
p2p_session_by_call(const P2pLink *link, const char *call)
{
    for (guint i = 0; i < link->sessions->len; i++) {
        P2pSession *session = link->sessions->pdata[i];

        if (strcmp(session->call, call) == 0)
            return session;
    }
    return NULL;
}

P2pSession *
p2p_session_by_id(const P2pLink *link, guint32 id)
{
    for (guint i = 0; i < link->sessions->len; i++) {
        P2pSession *session = link->sessions->pdata[i];

        if (session->id == id)
            return session;
    }
    return NULL;
}

P2pSession *
p2p_session_newest_file(const P2pLink *link)
{
    for (guint i = link->sessions->len; i > 0; i--) {
        P2pSession *session = link->sessions->pdata[i - 1];

        if ((session->role == &p2p_file || session->role == &p2p_take) &&
            session->stage != STAGE_ENDING)
            return session;
    }
    return NULL;
}

gboolean
p2p_call_over(const P2pLink *link, const char *call)
{
    for (guint i = 0; i < link->over->len; i++) {
        if (strcmp(link->over->pdata[i], call) == 0)
            return TRUE;
    }
    return FALSE;
}

gboolean
p2p_session_over(const P2pLink *link, guint32 id)
{
    g_autofree char *word = g_strdup_printf("%u", id);
    const P2pSession *session = p2p_session_by_id(link, id);

    return session != NULL ? session->stage == STAGE_ENDING : p2p_call_over(link, word);
}

gboolean
p2p_link_lies(const P2pLink *link)
{
    for (guint i = 0; i < link->sessions->len; i++) {
        if (((const P2pSession *) link->sessions->pdata[i])->lie != LIE_NONE)
            return TRUE;
    }
    return link->wild;
}

void
p2p_sessions_go_on(P2pLink *link)
{
    for (guint i = 0; i < link->sessions->len; i++) {
        P2pSession *session = link->sessions->pdata[i];

        if (!session->waits)
            continue;
        session->waits = FALSE;
        session->role->bridged(session);
    }
}

/* ---- packets ---- */

void
p2p_packet_heard(P2pLink *link, const P2pPacket *packet)
{
    if (packet->kind <= P2P_NAK)
        p2p_identifier(link, packet->id);
    if (packet->kind == P2P_ACK)
        p2p_ack_heard(link, packet);
    else if (packet->kind == P2P_RESET)
        p2p_session_reset(link, packet);
    else if (packet->kind == P2P_NAK)
        p2p_data_again(link, packet);
    else
        p2p_blob_take(link, packet);
}

void
p2p_session_acked(P2pSession *session, P2pPart part)
{
    const P2pLink *link = session->link;

    if (part == PART_BYE) {
        log_event("p2p-closed %s %s", link->peer->key, link->puppet->key);
        p2p_session_end(session);
    } else if (session->role->acked != NULL &&
               (session->stage != STAGE_ENDING || part == PART_DATA)) {
        session->role->acked(session, part);
    }
}

const char *
p2p_session_expects(P2pLink *link, const P2pPacket *packet)
{
    P2pSession *session = p2p_session_by_id(link, packet->session);

    if (session == NULL)
        return link->wild ? "" : "data of a session that nobody has agreed on";
    if (session->role->expects == NULL)
        return "data from the one who is to receive them";
    return session->role->expects(session, packet);
}

void
p2p_session_data(P2pLink *link, const P2pPacket *first, const char *bytes, gsize length)
{
    P2pSession *session = p2p_session_by_id(link, first->session);

    if (session != NULL && session->role->data != NULL)
        session->role->data(session, bytes, length);
}

void
p2p_session_blob(P2pLink *link, const P2pBlob *blob)
{
    if (blob->first.kind == P2P_SLP) {
        p2p_talk_heard(link, blob);
        return;
    }
    P2pSession *session = p2p_session_by_id(link, blob->first.session);

    p2p_send_ack(link, blob);
    if (session != NULL && session->role->whole != NULL)
        session->role->whole(session, blob);
}

void
p2p_session_reset(P2pLink *link, const P2pPacket *packet)
{
    P2pSession *session = p2p_session_by_id(link, packet->session);

    if (!p2p_link_lies(link))
        p2p_bad(link, "refused a packet that was right");
    log_event("p2p-reset %s %s", link->peer->key, link->puppet->key);
    if (session != NULL)
        p2p_session_end(session);
}

void
p2p_session_count(P2pSession *session, const char *bytes, gsize length)
{
    if (session->sum == NULL)
        session->sum = g_checksum_new(G_CHECKSUM_SHA1);
    g_checksum_update(session->sum, (const guchar *) bytes, (gssize) length);
    session->got += length;
    session->stage = STAGE_DATA;
}
