/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of P2P with one person share: peer.c (people and their ways), peer-out.c (blobs on their way),
 * peer-in.c (packets that came). Nobody else includes it.
 */
#ifndef MSNP_PEER_PRIVATE_H
#define MSNP_PEER_PRIVATE_H

#include "msnp/peer.h"

struct _MsnpPeers {
    MsnpCore *core;
    MsnpTalks *talks;
    const MsnpPeersOwner *klass;
    gpointer owner;
    GHashTable *peers; /* handle to MsnpPeer, owned */
    GQueue dirty;      /* MsnpPeer: something may be sent */
    GPtrArray *awake;  /* MsnpPeer: something may become due; the others are not looked at when time passes */
    guint n_parts; /* of everybody */
    gboolean ended;
};

/* An SLP message or a drawing of which some packets have come. */
typedef struct {
    MsnpPeers *peers;
    guint32 id;
    guint32 session;
    guint64 total;
    GByteArray *bytes;
    guint64 heard;
} MsnpPart;

struct _MsnpPeer {
    MsnpPeers *peers;
    char *who;
    GPtrArray *blobs; /* MsnpBlob, owned: to be sent, or to be acknowledged */
    GPtrArray *parts; /* MsnpPart, owned */
    guint turn;       /* which blob sent data last */
    guint in_flight;  /* packets that the server has not acknowledged */
    guint window;     /* so many of them may be data: his share, if there are others in the switchboard */
    guint64 heard;    /* when it last did, or when the first of them went */
    guint refused;
    guint leaves;     /* how often he has left a switchboard */
    guint32 next_id;
    MsnpDirect *direct; /* NULL if there is none and none is being made */
    gboolean listens;   /* it was asked to, and nobody has been told where */
    guint64 hold_until; /* data waits for it; 0 if it does not */
    gboolean waited_in_vain; /* once, and there has been none since: what is next does not wait */
    guint64 used;       /* when anything last went over it */
    gboolean silent; /* the server acknowledges nothing, it seems */
    gboolean heard_directly; /* what is being heard */
    gboolean is_dirty;
    gboolean is_awake;
    gboolean knocking; /* a switchboard has been asked for */
};

struct _MsnpBlob {
    MsnpPeer *peer;
    const MsnpBlobOwner *klass;
    gpointer who;
    MsnpP2pHeader head; /* of its first packet */
    guint32 app_id;
    gboolean is_ack;
    gboolean streamed;
    GByteArray *data; /* from base on */
    guint64 base;
    guint64 asked;     /* of a streamed one: up to where */
    guint64 sent;      /* up to where; again from there on when a switchboard was lost */
    guint64 reached;   /* the most it ever was */
    guint64 confirmed; /* by the server: up to where */
    gboolean unsent;   /* one without bytes */
    guint asked_again; /* by him */
    gboolean dead;
    guint refs; /* packets in flight, and the peer */
};

/* ---- peer.c ---- */

/* Something may be sent to him now. */
void msnp_peer_touch(MsnpPeer *peer);

/* Something of his has a time from now on. */
void msnp_peer_wake(MsnpPeer *peer);

/* What was on its way is dropped, and the owner is told. */
void msnp_peer_unreached(MsnpPeer *peer, MsnpError error);

/* ---- peer-out.c ---- */

void msnp_blob_unref(MsnpBlob *blob);

/* Sends what can be sent. */
void msnp_peer_run(MsnpPeer *peer);

/* What went over a way that is lost may not have arrived: everything once more, from the start. */
void msnp_peer_rewind(MsnpPeer *peer);

/* A full window is taken for acknowledged: some services acknowledge nothing. */
void msnp_peer_stop_waiting(MsnpPeer *peer);

/* His acknowledgement of a whole blob. */
void msnp_peer_acked(MsnpPeer *peer, const MsnpP2pHeader *header);

/* He lacks something of a blob. */
void msnp_peer_asked_again(MsnpPeer *peer, const MsnpP2pHeader *header);

/* ---- peer-in.c ---- */

void msnp_peer_packet(MsnpPeer *peer, const MsnpP2pHeader *header, const guint8 *body);
void msnp_peer_part_free(gpointer part);

#endif
