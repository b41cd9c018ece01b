/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a scenario sees: a queue of things that happened, and ways to wait for the next one.
 * Knows nothing of libpurple: an event has a source, a kind and fields of text. */
#ifndef MSNP_TEST_RIG_EVENT_H
#define MSNP_TEST_RIG_EVENT_H

#include <glib.h>

typedef struct RigEvent RigEvent;

/* Writes an event down: pairs of key and value after the kind, ended by NULL. A NULL value is kept
 * as "". Fails the scenario at once when the event is forbidden. */
void rig_record(gconstpointer source, const char *kind, ...) G_GNUC_NULL_TERMINATED;

/* A field of an event, NULL when it has none of that name. Valid until the scenario ends. */
const char *rig_event_get(const RigEvent *event, const char *key);

/* Where the event stands in the order of everything that happened. */
guint rig_event_serial(const RigEvent *event);

/* How many events match and have not been taken; takes none, waits for none. */
#define rig_count(source, ...) rig_count_full(source, __VA_ARGS__, NULL)
guint rig_count_full(gconstpointer source, const char *kind, ...) G_GNUC_NULL_TERMINATED;

/* Waits for an event and takes it; other events stay for later. SOURCE is an account or whatever
 * recorded the event, NULL for any. After the kind come patterns "key=glob" or "key!=glob". */
#define rig_expect(source, ...) rig_expect_full(G_STRLOC, FALSE, source, __VA_ARGS__, NULL)

/* The same, but the next event of this kind and source has to be the one described: for order. */
#define rig_expect_next(source, ...) rig_expect_full(G_STRLOC, TRUE, source, __VA_ARGS__, NULL)
const RigEvent *rig_expect_full(const char *where, gboolean next, gconstpointer source,
                                const char *kind, ...) G_GNUC_NULL_TERMINATED;

/* From now on such an event fails the scenario; one that waits to be taken fails it right away. */
#define rig_forbid(source, ...) rig_forbid_full(G_STRLOC, source, __VA_ARGS__, NULL)
void rig_forbid_full(const char *where, gconstpointer source, const char *kind,
                     ...) G_GNUC_NULL_TERMINATED;

/* Lifts every rig_forbid() so far. */
void rig_allow_all(void);

/* Lets go of the events of a kind (NULL: all) that nobody took. */
void rig_forget(const char *kind);

/* Runs the main loop until the condition holds. */
#define rig_wait(what, condition, data) rig_wait_full(G_STRLOC, what, condition, data)
void rig_wait_full(const char *where, const char *what, gboolean (*condition)(gpointer),
                   gpointer data);

/* Calls this before each round of the main loop that is waited in: at any moment, as a user may
 * act. NULL: no more. */
void rig_each_round(void (*function)(void));

/* Whether events are written down, as they are; forbidden ones are not noticed meanwhile. Under
 * load their number would be what is measured. */
void rig_record_events(gboolean yes);

/* How many events there were so far. */
guint rig_events(void);

/* Checks without waiting. */
#define rig_check(truth)                                                                           \
    G_STMT_START                                                                                   \
    {                                                                                              \
        if (!(truth)) {                                                                            \
            rig_fail("not so: %s", #truth);                                                        \
        }                                                                                          \
    }                                                                                              \
    G_STMT_END
#define rig_check_str(is, should_be) rig_check_str_full(G_STRLOC, #is, is, should_be)
void rig_check_str_full(const char *where, const char *what, const char *is, const char *should_be);

/* Ends the scenario in failure: says why, lists the events nobody took, undoes rig_defer()s. */
#define rig_fail(...) rig_fail_full(G_STRLOC, __VA_ARGS__)
void rig_fail_full(const char *where, const char *format, ...) G_GNUC_PRINTF(2, 3) G_GNUC_NORETURN;

/* Ends the scenario without a verdict, as this machine lacks what it needs: says why. To be called
 * before anything was begun. */
enum { RIG_SKIPPED = 77 };
void rig_skip(const char *why) G_GNUC_NORETURN;

/* For tests of the rig: the scenario is good only if the rig fails it with these words. */
void rig_must_fail(const char *words);

/* Calls this when the scenario ends, well or not; last come, first served. */
void rig_defer(void (*function)(gpointer), gpointer data);
void rig_run_deferred(void);

/* Fails when an event of a kind that must not pass unseen was not taken: im, error, request... */
void rig_check_nothing_left(void);

/* Calls FUNCTION with every event there was, as one line of text. */
void rig_each_event(void (*function)(const char *text));

/* For the watchdog: what is being waited for right now, NULL for nothing. */
const char *rig_waiting_for(void);

#endif
