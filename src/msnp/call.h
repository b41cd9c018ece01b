/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SLP sessions with people: inviting, answering, ending. Knows what is said in which order; refuses to know what a
 * session is for: that is its application's.
 */
#ifndef MSNP_CALL_H
#define MSNP_CALL_H

#include "msnp/peer.h"
#include "msnp/slp.h"

typedef struct _MsnpCalls MsnpCalls;
typedef struct _MsnpCall MsnpCall;

/* What a call tells its application; any may be NULL. The application may end the call from any of them but sent and
 * over. */
typedef struct {
    void (*accepted)(MsnpCall *call); /* the other side has accepted our INVITE */
    void (*data)(MsnpCall *call, const MsnpP2pHeader *header, const guint8 *body);
    void (*want)(MsnpCall *call, guint64 offset, gsize len); /* of a stream: msnp_call_feed() that */
    void (*stalled)(MsnpCall *call); /* a switchboard was lost, and no data has come since for a while */
    void (*sent)(MsnpCall *call); /* what was sent last has been acknowledged by the other side */
    /* It is gone: DECLINED, CANCELLED (their BYE), NO_ANSWER, SIGNED_OUT, or why they cannot be reached. */
    void (*over)(MsnpCall *call, MsnpError error);
} MsnpCallClass;

/* An application that can be invited to. invited must accept, refuse, or keep the call for later. */
typedef struct {
    const char *euf_guid;
    void (*invited)(gpointer owner, MsnpCall *call, const MsnpSlp *slp);
} MsnpCallApp;

MsnpCalls *msnp_calls_new(MsnpCore *core, MsnpTalks *talks, const MsnpCallApp *apps, guint n_apps, gpointer owner);
void msnp_calls_free(MsnpCalls *calls);

/* Invites somebody to an application; context as it is, base64 is made of it. timeout: for the answer. */
MsnpCall *msnp_call_invite(MsnpCalls *calls, const char *who, const char *euf_guid, guint app_id, const void *context,
                           gsize len, guint64 timeout);

/* Whose the call is from now on. */
void msnp_call_set_owner(MsnpCall *call, const MsnpCallClass *klass, gpointer owner);
gpointer msnp_call_owner(const MsnpCall *call);
const char *msnp_call_who(const MsnpCall *call);

/* Answers an invitation; refusing frees the call. */
void msnp_call_accept(MsnpCall *call);
void msnp_call_refuse(MsnpCall *call, guint status);

/* Ends a call, says BYE, and frees it; over is not told. */
void msnp_call_bye(MsnpCall *call);

/* Ends a call at whatever point it is: refuses, or says BYE; frees it. */
void msnp_call_hang_up(MsnpCall *call);

/* From now on a direct connection may be made for it: never before the user has agreed to the call, as that tells the
 * other side our address. */
void msnp_call_allow_direct(MsnpCall *call);

/* Offers a direct connection, if that is allowed and there is none: what is sent waits for it a little. */
void msnp_call_offer_direct(MsnpCall *call);

/* Sends a blob of the session; data NULL is a stream. One at a time. */
void msnp_call_send(MsnpCall *call, guint32 flags, const void *data, guint64 total);
void msnp_call_feed(MsnpCall *call, const void *data, gsize len);

/* All of a blob has come. */
void msnp_call_acknowledge(MsnpCall *call, const MsnpP2pHeader *header);

/* Asks for the blob of which this was a packet from there on once more. */
void msnp_call_ask_again(MsnpCall *call, const MsnpP2pHeader *header, guint64 from);

/* It has this long for the next thing to happen; then over is told NO_ANSWER. */
void msnp_call_expect(MsnpCall *call, guint64 timeout);

gboolean msnp_calls_run(MsnpCalls *calls);
void msnp_calls_tick(MsnpCalls *calls);
guint64 msnp_calls_deadline(const MsnpCalls *calls);

/* Every call is over; nothing is sent any more. */
void msnp_calls_end(MsnpCalls *calls);

#endif
