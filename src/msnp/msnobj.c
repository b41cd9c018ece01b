/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MSNObject: the one-element XML text that names a picture, an emoticon or another blob of somebody. Knows its
 * attributes and hashes; refuses to know how the bytes are fetched and where the text travelled.
 */
#include "msnp/msnobj.h"

#include <string.h>
#include "msnp/coding.h"
#include "msnp/text.h"
#include "msnp/wire.h"

#define ELEMENT "<msnobj"

/* Real ones have at most a dozen; this bounds the search for one that is there twice. */
#define ATTRIBUTES_MAX 32

#define SIZE_MAX_SAID (G_GUINT64_CONSTANT(1) << 32)

/* A stretch of the text; the value still has its entities. */
typedef struct {
    const char *name;
    gsize name_len;
    const char *value;
    gsize value_len;
} Attribute;

typedef struct {
    Attribute list[ATTRIBUTES_MAX];
    guint n;
} Attributes;

/* ---- the element ---- */

static const Attribute *
attributes_find(const Attributes *attributes, const char *name, gsize len)
{
    for (guint i = 0; i < attributes->n; i++)
        if (attributes->list[i].name_len == len && memcmp(attributes->list[i].name, name, len) == 0)
            return &attributes->list[i];
    return NULL;
}

/* Takes name="value" off the front of *text. */
static gboolean
attribute_next(const char **text, Attribute *attribute)
{
    const char *p = *text, *stop;

    attribute->name = p;
    attribute->name_len = strcspn(p, " =/<>\"'");
    p += attribute->name_len;
    p += strspn(p, " ");
    if (attribute->name_len == 0 || *p++ != '=')
        return FALSE;
    p += strspn(p, " ");
    if (*p != '"' && *p != '\'')
        return FALSE;
    stop = strchr(p + 1, *p);
    if (!stop)
        return FALSE;
    attribute->value = p + 1;
    attribute->value_len = stop - attribute->value;
    *text = stop + 1;
    return TRUE;
}

/* All of the attributes up to the element's end, which has to be the end of text. */
static gboolean
attributes_read(const char *text, Attributes *attributes)
{
    Attribute next;

    attributes->n = 0;
    for (text += strspn(text, " "); *text != '/' && *text != '>'; text += strspn(text, " ")) {
        if (attributes->n >= ATTRIBUTES_MAX || !attribute_next(&text, &next) ||
            attributes_find(attributes, next.name, next.name_len))
            return FALSE;
        attributes->list[attributes->n++] = next;
    }
    return strcmp(text, "/>") == 0 || strcmp(text, "></msnobj>") == 0;
}

/* A copy of the text without what is behind the element; NULL if it is none from the first. */
static char *
element_copy(const char *text, gsize len)
{
    if (len > MSNP_LIMIT_OBJECT)
        return NULL;
    while (len > 0 && (text[len - 1] == '\0' || g_ascii_isspace(text[len - 1])))
        len--;
    if (len <= strlen(ELEMENT) || memcmp(text, ELEMENT " ", strlen(ELEMENT " ")) != 0)
        return NULL;
    for (gsize i = 0; i < len; i++)
        if (g_ascii_iscntrl(text[i]))
            return NULL;
    return g_strndup(text, len);
}

/* ---- values ---- */

static const struct {
    const char *name;
    char c;
} entities[] = {
    {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''},
};

/* The length of "&#38;" or "&#x26;", 0 if it is nothing of that kind; *c saturates. */
static gsize
reference_read(const char *p, gunichar *c)
{
    gboolean is_hex = p[1] == '#' && (p[2] == 'x' || p[2] == 'X');
    gsize start = is_hex ? 3 : 2, n = start;
    guint64 number = 0;

    if (p[1] != '#')
        return 0;
    for (;; n++) {
        int digit = is_hex ? g_ascii_xdigit_value(p[n]) : g_ascii_digit_value(p[n]);

        if (digit < 0)
            break;
        number = MIN(number * (is_hex ? 16 : 10) + (guint) digit, G_MAXUINT32);
    }
    *c = (gunichar) number;
    return n > start && p[n] == ';' ? n + 1 : 0;
}

/* The same for any entity. */
static gsize
entity_read(const char *p, gunichar *c)
{
    for (guint i = 0; i < G_N_ELEMENTS(entities); i++)
        if (g_str_has_prefix(p, entities[i].name)) {
            *c = (guchar) entities[i].c;
            return strlen(entities[i].name);
        }
    return reference_read(p, c);
}

/* The value of an attribute, without entities; what only looks like one is text. NULL if there is none, or if a
 * control character or what is no character at all hides in it. The caller's. */
static char *
value_read(const Attributes *attributes, const char *name)
{
    const Attribute *attribute = attributes_find(attributes, name, strlen(name));
    g_autoptr(GString) out = NULL;
    const char *p, *end;
    gunichar c;
    gsize n;

    if (!attribute)
        return NULL;
    out = g_string_sized_new(attribute->value_len);
    end = attribute->value + attribute->value_len;
    for (p = attribute->value; p < end; p += MAX(n, 1)) {
        n = *p == '&' ? entity_read(p, &c) : 0;
        if (n == 0)
            g_string_append_c(out, *p);
        else if (c < ' ' || c == 0x7f || !g_unichar_validate(c))
            return NULL;
        else
            g_string_append_unichar(out, c);
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static gboolean
creator_read(const Attributes *attributes, MsnpObject *object)
{
    g_autofree char *value = value_read(attributes, "Creator");

    return value && msnp_account_read(value, strlen(value), object->creator);
}

static gboolean
number_read(const Attributes *attributes, const char *name, guint64 max, guint64 *number)
{
    g_autofree char *value = value_read(attributes, name);

    return value && msnp_wire_number(value, max, number);
}

static gboolean
hash_read(const Attributes *attributes, MsnpObject *object)
{
    g_autofree char *value = value_read(attributes, "SHA1D");
    g_autofree guint8 *bytes = NULL;
    gsize len = 0;

    if (!value)
        return FALSE;
    g_strdelimit(value, " ", '+'); /* who undoes the coding of addresses on it makes a blank of "+" */
    bytes = msnp_base64_decode(value, strlen(value), &len);
    if (!bytes || len != MSNP_SHA1_SIZE)
        return FALSE;
    memcpy(object->sha1d, bytes, MSNP_SHA1_SIZE);
    return TRUE;
}

/* Says nothing that matters, so that a broken one is an empty one. */
static void
friendly_read(const Attributes *attributes, MsnpObject *object)
{
    g_autofree char *value = value_read(attributes, "Friendly");
    g_autofree guint8 *bytes = NULL;
    g_autofree char *text = NULL, *line = NULL;
    gsize len = 0;

    object->friendly[0] = '\0';
    bytes = value ? msnp_base64_decode(value, strlen(value), &len) : NULL;
    if (!bytes)
        return;
    text = msnp_utf16_decode(bytes, len);
    msnp_wire_launder(text, strlen(text) + 4);
    line = msnp_text_line(text, strlen(text), sizeof(object->friendly) - 1);
    g_strlcpy(object->friendly, line, sizeof(object->friendly));
}

gboolean
msnp_object_parse(const char *text, gsize len, MsnpObject *object)
{
    g_autofree char *element = element_copy(text, len);
    Attributes attributes;
    guint64 type;

    if (!element || !attributes_read(element + strlen(ELEMENT), &attributes))
        return FALSE;
    if (!creator_read(&attributes, object) || !number_read(&attributes, "Size", SIZE_MAX_SAID, &object->size) ||
        object->size == 0 || !number_read(&attributes, "Type", G_MAXUINT, &type) || !hash_read(&attributes, object))
        return FALSE;
    object->type = (guint) type;
    friendly_read(&attributes, object);
    return TRUE;
}

guint64
msnp_object_limit(guint type)
{
    static const guint64 limits[] = {
        [MSNP_OBJECT_EMOTICON] = MSNP_LIMIT_EMOTICON,
        [MSNP_OBJECT_PICTURE] = MSNP_LIMIT_PICTURE,
        [MSNP_OBJECT_WINK] = MSNP_LIMIT_WINK,
        [MSNP_OBJECT_VOICE] = MSNP_LIMIT_VOICE,
    };

    return type < G_N_ELEMENTS(limits) ? limits[type] : 0;
}

/* ---- out ---- */

static char *
hash_print(const guint8 *data, gsize len)
{
    guint8 sha1[MSNP_SHA1_SIZE];

    msnp_sha1(data, len, sha1);
    return g_base64_encode(sha1, sizeof(sha1));
}

static char *
friendly_print(const char *name)
{
    g_autoptr(GString) units = g_string_new(NULL);

    msnp_utf16_print(units, name);
    g_string_append_len(units, "\0\0", 2);
    return g_base64_encode((const guint8 *) units->str, units->len);
}

static void
attribute_print(GString *out, const char *name, const char *value)
{
    g_autofree char *escaped = g_markup_escape_text(value, -1);

    g_string_append_printf(out, " %s=\"%s\"", name, escaped);
}

char *
msnp_object_print(const char *account, guint type, const char *name, const guint8 *data, gsize len)
{
    g_autofree char *sha1d = hash_print(data, len), *friendly = friendly_print(name), *sha1c = NULL;
    g_autoptr(GString) checked = g_string_new(NULL); /* what SHA1C is of: the same, bare */
    GString *out = g_string_new(ELEMENT);
    char size_text[24], type_text[12];
    const char *const attributes[][2] = {
        {"Creator", account}, {"Size", size_text},    {"Type", type_text},
        {"Location", "0"},    {"Friendly", friendly}, {"SHA1D", sha1d},
    };

    g_snprintf(size_text, sizeof(size_text), "%" G_GSIZE_FORMAT, len);
    g_snprintf(type_text, sizeof(type_text), "%u", type);
    for (guint i = 0; i < G_N_ELEMENTS(attributes); i++) {
        g_string_append(checked, attributes[i][0]);
        g_string_append(checked, attributes[i][1]);
        attribute_print(out, attributes[i][0], attributes[i][1]);
    }
    sha1c = hash_print((const guint8 *) checked->str, checked->len);
    attribute_print(out, "SHA1C", sha1c);
    g_string_append(out, "/>");
    return g_string_free(out, FALSE);
}
