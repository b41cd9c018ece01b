/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a puppet and a client say to each other about their sessions. */
#ifndef MSNPD_P2P_TALK_H
#define MSNPD_P2P_TALK_H

#include "p2p-session.h"

/* The client has sent a whole SLP message. */
void p2p_talk_heard(P2pLink *link, const P2pBlob *blob);

/* The puppet invites; NULL, or why he cannot: the session is over then. CONTEXT may be any bytes.
 */
const char *p2p_talk_invite(P2pSession *session, const char *euf, const GString *context);
/* The puppet answers; after anything but 200 the session is over. */
void p2p_talk_answer(P2pSession *session, guint status);
/* The puppet ends the session, which waits for the acknowledgement. */
void p2p_talk_bye(P2pSession *session);
/* A message of the session's: what it is, and whole lines of fields. NULL, or why it cannot be. */
const char *p2p_talk_say(P2pSession *session, Slp *slp, const char *fields, P2pPart part);

#endif
