/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fills the roster in-band: SYN and the burst that follows it, and the explicit LST of the old dialects.
 * Knows the four forms of LST; refuses to know what becomes of the roster.
 */
#ifndef MSNP_ROSTER_SYN_H
#define MSNP_ROSTER_SYN_H

#include "msnp/link.h"

typedef struct _MsnpSync MsnpSync;

/* over is called when a burst has ended; complete tells whether nothing is missing. */
MsnpSync *msnp_sync_new(MsnpCore *core, void (*over)(gpointer who, gboolean complete), gpointer who);
void msnp_sync_free(MsnpSync *sync);

/* Forgets what the roster holds and asks for all of it on this link. */
void msnp_sync_start(MsnpSync *sync, MsnpLink *link);

/* A command of the burst (or a late one of its kind). FALSE if the verb is none of the burst's. */
gboolean msnp_sync_command(MsnpSync *sync, const MsnpCommand *command);

/* The burst has stalled too long? Also asks for the lists one by one when SYN was not answered. */
void msnp_sync_tick(MsnpSync *sync);
guint64 msnp_sync_deadline(const MsnpSync *sync);

#endif
