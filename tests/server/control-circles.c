/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the orders about circles. */
#include "control-order.h"

#include <string.h>

#include "circles.h"
#include "ns.h"

/* "NAME [MAIL...]": a new circle of the account and these; its id. */
char *
order_circle(const Order *order)
{
    g_auto(GStrv) words = g_strsplit(order->rest, " ", -1);
    g_autofree char *name = words[0] != NULL ? g_uri_unescape_string(words[0], NULL) : NULL;
    Circle *circle = name != NULL ? circle_new(order->account, name) : NULL;

    if (circle == NULL)
        return order_error("circle MAIL NAME [MAIL...]");
    for (guint i = 1; words[i] != NULL; i++)
        if (world_find(words[i]) != NULL)
            circle_join(circle, world_find(words[i]));
    return g_strdup_printf("ok %s", circle->id);
}

/* The circle NAME in "NAME [REST]"; REST is never NULL. */
static Circle *
named(const Order *order, char **rest)
{
    g_auto(GStrv) words = g_strsplit(order->rest, " ", 2);
    g_autofree char *name = words[0] != NULL ? g_uri_unescape_string(words[0], NULL) : NULL;

    *rest = g_strdup(words[0] != NULL && words[1] != NULL ? words[1] : "");
    return name != NULL ? circle_by_name(name) : NULL;
}

char *
order_circle_join(const Order *order)
{
    g_autofree char *rest = NULL;
    Circle *circle = named(order, &rest);

    if (circle == NULL)
        return order_error("circle-join MAIL NAME");
    circle_join(circle, order->account);
    return NULL;
}

char *
order_circle_leave(const Order *order)
{
    g_autofree char *rest = NULL;
    Circle *circle = named(order, &rest);

    if (circle == NULL || !circle_has(circle, order->account))
        return order_error("circle-leave MAIL NAME");
    circle_leave(circle, order->account);
    return NULL;
}

char *
order_circle_name(const Order *order)
{
    g_autofree char *rest = NULL;
    Circle *circle = named(order, &rest);
    g_autofree char *name = g_uri_unescape_string(rest, NULL);

    if (circle == NULL || name == NULL || name[0] == '\0')
        return order_error("circle-name MAIL NAME NEW");
    circle_rename(circle, name);
    return NULL;
}

/* Somebody without a client writes. */
char *
order_circle_say(const Order *order)
{
    g_autofree char *rest = NULL;
    Circle *circle = named(order, &rest);
    g_autoptr(GString) text = wire_unescape(rest);

    if (circle == NULL || text->len == 0)
        return order_error("circle-say MAIL NAME TEXT");
    g_autofree char *letter = g_strdup_printf(
        "Routing: 1.0\r\nTo: 9:%s@live.com;path=IM\r\nFrom: 1:%s\r\n\r\nReliability: 1.0\r\n"
        "Stream: 0\r\nSegment: 0\r\n\r\nMessaging: 1.0\r\nContent-Length: %" G_GSIZE_FORMAT
        "\r\nContent-Type: Text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 7bit\r\n"
        "Message-Type: Text\r\nMIME-Version: 1.0\r\n\r\n%s",
        circle->id, order->account->mail, text->len, text->str);

    circle_post(circle, NULL, letter, strlen(letter));
    return NULL;
}
