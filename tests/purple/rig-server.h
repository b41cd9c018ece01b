/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The loopback service as a child process. Knows its command line and its control commands, not
 * the protocol it speaks. */
#ifndef MSNP_TEST_RIG_SERVER_H
#define MSNP_TEST_RIG_SERVER_H

#include <glib.h>

/* The cast. Every service of a scenario knows these accounts; passwords are made to be awkward. */
#define ALICE "alice@example.test"
#define BOB   "bob@example.test"
#define CAROL "carol@example.test"
#define DAVE  "dave@example.test"

typedef struct RigServer RigServer;

/* The password of one of the cast. */
const char *rig_password(const char *mail);

/* The name that the service has for one of the cast. */
const char *rig_friendly_name(const char *mail);

/* Starts msnpd in the mood of this scenario (official: with a dispatch server) and waits until it
 * is ready. OPTIONS are more of its options, as in a shell, "" for none. It is stopped at the end
 * of the scenario, and a protocol error of the client in its log fails the scenario. */
RigServer *rig_server_start(const char *options);

/* The same without the options of the mood: neither --dispatch nor --living. */
RigServer *rig_server_start_plain(const char *options);

/* The line with which it said that it is ready; and one that another process has started, by that
 * line: accounts can be pointed at it, and that is all. */
const char *rig_server_line(const RigServer *server);
RigServer *rig_server_elsewhere(const char *line);

guint16 rig_server_ns_port(const RigServer *server);
guint16 rig_server_https_port(const RigServer *server);
guint16 rig_server_http_port(const RigServer *server);

/* Path of the leaf certificate and of the one that signed it. */
const char *rig_server_cert(const RigServer *server);
const char *rig_server_ca(const RigServer *server);

/* Sends a control command and runs the main loop until it is done. Returns what came after "ok",
 * valid until the next command; anything else fails the scenario. */
const char *rig_server_tell(RigServer *server, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Everything the services have said so far has been read, and dealt with, when this returns: the
 * way to go on after something that shows no event, or to be sure that nothing more comes. */
void rig_settle(void);

/* A protocol error whose line in the log fits this glob is no error: it is meant. */
void rig_server_tolerate(RigServer *server, const char *glob);

/* Whether that text stands in its log, where all is that went over the lines. */
gboolean rig_server_saw(const RigServer *server, const char *text);

/* The same of what somebody's client has said to it, in all of her conversations too. */
gboolean rig_server_heard(const RigServer *server, const char *who, const char *text);

/* Stops it now. */
void rig_server_stop(RigServer *server);

/* Calls FUNCTION with every secret that went over the wire, as the logs of all services of this
 * scenario have it: tickets and digests. */
void rig_server_each_secret(void (*function)(const char *secret));

/* Stops all that run; for the end of a scenario. */
void rig_server_stop_all(void);

#endif
