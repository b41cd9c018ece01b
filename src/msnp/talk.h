/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Conversations of two: what waits to be sent to somebody, and over which of any number of switchboards
 * it goes. Knows whom one talks to; refuses to know how one gets into a switchboard.
 */
#ifndef MSNP_TALK_H
#define MSNP_TALK_H

#include "msnp/core.h"

typedef struct _MsnpTalks MsnpTalks;

MsnpTalks *msnp_talks_new(MsnpCore *core);

/* Call msnp_talks_end() before. */
void msnp_talks_free(MsnpTalks *talks);

/* The notification link on which switchboards are asked for; NULL while there is none. */
void msnp_talks_set_ns(MsnpTalks *talks, MsnpLink *ns);

/* Queues text for somebody (handle, lower case) under an id, in as many messages as it needs. */
void msnp_talks_send(MsnpTalks *talks, const char *who, const char *text, gsize len, const MsnpStyle *style,
                     guint id);

/* Says that one is typing, where a switchboard is open. */
void msnp_talks_type(MsnpTalks *talks, const char *who);

/* Somebody rings. */
void msnp_talks_ring(MsnpTalks *talks, const char *host, guint16 port, const char *cookie,
                     const char *session, const char *who);

/* The session ends: leaves every switchboard and reports every message that was not acknowledged. */
void msnp_talks_end(MsnpTalks *talks);

void msnp_talks_tick(MsnpTalks *talks);
guint64 msnp_talks_deadline(const MsnpTalks *talks);

/* Frees what is over; call when no talk function is under way. */
void msnp_talks_bury(MsnpTalks *talks);

#endif
