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
#include "purple/gateway.h"
#include "purple/listen.h"
#include "purple/pump.h"
#include "purple/tunnel.h"

/* Bytes read at once. */
#define READ_SIZE 65536

/* The least room made for what is to be sent: a burst of commands. And the most that is kept for the next stream that
 * sends: a burst of a file. */
#define WRITE_SIZE 4096
#define SPARE_SIZE 131072

/* How long a link that the session has closed may take to send what is left, in seconds. */
#define LINGER_SECONDS 5

/* What is needed until a stream is connected. */
typedef struct {
    PurpleProxyConnectData *connecting; /* NULL once that has failed, or a connection was adopted */
    MsnpLinkKind kind;
    char *host;     /* where to, while another way may be tried; else NULL */
    guint patience; /* timeout of that */
} Attempt;

/* What is to be sent. */
struct _MsnpOutgoing {
    gsize len;
    gsize room;
    guint writing;   /* watch; 0 while it has not been tried */
    guint lingering; /* timeout of a closed link with bytes left */
    guint8 bytes[];
};

/* There may be hundreds of them, silent nearly always. */
typedef struct {
    MsnpAccount *ma;
    Attempt *attempt;  /* NULL when connected */
    MsnpOutgoing *out; /* NULL for nothing, as nearly always */
    guint id;
    int fd; /* -1 while not connected */
    guint reading;
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

/* Whatever there was or is to be sent: tickets among it. Its memory does for the next stream that sends. */
static void
stream_drop_out(Stream *stream)
{
    MsnpOutgoing *out = g_steal_pointer(&stream->out), **spare = &stream->ma->spare;

    if (!out)
        return;
    stop_watch(&out->writing);
    stop_timeout(&out->lingering);
    msnp_wipe(out->bytes, out->len);
    if (out->room > SPARE_SIZE || (*spare && (*spare)->room >= out->room)) {
        g_free(out);
        return;
    }
    g_free(*spare);
    *spare = out;
}

static void
stream_drop_attempt(Stream *stream)
{
    if (!stream->attempt)
        return;
    if (stream->attempt->connecting)
        purple_proxy_connect_cancel(stream->attempt->connecting);
    stop_timeout(&stream->attempt->patience);
    g_free(stream->attempt->host);
    g_clear_pointer(&stream->attempt, g_free);
}

static void
stream_free(Stream *stream)
{
    g_ptr_array_remove(stream->ma->unsent, stream);
    stop_watch(&stream->reading);
    stream_drop_attempt(stream);
    stream_drop_out(stream);
    msnp_socket_close(stream->fd);
    g_free(stream);
}

/* Where the stream of a link is, or would be: they stand by number. */
static guint
streams_place(const GPtrArray *streams, guint id)
{
    guint low = 0, high = streams->len;

    while (low < high) {
        guint middle = (low + high) / 2;

        if (((const Stream *) g_ptr_array_index(streams, middle))->id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static Stream *
stream_find(MsnpAccount *ma, guint id)
{
    guint i = streams_place(ma->links, id);
    Stream *stream = i < ma->links->len ? g_ptr_array_index(ma->links, i) : NULL;

    return stream && stream->id == id ? stream : NULL;
}

void
msnp_streams_clear(MsnpAccount *ma)
{
    while (ma->links->len > 0)
        stream_free(g_ptr_array_steal_index(ma->links, ma->links->len - 1));
}

static gboolean
stream_lingers(const Stream *stream)
{
    return stream->out && stream->out->lingering;
}

static void
stream_remove(Stream *stream)
{
    g_ptr_array_remove_index(stream->ma->links, streams_place(stream->ma->links, stream->id));
    stream_free(stream);
}

/* Tells the session how a stream ended; the stream is gone then. */
static void
stream_ended(Stream *stream, MsnpError error, const char *detail)
{
    MsnpAccount *ma = stream->ma;
    guint id = stream->id;
    gboolean told = !stream_lingers(stream);
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
    msnp_wipe(bytes, (gsize) n);
    msnp_pump(ma);
}

static void
stream_watch(Stream *stream)
{
    gboolean read = stream->fd >= 0 && !stream->ma->paused && !stream_lingers(stream);

    if (read && !stream->reading)
        stream->reading = purple_input_add(stream->fd, PURPLE_INPUT_READ, stream_readable, stream);
    else if (!read)
        stop_watch(&stream->reading);
}

void
msnp_streams_pause(MsnpAccount *ma, gboolean pause)
{
    guint i;

    if (ma->paused == pause)
        return;
    ma->paused = pause;
    for (i = 0; i < ma->links->len; i++)
        stream_watch(g_ptr_array_index(ma->links, i));
}

/* ---- writing ---- */

/* Sends what can be sent; what is left moves to the front. TRUE if nothing is. A broken line is noticed by reading. */
static gboolean
stream_send(Stream *stream)
{
    MsnpOutgoing *out = stream->out;
    gsize sent = 0;
    ssize_t n = 0;

    while (sent < out->len) {
        n = send(stream->fd, out->bytes + sent, out->len - sent, MSG_NOSIGNAL);
        if (n <= 0)
            break;
        sent += (gsize) n;
    }
    if (sent == out->len || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR))
        return TRUE;
    memmove(out->bytes, out->bytes + sent, out->len - sent);
    out->len -= sent;
    msnp_wipe(out->bytes + out->len, sent);
    return FALSE;
}

static void
stream_writable(gpointer data, gint source, PurpleInputCondition condition)
{
    Stream *stream = data;
    MsnpAccount *ma = stream->ma;

    if (!stream_send(stream))
        return;
    if (stream_lingers(stream)) {
        stream_remove(stream);
        return;
    }
    stream_drop_out(stream);
    msnp_pump_tick(ma);
    msnp_session_writable(ma->session, stream->id);
    msnp_pump(ma);
}

/* Empty, with room for len bytes. */
static MsnpOutgoing *
outgoing_new(MsnpAccount *ma, gsize len)
{
    gsize room = MAX(len, WRITE_SIZE);
    MsnpOutgoing *out;

    if (ma->spare && ma->spare->room >= room) {
        out = g_steal_pointer(&ma->spare);
    } else {
        out = g_malloc(sizeof(*out) + room);
        out->room = room;
    }
    out->len = 0;
    out->writing = out->lingering = 0;
    return out;
}

/* Room for len more bytes. An array that grows by itself may leave a copy behind. */
static void
stream_reserve(Stream *stream, gsize len)
{
    MsnpOutgoing *old = stream->out;

    if (old && old->room - old->len >= len)
        return;
    stream->out = outgoing_new(stream->ma, old ? MAX(2 * old->room, old->len + len) : len);
    if (!old)
        return;
    memcpy(stream->out->bytes, old->bytes, old->len);
    stream->out->len = old->len;
    stream->out->writing = old->writing;
    stream->out->lingering = old->lingering;
    msnp_wipe(old->bytes, old->len);
    g_free(old);
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
    if (!stream->out)
        g_ptr_array_add(ma->unsent, stream);
    stream_reserve(stream, action->len);
    memcpy(stream->out->bytes + stream->out->len, action->data, action->len);
    stream->out->len += action->len;
}

/* Sends what can be sent now; the rest when there is room. TRUE if there is none. */
static gboolean
stream_push(Stream *stream)
{
    g_ptr_array_remove(stream->ma->unsent, stream);
    if (stream->out && stream_send(stream))
        stream_drop_out(stream);
    if (!stream->out)
        return TRUE;
    if (!stream->out->writing)
        stream->out->writing = purple_input_add(stream->fd, PURPLE_INPUT_WRITE, stream_writable, stream);
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

    stream->out->lingering = 0;
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
    stream->out->lingering = purple_timeout_add_seconds(LINGER_SECONDS, stream_lingered, stream);
    stream_watch(stream);
}

/* ---- connecting ---- */

/* Nothing has gone out yet: where there may be another way, it is as good. */
static void
stream_refused(Stream *stream, const char *error)
{
    MsnpAccount *ma = stream->ma;
    g_autofree char *host = g_steal_pointer(&stream->attempt->host);
    MsnpLinkKind kind = stream->attempt->kind;
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

    stream->attempt->patience = 0;
    stream_refused(stream, NULL);
    return FALSE;
}

static void
stream_connected(gpointer data, gint source, const gchar *error)
{
    Stream *stream = data;
    MsnpAccount *ma = stream->ma;

    stream->attempt->connecting = NULL;
    if (source < 0) {
        stream_refused(stream, error);
        return;
    }
    stream_drop_attempt(stream);
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
    stream->attempt = g_new0(Attempt, 1);
    g_ptr_array_insert(ma->links, (gint) streams_place(ma->links, id), stream);
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
    Attempt *attempt;
    Stream *stream;

    if (msnp_gateway_carries(ma, action->number)) {
        msnp_gateway_connect(ma, action->link, action->number, action->host);
        return;
    }
    stream = stream_new(ma, action->link);
    attempt = stream->attempt;
    attempt->kind = action->number;
    if (msnp_gateway_may_carry(ma, attempt->kind)) {
        attempt->host = g_strdup(action->host);
        attempt->patience = purple_timeout_add(MSNP_TUNNEL_PATIENCE, stream_impatient, stream);
    }
    attempt->connecting = purple_proxy_connect(stream, ma->account, action->host, action->port, stream_connected,
                                               stream);
    if (!attempt->connecting) /* the proxy settings make no sense; libpurple has said so */
        stream_ended(stream, MSNP_ERROR_PROXY, NULL);
}
