/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the listening sockets, all on 127.0.0.1, and which kind of client each brings. */
#include "server.h"

#include <gio/gio.h>

#include "cert.h"
#include "client.h"
#include "fault.h"
#include "web.h"

typedef enum {
    PORT_FIRST,
    PORT_NS,
    PORT_SECOND,
    PORT_SB,
    PORT_HTTPS,
    PORT_HTTP,
    PORT_LAST
} PortIndex;

static GSocketService *services[PORT_LAST];
static char *addresses[PORT_LAST];

static gboolean
refused(GSocketConnection *socket)
{
    Fault fault = fault_take("HTTPS", NULL, FAULT_REFUSE);
    gboolean refuse = fault.kind == FAULT_REFUSE;

    fault_clear(&fault);
    if (refuse)
        g_io_stream_close(G_IO_STREAM(socket), NULL, NULL);
    return refuse;
}

static gboolean
on_incoming(GSocketService *service, GSocketConnection *socket, GObject *source, gpointer data)
{
    switch ((PortIndex) GPOINTER_TO_INT(data)) {
    case PORT_FIRST:
        client_new(options()->dispatch ? ROLE_DS : ROLE_NS, FALSE, socket);
        break;
    case PORT_NS:
        client_new(ROLE_NS, FALSE, socket);
        break;
    case PORT_SECOND:
        client_new(ROLE_NS, TRUE, socket);
        break;
    case PORT_SB:
        client_new(ROLE_SB, FALSE, socket);
        break;
    case PORT_HTTP:
        web_accept(socket, NULL);
        break;
    default:
        if (!refused(socket))
            web_accept(socket, cert_leaf());
        break;
    }
    return TRUE;
}

static gboolean
open_port(PortIndex index, int port, GError **error)
{
    g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback(G_SOCKET_FAMILY_IPV4);
    g_autoptr(GSocketAddress) wanted = g_inet_socket_address_new(loopback, (guint16) port);
    g_autoptr(GSocketAddress) got = NULL;
    GSocketService *service = g_socket_service_new();

    services[index] = service;
    g_socket_listener_set_backlog(G_SOCKET_LISTENER(service), 128);
    if (!g_socket_listener_add_address(G_SOCKET_LISTENER(service), wanted, G_SOCKET_TYPE_STREAM,
                                       G_SOCKET_PROTOCOL_TCP, NULL, &got, error))
        return FALSE;
    addresses[index] =
        g_strdup_printf("127.0.0.1:%u", g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(got)));
    g_signal_connect(service, "incoming", G_CALLBACK(on_incoming), GINT_TO_POINTER(index));
    return TRUE;
}

gboolean
server_start(GError **error)
{
    if (!open_port(PORT_FIRST, options()->ns_port, error) ||
        !open_port(PORT_SB, options()->sb_port, error) || !open_port(PORT_SECOND, 0, error) ||
        !open_port(PORT_HTTPS, options()->https_port, error) ||
        !open_port(PORT_HTTP, options()->http_port, error))
        return FALSE;
    return !options()->dispatch || open_port(PORT_NS, 0, error);
}

void
server_stop(void)
{
    for (int i = 0; i < PORT_LAST; i++) {
        if (services[i] != NULL) {
            g_socket_service_stop(services[i]);
            g_socket_listener_close(G_SOCKET_LISTENER(services[i]));
        }
        g_clear_object(&services[i]);
        g_clear_pointer(&addresses[i], g_free);
    }
}

const char *
server_first_address(void)
{
    return addresses[PORT_FIRST];
}

const char *
server_ns_address(void)
{
    return addresses[options()->dispatch ? PORT_NS : PORT_FIRST];
}

const char *
server_second_address(void)
{
    return addresses[PORT_SECOND];
}

const char *
server_sb_address(void)
{
    return addresses[PORT_SB];
}

const char *
server_https_address(void)
{
    return addresses[PORT_HTTPS];
}

const char *
server_http_address(void)
{
    return addresses[PORT_HTTP];
}
