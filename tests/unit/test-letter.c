/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages to people who are away, as mail: names, dates, bodies, and what is none of these. */
#include "msnp/letter.h"

#include <string.h>
#include "msnp/limits.h"

#define HEAD "Content-Type: text/plain; charset=UTF-8\n"

static void
parse(const char *mail, MsnpLetter *letter)
{
    /* of the very size, so that reading beyond it is noticed */
    g_autofree char *copy = g_memdup2(mail, strlen(mail));

    g_assert_true(msnp_letter_parse(copy, strlen(mail), letter));
}

static void
check_text(const char *mail, const char *text)
{
    MsnpLetter letter;

    parse(mail, &letter);
    g_assert_cmpstr(letter.text, ==, text);
    msnp_letter_clear(&letter);
}

static void
check_from(const char *from, const char *who, const char *name)
{
    g_autofree char *mail = g_strdup_printf("From: %s\n" HEAD "\n", from);
    MsnpLetter letter;

    parse(mail, &letter);
    g_assert_cmpstr(letter.who, ==, who);
    g_assert_cmpstr(letter.name, ==, name);
    msnp_letter_clear(&letter);
}

static void
test_whole(void)
{
    MsnpLetter letter;

    parse("From: =?utf-8?B?Qm9i?= <Bob@Example.com>\r\n"
          "Date: Tue, 15 Nov 2005 14:24:27 -0800\r\n"
          "X-OIM-Run-Id: {3A3BE82C-684D-4F4F-8005-CBE8D4F82BAD}\r\n"
          "X-OIM-Sequence-Num: 7\r\n"
          "X-OIM-originatingSource: TEL:+15550100\r\n" HEAD
          "Content-Transfer-Encoding: BASE64\r\n\r\nSGVs\r\nbG8N\r\nCkJv Yg==\r\n",
          &letter);
    g_assert_cmpstr(letter.who, ==, "bob@example.com");
    g_assert_cmpstr(letter.name, ==, "Bob");
    g_assert_cmpstr(letter.phone, ==, "tel:+15550100");
    g_assert_cmpstr(letter.run, ==, "{3A3BE82C-684D-4F4F-8005-CBE8D4F82BAD}");
    g_assert_cmpuint(letter.sequence, ==, 7);
    g_assert_cmpint(letter.when, ==, 1132093467);
    g_assert_cmpstr(letter.text, ==, "Hello\nBob");
    msnp_letter_clear(&letter);
}

static void
test_from(void)
{
    check_from("<bob@example.com>", "bob@example.com", "");
    check_from("bob@example.com", "bob@example.com", "");
    check_from("\"Bob B.\" <bob@example.com>", "bob@example.com", "Bob B.");
    check_from("=?utf-8?B?w6 TDtg==?= <b@c>", "b@c", "äö");
    check_from("=?UTF-8*de?q?gr=C3=BC_n?=\n =?utf-8?Q?es?= x <b@c>", "b@c", "grü nes x");
    check_from("=?iso-8859-1?Q?=FC?= <b@c>", "b@c", "ü");
    check_from("=?utf-8?B?w6Q? <b@c>", "b@c", "=?utf-8?B?w6Q?");
    check_from("=?utf-8?X?w6Q=?= <b@c>", "b@c", "=?utf-8?X?w6Q=?=");
    check_from("=?=?=?B?=?= <b@c>", "b@c", "=?=?=?B?=?=");
    check_from("=?utf-8?Q?=0d=0aTo:_x=1?= <b@c>", "b@c", "To: x=1");
    check_from("Bob <+15550100>", "", "Bob");
    check_from("<a b@c>", "", "");
    check_from("<", "", "");
    check_from("", "", "");
}

static void
test_date(void)
{
    static const struct {
        const char *text;
        gint64 when;
    } dates[] = {
        {"15 Nov 2005 14:24:27 -0800", 1132093467},
        {"Thu, 01 Jan 1970 00:00:01 GMT", 1},
        {"1 Jan 1970 00:00:01 +0100", 0},
        {"29 Feb 2000 23:59:60 +0000", 951868800},
        {"31 Dec 9999 23:59:59 +0000", 253402300799},
        {"1 Jan 1969 00:00:00 +0000", 0},
        {"1 Foo 2005 00:00:00 +0000", 0},
        {"0 Nov 2005 00:00:00 +0000", 0},
        {"1 Nov 20055 00:00:00 +0000", 0},
        {"1 Nov 2005 24:00:00 +0000", 0},
        {"1 Nov 2005 00:00", 0},
        {"1 Nov", 0},
        {"", 0},
    };

    for (guint i = 0; i < G_N_ELEMENTS(dates); i++)
        g_assert_cmpint(msnp_letter_date(dates[i].text, strlen(dates[i].text)), ==, dates[i].when);
    g_assert_cmpint(msnp_letter_iso_date("2005-11-15T22:24:27.000Z"), ==, 1132093467);
    g_assert_cmpint(msnp_letter_iso_date("2005-11-15"), ==, 0);
    g_assert_cmpint(msnp_letter_iso_date(""), ==, 0);
}

static void
test_parts(void)
{
    check_text("Content-Type: multipart/mixed; boundary=\"a b\"\n\n--a\nx", "");
    check_text("Content-Type: multipart/mixed; boundary=xx\n\npre\n"
               "--xx\nContent-Type: image/gif\n\nGIF\n"
               "--xx\nContent-Type: text/plain; charset=iso-8859-1\n"
               "Content-Transfer-Encoding: base64\n\n/A==\n--xx--\n",
               "ü");
    check_text("Content-Type: Multipart/Mixed; Boundary=xx; x=y\n\n--xx\n"
               "Content-Type: text/plain\n\nopen end",
               "open end");
    check_text("Content-Type: multipart/mixed; boundary=xx\n\n--xx", "");
    check_text("Content-Type: multipart/mixed; boundary=\n\n--\n\nx", "");
    check_text("Content-Type: text/html\n\n<b>", "");
}

static void
test_bodies(void)
{
    g_autofree char *filler = g_strnfill(MSNP_LIMIT_OIM_TEXT - 1, 'x');
    g_autofree char *much = g_strdup_printf(HEAD "\n%säöü", filler);
    MsnpLetter letter;

    check_text(HEAD "\nplain\r\ntext", "plain\ntext");
    check_text(HEAD "Content-Transfer-Encoding: base64\n\nno base64!", "no base64!");
    check_text(HEAD "Content-Transfer-Encoding: base64\n\n/w==", "\xef\xbf\xbd");
    check_text(HEAD, "");
    parse(much, &letter);
    g_assert_cmpuint(strlen(letter.text), ==, MSNP_LIMIT_OIM_TEXT - 1);
    msnp_letter_clear(&letter);
    g_assert_false(msnp_letter_parse("no head", 7, &letter));
    msnp_letter_clear(&letter);
}

/* Words that never end would each be looked for up to the end of all of them: for minutes, in a name as long as a
 * server may send. */
static void
test_endless_name(void)
{
    g_autoptr(GString) name = g_string_new(NULL);
    g_autofree char *decoded = NULL;

    while (name->len < 4 * 1024 * 1024)
        g_string_append(name, "=?x?B?z");
    decoded = msnp_letter_decode_name(name->str);
    g_assert_true(g_str_has_prefix(decoded, "=?x?B?z=?x?B?z"));
}

/* What is written can be read. */
static void
test_print(void)
{
    g_autoptr(GString) out = g_string_new("From: ");
    g_autofree char *text = g_strnfill(500, 'y');
    g_auto(GStrv) lines = NULL;
    MsnpLetter letter;

    msnp_letter_print_name(out, "Alice, die Größte von allen, und noch viel mehr");
    g_string_append(out, " <alice@example.com>\r\n");
    msnp_letter_print(out, "{3A3BE82C-684D-4F4F-8005-CBE8D4F82BAD}", 3, text, 500);
    lines = g_strsplit(out->str, "\r\n", -1);
    for (guint i = 0; lines[i]; i++)
        g_assert_cmpuint(strlen(lines[i]), <=, 90);
    parse(out->str, &letter);
    g_assert_cmpstr(letter.name, ==, "Alice, die Größte von allen, und n");
    g_assert_cmpstr(letter.text, ==, text);
    g_assert_cmpuint(letter.sequence, ==, 3);
    msnp_letter_clear(&letter);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/letter/whole", test_whole);
    g_test_add_func("/letter/from", test_from);
    g_test_add_func("/letter/date", test_date);
    g_test_add_func("/letter/parts", test_parts);
    g_test_add_func("/letter/bodies", test_bodies);
    g_test_add_func("/letter/endless name", test_endless_name);
    g_test_add_func("/letter/print", test_print);
    return g_test_run();
}
