/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The letters of the notification server and the addresses in them, whole, cut and spoilt. */
#include "msnp/envelope.h"

#include <string.h>
#include "msnp/limits.h"

#define CIRCLE "00000000-0000-0000-0009-0b846a15e021@live.com"

static gboolean
parse(const char *text, MsnpAddress *out)
{
    return msnp_address_parse(text, strlen(text), out);
}

static void
test_address(void)
{
    MsnpAddress a;

    g_assert_true(parse("1:Bob@Example.com;epid={X};via=9:" CIRCLE ";path=IM", &a));
    g_assert_cmpuint(a.network, ==, 1);
    g_assert_cmpstr(a.handle, ==, "bob@example.com");
    g_assert_cmpuint(a.via_network, ==, 9);
    g_assert_cmpstr(a.via, ==, CIRCLE);
    g_assert_cmpstr(a.epid, ==, "{X}");
    msnp_address_clear(&a);
    g_assert_true(parse("9:" CIRCLE ";path=IM;strange;=;;via=", &a));
    g_assert_cmpuint(a.network, ==, 9);
    g_assert_null(a.via);
    g_assert_null(a.epid);
    msnp_address_clear(&a);
}

static void
test_no_address(void)
{
    static const char *const wrong[] = {
        "",           ":",         "1:",      "b@x.de",     "x:b@x.de",        "0:b@x.de",
        "256:b@x.de", "-1:b@x.de", "1:b%40x", "1:b b@x.de", ";via=9:" CIRCLE, "1:\xff\xfe@x"};
    g_autofree char *longer = g_strnfill(8 * MSNP_LIMIT_HANDLE, 'a');
    MsnpAddress a;
    guint i;

    memcpy(longer, "1:", 2);
    g_assert_false(parse(longer, &a));
    g_assert_null(a.handle);
    for (i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_assert_false(parse(wrong[i], &a));
        g_assert_null(a.handle);
    }
    g_assert_false(msnp_address_parse("1:b\0b@x", 7, &a));
}

#define HEAD                                                                                       \
    "Routing: 1.0\r\nTo: 9:" CIRCLE "\r\nFrom: 1:bob@example.com\r\n\r\nReliability: 1.0\r\n\r\n"

static void
test_letter(void)
{
    static const char text[] = HEAD "Messaging: 1.0\r\nContent-Length: 9\r\n\r\n"
                                    "a\r\n\r\nb\r\n\r\nmore";
    MsnpEnvelope letter;
    MsnpAddress to;
    g_autofree char *value = NULL, *none = NULL;

    g_assert_true(msnp_envelope_parse((const guint8 *) text, strlen(text), &letter));
    g_assert_cmpuint(letter.body_len, ==, 9);
    g_assert_cmpint(memcmp(letter.body, "a\r\n\r\nb\r\n\r", 9), ==, 0);
    g_assert_true(msnp_envelope_address(&letter, "to", &to));
    g_assert_cmpstr(to.handle, ==, CIRCLE);
    msnp_address_clear(&to);
    value = msnp_envelope_value(letter.content, "Content-Length");
    none = msnp_envelope_value(letter.content, "From");
    g_assert_cmpstr(value, ==, "9");
    g_assert_cmpstr(none, ==, "");
}

/* Whatever is announced, nothing behind the letter is touched. */
static void
test_lengths(void)
{
    static const char text[] = HEAD "Content-Length: 18446744073709551615\r\n\r\nbody";
    MsnpEnvelope letter;
    gsize len;

    g_assert_true(msnp_envelope_parse((const guint8 *) text, strlen(text), &letter));
    g_assert_cmpuint(letter.body_len, ==, 4);
    for (len = 0; len <= strlen(text); len++) {
        g_autofree guint8 *cut = g_memdup2(text, MAX(len, 1));

        g_assert_cmpint(msnp_envelope_parse(cut, len, &letter), ==, len >= strlen(HEAD));
        g_assert_true(!letter.body || letter.body + letter.body_len <= (const char *) cut + len);
    }
}

/* Some end their lines with LF alone. */
static void
test_line_ends(void)
{
    static const char text[] = "From: 1:bob@example.com\n\nReliability: 1.0\n\nUri: /circle\n\n"
                               "<circle/>";
    MsnpEnvelope letter;
    MsnpAddress from;

    g_assert_true(msnp_envelope_parse((const guint8 *) text, strlen(text), &letter));
    g_assert_cmpuint(letter.body_len, ==, strlen("<circle/>"));
    g_assert_true(msnp_envelope_address(&letter, "From", &from));
    msnp_address_clear(&from);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/envelope/address", test_address);
    g_test_add_func("/envelope/no-address", test_no_address);
    g_test_add_func("/envelope/letter", test_letter);
    g_test_add_func("/envelope/lengths", test_lengths);
    g_test_add_func("/envelope/line-ends", test_line_ends);
    return g_test_run();
}
