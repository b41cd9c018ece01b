/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Direct connections between a raw client and somebody without one, whoever listens, with a nonce
 * and with a hash of it; what is wrong in them, and how the latter misbehaves when told to. */
#include "test-p2p-kit.h"

#include <string.h>

#define SESSION 7654321
#define SIZE    2500
/* A nonce of ALICE's as the wire has it, and its hash as a field does: both were published. */
#define SECRET  "\x37\x29\x2d\x12\x86\x5c\x7b\x4c\x81\xf5\x0e\x05\x01\x78\x80\xc2"
#define HASHED  "Hashed-Nonce: {2B95F56D-9CA0-9A64-82CE-ADC1F3C55845}\r\n"
#define GUID    "{122D2937-5C86-4C7B-81F5-0E05017880C2}"
#define NOBODY  "Nonce: {00000000-0000-0000-0000-000000000000}\r\n"
#define ASKS    "Bridges: TCPv1\r\nNetID: 0\r\nConn-Type: Direct-Connect\r\n" HASHED
#define REFUSES "Bridge: TCPv1\r\nListening: false\r\n" NOBODY
#define LISTENS "Bridge: TCPv1\r\nListening: true\r\n"

#define TRANSPORT "application/x-msnmsgr-transreqbody"
#define BRIDGE    "application/x-msnmsgr-transrespbody"

#define BOTH " " ALICE " " DAVE

static void
order(Pair *pair, const char *verb, const char *rest)
{
    g_autofree char *line = g_strdup_printf("%s " DAVE " %s", verb, rest);

    control_ok(pair->service, line);
}

/* ---- frames ---- */

static void
put_frame(Peer *peer, const char *bytes, gsize length)
{
    const guint32 count = GUINT32_TO_LE((guint32) length);

    peer_write_bytes(peer, (const char *) &count, 4);
    peer_write_bytes(peer, bytes, length);
}

/* The next frame must be of LENGTH bytes. Caller frees. */
static char *
get_frame(Peer *peer, gsize length)
{
    guint32 count = 0;
    char *bytes = g_malloc0(length + 1);

    g_input_stream_read_all(G_INPUT_STREAM(peer->in), &count, 4, NULL, NULL, NULL);
    g_assert_cmpuint(GUINT32_FROM_LE(count), ==, length);
    g_assert_true(
        g_input_stream_read_all(G_INPUT_STREAM(peer->in), bytes, length, NULL, NULL, NULL));
    return bytes;
}

static void
put_parcel(Peer *peer, const Parcel *parcel)
{
    g_autoptr(GString) bytes = parcel_print(parcel);

    put_frame(peer, bytes->str, bytes->len - 4);
}

static void
put_nonce(Peer *peer, const char *nonce)
{
    char frame[48] = {0, 0, 0, 0, 9};

    frame[29] = 1;
    memcpy(frame + 32, nonce, 16);
    put_frame(peer, frame, sizeof frame);
}

/* DAVE's nonce. Caller frees. */
static char *
get_nonce(Peer *peer)
{
    static const char zeros[20];
    g_autofree char *frame = get_frame(peer, 48);

    g_assert_cmpmem(frame, 4, zeros, 4);
    g_assert_cmpmem(frame + 8, 20, zeros, 20);
    g_assert_cmpmem(frame + 28, 4, "\0\1\0\0", 4);
    return g_memdup2(frame + 32, 16);
}

/* ALICE comes, greets and says this. */
static Peer *
come(const char *port, const char *nonce)
{
    Peer *peer = peer_new((guint) g_ascii_strtoull(port, NULL, 10));

    put_frame(peer, "foo", 4);
    put_nonce(peer, nonce);
    return peer;
}

/* The bytes of a GUID as the wire has them. */
static void
wire_of(const char *guid, char *out)
{
    static const guint8 order_of[] = {7, 5, 3, 1, 12, 10, 17, 15, 20, 22, 25, 27, 29, 31, 33, 35};

    for (guint i = 0; i < G_N_ELEMENTS(order_of); i++)
        out[i] = (char) (g_ascii_xdigit_value(guid[order_of[i]]) << 4 |
                         g_ascii_xdigit_value(guid[order_of[i] + 1]));
}

/* TEXT has the hash of SAID. */
static void
check_hash(const char *text, const char *said)
{
    g_autofree char *guid = cut_out(text, "\r\nHashed-Nonce: ", "\r\n");
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
    guint8 digest[20];
    gsize length = sizeof digest;
    char hash[16];

    g_checksum_update(sum, (const guchar *) said, 16);
    g_checksum_get_digest(sum, digest, &length);
    wire_of(guid, hash);
    g_assert_cmpmem(hash, 16, digest, 16);
}

/* ---- agreeing ---- */

/* DAVE sends a file and ALICE takes it; what he says next. Caller frees. */
static GString *
offered(Pair *pair)
{
    control_ok(pair->service, "sendfile " DAVE " " ALICE " b @2500");
    g_autoptr(GString) invite = pair_get_blob(pair, NULL);
    g_autofree char *number = cut_out(invite->str, "SessionID: ", "\r\n");
    g_autofree char *field = g_strdup_printf("SessionID: %s\r\n", number);

    pair_say(pair, slp_answer("200 OK", invite->str, field));
    pair_acked(pair);
    return pair_get_blob(pair, NULL);
}

/* ALICE's answer to how to connect. */
static void
answer(Pair *pair, const char *question, const char *fields)
{
    GString *text = slp_answer("200 OK", question, fields);

    swap_text(text, "sessionreqbody", "transrespbody");
    pair_say(pair, text);
    pair_acked(pair);
    pair_await(pair, "transport-answered" BOTH " 200");
}

/* DAVE takes ALICE's file, and she asks how to connect; what he says. Caller frees. */
static GString *
asked(Pair *pair, const char *fields)
{
    char context[574] = {0x3e, 2, 0, 0, 2, 0, 0, 0, (char) 0xc4, 9};

    context[16] = 1;
    context[20] = 'b';
    memset(context + 570, 0xff, 4);
    g_autofree char *base64 = g_base64_encode((const guchar *) context, sizeof context);
    g_autofree char *offer = g_strdup_printf(
        "EUF-GUID: " EUF_FILE "\r\nSessionID: %u\r\nAppID: 2\r\nContext: %s\r\n", SESSION, base64);

    order(pair, "takefile", "accept");
    pair_say(pair, slp_request("INVITE", REQUEST, offer));
    pair_acked(pair);
    pair_hears(pair, "200 OK");
    pair_say(pair, slp_request("INVITE", TRANSPORT, fields));
    pair_acked(pair);
    pair_await(pair, "transport-asked" BOTH);
    return pair_get_blob(pair, NULL);
}

/* ---- data ---- */

static void
get_data(Pair *pair, Peer *peer)
{
    g_autoptr(GString) made = filler(SIZE);
    g_autofree char *first = get_frame(peer, 1400);
    g_autofree char *second = get_frame(peer, 48 + SIZE - 1352);
    Parcel ack = {.id = 77, .total = SIZE, .flags = 2, .ack_size = SIZE, .body = ""};

    g_assert_cmpmem(first + 48, 1352, made->str, 1352);
    g_assert_cmpmem(second + 48, SIZE - 1352, made->str + 1352, SIZE - 1352);
    memcpy(&ack.session, second, 4);
    memcpy(&ack.ack_id, second + 4, 4);
    memcpy(&ack.ack_uid, second + 32, 4);
    ack.session = GUINT32_FROM_LE(ack.session);
    ack.ack_id = GUINT32_FROM_LE(ack.ack_id);
    ack.ack_uid = GUINT32_FROM_LE(ack.ack_uid);
    put_parcel(peer, &ack);
    pair_await(pair, "file-sent " DAVE " " ALICE);
}

static void
put_data(Pair *pair, Peer *peer)
{
    g_autoptr(GString) made = filler(SIZE);
    Parcel parcel = {.session = SESSION,
                     .id = 88,
                     .total = SIZE,
                     .flags = 0x01000030,
                     .ack_id = 5,
                     .length = 1352,
                     .body = made->str};

    put_parcel(peer, &parcel);
    parcel.offset = parcel.length;
    parcel.body += parcel.length;
    parcel.length = SIZE - parcel.length;
    put_parcel(peer, &parcel);
    g_autofree char *ack = get_frame(peer, 48);
    guint32 id;

    g_assert_cmpmem(ack + 28, 4, "\2\0\0\0", 4);
    memcpy(&id, ack + 32, 4);
    g_assert_cmpuint(GUINT32_FROM_LE(id), ==, 88);
    pair_await(pair, "file-came" BOTH " b 2500");
}

/* ---- both ways ---- */

static void
test_listens(gconstpointer hashed)
{
    Pair pair = pair_new(9, FALSE, "");

    order(&pair, "p2p-direct", hashed != NULL ? "listen hashed" : "listen");
    g_autoptr(GString) invite = offered(&pair);
    g_autofree char *port = cut_out(invite->str, "IPv4Internal-Port: ", "\r\n");

    g_assert_nonnull(strstr(invite->str, "msnmsgr-transrespbody"));
    g_assert_nonnull(strstr(invite->str, "Listening: true\r\n"));
    answer(&pair, invite->str, REFUSES);
    char nonce[16] = SECRET;

    if (hashed == NULL) {
        g_autofree char *guid = cut_out(invite->str, "\r\nNonce: ", "\r\n");

        wire_of(guid, nonce);
    }
    Peer *peer = come(port, nonce);
    g_autofree char *said = get_nonce(peer);

    if (hashed == NULL)
        g_assert_cmpmem(said, 16, nonce, 16);
    else
        check_hash(invite->str, said);
    get_data(&pair, peer);
    peer_free(peer);
    pair_await(&pair, "direct-closed" BOTH " 2500");
    pair_end(&pair, 0);
}

static void
test_connects(gconstpointer hashed)
{
    Pair pair = pair_new(9, FALSE, "");
    guint16 port;
    GSocketListener *listener = peer_listener(&port);
    g_autofree char *fields =
        g_strdup_printf(LISTENS "%sIPv4Internal-Addrs: 192.0.2.1\r\nIPv4Internal-Port: %u\r\n",
                        hashed != NULL ? HASHED : "Nonce: " GUID "\r\n", port);

    order(&pair, "p2p-direct", hashed != NULL ? "connect hashed" : "connect");
    g_autoptr(GString) question = offered(&pair);

    g_assert_nonnull(strstr(question->str, "msnmsgr-transreqbody"));
    answer(&pair, question->str, fields);
    Peer *peer = peer_let_in(listener);
    g_autofree char *greeting = get_frame(peer, 4);
    g_autofree char *said = get_nonce(peer);

    g_assert_cmpmem(greeting, 4, "foo", 4);
    if (hashed == NULL)
        g_assert_cmpmem(said, 16, SECRET, 16);
    else
        check_hash(question->str, said);
    put_nonce(peer, SECRET);
    get_data(&pair, peer);
    peer_free(peer);
    pair_end(&pair, 0);
}

static void
test_takes(gconstpointer hashed)
{
    Pair pair = pair_new(9, FALSE, "");

    order(&pair, "p2p-direct", hashed != NULL ? "listen hashed" : "listen");
    g_autoptr(GString) said = asked(&pair, ASKS);
    g_autofree char *port = cut_out(said->str, "IPv4Internal-Port: ", "\r\n");
    char nonce[16] = SECRET;

    if (hashed == NULL) {
        g_autofree char *guid = cut_out(said->str, "\r\nNonce: ", "\r\n");

        wire_of(guid, nonce);
    }
    Peer *peer = come(port, nonce);
    g_autofree char *his = get_nonce(peer);

    if (hashed != NULL)
        check_hash(said->str, his);
    put_data(&pair, peer);
    control_ok(pair.service, "p2p-direct-close " DAVE " " ALICE);
    peer_free(peer);
    pair_end(&pair, 0);
}

/* He takes a file and comes for it, which she must invite him to. */
static void
test_comes_for_it(void)
{
    Pair pair = pair_new(9, FALSE, "");
    guint16 port;
    GSocketListener *listener = peer_listener(&port);
    g_autofree char *fields = g_strdup_printf(
        LISTENS HASHED "IPv4Internal-Addrs: 127.0.0.1\r\nIPv4Internal-Port: %u\r\n", port);

    order(&pair, "p2p-direct", "connect hashed");
    g_autoptr(GString) refused = asked(&pair, ASKS);

    g_assert_nonnull(strstr(refused->str, "Listening: false\r\n"));
    pair_say(&pair, slp_request("INVITE", BRIDGE, fields));
    pair_acked(&pair);
    pair_hears(&pair, "Listening: false\r\n");
    Peer *peer = peer_let_in(listener);
    g_autofree char *greeting = get_frame(peer, 4);
    g_autofree char *said = get_nonce(peer);

    check_hash(refused->str, said);
    put_nonce(peer, SECRET);
    pair_await(&pair, "transport-told" BOTH " ; direct-ready" BOTH);
    put_data(&pair, peer);
    peer_free(peer);
    pair_end(&pair, 0);
}

/* ---- what is wrong ---- */

static void
test_wrong_words(void)
{
    static const struct {
        const char *fields, *why;
    } rows[] = {
        {"Bridges: TRUDPv1\r\n" HASHED, "Bridges: TCPv1"},
        {"Bridges: TCPv1\r\n", "no Hashed-Nonce"},
        {"Bridges: TCPv1\r\nHashed-Nonce: 5\r\n", "no Hashed-Nonce"},
    };
    static const struct {
        const char *fields, *why;
    } answers[] = {
        {LISTENS NOBODY, "has a Nonce"},
        {LISTENS HASHED, "has a Nonce"},
        {LISTENS "Nonce: " GUID "\r\n", "says where"},
        {LISTENS "Nonce: " GUID "\r\nIPv4Internal-Addrs: 127.0.0.1\r\nIPv4Internal-Port: 25\r\n",
         "no port"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        Pair pair = pair_new(9, FALSE, "");

        order(&pair, "p2p-direct", "listen");
        g_string_free(asked(&pair, rows[i].fields), TRUE);
        expect_bad(pair.service, rows[i].why);
        pair_end(&pair, 1);
    }
    for (guint i = 0; i < G_N_ELEMENTS(answers); i++) {
        Pair pair = pair_new(9, FALSE, "");

        order(&pair, "p2p-direct", "connect");
        g_autoptr(GString) question = offered(&pair);
        GString *text = slp_answer("200 OK", question->str, answers[i].fields);

        swap_text(text, "sessionreqbody", "transrespbody");
        pair_say(&pair, text);
        expect_bad(pair.service, answers[i].why);
        pair_end(&pair, 1);
    }
}

/* DAVE listens to take ALICE's file; where. Caller frees. */
static char *
way_to(Pair *pair)
{
    order(pair, "p2p-direct", "listen hashed");
    g_autoptr(GString) said = asked(pair, ASKS);

    return cut_out(said->str, "IPv4Internal-Port: ", "\r\n");
}

static void
test_wrong_hello(void)
{
    static const struct {
        const char *bytes;
        gsize length;
        const char *why;
    } rows[] = {
        {"bar", 4, "greets"},
        {"foo\0\0", 5, "greets"},
        {NULL, 1401, "more than 1400 bytes"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        Pair pair = pair_new(9, FALSE, "");
        g_autofree char *port = way_to(&pair);
        Peer *peer = peer_new((guint) g_ascii_strtoull(port, NULL, 10));
        g_autoptr(GString) much = filler(1401);

        put_frame(peer, rows[i].bytes != NULL ? rows[i].bytes : much->str, rows[i].length);
        expect_bad(pair.service, rows[i].why);
        step(peer, "#");
        peer_free(peer);
        pair_end(&pair, 1);
    }
    Pair pair = pair_new(9, FALSE, "");
    g_autofree char *port = way_to(&pair);
    Peer *peer = come(port, "sixteen bytes of");

    expect_bad(pair.service, "a wrong nonce");
    step(peer, "#");
    peer_free(peer);
    pair_end(&pair, 1);
}

static void
test_wrong_packets(void)
{
    static const struct {
        Parcel parcel;
        gsize cut; /* so many bytes are missing */
        const char *why;
    } rows[] = {
        {{.session = SESSION,
          .id = 5,
          .total = SIZE,
          .flags = 0x30,
          .ack_id = 1,
          .length = 9,
          .body = "too short"},
         1,
         "not that of its body"},
        {{.id = 5, .flags = 0x100, .body = ""}, 0, "P2P flags"},
        {{.session = SESSION,
          .id = 5,
          .total = 9,
          .flags = 0x30,
          .ack_id = 1,
          .length = 9,
          .body = "too short"},
         0,
         "not the size of the file"},
        {{.session = SESSION,
          .id = 5,
          .offset = 9,
          .total = SIZE,
          .flags = 0x30,
          .ack_id = 1,
          .length = 3,
          .body = "end"},
         0,
         "does not begin at 0"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        Pair pair = pair_new(9, FALSE, "");
        g_autofree char *port = way_to(&pair);
        Peer *peer = come(port, SECRET);
        g_autoptr(GString) bytes = parcel_print(&rows[i].parcel);

        g_free(get_nonce(peer));
        put_frame(peer, bytes->str, bytes->len - 4 - rows[i].cut);
        expect_bad(pair.service, rows[i].why);
        peer_free(peer);
        pair_end(&pair, 1);
    }
}

/* ---- lies ---- */

/* What DAVE says otherwise behind his nonce, or instead of it; then the file comes by the
 * switchboard. */
static void
lie_about_hello(Pair *pair, const char *trick, Peer **peer)
{
    order(pair, "p2p-direct", "listen");
    order(pair, "p2p-direct-lie", trick);
    g_autoptr(GString) invite = offered(pair);
    g_autofree char *port = cut_out(invite->str, "IPv4Internal-Port: ", "\r\n");
    g_autofree char *guid = cut_out(invite->str, "\r\nNonce: ", "\r\n");
    char nonce[16];

    wire_of(guid, nonce);
    answer(pair, invite->str, REFUSES);
    *peer = come(port, nonce);
}

static void
comes_by_switchboard(Pair *pair, Peer *peer)
{
    g_autoptr(GString) made = filler(SIZE);

    peer_free(peer);
    g_autoptr(GString) data = pair_get_blob(pair, NULL);

    g_assert_cmpmem(data->str, data->len, made->str, made->len);
    pair_await(pair, "file-sent " DAVE " " ALICE);
    pair_end(pair, 0);
}

static void
test_lies_at_hello(void)
{
    static const struct {
        const char *trick;
        gsize first; /* length of the first frame; 0: nothing comes */
    } rows[] = {{"mute", 0}, {"nonce", 48}, {"no-nonce", 53}, {"early", 53}};

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        Pair pair = pair_new(9, FALSE, "");
        Peer *peer;

        lie_about_hello(&pair, rows[i].trick, &peer);
        if (rows[i].first > 0)
            g_free(get_frame(peer, rows[i].first));
        comes_by_switchboard(&pair, peer);
    }
}

static void
test_lies_in_data(void)
{
    static const struct {
        const char *trick;
        gsize second; /* length of the second frame; 0: the end */
    } rows[] = {{"fin", 0}, {"length 7", 7}, {"field 8 5", 48 + SIZE - 1352}};

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        Pair pair = pair_new(9, FALSE, "");
        Peer *peer;

        lie_about_hello(&pair, rows[i].trick, &peer);
        g_free(get_nonce(peer));
        g_free(get_frame(peer, 1400));
        if (rows[i].second == 0) {
            step(peer, "#");
        } else {
            g_autofree char *frame = get_frame(peer, rows[i].second);

            if (rows[i].second > 48)
                g_assert_cmpmem(frame + 8, 4, "\5\0\0\0", 4);
        }
        comes_by_switchboard(&pair, peer);
    }
}

static void
test_orders(void)
{
    static const char *const wrong[] = {
        "p2p-direct " DAVE,
        "p2p-direct " DAVE " maybe",
        "p2p-direct " DAVE " listen plain",
        "p2p-direct-lie " DAVE " always",
        "p2p-direct-lie " DAVE " length",
        "p2p-direct-lie " DAVE " length 4294967296",
        "p2p-direct-lie " DAVE " field 45 1",
        "p2p-direct-lie " DAVE " fin 5",
        "p2p-direct-close " DAVE " " ALICE,
    };
    Pair pair = pair_new(9, FALSE, "");

    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++)
        control_refused(pair.service, wrong[i]);
    pair_end(&pair, 0);
}

void
p2p_direct_tests(void)
{
    static const char hashed[] = "hashed";

    g_test_add_data_func("/msnpd/p2p-direct/listens/plain", NULL, test_listens);
    g_test_add_data_func("/msnpd/p2p-direct/listens/hashed", hashed, test_listens);
    g_test_add_data_func("/msnpd/p2p-direct/connects/plain", NULL, test_connects);
    g_test_add_data_func("/msnpd/p2p-direct/connects/hashed", hashed, test_connects);
    g_test_add_data_func("/msnpd/p2p-direct/takes/plain", NULL, test_takes);
    g_test_add_data_func("/msnpd/p2p-direct/takes/hashed", hashed, test_takes);
    g_test_add_func("/msnpd/p2p-direct/comes-for-it", test_comes_for_it);
    g_test_add_func("/msnpd/p2p-direct/wrong/words", test_wrong_words);
    g_test_add_func("/msnpd/p2p-direct/wrong/hello", test_wrong_hello);
    g_test_add_func("/msnpd/p2p-direct/wrong/packets", test_wrong_packets);
    g_test_add_func("/msnpd/p2p-direct/lies/hello", test_lies_at_hello);
    g_test_add_func("/msnpd/p2p-direct/lies/data", test_lies_in_data);
    g_test_add_func("/msnpd/p2p-direct/orders", test_orders);
}
