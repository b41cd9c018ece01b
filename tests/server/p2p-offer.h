/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a puppet and a client agree on who comes to whom for a direct connection. */
#ifndef MSNPD_P2P_OFFER_H
#define MSNPD_P2P_OFFER_H

#include "p2p-session.h"

/* The puppet, who sends, wants to connect as he was told. FALSE: he does not, or need not any more;
 * otherwise the role's bridged() follows. */
gboolean p2p_offer_begin(P2pSession *session);
/* The puppet asks where the client listens, whatever he does then. */
void p2p_offer_ask(P2pSession *session);

/* The client asks, or says where it listens. */
void p2p_offer_heard(P2pSession *session, const Slp *slp);

/* What is wrong with the answer to the puppet's question; NULL if nothing. */
const char *p2p_offer_fault(const P2pSession *session, const Slp *slp);
void p2p_offer_answered(P2pSession *session, const Slp *slp);

#endif
