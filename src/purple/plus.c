/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The codes that the add-on Messenger Plus! puts into names and messages for colours and effects.
 * Knows how to take them out; draws nothing. GLib only.
 */
#include "purple/plus.h"

#include <string.h>

/* What is taken out where. */
typedef struct {
    const char *end;
    gboolean is_name;
    gboolean after_dot;        /* a code with a dot went before, so that "·0" may end it */
    guint open[128];           /* codes in brackets begun and not ended, by letter; messages only */
    const char *last_end[128]; /* where the last of each ends, by letter */
} Stripper;

/* The most that stands in for a colour: "aquamarine", "#00ff00", "255,128,0". */
#define COLOR_MAX 20

/* Colours of the palette: 0 to 67. */
#define PALETTE_MAX 67

/* The letters of codes in brackets: with a colour, and without. */
static const char color_letters[] = "ac";
static const char effect_letters[] = "biusx";

/* ---- colours after a dot or a control -------------------------------------------------------- */

static gsize
span_digits(const char *p, const char *end)
{
    gsize n = 0;

    while (p + n < end && n < 2 && g_ascii_isdigit(p[n]))
        n++;
    if (n == 2 && (p[0] - '0') * 10 + (p[1] - '0') > PALETTE_MAX)
        n = 1;
    return n;
}

static gsize
span_hex(const char *p, const char *end)
{
    if (end - p < 7 || *p != '#')
        return 0;
    for (guint i = 1; i < 7; i++)
        if (!g_ascii_isxdigit(p[i]))
            return 0;
    return 7;
}

/* "(255,128,0)" */
static gsize
span_rgb(const char *p, const char *end)
{
    guint commas = 0;

    if (p >= end || *p != '(')
        return 0;
    for (gsize n = 1; p + n < end && n < COLOR_MAX; n++) {
        if (p[n] == ')')
            return commas == 2 ? n + 1 : 0;
        commas += p[n] == ',';
        if (!g_ascii_isdigit(p[n]) && p[n] != ',' && p[n] != ' ')
            return 0;
    }
    return 0;
}

static gsize
span_color(const char *p, const char *end)
{
    gsize n = span_digits(p, end);

    n = n > 0 ? n : span_hex(p, end);
    return n > 0 ? n : span_rgb(p, end);
}

/* A colour, ",colour" of the background, or both; 0 if there is none. */
static gsize
span_colors(const char *p, const char *end)
{
    gsize n = span_color(p, end), more;

    if (p + n < end && p[n] == ',' && (more = span_color(p + n + 1, end)) > 0)
        n += 1 + more;
    return n;
}

/* ---- the three kinds of codes: each gives the length of the code at p, 0 if it is none --------
 */

static gsize
code_control(Stripper *s, const char *p)
{
    switch (*p) {
    case 0x03:
        return 1 + span_colors(p + 1, s->end);
    case 0x02:
    case 0x04:
    case 0x05:
    case 0x06:
    case 0x0f:
    case 0x1f:
        return 1;
    default:
        return 0;
    }
}

/* U+00B7 and what follows it. */
static gsize
code_dot(Stripper *s, const char *p)
{
    gsize colors;

    if (s->end - p < 3 || (guchar) p[1] != 0xb7)
        return 0;
    switch (p[2]) {
    case '$':
        colors = span_colors(p + 3, s->end);
        if (colors == 0 && !s->is_name)
            return 0;
        s->after_dot = TRUE;
        return 3 + colors;
    case '#':
    case '&':
    case '\'':
    case '@':
        s->after_dot = TRUE;
        return 3;
    case '0': /* which may as well be a product */
        return s->after_dot ? 3 : 0;
    default:
        return 0;
    }
}

/* "=colour" up to the bracket, or nothing. FALSE if it is anything else. */
static gboolean
argument_is_color(const char *p, gsize len)
{
    if (len == 0)
        return TRUE;
    if (*p != '=' || len < 2 || len > COLOR_MAX + 1)
        return FALSE;
    for (gsize i = 1; i < len; i++)
        if (!g_ascii_isalnum(p[i]) && !strchr("#,() ", p[i]))
            return FALSE;
    return TRUE;
}

/* "[c=4]", "[/c]", "[/c=12]", "[b]", "[/b]": its length, letter (in lower case) and direction. */
static gsize
bracket_read(const char *p, const char *end, guchar *letter, gboolean *closes)
{
    const char *at = p + 1, *stop;
    gsize len;

    *closes = at < end && *at == '/';
    at += *closes ? 1 : 0;
    if (end - at < 2 || !g_ascii_isalpha(*at))
        return 0;
    *letter = (guchar) g_ascii_tolower(*at++);
    stop = memchr(at, ']', MIN(end - at, COLOR_MAX + 2));
    if (!stop)
        return 0;
    len = stop - at;
    if (strchr(color_letters, *letter)) {
        if (!argument_is_color(at, len) || (len == 0 && !*closes))
            return 0;
    } else if (!strchr(effect_letters, *letter) || len > 0) {
        return 0;
    }
    return stop + 1 - p;
}

static gsize
code_bracket(Stripper *s, const char *p)
{
    guchar letter;
    gboolean closes;
    gsize len = bracket_read(p, s->end, &letter, &closes);

    /* "[x]" is a box that was ticked more often than it is a code */
    if (len == 0 || (s->is_name && letter != 'x'))
        return len;
    if (!closes && s->last_end[letter] <= p)
        return 0;
    if (closes && s->open[letter] == 0)
        return 0;
    s->open[letter] += closes ? -1 : 1;
    return len;
}

static gsize
code_at(Stripper *s, const char *p)
{
    switch ((guchar) *p) {
    case '[':
        return code_bracket(s, p);
    case 0xc2:
        return code_dot(s, p);
    default:
        return (guchar) *p < ' ' ? code_control(s, p) : 0;
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* Finds the last end of each kind of bracket. FALSE if there is nothing in text that begins a code.
 */
static gboolean
stripper_look(Stripper *s, const char *text)
{
    gboolean any = FALSE;
    guchar letter;
    gboolean closes;

    for (const char *p = text; p < s->end; p++) {
        guchar c = (guchar) *p;

        if (c == '[' && bracket_read(p, s->end, &letter, &closes) > 0) {
            any = TRUE;
            if (closes)
                s->last_end[letter] = p;
        } else if (c == 0xc2 || (c < ' ' && c != '\n' && c != '\t')) {
            any = TRUE;
        }
    }
    return any;
}

static gboolean
plus_strip(GString *out, const char *text, gsize len, gboolean is_name)
{
    Stripper s = {.end = text + len, .is_name = is_name};
    const char *p = text, *kept = text;
    gboolean any = FALSE;
    gsize n;

    if (!stripper_look(&s, text))
        return FALSE;
    while (p < s.end) {
        n = code_at(&s, p);
        if (n == 0) {
            p++;
            continue;
        }
        any = TRUE;
        g_string_append_len(out, kept, p - kept);
        kept = p += n;
    }
    if (any)
        g_string_append_len(out, kept, s.end - kept);
    return any;
}

gboolean
msnp_plus_strip_name(GString *out, const char *name)
{
    return plus_strip(out, name, strlen(name), TRUE);
}

/* Most have none. */
static gboolean
name_may_have_codes(const char *name)
{
    Stripper s = {.end = name + strlen(name), .is_name = TRUE};

    return stripper_look(&s, name);
}

const char *
msnp_plus_shown_name(const char *name, char **plain)
{
    GString *out;

    if (!name_may_have_codes(name))
        return name;
    out = g_string_new(NULL);
    if (msnp_plus_strip_name(out, name))
        return *plain = g_string_free(out, FALSE);
    g_string_free(out, TRUE);
    return name;
}

gboolean
msnp_plus_strip_text(GString *out, const char *text, gsize len)
{
    return plus_strip(out, text, len, FALSE);
}
