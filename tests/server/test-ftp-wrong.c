/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What puppets of msnpd's do wrong in MSNFTP when they are told to, and what msnpd must notice in a
 * client: each of these is wrong in one way, and is noticed once. */
#include "test-ftp-kit.h"

#include <string.h>

/* ---- lies ---- */

/* In what a puppet says in the switchboard. */
static const struct {
    const char *lies; /* separated by tabs */
    const char *text;
} text_lies[] = {
    {"field Application-FileSize: -1", "Application-FileSize: -1\r\n\r\n"},
    {"drop Application-File", "Invitation-Cookie: " THEIRS "\r\nApplication-FileSize: 5\r\n\r\n"},
    {"add Application-FileSize: 6", "Application-FileSize: 5\r\nApplication-FileSize: 6\r\n\r\n"},
    {"field Invitation-Cookie: 00000000000000000000000000000000000000000000000000000000000000001",
     "Invitation-Cookie: 00000000000000000000000000000000000000000000000000000000000000001\r\n"},
    {"reverse", "Application-FileSize: 5\r\nApplication-File: a b.txt\r\nInvitation-Cookie: "},
    {"drop Application-File\treverse\tadd X: \\xff",
     "X: \xff\r\nApplication-FileSize: 5\r\nInvitation-Cookie: "},
};

static void
test_text_lies(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(text_lies); i++) {
        Pair pair = pair_new(2, FALSE, "");

        ftp_lie(&pair, text_lies[i].lies);
        control_ok(pair.service, SEND "5");
        ftp_hears(&pair, text_lies[i].text);
        pair_end(&pair, 0);
    }
}

/* In what he says about where he listens. */
static void
test_address_lies(void)
{
    Pair pair = pair_new(7, FALSE, "");

    ftp_lie(&pair,
            "field IP-Address: localhost\tfield Port: 25\tadd PortX: %P\tfield AuthCookie: x");
    control_ok(pair.service, SEND "5");
    ftp_hears(&pair, "INVITE");
    ftp_fields(&pair, "N", ACCEPT THEIRS "\r\n" LAST);
    ftp_hears(&pair, "IP-Address: localhost\r\nPort: 25\r\nAuthCookie: x\r\n");
    g_autofree char *port = ftp_field(&pair, "PortX");
    Peer *peer = peer_new((guint) g_ascii_strtoull(port, NULL, 10));

    /* What he has said is what he expects. */
    ftp_ask_for(peer, "x", "5");
    ftp_get_block(peer, 0, 5, 0);
    peer_free(peer);
    /* Nobody there. */
    ftp_lie(&pair, "absent");
    control_ok(pair.service, SEND "5");
    ftp_hears(&pair, "INVITE");
    ftp_fields(&pair, "N", ACCEPT "33268\r\n" LAST);
    ftp_hears(&pair, "\r\nPort: ");
    g_autofree char *closed = ftp_field(&pair, "Port");
    g_autoptr(GSocketClient) client = g_socket_client_new();
    g_autofree char *host = g_strdup_printf("127.0.0.1:%s", closed);

    g_assert_null(g_socket_client_connect_to_host(client, host, 0, NULL, NULL));
    /* Not a word; the next one is another's. */
    ftp_lie(&pair, "mute");
    control_ok(pair.service, SEND "5");
    ftp_hears(&pair, "INVITE");
    ftp_fields(&pair, "N", ACCEPT "33269\r\n" LAST);
    pair_await(&pair, "msnftp-accepted " DAVE " " ALICE " 33269");
    control_ok(pair.service, SEND "5");
    ftp_hears(&pair, "INVITE\r\nInvitation-Cookie: 33270");
    /* He listens without being asked to. */
    ftp_lie(&pair, "serve");
    control_ok(pair.service, TAKE "accept");
    ftp_offer(&pair, 5, "");
    ftp_hears(&pair, "Sender-Connect: TRUE");
    /* A port where nobody listens. */
    control_ok(pair.service, SEND "5 N");
    ftp_hears(&pair, "Connectivity: N");
    g_autofree char *lines =
        g_strdup_printf(ACCEPT "33271\r\nIP-Address: 192.0.2.1\r\nPort: %s\r\n"
                               "AuthCookie: 5\r\nSender-Connect: TRUE\r\n" LAST,
                        closed);

    ftp_fields(&pair, "N", lines);
    pair_await(&pair, "msnftp-unreachable " DAVE " " ALICE);
    pair_end(&pair, 0);
}

/* In lines: what a puppet is told, and how it is seen by the other role. */
static const struct {
    const char *lies;
    const char *steps[8];
} sending_lies[] = {
    {"say VER HELO\\r\\n", {">VER MSNFTP", "<HELO"}},
    {"ver-first", {"<VER MSNFTP", ">VER MSNFTP", ">USR *", "<FIL 5"}},
    {"say FIL FIL 18446744073709551616\\r\\n",
     {">VER MSNFTP", "<VER MSNFTP", ">USR *", "<FIL 18446744073709551616"}},
    {"say FIL FIL 6\\r\\nFIL 7\\r\\n",
     {">VER MSNFTP", "<VER MSNFTP", ">USR *", "<FIL 6", "<FIL 7"}},
    {"say VER \tsay FIL nothing\\r\\n", {">VER MSNFTP", ">USR *", "<nothing"}},
};

static void
test_sending_lies(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(sending_lies); i++) {
        Pair pair = pair_new(7, FALSE, "");

        ftp_lie(&pair, sending_lies[i].lies);
        control_ok(pair.service, SEND "5");
        ftp_hears(&pair, "INVITE");
        ftp_fields(&pair, "N", ACCEPT THEIRS "\r\n" LAST);
        ftp_hears(&pair, "\r\nPort: ");
        g_autofree char *auth = ftp_field(&pair, "AuthCookie");
        Peer *peer = ftp_dial(&pair);

        for (guint s = 0; sending_lies[i].steps[s] != NULL; s++) {
            if (strcmp(sending_lies[i].steps[s], ">USR *") == 0)
                say(peer, ">USR " ALICE " %s", auth);
            else
                step(peer, sending_lies[i].steps[s]);
        }
        peer_free(peer);
        pair_end(&pair, 0);
    }
}

static const struct {
    const char *lies;
    const char *steps[8];
} taking_lies[] = {
    {"say VER \\x01\\xff\\r\\n", {"<\x01\xff"}},
    {"say USR USR " BOB " %A\\r\\n", {"<VER MSNFTP", ">VER MSNFTP", "<USR " BOB " 93301"}},
    {"say USR USR " DAVE " 1\\r\\n", {"<VER MSNFTP", ">VER MSNFTP", "<USR " DAVE " 1"}},
    {"say TFR TFR TFR\\r\\n",
     {"<VER MSNFTP", ">VER MSNFTP", "<USR " DAVE " 93301", ">FIL 5", "<TFR TFR"}},
};

static void
test_taking_lies(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(taking_lies); i++) {
        Pair pair = pair_new(7, FALSE, "");

        ftp_lie(&pair, taking_lies[i].lies);
        control_ok(pair.service, TAKE "accept");
        ftp_offer(&pair, 5, "");
        Peer *peer = ftp_give(&pair);

        for (guint s = 0; taking_lies[i].steps[s] != NULL; s++)
            step(peer, taking_lies[i].steps[s]);
        peer_free(peer);
        pair_end(&pair, 0);
    }
}

/* Blocks of 5000 bytes: type and length of each. */
static const struct {
    const char *lies;
    const char *blocks;
} data_lies[] = {
    {"block 1\tless 4997", "0+1 0+1 0+1 1+0"},
    {"block 2046", "0+2046 0+2046 0+908 1+0"},
    {"block 65535", "0+5000 1+0"},
    {"more 1", "0+2045 0+2045 0+911 1+0"},
    {"more 3000", "0+2045 0+2045 0+2045 0+1865 1+0"},
    {"less 1", "0+2045 0+2045 0+909 1+0"},
    {"less 5000", "1+0"},
    {"empty-block", "0+0 0+2045 0+2045 0+910 1+0"},
    {"type 2", "2+2045 0+2045 0+910 1+0"},
    {"type 255\tblock 5000", "255+5000 1+0"},
};

static void
test_data_lies(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(data_lies); i++) {
        Pair pair = pair_new(7, FALSE, "");
        g_auto(GStrv) blocks = g_strsplit(data_lies[i].blocks, " ", -1);
        gsize at = 0;

        ftp_lie(&pair, data_lies[i].lies);
        control_ok(pair.service, SEND "5000");
        ftp_hears(&pair, "INVITE");
        Peer *peer = ftp_take_up(&pair, "5000");

        for (guint b = 0; blocks[b] != NULL; b++) {
            gsize length = g_ascii_strtoull(strchr(blocks[b], '+') + 1, NULL, 10);

            ftp_get_block(peer, (guint) atoi(blocks[b]), length, at);
            at += length;
        }
        step(peer, ">CCL");
        peer_free(peer);
        pair_end(&pair, 0);
    }
    Pair pair = pair_new(7, FALSE, "");

    ftp_lie(&pair, "no-end");
    control_ok(pair.service, SEND "5");
    ftp_hears(&pair, "INVITE");
    Peer *peer = ftp_take_up(&pair, "5");

    ftp_get_block(peer, 0, 5, 0);
    talk(peer, ">BYE 16777989", "#", NULL);
    ftp_await_done(&pair, DAVE " " ALICE, 5);
    peer_free(peer);
    pair_end(&pair, 0);
}

/* ---- clients that are wrong ---- */

static const struct {
    const char *lines; /* of the ACCEPT of an offer; with "N" in front it said Connectivity: N */
    const char *why;
} accepts[] = {
    {"Launch-Application: TRUE\r\nRequest-Data: IP-Address:\r\n", "no application"},
    {"Launch-Application: FALSE\r\n", "Request-Data"},
    {LAST "Sender-Connect: TRUE\r\n", "Sender-Connect"},
    {LAST "Port: 6891\r\n", "does not listen"},
    {LAST "IP-Address: 127.0.0.1\r\n", "does not listen"},
    {LAST "launch-application: FALSE\r\n", "twice"},
    {"N" LAST, "Sender-Connect"},
    {"N" LAST "Sender-Connect: TRUE\r\n", "says IP-Address"},
    {"N" LAST "Sender-Connect: TRUE\r\nIP-Address: localhost\r\n", "says IP-Address"},
    {"N" LAST "Sender-Connect: TRUE\r\nIP-Address: 0.0.0.0\r\n", "says IP-Address"},
    {"N" LAST "Sender-Connect: TRUE\r\nIP-Address: 10.0.0.1\r\nPort: 1023\r\n", "says Port"},
    {"N" LAST "Sender-Connect: TRUE\r\nIP-Address: 10.0.0.1\r\nPort: 65536\r\n", "says Port"},
    {"N" LAST "Sender-Connect: TRUE\r\nIP-Address: 10.0.0.1\r\nPort: 6891\r\n", "says AuthCookie"},
    {"N" LAST "Sender-Connect: TRUE\r\nIP-Address: 10.0.0.1\r\nPort: 6891\r\nAuthCookie: 0\r\n",
     "says AuthCookie"},
    {"N" LAST "Sender-Connect: TRUE\r\nIP-Address: 10.0.0.1\r\nPort: 6891\r\nAuthCookie: 1\r\n"
     "IP-Address-Internal: ::1\r\n",
     "IP-Address-Internal"},
    {"N" LAST "Sender-Connect: TRUE\r\nIP-Address: 10.0.0.1\r\nPort: 6891\r\nAuthCookie: 1\r\n"
     "PortX: 0\r\n",
     "PortX"},
};

static void
test_wrong_accepts(void)
{
    Pair pair = pair_new(7, FALSE, "");

    for (guint i = 0; i < G_N_ELEMENTS(accepts); i++) {
        gboolean reversed = accepts[i].lines[0] == 'N';
        g_autofree char *lines = NULL;

        control_ok(pair.service, reversed ? SEND "5 N" : SEND "5");
        ftp_hears(&pair, "INVITE");
        lines = g_strdup_printf(ACCEPT "%u\r\n%s", 33267 + i, accepts[i].lines + reversed);
        ftp_fields(&pair, "N", lines);
        expect_bad(pair.service, accepts[i].why);
    }
    pair_end(&pair, G_N_ELEMENTS(accepts));
}

static void
test_wrong_offers(void)
{
    static const struct {
        const char *more;
        const char *why;
    } offers[] = {
        {"Connectivity: Y\r\n", "Connectivity"},
        {"Application-Filesize: 6\r\n", "twice"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(offers); i++) {
        Pair pair = pair_new(7, FALSE, "");

        ftp_offer(&pair, 5, offers[i].more);
        expect_bad(pair.service, offers[i].why);
        pair_end(&pair, 1);
    }
    Pair pair = pair_new(7, FALSE, "");

    control_ok(pair.service, "join " CAROL " " ALICE);
    ftp_offer(&pair, 5, "");
    expect_bad(pair.service, "among two");
    pair_end(&pair, 1);
}

/* Who takes a file from DAVE; "*" stands for the AuthCookie. */
static const struct {
    const char *bytes;
    const char *why;
} takers[] = {
    {"VER MSNFTP\n", "CRLF"},
    {"VER MSN_FTP\r\n", "protocol is MSNFTP"},
    {"ver MSNFTP\r\n", "does not have"},
    {"USR " ALICE " *\r\n", "not time"},
    {"CCL\r\n", "not time"},
    {"VER MSNFTP\r\nUSR " ALICE " *\r\n", "does not wait"},
    {"VER MSNFTP\r\n|USR " BOB " *\r\n", "somebody else"},
    {"VER MSNFTP\r\n|USR " ALICE " 1\r\n", "another AuthCookie"},
    {"VER MSNFTP\r\n|USR " ALICE "\r\n", "account and an AuthCookie"},
    {"VER MSNFTP\r\n|TFR\r\n", "not time"},
    {"VER MSNFTP\r\n|USR " ALICE " *\r\n|TFR \r\n", "blank"},
    {"VER MSNFTP\r\n|USR " ALICE " *\r\n|TFR 5\r\n", "TFR has no words"},
    {"VER MSNFTP\r\n|USR " ALICE " *\r\n|FIL 5\r\n", "not time"},
    {"VER MSNFTP\r\n|USR " ALICE " *\r\n|BYE 16777989\r\n", "not as announced"},
    {"VER MSNFTP\r\n|USR " ALICE " *\r\n|BYE 16777987\r\n", "another code"},
    {"VER MSNFTP\r\n|USR " ALICE " *\r\n|CCL 1\r\n", "no words"},
};

/* Sends what stands between bars, each when the one before was answered by a line. */
static void
send_parts(Peer *peer, const char *bytes, const char *auth)
{
    g_auto(GStrv) words = g_strsplit(bytes, "*", -1);
    g_autofree char *text = g_strjoinv(auth, words);
    g_auto(GStrv) parts = g_strsplit(text, "|", -1);

    for (guint i = 0; parts[i] != NULL; i++) {
        if (i > 0)
            step(peer, i == 1 ? "<VER MSNFTP" : "<FIL 5");
        peer_write(peer, parts[i]);
    }
}

static void
test_wrong_takers(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(takers); i++) {
        Pair pair = pair_new(7, FALSE, "");

        control_ok(pair.service, SEND "5");
        ftp_hears(&pair, "INVITE");
        ftp_fields(&pair, "N", ACCEPT THEIRS "\r\n" LAST);
        ftp_hears(&pair, "\r\nPort: ");
        g_autofree char *auth = ftp_field(&pair, "AuthCookie");
        Peer *peer = ftp_dial(&pair);

        send_parts(peer, takers[i].bytes, auth);
        expect_bad(pair.service, takers[i].why);
        peer_free(peer);
        pair_end(&pair, 1);
    }
}

/* Success with what was a lie. */
static void
test_wrong_success(void)
{
    static const char *const lies[] = {"more 1", "less 1", "field Application-FileSize: 6",
                                       "type 3"};

    for (guint i = 0; i < G_N_ELEMENTS(lies); i++) {
        Pair pair = pair_new(7, FALSE, "");

        ftp_lie(&pair, lies[i]);
        control_ok(pair.service, SEND "5");
        ftp_hears(&pair, "INVITE");
        Peer *peer = ftp_take_up(&pair, "5");

        step(peer, ">BYE 16777989");
        expect_bad(pair.service, "not as announced");
        peer_free(peer);
        pair_end(&pair, 1);
    }
}

/* Who sends 3000 bytes to DAVE: blocks, "TYPE+LENGTH". */
static const struct {
    const char *blocks;
    const char *why;
} senders[] = {
    {"0+2044", "not full"},
    {"0+0", "1 to 2045"},
    {"0+2046", "1 to 2045"},
    {"0+2045 0+956", "more data"},
    {"2+5", "type 0 or 1"},
    {"1+1", "has a length"},
    {"0+2045 0+955 1+0 1+0", "follows the last"},
};

static void
test_wrong_senders(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(senders); i++) {
        Pair pair = pair_new(7, FALSE, "");
        g_auto(GStrv) blocks = g_strsplit(senders[i].blocks, " ", -1);
        g_autoptr(GString) bytes = g_string_new(NULL);

        control_ok(pair.service, TAKE "accept");
        ftp_offer(&pair, 3000, "");
        Peer *peer = ftp_give_up_to(&pair, FALSE, "3000");

        for (guint b = 0; blocks[b] != NULL; b++) {
            gsize length = g_ascii_strtoull(strchr(blocks[b], '+') + 1, NULL, 10);
            g_autoptr(GString) data = filler(length);

            g_string_append_c(bytes, (char) atoi(blocks[b]));
            g_string_append_c(bytes, (char) (length & 0xff));
            g_string_append_c(bytes, (char) (length >> 8));
            g_string_append_len(bytes, data->str, (gssize) length);
        }
        peer_write_bytes(peer, bytes->str, bytes->len);
        expect_bad(pair.service, senders[i].why);
        peer_free(peer);
        pair_end(&pair, 1);
    }
    Pair pair = pair_new(7, FALSE, "");

    control_ok(pair.service, TAKE "accept");
    ftp_offer(&pair, 3000, "");
    Peer *peer = ftp_give(&pair);

    talk(peer, "<VER MSNFTP", ">VER MSNFTP", "<USR *", ">FIL 3001", NULL);
    expect_bad(pair.service, "size of the INVITE");
    peer_free(peer);
    pair_end(&pair, 1);
}

void
ftp_wrong_tests(void)
{
    g_test_add_func("/msnpd/msnftp/lies/text", test_text_lies);
    g_test_add_func("/msnpd/msnftp/lies/address", test_address_lies);
    g_test_add_func("/msnpd/msnftp/lies/sending", test_sending_lies);
    g_test_add_func("/msnpd/msnftp/lies/taking", test_taking_lies);
    g_test_add_func("/msnpd/msnftp/lies/data", test_data_lies);
    g_test_add_func("/msnpd/msnftp/wrong/accepts", test_wrong_accepts);
    g_test_add_func("/msnpd/msnftp/wrong/offers", test_wrong_offers);
    g_test_add_func("/msnpd/msnftp/wrong/takers", test_wrong_takers);
    g_test_add_func("/msnpd/msnftp/wrong/success", test_wrong_success);
    g_test_add_func("/msnpd/msnftp/wrong/senders", test_wrong_senders);
}
