/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What call.c (sessions) and offer.c (direct connections for them) share. Nobody else includes it.
 */
#ifndef MSNP_CALL_PRIVATE_H
#define MSNP_CALL_PRIVATE_H

#include "msnp/call.h"

typedef struct _MsnpOffer MsnpOffer;

struct _MsnpCalls {
    MsnpCore *core;
    MsnpPeers *peers;
    const MsnpCallApp *apps;
    guint n_apps;
    gpointer owner;
    GPtrArray *calls; /* MsnpCall, owned */
};

struct _MsnpCall {
    MsnpCalls *calls;
    MsnpPeer *peer;
    const MsnpCallClass *klass;
    gpointer owner;
    gboolean ours;    /* we invited */
    gboolean active;  /* it was accepted */
    gboolean direct;  /* a direct connection may be made for it */
    gboolean left;    /* he has said BYE; his acknowledgement, or his data, may still be under way */
    guint32 session;
    guint app_id;
    char *call_id;
    char *branch;
    guint cseq;
    MsnpOffer *offer; /* of a direct connection; NULL while there has been none */
    MsnpBlob *blob; /* on its way, or to be acknowledged */
    guint64 deadline;
    guint64 stalled_at; /* when it is told that no data comes; 0 if it is not */
};

/* ---- call.c ---- */

/* Says an SLP message to a peer; to and from are filled in. */
void msnp_calls_say(MsnpCalls *calls, MsnpPeer *peer, MsnpSlp *slp);

/* Answers what was asked; fields are whole lines. */
void msnp_calls_answer(MsnpCalls *calls, MsnpPeer *peer, const MsnpSlp *asked, guint status, MsnpSlpBody body,
                       const char *fields);

/* ---- offer.c ---- */

void msnp_offer_free(MsnpOffer *offer);

/* An INVITE about a direct connection; call NULL: of no call that is known. */
void msnp_offer_invited(MsnpCalls *calls, MsnpPeer *peer, MsnpCall *call, const MsnpSlp *slp);

/* The answer to ours. */
void msnp_offer_answered(MsnpCall *call, const MsnpSlp *slp);

/* See MsnpPeersOwner. */
void msnp_offer_listening(gpointer calls, MsnpPeer *peer, const MsnpAddresses *addresses);

#endif
