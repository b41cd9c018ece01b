/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which way files take: straight from machine to machine where both sides allow it, else through the
 * service. What goes through it, msnpd counts. */
#include "relay.h"
#include "rig-share.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#define FRIENDS "--friends " ALICE "," BOB

enum { SIZE = 1024 * 1024, PACKETS = SIZE / 1202 };

static RigServer *server;
static PurpleAccount *alice, *bob;

static void
accounts(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_account(server, ALICE);
    bob = rig_account(server, BOB);
}

static void
sign_in_both(void)
{
    rig_go_online(alice);
    rig_go_online(bob);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_buddy(bob, ALICE, "online=1");
}

static void
two_friends(gboolean alice_may, gboolean bob_may)
{
    accounts();
    purple_account_set_bool(alice, "direct_connect", alice_may);
    purple_account_set_bool(bob, "direct_connect", bob_may);
    sign_in_both();
}

static void
hand_over_some(PurpleAccount *from, PurpleAccount *to, const char *name, gsize size)
{
    g_autofree char *folder = rig_folder("received"), *path = rig_file(name, size);
    g_autofree char *is_name = g_strdup_printf("name=%s", name);
    rig_send_file(from, purple_account_get_username(to), path);
    rig_expect(to, "request", "type=action");
    g_autofree char *where = rig_take_file(to, name, folder);
    rig_expect(from, "xfer-end", is_name, "detail=done");
    rig_expect(to, "xfer-end", is_name, "detail=done");
    rig_check_same_file(path, where);
}

static void
hand_over(PurpleAccount *from, PurpleAccount *to, const char *name)
{
    hand_over_some(from, to, name, SIZE);
}

/* No data went through the service. */
static void
check_straight(void)
{
    rig_check(rig_packets_of(server, ALICE) < 30);
    rig_check(rig_packets_of(server, BOB) < 30);
}

/* It is what an account does that was never asked. */
static void
straight(void)
{
    accounts();
    sign_in_both();
    hand_over(alice, bob, "there.bin");
    hand_over(bob, alice, "back.bin");
    check_straight();
    rig_say(alice, BOB, "got it?");
    rig_expect(bob, "im", "text=*got it?*");
}

/* A file that is not worth a connection takes the one that is there, whoever has made it. Nothing
 * at all goes through the service, neither offers nor data. */
static void
of_every_size(PurpleAccount *opens, PurpleAccount *other)
{
    static const gsize sizes[] = {0,    1,    1202, 1203,  1352,  1353, 2704,
                                  2705, 8192, 8193, 32767, 32768, SIZE};
    hand_over(opens, other, "first.bin");
    guint before = rig_packets_of(server, ALICE) + rig_packets_of(server, BOB);
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autofree char *there = g_strdup_printf("there%u.bin", i);
        g_autofree char *back = g_strdup_printf("back%u.bin", i);
        hand_over_some(alice, bob, there, sizes[i]);
        hand_over_some(bob, alice, back, sizes[i]);
    }
    rig_check(rig_packets_of(server, ALICE) + rig_packets_of(server, BOB) == before);
}

static void
of_every_size_he_listens(void)
{
    two_friends(TRUE, TRUE);
    of_every_size(alice, bob);
}

/* So do pictures and emoticons; of these only the words are the service's. */
static void
of_pictures(PurpleAccount *opens, PurpleAccount *other)
{
    g_autofree char *a = rig_picture("a.png", 20000), *b = rig_picture("b.png", 1203);
    g_autofree char *cat = rig_picture("cat.png", 5000);
    hand_over(opens, other, "first.bin");
    guint before = rig_packets_of(server, ALICE) + rig_packets_of(server, BOB);
    rig_set_icon(alice, a);
    rig_expect_icon(bob, ALICE, a);
    rig_set_icon(bob, b);
    rig_expect_icon(alice, BOB, b);
    rig_check(rig_packets_of(server, ALICE) + rig_packets_of(server, BOB) == before);
    g_autofree char *is_cat = g_strconcat("sum=", rig_sum(cat), NULL);
    rig_add_smiley("(cat)", cat);
    rig_say(alice, BOB, "look: (cat)");
    rig_expect(bob, "im", "text=*look: (cat)*");
    rig_expect(bob, "smiley", "deed=write", "shortcut=(cat)", is_cat);
    rig_check(rig_packets_of(server, ALICE) + rig_packets_of(server, BOB) == before + 1);
}

static void
pictures_he_listens(void)
{
    two_friends(TRUE, TRUE);
    of_pictures(alice, bob);
}

/* -- who cannot be connected to -----------------------------------------------------------------
 */

static Relay *proxy;

static void
alice_behind_a_proxy(void)
{
    accounts();
    proxy = relay_new(RELAY_SOCKS5);
    rig_account_proxy(alice, PURPLE_PROXY_SOCKS5, relay_port(proxy), NULL, NULL);
    sign_in_both();
}

static guint
proxied(const char *glob)
{
    guint count = 0;
    for (const char *const *request = relay_requests(proxy); *request != NULL; request++) {
        count += g_pattern_match_simple(glob, *request);
    }
    return count;
}

/* Bob listens, though he sends, and she comes through her proxy. */
static void
the_sender_listens(void)
{
    alice_behind_a_proxy();
    hand_over(bob, alice, "back.bin");
    check_straight();
    rig_check(proxied("127.0.0.1:6???") == 1);
    hand_over(alice, bob, "there.bin");
    check_straight();
}

static void
the_receiver_listens(void)
{
    alice_behind_a_proxy();
    hand_over(alice, bob, "there.bin");
    check_straight();
    rig_check(proxied("127.0.0.1:6???") == 1);
    hand_over(bob, alice, "back.bin");
    check_straight();
}

static void
of_every_size_the_sender_listens(void)
{
    alice_behind_a_proxy();
    of_every_size(bob, alice);
}

static void
pictures_the_sender_listens(void)
{
    alice_behind_a_proxy();
    of_pictures(bob, alice);
}

/* A port of this machine that nobody has, nor anybody gets by chance. */
static guint16
free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    for (guint16 port = 7000; port < 8000; port++) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        address.sin_port = htons(port);
        gboolean is_free = bind(fd, (struct sockaddr *) &address, sizeof address) == 0;
        close(fd);
        if (is_free) {
            return port;
        }
    }
    rig_fail("no port is free");
}

/* The range of ports in the user's preferences goes before our own. */
static void
ports_of_the_user(void)
{
    guint16 port = free_port();
    alice_behind_a_proxy();
    purple_prefs_set_bool("/purple/network/ports_range_use", TRUE);
    purple_prefs_set_int("/purple/network/ports_range_start", port);
    purple_prefs_set_int("/purple/network/ports_range_end", port);
    hand_over(alice, bob, "there.bin");
    check_straight();
    g_autofree char *address = g_strdup_printf("127.0.0.1:%u", port);
    rig_check(proxied(address) == 1);
}

/* -- not straight -------------------------------------------------------------------------------
 */

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
    {"of every size, he listens", of_every_size_he_listens, RIG_SINCE | RIG_MOODS, 9},
    {"of every size, the sender listens", of_every_size_the_sender_listens,
     RIG_SINCE | RIG_MOODS, 9},
    {"pictures, he listens", pictures_he_listens, RIG_SINCE | RIG_MOODS, 9},
    {"pictures, the sender listens", pictures_the_sender_listens, RIG_SINCE | RIG_MOODS, 9},
    {"the sender listens", the_sender_listens, RIG_SINCE | RIG_MOODS, 2},
    {"the receiver listens", the_receiver_listens, RIG_SINCE | RIG_MOODS, 2},
    {"ports of the user", ports_of_the_user, RIG_SINCE | RIG_MOODS, 2},
    {"not allowed here", not_allowed_here, RIG_SINCE | RIG_MOODS, 9},
    {"not allowed there", not_allowed_there, RIG_SINCE | RIG_MOODS, 9},
    {"gone in the middle", gone_in_the_middle, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"nothing is left over", straight, RIG_LEAKS, 12},
};

RIG_MAIN(scenarios)
