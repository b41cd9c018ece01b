/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A TCP relay on the loopback host that a scenario controls: a plain one that cuts, freezes or
 * refuses, a SOCKS5 proxy, an HTTP CONNECT proxy. Knows bytes, not what they mean. */
#ifndef MSNP_TEST_RELAY_H
#define MSNP_TEST_RELAY_H

#include <glib.h>

typedef struct Relay Relay;

typedef enum {
    RELAY_PLAIN,
    RELAY_SOCKS5,
    RELAY_HTTP,
} RelayKind;

/* Which way bytes go. */
typedef enum {
    RELAY_UP,   /* client to server */
    RELAY_DOWN, /* server to client */
    RELAY_WAYS,
} RelayWay;

/* What a cut looks like. */
typedef enum {
    RELAY_FIN,    /* closed in an orderly way */
    RELAY_RESET,  /* RST */
    RELAY_FREEZE, /* open, and silent from then on */
} RelayCut;

/* Listens on a free port; closed and freed at the end of the scenario. Records events with itself
 * as source: "relay-open" (target) for each connection carried, "relay-refused" (target) for each
 * not carried, "relay-closed" when one is over. */
Relay *relay_new(RelayKind kind);

guint16 relay_port(const Relay *relay);

/* Where a plain relay carries to. */
void relay_target(Relay *relay, guint16 port);

/* A proxy carries HOST:PORT (a glob on "host:port") to this port of the loopback host. Without any
 * rule that fits it carries 127.0.0.1 and localhost where they point, and refuses the rest. */
void relay_map(Relay *relay, const char *glob, guint16 port);

/* A proxy wants this name and password. */
void relay_want_login(Relay *relay, const char *user, const char *password);

/* Whether new connections are reset right away. */
void relay_refuse(Relay *relay, gboolean refuse);

/* Every connection from now on is cut once BYTES have gone this way; the byte after them is never
 * passed on. G_MAXSIZE: never. */
void relay_cut_after(Relay *relay, RelayWay way, gsize bytes, RelayCut cut);

/* From now on only the connections whose "host:port" fits the glob (NULL: all) are cut like that or
 * disturbed, and of them only the one of that number, counted from 1 (0: all). */
void relay_only(Relay *relay, const char *glob, guint number);

/* What may happen to one command on its way. */
typedef enum {
    RELAY_UNHARMED,
    RELAY_DROPPED, /* never passed on */
    RELAY_TWICE,
    RELAY_LATE,    /* with all that follows, when relay_release() says so */
    RELAY_SWAPPED, /* after the one behind it */
} RelayHarm;

/* This happens to the command of that number, from 0, that the server says on such a connection.
 * The relay knows where commands end, and nothing else of them. */
void relay_disturb(Relay *relay, guint command, RelayHarm harm);

/* What is late arrives. */
void relay_release(Relay *relay);

/* A port whose connections wait for ever, until the scenario ends. */
guint16 relay_dead_end(void);

/* How often something was cut or disturbed so far. */
guint relay_harmed(const Relay *relay);

/* Connections so far, and one of them, from 0: its "host:port" and what went each way. Borrowed;
 * relay_forget() begins anew. */
guint relay_count(const Relay *relay);
const char *relay_target_of(const Relay *relay, guint index);
const GByteArray *relay_bytes_of(const Relay *relay, guint index, RelayWay way);
void relay_forget(Relay *relay);

/* The length of the command at the head of these bytes, 0 when it is not whole. */
gsize relay_command(const guint8 *bytes, gsize length);

/* Cuts all that are open, now. */
void relay_cut_now(Relay *relay, RelayCut cut);

/* How many are open. */
guint relay_open_count(const Relay *relay);

/* Everything that went this way on the connection that was opened last (proxy talk not included).
 * Borrowed; NULL before the first. */
const GByteArray *relay_seen(const Relay *relay, RelayWay way);

/* The "host:port" asked for so far, ended by NULL. Borrowed, valid until the next connection. */
const char *const *relay_requests(const Relay *relay);

#endif
