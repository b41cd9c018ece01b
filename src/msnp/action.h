/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The queue of actions: make, pop, print as one text line. Knows the values of msnp.h; refuses to know
 * who makes them and why.
 */
#ifndef MSNP_ACTION_H
#define MSNP_ACTION_H

#include "msnp/msnp.h"

typedef struct _MsnpActions MsnpActions;

MsnpActions *msnp_actions_new(void);
void msnp_actions_free(MsnpActions *actions);

/* A new action at the end, all else 0. Fill it before anything else is pushed. What it points to must
 * live until it is popped and handled: msnp_actions_keep() it, unless it lies in a receive buffer. */
MsnpAction *msnp_actions_push(MsnpActions *actions, MsnpActionKind kind);

/* A copy (NUL behind it) that lives until the queue has been emptied; NULL gives NULL. */
char *msnp_actions_keep(MsnpActions *actions, const void *data, gsize len);
char *msnp_actions_keep_str(MsnpActions *actions, const char *text);
void *msnp_actions_alloc(MsnpActions *actions, gsize n);

/* From now on nothing is taken back before msnp_actions_free(). */
void msnp_actions_hold(MsnpActions *actions);

/* The oldest action, valid until the next pop, or NULL if there is none; an empty queue takes back all
 * that was kept. */
const MsnpAction *msnp_actions_pop(MsnpActions *actions);

gboolean msnp_actions_empty(const MsnpActions *actions);

#endif
