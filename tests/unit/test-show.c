/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Winks, voice clips, drawings and deeds: as clients send them, as nobody should, and too many of
 * them.
 */
#include "msnp/show.h"

#include <string.h>
#include "msnp/limits.h"

#define BOB      "bob@example.com"
#define SHA1D    " SHA1D=\"vCZ5+Hw3OByzMetMby7LjCjPkj0=\""
#define FRIENDLY " Friendly=\"VwBhAHYAZQAAAA==\"" /* Wave */
#define OBJECT(type, size, friendly)                                                               \
    "<msnobj Creator=\"" BOB "\" Size=\"" size "\" Type=\"" type                                   \
    "\" Location=\"TFR1B4.tmp\"" friendly SHA1D "/>"
#define WINK      OBJECT("8", "9", FRIENDLY)
#define VOICE     OBJECT("11", "1060", " Friendly=\"AAA=\"")
#define GIF_BYTES "GIF89a\1\0\1\0\x80\0\0;"
#define GIF       "R0lGODlhAQABAIAAADs="

static MsnpCore core;

static void
core_begin(void)
{
    static const MsnpEnv env = {
        .account = "alice@example.com", .password = "p", .host = "localhost"};

    msnp_core_init(&core, &env);
    core.now = 1;
}

/* What was told, a line each, but for the debug log. The caller's. */
static char *
told(void)
{
    GString *out = g_string_new(NULL);
    const MsnpAction *action;

    while ((action = msnp_actions_pop(core.actions))) {
        if (action->kind == MSNP_ACTION_DEBUG)
            continue;
        msnp_action_print(action, out);
        if (action->detail)
            g_string_append_printf(out, " %s", action->detail);
        g_string_append_c(out, '\n');
        g_assert_true(action->len == 0 || memcmp(action->data, GIF_BYTES, 6) == 0);
    }
    return g_string_free(out, FALSE);
}

/* A message from a copy that has no byte behind it. */
static void
hear(const char *type, const char *body, gsize len)
{
    g_autofree char *head = g_strdup_printf("MIME-Version: 1.0\r\nContent-Type: %s\r\n\r\n", type);
    gsize n = strlen(head);
    g_autofree guint8 *copy = g_malloc(n + len);
    MsnpMessage message;

    memcpy(copy, head, n);
    memcpy(copy + n, body, len);
    g_assert_true(msnp_message_parse(copy, n + len, &message));
    if (message.type == MSNP_MSG_DATACAST)
        msnp_show_datacast(&core, 0, BOB, &message);
    else
        msnp_show_ink(&core, 0, BOB, &message);
}

static void
check_told(const char *expected)
{
    g_autofree char *lines = told();

    g_assert_cmpstr(lines, ==, expected);
}

/* ---- datacasts ---- */

#define CAST "text/x-msnmsgr-datacast"

static const struct {
    const char *body;
    const char *told;
} casts[] = {
    {"ID: 2\r\nData: " WINK "\r\n\r\n",
     "wink who=" BOB " text=\"Wave\" file=\"Wave.cab\" " WINK "\n"},
    {"Data: " WINK "\r\nid:2", "wink who=" BOB " text=\"Wave\" file=\"Wave.cab\" " WINK "\n"},
    {"ID: 3\r\nData: " VOICE "\r\n\r\n",
     "voice who=" BOB " text=\"\" file=\"voice clip.wav\" " VOICE "\n"},
    {"ID: 2\r\nData: " OBJECT("8", "1048576", "") "\r\n\r\n",
     "wink who=" BOB " text=\"\" file=\"wink.cab\" " OBJECT("8", "1048576", "") "\n"},
    /* ../../x: and a line that is no file name */
    {"ID: 2\r\nData: " OBJECT("8", "9", " Friendly=\"LgAuAC8ALgAuAC8AeAAAAA==\"") "\r\n",
     "wink who=" BOB " text=\"../../x\" file=\"x.cab\" " OBJECT(
         "8", "9", " Friendly=\"LgAuAC8ALgAuAC8AeAAAAA==\"") "\n"},
    {"ID: 4\r\nData: shrugs\r\n\r\n", "deed who=" BOB " text=\"shrugs\"\n"},
    {"ID: 4\r\nData: caf\xc3\xa9 \x1b[2J\r\n",
     "deed who=" BOB " text=\"caf\xc3\xa9 \xef\xbf\xbd[2J\"\n"},
    /* another type than the number says; too large; nothing; somebody else's */
    {"ID: 2\r\nData: " VOICE "\r\n\r\n", ""},
    {"ID: 3\r\nData: " WINK "\r\n\r\n", ""},
    {"ID: 2\r\nData: " OBJECT("3", "9", "") "\r\n\r\n", ""},
    {"ID: 2\r\nData: " OBJECT("8", "1048577", "") "\r\n\r\n", ""},
    {"ID: 3\r\nData: " OBJECT("11", "262145", "") "\r\n\r\n", ""},
    {"ID: 2\r\nData: " OBJECT("8", "0", "") "\r\n\r\n", ""},
    {"ID: 2\r\nData: <msnobj Creator=\"carol@example.com\" Size=\"9\" Type=\"8\"" SHA1D "/>\r\n",
     ""},
    {"ID: 2\r\nData: <msnobj/>\r\n", ""},
    {"ID: 2\r\nData: <msnobj Creator=\"" BOB "\" Size=\"9\" Type=\"8\"/>\r\n", ""},
    {"ID: 2\r\nData: " WINK "x\r\n", ""},
    {"ID: 2\r\nData:\r\n", ""},
    {"ID: 2\r\n", ""},
    {"ID: 4\r\nData:\r\n", ""},
    {"ID: 4\r\nData: \t \r\n", ""},
    {"Data: " WINK "\r\n", ""},
    {"ID:\r\nData: " WINK "\r\n", ""},
    {"ID: x\r\nData: " WINK "\r\n", ""},
    {"ID: 0\r\nData: x\r\n", ""},
    {"ID: 5\r\nData: x\r\n", ""},
    {"ID: 18446744073709551618\r\nData: " WINK "\r\n", ""},
    {"", ""},
    {"\r\n\r\n", ""},
};

static void
test_datacasts(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(casts); i++) {
        core_begin();
        g_test_message("%u: %s", i, casts[i].body);
        hear(CAST, casts[i].body, strlen(casts[i].body));
        check_told(casts[i].told);
        msnp_core_clear(&core);
    }
}

/* A deed of any length is one of at most so many bytes, cut at a character. */
static void
test_long_deed(void)
{
    g_autoptr(GString) body = g_string_new("ID: 4\r\nData: a");
    const MsnpAction *action;

    core_begin();
    for (guint i = 0; i < MSNP_LIMIT_DEED; i++)
        g_string_append(body, "\xc3\xa9");
    hear(CAST, body->str, body->len);
    action = msnp_actions_pop(core.actions);
    g_assert_cmpint(action->kind, ==, MSNP_EVENT_DEED);
    g_assert_cmpuint(strlen(action->text), ==, MSNP_LIMIT_DEED - 1);
    g_assert_true(g_utf8_validate(action->text, -1, NULL));
    msnp_core_clear(&core);
}

/* ---- drawings ---- */

#define SEEN   "ink who=" BOB " size=14\n"
#define HIDDEN "ink who=" BOB " size=0\n"

static const struct {
    const char *type;
    const char *body;
    const char *told;
} drawings[] = {
    {"image/gif", "base64:" GIF, SEEN},
    {"Image/GIF", "Base64:" GIF "\r\n", SEEN},
    {"application/x-ms-ink", "base64:AGIcA4CA", HIDDEN},
    {"application/x-ms-ink", "base64:" GIF, SEEN},
    {"application/x-ms-ink", "base64:A=A", ""},
    {"image/gif", "base64:AGIcA4CA", ""},
    {"image/gif", "base64:R0lGODk=", ""},
    {"image/gif", "base64:R0lGODlh AQAB", ""},
    {"image/gif", "base64:R0lG=DlhAQABAIAAADs=", ""},
    {"image/gif", "base64:R", ""},
    {"image/gif", "base64:", ""},
    {"image/gif", GIF, ""},
    {"image/gif", "base64", ""},
    {"image/gif", "\r\n", ""},
    {"image/gif", "", ""},
    {"image/gif", GIF_BYTES, ""},
    {"application/x-ms-ink", "", ""},
};

static void
test_drawings(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(drawings); i++) {
        core_begin();
        g_test_message("%u: %s %s", i, drawings[i].type, drawings[i].body);
        hear(drawings[i].type, drawings[i].body, strlen(drawings[i].body));
        check_told(drawings[i].told);
        msnp_core_clear(&core);
    }
}

/* The largest that is told has so many bytes. */
static void
test_large_drawing(void)
{
    g_autofree guint8 *gif = g_malloc0(MSNP_LIMIT_INK + 1);

    memcpy(gif, "GIF89a", 6);
    for (gsize len = MSNP_LIMIT_INK - 1; len <= MSNP_LIMIT_INK + 1; len++) {
        g_autofree char *base64 = g_base64_encode(gif, len);
        g_autofree char *body = g_strconcat("base64:", base64, NULL);
        const MsnpAction *action;

        core_begin();
        hear("image/gif", body, strlen(body));
        while ((action = msnp_actions_pop(core.actions)) && action->kind == MSNP_ACTION_DEBUG)
            ;
        g_assert_true((len <= MSNP_LIMIT_INK) == (action != NULL));
        g_assert_true(!action || action->len == len);
        msnp_core_clear(&core);
    }
}

/* ---- drawings over P2P: all in UTF-16 ---- */

/* ASCII text; "|" is a NUL. */
static GByteArray *
utf16(const char *text)
{
    GByteArray *out = g_byte_array_new();

    for (; *text; text++) {
        const guint8 unit[] = {*text == '|' ? 0 : (guint8) *text, 0};

        g_byte_array_append(out, unit, 2);
    }
    return out;
}

#define BLOB_HEAD "MIME-Version: 1.0\r\nContent-Type: image/gif\r\n\r\n"

static const struct {
    const char *text;
    const char *told;
} blobs[] = {
    {BLOB_HEAD "|base64:" GIF "|", SEEN},
    {BLOB_HEAD "|base64:" GIF, SEEN},
    {"content-type: IMAGE/gif|base64:" GIF "|more|", SEEN},
    {"Content-Type: application/x-ms-ink\r\n\r\n|base64:AGIcA4CA|", HIDDEN},
    {"Content-Type: text/plain\r\n\r\n|base64:" GIF "|", ""},
    {"Content-Type: text/x-msnmsgr-datacast\r\n\r\n|ID: 1|", ""},
    {"MIME-Version: 1.0\r\n\r\n|base64:" GIF "|", ""},
    {BLOB_HEAD "base64:" GIF, ""},
    {BLOB_HEAD "|", ""},
    {BLOB_HEAD "||base64:" GIF "|", ""},
    {BLOB_HEAD "|" GIF "|", ""},
    {"|base64:" GIF "|", ""},
    {"|", ""},
    {"", ""},
};

static void
hear_blob(const guint8 *data, gsize len)
{
    g_autofree guint8 *copy = len > 0 ? g_memdup2(data, len) : g_malloc(1);

    msnp_show_ink_blob(&core, BOB, copy, len);
}

static void
test_blobs(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(blobs); i++) {
        g_autoptr(GByteArray) blob = utf16(blobs[i].text);

        core_begin();
        g_test_message("%u: %s", i, blobs[i].text);
        hear_blob(blob->data, blob->len);
        check_told(blobs[i].told);
        msnp_core_clear(&core);
    }
}

/* Cut anywhere, an odd byte, bytes that are no UTF-16. */
static void
test_broken_blobs(void)
{
    g_autoptr(GByteArray) blob = utf16(blobs[0].text);

    core_begin();
    for (gsize len = 0; len < blob->len; len++, core.now += MSNP_SHOW_TIME) {
        g_autofree char *lines = NULL;

        hear_blob(blob->data, len);
        lines = told();
        g_assert_true(len % 2 == 0 || !*lines);
        g_assert_true(len > blob->len - 2 * strlen(GIF) || !*lines);
    }
    for (gsize at = 0; at < blob->len; at++, core.now += MSNP_SHOW_TIME) {
        g_autofree char *lines = NULL;

        blob->data[at] ^= 0xd8;
        hear_blob(blob->data, blob->len);
        blob->data[at] ^= 0xd8;
        lines = told();
    }
    msnp_core_clear(&core);
}

/* ---- how often ---- */

static guint
hear_deeds(const char *who, guint n)
{
    guint heard = 0;

    for (guint i = 0; i < n; i++) {
        static const char body[] = CAST "\r\n\r\nID: 4\r\nData: x\r\n";
        g_autofree char *payload = g_strconcat("Content-Type: ", body, NULL);
        g_autofree char *lines = NULL;
        MsnpMessage message;

        msnp_message_parse((const guint8 *) payload, strlen(payload), &message);
        msnp_show_datacast(&core, 0, who, &message);
        lines = told();
        heard += *lines != '\0';
    }
    return heard;
}

static void
test_floods(void)
{
    guint all = MSNP_LIMIT_SHOWN;

    core_begin();
    g_assert_cmpuint(hear_deeds(BOB, 100), ==, MSNP_LIMIT_SHOWN);
    for (guint i = 0; i < 20; i++) {
        g_autofree char *who = g_strdup_printf("p%u@example.com", i);

        all += hear_deeds(who, MSNP_LIMIT_SHOWN);
    }
    g_assert_cmpuint(all, ==, MSNP_LIMIT_SHOWN_ALL);
    core.now += MSNP_SHOW_TIME - 1;
    g_assert_cmpuint(hear_deeds("new@example.com", 1), ==, 0);
    core.now += 1;
    g_assert_cmpuint(hear_deeds(BOB, 100), ==, MSNP_LIMIT_SHOWN);
    /* what is no good does not count */
    core.now += MSNP_SHOW_TIME;
    for (guint i = 0; i < 100; i++)
        hear(CAST, "ID: 2\r\nData: <msnobj/>", 21);
    g_assert_cmpuint(hear_deeds(BOB, 1), ==, 1);
    msnp_core_clear(&core);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/show/datacasts", test_datacasts);
    g_test_add_func("/show/long deed", test_long_deed);
    g_test_add_func("/show/drawings", test_drawings);
    g_test_add_func("/show/large drawing", test_large_drawing);
    g_test_add_func("/show/blobs", test_blobs);
    g_test_add_func("/show/broken blobs", test_broken_blobs);
    g_test_add_func("/show/floods", test_floods);
    return g_test_run();
}
