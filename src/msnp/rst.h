/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tickets for a name and a password: what is asked of the ticket service, and what it answers. Knows that exchange,
 * its redirects and its faults; refuses to know what the tickets are shown to.
 */
#ifndef MSNP_RST_H
#define MSNP_RST_H

#include "msnp/core.h"

typedef struct _MsnpRst MsnpRst;

/* What came of it: NONE and core->tickets has new ones, or why not, as in MSNP_EVENT_SIGNED_OUT. detail may be NULL.
 * Called once; the exchange may be freed from it. */
typedef void (*MsnpRstDone)(gpointer who, MsnpError error, guint number, const char *detail);

/* Asks for tickets. policy is that of the notification server, or NULL where it has none. The caller's, to be freed;
 * done is never called from here. */
MsnpRst *msnp_rst_new(MsnpCore *core, const char *policy, MsnpRstDone done, gpointer who);

/* The same for new ones while one is signed in: the one that the notification server was shown stays. */
MsnpRst *msnp_rst_new_renewal(MsnpCore *core, MsnpRstDone done, gpointer who);

/* Gives up what is under way. NULL is allowed. */
void msnp_rst_free(MsnpRst *rst);

/* Sends the request; may call done. */
void msnp_rst_start(MsnpRst *rst);

#endif
