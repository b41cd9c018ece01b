/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fills the roster in-band: SYN and the burst that follows it, and the explicit LST of the old dialects.
 * Knows the four forms of LST; refuses to know what becomes of the roster.
 */
#ifndef MSNP_ROSTER_SYN_H
#define MSNP_ROSTER_SYN_H

#include "msnp/link.h"

typedef struct _MsnpSync MsnpSync;

MsnpSync *msnp_sync_new(MsnpCore *core);
void msnp_sync_free(MsnpSync *sync);

/* Forgets what the roster holds and asks for all of it on this link. */
void msnp_sync_start(MsnpSync *sync, MsnpLink *link);

/* A command of the burst (or a late one of its kind). FALSE if the verb is none of the burst's. */
gboolean msnp_sync_command(MsnpSync *sync, const MsnpCommand *command);

/* TRUE once from the moment on that the burst is over; *complete tells if nothing is missing. */
gboolean msnp_sync_finished(MsnpSync *sync, gboolean *complete);

/* The burst has stalled too long? Also asks for the lists one by one when SYN was not answered. */
void msnp_sync_tick(MsnpSync *sync);
guint64 msnp_sync_deadline(const MsnpSync *sync);

#endif
