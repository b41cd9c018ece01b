/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The real Pidgin under an X server that shows nothing, driven over D-Bus: adds an account, signs
 * in, sees somebody online, sends, receives, quits. Knows Pidgin's D-Bus names, not its insides. */
#include "rig-pidgin.h"
#include "rig-process.h"
#include "rig-share.h"

#include <string.h>

#define BOT        "echo@example.test"
#define OTR_PLUGIN "/usr/lib/pidgin/pidgin-otr.so"

static gboolean
bot_is_online(gpointer data)
{
    gint32 account = *(gint32 *) data;
    gint32 buddy = pidgin_int("PurpleFindBuddy", g_variant_new("(is)", account, BOT));
    return buddy != 0 && pidgin_int("PurpleBuddyIsOnline", g_variant_new("(i)", buddy)) == 1;
}

/* -- scenarios ----------------------------------------------------------------------------------
 */

static gint32
talk_to_bot(gint32 account)
{
    gint32 conv = pidgin_int("PurpleConversationNew", g_variant_new("(iis)", 1, account, BOT));
    gint32 im = pidgin_int("PurpleConversationGetImData", g_variant_new("(i)", conv));
    pidgin_void("PurpleConvImSend", g_variant_new("(is)", im, "Grüße from Pidgin &lt;3"));
    rig_expect(NULL, "signal", "name=ReceivedImMsg", "args=*" BOT "*Grüße from Pidgin*");
    return conv;
}

/* Newest first. */
static void
check_history(gint32 conv)
{
    g_autoptr(GVariant) reply =
        pidgin_call("PurpleConversationGetMessageHistory", g_variant_new("(i)", conv));
    g_autoptr(GVariant) list = g_variant_get_child_value(reply, 0);
    rig_check(g_variant_n_children(list) == 2);
    for (gsize i = 0; i < 2; i++) {
        gint32 message = 0;
        g_variant_get_child(list, i, "i", &message);
        g_autofree char *text =
            pidgin_text("PurpleConversationMessageGetMessage", g_variant_new("(i)", message));
        rig_check(strstr(text, "Grüße from Pidgin &lt;3") != NULL);
    }
}

static void
add_sign_in_chat_quit(void)
{
    RigServer *server = rig_server_start("--bot echo:" BOT " --bot nudge:nudge@example.test "
                                         "--friends " ALICE "," BOB " --friends " ALICE "," CAROL);
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "status " CAROL " AWY");
    GSubprocess *pidgin = pidgin_start(server);
    gint32 account = pidgin_add_account(server);
    pidgin_go_online(account);
    rig_server_tell(server, "await signed-in " ALICE " MSNP18"); /* nobody has chosen anything */
    rig_wait("the echo bot to be online", bot_is_online, &account);
    gint32 buddy = pidgin_int("PurpleFindBuddy", g_variant_new("(is)", account, BOT));
    g_autofree char *status = pidgin_buddy_status(buddy);
    rig_check_str(status, "available");
    gint32 conv = talk_to_bot(account);
    check_history(conv);
    pidgin_take_picture("^Echo Bot$", "pidgin.png");
    pidgin_end(pidgin);
}

static void
set_own_status(const char *message, gint32 primitive)
{
    gint32 status = pidgin_int("PurpleSavedstatusNew", g_variant_new("(si)", "", primitive));
    pidgin_void("PurpleSavedstatusSetMessage", g_variant_new("(is)", status, message));
    pidgin_void("PurpleSavedstatusActivate", g_variant_new("(i)", status));
}

static void
add_buddy(gint32 account, const char *who)
{
    gint32 group = pidgin_int("PurpleGroupNew", g_variant_new("(s)", "Friends"));
    gint32 buddy = pidgin_int("PurpleBuddyNew", g_variant_new("(iss)", account, who, ""));
    pidgin_void("PurpleBlistAddBuddy", g_variant_new("(iiii)", buddy, 0, group, 0));
    pidgin_void("PurpleAccountAddBuddy", g_variant_new("(ii)", account, buddy));
}

/* What a day is made of, in the dialect that an account takes which nobody has told anything. */
static void
contacts_chat_and_presence(void)
{
    enum { UNAVAILABLE = 3 };
    RigServer *server = rig_server_start("--friends " ALICE "," BOB);
    rig_server_tell(server, "status " BOB " NLN");
    GSubprocess *pidgin = pidgin_start(server);
    gint32 account = pidgin_add_account(server);
    pidgin_go_online(account);
    rig_server_tell(server, "await signed-in " ALICE " MSNP18");
    pidgin_see(account, BOB, "available");
    rig_server_tell(server, "status " BOB " PHN");
    pidgin_see(account, BOB, "phone");
    set_own_status("in a meeting", UNAVAILABLE);
    rig_server_tell(server, "await status " ALICE " BSY ; psm " ALICE);
    add_buddy(account, CAROL);
    rig_server_tell(server, "await contact-added " ALICE " " CAROL);
    rig_server_tell(server, "status " CAROL " AWY");
    pidgin_see(account, CAROL, "away");
    rig_server_tell(server, "say " BOB " " ALICE " lunch?");
    rig_expect(NULL, "signal", "name=ReceivedImMsg", "args=*" BOB "*lunch?*");
    pidgin_say_to(account, BOB, "at one");
    rig_server_tell(server, "await message " ALICE " * at%%20one");
    pidgin_end(pidgin);
}

static void
wrong_password_asks_for_another(void)
{
    RigServer *server = rig_server_start("");
    GSubprocess *pidgin = pidgin_start(server);
    gint32 account = pidgin_add_account(server);
    pidgin_void("PurpleAccountSetPassword", g_variant_new("(is)", account, "not it"));
    pidgin_void("PurpleAccountSetEnabled", g_variant_new("(isi)", account, "gtk-gaim", 1));
    /* account, reason (2: authentication failed), text */
    rig_expect(NULL, "signal", "name=ConnectionError", "args=(*, 2, *)");
    pidgin_end(pidgin);
}

/* What comes to Pidgin beside plain talk comes as libpurple's own signals. */
static void
nudged_called_into_a_chat_and_asked(void)
{
    RigServer *server = rig_server_start("--friends " ALICE "," BOB);
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "status " DAVE " NLN");
    GSubprocess *pidgin = pidgin_start(server);
    pidgin_go_online(pidgin_add_account(server));
    rig_server_tell(server, "nudge " BOB " " ALICE);
    rig_expect(NULL, "signal", "name=GotAttention", "args=*" BOB "*");
    rig_server_tell(server, "join " DAVE " " ALICE);
    rig_expect(NULL, "signal", "name=ChatJoined");
    rig_server_tell(server, "say " DAVE " " ALICE " hello everybody");
    rig_expect(NULL, "signal", "name=ReceivedChatMsg", "args=*" DAVE "*hello everybody*");
    rig_server_tell(server, "remote " CAROL " add FL " ALICE);
    rig_expect(NULL, "signal", "name=AccountAuthorizationRequested", "args=*" CAROL "*");
    pidgin_end(pidgin);
}

/* -- pictures and files -------------------------------------------------------------------------
 */

static gboolean
has_picture(gpointer data)
{
    gint32 buddy = pidgin_int("PurpleFindBuddy", g_variant_new("(is)", *(gint32 *) data, BOB));
    return buddy != 0 && pidgin_int("PurpleBuddyGetIcon", g_variant_new("(i)", buddy)) != 0;
}

/* Bob's picture is on the list, and what he sends lands on the disk. */
static void
shows_a_picture_takes_a_file(void)
{
    RigServer *server = rig_server_start("--friends " ALICE "," BOB);
    rig_server_tell(server, "picture " BOB " @3000");
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "answer " BOB " on");
    GSubprocess *pidgin = pidgin_start(server);
    g_autofree char *path = rig_path("taken.bin"), *content = NULL;
    gint32 account = pidgin_add_account(server);
    gsize len = 0;
    pidgin_go_online(account);
    rig_wait("Bob's picture", has_picture, &account);
    rig_server_tell(server, "sendfile " BOB " " ALICE " some%%20file.bin @50000");
    gint32 xfer = pidgin_offered_file();
    g_autofree char *name = pidgin_text("PurpleXferGetFilename", g_variant_new("(i)", xfer));
    rig_check_str(name, "some file.bin");
    pidgin_void("PurpleXferRequestAccepted", g_variant_new("(is)", xfer, path));
    rig_server_tell(server, "await file-sent " BOB " " ALICE);
    rig_expect(NULL, "signal", "name=FileRecvComplete");
    rig_check(g_file_get_contents(path, &content, &len, NULL) && len == 50000);
    pidgin_end(pidgin);
}

static void
send_to_bob(gint32 account, const char *path)
{
    gint32 gc = pidgin_int("PurpleAccountGetConnection", g_variant_new("(i)", account));
    pidgin_void("ServSendFile", g_variant_new("(iss)", gc, BOB, path));
}

/* The newest line of a conversation. */
static char *
last_line(gint32 conv)
{
    g_autoptr(GVariant) reply =
        pidgin_call("PurpleConversationGetMessageHistory", g_variant_new("(i)", conv));
    g_autoptr(GVariant) list = g_variant_get_child_value(reply, 0);
    gint32 message = 0;
    if (g_variant_n_children(list) == 0) {
        return g_strdup("");
    }
    g_variant_get_child(list, 0, "i", &message);
    return pidgin_text("PurpleConversationMessageGetMessage", g_variant_new("(i)", message));
}

typedef struct {
    gint32 conv;
    const char *glob;
} Line;

static gboolean
is_last_line(gpointer data)
{
    const Line *line = data;
    g_autofree char *text = last_line(line->conv);
    return g_pattern_match_simple(line->glob, text);
}

static void
expect_line(gint32 conv, const char *glob)
{
    Line line = {conv, glob};
    rig_wait(glob, is_last_line, &line);
}

/* Pidgin makes it smaller, and it goes along with the offer. */
static void
sends_a_picture(RigServer *server, gint32 account)
{
    g_autofree char *path = g_canonicalize_filename("icons/48/msn.png", NULL);
    g_autofree char *bytes = NULL;
    gsize size = 0;
    rig_check(g_file_get_contents(path, &bytes, &size, NULL));
    g_autofree char *bare = g_strdup_printf("msn.png %" G_GSIZE_FORMAT " 0", size);
    send_to_bob(account, path);
    rig_server_tell(server, "await file-offered " ALICE " " BOB " msn.png");
    rig_check(!rig_server_saw(server, bare));
    rig_expect(NULL, "signal", "name=FileSendCancel");
}

/* As when one is dropped on Bob: one arrives, and after the next Alice is told once that he does
 * not want it. */
static void
sends_files(void)
{
    RigServer *server = rig_server_start("--friends " ALICE "," BOB);
    gboolean p2p = rig_case()->dialect >= 9;
    const char *way = p2p ? "takefile" : "msnftp-take";
    g_autofree char *path = rig_path("mine.txt"), *bytes = g_strnfill(5000, 'x');
    rig_check(g_file_set_contents(path, bytes, 5000, NULL));
    rig_server_tell(server, "%s " BOB " accept", way);
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "answer " BOB " on");
    GSubprocess *pidgin = pidgin_start(server);
    gint32 account = pidgin_add_account(server);
    pidgin_go_online(account);
    pidgin_see(account, BOB, "available");
    gint32 conv = pidgin_int("PurpleConversationNew", g_variant_new("(iis)", 1, account, BOB));
    send_to_bob(account, path);
    rig_expect(NULL, "signal", "name=FileSendComplete");
    expect_line(conv, "*mine.txt complete*");
    rig_server_tell(server, "%s " BOB " decline", way);
    send_to_bob(account, path);
    rig_expect(NULL, "signal", "name=FileSendCancel");
    expect_line(conv, "mine.txt: *declined the file.");
    if (p2p) {
        sends_a_picture(server, account);
    }
    pidgin_take_picture("^Bob$", "pidgin-files.png");
    pidgin_end(pidgin);
}

/* -- links --------------------------------------------------------------------------------------
 */

static gboolean
has_window(gpointer data)
{
    return pidgin_int("PurpleFindConversationWithAccount",
                    g_variant_new("(isi)", 1, BOB, *(gint32 *) data)) != 0;
}

/* As a browser opens it: by the desktop entry that gets installed. */
static void
opens_a_link(void)
{
    RigServer *server = rig_server_start("--friends " ALICE "," BOB);
    GSubprocess *pidgin = pidgin_start(server);
    gint32 account = pidgin_add_account(server);
    pidgin_go_online(account);
    g_free(rig_run(
        RIG_ARGS("gio", "launch", "data/purple-msnp.desktop", "msnim:chat?contact=" BOB)));
    rig_wait("the window of the link", has_window, &account);
    pidgin_end(pidgin);
}

/* -- OTR ----------------------------------------------------------------------------------------
 */

/* Two accounts of one Pidgin, and its plugin for OTR between them. It reads what arrives before
 * libpurple tells of it, and says in the window when the talk has become private. */
static void
holds_a_private_conversation(void)
{
    RigServer *server = rig_server_start("--friends " ALICE "," BOB);
    pidgin_plugin_too = OTR_PLUGIN;
    GSubprocess *pidgin = pidgin_start(server);
    g_autofree char *story = g_strnfill(6000, 's');
    gint32 alice = pidgin_add_account(server), bob = pidgin_add_account_of(server, BOB);
    pidgin_go_online(alice);
    pidgin_go_online(bob);
    pidgin_say_to(alice, BOB, "?OTRv23?");
    rig_expect(NULL, "signal", "name=WroteImMsg", "args=*" BOB "*nverified*started*");
    rig_expect(NULL, "signal", "name=WroteImMsg", "args=*" ALICE "*nverified*started*");
    pidgin_say_to(alice, BOB, "nobody else reads this");
    rig_expect(NULL, "signal", "name=ReceivedImMsg", "args=*nobody else reads this*");
    pidgin_say_to(bob, ALICE, story);
    rig_expect(NULL, "signal", "name=ReceivedImMsg", "args=*ssssssssssss*");
    pidgin_end(pidgin);
    rig_check(rig_server_saw(server, "?OTR:"));
    rig_check(!rig_server_saw(server, "nobody else") && !rig_server_saw(server, "sssssss"));
}

static const RigScenario scenarios[] = {
    {"pidgin adds an account, signs in, chats and quits", add_sign_in_chat_quit, RIG_MOODS, 0},
    {"pidgin has contacts, chat and presence", contacts_chat_and_presence, RIG_MOODS, 0},
    {"pidgin is nudged, called into a chat and asked", nudged_called_into_a_chat_and_asked,
     RIG_SINCE, 7},
    {"pidgin shows a picture and takes a file", shows_a_picture_takes_a_file, RIG_SINCE, 9},
    {"pidgin sends files", sends_files, RIG_SINCE, 2},
    {"pidgin opens a link", opens_a_link, RIG_ONCE, 9},
    {"pidgin holds a private conversation by OTR", holds_a_private_conversation,
     RIG_SINCE | RIG_LONG, 2},
    {"pidgin is told that the password is wrong", wrong_password_asks_for_another, RIG_ONCE, 7},
};

RIG_MAIN(scenarios)
