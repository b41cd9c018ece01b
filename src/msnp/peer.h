/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * P2P with one person: blobs cut into packets and put together again, acknowledged, over whatever switchboard there is
 * at the moment. Knows packets and their pace; refuses to know what is in a blob.
 */
#ifndef MSNP_PEER_H
#define MSNP_PEER_H

#include "msnp/direct.h"
#include "msnp/p2p.h"
#include "msnp/talk.h"

typedef struct _MsnpPeers MsnpPeers;
typedef struct _MsnpPeer MsnpPeer;
typedef struct _MsnpBlob MsnpBlob;

/* What came of people. */
typedef struct {
    /* An SLP message, whole; it has been acknowledged. */
    void (*slp)(gpointer owner, MsnpPeer *peer, const guint8 *data, gsize len);
    /* A packet of a session's data, in any order; body is header->length bytes. Who wants it acknowledges the whole by
     * msnp_peer_acknowledge(). */
    void (*data)(gpointer owner, MsnpPeer *peer, const MsnpP2pHeader *header, const guint8 *body);
    /* He wants to hear no more of that session. */
    void (*reset)(gpointer owner, MsnpPeer *peer, guint32 session);
    /* Where he can connect to since msnp_peer_listen(), or NULL if he cannot. */
    void (*listening)(gpointer owner, MsnpPeer *peer, const MsnpAddresses *addresses);
    /* He cannot be reached: what was on its way to him has been dropped. */
    void (*unreached)(gpointer owner, MsnpPeer *peer, MsnpError error);
    /* A drawing, whole; it has been acknowledged. */
    void (*ink)(gpointer owner, MsnpPeer *peer, const guint8 *data, gsize len);
    /* A switchboard with him is gone, and what was on its way in it perhaps too. */
    void (*lost)(gpointer owner, MsnpPeer *peer);
} MsnpPeersOwner;

MsnpPeers *msnp_peers_new(MsnpCore *core, MsnpTalks *talks, const MsnpPeersOwner *klass, gpointer owner);
void msnp_peers_free(MsnpPeers *peers);

/* Somebody (handle); made if unknown. A peer lives until msnp_peers_free(). */
MsnpPeer *msnp_peers_get(MsnpPeers *peers, const char *who);
const char *msnp_peer_who(const MsnpPeer *peer);

/* TRUE if a packet could go out at once. */
gboolean msnp_peer_has_bridge(const MsnpPeer *peer);

/* A direct connection with him, over which everything goes while it lasts. One at a time: has_direct is TRUE from the
 * attempt on. Data waits for it a little. addresses are taken over. */
gboolean msnp_peer_has_direct(const MsnpPeer *peer);

/* TRUE if it is one that waits for him to connect. */
gboolean msnp_peer_awaits_him(const MsnpPeer *peer);

/* TRUE if what is being heard of him came through a switchboard beside one in use, over which more may be on its way. */
gboolean msnp_peer_has_overtaken(const MsnpPeer *peer);

/* Gives up waiting for him, if it does so. */
void msnp_peer_connect(MsnpPeer *peer, GPtrArray *addresses, const MsnpNonces *nonces);
void msnp_peer_listen(MsnpPeer *peer, const MsnpNonces *nonces);

/* Data waits a little from now on; or (FALSE) no longer, nor where that was in vain the last time. */
void msnp_peer_hold(MsnpPeer *peer, gboolean hold);

/* What becomes of a blob on its way out. */
typedef struct {
    void (*acked)(gpointer who); /* by the other side; the blob is no more. NULL: nobody minds */
    void (*want)(gpointer who, guint64 offset, gsize len); /* of a streamed one: feed it that */
    void (*moved)(gpointer who); /* some of it has got through */
} MsnpBlobOwner;

/* Sends a blob of total bytes: data, copied, or NULL to be fed piece by piece. The returned blob is valid until it was
 * acknowledged, dropped, or the peer was unreached. */
MsnpBlob *msnp_peer_send(MsnpPeer *peer, guint32 session, guint32 flags, guint32 app_id, const void *data,
                         guint64 total, const MsnpBlobOwner *klass, gpointer who);
void msnp_blob_feed(MsnpBlob *blob, const void *data, gsize len);
void msnp_blob_drop(MsnpBlob *blob);

/* TRUE if all of it has been sent at least once. */
gboolean msnp_blob_is_sent(const MsnpBlob *blob);

/* Acknowledges the blob that this packet ended. */
void msnp_peer_acknowledge(MsnpPeer *peer, const MsnpP2pHeader *header);

/* Asks for the blob of which this was a packet from there on once more. */
void msnp_peer_ask_again(MsnpPeer *peer, const MsnpP2pHeader *header, guint64 from);

/* Sends what can be sent now. TRUE if there was anything to do. */
gboolean msnp_peers_run(MsnpPeers *peers);

/* Forgets parts that are not completed; the next time that there is something to forget, 0 for never. */
void msnp_peers_tick(MsnpPeers *peers);
guint64 msnp_peers_deadline(const MsnpPeers *peers);

/* Nothing is sent from now on. */
void msnp_peers_end(MsnpPeers *peers);

#endif
