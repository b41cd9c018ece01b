/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people are told when a file does not go or come: why, and once, whether a window is open or
 * not; and never that somebody has cancelled it who has not. */
#include "rig-fault.h"
#include "rig-share.h"

#include <unistd.h>

#define FRIENDS "--friends " ALICE "," BOB

static RigServer *server;
static PurpleAccount *alice, *bob;
static char *folder;

static void
two_friends(void)
{
    server = rig_server_start(FRIENDS);
    rig_sign_in_friends(server, &alice, &bob);
    folder = rig_folder("received");
}

/* With a window of the other one each. */
static void
who_talk(void)
{
    rig_say(alice, BOB, "wait");
    rig_expect(bob, "im", "text=*wait*");
}

/* The whole of what is told: what else there is in windows or in a conversation, nobody expects. */
static void
told(PurpleAccount *account, gboolean talks, const char *why)
{
    g_autofree char *is_text = g_strconcat("text=a.bin: ", why, NULL);
    g_autofree char *is_secondary = g_strconcat("secondary=a.bin: ", why, NULL);
    if (talks) {
        rig_expect(account, "im-error", is_text);
    }
    rig_expect(NULL, "notify", "type=error", "primary=File transfer*", is_secondary);
    rig_expect_no_transfers();
    rig_settle();
    rig_check(rig_count(NULL, "system", "text=*cancelled*") == 0);
}

static void
alice_offers(void)
{
    g_autofree char *file = rig_file("a.bin", 100000);
    rig_send_file(alice, BOB, file);
    rig_expect(bob, "request", "type=action");
}

/* -- the other one ------------------------------------------------------------------------------
 */

static void
he_declines_it(gboolean talk)
{
    two_friends();
    if (talk) {
        who_talk();
    }
    alice_offers();
    rig_refuse_file(bob, "a.bin");
    told(alice, talk, "*declined the file.");
}

static void
declined(void)
{
    he_declines_it(FALSE);
}

static void
declined_in_a_conversation(void)
{
    he_declines_it(TRUE);
}

/* That she has cancelled it is told to her alone. */
static void
taken_back(void)
{
    two_friends();
    who_talk();
    alice_offers();
    rig_cancel_file(alice, PURPLE_XFER_SEND, "a.bin");
    rig_expect(alice, "system", "text=*You cancelled the transfer of a.bin*");
    rig_forget("system");
    told(bob, TRUE, "*stopped the transfer of the file.");
}

/* Windows do not offer it. */
static void
sent_without_asking(PurpleAccount *account, const char *who, const char *path)
{
    PurpleConnection *gc = purple_account_get_connection(account);
    PurplePluginProtocolInfo *prpl = PURPLE_PLUGIN_PROTOCOL_INFO(purple_connection_get_prpl(gc));
    rig_check(!prpl->can_receive_file(gc, who));
    prpl->send_file(gc, who, path);
}

static void
offline(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    g_autofree char *file = rig_file("a.bin", 5000);
    sent_without_asking(alice, BOB, file);
    told(alice, FALSE, "*" BOB "*");
}

static void
invisible(void)
{
    two_friends();
    rig_set_status(alice, "invisible", NULL);
    rig_expect_buddy(bob, ALICE, "online=0");
    g_autofree char *file = rig_file("a.bin", 5000);
    rig_send_file(alice, BOB, file);
    told(alice, FALSE, "You are invisible: *");
}

/* Whom she has blocked, to him she is offline; and she is not asked. */
static void
blocked(void)
{
    two_friends();
    purple_privacy_deny(alice, BOB, FALSE, FALSE);
    rig_expect_buddy(bob, ALICE, "online=0");
    g_autofree char *file = rig_file("a.bin", 5000);
    rig_forbid(alice, "request");
    sent_without_asking(bob, ALICE, file);
    told(bob, FALSE, "*" ALICE "*");
}

/* Each time a question comes and goes, and a window stays: there is an end to it. */
static void
offered_for_ever(void)
{
    enum { OFFERS = 40, MOST = 30 };
    gboolean p2p = rig_case()->dialect >= 9;
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "answer " BOB " on");
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "online=1");
    for (guint i = 0; i < OFFERS; i++) {
        rig_server_tell(server, "%s " BOB " " ALICE " a.bin @100",
                        p2p ? "sendfile" : "msnftp-send");
        if (i >= MOST && p2p) {
            rig_server_tell(server, "await file-declined " BOB " " ALICE);
            continue;
        }
        rig_settle();
        rig_server_tell(server, p2p ? "file-cancel " BOB " " ALICE
                                    : "msnftp-cancel " BOB " " ALICE " cancel TIMEOUT");
        rig_settle();
    }
    rig_check(rig_open_questions() == 0);
    rig_check(rig_count(NULL, "notify") == MOST);
    rig_forget("request");
    rig_forget("notify");
    rig_forget("im-error");
    rig_server_tell(server, "say " BOB " " ALICE " hello?");
    rig_expect(alice, "im", "text=*hello?*");
}

/* Nobody is there any more to be told; the other one is. */
static void
program_quits(PurpleAccount **whose)
{
    static const gsize size = 32 * 1024 * 1024;
    PurplePlugin *plugin;
    two_friends();
    plugin = purple_find_prpl("prpl-msn");
    g_autofree char *file = rig_file("a.bin", size);
    rig_send_file(alice, BOB, file);
    rig_expect(bob, "request", "type=action");
    g_autofree char *where = rig_take_file(bob, "a.bin", folder);
    rig_expect(bob, "xfer-progress", "way=receive", "detail=25");
    rig_check(rig_open_transfers() == 2);
    purple_account_set_enabled(*whose, purple_core_get_ui(), FALSE);
    rig_check(purple_plugin_unload(plugin));
    rig_check(rig_open_transfers() == 0);
    rig_check(purple_plugin_load(plugin));
    rig_forget("notify");
}

static void
program_of_the_sender_quits(void)
{
    program_quits(&alice);
}

static void
program_of_the_receiver_quits(void)
{
    program_quits(&bob);
}

/* -- the disk -----------------------------------------------------------------------------------
 */

static void
shrinks(void)
{
    two_friends();
    who_talk();
    g_autofree char *file = rig_file("a.bin", 2 * 1024 * 1024);
    rig_send_file(alice, BOB, file);
    rig_expect(bob, "request", "type=action");
    rig_check(truncate(file, 100) == 0);
    g_autofree char *where = rig_take_file(bob, "a.bin", folder);
    rig_expect(bob, "im-error", "text=a.bin: *");
    rig_expect(NULL, "notify", "secondary=a.bin: *stopped the transfer of the file.");
    told(alice, TRUE, "*could not be read to its end*");
}

static void
no_file(void)
{
    two_friends();
    who_talk();
    rig_forbid(bob, "request");
    g_autofree char *path = rig_folder("a.bin");
    rig_send_file(alice, BOB, path);
    told(alice, TRUE, "*cannot be sent to " BOB "*");
}

static const RigScenario scenarios[] = {
    {"declined", declined, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"declined in a conversation", declined_in_a_conversation, RIG_SINCE | RIG_MOODS, 2},
    {"taken back", taken_back, RIG_SINCE | RIG_MOODS, 2},
    {"offline", offline, RIG_SINCE | RIG_MOODS, 2},
    {"invisible", invisible, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"blocked", blocked, RIG_SINCE | RIG_MOODS, 2},
    {"offered for ever", offered_for_ever, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"the sender's program quits", program_of_the_sender_quits, RIG_SINCE, 2},
    {"the receiver's program quits", program_of_the_receiver_quits, RIG_SINCE, 2},
    {"the file shrinks", shrinks, RIG_SINCE | RIG_MOODS, 2},
    {"what is no file", no_file, RIG_SINCE | RIG_MOODS, 2},
};

RIG_MAIN(scenarios)
