/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One connection to a web server, over libpurple's TLS and the account's proxy, that carries one request after the
 * other. Knows sockets; the messages are httpmsg.c's, what they are for is its owner's.
 */
#include "purple/httpconn.h"

#include <errno.h>
#include <string.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include "purple/link.h"

/* How often it is read in one go: a document of some MB, deciphered all at once, would freeze a window. */
#define READS_AT_ONCE 16

struct _MsnpHttpConn {
    const MsnpHttpConnClass *klass;
    gpointer who;
    PurpleProxyConnectData *connecting;
    PurpleSslConnection *tls; /* NULL for plain HTTP */
    int fd;                   /* of either, -1 while not connected or over */
    guint16 port;
    guint reading; /* of plain HTTP */
    guint more;    /* timeout: there may be more to read */
    guint writing;
    GString *request;
    gsize sent;
    MsnpHttpParser *parser; /* NULL before the first request */
    gboolean asked;         /* a request is under way */
    guint replies;
};

/* A TLS connection is shut down on the socket too, see msnp_socket_close(). */
static void
conn_close(MsnpHttpConn *conn)
{
    if (conn->connecting)
        purple_proxy_connect_cancel(conn->connecting);
    if (conn->reading)
        purple_input_remove(conn->reading);
    if (conn->writing)
        purple_input_remove(conn->writing);
    if (conn->more)
        purple_timeout_remove(conn->more);
    conn->connecting = NULL;
    conn->reading = conn->writing = conn->more = 0;
    if (conn->tls) {
        if (conn->tls->fd >= 0)
            shutdown(conn->tls->fd, SHUT_WR);
        purple_ssl_close(conn->tls);
    } else {
        msnp_socket_close(conn->fd);
    }
    conn->tls = NULL;
    conn->fd = -1;
}

void
msnp_http_conn_free(MsnpHttpConn *conn)
{
    if (!conn)
        return;
    conn_close(conn);
    msnp_http_request_free(conn->request);
    msnp_http_parser_free(conn->parser);
    g_free(conn);
}

/* The owner may free it in there, so nothing comes after this. */
static void
conn_done(MsnpHttpConn *conn, const MsnpHttpReply *reply)
{
    conn->asked = FALSE;
    conn->replies++;
    conn->klass->done(conn->who, reply);
}

static void
conn_failed(MsnpHttpConn *conn, MsnpError end, const char *detail)
{
    g_autofree char *why = g_strdup(detail);
    MsnpHttpReply reply = {.end = end, .detail = why};

    conn_close(conn);
    conn_done(conn, &reply);
}

/* ---- the exchange ---- */

static gssize
conn_recv(MsnpHttpConn *conn, void *bytes, gsize size)
{
    return conn->tls ? (gssize) purple_ssl_read(conn->tls, bytes, size) : recv(conn->fd, bytes, size, 0);
}

static gssize
conn_send(MsnpHttpConn *conn, const void *bytes, gsize size)
{
    return conn->tls ? (gssize) purple_ssl_write(conn->tls, bytes, size) : send(conn->fd, bytes, size, MSG_NOSIGNAL);
}

static gboolean
is_transient(gssize n)
{
    return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
}

static void
conn_replied(MsnpHttpConn *conn)
{
    if (!msnp_http_parser_may_go_on(conn->parser))
        conn_close(conn);
    conn_done(conn, msnp_http_parser_reply(conn->parser));
}

static gboolean conn_read_on(gpointer data);

/* TLS buffers what the descriptor does not show again. */
static void
conn_pause(MsnpHttpConn *conn)
{
    if (!conn->more)
        conn->more = purple_timeout_add(0, conn_read_on, conn);
}

/* Reads until nothing is there, or for long enough. Whatever comes unasked ends it. */
static void
conn_read(MsnpHttpConn *conn)
{
    guint8 bytes[8192];
    MsnpHttpState state = MSNP_HTTP_MORE;
    guint reads = 0;
    gssize n;

    while (state == MSNP_HTTP_MORE) {
        if (++reads > READS_AT_ONCE) {
            conn_pause(conn);
            return;
        }
        n = conn_recv(conn, bytes, sizeof(bytes));
        if (is_transient(n))
            return;
        if (!conn->asked) {
            conn_close(conn);
            return;
        }
        state = n > 0 ? msnp_http_parser_feed(conn->parser, bytes, (gsize) n) : msnp_http_parser_eof(conn->parser);
        msnp_wipe(bytes, sizeof(bytes));
    }
    if (state == MSNP_HTTP_DONE)
        conn_replied(conn);
    else
        conn_failed(conn, MSNP_ERROR_PASSPORT, NULL);
}

static gboolean
conn_read_on(gpointer data)
{
    MsnpHttpConn *conn = data;

    conn->more = 0;
    conn_read(conn);
    return FALSE;
}

static void
conn_readable(gpointer data, gint source, PurpleInputCondition condition)
{
    conn_read(data);
}

static void
conn_tls_readable(gpointer data, PurpleSslConnection *tls, PurpleInputCondition condition)
{
    conn_read(data);
}

/* Sends what can be sent. A broken line is noticed by reading what is left in it. */
static gssize
conn_push(MsnpHttpConn *conn)
{
    gssize n = conn_send(conn, conn->request->str + conn->sent, conn->request->len - conn->sent);

    if (n > 0)
        conn->sent += (gsize) n;
    return n;
}

static void
conn_writable(gpointer data, gint source, PurpleInputCondition condition)
{
    MsnpHttpConn *conn = data;
    gssize n = conn_push(conn);

    if (is_transient(n))
        return;
    if (n <= 0) {
        conn_failed(conn, MSNP_ERROR_PASSPORT_CONNECT, g_strerror(errno));
        return;
    }
    if (conn->sent < conn->request->len)
        return;
    purple_input_remove(conn->writing);
    conn->writing = 0;
}

/* At once, as a program that quits has no later; what does not go, or goes wrong, is the watch's. */
static void
conn_write(MsnpHttpConn *conn)
{
    if (conn->fd < 0 || !conn->request || conn->sent == conn->request->len || conn->writing)
        return;
    conn_push(conn);
    if (conn->sent < conn->request->len)
        conn->writing = purple_input_add(conn->fd, PURPLE_INPUT_WRITE, conn_writable, conn);
}

void
msnp_http_conn_send(MsnpHttpConn *conn, GString *request, gsize body_max)
{
    msnp_http_request_free(conn->request);
    msnp_http_parser_free(conn->parser);
    conn->request = request;
    conn->sent = 0;
    conn->asked = TRUE;
    conn->parser = msnp_http_parser_new();
    msnp_http_parser_set_body_max(conn->parser, body_max);
    conn_write(conn);
}

gboolean
msnp_http_conn_is_free(const MsnpHttpConn *conn)
{
    return conn->fd >= 0 && !conn->asked;
}

gboolean
msnp_http_conn_has_reached(const MsnpHttpConn *conn)
{
    return conn->fd >= 0 || (conn->tls && conn->tls->fd >= 0);
}

gboolean
msnp_http_conn_was_stale(const MsnpHttpConn *conn)
{
    return conn->replies > 1 && msnp_http_parser_is_untouched(conn->parser);
}

/* ---- connecting ---- */

static void
conn_up(MsnpHttpConn *conn, int fd)
{
    msnp_socket_hurry(fd);
    conn->fd = fd;
    conn_write(conn);
    if (conn->klass->connected)
        conn->klass->connected(conn->who);
}

static void
conn_connected(gpointer data, gint source, const gchar *error)
{
    MsnpHttpConn *conn = data;

    conn->connecting = NULL;
    if (source < 0) {
        conn_failed(conn, MSNP_ERROR_PASSPORT_CONNECT, error);
        return;
    }
    conn->reading = purple_input_add(source, PURPLE_INPUT_READ, conn_readable, conn);
    conn_up(conn, source);
}

static void
conn_tls_connected(gpointer data, PurpleSslConnection *tls, PurpleInputCondition condition)
{
    purple_ssl_input_add(tls, conn_tls_readable, data);
    conn_up(data, tls->fd);
}

/* libpurple frees the connection itself after this. */
static void
conn_tls_failed(PurpleSslConnection *tls, PurpleSslErrorType error, gpointer data)
{
    static const MsnpError ends[] = {
        [PURPLE_SSL_HANDSHAKE_FAILED] = MSNP_ERROR_TLS,
        [PURPLE_SSL_CONNECT_FAILED] = MSNP_ERROR_PASSPORT_CONNECT,
        [PURPLE_SSL_CERTIFICATE_INVALID] = MSNP_ERROR_CERTIFICATE,
    };
    MsnpHttpConn *conn = data;

    conn->tls = NULL;
    conn_failed(conn, (gsize) error < G_N_ELEMENTS(ends) && ends[error] ? ends[error] : MSNP_ERROR_TLS, NULL);
}

MsnpHttpConn *
msnp_http_conn_new(PurpleAccount *account, gboolean tls, const char *host, guint16 port,
                   const MsnpHttpConnClass *klass, gpointer who, MsnpError *end)
{
    MsnpHttpConn *conn = g_new0(MsnpHttpConn, 1);

    conn->klass = klass;
    conn->who = who;
    conn->fd = -1;
    conn->port = port;
    if (tls)
        conn->tls = purple_ssl_connect(account, host, port, conn_tls_connected, conn_tls_failed, conn);
    else
        conn->connecting = purple_proxy_connect(conn, account, host, port, conn_connected, conn);
    if (conn->tls || conn->connecting)
        return conn;
    *end = tls && !purple_ssl_is_supported() ? MSNP_ERROR_TLS : MSNP_ERROR_PROXY;
    g_free(conn);
    return NULL;
}

/* ---- proxies ---- */

#define PORT_HTTP 80

/* Where the other end of a connection is; 0 if that is not known. */
static guint16
peer_port(int fd)
{
    struct sockaddr_storage address;
    socklen_t len = sizeof(address);

    if (fd < 0 || getpeername(fd, (struct sockaddr *) &address, &len) != 0)
        return 0;
    if (address.ss_family == AF_INET)
        return ntohs(((struct sockaddr_in *) &address)->sin_port);
    return address.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *) &address)->sin6_port) : 0;
}

/* The environment may except hosts from the proxy (no_proxy), and then the other end has another port than it. */
gboolean
msnp_http_conn_wants_address(const MsnpHttpConn *conn, PurpleAccount *account)
{
    PurpleProxyInfo *info = purple_proxy_get_setup(account);
    PurpleProxyType type = info ? purple_proxy_info_get_type(info) : PURPLE_PROXY_NONE;

    return !conn->tls && conn->port == PORT_HTTP &&
           (type == PURPLE_PROXY_HTTP || type == PURPLE_PROXY_USE_ENVVAR) &&
           peer_port(conn->fd) == purple_proxy_info_get_port(info);
}
