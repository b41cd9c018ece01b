/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the orders about rooms: who without a client calls, joins, speaks and leaves. */
#include "control-order.h"

#include <string.h>

#include "puppet-kinds.h"
#include "puppets.h"

/* The room that WORD means for ACCOUNT: "#NUMBER", or one where that person is. NULL if none. */
static Room *
room_from_word(const char *word)
{
    guint64 number;
    const Account *who = world_find(word);

    if (word[0] == '#')
        return wire_number(word + 1, G_MAXUINT, &number) ? room_by_number((guint) number) : NULL;
    return who != NULL ? room_of(who) : NULL;
}

/* What keeps ACCOUNT from being moved by a test, or NULL. */
static const char *
not_a_puppet(const Account *account)
{
    return account->client != NULL ? "a client has signed in as this one" : NULL;
}

static const char *
talk_to(Account *from, const char *whom, GPtrArray *payloads)
{
    Account *to = world_find(whom);
    Room *room = whom[0] == '#' ? room_from_word(whom) : NULL;

    if (room != NULL && room_member(room, from) != NULL) {
        puppet_say(room, from, payloads);
        return NULL;
    }
    if (to == NULL)
        return "no such account, or not in such a room, to talk to";
    return puppet_send(from, to, payloads);
}

/* "TO TEXT"; the verb says in which way. */
char *
order_talk(const Order *order)
{
    g_auto(GStrv) words = g_strsplit(order->rest, " ", 2);
    g_autoptr(GString) text = wire_unescape(words[0] != NULL && words[1] != NULL ? words[1] : "");
    g_autoptr(GPtrArray) payloads = payloads_new();
    const char *why = not_a_puppet(order->account);

    if (why == NULL && words[0] == NULL)
        why = "to whom?";
    if (why == NULL)
        why = puppet_kind_print(order->verb, order->account, text, payloads);
    if (why == NULL)
        why = talk_to(order->account, words[0], payloads);
    return why != NULL ? order_error(why) : NULL;
}

/* "WHO [#ROOM|MEMBER]" */
char *
order_call(const Order *order)
{
    g_auto(GStrv) words = g_strsplit(order->rest, " ", 2);
    guint count = g_strv_length(words);
    Account *who = count > 0 ? world_find(words[0]) : NULL;
    Room *room = count > 1 ? room_from_word(words[1]) : NULL;
    const char *why = not_a_puppet(order->account);

    if (why == NULL && (who == NULL || (count > 1 && room == NULL)))
        why = "no such account, or no such room";
    if (why == NULL && room != NULL && room_member(room, order->account) == NULL)
        why = "who calls is not in this room";
    if (why == NULL)
        why = puppet_call(order->account, who, room);
    return why != NULL ? order_error(why) : NULL;
}

char *
order_join(const Order *order)
{
    Room *room = room_from_word(order->rest);
    const char *why = not_a_puppet(order->account);

    if (why == NULL && room == NULL)
        why = "no such room";
    if (why == NULL)
        room_join_puppet(room, order->account);
    return why != NULL ? order_error(why) : NULL;
}

char *
order_answer(const Order *order)
{
    gboolean on = strcmp(order->rest, "on") == 0;

    if (!on && strcmp(order->rest, "off") != 0)
        return order_error("on or off");
    order->account->answers = on;
    return NULL;
}

char *
order_leave(const Order *order)
{
    Room *room = room_of(order->account);

    if (room == NULL || room_member(room, order->account)->client != NULL)
        return order_error("in no switchboard without a client");
    for (; room != NULL; room = room_of(order->account))
        room_leave(room, order->account, NULL, FALSE);
    return NULL;
}

char *
order_leave_one(const Order *order)
{
    Room *room = room_of(order->account);

    if (room == NULL || !room_leave_place(room, order->account))
        return order_error("not in a switchboard from two places");
    return NULL;
}

/* "NUMBER:MEMBER,MEMBER" for each. */
char *
order_rooms(const Order *order)
{
    const GPtrArray *rooms = rooms_all();
    GString *text = g_string_new("ok");

    for (guint i = 0; i < rooms->len; i++) {
        Room *room = rooms->pdata[i];

        if (room_member(room, order->account) == NULL)
            continue;
        g_string_append_printf(text, " %u:", room->number);
        for (guint m = 0; m < room->members->len; m++) {
            const Member *member = room->members->pdata[m];

            g_string_append_printf(text, "%s%s", m > 0 ? "," : "", member->account->key);
        }
    }
    return g_string_free(text, FALSE);
}
