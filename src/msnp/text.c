/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text of documents and of "Name: value" bodies made fit to be shown. Knows encodings and what is
 * not printable; refuses to know what the text means.
 */
#include "msnp/text.h"

#include <string.h>

const char *
msnp_text_body(const MsnpMessage *message, gsize *len, GString *scratch)
{
    static const char utf8[] = "utf-8";
    MsnpMessage copy = *message;

    if (!copy.charset && g_utf8_validate(copy.body, copy.body_len, NULL)) {
        copy.charset = utf8;
        copy.charset_len = strlen(utf8);
    }
    return msnp_message_text(&copy, len, scratch);
}

/* Controls of ASCII and of Latin-1, and the line ends of Unicode. */
static gboolean
char_is_control(gunichar c)
{
    return c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
}

char *
msnp_text_line(const char *text, gsize len, gsize max)
{
    const char *end;
    char *line, *p, *next;

    for (; len > 0 && g_ascii_isspace(*text); text++)
        len--;
    if (len > max) {
        for (len = max; len > 0 && ((guchar) text[len] & 0xc0) == 0x80; len--)
            ;
    }
    line = g_strndup(text, len);
    if (!g_utf8_validate(line, -1, &end))
        line[end - line] = '\0'; /* the loop would run past the end */
    for (p = line; *p; p = next) {
        next = g_utf8_next_char(p);
        if (char_is_control(g_utf8_get_char(p)))
            memset(p, ' ', next - p);
    }
    return g_strstrip(line);
}
