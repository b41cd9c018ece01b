/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Conversations of more than two: how they begin, who is in them, what is said, how they end. */
#include "rig-deeds.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB " --friends " ALICE "," CAROL " --friends " BOB "," CAROL

static RigServer *server;
static PurpleAccount *alice, *bob, *carol;

static void
three_friends(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    bob = rig_sign_in(server, BOB);
    carol = rig_sign_in(server, CAROL);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_buddy(alice, CAROL, "online=1");
    rig_expect_buddy(bob, CAROL, "online=1");
    rig_expect_buddy(carol, BOB, "online=1");
}

/* Alice has begun a chat with Bob, and Carol has come. */
static void
a_chat_of_three(void)
{
    three_friends();
    rig_chat_of_three(alice, bob, carol);
}

/* FROM says it, and everybody reads it, FROM too. */
static void
say_to_all(PurpleAccount *from, const char *text)
{
    PurpleAccount *all[] = {alice, bob, carol};
    g_autofree char *is_from = g_strconcat("from=", purple_account_get_username(from), NULL);
    g_autofree char *pattern = g_strconcat("text=*", text, "*", NULL);
    rig_chat_say(from, text);
    for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
        rig_expect(all[i], all[i] == from ? "sent" : "im", "conv=chat", is_from, pattern);
    }
}

/* -- beginning ----------------------------------------------------------------------------------
 */

/* Among those who take part one is called as in what one says. */
static void
one_is_called_by_name(PurpleAccount *account, const char *name)
{
    for (GList *l = purple_get_chats(); l != NULL; l = l->next) {
        if (purple_conversation_get_account(l->data) == account) {
            const char *own = purple_account_get_username(account);
            PurpleConvChat *chat = purple_conversation_get_chat_data(l->data);
            rig_check_str(purple_conv_chat_cb_find(chat, own)->alias, name);
            return;
        }
    }
    rig_fail("there is no chat of %s", name);
}

static void
initiated_from_the_menu(void)
{
    a_chat_of_three();
    one_is_called_by_name(alice, "Alice ☺ 100%");
    one_is_called_by_name(carol, "Carol & Søn");
    say_to_all(alice, "hello both");
    say_to_all(bob, "hello Alice and Carol");
    say_to_all(carol, "hello you two");
}

static void
invited_by_command(void)
{
    three_friends();
    rig_say(alice, BOB, "just us");
    rig_expect(bob, "im", "conv=im", "text=*just us*");
    rig_command(alice, BOB, "/invite " CAROL);
    rig_expect_users(alice, ALICE " " BOB " " CAROL);
    rig_expect_users(bob, ALICE " " BOB " " CAROL);
    rig_expect_users(carol, ALICE " " BOB " " CAROL);
    rig_expect(alice, "system", "conv=im", "who=" BOB, "text=*goes on*");
    rig_expect(bob, "system", "conv=im", "who=" ALICE, "text=*goes on*");
    say_to_all(bob, "now three");
    say_to_all(carol, "thanks");
}

/* Nobody here did anything: a third one joins the conversation of two. */
static void
a_third_person_comes(void)
{
    three_friends();
    rig_server_tell(server, "status " DAVE " NLN");
    rig_say(alice, BOB, "before");
    rig_expect(bob, "im", "conv=im", "text=*before*");
    rig_server_tell(server, "join " DAVE " " ALICE);
    rig_expect_users(alice, ALICE " " BOB " " DAVE);
    rig_expect_users(bob, ALICE " " BOB " " DAVE);
    rig_expect(alice, "system", "conv=im", "text=*goes on*");
    rig_expect(bob, "system", "conv=im", "text=*goes on*");
    rig_server_tell(server, "say " DAVE " " ALICE " hello");
    rig_expect(alice, "im", "conv=chat", "from=" DAVE, "text=*hello*");
    rig_expect(bob, "im", "conv=chat", "from=" DAVE, "text=*hello*");
    rig_check(purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, BOB, alice) != NULL);
    /* a new message to Bob alone is a conversation of two again */
    rig_say(alice, BOB, "between us");
    rig_expect(bob, "im", "conv=im", "who=" ALICE, "text=*between us*");
}

static void
called_into_a_chat_of_others(void)
{
    three_friends();
    rig_choose_for_buddy(bob, CAROL, "*Chat*");
    rig_expect_users(bob, BOB " " CAROL);
    rig_chat_invite(bob, ALICE);
    rig_expect_users(alice, ALICE " " BOB " " CAROL);
    rig_expect(alice, "chat-in", "user=" BOB, "new=0"); /* was there before */
    rig_chat_say(alice, "what is this?");
    rig_expect(bob, "im", "conv=chat", "from=" ALICE, "text=*what is this?*");
    rig_expect(carol, "im", "conv=*", "from=*", "text=*what is this?*");
    rig_expect(alice, "sent", "conv=chat", "text=*what is this?*");
}

/* -- leaving ------------------------------------------------------------------------------------
 */

static void
one_leaves_and_comes_back(void)
{
    a_chat_of_three();
    rig_chat_leave(carol);
    rig_expect_users(alice, ALICE " " BOB);
    rig_expect_users(bob, ALICE " " BOB);
    rig_chat_say(alice, "without Carol");
    rig_expect(bob, "im", "conv=chat", "text=*without Carol*");
    rig_expect(alice, "sent", "conv=chat", "text=*without Carol*");
    rig_chat_invite(alice, CAROL);
    rig_expect_users(carol, ALICE " " BOB " " CAROL);
    rig_expect_users(alice, ALICE " " BOB " " CAROL);
    say_to_all(carol, "here again");
}

static void
everybody_leaves(void)
{
    a_chat_of_three();
    rig_chat_leave(bob);
    rig_expect_users(alice, ALICE " " CAROL);
    rig_chat_leave(carol);
    rig_expect_users(alice, ALICE);
    rig_chat_say(alice, "anybody?");
    rig_expect(alice, "im-error", "conv=chat", "text=*Nobody else*anybody?*");
    rig_chat_leave(alice);
    rig_settle();
    rig_check_str(rig_server_tell(server, "rooms " ALICE), "");
}

/* Somebody signed in at two places is in a room twice, and is there until the last one goes. */
static void
one_of_two_places_is_left(void)
{
    three_friends();
    rig_server_tell(server, "status " DAVE " NLN");
    rig_choose_for_buddy(alice, BOB, "*Chat*");
    rig_expect_users(alice, ALICE " " BOB);
    rig_server_tell(server, "join " DAVE " " ALICE);
    rig_expect_users(alice, ALICE " " BOB " " DAVE);
    rig_server_tell(server, "join " DAVE " " ALICE);
    rig_settle();
    rig_forbid(alice, "chat-out");
    rig_server_tell(server, "leave-one " DAVE);
    rig_server_tell(server, "say " DAVE " " ALICE " still here");
    rig_expect(alice, "im", "conv=chat", "from=" DAVE, "text=*still here*");
    rig_expect_users(alice, ALICE " " BOB " " DAVE);
    rig_allow_all();
    rig_server_tell(server, "leave " DAVE);
    rig_expect_users(alice, ALICE " " BOB);
    rig_forget("im"); /* Bob reads it too */
}

/* The service closes rooms where nobody speaks; who was in stays, and the next message calls. */
static void
idle_rooms_are_opened_again(void)
{
    a_chat_of_three();
    rig_forbid(alice, "im-error");
    rig_server_tell(server, "room-close " BOB);
    rig_settle();
    rig_server_tell(server, "room-close " CAROL); /* and Alice leaves the empty room */
    rig_settle();
    rig_expect_users(alice, ALICE " " BOB " " CAROL);
    rig_forget("chat");
    rig_chat_say(alice, "still with me?");
    rig_forbid(NULL, "chat"); /* the windows are the same */
    rig_expect(bob, "im", "conv=chat", "text=*still with me?*");
    rig_expect(carol, "im", "conv=chat", "text=*still with me?*");
    rig_expect(alice, "sent", "text=*still with me?*");
    say_to_all(carol, "of course");
    rig_allow_all();
}

/* -- what fails ---------------------------------------------------------------------------------
 */

static void
invited_in_vain(void)
{
    a_chat_of_three();
    rig_chat_invite(alice, DAVE); /* offline */
    rig_expect(alice, "im-error", "conv=chat", "text=*" DAVE "*offline*");
    rig_chat_invite(alice, "ghost@example.test");
    rig_expect(alice, "im-error", "conv=chat", "text=*ghost@example.test*");
    rig_expect_users(alice, ALICE " " BOB " " CAROL);
    say_to_all(alice, "just us three");
}

static void
lost_and_said_so(void)
{
    a_chat_of_three();
    rig_server_tell(server, "nak " ALICE);
    rig_chat_say(alice, "not for everybody");
    rig_expect(alice, "im-error", "conv=chat", "text=*not for everybody*");
    rig_server_tell(server, "fault SB:MSG drop");
    rig_chat_say(alice, "into the void");
    rig_expect(alice, "im-error", "conv=chat", "text=*into the void*");
    rig_chat_say(alice, "once more");
    rig_expect(bob, "im", "text=*once more*");
    rig_expect(carol, "im", "text=*once more*");
}

static void
initiated_with_somebody_gone(void)
{
    three_friends();
    rig_server_tell(server, "fault CAL error 217");
    rig_choose_for_buddy(alice, BOB, "*Chat*");
    rig_expect(alice, "im-error", "conv=chat", "text=*" BOB "*");
    rig_expect_users(alice, ALICE);
    rig_chat_invite(alice, BOB);
    rig_expect_users(alice, ALICE " " BOB);
}

/* Disabled with a chat open: nothing is left behind, and it can be left afterwards. */
static void
signed_out_with_a_chat_open(void)
{
    a_chat_of_three();
    rig_disable(alice);
    rig_expect_users(bob, BOB " " CAROL);
    rig_expect_buddy(bob, ALICE, "online=0");
    rig_chat_leave(alice);
    rig_go_online(alice);
    rig_expect_buddy(bob, ALICE, "online=1");
    rig_chat_invite(bob, ALICE);
    rig_expect_users(alice, ALICE " " BOB " " CAROL);
}

/* libpurple has counted the chat as left by then, and would throw the line away. */
static void
signed_out_before_it_was_delivered(void)
{
    three_friends();
    rig_server_tell(server, "fault XFR silent");
    rig_choose_for_buddy(alice, BOB, "*Chat*");
    rig_chat_say(alice, "waits for ever");
    rig_disable(alice);
    rig_expect(alice, "im-error", "conv=chat", "text=*waits for ever*");
}

static const RigScenario scenarios[] = {
    {"signed out before it was delivered", signed_out_before_it_was_delivered, RIG_ONCE, 0},
    {"initiated from a buddy's menu", initiated_from_the_menu,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"invited by a command in a conversation of two", invited_by_command,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"a third person comes", a_third_person_comes, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"called into a chat of others", called_into_a_chat_of_others,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"one leaves and comes back", one_leaves_and_comes_back, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"everybody leaves", everybody_leaves, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"one of two places is left", one_of_two_places_is_left, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"idle rooms are opened again", idle_rooms_are_opened_again,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"invited in vain", invited_in_vain, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"lost, and said so", lost_and_said_so, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"initiated with somebody who is gone", initiated_with_somebody_gone,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"signed out with a chat open", signed_out_with_a_chat_open,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
};

RIG_MAIN(scenarios)
