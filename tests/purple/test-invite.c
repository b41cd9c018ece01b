/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Invitations to something else than talk: asked, accepted or declined as the account's options
 * say, in the codes of the protocol, and passed on to another plugin. */
#include "rig-share.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB

static RigServer *server;
static PurpleAccount *alice;
static guint cookie = 12345; /* of the invitation that came last */

static void
alice_and_bob(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "status " BOB " NLN");
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "online=1");
}

static void
choose(const char *kind, const char *choice)
{
    g_autofree char *key = g_strconcat("invite_", kind, NULL);
    purple_account_set_string(alice, key, choice);
}

static void
bob_invites(const char *what)
{
    rig_server_tell(server, "invite " BOB " " ALICE " %s %u", what, ++cookie);
}

/* What Alice has answered: CODE is NULL where there is none. */
static void
expect_answer(const char *command, const char *code)
{
    rig_server_tell(server, "await invite " ALICE " * %s %u%s%s", command, cookie,
                    code != NULL ? " " : "", code != NULL ? code : "");
}

/* -- another plugin -----------------------------------------------------------------------------
 */

static void
accepted(PurpleAccount *account, const char *who, const char *kind, GHashTable *fields)
{
    const char *number = g_hash_table_lookup(fields, "Invitation-Cookie");
    const char *name = g_hash_table_lookup(fields, "Application-Name");
    rig_record(account, "accepted", "who", who, "kind", kind, "cookie", number, "name", name,
               NULL);
}

static void
listen_to_the_signal(void)
{
    static char handle;
    purple_signal_connect(purple_find_prpl("prpl-msn"), "msnp-invitation-accepted", &handle,
                          PURPLE_CALLBACK(accepted), NULL);
}

/* -- answers ------------------------------------------------------------------------------------
 */

static const char *const kinds[][2] = {
    {"voice", "voice"}, {"game", "game"}, {"assistance", "assistance"}};

static void
declined_without_being_asked(void)
{
    alice_and_bob();
    rig_forbid(alice, "request");
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        bob_invites(kinds[i][0]);
        expect_answer("CANCEL", "REJECT_NOT_INSTALLED");
        rig_expect(alice, "system", "who=" BOB, "text=*invites you to*declined*");
    }
}

static void
accepted_without_being_asked(void)
{
    alice_and_bob();
    listen_to_the_signal();
    rig_forbid(alice, "request");
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *kind = g_strconcat("kind=", kinds[i][1], NULL);
        choose(kinds[i][1], "accept");
        bob_invites(kinds[i][0]);
        rig_expect(alice, "accepted", "who=" BOB, kind, "cookie=123??", "name=?*");
        expect_answer("ACCEPT", NULL);
        rig_expect(alice, "system", "who=" BOB, "text=*invites you to*accepted*");
    }
}

static void
asked(void)
{
    alice_and_bob();
    listen_to_the_signal();
    choose("voice", "ask");
    choose("game", "ask");
    bob_invites("voice");
    rig_expect(alice, "request", "type=action", "primary=*invites you to a voice call*");
    rig_answer("_Decline", NULL);
    expect_answer("CANCEL", "REJECT");
    rig_expect(alice, "system", "text=*declined*");
    bob_invites("game");
    rig_expect(alice, "request", "type=action", "primary=*game*");
    rig_check_str(rig_server_tell(server, "count invite " ALICE " * ACCEPT"), "0");
    rig_answer("_Accept", NULL);
    expect_answer("ACCEPT", NULL);
    rig_expect(alice, "accepted", "kind=game", "name=?*");
    rig_expect(alice, "system", "text=*accepted*");
}

/* -- files: these are carried -------------------------------------------------------------------
 */

static void
files_are_asked_about(void)
{
    alice_and_bob();
    bob_invites("file");
    rig_expect(alice, "request", "type=action", "primary=*wants to send you readme.txt*");
    rig_check_str(rig_server_tell(server, "count invite " ALICE " * ACCEPT"), "0");
    rig_refuse_file(alice, "readme.txt");
    expect_answer("CANCEL", "REJECT");
}

static void
files_are_declined(void)
{
    alice_and_bob();
    rig_forbid(alice, "request");
    choose("file", "decline");
    bob_invites("file");
    expect_answer("CANCEL", "REJECT");
    rig_expect(alice, "system", "who=" BOB, "text=*invites you to a file transfer*declined*");
}

/* Without any connection between the two there is no way for them. */
static void
files_cannot_be_taken(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "status " BOB " NLN");
    alice = rig_account(server, ALICE);
    purple_account_set_bool(alice, "direct_connect", FALSE);
    rig_go_online(alice);
    rig_expect_buddy(alice, BOB, "online=1");
    choose("file", "accept");
    rig_forbid(alice, "request");
    bob_invites("file");
    expect_answer("CANCEL", "REJECT_NOT_INSTALLED");
    rig_expect(alice, "system", "who=" BOB, "text=*invites you to a file transfer*declined*");
}

static void
taken_back(void)
{
    alice_and_bob();
    choose("game", "ask");
    bob_invites("game");
    rig_expect(alice, "request", "type=action");
    rig_check(rig_open_questions() == 1);
    rig_server_tell(server, "invite-cancel " BOB " " ALICE " %u", cookie);
    rig_expect(alice, "system", "text=*taken back*");
    rig_check(rig_open_questions() == 0);
    bob_invites("game");
    rig_expect(alice, "request", "type=action");
    rig_server_tell(server, "leave " BOB); /* hangs up without a word */
    rig_expect(alice, "system", "text=*taken back*");
    rig_check(rig_open_questions() == 0);
    rig_check_str(rig_server_tell(server, "count invite " ALICE), "0");
}

static void
signed_out_while_asked(void)
{
    alice_and_bob();
    choose("assistance", "ask");
    bob_invites("assistance");
    rig_expect(alice, "request", "type=action");
    rig_disable(alice);
    rig_check(rig_open_questions() == 0);
}

static void
invited_within_a_chat(void)
{
    alice_and_bob();
    rig_server_tell(server, "answer " BOB " on");
    rig_choose_for_buddy(alice, BOB, "*Chat*");
    rig_expect_users(alice, ALICE " " BOB);
    bob_invites("voice");
    rig_expect(alice, "system", "conv=chat", "text=*invites you to*declined*");
    expect_answer("CANCEL", "REJECT_NOT_INSTALLED");
}

static void
nonsense_is_not_answered(void)
{
    alice_and_bob();
    rig_forbid(alice, "request");
    rig_forbid(alice, "system");
    rig_server_tell(server, "saymsg " BOB " " ALICE
                            " MIME-Version: 1.0\\r\\nContent-Type: text/x-msmsgsinvite; "
                            "charset=UTF-8\\r\\n\\r\\nInvitation-Command: INVITE\\r\\n\\r\\n");
    rig_server_tell(server, "saymsg " BOB " " ALICE
                            " MIME-Version: 1.0\\r\\nContent-Type: text/x-msmsgsinvite; "
                            "charset=UTF-8\\r\\n\\r\\nInvitation-Command: ACCEPT\\r\\n"
                            "Invitation-Cookie: 77\\r\\n\\r\\n");
    rig_server_tell(server, "say " BOB " " ALICE " done");
    rig_expect(alice, "im", "text=*done*");
    rig_settle();
    rig_check_str(rig_server_tell(server, "count invite " ALICE), "0");
    rig_allow_all();
}

static const RigScenario scenarios[] = {
    {"declined without being asked", declined_without_being_asked,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"accepted without being asked", accepted_without_being_asked, RIG_SINCE | RIG_MOODS, 2},
    {"asked", asked, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"files are asked about", files_are_asked_about, RIG_SINCE | RIG_MOODS, 2},
    {"files are declined", files_are_declined, RIG_SINCE | RIG_MOODS, 2},
    {"files cannot be taken", files_cannot_be_taken, RIG_SINCE | RIG_MOODS, 2},
    {"taken back", taken_back, RIG_SINCE | RIG_MOODS, 2},
    {"signed out while asked", signed_out_while_asked, RIG_SINCE | RIG_MOODS, 2},
    {"invited within a chat", invited_within_a_chat, RIG_SINCE | RIG_MOODS, 2},
    {"nonsense is not answered", nonsense_is_not_answered, RIG_SINCE | RIG_MOODS, 2},
};

RIG_MAIN(scenarios)
