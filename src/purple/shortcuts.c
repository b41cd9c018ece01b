/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Shortcuts of custom emoticons in a text. Knows where they count and where not; knows no picture and nothing of
 * libpurple. GLib only.
 */
#include "purple/shortcuts.h"

#include <string.h>

/* The length of the web address that begins here, 0 if none does: up to a blank or a bracket. */
static gsize
address_length(const char *p)
{
    static const char *const prefixes[] = {"http://", "https://", "ftp://", "mailto:", "msnim:", "www."};
    guint i;

    for (i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (g_ascii_strncasecmp(p, prefixes[i], strlen(prefixes[i])) == 0)
            return strcspn(p, " \t\r\n<>\"");
    return 0;
}

/* The longest shortcut that begins here, or n. */
static guint
longest_at(const char *p, const char *const *shortcuts, guint n)
{
    gsize best_len = 0, len;
    guint best = n, i;

    for (i = 0; i < n; i++) {
        if (*shortcuts[i] != *p || !g_str_has_prefix(p, shortcuts[i]))
            continue;
        len = strlen(shortcuts[i]);
        if (len > best_len) {
            best_len = len;
            best = i;
        }
    }
    return best;
}

static guint
add_once(guint *found, guint count, guint index)
{
    guint i;

    for (i = 0; i < count; i++)
        if (found[i] == index)
            return count;
    found[count] = index;
    return count + 1;
}

guint
msnp_shortcuts_find(const char *text, const char *const *shortcuts, guint n, guint *found, guint max)
{
    gboolean within_word = FALSE;
    const char *p = text;
    guint count = 0, index;

    while (*p && count < max) {
        gsize address = within_word ? 0 : address_length(p);

        within_word = g_ascii_isalnum(*p);
        if (address > 0) {
            p += address;
            continue;
        }
        index = longest_at(p, shortcuts, n);
        if (index == n) {
            p++;
            continue;
        }
        count = add_once(found, count, index);
        p += strlen(shortcuts[index]);
        within_word = FALSE;
    }
    return count;
}

gboolean
msnp_shortcut_is_usable(const char *shortcut)
{
    gboolean is_visible = FALSE;
    const char *p;

    if (strlen(shortcut) > MSNP_SHORTCUT_MAX)
        return FALSE;
    for (p = shortcut; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);

        if (g_unichar_iscntrl(c))
            return FALSE;
        is_visible |= g_unichar_isgraph(c);
    }
    return is_visible;
}
