/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Blobs on their way to one person: cut into packets, sent as fast as the way takes them, once more when it breaks.
 * Knows the pace; refuses to know what is in a blob.
 */
#include "msnp/peer-private.h"

#include <string.h>
#include "msnp/limits.h"

/* A packet in flight. */
typedef struct {
    MsnpBlob *blob;
    guint64 offset;
    guint64 end;
    guint leaves; /* of the peer, when it was sent */
} Packet;

void
msnp_blob_unref(MsnpBlob *blob)
{
    if (--blob->refs > 0)
        return;
    g_byte_array_free(blob->data, TRUE);
    g_free(blob);
}

void
msnp_blob_drop(MsnpBlob *blob)
{
    blob->dead = TRUE;
    blob->klass = NULL;
    g_ptr_array_remove(blob->peer->blobs, blob);
}

static MsnpBlob *
blob_new(MsnpPeer *peer, const MsnpP2pHeader *head, guint32 app_id, gboolean is_ack)
{
    MsnpBlob *blob = g_new0(MsnpBlob, 1);

    blob->peer = peer;
    blob->head = *head;
    blob->app_id = app_id;
    blob->data = g_byte_array_new();
    blob->is_ack = is_ack;
    blob->unsent = is_ack || head->total == 0;
    blob->refs = 1;
    g_ptr_array_add(peer->blobs, blob);
    msnp_peer_touch(peer);
    return blob;
}

MsnpBlob *
msnp_peer_send(MsnpPeer *peer, guint32 session, guint32 flags, guint32 app_id, const void *data, guint64 total,
               const MsnpBlobOwner *klass, gpointer who)
{
    MsnpP2pHeader head = {.session = session, .id = peer->next_id++, .total = total, .flags = flags};
    MsnpBlob *blob;

    msnp_core_random(peer->peers->core, (guint8 *) &head.ack_id, sizeof(head.ack_id));
    head.ack_id = GUINT32_FROM_LE(head.ack_id);
    blob = blob_new(peer, &head, app_id, FALSE);
    blob->klass = klass;
    blob->who = who;
    blob->streamed = data == NULL;
    if (data)
        g_byte_array_append(blob->data, data, (guint) total);
    return blob;
}

gboolean
msnp_blob_is_sent(const MsnpBlob *blob)
{
    return blob->reached == blob->head.total;
}

void
msnp_blob_feed(MsnpBlob *blob, const void *data, gsize len)
{
    g_byte_array_append(blob->data, data, (guint) len);
    msnp_peer_touch(blob->peer);
}

void
msnp_peer_acknowledge(MsnpPeer *peer, const MsnpP2pHeader *header)
{
    MsnpP2pHeader ack;

    msnp_p2p_acknowledge(header, peer->next_id++, &ack);
    blob_new(peer, &ack, 0, TRUE);
}

void
msnp_peer_ask_again(MsnpPeer *peer, const MsnpP2pHeader *header, guint64 from)
{
    MsnpP2pHeader nak;

    msnp_p2p_ask_again(header, peer->next_id++, from, &nak);
    blob_new(peer, &nak, 0, TRUE);
}

/* How much of it could be sent now: whole packets, or the last one. */
static gsize
blob_ready(const MsnpBlob *blob, gsize chunk)
{
    guint64 ready = blob->base + blob->data->len - blob->sent;

    if (ready < chunk && blob->sent + ready < blob->head.total)
        return 0;
    return (gsize) MIN(ready, chunk);
}

static gboolean
blob_can_send(const MsnpBlob *blob, gsize chunk)
{
    return blob->unsent || blob_ready(blob, chunk) > 0;
}

static gboolean
blob_is_data(const MsnpBlob *blob)
{
    return !blob->is_ack && blob->head.session != 0;
}

/* What the server has acknowledged is not sent again, unless something before it was refused: then an answer to what
 * was sent earlier may be about bytes that are to go again, and are needed. So base <= confirmed <= sent, always. */
static void
blob_confirm(MsnpBlob *blob, guint64 offset, guint64 end)
{
    guint64 over;

    if (offset > blob->confirmed)
        return;
    blob->confirmed = MAX(blob->confirmed, MIN(end, blob->sent));
    if (blob->klass && blob->klass->moved)
        blob->klass->moved(blob->who);
    over = blob->confirmed - blob->base;
    if (!blob->streamed || over < blob->data->len - over) /* what stays moves: not more than what goes */
        return;
    g_byte_array_remove_range(blob->data, 0, (guint) over);
    blob->base += over;
}

/* The server has it, and nobody waits for the other side: who acknowledges nothing must not make us keep it all. */
static gboolean
blob_is_settled(const MsnpBlob *blob)
{
    return !blob->klass && !blob->unsent && (blob->is_ack || blob->confirmed >= blob->head.total);
}

/* That data have come whole: said once, and without it the other side takes its file for lost. */
static gboolean
blob_is_receipt(const MsnpBlob *blob)
{
    guint32 session = blob->head.session;

    return blob->is_ack && session != 0 && session != MSNP_P2P_SESSION_INK && (blob->head.flags & MSNP_P2P_ACK);
}

/* Asks for more of a streamed one before it runs dry. */
static void
blob_ask(MsnpBlob *blob)
{
    gsize n;

    while (blob->streamed && blob->klass && blob->asked < blob->head.total &&
           blob->asked < blob->sent + MSNP_FILE_AHEAD) {
        n = (gsize) MIN(MSNP_FILE_PIECE, blob->head.total - blob->asked);
        blob->asked += n;
        blob->klass->want(blob->who, blob->asked - n, n);
    }
}

/* ---- packets out ---- */

static void
packet_free(Packet *packet)
{
    MsnpPeer *peer = packet->blob->peer;

    peer->in_flight -= MIN(peer->in_flight, 1);
    peer->heard = peer->peers->core->now;
    msnp_peer_touch(peer);
    msnp_blob_unref(packet->blob);
    g_free(packet);
}

static void
packet_arrived(gpointer who, const MsnpCommand *reply)
{
    Packet *packet = who;
    MsnpBlob *blob = packet->blob;

    blob->peer->refused = 0;
    blob->peer->silent = FALSE;
    blob_confirm(blob, packet->offset, packet->end);
    if (!blob->dead && blob_is_settled(blob))
        msnp_blob_drop(blob);
    packet_free(packet);
}

/* The switchboard has gone, or refused it: once more from there on. */
static void
packet_failed(gpointer who, MsnpError error, guint number)
{
    Packet *packet = who;
    MsnpBlob *blob = packet->blob;
    MsnpPeer *peer = blob->peer;
    gboolean he_left = packet->leaves != peer->leaves; /* then a whole window is refused, which says nothing of him */

    blob->sent = MIN(blob->sent, MAX(packet->offset, blob->base));
    blob->confirmed = MIN(blob->confirmed, blob->sent);
    blob->unsent = blob->unsent || packet->offset == packet->end;
    packet_free(packet);
    if (error != MSNP_ERROR_LOST && !he_left && ++peer->refused > MSNP_LIMIT_REFUSED && !peer->peers->ended)
        msnp_peer_unreached(peer, MSNP_ERROR_REFUSED);
}

/* What is to be sent next; NULL if that has no bytes, as in an acknowledgement. */
static const guint8 *
blob_body(const MsnpBlob *blob)
{
    return blob->data->len > 0 ? blob->data->data + (blob->sent - blob->base) : NULL;
}

static guint8 *
put_text(guint8 *p, const char *text)
{
    gsize len = strlen(text);

    memcpy(p, text, len);
    return p + len;
}

static void
blob_send_packet(MsnpBlob *blob, MsnpSb *sb)
{
    static const MsnpAsk ask_packet = {MSNP_VERB_ACK, packet_arrived, packet_failed, NULL};
    static const char mime[] = "MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\nP2P-Dest: ";
    static const char end[] = "\r\n\r\n";
    MsnpPeer *peer = blob->peer;
    MsnpP2pHeader head = blob->head;
    Packet *packet = g_new(Packet, 1);
    guint8 *p;

    head.offset = blob->sent;
    head.length = (guint32) blob_ready(blob, MSNP_P2P_CHUNK);
    *packet = (Packet){blob, blob->sent, blob->sent + head.length, peer->leaves};
    p = msnp_sb_send_room(sb, &ask_packet, packet, "D", strlen(mime) + strlen(peer->who) + strlen(end) +
                          MSNP_P2P_HEADER_SIZE + head.length + MSNP_P2P_FOOTER_SIZE);
    p = put_text(put_text(put_text(p, mime), peer->who), end);
    p = msnp_p2p_print(p, &head, blob_body(blob));
    msnp_p2p_print_footer(p, blob->app_id);
    blob->refs++;
    blob->sent = packet->end;
    blob->reached = MAX(blob->reached, blob->sent);
    blob->unsent = FALSE;
    if (peer->in_flight++ == 0)
        peer->heard = peer->peers->core->now;
}

/* SLP and acknowledgements first; data in turn, if it may go at all. NULL: nothing now. An SLP message of many packets
 * is for the window too, and then none overtakes it. A blob does not take another way while packets of it are still on
 * one: they would overtake each other. */
static MsnpBlob *
peer_next(MsnpPeer *peer, gsize chunk, gboolean data, gboolean rest_only)
{
    gboolean full = !rest_only && peer->in_flight >= peer->window, waits = FALSE;
    guint i, n = peer->blobs->len;

    for (i = 0; i < n; i++) {
        MsnpBlob *blob = g_ptr_array_index(peer->blobs, i);

        if (blob_is_data(blob) || !blob_can_send(blob, chunk) || (rest_only && blob->refs > 1 && !peer->silent))
            continue;
        waits = waits || (full && blob->head.total > chunk);
        if (blob->is_ack || !waits)
            return blob;
    }
    for (i = 1; i <= n && data; i++) {
        guint turn = (peer->turn + i) % n;
        MsnpBlob *blob = g_ptr_array_index(peer->blobs, turn);

        if (blob_is_data(blob) && blob_can_send(blob, chunk) && (!rest_only || blob->refs == 1 || peer->silent)) {
            peer->turn = turn;
            return blob;
        }
    }
    return NULL;
}

/* Over a direct connection nothing gets lost but with the connection: a receipt is kept until something behind it is
 * acknowledged. */
static void
blob_send_directly(MsnpBlob *blob, MsnpDirect *direct)
{
    MsnpP2pHeader head = blob->head;

    head.offset = blob->sent;
    head.length = (guint32) blob_ready(blob, MSNP_DIRECT_CHUNK);
    msnp_p2p_print(msnp_direct_send(direct, MSNP_P2P_HEADER_SIZE + head.length), &head, blob_body(blob));
    blob->peer->used = blob->peer->peers->core->now;
    blob->sent += head.length;
    blob->reached = MAX(blob->reached, blob->sent);
    blob->unsent = FALSE;
    blob_confirm(blob, blob->confirmed, blob->sent);
    if (blob->is_ack && !blob_is_receipt(blob))
        msnp_blob_drop(blob);
}

static void
peer_run_directly(MsnpPeer *peer)
{
    MsnpBlob *blob;

    while (msnp_direct_has_room(peer->direct) && (blob = peer_next(peer, MSNP_DIRECT_CHUNK, TRUE, TRUE))) {
        gboolean is_data = blob_is_data(blob);

        blob_send_directly(blob, peer->direct);
        if (is_data)
            blob_ask(blob);
    }
}

static void
peer_knock(MsnpPeer *peer)
{
    if (peer->knocking)
        return;
    peer->knocking = TRUE;
    msnp_talks_knock(peer->peers->talks, peer->who);
}

static gboolean
peer_data_may_go(const MsnpPeer *peer)
{
    return peer->in_flight < peer->window && peer->peers->core->now >= peer->hold_until;
}

void
msnp_peer_run(MsnpPeer *peer)
{
    MsnpSb *sb = msnp_talks_carrier(peer->peers->talks, peer->who);
    MsnpBlob *blob;
    guint i;

    for (i = 0; i < peer->blobs->len; i++)
        blob_ask(g_ptr_array_index(peer->blobs, i));
    if (peer->direct && msnp_direct_is_ready(peer->direct)) {
        peer_run_directly(peer);
        return;
    }
    if (sb)
        peer->window = MAX(1, MSNP_P2P_WINDOW / MAX(1, msnp_sb_n_participants(sb)));
    while ((blob = peer_next(peer, MSNP_P2P_CHUNK, peer_data_may_go(peer), FALSE))) {
        if (!sb) {
            peer_knock(peer);
            return;
        }
        blob_send_packet(blob, sb);
        blob_ask(blob);
    }
}

/* ---- what became of it ---- */

/* Once more from there on, which has been sent; what is no longer kept has to be fed again. */
static void
blob_rewind(MsnpBlob *blob, guint64 from)
{
    blob->sent = blob->confirmed = from;
    blob->unsent = blob->is_ack || blob->head.total == 0;
    if (!blob->streamed)
        return;
    g_byte_array_set_size(blob->data, 0);
    blob->base = blob->asked = from;
}

void
msnp_peer_rewind(MsnpPeer *peer)
{
    guint i;

    for (i = 0; i < peer->blobs->len; i++)
        blob_rewind(g_ptr_array_index(peer->blobs, i), 0);
}

/* Some services acknowledge nothing: then silence is as good. */
void
msnp_peer_stop_waiting(MsnpPeer *peer)
{
    guint i;

    for (i = peer->blobs->len; i > 0; i--) {
        MsnpBlob *blob = g_ptr_array_index(peer->blobs, i - 1);

        blob_confirm(blob, blob->confirmed, blob->sent);
        if (blob_is_settled(blob))
            msnp_blob_drop(blob);
    }
    peer->in_flight = 0;
    peer->silent = TRUE;
    msnp_peer_touch(peer);
}

/* Others do not say from where on, but how large it is, or nothing: all of it then. Some ask forever. */
void
msnp_peer_asked_again(MsnpPeer *peer, const MsnpP2pHeader *header)
{
    guint i;

    for (i = 0; i < peer->blobs->len; i++) {
        MsnpBlob *blob = g_ptr_array_index(peer->blobs, i);

        if (!blob_is_data(blob) || blob->head.id != header->ack_id || blob->asked_again >= MSNP_LIMIT_ASKED_AGAIN)
            continue;
        blob->asked_again++;
        blob_rewind(blob, header->ack_size < blob->sent ? header->ack_size : 0);
        msnp_peer_touch(peer);
        return;
    }
    msnp_core_debug(peer->peers->core, "asked again for what is not on its way: ignored");
}

/* What is sent later has been heard: so have these. */
static void
peer_drop_receipts(MsnpPeer *peer, guint before)
{
    guint i;

    for (i = before; i > 0; i--) {
        MsnpBlob *blob = g_ptr_array_index(peer->blobs, i - 1);

        if (blob_is_receipt(blob) && !blob->unsent)
            msnp_blob_drop(blob);
    }
}

/* Some say the random number wrong: the id decides. */
void
msnp_peer_acked(MsnpPeer *peer, const MsnpP2pHeader *header)
{
    guint i;

    for (i = 0; i < peer->blobs->len; i++) {
        MsnpBlob *blob = g_ptr_array_index(peer->blobs, i);
        const MsnpBlobOwner *klass = blob->klass;
        gpointer who = blob->who;

        if (blob->is_ack || blob->head.id != header->ack_id || !msnp_blob_is_sent(blob))
            continue;
        peer_drop_receipts(peer, i);
        msnp_blob_drop(blob);
        if (klass && klass->acked)
            klass->acked(who);
        return;
    }
}
