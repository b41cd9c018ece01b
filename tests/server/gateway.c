/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the HTTP gateway: tunnels to our own ports, opened, written to and polled by requests; what
 * goes through them is others' business. */
#include <gio/gio.h>
#include <string.h>

#include "gateway.h"
#include "log.h"
#include "options.h"
#include "pages.h"
#include "server.h"

#define IDLE_SECONDS 60
#define READ_SIZE    16384
#define ANSWER_MS    50

typedef struct {
    gint refs;
    char *id;     /* the part that stays */
    guint serial; /* the part behind the dot, officially another one each time */
    char *ip;
    GSocketConnection *socket; /* NULL: the server has hung up */
    GByteArray *in;            /* for the client */
    GCancellable *cancel;
    Visitor *visitor; /* the request that waits for its answer; NULL: none */
    HttpRequest *request;
    guint answer_timer;
    guint idle_timer;
    gboolean over; /* what is left is fetched, and that is all */
    char buffer[READ_SIZE];
} Tunnel;

static GHashTable *tunnels; /* id to Tunnel */

static void tunnel_read(Tunnel *tunnel);

static void
tunnel_unref(Tunnel *tunnel)
{
    if (--tunnel->refs > 0)
        return;
    g_free(tunnel->id);
    g_free(tunnel->ip);
    g_clear_object(&tunnel->socket);
    g_object_unref(tunnel->cancel);
    g_byte_array_unref(tunnel->in);
    g_free(tunnel);
}

static void
timer_clear(guint *timer)
{
    if (*timer != 0)
        g_source_remove(*timer);
    *timer = 0;
}

/* Out of the table; what is under way keeps a reference. */
static void
tunnel_end(gpointer data)
{
    Tunnel *tunnel = data;

    timer_clear(&tunnel->answer_timer);
    timer_clear(&tunnel->idle_timer);
    g_cancellable_cancel(tunnel->cancel);
    if (tunnel->socket != NULL)
        g_socket_close(g_socket_connection_get_socket(tunnel->socket), NULL);
    if (tunnel->visitor != NULL)
        web_unref(tunnel->visitor);
    g_clear_pointer(&tunnel->request, http_request_free);
    tunnel->visitor = NULL;
    tunnel_unref(tunnel);
}

static gboolean
idle_over(gpointer data)
{
    Tunnel *tunnel = data;

    tunnel->idle_timer = 0;
    log_event("gateway-idle %s", tunnel->id);
    g_hash_table_remove(tunnels, tunnel->id);
    return G_SOURCE_REMOVE;
}

/* ---- answers ---- */

static char *
session_word(const Tunnel *tunnel)
{
    return options()->living ? g_strdup(tunnel->id)
                             : g_strdup_printf("%s.%u", tunnel->id, tunnel->serial);
}

static void
tunnel_answer(Tunnel *tunnel)
{
    gboolean close = tunnel->over && !options()->living;
    Visitor *visitor = g_steal_pointer(&tunnel->visitor);
    g_autoptr(HttpRequest) request = g_steal_pointer(&tunnel->request);

    timer_clear(&tunnel->answer_timer);
    tunnel->serial++;
    g_autofree char *word = session_word(tunnel);
    g_autofree char *headers = g_strdup_printf("X-MSN-Messenger: SessionID=%s; GW-IP=%s%s\r\n",
                                               word, options()->living ? tunnel->ip : "127.0.0.1",
                                               close ? "; Session=close" : "");

    web_respond_body(visitor, request, 200, headers, "application/x-msn-messenger",
                     (const char *) tunnel->in->data, tunnel->in->len);
    g_byte_array_set_size(tunnel->in, 0);
    web_unref(visitor);
    if (close)
        g_hash_table_remove(tunnels, tunnel->id);
}

static gboolean
answer_due(gpointer data)
{
    Tunnel *tunnel = data;

    tunnel->answer_timer = 0;
    tunnel_answer(tunnel);
    return G_SOURCE_REMOVE;
}

/* After MS, or as soon as the server has said something. */
static void
tunnel_answer_later(Tunnel *tunnel, Visitor *visitor, const HttpRequest *request, guint ms)
{
    tunnel->visitor = web_ref(visitor);
    tunnel->request = http_request_copy(request);
    if (tunnel->in->len > 0 || tunnel->over)
        ms = 0;
    tunnel->answer_timer = g_timeout_add(ms, answer_due, tunnel);
}

/* ---- the server's side ---- */

static void
tunnel_has_read(GObject *source, GAsyncResult *result, gpointer data)
{
    Tunnel *tunnel = data;
    gssize got = g_input_stream_read_finish(G_INPUT_STREAM(source), result, NULL);

    if (!g_cancellable_is_cancelled(tunnel->cancel)) {
        if (got > 0)
            g_byte_array_append(tunnel->in, (const guint8 *) tunnel->buffer, (guint) got);
        else
            tunnel->over = TRUE;
        if (tunnel->visitor != NULL) {
            timer_clear(&tunnel->answer_timer);
            tunnel->answer_timer = g_timeout_add(got > 0 ? 5 : 0, answer_due, tunnel);
        }
        if (got > 0)
            tunnel_read(tunnel);
    }
    tunnel_unref(tunnel);
}

static void
tunnel_read(Tunnel *tunnel)
{
    GInputStream *stream = g_io_stream_get_input_stream(G_IO_STREAM(tunnel->socket));

    tunnel->refs++;
    g_input_stream_read_async(stream, tunnel->buffer, READ_SIZE, G_PRIORITY_DEFAULT, tunnel->cancel,
                              tunnel_has_read, tunnel);
}

/* The kernel takes what a client says at once: it is less than its buffer. */
static void
tunnel_write(Tunnel *tunnel, const HttpRequest *request)
{
    GOutputStream *stream = g_io_stream_get_output_stream(G_IO_STREAM(tunnel->socket));

    if (!g_output_stream_write_all(stream, request->body, request->body_length, NULL, NULL, NULL))
        tunnel->over = TRUE;
}

/* ---- requests ---- */

/* The value of a word of the query. Caller frees. */
static char *
query_word(const HttpRequest *request, const char *name)
{
    const char *query = strchr(request->path, '?');
    g_auto(GStrv) words = g_strsplit(query != NULL ? query + 1 : "", "&", -1);
    gsize length = strlen(name);

    for (char **word = words; *word != NULL; word++)
        if (strncmp(*word, name, length) == 0 && (*word)[length] == '=')
            return g_strdup(*word + length + 1);
    return NULL;
}

static void
refuse(Visitor *visitor, const HttpRequest *request)
{
    log_event("gateway-refused");
    web_respond(visitor, request, 400, "");
}

/* IP has no port: a name is the dispatch server's, an address that of a server it referred to. */
static const char *
server_of(const char *server, const char *ip)
{
    if (strcmp(server, "SB") == 0)
        return server_sb_address();
    return g_hostname_is_ip_address(ip) ? server_ns_address() : server_first_address();
}

static Tunnel *
tunnel_open(const char *server, const char *ip)
{
    g_autoptr(GSocketClient) client = g_socket_client_new();
    g_socket_client_set_enable_proxy(client, FALSE);
    GSocketConnection *socket =
        g_socket_client_connect_to_host(client, server_of(server, ip), 0, NULL, NULL);
    Tunnel *tunnel = socket != NULL ? g_new0(Tunnel, 1) : NULL;

    if (tunnel == NULL)
        return NULL;
    if (tunnels == NULL)
        tunnels = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, tunnel_end);
    tunnel->refs = 1;
    tunnel->id = options()->living
                     ? g_uuid_string_random()
                     : g_strdup_printf("%u", g_random_int_range(100000000, G_MAXINT32));
    tunnel->serial = g_random_int_range(1000, 30000);
    tunnel->ip = g_strdup(ip);
    tunnel->socket = socket;
    tunnel->in = g_byte_array_new();
    tunnel->cancel = g_cancellable_new();
    g_hash_table_replace(tunnels, tunnel->id, tunnel);
    tunnel_read(tunnel);
    return tunnel;
}

static void
serve_open(Visitor *visitor, const HttpRequest *request)
{
    g_autofree char *server = query_word(request, "Server");
    g_autofree char *ip = query_word(request, "IP");

    if (server == NULL || (strcmp(server, "NS") != 0 && strcmp(server, "SB") != 0) || ip == NULL ||
        strchr(ip, ':') != NULL) {
        web_bad(visitor, request, "open takes Server=NS or SB, and IP without a port");
        refuse(visitor, request);
        return;
    }
    Tunnel *tunnel = tunnel_open(server, ip);

    if (tunnel == NULL) {
        web_respond(visitor, request, 500, "");
        return;
    }
    log_event("gateway-open %s", server);
    tunnel->idle_timer = g_timeout_add_seconds(IDLE_SECONDS, idle_over, tunnel);
    tunnel_write(tunnel, request);
    tunnel_answer_later(tunnel, visitor, request, ANSWER_MS);
}

static Tunnel *
tunnel_find(Visitor *visitor, const HttpRequest *request, const char *session)
{
    g_autofree char *id = g_strndup(session, strcspn(session, "."));
    Tunnel *tunnel = tunnels != NULL ? g_hash_table_lookup(tunnels, id) : NULL;
    g_autofree char *right = tunnel != NULL ? session_word(tunnel) : NULL;

    if (tunnel != NULL && strcmp(right, session) != 0)
        web_bad(visitor, request, "this is not the newest SessionID, which is %s", right);
    return tunnel;
}

static void
serve_session(Visitor *visitor, const HttpRequest *request, const char *session, gboolean poll)
{
    Tunnel *tunnel = tunnel_find(visitor, request, session);
    g_autofree char *life = query_word(request, "Lifespan");
    guint64 seconds = life != NULL ? g_ascii_strtoull(life, NULL, 10) : 0;

    if (tunnel == NULL) {
        refuse(visitor, request);
        return;
    }
    if (tunnel->visitor != NULL) {
        web_bad(visitor, request, "two requests at the same time");
        refuse(visitor, request);
        return;
    }
    if (poll ? request->body_length > 0 : request->body_length == 0)
        web_bad(visitor, request, poll ? "a poll with a body" : "nothing to send");
    timer_clear(&tunnel->idle_timer);
    tunnel->idle_timer = g_timeout_add_seconds(IDLE_SECONDS, idle_over, tunnel);
    if (!poll && !tunnel->over)
        tunnel_write(tunnel, request);
    log_event("gateway-%s", poll ? "poll" : "send");
    tunnel_answer_later(tunnel, visitor, request,
                        poll && options()->living ? 0
                        : poll && seconds > 0     ? (guint) MIN(seconds, 30) * 1000
                                                  : ANSWER_MS);
}

void
gateway_serve(Visitor *visitor, const HttpRequest *request)
{
    g_autofree char *action = query_word(request, "Action");
    g_autofree char *session = query_word(request, "SessionID");

    if (session != NULL && (action == NULL || strcmp(action, "poll") == 0)) {
        serve_session(visitor, request, session, action != NULL);
    } else if (session == NULL && g_strcmp0(action, "open") == 0) {
        serve_open(visitor, request);
    } else {
        web_bad(visitor, request, "neither open, poll nor a SessionID");
        refuse(visitor, request);
    }
}

void
gateway_clear(void)
{
    g_clear_pointer(&tunnels, g_hash_table_unref);
}
