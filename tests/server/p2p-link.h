/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What goes by P2P between a puppet and somebody with a client: packets, and who has acknowledged
 * which. */
#ifndef MSNPD_P2P_LINK_H
#define MSNPD_P2P_LINK_H

#include "p2p-puppet.h"
#include "p2p-wire.h"
#include "room.h"

typedef struct P2pSession P2pSession;
typedef struct P2pDirect P2pDirect;

/* What a blob of the puppet's is. */
typedef enum {
    PART_INVITE,
    PART_ANSWER,
    PART_TRANSPORT,
    PART_PREPARATION,
    PART_DATA,
    PART_BYE,
    PART_ANY
} P2pPart;

/* A blob of the puppet's that is not acknowledged yet. */
typedef struct {
    guint32 id;
    guint32 chance;
    guint32 session_id; /* as the packets say: 0 for SLP */
    guint64 total;
    P2pPart part;
    P2pSession *session; /* NULL: over, or none */
} P2pSent;

/* A blob that the client has begun. */
typedef struct {
    P2pPacket first; /* without body */
    guint64 got;
    gboolean refused;
    GString *text;    /* of what is no data */
    GPtrArray *early; /* GString of whole packets that came in front of a lost one */
} P2pBlob;

typedef struct {
    Account *puppet;
    Account *peer;       /* the one with a client */
    guint room;          /* where he was heard last */
    guint32 next_id;     /* the puppet's */
    GArray *used;        /* guint32: identifiers of the peer's, the newest last */
    GPtrArray *sent;     /* of P2pSent */
    GPtrArray *blobs;    /* of P2pBlob */
    GArray *lost;        /* of P2pPacket: chunks that got a NAK */
    GPtrArray *sessions; /* of P2pSession, the newest last */
    GPtrArray *over;     /* Call-IDs and numbers of sessions that are over, as strings */
    P2pLie manner;       /* how the puppet writes: LIE_NOT_ID, LIE_SPLIT_SLP */
    gboolean wild;       /* the puppet has sent anything at all: what comes may fit to nothing */
    gboolean jumbled;    /* a NAK, or another way: things may come late, or twice */
    gboolean rerouted;   /* a direct connection is lost: what was whole may come again */
    P2pDirect *direct;   /* NULL: there was none yet */
    Client *client;      /* who is being read, and what; NULL: nobody */
    const Command *command;
} P2pLink;

/* The one between these two; made when there is none. */
P2pLink *p2p_link(Account *puppet, Account *peer);
/* All of them; do not free. */
const GPtrArray *p2p_links(void);

/* What the client has just sent is wrong. */
void p2p_bad(const P2pLink *link, const char *why);

/* The room in which both are; NULL if none. */
Room *p2p_link_room(const P2pLink *link);
/* The bytes, behind the head of the message; the peer is called if need be. NULL, or why not. */
const char *p2p_send_bytes(P2pLink *link, const GString *bytes);
/* A packet, its identifier and number of chance as they are; directly, if that can be. */
const char *p2p_send_packet(P2pLink *link, const P2pPacket *packet);
/* A blob, whole; of the packet session, flags and app are taken. NULL, or why not. */
const char *p2p_send_blob(P2pLink *link, const P2pPacket *like, const GString *bytes,
                          P2pSession *session, P2pPart part);
/* The same for data that are sent later: what the acknowledgement must say. */
const P2pSent *p2p_expect_ack(P2pLink *link, guint32 session_id, guint64 total, P2pSession *session,
                              P2pPart part);
/* The puppet acknowledges a blob. */
void p2p_send_ack(P2pLink *link, const P2pBlob *blob);
/* TRUE when the part of the session is not acknowledged yet, and should be. */
gboolean p2p_unacknowledged(const P2pLink *link, const P2pSession *session, P2pPart part);
/* The client acknowledges something. */
void p2p_ack_heard(P2pLink *link, const P2pPacket *packet);

/* A new blob of the client's, or an acknowledgement, has this identifier. */
void p2p_identifier(P2pLink *link, guint32 id);

/* What there was with ACCOUNT is forgotten: he signs in. */
void p2p_forget(const Account *account);
void p2p_links_clear(void);

#endif
