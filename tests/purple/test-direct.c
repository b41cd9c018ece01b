/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which way files take: straight from machine to machine where both sides allow it, else through the
 * service. What goes through it, msnpd counts. */
#include "rig-share.h"


#define FRIENDS "--friends " ALICE "," BOB

enum { SIZE = 1024 * 1024, PACKETS = SIZE / 1202 };

static RigServer *server;
static PurpleAccount *alice, *bob;

static void
two_friends(gboolean alice_may, gboolean bob_may)
{
    server = rig_server_start(FRIENDS);
    alice = rig_account(server, ALICE);
    bob = rig_account(server, BOB);
    purple_account_set_bool(alice, "direct_connect", alice_may);
    purple_account_set_bool(bob, "direct_connect", bob_may);
    rig_go_online(alice);
    rig_go_online(bob);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_buddy(bob, ALICE, "online=1");
}

static void
hand_over(PurpleAccount *from, PurpleAccount *to, const char *name)
{
    g_autofree char *folder = rig_folder("received"), *path = rig_file(name, SIZE);
    g_autofree char *is_name = g_strdup_printf("name=%s", name);
    rig_send_file(from, purple_account_get_username(to), path);
    rig_expect(to, "request", "type=action");
    g_autofree char *where = rig_take_file(to, name, folder);
    rig_expect(from, "xfer-end", is_name, "detail=done");
    rig_expect(to, "xfer-end", is_name, "detail=done");
    rig_check_same_file(path, where);
}

static void
straight(void)
{
    two_friends(TRUE, TRUE);
    hand_over(alice, bob, "there.bin");
    hand_over(bob, alice, "back.bin");
    rig_check(rig_packets_of(server, ALICE) < 30);
    rig_check(rig_packets_of(server, BOB) < 30);
    rig_say(alice, BOB, "got it?");
    rig_expect(bob, "im", "text=*got it?*");
}

/* Whoever does not want to show his address does not have to, and gets the file all the same. */
static void
not_allowed_here(void)
{
    two_friends(FALSE, TRUE);
    hand_over(alice, bob, "there.bin");
    rig_check(rig_packets_of(server, ALICE) > PACKETS);
    hand_over(bob, alice, "back.bin");
    rig_check(rig_packets_of(server, BOB) > PACKETS);
}

static void
not_allowed_there(void)
{
    two_friends(TRUE, FALSE);
    hand_over(alice, bob, "there.bin");
    rig_check(rig_packets_of(server, ALICE) > PACKETS);
}

/* The account goes: so does the connection, and who waits on a port. */
static void
gone_in_the_middle(void)
{
    two_friends(TRUE, TRUE);
    g_autofree char *folder = rig_folder("received"), *path = rig_file("half.bin", 20 * SIZE);
    rig_send_file(alice, BOB, path);
    rig_expect(bob, "request", "type=action");
    g_autofree char *where = rig_take_file(bob, "half.bin", folder);
    rig_expect(bob, "xfer-progress", "detail=25");
    rig_check(rig_packets_of(server, ALICE) < 30);
    rig_disable(bob);
    rig_expect(bob, "xfer-end", "name=half.bin", "detail=cancelled *");
    rig_expect(alice, "xfer-end", "name=half.bin", "detail=cancelled there");
    rig_expect(NULL, "notify", "type=error", "primary=File transfer*");
}

static const RigScenario scenarios[] = {
    {"straight from machine to machine", straight, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"not allowed here", not_allowed_here, RIG_SINCE | RIG_MOODS, 9},
    {"not allowed there", not_allowed_there, RIG_SINCE | RIG_MOODS, 9},
    {"gone in the middle", gone_in_the_middle, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"nothing is left over", straight, RIG_LEAKS, 12},
};

RIG_MAIN(scenarios)
