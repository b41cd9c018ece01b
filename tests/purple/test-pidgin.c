/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The real Pidgin under an X server that shows nothing, driven over D-Bus: adds an account, signs
 * in, sees somebody online, sends, receives, quits. Knows Pidgin's D-Bus names, not its insides. */
#include "rig-process.h"
#include "rig-screen.h"
#include "rig-share.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/inotify.h>

#define BOT       "echo@example.test"
#define SERVICE   "im.pidgin.purple.PurpleService"
#define OBJECT    "/im/pidgin/purple/PurpleObject"
#define INTERFACE "im.pidgin.purple.PurpleInterface"

#define OTR_PLUGIN "/usr/lib/pidgin/pidgin-otr.so"

static GDBusConnection *bus;
static char *profile;
static const char *plugin_too = ""; /* one that Pidgin loads besides ours */
static char *as_installed; /* where copies are that Pidgin takes for its own folders, or NULL */

/* -- D-Bus --------------------------------------------------------------------------------------
 */

/* Calls a function of libpurple by its D-Bus name; PARAMETERS is consumed. */
static GVariant *
call(const char *method, GVariant *parameters)
{
    g_autoptr(GError) error = NULL;
    GVariant *reply =
        g_dbus_connection_call_sync(bus, SERVICE, OBJECT, INTERFACE, method, parameters, NULL,
                                    G_DBUS_CALL_FLAGS_NO_AUTO_START, 20000, NULL, &error);
    if (reply == NULL) {
        rig_fail("%s: %s", method, error->message);
    }
    return reply;
}

static gint32
call_int(const char *method, GVariant *parameters)
{
    g_autoptr(GVariant) reply = call(method, parameters);
    gint32 value = 0;
    g_variant_get(reply, "(i)", &value);
    return value;
}

static char *
call_text(const char *method, GVariant *parameters)
{
    g_autoptr(GVariant) reply = call(method, parameters);
    char *text = NULL;
    g_variant_get(reply, "(s)", &text);
    return text;
}

static void
call_void(const char *method, GVariant *parameters)
{
    g_variant_unref(call(method, parameters));
}

static void
signalled(GDBusConnection *connection, const char *sender, const char *path, const char *interface,
          const char *signal, GVariant *parameters, gpointer data)
{
    static const char *const dull[] = {"CipherAdded", "DrawingBuddy", "BlistNodeAdded",
                                       "UpdateIdle"};
    for (guint i = 0; i < G_N_ELEMENTS(dull); i++) {
        if (strcmp(signal, dull[i]) == 0) {
            return;
        }
    }
    g_autofree char *text = g_variant_print(parameters, FALSE);
    rig_record(NULL, "signal", "name", signal, "args", text, NULL);
}

static void
appeared(GDBusConnection *connection, const char *name, const char *owner, gpointer data)
{
    rig_record(NULL, "pidgin-there", NULL);
}

static void
bus_close(gpointer data)
{
    g_dbus_connection_close_sync(bus, NULL, NULL);
    g_clear_object(&bus);
}

static void
bus_start(void)
{
    g_autofree char *address = rig_spawn_line(
        "bus.log", RIG_ARGS("dbus-daemon", "--session", "--nofork", "--print-address=1"));
    g_autoptr(GError) error = NULL;
    g_setenv("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
    bus = g_dbus_connection_new_for_address_sync(address,
                                                 G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                     G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                 NULL, NULL, &error);
    if (bus == NULL) {
        rig_fail("no session bus: %s", error->message);
    }
    rig_defer(bus_close, NULL);
    g_dbus_connection_signal_subscribe(bus, NULL, INTERFACE, NULL, OBJECT, NULL,
                                       G_DBUS_SIGNAL_FLAGS_NONE, signalled, NULL, NULL);
    g_bus_watch_name_on_connection(bus, SERVICE, G_BUS_NAME_WATCHER_FLAGS_NONE, appeared, NULL,
                                   NULL, NULL);
}

/* -- Pidgin -------------------------------------------------------------------------------------
 */

static void
display_start(void)
{
    g_autofree char *screen = rig_folder("screen");
    g_autofree char *number =
        rig_spawn_line("xvfb.log", RIG_ARGS("Xvfb", "-displayfd", "1", "-screen", "0", "680x640x24",
                                            "-nolisten", "tcp", "-wr", "-fbdir", screen));
    rig_screen_open(screen);
    g_autofree char *display = g_strconcat(":", number, NULL);
    g_setenv("DISPLAY", display, TRUE);
}

static void
profile_make(const RigServer *server)
{
    const char *told = g_getenv("MSNP_PLAIN_PLUGIN_DIR");
    g_autofree char *plugin =
        g_build_filename(told != NULL ? told : rig_build_dir(), "libmsnp.so", NULL);
    profile = rig_profile_path("");
    g_autofree char *link = rig_profile_path("plugins/libmsnp.so");
    rig_check(g_file_test(plugin, G_FILE_TEST_EXISTS));
    rig_check(symlink(plugin, link) == 0);
    g_autofree char *prefs = g_strdup_printf(
        "<?xml version='1.0'?><pref version='1' name='/'><pref name='pidgin'>"
        "<pref name='sound'><pref name='method' type='string' value='none'/></pref>"
        "<pref name='blist'><pref name='x' type='int' value='412'/>"
        "<pref name='y' type='int' value='8'/>"
        "<pref name='width' type='int' value='260'/>"
        "<pref name='height' type='int' value='600'/>"
        "<pref name='list_visible' type='bool' value='1'/></pref>"
        "<pref name='smileys'><pref name='theme' type='string' "
        "value='Messenger'/></pref>"
        "<pref name='plugins'><pref name='loaded' type='pathlist'>"
        "<item value='%s'/></pref></pref>"
        "<pref name='docklet'><pref name='show' type='string' value='never'/></pref>"
        "</pref></pref>\n", plugin_too);
    rig_profile_write("prefs.xml", prefs);
    rig_trust(server, "127.0.0.1");
}

static GSubprocess *
pidgin_start(const RigServer *server)
{
    profile_make(server);
    display_start();
    bus_start();
    const char *const *argv = RIG_ARGS("tests/as-installed", as_installed, "pidgin", "-c", profile,
                                       "-d", "-m", "-f");
    GSubprocess *pidgin = rig_spawn("pidgin.log", as_installed != NULL ? argv : argv + 2);
    rig_expect(NULL, "pidgin-there");
    return pidgin;
}

static gint32
add_account_of(const RigServer *server, const char *mail)
{
    g_autofree char *nexus =
        g_strdup_printf("https://127.0.0.1:%u/rdr/pprdr.asp", rig_server_https_port(server));
    gint32 account = call_int("PurpleAccountNew", g_variant_new("(ss)", mail, "prpl-msn"));
    rig_check(account != 0);
    call_void("PurpleAccountSetString", g_variant_new("(iss)", account, "service", "custom"));
    call_void("PurpleAccountSetString", g_variant_new("(iss)", account, "server", "127.0.0.1"));
    call_void("PurpleAccountSetInt",
              g_variant_new("(isi)", account, "port", (gint32) rig_server_ns_port(server)));
    call_void("PurpleAccountSetString", g_variant_new("(iss)", account, "nexus_url", nexus));
    call_void("PurpleAccountSetString", g_variant_new("(iss)", account, "dialect", rig_dialect()));
    call_void("PurpleAccountSetPassword", g_variant_new("(is)", account, rig_password(mail)));
    call_void("PurpleAccountsAdd", g_variant_new("(i)", account));
    return account;
}

static gint32
add_account(const RigServer *server)
{
    return add_account_of(server, ALICE);
}

static void
go_online(gint32 account)
{
    call_void("PurpleAccountSetEnabled", g_variant_new("(isi)", account, "gtk-gaim", 1));
    rig_expect(NULL, "signal", "name=SignedOn");
    rig_check(call_int("PurpleAccountIsConnected", g_variant_new("(i)", account)) == 1);
}

static char *
buddy_status(gint32 buddy)
{
    gint32 presence = call_int("PurpleBuddyGetPresence", g_variant_new("(i)", buddy));
    gint32 status = call_int("PurplePresenceGetActiveStatus", g_variant_new("(i)", presence));
    return call_text("PurpleStatusGetId", g_variant_new("(i)", status));
}

static gboolean
bot_is_online(gpointer data)
{
    gint32 account = *(gint32 *) data;
    gint32 buddy = call_int("PurpleFindBuddy", g_variant_new("(is)", account, BOT));
    return buddy != 0 && call_int("PurpleBuddyIsOnline", g_variant_new("(i)", buddy)) == 1;
}

/* -- a picture, when the tools are there --------------------------------------------------------
 */

/* Without a window manager every window opens in the corner: do what one would do. */
static void
window(const char *title, const char *verb, const char *x, const char *y)
{
    g_autofree char *done =
        rig_run(RIG_ARGS("xdotool", "search", "--onlyvisible", "--name", title, verb, x, y));
}

static void
take_picture(const char *conversation, const char *name)
{
    g_autofree char *tool = g_find_program_in_path("import");
    g_autofree char *folder = g_build_filename(rig_build_dir(), "screenshots", NULL);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    if (tool == NULL) {
        return;
    }
    window("^Accounts$", "windowunmap", NULL, NULL);
    window("^Buddy List$", "windowmove", "20", "20");
    window(conversation, "windowmove", "310", "60");
    g_mkdir_with_parents(folder, 0755);
    g_autofree char *done = rig_run(RIG_ARGS(tool, "-window", "root", path));
}

/* -- scenarios ----------------------------------------------------------------------------------
 */

static void
say_to(gint32 account, const char *who, const char *text)
{
    gint32 conv = call_int("PurpleConversationNew", g_variant_new("(iis)", 1, account, who));
    gint32 im = call_int("PurpleConversationGetImData", g_variant_new("(i)", conv));
    call_void("PurpleConvImSend", g_variant_new("(is)", im, text));
}

static gint32
talk_to_bot(gint32 account)
{
    gint32 conv = call_int("PurpleConversationNew", g_variant_new("(iis)", 1, account, BOT));
    gint32 im = call_int("PurpleConversationGetImData", g_variant_new("(i)", conv));
    call_void("PurpleConvImSend", g_variant_new("(is)", im, "Grüße from Pidgin &lt;3"));
    rig_expect(NULL, "signal", "name=ReceivedImMsg", "args=*" BOT "*Grüße from Pidgin*");
    return conv;
}

/* Newest first. */
static void
check_history(gint32 conv)
{
    g_autoptr(GVariant) reply =
        call("PurpleConversationGetMessageHistory", g_variant_new("(i)", conv));
    g_autoptr(GVariant) list = g_variant_get_child_value(reply, 0);
    rig_check(g_variant_n_children(list) == 2);
    for (gsize i = 0; i < 2; i++) {
        gint32 message = 0;
        g_variant_get_child(list, i, "i", &message);
        g_autofree char *text =
            call_text("PurpleConversationMessageGetMessage", g_variant_new("(i)", message));
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
    gint32 account = add_account(server);
    go_online(account);
    rig_server_tell(server, "await signed-in " ALICE " MSNP18"); /* nobody has chosen anything */
    rig_wait("the echo bot to be online", bot_is_online, &account);
    gint32 buddy = call_int("PurpleFindBuddy", g_variant_new("(is)", account, BOT));
    g_autofree char *status = buddy_status(buddy);
    rig_check_str(status, "available");
    gint32 conv = talk_to_bot(account);
    check_history(conv);
    take_picture("^Echo Bot$", "pidgin.png");
    call_void("PurpleCoreQuit", NULL);
    rig_check(rig_wait_exit("Pidgin's end", pidgin) == 0);
}

typedef struct {
    gint32 account;
    const char *who, *status;
} Seen;

static gboolean
is_seen(gpointer data)
{
    const Seen *seen = data;
    gint32 buddy = call_int("PurpleFindBuddy", g_variant_new("(is)", seen->account, seen->who));
    g_autofree char *status = buddy != 0 ? buddy_status(buddy) : NULL;
    return g_strcmp0(status, seen->status) == 0;
}

static void
see(gint32 account, const char *who, const char *status)
{
    Seen seen = {account, who, status};
    rig_wait(status, is_seen, &seen);
}

static void
set_own_status(const char *message, gint32 primitive)
{
    gint32 status = call_int("PurpleSavedstatusNew", g_variant_new("(si)", "", primitive));
    call_void("PurpleSavedstatusSetMessage", g_variant_new("(is)", status, message));
    call_void("PurpleSavedstatusActivate", g_variant_new("(i)", status));
}

static void
add_buddy(gint32 account, const char *who)
{
    gint32 group = call_int("PurpleGroupNew", g_variant_new("(s)", "Friends"));
    gint32 buddy = call_int("PurpleBuddyNew", g_variant_new("(iss)", account, who, ""));
    call_void("PurpleBlistAddBuddy", g_variant_new("(iiii)", buddy, 0, group, 0));
    call_void("PurpleAccountAddBuddy", g_variant_new("(ii)", account, buddy));
}

/* What a day is made of, in the dialect that an account takes which nobody has told anything. */
static void
contacts_chat_and_presence(void)
{
    enum { UNAVAILABLE = 3 };
    RigServer *server = rig_server_start("--friends " ALICE "," BOB);
    rig_server_tell(server, "status " BOB " NLN");
    GSubprocess *pidgin = pidgin_start(server);
    gint32 account = add_account(server);
    go_online(account);
    rig_server_tell(server, "await signed-in " ALICE " MSNP18");
    see(account, BOB, "available");
    rig_server_tell(server, "status " BOB " PHN");
    see(account, BOB, "phone");
    set_own_status("in a meeting", UNAVAILABLE);
    rig_server_tell(server, "await status " ALICE " BSY ; psm " ALICE);
    add_buddy(account, CAROL);
    rig_server_tell(server, "await contact-added " ALICE " " CAROL);
    rig_server_tell(server, "status " CAROL " AWY");
    see(account, CAROL, "away");
    rig_server_tell(server, "say " BOB " " ALICE " lunch?");
    rig_expect(NULL, "signal", "name=ReceivedImMsg", "args=*" BOB "*lunch?*");
    say_to(account, BOB, "at one");
    rig_server_tell(server, "await message " ALICE " * at%%20one");
    call_void("PurpleCoreQuit", NULL);
    rig_check(rig_wait_exit("Pidgin's end", pidgin) == 0);
}

static void
wrong_password_asks_for_another(void)
{
    RigServer *server = rig_server_start("");
    GSubprocess *pidgin = pidgin_start(server);
    gint32 account = add_account(server);
    call_void("PurpleAccountSetPassword", g_variant_new("(is)", account, "not it"));
    call_void("PurpleAccountSetEnabled", g_variant_new("(isi)", account, "gtk-gaim", 1));
    /* account, reason (2: authentication failed), text */
    rig_expect(NULL, "signal", "name=ConnectionError", "args=(*, 2, *)");
    call_void("PurpleCoreQuit", NULL);
    rig_check(rig_wait_exit("Pidgin's end", pidgin) == 0);
}

/* What comes to Pidgin beside plain talk comes as libpurple's own signals. */
static void
nudged_called_into_a_chat_and_asked(void)
{
    RigServer *server = rig_server_start("--friends " ALICE "," BOB);
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "status " DAVE " NLN");
    GSubprocess *pidgin = pidgin_start(server);
    go_online(add_account(server));
    rig_server_tell(server, "nudge " BOB " " ALICE);
    rig_expect(NULL, "signal", "name=GotAttention", "args=*" BOB "*");
    rig_server_tell(server, "join " DAVE " " ALICE);
    rig_expect(NULL, "signal", "name=ChatJoined");
    rig_server_tell(server, "say " DAVE " " ALICE " hello everybody");
    rig_expect(NULL, "signal", "name=ReceivedChatMsg", "args=*" DAVE "*hello everybody*");
    rig_server_tell(server, "remote " CAROL " add FL " ALICE);
    rig_expect(NULL, "signal", "name=AccountAuthorizationRequested", "args=*" CAROL "*");
    call_void("PurpleCoreQuit", NULL);
    rig_check(rig_wait_exit("Pidgin's end", pidgin) == 0);
}

/* -- pictures and files -------------------------------------------------------------------------
 */

static gboolean
has_picture(gpointer data)
{
    gint32 buddy = call_int("PurpleFindBuddy", g_variant_new("(is)", *(gint32 *) data, BOB));
    return buddy != 0 && call_int("PurpleBuddyGetIcon", g_variant_new("(i)", buddy)) != 0;
}

/* The transfer that Pidgin asks about. (PurpleXfersGetAll over D-Bus would free libpurple's list.)
 */
static gint32
offered_file(void)
{
    const RigEvent *event = rig_expect(NULL, "signal", "name=FileRecvRequest");
    return (gint32) g_ascii_strtoll(strpbrk(rig_event_get(event, "args"), "0123456789"), NULL, 10);
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
    gint32 account = add_account(server);
    gsize len = 0;
    go_online(account);
    rig_wait("Bob's picture", has_picture, &account);
    rig_server_tell(server, "sendfile " BOB " " ALICE " some%%20file.bin @50000");
    gint32 xfer = offered_file();
    g_autofree char *name = call_text("PurpleXferGetFilename", g_variant_new("(i)", xfer));
    rig_check_str(name, "some file.bin");
    call_void("PurpleXferRequestAccepted", g_variant_new("(is)", xfer, path));
    rig_server_tell(server, "await file-sent " BOB " " ALICE);
    rig_expect(NULL, "signal", "name=FileRecvComplete");
    rig_check(g_file_get_contents(path, &content, &len, NULL) && len == 50000);
    call_void("PurpleCoreQuit", NULL);
    rig_check(rig_wait_exit("Pidgin's end", pidgin) == 0);
}

static void
send_to_bob(gint32 account, const char *path)
{
    gint32 gc = call_int("PurpleAccountGetConnection", g_variant_new("(i)", account));
    call_void("ServSendFile", g_variant_new("(iss)", gc, BOB, path));
}

static gboolean
bob_is_online(gpointer data)
{
    gint32 buddy = call_int("PurpleFindBuddy", g_variant_new("(is)", *(gint32 *) data, BOB));
    return buddy != 0 && call_int("PurpleBuddyIsOnline", g_variant_new("(i)", buddy)) == 1;
}

/* The newest line of a conversation. */
static char *
last_line(gint32 conv)
{
    g_autoptr(GVariant) reply =
        call("PurpleConversationGetMessageHistory", g_variant_new("(i)", conv));
    g_autoptr(GVariant) list = g_variant_get_child_value(reply, 0);
    gint32 message = 0;
    if (g_variant_n_children(list) == 0) {
        return g_strdup("");
    }
    g_variant_get_child(list, 0, "i", &message);
    return call_text("PurpleConversationMessageGetMessage", g_variant_new("(i)", message));
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
    gint32 account = add_account(server);
    go_online(account);
    rig_wait("Bob to be online", bob_is_online, &account);
    gint32 conv = call_int("PurpleConversationNew", g_variant_new("(iis)", 1, account, BOB));
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
    take_picture("^Bob$", "pidgin-files.png");
    call_void("PurpleCoreQuit", NULL);
    rig_check(rig_wait_exit("Pidgin's end", pidgin) == 0);
}

/* -- what friends show --------------------------------------------------------------------------
 */

#define RED    0xfe0102
#define GREEN  0x02fe01
#define BLUE   0x0102fe
#define YELLOW 0xfefd01

/* An emoticon of the user's own, as an earlier day has left it. */
static void
own_emoticon(const char *shortcut, guint32 colour)
{
    g_autoptr(GByteArray) gif = rig_square(colour, colour);
    g_autofree char *path = rig_profile_path("custom_smiley/own.gif");
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *list = g_strdup_printf(
        "<smileys version='1.0'><profile name='Default'><smiley_set>"
        "<smiley shortcut='%s' checksum='own' filename='own.gif'/>"
        "</smiley_set></profile></smileys>", shortcut);
    rig_check(g_mkdir_with_parents(folder, 0700) == 0);
    rig_check(g_file_set_contents(path, (const char *) gif->data, gif->len, NULL));
    rig_profile_write("smileys.xml", list);
}

/* Pidgin with an account that sees Bob, for whom msnpd speaks. */
static GSubprocess *
pidgin_and_bob(RigServer **server, gint32 *account)
{
    *server = rig_server_start("--friends " ALICE "," BOB);
    rig_server_tell(*server, "status " BOB " NLN");
    rig_server_tell(*server, "answer " BOB " on");
    GSubprocess *pidgin = pidgin_start(*server);
    *account = add_account(*server);
    go_online(*account);
    see(*account, BOB, "available");
    return pidgin;
}

static void
bob_gives(RigServer *server, const char *what, guint32 colour, guint32 then)
{
    g_autofree char *bytes = rig_square_bytes(colour, then);
    rig_server_tell(server, "%s %s", what, bytes);
}

static void
pidgin_ends(GSubprocess *pidgin)
{
    call_void("PurpleCoreQuit", NULL);
    rig_check(rig_wait_exit("Pidgin's end", pidgin) == 0);
}

/* On the list, and in the window; another one, and none. */
static void
draws_a_picture_as_it_changes(void)
{
    RigServer *server;
    gint32 account;
    GSubprocess *pidgin = pidgin_and_bob(&server, &account);
    call_void("PurpleBlistSetVisible", g_variant_new("(i)", 0));
    call_void("PurpleBlistSetVisible", g_variant_new("(i)", 1)); /* above the other window */
    bob_gives(server, "picture " BOB, RED, RED);
    rig_expect_squares(RED, 1);
    call_int("PurpleConversationNew", g_variant_new("(iis)", 1, account, BOB));
    rig_expect_squares(RED, 2);
    bob_gives(server, "picture " BOB, BLUE, BLUE);
    rig_expect_squares(BLUE, 2);
    rig_check(rig_screen_count(RED) == 0);
    rig_server_tell(server, "picture " BOB);
    rig_expect_squares(BLUE, 0);
    pidgin_ends(pidgin);
}

/* Each comes after the text in which it stands: the window has left room for it. One's own is
 * drawn, too, and announced. */
static void
draws_emoticons(void)
{
    RigServer *server;
    gint32 account;
    own_emoticon("(me)", BLUE);
    GSubprocess *pidgin = pidgin_and_bob(&server, &account);
    bob_gives(server, "emoticon " BOB " " ALICE " (it)", RED, RED);
    rig_server_tell(server, "say " BOB " " ALICE " one (it) and (it)");
    rig_expect_squares(RED, 2);
    bob_gives(server, "emoticon " BOB " " ALICE " &lt;", YELLOW, YELLOW);
    rig_server_tell(server, "say " BOB " " ALICE " &lt; is no &lt;b>, see http://x.test/(it)");
    rig_expect_squares(YELLOW, 2);
    say_to(account, BOB, "mine: (me)");
    rig_expect_squares(BLUE, 1);
    rig_server_tell(server, "await message " ALICE);
    rig_server_tell(server, "fetch " BOB " " ALICE " emoticon (me)");
    rig_server_tell(server, "await fetched " BOB " " ALICE);
    bob_gives(server, "emoticon " BOB " " ALICE " (it)", GREEN, GREEN); /* another one now */
    rig_server_tell(server, "say " BOB " " ALICE " two (it)");
    rig_expect_squares(GREEN, 1);
    pidgin_ends(pidgin);
}

/* In turn, for as long as they stand there. */
static void
draws_moving_emoticons(void)
{
    RigServer *server;
    gint32 account;
    GSubprocess *pidgin = pidgin_and_bob(&server, &account);
    bob_gives(server, "emoticon " BOB " " ALICE " (it)", RED, BLUE);
    rig_server_tell(server, "say " BOB " " ALICE " one (it)");
    for (guint i = 0; i < 2; i++) {
        rig_expect_squares(RED, 1);
        rig_expect_squares(BLUE, 1);
    }
    pidgin_ends(pidgin);
}

static void
draws_emoticons_in_a_chat(void)
{
    RigServer *server;
    gint32 account;
    GSubprocess *pidgin = pidgin_and_bob(&server, &account);
    rig_server_tell(server, "status " DAVE " NLN");
    rig_server_tell(server, "call " BOB " " ALICE);
    rig_server_tell(server, "await sb-joined " ALICE);
    rig_server_tell(server, "join " DAVE " " BOB);
    rig_expect(NULL, "signal", "name=ChatJoined");
    bob_gives(server, "emoticon " BOB " " ALICE " (it)", RED, RED);
    rig_server_tell(server, "say " BOB " " ALICE " one (it)");
    rig_expect_squares(RED, 1);
    bob_gives(server, "emoticon " DAVE " " ALICE " (that)", BLUE, BLUE);
    rig_server_tell(server, "say " DAVE " " ALICE " two (that)");
    rig_expect_squares(BLUE, 1);
    pidgin_ends(pidgin);
}

static void
draws_winks_and_drawings(void)
{
    RigServer *server;
    gint32 account;
    g_autoptr(GByteArray) square = rig_square(BLUE, BLUE);
    g_autoptr(GString) cab = rig_cabinet("thumb.gif", square->data, square->len);
    g_autofree char *wink = rig_escaped(cab->str, cab->len);
    GSubprocess *pidgin = pidgin_and_bob(&server, &account);
    bob_gives(server, "ink " BOB " " ALICE " gif", RED, RED);
    rig_expect_squares(RED, 1);
    rig_server_tell(server, "wink " BOB " " ALICE " Wave %s", wink);
    rig_expect_squares(BLUE, 1);
    bob_gives(server, "inkp2p " BOB " " ALICE, GREEN, GREEN);
    rig_expect_squares(GREEN, 1);
    rig_server_tell(server, "voice " BOB " " ALICE " Hello @3000");
    gint32 xfer = offered_file();
    g_autofree char *name = call_text("PurpleXferGetFilename", g_variant_new("(i)", xfer));
    rig_check_str(name, "Hello.wav");
    pidgin_ends(pidgin);
}

/* -- what is drawn ------------------------------------------------------------------------------
 */

static gboolean
files_opened(int fd, GIOCondition condition, gpointer data)
{
    char bytes[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    gssize len = read(fd, bytes, sizeof bytes);
    for (gssize at = 0; at < len;) {
        const struct inotify_event *event = (const struct inotify_event *) (bytes + at);
        rig_record(NULL, "opened", "file", event->len > 0 ? event->name : "", NULL);
        at += (gssize) (sizeof *event + event->len);
    }
    return G_SOURCE_CONTINUE;
}

static void
watch(int fd, const char *name)
{
    g_autofree char *path = g_build_filename(as_installed, name, NULL);
    rig_check(inotify_add_watch(fd, path, IN_OPEN) >= 0);
}

static void
watch_pictures(void)
{
    g_autofree char *may = rig_run(RIG_ARGS("unshare", geteuid() == 0 ? "-m" : "-rm", "true"));
    g_autofree char *said = NULL;
    int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (may == NULL) {
        rig_skip("nobody may show Pidgin other folders than its own here");
    }
    as_installed = rig_path("pixmaps");
    said = rig_run(RIG_ARGS("tests/as-installed", as_installed, "true"));
    rig_check(said != NULL);
    rig_check(fd >= 0);
    watch(fd, "protocols/16");
    watch(fd, "emotes/purple-msnp");
    watch(fd, "emblems/16");
    g_unix_fd_add(fd, G_IO_IN, files_opened, NULL);
}

/* What Pidgin draws it reads from a file the first time. */
static void
shows_our_icon_and_emoticons(void)
{
    watch_pictures();
    RigServer *server = rig_server_start("--friends " ALICE "," BOB " --friends " ALICE "," CAROL
                                         " --friends " ALICE "," DAVE);
    rig_server_tell(server, "status " BOB " NLN");
    GSubprocess *pidgin = pidgin_start(server);
    rig_expect(NULL, "opened", "file=theme");
    go_online(add_account(server));
    rig_expect(NULL, "opened", "file=msn.png");
    rig_check(rig_count(NULL, "opened", "file=mobile.png") == 0);
    rig_server_tell(server, "caps " CAROL " 1"); /* has a mobile phone */
    rig_server_tell(server, "status " CAROL " NLN");
    rig_expect(NULL, "opened", "file=mobile.png");
    rig_server_tell(server, "caps " DAVE " 512"); /* sits at a web page */
    rig_server_tell(server, "status " DAVE " NLN");
    rig_expect(NULL, "opened", "file=external.png");
    rig_server_tell(server, "say " BOB " " ALICE " <:o) tea (L) or (brb)? :-D");
    rig_expect(NULL, "opened", "file=party.png");
    rig_expect(NULL, "opened", "file=heart.png");
    rig_expect(NULL, "opened", "file=back.png");
    rig_expect(NULL, "opened", "file=grin.png");
    rig_check(rig_count(NULL, "opened", "file=goat.png") == 0);
    take_picture("^Bob$", "pidgin-emoticons.png");
    call_void("PurpleCoreQuit", NULL);
    rig_check(rig_wait_exit("Pidgin's end", pidgin) == 0);
}

/* -- links --------------------------------------------------------------------------------------
 */

static gboolean
has_window(gpointer data)
{
    return call_int("PurpleFindConversationWithAccount",
                    g_variant_new("(isi)", 1, BOB, *(gint32 *) data)) != 0;
}

/* As a browser opens it: by the desktop entry that gets installed. */
static void
opens_a_link(void)
{
    RigServer *server = rig_server_start("--friends " ALICE "," BOB);
    GSubprocess *pidgin = pidgin_start(server);
    gint32 account = add_account(server);
    go_online(account);
    g_free(rig_run(
        RIG_ARGS("gio", "launch", "data/purple-msnp.desktop", "msnim:chat?contact=" BOB)));
    rig_wait("the window of the link", has_window, &account);
    call_void("PurpleCoreQuit", NULL);
    rig_check(rig_wait_exit("Pidgin's end", pidgin) == 0);
}

/* -- OTR ----------------------------------------------------------------------------------------
 */

/* Two accounts of one Pidgin, and its plugin for OTR between them. It reads what arrives before
 * libpurple tells of it, and says in the window when the talk has become private. */
static void
holds_a_private_conversation(void)
{
    RigServer *server = rig_server_start("--friends " ALICE "," BOB);
    plugin_too = OTR_PLUGIN;
    GSubprocess *pidgin = pidgin_start(server);
    g_autofree char *story = g_strnfill(6000, 's');
    gint32 alice = add_account(server), bob = add_account_of(server, BOB);
    go_online(alice);
    go_online(bob);
    say_to(alice, BOB, "?OTRv23?");
    rig_expect(NULL, "signal", "name=WroteImMsg", "args=*" BOB "*nverified*started*");
    rig_expect(NULL, "signal", "name=WroteImMsg", "args=*" ALICE "*nverified*started*");
    say_to(alice, BOB, "nobody else reads this");
    rig_expect(NULL, "signal", "name=ReceivedImMsg", "args=*nobody else reads this*");
    say_to(bob, ALICE, story);
    rig_expect(NULL, "signal", "name=ReceivedImMsg", "args=*ssssssssssss*");
    call_void("PurpleCoreQuit", NULL);
    rig_check(rig_wait_exit("Pidgin's end", pidgin) == 0);
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
    {"pidgin draws a picture as it changes", draws_a_picture_as_it_changes,
     RIG_SINCE | RIG_WEB, 9},
    {"pidgin draws emoticons", draws_emoticons, RIG_SINCE | RIG_WEB, 9},
    {"pidgin draws emoticons that move", draws_moving_emoticons, RIG_ONCE, 12},
    {"pidgin draws emoticons in a chat", draws_emoticons_in_a_chat, RIG_ONCE, 12},
    {"pidgin draws winks and drawings", draws_winks_and_drawings, RIG_ONCE, 12},
    {"pidgin shows our icon, emblems and emoticons", shows_our_icon_and_emoticons, RIG_ONCE, 9},
    {"pidgin opens a link", opens_a_link, RIG_ONCE, 9},
    {"pidgin holds a private conversation by OTR", holds_a_private_conversation,
     RIG_SINCE | RIG_LONG, 2},
    {"pidgin is told that the password is wrong", wrong_password_asks_for_another, RIG_ONCE, 7},
};

RIG_MAIN(scenarios)
