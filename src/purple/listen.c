/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Waiting for one connection from outside, for a direct connection. Knows libpurple's listening and port mapping;
 * refuses to know who comes: the session asks for proof.
 */
#include "purple/listen.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>
#include "purple/link.h"
#include "purple/pump.h"

/* The ports that MSN clients have always used for files; the user's own range in libpurple's preferences goes before
 * it. */
#define PORT_FIRST 6891
#define PORT_LAST 6990

typedef struct {
    MsnpAccount *ma;
    guint id;
    PurpleNetworkListenData *asking; /* while libpurple looks for a port */
    int fd;                          /* -1 until it has one */
    guint watch;
} Listener;

static void
listener_free(gpointer data)
{
    Listener *listener = data;

    if (listener->asking)
        purple_network_listen_cancel(listener->asking);
    if (listener->watch)
        purple_input_remove(listener->watch);
    if (listener->fd >= 0) {
        purple_network_remove_port_mapping(listener->fd);
        close(listener->fd);
    }
    g_free(listener);
}

GHashTable *
msnp_listeners_new(void)
{
    return g_hash_table_new_full(NULL, NULL, NULL, listener_free);
}

gboolean
msnp_listen_stop(MsnpAccount *ma, guint id)
{
    return g_hash_table_remove(ma->listeners, GUINT_TO_POINTER(id));
}

static void
listener_fail(MsnpAccount *ma, guint id)
{
    msnp_listen_stop(ma, id);
    msnp_pump_tick(ma);
    msnp_session_closed(ma->session, id, MSNP_ERROR_CONNECT, NULL);
    msnp_pump(ma);
}

/* ---- who comes ---- */

static void
listener_came(gpointer data, gint source, PurpleInputCondition condition)
{
    Listener *listener = data;
    MsnpAccount *ma = listener->ma;
    guint id = listener->id;
    int fd = accept(listener->fd, NULL, NULL);

    if (fd < 0)
        return;
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    msnp_listen_stop(ma, id);
    msnp_stream_adopt(ma, id, fd);
}

/* ---- where ---- */

static gboolean
is_ipv4(const char *address)
{
    return address && strspn(address, "0123456789.") == strlen(address) && strcmp(address, "0.0.0.0");
}

/* This machine's addresses; itself only where the service runs on it, too. */
static GPtrArray *
own_addresses(MsnpAccount *ma)
{
    GList *all = purple_network_get_all_local_system_ips(), *l;
    GPtrArray *addresses = g_ptr_array_new_with_free_func(g_free);

    for (l = all; l; l = l->next)
        if (is_ipv4(l->data) && !g_str_has_prefix(l->data, "127."))
            g_ptr_array_add(addresses, g_strdup(l->data));
    if (ma->local || addresses->len == 0)
        g_ptr_array_insert(addresses, 0, g_strdup("127.0.0.1"));
    g_ptr_array_add(addresses, NULL);
    g_list_free_full(all, g_free);
    return addresses;
}

static void
listener_ready(int fd, gpointer data)
{
    Listener *listener = data;
    MsnpAccount *ma = listener->ma;
    g_autoptr(GPtrArray) internal = NULL;
    const char *external;
    MsnpAddresses addresses = {0};

    listener->asking = NULL;
    if (fd < 0) {
        listener_fail(ma, listener->id);
        return;
    }
    listener->fd = fd;
    listener->watch = purple_input_add(fd, PURPLE_INPUT_READ, listener_came, listener);
    internal = own_addresses(ma);
    addresses.internal = (const char *const *) internal->pdata;
    addresses.port = addresses.external_port = purple_network_get_port_from_fd(fd);
    external = purple_network_get_my_ip(-1);
    if (is_ipv4(external) && !g_strv_contains(addresses.internal, external))
        addresses.external = external;
    msnp_pump_tick(ma);
    msnp_session_listening(ma->session, listener->id, &addresses);
    msnp_pump(ma);
}

gboolean
msnp_listen_is_possible(PurpleAccount *account)
{
    PurpleProxyInfo *info = purple_proxy_get_setup(account);
    PurpleProxyType type = info ? purple_proxy_info_get_type(info) : PURPLE_PROXY_NONE;

    return type == PURPLE_PROXY_NONE || type == PURPLE_PROXY_USE_GLOBAL;
}

void
msnp_listen_start(MsnpAccount *ma, const MsnpAction *action)
{
    Listener *listener;

    if (!msnp_listen_is_possible(ma->account)) {
        listener_fail(ma, action->link);
        return;
    }
    listener = g_new0(Listener, 1);
    listener->ma = ma;
    listener->id = action->link;
    listener->fd = -1;
    g_hash_table_insert(ma->listeners, GUINT_TO_POINTER(listener->id), listener);
    listener->asking = purple_network_listen_range(PORT_FIRST, PORT_LAST, SOCK_STREAM, listener_ready, listener);
    if (!listener->asking)
        listener_fail(ma, action->link);
}
