/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows what a test may order: bytes to a client, accidents, people who move without a client. */
#include "control-commands.h"

#include <string.h>

#include "control-order.h"
#include "events.h"
#include "fault.h"
#include "log.h"
#include "ns.h"
#include "sb.h"

char *
order_error(const char *why)
{
    return g_strdup_printf("error %s", why);
}

/* ---- bytes to a client ---- */

static char *
send_ns(const Order *order, gboolean crlf)
{
    g_autoptr(GString) bytes = wire_unescape(order->rest);

    if (order->account->client == NULL)
        return order_error("not signed in");
    if (crlf)
        g_string_append(bytes, "\r\n");
    client_send_bytes(order->account->client, bytes->str, bytes->len);
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

static char *
order_ns(const Order *order)
{
    return send_ns(order, TRUE);
}

static char *
order_nsraw(const Order *order)
{
    return send_ns(order, FALSE);
}

static char *
order_sb(const Order *order)
{
    return send_sb(order, TRUE);
}

static char *
order_sbraw(const Order *order)
{
    return send_sb(order, FALSE);
}

/* ---- accidents ---- */

static char *
order_kick(const Order *order)
{
    Client *client = order->account->client;

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
    Client *client = order->account->client;

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

static char *
order_drop(const Order *order)
{
    return on_links(order, drop_link);
}

static char *
order_fin(const Order *order)
{
    return on_links(order, finish_link);
}

static void
mute_link(Client *client, gpointer data)
{
    link_set_muted(client->link, data != NULL);
}

static char *
order_mute(const Order *order)
{
    gboolean on = strcmp(order->rest, "on") == 0;
    gpointer data = GINT_TO_POINTER(on);

    if (!on && strcmp(order->rest, "off") != 0)
        return order_error("on or off");
    sb_foreach_link(order->account, mute_link, data);
    if (order->account->client != NULL)
        mute_link(order->account->client, data);
    return NULL;
}

static char *
order_fault(const Order *order)
{
    const char *why = fault_order(order->rest);

    return why != NULL ? order_error(why) : NULL;
}

static char *
order_fault_clear(const Order *order)
{
    fault_clear_all();
    return NULL;
}

static char *
order_nak(const Order *order)
{
    order->account->nak_next = TRUE;
    return NULL;
}

static char *
order_room_close(const Order *order)
{
    Account *account = order->account;
    guint closed = sb_idle_close(account);
    Room *room;

    for (; (room = room_of(account)) != NULL; closed++)
        room_leave(room, account, TRUE);
    return closed > 0 ? NULL : order_error("in no switchboard");
}

/* ---- the service itself ---- */

static char *
order_challenge(const Order *order)
{
    Client *client = order->account->client;

    if (client == NULL || client->dialect->challenge == CHALLENGE_NONE)
        return order_error("not signed in, or no challenges in this dialect");
    if (client->chl != NULL)
        return order_error("a challenge is open already");
    ns_challenge(client);
    return NULL;
}

static char *
order_mail(const Order *order)
{
    guint64 unread;

    if (!wire_number(order->rest, 1000000, &unread))
        return order_error("mail MAIL UNREAD");
    order->account->inbox = (guint) unread;
    return NULL;
}

static char *
order_online(const Order *order)
{
    GPtrArray *all = world_accounts();
    GString *text = g_string_new("ok");

    for (guint i = 0; i < all->len; i++) {
        const Account *account = all->pdata[i];

        if (account->client != NULL)
            g_string_append_printf(text, " %s:%s", account->key,
                                   account->client->announced ? account->state : "-");
    }
    return g_string_free(text, FALSE);
}

static char *
order_errors(const Order *order)
{
    return g_strdup_printf("ok %u", log_bad_count());
}

static char *
order_forget(const Order *order)
{
    events_forget();
    return NULL;
}

static char *
order_count(const Order *order)
{
    return g_strdup_printf("ok %u", events_count(order->rest));
}

static const struct {
    const char *name;
    gboolean about_account; /* the first word is an account */
    OrderFunc func;
} orders[] = {
    {"ns", TRUE, order_ns},
    {"nsraw", TRUE, order_nsraw},
    {"sb", TRUE, order_sb},
    {"sbraw", TRUE, order_sbraw},
    {"kick", TRUE, order_kick},
    {"drop", TRUE, order_drop},
    {"fin", TRUE, order_fin},
    {"mute", TRUE, order_mute},
    {"fault", FALSE, order_fault},
    {"fault-clear", FALSE, order_fault_clear},
    {"nak", TRUE, order_nak},
    {"room-close", TRUE, order_room_close},
    {"challenge", TRUE, order_challenge},
    {"mail", TRUE, order_mail},
    {"online", FALSE, order_online},
    {"errors", FALSE, order_errors},
    {"forget", FALSE, order_forget},
    {"count", FALSE, order_count},
    {"account", FALSE, order_account},
    {"friends", TRUE, order_friends},
    {"status", TRUE, order_status},
    {"name", TRUE, order_name},
    {"say", TRUE, order_say},
    {"type", TRUE, order_type},
    {"nudge", TRUE, order_nudge},
    {"leave", TRUE, order_leave},
    {"lists", TRUE, order_lists},
    {"groups", TRUE, order_groups},
};

/* The word at *text; moves it behind the blank. Caller frees. */
static char *
take_word(const char **text)
{
    gsize length = strcspn(*text, " ");
    char *word = g_strndup(*text, length);

    *text += length;
    if (**text == ' ')
        (*text)++;
    return word;
}

char *
control_run(const char *line)
{
    const char *rest = line;
    g_autofree char *verb = take_word(&rest);

    for (guint i = 0; i < G_N_ELEMENTS(orders); i++) {
        Order order = {NULL, rest};

        if (strcmp(orders[i].name, verb) != 0)
            continue;
        if (orders[i].about_account) {
            g_autofree char *mail = take_word(&order.rest);

            order.account = world_find(mail);
            if (order.account == NULL)
                return order_error("no such account");
        }
        char *text = orders[i].func(&order);

        return text != NULL ? text : g_strdup("ok");
    }
    return order_error("unknown command");
}
