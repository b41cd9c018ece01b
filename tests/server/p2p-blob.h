/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blobs of a client that are put together again from their chunks. */
#ifndef MSNPD_P2P_BLOB_H
#define MSNPD_P2P_BLOB_H

#include "p2p-link.h"

/* A chunk has come. Data go to their session piece by piece, other blobs once they are whole. */
void p2p_blob_take(P2pLink *link, const P2pPacket *packet);

/* A chunk got a NAK instead: it may come again, even behind the ones after it. */
void p2p_blob_lost(P2pLink *link, const P2pPacket *packet);

/* The rest of what the session has begun is passed over. */
void p2p_blob_refuse(P2pLink *link, guint32 session);

void p2p_blob_free(gpointer blob);

#endif
