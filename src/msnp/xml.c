/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Picks a few values out of a small XML document, as servers of the time wrote it: well formed or
 * not quite. Knows elements and attributes by name; refuses to know what they are for, and builds
 * no tree.
 */
#include "msnp/xml.h"

#include <string.h>
#include "msnp/text.h"

/* ---- mending --------------------------------------------------------------------------------- */

static gboolean
char_is_allowed(guint64 c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c < 0x7f) ||
           (c >= 0xa0 && c < 0xd800) || (c >= 0xe000 && c < 0xfffe) ||
           (c >= 0x10000 && c <= 0x10ffff);
}

/* "#38;" or "#x26;": its length, 0 if it is not of that kind. */
static gsize
reference_number(const char *p, gsize len, guint64 *number)
{
    gboolean is_hex = len > 1 && (p[1] == 'x' || p[1] == 'X');
    gsize start = is_hex ? 2 : 1, n = start;

    for (*number = 0; n < len && n - start < 8; n++) {
        int digit = is_hex ? g_ascii_xdigit_value(p[n]) : g_ascii_digit_value(p[n]);

        if (digit < 0)
            break;
        *number = *number * (is_hex ? 16 : 10) + (guint) digit;
    }
    return n > start && n < len && p[n] == ';' ? n + 1 : 0;
}

/* Appends what is behind an "&", entity or not; returns how much of it that was. */
static gsize
mend_reference(GString *out, const char *p, gsize len)
{
    static const char *const entities[] = {"amp;", "lt;", "gt;", "quot;", "apos;"};
    guint64 number;
    gsize n = len > 0 && *p == '#' ? reference_number(p, len, &number) : 0;

    if (n > 0) {
        if (char_is_allowed(number))
            g_string_append_printf(out, "&#%u;", (guint) number);
        else
            g_string_append(out, "\357\277\275");
        return n;
    }
    for (guint i = 0; i < G_N_ELEMENTS(entities); i++)
        if (g_str_has_prefix(p, entities[i])) {
            g_string_append_c(out, '&');
            g_string_append(out, entities[i]);
            return strlen(entities[i]);
        }
    g_string_append(out, "&amp;");
    return 0;
}

/* How much from a "<" on is to be left alone: CDATA, or just that character. 0 if it is loose. */
static gsize
markup_length(const char *p, gsize len)
{
    const char *stop;

    if (g_str_has_prefix(p, "<![CDATA[")) {
        stop = strstr(p, "]]>");
        return stop ? (gsize) (stop + 3 - p) : len;
    }
    return len > 1 && (g_ascii_isalpha(p[1]) || strchr("/!?_", p[1])) ? 1 : 0;
}

/* Makes text what loose "&" and "<" meant to be, and keeps out references to what is no character.
 */
static GString *
xml_mend(const char *xml, gsize len)
{
    GString *out = g_string_sized_new(len + 64);
    gsize n;

    for (const char *p = xml, *end = xml + len; p < end; p += n) {
        n = strcspn(p, "&<");
        g_string_append_len(out, p, n);
        p += n;
        if (p >= end)
            break;
        if (*p == '&') {
            n = 1 + mend_reference(out, p + 1, end - p - 1);
            continue;
        }
        n = markup_length(p, end - p);
        if (n > 0)
            g_string_append_len(out, p, n);
        else
            g_string_append(out, "&lt;");
        n = MAX(n, 1);
    }
    return out;
}

/* ---- reading --------------------------------------------------------------------------------- */

typedef struct {
    const MsnpXmlWish *wishes;
    guint n_wishes;
    char **values;
    guint depth;
    guint elements;
    GString *text;   /* of the element that is being read for a wish, else NULL */
    guint text_wish; /* which wish */
    guint text_depth;
} XmlReader;

/* The value as it is given out. */
static char *
value_finish(const char *text, gsize len)
{
    MsnpMessage message = {.charset = "utf-8", .charset_len = 5, .body = text, .body_len = len};
    g_autoptr(GString) scratch = g_string_new(NULL);

    text = msnp_message_text(&message, &len, scratch);
    if (len > MSNP_XML_LIMIT_VALUE)
        for (len = MSNP_XML_LIMIT_VALUE; len > 0 && ((guchar) text[len] & 0xc0) == 0x80; len--)
            ;
    return g_strndup(text, len);
}

static void
reader_end_text(XmlReader *reader)
{
    if (!reader->text)
        return;
    reader->values[reader->text_wish] = value_finish(reader->text->str, reader->text->len);
    g_string_free(reader->text, TRUE);
    reader->text = NULL;
}

static void
reader_attribute(XmlReader *reader, guint wish, const char **names, const char **values)
{
    const char *wanted = reader->wishes[wish].attribute;

    if (!*wanted)
        reader->values[wish] = g_strdup("");
    for (guint i = 0; names[i] && !reader->values[wish]; i++)
        if (g_ascii_strcasecmp(names[i], wanted) == 0)
            reader->values[wish] = value_finish(values[i], strlen(values[i]));
}

static void
on_start(GMarkupParseContext *context, const char *element, const char **names, const char **values,
         gpointer data, GError **error)
{
    XmlReader *reader = data;

    if (++reader->depth > MSNP_XML_LIMIT_DEPTH || ++reader->elements > MSNP_XML_LIMIT_ELEMENTS) {
        g_set_error_literal(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "too much");
        return;
    }
    for (guint i = 0; i < reader->n_wishes; i++) {
        if (reader->values[i] || g_ascii_strcasecmp(reader->wishes[i].element, element) != 0)
            continue;
        if (reader->wishes[i].attribute) {
            reader_attribute(reader, i, names, values);
        } else if (!reader->text) {
            reader->text = g_string_new(NULL);
            reader->text_wish = i;
            reader->text_depth = reader->depth;
        }
    }
}

static void
on_end(GMarkupParseContext *context, const char *element, gpointer data, GError **error)
{
    XmlReader *reader = data;

    if (reader->depth == reader->text_depth)
        reader_end_text(reader);
    reader->depth--;
}

static void
on_text(GMarkupParseContext *context, const char *text, gsize len, gpointer data, GError **error)
{
    XmlReader *reader = data;

    if (reader->text)
        g_string_append_len(reader->text, text, len);
}

/* The document as valid UTF-8 that ends with NUL and has none before. */
static char *
xml_clean(const guint8 *xml, gsize len)
{
    MsnpMessage message = {
        .charset = "utf-8", .charset_len = 5, .body = (const char *) xml, .body_len = len};
    g_autoptr(GString) scratch = g_string_new(NULL);
    const char *text = msnp_message_text(&message, &len, scratch);

    return g_strndup(text, len);
}

gboolean
msnp_xml_pick(const guint8 *xml, gsize len, const MsnpXmlWish *wishes, guint n_wishes,
              char **values)
{
    static const GMarkupParser parser = {on_start, on_end, on_text, NULL, NULL};
    XmlReader reader = {.wishes = wishes, .n_wishes = n_wishes, .values = values};
    g_autoptr(GMarkupParseContext) context = NULL;
    g_autoptr(GString) mended = NULL;
    g_autofree char *text = NULL;

    memset(values, 0, n_wishes * sizeof(*values));
    if (len > MSNP_XML_LIMIT_BYTES)
        return FALSE;
    if (len == 0)
        return TRUE;
    text = xml_clean(xml, len);
    mended = xml_mend(text, strlen(text));
    context = g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &reader, NULL);
    /* An element around all, so that there may be several inside; its end brings out text that has
     * none. Where reading fails, it ends. */
    if (g_markup_parse_context_parse(context, "<x>", 3, NULL) &&
        g_markup_parse_context_parse(context, mended->str, (gssize) mended->len, NULL))
        g_markup_parse_context_parse(context, "</x>", 4, NULL);
    reader_end_text(&reader);
    return TRUE;
}
