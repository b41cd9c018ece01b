/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small pieces of the replay format: words, quotes, escapes. Knows no item and no session. */
#include "text.h"

#include <string.h>

/* One escape at p, which points behind the backslash. Returns how many characters it has, 0 if
 * none. */
static guint
unescape_one(const char *p, GString *out)
{
    static const char from[] = "rnt\\\"", to[] = "\r\n\t\\\"";
    const char *known = *p ? strchr(from, *p) : NULL;

    if (known) {
        g_string_append_c(out, to[known - from]);
        return 1;
    }
    if (*p != 'x' || !g_ascii_isxdigit(p[1]) || !g_ascii_isxdigit(p[2]))
        return 0;
    g_string_append_c(out, g_ascii_xdigit_value(p[1]) * 16 + g_ascii_xdigit_value(p[2]));
    return 3;
}

gboolean
text_unescape(const char *text, GString *out)
{
    for (const char *p = text; *p; p++) {
        guint used;

        if (*p != '\\') {
            g_string_append_c(out, *p);
            continue;
        }
        used = unescape_one(p + 1, out);
        if (used == 0)
            return FALSE;
        p += used;
    }
    return TRUE;
}

char *
text_word(const char **p)
{
    g_autoptr(GString) word = g_string_new(NULL);
    gboolean quoted = FALSE;
    const char *q = *p;

    if (*q == '\0')
        return NULL;
    for (; *q && (quoted || *q != ' '); q++) {
        if (*q == '"') {
            quoted = !quoted;
        } else if (*q == '\\' && quoted) {
            guint used = unescape_one(q + 1, word);

            if (used == 0)
                return NULL;
            q += used;
        } else {
            g_string_append_c(word, *q);
        }
    }
    if (quoted)
        return NULL;
    *p = q + strspn(q, " ");
    return g_string_free(g_steal_pointer(&word), FALSE);
}

char *
text_until(const char **p, char end)
{
    const char *found = strchr(*p, end);
    char *before;

    if (!found)
        return NULL;
    before = g_strndup(*p, found - *p);
    *p = found + 1;
    return before;
}

void
text_escape(GString *out, const guint8 *data, gsize len)
{
    static const char from[] = "\r\n\t\\", to[] = "rnt\\";
    gboolean utf8 = len > 0 && g_utf8_validate_len((const char *) data, len, NULL);

    for (gsize i = 0; i < len; i++) {
        const char *known = data[i] ? strchr(from, data[i]) : NULL;

        if (known)
            g_string_append_printf(out, "\\%c", to[known - from]);
        else if (data[i] < ' ' || data[i] == 0x7f || (data[i] >= 0x80 && !utf8))
            g_string_append_printf(out, "\\x%02x", data[i]);
        else
            g_string_append_c(out, (char) data[i]);
    }
}
