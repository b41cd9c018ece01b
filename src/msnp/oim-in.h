/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages that were written to one while one was away: learnt of, fetched one after the other, told in order, and
 * deleted where they were kept when the host has shown them. Knows that service; leaves how they are written to letter.
 */
#ifndef MSNP_OIM_IN_H
#define MSNP_OIM_IN_H

#include "msnp/message.h"
#include "msnp/web.h"

/* shown: ids of those that were shown before and may not have been deleted, with blanks between; or NULL. */
MsnpOimIn *msnp_oim_in_new(MsnpCore *core, const char *shown);
void msnp_oim_in_free(MsnpOimIn *in);

/* A notice of the service that may have some in its Mail-Data. */
void msnp_oim_in_notice(MsnpOimIn *in, const MsnpMessage *notice);

/* The host has shown the one that it was told by this number. */
void msnp_oim_in_shown(MsnpOimIn *in, guint number);

/* Asks or tells something, if there is anything. FALSE if there is not. */
gboolean msnp_oim_in_run(MsnpOimIn *in);

#endif
