/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The X-MMS-IM-Format header value and the neutral style it stands for. Knows no markup: what a
 * hostile font name could do to a window is the business of whoever draws it.
 */
#include "msnp/style.h"

#include <string.h>

/* What the official client writes unless told otherwise; some old servers wanted FN to be there. */
#define DEFAULT_FONT "Microsoft Sans Serif"

/* The letters of EF, in the order in which they are written. */
static const struct {
    char letter;
    MsnpStyleFlags flag;
} effects[] = {
    {'B', MSNP_STYLE_BOLD},
    {'I', MSNP_STYLE_ITALIC},
    {'U', MSNP_STYLE_UNDERLINE},
    {'S', MSNP_STYLE_STRIKE},
};

#define EFFECTS_MASK                                                                               \
    (MSNP_STYLE_BOLD | MSNP_STYLE_ITALIC | MSNP_STYLE_UNDERLINE | MSNP_STYLE_STRIKE)

/* A style being read: one item's value at a time. */
typedef struct {
    MsnpStyle *style;
    char *font;
    gsize font_size;
} StyleReader;

typedef void (*StyleItem)(StyleReader *reader, const char *value, gsize len);

static gboolean
font_is_clean(const char *font, gsize len)
{
    const char *p;

    if (len == 0 || !g_utf8_validate(font, len, NULL))
        return FALSE;
    for (p = font; p < font + len; p = g_utf8_next_char(p))
        if (g_unichar_iscntrl(g_utf8_get_char(p)))
            return FALSE;
    return TRUE;
}

/* One byte of percent-coded text; a "%" that begins no code stands for itself. */
static char
decode_byte(const char **p, const char *end)
{
    const char *at = *p;

    if (*at == '%' && end - at >= 3 && g_ascii_isxdigit(at[1]) && g_ascii_isxdigit(at[2])) {
        *p += 3;
        return (char) (g_ascii_xdigit_value(at[1]) << 4 | g_ascii_xdigit_value(at[2]));
    }
    *p += 1;
    return *at;
}

static void
item_font(StyleReader *reader, const char *value, gsize len)
{
    const char *end = value + len;
    gsize n = 0;

    reader->style->font = NULL;
    while (value < end) {
        if (n + 1 >= reader->font_size)
            return;
        reader->font[n++] = decode_byte(&value, end);
    }
    if (!font_is_clean(reader->font, n))
        return;
    reader->font[n] = '\0';
    reader->style->font = reader->font;
}

static void
item_effects(StyleReader *reader, const char *value, gsize len)
{
    reader->style->flags &= ~EFFECTS_MASK;
    for (gsize i = 0; i < len; i++)
        for (guint k = 0; k < G_N_ELEMENTS(effects); k++)
            if (g_ascii_toupper(value[i]) == effects[k].letter)
                reader->style->flags |= effects[k].flag;
}

/* The other byte order: the wire has blue first. */
static gint32
color_swap(gint32 color)
{
    return (color & 0xff) << 16 | (color & 0xff00) | (color >> 16 & 0xff);
}

static void
item_color(StyleReader *reader, const char *value, gsize len)
{
    gint32 color = 0;

    reader->style->color = -1;
    if (len < 1 || len > 6)
        return;
    for (gsize i = 0; i < len; i++) {
        if (!g_ascii_isxdigit(value[i]))
            return;
        color = color << 4 | g_ascii_xdigit_value(value[i]);
    }
    reader->style->color = color_swap(color);
}

static void
item_rtl(StyleReader *reader, const char *value, gsize len)
{
    reader->style->flags &= ~MSNP_STYLE_RTL;
    if (len == 1 && *value == '1')
        reader->style->flags |= MSNP_STYLE_RTL;
}

/* CS and PF, the Windows charset and the pitch, say nothing that UTF-8 text needs. */
static const struct {
    char key[3];
    StyleItem read;
} items[] = {
    {"FN", item_font},
    {"EF", item_effects},
    {"CO", item_color},
    {"RL", item_rtl},
};

static void
trim(const char **text, gsize *len)
{
    while (*len > 0 && g_ascii_isspace(**text)) {
        (*text)++;
        (*len)--;
    }
    while (*len > 0 && g_ascii_isspace((*text)[*len - 1]))
        (*len)--;
}

static void
item_read(StyleReader *reader, const char *item, gsize len)
{
    const char *equals = memchr(item, '=', len), *value;
    gsize key_len, value_len;

    if (!equals)
        return;
    key_len = equals - item;
    value = equals + 1;
    value_len = len - key_len - 1;
    trim(&item, &key_len);
    trim(&value, &value_len);
    if (key_len != 2)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(items); i++)
        if (g_ascii_strncasecmp(item, items[i].key, 2) == 0)
            items[i].read(reader, value, value_len);
}

void
msnp_style_parse(const char *value, gsize len, MsnpStyle *style, char *font, gsize font_size)
{
    StyleReader reader = {style, font, font_size};
    const char *stop;

    style->font = NULL;
    style->flags = 0;
    style->color = -1;
    while (len > 0) {
        stop = memchr(value, ';', len);
        if (!stop) {
            item_read(&reader, value, len);
            return;
        }
        item_read(&reader, value, stop - value);
        len -= stop + 1 - value;
        value = stop + 1;
    }
}

const MsnpStyle *
msnp_style_recall(MsnpStyleMemo *memo, const char *value, gsize len)
{
    if (len > 0 && len == memo->len && memcmp(memo->value, value, len) == 0)
        return &memo->style;
    memo->len = len <= sizeof(memo->value) ? len : 0;
    if (memo->len > 0)
        memcpy(memo->value, value, len);
    msnp_style_parse(value, len, &memo->style, memo->font, sizeof(memo->font));
    return &memo->style;
}

static void
font_print(const char *font, GString *out)
{
    static const char digits[] = "0123456789ABCDEF";

    for (const char *p = font; *p; p++) {
        guchar byte = (guchar) *p;

        if (byte > ' ' && byte < 0x7f && byte != '%' && byte != ';') {
            g_string_append_c(out, *p);
        } else {
            g_string_append_c(out, '%');
            g_string_append_c(out, digits[byte >> 4]);
            g_string_append_c(out, digits[byte & 15]);
        }
    }
}

void
msnp_style_print(const MsnpStyle *style, GString *out)
{
    static const MsnpStyle none = {NULL, 0, -1};
    const char *font;

    if (!style)
        style = &none;
    font = style->font;
    if (!font || !*font || strlen(font) >= MSNP_STYLE_FONT_SIZE)
        font = DEFAULT_FONT;
    g_string_append(out, "FN=");
    font_print(font, out);
    g_string_append(out, "; EF=");
    for (guint i = 0; i < G_N_ELEMENTS(effects); i++)
        if (style->flags & effects[i].flag)
            g_string_append_c(out, effects[i].letter);
    g_string_append_printf(out, "; CO=%x; CS=0; PF=22",
                           style->color < 0 ? 0 : (guint) color_swap(style->color));
    if (style->flags & MSNP_STYLE_RTL)
        g_string_append(out, "; RL=1");
}

gboolean
msnp_style_equal(const MsnpStyle *a, const MsnpStyle *b)
{
    static const MsnpStyle none = {NULL, 0, -1};

    a = a ? a : &none;
    b = b ? b : &none;
    return a->flags == b->flags && a->color == b->color && g_strcmp0(a->font, b->font) == 0;
}
