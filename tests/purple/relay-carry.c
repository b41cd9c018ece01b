/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One connection through a relay: carries bytes between two sockets on the GLib main loop, counts
 * them, and cuts when told. What proxies say first is relay-proxy.c's business. */
#include "relay-carry.h"
#include "rig-event.h"

#include <arpa/inet.h>
#include <errno.h>
#include <glib-unix.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PIECE = 4096 };
enum { CLIENT, SERVER, ENDS };

typedef struct {
    int fd; /* -1: none */
    guint readable, writable;
    GByteArray *pending; /* to be written to this end */
    gboolean ended;      /* nothing more comes from this end */
} End;

struct Carried {
    Relay *relay;
    End ends[ENDS];
    ProxyTalk talk;
    GByteArray *handshake; /* what the client said to the proxy and was not understood yet */
    GByteArray *seen[RELAY_WAYS];
    gboolean carrying, hang_up, frozen;
    gboolean chosen;   /* one of those that are cut or disturbed */
    guint commands;    /* from the server, so far */
    GByteArray *ahead; /* from the server: not a whole command yet, or held back */
    gboolean late, harmed;
};

static gboolean on_readable(int fd, GIOCondition condition, gpointer data);
static gboolean on_writable(int fd, GIOCondition condition, gpointer data);

/* -- ends ---------------------------------------------------------------------------------------
 */

static void
end_close(End *end, gboolean reset)
{
    g_clear_handle_id(&end->readable, g_source_remove);
    g_clear_handle_id(&end->writable, g_source_remove);
    if (end->fd >= 0) {
        struct linger linger = {.l_onoff = reset, .l_linger = 0};
        setsockopt(end->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
        close(end->fd);
        end->fd = -1;
    }
}

void
relay_carried_free(Carried *carried)
{
    for (guint i = 0; i < ENDS; i++) {
        end_close(&carried->ends[i], FALSE);
        g_byte_array_unref(carried->ends[i].pending);
    }
    for (guint way = 0; way < RELAY_WAYS; way++) {
        g_byte_array_unref(carried->seen[way]);
    }
    g_byte_array_unref(carried->ahead);
    g_byte_array_unref(carried->handshake);
    g_free(carried->talk.target);
    g_free(carried);
}

static void
carried_over(Carried *carried)
{
    Relay *relay = carried->relay;
    g_ptr_array_remove(relay->open, carried);
    relay_carried_free(carried);
    rig_record(relay, "relay-closed", NULL);
}

void
relay_carried_cut(Carried *carried, RelayCut cut)
{
    if (cut == RELAY_FREEZE) {
        carried->frozen = TRUE;
        for (guint i = 0; i < ENDS; i++) {
            g_clear_handle_id(&carried->ends[i].readable, g_source_remove);
        }
        return;
    }
    end_close(&carried->ends[CLIENT], cut == RELAY_RESET);
    carried_over(carried);
}

/* Writes what it can; FALSE when the end is dead. */
static gboolean
end_flush(Carried *carried, guint which)
{
    End *end = &carried->ends[which];
    while (end->pending->len > 0) {
        gssize n = send(end->fd, end->pending->data, end->pending->len, MSG_NOSIGNAL);
        if (n < 0 && errno == EAGAIN) {
            if (end->writable == 0) {
                end->writable = g_unix_fd_add(end->fd, G_IO_OUT, on_writable, carried);
            }
            return TRUE;
        }
        if (n < 0) {
            return FALSE;
        }
        g_byte_array_remove_range(end->pending, 0, (guint) n);
    }
    return TRUE;
}

/* -- carrying -----------------------------------------------------------------------------------
 */

/* Bytes that may still go this way before the cut. */
static gsize
room(const Carried *carried, RelayWay way)
{
    gsize limit = carried->relay->limits[way];
    gboolean endless = limit == G_MAXSIZE || !carried->chosen;
    return endless ? G_MAXSIZE : limit - MIN(limit, carried->seen[way]->len);
}

/* TRUE when the connection is gone. */
static gboolean
cut_if_due(Carried *carried)
{
    for (guint way = 0; carried->carrying && way < RELAY_WAYS; way++) {
        guint to = way == RELAY_UP ? SERVER : CLIENT;
        if (room(carried, way) == 0 && carried->ends[to].pending->len == 0 && !carried->frozen) {
            RelayCut cut = carried->relay->cuts[way];
            carried->relay->harmed++;
            relay_carried_cut(carried, cut);
            return cut != RELAY_FREEZE;
        }
    }
    return FALSE;
}

/* Hands on the end of the stream, once everything before it is through; TRUE when all is over. */
static gboolean
over_if_ended(Carried *carried)
{
    gboolean over = TRUE;
    for (guint i = 0; i < ENDS; i++) {
        End *to = &carried->ends[!i];
        gboolean through = carried->ends[i].ended && to->pending->len == 0;
        if (through && to->fd >= 0) {
            shutdown(to->fd, SHUT_WR);
        }
        over &= through;
    }
    over |= carried->hang_up && carried->ends[CLIENT].pending->len == 0;
    if (over) {
        carried_over(carried);
    }
    return over;
}

/* TRUE when the connection is still there. */
static gboolean
pass_on(Carried *carried, RelayWay way, const guint8 *bytes, gsize length)
{
    gsize passed = MIN(length, room(carried, way));
    guint to = way == RELAY_UP ? SERVER : CLIENT;
    g_byte_array_append(carried->seen[way], bytes, (guint) passed);
    g_byte_array_append(carried->ends[to].pending, bytes, (guint) passed);
    if (!end_flush(carried, to)) {
        relay_carried_cut(carried, RELAY_RESET);
        return FALSE;
    }
    return !cut_if_due(carried) && !over_if_ended(carried);
}

/* -- disturbing ---------------------------------------------------------------------------------
 */

static gboolean
has_payload(const char *verb)
{
    static const char *const verbs[] = {"MSG", "NOT", "IPG", "UBX", "GCF"};
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
        if (g_str_has_prefix(verb, verbs[i])) {
            return TRUE;
        }
    }
    return FALSE;
}

gsize
relay_command(const guint8 *bytes, gsize length)
{
    const guint8 *end = memchr(bytes, '\n', length);
    if (end == NULL) {
        return 0;
    }
    gsize size = (gsize) (end + 1 - bytes);
    g_autofree char *line = g_strndup((const char *) bytes, size);
    const char *last = strrchr(line, ' ');
    if (has_payload(line) && last != NULL) {
        size += g_ascii_strtoull(last + 1, NULL, 10);
    }
    return size <= length ? size : 0;
}

/* The first of what is ahead goes on. FALSE when the connection is gone. */
static gboolean
pass_ahead(Carried *carried, gsize size)
{
    g_autofree guint8 *bytes = g_memdup2(carried->ahead->data, size);
    g_byte_array_remove_range(carried->ahead, 0, (guint) size);
    return pass_on(carried, RELAY_DOWN, bytes, size);
}

/* It is this command's turn. Returns its size, 0 when it has to wait for the one behind it. */
static gsize
harm_command(Carried *carried, gsize size)
{
    GByteArray *ahead = carried->ahead;
    gsize next = relay_command(ahead->data + size, ahead->len - size);
    g_autofree guint8 *copy = g_memdup2(ahead->data, size);
    switch (carried->relay->harm) {
    case RELAY_DROPPED:
        g_byte_array_remove_range(ahead, 0, (guint) size);
        return 0;
    case RELAY_TWICE:
        g_byte_array_prepend(ahead, copy, (guint) size);
        return 2 * size;
    case RELAY_LATE:
        carried->late = TRUE;
        return 0;
    case RELAY_SWAPPED:
        memmove(ahead->data, ahead->data + size, next);
        memcpy(ahead->data + next, copy, size);
        return next > 0 ? next + size : 0;
    default:
        return size;
    }
}

/* What the server has said, command by command. */
static void
pass_commands(Carried *carried)
{
    gsize size;
    while (!carried->late &&
           (size = relay_command(carried->ahead->data, carried->ahead->len)) > 0) {
        if (carried->commands == carried->relay->command) {
            gsize before = carried->ahead->len;
            carried->relay->harmed += !carried->harmed;
            carried->harmed = TRUE;
            size = harm_command(carried, size);
            if (size == 0 && carried->ahead->len == before && !carried->late) {
                return; /* the one behind it has not come */
            }
        }
        carried->commands++;
        if (size > 0 && !pass_ahead(carried, size)) {
            return;
        }
    }
}

void
relay_carried_release(Carried *carried)
{
    carried->late = FALSE;
    if (carried->ahead->len > 0) {
        pass_ahead(carried, carried->ahead->len);
    }
}

static void
from_server(Carried *carried, const guint8 *bytes, gsize length)
{
    if (carried->relay->harm == RELAY_UNHARMED || !carried->chosen) {
        pass_on(carried, RELAY_DOWN, bytes, length);
        return;
    }
    g_byte_array_append(carried->ahead, bytes, (guint) length);
    pass_commands(carried);
}

/* -- opening ------------------------------------------------------------------------------------
 */

static guint16
port_in(const char *target)
{
    const char *colon = strrchr(target, ':');
    return colon == NULL ? 0 : (guint16) g_ascii_strtoull(colon + 1, NULL, 10);
}

static guint16
mapped_port(const Relay *relay, const char *target)
{
    if (relay->kind == RELAY_PLAIN) {
        return relay->target;
    }
    for (guint i = 0; i < relay->rules->len; i++) {
        const Rule *rule = &g_array_index(relay->rules, Rule, i);
        if (g_pattern_match_simple(rule->glob, target)) {
            return rule->port;
        }
    }
    gboolean local =
        g_str_has_prefix(target, "127.0.0.1:") || g_str_has_prefix(target, "localhost:");
    return local ? port_in(target) : 0;
}

struct sockaddr_in
relay_loopback(guint16 port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/* Small pieces go out at once, as they came. */
static void
do_not_wait(int fd)
{
    int yes = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

/* The other side is this machine: connecting blocks for no time worth the name. */
static int
connect_to(guint16 port)
{
    struct sockaddr_in address = relay_loopback(port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (port == 0 || connect(fd, (struct sockaddr *) &address, sizeof address) < 0) {
        close(fd);
        return -1;
    }
    g_unix_set_fd_nonblocking(fd, TRUE, NULL);
    do_not_wait(fd);
    return fd;
}

static void
remember(Carried *carried, const char *target)
{
    Memory *memory = g_new0(Memory, 1);
    memory->target = g_strdup(target);
    for (guint way = 0; way < RELAY_WAYS; way++) {
        memory->seen[way] = g_byte_array_ref(carried->seen[way]);
    }
    g_ptr_array_add(carried->relay->memories, memory);
}

static gboolean
is_chosen(Relay *relay, const char *target)
{
    if (relay->only != NULL && !g_pattern_match_simple(relay->only, target)) {
        return FALSE;
    }
    return ++relay->only_count == relay->only_number || relay->only_number == 0;
}

static gboolean
carried_open(Carried *carried, const char *target)
{
    Relay *relay = carried->relay;
    End *server = &carried->ends[SERVER];
    server->fd = connect_to(mapped_port(relay, target));
    rig_record(relay, server->fd >= 0 ? "relay-open" : "relay-refused", "target", target, NULL);
    if (server->fd < 0) {
        return FALSE;
    }
    server->readable =
        g_unix_fd_add(server->fd, G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, carried);
    carried->carrying = TRUE;
    carried->chosen = is_chosen(relay, target);
    remember(carried, target);
    return TRUE;
}

static void
note_request(Relay *relay, const char *target)
{
    g_ptr_array_set_size(relay->requests, (int) relay->requests->len - 1);
    g_ptr_array_add(relay->requests, g_strdup(target));
    g_ptr_array_add(relay->requests, NULL);
}

static void
handshake(Carried *carried, const guint8 *bytes, gsize length)
{
    GByteArray *output = carried->ends[CLIENT].pending;
    g_byte_array_append(carried->handshake, bytes, (guint) length);
    ProxyStep step = proxy_talk(&carried->talk, carried->handshake, output);
    if (step == PROXY_CONNECT) {
        note_request(carried->relay, carried->talk.target);
        if (carried_open(carried, carried->talk.target)) {
            proxy_accepted(&carried->talk, output);
        } else {
            proxy_refused(&carried->talk, output);
            step = PROXY_ENOUGH;
        }
    }
    carried->hang_up = step == PROXY_ENOUGH;
    if (!end_flush(carried, CLIENT)) {
        relay_carried_cut(carried, RELAY_RESET);
        return;
    }
    if (over_if_ended(carried) || cut_if_due(carried)) {
        return;
    }
    if (carried->carrying && carried->handshake->len > 0) {
        pass_on(carried, RELAY_UP, carried->handshake->data, carried->handshake->len);
    }
}

/* -- sources ------------------------------------------------------------------------------------
 */

static void
read_failed(Carried *carried, guint which, gboolean orderly)
{
    End *end = &carried->ends[which];
    end->readable = 0;
    end->ended = TRUE;
    if (!orderly || !carried->carrying) {
        relay_carried_cut(carried, RELAY_RESET);
    } else {
        over_if_ended(carried);
    }
}

static gboolean
on_readable(int fd, GIOCondition condition, gpointer data)
{
    Carried *carried = data;
    guint which = carried->ends[CLIENT].fd == fd ? CLIENT : SERVER;
    guint8 bytes[PIECE];
    gssize n = recv(fd, bytes, sizeof bytes, 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
        return G_SOURCE_CONTINUE;
    }
    if (n <= 0) {
        read_failed(carried, which, n == 0);
        return G_SOURCE_REMOVE;
    }
    if (carried->carrying && which == SERVER) {
        from_server(carried, bytes, (gsize) n);
    } else if (carried->carrying) {
        pass_on(carried, RELAY_UP, bytes, (gsize) n);
    } else {
        handshake(carried, bytes, (gsize) n);
    }
    return G_SOURCE_CONTINUE; /* a removed source stays removed */
}

static gboolean
on_writable(int fd, GIOCondition condition, gpointer data)
{
    Carried *carried = data;
    guint which = carried->ends[CLIENT].fd == fd ? CLIENT : SERVER;
    carried->ends[which].writable = 0;
    if (!end_flush(carried, which)) {
        relay_carried_cut(carried, RELAY_RESET);
    } else if (!cut_if_due(carried)) {
        over_if_ended(carried);
    }
    return G_SOURCE_REMOVE;
}

static Carried *
carried_new(Relay *relay, int fd)
{
    Carried *carried = g_new0(Carried, 1);
    carried->relay = relay;
    carried->handshake = g_byte_array_new();
    carried->ahead = g_byte_array_new();
    carried->talk = (ProxyTalk){relay->kind, relay->user, relay->password, 0, NULL, FALSE};
    for (guint i = 0; i < ENDS; i++) {
        carried->ends[i].fd = -1;
        carried->ends[i].pending = g_byte_array_new();
        carried->seen[i] = g_byte_array_new();
    }
    carried->ends[CLIENT].fd = fd;
    carried->ends[CLIENT].readable =
        g_unix_fd_add(fd, G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, carried);
    g_ptr_array_add(relay->open, carried);
    return carried;
}

void
relay_carry(Relay *relay, int fd)
{
    do_not_wait(fd);
    Carried *carried = carried_new(relay, fd);
    if (relay->refuse) {
        rig_record(relay, "relay-refused", "target", "", NULL);
        relay_carried_cut(carried, RELAY_RESET);
    } else if (relay->kind == RELAY_PLAIN && !carried_open(carried, "")) {
        relay_carried_cut(carried, RELAY_RESET);
    } else {
        cut_if_due(carried);
    }
}
