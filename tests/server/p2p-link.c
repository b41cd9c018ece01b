/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how packets get to the other side, how they are numbered and how they are acknowledged;
 * nothing of what is in them. */
#include "p2p-link.h"

#include "log.h"
#include "p2p-blob.h"
#include "p2p-direct.h"
#include "p2p-session.h"
#include "puppet-kinds.h"
#include "puppets.h"

#define HEAD "MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\nP2P-Dest: "

#define SENT_LIMIT 64
#define USED_LIMIT 64

static GPtrArray *links;

static void
link_free(gpointer data)
{
    P2pLink *link = data;

    p2p_direct_free(link->direct);
    g_array_unref(link->used);
    g_array_unref(link->lost);
    g_ptr_array_unref(link->sent);
    g_ptr_array_unref(link->blobs);
    g_ptr_array_unref(link->sessions);
    g_ptr_array_unref(link->over);
    g_free(link);
}

const GPtrArray *
p2p_links(void)
{
    if (links == NULL)
        links = g_ptr_array_new_with_free_func(link_free);
    return links;
}

P2pLink *
p2p_link(Account *puppet, Account *peer)
{
    const GPtrArray *all = p2p_links();

    for (guint i = 0; i < all->len; i++) {
        P2pLink *link = all->pdata[i];

        if (link->puppet == puppet && link->peer == peer)
            return link;
    }
    P2pLink *link = g_new0(P2pLink, 1);

    link->puppet = puppet;
    link->peer = peer;
    link->next_id = g_random_int();
    link->used = g_array_new(FALSE, FALSE, sizeof(guint32));
    link->lost = g_array_new(FALSE, FALSE, sizeof(P2pPacket));
    link->sent = g_ptr_array_new_with_free_func(g_free);
    link->blobs = g_ptr_array_new_with_free_func(p2p_blob_free);
    link->sessions = g_ptr_array_new_with_free_func(p2p_session_free);
    link->over = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(links, link);
    return link;
}

void
p2p_bad(const P2pLink *link, const char *why)
{
    if (!p2p_direct_bad(link, why) && link->client != NULL)
        client_bad(link->client, link->command, "P2P to %s: %s", link->puppet->key, why);
}

/* ---- sending ---- */

Room *
p2p_link_room(const P2pLink *link)
{
    Room *room = room_by_number(link->room);

    if (room != NULL && room_member(room, link->puppet) != NULL &&
        room_member(room, link->peer) != NULL)
        return room;
    return room_shared(link->puppet, link->peer);
}

const char *
p2p_send_bytes(P2pLink *link, const GString *bytes)
{
    g_autoptr(GPtrArray) payloads = payloads_new();
    GString *payload = g_string_new(HEAD);
    Room *room = p2p_link_room(link);

    g_string_append_printf(payload, "%s\r\n\r\n", link->peer->mail);
    g_string_append_len(payload, bytes->str, (gssize) bytes->len);
    g_ptr_array_add(payloads, payload);
    if (room == NULL)
        return puppet_send(link->puppet, link->peer, payloads);
    puppet_say(room, link->puppet, payloads);
    return NULL;
}

const char *
p2p_send_packet(P2pLink *link, const P2pPacket *packet)
{
    g_autoptr(GString) bytes = g_string_new(NULL);

    if (p2p_direct_ready(link)) {
        p2p_direct_send(link, packet);
        return NULL;
    }
    p2p_packet_print(bytes, packet);
    return p2p_send_bytes(link, bytes);
}

static guint32
next_identifier(P2pLink *link)
{
    if (link->next_id == 0)
        link->next_id = 1;
    return link->next_id++;
}

const P2pSent *
p2p_expect_ack(P2pLink *link, guint32 session_id, guint64 total, P2pSession *session, P2pPart part)
{
    P2pSent *sent = g_new0(P2pSent, 1);

    sent->id = next_identifier(link);
    sent->chance = g_random_int() | 1;
    sent->session_id = session_id;
    sent->total = total;
    sent->session = session;
    sent->part = part;
    if (link->sent->len >= SENT_LIMIT)
        g_ptr_array_remove_index(link->sent, 0);
    g_ptr_array_add(link->sent, sent);
    return sent;
}

const char *
p2p_send_blob(P2pLink *link, const P2pPacket *like, const GString *bytes, P2pSession *session,
              P2pPart part)
{
    const P2pSent *sent = p2p_expect_ack(link, like->session, bytes->len, session, part);
    gboolean split = link->manner == LIE_SPLIT_SLP && like->session == 0 && bytes->len > 1;
    gsize step = split ? MIN((bytes->len + 1) / 2, P2P_BODY_LIMIT) : P2P_BODY_LIMIT;
    const char *why = NULL;

    for (gsize offset = 0; offset < bytes->len && why == NULL; offset += step) {
        const P2pPacket packet = {.session = like->session,
                                  .flags = like->flags,
                                  .app = like->app,
                                  .id = sent->id,
                                  .ack_id = sent->chance,
                                  .total = bytes->len,
                                  .offset = offset,
                                  .length = (guint32) MIN(step, bytes->len - offset),
                                  .body = bytes->str + offset};

        why = p2p_send_packet(link, &packet);
    }
    return why;
}

void
p2p_send_ack(P2pLink *link, const P2pBlob *blob)
{
    const P2pPacket *first = &blob->first;
    const P2pPacket packet = {.session = first->session,
                              .id = link->manner == LIE_NOT_ID ? ~first->id : next_identifier(link),
                              .total = first->total,
                              .flags = P2P_FLAG_ACK,
                              .ack_id = first->id,
                              .ack_uid = first->ack_id,
                              .ack_size = first->total,
                              .body = ""};

    p2p_send_packet(link, &packet);
}

/* ---- what the client acknowledges ---- */

gboolean
p2p_unacknowledged(const P2pLink *link, const P2pSession *session, P2pPart part)
{
    for (guint i = 0; i < link->sent->len; i++) {
        const P2pSent *sent = link->sent->pdata[i];

        if (sent->session == session && sent->part == part)
            return !link->jumbled;
    }
    return FALSE;
}

static const char *
ack_fault(const P2pSent *sent, const P2pPacket *packet)
{
    if (packet->ack_uid != sent->chance)
        return "an acknowledgement without the number of chance of the blob";
    if (packet->ack_size != sent->total || packet->total != sent->total)
        return "an acknowledgement of another size than the blob has";
    return packet->session != sent->session_id ? "an acknowledgement with another session" : NULL;
}

/* What the session has sent before this is acknowledged. Data may be given up in the middle. */
static const char *
order_fault(const P2pLink *link, const P2pSent *sent)
{
    for (guint i = 0; i < link->sent->len && link->sent->pdata[i] != sent; i++) {
        const P2pSent *earlier = link->sent->pdata[i];

        if (earlier->session == sent->session && earlier->part != PART_DATA)
            return "acknowledged before what was sent earlier";
    }
    return NULL;
}

void
p2p_ack_heard(P2pLink *link, const P2pPacket *packet)
{
    const P2pSent *sent = NULL;
    guint index = 0;

    for (; index < link->sent->len && sent == NULL; index++) {
        const P2pSent *candidate = link->sent->pdata[index];

        sent = candidate->id == packet->ack_id ? candidate : NULL;
    }
    if (sent == NULL) {
        if (!link->wild)
            p2p_bad(link, "acknowledged what was not sent, or twice");
        return;
    }
    const char *why = ack_fault(sent, packet);

    if (why == NULL && sent->session != NULL && !link->jumbled)
        why = order_fault(link, sent);
    if (why != NULL)
        p2p_bad(link, why);
    P2pSession *session = sent->session;
    P2pPart part = sent->part;

    g_ptr_array_remove_index(link->sent, index - 1);
    if (packet->session == P2P_SESSION_INK)
        log_event("ink-heard %s %s", link->peer->key, link->puppet->key);
    if (session != NULL && why == NULL)
        p2p_session_acked(session, part);
}

void
p2p_identifier(P2pLink *link, guint32 id)
{
    gboolean again = FALSE;

    for (guint i = 0; i < link->used->len; i++)
        again |= g_array_index(link->used, guint32, i) == id;
    if (again && !link->rerouted)
        p2p_bad(link, "this identifier was used before");
    if (link->used->len >= USED_LIMIT)
        g_array_remove_index(link->used, 0);
    g_array_append_val(link->used, id);
}

/* ---- the end ---- */

void
p2p_forget(const Account *account)
{
    for (guint i = links != NULL ? links->len : 0; i > 0; i--) {
        const P2pLink *link = links->pdata[i - 1];

        if (link->peer == account || link->puppet == account)
            g_ptr_array_remove_index(links, i - 1);
    }
}

void
p2p_links_clear(void)
{
    g_clear_pointer(&links, g_ptr_array_unref);
}
