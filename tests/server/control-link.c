/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the orders about links: bytes to a client, and how a link ends. */
#include "control-order.h"

#include <string.h>

#include "room.h"

/* ---- bytes to a client ---- */

static char *
send_ns(const Order *order, gboolean crlf)
{
    g_autoptr(GString) bytes = wire_unescape(order->rest);

    if (order->place == NULL)
        return order_error("not signed in");
    if (crlf)
        g_string_append(bytes, "\r\n");
    client_send_bytes(order->place, bytes->str, bytes->len);
    return NULL;
}

static void
send_link(Client *client, gpointer data)
{
    const GString *bytes = data;

    client_send_bytes(client, bytes->str, bytes->len);
}

static char *
send_sb(const Order *order, gboolean crlf)
{
    g_autoptr(GString) bytes = wire_unescape(order->rest);

    if (crlf)
        g_string_append(bytes, "\r\n");
    return sb_foreach_link(order->account, send_link, bytes) > 0 ? NULL
                                                                 : order_error("in no switchboard");
}

char *
order_ns(const Order *order)
{
    return send_ns(order, TRUE);
}

char *
order_nsraw(const Order *order)
{
    return send_ns(order, FALSE);
}

char *
order_sb(const Order *order)
{
    return send_sb(order, TRUE);
}

char *
order_sbraw(const Order *order)
{
    return send_sb(order, FALSE);
}

/* ---- accidents ---- */

char *
order_kick(const Order *order)
{
    Client *client = order->place;

    if (client == NULL)
        return order_error("not signed in");
    client_send(client, "OUT%s%s", order->rest[0] != '\0' ? " " : "", order->rest);
    client_close(client);
    return NULL;
}

static void
drop_link(Client *client, gpointer data)
{
    link_reset(client->link);
}

static void
finish_link(Client *client, gpointer data)
{
    link_finish(client->link);
}

static char *
on_links(const Order *order, SbLinkFunc func)
{
    Client *client = order->place;

    if (strcmp(order->rest, "sb") == 0)
        return sb_foreach_link(order->account, func, NULL) > 0 ? NULL
                                                               : order_error("in no switchboard");
    if (strcmp(order->rest, "ns") != 0)
        return order_error("ns or sb");
    if (client == NULL)
        return order_error("not signed in");
    func(client, NULL);
    return NULL;
}

char *
order_drop(const Order *order)
{
    return on_links(order, drop_link);
}

char *
order_fin(const Order *order)
{
    return on_links(order, finish_link);
}

static void
mute_link(Client *client, gpointer data)
{
    link_set_muted(client->link, data != NULL);
}

char *
order_mute(const Order *order)
{
    gboolean on = strcmp(order->rest, "on") == 0;
    gpointer data = GINT_TO_POINTER(on);

    if (!on && strcmp(order->rest, "off") != 0)
        return order_error("on or off");
    sb_foreach_link(order->account, mute_link, data);
    if (order->place != NULL)
        mute_link(order->place, data);
    return NULL;
}
