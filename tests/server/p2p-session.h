/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a puppet and a client have agreed on, or are about to: an object, or a file. */
#ifndef MSNPD_P2P_SESSION_H
#define MSNPD_P2P_SESSION_H

#include "p2p-direct.h"
#include "p2p-slp.h"

typedef enum {
    STAGE_INVITED, /* who was invited has not answered */
    STAGE_OPEN,    /* agreed */
    STAGE_DATA,    /* some data have gone */
    STAGE_WHOLE,   /* all of them, and they were acknowledged */
    STAGE_ENDING   /* the puppet has said BYE */
} P2pStage;

/* What each kind of session does with what happens to it. Whatever is missing does not happen. */
typedef struct {
    const char *euf; /* the invitations that it takes; NULL: the puppet invites */
    gboolean sends;  /* the puppet has the data */
    /* The client invites: what is wrong, or NULL. After the acknowledgement reply() goes on. */
    const char *(*begin)(P2pSession *session, const Slp *slp);
    void (*reply)(P2pSession *session);
    /* The client has answered the invitation. After anything but 200 the session ends. */
    void (*answered)(P2pSession *session, guint status);
    /* It is clear how packets go. */
    void (*bridged)(P2pSession *session);
    /* The client has acknowledged this. */
    void (*acked)(P2pSession *session, P2pPart part);
    /* The client begins a blob of data: what is wrong, or NULL. */
    const char *(*expects)(P2pSession *session, const P2pPacket *packet);
    void (*data)(P2pSession *session, const char *bytes, gsize length);
    /* The blob is whole, and was acknowledged. */
    void (*whole)(P2pSession *session, const P2pBlob *blob);
    /* The client has said BYE; the session ends. */
    void (*ended)(P2pSession *session);
} P2pRole;

extern const P2pRole p2p_serve, p2p_fetch, p2p_file, p2p_take, p2p_ask;

struct P2pSession {
    P2pLink *link;
    const P2pRole *role;
    P2pStage stage;
    P2pLie lie;
    gboolean ours; /* the puppet has invited */
    guint32 id;
    guint32 app;
    char *call;
    char *branch;            /* of the invitation */
    char *transport;         /* of the puppet's question how to connect; NULL: none is open */
    guint8 nonce[P2P_NONCE]; /* of the puppet's */
    gboolean waits;          /* for a direct connection, or for nobody wanting one */
    char *name;              /* of a file, percent-encoded */
    guint type;              /* of an object */
    guint64 size;            /* of the data, as announced */
    char *sha1;              /* the same */
    /* sending */
    GBytes *data; /* NULL: p2p_filler() */
    GArray *plan; /* of pieces, see p2p-data.c; NULL: not begun */
    guint next;   /* of them */
    P2pPacket like;
    /* receiving */
    GChecksum *sum;
    guint64 got;
    gboolean prepared;
};

/* A session with a number and a Call-ID of the puppet's choice; BRANCH and CALL NULL. */
P2pSession *p2p_session_new(P2pLink *link, const P2pRole *role, const char *call,
                            const char *branch);
void p2p_session_free(gpointer session);
/* It is over; late packets say nothing any more. */
void p2p_session_end(P2pSession *session);

P2pSession *p2p_session_by_call(const P2pLink *link, const char *call);
P2pSession *p2p_session_by_id(const P2pLink *link, guint32 id);
/* The newest one that is a file, or NULL. */
P2pSession *p2p_session_newest_file(const P2pLink *link);
/* There was a call like this, or a session of this number, and it ends or has ended. */
gboolean p2p_call_over(const P2pLink *link, const char *call);
gboolean p2p_session_over(const P2pLink *link, guint32 id);
/* TRUE when something was sent that must not be understood. */
gboolean p2p_link_lies(const P2pLink *link);

/* Those that have waited for a direct connection go on. */
void p2p_sessions_go_on(P2pLink *link);

/* The client has sent this. */
void p2p_packet_heard(P2pLink *link, const P2pPacket *packet);

/* What the packets bring. */
void p2p_session_acked(P2pSession *session, P2pPart part);
const char *p2p_session_expects(P2pLink *link, const P2pPacket *packet);
void p2p_session_data(P2pLink *link, const P2pPacket *first, const char *bytes, gsize length);
void p2p_session_blob(P2pLink *link, const P2pBlob *blob);
void p2p_session_reset(P2pLink *link, const P2pPacket *packet);

/* Data of a session that receives. */
void p2p_session_count(P2pSession *session, const char *bytes, gsize length);

#endif
