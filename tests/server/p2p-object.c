/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the attributes of an MSNObject and how its two hashes are made; and makes up data. */
#include "p2p-object.h"

#include <string.h>

#include "wire.h"

#define DATA_LIMIT (4 * 1024 * 1024)
#define SHA1_BYTES 20
#define SMALLEST   8

/* The required ones first, in the order of the hash. */
static const char *const names[] = {"Creator", "Size",  "Type",        "Location", "Friendly",
                                    "SHA1D",   "SHA1C", "contenttype", "stamp"};
#define HASHED   6
#define REQUIRED 6

/* ---- data ---- */

/* A PNG of 96 by 96 pixels begins like this. */
static const guchar png[] = {0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00,
                             0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x60, 0x00, 0x00,
                             0x00, 0x60, 0x08, 0x02, 0x00, 0x00, 0x00, 0x6d, 0xfa, 0xe0, 0x6f};

guchar
p2p_filler(guint64 index)
{
    return (guchar) (index * 7 + index / 251);
}

gboolean
p2p_size_of(const char *word, guint64 limit, guint64 *size)
{
    return word[0] == '@' && wire_number(word + 1, limit, size);
}

GBytes *
p2p_bytes_of(const GString *word)
{
    guint64 size;

    if (word->len == 0 || word->len > DATA_LIMIT)
        return NULL;
    if (word->str[0] != '@')
        return g_bytes_new(word->str, word->len);
    if (!p2p_size_of(word->str, DATA_LIMIT, &size) || size < SMALLEST)
        return NULL;
    guchar *bytes = g_malloc(size);

    for (guint64 i = 0; i < size; i++)
        bytes[i] = p2p_filler(i);
    memcpy(bytes, png, MIN(size, sizeof png));
    return g_bytes_new_take(bytes, size);
}

char *
p2p_sha1_of(GBytes *data)
{
    return g_compute_checksum_for_bytes(G_CHECKSUM_SHA1, data);
}

/* SHA-1 of BYTES in base64. Caller frees. */
static char *
hash_base64(const char *bytes, gsize length)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
    guchar digest[SHA1_BYTES];
    gsize size = sizeof digest;

    g_checksum_update(sum, (const guchar *) bytes, (gssize) length);
    g_checksum_get_digest(sum, digest, &size);
    return g_base64_encode(digest, size);
}

/* ---- our own ---- */

/* The hash over names and values. Caller frees. */
static char *
hash_values(const char *const *values)
{
    g_autoptr(GString) all = g_string_new(NULL);

    for (guint i = 0; i < HASHED; i++) {
        g_string_append(all, names[i]);
        g_string_append(all, values[i]);
    }
    return hash_base64(all->str, all->len);
}

/* UTF-16 and its NUL in base64. Caller frees. */
static char *
friendly_of(const char *name)
{
    glong units = 0;
    g_autofree gunichar2 *utf16 = g_utf8_to_utf16(name, -1, NULL, &units, NULL);
    g_autofree guchar *bytes = g_malloc0(2 * (gsize) units + 2);

    for (glong i = 0; i < units; i++) {
        bytes[2 * i] = (guchar) utf16[i];
        bytes[2 * i + 1] = (guchar) (utf16[i] >> 8);
    }
    return g_base64_encode(bytes, 2 * (gsize) units + 2);
}

/* " stamp=...", or nothing. Caller frees. */
static char *
stamp_of(gsize size)
{
    g_autofree guchar *bytes = g_malloc(size + 1);

    for (gsize i = 0; i < size; i++)
        bytes[i] = p2p_filler(i);
    g_autofree char *base64 = g_base64_encode(bytes, size);

    return size > 0 ? g_strdup_printf(" stamp=\"%s\"", base64) : g_strdup("");
}

P2pObject *
p2p_object_new(const char *creator, guint type, GBytes *data)
{
    return p2p_object_named(creator, type, data, "", 0);
}

P2pObject *
p2p_object_named(const char *creator, guint type, GBytes *data, const char *name, gsize stamp)
{
    P2pObject *object = g_new0(P2pObject, 1);
    gsize size;
    const char *bytes = g_bytes_get_data(data, &size);
    g_autofree char *size_word = g_strdup_printf("%" G_GSIZE_FORMAT, size);
    g_autofree char *type_word = g_strdup_printf("%u", type);
    g_autofree char *sha1d = hash_base64(bytes, size);
    g_autofree char *friendly = friendly_of(name), *signature = stamp_of(stamp);
    const char *const values[] = {creator, size_word, type_word, "TFR1.tmp", friendly, sha1d};
    g_autofree char *sha1c = hash_values(values);

    object->type = type;
    object->data = data;
    object->text =
        g_strdup_printf("<msnobj Creator=\"%s\" Size=\"%s\" Type=\"%s\" Location=\"%s\" "
                        "Friendly=\"%s\" SHA1D=\"%s\" SHA1C=\"%s\"%s/>",
                        values[0], values[1], values[2], values[3], values[4], values[5], sha1c,
                        signature);
    return object;
}

P2pObject *
p2p_object_bare(const char *text, guint type)
{
    P2pObject *object = g_new0(P2pObject, 1);

    object->text = g_strdup(text);
    object->type = type;
    return object;
}

void
p2p_object_free(gpointer data)
{
    P2pObject *object = data;

    g_free(object->text);
    g_clear_pointer(&object->data, g_bytes_unref);
    g_free(object);
}

/* ---- somebody else's ---- */

static void
on_element(GMarkupParseContext *context, const gchar *element, const gchar **keys,
           const gchar **values, gpointer user, GError **error)
{
    GHashTable *found = user;
    gboolean fresh = strcmp(element, "msnobj") == 0 && g_hash_table_size(found) == 0;

    for (guint i = 0; keys[i] != NULL && fresh; i++)
        fresh = g_hash_table_insert(found, g_strdup(keys[i]), g_strdup(values[i]));
    if (!fresh)
        g_set_error_literal(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "twice");
}

/* The attributes by name; NULL if this is not one element with each of them once. */
static GHashTable *
attributes_of(const char *text)
{
    static const GMarkupParser parser = {.start_element = on_element};
    g_autoptr(GHashTable) found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, found, NULL);

    if (!g_str_has_prefix(text, "<msnobj ") || !g_str_has_suffix(text, "/>"))
        return NULL;
    if (!g_markup_parse_context_parse(context, text, -1, NULL) ||
        !g_markup_parse_context_end_parse(context, NULL))
        return NULL;
    return g_steal_pointer(&found);
}

/* The bytes of base64 that is as short as it can be; NULL otherwise. Caller frees. */
static guchar *
strict_base64(const char *text, gsize *length)
{
    g_autofree guchar *bytes = g_base64_decode(text, length);
    g_autofree char *again = g_base64_encode(bytes, *length);

    return strcmp(again, text) == 0 ? g_steal_pointer(&bytes) : NULL;
}

static gboolean
friendly_ok(const char *text)
{
    gsize length = 0;
    g_autofree guchar *bytes = strict_base64(text, &length);

    return bytes != NULL && length >= 2 && length % 2 == 0 && bytes[length - 1] == 0 &&
           bytes[length - 2] == 0;
}

static gboolean
hash_ok(const char *text)
{
    gsize length = 0;
    g_autofree guchar *bytes = strict_base64(text, &length);

    return bytes != NULL && length == SHA1_BYTES;
}

/* In VALUES what each name has; NULL what is missing. */
static const char *
names_fault(GHashTable *found, const char **values)
{
    guint known = 0;

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        values[i] = g_hash_table_lookup(found, names[i]);
        if (values[i] == NULL && i < REQUIRED)
            return "an msnobj has Creator, Size, Type, Location, Friendly and SHA1D";
        known += values[i] != NULL ? 1 : 0;
    }
    return known == g_hash_table_size(found) ? NULL : "an attribute that no msnobj has";
}

static const char *
values_fault(const char *const *values, const char *creator, guint type)
{
    guint64 size, number;

    if (g_ascii_strcasecmp(values[0], creator) != 0)
        return "the Creator of this msnobj is somebody else";
    if (!wire_number(values[1], G_MAXUINT32, &size) || size == 0)
        return "the Size of an msnobj is a number from 1";
    if (!wire_number(values[2], 99, &number) || number != type)
        return "an msnobj of this Type is not announced here";
    if (values[3][0] == '\0')
        return "an msnobj without Location";
    if (!friendly_ok(values[4]))
        return "Friendly of an msnobj is base64 of UTF-16 and its NUL";
    if (!hash_ok(values[5]))
        return "SHA1D of an msnobj is base64 of 20 bytes";
    g_autofree char *sha1c = hash_values(values);

    return values[6] != NULL && strcmp(values[6], sha1c) != 0 ? "wrong SHA1C in an msnobj" : NULL;
}

const char *
p2p_object_fault(const char *text, const char *creator, guint type)
{
    g_autoptr(GHashTable) found = attributes_of(text);
    const char *values[G_N_ELEMENTS(names)];

    if (found == NULL)
        return "this is no msnobj";
    if (strchr(text, '%') != NULL)
        return "an msnobj with a percent sign, which old clients decode";
    const char *fault = names_fault(found, values);

    return fault != NULL ? fault : values_fault(values, creator, type);
}

gboolean
p2p_object_promise(const char *text, guint64 *size, char **sha1)
{
    g_autoptr(GHashTable) found = attributes_of(text);
    const char *size_word = found != NULL ? g_hash_table_lookup(found, "Size") : NULL;
    const char *hash = found != NULL ? g_hash_table_lookup(found, "SHA1D") : NULL;
    gsize length = 0;

    if (size_word == NULL || hash == NULL || !wire_number(size_word, G_MAXUINT32, size))
        return FALSE;
    g_autofree guchar *bytes = strict_base64(hash, &length);

    if (bytes == NULL || length != SHA1_BYTES)
        return FALSE;
    GString *hex = g_string_new(NULL);

    for (gsize i = 0; i < length; i++)
        g_string_append_printf(hex, "%02x", bytes[i]);
    *sha1 = g_string_free(hex, FALSE);
    return TRUE;
}
