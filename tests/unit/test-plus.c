/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messenger Plus! codes taken out of names and messages, and what only looks like them left in.
 */
#include "purple/plus.h"

#include <string.h>

static const struct {
    const char *text;
    const char *name;    /* what is left of it as a name; NULL: nothing to do */
    const char *message; /* and as a message */
} cases[] = {
    /* no codes */
    {"", NULL, NULL},
    {"Alice", NULL, NULL},
    {"Ünï·cödé €😀", NULL, NULL},
    {"Â·", NULL, NULL},
    {"a[0] = b[1]; [] [/] [c] [=] [c=", NULL, NULL},
    {"[", NULL, NULL},
    {"[/", NULL, NULL},
    {"[c", NULL, NULL},
    {"[/c", NULL, NULL},
    {"[c=]", NULL, NULL},
    {"[c=<b>]x[/c=\"]", NULL, NULL},
    {"[c=123456789012345678901]", NULL, NULL},
    {"[bb]x[/bb] [B1] [d]x[/d] [link=x]y[/link]", NULL, NULL},
    {"two\nlines\tand a tab", NULL, NULL},
    /* colours in brackets */
    {"[c=4]Alice[/c]", "Alice", "Alice"},
    {"[C=12]Al[/C]ice", "Alice", "Alice"},
    {"[c=4]Alice[/c=12]", "Alice", "Alice"},
    {"[c=#ff0000]Alice[/c=#00FF00]", "Alice", "Alice"},
    {"[c=red]Alice[/c=lightsteelblue]", "Alice", "Alice"},
    {"[c=255,0,0]Alice[/c]", "Alice", "Alice"},
    {"[a=4][c=0]Al[/c] ice[/a=7]", "Al ice", "Al ice"},
    {"[c=#ff0000]A[/c=#######]", "A", "A"},
    {"a [c=4]b[/c] c [c=5]d[/c] e", "a b c d e", "a b c d e"},
    /* effects in brackets */
    {"[b]Alice[/b]", "Alice", "Alice"},
    {"[b][i][u][s]Alice[/s][/u][/i][/b]", "Alice", "Alice"},
    {"[B]A[/b][I]l[/I]", "Al", "Al"},
    {"[x]a[/x]", "a", "a"},
    {"[x] done, [ ] to do", NULL, NULL},
    {"[b][/b]", "", ""},
    /* not in pairs: taken out of names only */
    {"[b]Alice", "Alice", NULL},
    {"[c=4]Alice", "Alice", NULL},
    {"Alice[/c]", "Alice", NULL},
    {"a[i] = b[i]", "a = b", NULL},
    {"[/b]a[b]", "a", NULL},
    {"[/b][b]a[/b][/b]", "a", "[/b]a[/b]"},
    {"[b]a[/b][b]", "a", "a[b]"},
    {"[b][b]a[/b]", "a", "a"},
    /* after a dot */
    {"·$4Alice", "Alice", "Alice"},
    {"·$12,4Alice", "Alice", "Alice"},
    {"·$,4Alice", "Alice", "Alice"},
    {"·$#ff0000Alice", "Alice", "Alice"},
    {"·$#ff0000,#00ff00Alice", "Alice", "Alice"},
    {"·$(255,000,128)Alice", "Alice", "Alice"},
    {"·$(255,0,128),3Alice", "Alice", "Alice"},
    {"·$67a", "a", "a"},
    {"·$68a", "8a", "8a"},
    {"·$123", "3", "3"},
    {"·$4,Alice", ",Alice", ",Alice"},
    {"·$#ff000zAlice", "#ff000zAlice", NULL},
    {"·$(1,2)x", "(1,2)x", NULL},
    {"·$(1,2,3x", "(1,2,3x", NULL},
    {"·$", "", NULL},
    {"·$Alice", "Alice", NULL},
    {"·#·&·'·@Alice·0", "Alice", "Alice"},
    {"·#a·# b·0·0c", "a bc", "a bc"},
    {"2·0=0, col·lecció, a · b ·", NULL, NULL},
    {"·", NULL, NULL},
    {"· $4 ·1", NULL, NULL},
    /* controls */
    {"\002Al\002ice\017", "Alice", "Alice"},
    {"\0034Alice", "Alice", "Alice"},
    {"\00312,4Alice\003", "Alice", "Alice"},
    {"\003#ff0000A\004l\005i\006c\037e", "Alice", "Alice"},
    {"\001\007", NULL, NULL},
    /* all together; what is left over may look like a code, but is none */
    {"[c=4]·#\002A·0[/c]·$4,5l\0035i[b]ce[/b]", "Alice", "Alice"},
    {"[[b]b]x[[/b]/b]", "[b]x[/b]", "[b]x[/b]"},
    {"ü[b]€[/b]😀", "ü€😀", "ü€😀"},
    {"\302", NULL, NULL},
};

/* Both ways with a copy that has no byte behind it. */
static void
check(const char *text, gsize len, gboolean is_name, const char *expected)
{
    g_autofree char *copy = is_name ? g_strndup(text, len) : g_memdup2(text, MAX(len, 1));
    g_autoptr(GString) out = g_string_new("before ");
    gboolean any = is_name ? msnp_plus_strip_name(out, copy) : msnp_plus_strip_text(out, copy, len);

    g_assert_cmpint(any, ==, expected != NULL);
    g_assert_true(g_str_has_prefix(out->str, "before "));
    g_assert_cmpstr(out->str + strlen("before "), ==, expected ? expected : "");
}

static void
test_table(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].text);
        check(cases[i].text, strlen(cases[i].text), TRUE, cases[i].name);
        check(cases[i].text, strlen(cases[i].text), FALSE, cases[i].message);
    }
}

/* Every start of every text: no end may be read beyond, and no character torn. */
static void
test_cut(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        for (gsize len = 0; len <= strlen(cases[i].text); len++) {
            g_autofree char *copy = len > 0 ? g_memdup2(cases[i].text, len) : g_malloc(1);
            g_autofree char *name = g_strndup(cases[i].text, len);
            g_autoptr(GString) out = g_string_new(NULL);
            gboolean valid = g_utf8_validate(name, -1, NULL);

            msnp_plus_strip_text(out, copy, len);
            g_assert_true(!valid || g_utf8_validate(out->str, (gssize) out->len, NULL));
            g_assert_cmpuint(out->len, <=, len);
            g_string_truncate(out, 0);
            msnp_plus_strip_name(out, name);
            g_assert_true(!valid || g_utf8_validate(out->str, (gssize) out->len, NULL));
        }
}

/* The text of a message need not end with NUL, nor be free of it. */
static void
test_nul(void)
{
    static const char text[] = "a\0[b]c[/b]\0";
    g_autoptr(GString) out = g_string_new(NULL);

    g_assert_true(msnp_plus_strip_text(out, text, sizeof(text) - 1));
    g_assert_cmpmem(out->str, out->len, "a\0c\0", 4);
}

/* Much of the same takes no more than one look at each byte or two. */
static void
test_much(void)
{
    static const struct {
        const char *unit;
        guint left; /* bytes of each that stay in a message */
    } units[] = {
        {"[b]", 3}, {"[/b]", 4}, {"[c=4]", 5}, {"[b][/b]", 0}, {"[", 1},
        {"[c=", 3}, {"·$4", 0},  {"·", 2},     {"\003", 0},    {"·$(1,", 6},
    };

    for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_autoptr(GString) out = g_string_new(NULL);

        for (guint n = 0; n < 100000; n++)
            g_string_append(text, units[i].unit);
        if (msnp_plus_strip_text(out, text->str, text->len))
            g_assert_cmpuint(out->len, ==, 100000 * units[i].left);
        else
            g_assert_cmpuint(text->len, ==, 100000 * units[i].left);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/plus/table", test_table);
    g_test_add_func("/plus/cut", test_cut);
    g_test_add_func("/plus/nul", test_nul);
    g_test_add_func("/plus/much", test_much);
    return g_test_run();
}
