/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the orders about people: who exists, what they show of themselves, what is on whose list.
 */
#include "control-order.h"

#include <string.h>

#include "ns.h"
#include "p2p-puppet.h"
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

/* Nobody signs in here from another network. */
char *
order_network(const Order *order)
{
    guint64 network;

    if (order->account->client != NULL || !wire_number(order->rest, 32, &network) ||
        (network != 2 && network != 32))
        return order_error("2 or 32, of somebody without a client");
    order->account->network = (guint) network;
    return NULL;
}

/* What somebody without a client says of himself; nothing takes it back. */
char *
order_personal(const Order *order)
{
    g_autoptr(GString) xml = wire_unescape(order->rest);
    Account *account = order->account;

    if (account->client != NULL)
        return order_error("a client has signed in as this one");
    ns_forget_personal(account);
    account->psm = xml->len > 0 ? g_strndup(xml->str, xml->len) : NULL;
    presence_personal(account);
    return NULL;
}

/* "KEY [VALUE]" */
char *
order_phone(const Order *order)
{
    g_auto(GStrv) words = g_strsplit(order->rest, " ", 2);
    int index = words[0] != NULL ? phone_index(words[0]) : -1;
    Account *account = order->account;

    if (index < 0)
        return order_error("phone MAIL PHH|PHW|PHM|MOB|MBE|WWE|HSB [VALUE]");
    g_autoptr(GString) value = wire_unescape(words[1] != NULL ? words[1] : "");

    g_free(account->phones[index]);
    account->phones[index] = value->len > 0 ? g_strdup(value->str) : NULL;
    account->list_version++;
    account->settings_version++;
    if (index != PHONE_MBE)
        ns_tell_phone(account, (guint) index);
    return NULL;
}

/* "CLIENT-ID [OBJECT]": a display picture as the wire has it. */
char *
order_caps(const Order *order)
{
    g_auto(GStrv) words = g_strsplit(order->rest, " ", 2);
    Account *account = order->account;
    guint64 number;
    const char *why = NULL;

    if (words[0] == NULL || !wire_number(words[0], G_MAXUINT32, &number))
        return order_error("caps MAIL NUMBER [OBJECT]");
    if (account->client != NULL)
        return order_error("a client has signed in as this one");
    account->client_id = (guint32) number;
    g_free(account->object);
    account->object = g_strdup(words[1]);
    g_autofree char *text = words[1] != NULL ? wire_decode(words[1], &why) : NULL;

    /* Who asks for it is told that nobody has it. */
    if (text != NULL)
        p2p_publish(account, p2p_object_bare(text, P2P_TYPE_PICTURE));
    presence_changed(account);
    return NULL;
}

/* "CITY STATE COUNTRY", percent-encoded: where the directory has him. */
char *
order_place(const Order *order)
{
    g_auto(GStrv) words = g_strsplit(order->rest, " ", -1);
    char **places[] = {&order->account->city, &order->account->region, &order->account->country};

    if (g_strv_length(words) != G_N_ELEMENTS(places))
        return order_error("place MAIL CITY STATE COUNTRY");
    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        g_free(*places[i]);
        *places[i] = g_uri_unescape_string(words[i], NULL);
    }
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

/* GTC and BLP. */
char *
order_privacy(const Order *order)
{
    return g_strdup_printf("ok %c %s", order->account->ask ? 'A' : 'N',
                           order->account->allow ? "AL" : "BL");
}
