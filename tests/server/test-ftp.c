/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MSNFTP between a raw client and a puppet of msnpd's: in both directions, whoever listens, to the
 * end or given up by either side. */
#include "test-ftp-kit.h"

#include <string.h>

static const struct {
    guint dialect;
    gboolean living;
    gboolean reversed;
    gsize size;
} ways[] = {
    {2, FALSE, FALSE, 11}, {2, FALSE, TRUE, 2045},   {5, TRUE, FALSE, 2046},
    {7, FALSE, FALSE, 0},  {7, FALSE, TRUE, 0},      {8, FALSE, FALSE, 1},
    {9, TRUE, TRUE, 1},    {12, FALSE, FALSE, 4090}, {12, TRUE, TRUE, 20000},
};

static void
try_send(guint index)
{
    gsize size = ways[index].size;
    Pair pair = pair_new(ways[index].dialect, ways[index].living, "");
    g_autofree char *digits = g_strdup_printf("%" G_GSIZE_FORMAT, size);
    g_autofree char *order = g_strconcat(SEND, digits, ways[index].reversed ? " N" : "", NULL);
    g_autofree char *seen =
        g_strdup_printf("Application-Name: File Transfer\r\nApplication-GUID: " GUID "\r\n"
                        "Invitation-Command: INVITE\r\nInvitation-Cookie: " THEIRS "\r\n"
                        "Application-File: a b.txt\r\nApplication-FileSize: %s\r\n%s\r\n",
                        digits, ways[index].reversed ? "Connectivity: N\r\n" : "");

    control_ok(pair.service, order);
    ftp_hears(&pair, seen);
    Peer *peer =
        ways[index].reversed ? ftp_take_up_reversed(&pair, digits) : ftp_take_up(&pair, digits);

    ftp_get_blocks(peer, size);
    ftp_get_block(peer, 1, 0, 0);
    talk(peer, ">BYE 16777989", "#", NULL);
    ftp_await_done(&pair, DAVE " " ALICE, size);
    peer_free(peer);
    pair_end(&pair, 0);
}

static void
test_send(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(ways); i++)
        try_send(i);
}

/* ---- a puppet takes ---- */

static void
try_take(guint index)
{
    gsize size = ways[index].size;
    gboolean reversed = ways[index].reversed;
    Pair pair = pair_new(ways[index].dialect, ways[index].living, "");
    g_autofree char *digits = g_strdup_printf("%" G_GSIZE_FORMAT, size);
    g_autofree char *event =
        g_strdup_printf("msnftp-offered " ALICE " " DAVE " " MINE " read%%20me.txt %s %s", digits,
                        reversed ? "N" : "-");

    control_ok(pair.service, TAKE "accept");
    ftp_offer(&pair, (guint) size, reversed ? "Connectivity: N\r\n" : "");
    pair_await(&pair, event);
    Peer *peer = ftp_give_up_to(&pair, reversed, digits);

    ftp_put_blocks(peer, size);
    ftp_put_block(peer, 1, 0, 0);
    talk(peer, "<BYE 16777989", "#", NULL);
    ftp_await_done(&pair, ALICE " " DAVE, size);
    peer_free(peer);
    pair_end(&pair, 0);
}

static void
test_take(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(ways); i++)
        try_take(i);
}

/* ---- giving up in the switchboard ---- */

static void
test_cancels(void)
{
    Pair pair = pair_new(7, FALSE, "");

    /* By default nothing is answered. */
    ftp_offer(&pair, 5, "");
    pair_await(&pair, "msnftp-offered " ALICE " " DAVE " " MINE);
    ftp_fields(&pair, "N",
               "Invitation-Command: CANCEL\r\nInvitation-Cookie: " MINE
               "\r\nCancel-Code: TIMEOUT\r\n");
    pair_await(&pair, "msnftp-cancelled " ALICE " " DAVE " " MINE " TIMEOUT");
    /* The client refuses; DAVE takes an offer back. */
    control_ok(pair.service, SEND "5");
    ftp_hears(&pair, "INVITE\r\nInvitation-Cookie: " THEIRS);
    ftp_fields(&pair, "N",
               "Invitation-Command: CANCEL\r\nInvitation-Cookie: " THEIRS
               "\r\nCancel-Code: REJECT\r\n");
    pair_await(&pair, "msnftp-cancelled " DAVE " " ALICE " " THEIRS " REJECT");
    control_ok(pair.service, SEND "5");
    ftp_hears(&pair, "INVITE\r\nInvitation-Cookie: 33268");
    control_ok(pair.service, GO "cancel TIMEOUT");
    ftp_hears(&pair, "CANCEL\r\nInvitation-Cookie: 33268\r\nCancel-Code: TIMEOUT\r\n\r\n");
    pair_await(&pair, "msnftp-stopped " DAVE " " ALICE " 0");
    pair_end(&pair, 0);
}

static void
test_declines(void)
{
    static const char *const codes[] = {"", " REJECT_NOT_INSTALLED", " OUTBANDCANCEL"};

    for (guint i = 0; i < G_N_ELEMENTS(codes); i++) {
        Pair pair = pair_new(2, FALSE, "");
        g_autofree char *order = g_strconcat(TAKE "decline", codes[i], NULL);
        g_autofree char *seen = g_strdup_printf(
            "Invitation-Command: CANCEL\r\nInvitation-Cookie: " MINE "\r\nCancel-Code: %s\r\n\r\n",
            i == 0 ? "REJECT" : codes[i] + 1);

        control_ok(pair.service, order);
        ftp_offer(&pair, 5, "");
        ftp_hears(&pair, seen);
        pair_end(&pair, 0);
    }
}

/* ---- stopping in the middle ---- */

static const struct {
    const char *order; /* "N HOW" */
    const char *line;  /* what comes behind the data: a line, "B" for an end block, "C" for a CANCEL
                          in the switchboard; NULL: the end */
} stops[] = {
    {"0 bye", "<BYE 2164261683"},
    {"3000 bye 2147942405", "<BYE 2147942405"},
    {"5000 bye", "<BYE 2164261683"},
    {"0 block", "B"},
    {"3000 block", "B"},
    {"0 fin", NULL},
    {"3000 fin", NULL},
    {"5000 fin", NULL},
    {"3000 cancel", "CFTTIMEOUT"},
    {"5000 cancel OUTBANDCANCEL", "COUTBANDCANCEL"},
};

static void
check_stop(Pair *pair, Peer *peer, const char *line)
{
    if (line == NULL) {
        step(peer, "#");
    } else if (line[0] == 'C') {
        ftp_hears(pair, line + 1);
    } else if (line[0] == 'B') {
        ftp_get_block(peer, 1, 0, 0);
        talk(peer, ">BYE 2164261683", "#", NULL);
    } else {
        talk(peer, line, "#", NULL);
    }
}

static void
test_stops_sending(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(stops); i++) {
        Pair pair = pair_new(7, FALSE, "");
        g_autofree char *order = g_strconcat(STOP, stops[i].order, NULL);
        guint size = (guint) g_ascii_strtoull(stops[i].order, NULL, 10);
        g_autofree char *event = g_strdup_printf("msnftp-stopped " DAVE " " ALICE " %u", size);

        control_ok(pair.service, order);
        control_ok(pair.service, SEND "5000");
        ftp_hears(&pair, "INVITE");
        Peer *peer = ftp_take_up(&pair, "5000");

        /* The last block may be cut, where he stops. */
        ftp_get_blocks(peer, size);
        check_stop(&pair, peer, stops[i].line);
        pair_await(&pair, event);
        peer_free(peer);
        pair_end(&pair, 0);
    }
}

/* Of 5000 bytes: how many are sent before he stops. */
static const struct {
    const char *order;
    const char *line;
    gsize size;
} taker_stops[] = {
    {"1 ccl", "<CCL", 2045},
    {"3000 ccl", "<CCL", 4090},
    {"5000 ccl", "<CCL", 5000},
    {"3000 bye", "<BYE 2164261682", 4090},
    {"1 bye 2147942405", "<BYE 2147942405", 2045},
    {"3000 fin", NULL, 4090},
    {"3000 cancel", "CFTTIMEOUT", 4090},
};

static void
test_stops_taking(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(taker_stops); i++) {
        Pair pair = pair_new(7, FALSE, "");
        g_autofree char *order = g_strconcat(STOP, taker_stops[i].order, NULL);

        control_ok(pair.service, order);
        control_ok(pair.service, TAKE "accept");
        ftp_offer(&pair, 5000, "");
        Peer *peer = ftp_give_up_to(&pair, FALSE, "5000");

        ftp_put_blocks(peer, taker_stops[i].size);
        check_stop(&pair, peer, taker_stops[i].line);
        pair_await(&pair, "msnftp-stopped " ALICE " " DAVE);
        peer_free(peer);
        pair_end(&pair, 0);
    }
}

/* In front of TFR; without an order, now; and a reset. */
static void
test_stops_otherwise(void)
{
    Pair pair = pair_new(7, FALSE, "");

    control_ok(pair.service, STOP "0 ccl");
    control_ok(pair.service, TAKE "accept");
    ftp_offer(&pair, 5, "");
    Peer *peer = ftp_give(&pair);

    talk(peer, "<VER MSNFTP", ">VER MSNFTP", "<USR " DAVE " 93301", ">FIL 5", "<CCL", "#", NULL);
    peer_free(peer);
    control_ok(pair.service, STOP "2045 hang");
    control_ok(pair.service, SEND "5000");
    ftp_hears(&pair, "INVITE");
    peer = ftp_take_up(&pair, "5000");
    ftp_get_block(peer, 0, 2045, 0);
    pair_await(&pair, "msnftp-stopped " DAVE " " ALICE " 2045");
    control_ok(pair.service, GO "reset");
    g_assert_cmpint(g_input_stream_read(G_INPUT_STREAM(peer->in), (char[1]){0}, 1, NULL, NULL), <,
                    0);
    peer_free(peer);
    pair_end(&pair, 0);
}

/* The client gives up, at any time, in any way. */
static void
test_client_stops(void)
{
    static const char *const goodbyes[] = {"CCL", "BYE 2164261682", "BYE 2147942405",
                                           "BYE 2164261694"};

    for (guint i = 0; i < G_N_ELEMENTS(goodbyes); i++) {
        Pair pair = pair_new(7, FALSE, "");

        control_ok(pair.service, SEND "5000");
        ftp_hears(&pair, "INVITE");
        Peer *peer = ftp_take_up(&pair, "5000");

        ftp_get_block(peer, 0, 2045, 0);
        say(peer, ">%s", goodbyes[i]);
        g_autofree char *event =
            i == 0 ? g_strdup("msnftp-ccl " DAVE " " ALICE)
                   : g_strdup_printf("msnftp-bye " DAVE " " ALICE " %s", goodbyes[i] + 4);

        pair_await(&pair, event);
        peer_free(peer);
        pair_end(&pair, 0);
    }
    Pair pair = pair_new(7, FALSE, "");

    control_ok(pair.service, TAKE "accept");
    ftp_offer(&pair, 5000, "");
    Peer *peer = ftp_give_up_to(&pair, FALSE, "5000");

    ftp_put_block(peer, 0, 2045, 0);
    ftp_put_block(peer, 1, 0, 0);
    talk(peer, "<BYE 2164261683", "#", NULL);
    pair_await(&pair, "msnftp-ended " ALICE " " DAVE " 2045");
    peer_free(peer);
    control_ok(pair.service, SEND "5");
    ftp_hears(&pair, "INVITE");
    peer = ftp_take_up(&pair, "5");
    peer_free(peer);
    pair_await(&pair, "msnftp-closed " DAVE " " ALICE);
    pair_end(&pair, 0);
}

void
ftp_tests(void)
{
    g_test_add_func("/msnpd/msnftp/send", test_send);
    g_test_add_func("/msnpd/msnftp/take", test_take);
    g_test_add_func("/msnpd/msnftp/cancels", test_cancels);
    g_test_add_func("/msnpd/msnftp/declines", test_declines);
    g_test_add_func("/msnpd/msnftp/stops-sending", test_stops_sending);
    g_test_add_func("/msnpd/msnftp/stops-taking", test_stops_taking);
    g_test_add_func("/msnpd/msnftp/stops-otherwise", test_stops_otherwise);
    g_test_add_func("/msnpd/msnftp/client-stops", test_client_stops);
}
