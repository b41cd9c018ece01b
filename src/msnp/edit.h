/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Changes of the roster and of oneself: each is a plan of steps, and one runs at a time. Knows
 * which commands a change takes in which dialect; refuses to know what the host shows of it.
 */
#ifndef MSNP_EDIT_H
#define MSNP_EDIT_H

#include "msnp/core.h"

typedef struct _MsnpEdits MsnpEdits;

/* What to change; what a kind does not need is NULL. Everything is copied. */
typedef struct {
    MsnpRequest request;
    const char *who;      /* handle, lower case */
    const char *group;    /* or the old one; NULL for the default group */
    const char *new_name; /* of a group, a contact or oneself; of the group to move to; a phone number */
    gboolean yes;         /* block, accept, allow, may be paged */
    gboolean unsure;      /* nobody knows on which list he is: all commands, whatever the roster says */
    int key;              /* MsnpPhoneKind, or -1 for "may be paged" */
} MsnpEditWish;

MsnpEdits *msnp_edits_new(MsnpCore *core);
void msnp_edits_free(MsnpEdits *edits);

/* The notification link; NULL while there is none. */
void msnp_edits_set_ns(MsnpEdits *edits, MsnpLink *ns);

/* Queues a change and returns its id. */
guint msnp_edits_queue(MsnpEdits *edits, const MsnpEditWish *wish);

/* TRUE while he is to be blocked or let see one, and the end of that is not told yet. */
gboolean msnp_edits_block(const MsnpEdits *edits, const char *who);

/* The session ends: every change that was not made is told. */
void msnp_edits_end(MsnpEdits *edits);

#endif
