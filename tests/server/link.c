/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows sockets and how they end; knows nothing of what the bytes mean. */
#include "link.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#define READ_SIZE 32768
#define DRAIN_MS  1000

struct Link {
    GSocketConnection *socket;
    GIOStream *stream;
    const LinkHandlers *handlers; /* NULL once the user has been told that it is over */
    gpointer user;
    GByteArray *in;
    GByteArray *out;
    gsize out_sent; /* how much of OUT is gone already */
    GSource *readable;
    GSource *writable;
    guint pause_timer;
    guint drain_timer;
    gboolean closing;   /* flush, then end */
    gboolean finishing; /* flush, then shut the sending side */
    gboolean shut;      /* the sending side is shut */
    gboolean muted;
    gboolean pumping;
    gboolean dead; /* to be freed when the pump has returned */
};

static GHashTable *all_links;
static GPtrArray *unsent; /* links to which was written in this round of the loop */
static guint flush_idle;
static gboolean reading; /* something that flushes afterwards */
static gboolean dribbling;
static void (*drained_func)(void);

static void link_free(Link *link);
static void link_pump(Link *link, gboolean force);

void
link_set_dribble(gboolean dribble)
{
    dribbling = dribble;
}

static gsize
link_unsent(const Link *link)
{
    return link->out->len - link->out_sent;
}

static void
source_clear(GSource **source)
{
    if (*source != NULL) {
        g_source_destroy(*source);
        g_source_unref(*source);
        *source = NULL;
    }
}

static void
link_detach(Link *link)
{
    const LinkHandlers *handlers = link->handlers;

    link->handlers = NULL;
    if (handlers != NULL)
        handlers->closed(link->user);
}

static void
link_end(Link *link)
{
    link_detach(link);
    if (link->pumping)
        link->dead = TRUE;
    else
        link_free(link);
}

static void
link_free(Link *link)
{
    g_ptr_array_remove(unsent, link);
    if (all_links != NULL)
        g_hash_table_remove(all_links, link);
    source_clear(&link->readable);
    source_clear(&link->writable);
    if (link->pause_timer != 0)
        g_source_remove(link->pause_timer);
    if (link->drain_timer != 0)
        g_source_remove(link->drain_timer);
    /* Closing the socket itself never blocks, which closing a TLS stream may do. */
    g_socket_close(g_socket_connection_get_socket(link->socket), NULL);
    g_object_unref(link->stream);
    g_object_unref(link->socket);
    g_byte_array_unref(link->in);
    g_byte_array_unref(link->out);
    g_free(link);
}

static gboolean
drain_over(gpointer data)
{
    Link *link = data;

    link->drain_timer = 0;
    link_free(link);
    return G_SOURCE_REMOVE;
}

static void
tls_closed(GObject *stream, GAsyncResult *result, gpointer data)
{
    g_io_stream_close_finish(G_IO_STREAM(stream), result, NULL);
}

/* Everything is sent. The socket is not closed at once: a close with unread input would become a
 * reset, and the client would lose the last lines. */
static void
link_flushed(Link *link)
{
    if (!link->shut && (link->closing || link->finishing)) {
        link->shut = TRUE;
        if (G_IS_TLS_CONNECTION(link->stream)) {
            source_clear(&link->readable);
            g_io_stream_close_async(link->stream, G_PRIORITY_DEFAULT, NULL, tls_closed, NULL);
        } else {
            g_socket_shutdown(g_socket_connection_get_socket(link->socket), FALSE, TRUE, NULL);
        }
    }
    if (link->closing && link->drain_timer == 0)
        link->drain_timer = g_timeout_add(DRAIN_MS, drain_over, link);
}

/* FALSE when the link broke. */
static gboolean
link_send_some(Link *link)
{
    GPollableOutputStream *stream =
        G_POLLABLE_OUTPUT_STREAM(g_io_stream_get_output_stream(link->stream));

    while (link_unsent(link) > 0) {
        g_autoptr(GError) error = NULL;
        gsize rest = link_unsent(link);
        gsize few = (gsize) g_random_int_range(1, 8);
        gsize piece = dribbling ? MIN(rest, few) : rest;
        gssize sent = g_pollable_output_stream_write_nonblocking(
            stream, link->out->data + link->out_sent, piece, NULL, &error);

        if (sent < 0)
            return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
        link->out_sent += (gsize) sent;
        if (dribbling)
            break;
    }
    if (link_unsent(link) == 0) {
        g_byte_array_set_size(link->out, 0);
        link->out_sent = 0;
    }
    return TRUE;
}

/* TRUE while there is more to send. */
static gboolean
link_send(Link *link)
{
    if (!link_send_some(link)) {
        link_end(link);
        return FALSE;
    }
    if (link_unsent(link) > 0)
        return TRUE;
    source_clear(&link->writable);
    link_flushed(link);
    if (drained_func != NULL)
        drained_func();
    /* Comes last: it may end the link. */
    if (link->handlers != NULL && link->handlers->drained != NULL)
        link->handlers->drained(link->user);
    return FALSE;
}

static gboolean
on_writable(GObject *stream, gpointer data)
{
    return link_send(data);
}

static void
link_await_room(Link *link)
{
    link->writable = g_pollable_output_stream_create_source(
        G_POLLABLE_OUTPUT_STREAM(g_io_stream_get_output_stream(link->stream)), NULL);
    g_source_set_callback(link->writable, G_SOURCE_FUNC(on_writable), link, NULL);
    g_source_attach(link->writable, NULL);
}

/* All that was written because of one thing goes at once. */
static void
flush(void)
{
    while (unsent->len > 0) {
        Link *link = g_ptr_array_steal_index_fast(unsent, unsent->len - 1);

        if (link_send(link))
            link_await_room(link);
    }
}

static gboolean
on_flush(gpointer data)
{
    flush_idle = 0;
    flush();
    return G_SOURCE_REMOVE;
}

static void
link_want_write(Link *link)
{
    if (link->writable != NULL || g_ptr_array_find(unsent, link, NULL))
        return;
    g_ptr_array_add(unsent, link);
    if (flush_idle == 0 && !reading)
        flush_idle = g_idle_add_full(G_PRIORITY_HIGH, on_flush, NULL, NULL);
}

static gboolean
on_readable(GObject *stream, gpointer data)
{
    Link *link = data;
    g_autoptr(GError) error = NULL;
    guint had = link->in->len;

    g_byte_array_set_size(link->in, had + READ_SIZE);
    gssize got = g_pollable_input_stream_read_nonblocking(
        G_POLLABLE_INPUT_STREAM(stream), link->in->data + had, READ_SIZE, NULL, &error);

    g_byte_array_set_size(link->in, had + (guint) MAX(got, 0));
    if (got < 0 && g_error_matches(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return G_SOURCE_CONTINUE;
    if (got <= 0) {
        link_end(link);
        return G_SOURCE_REMOVE;
    }
    if (link->closing) {
        g_byte_array_set_size(link->in, had);
        return G_SOURCE_CONTINUE;
    }
    reading = TRUE;
    link_pump(link, FALSE);
    reading = FALSE;
    flush();
    return G_SOURCE_CONTINUE;
}

/* With FORCE the handler is asked once even if there is nothing new. */
static void
link_pump(Link *link, gboolean force)
{
    gsize offset = 0;

    link->pumping = TRUE;
    while (link->handlers != NULL && link->pause_timer == 0 && (force || offset < link->in->len)) {
        force = FALSE;
        gsize used = link->handlers->received(link->user, (const char *) link->in->data + offset,
                                              link->in->len - offset);

        if (used == 0)
            break;
        offset += used;
    }
    link->pumping = FALSE;
    if (link->dead) {
        link_free(link);
        return;
    }
    g_byte_array_remove_range(link->in, 0, (guint) MIN(offset, link->in->len));
}

Link *
link_new(GSocketConnection *socket, GIOStream *stream, const LinkHandlers *handlers, gpointer user)
{
    Link *link = g_new0(Link, 1);

    link->socket = g_object_ref(socket);
    link->stream = g_object_ref(stream);
    link->handlers = handlers;
    link->user = user;
    link->in = g_byte_array_new();
    link->out = g_byte_array_new();
    /* Dribbled pieces are to travel alone. */
    g_socket_set_option(g_socket_connection_get_socket(socket), IPPROTO_TCP, TCP_NODELAY, 1, NULL);
    link->readable = g_pollable_input_stream_create_source(
        G_POLLABLE_INPUT_STREAM(g_io_stream_get_input_stream(stream)), NULL);
    g_source_set_callback(link->readable, G_SOURCE_FUNC(on_readable), link, NULL);
    /* There is one loop only. Else GLib takes the socket out of it meanwhile, and wakes itself up
     * for that. */
    g_source_set_can_recurse(link->readable, TRUE);
    g_source_attach(link->readable, NULL);
    if (all_links == NULL)
        all_links = g_hash_table_new(NULL, NULL);
    if (unsent == NULL)
        unsent = g_ptr_array_new();
    g_hash_table_add(all_links, link);
    return link;
}

void
link_write(Link *link, const char *bytes, gsize length)
{
    if (link->muted || link->closing || link->finishing || length == 0)
        return;
    g_byte_array_append(link->out, (const guint8 *) bytes, (guint) length);
    link_want_write(link);
}

gsize
link_queued(const Link *link)
{
    return link_unsent(link);
}

void
link_set_drained(void (*drained)(void))
{
    drained_func = drained;
}

void
link_close(Link *link)
{
    if (link->closing)
        return;
    link->closing = TRUE;
    if (link->pause_timer != 0)
        g_source_remove(link->pause_timer);
    link->pause_timer = 0;
    link_detach(link);
    if (link_unsent(link) == 0)
        link_flushed(link);
}

void
link_reset(Link *link)
{
    struct linger linger = {.l_onoff = 1, .l_linger = 0};
    int fd = g_socket_get_fd(g_socket_connection_get_socket(link->socket));

    setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    /* The descriptor goes now, so that the reset does not wait for the pump to return. */
    source_clear(&link->readable);
    source_clear(&link->writable);
    g_socket_close(g_socket_connection_get_socket(link->socket), NULL);
    link->closing = TRUE;
    link_end(link);
}

void
link_finish(Link *link)
{
    if (link->finishing)
        return;
    link->finishing = TRUE;
    if (link_unsent(link) == 0)
        link_flushed(link);
}

void
link_set_muted(Link *link, gboolean muted)
{
    link->muted = muted;
}

gboolean
link_muted(const Link *link)
{
    return link->muted;
}

static gboolean
pause_over(gpointer data)
{
    Link *link = data;

    link->pause_timer = 0;
    link_pump(link, TRUE);
    return G_SOURCE_REMOVE;
}

void
link_pause(Link *link, guint ms)
{
    if (link->pause_timer == 0 && !link->closing)
        link->pause_timer = g_timeout_add(MAX(ms, 1), pause_over, link);
}

void
link_hold(Link *link)
{
    source_clear(&link->readable);
}

void
link_shutdown_all(void)
{
    if (all_links == NULL)
        return;
    g_autoptr(GList) links = g_hash_table_get_keys(all_links);

    for (GList *l = links; l != NULL; l = l->next) {
        link_detach(l->data);
        link_free(l->data);
    }
    g_clear_pointer(&all_links, g_hash_table_unref);
    g_clear_pointer(&unsent, g_ptr_array_unref);
    if (flush_idle != 0)
        g_source_remove(flush_idle);
    flush_idle = 0;
}
