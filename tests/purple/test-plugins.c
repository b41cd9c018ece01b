/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Another plugin disconnects the account from within a signal, while our code is on the stack: what
 * we hold must live on, and the next sign-in must find all as usual. */
#include "rig-deeds.h"

#define FRIENDS "--friends " ALICE "," BOB " --friends " ALICE "," CAROL

static RigServer *server;
static PurpleAccount *alice;
static guint times;

/* The other plugin; it is not interested in what the signal tells. */
static void
disconnects_alice(void)
{
    times++;
    if (purple_account_is_connected(alice)) {
        purple_account_disconnect(alice);
    }
}

static gboolean
has_happened(gpointer data)
{
    return times > 0;
}

/* Does the deed with the other plugin listening, once Bob is there. */
static void
while_it_listens(void *instance, const char *signal, void (*deed)(void))
{
    static char handle;
    times = 0;
    purple_signal_connect(instance, signal, &handle, PURPLE_CALLBACK(disconnects_alice), NULL);
    deed();
    rig_wait(signal, has_happened, NULL);
    purple_signals_disconnect_by_handle(&handle);
    rig_check(!purple_account_is_connected(alice));
}

/* Everything works again. */
static void
comes_back(void)
{
    rig_disable(alice);
    rig_forget(NULL);
    rig_go_online(alice);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_server_tell(server, "say " BOB " " ALICE " welcome back");
    rig_expect(alice, "im", "who=" BOB, "text=*welcome back*");
}

static void
alice_and_a_puppet(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "status " BOB " NLN");
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "online=1");
}

/* -- deeds --------------------------------------------------------------------------------------
 */

static void
alice_nudges(void)
{
    purple_prpl_send_attention(purple_account_get_connection(alice), BOB, 0);
}

static void
bob_nudges(void)
{
    rig_server_tell(server, "nudge " BOB " " ALICE);
}

static void
bob_is_renamed(void)
{
    rig_server_tell(server, "name " BOB " Robert");
}

static void
alice_begins_a_chat(void)
{
    rig_choose_for_buddy(alice, BOB, "*Chat*");
}

static void
alice_speaks_in_the_chat(void)
{
    rig_chat_say(alice, "the last word");
}

static void
nothing(void)
{
}

/* -- where it happens ---------------------------------------------------------------------------
 * Only in signals that libpurple itself survives it in: buddy-signed-off, received-im-msg and
 * received-chat-msg are not among them. */

static void
in_a_window_for_our_nudge(void)
{
    alice_and_a_puppet();
    while_it_listens(purple_conversations_get_handle(), "conversation-created", alice_nudges);
    comes_back();
}

static void
in_a_nudge_sent(void)
{
    alice_and_a_puppet();
    while_it_listens(purple_conversations_get_handle(), "sent-attention", alice_nudges);
    comes_back();
}

static void
in_a_nudge_received(void)
{
    alice_and_a_puppet();
    while_it_listens(purple_conversations_get_handle(), "got-attention", bob_nudges);
    comes_back();
}

static void
in_a_new_name(void)
{
    alice_and_a_puppet();
    while_it_listens(purple_blist_get_handle(), "blist-node-aliased", bob_is_renamed);
    comes_back();
}

static void
in_a_chat_joined(void)
{
    alice_and_a_puppet();
    while_it_listens(purple_conversations_get_handle(), "chat-joined", alice_begins_a_chat);
    comes_back();
}

static void
in_a_line_of_our_own_in_a_chat(void)
{
    alice_and_a_puppet();
    alice_begins_a_chat();
    rig_server_tell(server, "await rung " BOB);
    rig_server_tell(server, "join " BOB " " ALICE);
    rig_expect_users(alice, ALICE " " BOB);
    while_it_listens(purple_conversations_get_handle(), "wrote-chat-msg", alice_speaks_in_the_chat);
    comes_back();
}

static void
in_a_window_for_what_was_not_delivered(void)
{
    alice_and_a_puppet();
    rig_say(alice, CAROL, "are you there");
    rig_close_window(alice, CAROL);
    while_it_listens(purple_conversations_get_handle(), "conversation-created", nothing);
    rig_expect(alice, "im-error", "who=" CAROL, "text=*are you there*");
    comes_back();
}

static const RigScenario scenarios[] = {
    {"in a window for our nudge", in_a_window_for_our_nudge, RIG_SINCE | RIG_MOODS, 12},
    {"in a nudge sent", in_a_nudge_sent, RIG_SINCE | RIG_MOODS, 12},
    {"in a nudge received", in_a_nudge_received, RIG_SINCE | RIG_MOODS, 12},
    {"in a new name", in_a_new_name, RIG_SINCE | RIG_MOODS, 12},
    {"in a chat joined", in_a_chat_joined, RIG_SINCE | RIG_MOODS, 12},
    {"in a line of our own in a chat", in_a_line_of_our_own_in_a_chat, RIG_SINCE | RIG_MOODS, 12},
    {"in a window for what was not delivered", in_a_window_for_what_was_not_delivered,
     RIG_SINCE | RIG_MOODS,
     12},
};

RIG_MAIN(scenarios)
