/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * X-MMS-IM-Format both ways: what clients write, and what nobody should.
 */
#include "msnp/style.h"

#include <string.h>

#define B   MSNP_STYLE_BOLD
#define I   MSNP_STYLE_ITALIC
#define U   MSNP_STYLE_UNDERLINE
#define S   MSNP_STYLE_STRIKE
#define RTL MSNP_STYLE_RTL

static const struct {
    const char *value;
    const char *font;
    guint flags;
    gint32 color;
} parses[] = {
    /* as real clients write it */
    {"FN=Microsoft%20Sans%20Serif; EF=; CO=0; CS=0; PF=22", "Microsoft Sans Serif", 0, 0},
    {"FN=Lucida%20Sans%20Unicode; EF=B; CO=ff0000; CS=0; PF=22", "Lucida Sans Unicode", B,
     0x0000ff},
    {"FN=Segoe%20UI; EF=; CO=0; CS=0; PF=0", "Segoe UI", 0, 0},
    {"FN=Arial; EF=BIUS; CO=8000; CS=0; PF=22; RL=1", "Arial", B | I | U | S | RTL, 0x008000},
    /* nothing at all */
    {"", NULL, 0, -1},
    {";;; ;", NULL, 0, -1},
    {"FN", NULL, 0, -1},
    {"=", NULL, 0, -1},
    {"FN=; EF=; CO=; CS=; PF=; RL=", NULL, 0, -1},
    /* colours have blue first and lose their zeros */
    {"CO=ff", NULL, 0, 0xff0000},
    {"CO=ff00", NULL, 0, 0x00ff00},
    {"CO=ff0000", NULL, 0, 0x0000ff},
    {"CO=c0c0c0", NULL, 0, 0xc0c0c0},
    {"CO=C0c0C0", NULL, 0, 0xc0c0c0},
    {"CO=1", NULL, 0, 0x010000},
    {"CO=123", NULL, 0, 0x230100},
    {"CO=123456", NULL, 0, 0x563412},
    {"CO=1234567", NULL, 0, -1},
    {"CO=0000001", NULL, 0, -1},
    {"CO=-1", NULL, 0, -1},
    {"CO=+1", NULL, 0, -1},
    {"CO=0x1", NULL, 0, -1},
    {"CO=1 2", NULL, 0, -1},
    {"CO=red", NULL, 0, -1},
    {"CO=#ff", NULL, 0, -1},
    {"CO=99999999999999999999999999", NULL, 0, -1},
    /* effects in any order and case, strangers among them */
    {"EF=SUIB", NULL, B | I | U | S, -1},
    {"EF=bius", NULL, B | I | U | S, -1},
    {"EF=BBBB", NULL, B, -1},
    {"EF=xBy1", NULL, B, -1},
    /* items in any order, with any blanks */
    {"RL=1;CO=ff;EF=I;FN=A", "A", I | RTL, 0xff0000},
    {"  EF = I ;\tFN = A%20B ;", "A B", I, -1},
    {"FN=A;\r\n EF=I", "A", I, -1}, /* a folded header */
    {"fn=A; ef=b; co=ff; rl=1", "A", B | RTL, 0xff0000},
    {"XX=1; FNN=no; F=no; EFX=B; FN=A", "A", 0, -1},
    /* the last of its kind wins, be it usable or not */
    {"FN=A; FN=B", "B", 0, -1},
    {"FN=A; FN=", NULL, 0, -1},
    {"EF=B; EF=I", NULL, I, -1},
    {"EF=B; RL=1; EF=", NULL, RTL, -1},
    {"CO=ff; CO=junk", NULL, 0, -1},
    {"RL=1; RL=0", NULL, 0, -1},
    {"RL=1; EF=B; RL=2", NULL, B, -1},
    {"RL=11", NULL, 0, -1},
    /* fonts */
    {"FN=A=B", "A=B", 0, -1},
    {"FN=100%", "100%", 0, -1},
    {"FN=%4", "%4", 0, -1},
    {"FN=%zz", "%zz", 0, -1},
    {"FN=%41%3b%3D", "A;=", 0, -1},
    {"FN=%e5%AE%8b%E4%BD%93", "宋体", 0, -1},
    {"FN=宋体", "宋体", 0, -1},
    {"FN=Arial%22%3E%3Ca href=x", "Arial\"><a href=x", 0,
     -1}, /* for the user interface to escape */
    {"FN=%", "%", 0, -1},
    /* fonts that are none */
    {"FN=A%00B", NULL, 0, -1},
    {"FN=%0d%0aX: y", NULL, 0, -1},
    {"FN=A%7F", NULL, 0, -1},
    {"FN=A%C2%85", NULL, 0, -1},
    {"FN=A%1bB", NULL, 0, -1},
    {"FN=%ff%fe", NULL, 0, -1},
    {"FN=%c3", NULL, 0, -1},
    {"FN=%ed%a0%80", NULL, 0, -1},
    {"FN=%c0%80", NULL, 0, -1},
};

static void
test_parse(void)
{
    char font[MSNP_STYLE_FONT_SIZE];
    MsnpStyle style;

    for (guint i = 0; i < G_N_ELEMENTS(parses); i++) {
        /* on the heap and without its NUL, so that reading too far is noticed */
        gsize len = strlen(parses[i].value);
        g_autofree char *value = g_memdup2(parses[i].value, len);

        g_test_message("%s", parses[i].value);
        msnp_style_parse(value, len, &style, font, sizeof(font));
        g_assert_cmpstr(style.font, ==, parses[i].font);
        g_assert_cmpuint(style.flags, ==, parses[i].flags);
        g_assert_cmpint(style.color, ==, parses[i].color);
    }
}

/* Whatever was read before, and how often, makes no difference; nor does a value that is too long
 * to be remembered. */
static void
test_recall(void)
{
    g_autofree char *many = g_strnfill(300, ';');
    g_autofree char *longer = g_strconcat("FN=A; EF=B", many, "CO=ff", NULL);
    MsnpStyleMemo memo = {.len = 0};

    for (guint i = 0; i < G_N_ELEMENTS(parses); i++)
        for (guint again = 0; again < 3; again++) {
            const char *value = again < 2 ? parses[i].value : longer;
            gsize len = strlen(value);
            g_autofree char *copy = g_memdup2(value, len);
            const MsnpStyle *style = msnp_style_recall(&memo, copy, len);

            g_test_message("%s", value);
            g_assert_cmpstr(style->font, ==, again < 2 ? parses[i].font : "A");
            g_assert_cmpuint(style->flags, ==, again < 2 ? parses[i].flags : B);
            g_assert_cmpint(style->color, ==, again < 2 ? parses[i].color : 0xff0000);
        }
    g_assert_null(msnp_style_recall(&memo, NULL, 0)->font);
}

static void
test_parse_null(void)
{
    MsnpStyle style = {"x", 1, 1};

    msnp_style_parse(NULL, 0, &style, NULL, 0);
    g_assert_null(style.font);
    g_assert_cmpuint(style.flags, ==, 0);
    g_assert_cmpint(style.color, ==, -1);
}

static void
test_parse_raw_nul(void)
{
    static const char value[] = "FN=A\0B; EF=B\0I; CO=f\0f";
    char font[MSNP_STYLE_FONT_SIZE];
    MsnpStyle style;

    msnp_style_parse(value, sizeof(value) - 1, &style, font, sizeof(font));
    g_assert_null(style.font);
    g_assert_cmpuint(style.flags, ==, B | I);
    g_assert_cmpint(style.color, ==, -1);
}

/* A font fits its buffer to the last byte or is left out. */
static void
test_parse_font_size(void)
{
    for (gsize size = 0; size < 12; size++) {
        g_autofree char *font = g_malloc(size);
        MsnpStyle style;

        msnp_style_parse("FN=%41234567", 12, &style, font, size);
        g_assert_cmpstr(style.font, ==, size >= 8 ? "A234567" : NULL);
    }
}

static void
test_parse_long(void)
{
    g_autoptr(GString) value = g_string_new(NULL);
    char font[MSNP_STYLE_FONT_SIZE];
    MsnpStyle style;

    for (guint i = 0; i < 10000; i++)
        g_string_append(value, "FN=Averylongname%20; EF=BIUS; CO=ff;");
    g_string_append(value, "FN=");
    for (guint i = 0; i < 100000; i++)
        g_string_append(value, "%41");
    msnp_style_parse(value->str, value->len, &style, font, sizeof(font));
    g_assert_null(style.font);
    g_assert_cmpuint(style.flags, ==, B | I | U | S);
    g_assert_cmpint(style.color, ==, 0xff0000);
}

static const struct {
    MsnpStyle style;
    const char *value;
} prints[] = {
    {{NULL, 0, -1}, "FN=Microsoft%20Sans%20Serif; EF=; CO=0; CS=0; PF=22"},
    {{"", 0, 0}, "FN=Microsoft%20Sans%20Serif; EF=; CO=0; CS=0; PF=22"},
    {{"Microsoft Sans Serif", B | I, 0x0000ff},
     "FN=Microsoft%20Sans%20Serif; EF=BI; CO=ff0000; CS=0; PF=22"},
    {{"Lucida Sans Unicode", B, 0x0000ff},
     "FN=Lucida%20Sans%20Unicode; EF=B; CO=ff0000; CS=0; PF=22"},
    {{"A", S | U | I | B | RTL, 0xff0000}, "FN=A; EF=BIUS; CO=ff; CS=0; PF=22; RL=1"},
    {{"A", 0, 0x00ff00}, "FN=A; EF=; CO=ff00; CS=0; PF=22"},
    {{"A", 0, 0x010000}, "FN=A; EF=; CO=1; CS=0; PF=22"},
    {{"A", 0, 0xffffff}, "FN=A; EF=; CO=ffffff; CS=0; PF=22"},
    {{"100%;\r\n\x7f", 0, -1}, "FN=100%25%3B%0D%0A%7F; EF=; CO=0; CS=0; PF=22"},
    {{"宋体", 0, -1}, "FN=%E5%AE%8B%E4%BD%93; EF=; CO=0; CS=0; PF=22"},
    {{"a\"<>&='", 0, -1}, "FN=a\"<>&='; EF=; CO=0; CS=0; PF=22"},
};

static void
test_print(void)
{
    g_autoptr(GString) out = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(prints); i++) {
        g_string_truncate(out, 0);
        msnp_style_print(&prints[i].style, out);
        g_assert_cmpstr(out->str, ==, prints[i].value);
    }
}

static void
test_print_appends(void)
{
    g_autoptr(GString) out = g_string_new("X: ");

    msnp_style_print(NULL, out);
    g_assert_cmpstr(out->str, ==, "X: FN=Microsoft%20Sans%20Serif; EF=; CO=0; CS=0; PF=22");
}

/* The longest font that is printed, and the first that is not. */
static void
test_print_font_size(void)
{
    for (gsize n = MSNP_STYLE_FONT_SIZE - 1; n <= MSNP_STYLE_FONT_SIZE; n++) {
        g_autofree char *font = g_strnfill(n, 'x');
        g_autoptr(GString) out = g_string_new(NULL);
        MsnpStyle style = {font, 0, -1};

        msnp_style_print(&style, out);
        g_assert_cmpint(strstr(out->str, font) != NULL, ==, n < MSNP_STYLE_FONT_SIZE);
        g_assert_cmpint(strstr(out->str, "Microsoft") != NULL, ==, n >= MSNP_STYLE_FONT_SIZE);
    }
}

/* What is printed is read back, for every colour component and flag. */
static void
test_round_trip(void)
{
    static const gint32 steps[] = {0, 1, 0x0f, 0x10, 0x7f, 0xff};
    static const guint n = G_N_ELEMENTS(steps);

    for (guint i = 0; i < n * n * n * 32; i++) {
        guint k = i / 32;
        MsnpStyle style = {"A font, 100% 宋体; EF=B", i % 32,
                           steps[k % n] << 16 | steps[k / n % n] << 8 | steps[k / n / n]};
        g_autoptr(GString) out = g_string_new(NULL);
        char font[MSNP_STYLE_FONT_SIZE];
        MsnpStyle back;

        msnp_style_print(&style, out);
        msnp_style_parse(out->str, out->len, &back, font, sizeof(font));
        g_assert_true(msnp_style_equal(&style, &back));
    }
}

static void
test_equal(void)
{
    char copy[] = "A";
    MsnpStyle a = {"A", B, 1}, same = {copy, B, 1}, font = {"B", B, 1}, none = {NULL, B, 1},
              flags = {"A", I, 1}, color = {"A", B, 2}, nothing = {NULL, 0, -1};

    g_assert_true(msnp_style_equal(&a, &a));
    g_assert_true(msnp_style_equal(&a, &same));
    g_assert_true(msnp_style_equal(NULL, NULL));
    g_assert_true(msnp_style_equal(NULL, &nothing));
    g_assert_true(msnp_style_equal(&nothing, NULL));
    g_assert_false(msnp_style_equal(&a, &font));
    g_assert_false(msnp_style_equal(&a, &none));
    g_assert_false(msnp_style_equal(&none, &a));
    g_assert_false(msnp_style_equal(&a, &flags));
    g_assert_false(msnp_style_equal(&a, &color));
    g_assert_false(msnp_style_equal(&a, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/style/parse/table", test_parse);
    g_test_add_func("/style/recall", test_recall);
    g_test_add_func("/style/parse/null", test_parse_null);
    g_test_add_func("/style/parse/raw-nul", test_parse_raw_nul);
    g_test_add_func("/style/parse/font-size", test_parse_font_size);
    g_test_add_func("/style/parse/long", test_parse_long);
    g_test_add_func("/style/print/table", test_print);
    g_test_add_func("/style/print/appends", test_print_appends);
    g_test_add_func("/style/print/font-size", test_print_font_size);
    g_test_add_func("/style/round-trip", test_round_trip);
    g_test_add_func("/style/equal", test_equal);
    return g_test_run();
}
