/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows what the accounts inside the server do by themselves. */
#include "bots.h"

#include <string.h>

#include "ns.h"
#include "puppet-kinds.h"
#include "puppets.h"

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

/* BOT says TEXT in the way called KIND. */
static void
bot_say(Room *room, Account *bot, const char *kind, const char *text)
{
    g_autoptr(GPtrArray) payloads = payloads_new();
    g_autoptr(GString) words = g_string_new(text);

    puppet_kind_print(kind, bot, words, payloads);
    puppet_say(room, bot, payloads);
}

void
bots_called(Room *room, Account *bot)
{
    if ((account_is_bot(bot) || bot->answers) && room_member(room, bot) == NULL)
        room_join_puppet(room, bot);
}

static void
bot_answer(Room *room, Account *bot, const char *payload, gsize length)
{
    switch (bot->kind) {
    case KIND_ECHO:
        bot_say(room, bot, "type", "");
        room_say(room, bot, NULL, payload, length);
        break;
    case KIND_NUDGE:
        bot_say(room, bot, "type", "");
        bot_say(room, bot, "nudge", "");
        bot_say(room, bot, "say", "nudge nudge");
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
    if (flicker_timer != 0)
        g_source_remove(flicker_timer);
    flicker_timer = 0;
}
