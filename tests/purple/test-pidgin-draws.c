/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the real Pidgin draws: pictures, emoticons, winks and drawings of friends, seen as colours
 * on its screen; and our own icon, emblems and emoticons, seen as files that it opens. */
#include "rig-pidgin.h"
#include "rig-process.h"
#include "rig-screen.h"
#include "rig-share.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <sys/inotify.h>
#include <unistd.h>

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
    *account = pidgin_add_account(*server);
    pidgin_go_online(*account);
    pidgin_see(*account, BOB, "available");
    return pidgin;
}

static void
bob_gives(RigServer *server, const char *what, guint32 colour, guint32 then)
{
    g_autofree char *bytes = rig_square_bytes(colour, then);
    rig_server_tell(server, "%s %s", what, bytes);
}

/* On the list, and in the window; another one, and none. */
static void
draws_a_picture_as_it_changes(void)
{
    RigServer *server;
    gint32 account;
    GSubprocess *pidgin = pidgin_and_bob(&server, &account);
    pidgin_void("PurpleBlistSetVisible", g_variant_new("(i)", 0));
    pidgin_void("PurpleBlistSetVisible", g_variant_new("(i)", 1)); /* above the other window */
    bob_gives(server, "picture " BOB, RED, RED);
    rig_expect_squares(RED, 1);
    pidgin_int("PurpleConversationNew", g_variant_new("(iis)", 1, account, BOB));
    rig_expect_squares(RED, 2);
    bob_gives(server, "picture " BOB, BLUE, BLUE);
    rig_expect_squares(BLUE, 2);
    rig_check(rig_screen_count(RED) == 0);
    rig_server_tell(server, "picture " BOB);
    rig_expect_squares(BLUE, 0);
    pidgin_end(pidgin);
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
    pidgin_say_to(account, BOB, "mine: (me)");
    rig_expect_squares(BLUE, 1);
    rig_server_tell(server, "await message " ALICE);
    rig_server_tell(server, "fetch " BOB " " ALICE " emoticon (me)");
    rig_server_tell(server, "await fetched " BOB " " ALICE);
    bob_gives(server, "emoticon " BOB " " ALICE " (it)", GREEN, GREEN); /* another one now */
    rig_server_tell(server, "say " BOB " " ALICE " two (it)");
    rig_expect_squares(GREEN, 1);
    pidgin_end(pidgin);
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
    pidgin_end(pidgin);
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
    pidgin_end(pidgin);
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
    gint32 xfer = pidgin_offered_file();
    g_autofree char *name = pidgin_text("PurpleXferGetFilename", g_variant_new("(i)", xfer));
    rig_check_str(name, "Hello.wav");
    pidgin_end(pidgin);
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
    g_autofree char *path = g_build_filename(pidgin_as_installed, name, NULL);
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
    pidgin_as_installed = rig_path("pixmaps");
    said = rig_run(RIG_ARGS("tests/as-installed", pidgin_as_installed, "true"));
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
    pidgin_go_online(pidgin_add_account(server));
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
    pidgin_take_picture("^Bob$", "pidgin-emoticons.png");
    pidgin_end(pidgin);
}

static const RigScenario scenarios[] = {
    {"pidgin draws a picture as it changes", draws_a_picture_as_it_changes,
     RIG_SINCE | RIG_WEB, 9},
    {"pidgin draws emoticons", draws_emoticons, RIG_SINCE | RIG_WEB, 9},
    {"pidgin draws emoticons that move", draws_moving_emoticons, RIG_ONCE, 12},
    {"pidgin draws emoticons in a chat", draws_emoticons_in_a_chat, RIG_ONCE, 12},
    {"pidgin draws winks and drawings", draws_winks_and_drawings, RIG_ONCE, 12},
    {"pidgin shows our icon, emblems and emoticons", shows_our_icon_and_emoticons, RIG_ONCE, 9},
};

RIG_MAIN(scenarios)
