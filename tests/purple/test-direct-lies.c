/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Direct connections with people whom msnpd plays: whoever comes to whom, and however they lie
 * then, a file comes whole or is told to have failed, and the two go on talking. */
#include "rig-share.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB

enum { SIZE = 100000 };

/* Who comes to whom, as a person without a client is told. */
static const char *const ways[] = {"listen", "connect", "listen hashed", "connect hashed"};

static RigServer *server;
static PurpleAccount *alice;
static guint serial;

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
alice_sees_bob_of(const char *options)
{
    server = rig_server_start(options);
    rig_server_tell(server, "takefile " BOB " accept");
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "answer " BOB " on");
    alice = rig_account(server, ALICE);
    rig_go_online(alice);
    rig_expect_buddy(alice, BOB, "online=1");
    still_talks();
}

static void
alice_sees_bob(void)
{
    alice_sees_bob_of(FRIENDS);
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
    g_autofree char *content = NULL;
    gsize len;
    rig_expect_file_end(alice, name, "done");
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
    g_autofree char *path = rig_file(name, SIZE);
    rig_send_file(alice, BOB, path);
    rig_server_tell(server, "await file-came " ALICE " " BOB " %s %u %s", name, SIZE,
                    rig_sum(path));
    rig_expect_file_end(alice, name, "done");
}

static guint
how_often(const char *event)
{
    return (guint) g_ascii_strtoull(rig_server_tell(server, "count %s", event), NULL, 10);
}

static guint
connections(void)
{
    return how_often("direct-ready " ALICE " " BOB);
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

/* Frames come in pieces of some bytes. */
static void
in_small_pieces(void)
{
    alice_sees_bob_of(FRIENDS " --dribble");
    bob_has("connect hashed", NULL);
    it_comes();
    it_goes();
    rig_check(connections() == 1);
    bob_hangs_up();
    rig_server_tell(server, "await direct-closed " ALICE " " BOB " %u", 2 * SIZE);
    still_talks();
}

/* Bob has left the switchboard, and files still come and go. */
static void
without_a_switchboard(void)
{
    alice_sees_bob();
    bob_has("listen", NULL);
    it_comes();
    rig_server_tell(server, "leave " BOB);
    rig_server_tell(server, "await sb-left " BOB);
    it_goes();
    it_comes();
    rig_check(how_often("call " ALICE " " BOB) == 1);
    rig_check(connections() == 1);
    still_talks();
}

/* -- lies ---------------------------------------------------------------------------------------
 */

/* Each trick by each way that has it: the file comes whole, by the switchboard. */
static void
by_the_switchboard(const char *const *tricks, guint first_way, guint step, void (*moves)(void))
{
    alice_sees_bob();
    for (guint i = 0; tricks[i] != NULL; i++) {
        for (guint way = first_way; way < G_N_ELEMENTS(ways); way += step) {
            bob_has(ways[way], tricks[i]);
            moves();
            still_talks();
        }
    }
    rig_check(connections() == 0);
}

/* What is said is no nonce, or another one, or something comes in front of it: nothing is believed,
 * not even that a file goes on. */
static const char *const unproved[] = {"nonce", "no-nonce", "early", "garbage", NULL};

static void
unproved_comes(void)
{
    by_the_switchboard(unproved, 0, 1, it_comes);
}

static void
unproved_goes(void)
{
    by_the_switchboard(unproved, 0, 1, it_goes);
}

/* Bob says what he has heard from Alice, which proves nothing where each has a nonce. */
static void
echoed(void)
{
    alice_sees_bob();
    bob_has("connect hashed", "echo");
    it_comes();
    bob_has("listen hashed", "echo");
    it_goes();
    bob_has("connect hashed", "echo");
    it_goes();
    rig_check(connections() == 0);
    still_talks();
}

/* In the middle of the data the connection ends, or says what no connection says. */
static const char *const broken[] = {
    "fin",         "reset", "half", "half-fin", "length 4294967295", "length 2147483648",
    "length 8241", NULL};

static void
in_the_middle(void (*moves)(void))
{
    alice_sees_bob();
    for (guint i = 0; broken[i] != NULL; i++) {
        bob_has(ways[i % G_N_ELEMENTS(ways)], broken[i]);
        moves();
        rig_check(connections() == i + 1);
        still_talks();
        if (strcmp(broken[i], "half") == 0) {
            bob_hangs_up();
        }
    }
}

static void
broken_comes(void)
{
    in_the_middle(it_comes);
}

static void
broken_goes(void)
{
    in_the_middle(it_goes);
}

/* Where nobody listens, nobody comes or nobody says anything, a file takes the switchboard, if need
 * be after some seconds. */
static void
nobody_listens(void)
{
    alice_sees_bob();
    bob_has("listen", "absent");
    it_goes();
    rig_check(connections() == 0);
    still_talks();
}

static void
nobody_comes(void)
{
    alice_sees_bob();
    bob_has("connect", "absent");
    it_goes();
    it_comes();
    rig_check(connections() == 0);
    still_talks();
}

static void
nobody_speaks(void)
{
    alice_sees_bob();
    bob_has("connect", "mute");
    it_goes();
    bob_has("listen", "mute");
    it_comes();
    rig_check(connections() == 0);
    still_talks();
}

#define DAMAGED "*not the file that was announced*"
#define STOPPED "*stopped the transfer*"

/* The transfer is over for her, and she reads why. */
static void
alice_is_told(const char *name, const char *why)
{
    g_autofree char *is_why = g_strdup_printf("text=%s", why);
    rig_expect_file_end(alice, name, "cancelled *");
    rig_expect(NULL, "notify", "type=error", "primary=File transfer*");
    rig_expect(alice, "im-error", is_why);
}

/* Bob sends the rest by the switchboard and reads nothing more here, which Alice does not know.
 * When the connection ends, she says once more that she has all of it. */
static void
unheard(void)
{
    alice_sees_bob();
    bob_has("connect", "deaf");
    g_autofree char *where = bob_sends("unheard.bin");
    alice_has_it("unheard.bin", where);
    bob_hangs_up();
    rig_server_tell(server, "await file-sent " BOB " " ALICE " ; p2p-bye " ALICE " " BOB);
    still_talks();
}

/* A number in the head of a packet from the middle is another one. The file is given up if
 * something is TOLD; otherwise it comes whole, as what is missing is asked for. */
typedef struct {
    const char *trick;
    const char *told;
} Bent;

static void
heads_come(void)
{
    static const Bent bent[] = {
        {"field 0 77", NULL},        {"field 0 64", NULL},    {"field 0 0", NULL},
        {"field 8 90000", NULL},     {"field 12 1", NULL},    {"field 12 4294967295", NULL},
        {"field 16 99999", DAMAGED}, {"field 20 1", DAMAGED}, {"field 20 4294967295", DAMAGED},
        {"field 24 0", NULL},        {"field 24 1353", NULL}, {"field 24 4294967295", NULL},
        {"field 28 0", NULL},        {"field 28 1", NULL},    {"field 28 2", NULL},
        {"field 28 8", STOPPED},     {"field 28 256", NULL},
    };
    alice_sees_bob();
    for (guint i = 0; i < G_N_ELEMENTS(bent); i++) {
        g_autofree char *name = g_strdup_printf("bent%u.bin", i);
        bob_has(ways[i % G_N_ELEMENTS(ways)], bent[i].trick);
        g_autofree char *where = bob_sends(name);
        if (bent[i].told != NULL) {
            alice_is_told(name, bent[i].told);
        } else {
            alice_has_it(name, where);
        }
        still_talks();
        bob_hangs_up();
    }
}

/* The same in what the one says who takes. */
static void
heads_go(void)
{
    static const char *const fields[] = {"field 0 77", "field 16 1", "field 24 1",  "field 28 0",
                                         "field 28 1", "field 28 2", "field 28 256"};
    alice_sees_bob();
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        bob_has(ways[i % G_N_ELEMENTS(ways)], fields[i]);
        it_goes();
        still_talks();
        bob_hangs_up();
    }
    g_autofree char *path = rig_file("reset.bin", SIZE);
    bob_has("listen", "field 28 8");
    rig_send_file(alice, BOB, path);
    alice_is_told("reset.bin", STOPPED);
    still_talks();
}

/* What is as large as may be, and one byte more. */
static void
large_frames(void)
{
    alice_sees_bob();
    bob_has("connect", "body 8192");
    it_comes();
    bob_hangs_up();
    rig_server_tell(server, "await direct-closed " ALICE " " BOB " %u", SIZE);
    bob_has("connect", "body 8193");
    it_comes();
    rig_check(connections() == 2);
    bob_has("listen", "body 65535");
    it_comes();
    rig_check(connections() == 3);
    still_talks();
}

/* Half a packet, and nothing more by any way: both may give it up. */
static void
hangs(void)
{
    alice_sees_bob();
    bob_has("connect", "hang");
    g_autofree char *first = bob_sends("hangs.bin");
    rig_expect(alice, "xfer-progress", "name=hangs.bin", "detail=25");
    rig_server_tell(server, "file-cancel " BOB " " ALICE);
    alice_is_told("hangs.bin", STOPPED);
    still_talks();
    bob_hangs_up();
    bob_has("listen hashed", "hang");
    g_autofree char *second = bob_sends("hangs2.bin");
    rig_expect(alice, "xfer-progress", "name=hangs2.bin", "detail=25");
    rig_cancel_file(alice, PURPLE_XFER_RECEIVE, "hangs2.bin");
    rig_expect(alice, "xfer-end", "name=hangs2.bin", "detail=cancelled here");
    still_talks();
    bob_hangs_up();
    bob_has("connect hashed", "hang");
    g_autofree char *path = rig_file("hangs3.bin", 100 * SIZE);
    rig_send_file(alice, BOB, path);
    rig_server_tell(server, "await direct-ready " ALICE " " BOB);
    rig_cancel_file(alice, PURPLE_XFER_SEND, "hangs3.bin");
    rig_expect(alice, "xfer-end", "name=hangs3.bin", "detail=cancelled here");
    still_talks();
}

/* The account goes while it waits for Bob, while he should say who he is, and while he should say
 * the rest of a packet; then it comes back. */
static void
gone_meanwhile(void)
{
    static const char *const tricks[] = {"absent", "mute", "hang"};
    static const char *const events[] = {"transport-told", "direct-connected", "direct-ready"};
    alice_sees_bob();
    for (guint i = 0; i < G_N_ELEMENTS(tricks); i++) {
        g_autofree char *name = g_strdup_printf("gone%u.bin", i);
        g_autofree char *path = rig_file(name, SIZE);
        bob_has("connect", tricks[i]);
        rig_send_file(alice, BOB, path);
        rig_server_tell(server, "await %s " ALICE " " BOB, events[i]);
        rig_disable(alice);
        rig_expect_file_end(alice, name, "cancelled *");
        rig_go_online(alice);
        rig_expect_buddy(alice, BOB, "online=1");
        still_talks();
    }
}

/* -- files that lie -----------------------------------------------------------------------------
 */

static char *
bob_lies(const char *kind, guint way)
{
    g_autofree char *name = g_strdup_printf("%s.bin", kind);
    bob_has(ways[way % G_N_ELEMENTS(ways)], NULL);
    rig_server_tell(server, "p2p-lie " BOB " %s", kind);
    return bob_sends(name);
}

/* What is announced is what has to come. */
static void
wrong_sizes(void)
{
    static const char *const kinds[] = {"size", "huge-total", "bye-early"};
    static const char *const told[] = {DAMAGED, DAMAGED, STOPPED};
    alice_sees_bob();
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *name = g_strdup_printf("%s.bin", kinds[i]);
        g_autofree char *where = bob_lies(kinds[i], i);
        alice_is_told(name, told[i]);
        rig_check(connections() == i + 1);
        still_talks();
        bob_hangs_up();
    }
}

/* What has a hole is never taken for whole, and is over when Bob says so. */
static void
holes(void)
{
    static const char *const kinds[] = {"short", "offset", "overlap", "over"};
    alice_sees_bob();
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *name = g_strdup_printf("%s.bin", kinds[i]);
        g_autofree char *is_name = g_strdup_printf("name=%s", name);
        g_autofree char *where = bob_lies(kinds[i], i);
        rig_forbid(alice, "xfer-end", is_name, "detail=done");
        rig_server_tell(server, "await direct-ready " ALICE " " BOB);
        rig_settle();
        rig_server_tell(server, "file-cancel " BOB " " ALICE);
        alice_is_told(name, STOPPED);
        still_talks();
        bob_hangs_up();
    }
    rig_allow_all();
}

/* What comes twice, or behind the end, does no harm; what is missing is asked for. */
static void
too_much_and_mended(void)
{
    static const char *const kinds[] = {"twice", "long", "hole"};
    alice_sees_bob();
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *name = g_strdup_printf("%s.bin", kinds[i]);
        g_autofree char *where = bob_lies(kinds[i], i);
        alice_has_it(name, where);
        rig_check(connections() == i + 1);
        still_talks();
        bob_hangs_up();
    }
    rig_check(how_often("p2p-asked-again " ALICE " " BOB " 1352") == 1);
}

static const RigScenario scenarios[] = {
    {"comes straight", comes_straight, RIG_SINCE | RIG_MOODS, 9},
    {"goes straight", goes_straight, RIG_SINCE | RIG_MOODS, 9},
    {"in small pieces", in_small_pieces, RIG_SINCE | RIG_MOODS, 9},
    {"without a switchboard", without_a_switchboard, RIG_SINCE | RIG_MOODS, 9},
    {"unproved comes", unproved_comes, RIG_SINCE | RIG_MOODS, 9},
    {"unproved goes", unproved_goes, RIG_SINCE | RIG_MOODS, 9},
    {"echoed", echoed, RIG_SINCE | RIG_MOODS, 9},
    {"broken comes", broken_comes, RIG_SINCE | RIG_MOODS, 9},
    {"broken goes", broken_goes, RIG_SINCE | RIG_MOODS, 9},
    {"nobody listens", nobody_listens, RIG_SINCE | RIG_MOODS, 9},
    {"nobody comes", nobody_comes, RIG_SINCE | RIG_MOODS, 9},
    {"nobody speaks", nobody_speaks, RIG_SINCE | RIG_MOODS, 9},
    {"unheard", unheard, RIG_SINCE | RIG_MOODS, 9},
    {"heads come", heads_come, RIG_SINCE | RIG_MOODS, 9},
    {"heads go", heads_go, RIG_SINCE | RIG_MOODS, 9},
    {"large frames", large_frames, RIG_SINCE | RIG_MOODS, 9},
    {"hangs", hangs, RIG_SINCE | RIG_MOODS, 9},
    {"gone meanwhile", gone_meanwhile, RIG_SINCE | RIG_MOODS, 9},
    {"wrong sizes", wrong_sizes, RIG_SINCE | RIG_MOODS, 9},
    {"holes", holes, RIG_SINCE | RIG_MOODS, 9},
    {"too much, and mended", too_much_and_mended, RIG_SINCE | RIG_MOODS, 9},
    {"nothing is left over", broken_comes, RIG_LEAKS, 12},
};

RIG_MAIN(scenarios)
