/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A relay as scenarios see it: its port, its rules, its memory. What happens to the bytes of one
 * connection is relay-carry.c's business. */
#define _GNU_SOURCE 1
#include "relay.h"
#include "relay-carry.h"
#include "rig-event.h"

#include <arpa/inet.h>
#include <glib-unix.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 32 };

static gboolean
on_accept(int listening, GIOCondition condition, gpointer data)
{
    int fd = accept4(listening, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
        relay_carry(data, fd);
    }
    return G_SOURCE_CONTINUE;
}

static void
rule_clear(gpointer data)
{
    g_free(((Rule *) data)->glob);
}

static void
memory_free(gpointer data)
{
    Memory *memory = data;
    for (guint way = 0; way < RELAY_WAYS; way++) {
        g_byte_array_unref(memory->seen[way]);
    }
    g_free(memory->target);
    g_free(memory);
}

static void
relay_free(gpointer data)
{
    Relay *relay = data;
    while (relay->open->len > 0) {
        Carried *carried = g_ptr_array_steal_index(relay->open, relay->open->len - 1);
        relay_carried_free(carried);
    }
    g_source_remove(relay->source);
    close(relay->fd);
    g_array_unref(relay->rules);
    g_ptr_array_unref(relay->open);
    g_ptr_array_unref(relay->requests);
    g_ptr_array_unref(relay->memories);
    g_free(relay->only);
    g_free(relay->user);
    g_free(relay->password);
    g_free(relay);
}

static void
relay_listen(Relay *relay)
{
    struct sockaddr_in address = relay_loopback(0);
    socklen_t length = sizeof address;
    relay->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    rig_check(bind(relay->fd, (struct sockaddr *) &address, sizeof address) == 0);
    rig_check(listen(relay->fd, BACKLOG) == 0);
    rig_check(getsockname(relay->fd, (struct sockaddr *) &address, &length) == 0);
    relay->port = ntohs(address.sin_port);
    relay->source = g_unix_fd_add(relay->fd, G_IO_IN, on_accept, relay);
}

Relay *
relay_new(RelayKind kind)
{
    Relay *relay = g_new0(Relay, 1);
    relay->kind = kind;
    relay->rules = g_array_new(FALSE, FALSE, sizeof(Rule));
    g_array_set_clear_func(relay->rules, rule_clear);
    relay->requests = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(relay->requests, NULL);
    relay->open = g_ptr_array_new();
    relay->memories = g_ptr_array_new_with_free_func(memory_free);
    relay->limits[RELAY_UP] = relay->limits[RELAY_DOWN] = G_MAXSIZE;
    relay_listen(relay);
    rig_defer(relay_free, relay);
    return relay;
}

guint16
relay_port(const Relay *relay)
{
    return relay->port;
}

void
relay_target(Relay *relay, guint16 port)
{
    relay->target = port;
}

void
relay_map(Relay *relay, const char *glob, guint16 port)
{
    Rule rule = {g_strdup(glob), port};
    g_array_append_val(relay->rules, rule);
}

void
relay_want_login(Relay *relay, const char *user, const char *password)
{
    relay->user = g_strdup(user);
    relay->password = g_strdup(password);
}

void
relay_refuse(Relay *relay, gboolean refuse)
{
    relay->refuse = refuse;
}

void
relay_cut_after(Relay *relay, RelayWay way, gsize bytes, RelayCut cut)
{
    relay->limits[way] = bytes;
    relay->cuts[way] = cut;
}

void
relay_only(Relay *relay, const char *glob, guint number)
{
    g_free(relay->only);
    relay->only = g_strdup(glob);
    relay->only_number = number;
    relay->only_count = 0;
}

void
relay_disturb(Relay *relay, guint command, RelayHarm harm)
{
    relay->command = command;
    relay->harm = harm;
}

void
relay_release(Relay *relay)
{
    for (guint i = relay->open->len; i > 0; i--) {
        relay_carried_release(relay->open->pdata[i - 1]);
    }
}

guint
relay_harmed(const Relay *relay)
{
    return relay->harmed;
}

void
relay_cut_now(Relay *relay, RelayCut cut)
{
    for (guint i = relay->open->len; i > 0; i--) {
        relay_carried_cut(relay->open->pdata[i - 1], cut);
    }
}

guint
relay_open_count(const Relay *relay)
{
    return relay->open->len;
}

const GByteArray *
relay_seen(const Relay *relay, RelayWay way)
{
    guint count = relay->memories->len;
    return count > 0 ? relay_bytes_of(relay, count - 1, way) : NULL;
}

guint
relay_count(const Relay *relay)
{
    return relay->memories->len;
}

const char *
relay_target_of(const Relay *relay, guint index)
{
    return ((const Memory *) relay->memories->pdata[index])->target;
}

const GByteArray *
relay_bytes_of(const Relay *relay, guint index, RelayWay way)
{
    return ((const Memory *) relay->memories->pdata[index])->seen[way];
}

void
relay_forget(Relay *relay)
{
    g_ptr_array_set_size(relay->memories, 0);
}

const char *const *
relay_requests(const Relay *relay)
{
    return (const char *const *) relay->requests->pdata;
}

static void
dead_end_close(gpointer fd)
{
    close(GPOINTER_TO_INT(fd));
}

/* Nobody takes those that are there already, some of which may be ours. */
guint16
relay_dead_end(void)
{
    struct sockaddr_in address = relay_loopback(0);
    socklen_t length = sizeof address;
    for (guint i = 0; i < 4; i++) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        rig_defer(dead_end_close, GINT_TO_POINTER(fd));
        if (i == 0) {
            rig_check(bind(fd, (struct sockaddr *) &address, sizeof address) == 0);
            rig_check(listen(fd, 0) == 0);
            rig_check(getsockname(fd, (struct sockaddr *) &address, &length) == 0);
        } else {
            connect(fd, (struct sockaddr *) &address, sizeof address); /* may be one that waits */
        }
    }
    return ntohs(address.sin_port);
}
