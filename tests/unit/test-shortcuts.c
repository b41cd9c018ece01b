/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Shortcuts of emoticons in texts: the longest, each once, in order, not within addresses, and not
 * too many.
 */
#include "purple/shortcuts.h"

#include <string.h>

/* Indices as digits. */
static const char *const shortcuts[] = {"(a)", "(a", "a)", "☺", ":/", "xx", "x", "((", "//"};

static const struct {
    const char *text;
    const char *found;
} cases[] = {
    {"", ""},
    {"nothing here", ""},
    {"(a)", "0"},
    {"(a) (a) (a)", "0"},
    {"(a a) (a)", "120"},
    {"(a)a)", "02"},
    {"((a)", "72"},
    {"xxx", "56"},
    {"xxxx x", "56"},
    {"wörter ☺ danach", "3"},
    {"☺:/(a)xx", "3405"},
    {"x xx (a) ☺ :/ (( //", "65034"},
    /* within addresses there is none, around them there is */
    {"http://x.example/(a)", ""},
    {"HTTPS://x.example/(a) x", "6"},
    {"see http://x.example/:/ :/", "4"},
    {"(http://x.example/)", ""},
    {"xxhttp://y", "5"},
    {"www.xx.example", ""},
    {"mailto:xx@example.test xx", "5"},
    {"ftp://xx <ftp://xx>x", "6"},
    {"\"http://xx\"x", "6"},
    {"http://xx\nx", "6"},
    /* what is none */
    {"awww.xx", "5"},
    {"ahttp://b", "4"},
    {"http: //", "8"},
};

static void
test_find(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strdup(cases[i].text); /* so that reading too far is noticed */
        g_autoptr(GString) all = g_string_new(NULL);
        guint found[5];
        guint n = msnp_shortcuts_find(text, shortcuts, G_N_ELEMENTS(shortcuts), found, 5);

        g_assert_cmpuint(n, <=, 5);
        for (guint k = 0; k < n; k++)
            g_string_append_printf(all, "%u", found[k]);
        g_test_message("%s", cases[i].text);
        g_assert_cmpstr(all->str, ==, cases[i].found);
    }
}

static void
test_none(void)
{
    guint found[1];

    g_assert_cmpuint(msnp_shortcuts_find("(a) x", NULL, 0, found, 1), ==, 0);
    g_assert_cmpuint(msnp_shortcuts_find("(a) x", shortcuts, 9, found, 1), ==, 1);
    g_assert_cmpuint(msnp_shortcuts_find("(a) x", shortcuts, 9, NULL, 0), ==, 0);
}

static void
test_usable(void)
{
    g_autofree char *longest = g_strnfill(MSNP_SHORTCUT_MAX, 'x');
    g_autofree char *too_long = g_strnfill(MSNP_SHORTCUT_MAX + 1, 'x');

    g_assert_true(msnp_shortcut_is_usable("(x)"));
    g_assert_true(msnp_shortcut_is_usable("☺"));
    g_assert_true(msnp_shortcut_is_usable("a b"));
    g_assert_true(msnp_shortcut_is_usable("<img src=x>"));
    g_assert_true(msnp_shortcut_is_usable(longest));
    g_assert_false(msnp_shortcut_is_usable(too_long));
    g_assert_false(msnp_shortcut_is_usable(""));
    g_assert_false(msnp_shortcut_is_usable(" "));
    g_assert_false(msnp_shortcut_is_usable("\xc2\xa0 "));
    g_assert_false(msnp_shortcut_is_usable("a\nb"));
    g_assert_false(msnp_shortcut_is_usable("\x7f"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/shortcuts/find", test_find);
    g_test_add_func("/shortcuts/none", test_none);
    g_test_add_func("/shortcuts/usable", test_usable);
    return g_test_run();
}
