/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What msnpd must notice in the P2P of a client: each of these is wrong in one way, and is noticed
 * once. */
#include "test-p2p-kit.h"

#include <string.h>

#define PICTURE                                                                                    \
    "<msnobj Creator=\"" ALICE "\" Size=\"5\" Type=\"3\" Location=\"0\" Friendly=\"AAA=\" "        \
    "SHA1D=\"qvTGHdzF6KLavt4PO0gs2a6pQ00=\" SHA1C=\"n7zZOxxamwWsJL+fzDBGepaz/lU=\"/>"
#define MIME     "MIME-Version: 1.0\r\n"
#define P2P_TYPE "Content-Type: application/x-msnmsgrp2p\r\n"

/* An INVITE of ALICE's to DAVE's picture, by a Call-ID and a SessionID of its own. */
static GString *
invite_new(const char *object, guint number)
{
    g_autofree char *context = g_base64_encode((const guchar *) object, strlen(object) + 1);
    g_autofree char *fields =
        g_strdup_printf("EUF-GUID: " EUF_OBJECT "\r\nSessionID: %u\r\nAppID: 1\r\nContext: %s\r\n",
                        2000 + number, context);
    GString *text = slp_request("INVITE", REQUEST, fields);
    g_autofree char *call =
        g_strdup_printf("Call-ID: {31C5A7E0-2B4D-4F86-A1C3-90D2E4F6%04X}", number);

    swap_text(text, "Call-ID: " CALL, call);
    return text;
}

static char *
show_picture(Pair *pair)
{
    control_ok(pair->service, "picture " DAVE " @100");
    step(pair->alice, "~NLN NLN " DAVE " Dave * %3Cmsnobj*");
    g_autofree char *encoded = word(pair->alice, 5);

    return g_uri_unescape_string(encoded, NULL);
}

/* ---- packets ---- */

/* COUNT bytes at OFFSET of a right packet become VALUE; a negative offset is from the end. */
static const struct {
    int offset;
    guint count;
    guint64 value;
    const char *why;
} packets[] = {
    {4, 4, 0, "identifier 0"},
    {8, 8, 1, "behind the total size"},
    {8, 8, G_MAXUINT64, "behind the total size"},
    {16, 8, 10, "behind the total size"},
    {24, 4, 10, "not that of its body"},
    {24, 4, 0, "not that of its body"},
    {28, 4, 0x10, "flags that are not"},
    {28, 4, 0x40, "flags that are not"},
    {28, 4, 0x20, "without a session"},
    {28, 4, 2, "has no body"},
    {32, 4, 0, "number of chance of a blob is 0"},
    {36, 4, 1, "only an acknowledgement has"},
    {40, 8, 1, "only an acknowledgement has"},
    {-4, 4, 0x01000000, "the footer does not fit"},
};

static void
test_packets(void)
{
    Pair pair = pair_new(9, FALSE, "");
    g_autofree char *object = show_picture(&pair);

    for (guint i = 0; i < G_N_ELEMENTS(packets); i++) {
        GString *text = invite_new(object, i);
        const Parcel parcel = {.id = pair.id++,
                               .total = text->len,
                               .length = (guint32) text->len,
                               .ack_id = 77,
                               .body = text->str};
        g_autoptr(GString) bytes = parcel_print(&parcel);
        gsize at = packets[i].offset < 0 ? bytes->len - 4 : (gsize) packets[i].offset;

        for (guint b = 0; b < packets[i].count; b++)
            bytes->str[at + b] = (char) (packets[i].value >> 8 * b & 0xff);
        pair_send_raw(&pair, bytes);
        expect_bad(pair.service, packets[i].why);
        g_string_free(text, TRUE);
    }
    pair_end(&pair, G_N_ELEMENTS(packets));
}

/* ---- SLP ---- */

/* TEXT becomes OTHER in a right invitation. The length of the body does not change, where it is not
 * what is wrong. */
static const struct {
    const char *text;
    const char *other;
    const char *why;
} invitations[] = {
    {"INVITE MSNMSGR:" DAVE, "INVITE MSNMSGR:" BOB, "first line"},
    {"INVITE ", "invite ", "INVITE, BYE or an answer"},
    {" MSNSLP/1.0\r\n", " MSNSLP/2.0\r\n", "METHOD MSNMSGR"},
    {"To: <msnmsgr:" DAVE, "To: <msnmsgr:" BOB, "to somebody else"},
    {"From: <msnmsgr:" ALICE, "From: <msnmsgr:" BOB, "not from its sender"},
    {"{D15C0B01", "{d15c0b01", "header is wrong"},
    {"/TLP ;branch", "/TLP;branch", "header is wrong"},
    {"CSeq: 0 ", "CSeq: 1 ", "CSeq"},
    {"Max-Forwards: 0\r\n", "", "eight headers"},
    {"Max-Forwards: 0\r\n", "Max-Forwards: 1\r\n", "header is wrong"},
    {"Content-Length: ", "Content-Length: 1", "Content-Length"},
    {"sessionreqbody", "sessionclosebody", "content type"},
    {"sessionreqbody", "otherbody", "nobody knows"},
    {"\r\nEUF-GUID: {A", "\r\nEUF-GUID: {B", "nobody here has"},
    {"SessionID: 2", "SessionID: 0", "SessionID is a number"},
    {"AppID: 1", "AppID: 2", "AppID of an object"},
    {"AppID: 1", "AppId: 1", "without AppID"},
    {"Context: PG", "Context: QG", "as it was announced"},
    {"Context: PG", "Context:PGG", "not Name: value"},
    {"\r\n\r\nEUF", "\r\n\r\n\r\n\r\nEUF", "Content-Length"},
};

static void
test_invitations(void)
{
    Pair pair = pair_new(9, FALSE, "");
    g_autofree char *object = show_picture(&pair);

    for (guint i = 0; i < G_N_ELEMENTS(invitations); i++) {
        GString *text = invite_new(object, i);

        swap_text(text, invitations[i].text, invitations[i].other);
        pair_say(&pair, text);
        expect_bad(pair.service, invitations[i].why);
    }
    /* Without the NUL at the end; and an object without the one in the Context. */
    GString *text = invite_new(object, 900);

    text->str[text->len - 1] = ' ';
    pair_say(&pair, text);
    expect_bad(pair.service, "one NUL");
    object[strlen(object) - 1] = '\0';
    pair_say(&pair, invite_new(object, 901));
    expect_bad(pair.service, "as it was announced");
    pair_end(&pair, G_N_ELEMENTS(invitations) + 2);
}

/* ---- acknowledgements ---- */

static const struct {
    guint offset; /* of the byte that grows by one; 0: none */
    const char *why;
} acks[] = {
    {0, "acknowledgement with another session"},
    {16, "of another size"},
    {32, "what was not sent"},
    {36, "number of chance"},
    {40, "of another size"},
};

static void
test_acks(void)
{
    Pair pair = pair_new(9, FALSE, "");
    g_autofree char *object = show_picture(&pair);

    for (guint i = 0; i < G_N_ELEMENTS(acks); i++) {
        pair_say(&pair, invite_new(object, i));
        pair_acked(&pair);
        const Parcel answer = pair_get(&pair);
        const Parcel ack = {.id = pair.id++,
                            .total = answer.total,
                            .flags = 2,
                            .ack_id = answer.id,
                            .ack_uid = answer.ack_id,
                            .ack_size = answer.total,
                            .body = ""};
        g_autoptr(GString) bytes = parcel_print(&ack);

        bytes->str[acks[i].offset]++;
        pair_send_raw(&pair, bytes);
        expect_bad(pair.service, acks[i].why);
    }
    /* Twice, and an identifier twice. */
    pair_say(&pair, invite_new(object, 900));
    pair_acked(&pair);
    const Parcel answer = pair_get(&pair);

    pair_ack(&pair, &answer);
    pair_ack(&pair, &answer);
    expect_bad(pair.service, "or twice");
    pair.id--;
    pair_blob(&pair, 0, 0, 0, invite_new(object, 901));
    expect_bad(pair.service, "identifier was used before");
    pair_end(&pair, G_N_ELEMENTS(acks) + 2);
}

/* ---- serving ---- */

/* One step of serving a puppet that fetches PICTURE. */
typedef enum { DO_ACK, DO_ANSWER, DO_PREPARE, DO_DATA } Act;

static const struct {
    const char *what; /* of DO_ANSWER: status; of data: the bytes */
    Act act;          /* the wrong one; those before it are done right */
    guint32 flags;
    const char *why;
} servings[] = {
    {"200 OK", DO_ACK, 0, "before it was acknowledged"},
    {"200 Okay", DO_ANSWER, 0, "unknown status"},
    {"700 OK", DO_ANSWER, 0, "unknown status"},
    {"early", DO_ANSWER, 0x20, "in front of the answer"},
    {"hello", DO_PREPARE, 0x20, "without preparation"},
    {"zero", DO_PREPARE, 0, "not zero"},
    {"12345", DO_PREPARE, 0, "four bytes"},
    {"hellu", DO_DATA, 0x20, "hash of the object"},
    {"hello!", DO_DATA, 0x20, "not the Size"},
    {"hello", DO_DATA, 0x30, "other flags"},
};

static guint32
session_of(const GString *invite)
{
    g_autofree char *number = cut_out(invite->str, "SessionID: ", "\r\n");

    return (guint32) g_ascii_strtoull(number, NULL, 10);
}

static GString *
answer_to(const GString *invite, const char *status)
{
    g_autofree char *field = g_strdup_printf("SessionID: %u\r\n", session_of(invite));

    return slp_answer(status, invite->str, field);
}

/* The invitation, which ALICE acknowledges or not. */
static GString *
get_invite(Pair *pair, gboolean acknowledge)
{
    if (acknowledge)
        return pair_get_blob(pair, NULL);
    const Parcel parcel = pair_get(pair);

    return g_string_new_len(parcel.body, parcel.length);
}

static void
serve_wrongly(Pair *pair, guint index)
{
    Act act = servings[index].act;
    g_autoptr(GString) invite = get_invite(pair, act != DO_ACK);
    g_autoptr(GString) zeros = g_string_new_len("\0\0\0\0", 4);
    g_autoptr(GString) bytes = g_string_new(servings[index].what);
    guint32 session = session_of(invite);
    guint32 flags = servings[index].flags;

    if (act > DO_ANSWER)
        pair_say(pair, answer_to(invite, "200 OK"));
    if (act > DO_PREPARE)
        pair_blob(pair, session, 0, 1, zeros);
    if (act == DO_ACK || (act == DO_ANSWER && flags == 0))
        pair_say(pair, answer_to(invite, servings[index].what));
    else
        pair_blob(pair, session, flags, flags == 0x30 ? 2 : 1, bytes);
}

static void
test_servings(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(servings); i++) {
        Pair pair = pair_new(9, FALSE, "");

        pair_show(&pair, PICTURE);
        control_ok(pair.service, "fetch " DAVE " " ALICE);
        serve_wrongly(&pair, i);
        expect_bad(pair.service, servings[i].why);
        pair_end(&pair, 1);
    }
}

/* ---- what belongs to nothing ---- */

static void
test_strays(void)
{
    Pair pair = pair_new(9, FALSE, "");
    g_autoptr(GString) bytes = g_string_new("hello");

    pair_blob(&pair, 99, 0x20, 1, bytes);
    expect_bad(pair.service, "nobody has agreed on");
    pair_say(&pair, slp_request("BYE", CLOSE, ""));
    expect_bad(pair.service, "BYE for an unknown call");
    pair_say(&pair, slp_answer("200 OK", ";branch=" BRANCH "\r\nCall-ID: " CALL "\r\n",
                               "SessionID: 5\r\n"));
    expect_bad(pair.service, "unknown call");
    /* Chunks: a gap, and a total size that changes. */
    Parcel parcel = {.id = 9, .total = 20, .length = 5, .ack_id = 3, .body = bytes->str};

    pair_send(&pair, &parcel);
    parcel.offset = 10;
    pair_send(&pair, &parcel);
    expect_bad(pair.service, "not the next chunk");
    parcel.offset = 5;
    parcel.total = 21;
    pair_send(&pair, &parcel);
    expect_bad(pair.service, "more than their offsets");
    parcel.id = 10;
    pair_send(&pair, &parcel);
    expect_bad(pair.service, "does not begin at 0");
    pair_end(&pair, 6);
}

static void
send_p2p(Pair *pair, const char *letter, const char *head)
{
    GString *text = g_string_new(head);

    g_string_append_len(text, "\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\2", 25);
    g_string_append_len(text, "\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0Hi\0\0\0\0", 29);
    send_bytes(pair->one, letter, text);
    g_string_free(text, TRUE);
}

static void
test_heads(void)
{
    Pair pair = pair_new(9, FALSE, "");

    send_p2p(&pair, "MSG 50 N", MIME P2P_TYPE "P2P-Dest: " BOB "\r\n\r\n");
    expect_bad(pair.service, "letter");
    send_p2p(&pair, "MSG 51 D", MIME P2P_TYPE "\r\n");
    expect_bad(pair.service, "without P2P-Dest");
    send_p2p(&pair, "MSG 52 D", MIME P2P_TYPE "P2P-Dest: " ALICE "\r\n\r\n");
    expect_bad(pair.service, "P2P-Dest is nobody");
    send_p2p(&pair, "MSG 53 D", MIME P2P_TYPE "P2P-Dest: " DAVE ";{0}\r\n\r\n");
    expect_bad(pair.service, "P2P-Dest is nobody");
    send_p2p(&pair, "MSG 54 D", MIME P2P_TYPE "P2P-Dest: " BOB "\r\nP2P-Src: " ALICE "\r\n\r\n");
    expect_bad(pair.service, "and nothing else");
    /* To somebody who has a client, or is not here, only the packet itself is read. */
    send_p2p(&pair, "MSG 55 D", MIME P2P_TYPE "P2P-Dest: " BOB "\r\n\r\n");
    step(pair.one, "~ACK 55");
    pair_end(&pair, 5);
}

/* Where places have ids, one of them may be meant: as the service tells it, and nobody's else. */
static void
test_heads_of_places(void)
{
    Pair pair = {.service = service_start(18, FALSE, SSO_OPTIONS)};
    g_autofree char *cookie = NULL;

    control_ok(pair.service, "status " BOB " NLN");
    control_ok(pair.service, "answer " BOB " on");
    pair.alice = web_online(pair.service, ALICE, GUID_A,
                            "<ml l=\"1\"><d n=\"example.test\"><c n=\"bob\" l=\"3\" t=\"1\"/></d>"
                            "</ml>");
    talk(pair.alice, ">XFR 20 SB", "~XFR 20 SB *", NULL);
    pair.one = switchboard(pair.alice, 3);
    cookie = word(pair.alice, 5);
    say(pair.one, ">USR 1 " ALICE ";" GUID_A " %s", cookie);
    talk(pair.one, "<USR 1 OK *", ">CAL 2 " BOB, "~JOI " BOB " *", NULL);
    send_p2p(&pair, "MSG 50 D", MIME P2P_TYPE "P2P-Dest: " CAROL ";" GUID_B "\r\n\r\n");
    step(pair.one, "~ACK 50");
    send_p2p(&pair, "MSG 51 D", MIME P2P_TYPE "P2P-Dest: " CAROL "\r\n\r\n");
    step(pair.one, "~ACK 51");
    send_p2p(&pair, "MSG 52 D", MIME P2P_TYPE "P2P-Dest: " CAROL ";{0}\r\n\r\n");
    expect_bad(pair.service, "names what is no place");
    send_p2p(&pair, "MSG 53 D",
             MIME P2P_TYPE "P2P-Dest: " CAROL ";{B2C1D0E9-8877-4665-9544-332211FFEEDD}\r\n\r\n");
    expect_bad(pair.service, "names what is no place");
    send_p2p(&pair, "MSG 54 D", MIME P2P_TYPE "P2P-Dest: " CAROL ";\r\n\r\n");
    expect_bad(pair.service, "names what is no place");
    send_p2p(&pair, "MSG 55 D", MIME P2P_TYPE "P2P-Dest: " ALICE ";" GUID_B "\r\n\r\n");
    expect_bad(pair.service, "P2P-Dest is nobody");
    send_p2p(&pair, "MSG 56 D", MIME P2P_TYPE "P2P-Dest: x@example.test;" GUID_B "\r\n\r\n");
    expect_bad(pair.service, "P2P-Dest is nobody");
    pair_end(&pair, 5);
}

/* ---- files ---- */

/* A byte of the Context of a right offer. */
static const struct {
    guint offset;
    guchar value;
    const char *why;
} contexts[] = {
    {0, 0x3f, "version 2 with 574"},
    {4, 3, "version 2 with 574"},
    {16, 0, "a preview follows"},
    {16, 2, "type not 0 or 1"},
    {20, 0, "1 to 259 units"},
    {21, 0xd8, "1 to 259 units"},
    {20, '/', "no path"},
    {40, 1, "behind the name"},
    {545, 1, "30 zeros"},
    {570, 0, "30 zeros"},
};

static GString *
offer_new(const guchar *context, gsize length, const char *app, guint number)
{
    g_autofree char *base64 = g_base64_encode(context, length);
    g_autofree char *fields =
        g_strdup_printf("EUF-GUID: " EUF_FILE "\r\nSessionID: %u\r\nAppID: %s\r\nContext: %s\r\n",
                        3000 + number, app, base64);
    GString *text = slp_request("INVITE", REQUEST, fields);
    g_autofree char *call =
        g_strdup_printf("Call-ID: {31C5A7E0-2B4D-4F86-A1C3-90D2E4F6%04X}", number);

    swap_text(text, "Call-ID: " CALL, call);
    return text;
}

static void
test_offers(void)
{
    Pair pair = pair_new(9, FALSE, "");
    const guchar right[574] = {0x3e, 2, 0, 0, 2, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 'b'};
    guchar context[574];

    memcpy(context, right, sizeof right);
    memset(context + 570, 0xff, 4);
    pair_say(&pair, offer_new(context, sizeof context, "2", 900));
    expect_bad(pair.service, "does not announce");
    control_ok(pair.service, "takefile " DAVE " accept");
    for (guint i = 0; i < G_N_ELEMENTS(contexts); i++) {
        guchar byte = context[contexts[i].offset];

        context[contexts[i].offset] = contexts[i].value;
        pair_say(&pair, offer_new(context, sizeof context, "2", i));
        expect_bad(pair.service, contexts[i].why);
        context[contexts[i].offset] = byte;
    }
    pair_say(&pair, offer_new(context, sizeof context, "1", 901));
    expect_bad(pair.service, "AppID of a file");
    pair_say(&pair, offer_new(context, 573, "2", 902));
    expect_bad(pair.service, "574 bytes at least");
    pair_end(&pair, G_N_ELEMENTS(contexts) + 3);
}

/* ---- objects ---- */

static const struct {
    const char *text;
    const char *other;
    const char *why;
} objects[] = {
    {"Creator=\"" ALICE, "Creator=\"" BOB, "somebody else"},
    {"Size=\"5\"", "Size=\"0\"", "Size"},
    {"Type=\"3\"", "Type=\"2\"", "not announced here"},
    {" Location=\"0\"", "", "an msnobj has"},
    {"AAA=", "AA==", "Friendly"},
    {"SHA1D=\"q", "SHA1D=\"", "SHA1D"},
    {"SHA1C=\"n", "SHA1C=\"m", "SHA1C"},
    {" Type", " type=\"3\" Type", "no msnobj has"},
    {" Type", " Type=\"3\" Type", "no msnobj"},
    {"Location=\"0\"", "Location=\"%\"", "percent sign"},
};

static void
test_objects(void)
{
    Pair pair = pair_new(9, FALSE, "");

    for (guint i = 0; i < G_N_ELEMENTS(objects); i++) {
        g_autoptr(GString) object = g_string_new(PICTURE);

        swap_text(object, objects[i].text, objects[i].other);
        pair_show(&pair, object->str);
        expect_bad(pair.service, objects[i].why);
    }
    say(pair.alice, ">CHG 31 NLN 32 %s", "%3Cmsnobj%20Creator%3D%22a%22%2F%3E");
    expect_bad(pair.service, "MSNC");
    /* 0 is no picture. */
    talk(pair.alice, ">CHG 32 NLN 32 0", "~CHG 32 NLN 32 0", NULL);
    pair_end(&pair, G_N_ELEMENTS(objects) + 1);
}

void
p2p_wrong_tests(void)
{
    g_test_add_func("/msnpd/p2p-wrong/packets", test_packets);
    g_test_add_func("/msnpd/p2p-wrong/invitations", test_invitations);
    g_test_add_func("/msnpd/p2p-wrong/acks", test_acks);
    g_test_add_func("/msnpd/p2p-wrong/servings", test_servings);
    g_test_add_func("/msnpd/p2p-wrong/strays", test_strays);
    g_test_add_func("/msnpd/p2p-wrong/heads", test_heads);
    g_test_add_func("/msnpd/p2p-wrong/heads-of-places", test_heads_of_places);
    g_test_add_func("/msnpd/p2p-wrong/offers", test_offers);
    g_test_add_func("/msnpd/p2p-wrong/objects", test_objects);
}
