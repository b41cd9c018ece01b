/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows who is in which room and tells the others; how clients get in is sb.c's business. */
#include "room.h"

#include <string.h>

#include "bots.h"
#include "invites.h"
#include "log.h"
#include "puppets.h"

static GPtrArray *rooms;
static guint room_serial;

static void
member_free(gpointer data)
{
    Member *member = data;

    g_clear_pointer(&member->pieces, g_hash_table_unref);
    g_free(member->emoticons);
    g_free(member);
}

const GPtrArray *
rooms_all(void)
{
    if (rooms == NULL)
        rooms = g_ptr_array_new();
    return rooms;
}

Room *
room_new(void)
{
    Room *room = g_new0(Room, 1);

    rooms_all();
    room->refs = 1;
    room->number = ++room_serial;
    room->members = g_ptr_array_new_with_free_func(member_free);
    if (options()->living)
        room->session = g_strdup_printf("%07x%08x%08x%08x", g_random_int() & 0xfffffff,
                                        g_random_int(), g_random_int(), g_random_int());
    else
        room->session = g_strdup_printf("%u", 11717650 + room->number);
    g_ptr_array_add(rooms, room);
    return room;
}

void
room_unref(Room *room)
{
    if (--room->refs > 0)
        return;
    if (rooms != NULL)
        g_ptr_array_remove(rooms, room);
    g_ptr_array_unref(room->members);
    invites_free(room->invites);
    g_free(room->session);
    g_free(room);
}

Member *
room_member(Room *room, const Account *account)
{
    for (guint i = 0; i < room->members->len; i++) {
        Member *member = room->members->pdata[i];

        if (member->account == account)
            return member;
    }
    return NULL;
}

Room *
room_of(const Account *account)
{
    for (guint i = 0; rooms != NULL && i < rooms->len; i++) {
        Room *room = rooms->pdata[i];

        if (room_member(room, account) != NULL)
            return room;
    }
    return NULL;
}

Room *
room_by_number(guint number)
{
    for (guint i = 0; rooms != NULL && i < rooms->len; i++) {
        Room *room = rooms->pdata[i];

        if (room->number == number)
            return room;
    }
    return NULL;
}

Room *
room_shared(const Account *a, const Account *b)
{
    for (guint i = 0; rooms != NULL && i < rooms->len; i++) {
        Room *room = rooms->pdata[i];

        if (room_member(room, a) != NULL && room_member(room, b) != NULL)
            return room;
    }
    return NULL;
}

/* PLACE is "" or ";{guid}". */
static char *
member_words(const Client *viewer, const Account *account, const char *place)
{
    g_autofree char *name = client_encode(account->name);

    if (viewer->dialect->endpoints)
        return g_strdup_printf("%s%s %s %u:%u", account->mail, place, name, account->client_id,
                               account->client_ex);
    if (viewer->dialect->sb_client_id)
        return g_strdup_printf("%s %s %u", account->mail, name, account->client_id);
    return g_strdup_printf("%s %s", account->mail, name);
}

/* What VIEWER is shown of where the member is: ";{guid}", or NULL where places have no names. */
static char *
member_place(const Client *viewer, const Client *member)
{
    if (!viewer->dialect->endpoints || member == NULL || member->machine == NULL)
        return NULL;
    return g_strconcat(";", member->machine, NULL);
}

/* CLIENT is by what he joins; NULL: somebody without one. */
static void
room_tell_joined(Room *room, const Account *account, const Client *client)
{
    for (guint i = 0; i < room->members->len; i++) {
        const Member *member = room->members->pdata[i];

        if (member->client == NULL || (member->account == account && client == NULL))
            continue;
        g_autofree char *place = member_place(member->client, client);
        g_autofree char *words = member_words(member->client, account, "");

        if (place != NULL) {
            g_autofree char *named = member_words(member->client, account, place);

            client_send(member->client, "JOI %s", named);
        }
        client_send(member->client, "JOI %s", words);
    }
}

static void
room_add(Room *room, Account *account, Client *client)
{
    Member *member = g_new0(Member, 1);

    member->account = account;
    member->client = client;
    member->places = 1;
    g_ptr_array_add(room->members, member);
    room->refs++;
    log_event("sb-joined %s %u", account->key, room->number);
}

void
room_join_puppet(Room *room, Account *account)
{
    Member *member = room_member(room, account);

    room_tell_joined(room, account, NULL);
    if (member == NULL)
        room_add(room, account, NULL);
    else
        member->places++;
}

/* The IRO lines: each place counts. */
static void
room_tell_present(const Room *room, Client *client, guint32 trid)
{
    guint total = 0;
    guint index = 0;

    for (guint i = 0; i < room->members->len; i++) {
        const Member *member = room->members->pdata[i];
        g_autofree char *place = member_place(client, member->client);

        total += member->places + (place != NULL ? 1 : 0);
    }
    for (guint i = 0; i < room->members->len; i++) {
        const Member *member = room->members->pdata[i];
        g_autofree char *place = member_place(client, member->client);
        g_autofree char *words = member_words(client, member->account, "");

        if (place != NULL) {
            g_autofree char *named = member_words(client, member->account, place);

            client_send(client, "IRO %u %u %u %s", trid, ++index, total, named);
        }
        for (guint at = 0; at < member->places; at++)
            client_send(client, "IRO %u %u %u %s", trid, ++index, total, words);
    }
}

void
room_enter(Room *room, Client *client, guint32 trid, gboolean answer)
{
    if (answer) {
        room_tell_present(room, client, trid);
        client_send(client, "ANS %u OK", trid);
    }
    client->room = room;
    room_tell_joined(room, client->account, client);
    room_add(room, client->account, client);
    if (answer)
        puppets_somebody_joined(room, client->account);
}

/* Bots do not stay among themselves. */
static gboolean
room_has_people(const Room *room)
{
    for (guint i = 0; i < room->members->len; i++) {
        const Member *member = room->members->pdata[i];

        if (member->client != NULL)
            return TRUE;
    }
    return FALSE;
}

static void
room_tell_left(const Room *room, const Account *account, const Client *client, gboolean idle)
{
    for (guint i = 0; i < room->members->len; i++) {
        const Member *member = room->members->pdata[i];

        if (member->client == NULL || (member->account == account && client == NULL))
            continue;
        g_autofree char *place = member_place(member->client, client);

        if (place != NULL)
            client_send(member->client, "BYE %s%s%s", account->mail, place, idle ? " 1" : "");
        client_send(member->client, "BYE %s%s", account->mail, idle ? " 1" : "");
    }
}

gboolean
room_leave_place(Room *room, Account *account)
{
    Member *member = room_member(room, account);

    if (member == NULL || member->places < 2)
        return FALSE;
    member->places--;
    room_tell_left(room, account, NULL, FALSE);
    return TRUE;
}

static Member *
member_at(Room *room, const Account *account, const Client *client)
{
    for (guint i = 0; client != NULL && i < room->members->len; i++) {
        Member *member = room->members->pdata[i];

        if (member->client == client)
            return member;
    }
    return client == NULL ? room_member(room, account) : NULL;
}

void
room_leave(Room *room, Account *account, const Client *client, gboolean idle)
{
    Member *gone = member_at(room, account, client);

    if (gone == NULL)
        return;
    guint places = gone->places;

    g_ptr_array_remove(room->members, gone);
    log_event("sb-left %s %u", account->key, room->number);
    while (places-- > 0)
        room_tell_left(room, account, client, idle);
    if (!room_has_people(room)) {
        guint puppets = room->members->len;

        g_ptr_array_set_size(room->members, 0);
        for (guint i = 0; i < puppets; i++)
            room_unref(room);
    }
    room_unref(room);
}

guint
room_say(Room *room, Account *from, const Client *client, const char *payload, gsize length)
{
    g_autofree char *name = client_encode(from->name);
    guint reached = 0;

    for (guint i = 0; i < room->members->len; i++) {
        const Member *member = room->members->pdata[i];

        if (member->account == from && (client == NULL || member->client == client))
            continue;
        if (member->account != from)
            reached++;
        if (member->client != NULL)
            client_send_payload(member->client, payload, length, "MSG %s %s", from->mail, name);
    }
    return reached;
}

guint
sb_foreach_link(const Account *account, SbLinkFunc func, gpointer data)
{
    g_autoptr(GPtrArray) found = g_ptr_array_new();

    for (guint i = 0; rooms != NULL && i < rooms->len; i++) {
        Member *member = room_member(rooms->pdata[i], account);

        if (member != NULL && member->client != NULL)
            g_ptr_array_add(found, client_ref(member->client));
    }
    for (guint i = 0; i < found->len; i++) {
        Client *client = found->pdata[i];

        if (client->link != NULL)
            func(client, data);
        client_unref(client);
    }
    return found->len;
}

void
rooms_clear(void)
{
    while (rooms != NULL && rooms->len > 0) {
        Room *room = rooms->pdata[rooms->len - 1];

        room->refs = 1;
        room_unref(room);
    }
    g_clear_pointer(&rooms, g_ptr_array_unref);
}
