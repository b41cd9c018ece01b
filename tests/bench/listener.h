/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The core alone, signed in, with a service and a switchboard that say what they are told to. */
#ifndef MSNP_BENCH_LISTENER_H
#define MSNP_BENCH_LISTENER_H

#include "msnp/msnp.h"

#define FRIEND "contact00001@example.test"

typedef struct {
    MsnpSession *session;
    guint server, switchboard; /* links */
    guint links;
    guint64 told[MSNP_N_ACTIONS]; /* how often each kind */
    void (*heard)(const MsnpAction *action); /* is shown each one; NULL for nobody */
} Listener;

/* Signs in up to where the list of contacts comes; LISTENER is all zero but for heard. */
void listener_start(Listener *listener);
void listener_end(Listener *listener);

/* The list of so many contacts; and where each second one is. */
GString *listener_list(guint contacts);
GString *listener_whereabouts(guint contacts);

/* Behind the list: FRIEND opens a switchboard. */
void listener_answer(Listener *listener);

/* What a link says, at once; all that comes of it is done when this returns. */
void listener_hear(Listener *listener, guint link, const char *bytes, gsize len);

/* Appends a change of presence, the COUNT-th one of so many contacts, in turn; and a message of
 * FRIEND. */
void listener_append_change(GString *out, guint count, guint contacts);
void listener_append_message(GString *out);

#endif
