/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files with people whose clients are older than 6.0, whom msnpd plays: it has its own idea of
 * MSNFTP, says what is wrong with ours, stops in the middle, and lies when told to. What two of us
 * do to each other in old dialects is in test-files. */
#include "rig-share.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB

static const gsize sizes[] = {0, 1, 2044, 2045, 2046, 100000, 1024 * 1024};

static RigServer *server;
static PurpleAccount *alice;
static char *folder;

static void
alice_and_bob(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "answer " BOB " on");
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "online=1");
    folder = rig_folder("received");
}

/* Whatever has been done to it, the session goes on. */
static void
still_talks(void)
{
    rig_forget("notify");
    rig_forget("im-error");
    rig_say(alice, BOB, "still there?");
    rig_server_tell(server, "await message " ALICE);
    rig_server_tell(server, "say " BOB " " ALICE " yes");
    rig_expect(alice, "im", "who=" BOB, "text=*yes*");
    rig_check(rig_open_transfers() == 0);
    rig_check(rig_open_questions() == 0);
}

/* -- to her -------------------------------------------------------------------------------------
 */

/* Bob offers a file of that size and she takes it. Where it goes; free it. */
static char *
alice_takes(const char *name, gsize size, const char *how)
{
    g_autofree char *asked = g_strdup_printf("primary=*wants to send you %s*", name);
    rig_server_tell(server, "msnftp-send " BOB " " ALICE " %s @%" G_GSIZE_FORMAT "%s", name, size,
                    how);
    rig_expect(alice, "request", "type=action", asked);
    return rig_take_file(alice, name, folder);
}

/* A file with the bytes that msnpd's people send. */
static char *
file_of_bob(const char *name, gsize size)
{
    g_autofree guint8 *bytes = g_malloc(size + 1);
    for (gsize i = 0; i < size; i++) {
        bytes[i] = (guint8) (i * 7 + i / 251);
    }
    return rig_file_of(name, bytes, size);
}

static void
all_sizes_come(const char *how)
{
    alice_and_bob();
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autofree char *name = g_strdup_printf("%u.bin", i);
        g_autofree char *original = file_of_bob(name, sizes[i]);
        g_autofree char *where = alice_takes(name, sizes[i], how);
        rig_expect_file_end(alice, name, "done");
        rig_server_tell(server, "await msnftp-done " BOB " " ALICE " %" G_GSIZE_FORMAT " %s",
                        sizes[i], rig_sum(original));
        rig_check_same_file(original, where);
    }
    still_talks();
}

static void
files_come(void)
{
    all_sizes_come("");
}

static void
files_come_from_behind_a_router(void)
{
    all_sizes_come(" N");
}

static void
names_are_made_safe(void)
{
    alice_and_bob();
    rig_server_tell(server, "msnftp-send " BOB " " ALICE " ..%%2F..%%5Cx%%3Ay.txt @10");
    rig_expect(alice, "request", "type=action", "primary=*wants to send you x*y.txt*");
    rig_refuse_file(alice, "x*y.txt");
    rig_server_tell(server, "await msnftp-cancelled " BOB " " ALICE " * REJECT");
    still_talks();
}

static void
too_many_are_declined(void)
{
    alice_and_bob();
    for (guint i = 0; i < 14; i++) {
        rig_server_tell(server, "msnftp-send " BOB " " ALICE " %u.bin @10", i);
    }
    for (guint i = 10; i < 14; i++) {
        rig_server_tell(server, "await msnftp-cancelled " BOB " " ALICE " %u REJECT", 33267 + i);
    }
    for (guint i = 0; i < 10; i++) {
        rig_expect(alice, "request", "type=action", "primary=*wants to send you*");
    }
    rig_check(rig_open_transfers() == 10);
    rig_disable(alice);
    rig_check(rig_open_transfers() == 0);
    rig_check(rig_open_questions() == 0);
}

/* The account's option says that nobody is to be asked; no file is written over. */
static void
taken_without_being_asked(void)
{
    static const char *const names[] = {"note.txt", "note.txt", ".profile"};
    static const char *const kept[] = {"note.txt", "note (2).txt", "_.profile"};
    alice_and_bob();
    purple_account_set_string(alice, "invite_file", "accept");
    rig_forbid(alice, "request");
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *original = file_of_bob("original", 5000);
        g_autofree char *where = g_build_filename(g_get_home_dir(), kept[i], NULL);
        rig_server_tell(server, "msnftp-send " BOB " " ALICE " %s @5000", names[i]);
        rig_expect_file_end(alice, names[i], "done");
        rig_check_same_file(original, where);
    }
    still_talks();
}

/* -- from her -----------------------------------------------------------------------------------
 */

static void
alice_offers(const char *name, gsize size)
{
    g_autofree char *path = rig_file(name, size);
    rig_send_file(alice, BOB, path);
}

static void
files_go(void)
{
    alice_and_bob();
    rig_server_tell(server, "msnftp-take " BOB " accept");
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autofree char *name = g_strdup_printf("%u.bin", i);
        g_autofree char *path = rig_file(name, sizes[i]);
        rig_send_file(alice, BOB, path);
        rig_server_tell(server, "await msnftp-done " ALICE " " BOB " %" G_GSIZE_FORMAT " %s",
                        sizes[i], rig_sum(path));
        rig_expect_file_end(alice, name, "done");
    }
    still_talks();
}

static void
files_are_declined(void)
{
    static const char *const codes[] = {"REJECT", "REJECT_NOT_INSTALLED", "FTTIMEOUT",
                                        "OUTBANDCANCEL", "NONSENSE"};
    alice_and_bob();
    for (guint i = 0; i < G_N_ELEMENTS(codes); i++) {
        rig_server_tell(server, "msnftp-take " BOB " decline %s", codes[i]);
        alice_offers("no.bin", 5000);
        rig_expect_file_end(alice, "no.bin", "cancelled there");
        still_talks();
    }
}

static void
an_offer_is_taken_back(void)
{
    alice_and_bob();
    rig_server_tell(server, "msnftp-take " BOB " ignore");
    alice_offers("no.bin", 5000);
    rig_server_tell(server, "await msnftp-offered " ALICE " " BOB);
    rig_cancel_file(alice, PURPLE_XFER_SEND, "no.bin");
    rig_expect_file_end(alice, "no.bin", "cancelled here");
    rig_server_tell(server, "await msnftp-cancelled " ALICE " " BOB " * TIMEOUT");
    still_talks();
}

static void
he_goes_before_he_has_answered(void)
{
    alice_and_bob();
    rig_server_tell(server, "msnftp-take " BOB " ignore");
    alice_offers("no.bin", 5000);
    rig_server_tell(server, "await msnftp-offered " ALICE " " BOB);
    rig_server_tell(server, "leave " BOB);
    rig_server_tell(server, "status " BOB " FLN");
    rig_expect_file_end(alice, "no.bin", "cancelled there");
    rig_check(rig_open_transfers() == 0);
    rig_forget("notify");
    rig_forget("im-error");
}

/* -- stopped ------------------------------------------------------------------------------------
 */

static const gsize stops[] = {0, 1, 50000, 99999};
static const char *const ways[] = {"cancel", "bye", "fin", "reset"};

static void
he_stops_sending(void)
{
    alice_and_bob();
    for (guint i = 0; i < G_N_ELEMENTS(stops); i++) {
        for (guint w = 0; w <= G_N_ELEMENTS(ways); w++) {
            const char *way = w < G_N_ELEMENTS(ways) ? ways[w] : "block";
            rig_server_tell(server, "msnftp-stop " BOB " %" G_GSIZE_FORMAT " %s", stops[i], way);
            g_autofree char *where = alice_takes("half.bin", 100000, "");
            rig_expect_file_end(alice, "half.bin", "cancelled there");
            still_talks();
        }
    }
}

static void
he_stops_taking(void)
{
    alice_and_bob();
    rig_server_tell(server, "msnftp-take " BOB " accept");
    for (guint i = 0; i < G_N_ELEMENTS(stops); i++) {
        for (guint w = 0; w <= G_N_ELEMENTS(ways); w++) {
            const char *way = w < G_N_ELEMENTS(ways) ? ways[w] : "ccl";
            rig_server_tell(server, "msnftp-stop " BOB " %" G_GSIZE_FORMAT " %s", stops[i], way);
            alice_offers("half.bin", 100000);
            rig_expect_file_end(alice, "half.bin", "cancelled there");
            still_talks();
        }
    }
}

/* He says and hears nothing more, and she does not wait. */
static void
she_stops_taking(void)
{
    static const gsize places[] = {0, 50000};
    alice_and_bob();
    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        rig_server_tell(server, "msnftp-stop " BOB " %" G_GSIZE_FORMAT " hang", places[i]);
        g_autofree char *where = alice_takes("half.bin", 100000, "");
        rig_server_tell(server, "await msnftp-stopped " BOB " " ALICE);
        rig_cancel_file(alice, PURPLE_XFER_RECEIVE, "half.bin");
        rig_expect_file_end(alice, "half.bin", "cancelled here");
        still_talks();
    }
}

static void
she_stops_sending(void)
{
    static const gsize places[] = {0, 50000};
    alice_and_bob();
    rig_server_tell(server, "msnftp-take " BOB " accept");
    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        rig_server_tell(server, "msnftp-stop " BOB " %" G_GSIZE_FORMAT " hang", places[i]);
        alice_offers("half.bin", 100000);
        rig_server_tell(server, "await msnftp-stopped " ALICE " " BOB);
        rig_cancel_file(alice, PURPLE_XFER_SEND, "half.bin");
        rig_expect_file_end(alice, "half.bin", "cancelled here");
        still_talks();
    }
}

/* -- lies ---------------------------------------------------------------------------------------
 */

static void
senders_that_lie(void)
{
    static const struct {
        const char *lie;
        const char *end;
    } lies[] = {
        {"say FIL FIL 999\\r\\n", "cancelled there"},
        {"say FIL FIL\\r\\n", "cancelled there"},
        {"say FIL FIL 99999999999999999999\\r\\n", "cancelled there"},
        {"say VER BYE 2164261694\\r\\n", "cancelled there"},
        {"more 1", "cancelled there"},
        {"less 1", "cancelled there"},
        {"empty-block", "done"},
        {"block 2046", "done"},
        {"block 65535", "done"},
        {"type 7", "cancelled there"},
        {"absent", "cancelled there"},
        {"field IP-Address: localhost", "cancelled there"},
        {"field IP-Address: 224.0.0.1", "cancelled there"},
        {"field Port: 25", "cancelled there"},
        {"field Port: 70000", "cancelled there"},
        {"drop AuthCookie", "cancelled there"},
        {"field AuthCookie: 1 2", "cancelled there"},
        {"reverse", "done"},
        {"add PortX: %P", "done"},
    };
    alice_and_bob();
    for (guint i = 0; i < G_N_ELEMENTS(lies); i++) {
        g_autofree char *name = g_strdup_printf("%u.bin", i);
        rig_server_tell(server, "msnftp-lie " BOB " %s", lies[i].lie);
        g_autofree char *where = alice_takes(name, 100000, "");
        rig_expect_file_end(alice, name, lies[i].end);
        still_talks();
    }
}

/* None of them gets a byte. */
static void
takers_that_lie(void)
{
    static const char *const lies[] = {"say USR USR " BOB " 1\\r\\n",
                                       "say USR USR eve@example.com %A\\r\\n",
                                       "say USR USR\\r\\n", "say USR USR " BOB "\\r\\n"};
    alice_and_bob();
    rig_server_tell(server, "msnftp-take " BOB " accept");
    for (guint i = 0; i < G_N_ELEMENTS(lies); i++) {
        rig_server_tell(server, "msnftp-lie " BOB " %s", lies[i]);
        alice_offers("a.bin", 5000);
        rig_expect_file_end(alice, "a.bin", "cancelled there");
        still_talks();
    }
    rig_check_str(rig_server_tell(server, "count msnftp-began " ALICE " " BOB), "0");
}

/* Nothing comes of these, and nobody is asked. */
static void
offers_that_are_none(void)
{
    static const char *const lies[] = {"drop Application-FileSize",
                                       "field Application-FileSize: -1",
                                       "field Application-File: .."};
    alice_and_bob();
    rig_forbid(alice, "request");
    for (guint i = 0; i < G_N_ELEMENTS(lies); i++) {
        rig_server_tell(server, "msnftp-lie " BOB " %s", lies[i]);
        rig_server_tell(server, "msnftp-send " BOB " " ALICE " a.bin @10");
        rig_expect(alice, "system", "who=" BOB, "text=*invites you to a file transfer*declined*");
    }
    still_talks();
}

static const RigScenario scenarios[] = {
    {"files come", files_come, RIG_SINCE | RIG_MOODS, 2},
    {"files come from behind a router", files_come_from_behind_a_router, RIG_SINCE | RIG_MOODS, 2},
    {"names are made safe", names_are_made_safe, RIG_SINCE | RIG_MOODS, 2},
    {"too many are declined", too_many_are_declined, RIG_SINCE | RIG_MOODS, 2},
    {"taken without being asked", taken_without_being_asked, RIG_SINCE | RIG_MOODS, 2},
    {"files go", files_go, RIG_SINCE | RIG_MOODS, 2},
    {"files are declined", files_are_declined, RIG_SINCE | RIG_MOODS, 2},
    {"an offer is taken back", an_offer_is_taken_back, RIG_SINCE | RIG_MOODS, 2},
    {"he goes before he has answered", he_goes_before_he_has_answered, RIG_SINCE, 2},
    {"he stops sending", he_stops_sending, RIG_SINCE, 2},
    {"he stops taking", he_stops_taking, RIG_SINCE, 2},
    {"she stops taking", she_stops_taking, RIG_SINCE, 2},
    {"she stops sending", she_stops_sending, RIG_SINCE, 2},
    {"senders that lie", senders_that_lie, RIG_SINCE, 2},
    {"takers that lie", takers_that_lie, RIG_SINCE, 2},
    {"offers that are none", offers_that_are_none, RIG_SINCE, 2},
};

RIG_MAIN(scenarios)
