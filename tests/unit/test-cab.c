/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The picture inside a wink: cabinets made here, plain and packed, and all that is wrong with
 * others: cut, spoilt, immense, full of names that would like to be paths.
 */
#include "purple/cab.h"

#include <string.h>
#include "purple/image.h"

#define PNG_OF(w, h)                                                                               \
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0" w "\0\0" h "\x08\x06\0\0\0CRC!and then the pixels"
#define PNG      PNG_OF("\0\x60", "\0\x40")
#define PNG_SIZE (sizeof(PNG) - 1)
#define JPEG     "\xff\xd8\xff\xc0\0\x0b\x08\0\x40\0\x60\1\1\x11\0 and so on"
#define GIF      "GIF89a\x13\0\x32\0\x80\0\0;"
#define SWF      "FWS\x08 this would like to run"

enum { HEAD = 36, FOLDER = 8, NAME_OF_FILE = 16, BLOCK = 32768 };
enum { PLAIN = 0, MSZIP = 1, QUANTUM = 0x0702, LZX = 0x1503 };

/* ---- making cabinets ---- */

typedef struct {
    const char *name;
    const char *data;
    gsize len;
} Item;

#define ITEM(name, text)                                                                           \
    {                                                                                              \
        name, text, sizeof(text) - 1                                                               \
    }

static void
put(GByteArray *out, guint64 number, guint bytes)
{
    for (guint i = 0; i < bytes; i++) {
        guint8 byte = (guint8) (number >> (8 * i));

        g_byte_array_append(out, &byte, 1);
    }
}

static void
put_at(GByteArray *out, gsize at, guint64 number, guint bytes)
{
    for (guint i = 0; i < bytes; i++)
        out->data[at + i] = (guint8) (number >> (8 * i));
}

static void
put_text(GByteArray *out, const char *text, gsize len)
{
    g_byte_array_append(out, (const guint8 *) text, (guint) len);
}

/* A block of data; packed ones are a deflate stream of one stored block. */
static void
put_block(GByteArray *out, guint method, const guint8 *data, gsize len)
{
    gboolean packed = method == MSZIP;

    put(out, 0, 4); /* no checksum */
    put(out, len + (packed ? 7 : 0), 2);
    put(out, len, 2);
    if (packed) {
        put_text(out, "CK\1", 3);
        put(out, len, 2);
        put(out, ~len, 2);
    }
    g_byte_array_append(out, data, (guint) len);
}

/* The head and the tables of a cabinet with one folder; where its data are to begin follows. */
static GByteArray *
cabinet_begin(guint method, guint n_blocks, guint n_files)
{
    GByteArray *cab = g_byte_array_new();

    put_text(cab, "MSCF\0\0\0\0\0\0\0\0\0\0\0\0", 16);
    put(cab, HEAD + FOLDER, 4);
    put(cab, 0, 4);
    put_text(cab, "\3\1", 2);
    put(cab, 1, 2);
    put(cab, n_files, 2);
    put_text(cab, "\0\0\0\0\0", 6);
    put(cab, 0, 4);
    put(cab, n_blocks, 2);
    put(cab, method, 2);
    return cab;
}

static void
cabinet_file(GByteArray *cab, const char *name, gsize len, gsize offset)
{
    put(cab, len, 4);
    put(cab, offset, 4);
    put(cab, 0, 2);
    put_text(cab, "\0\0\0\0\x20\0", 6);
    put_text(cab, name, strlen(name) + 1);
}

static void
cabinet_end(GByteArray *cab)
{
    put_at(cab, 8, cab->len, 4);
}

static GByteArray *
cabinet(guint method, const Item *items, guint n)
{
    g_autoptr(GByteArray) all = g_byte_array_new();
    GByteArray *cab;

    for (guint i = 0; i < n; i++)
        put_text(all, items[i].data, items[i].len);
    cab = cabinet_begin(method, (all->len + BLOCK - 1) / BLOCK, n);
    for (guint i = 0, at = 0; i < n; at += (guint) items[i++].len)
        cabinet_file(cab, items[i].name, items[i].len, at);
    put_at(cab, HEAD, cab->len, 4);
    for (gsize at = 0; at < all->len; at += BLOCK)
        put_block(cab, method, all->data + at, MIN(BLOCK, all->len - at));
    cabinet_end(cab);
    return cab;
}

/* From a copy of its own, so that reading too far is noticed. */
static GBytes *
picture_of(const guint8 *data, gsize len)
{
    g_autofree guint8 *copy = len > 0 ? g_memdup2(data, len) : g_malloc(1);

    return msnp_cab_picture(copy, len);
}

static void
check_picture(const GByteArray *cab, const char *expected, gsize len)
{
    g_autoptr(GBytes) picture = picture_of(cab->data, cab->len);

    if (!expected) {
        g_assert_null(picture);
        return;
    }
    g_assert_nonnull(picture);
    g_assert_cmpmem(g_bytes_get_data(picture, NULL), g_bytes_get_size(picture), expected, len);
}

static void
check_items(const Item *items, guint n, const char *expected, gsize len)
{
    static const guint methods[] = {PLAIN, MSZIP};

    for (guint i = 0; i < G_N_ELEMENTS(methods); i++) {
        g_autoptr(GByteArray) cab = cabinet(methods[i], items, n);

        check_picture(cab, expected, len);
    }
}

/* ---- what is found ---- */

static const Item wink[] = {
    ITEM("content.xml", "<package/>"),
    ITEM("wink.swf", SWF),
    ITEM("thumb.png", PNG),
};

static void
test_found(void)
{
    static const struct {
        Item item;
    } alone[] = {
        {ITEM("a.png", PNG)},
        {ITEM("A.JPG", JPEG)},
        {ITEM("a.Jpeg", JPEG)},
        {ITEM("a.gif", GIF)},
        {ITEM(".png", PNG)},
        {ITEM("a.gif", PNG)},
        {ITEM("../../../../tmp/a.png", PNG)},
        {ITEM("C:\\windows\\a.png", PNG)},
        {ITEM("/etc/a.png", PNG)},
        {ITEM("\xff\xfe%n%s.png", PNG)},
    };

    check_items(wink, G_N_ELEMENTS(wink), PNG, PNG_SIZE);
    for (guint i = 0; i < G_N_ELEMENTS(alone); i++)
        check_items(&alone[i].item, 1, alone[i].item.data, alone[i].item.len);
}

static void
test_not_found(void)
{
    static const struct {
        Item item;
    } alone[] = {
        {ITEM("a.swf", PNG)},
        {ITEM("png", PNG)},
        {ITEM("a.png.exe", PNG)},
        {ITEM("a.png", SWF)},
        {ITEM("a.png", "")},
        {ITEM("a.bmp", "BM")},
        {ITEM("a.png", PNG_OF("\4\1", "\0\1"))},
        {ITEM("a.png", PNG_OF("\0\1", "\4\1"))},
    };

    for (guint i = 0; i < G_N_ELEMENTS(alone); i++)
        check_items(&alone[i].item, 1, NULL, 0);
    check_items(wink, 0, NULL, 0);
}

/* Four endings of a picture are looked at. */
static void
test_tries(void)
{
    static const Item items[] = {
        ITEM("1.png", SWF), ITEM("x.swf", SWF), ITEM("2.png", SWF),
        ITEM("3.gif", SWF), ITEM("4.jpg", PNG), ITEM("5.png", GIF),
    };
    static const Item more[] = {
        ITEM("1.png", SWF), ITEM("2.png", SWF), ITEM("3.gif", SWF),
        ITEM("4.jpg", SWF), ITEM("5.png", PNG),
    };

    check_items(items, G_N_ELEMENTS(items), PNG, PNG_SIZE);
    check_items(more, G_N_ELEMENTS(more), NULL, 0);
}

/* Over more than one block, behind an animation. */
static void
test_large(void)
{
    g_autofree char *swf = g_malloc0(3 * BLOCK + 17), *png = g_malloc0(BLOCK + 5);
    const Item items[] = {{"a.swf", swf, 3 * BLOCK + 17}, {"a.png", png, BLOCK + 5}};

    memcpy(png, PNG, PNG_SIZE);
    check_items(items, G_N_ELEMENTS(items), png, BLOCK + 5);
}

/* ---- limits ---- */

static GByteArray *
cabinet_of(guint n_files)
{
    g_autofree Item *items = g_new0(Item, n_files);

    for (guint i = 0; i < n_files; i++)
        items[i] = i + 1 < n_files ? (Item) ITEM("a.swf", SWF) : (Item) ITEM("a.png", PNG);
    return cabinet(PLAIN, items, n_files);
}

static void
test_many_files(void)
{
    g_autoptr(GByteArray) most = cabinet_of(MSNP_CAB_FILES_MAX);
    g_autoptr(GByteArray) more = cabinet_of(MSNP_CAB_FILES_MAX + 1);
    g_autoptr(GByteArray) folders = cabinet(PLAIN, wink, G_N_ELEMENTS(wink));

    check_picture(most, PNG, PNG_SIZE);
    check_picture(more, NULL, 0);
    put_at(folders, 26, MSNP_CAB_FOLDERS_MAX + 1, 2);
    check_picture(folders, NULL, 0);
}

/*
 * A block that is said to go on in the next cabinet, of which there is none: libmspack closes what
 * it reads from, and reads on from it for the next file of the folder.
 */
static void
test_next_cabinet(void)
{
    static const guint methods[] = {PLAIN, MSZIP};

    for (guint m = 0; m < G_N_ELEMENTS(methods); m++) {
        g_autoptr(GByteArray) cab = cabinet_begin(methods[m], 2, 2);

        cabinet_file(cab, "a.png", PNG_SIZE, 0);
        cabinet_file(cab, "b.png", PNG_SIZE, PNG_SIZE);
        put_at(cab, HEAD, cab->len, 4);
        put(cab, 0, 4);
        put(cab, PNG_SIZE, 2);
        put(cab, 0, 2); /* goes on elsewhere */
        put_text(cab, PNG, PNG_SIZE);
        put_block(cab, methods[m], (const guint8 *) PNG, PNG_SIZE);
        cabinet_end(cab);
        check_picture(cab, NULL, 0);
    }
}

/* A table that lies about a length, and about where a file begins. */
static void
test_lengths(void)
{
    static const guint64 numbers[] = {0,          PNG_SIZE + 1, 0x7fff8000,
                                      0x7fffffff, 0x80000000,   0xffffffff};
    static const Item item = ITEM("a.png", PNG);

    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
        g_autoptr(GByteArray) length = cabinet(PLAIN, &item, 1);
        g_autoptr(GByteArray) offset = cabinet(PLAIN, &item, 1);

        put_at(length, HEAD + FOLDER, numbers[i], 4);
        check_picture(length, NULL, 0);
        put_at(offset, HEAD + FOLDER + 4, MAX(numbers[i], 1), 4);
        check_picture(offset, NULL, 0);
    }
}

/* ---- a bomb: 32 KiB of zeros in two hundred bytes ---- */

typedef struct {
    GByteArray *out;
    guint n;
} Bits;

static void
bits_put(Bits *bits, const char *code)
{
    for (; *code; code++, bits->n++) {
        if (bits->n % 8 == 0)
            put(bits->out, 0, 1);
        if (*code == '1')
            bits->out->data[bits->out->len - 1] |= (guint8) (1 << bits->n % 8);
    }
}

static void
put_zeros(GByteArray *cab)
{
    g_autoptr(GByteArray) packed = g_byte_array_new();
    Bits bits = {packed, 0};

    bits_put(&bits, "110"); /* the last block, fixed codes; numbers begin with their lowest bit */
    bits_put(&bits, "00110000"); /* a zero */
    for (guint i = 0; i < 127; i++)
        bits_put(&bits, "1100010100000"); /* 258 times what is one back */
    bits_put(&bits, "00110000");
    bits_put(&bits, "0000000");
    put(cab, 0, 4);
    put(cab, packed->len + 2, 2);
    put(cab, BLOCK, 2);
    put_text(cab, "CK", 2);
    g_byte_array_append(cab, packed->data, packed->len);
}

/* So many blocks of zeros and then a picture. */
static GByteArray *
cabinet_bomb(guint n_blocks)
{
    GByteArray *cab = cabinet_begin(MSZIP, n_blocks + 1, 2);

    cabinet_file(cab, "a.swf", (gsize) n_blocks * BLOCK, 0);
    cabinet_file(cab, "a.png", PNG_SIZE, (gsize) n_blocks * BLOCK);
    put_at(cab, HEAD, cab->len, 4);
    for (guint i = 0; i < n_blocks; i++)
        put_zeros(cab);
    put_block(cab, MSZIP, (const guint8 *) PNG, PNG_SIZE);
    cabinet_end(cab);
    return cab;
}

/* The same with two files that are called pictures between the zeros and the picture. */
static GByteArray *
cabinet_decoys(guint n_blocks)
{
    GByteArray *cab = cabinet_begin(MSZIP, n_blocks + 1, 3);

    cabinet_file(cab, "a.png", 100, (gsize) n_blocks * BLOCK - 200);
    cabinet_file(cab, "b.png", 100, (gsize) n_blocks * BLOCK - 100);
    cabinet_file(cab, "c.png", PNG_SIZE, (gsize) n_blocks * BLOCK);
    put_at(cab, HEAD, cab->len, 4);
    for (guint i = 0; i < n_blocks; i++)
        put_zeros(cab);
    put_block(cab, MSZIP, (const guint8 *) PNG, PNG_SIZE);
    cabinet_end(cab);
    return cab;
}

static void
test_bomb(void)
{
    g_autoptr(GByteArray) small = cabinet_bomb(4);
    g_autoptr(GByteArray) most = cabinet_bomb(MSNP_CAB_UNPACKED_MAX / BLOCK - 1);
    g_autoptr(GByteArray) bomb = cabinet_bomb(MSNP_CAB_UNPACKED_MAX / BLOCK);
    g_autoptr(GByteArray) pair = cabinet_decoys(MSNP_CAB_UNPACKED_MAX / BLOCK / 2);
    g_autoptr(GByteArray) hidden = cabinet_begin(MSZIP, 64, 1);

    check_picture(small, PNG, PNG_SIZE);
    check_picture(most, PNG, PNG_SIZE);
    check_picture(bomb, NULL, 0);
    /* twice as much as is unpacked all in all, for what looks like pictures before the one that is
     */
    check_picture(pair, NULL, 0);
    /* what says that it is a picture */
    cabinet_file(hidden, "a.png", 64 * BLOCK, 0);
    put_at(hidden, HEAD, hidden->len, 4);
    for (guint i = 0; i < 64; i++)
        put_zeros(hidden);
    cabinet_end(hidden);
    check_picture(hidden, NULL, 0);
}

/* ---- cut and spoilt ---- */

static void
check_sane(const guint8 *data, gsize len)
{
    g_autoptr(GBytes) picture = picture_of(data, len);
    MsnpImage image;

    if (picture)
        g_assert_true(
            msnp_image_is_safe(g_bytes_get_data(picture, NULL), g_bytes_get_size(picture), &image));
}

static void
test_cut(void)
{
    static const guint methods[] = {PLAIN, MSZIP};

    for (guint m = 0; m < G_N_ELEMENTS(methods); m++) {
        g_autoptr(GByteArray) cab = cabinet(methods[m], wink, G_N_ELEMENTS(wink));

        for (gsize len = 0; len < cab->len; len++) {
            g_autoptr(GBytes) picture = picture_of(cab->data, len);

            g_assert_null(picture);
        }
    }
}

static void
test_spoilt(void)
{
    static const guint methods[] = {PLAIN, MSZIP, QUANTUM, LZX};
    static const guint8 changes[] = {0x01, 0x80, 0xff};

    for (guint m = 0; m < G_N_ELEMENTS(methods); m++) {
        g_autoptr(GByteArray) cab = cabinet(methods[m], wink, G_N_ELEMENTS(wink));

        check_sane(cab->data, cab->len);
        for (gsize at = 0; at < cab->len; at++)
            for (guint c = 0; c < G_N_ELEMENTS(changes); c++) {
                cab->data[at] ^= changes[c];
                check_sane(cab->data, cab->len);
                cab->data[at] ^= changes[c];
            }
    }
}

/* A folder that is not there; one that began in another cabinet, perhaps to end in a third. */
static void
test_parts(void)
{
    static const guint folders[] = {1, 0xfffd, 0xffff};

    for (guint i = 0; i < G_N_ELEMENTS(folders); i++) {
        static const Item item = ITEM("a.png", PNG);
        g_autoptr(GByteArray) cab = cabinet(PLAIN, &item, 1);

        put_at(cab, HEAD + FOLDER + 8, folders[i], 2);
        check_picture(cab, NULL, 0);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cab/found", test_found);
    g_test_add_func("/cab/not found", test_not_found);
    g_test_add_func("/cab/tries", test_tries);
    g_test_add_func("/cab/large", test_large);
    g_test_add_func("/cab/many files", test_many_files);
    g_test_add_func("/cab/lengths", test_lengths);
    g_test_add_func("/cab/next cabinet", test_next_cabinet);
    g_test_add_func("/cab/bomb", test_bomb);
    g_test_add_func("/cab/cut", test_cut);
    g_test_add_func("/cab/spoilt", test_spoilt);
    g_test_add_func("/cab/parts", test_parts);
    return g_test_run();
}
