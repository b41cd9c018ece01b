/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how somebody without a client gets into a room and what waits until the other has answered;
 * what is said is puppet-kinds.c's business. */
#include "puppets.h"

#include "bots.h"
#include "invites.h"

/* Words for somebody who has yet to answer the call. */
typedef struct {
    Room *room;
    Account *from;
    Account *to;
    GPtrArray *payloads;
} Waiting;

static GQueue waiting = G_QUEUE_INIT;

void
puppet_say(Room *room, Account *from, const GPtrArray *payloads)
{
    for (guint i = 0; i < payloads->len; i++) {
        const GString *payload = payloads->pdata[i];

        invites_overhear(room, from, payload->str, payload->len);
        room_say(room, from, NULL, payload->str, payload->len);
    }
}

static void
waiting_free(Waiting *wait)
{
    room_unref(wait->room);
    g_ptr_array_unref(wait->payloads);
    g_free(wait);
}

/* The room into which FROM has called TO already; NULL if none. */
static Room *
called_room(const Account *from, const Account *to)
{
    for (GList *l = waiting.head; l != NULL; l = l->next) {
        const Waiting *wait = l->data;

        if (wait->from == from && wait->to == to)
            return wait->room;
    }
    return NULL;
}

static void
wait_for(Room *room, Account *from, Account *to, GPtrArray *payloads)
{
    Waiting *wait = g_new0(Waiting, 1);

    room->refs++;
    wait->room = room;
    wait->from = from;
    wait->to = to;
    wait->payloads = g_ptr_array_ref(payloads);
    g_queue_push_tail(&waiting, wait);
}

/* Rings WHO into ROOM; a bot is in at once, and a puppet that is told to answer. FALSE when he
 * cannot be called. */
static gboolean
ring(Room *room, Account *from, Account *who)
{
    if (room_call(room, from, who) != CALL_RINGING)
        return FALSE;
    if (who->client == NULL)
        bots_called(room, who);
    return TRUE;
}

const char *
puppet_send(Account *from, Account *to, GPtrArray *payloads)
{
    Room *room = room_shared(from, to);

    if (room != NULL) {
        puppet_say(room, from, payloads);
        return NULL;
    }
    room = called_room(from, to);
    if (room != NULL) {
        wait_for(room, from, to, payloads);
        return NULL;
    }
    room = room_new();
    room_join_puppet(room, from);
    gboolean rung = to->client != NULL && ring(room, from, to);

    if (rung)
        wait_for(room, from, to, payloads);
    else
        room_leave(room, from, NULL, FALSE);
    room_unref(room);
    return rung ? NULL : "cannot be called";
}

const char *
puppet_call(Account *from, Account *who, Room *room)
{
    gboolean begun = FALSE;

    if (room == NULL)
        room = room_of(from);
    if (room == NULL && who->client == NULL)
        return "neither of them has a client";
    if (room == NULL) {
        room = room_new();
        room_join_puppet(room, from);
        begun = TRUE;
    }
    gboolean rung = ring(room, from, who);

    if (begun && !rung)
        room_leave(room, from, NULL, FALSE);
    if (begun)
        room_unref(room);
    return rung ? NULL : "cannot be called";
}

void
puppets_somebody_joined(Room *room, const Account *account)
{
    GList *next;

    for (GList *l = waiting.head; l != NULL; l = next) {
        Waiting *wait = l->data;

        next = l->next;
        if (wait->room != room || wait->to != account)
            continue;
        g_queue_delete_link(&waiting, l);
        puppet_say(room, wait->from, wait->payloads);
        waiting_free(wait);
    }
}

void
puppets_clear(void)
{
    Waiting *wait;

    while ((wait = g_queue_pop_head(&waiting)) != NULL)
        waiting_free(wait);
}
