/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the INVITE to a file transfer says of the file in its Context. Knows the bytes, and what a file name may hold;
 * refuses to know how the file travels. Source: the MSN wikis' pages on file transfer and what clients were seen to
 * send.
 */
#include "msnp/filecontext.h"

#include <string.h>
#include "msnp/coding.h"

/* Where things stand. All numbers are little-endian. */
#define AT_LENGTH  0
#define AT_VERSION 4
#define AT_SIZE    8
#define AT_TYPE    16
#define AT_NAME    20
#define NAME_BYTES 520
#define AT_MARK    570 /* after 30 bytes of nothing */

#define SIZE_MIN (AT_NAME + NAME_BYTES)
#define SIZE_V2  574
#define SIZE_V3  638

#define TYPE_NO_PREVIEW 1u /* a bit; the others say what else the file is */

/* What file systems take. */
#define NAME_LIMIT 255

/* Bytes from the last dot on that are an extension worth keeping. */
#define EXTENSION_LIMIT 32

static guint64
number_read(const guint8 *p, guint bytes)
{
    guint64 number = 0;

    while (bytes > 0)
        number = number << 8 | p[--bytes];
    return number;
}

static void
number_write(guint8 *p, guint64 number, guint bytes)
{
    for (guint i = 0; i < bytes; i++)
        p[i] = (guint8) (number >> (8 * i));
}

/* ---- names ---- */

/* What Windows takes for a device, whatever the extension is. */
static const char *const devices[] = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"};

/* The same with one of these behind it; the last three are superscripts. */
static const char *const ports[] = {"COM", "LPT"};
static const char *const port_numbers[] = {"0", "1", "2", "3",        "4",        "5",       "6",
                                           "7", "8", "9", "\302\271", "\302\262", "\302\263"};

static gboolean
name_is_port(const char *stem, gsize len)
{
    for (guint i = 0; i < G_N_ELEMENTS(ports); i++)
        for (guint n = 0; n < G_N_ELEMENTS(port_numbers); n++)
            if (len == 3 + strlen(port_numbers[n]) && g_ascii_strncasecmp(stem, ports[i], 3) == 0 &&
                memcmp(stem + 3, port_numbers[n], len - 3) == 0)
                return TRUE;
    return FALSE;
}

static gboolean
name_is_device(const char *name)
{
    gsize len = strcspn(name, ".");

    while (len > 0 && name[len - 1] == ' ')
        len--;
    for (guint i = 0; i < G_N_ELEMENTS(devices); i++)
        if (len == strlen(devices[i]) && g_ascii_strncasecmp(name, devices[i], len) == 0)
            return TRUE;
    return name_is_port(name, len);
}

/* Format characters include those that turn the direction of text, by which "gnp.exe" shows as "exe.png". */
static gboolean
char_is_hidden(gunichar c)
{
    GUnicodeType type = g_unichar_type(c);

    return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_LINE_SEPARATOR ||
           type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

/* The last component without what is not for file names. */
static GString *
name_clean(const char *name)
{
    GString *out = g_string_sized_new(NAME_LIMIT + 1);
    const char *slash;

    while ((slash = strpbrk(name, "/\\")))
        name = slash + 1;
    for (; *name; name = g_utf8_next_char(name)) {
        gunichar c = g_utf8_get_char(name);

        if (char_is_hidden(c))
            continue;
        if (g_unichar_isspace(c))
            g_string_append_c(out, ' ');
        else if (c < 0x80 && strchr(":*?\"<>|", (char) c)) /* what Windows refuses, or takes for a stream's name */
            g_string_append_c(out, '_');
        else
            g_string_append_unichar(out, c);
    }
    return out;
}

/* Windows drops what stands at the end, and so makes another name of it. */
static void
name_trim(GString *name)
{
    while (name->len > 0 && (name->str[name->len - 1] == ' ' || name->str[name->len - 1] == '.'))
        g_string_truncate(name, name->len - 1);
    g_string_erase(name, 0, (gssize) strspn(name->str, " "));
}

/* Cuts a name at a character, before its extension. */
static void
name_shorten(GString *name)
{
    const char *dot = strrchr(name->str, '.');
    gsize extension = dot && strlen(dot) <= EXTENSION_LIMIT ? strlen(dot) : 0, cut;

    if (name->len > NAME_LIMIT) {
        for (cut = NAME_LIMIT - extension; cut > 0 && ((guchar) name->str[cut] & 0xc0) == 0x80; cut--)
            ;
        g_string_erase(name, (gssize) cut, (gssize) (name->len - extension - cut));
    }
    name_trim(name);
}

char *
msnp_file_name_safe(const char *name)
{
    g_autofree char *valid = g_utf8_make_valid(name, -1);
    GString *safe = name_clean(valid);

    name_trim(safe);
    name_shorten(safe);
    if (name_is_device(safe->str)) {
        g_string_insert_c(safe, 0, '_');
        name_shorten(safe);
    }
    if (safe->len == 0)
        g_string_append(safe, "file");
    return g_string_free(safe, FALSE);
}

/* ---- in ---- */

static gboolean
picture_is_known(const guint8 *data, gsize len)
{
    static const struct {
        const char *start;
        gsize len;
    } formats[] = {{"\x89PNG\r\n\x1a\n", 8}, {"\xff\xd8\xff", 3}, {"GIF87a", 6}, {"GIF89a", 6}};

    for (guint i = 0; i < G_N_ELEMENTS(formats); i++)
        if (len > formats[i].len && memcmp(data, formats[i].start, formats[i].len) == 0)
            return TRUE;
    return FALSE;
}

/* Some clients count the preview among the header, and of version 2 the length cannot be trusted at all: the picture
 * is where one is. */
static void
preview_find(const guint8 *data, gsize len, MsnpFileContext *context)
{
    guint64 said = number_read(data + AT_VERSION, 4) == 2 ? SIZE_V2 : number_read(data + AT_LENGTH, 4);
    const guint64 places[] = {said, SIZE_V2, SIZE_V3};

    if (number_read(data + AT_TYPE, 4) & TYPE_NO_PREVIEW)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(places); i++)
        if (places[i] >= SIZE_V2 && places[i] < len && picture_is_known(data + places[i], len - (gsize) places[i])) {
            context->preview = data + places[i];
            context->preview_len = len - (gsize) places[i];
            return;
        }
}

gboolean
msnp_file_context_parse(const guint8 *data, gsize len, MsnpFileContext *context)
{
    g_autofree char *name = NULL;

    memset(context, 0, sizeof(*context));
    if (len < SIZE_MIN)
        return FALSE;
    name = msnp_utf16_decode(data + AT_NAME, NAME_BYTES);
    context->name = msnp_file_name_safe(name);
    context->size = number_read(data + AT_SIZE, 8);
    preview_find(data, len, context);
    return TRUE;
}

void
msnp_file_context_clear(MsnpFileContext *context)
{
    g_free(context->name);
    memset(context, 0, sizeof(*context));
}

/* ---- out ---- */

void
msnp_file_context_print(GString *out, const char *name, guint64 size, const guint8 *preview, gsize preview_len)
{
    g_autofree char *safe = msnp_file_name_safe(name);
    g_autoptr(GString) units = g_string_new(NULL);
    guint8 header[SIZE_V2] = {0};
    gboolean has_preview = preview && preview_len > 0;

    msnp_utf16_print(units, safe);
    g_assert(units->len < NAME_BYTES); /* a byte of UTF-8 makes at most one unit */
    number_write(header + AT_LENGTH, SIZE_V2, 4);
    number_write(header + AT_VERSION, 2, 4);
    number_write(header + AT_SIZE, size, 8);
    number_write(header + AT_TYPE, has_preview ? 0 : TYPE_NO_PREVIEW, 4);
    memcpy(header + AT_NAME, units->str, units->len);
    number_write(header + AT_MARK, G_MAXUINT32, 4);
    g_string_append_len(out, (const char *) header, sizeof(header));
    if (has_preview)
        g_string_append_len(out, (const char *) preview, (gssize) preview_len);
}
