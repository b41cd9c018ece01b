/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows in which order the chunks of a blob come, and how many blobs may be open. */
#include "p2p-blob.h"

#include "p2p-session.h"

#define BLOBS_LIMIT 8
#define EARLY_LIMIT 16
#define LOST_LIMIT  16
#define TEXT_LIMIT  65536

void
p2p_blob_free(gpointer data)
{
    P2pBlob *blob = data;

    if (blob->text != NULL)
        g_string_free(blob->text, TRUE);
    g_clear_pointer(&blob->early, g_ptr_array_unref);
    g_free(blob);
}

static void
packet_free(gpointer data)
{
    g_string_free(data, TRUE);
}

static P2pBlob *
blob_find(const P2pLink *link, guint32 id)
{
    for (guint i = 0; i < link->blobs->len; i++) {
        P2pBlob *blob = link->blobs->pdata[i];

        if (blob->first.id == id)
            return blob;
    }
    return NULL;
}

/* TRUE when the chunk at OFFSET got a NAK; with FORGET it has come now. */
static gboolean
lost(P2pLink *link, guint32 id, guint64 offset, gboolean forget)
{
    for (guint i = 0; i < link->lost->len; i++) {
        const P2pPacket *packet = &g_array_index(link->lost, P2pPacket, i);

        if (packet->id != id || packet->offset != offset)
            continue;
        if (forget)
            g_array_remove_index(link->lost, i);
        return TRUE;
    }
    return FALSE;
}

void
p2p_blob_lost(P2pLink *link, const P2pPacket *packet)
{
    P2pPacket copy = *packet;

    copy.body = NULL;
    if (link->lost->len >= LOST_LIMIT)
        g_array_remove_index(link->lost, 0);
    g_array_append_val(link->lost, copy);
}

void
p2p_blob_refuse(P2pLink *link, guint32 session)
{
    for (guint i = 0; i < link->blobs->len; i++) {
        P2pBlob *blob = link->blobs->pdata[i];

        blob->refused |= blob->first.session == session;
    }
}

/* ---- beginning ---- */

static guint
count_open(const P2pLink *link)
{
    guint open = 0;

    for (guint i = 0; i < link->blobs->len; i++)
        open += ((const P2pBlob *) link->blobs->pdata[i])->refused ? 0 : 1;
    return open;
}

/* The oldest of those that are only kept to be passed over. */
static void
drop_refused(P2pLink *link)
{
    for (guint i = 0; link->blobs->len >= 2 * BLOBS_LIMIT && i < link->blobs->len; i++) {
        if (((const P2pBlob *) link->blobs->pdata[i])->refused) {
            g_ptr_array_remove_index(link->blobs, i);
            return;
        }
    }
}

/* What keeps the blob from being taken; "" if that is nobody's fault. */
static const char *
begin_fault(P2pLink *link, const P2pPacket *packet)
{
    if (packet->kind != P2P_SLP && p2p_session_over(link, packet->session))
        return "";
    if (packet->offset != 0 && !lost(link, packet->id, 0, FALSE))
        return "a blob that does not begin at 0";
    if (count_open(link) >= BLOBS_LIMIT)
        return "too many blobs are open";
    if (packet->kind == P2P_SLP)
        return packet->total > TEXT_LIMIT ? "an SLP message of more than 65536 bytes" : NULL;
    return p2p_session_expects(link, packet);
}

/* Also one that is refused is kept, so that the rest of it says nothing more. */
static P2pBlob *
blob_begin(P2pLink *link, const P2pPacket *packet)
{
    P2pBlob *blob = g_new0(P2pBlob, 1);
    const char *why;

    p2p_identifier(link, packet->id);
    why = begin_fault(link, packet);
    blob->first = *packet;
    blob->first.body = NULL;
    blob->refused = why != NULL;
    if (packet->kind == P2P_SLP || packet->kind == P2P_PREPARATION)
        blob->text = g_string_new(NULL);
    if (why != NULL && why[0] != '\0')
        p2p_bad(link, why);
    drop_refused(link);
    g_ptr_array_add(link->blobs, blob);
    return blob;
}

/* ---- going on ---- */

static gboolean
fits(const P2pBlob *blob, const P2pPacket *packet)
{
    const P2pPacket *first = &blob->first;

    return first->session == packet->session && first->total == packet->total &&
           first->flags == packet->flags && first->ack_id == packet->ack_id &&
           (first->app == packet->app || first->direct != packet->direct);
}

/* TRUE when that was all of it. */
static gboolean
append(P2pLink *link, P2pBlob *blob, const P2pPacket *packet)
{
    blob->got += packet->length;
    if (blob->refused)
        return blob->got >= blob->first.total;
    if (blob->text != NULL)
        g_string_append_len(blob->text, packet->body, packet->length);
    else
        p2p_session_data(link, &blob->first, packet->body, packet->length);
    return blob->got == blob->first.total;
}

static void
finish(P2pLink *link, P2pBlob *blob)
{
    guint index;

    if (!g_ptr_array_find(link->blobs, blob, &index))
        return;
    g_ptr_array_steal_index(link->blobs, index);
    if (!blob->refused)
        p2p_session_blob(link, blob);
    p2p_blob_free(blob);
}

/* In front of a chunk that got a NAK; it is kept for later. */
static void
keep_early(P2pBlob *blob, const P2pPacket *packet)
{
    GString *bytes = g_string_new(NULL);

    if (blob->early == NULL)
        blob->early = g_ptr_array_new_with_free_func(packet_free);
    if (blob->early->len >= EARLY_LIMIT)
        g_ptr_array_remove_index(blob->early, 0);
    p2p_packet_print(bytes, packet);
    g_ptr_array_add(blob->early, bytes);
}

/* What waited for the chunk that has come. TRUE when that was all of the blob. */
static gboolean
append_early(P2pLink *link, P2pBlob *blob)
{
    gboolean whole = FALSE;

    for (guint i = 0; blob->early != NULL && i < blob->early->len && !whole; i++) {
        const GString *bytes = blob->early->pdata[i];
        P2pPacket packet;

        p2p_packet_read(bytes->str, bytes->len, &packet);
        if (packet.offset == blob->got)
            whole = append(link, blob, &packet);
    }
    return whole;
}

/* The chunks of one way are cut otherwise than those of another: of what has come in part by both,
 * the rest. */
static P2pPacket
rest_of(const P2pLink *link, const P2pBlob *blob, const P2pPacket *packet)
{
    P2pPacket rest = *packet;
    guint64 known = blob->got - MIN(blob->got, packet->offset);

    if (!link->jumbled || blob->refused || known >= packet->length)
        return rest;
    rest.offset += known;
    rest.body += known;
    rest.length -= (guint32) known;
    return rest;
}

static void
blob_go_on(P2pLink *link, P2pBlob *blob, const P2pPacket *packet)
{
    if (packet->offset != blob->got && !blob->refused) {
        if (packet->offset > blob->got && lost(link, packet->id, blob->got, FALSE))
            keep_early(blob, packet);
        else if (packet->offset > blob->got || !link->jumbled)
            p2p_bad(link, "this is not the next chunk of the blob");
        return;
    }
    lost(link, packet->id, packet->offset, TRUE);
    if (append(link, blob, packet) || append_early(link, blob))
        finish(link, blob);
}

void
p2p_blob_take(P2pLink *link, const P2pPacket *packet)
{
    P2pBlob *blob = blob_find(link, packet->id);

    if (blob == NULL)
        blob = blob_begin(link, packet);
    if (!fits(blob, packet)) {
        p2p_bad(link, "the chunks of a blob differ in more than their offsets");
        return;
    }
    const P2pPacket rest = rest_of(link, blob, packet);

    blob_go_on(link, blob, &rest);
}
