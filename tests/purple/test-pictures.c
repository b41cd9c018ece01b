/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Display pictures: shown to each other, changed, taken away, fetched once; and those that are no
 * pictures, or would be a gigabyte of pixels. */
#include "rig-share.h"

#include <glib/gstdio.h>

#define FRIENDS "--friends " ALICE "," BOB " --friends " ALICE "," CAROL

static RigServer *server;
static PurpleAccount *alice, *bob;

static void
accounts(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_account(server, ALICE);
    bob = rig_account(server, BOB);
}

/* msnpd speaks for Bob here. */
static void
bob_has_a_picture(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "picture " BOB " @5000");
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "answer " BOB " on");
}

static void
sign_in_both(void)
{
    rig_go_online(alice);
    rig_go_online(bob);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_buddy(bob, ALICE, "online=1");
}

/* -- shown --------------------------------------------------------------------------------------
 */

static void
seen_at_sign_in(void)
{
    accounts();
    g_autofree char *a = rig_picture("a.png", 20000), *b = rig_picture("b.png", 1203);
    rig_set_icon(alice, a);
    rig_set_icon(bob, b);
    sign_in_both();
    rig_expect_icon(alice, BOB, b);
    rig_expect_icon(bob, ALICE, a);
}

static void
changed_and_taken_away(void)
{
    accounts();
    g_autofree char *a = rig_picture("a.png", 5000), *b = rig_picture("b.png", 6000);
    sign_in_both();
    rig_set_icon(alice, a);
    rig_expect_icon(bob, ALICE, a);
    rig_set_icon(alice, b);
    rig_expect_icon(bob, ALICE, b);
    rig_set_icon(alice, NULL);
    rig_expect_icon(bob, ALICE, NULL);
    rig_set_icon(alice, a);
    rig_expect_icon(bob, ALICE, a);
}

/* What is fetched meanwhile may or may not be shown in between. */
static void
changed_in_haste(void)
{
    accounts();
    sign_in_both();
    for (guint i = 0; i < 6; i++) {
        g_autofree char *name = g_strdup_printf("%u.png", i);
        g_autofree char *picture = rig_picture(name, 15000);
        rig_set_icon(alice, picture);
    }
    g_autofree char *last = rig_picture("last.png", 15000);
    rig_set_icon(alice, last);
    g_autofree char *sum = g_strconcat("sum=", rig_sum(last), NULL);
    rig_expect(bob, "icon", "who=" ALICE, sum);
    rig_settle();
    rig_forbid(bob, "icon", "who=" ALICE, "sum=");
    rig_say(alice, BOB, "done");
    rig_expect(bob, "im", "text=*done*");
}

/* A user may choose one while the account is connecting; libpurple says nothing of it. */
static void
chosen_while_signing_in(void)
{
    accounts();
    g_autofree char *a = rig_picture("a.png", 3000);
    rig_go_online(bob);
    rig_enable(alice);
    rig_expect(alice, "connecting");
    rig_set_icon(alice, a);
    rig_expect(alice, "connected");
    rig_expect_icon(bob, ALICE, a);
}

/* Who is invisible asks nobody for anything, and catches up. */
static void
fetched_when_visible_again(void)
{
    accounts();
    g_autofree char *b = rig_picture("b.png", 3000);
    rig_set_icon(bob, b);
    rig_go_online(bob);
    rig_set_status(alice, "invisible", NULL);
    rig_forbid(alice, "icon");
    rig_go_online(alice);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_settle();
    rig_allow_all();
    rig_set_status(alice, "available", NULL);
    rig_expect_icon(alice, BOB, b);
}

/* Whom one has blocked does not learn that one is there: he is not asked until he may know. */
static void
nobody_blocked_is_asked(void)
{
    bob_has_a_picture();
    rig_server_tell(server, "remote " ALICE " rem AL " BOB);
    rig_server_tell(server, "remote " ALICE " add BL " BOB);
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_server_tell(server, "picture " BOB " @6000");
    rig_settle();
    rig_check_str(rig_server_tell(server, "count call"), "0");
    purple_privacy_allow(alice, BOB, FALSE, FALSE);
    rig_expect(alice, "icon", "who=" BOB, "size=6000");
}

/* -- once ---------------------------------------------------------------------------------------
 */

static void
not_fetched_again(void)
{
    accounts();
    g_autofree char *a = rig_picture("a.png", 5000);
    rig_set_icon(alice, a);
    sign_in_both();
    rig_expect_icon(bob, ALICE, a);
    rig_disable(bob);
    rig_settle();
    rig_forbid(bob, "icon");
    rig_go_online(bob);
    rig_expect_buddy(bob, ALICE, "online=1");
    rig_settle();
    rig_check_str(rig_server_tell(server, "rooms " BOB), ""); /* nobody was asked */
    rig_allow_all();
}

static void
the_day_before(void)
{
    accounts();
    g_autofree char *a = rig_picture("a.png", 5000);
    rig_set_icon(alice, a);
    sign_in_both();
    rig_expect_icon(bob, ALICE, a);
    rig_finish();
}

static PurpleAccount *
known_account(const char *mail)
{
    PurpleAccount *account = purple_accounts_find(mail, "prpl-msn");
    rig_check(account != NULL);
    purple_account_set_password(account, rig_password(mail));
    rig_account_point(account, server);
    return account;
}

static gboolean
knows_no_picture(gpointer account)
{
    PurpleBuddy *buddy = purple_find_buddy(account, ALICE);
    return purple_buddy_icons_get_checksum_for_user(buddy) == NULL;
}

/* libpurple has saved the picture, and which it is. Here nobody has looked at it since, so that it
 * goes without an event. */
static void
kept_from_the_day_before(void)
{
    rig_earlier(the_day_before);
    server = rig_server_start(FRIENDS);
    rig_start();
    rig_trust(server, "127.0.0.1");
    alice = known_account(ALICE);
    bob = known_account(BOB);
    rig_forbid(bob, "icon");
    sign_in_both();
    rig_settle();
    rig_check_str(rig_server_tell(server, "rooms " BOB), "");
    rig_allow_all();
    rig_check(!knows_no_picture(bob));
    rig_set_icon(alice, NULL);
    rig_wait("the saved picture to go", knows_no_picture, bob);
}

/* There is no file but Alice's copy. */
static void
alice_has_it(void)
{
    bob_has_a_picture();
    alice = rig_sign_in(server, ALICE);
    rig_expect(alice, "icon", "who=" BOB, "size=5000");
    rig_finish();
}

/* The only file in libpurple's folder of pictures. */
static char *
kept_file(void)
{
    g_autofree char *folder = rig_profile_path("icons");
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name = dir != NULL ? g_dir_read_name(dir) : NULL;
    rig_check(name != NULL);
    char *path = g_build_filename(folder, name, NULL);
    rig_check(g_dir_read_name(dir) == NULL);
    return path;
}

static gboolean
has_all_of_it(gpointer data)
{
    PurpleBuddyIcon *icon = purple_buddy_get_icon(purple_find_buddy(alice, BOB));
    size_t size = 0;
    if (icon != NULL) {
        purple_buddy_icon_get_data(icon, &size);
    }
    return size == 5000;
}

/* What is saved is gone, or no longer what it was: it is fetched again. */
static void
signs_in_again_with(const char *content, gssize size)
{
    rig_earlier(alice_has_it);
    g_autofree char *kept = kept_file();
    if (content != NULL) {
        rig_check(g_file_set_contents(kept, content, size, NULL));
    } else {
        rig_check(g_remove(kept) == 0);
    }
    bob_has_a_picture();
    rig_start();
    rig_trust(server, "127.0.0.1");
    alice = known_account(ALICE);
    PurpleBuddyIcon *shown = purple_buddy_icons_find(alice, BOB); /* as windows do */
    if (shown != NULL) {
        purple_buddy_icon_unref(shown);
    }
    rig_go_online(alice);
    rig_server_tell(server, "await object-served " BOB " " ALICE " 3");
    rig_wait("the whole picture", has_all_of_it, NULL);
}

static void
lost_since_the_day_before(void)
{
    signs_in_again_with(NULL, 0);
}

static void
damaged_since_the_day_before(void)
{
    signs_in_again_with("\x89PNG\r\n\x1a\nand so on", 17);
}

/* Whom one has removed, and adds again. */
static void
removed_and_added_again(void)
{
    accounts();
    g_autofree char *b = rig_picture("b.png", 5000);
    rig_set_icon(bob, b);
    sign_in_both();
    rig_expect_icon(alice, BOB, b);
    rig_remove_buddy(alice, BOB, "Friends");
    rig_expect(alice, "buddy-removed", "who=" BOB);
    rig_forget("icon");
    rig_add_buddy(alice, BOB, "Friends");
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_icon(alice, BOB, b);
}

/* He has taken it away while one of the two was not there. */
static void
taken_away_behind_the_back(void)
{
    accounts();
    g_autofree char *a = rig_picture("a.png", 5000);
    rig_set_icon(alice, a);
    sign_in_both();
    rig_expect_icon(bob, ALICE, a);
    rig_disable(alice);
    rig_expect_buddy(bob, ALICE, "online=0");
    rig_set_icon(alice, NULL);
    rig_go_online(alice);
    rig_expect_buddy(bob, ALICE, "online=1");
    rig_disable(alice);
    rig_expect_icon(bob, ALICE, NULL);
}

/* -- not shown ----------------------------------------------------------------------------------
 */

/* Whether Bob has seen nothing, when all is said. */
static void
bob_sees_nothing(void)
{
    rig_say(alice, BOB, "hello");
    rig_expect(bob, "im", "text=*hello*");
    rig_say(bob, ALICE, "hello yourself");
    rig_expect(alice, "im", "text=*hello yourself*");
    rig_settle();
}

static void
no_picture_is_not_shown(void)
{
    accounts();
    g_autofree char *text = rig_file_of("a.txt", "<svg width='1'/>", 16);
    g_autofree char *bmp = rig_file_of("a.bmp", "BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", 18);
    g_autofree char *empty = rig_file_of("a.png", "", 0);
    const char *const files[] = {text, bmp, empty};
    sign_in_both();
    rig_forbid(bob, "icon");
    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        rig_set_icon(alice, files[i]);
    }
    bob_sees_nothing();
}

/* Others see none rather than the one that it was before. */
static void
too_large_pictures_are_not_shown(void)
{
    accounts();
    g_autofree char *small = rig_picture("small.png", 5000);
    g_autofree char *large = rig_picture("large.png", 1024 * 1024 + 1);
    g_autofree char *most = rig_picture("most.png", 1024 * 1024);
    sign_in_both();
    rig_set_icon(alice, small);
    rig_expect_icon(bob, ALICE, small);
    rig_set_icon(alice, large);
    rig_expect_icon(bob, ALICE, NULL);
    rig_set_icon(alice, most);
    rig_expect_icon(bob, ALICE, most);
}

/* 65535 by 65535 pixels: nobody who draws it would live. The sender need not mind. */
static void
immense_pictures_are_not_shown(void)
{
    static const char gif[] = "GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff;";
    accounts();
    g_autofree char *bomb = rig_file_of("bomb.gif", gif, sizeof gif - 1);
    rig_set_icon(alice, bomb);
    rig_forbid(bob, "icon");
    sign_in_both();
    bob_sees_nothing();
    g_autofree char *good = rig_picture("good.png", 100);
    rig_allow_all();
    rig_set_icon(alice, good);
    rig_expect_icon(bob, ALICE, good);
}

/* -- the end ------------------------------------------------------------------------------------
 */

static void
signed_out_while_fetching(void)
{
    accounts();
    g_autofree char *a = rig_picture("a.png", 60000), *b = rig_picture("b.png", 60000);
    rig_set_icon(alice, a);
    rig_set_icon(bob, b);
    sign_in_both();
    rig_disable(bob);
    rig_settle();
    rig_go_online(bob);
    rig_expect_icon(bob, ALICE, a);
}

static guint times;

/* Another plugin, at every icon that changes. */
static void
disconnects_bob(PurpleBuddy *buddy)
{
    if (purple_buddy_get_account(buddy) == bob && purple_account_is_connected(bob)) {
        times++;
        purple_account_disconnect(bob);
    }
}

static gboolean
has_happened(gpointer data)
{
    return times > 0;
}

static void
disconnected_from_within(void)
{
    static char handle;
    accounts();
    g_autofree char *a = rig_picture("a.png", 5000), *b = rig_picture("b.png", 5000);
    rig_set_icon(alice, a);
    purple_signal_connect(purple_blist_get_handle(), "buddy-icon-changed", &handle,
                          PURPLE_CALLBACK(disconnects_bob), NULL);
    rig_go_online(alice);
    rig_go_online(bob);
    rig_wait("the other plugin", has_happened, NULL);
    purple_signals_disconnect_by_handle(&handle);
    rig_disable(bob);
    rig_forget(NULL);
    rig_go_online(bob);
    rig_set_icon(alice, b);
    rig_expect_icon(bob, ALICE, b);
}

/* The old dialects have none; the account may be told to speak one. */
static void
none_in_old_dialects(void)
{
    accounts();
    g_autofree char *a = rig_picture("a.png", 3000);
    rig_set_icon(alice, a);
    rig_forbid(bob, "icon");
    sign_in_both();
    bob_sees_nothing();
}

static const RigScenario scenarios[] = {
    {"seen at sign-in", seen_at_sign_in, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"changed and taken away", changed_and_taken_away, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"changed in haste", changed_in_haste, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"chosen while signing in", chosen_while_signing_in, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"fetched when visible again", fetched_when_visible_again,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"nobody blocked is asked", nobody_blocked_is_asked, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"not fetched again", not_fetched_again, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"kept from the day before", kept_from_the_day_before, RIG_SINCE | RIG_WEB, 9},
    {"lost since the day before", lost_since_the_day_before, RIG_SINCE | RIG_WEB, 9},
    {"damaged since the day before", damaged_since_the_day_before, RIG_SINCE | RIG_WEB, 9},
    {"removed and added again", removed_and_added_again, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"taken away behind the back", taken_away_behind_the_back,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"no picture is not shown", no_picture_is_not_shown, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"too large pictures are not shown", too_large_pictures_are_not_shown,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"immense pictures are not shown", immense_pictures_are_not_shown,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"signed out while fetching", signed_out_while_fetching, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"disconnected from within", disconnected_from_within, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"nothing is left over", seen_at_sign_in, RIG_LEAKS, 12},
    {"none in old dialects", none_in_old_dialects, RIG_MOODS, 8},
};

RIG_MAIN(scenarios)
