/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files: of every size, both ways, byte by byte; declined, cancelled and torn off at every point;
 * under names of every kind; several at once, while people go on talking. */
#include "rig-fault.h"
#include "rig-share.h"

#include <string.h>
#include <unistd.h>

#define FRIENDS "--friends " ALICE "," BOB " --friends " ALICE "," CAROL

/* A direct connection has room for some MiB that nobody has read yet. */
enum { BIG = 4 * 1024 * 1024, BIG_DIRECT = 32 * 1024 * 1024 };

static RigServer *server;
static PurpleAccount *alice, *bob;
static char *folder;
static gboolean over_the_service; /* no direct connection between the two */

static PurpleAccount *
sign_in(const char *mail)
{
    PurpleAccount *account = rig_account(server, mail);
    purple_account_set_bool(account, "direct_connect", !over_the_service);
    rig_go_online(account);
    return account;
}

static void
two_friends(void)
{
    server = rig_server_start(FRIENDS);
    alice = sign_in(ALICE);
    bob = sign_in(BOB);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_buddy(bob, ALICE, "online=1");
    folder = rig_folder("received");
}

static void
expect_offer(PurpleAccount *account, const char *name)
{
    g_autofree char *text = g_strconcat("primary=*wants to send you ", name, "*", NULL);
    rig_expect(account, "request", "type=action", text);
}

/* libpurple says that the other side has stopped it, in a window of its own. */
static void
expect_stopped(PurpleAccount *account, const char *name)
{
    rig_expect_file_end(account, name, "cancelled there");
    rig_expect(NULL, "notify", "type=error", "primary=File transfer*");
}

/* From one to the other, and it is the same. */
static void
hand_over(PurpleAccount *from, PurpleAccount *to, const char *path)
{
    g_autofree char *name = g_path_get_basename(path);
    rig_send_file(from, purple_account_get_username(to), path);
    expect_offer(to, name);
    g_autofree char *where = rig_take_file(to, name, folder);
    rig_expect_file_end(from, name, "done");
    rig_expect_file_end(to, name, "done");
    rig_check_same_file(path, where);
}

/* Windows do not offer it; a plugin that does not ask does it nevertheless. */
static void
alice_sends_without_asking(const char *path)
{
    PurpleConnection *gc = purple_account_get_connection(alice);
    PurplePluginProtocolInfo *prpl = PURPLE_PLUGIN_PROTOCOL_INFO(purple_connection_get_prpl(gc));
    rig_check(!prpl->can_receive_file(gc, BOB));
    prpl->send_file(gc, BOB, path);
}

/* -- sizes --------------------------------------------------------------------------------------
 */

static void
of_every_size(void)
{
    static const gsize sizes[] = {0, 1, 1202, 1203, 2404, 65536, 1024 * 1024};
    two_friends();
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autofree char *a = g_strdup_printf("a%u.bin", i), *b = g_strdup_printf("b%u.bin", i);
        g_autofree char *from_alice = rig_file(a, sizes[i]), *from_bob = rig_file(b, sizes[i]);
        hand_over(alice, bob, from_alice);
        hand_over(bob, alice, from_bob);
    }
}

static void
progress_is_shown(void)
{
    two_friends();
    g_autofree char *file = rig_file("big.bin", 1024 * 1024);
    hand_over(alice, bob, file);
    for (guint i = 25; i <= 75; i += 25) {
        g_autofree char *percent = g_strdup_printf("detail=%u", i);
        rig_expect(alice, "xfer-progress", "way=send", percent);
        rig_expect(bob, "xfer-progress", "way=receive", percent);
    }
}

/* What people say in the windows beside it. */
static void
lines_in_the_windows(void)
{
    two_friends();
    rig_say(alice, BOB, "wait");
    rig_expect(bob, "im", "text=*wait*");
    g_autofree char *file = rig_file("a.bin", 5000);
    hand_over(alice, bob, file);
    rig_expect(bob, "system", "who=" ALICE, "text=*offering to send file a.bin*");
    rig_expect(bob, "system", "who=" ALICE, "text=*complete*");
    rig_expect(alice, "system", "who=" BOB, "text=*complete*");
}

/* -- several, and text --------------------------------------------------------------------------
 */

static void
several_while_talking(void)
{
    char *paths[4], *where[4];
    two_friends();
    for (guint i = 0; i < 4; i++) {
        g_autofree char *name = g_strdup_printf("%u.bin", i);
        paths[i] = rig_file(name, 300000 + i);
        rig_send_file(i < 2 ? alice : bob, i < 2 ? BOB : ALICE, paths[i]);
        expect_offer(i < 2 ? bob : alice, name);
    }
    for (guint i = 0; i < 4; i++) {
        g_autofree char *name = g_strdup_printf("%u.bin", i);
        where[i] = rig_take_file(i < 2 ? bob : alice, name, folder);
    }
    for (guint i = 0; i < 10; i++) {
        g_autofree char *text = g_strdup_printf("line %u", i);
        g_autofree char *is_text = g_strconcat("text=*", text, "*", NULL);
        rig_say(alice, BOB, text);
        rig_expect(bob, "im", is_text);
        rig_say(bob, ALICE, text);
        rig_expect(alice, "im", is_text);
    }
    for (guint i = 0; i < 4; i++) {
        g_autofree char *name = g_strdup_printf("%u.bin", i);
        rig_expect_file_end(alice, name, "done");
        rig_expect_file_end(bob, name, "done");
        rig_check_same_file(paths[i], where[i]);
        g_free(paths[i]);
        g_free(where[i]);
    }
}

/* -- previews -----------------------------------------------------------------------------------
 */

static void
pictures_have_a_preview(void)
{
    two_friends();
    g_autofree char *picture = rig_picture("photo.png", 30000);
    g_autofree char *other = rig_file("photo.bin", 30000);
    rig_send_file(alice, BOB, picture);
    rig_expect(bob, "request-icon", "who=" ALICE, "size=33");
    expect_offer(bob, "photo.png");
    rig_refuse_file(bob, "photo.png");
    expect_stopped(alice, "photo.png");
    rig_forbid(bob, "request-icon");
    hand_over(alice, bob, other);
}

/* -- declined and cancelled ---------------------------------------------------------------------
 */

static void
declined(void)
{
    two_friends();
    rig_say(alice, BOB, "wait");
    rig_expect(bob, "im", "text=*wait*");
    g_autofree char *file = rig_file("a.bin", 5000);
    rig_send_file(alice, BOB, file);
    expect_offer(bob, "a.bin");
    rig_refuse_file(bob, "a.bin");
    rig_expect(alice, "im-error", "who=" BOB, "text=*declined the file*");
    expect_stopped(alice, "a.bin");
    rig_check(rig_open_transfers() == 0);
    hand_over(alice, bob, file); /* he has thought about it */
}

static void
offer_taken_back(void)
{
    two_friends();
    g_autofree char *file = rig_file("a.bin", 5000);
    rig_send_file(alice, BOB, file);
    expect_offer(bob, "a.bin");
    rig_cancel_file(alice, PURPLE_XFER_SEND, "a.bin");
    rig_expect_file_end(alice, "a.bin", "cancelled here");
    expect_stopped(bob, "a.bin");
    rig_check(rig_open_questions() == 0);
}

/* Begins a transfer that has not reached its end when this returns. */
static char *
begin(PurpleAccount *from, PurpleAccount *to)
{
    g_autofree char *file = rig_file("big.bin", over_the_service ? BIG : BIG_DIRECT);
    rig_send_file(from, purple_account_get_username(to), file);
    expect_offer(to, "big.bin");
    char *where = rig_take_file(to, "big.bin", folder);
    rig_expect(to, "xfer-progress", "way=receive", "detail=25");
    rig_check(rig_open_transfers() == 2);
    return where;
}

static void
cancelled_by_the_sender(void)
{
    two_friends();
    g_autofree char *where = begin(alice, bob);
    rig_cancel_file(alice, PURPLE_XFER_SEND, "big.bin");
    rig_expect_file_end(alice, "big.bin", "cancelled here");
    expect_stopped(bob, "big.bin");
    rig_say(alice, BOB, "never mind");
    rig_expect(bob, "im", "text=*never mind*");
}

static void
cancelled_by_the_receiver(void)
{
    two_friends();
    g_autofree char *where = begin(alice, bob);
    rig_cancel_file(bob, PURPLE_XFER_RECEIVE, "big.bin");
    rig_expect_file_end(bob, "big.bin", "cancelled here");
    expect_stopped(alice, "big.bin");
    rig_say(bob, ALICE, "never mind");
    rig_expect(alice, "im", "text=*never mind*");
}

/* He has been asked into the conversation and has not come. */
static void
cancelled_before_it_is_offered(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "caps " BOB " 268435456");
    rig_server_tell(server, "status " BOB " NLN");
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "online=1");
    g_autofree char *file = rig_file("a.bin", 100000);
    for (guint i = 0; i < 3; i++) {
        rig_send_file(alice, BOB, file);
        rig_cancel_file(alice, PURPLE_XFER_SEND, "a.bin");
        rig_expect_file_end(alice, "a.bin", "cancelled here");
        rig_settle();
    }
}

static void
cancelled_as_it_is_taken(void)
{
    two_friends();
    g_autofree char *file = rig_file("a.bin", 100000);
    rig_send_file(alice, BOB, file);
    expect_offer(bob, "a.bin");
    g_autofree char *where = rig_take_file(bob, "a.bin", folder);
    rig_cancel_file(bob, PURPLE_XFER_RECEIVE, "a.bin");
    rig_expect_file_end(bob, "a.bin", "cancelled here");
    expect_stopped(alice, "a.bin");
}

/* -- the disk -----------------------------------------------------------------------------------
 */

static void
nowhere_to_write(void)
{
    two_friends();
    g_autofree char *file = rig_file("a.bin", 5000);
    g_autofree char *nowhere = rig_path("no-such-folder");
    rig_send_file(alice, BOB, file);
    expect_offer(bob, "a.bin");
    g_autofree char *where = rig_take_file(bob, "a.bin", nowhere);
    rig_expect_file_end(bob, "a.bin", "cancelled here");
    rig_expect(NULL, "notify", "type=error", "secondary=Error writing*");
    expect_stopped(alice, "a.bin");
}

static void
no_room_on_the_disk(void)
{
    two_friends();
    g_autofree char *file = rig_file("full", 5000);
    rig_send_file(alice, BOB, file);
    expect_offer(bob, "full");
    rig_fault("disk full");
    g_autofree char *where = rig_take_file(bob, "full", "/dev");
    rig_expect_file_end(bob, "full", "cancelled here");
    rig_expect(NULL, "notify", "type=error", "secondary=*could not be written*");
    if (rig_case()->dialect < 9) /* the receiver says it when he has all; over P2P that is late */
        expect_stopped(alice, "full");
    rig_forget("notify");
    rig_faults_survived();
}

/* It is shorter than it was when it was offered. */
static void
the_file_shrinks(void)
{
    two_friends();
    g_autofree char *file = rig_file("a.bin", 2 * 1024 * 1024);
    rig_send_file(alice, BOB, file);
    expect_offer(bob, "a.bin");
    rig_check(truncate(file, 100) == 0);
    g_autofree char *where = rig_take_file(bob, "a.bin", folder);
    rig_expect_file_end(alice, "a.bin", "cancelled here");
    rig_expect(NULL, "notify", "type=error", "secondary=*could not be read*");
    expect_stopped(bob, "a.bin");
}

static void
what_is_no_file(void)
{
    two_friends();
    rig_forbid(bob, "request");
    g_autofree char *path = rig_folder("a-folder");
    rig_send_file(alice, BOB, path);
    rig_expect(NULL, "notify", "type=error", "secondary=*cannot be sent*");
    rig_expect_file_end(alice, "a-folder", "cancelled here");
    rig_settle();
}

/* -- the end of the line ------------------------------------------------------------------------
 */

static void
sender_signs_out(void)
{
    two_friends();
    g_autofree char *where = begin(alice, bob);
    rig_disable(alice);
    rig_expect_file_end(alice, "big.bin", "cancelled here");
    expect_stopped(bob, "big.bin");
    rig_check(rig_open_transfers() == 0);
}

static void
receiver_signs_out(void)
{
    two_friends();
    g_autofree char *where = begin(alice, bob);
    rig_disable(bob);
    rig_expect_file_end(bob, "big.bin", "cancelled here");
    expect_stopped(alice, "big.bin");
    rig_check(rig_open_transfers() == 0);
}

static void
sender_loses_the_line(void)
{
    two_friends();
    g_autofree char *where = begin(alice, bob);
    rig_server_tell(server, "drop " ALICE " ns");
    rig_expect_error(alice, "NETWORK_ERROR", "*");
    rig_expect(alice, "xfer-end");
    rig_expect(bob, "xfer-end");
    rig_check(rig_open_transfers() == 0);
    rig_forget("notify");
    rig_forget("im-error");
}

static void
signed_out_while_asked(void)
{
    two_friends();
    g_autofree char *file = rig_file("a.bin", 5000);
    rig_send_file(alice, BOB, file);
    expect_offer(bob, "a.bin");
    rig_disable(bob);
    rig_check(rig_open_questions() == 0);
    expect_stopped(alice, "a.bin");
    rig_go_online(bob);
    rig_expect_buddy(alice, BOB, "online=1");
    hand_over(alice, bob, file);
}

/* The user still looks for the file when the account goes. */
static void
signed_out_while_choosing(void)
{
    two_friends();
    serv_send_file(purple_account_get_connection(alice), BOB, NULL);
    rig_expect(alice, "request", "type=file", "secondary=open");
    rig_disable(alice);
    rig_check(rig_open_questions() == 0);
    rig_check(rig_open_transfers() == 0);
}

static void
to_nobody(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    g_autofree char *file = rig_file("a.bin", 5000);
    alice_sends_without_asking(file);
    expect_stopped(alice, "a.bin");
    rig_check(rig_open_transfers() == 0);
}

/* -- another plugin disconnects the account from within a signal --------------------------------
 */

static PurpleAccount *victim;
static guint times;

static void
disconnects(PurpleXfer *xfer)
{
    if (purple_xfer_get_account(xfer) == victim && purple_account_is_connected(victim)) {
        times++;
        purple_account_disconnect(victim);
    }
}

static gboolean
has_happened(gpointer data)
{
    return times > 0;
}

/* Whatever is left of the transfer at either side is over; and the next one is as usual. */
static void
disconnected_in(const char *signal, PurpleAccount *whose, void (*deed)(void))
{
    static char handle;
    times = 0;
    victim = whose;
    purple_signal_connect(purple_xfers_get_handle(), signal, &handle, PURPLE_CALLBACK(disconnects),
                          NULL);
    deed();
    rig_wait(signal, has_happened, NULL);
    purple_signals_disconnect_by_handle(&handle);
    rig_disable(whose);
    rig_expect_no_transfers();
    rig_settle();
    rig_forget(NULL);
    rig_go_online(whose);
    rig_expect_buddy(whose, whose == alice ? BOB : ALICE, "online=1");
    rig_expect_buddy(whose == alice ? bob : alice, whose == alice ? ALICE : BOB, "online=1");
    g_autofree char *file = rig_file("again.bin", 5000);
    hand_over(alice, bob, file);
    rig_forget(NULL);
}

static void
alice_sends(void)
{
    g_autofree char *file = rig_file("a.bin", 500000);
    rig_send_file(alice, BOB, file);
}

static void
bob_takes_it(void)
{
    alice_sends();
    g_autofree char *where = rig_take_file(bob, "a.bin", folder);
}

/* Old clients answer in the switchboard: what crosses the answer looks like nonsense to msnpd. */
static void
alice_cancels_it(void)
{
    rig_server_tell(server, "forget");
    bob_takes_it();
    if (rig_case()->dialect < 9) {
        rig_server_tell(server, "await invite " BOB " * ACCEPT");
    }
    rig_cancel_file(alice, PURPLE_XFER_SEND, "a.bin");
}

static void
bob_cancels_it(void)
{
    bob_takes_it();
    rig_cancel_file(bob, PURPLE_XFER_RECEIVE, "a.bin");
}

static void
disconnected_from_within(void)
{
    two_friends();
    disconnected_in("file-recv-request", bob, alice_sends);
    disconnected_in("file-recv-start", bob, bob_takes_it);
    disconnected_in("file-send-start", alice, bob_takes_it);
    disconnected_in("file-recv-complete", bob, bob_takes_it);
    disconnected_in("file-send-complete", alice, bob_takes_it);
    disconnected_in("file-recv-cancel", bob, bob_cancels_it);
    disconnected_in("file-send-cancel", alice, alice_cancels_it);
}

/* -- names --------------------------------------------------------------------------------------
 */

static const struct {
    const char *sent, *proposed;
} names[] = {
    {"plain.txt", "plain.txt"},
    {"größer ☺ 100%.txt", "größer ☺ 100%.txt"},
    {"..\\..\\evil.txt", "evil.txt"},
    {"C:\\windows\\x.txt", "x.txt"},
    {"two\nlines\t.txt", NULL},
    {"right\xe2\x80\xaeot\xe2\x80\xacleft.txt", NULL},
    {"...", NULL},
    {".hidden", NULL},
    {"<b>&amp;.txt", NULL},
    {"long-123456789012345678901234567890123456789012345678901234567890123456789012345678901234567"
     "890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
     "1234567890123456789012345678901234567.txt",
     NULL},
};

/* Nothing lies outside the folder, and all of it under one name. */
static void
names_of_every_kind(void)
{
    two_friends();
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *file = rig_file(names[i].sent, 1000 + i);
        rig_send_file(alice, BOB, file);
        rig_expect(bob, "request", "type=action");
        const char *name = purple_xfer_get_filename(rig_xfer(bob, PURPLE_XFER_RECEIVE, "*"));
        rig_check(name[0] != '\0' && strpbrk(name, "/\\\n\t\r") == NULL);
        rig_check(strcmp(name, ".") != 0 && strcmp(name, "..") != 0);
        rig_check(strstr(name, "\xe2\x80\xae") == NULL && strlen(name) <= 255);
        if (names[i].proposed != NULL) {
            rig_check_str(name, names[i].proposed);
        }
        g_autofree char *where = rig_take_file(bob, "*", folder);
        rig_expect(alice, "xfer-end", "detail=done");
        rig_expect(bob, "xfer-end", "detail=done");
        g_autofree char *in = g_path_get_dirname(where);
        rig_check_str(in, folder);
        rig_check_same_file(file, where);
    }
}

/* Bob has no client: msnpd speaks for him. */
static void
alice_and_a_puppet(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "status " BOB " NLN");
    alice = sign_in(ALICE);
    rig_expect_buddy(alice, BOB, "online=1");
    folder = rig_folder("received");
}

/* As no file here could be called. */
static void
names_of_no_file(void)
{
    static const char *const encoded[] = {
        "..%2F..%2Fevil.txt", "%2Fetc%2Fpasswd", "..", ".", "a%2F", "%01%02%7f", "CON",
        "%E2%80%AE%E2%80%AE"};
    alice_and_a_puppet();
    for (guint i = 0; i < G_N_ELEMENTS(encoded); i++) {
        rig_server_tell(server, "sendfile " BOB " " ALICE " %s @%u", encoded[i], 2000 + i);
        rig_expect(alice, "request", "type=action");
        const char *name = purple_xfer_get_filename(rig_xfer(alice, PURPLE_XFER_RECEIVE, "*"));
        rig_check(name[0] != '\0' && strchr(name, '/') == NULL);
        rig_check(strcmp(name, ".") != 0 && strcmp(name, "..") != 0);
        g_autofree char *where = rig_take_file(alice, "*", folder);
        rig_expect(alice, "xfer-end", "detail=done");
        g_autofree char *in = g_path_get_dirname(where);
        rig_check_str(in, folder);
        gsize size = 0;
        g_autofree char *bytes = NULL;
        rig_check(g_file_get_contents(where, &bytes, &size, NULL) && size == 2000 + i);
    }
}

/* -- what nothing here can do -------------------------------------------------------------------
 */

static void
other_wishes_are_declined(void)
{
    static const char *const wishes[][2] = {
        {"{4BD96FC0-AB17-4425-A14A-439185962DC8} 4", "*a webcam*"},
        {"{1C9AA97E-9C05-4583-A3BD-908A196F1E92} 4", "*a webcam*"},
        {"{6A13AF9C-5308-4F35-923A-67E8DDA40C2F} 10", "*a game*"},
        {"{12345678-9C05-4583-A3BD-908A196F1E92} 99", "*does not know*"},
    };
    alice_and_a_puppet();
    rig_forbid(alice, "system"); /* nobody looks */
    rig_server_tell(server, "p2pinvite " BOB " " ALICE " %s", wishes[0][0]);
    rig_settle();
    rig_allow_all();
    rig_server_tell(server, "say " BOB " " ALICE " hello");
    rig_expect(alice, "im", "text=*hello*");
    for (guint i = 0; i < G_N_ELEMENTS(wishes); i++) {
        g_autofree char *text = g_strconcat("text=", BOB, wishes[i][1], "declined*", NULL);
        rig_server_tell(server, "p2pinvite " BOB " " ALICE " %s", wishes[i][0]);
        rig_expect(alice, "system", "who=" BOB, text);
    }
}

/* -- who may ask --------------------------------------------------------------------------------
 */

/* Each is a window: there is an end to them. */
static void
too_many_offers(void)
{
    two_friends();
    for (guint i = 0; i < 11; i++) {
        g_autofree char *name = g_strdup_printf("%02u.bin", i);
        g_autofree char *file = rig_file(name, 100);
        rig_send_file(alice, BOB, file);
        if (i < 10) {
            expect_offer(bob, name);
        }
    }
    expect_stopped(alice, "10.bin");
    rig_check(rig_open_questions() == 10);
    g_autofree char *where = rig_take_file(bob, "03.bin", folder);
    rig_expect_file_end(bob, "03.bin", "done");
    rig_disable(bob);
    rig_check(rig_open_questions() == 0);
    for (guint i = 0; i < 9; i++) {
        rig_expect(alice, "xfer-end", "detail=cancelled there");
    }
    rig_forget("notify");
}

static void
none_to_old_clients(void)
{
    over_the_service = TRUE; /* they know direct connections only */
    two_friends();
    g_autofree char *file = rig_file("a.bin", 5000);
    rig_forbid(bob, "request");
    alice_sends_without_asking(file);
    rig_expect(NULL, "notify", "type=error", "secondary=*cannot be sent*");
    rig_expect_file_end(alice, "a.bin", "cancelled here");
    rig_settle();
}

static void
nothing_is_left_over(void)
{
    two_friends();
    g_autofree char *small = rig_file("small.bin", 5000), *other = rig_file("other.bin", 5000);
    hand_over(alice, bob, small);
    rig_send_file(alice, BOB, other);
    expect_offer(bob, "other.bin");
    rig_refuse_file(bob, "other.bin");
    expect_stopped(alice, "other.bin");
}

/* -- the same without direct connections --------------------------------------------------------
 */

static void
every_size_over_the_service(void)
{
    over_the_service = TRUE;
    of_every_size();
}

static void
several_over_the_service(void)
{
    over_the_service = TRUE;
    several_while_talking();
}

static void
sender_cancels_over_the_service(void)
{
    over_the_service = TRUE;
    cancelled_by_the_sender();
}

static void
receiver_cancels_over_the_service(void)
{
    over_the_service = TRUE;
    cancelled_by_the_receiver();
}

static void
sender_leaves_the_service(void)
{
    over_the_service = TRUE;
    sender_signs_out();
}

static void
receiver_leaves_the_service(void)
{
    over_the_service = TRUE;
    receiver_signs_out();
}

static const RigScenario scenarios[] = {
    {"of every size", of_every_size, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"progress is shown", progress_is_shown, RIG_SINCE | RIG_MOODS, 2},
    {"lines in the windows", lines_in_the_windows, RIG_SINCE | RIG_MOODS, 2},
    {"several while talking", several_while_talking, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"pictures have a preview", pictures_have_a_preview, RIG_SINCE | RIG_MOODS, 9},
    {"declined", declined, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"offer taken back", offer_taken_back, RIG_SINCE | RIG_MOODS, 2},
    {"cancelled by the sender", cancelled_by_the_sender, RIG_SINCE | RIG_MOODS, 2},
    {"cancelled by the receiver", cancelled_by_the_receiver, RIG_SINCE | RIG_MOODS, 2},
    {"cancelled before it is offered", cancelled_before_it_is_offered, RIG_SINCE | RIG_MOODS, 2},
    {"cancelled as it is taken", cancelled_as_it_is_taken, RIG_SINCE | RIG_MOODS, 2},
    {"nowhere to write", nowhere_to_write, RIG_SINCE | RIG_MOODS, 2},
    {"no room on the disk", no_room_on_the_disk, RIG_SINCE | RIG_MOODS, 2},
    {"the file shrinks", the_file_shrinks, RIG_SINCE | RIG_MOODS, 2},
    {"what is no file", what_is_no_file, RIG_SINCE | RIG_MOODS, 2},
    {"sender signs out", sender_signs_out, RIG_SINCE | RIG_MOODS, 2},
    {"receiver signs out", receiver_signs_out, RIG_SINCE | RIG_MOODS, 2},
    {"sender loses the line", sender_loses_the_line, RIG_SINCE | RIG_MOODS, 2},
    {"signed out while asked", signed_out_while_asked, RIG_SINCE | RIG_MOODS, 2},
    {"signed out while choosing", signed_out_while_choosing, RIG_SINCE | RIG_MOODS, 2},
    {"to nobody", to_nobody, RIG_SINCE | RIG_MOODS, 2},
    {"disconnected from within", disconnected_from_within, RIG_SINCE | RIG_MOODS, 2},
    {"names of every kind", names_of_every_kind, RIG_SINCE | RIG_MOODS, 2},
    {"names of no file", names_of_no_file, RIG_SINCE | RIG_MOODS, 9},
    {"other wishes are declined", other_wishes_are_declined, RIG_SINCE | RIG_MOODS, 9},
    {"too many offers", too_many_offers, RIG_SINCE | RIG_MOODS, 9},
    {"of every size, over the service", every_size_over_the_service,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"several over the service", several_over_the_service, RIG_SINCE | RIG_MOODS, 9},
    {"sender cancels over the service", sender_cancels_over_the_service, RIG_SINCE | RIG_MOODS, 9},
    {"receiver cancels over the service", receiver_cancels_over_the_service, RIG_SINCE | RIG_MOODS,
     9},
    {"sender leaves the service", sender_leaves_the_service, RIG_SINCE | RIG_MOODS, 9},
    {"receiver leaves the service", receiver_leaves_the_service, RIG_SINCE | RIG_MOODS, 9},
    {"none to old clients over the service", none_to_old_clients, RIG_MOODS, 8},
    {"nothing is left over", nothing_is_left_over, RIG_LEAKS, 12},
};

RIG_MAIN(scenarios)
