/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text with the one style of an MSN message, and libpurple's dialect of HTML. Knows that dialect
 * but not libpurple itself: GLib only.
 */
#include "purple/markup.h"

#include <string.h>

/* ---- text to HTML --------------------------------------------------------------------------- */

#define FACE_CHARS_MAX 64

static const struct {
    MsnpStyleFlags flag;
    const char *begin;
    const char *end;
} wraps[] = {
    {MSNP_STYLE_RTL, "<span style=\"direction:rtl;text-align:right;\">", "</span>"},
    {MSNP_STYLE_BOLD, "<b>", "</b>"},
    {MSNP_STYLE_ITALIC, "<i>", "</i>"},
    {MSNP_STYLE_UNDERLINE, "<u>", "</u>"},
    {MSNP_STYLE_STRIKE, "<s>", "</s>"},
};

typedef struct {
    char c;
    const char *escape;
} Escape;

static const Escape text_escapes[] = {
    {'<', "&lt;"}, {'>', "&gt;"}, {'&', "&amp;"}, {'\n', "<br>"}, {0, NULL}};

static const Escape value_escapes[] = {{'<', "&lt;"},   {'>', "&gt;"},   {'&', "&amp;"},
                                       {'"', "&quot;"}, {'\'', "&#39;"}, {0, NULL}};

static void
escape_append(GString *out, const char *text, gsize len, const Escape *escapes)
{
    const char *end = text + len;

    for (const char *p = text; p < end; p++) {
        const Escape *e = escapes;

        if ((guchar) *p > '>') /* most are: no escape is beyond */
            continue;
        while (e->escape && e->c != *p)
            e++;
        if (!e->escape)
            continue;
        g_string_append_len(out, text, p - text);
        g_string_append(out, e->escape);
        text = p + 1;
    }
    g_string_append_len(out, text, end - text);
}

/* Whether a font is a name and nothing else. Quotes and brackets would be markup, the others would
 * be style sheet in the HTML logs, where the face ends up in a style attribute. */
static gboolean
face_is_name(const char *face)
{
    if (!face || !*face || !g_utf8_validate(face, -1, NULL) || strpbrk(face, "\"<>;{}\\"))
        return FALSE;
    if (g_utf8_strlen(face, -1) > FACE_CHARS_MAX)
        return FALSE;
    for (const char *p = face; *p; p = g_utf8_next_char(p))
        if (g_unichar_iscntrl(g_utf8_get_char(p)))
            return FALSE;
    return TRUE;
}

/* Appends the font tag a style needs; FALSE if it needs none. */
static gboolean
font_begin(GString *out, const MsnpStyle *style)
{
    gboolean has_face = face_is_name(style->font), has_color = style->color > 0;

    if (!has_face && !has_color)
        return FALSE;
    g_string_append(out, "<font");
    if (has_face) {
        g_string_append(out, " face=\"");
        escape_append(out, style->font, strlen(style->font), value_escapes);
        g_string_append_c(out, '"');
    }
    if (has_color)
        g_string_append_printf(out, " color=\"#%06x\"", (guint) style->color & 0xffffff);
    g_string_append_c(out, '>');
    return TRUE;
}

void
msnp_markup_from_text(GString *out, const char *text, gsize len, const MsnpStyle *style)
{
    guint flags = style ? style->flags : 0;
    gboolean has_font;

    if (len == 0)
        return;
    has_font = style && font_begin(out, style);
    for (guint i = 0; flags && i < G_N_ELEMENTS(wraps); i++)
        if (flags & wraps[i].flag)
            g_string_append(out, wraps[i].begin);
    escape_append(out, text, len, text_escapes);
    for (guint i = G_N_ELEMENTS(wraps); flags && i > 0; i--)
        if (flags & wraps[i - 1].flag)
            g_string_append(out, wraps[i - 1].end);
    if (has_font)
        g_string_append(out, "</font>");
}

/* ---- HTML to text --------------------------------------------------------------------------- */

/* Tags open at once whose style is minded; deeper ones count only for finding their ends. */
#define DEPTH_MAX 64

/* The longest entity, "&#x10FFFF;", and some zeros. */
#define ENTITY_MAX 16

typedef enum {
    TAG_IGNORED, /* neither it nor its attributes say anything to us */
    TAG_STYLE,   /* its flag, and what its attributes say */
    TAG_LINK,
    TAG_BREAK, /* a new line */
    TAG_BLOCK, /* stands on lines of its own */
} TagKind;

static const struct {
    const char *name;
    TagKind kind;
    guint flag;
} tags[] = {
    {"b", TAG_STYLE, MSNP_STYLE_BOLD},
    {"strong", TAG_STYLE, MSNP_STYLE_BOLD},
    {"i", TAG_STYLE, MSNP_STYLE_ITALIC},
    {"em", TAG_STYLE, MSNP_STYLE_ITALIC},
    {"u", TAG_STYLE, MSNP_STYLE_UNDERLINE},
    {"s", TAG_STYLE, MSNP_STYLE_STRIKE},
    {"strike", TAG_STYLE, MSNP_STYLE_STRIKE},
    {"del", TAG_STYLE, MSNP_STYLE_STRIKE},
    {"font", TAG_STYLE, 0},
    {"span", TAG_STYLE, 0},
    {"a", TAG_LINK, 0},
    {"br", TAG_BREAK, 0},
    {"hr", TAG_BLOCK, 0},
    {"p", TAG_BLOCK, 0},
    {"div", TAG_BLOCK, 0},
    {"img", TAG_IGNORED, 0},
    {"html", TAG_IGNORED, 0},
    {"head", TAG_IGNORED, 0},
    {"body", TAG_IGNORED, 0},
    {"sub", TAG_IGNORED, 0},
    {"sup", TAG_IGNORED, 0},
    {"pre", TAG_IGNORED, 0},
};

static const struct {
    const char *name;
    gunichar c;
} entities[] = {
    {"amp", '&'},   {"lt", '<'},   {"gt", '>'},      {"quot", '"'},
    {"apos", '\''}, {"nbsp", ' '}, {"copy", 0x00a9}, {"reg", 0x00ae},
};

static const struct {
    const char *name;
    gint32 color;
} colors[] = {
    {"black", 0x000000},  {"silver", 0xc0c0c0}, {"gray", 0x808080},   {"white", 0xffffff},
    {"maroon", 0x800000}, {"red", 0xff0000},    {"purple", 0x800080}, {"fuchsia", 0xff00ff},
    {"green", 0x008000},  {"lime", 0x00ff00},   {"olive", 0x808000},  {"yellow", 0xffff00},
    {"navy", 0x000080},   {"blue", 0x0000ff},   {"teal", 0x008080},   {"aqua", 0x00ffff},
};

/* A tag as it stands in the HTML. */
typedef struct {
    guint index; /* in tags */
    gboolean is_end;
    const char *attrs; /* what is between the name and ">" */
    gsize attrs_len;
} Tag;

/* What one open tag says about the text in it. */
typedef struct {
    guint index; /* in tags */
    guint set;
    guint clear;
    gint32 color;
    char *font;
} Layer;

typedef struct {
    GString *out;
    Layer layers[DEPTH_MAX];
    guint depth;
    guint hidden[G_N_ELEMENTS(tags)]; /* open tags beyond DEPTH_MAX */
    MsnpStyle now;                    /* what the layers add up to */
    MsnpStyle whole;                  /* what is known of the whole message */
    char *font;                       /* whole.font */
    gboolean has_text;                /* some non-blank text has been seen */
    gboolean wants_line;              /* a block has begun or ended */
    char *link;                       /* address of the open link */
    gsize link_start;                 /* where its text begins */
} Reader;

/* ---- the small parts of HTML ---------------------------------------------------------------- */

static gboolean
char_is_text(gunichar c)
{
    return c == '\n' || c == '\t' || (c >= ' ' && g_unichar_validate(c) && !g_unichar_iscntrl(c));
}

static gunichar
entity_number(const char *digits, gsize len)
{
    gboolean is_hex = len > 0 && g_ascii_tolower(*digits) == 'x';
    gunichar c = 0;

    for (gsize i = is_hex ? 1 : 0; i < len; i++) {
        int digit = is_hex ? g_ascii_xdigit_value(digits[i]) : g_ascii_digit_value(digits[i]);

        if (digit < 0 || c > 0x10ffff)
            return 0;
        c = c * (is_hex ? 16 : 10) + (gunichar) digit;
    }
    return c;
}

/* The character of an entity that begins at p, and its length; 0 if it is none that can be text. */
static gunichar
entity_decode(const char *p, gsize len, gsize *used)
{
    const char *stop = memchr(p, ';', MIN(len, ENTITY_MAX));
    gunichar c;

    if (!stop)
        return 0;
    *used = stop + 1 - p;
    if (p[1] == '#') {
        c = entity_number(p + 2, stop - p - 2);
        return char_is_text(c) ? c : 0;
    }
    for (guint i = 0; i < G_N_ELEMENTS(entities); i++)
        if (strlen(entities[i].name) == *used - 2 &&
            g_ascii_strncasecmp(p + 1, entities[i].name, *used - 2) == 0)
            return entities[i].c;
    return 0;
}

/* The value of an attribute without entities and control characters; the caller's. */
static char *
value_decode(const char *value, gsize len)
{
    GString *out = g_string_sized_new(len);
    gsize used;
    gunichar c;

    for (gsize i = 0; i < len; i += used) {
        c = value[i] == '&' ? entity_decode(value + i, len - i, &used) : 0;
        if (c == 0) {
            used = 1;
            c = (guchar) value[i];
        }
        if (c >= 0x80 && used == 1) /* a byte of a longer character */
            g_string_append_c(out, value[i]);
        else if (c >= ' ' && c != 0x7f)
            g_string_append_unichar(out, c);
    }
    return g_string_free(out, FALSE);
}

/* The first value of an attribute of a tag, or NULL; the caller's. */
static char *
attr_get(const Tag *tag, const char *name)
{
    const char *p = tag->attrs, *end = p + tag->attrs_len;

    while (p < end) {
        const char *key = p, *value;
        gsize key_len;

        while (p < end && *p != '=' && !g_ascii_isspace(*p))
            p++;
        key_len = p - key;
        while (p < end && g_ascii_isspace(*p))
            p++;
        if (p == end || *p != '=')
            continue;
        for (p++; p < end && g_ascii_isspace(*p);)
            p++;
        value = p;
        if (p < end && (*p == '"' || *p == '\'')) {
            value++;
            p = memchr(value, *p, end - value);
            p = p ? p : end;
        } else {
            while (p < end && !g_ascii_isspace(*p))
                p++;
        }
        if (strlen(name) == key_len && g_ascii_strncasecmp(key, name, key_len) == 0)
            return value_decode(value, p - value);
        p += p < end ? 1 : 0;
    }
    return NULL;
}

/* The ">" of a tag, or NULL if there is none before something that cannot be in a tag. Quotes count
 * only around a value: an apostrophe elsewhere is one. */
static const char *
tag_end(const char *p, const char *end)
{
    char quote = '\0', last = '\0';

    for (; p < end; p++) {
        if (quote) {
            if (*p == quote)
                quote = '\0';
        } else if (*p == '>') {
            return p;
        } else if (*p == '<') {
            return NULL;
        } else if ((*p == '"' || *p == '\'') && last == '=') {
            quote = *p;
        }
        if (!g_ascii_isspace(*p))
            last = *p;
    }
    return NULL;
}

/* Reads the tag that begins at p; returns its length, or 0 if it is none that we know. */
static gsize
tag_read(const char *p, const char *end, Tag *tag)
{
    const char *name = p + 1, *stop, *close;

    tag->is_end = name < end && *name == '/';
    if (tag->is_end)
        name++;
    for (stop = name; stop < end && g_ascii_isalnum(*stop);)
        stop++;
    if (stop == end || !(g_ascii_isspace(*stop) || *stop == '/' || *stop == '>'))
        return 0;
    for (tag->index = 0; tag->index < G_N_ELEMENTS(tags); tag->index++) {
        const char *known = tags[tag->index].name;

        if (strlen(known) == (gsize) (stop - name) &&
            g_ascii_strncasecmp(name, known, stop - name) == 0)
            break;
    }
    if (tag->index == G_N_ELEMENTS(tags) || !(close = tag_end(stop, end)))
        return 0;
    tag->attrs = stop;
    tag->attrs_len = close - stop;
    return close + 1 - p;
}

/* ---- style ---------------------------------------------------------------------------------- */

static gint32
color_read(const char *text)
{
    gsize len;
    guint64 n;

    for (guint i = 0; i < G_N_ELEMENTS(colors); i++)
        if (g_ascii_strcasecmp(text, colors[i].name) == 0)
            return colors[i].color;
    if (*text == '#')
        text++;
    len = strspn(text, "0123456789abcdefABCDEF");
    if (text[len] != '\0' || (len != 6 && len != 3))
        return -1;
    n = g_ascii_strtoull(text, NULL, 16);
    if (len == 3)
        n = (n >> 8 & 15) * 0x110000 + (n >> 4 & 15) * 0x1100 + (n & 15) * 0x11;
    return (gint32) n;
}

/* Takes the first of a list of families; text is changed. */
static void
layer_font(Layer *layer, char *text)
{
    gsize len;

    text[strcspn(text, ",")] = '\0';
    g_strstrip(text);
    len = strlen(text);
    if (len >= 2 && (*text == '"' || *text == '\'') && text[len - 1] == *text) {
        text[len - 1] = '\0';
        text++;
    }
    if (!*text)
        return;
    g_free(layer->font);
    layer->font = g_strdup(text);
}

static void
layer_switch(Layer *layer, guint flag, gboolean on)
{
    layer->set = on ? layer->set | flag : layer->set & ~flag;
    layer->clear = on ? layer->clear & ~flag : layer->clear | flag;
}

static void
declare_color(Layer *layer, char *value)
{
    layer->color = color_read(value);
}

static void
declare_weight(Layer *layer, char *value)
{
    gboolean is_number = g_ascii_isdigit(*value);

    layer_switch(layer, MSNP_STYLE_BOLD,
                 is_number ? *value >= '6' : g_ascii_strncasecmp(value, "bold", 4) == 0);
}

static void
declare_slant(Layer *layer, char *value)
{
    layer_switch(layer, MSNP_STYLE_ITALIC, g_ascii_strcasecmp(value, "normal") != 0);
}

static void
declare_lines(Layer *layer, char *value)
{
    g_autofree char *lines = g_ascii_strdown(value, -1);

    if (strstr(lines, "underline"))
        layer_switch(layer, MSNP_STYLE_UNDERLINE, TRUE);
    if (strstr(lines, "line-through"))
        layer_switch(layer, MSNP_STYLE_STRIKE, TRUE);
}

static void
declare_direction(Layer *layer, char *value)
{
    layer_switch(layer, MSNP_STYLE_RTL, g_ascii_strcasecmp(value, "rtl") == 0);
}

/* The declarations of a style sheet that MSN has something for. */
static const struct {
    const char *key;
    void (*declare)(Layer *layer, char *value);
} declarations[] = {
    {"font-family", layer_font},        {"color", declare_color},
    {"font-weight", declare_weight},    {"font-style", declare_slant},
    {"text-decoration", declare_lines}, {"direction", declare_direction},
};

static void
layer_style_sheet(Layer *layer, char *sheet)
{
    for (char *item = sheet, *next; item; item = next) {
        char *colon;

        next = strchr(item, ';');
        if (next)
            *next++ = '\0';
        colon = strchr(item, ':');
        if (!colon)
            continue;
        *colon = '\0';
        g_strstrip(item);
        for (guint i = 0; i < G_N_ELEMENTS(declarations); i++)
            if (g_ascii_strcasecmp(item, declarations[i].key) == 0)
                declarations[i].declare(layer, g_strstrip(colon + 1));
    }
}

static void
layer_attributes(Layer *layer, const Tag *tag)
{
    g_autofree char *face = attr_get(tag, "face");
    g_autofree char *color = attr_get(tag, "color");
    g_autofree char *sheet = attr_get(tag, "style");

    if (face)
        layer_font(layer, face);
    if (color)
        layer->color = color_read(g_strstrip(color));
    if (sheet)
        layer_style_sheet(layer, sheet);
}

/* ---- the reader ----------------------------------------------------------------------------- */

static void
reader_add_up(Reader *reader)
{
    reader->now = (MsnpStyle){NULL, 0, -1};
    for (guint i = 0; i < reader->depth; i++) {
        const Layer *layer = &reader->layers[i];

        reader->now.flags = (reader->now.flags & ~layer->clear) | layer->set;
        if (layer->font)
            reader->now.font = layer->font;
        if (layer->color >= 0)
            reader->now.color = layer->color;
    }
}

static void
reader_open(Reader *reader, const Tag *tag)
{
    Layer *layer;

    if (reader->depth == DEPTH_MAX) {
        reader->hidden[tag->index]++;
        return;
    }
    layer = &reader->layers[reader->depth++];
    *layer = (Layer){tag->index, tags[tag->index].flag, 0, -1, NULL};
    layer_attributes(layer, tag);
    reader_add_up(reader);
}

/* Closes the innermost tag of that name; others may be open within it and stay so. */
static void
reader_close(Reader *reader, const Tag *tag)
{
    guint i = reader->depth;

    if (reader->hidden[tag->index] > 0) {
        reader->hidden[tag->index]--;
        return;
    }
    while (i > 0 && reader->layers[i - 1].index != tag->index)
        i--;
    if (i == 0)
        return;
    g_free(reader->layers[i - 1].font);
    memmove(&reader->layers[i - 1], &reader->layers[i], (reader->depth - i) * sizeof(Layer));
    reader->depth--;
    reader_add_up(reader);
}

/* Counts a character in the style of the whole. */
static void
reader_count(Reader *reader, gunichar c)
{
    if (g_unichar_isspace(c))
        return;
    reader->whole.flags =
        reader->has_text ? reader->whole.flags & reader->now.flags : reader->now.flags;
    reader->has_text = TRUE;
    if (!reader->font && reader->now.font)
        reader->font = g_strdup(reader->now.font);
    if (reader->whole.color < 0)
        reader->whole.color = reader->now.color;
}

static void
reader_line(Reader *reader)
{
    GString *out = reader->out;

    if (reader->wants_line && out->len > 0 && out->str[out->len - 1] != '\n')
        g_string_append_c(out, '\n');
    reader->wants_line = FALSE;
}

static void
reader_char(Reader *reader, gunichar c)
{
    reader_line(reader);
    g_string_append_unichar(reader->out, c);
    reader_count(reader, c);
}

/* Whether the text of a link is its address, give or take what programs add by themselves. */
static gboolean
link_is_text(const char *link, const char *text)
{
    static const char *const prefixes[] = {"http://", "https://", "ftp://", "mailto:"};
    gsize len;

    for (guint i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (g_str_has_prefix(link, prefixes[i]) && !g_str_has_prefix(text, prefixes[i]))
            link += strlen(prefixes[i]);
    len = strlen(text);
    return strncmp(link, text, len) == 0 && (link[len] == '\0' || g_str_equal(link + len, "/"));
}

/* Ends the open link: its address follows its text if that says something else. */
static void
reader_link_end(Reader *reader)
{
    g_autofree char *link = g_steal_pointer(&reader->link);
    const char *text;

    if (!link || !*link)
        return;
    text = reader->out->str + MIN(reader->link_start, reader->out->len);
    if (!*text)
        g_string_append(reader->out, link);
    else if (!link_is_text(link, text))
        g_string_append_printf(reader->out, " (%s)", link);
}

static void
reader_tag(Reader *reader, const Tag *tag)
{
    switch (tags[tag->index].kind) {
    case TAG_STYLE:
        if (tag->is_end)
            reader_close(reader, tag);
        else
            reader_open(reader, tag);
        break;
    case TAG_LINK:
        reader_link_end(reader);
        reader_line(reader);
        if (!tag->is_end)
            reader->link = attr_get(tag, "href");
        reader->link_start = reader->out->len;
        break;
    case TAG_BREAK:
        reader_char(reader, '\n');
        break;
    case TAG_BLOCK:
        reader->wants_line = TRUE;
        break;
    case TAG_IGNORED:
        break;
    }
}

/* Reads one thing off the front; returns its length. */
static gsize
reader_step(Reader *reader, const char *p, const char *end)
{
    gunichar c = g_utf8_get_char(p);
    gsize used = g_utf8_next_char(p) - p, len;
    Tag tag;

    if (c == '<' && (len = tag_read(p, end, &tag)) > 0) {
        reader_tag(reader, &tag);
        return len;
    }
    if (c == '&') {
        gunichar named = entity_decode(p, end - p, &len);

        if (named != 0) {
            reader_char(reader, named);
            return len;
        }
    }
    if (c == '\r') {
        c = '\n';
        if (p + 1 < end && p[1] == '\n')
            used++;
    }
    if (char_is_text(c))
        reader_char(reader, c);
    return used;
}

/* Tells the style of the whole. */
static void
reader_style(const Reader *reader, MsnpStyle *style, char *font, gsize font_size)
{
    *style = reader->whole;
    style->font = NULL;
    if (reader->font && font && g_strlcpy(font, reader->font, font_size) < font_size)
        style->font = font;
}

char *
msnp_markup_to_text(const char *html, MsnpStyle *style, char *font, gsize font_size)
{
    g_autofree char *valid = g_utf8_make_valid(html ? html : "", -1);
    g_autofree Reader *reader = g_new0(Reader, 1);
    const char *end = valid + strlen(valid);

    reader->out = g_string_sized_new(end - valid);
    reader->now.color = reader->whole.color = -1;
    for (const char *p = valid; p < end;)
        p += reader_step(reader, p, end);
    reader_link_end(reader);
    if (style)
        reader_style(reader, style, font, font_size);
    for (guint i = 0; i < reader->depth; i++)
        g_free(reader->layers[i].font);
    g_free(reader->font);
    return g_string_free(reader->out, FALSE);
}
