/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an INVITE says of a file: what clients write and what nobody should, read and printed.
 */
#include "msnp/filecontext.h"

#include <string.h>

#define SIZE_V2 574
#define SIZE_V3 638
#define AT_NAME 20
#define UNITS   260

static const guint8 png[] = "\x89PNG\r\n\x1a\n....";

/* A header of so many bytes. */
static GString *
context_new(gsize len, guint32 length, guint32 version, guint32 type)
{
    GString *out = g_string_sized_new(len);
    const guint32 words[] = {length, version, 2500, 0, type};

    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        for (guint n = 0; n < 4; n++)
            g_string_append_c(out, (char) (words[i] >> (8 * n)));
    while (out->len < len)
        g_string_append_c(out, '\0');
    if (len >= SIZE_V2)
        memset(out->str + 570, 0xff, 4);
    return out;
}

static void
context_set_units(GString *context, const gunichar2 *units, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        context->str[AT_NAME + 2 * i] = (char) (units[i] & 0xff);
        context->str[AT_NAME + 2 * i + 1] = (char) (units[i] >> 8);
    }
}

static void
context_set_name(GString *context, const char *name)
{
    glong n;
    g_autofree gunichar2 *units = g_utf8_to_utf16(name, -1, NULL, &n, NULL);

    g_assert_nonnull(units);
    g_assert_cmpint(n, <=, UNITS);
    context_set_units(context, units, n);
}

static void
check_name(const char *name)
{
    gsize len = strlen(name);

    g_assert_cmpuint(len, >, 0);
    g_assert_cmpuint(len, <=, 255);
    g_assert_true(g_utf8_validate(name, -1, NULL));
    g_assert_null(strpbrk(name, "/\\:*?\"<>|\r\n\t\x1b\x7f"));
    g_assert_cmpstr(name, !=, ".");
    g_assert_cmpstr(name, !=, "..");
    g_assert_false(name[0] == ' ' || name[len - 1] == ' ' || name[len - 1] == '.');
}

/* Parses a copy that has no byte behind it. What it says is inside of it. */
static gboolean
parse(const void *data, gsize len, MsnpFileContext *context)
{
    static const MsnpFileContext nothing;
    g_autofree guint8 *copy = g_malloc(MAX(len, 1));
    gboolean ok;

    memcpy(copy, data, len);
    memset(context, 'x', sizeof(*context));
    ok = msnp_file_context_parse(copy, len, context);
    if (!ok) {
        g_assert_cmpmem(context, sizeof(*context), &nothing, sizeof(nothing));
        return FALSE;
    }
    check_name(context->name);
    if (context->preview) {
        g_assert_true(context->preview >= copy + SIZE_V2);
        g_assert_true(context->preview + context->preview_len == copy + len);
        g_assert_cmpmem(context->preview, context->preview_len,
                        (const guint8 *) data + (context->preview - copy), context->preview_len);
    } else {
        g_assert_cmpuint(context->preview_len, ==, 0);
    }
    return TRUE;
}

static void
test_versions(void)
{
    static const struct {
        gsize len;
        guint32 length, version;
    } versions[] = {
        {SIZE_V2, SIZE_V2, 2}, {SIZE_V3, SIZE_V3, 3}, {SIZE_V2, SIZE_V2, 0},
        {637, 637, 3},         {SIZE_V2, 0, 2},       {SIZE_V2, 0, 3},
        {540, 540, 2},         {541, G_MAXUINT32, 3}, {700, 540, 77},
    };

    for (guint i = 0; i < G_N_ELEMENTS(versions); i++) {
        g_autoptr(GString) bytes =
            context_new(versions[i].len, versions[i].length, versions[i].version, 1);
        MsnpFileContext context;

        context_set_name(bytes, "notes é.txt");
        g_assert_true(parse(bytes->str, bytes->len, &context));
        g_assert_cmpstr(context.name, ==, "notes é.txt");
        g_assert_cmpuint(context.size, ==, 2500);
        g_assert_null(context.preview);
        msnp_file_context_clear(&context);
        msnp_file_context_clear(&context); /* once more does no harm */
    }
}

/* Every cut of a context, with and without a preview behind it. */
static void
test_cuts(void)
{
    g_autoptr(GString) bytes = context_new(SIZE_V3, SIZE_V3, 3, 0);
    MsnpFileContext context;

    context_set_name(bytes, "a");
    g_string_append_len(bytes, (const char *) png, sizeof(png) - 1);
    while (bytes->len < 700)
        g_string_append_c(bytes, '\0');
    for (gsize len = 0; len <= bytes->len; len++) {
        g_assert_cmpint(parse(bytes->str, len, &context), ==, len >= 540);
        if (len >= 540)
            g_assert_cmpint(context.preview != NULL, ==, len > SIZE_V3 + 8);
        msnp_file_context_clear(&context);
    }
    g_assert_false(msnp_file_context_parse(NULL, 0, &context));
}

static void
test_preview(void)
{
    static const struct {
        gsize len;
        guint32 length, version, type;
        const char *image;
        gsize preview_len;
    } previews[] = {
        {SIZE_V2, SIZE_V2, 2, 0, "\x89PNG\r\n\x1a\n....", 12},
        {SIZE_V2, SIZE_V2, 2, 0, "\xff\xd8\xff\xe0", 4},
        {SIZE_V2, SIZE_V2, 2, 0, "GIF87a.", 7},
        {SIZE_V2, SIZE_V2, 2, 0, "GIF89a.", 7},
        {SIZE_V3, SIZE_V3, 3, 0, "GIF89a.", 7},
        {SIZE_V2, 7, 2, 0, "GIF89a.", 7},                 /* that length says nothing */
        {SIZE_V3, SIZE_V3 + 7, 3, 0, "GIF89a.", 7},       /* counted with the header */
        {SIZE_V3, G_MAXUINT32, 3, 0, "GIF89a.", 7},       /* whatever that is */
        {SIZE_V2, SIZE_V2 + 7, 0, 0, "GIF89a.", 7},       /* counted with an older one */
        {650, 650, 4, 0, "GIF89a.", 7},                   /* another time's */
        {SIZE_V2, SIZE_V2, 2, 4, "GIF89a.", 7},           /* a background */
        {SIZE_V2, SIZE_V2, 2, 1, "GIF89a.", 0},           /* says that there is none */
        {SIZE_V2, SIZE_V2, 2, 5, "GIF89a.", 0},           /* the same */
        {SIZE_V2, SIZE_V2, 2, G_MAXUINT32, "GIF89a.", 0}, /* the same */
        {SIZE_V2, SIZE_V2, 2, 0, "", 0},
        {SIZE_V2, SIZE_V2, 2, 0, "GIF89a", 0}, /* nothing behind that */
        {SIZE_V2, SIZE_V2, 2, 0, "BM....", 0},
        {SIZE_V2, SIZE_V2, 2, 0, ".GIF89a.", 0},
        {SIZE_V2 - 1, SIZE_V2 - 1, 3, 0, "GIF89a.", 0}, /* inside the header */
    };

    for (guint i = 0; i < G_N_ELEMENTS(previews); i++) {
        g_autoptr(GString) bytes =
            context_new(previews[i].len, previews[i].length, previews[i].version, previews[i].type);
        MsnpFileContext context;

        g_test_message("%u", i);
        g_string_append(bytes, previews[i].image);
        g_assert_true(parse(bytes->str, bytes->len, &context));
        g_assert_cmpuint(context.preview_len, ==, previews[i].preview_len);
        msnp_file_context_clear(&context);
    }
}

/* ---- names ----------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    const char *safe;
} names[] = {
    {"notes é.txt", "notes é.txt"},
    {"€😀.tar.gz", "€😀.tar.gz"},
    {".profile", ".profile"},
    {"-rf", "-rf"},
    /* paths */
    {"../../etc/passwd", "passwd"},
    {"/etc/passwd", "passwd"},
    {"..\\..\\boot.ini", "boot.ini"},
    {"C:\\dir/..\\x y.txt", "x y.txt"},
    {"\\\\server\\share\\a", "a"},
    {"C:boot.ini", "C_boot.ini"},
    {"a.txt:stream:$DATA", "a.txt_stream_$DATA"},
    {"a/", "file"},
    {"a\\", "file"},
    {"/", "file"},
    {"a/..", "file"},
    {"a\\.", "file"},
    {".", "file"},
    {"..", "file"},
    {"...", "file"},
    {". .", "file"},
    {" ", "file"},
    {"", "file"},
    {"*?\"<>|", "______"},
    /* what does not show, or makes something else show */
    {"a\r\n\t\x1b[31mb\x7f\302\205\342\200\250.txt", "a[31mb.txt"},
    {"photo\342\200\256gpj.exe", "photogpj.exe"},
    {"\342\200\252\342\200\253\342\200\254\342\200\255\342\201\246\342\201\251x\330\234", "x"},
    {"\357\273\277a\342\200\213b\302\255c", "abc"},
    {"..\342\200\216", "file"},
    {".\342\200\213.", "file"},
    {"a\342\200\256/\342\200\256b", "b"},
    {"\001\002", "file"},
    {" a.txt ", "a.txt"},
    {"a.exe. . .", "a.exe"},
    {"\343\200\200a\302\240b\302\240", "a b"},
    /* devices */
    {"CON", "_CON"},
    {"con", "_con"},
    {"NUL.txt", "_NUL.txt"},
    {"nul .tar.gz", "_nul .tar.gz"},
    {"Aux.", "_Aux"},
    {"C:\\prn", "_prn"},
    {"com1.txt", "_com1.txt"},
    {"LPT9", "_LPT9"},
    {"com\302\271", "_com¹"},
    {"conin$", "_conin$"},
    {"CON\342\200\213", "_CON"},
    {"console", "console"},
    {"com", "com"},
    {"com10", "com10"},
    {"comx", "comx"},
    {"nul_", "nul_"},
    {"a.nul", "a.nul"},
};

static void
test_names(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GString) bytes = context_new(SIZE_V2, SIZE_V2, 2, 1);
        MsnpFileContext context;

        g_test_message("%s", names[i].name);
        context_set_name(bytes, names[i].name);
        g_assert_true(parse(bytes->str, bytes->len, &context));
        g_assert_cmpstr(context.name, ==, names[i].safe);
        msnp_file_context_clear(&context);
    }
}

static void
test_units(void)
{
    static const struct {
        gunichar2 units[4];
        const char *safe;
    } odd[] = {
        {{0xd83d, 0xde00, 'x', 0}, "😀x"},
        {{0xd83d, 'x', 0, 0}, "\357\277\275x"},
        {{0xde00, 0xd83d, 'x', 0}, "\357\277\275\357\277\275x"},
        {{0xd83d, 0, 'x', 0}, "\357\277\275"},
        {{'a', 0, 'b', 0}, "a"},
        {{0, 'a', 'b', 0}, "file"},
        {{0xffff, 0xfffe, 0, 0}, "\357\277\277\357\277\276"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(odd); i++) {
        g_autoptr(GString) bytes = context_new(SIZE_V2, SIZE_V2, 2, 1);
        MsnpFileContext context;

        g_test_message("%u", i);
        context_set_units(bytes, odd[i].units, G_N_ELEMENTS(odd[i].units));
        g_assert_true(parse(bytes->str, bytes->len, &context));
        g_assert_cmpstr(context.name, ==, odd[i].safe);
        msnp_file_context_clear(&context);
    }
}

/* What becomes of a stem of so many of these characters and an extension. */
static char *
long_name(const char *character, guint n, const char *extension)
{
    g_autoptr(GString) name = g_string_new(NULL), bytes = context_new(SIZE_V2, SIZE_V2, 2, 1);
    MsnpFileContext context;
    char *safe;

    for (guint i = 0; i < n; i++)
        g_string_append(name, character);
    g_string_append(name, extension);
    context_set_name(bytes, name->str);
    g_assert_true(parse(bytes->str, bytes->len, &context));
    safe = g_steal_pointer(&context.name);
    msnp_file_context_clear(&context);
    return safe;
}

/* Names up to the end of their field, without any NUL. */
static void
test_long(void)
{
    static const struct {
        const char *character;
        guint n;
        const char *extension;
        gsize len;
        const char *end;
    } longs[] = {
        {"a", 255, "", 255, "aa"},
        {"a", 256, "", 255, "aa"},
        {"a", UNITS, "", 255, "aa"},
        {"a", UNITS - 4, ".txt", 255, "a.txt"},
        {"é", UNITS - 4, ".txt", 254, "é.txt"},   /* 125 times 2 and 4 */
        {"€", UNITS - 5, ".html", 254, "€.html"}, /* 83 times 3 and 5 */
        {"😀", 128, ".txt", 252, "😀.txt"},         /* 62 times 4 and 4 */
        {"😀", UNITS / 2, "", 252, "😀"},
        {".", UNITS - 4, "abcd", 255, "..abcd"}, /* from the last dot on */
        {"a.", UNITS / 2, "", 255, "a.a"},
        {" ", UNITS - 1, "x", 1, "x"},
        {"/", UNITS - 3, "con", 4, "_con"},
        {"a", 200, ".the extension is no extension at all, but more name", 252, "more name"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(longs); i++) {
        g_autofree char *safe = long_name(longs[i].character, longs[i].n, longs[i].extension);

        g_test_message("%s", safe);
        g_assert_cmpuint(strlen(safe), ==, longs[i].len);
        g_assert_true(g_str_has_suffix(safe, longs[i].end));
    }
}

/* Cutting makes no device of a name, and a device's name does not grow too long. */
static void
test_long_devices(void)
{
    g_autofree char *blanks = g_strnfill(UNITS - 4, ' '), *letters = g_strnfill(UNITS - 9, 'x'),
                    *hidden = g_strconcat("nul", blanks, "x", NULL),
                    *dotted = g_strconcat("nul.", letters, NULL), *safe = NULL, *other = NULL;

    safe = long_name("", 0, hidden);
    g_assert_cmpstr(safe, ==, "_nul");
    other = long_name("", 0, dotted);
    g_assert_cmpuint(strlen(other), ==, 255);
    g_assert_true(g_str_has_prefix(other, "_nul.xxx"));
}

/* Each byte of a context made every other one. */
static void
test_bytes(void)
{
    g_autoptr(GString) good = context_new(SIZE_V3, SIZE_V3, 3, 0);

    context_set_name(good, "../con.txt");
    g_string_append_len(good, (const char *) png, sizeof(png) - 1);
    for (gsize at = 0; at < good->len; at += at == 60 ? 500 : 1)
        for (guint byte = 0; byte < 256; byte++) {
            g_autofree char *copy = g_memdup2(good->str, good->len);
            MsnpFileContext context;

            copy[at] = (char) byte;
            g_assert_true(parse(copy, good->len, &context));
            msnp_file_context_clear(&context);
        }
}

/* ---- out ------------------------------------------------------------------------------------- */

static void
test_print(void)
{
    static const guint8 start[] = "\x3e\x02\0\0\x02\0\0\0\xc4\x09\0\0\0\0\0\0\x01\0\0\0"
                                  "n\0o\0t\0e\0s\0 \0\xe9\0.\0t\0x\0t\0\0\0",
                        mark[] = "\0\0\xff\xff\xff\xff";
    g_autoptr(GString) out = g_string_new("before");
    guint8 expected[SIZE_V2] = {0};

    memcpy(expected, start, sizeof(start) - 1);
    memcpy(expected + SIZE_V2 - 6, mark, 6);
    msnp_file_context_print(out, "notes é.txt", 2500, NULL, 0);
    g_assert_cmpmem(out->str, out->len - SIZE_V2, "before", 6);
    g_assert_cmpmem(out->str + 6, SIZE_V2, expected, SIZE_V2);

    g_string_truncate(out, 0);
    msnp_file_context_print(out, "notes é.txt", 2500, png, sizeof(png) - 1);
    expected[16] = 0;
    g_assert_cmpmem(out->str, SIZE_V2, expected, SIZE_V2);
    g_assert_cmpmem(out->str + SIZE_V2, out->len - SIZE_V2, png, sizeof(png) - 1);
}

static void
test_round(void)
{
    g_autofree char *longest = g_strnfill(5000, 'x'),
                    *dotted = g_strconcat("/some/where/", longest, ".tar", NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    MsnpFileContext context;

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_string_truncate(out, 0);
        msnp_file_context_print(out, names[i].name, G_MAXUINT64, png, sizeof(png) - 1);
        g_assert_true(parse(out->str, out->len, &context));
        g_assert_cmpstr(context.name, ==, names[i].safe);
        g_assert_cmpuint(context.size, ==, G_MAXUINT64);
        g_assert_cmpuint(context.preview_len, ==, sizeof(png) - 1);
        msnp_file_context_clear(&context);
    }
    g_string_truncate(out, 0);
    msnp_file_context_print(out, dotted, 0, png, 0);
    g_assert_cmpuint(out->len, ==, SIZE_V2);
    g_assert_true(parse(out->str, out->len, &context));
    g_assert_cmpuint(strlen(context.name), ==, 255);
    g_assert_true(g_str_has_suffix(context.name, "x.tar"));
    g_assert_cmpuint(context.size, ==, 0);
    g_assert_null(context.preview);
    msnp_file_context_clear(&context);

    g_string_truncate(out, 0);
    msnp_file_context_print(out, "a\xff.txt", 1, NULL, 0);
    g_assert_true(parse(out->str, out->len, &context));
    g_assert_cmpstr(context.name, ==, "a\357\277\275.txt");
    msnp_file_context_clear(&context);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/filecontext/parse/versions", test_versions);
    g_test_add_func("/filecontext/parse/cuts", test_cuts);
    g_test_add_func("/filecontext/parse/preview", test_preview);
    g_test_add_func("/filecontext/parse/bytes", test_bytes);
    g_test_add_func("/filecontext/name/table", test_names);
    g_test_add_func("/filecontext/name/units", test_units);
    g_test_add_func("/filecontext/name/long", test_long);
    g_test_add_func("/filecontext/name/long-devices", test_long_devices);
    g_test_add_func("/filecontext/print/vector", test_print);
    g_test_add_func("/filecontext/print/round", test_round);
    return g_test_run();
}
