/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A process whose libpurple has no user interface: what the plugin costs there is all that is
 * measured. bare.c is the process, bare-floor.c the protocol that does nothing. */
#ifndef MSNP_BENCH_BARE_H
#define MSNP_BENCH_BARE_H

#include <purple.h>

/* What has happened so far, whoever made it happen. */
typedef struct {
    guint64 buddies, online, statuses, messages;
} BareCounts;

extern BareCounts bare_counts;

/* Registers a protocol that puts things into libpurple by the fewest of its calls. */
void floor_register(void);

/* An account of it, online. */
PurpleAccount *floor_join(void);

/* As many contacts as msnpd makes with --contacts, in the same groups, with the same names, every
 * other one online. */
void floor_contacts(PurpleAccount *account, guint count);

/* That many changes of status of those who are online, in turn: all are busy, then all are away. */
void floor_statuses(PurpleAccount *account, guint count);

/* That many messages from the first of them; or one from each of the first, beside a connection that
 * is open, as MSN has one for each conversation. */
void floor_messages(PurpleAccount *account, guint count);
void floor_talks(PurpleAccount *account, guint count);

/* What they say: as libpurple got it when it was said by msnpd. */
extern const char *floor_text;

#endif
