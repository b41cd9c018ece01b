/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Direct connections with people whom msnpd plays: whoever comes to whom, and however they lie then,
 * a file comes whole or is told to have failed, and the two go on talking. */
#include "rig-share.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB

enum { SIZE = 100000 };

/* Who comes to whom, as a person without a client is told. */
static const char *const ways[] = {"listen", "connect", "listen hashed", "connect hashed"};

static RigServer *server;
static PurpleAccount *alice;
static guint serial;

static void
alice_sees_bob(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "takefile " BOB " accept");
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "answer " BOB " on");
    alice = rig_account(server, ALICE);
    rig_go_online(alice);
    rig_expect_buddy(alice, BOB, "online=1");
}

/* Whatever has been done to it, the session goes on, and nothing waits. */
static void
still_talks(void)
{
    rig_check(rig_open_transfers() == 0);
    rig_say(alice, BOB, "still there?");
    rig_server_tell(server, "await message " ALICE);
    rig_server_tell(server, "say " BOB " " ALICE " yes");
    rig_expect(alice, "im", "who=" BOB, "text=*yes*");
}

static void
bob_has(const char *way, const char *trick)
{
    rig_server_tell(server, "p2p-direct " BOB " %s", way);
    if (trick != NULL) {
        rig_server_tell(server, "p2p-direct-lie " BOB " %s", trick);
    }
    rig_server_tell(server, "forget");
}

static void
bob_hangs_up(void)
{
    rig_server_tell(server, "p2p-direct-close " BOB " " ALICE);
}

/* -- both ways ----------------------------------------------------------------------------------
 */

/* Bob sends a file, which Alice takes. Where it is written. */
static char *
bob_sends(const char *name)
{
    g_autofree char *folder = rig_folder("received");
    rig_server_tell(server, "sendfile " BOB " " ALICE " %s @%u", name, SIZE);
    rig_expect(alice, "request", "type=action");
    return rig_take_file(alice, name, folder);
}

/* It is done, and as Bob makes all of his files. */
static void
alice_has_it(const char *name, const char *where)
{
    g_autofree char *is_name = g_strdup_printf("name=%s", name);
    g_autofree char *content = NULL;
    gsize len;
    rig_expect(alice, "xfer-end", is_name, "detail=done");
    rig_check(g_file_get_contents(where, &content, &len, NULL) && len == SIZE);
    for (gsize b = 0; b < len; b++) {
        rig_check((guchar) content[b] == ((b * 7 + b / 251) & 255));
    }
}

static void
it_comes(void)
{
    g_autofree char *name = g_strdup_printf("in%u.bin", serial++);
    g_autofree char *where = bob_sends(name);
    alice_has_it(name, where);
    rig_server_tell(server, "await file-sent " BOB " " ALICE);
}

static void
it_goes(void)
{
    g_autofree char *name = g_strdup_printf("out%u.bin", serial++);
    g_autofree char *is_name = g_strdup_printf("name=%s", name);
    g_autofree char *path = rig_file(name, SIZE);
    rig_send_file(alice, BOB, path);
    rig_server_tell(server, "await file-came " ALICE " " BOB " %s %u %s", name, SIZE,
                    rig_sum(path));
    rig_expect(alice, "xfer-end", is_name, "detail=done");
}

/* How many there were. */
static guint
connections(void)
{
    const char *count = rig_server_tell(server, "count direct-ready " ALICE " " BOB);
    return (guint) g_ascii_strtoull(count, NULL, 10);
}

/* Not a byte of the data goes through the service. */
static void
straight(void (*moves)(void))
{
    alice_sees_bob();
    for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
        bob_has(ways[i], NULL);
        moves();
        rig_check(connections() == i + 1);
        moves(); /* by the same */
        bob_hangs_up();
        rig_server_tell(server, "await direct-closed " ALICE " " BOB " %u", 2 * SIZE);
    }
    still_talks();
}

static void
comes_straight(void)
{
    straight(it_comes);
}

static void
goes_straight(void)
{
    straight(it_goes);
}

static const RigScenario scenarios[] = {
    {"comes straight", comes_straight, RIG_SINCE | RIG_MOODS, 9},
    {"goes straight", goes_straight, RIG_SINCE | RIG_MOODS, 9},
};

RIG_MAIN(scenarios)
