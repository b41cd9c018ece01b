/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The notification server: negotiation, sign-in, referrals, roster, presence, keep-alive. Knows the order
 * of things on that link; leaves proofs to auth, lists to roster-syn and roster-soap, conversations to talk.
 */
#ifndef MSNP_NS_H
#define MSNP_NS_H

#include "msnp/core.h"
#include "msnp/edit.h"
#include "msnp/talk.h"

typedef struct _MsnpNs MsnpNs;

/* talks hears who rings; both hear when there is a link to ask on. */
MsnpNs *msnp_ns_new(MsnpCore *core, MsnpTalks *talks, MsnpEdits *edits);
void msnp_ns_free(MsnpNs *ns);

/* Connects and signs in. */
void msnp_ns_start(MsnpNs *ns);

/* Says one's friendly name, if there is one, to a server that does not know it. */
void msnp_ns_send_name(MsnpNs *ns);

/* Leaves the server, if there is one, and begins again at the first. */
void msnp_ns_start_over(MsnpNs *ns);

/* Sends core->status, if sign-in has come so far that it may be sent. */
void msnp_ns_send_status(MsnpNs *ns);

/* Sends the personal message and what one listens to, where the dialect has them. */
void msnp_ns_send_personal(MsnpNs *ns);

/* The link, once one is online; NULL before. */
MsnpLink *msnp_ns_link(const MsnpNs *ns);

/* Says good-bye, if there is a link. */
void msnp_ns_quit(MsnpNs *ns);

/* Does what can wait until the queue of actions is empty. FALSE if there is nothing of the kind. */
gboolean msnp_ns_run(MsnpNs *ns);

/* Keep-alive and the roster's patience. */
void msnp_ns_tick(MsnpNs *ns);
guint64 msnp_ns_deadline(const MsnpNs *ns);

#endif
