/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What one tells of oneself by UUX: personal message, what this place can do, and what one's other places see of it.
 * Knows those documents and which dialect has them; refuses to know when they are sent.
 */
#ifndef MSNP_UUX_H
#define MSNP_UUX_H

#include "msnp/link.h"

/* The personal message and what one listens to, if that was ever set. */
void msnp_uux_personal(MsnpCore *core, MsnpLink *ns);

/* What this place can do; once. */
void msnp_uux_endpoint(MsnpCore *core, MsnpLink *ns);

/* What one's other places are told of this one: with each status. */
void msnp_uux_place(MsnpCore *core, MsnpLink *ns);

#endif
