/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each timer and watch of libpurple is wrapped, so that at the end we can tell what the plugin
 * forgot. Also forbids leaving the loopback network. */
#define _GNU_SOURCE 1
#include "rig-loop.h"
#include "rig-event.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <purple.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { FD_MAX = 1024 };

typedef struct {
    guint id;
    GSourceFunc timer;
    PurpleInputFunction input;
    gpointer data;
} Watch;

static GHashTable *watches; /* id → Watch */

static void
watch_forget(gpointer data)
{
    Watch *watch = data;
    g_hash_table_remove(watches, GUINT_TO_POINTER(watch->id));
    g_free(watch);
}

static guint
watch_keep(Watch *watch, guint id)
{
    watch->id = id;
    g_hash_table_insert(watches, GUINT_TO_POINTER(id), watch);
    return id;
}

static gboolean
is_plugin_code(gpointer address)
{
    Dl_info info;
    return address != NULL && dladdr(address, &info) != 0 && info.dli_fname != NULL &&
           strstr(info.dli_fname, "libmsnp") != NULL;
}

/* -- how long they keep the loop ----------------------------------------------------------------
 */

static double longest;
static char longest_name[128];

static double
cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

/* FUNCTION has run since START. */
static void
note_time(double start, gpointer function, gboolean timer)
{
    double time = cpu_ms() - start;
    Dl_info info = {NULL, NULL, NULL, NULL};
    if (time <= longest || (timer && !is_plugin_code(function))) {
        return;
    }
    longest = time;
    dladdr(function, &info);
    g_snprintf(longest_name, sizeof longest_name, "%s+0x%" G_GINTPTR_MODIFIER "x",
               info.dli_fname != NULL ? info.dli_fname : "?",
               (guintptr) function - (guintptr) info.dli_fbase);
}

double
rig_loop_longest(const char **name)
{
    double was = longest;
    longest = 0;
    if (name != NULL) {
        *name = longest_name;
    }
    return was;
}

static gboolean
timer_fires(gpointer data)
{
    Watch *watch = data;
    GSourceFunc function = watch->timer; /* it may remove itself */
    double start = cpu_ms();
    gboolean again = function(watch->data);
    note_time(start, (gpointer) function, TRUE);
    return again;
}

static guint
timeout_add(guint interval, GSourceFunc function, gpointer data)
{
    Watch *watch = g_new0(Watch, 1);
    watch->timer = function;
    watch->data = data;
    return watch_keep(
        watch, g_timeout_add_full(G_PRIORITY_DEFAULT, interval, timer_fires, watch, watch_forget));
}

static guint
timeout_add_seconds(guint interval, GSourceFunc function, gpointer data)
{
    return timeout_add(interval * 1000, function, data);
}

static gboolean
input_fires(GIOChannel *channel, GIOCondition condition, gpointer data)
{
    const Watch *watch = data;
    PurpleInputCondition what = 0;
    if (condition & (G_IO_IN | G_IO_HUP | G_IO_ERR)) {
        what |= PURPLE_INPUT_READ;
    }
    if (condition & (G_IO_OUT | G_IO_HUP | G_IO_ERR | G_IO_NVAL)) {
        what |= PURPLE_INPUT_WRITE;
    }
    PurpleInputFunction function = watch->input; /* it may remove itself */
    double start = cpu_ms();
    function(watch->data, g_io_channel_unix_get_fd(channel), what);
    note_time(start, (gpointer) function, FALSE);
    return G_SOURCE_CONTINUE;
}

static guint
input_add(int fd, PurpleInputCondition condition, PurpleInputFunction function, gpointer data)
{
    GIOCondition wanted = 0;
    if (condition & PURPLE_INPUT_READ) {
        wanted |= G_IO_IN | G_IO_HUP | G_IO_ERR;
    }
    if (condition & PURPLE_INPUT_WRITE) {
        wanted |= G_IO_OUT | G_IO_HUP | G_IO_ERR | G_IO_NVAL;
    }
    Watch *watch = g_new0(Watch, 1);
    watch->input = function;
    watch->data = data;
    GIOChannel *channel = g_io_channel_unix_new(fd);
    guint id =
        g_io_add_watch_full(channel, G_PRIORITY_DEFAULT, wanted, input_fires, watch, watch_forget);
    g_io_channel_unref(channel);
    return watch_keep(watch, id);
}

void
rig_loop_install(void)
{
    static PurpleEventLoopUiOps ops = {
        .timeout_add = timeout_add,
        .timeout_remove = g_source_remove,
        .input_add = input_add,
        .input_remove = g_source_remove,
        .timeout_add_seconds = timeout_add_seconds,
    };
    watches = g_hash_table_new(NULL, NULL);
    purple_eventloop_set_ui_ops(&ops);
}

guint
rig_loop_plugin_sources(void)
{
    guint count = 0;
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, watches);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const Watch *watch = value;
        count += is_plugin_code(watch->timer != NULL ? (gpointer) watch->timer
                                                     : (gpointer) watch->input);
    }
    return count;
}

static gboolean
is_connection(int fd)
{
    int family = 0, type = 0, listening = 0;
    socklen_t length = sizeof(int);
    return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &length) == 0 &&
           getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 &&
           getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &length) == 0 &&
           (family == AF_INET || family == AF_INET6) && type == SOCK_STREAM && !listening;
}

guint
rig_loop_open_connections(void)
{
    guint count = 0;
    for (int fd = 0; fd < FD_MAX; fd++) {
        count += is_connection(fd);
    }
    return count;
}

/* -- cutting ------------------------------------------------------------------------------------
 */

/* TRUE when the other end of connection A is B. */
static gboolean
are_ends(int a, int b)
{
    struct sockaddr_storage peer, local;
    socklen_t peer_length = sizeof peer, local_length = sizeof local;
    return getpeername(a, (struct sockaddr *) &peer, &peer_length) == 0 &&
           getsockname(b, (struct sockaddr *) &local, &local_length) == 0 &&
           peer_length == local_length && memcmp(&peer, &local, peer_length) == 0;
}

guint
rig_loop_cut_within(void)
{
    guint count = 0;
    for (int a = 0; a < FD_MAX; a++) {
        for (int b = 0; b < FD_MAX && is_connection(a); b++) {
            if (b != a && is_connection(b) && are_ends(a, b)) {
                shutdown(a, SHUT_RDWR);
                count++;
            }
        }
    }
    return count;
}

/* -- the guard ----------------------------------------------------------------------------------
 */

static gboolean
stays_inside(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *) (const void *) address;
        return (ntohl(in->sin_addr.s_addr) >> 24) == 127;
    }
    if (address->sa_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *) (const void *) address;
        return IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
    }
    return TRUE;
}

/* Stands before the C library's: whatever this program loads, libpurple and the plugin too, cannot
 * reach the world. Small pieces are not held back either, which would cost 40 ms a handshake. */
__attribute__((visibility("default"))) int
connect(int fd, const struct sockaddr *address, socklen_t length)
{
    if (!stays_inside(address)) {
        rig_record(NULL, "outside", NULL);
        errno = ENETUNREACH;
        return -1;
    }
    int yes = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes); /* other families say no */
    return (int) syscall(SYS_connect, fd, address, length);
}
