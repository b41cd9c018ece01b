/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the orders about what dialects from MSNP13 on have in web services. */
#include "control-order.h"

#include <string.h>

#include "lists.h"
#include "tokens.h"

/* Whether there is an address book already. */
char *
order_book(const Order *order)
{
    if (strcmp(order->rest, "on") != 0 && strcmp(order->rest, "off") != 0)
        return order_error("book MAIL on|off");
    order->account->no_book = strcmp(order->rest, "off") == 0;
    return NULL;
}

char *
order_expire(const Order *order)
{
    tokens_expire(order->account);
    return NULL;
}

/* What the notification server knows, which ADL has told or the lists themselves. */
char *
order_live(const Order *order)
{
    const Account *who = world_find(order->rest);

    if (who == NULL)
        return order_error("live MAIL MAIL");
    return g_strdup_printf("ok %u",
                           lists_live(order->account, who) & (LIST_FL | LIST_AL | LIST_BL));
}
