/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the orders about people: who exists, who moves without a client, what is on whose list. */
#include "control-order.h"

#include <string.h>

#include "bots.h"
#include "ns.h"
#include "populate.h"

char *
order_account(const Order *order)
{
    const char *why = populate_account(order->rest);

    return why != NULL ? order_error(why) : NULL;
}

char *
order_friends(const Order *order)
{
    Account *other = world_find(order->rest);

    if (other == NULL || other == order->account)
        return order_error("friends MAIL MAIL");
    world_befriend(order->account, other, "Friends");
    return NULL;
}

char *
order_status(const Order *order)
{
    Account *account = order->account;

    if (account->client != NULL)
        return order_error("a client has signed in as this one");
    if (strlen(order->rest) != 3)
        return order_error("status MAIL NLN|FLN|...");
    g_strlcpy(account->state, order->rest, sizeof account->state);
    presence_changed(account);
    return NULL;
}

char *
order_name(const Order *order)
{
    g_autoptr(GString) name = wire_unescape(order->rest);

    g_free(order->account->name);
    order->account->name = g_strndup(name->str, name->len);
    presence_changed(order->account);
    return NULL;
}

/* "TO [TEXT]" */
static char *
puppet(const Order *order, char what)
{
    g_auto(GStrv) words = g_strsplit(order->rest, " ", 2);
    Account *to = words[0] != NULL ? world_find(words[0]) : NULL;

    if (order->account->client != NULL)
        return order_error("a client has signed in as this one");
    if (to == NULL)
        return order_error("no such account to talk to");
    g_autoptr(GString) text = wire_unescape(words[1] != NULL ? words[1] : "");
    const char *why = puppet_send(order->account, to, what, text->str);

    return why != NULL ? order_error(why) : NULL;
}

char *
order_say(const Order *order)
{
    return puppet(order, 't');
}

char *
order_type(const Order *order)
{
    return puppet(order, 'y');
}

char *
order_nudge(const Order *order)
{
    return puppet(order, 'n');
}

char *
order_leave(const Order *order)
{
    Room *room = room_of(order->account);

    if (room == NULL || room_member(room, order->account)->client != NULL)
        return order_error("in no switchboard without a client");
    for (; room != NULL; room = room_of(order->account))
        room_leave(room, order->account, FALSE);
    return NULL;
}

/* ---- lists ---- */

char *
order_lists(const Order *order)
{
    Account *who = world_find(order->rest);
    const Contact *contact = who != NULL ? contact_find(order->account, who) : NULL;

    if (contact == NULL)
        return g_strdup("ok 0");
    GString *text = g_string_new(NULL);

    g_string_printf(text, "ok %u", contact->lists);
    for (guint i = 0; contact->groups != NULL && i < contact->groups->len; i++) {
        const Group *group = contact->groups->pdata[i];
        g_autofree char *name = wire_encode(group->name);

        g_string_append_printf(text, " %s", name);
    }
    return g_string_free(text, FALSE);
}

char *
order_groups(const Order *order)
{
    GString *text = g_string_new("ok");

    for (guint i = 0; i < order->account->groups->len; i++) {
        const Group *group = order->account->groups->pdata[i];
        g_autofree char *name = wire_encode(group->name);

        g_string_append_printf(text, " %s", name);
    }
    return g_string_free(text, FALSE);
}
