/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MSNSLP: the messages of the published sessions and what nobody should send, read and printed.
 */
#include "msnp/slp.h"

#include <string.h>
#include "msnp/filecontext.h"
#include "msnp/msnobj.h"

#define ALICE    "<msnmsgr:alice@example.com>"
#define BOB      "<msnmsgr:bob@example.com>"
#define BRANCH   "{C0FFEE00-1111-4222-8333-444455556666}"
#define BRANCH_2 "{11112222-3333-4444-8555-666677778888}"
#define BRANCH_3 "{99990000-AAAA-4BBB-8CCC-DDDDEEEEFFFF}"
#define BYE_ALL  "{A0D624A6-6C0C-4283-A9E0-BC97B4B46D32}"
#define CALL     "{7A1F3C52-96B4-4D0E-8E33-5B1C0D2E4F60}"
#define CALL_2   "{F0A1B2C3-0001-4002-8003-D4E5F6A7B8C9}"
#define OBJECTS  "{A4268EEC-FEC5-49E5-95C3-F126696BDBF6}"
#define FILES    "{5D3E02AB-6190-11D3-BBBB-00C04F795683}"
#define NO_NONCE "{00000000-0000-0000-0000-000000000000}"

#define INVITE_START "INVITE MSNMSGR:bob@example.com MSNSLP/1.0\r\n"
#define HEAD(to, from, branch, cseq, call)                                                         \
    "To: " to "\r\nFrom: " from "\r\nVia: MSNSLP/1.0/TLP ;branch=" branch "\r\nCSeq: " cseq        \
    " \r\nCall-ID: " call "\r\nMax-Forwards: 0\r\n"
#define CONTENT(type, length)                                                                      \
    "Content-Type: application/x-msnmsgr-" type "\r\nContent-Length: " length "\r\n\r\n"
#define INVITE_HEAD HEAD(BOB, ALICE, BRANCH, "0", CALL)

#define OBJECT                                                                                     \
    "<msnobj Creator=\"bob@example.com\" Size=\"1820\" Type=\"3\" Location=\"TFR2C.tmp\" "         \
    "Friendly=\"AAA=\" SHA1D=\"79ZGUH8e9uYwG/e/Fqzc3AYm/G0=\" "                                    \
    "SHA1C=\"La/A3jop0e6GcC8qAOgzQO7hGnc=\"/>"
#define CONTEXT                                                                                    \
    "PG1zbm9iaiBDcmVhdG9yPSJib2JAZXhhbXBsZS5jb20iIFNpemU9IjE4MjAiIFR5cGU9IjMiIExvY2F0aW9uPSJURl"   \
    "IyQy50bXAiIEZyaWVuZGx5PSJBQUE9IiBTSEExRD0iNzlaR1VIOGU5dVl3Ry9lL0ZxemMzQVltL0cwPSIgU0hBMUM9"   \
    "IkxhL0Ezam9wMGU2R2NDOHFBT2d6UU83aEduYz0iLz4A"
#define INVITE_FIELDS                                                                              \
    "EUF-GUID: " OBJECTS "\r\nSessionID: 1234567\r\nAppID: 1\r\nContext: " CONTEXT "\r\n"

/* The one that most tests take apart. Its NUL is part of it. */
static const char invite[] =
    INVITE_START INVITE_HEAD CONTENT("sessionreqbody", "318") INVITE_FIELDS "\r\n";

/* Parses a copy that has no byte behind it and is gone afterwards. */
static gboolean
parse(const char *data, gsize len, MsnpSlp *slp)
{
    static const MsnpSlp nothing;
    g_autofree guint8 *copy = g_malloc(MAX(len, 1));
    gboolean ok;

    memcpy(copy, data, len);
    memset(slp, 'x', sizeof(*slp));
    ok = msnp_slp_parse(copy, len, slp);
    memset(copy, 'x', len);
    if (!ok) {
        g_assert_cmpmem(slp, sizeof(*slp), &nothing, sizeof(nothing));
        return FALSE;
    }
    g_assert_true(g_utf8_validate(slp->to, -1, NULL) && *slp->to);
    g_assert_true(g_utf8_validate(slp->from, -1, NULL) && *slp->from);
    g_assert_true(g_str_is_ascii(slp->branch));
    g_assert_true(g_str_is_ascii(slp->call_id) && *slp->call_id);
    g_assert_null(strpbrk(slp->branch, "\r\n\t "));
    g_assert_null(strpbrk(slp->call_id, "\r\n\t "));
    g_assert_true(slp->fields >= slp->text && slp->fields + slp->fields_len <= slp->text + len);
    return TRUE;
}

static gboolean
parse_text(const char *text, MsnpSlp *slp)
{
    return parse(text, strlen(text), slp);
}

/* ---- what clients send ----------------------------------------------------------------------- */

static const struct {
    const char *name;
    const char *text; /* and its NUL */
    gsize len;
    MsnpSlp slp; /* as it is printed */
} messages[] = {
#define SAY(name, text, ...)                                                                       \
    {                                                                                              \
        name, text, sizeof(text),                                                                  \
        {                                                                                          \
            __VA_ARGS__                                                                            \
        }                                                                                          \
    }
    SAY("invite to a picture",
        INVITE_START INVITE_HEAD CONTENT("sessionreqbody", "318") INVITE_FIELDS "\r\n",
        .kind = MSNP_SLP_INVITE, .to = "bob@example.com", .from = "alice@example.com",
        .branch = BRANCH, .call_id = CALL, .body = MSNP_SLP_SESSION, .fields = INVITE_FIELDS),
    SAY("200",
        "MSNSLP/1.0 200 OK\r\n" HEAD(ALICE, BOB, BRANCH, "1", CALL)
            CONTENT("sessionreqbody", "23") "SessionID: 1234567\r\n\r\n",
        .kind = MSNP_SLP_ANSWER, .status = 200, .to = "alice@example.com",
        .from = "bob@example.com", .branch = BRANCH, .call_id = CALL, .cseq = 1,
        .body = MSNP_SLP_SESSION, .fields = "SessionID: 1234567\r\n"),
    SAY("bye",
        "BYE MSNMSGR:bob@example.com MSNSLP/1.0\r\n" HEAD(BOB, ALICE, BYE_ALL, "0", CALL)
            CONTENT("sessionclosebody", "3") "\r\n",
        .kind = MSNP_SLP_BYE, .to = "bob@example.com", .from = "alice@example.com",
        .branch = BYE_ALL, .call_id = CALL, .body = MSNP_SLP_CLOSE),
    SAY("offer of a connection",
        INVITE_START HEAD(BOB, ALICE, BRANCH_3, "0", CALL_2)
            CONTENT("transreqbody", "78") "Bridges: TCPv1\r\nNetID: 0\r\nConn-Type: "
                                          "Firewall\r\nUPnPNat: false\r\nICF: false\r\n\r\n",
        .kind = MSNP_SLP_INVITE, .to = "bob@example.com", .from = "alice@example.com",
        .branch = BRANCH_3, .call_id = CALL_2, .body = MSNP_SLP_TRANSPORT,
        .fields = "Bridges: TCPv1\r\nNetID: 0\r\nConn-Type: Firewall\r\nUPnPNat: false\r\n"
                  "ICF: false\r\n"),
    SAY("answer to that",
        "MSNSLP/1.0 200 OK\r\n" HEAD(ALICE, BOB, BRANCH_3, "1", CALL_2)
            CONTENT("transrespbody", "83") "Bridge: TCPv1\r\nListening: false\r\nNonce: " NO_NONCE
                                           "\r\n\r\n",
        .kind = MSNP_SLP_ANSWER, .status = 200, .to = "alice@example.com",
        .from = "bob@example.com", .branch = BRANCH_3, .call_id = CALL_2, .cseq = 1,
        .body = MSNP_SLP_TRANSPORT_ANSWER,
        .fields = "Bridge: TCPv1\r\nListening: false\r\nNonce: " NO_NONCE "\r\n"),
    SAY("603",
        "MSNSLP/1.0 603 Decline\r\n" HEAD(ALICE, BOB, BRANCH_2, "1", CALL_2)
            CONTENT("sessionreqbody", "25") "SessionID: 180646677\r\n\r\n",
        .kind = MSNP_SLP_ANSWER, .status = 603, .to = "alice@example.com",
        .from = "bob@example.com", .branch = BRANCH_2, .call_id = CALL_2, .cseq = 1,
        .body = MSNP_SLP_SESSION, .fields = "SessionID: 180646677\r\n"),
#undef SAY
};

/* The lengths that the published packets have. */
static const gsize lengths[G_N_ELEMENTS(messages)] = {646, 326, 328, 403, 385, 333};

static void
check_same(const MsnpSlp *slp, const MsnpSlp *expected)
{
    gsize len = expected->fields ? strlen(expected->fields) : 0;

    g_assert_cmpint(slp->kind, ==, expected->kind);
    g_assert_cmpuint(slp->status, ==, expected->status);
    g_assert_cmpstr(slp->to, ==, expected->to);
    g_assert_cmpstr(slp->from, ==, expected->from);
    g_assert_cmpstr(slp->branch, ==, expected->branch);
    g_assert_cmpstr(slp->call_id, ==, expected->call_id);
    g_assert_cmpuint(slp->cseq, ==, expected->cseq);
    g_assert_cmpint(slp->body, ==, expected->body);
    g_assert_cmpuint(slp->fields_len, >=, len);
    if (len > 0)
        g_assert_cmpmem(slp->fields, len, expected->fields, len);
    g_assert_cmpmem(slp->fields + len, slp->fields_len - len, "\r\n", 2);
}

static void
test_messages(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(messages); i++) {
        g_autoptr(GString) out = g_string_new("before");
        MsnpSlp slp, ours = messages[i].slp;

        g_test_message("%s", messages[i].name);
        g_assert_cmpuint(messages[i].len, ==, lengths[i]);
        g_assert_true(parse(messages[i].text, messages[i].len, &slp));
        check_same(&slp, &ours);
        msnp_slp_clear(&slp);
        msnp_slp_clear(&slp); /* once more does no harm */

        ours.fields_len = ours.fields ? strlen(ours.fields) : 0;
        msnp_slp_print(out, &ours);
        g_assert_cmpmem(out->str + 6, out->len - 6, messages[i].text, messages[i].len);
    }
}

static void
test_object(void)
{
    g_autofree char *guid = NULL;
    g_autofree guint8 *context = NULL;
    guint32 session = 0, app = 0;
    MsnpObject object;
    MsnpSlp slp;
    gsize len;

    g_assert_true(parse(invite, sizeof(invite), &slp));
    guid = msnp_slp_field(&slp, "euf-guid");
    g_assert_cmpstr(guid, ==, OBJECTS);
    g_assert_true(msnp_slp_number(&slp, "SessionID", &session));
    g_assert_cmpuint(session, ==, 1234567);
    g_assert_true(msnp_slp_number(&slp, "AppID", &app));
    g_assert_cmpuint(app, ==, 1);
    context = msnp_slp_base64(&slp, "Context", &len);
    g_assert_cmpmem(context, len, OBJECT, sizeof(OBJECT)); /* with the NUL */
    g_assert_true(msnp_object_parse((const char *) context, len, &object));
    g_assert_cmpstr(object.creator, ==, slp.to);
    msnp_slp_clear(&slp);
}

/* The INVITE with a context of version 3, which travels in two packets. */
static void
test_file(void)
{
    g_autoptr(GString) blob = g_string_new(NULL), fields = g_string_new(NULL), out = NULL;
    g_autofree char *base64 = NULL;
    g_autofree guint8 *context = NULL;
    MsnpSlp slp, ours = {.kind = MSNP_SLP_INVITE,
                         .to = "bob@example.com",
                         .from = "alice@example.com",
                         .branch = BRANCH_2,
                         .call_id = CALL_2,
                         .body = MSNP_SLP_SESSION};
    MsnpFileContext file;
    gsize len;

    msnp_file_context_print(blob, "notes é.txt", 2500, NULL, 0);
    g_string_set_size(blob, 638);
    memset(blob->str + 574, 0, 64);
    blob->str[0] = '\x7e';
    blob->str[4] = '\x03';
    base64 = g_base64_encode((const guint8 *) blob->str, blob->len);
    g_string_printf(fields,
                    "EUF-GUID: " FILES "\r\nSessionID: 180646677\r\nAppID: 2\r\n"
                    "Context: %s\r\n",
                    base64);
    ours.fields = fields->str;
    ours.fields_len = fields->len;
    out = g_string_new(NULL);
    msnp_slp_print(out, &ours);
    g_assert_cmpuint(out->len, ==, 1276);
    g_assert_nonnull(strstr(out->str, "\r\nContent-Length: 948\r\n\r\n"));

    g_assert_true(parse(out->str, out->len, &slp));
    context = msnp_slp_base64(&slp, "Context", &len);
    g_assert_cmpmem(context, len, blob->str, blob->len);
    g_assert_true(msnp_file_context_parse(context, len, &file));
    g_assert_cmpstr(file.name, ==, "notes é.txt");
    g_assert_cmpuint(file.size, ==, 2500);
    msnp_file_context_clear(&file);
    msnp_slp_clear(&slp);
}

/* ---- what else is read ----------------------------------------------------------------------- */

#define TO      "To: " BOB "\r\n"
#define FROM    "From: " ALICE "\r\n"
#define CALL_ID "Call-ID: {A}\r\n"
#define ENOUGH  INVITE_START TO FROM CALL_ID

static const struct {
    const char *name;
    const char *text;
    MsnpSlp slp;
    const char *fields;
} others[] = {
#define SAY(name, text, rest, ...)                                                                 \
    {                                                                                              \
        name, text, {.to = "bob@example.com", .from = "alice@example.com", __VA_ARGS__}, rest      \
    }
    SAY("least", ENOUGH "\r\n", "", .call_id = "{A}", .branch = ""),
    SAY("LF only",
        "BYE MSNMSGR:x MSNSLP/1.0\nTo: " BOB "\nFrom: " ALICE "\nCSeq: 2\nCall-ID: {A}\n"
        "Via: MSNSLP/1.0/TLP;branch={B}\nContent-Type: application/x-msnmsgr-sessionclosebody\n\n"
        "SessionID: 1\n",
        "SessionID: 1\n", .kind = MSNP_SLP_BYE, .call_id = "{A}", .branch = "{B}", .cseq = 2,
        .body = MSNP_SLP_CLOSE),
    SAY("any case, blanks and order",
        "ACK MSNMSGR:x MSNSLP/1.0 \r\n call-id :\t{a}\t\r\nCSEQ:7\r\ncontent-LENGTH: 0\r\n"
        "FROM:<MSNMSGR:Alice@Example.COM;{1}>;x=y\r\n"
        "via: MSNSLP/1.0/TLP ; x=y; BRANCH = {b} ;z\r\nto:<msnmsgr:BOB@example.com;{2-3}>\r\n\r\n",
        "", .kind = MSNP_SLP_ACK, .call_id = "{a}", .branch = "{b}", .cseq = 7),
    SAY("null", ENOUGH "Content-Type: null\r\nContent-Length: 0\r\n\r\n", "", .call_id = "{A}",
        .branch = ""),
    SAY("null with a body", ENOUGH "Content-Type: null\r\n\r\nSessionID: 1\r\n", "",
        .call_id = "{A}", .branch = ""),
    SAY("body of no type", ENOUGH "\r\nSessionID: 1\r\n", "", .call_id = "{A}", .branch = ""),
    SAY("empty type", ENOUGH "Content-Type: \r\n\r\nx", "", .call_id = "{A}", .branch = ""),
    SAY("type of another time",
        ENOUGH "Content-Type: application/x-msnmsgr-session-failure-respbody\r\n\r\nX: y\r\n",
        "X: y\r\n", .call_id = "{A}", .branch = "", .body = MSNP_SLP_OTHER),
    SAY("type with parameters",
        ENOUGH "Content-Type: APPLICATION/x-msnmsgr-transreqbody ; charset=utf-8\r\n\r\n", "",
        .call_id = "{A}", .branch = "", .body = MSNP_SLP_TRANSPORT),
    SAY("type that only begins so",
        ENOUGH "Content-Type: application/x-msnmsgr-transreqbodyguard\r\n\r\n", "",
        .call_id = "{A}", .branch = "", .body = MSNP_SLP_OTHER),
    SAY("no Content-Length", ENOUGH "Content-Type: application/x-msnmsgr-transreqbody\r\n\r\na: b",
        "a: b", .call_id = "{A}", .branch = "", .body = MSNP_SLP_TRANSPORT),
    SAY("shorter Content-Length", ENOUGH CONTENT("transreqbody", "4") "a: bc: d\r\n", "a: b",
        .call_id = "{A}", .branch = "", .body = MSNP_SLP_TRANSPORT),
    SAY("first of two counts", ENOUGH "To: " ALICE "\r\nCall-ID: {B}\r\n\r\n", "", .call_id = "{A}",
        .branch = ""),
    SAY("no phrase", "MSNSLP/1.0 481\r\n" TO FROM CALL_ID "\r\n", "", .kind = MSNP_SLP_ANSWER,
        .status = 481, .call_id = "{A}", .branch = ""),
    SAY("strange phrase", "MSNSLP/1.0 999 \xff INVITE MSNSLP/1.0\r\n" TO FROM CALL_ID "\r\n", "",
        .kind = MSNP_SLP_ANSWER, .status = 999, .call_id = "{A}", .branch = ""),
    /* numbers and ids that are of no use */
    SAY("CSeq is none", ENOUGH "CSeq: 1 INVITE\r\n\r\n", "", .call_id = "{A}", .branch = ""),
    SAY("CSeq too big", ENOUGH "CSeq: 4294967296\r\n\r\n", "", .call_id = "{A}", .branch = ""),
    SAY("CSeq as big as can be", ENOUGH "CSeq: 4294967295\r\n\r\n", "", .call_id = "{A}",
        .branch = "", .cseq = G_MAXUINT32),
    SAY("Via without a branch", ENOUGH "Via: MSNSLP/1.0/TLP\r\n\r\n", "", .call_id = "{A}",
        .branch = ""),
    SAY("branch without a value", ENOUGH "Via: MSNSLP/1.0/TLP ;branch\r\n\r\n", "",
        .call_id = "{A}", .branch = ""),
    SAY("empty branch", ENOUGH "Via: MSNSLP/1.0/TLP ;branch= ;x\r\n\r\n", "", .call_id = "{A}",
        .branch = ""),
    SAY("branch of two words", ENOUGH "Via: MSNSLP/1.0/TLP ;branch={B} {C}\r\n\r\n", "",
        .call_id = "{A}", .branch = ""),
    SAY("folded branch", ENOUGH "Via: MSNSLP/1.0/TLP ;branch={B}\r\n To: x\r\n\r\n", "",
        .call_id = "{A}", .branch = ""),
    SAY("branch that is folded away", ENOUGH "Via: MSNSLP/1.0/TLP\r\n ;branch={B}\r\n\r\n", "",
        .call_id = "{A}", .branch = "{B}"),
    SAY("branch not of ASCII", ENOUGH "Via: MSNSLP/1.0/TLP ;branch={ü}\r\n\r\n", "",
        .call_id = "{A}", .branch = ""),
    SAY("branch with a control", ENOUGH "Via: MSNSLP/1.0/TLP ;branch={\x1b}\r\n\r\n", "",
        .call_id = "{A}", .branch = ""),
    SAY("lines that are no headers", INVITE_START "hello\r\n: x\r\n" TO FROM CALL_ID "\xff\r\n\r\n",
        "", .call_id = "{A}", .branch = ""),
    /* a body that looks like a head */
    SAY("body that looks like a head",
        ENOUGH "Content-Type: application/x-msnmsgr-sessionreqbody\r\n\r\n"
               "To: " ALICE "\r\nFrom: " BOB "\r\nCall-ID: {B}\r\nCSeq: 9\r\n"
               "Via: MSNSLP/1.0/TLP ;branch={B}\r\nContent-Length: 5\r\n"
               "Content-Type: null\r\n\r\nMSNSLP/1.0 200 OK\r\n",
        "To: " ALICE "\r\nFrom: " BOB "\r\nCall-ID: {B}\r\nCSeq: 9\r\n"
        "Via: MSNSLP/1.0/TLP ;branch={B}\r\nContent-Length: 5\r\n"
        "Content-Type: null\r\n\r\nMSNSLP/1.0 200 OK\r\n",
        .call_id = "{A}", .branch = "", .body = MSNP_SLP_SESSION),
#undef SAY
};

static void
test_others(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
        const MsnpSlp *expected = &others[i].slp;
        MsnpSlp slp;

        g_test_message("%s", others[i].name);
        g_assert_true(parse_text(others[i].text, &slp));
        g_assert_cmpint(slp.kind, ==, expected->kind);
        g_assert_cmpuint(slp.status, ==, expected->status);
        g_assert_cmpstr(slp.to, ==, expected->to);
        g_assert_cmpstr(slp.from, ==, expected->from);
        g_assert_cmpstr(slp.branch, ==, expected->branch);
        g_assert_cmpstr(slp.call_id, ==, expected->call_id);
        g_assert_cmpuint(slp.cseq, ==, expected->cseq);
        g_assert_cmpint(slp.body, ==, expected->body);
        g_assert_cmpmem(slp.fields, slp.fields_len, others[i].fields, strlen(others[i].fields));
        msnp_slp_clear(&slp);
    }
}

static void
test_refused(void)
{
    static const char *const texts[] = {
        "",
        "\r\n",
        "\r\n\r\n",
        "\r\n" ENOUGH "\r\n",
        /* no end of the head */
        ENOUGH,
        INVITE_START "To: " BOB "\r\n" FROM "Call-ID: {A}",
        INVITE_START "\r\n" TO FROM CALL_ID "\r\n",
        /* start lines */
        TO FROM CALL_ID "\r\n",
        "OPTIONS MSNMSGR:x MSNSLP/1.0\r\n" TO FROM CALL_ID "\r\n",
        "invite MSNMSGR:x MSNSLP/1.0\r\n" TO FROM CALL_ID "\r\n",
        "INVITED MSNMSGR:x MSNSLP/1.0\r\n" TO FROM CALL_ID "\r\n",
        "INVITE\r\n" TO FROM CALL_ID "\r\n",
        "INVITE MSNSLP/1.0\r\n" TO FROM CALL_ID "\r\n",
        "INVITE  MSNSLP/1.0\r\n" TO FROM CALL_ID "\r\n",
        "INVITE MSNMSGR:x\r\n" TO FROM CALL_ID "\r\n",
        "INVITE MSNMSGR:x MSNSLP/2.0\r\n" TO FROM CALL_ID "\r\n",
        "INVITE MSNMSGR:x MSNSLP/1.0 x\r\n" TO FROM CALL_ID "\r\n",
        "MSNSLP/1.0\r\n" TO FROM CALL_ID "\r\n",
        "MSNSLP/1.0 \r\n" TO FROM CALL_ID "\r\n",
        "MSNSLP/1.0 20\r\n" TO FROM CALL_ID "\r\n",
        "MSNSLP/1.0 20 0\r\n" TO FROM CALL_ID "\r\n",
        "MSNSLP/1.0 2000\r\n" TO FROM CALL_ID "\r\n",
        "MSNSLP/1.0 200OK\r\n" TO FROM CALL_ID "\r\n",
        "MSNSLP/1.0 099 x\r\n" TO FROM CALL_ID "\r\n",
        "MSNSLP/1.0 -20 x\r\n" TO FROM CALL_ID "\r\n",
        "MSNSLP/1.0  200 OK\r\n" TO FROM CALL_ID "\r\n",
        "MSNSLP/2.0 200 OK\r\n" TO FROM CALL_ID "\r\n",
        /* one is missing, or only in the body */
        INVITE_START FROM CALL_ID "\r\n",
        INVITE_START TO CALL_ID "\r\n",
        INVITE_START TO FROM "\r\n",
        INVITE_START TO FROM "\r\n" CALL_ID,
        INVITE_START FROM CALL_ID "\n" TO "\r\n",
        /* addresses */
        INVITE_START "To: \r\n" FROM CALL_ID "\r\n",
        INVITE_START "To: bob@example.com\r\n" FROM CALL_ID "\r\n",
        INVITE_START "To: msnmsgr:bob@example.com\r\n" FROM CALL_ID "\r\n",
        INVITE_START "To: <sip:bob@example.com>\r\n" FROM CALL_ID "\r\n",
        INVITE_START "To: <msnmsgr:bob@example.com\r\n" FROM CALL_ID "\r\n",
        INVITE_START "To: <msnmsgr:>\r\n" FROM CALL_ID "\r\n",
        INVITE_START "To: <msnmsgr:\r\n" FROM CALL_ID "\r\n",
        INVITE_START "To: <msnmsgr:;{1}>\r\n" FROM CALL_ID "\r\n",
        INVITE_START "To: <msnmsgr:b b>\r\n" FROM CALL_ID "\r\n",
        INVITE_START "To: <msnmsgr:b\r\n b>\r\n" FROM CALL_ID "\r\n",
        INVITE_START "To: <msnmsgr:b\x01>\r\n" FROM CALL_ID "\r\n",
        INVITE_START "To: <msnmsgr:b<c>\r\n" FROM CALL_ID "\r\n",
        INVITE_START "To: <msnmsgr:b\xff>\r\n" FROM CALL_ID "\r\n",
        INVITE_START TO "From: alice@example.com\r\n" CALL_ID "\r\n",
        /* ids that cannot be sent back */
        INVITE_START TO FROM "Call-ID:\r\n\r\n",
        INVITE_START TO FROM "Call-ID: {A} {B}\r\n\r\n",
        INVITE_START TO FROM "Call-ID: {A}\r\n To: x\r\n\r\n",
        INVITE_START TO FROM "Call-ID: {<A>}\r\n\r\n",
        INVITE_START TO FROM "Call-ID: {\x7f}\r\n\r\n",
        INVITE_START TO FROM "Call-ID: {ü}\r\n\r\n",
        /* lengths */
        ENOUGH CONTENT("transreqbody", "5") "a: b",
        ENOUGH CONTENT("transreqbody", "-1") "a: b",
        ENOUGH CONTENT("transreqbody", "") "a: b",
        ENOUGH CONTENT("transreqbody", "4x") "a: b",
        ENOUGH CONTENT("transreqbody", "4294967300") "a: b",
        ENOUGH CONTENT("transreqbody", "18446744073709551620") "a: b",
        ENOUGH "Content-Length: 1\r\n\r\n",
    };
    MsnpSlp slp;

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_test_message("%s", texts[i]);
        g_assert_false(parse_text(texts[i], &slp));
    }
    g_assert_false(msnp_slp_parse(NULL, 0, &slp));
}

static void
test_nul(void)
{
    static const char behind[] = ENOUGH "Content-Type: x\r\n\r\na: b\0\0\0",
                      counted[] = ENOUGH CONTENT("transreqbody", "5") "a: b\0\0\0x",
                      start[] = "\0" ENOUGH "\r\n", head[] = ENOUGH "X: a\0b\r\n\r\n",
                      body[] = ENOUGH "Content-Type: x\r\n\r\na: b\0c\r\n",
                      inside[] = ENOUGH CONTENT("transreqbody", "6") "a: b\0c";
    MsnpSlp slp;

    g_assert_true(parse(behind, sizeof(behind), &slp));
    g_assert_cmpmem(slp.fields, slp.fields_len, "a: b", 4);
    msnp_slp_clear(&slp);
    g_assert_true(parse(counted, sizeof(counted), &slp));
    g_assert_cmpmem(slp.fields, slp.fields_len, "a: b", 4);
    msnp_slp_clear(&slp);
    g_assert_false(parse(start, sizeof(start), &slp));
    g_assert_false(parse(head, sizeof(head), &slp));
    g_assert_false(parse(body, sizeof(body), &slp));
    g_assert_false(parse(inside, sizeof(inside), &slp));
}

static void
test_limits(void)
{
    g_autofree char *account = g_strnfill(MSNP_LIMIT_HANDLE, 'a'), *id = g_strnfill(128, 'i');
    g_autoptr(GString) text = g_string_new(ENOUGH "Content-Type: x\r\n\r\n");
    MsnpSlp slp;

    while (text->len < MSNP_LIMIT_SLP)
        g_string_append(text, "X: y\r\n");
    g_string_truncate(text, MSNP_LIMIT_SLP);
    g_assert_true(parse(text->str, text->len, &slp));
    msnp_slp_clear(&slp);
    g_string_append_c(text, '\0');
    g_assert_false(parse(text->str, text->len, &slp));

    g_string_printf(text,
                    INVITE_START "To: <msnmsgr:%s;{1}>\r\n" FROM
                                 "Call-ID: %s\r\nVia: ;branch=%si\r\n\r\n",
                    account, id, id);
    g_assert_true(parse(text->str, text->len, &slp));
    g_assert_cmpstr(slp.to, ==, account);
    g_assert_cmpstr(slp.call_id, ==, id);
    g_assert_cmpstr(slp.branch, ==, "");
    msnp_slp_clear(&slp);
    g_string_printf(text, INVITE_START "To: <msnmsgr:%sa>\r\n" FROM CALL_ID "\r\n", account);
    g_assert_false(parse(text->str, text->len, &slp));
    g_string_printf(text, INVITE_START TO FROM "Call-ID: %si\r\n\r\n", id);
    g_assert_false(parse(text->str, text->len, &slp));
}

/* Reads all there is to read. */
static void
read_all(const char *data, gsize len)
{
    g_autofree char *guid = NULL;
    g_autofree guint8 *context = NULL;
    MsnpObject object;
    guint32 number;
    gsize context_len;
    MsnpSlp slp;

    if (!parse(data, len, &slp))
        return;
    guid = msnp_slp_field(&slp, "EUF-GUID");
    g_assert_true(!guid || g_utf8_validate(guid, -1, NULL));
    msnp_slp_number(&slp, "SessionID", &number);
    context = msnp_slp_base64(&slp, "Context", &context_len);
    if (context)
        msnp_object_parse((const char *) context, context_len, &object);
    msnp_slp_clear(&slp);
}

/* Every start of a message, and each of its bytes made every other one. */
static void
test_bytes(void)
{
    MsnpSlp slp;

    for (gsize len = 0; len < sizeof(invite) - 1; len++) {
        g_assert_false(parse(invite, len, &slp));
        read_all(invite, len);
    }
    for (gsize at = 0; at < sizeof(invite); at++)
        for (guint byte = 0; byte < 256; byte++) {
            g_autofree char *copy = g_memdup2(invite, sizeof(invite));

            copy[at] = (char) byte;
            read_all(copy, sizeof(invite));
        }
}

/* ---- fields ---------------------------------------------------------------------------------- */

/* A message with this body. */
static void
fields_set(MsnpSlp *slp, const char *body)
{
    *slp = (MsnpSlp){.fields = body, .fields_len = strlen(body)};
}

static void
test_fields(void)
{
    static const struct {
        const char *body;
        const char *value; /* of X */
        gint64 number;     /* -1 if it is none */
    } fields[] = {
        {"", NULL, -1},
        {"\r\n", NULL, -1},
        {"Y: 1\r\n", NULL, -1},
        {"XX: 1\r\nY-X: 2\r\nX\r\n", NULL, -1},
        {"X: 1\r\n", "1", 1},
        {"X: 1", "1", 1},
        {"X:1\n", "1", 1},
        {"Y: 2\r\n\tX: 1\r\nX: 3\r\n", "3", 3}, /* the first one is Y's, folded */
        {"x : \t1 \r\nX: 3\r\n", "1", 1},
        {"X:\r\nY: 1\r\n", "", -1},
        {"X: 4294967295\r\n", "4294967295", G_MAXUINT32},
        {"X: 4294967296\r\n", "4294967296", -1},
        {"X: 18446744073709551617\r\n", "18446744073709551617", -1},
        {"X: -1\r\n", "-1", -1},
        {"X: +1\r\n", "+1", -1},
        {"X: 0x1\r\n", "0x1", -1},
        {"X: 1 2\r\n", "1 2", -1},
        {"X: 1\r\n 2\r\n", "1   2", -1},
        {"X: a\x1b\x7f\302\205z\r\n", "a    z", -1},
        {"X: a\xffü\r\n", "a\357\277\275ü", -1},
        {"X: a:b\r\n", "a:b", -1},
    };

    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        g_autofree char *value = NULL;
        guint32 number = 7;
        MsnpSlp slp;

        g_test_message("%u", i);
        fields_set(&slp, fields[i].body);
        value = msnp_slp_field(&slp, "X");
        g_assert_cmpstr(value, ==, fields[i].value);
        g_assert_cmpint(msnp_slp_number(&slp, "X", &number), ==, fields[i].number >= 0);
        g_assert_cmpuint(number, ==, fields[i].number >= 0 ? fields[i].number : 7);
    }
}

/* A field ends where the body ends. */
static void
test_fields_end(void)
{
    static const char body[] = "X: 123";
    MsnpSlp slp = {.fields = body, .fields_len = 5}, none = {.fields = NULL};
    g_autofree char *value = msnp_slp_field(&slp, "X");
    guint32 number;
    gsize len;

    g_assert_cmpstr(value, ==, "12");
    g_assert_true(msnp_slp_number(&slp, "X", &number));
    g_assert_cmpuint(number, ==, 12);
    g_assert_null(msnp_slp_field(&none, "X"));
    g_assert_false(msnp_slp_number(&none, "X", &number));
    g_assert_null(msnp_slp_base64(&none, "X", &len));
}

static void
test_base64(void)
{
    static const struct {
        const char *text;
        const char *bytes; /* NULL if it is none */
    } codes[] = {
        {"", ""},
        {"Zg==", "f"},
        {"Zg", "f"},
        {"Zm8=", "fo"},
        {"Zm8", "fo"},
        {"Zm9v", "foo"},
        {"Zm9vYmFy", "foobar"},
        {"+/+/", "\xfb\xff\xbf"},
        {"Z", NULL},
        {"Zm9vY", NULL},
        {"=", NULL},
        {"==", NULL},
        {"Zg=", NULL},
        {"Zm8==", NULL},
        {"Zm9v=", NULL},
        {"Zm9v====", NULL},
        {"Zg==Zg==", NULL},
        {"Zh==", NULL}, /* bits left */
        {"Zm9=", NULL},
        {"Zm 9v", NULL},
        {"Zm9v\r\n Zm9v", NULL},
        {"Zm-_", NULL},
        {"Zm9\xff", NULL},
        {"Zm9*", NULL},
    };

    for (guint i = 0; i < G_N_ELEMENTS(codes); i++) {
        g_autofree char *body = g_strdup_printf("Context: %s\r\n\r\n", codes[i].text);
        g_autofree guint8 *bytes = NULL;
        gsize len = 777;
        MsnpSlp slp;

        g_test_message("%s", codes[i].text);
        fields_set(&slp, body);
        bytes = msnp_slp_base64(&slp, "Context", &len);
        if (!codes[i].bytes) {
            g_assert_null(bytes);
            g_assert_cmpuint(len, ==, 777);
            continue;
        }
        g_assert_cmpmem(bytes, len, codes[i].bytes, strlen(codes[i].bytes));
        g_assert_cmpuint(bytes[len], ==, 0);
    }
}

/* ---- out ------------------------------------------------------------------------------------- */

static void
test_print(void)
{
    static const struct {
        MsnpSlp slp;
        const char *start;
    } starts[] = {
        {{.kind = MSNP_SLP_ACK, .to = "b"}, "ACK MSNMSGR:b MSNSLP/1.0\r\nTo: <msnmsgr:b>\r\n"},
        {{.kind = MSNP_SLP_ANSWER, .status = 404}, "MSNSLP/1.0 404 Not Found\r\n"},
        {{.kind = MSNP_SLP_ANSWER, .status = 481}, "MSNSLP/1.0 481 No Such Call\r\n"},
        {{.kind = MSNP_SLP_ANSWER, .status = 500}, "MSNSLP/1.0 500 Internal Error\r\n"},
        {{.kind = MSNP_SLP_ANSWER, .status = 606}, "MSNSLP/1.0 606 Unacceptable\r\n"},
        {{.kind = MSNP_SLP_ANSWER, .status = 499}, "MSNSLP/1.0 499 Unknown\r\n"},
    };
    g_autoptr(GString) out = g_string_new(NULL);
    MsnpSlp bare = {.kind = MSNP_SLP_ANSWER,
                    .status = 500,
                    .to = "alice@example.com",
                    .from = "bob@example.com",
                    .branch = BRANCH,
                    .call_id = CALL,
                    .cseq = 1,
                    .fields = "X: y\r\n",
                    .fields_len = 6};

    for (guint i = 0; i < G_N_ELEMENTS(starts); i++) {
        g_string_truncate(out, 0);
        msnp_slp_print(out, &starts[i].slp);
        g_assert_true(g_str_has_prefix(out->str, starts[i].start));
    }
    for (guint i = 0; i < 2; i++) {
        bare.body = i == 0 ? MSNP_SLP_NOTHING : MSNP_SLP_OTHER;
        g_string_truncate(out, 0);
        msnp_slp_print(out, &bare);
        g_assert_cmpstr(
            out->str, ==,
            "MSNSLP/1.0 500 Internal Error\r\n" HEAD(
                ALICE, BOB, BRANCH, "1", CALL) "Content-Type: null\r\nContent-Length: 0\r\n\r\n");
        g_assert_cmpuint(out->len, ==, strlen(out->str));
    }
}

/* Whatever is put into it, it stays one message. */
static void
test_print_hostile(void)
{
    g_autoptr(GString) out = g_string_new(NULL);
    MsnpSlp slp, bad = {.kind = MSNP_SLP_BYE,
                        .to = "a>\r\nX: <y@b",
                        .from = "c\x01@\td",
                        .branch = "{B}\r\nX: y",
                        .call_id = "{C} \x7f{D}\r\n\r\n",
                        .cseq = G_MAXUINT32,
                        .body = MSNP_SLP_CLOSE};

    msnp_slp_print(out, &bad);
    g_assert_true(parse(out->str, out->len, &slp));
    g_assert_cmpstr(slp.to, ==, "ax:y@b");
    g_assert_cmpstr(slp.from, ==, "c@d");
    g_assert_cmpstr(slp.branch, ==, "{B}X:y");
    g_assert_cmpstr(slp.call_id, ==, "{C}{D}");
    g_assert_cmpuint(slp.cseq, ==, G_MAXUINT32);
    g_assert_cmpint(slp.body, ==, MSNP_SLP_CLOSE);
    msnp_slp_clear(&slp);
}

static void
test_guid(void)
{
    static const guint8 bytes[] = {0x37, 0x29, 0x2d, 0x12, 0x86, 0x5c, 0x7b, 0x4c,
                                   0x81, 0xf5, 0x0e, 0x05, 0x01, 0x78, 0x80, 0xc2};
    char text[MSNP_GUID_SIZE];

    msnp_guid_print(bytes, text);
    g_assert_cmpstr(text, ==, "{122D2937-5C86-4C7B-81F5-0E05017880C2}");
    g_assert_cmpuint(strlen(text), ==, sizeof(text) - 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/slp/messages", test_messages);
    g_test_add_func("/slp/object", test_object);
    g_test_add_func("/slp/file", test_file);
    g_test_add_func("/slp/parse/table", test_others);
    g_test_add_func("/slp/parse/refused", test_refused);
    g_test_add_func("/slp/parse/nul", test_nul);
    g_test_add_func("/slp/parse/limits", test_limits);
    g_test_add_func("/slp/parse/bytes", test_bytes);
    g_test_add_func("/slp/field/text-and-number", test_fields);
    g_test_add_func("/slp/field/end", test_fields_end);
    g_test_add_func("/slp/field/base64", test_base64);
    g_test_add_func("/slp/print/bare", test_print);
    g_test_add_func("/slp/print/hostile", test_print_hostile);
    g_test_add_func("/slp/guid", test_guid);
    return g_test_run();
}
