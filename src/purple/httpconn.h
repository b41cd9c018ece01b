/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One connection to a web server, over libpurple's TLS and the account's proxy, that carries one request after the
 * other. Knows sockets; the messages are httpmsg.c's, what they are for is its owner's.
 */
#ifndef MSNP_PURPLE_HTTPCONN_H
#define MSNP_PURPLE_HTTPCONN_H

#include <purple.h>
#include "purple/httpmsg.h"

typedef struct _MsnpHttpConn MsnpHttpConn;

/* What a connection tells its owner, who may free it in there. */
typedef struct {
    void (*connected)(gpointer who); /* may be NULL */
    /* What came of the request, or why there is no connection. The reply is gone with the next request. */
    void (*done)(gpointer who, const MsnpHttpReply *reply);
} MsnpHttpConnClass;

/* Connects. Nobody is called before it returns. NULL, and *end, if that is not possible. */
MsnpHttpConn *msnp_http_conn_new(PurpleAccount *account, gboolean tls, const char *host, guint16 port,
                                 const MsnpHttpConnClass *klass, gpointer who, MsnpError *end);

/* Closes it. NULL is allowed. */
void msnp_http_conn_free(MsnpHttpConn *conn);

/* Sends a request, which becomes the connection's, and takes a reply of at most body_max bytes. Only while none is
 * under way; before it is connected that waits. */
void msnp_http_conn_send(MsnpHttpConn *conn, GString *request, gsize body_max);

/* TRUE if it is connected and can take a request. */
gboolean msnp_http_conn_is_free(const MsnpHttpConn *conn);

/* TRUE if there is somebody at the other end, though TLS may still be begun, or the user be asked about a certificate. */
gboolean msnp_http_conn_has_reached(const MsnpHttpConn *conn);

/* TRUE if the connection had carried a request before, and has ended without a byte in reply to this one: the server
 * had closed it meanwhile. */
gboolean msnp_http_conn_was_stale(const MsnpHttpConn *conn);

/* TRUE if bytes go to a proxy that wants requests with whole addresses: plain HTTP to port 80, for which libpurple asks
 * for no tunnel. */
gboolean msnp_http_conn_wants_address(const MsnpHttpConn *conn, PurpleAccount *account);

#endif
