/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Documents of web services, which may be large: read in slices, strictly, and handed out one wanted element at a
 * time, with what is in it as a small tree. Knows XML without document types and without entities but the five; refuses
 * to know what any element means. Works in its copy: names end and text is decoded where they stand.
 */
#include "msnp/xmltree.h"

#include <string.h>
#include "msnp/arena.h"
#include "msnp/limits.h"
#include "msnp/msnp.h"

typedef struct {
    const char *name;
    const char *written; /* the same with its prefix */
    gsize len;           /* of that */
    MsnpXmlNode *node; /* NULL outside of whole elements */
    MsnpXmlNode *last; /* element in it */
    char *text_end;    /* where its text goes on; NULL once there is an element in it */
    gboolean told;     /* its begin was, so its end will be */
} Open;

struct _MsnpXmlReader {
    char *bytes; /* len of them and a NUL */
    gsize len;
    gsize at;
    gsize slice_end; /* of this one and what was told on the way */
    const MsnpXmlWanted *wishes;
    guint n_wishes;
    Open open[MSNP_LIMIT_XML_DEPTH];
    guint depth;
    guint whole_depth; /* at which the whole element stands; 0 outside of one */
    guint n_nodes;     /* of it */
    gboolean begun;    /* there was an outermost element */
    gboolean empty;    /* the element that was just begun ends at once */
    gboolean broken;
    MsnpXmlNode told; /* what BEGIN and END hand out */
    MsnpArena *arena;
};

/* How many bytes from the start are ASCII, and no NUL: eight at once, and most documents have no others. */
static gsize
span_ascii(const char *bytes, gsize len)
{
    const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101);
    guint64 word;
    gsize n;

    for (n = 0; n + sizeof(word) <= len; n += sizeof(word)) {
        memcpy(&word, bytes + n, sizeof(word));
        if ((word | (word - ones)) & (ones << 7)) /* a byte beyond, or one that has borrowed: a NUL */
            break;
    }
    return n;
}

/* What g_utf8_validate() says, asked only about what is not ASCII and what stands next to it. */
static gboolean
is_text(const char *bytes, gsize len)
{
    gsize at = span_ascii(bytes, len), end;

    for (; at < len; at = end + span_ascii(bytes + end, len - end)) {
        for (end = MIN(at + 8, len); end < len && (guint8) bytes[end] >= 0x80; end++)
            ;
        if (!g_utf8_validate(bytes + at, (gssize) (end - at), NULL))
            return FALSE;
    }
    return TRUE;
}

MsnpXmlReader *
msnp_xml_reader_new(const void *data, gsize len, const MsnpXmlWanted *wishes, guint n_wishes)
{
    MsnpXmlReader *reader = g_new0(MsnpXmlReader, 1);

    reader->wishes = wishes;
    reader->n_wishes = n_wishes;
    reader->arena = msnp_arena_new();
    reader->slice_end = MSNP_XML_SLICE;
    reader->broken = len > MSNP_LIMIT_XML || !data;
    if (reader->broken)
        return reader;
    reader->bytes = g_malloc(len + 1);
    memcpy(reader->bytes, data, len);
    reader->bytes[len] = '\0';
    reader->len = len;
    if (!is_text(reader->bytes, len)) {
        char *valid = g_utf8_make_valid(reader->bytes, (gssize) len);

        msnp_wipe(reader->bytes, len);
        g_free(reader->bytes);
        reader->bytes = valid;
        reader->len = strlen(valid);
    }
    if (g_str_has_prefix(reader->bytes, "\357\273\277")) /* a byte order mark */
        reader->at = 3;
    return reader;
}

void
msnp_xml_reader_free(MsnpXmlReader *reader)
{
    if (!reader)
        return;
    if (reader->bytes)
        msnp_wipe(reader->bytes, reader->len);
    g_free(reader->bytes);
    msnp_arena_free(reader->arena);
    g_free(reader);
}

/* ---- text ---- */

/* The character of "#38;" or "#x26;"; 0 if it is not of that kind. What is no character is U+FFFD. */
static gunichar
reference_number(const char *p, gsize *len)
{
    gboolean hex = p[1] == 'x';
    gsize n = hex ? 2 : 1, start = n;
    guint64 number = 0;
    int digit;

    for (; (digit = hex ? g_ascii_xdigit_value(p[n]) : g_ascii_digit_value(p[n])) >= 0 && n < start + 10; n++)
        number = number * (hex ? 16 : 10) + (guint) digit;
    if (n == start || p[n] != ';')
        return 0;
    *len = n + 1;
    return number == 0 || number > 0x10ffff || (number >= 0xd800 && number < 0xe000) ? 0xfffd : (gunichar) number;
}

/* The character that is meant behind an "&", and how long that is; 0 if it is none of ours. */
static gunichar
reference_read(const char *p, gsize *len)
{
    static const struct {
        const char *name;
        char character;
    } entities[] = {{"amp;", '&'}, {"lt;", '<'}, {"gt;", '>'}, {"quot;", '"'}, {"apos;", '\''}};
    guint i;

    if (*p == '#')
        return reference_number(p, len);
    for (i = 0; i < G_N_ELEMENTS(entities); i++)
        if (g_str_has_prefix(p, entities[i].name)) {
            *len = strlen(entities[i].name);
            return (gunichar) entities[i].character;
        }
    return 0;
}

/* Moves text from `from` to `out`, which is not behind it, decoded; returns its end. A character is never longer than
 * its reference. Other entities stay as they stand. */
static char *
text_decode(char *out, const char *from, const char *end)
{
    while (from < end) {
        const char *stop = memchr(from, '&', (gsize) (end - from));
        gsize n = (gsize) ((stop ? stop : end) - from);
        gunichar c;

        if (out != from)
            memmove(out, from, n);
        out += n;
        from += n;
        if (!stop)
            break;
        c = reference_read(++from, &n);
        if (c == 0) {
            *out++ = '&';
            continue;
        }
        out += g_unichar_to_utf8(c, out);
        from += n;
    }
    return out;
}

/* Text of the innermost element, if that is kept and has no element in it yet. */
static void
reader_text(MsnpXmlReader *reader, const char *from, const char *end, gboolean plain)
{
    Open *in = reader->depth > 0 ? &reader->open[reader->depth - 1] : NULL;

    if (!in || !in->node || in->node->first || from == end)
        return;
    if (!in->text_end)
        in->node->text = in->text_end = (char *) from;
    if (plain) {
        memmove(in->text_end, from, (gsize) (end - from));
        in->text_end += end - from;
    } else {
        in->text_end = text_decode(in->text_end, from, end);
    }
}

/* No more text comes: the byte behind it has been read. */
static void
open_end_text(Open *in)
{
    if (in->text_end)
        *in->text_end = '\0';
    in->text_end = NULL;
}

/* ---- tags ---- */

/* Of the bytes below '@' those that names may have: a bit for each. All above are letters, or beyond ASCII. */
#define NAME_BYTES G_GUINT64_CONSTANT(0xfff7f3800000000) /* #$%()*+,-.0123456789:; */

static gboolean
is_name(char c)
{
    return (guint8) c >= '@' || NAME_BYTES >> (guint8) c & 1;
}

static gboolean
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
reader_skip_blanks(MsnpXmlReader *reader)
{
    while (is_blank(reader->bytes[reader->at]))
        reader->at++;
}

/* A name without its prefix; *prefix says whether it declares one. It is not ended yet: *end is where it is to be.
 * NULL if there is none. */
static const char *
reader_name(MsnpXmlReader *reader, char **end, gboolean *declares)
{
    char *start = reader->bytes + reader->at, *p = start, *local = start;

    for (; is_name(*p); p++)
        if (*p == ':')
            local = p + 1;
    reader->at += (gsize) (p - start);
    *end = p;
    *declares = p - start >= 5 && !memcmp(start, "xmlns", 5) && (start + 5 == p || start[5] == ':');
    return p > local ? local : NULL;
}

static MsnpXmlNode *
reader_node(MsnpXmlReader *reader, const char *name)
{
    static char none[1];
    MsnpXmlNode *node;

    if (++reader->n_nodes > MSNP_LIMIT_XML_NODES)
        return NULL;
    node = msnp_arena_alloc(reader->arena, sizeof(*node));
    node->name = name;
    node->text = none;
    return node;
}

/* name="value" or name='value', with blanks before it read. FALSE if it is not like that. */
static gboolean
reader_attribute(MsnpXmlReader *reader, MsnpXmlNode *node)
{
    MsnpXmlNode *attribute;
    const char *name;
    char *end, *value, *stop, quote;
    gboolean declares;

    name = reader_name(reader, &end, &declares);
    reader_skip_blanks(reader);
    if (!name || reader->bytes[reader->at] != '=')
        return FALSE;
    reader->at++;
    reader_skip_blanks(reader);
    quote = reader->bytes[reader->at];
    if (quote != '"' && quote != '\'')
        return FALSE;
    value = reader->bytes + reader->at + 1;
    stop = memchr(value, quote, (gsize) (reader->bytes + reader->len - value));
    if (!stop || memchr(value, '<', (gsize) (stop - value)))
        return FALSE;
    reader->at = (gsize) (stop + 1 - reader->bytes);
    if (!node || declares)
        return TRUE;
    attribute = reader_node(reader, name);
    if (!attribute)
        return FALSE;
    *end = '\0';
    attribute->text = value;
    *text_decode(value, value, stop) = '\0';
    attribute->next = node->attributes;
    node->attributes = attribute;
    return TRUE;
}

/* TRUE if name is the first len bytes of wanted, in any case. It seldom is, which one letter tells nearly always, and
 * then as it is written. */
static gboolean
is_named(const char *name, const char *wanted, gsize len)
{
    if ((name[0] ^ wanted[0]) & ~0x20)
        return FALSE;
    return (!strncmp(name, wanted, len) || !g_ascii_strncasecmp(name, wanted, len)) && name[len] == '\0';
}

/* The wish for an element of that name, or NULL. */
static const MsnpXmlWanted *
reader_wanted(const MsnpXmlReader *reader, const char *name)
{
    static const MsnpXmlWanted outermost = {"", TRUE};
    guint i;

    if (reader->n_wishes == 0)
        return &outermost;
    for (i = 0; i < reader->n_wishes; i++)
        if (is_named(name, reader->wishes[i].name, strlen(reader->wishes[i].name)))
            return &reader->wishes[i];
    return NULL;
}

/* What is told of an element that is not handed out whole. */
static void
reader_tell(MsnpXmlReader *reader, const char *name)
{
    static char none[1];

    memset(&reader->told, 0, sizeof(reader->told));
    reader->told.name = name;
    reader->told.text = none;
}

/* Where an element that begins is put, if it is kept. NULL if it is not, or if there is no room for it. */
static MsnpXmlNode *
reader_keep(MsnpXmlReader *reader, const char *name, const MsnpXmlWanted *wish)
{
    Open *in = reader->depth > 0 ? &reader->open[reader->depth - 1] : NULL;
    MsnpXmlNode *node;

    if (reader->whole_depth == 0 && wish && wish->whole) {
        msnp_arena_reset(reader->arena);
        reader->n_nodes = 0;
        reader->whole_depth = reader->depth + 1;
    } else if (reader->whole_depth == 0 || !in->node) {
        return NULL;
    }
    node = reader_node(reader, name);
    if (!node || reader->whole_depth == reader->depth + 1)
        return node;
    if (in->last)
        in->last->next = node;
    else
        in->node->first = node;
    in->last = node;
    return node;
}

/* Up to the ">" of a begin; the name is ended only then, as its end may be that ">". */
static gboolean
reader_begin_rest(MsnpXmlReader *reader, MsnpXmlNode *node)
{
    for (;;) {
        char c;

        reader_skip_blanks(reader);
        c = reader->bytes[reader->at];
        if (c == '>' || (c == '/' && reader->bytes[reader->at + 1] == '>')) {
            reader->empty = c == '/';
            reader->at += c == '/' ? 2 : 1;
            return TRUE;
        }
        if (!reader_attribute(reader, node))
            return FALSE;
    }
}

/* "<name ..." behind the "<". */
static MsnpXmlResult
reader_begin(MsnpXmlReader *reader, const MsnpXmlNode **node)
{
    const MsnpXmlWanted *wish;
    gboolean declares;
    const char *name, *written = reader->bytes + reader->at;
    Open *in = reader->depth > 0 ? &reader->open[reader->depth - 1] : NULL, *new;
    char *end, after;

    if (in)
        open_end_text(in);
    name = reader_name(reader, &end, &declares);
    if (!name || reader->depth >= MSNP_LIMIT_XML_DEPTH || (reader->depth == 0 && reader->begun))
        return MSNP_XML_BROKEN;
    after = *end;
    *end = '\0';
    wish = reader->whole_depth == 0 ? reader_wanted(reader, name) : NULL;
    new = &reader->open[reader->depth];
    memset(new, 0, sizeof(*new));
    new->name = name;
    new->written = written;
    new->len = (gsize) (end - written);
    new->node = reader_keep(reader, name, wish);
    new->told = wish && !wish->whole;
    if (new->told) {
        reader_tell(reader, name);
        msnp_arena_reset(reader->arena);
        reader->n_nodes = 0;
    }
    reader->begun = TRUE;
    *end = after;
    if (reader->whole_depth > 0 && reader->n_nodes > MSNP_LIMIT_XML_NODES)
        return MSNP_XML_BROKEN;
    if (!reader_begin_rest(reader, new->told ? &reader->told : new->node))
        return MSNP_XML_BROKEN;
    *end = '\0';
    reader->depth++;
    *node = &reader->told;
    return new->told ? MSNP_XML_BEGIN : MSNP_XML_PAUSE;
}

/* The innermost element ends. */
static MsnpXmlResult
reader_leave(MsnpXmlReader *reader, const MsnpXmlNode **node)
{
    Open *in = &reader->open[--reader->depth];

    reader->empty = FALSE;
    if (reader->whole_depth == reader->depth + 1) {
        reader->whole_depth = 0;
        *node = in->node;
        return MSNP_XML_ELEMENT;
    }
    if (!in->told)
        return MSNP_XML_PAUSE;
    reader_tell(reader, in->name);
    *node = &reader->told;
    return MSNP_XML_END;
}

/* TRUE if the name at the end of an element is that of its begin, but for the prefix or blanks behind it. */
static gboolean
reader_end_name(MsnpXmlReader *reader, const Open *in)
{
    gboolean declares;
    char *end;
    const char *name = reader_name(reader, &end, &declares);
    gsize len = name ? (gsize) (end - name) : 0;

    reader_skip_blanks(reader);
    return len > 0 && strlen(in->name) == len && !memcmp(in->name, name, len);
}

/* "</name>" behind the "</"; it must be the innermost one's, and is nearly always written as that was. */
static MsnpXmlResult
reader_end(MsnpXmlReader *reader, const MsnpXmlNode **node)
{
    const char *p = reader->bytes + reader->at;
    Open *in;

    if (reader->depth == 0)
        return MSNP_XML_BROKEN;
    in = &reader->open[reader->depth - 1];
    open_end_text(in);
    if (!strncmp(p, in->written, in->len) && p[in->len] == '>')
        reader->at += in->len;
    else if (!reader_end_name(reader, in) || reader->bytes[reader->at] != '>')
        return MSNP_XML_BROKEN;
    reader->at++;
    return reader_leave(reader, node);
}

/* What is passed over, and what is text as it stands; both up to `stop`. */
static gboolean
reader_pass(MsnpXmlReader *reader, gsize before, const char *stop, gboolean is_text)
{
    const char *start = reader->bytes + reader->at + before, *end = strstr(start, stop);

    if (!end)
        return FALSE;
    if (is_text)
        reader_text(reader, start, end, TRUE);
    reader->at = (gsize) (end - reader->bytes) + strlen(stop);
    return TRUE;
}

/* From a "<" on. */
static MsnpXmlResult
reader_markup(MsnpXmlReader *reader, const MsnpXmlNode **node)
{
    static const struct {
        const char *start, *stop;
        gboolean is_text;
    } others[] = {{"<![CDATA[", "]]>", TRUE}, {"<!--", "-->", FALSE}, {"<?", "?>", FALSE}};
    const char *p = reader->bytes + reader->at;
    guint i;

    for (i = 0; i < G_N_ELEMENTS(others) && (p[1] == '!' || p[1] == '?'); i++)
        if (g_str_has_prefix(p, others[i].start))
            return reader_pass(reader, strlen(others[i].start), others[i].stop, others[i].is_text)
                       ? MSNP_XML_PAUSE
                       : MSNP_XML_BROKEN;
    reader->at++;
    if (p[1] != '/')
        return reader_begin(reader, node);
    reader->at++;
    return reader_end(reader, node);
}

/* One piece of text, or of markup. Outside of the outermost element there are only blanks. */
static MsnpXmlResult
reader_step(MsnpXmlReader *reader, const MsnpXmlNode **node)
{
    char *p = reader->bytes + reader->at, *stop;

    if (reader->empty)
        return reader_leave(reader, node);
    if (*p == '<')
        return reader_markup(reader, node);
    if (reader->depth == 0) {
        reader_skip_blanks(reader);
        if (reader->at < reader->len)
            return reader->bytes[reader->at] == '<' ? MSNP_XML_PAUSE : MSNP_XML_BROKEN;
        return reader->begun ? MSNP_XML_OVER : MSNP_XML_BROKEN;
    }
    stop = memchr(p, '<', (gsize) (reader->bytes + reader->len - p));
    if (!stop)
        return MSNP_XML_BROKEN;
    reader_text(reader, p, stop, FALSE);
    reader->at = (gsize) (stop - reader->bytes);
    return MSNP_XML_PAUSE;
}

MsnpXmlResult
msnp_xml_reader_next(MsnpXmlReader *reader, const MsnpXmlNode **node)
{
    MsnpXmlResult result = reader->broken ? MSNP_XML_BROKEN : MSNP_XML_PAUSE;

    *node = NULL;
    while (result == MSNP_XML_PAUSE && reader->at < reader->slice_end)
        result = reader_step(reader, node);
    reader->broken = result == MSNP_XML_BROKEN;
    if (result == MSNP_XML_PAUSE)
        reader->slice_end = reader->at + MSNP_XML_SLICE;
    return result;
}

MsnpXmlResult
msnp_xml_reader_go_on(MsnpXmlReader *reader, const MsnpXmlNode **node)
{
    MsnpXmlResult result;

    do
        result = msnp_xml_reader_next(reader, node);
    while (result == MSNP_XML_PAUSE);
    return result;
}

/* ---- what is in a node ---- */

const MsnpXmlNode *
msnp_xml_next(const MsnpXmlNode *node, const char *name)
{
    while (node && !is_named(node->name, name, strlen(name)))
        node = node->next;
    return node;
}

const MsnpXmlNode *
msnp_xml_find(const MsnpXmlNode *node, const char *path)
{
    while (node && *path) {
        gsize len = strcspn(path, "/");

        for (node = node->first; node; node = node->next)
            if (is_named(node->name, path, len))
                break;
        path += len + (path[len] == '/');
    }
    return node;
}

char *
msnp_xml_value(const MsnpXmlNode *node, const char *path)
{
    static char none[1];

    node = msnp_xml_find(node, path);
    return node ? g_strstrip(node->text) : none;
}

const char *
msnp_xml_attribute(const MsnpXmlNode *node, const char *name)
{
    const MsnpXmlNode *attribute = node ? msnp_xml_next(node->attributes, name) : NULL;

    return attribute ? attribute->text : "";
}

gboolean
msnp_xml_is_true(const MsnpXmlNode *node, const char *path)
{
    const char *value = msnp_xml_value(node, path);

    return !g_ascii_strcasecmp(value, "true") || !strcmp(value, "1");
}
