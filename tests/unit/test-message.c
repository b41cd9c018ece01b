/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MSG payloads: taken apart, read as text, printed, and cut into pieces that fit.
 */
#include "msnp/message.h"

#include <string.h>
#include "msnp/limits.h"

#define MIME "MIME-Version: 1.0\r\n"

/* A copy on the heap without a NUL behind it, so that reading too far is noticed. */
static char *
heap_copy(const char *text, gsize len)
{
    return len > 0 ? g_memdup2(text, len) : g_malloc(1);
}

static void
assert_slice(const char *at, gsize len, const char *expected)
{
    g_autofree char *text = at ? g_strndup(at, len) : NULL;

    g_assert_cmpstr(text, ==, expected);
}

/* ---- taking apart --------------------------------------------------------------------------- */

static const struct {
    const char *name;
    MsnpMsgType type;
} types[] = {
    {"text/plain", MSNP_MSG_TEXT},
    {"text/x-msmsgscontrol", MSNP_MSG_TYPING},
    {"text/x-msnmsgr-datacast", MSNP_MSG_DATACAST},
    {"text/x-mms-emoticon", MSNP_MSG_EMOTICON},
    {"text/x-mms-animemoticon", MSNP_MSG_EMOTICON},
    {"text/x-clientcaps", MSNP_MSG_CLIENTCAPS},
    {"text/x-msmsgsinvite", MSNP_MSG_INVITE},
    {"application/x-msnmsgrp2p", MSNP_MSG_P2P},
    {"application/x-ms-ink", MSNP_MSG_INK},
    {"image/gif", MSNP_MSG_INK},
    {"text/x-keepalive", MSNP_MSG_KEEPALIVE},
    {"text/x-msmsgsprofile", MSNP_MSG_PROFILE},
    {"text/x-msmsgsinitialemailnotification", MSNP_MSG_MAIL_INITIAL},
    {"application/x-msmsgsemailnotification", MSNP_MSG_MAIL_INITIAL},
    {"text/x-msmsgsinitialmdatanotification", MSNP_MSG_MAIL_DATA},
    {"text/x-msmsgsemailnotification", MSNP_MSG_MAIL_NEW},
    {"text/x-msmsgsactivemailnotification", MSNP_MSG_MAIL_MOVED},
    {"text/x-msmsgsoimnotification", MSNP_MSG_OIM},
    {"application/x-msmsgssystemmessage", MSNP_MSG_SYSTEM},
    {"text/x-msmsgssystemmessage", MSNP_MSG_SYSTEM},
    {"text/plai", MSNP_MSG_UNKNOWN},
    {"text/plainer", MSNP_MSG_UNKNOWN},
    {"text/html", MSNP_MSG_UNKNOWN},
    {"x", MSNP_MSG_UNKNOWN},
};

static void
check_type(const char *name, MsnpMsgType type)
{
    g_autofree char *payload =
        g_strdup_printf(MIME "Content-Type: %s; charset=UTF-8\r\n\r\nbody", name);
    MsnpMessage message;

    g_assert_true(msnp_message_parse((guint8 *) payload, strlen(payload), &message));
    g_assert_cmpint(message.type, ==, type);
    assert_slice(message.content_type, message.content_type_len, name);
    assert_slice(message.charset, message.charset_len, "UTF-8");
    assert_slice(message.body, message.body_len, "body");
}

static void
test_types(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
        g_autofree char *upper = g_ascii_strup(types[i].name, -1);

        check_type(types[i].name, types[i].type);
        check_type(upper, types[i].type);
    }
}

/* What parsing must give; a NULL head means that the payload is unusable. */
static const struct {
    const char *payload;
    const char *head;
    const char *content_type;
    const char *charset;
    const char *body;
} parses[] = {
    /* line ends: CRLF, LF, CR, mixed */
    {MIME "Content-Type: a/b\r\n\r\nx\r\n\r\ny", MIME "Content-Type: a/b\r\n", "a/b", NULL,
     "x\r\n\r\ny"},
    {"Content-Type: a/b\n\nx", "Content-Type: a/b\n", "a/b", NULL, "x"},
    {"Content-Type: a/b\r\rx", "Content-Type: a/b\r", "a/b", NULL, "x"},
    {"A: b\nContent-Type: a/b\r\n\nx", "A: b\nContent-Type: a/b\r\n", "a/b", NULL, "x"},
    {"Content-Type: a/b\n\r\nx", "Content-Type: a/b\n", "a/b", NULL, "x"},
    /* no empty line, no body, nothing but the end of the head */
    {"Content-Type: a/b", "Content-Type: a/b", "a/b", NULL, ""},
    {"Content-Type: a/b\r\n", "Content-Type: a/b\r\n", "a/b", NULL, ""},
    {"Content-Type: a/b\r\n\r\n", "Content-Type: a/b\r\n", "a/b", NULL, ""},
    {"Content-Type: a/b\r\n\r", "Content-Type: a/b\r\n", "a/b", NULL, ""},
    /* the header's own shape */
    {"CONTENT-TYPE:a/b\r\n\r\n", "CONTENT-TYPE:a/b\r\n", "a/b", NULL, ""},
    {"content-type \t:\t a/b \t\r\n\r\n", "content-type \t:\t a/b \t\r\n", "a/b", NULL, ""},
    {"Content-Type:\r\n a/b;\r\n\tcharset=x\r\n\r\n", "Content-Type:\r\n a/b;\r\n\tcharset=x\r\n",
     "a/b", "x", ""},
    {"no colon\r\n: x\r\n:\r\nContent-Type: a/b\r\n\r\n",
     "no colon\r\n: x\r\n:\r\nContent-Type: a/b\r\n", "a/b", NULL, ""},
    {"A:\r\nContent-Type: a/b\r\n\r\n", "A:\r\nContent-Type: a/b\r\n", "a/b", NULL, ""},
    {"Content-Type: a/b\r\nContent-Type: c/d\r\n\r\n", "Content-Type: a/b\r\nContent-Type: c/d\r\n",
     "a/b", NULL, ""},
    {"Content-Type:\r\nContent-Type: c/d\r\n\r\n", "Content-Type:\r\nContent-Type: c/d\r\n", "c/d",
     NULL, ""},
    /* charset */
    {"Content-Type: a/b;charset=UTF-8\r\n\r\n", "Content-Type: a/b;charset=UTF-8\r\n", "a/b",
     "UTF-8", ""},
    {"Content-Type: a/b ; x=y ; Charset = \"utf-8\" ; z\r\n\r\n",
     "Content-Type: a/b ; x=y ; Charset = \"utf-8\" ; z\r\n", "a/b", "utf-8", ""},
    {"Content-Type: a/b; charset=\r\n\r\n", "Content-Type: a/b; charset=\r\n", "a/b", NULL, ""},
    {"Content-Type: a/b; charset=\"\r\n\r\n", "Content-Type: a/b; charset=\"\r\n", "a/b", "\"", ""},
    {"Content-Type: a/b; charset=\"\"\r\n\r\n", "Content-Type: a/b; charset=\"\"\r\n", "a/b", NULL,
     ""},
    {"Content-Type: a/b; charset\r\n\r\n", "Content-Type: a/b; charset\r\n", "a/b", NULL, ""},
    {"Content-Type: a/b; xcharset=y;;=\r\n\r\n", "Content-Type: a/b; xcharset=y;;=\r\n", "a/b",
     NULL, ""},
    /* chunks */
    {"Message-ID: {1}\r\nChunk: 1\r\n\r\nrest", "Message-ID: {1}\r\nChunk: 1\r\n", NULL, NULL,
     "rest"},
    {MIME "Content-Type: a/b\r\nMessage-ID: {1}\r\nChunks: 2\r\n\r\nrest",
     MIME "Content-Type: a/b\r\nMessage-ID: {1}\r\nChunks: 2\r\n", "a/b", NULL, "rest"},
    /* nothing to be done */
    {"", NULL, NULL, NULL, NULL},
    {"\r\n", NULL, NULL, NULL, NULL},
    {"\r\nContent-Type: a/b\r\n\r\n", NULL, NULL, NULL, NULL},
    {"x", NULL, NULL, NULL, NULL},
    {MIME "\r\nContent-Type: a/b\r\n", NULL, NULL, NULL, NULL},
    {"Content-Type\r\n\r\n", NULL, NULL, NULL, NULL},
    {"Content-Type:\r\n\r\n", NULL, NULL, NULL, NULL},
    {"Content-Type: ; charset=x\r\n\r\n", NULL, NULL, NULL, NULL},
    {"Message-ID:\r\n\r\n", NULL, NULL, NULL, NULL},
    {"Content-Typ: a/b\r\nContent-Typee: a/b\r\n\r\n", NULL, NULL, NULL, NULL},
};

static void
test_parse(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(parses); i++) {
        gsize len = strlen(parses[i].payload);
        g_autofree char *payload = heap_copy(parses[i].payload, len);
        MsnpMessage message;
        gboolean usable = msnp_message_parse((guint8 *) payload, len, &message);

        g_test_message("row %u", i);
        g_assert_cmpint(usable, ==, parses[i].head != NULL);
        g_assert_nonnull(message.body);
        if (!usable)
            continue;
        assert_slice(message.head, message.head_len, parses[i].head);
        assert_slice(message.content_type, message.content_type_len, parses[i].content_type);
        assert_slice(message.charset, message.charset_len, parses[i].charset);
        assert_slice(message.body, message.body_len, parses[i].body);
    }
}

static void
test_parse_null(void)
{
    MsnpMessage message;

    g_assert_false(msnp_message_parse(NULL, 0, &message));
    g_assert_cmpuint(message.body_len, ==, 0);
}

/* Every start of a payload: usable as soon as the content type is, and never read beyond. */
static void
test_parse_cut(void)
{
    static const char payload[] = MIME "Content-Type: text/plain; charset=UTF-8\r\n"
                                       "X-MMS-IM-Format: FN=Arial; EF=; CO=0\r\n\r\nhello\r\n";

    for (gsize len = 0; len < sizeof(payload); len++) {
        g_autofree char *cut = heap_copy(payload, len);
        MsnpMessage message;
        gboolean usable = msnp_message_parse((guint8 *) cut, len, &message);

        g_assert_cmpint(usable, ==, len > strlen(MIME "Content-Type: "));
        g_assert_cmpuint(message.head_len + message.body_len, <=, len);
        g_assert_cmpint(message.type == MSNP_MSG_TEXT, ==,
                        len >= strlen(MIME "Content-Type: text/plain"));
    }
}

static void
assert_same_slice(const char *at, gsize len, const char *expected, gsize expected_len)
{
    g_assert_true(at == expected);
    g_assert_cmpuint(len, ==, expected_len);
}

/* Whatever was read before, a payload says what it says: all pairs of the table, and each one with
 * more behind it. */
static void
check_recall(MsnpHeadMemo *memo, const char *payload, gsize len)
{
    g_autofree char *copy = heap_copy(payload, len);
    MsnpMessage message, expected;
    gboolean usable = msnp_message_parse((guint8 *) copy, len, &expected);

    g_assert_cmpint(msnp_message_recall(memo, (guint8 *) copy, len, &message), ==, usable);
    if (!usable)
        return;
    g_assert_cmpint(message.type, ==, expected.type);
    assert_same_slice(message.content_type, message.content_type_len, expected.content_type,
                      expected.content_type_len);
    assert_same_slice(message.charset, message.charset_len, expected.charset,
                      expected.charset_len);
    assert_same_slice(message.head, message.head_len, expected.head, expected.head_len);
    assert_same_slice(message.body, message.body_len, expected.body, expected.body_len);
    for (guint i = 0; i < MSNP_N_HEADERS; i++)
        assert_same_slice(message.headers[i].at, message.headers[i].len, expected.headers[i].at,
                          expected.headers[i].len);
}

static void
test_recall(void)
{
    static const char *const more[] = {"", "\n", "\r\n", " folded\r\n", "Chunks: 3\r\n\r\nx"};

    for (guint i = 0; i < G_N_ELEMENTS(parses); i++)
        for (guint k = 0; k < G_N_ELEMENTS(parses); k++)
            for (guint m = 0; m < G_N_ELEMENTS(more); m++) {
                g_autofree char *longer = g_strconcat(parses[k].payload, more[m], NULL);
                MsnpHeadMemo memo = {.len = 0};

                check_recall(&memo, parses[i].payload, strlen(parses[i].payload));
                check_recall(&memo, longer, strlen(longer));
                check_recall(&memo, longer, strlen(longer));
            }
}

/* It is remembered, and not when it is too long. */
static void
test_recall_size(void)
{
    for (gsize n = 400; n < 600; n++) {
        g_autofree char *value = g_strnfill(n - strlen("Content-Type: a/b\r\nX: \r\n\r\n"), 'x');
        g_autofree char *payload =
            g_strdup_printf("Content-Type: a/b\r\nX: %s\r\n\r\nbody", value);
        MsnpHeadMemo memo = {.len = 0};

        check_recall(&memo, payload, strlen(payload));
        g_assert_cmpuint(memo.len, ==, n <= sizeof(memo.bytes) ? n : 0);
        check_recall(&memo, payload, strlen(payload));
    }
}

/* Hostile: a head of nothing but folds, colons, line ends, every byte. */
static void
test_parse_hostile(void)
{
    static const char *const units[] = {
        "A:\r\n ",         ":",   "\r", "\n", "\r\n", " ", "A: b\r\n", "Content-Type:",
        "Content-Type: ;", "\xff"};

    for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
        g_autoptr(GString) payload = g_string_new(NULL);
        MsnpMessage message;
        const char *value;
        gsize len;

        while (payload->len < 60000)
            g_string_append(payload, units[i]);
        msnp_message_parse((guint8 *) payload->str, payload->len, &message);
        g_assert_cmpuint(message.head_len + message.body_len, <=, payload->len);
        g_assert_false(msnp_header_find(payload->str, payload->len, "Nothing", &value, &len));
    }
}

/* ---- headers -------------------------------------------------------------------------------- */

static const char block[] = "Inbox-Unread: 293\r\n"
                            "Folders-Unread:0\n"
                            "Empty:\r\n"
                            "no colon here\r\n"
                            "\r\n"
                            " \r\n"
                            "After-Empty: yes\r"
                            "Folded: one\r\n\ttwo\r\n"
                            "  three  \r\n"
                            "Twice: first\r\n"
                            "twice: second\r\n"
                            "Colons: a:b: c\r\n"
                            "Big: 18446744073709551615\r\n"
                            "Too-Big: 18446744073709551616\r\n"
                            "Huge: 99999999999999999999999999\r\n"
                            "Minus: -1\r\n"
                            "Plus: +1\r\n"
                            "Hex: 0x10\r\n"
                            "Junk: 12a\r\n"
                            "Zeros: 0007\r\n"
                            "Last: end";

static const struct {
    const char *name;
    const char *value;
} finds[] = {
    {"Inbox-Unread", "293"}, {"INBOX-unread", "293"}, {"Folders-Unread", "0"},
    {"Empty", ""},           {"After-Empty", "yes"},  {"Folded", "one\r\n\ttwo\r\n  three"},
    {"Twice", "first"},      {"Colons", "a:b: c"},    {"Last", "end"},
    {"Inbox", NULL},         {"Unread", NULL},        {"Inbox-Unread:", NULL},
    {"no colon here", NULL}, {"one", NULL},           {"Nothing", NULL},
};

static void
test_find(void)
{
    g_autofree char *copy = heap_copy(block, strlen(block));

    for (guint i = 0; i < G_N_ELEMENTS(finds); i++) {
        const char *value = "untouched";
        gsize len = 9;
        gboolean found = msnp_header_find(copy, strlen(block), finds[i].name, &value, &len);

        g_test_message("%s", finds[i].name);
        g_assert_cmpint(found, ==, finds[i].value != NULL);
        assert_slice(value, len, found ? finds[i].value : "untouched");
    }
}

static const struct {
    const char *name;
    gboolean ok;
    guint64 value;
} numbers[] = {
    {"Inbox-Unread", TRUE, 293}, {"Folders-Unread", TRUE, 0}, {"Zeros", TRUE, 7},
    {"Big", TRUE, G_MAXUINT64},  {"Too-Big", FALSE, 0},       {"Huge", FALSE, 0},
    {"Minus", FALSE, 0},         {"Plus", FALSE, 0},          {"Hex", FALSE, 0},
    {"Junk", FALSE, 0},          {"Empty", FALSE, 0},         {"Nothing", FALSE, 0},
};

static void
test_uint(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
        guint64 value = 42;
        gboolean ok = msnp_header_uint(block, strlen(block), numbers[i].name, &value);

        g_test_message("%s", numbers[i].name);
        g_assert_cmpint(ok, ==, numbers[i].ok);
        g_assert_cmpuint(value, ==, ok ? numbers[i].value : 42);
    }
}

/* ---- text ----------------------------------------------------------------------------------- */

#define BAD "\xef\xbf\xbd"

static const struct {
    const char *charset; /* NULL: none given */
    const char *body;
    gsize len;
    const char *text;
    gboolean copied;
} texts[] = {
#define BODY(text) text, sizeof(text) - 1
    {"UTF-8", BODY("hello"), "hello", FALSE},
    {"UTF-8", BODY(""), "", FALSE},
    {"UTF-8", BODY("grüße, 宋体 😀"), "grüße, 宋体 😀", FALSE},
    {"utf-8", BODY("a\nb\tc"), "a\nb\tc", FALSE},
    {"utf8", BODY("é"), "é", FALSE},
    {"UTF-8", BODY("a\r\nb\rc\nd\r\n"), "a\nb\nc\nd\n", TRUE},
    {"UTF-8", BODY("\r"), "\n", TRUE},
    {"UTF-8", BODY("\r\r\n\n"), "\n\n\n", TRUE},
    {"UTF-8", BODY("é\r\n宋"), "é\n宋", TRUE},
    /* control characters, NUL among them */
    {"UTF-8", BODY("a\0b"), "a" BAD "b", TRUE},
    {"UTF-8", BODY("\0"), BAD, TRUE},
    {"UTF-8", BODY("a\x1b[2J\x7f\x01"), "a" BAD "[2J" BAD BAD, TRUE},
    {"UTF-8", BODY("a\xc2\x9b\xc2\x85z"), "a" BAD BAD "z", TRUE},
    {"UTF-8", BODY("\xc2\xa0"), "\xc2\xa0", FALSE},
    {"UTF-8", BODY(" \xc2\xa0~\r"), " \xc2\xa0~\n", TRUE},
    /* not UTF-8 although it says so */
    {"UTF-8", BODY("a\xff z"), "a" BAD " z", TRUE},
    {"UTF-8", BODY("\xc3"), BAD, TRUE},
    {"UTF-8", BODY("\xc2"), BAD, TRUE},
    {"UTF-8", BODY("\xc2\r\n"), BAD "\n", TRUE},
    {"UTF-8", BODY("\xed\xa0\x80"), BAD BAD BAD, TRUE},
    {"UTF-8", BODY("\xc0\x80"), BAD BAD, TRUE},
    {"UTF-8", BODY("\xf4\x90\x80\x80"), BAD BAD BAD BAD, TRUE},
    /* no charset is ISO-8859-1, whatever it looks like */
    {NULL, BODY("hello"), "hello", FALSE},
    {NULL, BODY("gr\xfc\xdf"), "grüß", TRUE},
    {NULL, BODY("\xc3\xa9"), "Ã©", TRUE},
    {NULL, BODY("\x80\xa4"), BAD "¤", TRUE},
    {NULL, BODY("a\0\xe9\r\n"), "a" BAD "é\n", TRUE},
    /* others */
    {"windows-1252", BODY("\x80 \xe9"), "€ é", TRUE},
    {"Windows-1251", BODY("\xcf\xf0\xe8"), "При", TRUE},
    {"iso-8859-15", BODY("\xa4"), "€", TRUE},
    {"gb2312", BODY("\xcb\xce\xcc\xe5"), "宋体", TRUE},
    {"big5", BODY("\xa7\xba"), "宋", TRUE},
    {"shift_jis", BODY("\x82\xa0\r\n"), "あ\n", TRUE},
    {"euc-kr", BODY("\xb0\xa1"), "가", TRUE},
    /* does not convert */
    {"gb2312", BODY("a\xff\xff"), "a" BAD BAD, TRUE},
    {"shift_jis", BODY("\x82"), BAD, TRUE},
    /* unknown: UTF-8 as far as it is */
    {"x-nonsense", BODY("hello"), "hello", FALSE},
    {"x-nonsense", BODY("é\xff"), "é" BAD, TRUE},
    {"UTF-8//IGNORE", BODY("a\xff"), "a" BAD, TRUE},
    {"ISO-2022-KR", BODY("\x1b$)C\xff"), BAD "$)C" BAD, TRUE},
    {"UTF-16",
     BODY("\xff\xfe"
          "a\0"),
     BAD BAD "a" BAD, TRUE},
#undef BODY
};

static void
test_text(void)
{
    g_autoptr(GString) scratch = g_string_new("old");

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *body = heap_copy(texts[i].body, texts[i].len);
        const char *charset = texts[i].charset;
        MsnpMessage message = {.type = MSNP_MSG_TEXT,
                               .charset = charset,
                               .charset_len = charset ? strlen(charset) : 0,
                               .body = body,
                               .body_len = texts[i].len};
        gsize len = 0;
        const char *text = msnp_message_text(&message, &len, scratch);

        g_test_message("row %u", i);
        g_assert_true(g_utf8_validate_len(text, len, NULL));
        assert_slice(text, len, texts[i].text);
        g_assert_cmpuint(len, ==, strlen(texts[i].text));
        g_assert_cmpint(text != body, ==, texts[i].copied);
    }
}

/* Any bytes in any charset become clean text. */
static void
test_text_any(void)
{
    static const char *const charsets[] = {NULL, "utf-8", "windows-1252", "shift_jis", "big5"};
    g_autoptr(GRand) rand = g_rand_new_with_seed(1863);
    g_autoptr(GString) scratch = g_string_new(NULL);

    for (guint round = 0; round < 5000; round++) {
        gsize len = (gsize) g_rand_int_range(rand, 1, 40);
        g_autofree char *body = g_malloc(len);
        const char *charset = charsets[round % G_N_ELEMENTS(charsets)], *text;
        MsnpMessage message = {.charset = charset, .body = body, .body_len = len};

        message.charset_len = charset ? strlen(charset) : 0;
        for (gsize i = 0; i < len; i++)
            body[i] = (char) g_rand_int_range(rand, 0, 256);
        text = msnp_message_text(&message, &len, scratch);
        g_assert_true(g_utf8_validate_len(text, len, NULL));
        for (const char *p = text; p < text + len; p = g_utf8_next_char(p))
            g_assert_true(*p == '\n' || *p == '\t' || !g_unichar_iscntrl(g_utf8_get_char(p)));
    }
}

/* ---- printing ------------------------------------------------------------------------------- */

#define HEAD                                                                                       \
    MIME "Content-Type: text/plain; charset=UTF-8\r\n"                                             \
         "X-MMS-IM-Format: FN=Microsoft%20Sans%20Serif; EF=; CO=0; CS=0; PF=22\r\n\r\n"

static const struct {
    const char *text;
    const char *body;
} bodies[] = {
    {"hello", "hello"},
    {"", ""},
    {"a\nb", "a\r\nb"},
    {"a\r\nb", "a\r\nb"},
    {"a\rb", "a\r\nb"},
    {"\n", "\r\n"},
    {"a\n", "a\r\n"},
    {"\n\r\r\n\n", "\r\n\r\n\r\n\r\n"},
    {"grüße 宋体 😀", "grüße 宋体 😀"},
};

static void
test_print_text(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(bodies); i++) {
        gsize len = strlen(bodies[i].text);
        g_autofree char *text = heap_copy(bodies[i].text, len);
        g_autofree char *expected = g_strconcat(HEAD, bodies[i].body, NULL);
        g_autoptr(GString) out = g_string_new(NULL);

        msnp_message_print_text(out, NULL, text, len);
        g_assert_cmpstr(out->str, ==, expected);
    }
}

/* The sizes that captured messages have. */
static void
test_print_sizes(void)
{
    static const MsnpStyle blue = {"Lucida Sans Unicode", MSNP_STYLE_BOLD, 0x0000ff};
    g_autoptr(GString) out = g_string_new(NULL);

    msnp_message_print_text(out, NULL, "hello", 5);
    g_assert_cmpuint(out->len, ==, 137);
    g_string_truncate(out, 0);
    msnp_message_print_text(out, &blue, "Hello.", 6);
    g_assert_cmpuint(out->len, ==, 143);
    g_string_truncate(out, 0);
    msnp_message_print_typing(out, "bob@passport.com");
    g_assert_cmpuint(out->len, ==, 89);
}

static void
test_print_typing(void)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const char *value;
    MsnpMessage message;
    gsize len;

    msnp_message_print_typing(out, "bob\r\nX: y@example.com");
    g_assert_cmpstr(out->str, ==,
                    MIME "Content-Type: text/x-msmsgscontrol\r\n"
                         "TypingUser: bobX: y@example.com\r\n\r\n\r\n");
    g_assert_true(msnp_message_parse((guint8 *) out->str, out->len, &message));
    g_assert_cmpint(message.type, ==, MSNP_MSG_TYPING);
    g_assert_true(msnp_header_find(message.head, message.head_len, "typinguser", &value, &len));
    assert_slice(value, len, "bobX: y@example.com");
}

/* What is printed is understood, whatever the text. */
static void
test_round_trip(void)
{
    static const MsnpStyle style = {"宋体; x", MSNP_STYLE_RTL, 0x123456};
    static const char text[] = "one\n\ntwo: three\n 宋体 😀\n";
    g_autoptr(GString) out = g_string_new(NULL), scratch = g_string_new(NULL);
    MsnpMessage message;
    const char *back;
    gsize len;

    msnp_message_print_text(out, &style, text, strlen(text));
    g_assert_true(msnp_message_parse((guint8 *) out->str, out->len, &message));
    g_assert_cmpint(message.type, ==, MSNP_MSG_TEXT);
    back = msnp_message_text(&message, &len, scratch);
    assert_slice(back, len, text);
}

/* ---- cutting -------------------------------------------------------------------------------- */

static void
test_budget(void)
{
    g_autofree char *font = g_strnfill(127, '%');
    MsnpStyle styles[] = {{NULL, 0, -1}, {"A", 31, 0xffffff}, {font, 31, 0xffffff}};

    g_assert_cmpuint(msnp_message_text_budget(NULL), ==, MSNP_LIMIT_SB_PAYLOAD - 132);
    for (guint i = 0; i < G_N_ELEMENTS(styles); i++) {
        gsize budget = msnp_message_text_budget(&styles[i]);
        g_autofree char *text = g_strnfill(budget, 'x');
        g_autoptr(GString) out = g_string_new(NULL);

        g_assert_cmpuint(budget, >, 1000);
        msnp_message_print_text(out, &styles[i], text, budget);
        g_assert_cmpuint(out->len, ==, MSNP_LIMIT_SB_PAYLOAD);
    }
}

#define FAMILY "👨‍👩‍👧‍👦" /* 25 bytes: four people and three joiners */

static const struct {
    const char *text;
    gsize budget;
    gsize cut;
} splits[] = {
    {"", 0, 0},
    {"", 10, 0},
    {"hello", 5, 5},
    {"hello", 100, 5},
    {"hello", 4, 4},
    {"hello", 1, 1},
    {"hello", 0, 1},
    /* line ends take two bytes on the wire, and are not divided */
    {"a\nb", 4, 3},
    {"a\nb", 3, 2},
    {"a\nb", 2, 1},
    {"a\r\nb", 4, 4},
    {"a\r\nb", 3, 3},
    {"a\r\nb", 2, 1},
    {"a\rb", 3, 2},
    {"\n\n\n\n", 8, 4},
    {"\n\n\n\n", 7, 3},
    {"\r\nx", 1, 2},
    {"\r", 0, 1},
    {"\rx", 1, 1},
    {"ab\r", 10, 3},
    {"ab\r\n\xcc\x81zz", 4, 2},
    /* a line end, else a space, in the last quarter */
    {"aaaaaaaaaa bb cc", 14, 14},
    {"aaaaaaaaaa bb ccc", 13, 11},
    {"aaaaaaaaaa\nb cc", 14, 11},
    {"aa aaaaaaaaaaaaaaa", 12, 12},
    {"aaaaaaaaaaaa", 12, 12},
    {"aaaaaaaaaaaaa", 12, 12},
    /* characters */
    {"aéb", 3, 3},
    {"aéb", 2, 1},
    {"éa", 1, 2},
    {"😀😀", 7, 4},
    {"😀😀", 3, 4},
    {"😀", 0, 4},
    /* characters as people see them */
    {"abe\xcc\x81z", 5, 5},
    {"abe\xcc\x81z", 4, 2},
    {"abe\xcc\x81z", 3, 2},
    {"ab \xcc\x81zzzz", 3, 2},
    {"x" FAMILY "y", 26, 26},
    {"x" FAMILY "y", 25, 1},
    {"x" FAMILY "y", 12, 1},
    {"x" FAMILY "y", 5, 1},
    {"x👍🏽y", 8, 1},
    {"x👍🏻y", 8, 1},
    {"x👍🏿y", 8, 1},
    {"x🇦🇿y", 8, 1},
    {"x🇿🇦y", 8, 1},
    {"x❤️y", 6, 1},
    {"🇩🇪🇫🇷🇮🇹", 23, 16},
    {"🇩🇪🇫🇷🇮🇹", 16, 16},
    {"🇩🇪🇫🇷🇮🇹", 12, 8},
    {"🇩🇪🇫🇷🇮🇹", 8, 8},
    /* no room for even one of them: between characters then */
    {FAMILY, 11, 11},
};

static void
test_split(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(splits); i++) {
        gsize len = strlen(splits[i].text);
        g_autofree char *text = heap_copy(splits[i].text, len);

        g_test_message("row %u", i);
        g_assert_cmpuint(msnp_message_split(text, len, splits[i].budget), ==, splits[i].cut);
    }
}

/* Sends text in pieces of at most `budget`: each fits, is whole characters, and nothing is lost. */
static void
check_pieces(const char *text, gsize len, gsize budget)
{
    while (len > 0) {
        gsize cut = msnp_message_split(text, len, budget);
        g_autoptr(GString) out = g_string_new(NULL);

        g_assert_cmpuint(cut, >, 0);
        g_assert_cmpuint(cut, <=, len);
        g_assert_true(g_utf8_validate(text, cut, NULL));
        msnp_message_print_text(out, NULL, text, cut);
        g_assert_cmpuint(out->len, <=, strlen(HEAD) + MAX(budget, 4));
        text += cut;
        len -= cut;
    }
}

static void
test_pieces(void)
{
    static const char *const units[] = {"word ", "\n", "\r\n",           "x",
                                        "é",     "😀",  "e\xcc\x81",      "\xcc\x81",
                                        FAMILY,  "🇩🇪", "a b\nc\r\nd\re "};

    for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
        g_autoptr(GString) text = g_string_new(NULL);

        while (text->len < 3000)
            g_string_append(text, units[i]);
        for (gsize budget = 1; budget < 40; budget++)
            check_pieces(text->str, text->len, budget);
        check_pieces(text->str, text->len, 1532);
    }
}

/* Not UTF-8: no guarantee but an end. */
static void
test_pieces_garbage(void)
{
    g_autofree char *garbage = g_malloc(2000);

    memset(garbage, 0x80, 2000);
    g_assert_cmpuint(msnp_message_split(garbage, 2000, 100), >, 0);
    g_assert_cmpuint(msnp_message_split(garbage, 2000, 100), <=, 2000);
    memset(garbage, 0xff, 2000);
    g_assert_cmpuint(msnp_message_split(garbage, 2000, 100), ==, 100);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/message/types", test_types);
    g_test_add_func("/message/parse/table", test_parse);
    g_test_add_func("/message/parse/null", test_parse_null);
    g_test_add_func("/message/parse/cut", test_parse_cut);
    g_test_add_func("/message/parse/hostile", test_parse_hostile);
    g_test_add_func("/message/recall/pairs", test_recall);
    g_test_add_func("/message/recall/size", test_recall_size);
    g_test_add_func("/message/header/find", test_find);
    g_test_add_func("/message/header/uint", test_uint);
    g_test_add_func("/message/text/table", test_text);
    g_test_add_func("/message/text/any", test_text_any);
    g_test_add_func("/message/print/text", test_print_text);
    g_test_add_func("/message/print/sizes", test_print_sizes);
    g_test_add_func("/message/print/typing", test_print_typing);
    g_test_add_func("/message/print/round-trip", test_round_trip);
    g_test_add_func("/message/split/budget", test_budget);
    g_test_add_func("/message/split/table", test_split);
    g_test_add_func("/message/split/pieces", test_pieces);
    g_test_add_func("/message/split/garbage", test_pieces_garbage);
    return g_test_run();
}
