/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how to listen and to connect on loopback; what is said then is nothing to it. */
#include "meet.h"

#define BACKLOG 8

struct Meet {
    MeetFunc met; /* NULL once it is ended */
    gpointer user;
    GSocketService *service; /* NULL: it goes to somebody */
    GCancellable *dialling;  /* NULL: it does not, or has arrived */
};

static Meet *
meet_new(MeetFunc met, gpointer user)
{
    Meet *meet = g_new0(Meet, 1);

    meet->met = met;
    meet->user = user;
    return meet;
}

static GSocketAddress *
address_of(guint port)
{
    g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback(G_SOCKET_FAMILY_IPV4);

    return g_inet_socket_address_new(loopback, (guint16) port);
}

static gboolean
on_incoming(GSocketService *service, GSocketConnection *socket, GObject *source, gpointer data)
{
    Meet *meet = data;

    meet->met(meet->user, socket);
    return TRUE;
}

Meet *
meet_listen(guint *port, MeetFunc met, gpointer user)
{
    g_autoptr(GSocketAddress) wanted = address_of(0);
    g_autoptr(GSocketAddress) got = NULL;
    Meet *meet = meet_new(met, user);

    meet->service = g_socket_service_new();
    g_signal_connect(meet->service, "incoming", G_CALLBACK(on_incoming), meet);
    g_socket_listener_set_backlog(G_SOCKET_LISTENER(meet->service), BACKLOG);
    if (!g_socket_listener_add_address(G_SOCKET_LISTENER(meet->service), wanted,
                                       G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &got,
                                       NULL)) {
        meet_end(meet);
        return NULL;
    }
    *port = g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(got));
    return meet;
}

static void
on_connected(GObject *source, GAsyncResult *result, gpointer data)
{
    Meet *meet = data;
    g_autoptr(GSocketConnection) socket =
        g_socket_client_connect_finish(G_SOCKET_CLIENT(source), result, NULL);

    g_clear_object(&meet->dialling);
    if (meet->met == NULL)
        meet_end(meet);
    else
        meet->met(meet->user, socket);
}

Meet *
meet_dial(guint port, MeetFunc met, gpointer user)
{
    g_autoptr(GSocketAddress) address = address_of(port);
    g_autoptr(GSocketClient) client = g_socket_client_new();
    Meet *meet = meet_new(met, user);

    meet->dialling = g_cancellable_new();
    g_socket_client_connect_async(client, G_SOCKET_CONNECTABLE(address), meet->dialling,
                                  on_connected, meet);
    return meet;
}

void
meet_end(Meet *meet)
{
    meet->met = NULL;
    if (meet->dialling != NULL) {
        g_cancellable_cancel(meet->dialling);
        return; /* on_connected() comes back to this */
    }
    if (meet->service != NULL) {
        g_signal_handlers_disconnect_by_data(meet->service, meet);
        g_socket_service_stop(meet->service);
        g_socket_listener_close(G_SOCKET_LISTENER(meet->service));
        g_object_unref(meet->service);
    }
    g_free(meet);
}
