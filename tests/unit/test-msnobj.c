/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MSNObjects: those of the published pages and of clients, and what nobody should write, read and
 * printed.
 */
#include "msnp/msnobj.h"

#include <string.h>

#define PICTURE_HASH  "79ZGUH8e9uYwG/e/Fqzc3AYm/G0="
#define PICTURE_HEX   "efd646507f1ef6e6301bf7bf16acdcdc0626fc6d"
#define PICTURE_CHECK "SHA1C=\"La/A3jop0e6GcC8qAOgzQO7hGnc=\""
#define C             "Creator=\"bob@example.com\" "
#define SIZE          "Size=\"1820\" "
#define TYPE          "Type=\"3\" "
#define HASH          "SHA1D=\"" PICTURE_HASH "\" "
#define ENOUGH        C SIZE TYPE HASH
#define PICTURE                                                                                    \
    "<msnobj " C SIZE TYPE "Location=\"TFR2C.tmp\" Friendly=\"AAA=\" " HASH PICTURE_CHECK "/>"

/* Parses a copy that has no byte behind it and is gone afterwards. */
static gboolean
parse(const char *text, gsize len, MsnpObject *object)
{
    g_autofree char *copy = g_malloc(MAX(len, 1));
    gboolean ok;

    memcpy(copy, text, len);
    memset(object, 'x', sizeof(*object));
    ok = msnp_object_parse(copy, len, object);
    if (ok) {
        g_assert_cmpuint(strlen(object->creator), <=, MSNP_LIMIT_HANDLE);
        g_assert_true(g_utf8_validate(object->creator, -1, NULL));
        g_assert_cmpuint(strlen(object->friendly), <, sizeof(object->friendly));
        g_assert_true(g_utf8_validate(object->friendly, -1, NULL));
        g_assert_cmpuint(object->size, >, 0);
        g_assert_cmpuint(object->size, <=, G_GUINT64_CONSTANT(4294967296));
    }
    return ok;
}

static gboolean
parse_text(const char *text, MsnpObject *object)
{
    return parse(text, strlen(text), object);
}

/* ---- in -------------------------------------------------------------------------------------- */

static const struct {
    const char *text;
    const char *creator;
    guint64 size;
    guint type;
    const char *hex;
    const char *friendly;
} objects[] = {
    {PICTURE, "bob@example.com", 1820, MSNP_OBJECT_PICTURE, PICTURE_HEX, ""},
    /* of the pages: the one of 2003, an emoticon, a wink with its signature, a voice clip */
    {"<msnobj Creator=\"buddy1@hotmail.com\" Size=\"24539\" Type=\"3\" Location=\"TFR2C.tmp\" "
     "Friendly=\"AAA=\" SHA1D=\"trC8SlFx2sWQxZMIBAWSEnXc8oQ=\" "
     "SHA1C=\"U32o6bosZzluJq82eAtMpx5dIEI=\"/>",
     "buddy1@hotmail.com", 24539, MSNP_OBJECT_PICTURE,
     "b6b0bc4a5171dac590c5930804059212"
     "75dcf284",
     ""},
    {"<msnobj Creator=\"alice@example.com\" Size=\"26\" Type=\"2\" Location=\"TFRC5.dat\" "
     "Friendly=\"KAB0AHUAeAApAAAA\" SHA1D=\"rpQifIbg47BWPnzaqPhcMHIexJ8=\" "
     "SHA1C=\"JFpnNQlzEd0aztTByfFDmHZS+KE=\"/>",
     "alice@example.com", 26, MSNP_OBJECT_EMOTICON, NULL, "(tux)"},
    {"<msnobj Creator=\"alice@example.com\" Size=\"9\" Type=\"8\" Location=\"TFR1B4.tmp\" "
     "Friendly=\"VwBhAHYAZQAAAA==\" SHA1D=\"vCZ5+Hw3OByzMetMby7LjCjPkj0=\" "
     "SHA1C=\"NiHoaxqElADmJx7AsspH+v8CBj0=\" stamp=\"AAAA\"/>",
     "alice@example.com", 9, MSNP_OBJECT_WINK, NULL, "Wave"},
    {"<msnobj Creator=\"alice@example.com\" Size=\"1060\" Type=\"11\" Location=\"TFR9.wav\" "
     "Friendly=\"AAA=\" SHA1D=\"+PaaVjGf1pImtV3mTU0l8a/WFYA=\" "
     "SHA1C=\"8Pjj3nk2jrJfVn7Qt+eKxvq+X98=\"/>",
     "alice@example.com", 1060, MSNP_OBJECT_VOICE, NULL, ""},
    /* the last clients: another order, no SHA1C, something that only ends like Type */
    {"<msnobj Creator=\"bob@example.com\" contenttype=\"D\" Type=\"3\" SHA1D=\"" PICTURE_HASH
     "\" Size=\"1820\" Location=\"0\" Friendly=\"AAA=\"/>",
     "bob@example.com", 1820, 3, PICTURE_HEX, ""},
    {"<msnobj contenttype=\"8\" xType=\"9\" Typed=\"7\" Url1=\"http://x/?a=b&c\" Url=\"y\" " ENOUGH
     "/>",
     "bob@example.com", 1820, 3, PICTURE_HEX, ""},
    /* how it may be written */
    {"<msnobj Creator='Bob@Example.COM' Size = '1820'  Type='3'SHA1D= '" PICTURE_HASH "' />",
     "bob@example.com", 1820, 3, PICTURE_HEX, ""},
    {"<msnobj " ENOUGH "></msnobj>", "bob@example.com", 1820, 3, PICTURE_HEX, ""},
    {"<msnobj " ENOUGH "/> \r\n\t", "bob@example.com", 1820, 3, PICTURE_HEX, ""},
    {"<msnobj " C SIZE TYPE "SHA1D=\"79ZGUH8e9uYwG/e/Fqzc3AYm/G0\"/>", "bob@example.com", 1820, 3,
     PICTURE_HEX, ""},
    {"<msnobj " ENOUGH "Other=\"a > '<b>' / = c\" Friendly=\"\"/>", "bob@example.com", 1820, 3,
     PICTURE_HEX, ""},
    {"<msnobj Creator=\"o&apos;b&amp;amp;&#x3B1;&#98;@example.com\" Size=\"&#49;\" Type=\"&#x33;\" "
     "SHA1D=\"79ZGUH8e9uYwG&#47;e/Fqzc3AYm/G0&#x3d;\"/>",
     "o'b&amp", 1, 3, PICTURE_HEX, ""}, /* ";" begins what is not the account */
    {"<msnobj Creator=\"a&b&;&nbsp;&#;&#x;@c\" " SIZE TYPE HASH "/>", "a&b&", 1820, 3, PICTURE_HEX,
     ""},
    {"<msnobj Creator=\"&quot;b&#252;&#x20AC;&quot;@example.com;{0000-1}\" " SIZE TYPE HASH "/>",
     "\"bü€\"@example.com", 1820, 3, PICTURE_HEX, ""},
    /* a hash whose "+" became blanks */
    {"<msnobj " C "Size=\"9\" Type=\"8\" SHA1D=\"vCZ5 Hw3OByzMetMby7LjCjPkj0=\"/>",
     "bob@example.com", 9, 8, "bc2679f87c37381cb331eb4c6f2ecb8c28cf923d", ""},
    /* the ends of the numbers */
    {"<msnobj " C "Size=\"1\" Type=\"0\" " HASH "/>", "bob@example.com", 1, 0, NULL, ""},
    {"<msnobj " C "Size=\"4294967296\" Type=\"4294967295\" " HASH "/>", "bob@example.com",
     G_GUINT64_CONSTANT(4294967296), G_MAXUINT32, NULL, ""},
    {"<msnobj " C "Size=\"0001820\" Type=\"03\" " HASH "/>", "bob@example.com", 1820, 3, NULL, ""},
};

static void
test_parse(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(objects); i++) {
        char hex[2 * MSNP_SHA1_SIZE + 1];
        MsnpObject object;

        g_test_message("%s", objects[i].text);
        g_assert_true(parse_text(objects[i].text, &object));
        g_assert_cmpstr(object.creator, ==, objects[i].creator);
        g_assert_cmpuint(object.size, ==, objects[i].size);
        g_assert_cmpuint(object.type, ==, objects[i].type);
        g_assert_cmpstr(object.friendly, ==, objects[i].friendly);
        msnp_sha1_hex(object.sha1d, hex);
        if (objects[i].hex)
            g_assert_cmpstr(hex, ==, objects[i].hex);
    }
}

static void
test_refused(void)
{
    static const char *const texts[] = {
        "",
        "0",
        "<",
        "<msnobj",
        "<msnobj ",
        "<msnobj/>",
        "<msnobj />",
        "<msnobj " SIZE TYPE HASH "/>",
        "<msnobj " C TYPE HASH "/>",
        "<msnobj " C SIZE HASH "/>",
        "<msnobj " C SIZE TYPE "/>",
        "<msnobj " C SIZE "contenttype=\"3\" " HASH "/>",
        "<msnobj " C SIZE "type=\"3\" " HASH "/>",
        "<msnobjx " ENOUGH "/>",
        "<msnobj/ " ENOUGH "/>",
        "<msnobj\t" ENOUGH "/>",
        "<MSNOBJ " ENOUGH "/>",
        " <msnobj " ENOUGH "/>",
        "x<msnobj " ENOUGH "/>",
        /* where it ends */
        "<msnobj " ENOUGH,
        "<msnobj " ENOUGH "/",
        "<msnobj " ENOUGH ">",
        "<msnobj " ENOUGH "/>x",
        "<msnobj " ENOUGH "/>/>",
        "<msnobj " ENOUGH "></msnobjx>",
        "<msnobj " C SIZE "/>" TYPE HASH "/>",
        /* attributes that are none */
        "<msnobj " ENOUGH "x/>",
        "<msnobj " ENOUGH "x=/>",
        "<msnobj " ENOUGH "x=y/>",
        "<msnobj " ENOUGH "x y=\"z\"/>",
        "<msnobj " ENOUGH "x=\"y/>",
        "<msnobj " ENOUGH "x=\"y'/>",
        "<msnobj " ENOUGH "=\"y\"/>",
        "<msnobj " ENOUGH "<x=\"y\"/>",
        "<msnobj " ENOUGH "\"x\"=\"y\"/>",
        /* twice, whether it is one that matters or not */
        "<msnobj " ENOUGH C "/>",
        "<msnobj " ENOUGH SIZE "/>",
        "<msnobj " ENOUGH TYPE "/>",
        "<msnobj " ENOUGH HASH "/>",
        "<msnobj " ENOUGH "Friendly=\"\" Friendly=\"\"/>",
        "<msnobj " ENOUGH "x='1' y='2' x='3'/>",
        /* creators */
        "<msnobj Creator=\"\" " SIZE TYPE HASH "/>",
        "<msnobj Creator=\";{1}\" " SIZE TYPE HASH "/>",
        "<msnobj Creator=\"a b\" " SIZE TYPE HASH "/>",
        "<msnobj Creator=\"a&lt;b\" " SIZE TYPE HASH "/>",
        "<msnobj Creator=\"a\xff@b\" " SIZE TYPE HASH "/>",
        "<msnobj Creator=\"a&#0;b\" " SIZE TYPE HASH "/>",
        "<msnobj Creator=\"a&#10;b\" " SIZE TYPE HASH "/>",
        "<msnobj Creator=\"a&#x7f;b\" " SIZE TYPE HASH "/>",
        "<msnobj Creator=\"a&#xd800;b\" " SIZE TYPE HASH "/>",
        "<msnobj Creator=\"a&#x110000;b\" " SIZE TYPE HASH "/>",
        "<msnobj Creator=\"a&#18446744073709551681;b\" " SIZE TYPE HASH "/>",
        /* numbers */
        "<msnobj " C "Size=\"\" " TYPE HASH "/>",
        "<msnobj " C "Size=\"0\" " TYPE HASH "/>",
        "<msnobj " C "Size=\"-1\" " TYPE HASH "/>",
        "<msnobj " C "Size=\"+1\" " TYPE HASH "/>",
        "<msnobj " C "Size=\" 1\" " TYPE HASH "/>",
        "<msnobj " C "Size=\"1 \" " TYPE HASH "/>",
        "<msnobj " C "Size=\"1e3\" " TYPE HASH "/>",
        "<msnobj " C "Size=\"0x10\" " TYPE HASH "/>",
        "<msnobj " C "Size=\"4294967297\" " TYPE HASH "/>",
        "<msnobj " C "Size=\"18446744073709551617\" " TYPE HASH "/>",
        "<msnobj " C "Size=\"99999999999999999999999999999\" " TYPE HASH "/>",
        "<msnobj " C SIZE "Type=\"\" " HASH "/>",
        "<msnobj " C SIZE "Type=\"-3\" " HASH "/>",
        "<msnobj " C SIZE "Type=\"three\" " HASH "/>",
        "<msnobj " C SIZE "Type=\"4294967296\" " HASH "/>",
        "<msnobj " C SIZE "Type=\"4294967299\" " HASH "/>",
        /* hashes of another length or of no base64 */
        "<msnobj " C SIZE TYPE "SHA1D=\"\"/>",
        "<msnobj " C SIZE TYPE "SHA1D=\"=\"/>",
        "<msnobj " C SIZE TYPE "SHA1D=\"AAA=\"/>",
        "<msnobj " C SIZE TYPE "SHA1D=\"79ZGUH8e9uYwG/e/Fqzc3AYm/A==\"/>",
        "<msnobj " C SIZE TYPE "SHA1D=\"79ZGUH8e9uYwG/e/Fqzc3AYm/G0A\"/>",
        "<msnobj " C SIZE TYPE "SHA1D=\"79ZGUH8e9uYwG/e/Fqzc3AYm/G0==\"/>",
        "<msnobj " C SIZE TYPE "SHA1D=\"79ZGUH8e9uYwG/e/Fqzc3AYm/G1=\"/>",
        "<msnobj " C SIZE TYPE "SHA1D=\"79ZGUH8e9uYwG_e_Fqzc3AYm_G0=\"/>",
        "<msnobj " C SIZE TYPE "SHA1D=\"79ZGUH8e9uYwG/e=Fqzc3AYm/G0=\"/>",
        "<msnobj " C SIZE TYPE "SHA1D=\" 79ZGUH8e9uYwG/e/Fqzc3AYm/G0=\"/>",
        "<msnobj " C SIZE TYPE "SHA1D=\"" PICTURE_HEX "\"/>",
        /* controls, wherever they are */
        "<msnobj " ENOUGH "x=\"\x01\"/>",
        "<msnobj " ENOUGH "x=\"\t\"/>",
        "<msnobj " ENOUGH "x=\"\x7f\"/>",
        "<msnobj " ENOUGH "\r\n/>",
    };
    MsnpObject object;

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_test_message("%s", texts[i]);
        g_assert_false(parse_text(texts[i], &object));
    }
    g_assert_false(msnp_object_parse(NULL, 0, &object));
}

/* NULs behind an object, as in the Context of a request, and within it. */
static void
test_nul(void)
{
    static const char behind[] = PICTURE "\0\0 \0", within[] = "<msnobj " ENOUGH "x=\"\0\"/>",
                      before[] = "\0" PICTURE, between[] = PICTURE "\0" PICTURE;
    MsnpObject object;

    g_assert_true(parse(behind, sizeof(behind), &object));
    g_assert_cmpuint(object.size, ==, 1820);
    g_assert_false(parse(within, sizeof(within), &object));
    g_assert_false(parse(before, sizeof(before), &object));
    g_assert_false(parse(between, sizeof(between), &object));
}

static void
test_limits(void)
{
    g_autoptr(GString) text = g_string_new("<msnobj " ENOUGH "stamp=\"");
    g_autofree char *account = g_strnfill(MSNP_LIMIT_HANDLE, 'a'), *fits = NULL, *longer = NULL;
    MsnpObject object;

    while (text->len < MSNP_LIMIT_OBJECT - strlen("\"/>"))
        g_string_append_c(text, 'A');
    g_string_append(text, "\"/>");
    g_assert_true(parse(text->str, text->len, &object));
    g_string_append_c(text, '\0');
    g_assert_false(parse(text->str, text->len, &object));

    fits = g_strdup_printf("<msnobj Creator=\"%s;{1}\" " SIZE TYPE HASH "/>", account);
    g_assert_true(parse_text(fits, &object));
    g_assert_cmpstr(object.creator, ==, account);
    longer = g_strdup_printf("<msnobj Creator=\"%sa\" " SIZE TYPE HASH "/>", account);
    g_assert_false(parse_text(longer, &object));

    g_string_assign(text, "<msnobj " ENOUGH); /* four */
    for (guint i = 4; i < 32; i++)
        g_string_append_printf(text, "a%u='' ", i);
    g_string_append(text, "/>");
    g_assert_true(parse(text->str, text->len, &object));
    g_string_truncate(text, text->len - 2);
    g_string_append(text, "x=''/>");
    g_assert_false(parse(text->str, text->len, &object));
}

/* An object whose Friendly is these bytes. */
static gboolean
parse_friendly(const char *bytes, gsize len, MsnpObject *object)
{
    g_autofree char *base64 = g_base64_encode((const guint8 *) bytes, len),
                    *text = g_strdup_printf("<msnobj " ENOUGH "Friendly=\"%s\"/>", base64);

    return parse_text(text, object);
}

static void
test_friendly(void)
{
    static const struct {
        const char *bytes;
        gsize len;
        const char *friendly;
    } names[] = {
        {"", 0, ""},
        {"\0\0", 2, ""},
        {"s\0m\0\0\0x\0", 8, "sm"},
        {"s\0m\0", 4, "sm"}, /* no NUL */
        {"s\0m", 3, "s"},    /* half a unit */
        {"s", 1, ""},
        {"\xac\x20\x3d\xd8\x00\xde\0\0", 8, "€😀"},
        {"\x3d\xd8", 2, "\357\277\275"}, /* halves of pairs */
        {"\x3d\xd8x\0", 4, "\357\277\275x"},
        {"\x00\xdex\0", 4, "\357\277\275x"},
        {"\x00\xde\x3d\xd8", 4, "\357\277\275\357\277\275"},
        {"\x3d\xd8\x3d\xd8\x00\xde", 6, "\357\277\275😀"},
        {" \0a\0\n\0b\0\x1b\0c\0\x85\0d\0 \0", 18, "a b c  d"},
        {"\x7f\0\t\0", 4, ""},
    };
    g_autoptr(GString) much = g_string_new(NULL);
    MsnpObject object;

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_test_message("%u", i);
        g_assert_true(parse_friendly(names[i].bytes, names[i].len, &object));
        g_assert_cmpstr(object.friendly, ==, names[i].friendly);
    }
    for (guint i = 0; i < 300; i++)
        g_string_append_len(much, "\xac\x20", 2);
    g_assert_true(parse_friendly(much->str, much->len, &object));
    g_assert_cmpuint(strlen(object.friendly), ==, 255); /* 85 times 3 */
    g_string_prepend_len(much, "x\0", 2);
    g_assert_true(parse_friendly(much->str, much->len, &object));
    g_assert_cmpuint(strlen(object.friendly), ==, 253);
    g_assert_true(parse_text("<msnobj " ENOUGH "Friendly=\"not base64\"/>", &object));
    g_assert_cmpstr(object.friendly, ==, "");
}

/* Every start of an object, and each of its bytes made every other one. */
static void
test_bytes(void)
{
    static const char good[] = "<msnobj Creator=\"b&amp;&#x62;@x\" Size='9' Type=\"3\" "
                               "Friendly=\"KAA=\" SHA1D=\"" PICTURE_HASH "\"/>";
    gsize len = sizeof(good) - 1;
    MsnpObject object;

    for (gsize n = 0; n < len; n++)
        g_assert_false(parse(good, n, &object));
    g_assert_true(parse(good, len, &object));
    for (gsize at = 0; at < len; at++)
        for (guint byte = 0; byte < 256; byte++) {
            g_autofree char *copy = g_memdup2(good, len);

            copy[at] = (char) byte;
            parse(copy, len, &object);
            parse(copy, at + 1, &object);
        }
}

/* ---- out ------------------------------------------------------------------------------------- */

static void
test_print(void)
{
    g_autofree char *text = msnp_object_print("alice@example.com", MSNP_OBJECT_EMOTICON, "smile",
                                              (const guint8 *) "hello", 5);

    g_assert_cmpstr(text, ==,
                    "<msnobj Creator=\"alice@example.com\" Size=\"5\" Type=\"2\" Location=\"0\" "
                    "Friendly=\"cwBtAGkAbABlAAAA\" SHA1D=\"qvTGHdzF6KLavt4PO0gs2a6pQ00=\" "
                    "SHA1C=\"8iZKFIIWl7BMFNv4jWl8UAYWDts=\"/>");
}

/* What was printed is read as what it was made of. */
static void
test_round(void)
{
    static const struct {
        const char *account, *name;
        const char *creator, *friendly;
    } ours[] = {
        {"Alice@example.com", "", "alice@example.com", ""},
        {"o'b\"&c@example.com", "ü€😀", "o'b\"&c@example.com", "ü€😀"},
        {"bob@example.com", "\xff", "bob@example.com", ""},
    };
    guint8 data[300], sha1[MSNP_SHA1_SIZE];

    for (guint i = 0; i < sizeof(data); i++)
        data[i] = (guint8) i;
    msnp_sha1(data, sizeof(data), sha1);
    for (guint i = 0; i < G_N_ELEMENTS(ours); i++) {
        g_autofree char *text = msnp_object_print(ours[i].account, MSNP_OBJECT_PICTURE,
                                                  ours[i].name, data, sizeof(data));
        MsnpObject object;

        g_test_message("%s", text);
        g_assert_true(parse_text(text, &object));
        g_assert_cmpstr(object.creator, ==, ours[i].creator);
        g_assert_cmpstr(object.friendly, ==, ours[i].friendly);
        g_assert_cmpuint(object.size, ==, sizeof(data));
        g_assert_cmpuint(object.type, ==, MSNP_OBJECT_PICTURE);
        g_assert_cmpmem(object.sha1d, MSNP_SHA1_SIZE, sha1, MSNP_SHA1_SIZE);
    }
}

static void
test_hash(void)
{
    static const char tux[] = "GIF89a-demo-not-a-real-gif";
    char hex[2 * MSNP_SHA1_SIZE + 1];
    guint8 sha1[MSNP_SHA1_SIZE];
    MsnpObject object;

    msnp_sha1((const guint8 *) "abc", 3, sha1);
    msnp_sha1_hex(sha1, hex);
    g_assert_cmpstr(hex, ==, "a9993e364706816aba3e25717850c26c9cd0d89d");
    msnp_sha1(NULL, 0, sha1);
    msnp_sha1_hex(sha1, hex);
    g_assert_cmpstr(hex, ==, "da39a3ee5e6b4b0d3255bfef95601890afd80709");

    msnp_sha1((const guint8 *) tux, sizeof(tux) - 1, sha1);
    g_assert_true(parse_text(objects[2].text, &object));
    g_assert_cmpmem(object.sha1d, MSNP_SHA1_SIZE, sha1, MSNP_SHA1_SIZE);
}

/* What is larger is not fetched. */
static void
test_sizes(void)
{
    static const guint64 sizes[] = {0, 0, 262144, 1048576, 0, 0, 0, 0, 1048576, 0, 0, 262144, 0};

    for (guint type = 0; type < G_N_ELEMENTS(sizes); type++)
        g_assert_cmpuint(msnp_object_limit(type), ==, sizes[type]);
    g_assert_cmpuint(msnp_object_limit(G_MAXUINT), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/msnobj/parse/table", test_parse);
    g_test_add_func("/msnobj/parse/refused", test_refused);
    g_test_add_func("/msnobj/parse/nul", test_nul);
    g_test_add_func("/msnobj/parse/limits", test_limits);
    g_test_add_func("/msnobj/parse/friendly", test_friendly);
    g_test_add_func("/msnobj/parse/bytes", test_bytes);
    g_test_add_func("/msnobj/print/vector", test_print);
    g_test_add_func("/msnobj/print/round", test_round);
    g_test_add_func("/msnobj/hash", test_hash);
    g_test_add_func("/msnobj/sizes", test_sizes);
    return g_test_run();
}
