/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The direct connection between a puppet and a client, over which all packets go once both have
 * proved by a nonce who they are. */
#ifndef MSNPD_P2P_DIRECT_H
#define MSNPD_P2P_DIRECT_H

#include "p2p-link.h"

#define P2P_NONCE 16

typedef enum { PROOF_NONCE, PROOF_HASH, PROOF_ANY } P2pProof;

typedef struct {
    guint8 say[P2P_NONCE];
    guint8 hear[P2P_NONCE]; /* the nonce, or what its hash must be */
    P2pProof proof;         /* PROOF_ANY: the client has not said its hash */
} P2pNonces;

/* What anybody says who knows SECRET. */
void p2p_nonce_hash(const guint8 *secret, guint8 *out);

/* Waits for the client; the port, or 0 when there is none. */
guint p2p_direct_listen(P2pLink *link, const P2pNonces *nonces);
/* Goes to where the client listens. */
void p2p_direct_dial(P2pLink *link, guint port, const P2pNonces *nonces);
/* It stands, or is on its way. */
gboolean p2p_direct_busy(const P2pLink *link);
/* The puppet sends over it. */
gboolean p2p_direct_ready(const P2pLink *link);
/* How much of a body he sends there at once. */
gsize p2p_direct_body(const P2pLink *link);
gsize p2p_direct_queued(const P2pLink *link);
void p2p_direct_send(P2pLink *link, const P2pPacket *packet);
/* The puppet closes it. NULL, or why not. */
const char *p2p_direct_close(P2pLink *link);

/* What is wrong with the frame that is being read. FALSE: none is. */
gboolean p2p_direct_bad(const P2pLink *link, const char *why);

void p2p_direct_free(P2pDirect *direct);

#endif
