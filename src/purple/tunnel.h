/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A link carried by the HTTP gateway (gateway.dll): which request is next, and what a reply means. Knows the queue, the
 * session's id and when to ask again; refuses to know sockets, the clock, and what the link's bytes say.
 */
#ifndef MSNP_PURPLE_TUNNEL_H
#define MSNP_PURPLE_TUNNEL_H

#include "msnp/msnp.h"

G_BEGIN_DECLS

/* Times in milliseconds. A gateway is asked again in a fourth of the time for which nothing was said, within these two:
 * neither does a conversation wait for long, nor is a server kept busy by somebody who is silent, which one with
 * thousands of clients would have to shut out. It forgets who does not ask for 60 s. */
#define MSNP_TUNNEL_POLL_LEAST 500
#define MSNP_TUNNEL_POLL_MOST  5000

/* A reply that does not come: the link is lost. Gateways may hold a request for half a minute. */
#define MSNP_TUNNEL_ANSWER 60000

/* How long the good-bye of a link that was closed may take. */
#define MSNP_TUNNEL_LINGER 5000

/* The port of the server neither opens nor fails: then the gateway is tried (transport "auto"). */
#define MSNP_TUNNEL_PATIENCE 10000

/* Bytes of one reply, decoded, and of one request, unless a single write is longer: nobody can fill the memory with
 * many links, and no server refuses it for its size. */
#define MSNP_TUNNEL_REPLY_MAX (2 * 1024 * 1024)
#define MSNP_TUNNEL_POST_MAX  (64 * 1024)

/* A session's id; real ones have up to 36 bytes. */
#define MSNP_TUNNEL_ID_MAX 256

/* The whole address of a gateway, the caller's: own, as the user or a preset has written it (a host, or all of it;
 * plain http is taken at its word), else that of the host of web_url, else of nexus_url; each may be NULL or "". NULL if
 * it cannot be used: none, malformed, or plain http to another machine that nobody has asked for. */
char *msnp_tunnel_address(const char *own, const char *web_url, const char *nexus_url);

typedef struct _MsnpTunnel MsnpTunnel;

/* What a reply has come to. */
typedef enum {
    MSNP_TUNNEL_GOOD,   /* its body is what the server says */
    MSNP_TUNNEL_CLOSED, /* the same, and then the server has ended the link */
    MSNP_TUNNEL_LOST,   /* the session is not known any more, or this makes no sense */
    MSNP_TUNNEL_NONE,   /* there is no gateway, or it does not want to open a session */
} MsnpTunnelNews;

/* A link to that host (a name or an address) by the gateway at url, an address of msnp_tunnel_address(). */
MsnpTunnel *msnp_tunnel_new(const char *url, MsnpLinkKind kind, const char *host);

/* Wipes and frees. NULL is allowed. */
void msnp_tunnel_free(MsnpTunnel *tunnel);

/* Requests go to a proxy: they have the whole address, and the name and the password, unless user is NULL. */
void msnp_tunnel_set_proxy(MsnpTunnel *tunnel, const char *user, const char *password);

/* Something to send, whole commands; copied. */
void msnp_tunnel_write(MsnpTunnel *tunnel, const void *data, gsize len);

/* No more will be written: once what there is has gone, and the good-bye, msnp_tunnel_is_over(). */
void msnp_tunnel_leave(MsnpTunnel *tunnel);
gboolean msnp_tunnel_is_over(const MsnpTunnel *tunnel);

/* TRUE if there is a next request: none is under way, and something is to be sent or to be asked for. The first waits
 * for something to send. */
gboolean msnp_tunnel_is_due(const MsnpTunnel *tunnel, guint64 now);

/* That request, for msnp_http_request_free(), which is under way from then on; NULL if there is none. */
GString *msnp_tunnel_next(MsnpTunnel *tunnel, guint64 now);

/* What came of the request under way; without one it is LOST. */
MsnpTunnelNews msnp_tunnel_reply(MsnpTunnel *tunnel, const MsnpHttpReply *reply, guint64 now);

/* The request under way has not reached the server, for all one knows. TRUE if it can be sent once more without doing
 * anything twice; msnp_tunnel_next() has it then. */
gboolean msnp_tunnel_again(MsnpTunnel *tunnel);

/* TRUE if no reply has come for too long. */
gboolean msnp_tunnel_is_overdue(const MsnpTunnel *tunnel, guint64 now);

/* TRUE if all that was written has arrived. */
gboolean msnp_tunnel_is_dry(const MsnpTunnel *tunnel);

/* TRUE from the first good reply on. */
gboolean msnp_tunnel_is_open(const MsnpTunnel *tunnel);

/* When msnp_tunnel_next() or msnp_tunnel_is_overdue() has something new, unless something is written before; 0: never.
 * May be in the past. */
guint64 msnp_tunnel_deadline(const MsnpTunnel *tunnel);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MsnpTunnel, msnp_tunnel_free)

G_END_DECLS

#endif
