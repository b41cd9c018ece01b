/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which way files take: straight from machine to machine where both sides allow it, else through the
 * service. What goes through it, msnpd counts. */
#include "relay.h"
#include "rig-share.h"

#include <arpa/inet.h>
#include <string.h>
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
see_each_other(void)
{
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_buddy(bob, ALICE, "online=1");
}

static void
sign_in_both(void)
{
    rig_go_online(alice);
    rig_go_online(bob);
    see_each_other();
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
    rig_send_file(from, purple_account_get_username(to), path);
    rig_expect(to, "request", "type=action");
    g_autofree char *where = rig_take_file(to, name, folder);
    rig_expect_file_end(from, name, "done");
    rig_expect_file_end(to, name, "done");
    rig_check_same_file(path, where);
}

/* Where one can be reached is said by nobody but who waits there. */
static gboolean
says_where(const char *who)
{
    static const char *const words[] = {"Listening: true", "IPv4External", "\\nIP-Address:",
                                        "\\nPort:"};
    GList *addresses = purple_network_get_all_local_system_ips();
    gboolean said = FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        said |= rig_server_heard(server, who, words[i]);
    }
    for (GList *l = addresses; l != NULL; l = l->next) {
        said |= strcmp(l->data, "127.0.0.1") != 0 && rig_server_heard(server, who, l->data);
    }
    g_list_free_full(addresses, g_free);
    return said;
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
    rig_check(says_where(BOB));
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

/* -- by proxies ---------------------------------------------------------------------------------
 */

static Relay *
by_a_proxy(PurpleAccount **account, const char *mail, RelayKind kind)
{
    Relay *by = relay_new(kind);
    *account = rig_account(server, mail);
    rig_account_proxy(*account, kind == RELAY_HTTP ? PURPLE_PROXY_HTTP : PURPLE_PROXY_SOCKS5,
                      relay_port(by), NULL, NULL);
    rig_go_online(*account);
    return by;
}

static Relay *proxy;

static void
alice_behind_a_proxy(RelayKind kind)
{
    server = rig_server_start(FRIENDS);
    proxy = by_a_proxy(&alice, ALICE, kind);
    bob = rig_sign_in(server, BOB);
    see_each_other();
}

static guint
proxied(const char *address)
{
    guint count = 0;
    for (const char *const *request = relay_requests(proxy); *request != NULL; request++) {
        count += strcmp(address, *request) == 0;
    }
    return count;
}

static void
of_every_size_the_sender_listens(void)
{
    alice_behind_a_proxy(RELAY_SOCKS5);
    of_every_size(bob, alice);
}

static void
pictures_the_sender_listens(void)
{
    alice_behind_a_proxy(RELAY_SOCKS5);
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
    alice_behind_a_proxy(RELAY_SOCKS5);
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
    rig_check(!says_where(ALICE));
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

/* The two are in a chat with Carol, and have no other conversation. Nothing goes to her. */
static void
from_a_chat(void)
{
    server = rig_server_start(FRIENDS " --friends " ALICE "," CAROL " --friends " BOB "," CAROL);
    alice = rig_sign_in(server, ALICE);
    bob = rig_sign_in(server, BOB);
    PurpleAccount *carol = rig_sign_in(server, CAROL);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_buddy(alice, CAROL, "online=1");
    rig_chat_of_three(alice, bob, carol);
    rig_forbid(carol, "request");
    rig_forbid(carol, "system");
    rig_forbid(carol, "im");
    hand_over(alice, bob, "there.bin");
    hand_over(bob, alice, "back.bin");
    rig_allow_all();
    rig_chat_say(carol, "still here?");
    rig_expect(alice, "im", "conv=chat", "text=*still here?*");
    rig_expect(bob, "im", "conv=chat", "text=*still here?*");
}

/* Files wait at one of the ports of old. */
static guint
went_straight(Relay *by)
{
    guint count = 0;
    for (const char *const *request = relay_requests(by); *request != NULL; request++) {
        guint64 port = g_ascii_strtoull(strrchr(*request, ':') + 1, NULL, 10);
        count += port >= 6891 && port <= 6990;
    }
    return count;
}

/* She is the one who connects, by it, whoever of the two sends; nobody learns where she is. */
static void
alice_by_a_proxy(RelayKind kind, gboolean sends)
{
    alice_behind_a_proxy(kind);
    hand_over(sends ? alice : bob, sends ? bob : alice, "a.bin");
    rig_check(went_straight(proxy) == 1);
    rig_check(rig_packets_of(server, sends ? ALICE : BOB) < 30);
    rig_check(says_where(BOB));
    rig_check(!says_where(ALICE));
}

static void
sent_by_socks5(void)
{
    alice_by_a_proxy(RELAY_SOCKS5, TRUE);
}

static void
taken_by_socks5(void)
{
    alice_by_a_proxy(RELAY_SOCKS5, FALSE);
}

static void
sent_by_http(void)
{
    alice_by_a_proxy(RELAY_HTTP, TRUE);
}

static void
taken_by_http(void)
{
    alice_by_a_proxy(RELAY_HTTP, FALSE);
}

static Relay *proxies[2];

static void
both_by_proxies(void)
{
    server = rig_server_start(FRIENDS);
    proxies[0] = by_a_proxy(&alice, ALICE, RELAY_SOCKS5);
    proxies[1] = by_a_proxy(&bob, BOB, RELAY_HTTP);
    see_each_other();
}

static void
nobody_listened(void)
{
    rig_check(went_straight(proxies[0]) == 0 && went_straight(proxies[1]) == 0);
    rig_check(!says_where(ALICE) && !says_where(BOB));
}

static void
neither_can_listen(void)
{
    both_by_proxies();
    hand_over(alice, bob, "there.bin");
    rig_check(rig_packets_of(server, ALICE) > PACKETS);
    hand_over(bob, alice, "back.bin");
    rig_check(rig_packets_of(server, BOB) > PACKETS);
    nobody_listened();
}

/* They know no other way, and both are told. */
static void
neither_can_listen_of_old(void)
{
    both_by_proxies();
    g_autofree char *folder = rig_folder("received"), *path = rig_file("a.bin", SIZE);
    rig_send_file(alice, BOB, path);
    rig_expect(bob, "request", "type=action");
    g_autofree char *where = rig_take_file(bob, "a.bin", folder);
    rig_expect(bob, "xfer-end", "detail=cancelled there");
    rig_expect(NULL, "notify", "secondary=a.bin: No connection could be made*" ALICE "*");
    rig_expect(alice, "xfer-end", "detail=cancelled there");
    rig_expect(NULL, "notify", "secondary=a.bin: No connection could be made*" BOB "*");
    nobody_listened();
}

static const RigScenario scenarios[] = {
    {"straight from machine to machine", straight, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"of every size, he listens", of_every_size_he_listens, RIG_SINCE, 9},
    {"of every size, the sender listens", of_every_size_the_sender_listens, RIG_SINCE, 9},
    {"pictures, he listens", pictures_he_listens, RIG_SINCE, 9},
    {"pictures, the sender listens", pictures_the_sender_listens, RIG_SINCE, 9},
    {"ports of the user", ports_of_the_user, RIG_SINCE, 2},
    {"not allowed here", not_allowed_here, RIG_SINCE | RIG_MOODS, 9},
    {"not allowed there", not_allowed_there, RIG_SINCE | RIG_MOODS, 9},
    {"gone in the middle", gone_in_the_middle, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"from a chat", from_a_chat, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"sent by a SOCKS5 proxy", sent_by_socks5, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"taken by a SOCKS5 proxy", taken_by_socks5, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"sent by an HTTP proxy", sent_by_http, RIG_SINCE, 2},
    {"taken by an HTTP proxy", taken_by_http, RIG_SINCE, 2},
    {"neither can listen", neither_can_listen, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"neither can listen, old clients", neither_can_listen_of_old, RIG_ONCE | RIG_MOODS, 7},
    {"nothing is left over", straight, RIG_LEAKS, 12},
};

RIG_MAIN(scenarios)
