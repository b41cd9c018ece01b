/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows what the accounts inside the server do: bots by themselves, puppets when a test says so. */
#include "bots.h"

#include <string.h>

#include "log.h"
#include "ns.h"

#define TEXT_HEAD                                                                                  \
    "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"                             \
    "X-MMS-IM-Format: FN=Microsoft%20Sans%20Serif; EF=; CO=0; CS=0; PF=22\r\n\r\n"
#define TYPING_HEAD "MIME-Version: 1.0\r\nContent-Type: text/x-msmsgscontrol\r\nTypingUser: "
#define NUDGE       "MIME-Version: 1.0\r\nContent-Type: text/x-msnmsgr-datacast\r\n\r\nID: 1\r\n\r\n"

/* A word for somebody who has yet to answer the call. */
typedef struct {
    Room *room;
    Account *from;
    Account *to;
    char what;
    char *text;
} Waiting;

static GQueue waiting = G_QUEUE_INIT;
static guint flicker_timer;
static guint flicker_step;

AccountKind
bots_kind(const char *word)
{
    if (strcmp(word, "echo") == 0)
        return KIND_ECHO;
    if (strcmp(word, "flicker") == 0)
        return KIND_FLICKER;
    if (strcmp(word, "nudge") == 0)
        return KIND_NUDGE;
    return KIND_PERSON;
}

void
puppet_text(Room *room, Account *from, const char *text)
{
    g_autofree char *payload = g_strconcat(TEXT_HEAD, text, NULL);

    room_say(room, from, payload, strlen(payload));
}

void
puppet_typing(Room *room, Account *from)
{
    g_autofree char *payload = g_strconcat(TYPING_HEAD, from->mail, "\r\n\r\n\r\n", NULL);

    room_say(room, from, payload, strlen(payload));
}

void
puppet_nudge(Room *room, Account *from)
{
    room_say(room, from, NUDGE, strlen(NUDGE));
}

static void
puppet_do(Room *room, Account *from, char what, const char *text)
{
    if (what == 'y')
        puppet_typing(room, from);
    else if (what == 'n')
        puppet_nudge(room, from);
    else
        puppet_text(room, from, text);
}

static void
waiting_free(Waiting *wait)
{
    room_unref(wait->room);
    g_free(wait->text);
    g_free(wait);
}

/* Where FROM has called TO already, or where both are. */
static Room *
shared_room(Account *from, Account *to, gboolean *joined)
{
    Room *room = room_shared(from, to);

    *joined = room != NULL;
    if (*joined)
        return room;
    for (GList *l = waiting.head; l != NULL; l = l->next) {
        const Waiting *wait = l->data;

        if (wait->from == from && wait->to == to)
            return wait->room;
    }
    return NULL;
}

const char *
puppet_send(Account *from, Account *to, char what, const char *text)
{
    gboolean joined;
    Room *room = shared_room(from, to, &joined);

    if (joined) {
        puppet_do(room, from, what, text);
        return NULL;
    }
    if (room == NULL) {
        room = room_new();
        room_join_puppet(room, from);
        if (to->client == NULL || room_call(room, from, to) != CALL_RINGING) {
            room_leave(room, from, FALSE);
            room_unref(room);
            return "cannot be called";
        }
    } else {
        room->refs++;
    }
    Waiting *wait = g_new0(Waiting, 1);

    wait->room = room;
    wait->from = from;
    wait->to = to;
    wait->what = what;
    wait->text = g_strdup(text);
    g_queue_push_tail(&waiting, wait);
    return NULL;
}

void
bots_somebody_joined(Room *room, Account *account)
{
    GList *next;

    for (GList *l = waiting.head; l != NULL; l = next) {
        Waiting *wait = l->data;

        next = l->next;
        if (wait->room != room || wait->to != account)
            continue;
        g_queue_delete_link(&waiting, l);
        puppet_do(room, wait->from, wait->what, wait->text);
        waiting_free(wait);
    }
}

void
bots_called(Room *room, Account *bot)
{
    if (account_is_bot(bot))
        room_join_puppet(room, bot);
}

static void
bot_answer(Room *room, Account *bot, const char *payload, gsize length)
{
    switch (bot->kind) {
    case KIND_ECHO:
        puppet_typing(room, bot);
        room_say(room, bot, payload, length);
        break;
    case KIND_NUDGE:
        puppet_typing(room, bot);
        puppet_nudge(room, bot);
        puppet_text(room, bot, "nudge nudge");
        break;
    default:
        break;
    }
}

void
bots_heard(Room *room, Account *from, const char *type, const char *payload, gsize length)
{
    if (g_strcmp0(type, "text/plain") != 0)
        return;
    for (guint i = 0; i < room->members->len; i++) {
        const Member *member = room->members->pdata[i];

        if (account_is_bot(member->account))
            bot_answer(room, member->account, payload, length);
    }
}

static gboolean
flicker_next(gpointer data)
{
    static const char *const states[] = {"NLN", "AWY", "BSY", "FLN"};
    GPtrArray *all = world_accounts();

    flicker_step++;
    for (guint i = 0; i < all->len; i++) {
        Account *account = all->pdata[i];

        if (account->kind != KIND_FLICKER)
            continue;
        g_strlcpy(account->state, states[flicker_step % G_N_ELEMENTS(states)],
                  sizeof account->state);
        presence_changed(account);
    }
    return G_SOURCE_CONTINUE;
}

void
bots_start(void)
{
    GPtrArray *all = world_accounts();
    gboolean flickering = FALSE;

    for (guint i = 0; i < all->len; i++) {
        Account *account = all->pdata[i];

        if (!account_is_bot(account))
            continue;
        flickering |= account->kind == KIND_FLICKER;
        g_strlcpy(account->state, "NLN", sizeof account->state);
        account->shown = TRUE;
        account->client_id = 0x20020; /* a bot that takes chunks; no P2P */
    }
    if (flickering)
        flicker_timer = g_timeout_add((guint) options()->flicker_ms, flicker_next, NULL);
}

void
bots_stop(void)
{
    Waiting *wait;

    if (flicker_timer != 0)
        g_source_remove(flicker_timer);
    flicker_timer = 0;
    while ((wait = g_queue_pop_head(&waiting)) != NULL)
        waiting_free(wait);
}
