/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the orders about what the service itself tells its clients: mail, alerts, pages, the end,
 * another server. */
#include "control-order.h"

#include <string.h>

#include "ns.h"

#define INBOX   "ACTIVE"
#define MOVE_MS 30000

char *
order_mail(const Order *order)
{
    guint64 unread;

    if (!wire_number(order->rest, 1000000, &unread))
        return order_error("mail MAIL UNREAD");
    order->account->inbox = (guint) unread;
    return NULL;
}

/* "FROM SUBJECT" */
char *
order_mail_new(const Order *order)
{
    g_auto(GStrv) words = g_strsplit(order->rest, " ", 2);
    Account *account = order->account;

    if (g_strv_length(words) != 2)
        return order_error("mailnew MAIL FROM SUBJECT");
    g_autoptr(GString) subject = wire_unescape(words[1]);

    account->inbox++;
    if (account->client != NULL)
        ns_mail_new(account->client, words[0], subject->str);
    return NULL;
}

/* "SRC DST DELTA" */
char *
order_mail_moved(const Order *order)
{
    g_auto(GStrv) words = g_strsplit(order->rest, " ", 3);
    Account *account = order->account;
    guint64 delta;

    if (g_strv_length(words) != 3 || !wire_number(words[2], 1000000, &delta))
        return order_error("mailmoved MAIL SRC DST DELTA");
    if (account->client != NULL && account->client->dialect->mail == MAIL_APPLICATION)
        return order_error("not in this dialect");
    if (strcmp(words[0], INBOX) == 0)
        account->inbox -= MIN(account->inbox, (guint) delta);
    if (strcmp(words[1], INBOX) == 0)
        account->inbox += (guint) delta;
    if (account->client != NULL)
        ns_mail_moved(account->client, words[0], words[1], (guint) delta);
    return NULL;
}

char *
order_notice(const Order *order)
{
    Client *client = order->account->client;
    g_autoptr(GString) text = wire_unescape(order->rest);

    if (client == NULL || !ns_notice(client, text->str))
        return order_error("not signed in, or no alerts in this dialect");
    return NULL;
}

/* "FROM TO TEXT"; FROM may be anybody, an account or not. */
char *
order_page(const Order *order)
{
    g_auto(GStrv) words = g_strsplit(order->rest, " ", 3);
    const Account *to = g_strv_length(words) == 3 ? world_find(words[1]) : NULL;

    if (to == NULL || to->client == NULL)
        return order_error("page FROM TO TEXT; TO is signed in");
    g_autoptr(GString) text = wire_unescape(words[2]);

    return ns_page(to->client, words[0], text->str) ? NULL : order_error("not in this dialect");
}

char *
order_shutdown(const Order *order)
{
    GPtrArray *all = world_accounts();
    guint64 minutes;

    if (!wire_number(order->rest, 1000, &minutes))
        return order_error("shutdown MINUTES");
    for (guint i = 0; i < all->len; i++) {
        const Account *account = all->pdata[i];

        if (account->client != NULL)
            ns_system_message(account->client, (guint) minutes);
    }
    return NULL;
}

/* "[MS]": when the old link is closed. */
char *
order_move(const Order *order)
{
    Client *client = order->account->client;
    guint64 ms = MOVE_MS;

    if (order->rest[0] != '\0' && !wire_number(order->rest, 600000, &ms))
        return order_error("move MAIL [MS]");
    if (client == NULL || client->moving)
        return order_error("not signed in, or on the move");
    ns_move(client, (guint) ms);
    return NULL;
}
