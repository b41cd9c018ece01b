/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * P2P packets that came from one person: told apart, SLP messages and drawings put together. Knows kinds and bounds;
 * refuses to know what is said.
 */
#include "msnp/peer-private.h"

#include <string.h>
#include "msnp/limits.h"

void
msnp_peer_part_free(gpointer data)
{
    MsnpPart *part = data;

    part->peers->n_parts--;
    g_byte_array_free(part->bytes, TRUE);
    g_free(part);
}

static MsnpPart *
part_find(MsnpPeer *peer, const MsnpP2pHeader *header)
{
    guint i;

    for (i = 0; i < peer->parts->len; i++) {
        MsnpPart *part = g_ptr_array_index(peer->parts, i);

        if (part->id == header->id && part->session == header->session)
            return part;
    }
    return NULL;
}

/* The part that a packet goes on with, or begins; NULL if it does not fit. */
static MsnpPart *
part_for(MsnpPeer *peer, const MsnpP2pHeader *header)
{
    MsnpPart *part = part_find(peer, header);

    if (part && header->offset == 0) { /* once more from the start */
        g_ptr_array_remove(peer->parts, part);
        part = NULL;
    }
    if (part)
        return part->total == header->total && part->bytes->len == header->offset ? part : NULL;
    if (header->offset > 0 || peer->parts->len >= MSNP_LIMIT_SLP_PARTS ||
        peer->peers->n_parts >= MSNP_LIMIT_SLP_PARTS_ALL)
        return NULL;
    part = g_new0(MsnpPart, 1);
    part->peers = peer->peers;
    part->peers->n_parts++;
    part->id = header->id;
    part->session = header->session;
    part->total = header->total;
    part->bytes = g_byte_array_new();
    g_ptr_array_add(peer->parts, part);
    msnp_peer_wake(peer);
    return part;
}

typedef void (*Whole)(gpointer owner, MsnpPeer *peer, const guint8 *data, gsize len);

/* What is of use only when all of it is here. */
static void
peer_whole(MsnpPeer *peer, const MsnpP2pHeader *header, const guint8 *body, guint64 limit, Whole whole)
{
    MsnpPeers *peers = peer->peers;
    MsnpPart *part;
    guint i;

    if (header->total == 0 || header->total > limit || !(part = part_for(peer, header))) {
        msnp_core_debug(peers->core, "a packet of an SLP message or a drawing that does not fit ignored");
        return;
    }
    g_byte_array_append(part->bytes, body, header->length);
    part->heard = peers->core->now;
    if (part->bytes->len < part->total)
        return;
    g_ptr_array_find(peer->parts, part, &i);
    g_ptr_array_steal_index(peer->parts, i);
    msnp_peer_acknowledge(peer, header);
    whole(peers->owner, peer, part->bytes->data, part->bytes->len);
    msnp_peer_part_free(part);
}

void
msnp_peer_packet(MsnpPeer *peer, const MsnpP2pHeader *header, const guint8 *body)
{
    MsnpPeers *peers = peer->peers;

    if (header->flags & (MSNP_P2P_ACK | MSNP_P2P_CLOSED))
        msnp_peer_acked(peer, header);
    else if (header->flags & (MSNP_P2P_RESET | MSNP_P2P_ERROR))
        peers->klass->reset(peers->owner, peer, header->session);
    else if (header->flags & MSNP_P2P_NAK)
        msnp_peer_asked_again(peer, header);
    else if (peer->blobs->len >= MSNP_LIMIT_UNSAID)
        msnp_core_debug(peers->core, "a P2P packet of somebody who takes nothing of what is said to him ignored");
    else if (header->flags & MSNP_P2P_NONCE)
        msnp_core_debug(peers->core, "a P2P packet of a kind that means nothing here ignored");
    else if (header->session == 0)
        peer_whole(peer, header, body, MSNP_LIMIT_SLP, peers->klass->slp);
    else if (header->session == MSNP_P2P_SESSION_INK)
        peer_whole(peer, header, body, MSNP_LIMIT_INK_BLOB, peers->klass->ink);
    else
        peers->klass->data(peers->owner, peer, header, body);
}
