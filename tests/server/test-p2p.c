/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pictures, emoticons and files between a raw client and somebody without one, in both directions;
 * and how the latter misbehaves when told to. */
#include "test-p2p-kit.h"

#include <string.h>

#define PNG     "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0`\0\0\0`\x8\2\0\0\0\x6d\xfa\xe0\x6f"
#define SESSION 7654321
#define HELLO   "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"
#define OBJECT(type, sha1c)                                                                        \
    "<msnobj Creator=\"" ALICE "\" Size=\"5\" Type=\"" type "\" Location=\"0\" Friendly=\"AAA=\" " \
    "SHA1D=\"qvTGHdzF6KLavt4PO0gs2a6pQ00=\" SHA1C=\"" sha1c "\"/>"
#define PICTURE  OBJECT("3", "n7zZOxxamwWsJL+fzDBGepaz/lU=")
#define EMOTICON OBJECT("2", "mrI8IzHzhM8g6EwogXQKt4mUXu0=")

/* ---- fetching from a puppet ---- */

/* ALICE asks for TEXT. */
static void
ask(Pair *pair, const char *text)
{
    g_autofree char *context = g_base64_encode((const guchar *) text, strlen(text) + 1);
    g_autofree char *fields =
        g_strdup_printf("EUF-GUID: " EUF_OBJECT "\r\nSessionID: %u\r\nAppID: 1\r\nContext: %s\r\n",
                        SESSION, context);

    pair_say(pair, slp_request("INVITE", REQUEST, fields));
}

/* The object that DAVE shows in presence. */
static char *
seen_object(Pair *pair)
{
    step(pair->alice, "~NLN NLN " DAVE " Dave * %3Cmsnobj*");
    g_autofree char *encoded = word(pair->alice, 5);

    return g_uri_unescape_string(encoded, NULL);
}

static void
check_data(Pair *pair, const char *object, gsize size)
{
    Parcel first;
    g_autoptr(GString) data = pair_get_blob(pair, &first);
    g_autoptr(GString) made = filler(size);
    g_autofree char *announced = cut_out(object, "SHA1D=\"", "\"");
    gsize length = 0;
    g_autofree guchar *hash = g_base64_decode(announced, &length);
    g_autofree char *sha1 =
        g_compute_checksum_for_data(G_CHECKSUM_SHA1, (const guchar *) data->str, data->len);
    g_autoptr(GString) hex = g_string_new(NULL);

    for (gsize i = 0; i < length; i++)
        g_string_append_printf(hex, "%02x", hash[i]);
    memcpy(made->str, PNG, sizeof PNG - 1);
    g_assert_cmpmem(data->str, data->len, made->str, size);
    g_assert_cmpstr(hex->str, ==, sha1);
    g_assert_cmphex(first.flags, ==, 0x20);
    g_assert_cmpuint(first.app, ==, 1);
    g_assert_cmpuint(first.session, ==, SESSION);
}

static void
bye(Pair *pair)
{
    pair_say(pair, slp_request("BYE", CLOSE, ""));
    pair_acked(pair);
}

static void
fetch_from_puppet(Pair *pair, const char *object, gsize size, const char *type)
{
    static const char zeros[4];
    Parcel first;
    g_autofree char *asked = g_strdup_printf("object-asked " ALICE " " DAVE " %s", type);
    g_autofree char *served = g_strdup_printf("object-served " DAVE " " ALICE " %s", type);

    ask(pair, object);
    pair_acked(pair);
    pair_await(pair, asked);
    pair_hears(pair, "MSNSLP/1.0 200 OK\r\nTo: <msnmsgr:" ALICE ">\r\nFrom: <msnmsgr:" DAVE ">\r\n"
                     "Via: MSNSLP/1.0/TLP ;branch=" BRANCH "\r\nCSeq: 1 \r\nCall-ID: " CALL "\r\n"
                     "Max-Forwards: 0\r\nContent-Type: " REQUEST "\r\nContent-Length: 23\r\n\r\n"
                     "SessionID: 7654321\r\n\r\n");
    g_autoptr(GString) preparation = pair_get_blob(pair, &first);

    g_assert_cmpmem(preparation->str, preparation->len, zeros, 4);
    g_assert_cmphex(first.flags, ==, 0);
    g_assert_cmpuint(first.session, ==, SESSION);
    check_data(pair, object, size);
    pair_await(pair, served);
    bye(pair);
    pair_await(pair, "p2p-bye " ALICE " " DAVE);
}

static void
test_picture(gconstpointer data)
{
    const Mood *mood = data;
    Pair pair = pair_new(mood->dialect, mood->living, "");

    control_ok(pair.service, "picture " DAVE " @3000");
    g_autofree char *object = seen_object(&pair);

    g_assert_true(
        g_str_has_prefix(object, "<msnobj Creator=\"" DAVE "\" Size=\"3000\" Type=\"3\""));
    fetch_from_puppet(&pair, object, 3000, "3");
    control_ok(pair.service, "picture " DAVE);
    step(pair.alice, mood->living ? "~NLN NLN " DAVE " Dave 268435488 %3Cmsnobj%2F%3E"
                                  : "~NLN NLN " DAVE " Dave 268435488");
    pair_end(&pair, 0);
}

static void
test_emoticon(void)
{
    Pair pair = pair_new(9, FALSE, "");

    control_ok(pair.service, "emoticon " DAVE " " ALICE " (x) @1202");
    talk(pair.one, "~MSG " DAVE " *", "=text/x-mms-emoticon\r\n\r\n(x)\t<msnobj ", NULL);
    g_autofree char *object = cut_out(pair.one->payload, "(x)\t", "\t");

    fetch_from_puppet(&pair, object, 1202, "2");
    pair_end(&pair, 0);
}

/* A wink is too long for one message; a drawing needs no session. */
static void
test_shows(void)
{
    Pair pair = pair_new(9, FALSE, "");
    Parcel first;

    control_ok(pair.service, "voice " DAVE " " ALICE " Hi%20there @1202");
    talk(pair.one, "~MSG " DAVE " *", "=\r\n\r\nID: 3\r\nData: <msnobj ", NULL);
    g_autofree char *object = cut_out(pair.one->payload, "Data: ", "\r\n");

    g_assert_nonnull(strstr(object, "Friendly=\"SABpACAAdABoAGUAcgBlAAAA\""));
    fetch_from_puppet(&pair, object, 1202, "11");
    control_ok(pair.service, "wink " DAVE " " ALICE " - @2000");
    talk(pair.one, "~MSG " DAVE " *", "=\r\nChunks: 3\r\n\r\nID: 2\r\nData: <msnobj ",
         "~MSG " DAVE " *", "=\r\nChunk: 1\r\n\r\n", "~MSG " DAVE " *",
         "=\r\nChunk: 2\r\n\r\n", NULL);
    control_ok(pair.service, "inkp2p " DAVE " " ALICE " GIF89a");
    GString *ink = pair_get_blob(&pair, &first);

    g_assert_cmpuint(first.session, ==, 64);
    g_assert_cmpuint(ink->str[0], ==, 'M');
    g_string_free(ink, TRUE);
    pair_await(&pair, "ink-heard " ALICE " " DAVE);
    pair_end(&pair, 0);
}

/* ---- misbehaviour ---- */

/* What a lie makes of the answer and of the data of 3000 bytes: "offset+length" for each chunk,
 * then the total size, unless it is 3000. */
static const struct {
    const char *lie;
    const char *status;
    const char *chunks;
} lies[] = {
    {"sha", "200 OK", "0+1202 1202+1202 2404+596"},
    {"size", "200 OK", "0+1202 1202+1202 2404+606 of 3010"},
    {"short", "200 OK", "0+1202 1202+1202"},
    {"long", "200 OK", "0+1202 1202+1202 2404+596 3000+1202"},
    {"over", "200 OK", "0+1202 1202+1202 2404+597"},
    {"offset", "200 OK", "0+1202 2404+596"},
    {"overlap", "200 OK", "0+1202 1102+1202 2404+596"},
    {"twice", "200 OK", "0+1202 0+1202 1202+1202 2404+596"},
    {"huge-total", "200 OK", "0+1202 1202+1202 2404+596 of 18446744073709551615"},
    {"bye-early", "200 OK", "0+1202 1202+1202"},
    {"flags", "200 OK", "0+1202 1202+1202 2404+596"},
    {"no-prep", "200 OK", "0+1202 1202+1202 2404+596"},
    {"decline", "603 Decline", NULL},
    {"500", "500 Internal Error", NULL},
};

static void
check_chunks(Pair *pair, const char *expected)
{
    g_auto(GStrv) words = g_strsplit(expected, " of ", 2);
    g_auto(GStrv) chunks = g_strsplit(words[0], " ", -1);
    g_autofree char *total = g_strdup(words[1] != NULL ? words[1] : "3000");

    for (guint i = 0; chunks[i] != NULL; i++) {
        const Parcel parcel = pair_get(pair);
        g_autofree char *got =
            g_strdup_printf("%" G_GUINT64_FORMAT "+%u", parcel.offset, parcel.length);
        g_autofree char *of = g_strdup_printf("%" G_GUINT64_FORMAT, parcel.total);

        g_assert_cmpstr(got, ==, chunks[i]);
        g_assert_cmpstr(of, ==, total);
    }
}

static void
try_lie(guint index)
{
    Pair pair = pair_new(9, FALSE, "");
    g_autofree char *order = g_strdup_printf("p2p-lie " DAVE " %s", lies[index].lie);

    control_ok(pair.service, "picture " DAVE " @3000");
    control_ok(pair.service, order);
    g_autofree char *object = seen_object(&pair);

    ask(&pair, object);
    pair_acked(&pair);
    pair_hears(&pair, lies[index].status);
    if (lies[index].chunks != NULL) {
        if (strcmp(lies[index].lie, "no-prep") != 0)
            g_string_free(pair_get_blob(&pair, NULL), TRUE);
        check_chunks(&pair, lies[index].chunks);
        if (strcmp(lies[index].lie, "bye-early") == 0)
            pair_hears(&pair, "BYE MSNMSGR:" ALICE " MSNSLP/1.0\r\n");
        /* A client that gives up. */
        bye(&pair);
    }
    pair_end(&pair, 0);
}

static void
test_lies(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(lies); i++)
        try_lie(i);
}

/* The ones about how anything is written. */
static void
test_manners(void)
{
    Pair pair = pair_new(9, FALSE, "");

    control_ok(pair.service, "picture " DAVE " @100");
    g_autofree char *object = seen_object(&pair);

    control_ok(pair.service, "p2p-lie " DAVE " not-id");
    ask(&pair, object);
    const Parcel ack = pair_get(&pair);

    g_assert_cmphex(ack.id, ==, ~pair.last.id);
    pair_hears(&pair, "200 OK");
    pair_end(&pair, 0);
    pair = pair_new(9, FALSE, "");
    control_ok(pair.service, "picture " DAVE " @100");
    control_ok(pair.service, "p2p-lie " DAVE " split-slp");
    ask(&pair, object);
    pair_acked(&pair);
    Parcel first;
    g_autoptr(GString) answer = pair_get_blob(&pair, &first);

    g_assert_cmpuint(first.length, <, answer->len);
    pair_end(&pair, 0);
    /* Who is silent does not even acknowledge. */
    pair = pair_new(9, FALSE, "");
    control_ok(pair.service, "picture " DAVE " @100");
    control_ok(pair.service, "p2p-lie " DAVE " silent");
    ask(&pair, object);
    pair_await(&pair, "object-asked " ALICE " " DAVE);
    control_ok(pair.service, "say " DAVE " " ALICE " hello");
    talk(pair.one, "~MSG " DAVE " *", "=hello", NULL);
    pair_end(&pair, 0);
}

/* ---- a puppet fetches ---- */

static void
serve_puppet(Pair *pair, const char *object, const char *event)
{
    g_autoptr(GString) invite = pair_get_blob(pair, NULL);
    g_autofree char *base64 = cut_out(invite->str, "Context: ", "\r\n");
    gsize length = 0;
    g_autofree guchar *context = g_base64_decode(base64, &length);
    g_autofree char *number = cut_out(invite->str, "SessionID: ", "\r\n");
    g_autofree char *field = g_strdup_printf("SessionID: %s\r\n", number);
    guint32 session = (guint32) g_ascii_strtoull(number, NULL, 10);
    g_autoptr(GString) zeros = g_string_new_len("\0\0\0\0", 4);
    g_autoptr(GString) hello = g_string_new("hello");

    g_assert_cmpmem(context, length, object, strlen(object) + 1);
    g_assert_nonnull(strstr(invite->str, "EUF-GUID: " EUF_OBJECT "\r\n"));
    pair_say(pair, slp_answer("200 OK", invite->str, field));
    pair_acked(pair);
    pair_blob(pair, session, 0, 1, zeros);
    pair_acked(pair);
    pair_blob(pair, session, 0x20, 1, hello);
    pair_acked(pair);
    pair_await(pair, event);
    pair_hears(pair, "BYE MSNMSGR:" ALICE " MSNSLP/1.0\r\n");
    pair_await(pair, "p2p-closed " ALICE " " DAVE);
}

static void
test_fetch(gconstpointer data)
{
    const Mood *mood = data;
    Pair pair = pair_new(mood->dialect, mood->living, "");
    const char *fetched = "fetched " DAVE " " ALICE " " HELLO " 5";

    pair_show(&pair, PICTURE);
    control_ok(pair.service, "fetch " DAVE " " ALICE);
    serve_puppet(&pair, PICTURE, fetched);
    send_message(pair.one, "MSG 50 N",
                 "MIME-Version: 1.0\r\nContent-Type: text/x-mms-emoticon\r\n\r\n:a:\t" EMOTICON
                 "\t");
    pair_await(&pair, "payload " ALICE " 1 text/x-mms-emoticon");
    control_ok(pair.service, "fetch " DAVE " " ALICE " emoticon :a:");
    serve_puppet(&pair, EMOTICON, fetched);
    /* Something that she has never heard of. */
    control_ok(pair.service, "fetch " DAVE " " ALICE " object " PICTURE);
    g_autoptr(GString) invite = pair_get_blob(&pair, NULL);
    g_autofree char *field = cut_out(invite->str, "SessionID:", "\r\n");
    g_autofree char *fields = g_strdup_printf("SessionID:%s\r\n", field);

    pair_say(&pair, slp_answer("603 Decline", invite->str, fields));
    pair_acked(&pair);
    pair_await(&pair, "fetch-declined " DAVE " " ALICE " 603");
    control_ok(pair.service,
               "p2pinvite " DAVE " " ALICE " {4BD96FC0-AB17-4425-A14A-439185962DC8} 4 {\\x00");
    pair_hears(&pair, "{4BD96FC0-AB17-4425-A14A-439185962DC8}\r\n");
    pair_end(&pair, 0);
}

/* ---- files ---- */

/* The Context of DAVE's offer of 2500 bytes. */
static void
check_context(const GString *invite)
{
    g_autofree char *base64 = cut_out(invite->str, "Context: ", "\r\n");
    gsize length = 0;
    g_autofree guchar *context = g_base64_decode(base64, &length);

    g_assert_nonnull(strstr(invite->str, "EUF-GUID: " EUF_FILE "\r\n"));
    g_assert_cmpuint(length, ==, 574);
    g_assert_cmpmem(context, 20, "\x3e\2\0\0\2\0\0\0\xc4\x09\0\0\0\0\0\0\1\0\0\0", 20);
    g_assert_cmpmem(context + 20, 10, "a\0 \0\xe9\0.\0\0\0", 10);
    g_assert_cmpmem(context + 570, 4, "\xff\xff\xff\xff", 4);
}

/* What ALICE answers to DAVE's offer. Returns the number of the session. */
static guint32
answer_offer(Pair *pair, const char *status)
{
    g_autoptr(GString) invite = pair_get_blob(pair, NULL);
    g_autofree char *number = cut_out(invite->str, "SessionID: ", "\r\n");
    g_autofree char *field = g_strdup_printf("SessionID: %s\r\n", number);

    if (strstr(invite->str, "Context: PgIAAAIAAADECQAA") != NULL)
        check_context(invite);
    pair_say(pair, slp_answer(status, invite->str, field));
    pair_acked(pair);
    return (guint32) g_ascii_strtoull(number, NULL, 10);
}

static void
test_file_from_puppet(void)
{
    Pair pair = pair_new(9, FALSE, "");
    const char *offer = "sendfile " DAVE " " ALICE " a%20%C3%A9. @2500";
    g_autoptr(GString) made = filler(2500);
    Parcel first;

    control_ok(pair.service, offer);
    guint32 session = answer_offer(&pair, "200 OK");
    g_autoptr(GString) data = pair_get_blob(&pair, &first);

    g_assert_cmpmem(data->str, data->len, made->str, made->len);
    g_assert_cmphex(first.flags, ==, 0x01000030);
    g_assert_cmpuint(first.app, ==, 2);
    g_assert_cmpuint(first.session, ==, session);
    pair_await(&pair, "file-accepted " DAVE " " ALICE " ; file-sent " DAVE " " ALICE);
    control_ok(pair.service, "file-cancel " DAVE " " ALICE);
    pair_hears(&pair, "BYE MSNMSGR:" ALICE);
    pair_await(&pair, "p2p-closed " ALICE " " DAVE);
    /* Declined; and asked for a direct connection, then stopped in the middle. */
    control_ok(pair.service, offer);
    answer_offer(&pair, "603 Decline");
    pair_await(&pair, "file-declined " DAVE " " ALICE " 603");
    control_ok(pair.service, "p2p-lie " DAVE " short");
    control_ok(pair.service, offer);
    answer_offer(&pair, "200 OK");
    pair_await(&pair, "p2p-stopped " DAVE " " ALICE);
    pair_get(&pair);
    pair_get(&pair);
    control_ok(pair.service, "file-cancel " DAVE " " ALICE);
    pair_hears(&pair, "BYE MSNMSGR:" ALICE);
    pair_end(&pair, 0);
}

/* More than a link takes at once; and in very small pieces. */
static void
test_large(void)
{
    static const struct {
        gsize size;
        const char *options;
    } rounds[] = {{4000000, ""}, {20000, "--dribble"}};

    for (guint i = 0; i < G_N_ELEMENTS(rounds); i++) {
        Pair pair = pair_new(9, FALSE, rounds[i].options);
        g_autoptr(GString) made = filler(rounds[i].size);
        g_autofree char *order = g_strdup_printf(
            "sendfile " DAVE " " ALICE " big @%" G_GSIZE_FORMAT " @100", rounds[i].size);

        control_ok(pair.service, order);
        answer_offer(&pair, "200 OK");
        g_autoptr(GString) data = pair_get_blob(&pair, NULL);

        g_assert_cmpmem(data->str, data->len, made->str, made->len);
        pair_await(&pair, "file-sent " DAVE " " ALICE);
        pair_end(&pair, 0);
    }
}

static void
test_transport(void)
{
    Pair pair = pair_new(9, FALSE, "");
    Parcel first;

    control_ok(pair.service, "p2p-lie " DAVE " transport");
    control_ok(pair.service, "sendfile " DAVE " " ALICE " a%20%C3%A9. @2500");
    answer_offer(&pair, "200 OK");
    g_autoptr(GString) question = pair_get_blob(&pair, &first);
    GString *answer = slp_answer("200 OK", question->str,
                                 "Bridge: TCPv1\r\nListening: false\r\n"
                                 "Nonce: {00000000-0000-0000-0000-000000000000}\r\n");

    g_assert_nonnull(strstr(question->str, "msnmsgr-transreqbody"));
    swap_text(answer, "sessionreqbody", "transrespbody");
    pair_say(&pair, answer);
    pair_acked(&pair);
    pair_await(&pair, "transport-answered " ALICE " " DAVE " 200");
    g_string_free(pair_get_blob(&pair, NULL), TRUE);
    pair_await(&pair, "file-sent " DAVE " " ALICE);
    pair_end(&pair, 0);
}

/* ALICE's offer of SIZE bytes called "b". */
static void
offer_size(Pair *pair, guint size)
{
    guchar context[574] = {0x3e, 2, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 'b'};
    g_autofree char *event = g_strdup_printf("file-offered " ALICE " " DAVE " b %u 0", size);

    context[8] = (guchar) size;
    context[9] = (guchar) (size >> 8);
    memset(context + 570, 0xff, 4);
    g_autofree char *base64 = g_base64_encode(context, sizeof context);
    g_autofree char *fields = g_strdup_printf("EUF-GUID: " EUF_FILE "\r\nSessionID: %u\r\n"
                                              "AppID: 2\r\nContext: %s\r\n",
                                              SESSION, base64);

    pair_say(pair, slp_request("INVITE", REQUEST, fields));
    pair_acked(pair);
    pair_await(pair, event);
}

static void
offer(Pair *pair)
{
    offer_size(pair, 2500);
}

static void
test_file_to_puppet(void)
{
    Pair pair = pair_new(9, FALSE, "");
    g_autoptr(GString) made = filler(2500);
    g_autofree char *sha1 =
        g_compute_checksum_for_data(G_CHECKSUM_SHA1, (const guchar *) made->str, made->len);
    g_autofree char *came = g_strdup_printf("file-came " ALICE " " DAVE " b 2500 %s", sha1);

    control_ok(pair.service, "takefile " DAVE " accept");
    offer(&pair);
    pair_hears(&pair, "200 OK");
    pair_blob(&pair, SESSION, 0x01000030, 2, made);
    pair_acked(&pair);
    pair_await(&pair, came);
    pair_hears(&pair, "BYE MSNMSGR:" ALICE);
    pair_await(&pair, "p2p-closed " ALICE " " DAVE);
    pair_end(&pair, 0);
}

/* Declined, ignored, and given up in the middle. */
static void
test_file_not_taken(void)
{
    static const char *const orders[] = {"decline", "ignore", "cancel-at 1000"};
    g_autoptr(GString) made = filler(2500);

    for (guint i = 0; i < G_N_ELEMENTS(orders); i++) {
        Pair pair = pair_new(9, FALSE, "");
        g_autofree char *order = g_strdup_printf("takefile " DAVE " %s", orders[i]);

        control_ok(pair.service, order);
        offer(&pair);
        if (i == 0)
            pair_hears(&pair, "603 Decline");
        if (i == 1) {
            bye(&pair);
            pair_await(&pair, "p2p-bye " ALICE " ; file-cancelled " ALICE " " DAVE);
        }
        if (i == 2) {
            pair_hears(&pair, "200 OK");
            pair_blob(&pair, SESSION, 0x01000030, 2, made);
            pair_await(&pair, "p2p-stopped " DAVE " " ALICE);
            pair_hears(&pair, "BYE MSNMSGR:" ALICE);
            pair_await(&pair, "p2p-closed " ALICE);
        }
        pair_end(&pair, 0);
    }
}

/* The second chunk gets a NAK, and comes again behind the third. */
static void
test_file_nak(void)
{
    Pair pair = pair_new(9, FALSE, "");
    g_autoptr(GString) made = filler(2500);

    control_ok(pair.service, "takefile " DAVE " nak-at 1000");
    offer(&pair);
    pair_hears(&pair, "200 OK");
    pair_blob(&pair, SESSION, 0x01000030, 2, made);
    step(pair.one, "~NAK *");
    Parcel again = pair.last;

    again.offset = 1202;
    again.length = 1202;
    again.body = made->str + 1202;
    pair_send(&pair, &again);
    pair_acked(&pair);
    pair_await(&pair, "file-came " ALICE " " DAVE " b 2500");
    pair_end(&pair, 0);
}

/* Nothing to send, in both directions; BYE right behind the data; an ignored offer is declined. */
static void
test_file_odd(void)
{
    Pair pair = pair_new(9, FALSE, "");

    control_ok(pair.service, "sendfile " DAVE " " ALICE " empty @0");
    answer_offer(&pair, "200 OK");
    pair_await(&pair, "file-accepted " DAVE " " ALICE " ; file-sent " DAVE " " ALICE);
    pair_hears(&pair, "BYE MSNMSGR:" ALICE);
    pair_await(&pair, "p2p-closed " ALICE " " DAVE);
    control_ok(pair.service, "p2p-lie " DAVE " bye-after");
    control_ok(pair.service, "sendfile " DAVE " " ALICE " a%20%C3%A9. @2500");
    answer_offer(&pair, "200 OK");
    g_string_free(pair_get_blob(&pair, NULL), TRUE);
    pair_hears(&pair, "BYE MSNMSGR:" ALICE);
    pair_await(&pair, "file-sent " DAVE " " ALICE " ; p2p-closed " ALICE " " DAVE);
    control_ok(pair.service, "takefile " DAVE " accept");
    offer_size(&pair, 0);
    pair_hears(&pair, "200 OK");
    bye(&pair);
    pair_await(&pair, "file-came " ALICE " " DAVE " b 0 da39a3ee5e6b4b0d3255bfef95601890afd80709");
    pair_end(&pair, 0);
    pair = pair_new(9, FALSE, "");
    control_ok(pair.service, "takefile " DAVE " ignore");
    offer(&pair);
    control_ok(pair.service, "file-cancel " DAVE " " ALICE);
    pair_hears(&pair, "603 Decline");
    pair_end(&pair, 0);
}

/* ---- raw ---- */

static void
test_raw(void)
{
    Pair pair = pair_new(9, FALSE, "");

    control_ok(pair.service, "p2praw " DAVE " " ALICE " short\\x00\\xff");
    talk(pair.one, "~MSG " DAVE " *", "=P2P-Dest: " ALICE "\r\n\r\nshort", NULL);
    control_ok(pair.service, "slp " DAVE " " ALICE " INVITE nonsense\\r\\n\\r\\n");
    pair_hears(&pair, "INVITE nonsense\r\n\r\n");
    /* What answers nonsense need not fit to anything. */
    pair_say(&pair, slp_request("BYE", CLOSE, ""));
    pair_acked(&pair);
    pair_end(&pair, 0);
}

void
p2p_tests(void)
{
    g_test_add_data_func("/msnpd/p2p/picture/official", &moods[2], test_picture);
    g_test_add_data_func("/msnpd/p2p/picture/living", &moods[7], test_picture);
    g_test_add_func("/msnpd/p2p/emoticon", test_emoticon);
    g_test_add_func("/msnpd/p2p/shows", test_shows);
    g_test_add_func("/msnpd/p2p/lies", test_lies);
    g_test_add_func("/msnpd/p2p/manners", test_manners);
    g_test_add_data_func("/msnpd/p2p/fetch/official", &moods[3], test_fetch);
    g_test_add_data_func("/msnpd/p2p/fetch/living", &moods[6], test_fetch);
    g_test_add_func("/msnpd/p2p/file/from-puppet", test_file_from_puppet);
    g_test_add_func("/msnpd/p2p/file/large", test_large);
    g_test_add_func("/msnpd/p2p/file/transport", test_transport);
    g_test_add_func("/msnpd/p2p/file/to-puppet", test_file_to_puppet);
    g_test_add_func("/msnpd/p2p/file/not-taken", test_file_not_taken);
    g_test_add_func("/msnpd/p2p/file/nak", test_file_nak);
    g_test_add_func("/msnpd/p2p/file/odd", test_file_odd);
    g_test_add_func("/msnpd/p2p/raw", test_raw);
}
