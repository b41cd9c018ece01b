/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the orders about what dialects from MSNP13 on have in web services. */
#include "control-order.h"

#include <string.h>

#include "challenge.h"
#include "lists.h"
#include "oim.h"
#include "p2p-object.h"
#include "storage.h"
#include "tokens.h"
#include "wire.h"

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

/* The name in his profile: "NAME", which may have blanks. */
char *
order_profile(const Order *order)
{
    storage_set_name(order->account, order->rest);
    return NULL;
}

/* The same of his message. */
char *
order_profile_message(const Order *order)
{
    storage_set_message(order->account, order->rest);
    return NULL;
}

/* And his picture: BYTES|@SIZE. */
char *
order_profile_picture(const Order *order)
{
    g_autoptr(GString) word = wire_unescape(order->rest);
    GBytes *data = p2p_bytes_of(word);

    if (data == NULL)
        return order_error("profile-picture MAIL BYTES|@SIZE");
    storage_set_tile(order->account, data);
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

/* The right answer to a challenge: "PRODUCT CHALLENGE". */
char *
order_answer_to(const Order *order)
{
    g_auto(GStrv) words = g_strsplit(order->rest, " ", 2);
    g_autofree char *key =
        g_strv_length(words) == 2 ? challenge_answer(CHALLENGE_MIXED, words[1], words[0]) : NULL;

    return key != NULL ? g_strdup_printf("ok %s", key) : order_error("lockkey PRODUCT CHALLENGE");
}

/* The conversation of all offline messages that are ordered. */
static const char run[] = "{3A3BE82C-684D-4F4F-8005-CBE8D4F82BAD}";

/* An offline message from somebody without a client: "TO TEXT". */
char *
order_oim(const Order *order)
{
    g_auto(GStrv) words = g_strsplit(order->rest, " ", 2);
    Account *to = words[0] != NULL ? world_find(words[0]) : NULL;

    if (to == NULL || words[1] == NULL)
        return order_error("oim FROM TO TEXT");
    g_autoptr(GString) text = wire_unescape(words[1]);

    oim_store(to, order->account, run, oim_sequence_next(run), text->str);
    return NULL;
}

/* One that he wrote some seconds ago, with this number in the conversation: "TO SECONDS NUMBER
 * TEXT". */
char *
order_oim_old(const Order *order)
{
    g_auto(GStrv) words = g_strsplit(order->rest, " ", 4);
    Account *to = words[0] != NULL ? world_find(words[0]) : NULL;
    guint64 age, number;

    if (to == NULL || g_strv_length(words) != 4 || !wire_number(words[1], G_MAXINT, &age) ||
        !wire_number(words[2], G_MAXUINT, &number))
        return order_error("oim-old FROM TO SECONDS NUMBER TEXT");
    g_autoptr(GString) text = wire_unescape(words[3]);

    oim_store_old(to, order->account, run, (guint) number, text->str, (guint) age);
    return NULL;
}

/* How many wait for him. */
char *
order_oims(const Order *order)
{
    return g_strdup_printf("ok %u", oim_waiting(order->account)->len);
}
