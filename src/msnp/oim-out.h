/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages to people who are away: handed in at the service that keeps them, one after the other. Knows that service,
 * its challenge and its refusals, and the other way there is without it; refuses to know how people are reached who are
 * there.
 */
#ifndef MSNP_OIM_OUT_H
#define MSNP_OIM_OUT_H

#include "msnp/ns.h"

typedef struct _MsnpOimOut MsnpOimOut;

/* talks gets what cannot go this way any more; ns has the link for the other way. */
MsnpOimOut *msnp_oim_out_new(MsnpCore *core, MsnpTalks *talks, MsnpNs *ns);

/* The links must be gone. */
void msnp_oim_out_free(MsnpOimOut *out);

/* TRUE if there is such a service. */
gboolean msnp_oim_out_is_possible(MsnpOimOut *out);

/* TRUE if what is said to him now goes this way: he is away, or something that was said before is still under way. */
gboolean msnp_oim_out_takes(MsnpOimOut *out, const char *who);

/* Sends a text; its fate is told as that of any message. */
void msnp_oim_out_send(MsnpOimOut *out, const char *who, const char *text, gsize len, const MsnpStyle *style, guint id);

/* The session ends: reports everything that waits. */
void msnp_oim_out_end(MsnpOimOut *out);

void msnp_oim_out_tick(MsnpOimOut *out);
guint64 msnp_oim_out_deadline(const MsnpOimOut *out);

#endif
