/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The events so far, and waiting for them. */
#ifndef MSNPD_EVENTS_H
#define MSNPD_EVENTS_H

#include <glib.h>

/* From now on events are kept. */
void events_start(void);
void events_stop(void);

/* Waits for all of WORDS ("EVENT [; EVENT...]") to have happened since the last wait; DONE is
 * called once, maybe at once. A pattern fits an event that starts with its words; * fits any word.
 */
typedef void (*EventsDone)(void);
void events_await(const char *words, EventsDone done);

/* What has happened so far no longer counts for waiting. */
void events_forget(void);

/* How often an event that fits has happened since the start. */
guint events_count(const char *pattern);

#endif
