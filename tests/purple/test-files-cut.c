/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that somebody gives up, or whose line breaks: at the start, in the middle, at the end, by
 * either side, by each way; and immense ones. */
#include "rig-loop.h"
#include "rig-share.h"

#include <unistd.h>

#define FRIENDS "--friends " ALICE "," BOB

enum { MIB = 1024 * 1024, STRAIGHT = 32 * MIB, AROUND = 2 * MIB, IMMENSE = 100 * MIB };

typedef enum { START, MIDDLE, END } Point;

static RigServer *server;
static PurpleAccount *alice, *bob;
static char *folder;

static void
two_friends(gboolean straight)
{
    server = rig_server_start(FRIENDS);
    alice = rig_account(server, ALICE);
    bob = rig_account(server, BOB);
    purple_account_set_bool(alice, "direct_connect", straight);
    purple_account_set_bool(bob, "direct_connect", straight);
    rig_go_online(alice);
    rig_go_online(bob);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_buddy(bob, ALICE, "online=1");
    folder = rig_folder("received");
}

/* A file is offered and taken; where it is written. */
static char *
begin(PurpleAccount *from, PurpleAccount *to, const char *path)
{
    g_autofree char *name = g_path_get_basename(path);
    rig_send_file(from, purple_account_get_username(to), path);
    rig_expect(to, "request", "type=action");
    return rig_take_file(to, name, folder);
}

static void
expect_done(const char *path, const char *where)
{
    g_autofree char *name = g_path_get_basename(path);
    rig_expect_file_end(alice, name, "done");
    rig_expect_file_end(bob, name, "done");
    rig_check_same_file(path, where);
}

static void
still_talk(void)
{
    rig_say(alice, BOB, "never mind");
    rig_expect(bob, "im", "text=*never mind*");
    rig_say(bob, ALICE, "all right");
    rig_expect(alice, "im", "text=*all right*");
}

/* -- given up -----------------------------------------------------------------------------------
 */

typedef struct {
    PurpleXfer *xfer;
    gsize bytes;
} Progress;

static gboolean
has_come_so_far(gpointer data)
{
    const Progress *progress = data;
    return purple_xfer_get_bytes_sent(progress->xfer) >= progress->bytes;
}

/* Who sends has nothing left to send at the end; who takes has nearly all of it. */
static void
reach(PurpleXfer *xfer, Point point)
{
    gsize size = purple_xfer_get_size(xfer);
    gboolean sends = purple_xfer_get_type(xfer) == PURPLE_XFER_SEND;
    Progress progress = {xfer, point == MIDDLE ? size / 2 : sends ? size : size - size / 16};
    if (point != START) {
        rig_wait("the transfer to get that far", has_come_so_far, &progress);
    }
    rig_check(!purple_xfer_is_completed(xfer) && !purple_xfer_is_canceled(xfer));
}

/* The other one is told; but if everything was sent, he may have it already. */
static void
expect_given_up(PurpleAccount *by, PurpleAccount *other, Point point, const char *path,
                const char *where)
{
    const RigEvent *end;
    rig_expect(by, "xfer-end", "detail=cancelled here");
    end = rig_expect(other, "xfer-end");
    if (point == END && other == bob && g_str_equal(rig_event_get(end, "detail"), "done")) {
        rig_check_same_file(path, where);
        return;
    }
    rig_check_str(rig_event_get(end, "detail"), "cancelled there");
    rig_expect(NULL, "notify", "type=error", "primary=File transfer*");
}

/* Clients older than 6.0 have MSNFTP, which is a connection for each file. */
static gboolean
is_old(void)
{
    return rig_case()->dialect < 9;
}

static void
given_up(PurpleAccount *by, Point point, gsize size)
{
    g_autofree char *path = rig_file("big.bin", size);
    rig_server_tell(server, "forget");
    g_autofree char *where = begin(alice, bob, path);
    PurpleXferType way = by == alice ? PURPLE_XFER_SEND : PURPLE_XFER_RECEIVE;
    if (is_old()) { /* an answer to what was taken back meanwhile is nonsense to msnpd */
        rig_server_tell(server, "await invite " BOB " * ACCEPT");
    }
    reach(rig_xfer(by, way, "big.bin"), point);
    rig_cancel_file(by, way, "big.bin");
    expect_given_up(by, by == alice ? bob : alice, point, path, where);
    rig_check(rig_open_transfers() == 0);
    rig_forget("xfer-progress");
    rig_forget("im-error");
    still_talk();
}

static void
given_up_everywhere(gboolean straight)
{
    gsize size = straight ? STRAIGHT : AROUND;
    two_friends(straight);
    for (Point point = START; point <= END; point++) {
        given_up(alice, point, size);
        given_up(bob, point, size);
    }
    rig_check(straight == (rig_packets_of(server, ALICE) < 200));
    g_autofree char *path = rig_file("after.bin", 5000);
    g_autofree char *where = begin(alice, bob, path);
    expect_done(path, where);
}

static void
given_up_straight(void)
{
    given_up_everywhere(TRUE);
}

static void
given_up_around(void)
{
    given_up_everywhere(FALSE);
}

/* Before anybody has said yes. */
static void
offers(gboolean straight)
{
    two_friends(straight);
    g_autofree char *path = rig_file("a.bin", 100000);
    rig_send_file(alice, BOB, path);
    rig_expect(bob, "request", "type=action");
    rig_cancel_file(alice, PURPLE_XFER_SEND, "a.bin");
    expect_given_up(alice, bob, START, path, NULL);
    rig_check(rig_open_questions() == 0);
    rig_send_file(alice, BOB, path);
    rig_expect(bob, "request", "type=action");
    rig_refuse_file(bob, "a.bin");
    rig_expect(alice, "xfer-end", "detail=cancelled there");
    rig_expect(NULL, "notify", "type=error", "primary=File transfer*");
    rig_forget("im-error");
    rig_check(rig_open_transfers() == 0);
    still_talk();
}

static void
offers_straight(void)
{
    offers(TRUE);
}

static void
offers_around(void)
{
    offers(FALSE);
}

/* -- the line breaks ----------------------------------------------------------------------------
 */

/* The rest goes through the service. */
static void
cut_straight(PurpleAccount *from, PurpleAccount *to, gsize size, const char *percent)
{
    const char *sender = purple_account_get_username(from);
    g_autofree char *is_percent = g_strconcat("detail=", percent, NULL);
    g_autofree char *path = rig_file("cut.bin", size);
    g_autofree char *where = begin(from, to, path);
    guint before = rig_packets_of(server, sender);
    rig_expect(to, "xfer-progress", "way=receive", is_percent);
    rig_check(rig_packets_of(server, sender) < before + 30);
    rig_check(rig_loop_cut_within() > 0);
    expect_done(path, where);
    rig_check(rig_packets_of(server, sender) > before + size / 4 / 1202);
    rig_forget("xfer-progress");
}

/* Old clients have no other way: it is lost at both sides, and the next one comes. */
static void
old_line_breaks(void)
{
    two_friends(TRUE);
    for (guint i = 0; i < 2; i++) {
        PurpleAccount *from = i == 0 ? alice : bob, *to = i == 0 ? bob : alice;
        g_autofree char *path = rig_file("cut.bin", STRAIGHT);
        g_autofree char *where = begin(from, to, path);
        rig_expect(to, "xfer-progress", "way=receive", "detail=50");
        rig_check(rig_loop_cut_within() > 0);
        for (guint side = 0; side < 2; side++) {
            rig_expect(side == 0 ? from : to, "xfer-end", "detail=cancelled there");
            rig_expect(NULL, "notify", "type=error", "primary=File transfer*");
        }
        rig_check(rig_open_transfers() == 0);
        rig_forget("xfer-progress");
        rig_forget("im-error");
        still_talk();
        g_autofree char *again = rig_file("again.bin", MIB);
        g_autofree char *there = begin(from, to, again);
        expect_done(again, there);
    }
}

static void
straight_line_breaks(void)
{
    two_friends(TRUE);
    cut_straight(alice, bob, 8 * MIB, "50");
    cut_straight(bob, alice, 8 * MIB, "50");
    still_talk();
}

/* The file goes on in another switchboard; TROUBLE is a command of msnpd's. */
static void
switchboard_breaks(const char *trouble)
{
    g_autofree char *path = rig_file("cut.bin", AROUND);
    g_autofree char *where = begin(alice, bob, path);
    rig_expect(bob, "xfer-progress", "way=receive", "detail=50");
    rig_server_tell(server, "%s", trouble);
    expect_done(path, where);
    rig_forget("xfer-progress");
}

static void
sender_loses_the_switchboard(void)
{
    two_friends(FALSE);
    switchboard_breaks("drop " ALICE " sb");
    switchboard_breaks("fin " ALICE " sb");
    still_talk();
}

static void
service_closes_the_switchboard(void)
{
    two_friends(FALSE);
    switchboard_breaks("room-close " ALICE);
    still_talk();
}

/* The service may acknowledge what reached nobody; only the receiver can tell what is missing. */
static void
receiver_loses_the_switchboard(void)
{
    two_friends(FALSE);
    switchboard_breaks("room-close " BOB);
    switchboard_breaks("drop " BOB " sb");
    switchboard_breaks("fin " BOB " sb");
    still_talk();
}

/* Whose line to the service breaks loses the file, and so does the other one, once. */
static void
account_breaks(PurpleAccount *whose, gboolean straight)
{
    PurpleAccount *other = whose == alice ? bob : alice;
    g_autofree char *path = rig_file("cut.bin", straight ? STRAIGHT : AROUND);
    g_autofree char *where = begin(alice, bob, path);
    rig_expect(bob, "xfer-progress", "way=receive", "detail=25");
    rig_server_tell(server, "drop %s ns", purple_account_get_username(whose));
    rig_expect_error(whose, "NETWORK_ERROR", "*");
    rig_expect(whose, "xfer-end", "detail=cancelled *");
    rig_expect(other, "xfer-end", "detail=cancelled there");
    rig_forget("notify");
    rig_check(rig_open_transfers() == 0);
    rig_forget("xfer-progress");
    rig_disable(whose);
    rig_go_online(whose);
    rig_expect_buddy(whose, purple_account_get_username(other), "online=1");
    rig_expect_buddy(other, purple_account_get_username(whose), "online=1");
}

static void
accounts_break(gboolean straight)
{
    two_friends(straight);
    account_breaks(alice, straight);
    account_breaks(bob, straight);
    still_talk();
}

static void
accounts_break_straight(void)
{
    accounts_break(TRUE);
}

static void
accounts_break_around(void)
{
    accounts_break(FALSE);
}

/* -- beside it ----------------------------------------------------------------------------------
 */

/* What is said while a file takes the switchboard comes long before its end, both ways. */
static void
text_goes_beside(void)
{
    two_friends(FALSE);
    g_autofree char *path = rig_file("big.bin", 8 * MIB);
    g_autofree char *where = begin(alice, bob, path);
    for (guint percent = 25; percent < 100; percent += 25) {
        g_autofree char *detail = g_strdup_printf("detail=%u", percent);
        rig_expect(bob, "xfer-progress", "way=receive", detail);
        still_talk();
        rig_check(rig_open_transfers() == 2);
    }
    expect_done(path, where);
    rig_forget("xfer-progress");
}

/* -- immense ------------------------------------------------------------------------------------
 */

static void
immense(gboolean straight)
{
    two_friends(straight);
    for (guint i = 0; i < 2; i++) {
        PurpleAccount *from = i == 0 ? alice : bob, *to = i == 0 ? bob : alice;
        g_autofree char *path = rig_file(i == 0 ? "there.bin" : "back.bin", IMMENSE);
        g_autofree char *where = begin(from, to, path);
        for (guint percent = 25; percent < 100; percent += 25) {
            g_autofree char *detail = g_strdup_printf("detail=%u", percent);
            rig_expect(to, "xfer-progress", "way=receive", detail);
        }
        expect_done(path, where);
    }
    rig_check(straight == (rig_packets_of(server, ALICE) < IMMENSE / 1202));
    still_talk();
}

static void
immense_straight(void)
{
    immense(TRUE);
}

static void
immense_around(void)
{
    immense(FALSE);
}

/* -- beyond 32 bits -----------------------------------------------------------------------------
 */

static const guint64 beyond = G_GUINT64_CONSTANT(0x100000000);

/* A file with holes, and something in it on both sides of where 32 bits end. */
static char *
file_with_holes(const char *name)
{
    g_autofree char *path = rig_file(name, 100000);
    g_autofree char *bytes = NULL;
    gsize size = 0;
    rig_check(g_file_get_contents(path, &bytes, &size, NULL));
    FILE *file = fopen(path, "r+");
    rig_check(file != NULL && fseeko(file, (off_t) (beyond - size / 2), SEEK_SET) == 0 &&
              fwrite(bytes, 1, size, file) == size &&
              fseeko(file, (off_t) (beyond + 10 * size), SEEK_SET) == 0 &&
              fwrite(bytes, 1, size, file) == size && fclose(file) == 0);
    return g_steal_pointer(&path);
}

static void
more_than_32_bits_tell(void)
{
    two_friends(TRUE);
    purple_debug_set_verbose(FALSE); /* it would tell of every piece */
    g_autofree char *path = file_with_holes("huge.bin");
    g_autofree char *where = begin(alice, bob, path);
    PurpleXfer *xfer = rig_xfer(bob, PURPLE_XFER_RECEIVE, "huge.bin");
    rig_check(purple_xfer_get_size(xfer) > beyond);
    for (guint64 reached = 0; reached < beyond; reached += 64 * MIB) {
        Progress progress = {xfer, reached};
        rig_wait("the next piece of it", has_come_so_far, &progress);
    }
    expect_done(path, where);
    rig_check(unlink(path) == 0 && unlink(where) == 0); /* nobody need look for passwords there */
    rig_forget("xfer-progress");
    still_talk();
}

static const RigScenario scenarios[] = {
    {"given up, straight", given_up_straight, RIG_SINCE | RIG_MOODS, 9},
    {"given up, through the service", given_up_around, RIG_SINCE | RIG_MOODS, 9},
    {"offers, straight", offers_straight, RIG_SINCE | RIG_MOODS, 9},
    {"offers, through the service", offers_around, RIG_SINCE | RIG_MOODS, 9},
    {"the straight line breaks", straight_line_breaks, RIG_SINCE | RIG_MOODS, 9},
    {"the sender loses the switchboard", sender_loses_the_switchboard, RIG_SINCE | RIG_MOODS, 9},
    {"the service closes the switchboard", service_closes_the_switchboard, RIG_SINCE | RIG_MOODS,
     9},
    {"the receiver loses the switchboard", receiver_loses_the_switchboard, RIG_SINCE | RIG_MOODS,
     9},
    {"an account breaks, straight", accounts_break_straight, RIG_SINCE | RIG_MOODS, 9},
    {"an account breaks, through the service", accounts_break_around, RIG_SINCE | RIG_MOODS, 9},
    {"text goes beside, through the service", text_goes_beside, RIG_SINCE | RIG_MOODS, 9},
    {"100 MiB, straight", immense_straight, RIG_LONG, 9},
    {"100 MiB, through the service", immense_around, RIG_LONG, 9},
    {"4 GiB and more, straight", more_than_32_bits_tell, RIG_NAMED, 12},
    {"4 GiB and more, old clients", more_than_32_bits_tell, RIG_NAMED, 7},
    {"given up, old clients", given_up_straight, RIG_MOODS, 7},
    {"offers, old clients", offers_straight, RIG_MOODS, 7},
    {"the line of old clients breaks", old_line_breaks, RIG_MOODS, 7},
    {"an account breaks, old clients", accounts_break_straight, RIG_MOODS, 7},
    {"100 MiB, old clients", immense_straight, RIG_LONG, 7},
    {"nothing is left over", given_up_around, RIG_LEAKS, 12},
    {"nothing is left over, old clients", old_line_breaks, RIG_LEAKS, 7},
};

RIG_MAIN(scenarios)
