/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how a line splits into words and what a well-formed word is. This is msnpd's own reading of
 * the protocol: nothing here is shared with the plugin. */
#include "wire.h"

#include <string.h>

#define MAIL_LIMIT 129

static const char *
bytes_fault(const char *bytes, gsize length)
{
    if (length == 0)
        return "empty line";
    if (!g_utf8_validate(bytes, (gssize) length, NULL))
        return "line is not valid UTF-8";
    for (gsize i = 0; i < length; i++) {
        if ((guchar) bytes[i] < 0x20 || bytes[i] == 0x7f)
            return "control character in a line";
    }
    return NULL;
}

static const char *
spaces_fault(const char *bytes, gsize length)
{
    if (bytes[0] == ' ')
        return "line starts with a space";
    if (bytes[length - 1] == ' ')
        return "line ends in a space";
    return g_strstr_len(bytes, (gssize) length, "  ") != NULL ? "more than one space between words"
                                                              : NULL;
}

static const char *
verb_fault(const char *verb)
{
    if (strlen(verb) != 3)
        return "a verb has three letters";
    for (const char *p = verb; *p != '\0'; p++) {
        if (!g_ascii_isupper(*p))
            return "a verb is upper case";
    }
    return NULL;
}

/* TEXT is the line's from now on: the words lie in it. */
static void
split_leniently(WireLine *line, char *text)
{
    gsize room = 1;
    char *p = text;

    for (const char *space = text; (space = strchr(space, ' ')) != NULL; space++)
        room++;
    line->text = text;
    line->verb = NULL;
    line->args = g_new(char *, room);
    line->count = 0;
    for (p += strspn(p, " "); *p != '\0'; p += strspn(p, " ")) {
        char *end = p + strcspn(p, " ");

        if (line->verb == NULL)
            line->verb = p;
        else
            line->args[line->count++] = p;
        p = end + (*end != '\0');
        *end = '\0';
    }
    line->args[line->count] = NULL;
    if (line->verb == NULL)
        line->verb = p;
}

gboolean
wire_split(const char *bytes, gsize length, WireLine *line, const char **why)
{
    const char *fault = bytes_fault(bytes, length);

    split_leniently(line, g_strndup(bytes, length));
    line->readable = fault == NULL && line->verb[0] != '\0';
    if (fault == NULL)
        fault = spaces_fault(bytes, length);
    if (fault == NULL)
        fault = verb_fault(line->verb);
    *why = fault;
    return fault == NULL;
}

void
wire_line_clear(WireLine *line)
{
    g_clear_pointer(&line->text, g_free);
    g_clear_pointer(&line->args, g_free);
    line->verb = NULL;
    line->count = 0;
}

gboolean
wire_number(const char *word, guint64 limit, guint64 *value)
{
    guint64 sum = 0;

    if (word[0] == '\0' || strlen(word) > 19 || (word[0] == '0' && word[1] != '\0'))
        return FALSE;
    for (const char *p = word; *p != '\0'; p++) {
        if (!g_ascii_isdigit(*p))
            return FALSE;
        sum = sum * 10 + (guint64) (*p - '0');
    }
    if (sum > limit)
        return FALSE;
    *value = sum;
    return TRUE;
}

char *
wire_decode(const char *word, const char **why)
{
    g_autoptr(GString) out = g_string_sized_new(strlen(word));

    for (const char *p = word; *p != '\0'; p++) {
        if (*p != '%') {
            g_string_append_c(out, *p);
            continue;
        }
        if (!g_ascii_isxdigit(p[1]) || !g_ascii_isxdigit(p[2])) {
            *why = "bad percent-encoding";
            return NULL;
        }
        g_string_append_c(out,
                          (char) (g_ascii_xdigit_value(p[1]) * 16 + g_ascii_xdigit_value(p[2])));
        p += 2;
    }
    if (!g_utf8_validate(out->str, (gssize) out->len, NULL)) {
        *why = "percent-encoding hides what is not UTF-8";
        return NULL;
    }
    for (gsize i = 0; i < out->len; i++) {
        if ((guchar) out->str[i] < 0x20) {
            *why = "control character in an encoded word";
            return NULL;
        }
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *
encode_with(const char *text, gboolean (*plain)(guchar c))
{
    static const char digits[] = "0123456789ABCDEF";
    GString *out = g_string_sized_new(strlen(text) + 16);

    for (const guchar *p = (const guchar *) text; *p != '\0'; p++) {
        if (plain(*p)) {
            g_string_append_c(out, (char) *p);
            continue;
        }
        g_string_append_c(out, '%');
        g_string_append_c(out, digits[*p >> 4]);
        g_string_append_c(out, digits[*p & 15]);
    }
    return g_string_free(out, FALSE);
}

static gboolean
official_plain(guchar c)
{
    return g_ascii_isalnum(c) || strchr("-_.!~*'()@", c) != NULL;
}

static gboolean
living_plain(guchar c)
{
    return c != ' ' && c != '%' && c != '\r' && c != '\n';
}

char *
wire_encode(const char *text)
{
    return encode_with(text, official_plain);
}

char *
wire_encode_raw(const char *text)
{
    return encode_with(text, living_plain);
}

gboolean
wire_is_mail(const char *word)
{
    const char *at = strchr(word, '@');
    gsize length = strlen(word);

    if (at == NULL || at == word || at[1] == '\0' || strchr(at + 1, '@') != NULL)
        return FALSE;
    if (length > MAIL_LIMIT)
        return FALSE;
    for (const char *p = word; *p != '\0'; p++) {
        if (!g_ascii_isgraph(*p) || strchr("%,;:<>()\"\\", *p) != NULL)
            return FALSE;
    }
    return TRUE;
}

gboolean
wire_is_guid(const char *word)
{
    if (strlen(word) != 36)
        return FALSE;
    for (guint i = 0; i < 36; i++) {
        gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;

        if (dash ? word[i] != '-' : !g_ascii_isxdigit(word[i]))
            return FALSE;
    }
    return TRUE;
}

gboolean
wire_is_machine(const char *word)
{
    g_autofree char *inside = g_strndup(word + (word[0] != '\0'), 36);
    g_autofree char *lower = g_ascii_strdown(inside, -1);
    g_autofree char *whole = g_strdup_printf("{%s}", lower);

    return wire_is_guid(inside) && strcmp(word, whole) == 0;
}

gboolean
wire_is_lower_hex(const char *bytes, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        if (!g_ascii_isdigit(bytes[i]) && (bytes[i] < 'a' || bytes[i] > 'f'))
            return FALSE;
    }
    return TRUE;
}

char *
wire_mail_key(const char *mail)
{
    return g_ascii_strdown(mail, -1);
}

GString *
wire_unescape(const char *text)
{
    GString *out = g_string_new(NULL);

    for (const char *p = text; *p != '\0'; p++) {
        if (*p != '\\' || p[1] == '\0') {
            g_string_append_c(out, *p);
            continue;
        }
        p++;
        if (*p == 'x' && g_ascii_isxdigit(p[1]) && g_ascii_isxdigit(p[2])) {
            g_string_append_c(
                out, (char) (g_ascii_xdigit_value(p[1]) * 16 + g_ascii_xdigit_value(p[2])));
            p += 2;
        } else {
            g_string_append_c(out, *p == 'r' ? '\r' : *p == 'n' ? '\n' : *p == 't' ? '\t' : *p);
        }
    }
    return out;
}
