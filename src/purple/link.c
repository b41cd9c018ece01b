/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The session's links as sockets, through the account's proxy. Knows purple_proxy_connect and watches;
 * refuses to know what the bytes are.
 */
#include "purple/link.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <openssl/crypto.h>
#include "purple/gateway.h"
#include "purple/listen.h"
#include "purple/pump.h"
#include "purple/tunnel.h"

/* Bytes read at once. */
#define READ_SIZE 65536

/* The least room made for what is to be sent: a burst of commands. */
#define WRITE_SIZE 4096

/* How long a link that the session has closed may take to send what is left, in seconds. */
#define LINGER_SECONDS 5

typedef struct {
    MsnpAccount *ma;
    guint id;
    PurpleProxyConnectData *connecting; /* NULL when connected or failed */
    MsnpLinkKind kind;
    char *host;                         /* where to, while another way may be tried; else NULL */
    guint patience;                     /* timeout of that */
    int fd;                             /* -1 while not connected */
    guint reading;
    guint writing;
    guint lingering; /* timeout of a closed link with bytes left */
    guint8 *out; /* what is to be sent; NULL for nothing, as nearly always */
    gsize len;   /* of that */
    gsize room;  /* for that, or for what there was last */
} Stream;

void
msnp_socket_close(int fd)
{
    if (fd < 0)
        return;
    shutdown(fd, SHUT_RDWR);
    close(fd);
}

void
msnp_socket_hurry(int fd)
{
    int yes = 1;

    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes)); /* best effort */
}

static void
stop_watch(guint *watch)
{
    if (*watch)
        purple_input_remove(*watch);
    *watch = 0;
}

static void
stop_timeout(guint *timeout)
{
    if (*timeout)
        purple_timeout_remove(*timeout);
    *timeout = 0;
}

/* Whatever there was or is to be sent: tickets among it. */
static void
stream_drop_out(Stream *stream)
{
    if (stream->out)
        OPENSSL_cleanse(stream->out, stream->len);
    g_clear_pointer(&stream->out, g_free);
    stream->len = 0;
}

static void
stream_free(gpointer data)
{
    Stream *stream = data;

    if (stream->connecting)
        purple_proxy_connect_cancel(stream->connecting);
    g_ptr_array_remove(stream->ma->unsent, stream);
    stop_watch(&stream->reading);
    stop_watch(&stream->writing);
    stop_timeout(&stream->patience);
    stop_timeout(&stream->lingering);
    msnp_socket_close(stream->fd);
    stream_drop_out(stream);
    g_free(stream->host);
    g_free(stream);
}

GHashTable *
msnp_streams_new(void)
{
    return g_hash_table_new_full(NULL, NULL, NULL, stream_free);
}

static void
stream_remove(Stream *stream)
{
    g_hash_table_remove(stream->ma->links, GUINT_TO_POINTER(stream->id));
}

/* Tells the session how a stream ended; the stream is gone then. */
static void
stream_ended(Stream *stream, MsnpError error, const char *detail)
{
    MsnpAccount *ma = stream->ma;
    guint id = stream->id;
    gboolean told = !stream->lingering;
    g_autofree char *why = g_strdup(detail);

    stream_remove(stream);
    if (!told)
        return;
    msnp_pump_tick(ma);
    msnp_session_closed(ma->session, id, error, why);
    msnp_pump(ma);
}

/* ---- reading ---- */

static void
stream_readable(gpointer data, gint source, PurpleInputCondition condition)
{
    static guint8 bytes[READ_SIZE];
    Stream *stream = data;
    MsnpAccount *ma = stream->ma;
    ssize_t n = recv(stream->fd, bytes, sizeof(bytes), 0);

    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        return;
    if (n <= 0) {
        stream_ended(stream, n == 0 ? MSNP_ERROR_NONE : MSNP_ERROR_LOST, n == 0 ? NULL : g_strerror(errno));
        return;
    }
    ma->gc->last_received = time(NULL);
    msnp_pump_tick(ma);
    msnp_session_received(ma->session, stream->id, bytes, (gsize) n);
    OPENSSL_cleanse(bytes, (gsize) n);
    msnp_pump(ma);
}

static void
stream_watch(Stream *stream)
{
    gboolean read = stream->fd >= 0 && !stream->ma->paused && !stream->lingering;

    if (read && !stream->reading)
        stream->reading = purple_input_add(stream->fd, PURPLE_INPUT_READ, stream_readable, stream);
    else if (!read)
        stop_watch(&stream->reading);
}

void
msnp_streams_pause(MsnpAccount *ma, gboolean pause)
{
    GHashTableIter iter;
    gpointer value;

    if (ma->paused == pause)
        return;
    ma->paused = pause;
    g_hash_table_iter_init(&iter, ma->links);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        stream_watch(value);
}

/* ---- writing ---- */

/* Sends what can be sent; what is left moves to the front. A broken line is noticed by reading. */
static void
stream_flush(Stream *stream)
{
    gsize sent = 0;
    ssize_t n = 0;

    while (sent < stream->len) {
        n = send(stream->fd, stream->out + sent, stream->len - sent, MSG_NOSIGNAL);
        if (n <= 0)
            break;
        sent += (gsize) n;
    }
    if (sent == stream->len || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) {
        stream_drop_out(stream);
        return;
    }
    memmove(stream->out, stream->out + sent, stream->len - sent);
    stream->len -= sent;
    OPENSSL_cleanse(stream->out + stream->len, sent);
}

static void
stream_writable(gpointer data, gint source, PurpleInputCondition condition)
{
    Stream *stream = data;

    MsnpAccount *ma = stream->ma;

    stream_flush(stream);
    if (stream->len > 0)
        return;
    stop_watch(&stream->writing);
    if (stream->lingering) {
        stream_remove(stream);
        return;
    }
    msnp_pump_tick(ma);
    msnp_session_writable(ma->session, stream->id);
    msnp_pump(ma);
}

static Stream *
stream_find(MsnpAccount *ma, guint id)
{
    return g_hash_table_lookup(ma->links, GUINT_TO_POINTER(id));
}

/* An array that grows by itself may leave a copy behind. */
static void
stream_reserve(Stream *stream, gsize len)
{
    gsize used = stream->len;
    guint8 *out;

    if (stream->out && len <= stream->room)
        return;
    if (len > stream->room)
        stream->room = MAX(2 * stream->room, MAX(len, WRITE_SIZE));
    out = g_malloc(stream->room);
    if (used > 0)
        memcpy(out, stream->out, used);
    stream_drop_out(stream);
    stream->out = out;
    stream->len = used;
}

void
msnp_stream_write(MsnpAccount *ma, const MsnpAction *action)
{
    Stream *stream = stream_find(ma, action->link);

    if (!stream) {
        msnp_gateway_write(ma, action);
        return;
    }
    if (stream->fd < 0)
        return;
    if (stream->len == 0)
        g_ptr_array_add(ma->unsent, stream);
    stream_reserve(stream, stream->len + action->len);
    memcpy(stream->out + stream->len, action->data, action->len);
    stream->len += action->len;
}

/* Sends what can be sent now; the rest when there is room. TRUE if there is none. */
static gboolean
stream_push(Stream *stream)
{
    g_ptr_array_remove(stream->ma->unsent, stream);
    stream_flush(stream);
    if (stream->len == 0)
        return TRUE;
    if (!stream->writing)
        stream->writing = purple_input_add(stream->fd, PURPLE_INPUT_WRITE, stream_writable, stream);
    return FALSE;
}

gboolean
msnp_streams_flush(MsnpAccount *ma)
{
    gboolean any = FALSE;

    while (ma->unsent->len > 0) {
        Stream *stream = g_ptr_array_index(ma->unsent, ma->unsent->len - 1);

        if (!stream_push(stream))
            continue;
        any = TRUE;
        msnp_session_writable(ma->session, stream->id);
    }
    return any;
}

static gboolean
stream_lingered(gpointer data)
{
    Stream *stream = data;

    stream->lingering = 0;
    stream_remove(stream);
    return FALSE;
}

void
msnp_stream_close(MsnpAccount *ma, const MsnpAction *action)
{
    Stream *stream = stream_find(ma, action->link);

    if (!stream) {
        if (!msnp_gateway_close(ma, action))
            msnp_listen_stop(ma, action->link);
        return;
    }
    if (stream->fd < 0 || stream_push(stream)) {
        stream_remove(stream);
        return;
    }
    stream->lingering = purple_timeout_add_seconds(LINGER_SECONDS, stream_lingered, stream);
    stream_watch(stream);
}

/* ---- connecting ---- */

/* Nothing has gone out yet: where there may be another way, it is as good. */
static void
stream_refused(Stream *stream, const char *error)
{
    MsnpAccount *ma = stream->ma;
    g_autofree char *host = g_steal_pointer(&stream->host);
    MsnpLinkKind kind = stream->kind;
    guint id = stream->id;

    if (!host) {
        stream_ended(stream, MSNP_ERROR_CONNECT, error);
        return;
    }
    stream_remove(stream);
    msnp_gateway_connect(ma, id, kind, host);
}

static gboolean
stream_impatient(gpointer data)
{
    Stream *stream = data;

    stream->patience = 0;
    stream_refused(stream, NULL);
    return FALSE;
}

static void
stream_connected(gpointer data, gint source, const gchar *error)
{
    Stream *stream = data;
    MsnpAccount *ma = stream->ma;

    stream->connecting = NULL;
    if (source < 0) {
        stream_refused(stream, error);
        return;
    }
    stop_timeout(&stream->patience);
    g_clear_pointer(&stream->host, g_free);
    msnp_socket_hurry(source);
    stream->fd = source;
    stream_watch(stream);
    msnp_pump_tick(ma);
    msnp_session_link_up(ma->session, stream->id);
    msnp_pump(ma);
}

static Stream *
stream_new(MsnpAccount *ma, guint id)
{
    Stream *stream = g_new0(Stream, 1);

    stream->ma = ma;
    stream->id = id;
    stream->fd = -1;
    g_hash_table_insert(ma->links, GUINT_TO_POINTER(stream->id), stream);
    return stream;
}

void
msnp_stream_adopt(MsnpAccount *ma, guint id, int fd)
{
    stream_connected(stream_new(ma, id), fd, NULL);
}

void
msnp_stream_connect(MsnpAccount *ma, const MsnpAction *action)
{
    Stream *stream;

    if (msnp_gateway_carries(ma, action->number)) {
        msnp_gateway_connect(ma, action->link, action->number, action->host);
        return;
    }
    stream = stream_new(ma, action->link);
    stream->kind = action->number;
    if (msnp_gateway_may_carry(ma, stream->kind)) {
        stream->host = g_strdup(action->host);
        stream->patience = purple_timeout_add(MSNP_TUNNEL_PATIENCE, stream_impatient, stream);
    }
    stream->connecting = purple_proxy_connect(stream, ma->account, action->host, action->port,
                                              stream_connected, stream);
    if (!stream->connecting) /* the proxy settings make no sense; libpurple has said so */
        stream_ended(stream, MSNP_ERROR_PROXY, NULL);
}
