/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The log of msnpd: what went over the wire, what a client did wrong (BAD), what happened (EVENT).
 */
#ifndef MSNPD_LOG_H
#define MSNPD_LOG_H

#include <glib.h>

/* Called for each event, with its words but without the leading "EVENT ". */
typedef void (*LogEventFunc)(const char *event);

/* Opens PATH for writing besides stderr; NULL means stderr alone. FALSE when it cannot be opened.
 */
gboolean log_open(const char *path);
void log_close(void);

/* With QUIET only BAD and EVENT lines and notes go to stderr; the file always has everything. */
void log_set_quiet(gboolean quiet);

/* With TERSE nothing has lines of the wire and of events: for measuring. Events still happen. */
void log_set_terse(gboolean terse);

void log_note(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* FALSE if nobody would see what log_wire() is given. */
gboolean log_wants_wire(void);

/* One line or payload on the wire. DIRECTION is "C" (client to server) or "S". */
void log_wire(const char *connection, const char *direction, const char *bytes, gsize length);

/* A protocol error by a client: logged, counted. OFFENDING may be any bytes; NULL for none. */
void log_bad(const char *connection, const char *offending, gsize length, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* Something a test may wait for. */
void log_event(const char *format, ...) G_GNUC_PRINTF(1, 2);

void log_set_event_func(LogEventFunc func);
guint log_bad_count(void);

/* Printable copy of BYTES: control characters and non-ASCII as \r, \n, \xNN. Caller frees. */
char *log_printable(const char *bytes, gsize length);

#endif
