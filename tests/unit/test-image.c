/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Heads of pictures: what is one, how large it says it is, and all that only begins like one.
 */
#include "purple/image.h"

#include <string.h>

#define BYTES(text) (const guint8 *) text, sizeof(text) - 1

#define PNG       "\x89PNG\r\n\x1a\n\0\0\0\r"
#define HEAD      PNG "IHDR"
#define TAIL      "\x08\x06\0\0\0CRC!"
#define JPEG      "\xff\xd8"
#define JFIF      "\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
#define SOF(h, w) "\xff\xc0\0\x0b\x08" h w "\x01\x01\x11\0"
#define TABLES    "\xff\xc4\0\x08\x08\4\1\4\1\1\xff\xcc\0\x08\x08\4\1\4\1\1"
#define LOSSLESS  "\xff\xc3\0\x0b\x08\0\1\0\1\1\1\x11\0"
#define IS_PNG    MSNP_IMAGE_PNG
#define IS_JPEG   MSNP_IMAGE_JPEG
#define IS_GIF    MSNP_IMAGE_GIF

static const struct {
    const char *what;
    const guint8 *data;
    gsize len;
    MsnpImage image; /* no size: it is none */
} cases[] = {
    {"png", BYTES(HEAD "\0\0\0\x60\0\0\0\x40" TAIL), {IS_PNG, 96, 64}},
    {"png, 1024", BYTES(HEAD "\0\0\4\0\0\0\4\0" TAIL), {IS_PNG, 1024, 1024}},
    {"png, 1025 wide", BYTES(HEAD "\0\0\4\1\0\0\0\1" TAIL), {IS_PNG, 1025, 1}},
    {"png, 1025 high", BYTES(HEAD "\0\0\0\1\0\0\4\1" TAIL), {IS_PNG, 1, 1025}},
    {"png, immense", BYTES(HEAD "\x7f\xff\xff\xff\xff\xff\xff\xff" TAIL), {IS_PNG, G_MAXINT, -1}},
    {"png, no width", BYTES(HEAD "\0\0\0\0\0\0\0\1" TAIL), {0}},
    {"png, no height", BYTES(HEAD "\0\0\0\1\0\0\0\0" TAIL), {0}},
    {"png, another chunk first", BYTES(PNG "tEXt\0\0\0\1\0\0\0\1" TAIL), {0}},
    {"gif 89", BYTES("GIF89a\x13\0\x32\0\x80\0\0"), {IS_GIF, 19, 50}},
    {"gif 87", BYTES("GIF87a\1\0\1\0\0\0\0;"), {IS_GIF, 1, 1}},
    {"gif, large", BYTES("GIF89a\xff\xff\1\0\0\0\0"), {IS_GIF, 65535, 1}},
    {"gif, no width", BYTES("GIF89a\0\0\1\0\0\0\0"), {0}},
    {"gif of another year", BYTES("GIF90a\1\0\1\0\0\0\0"), {0}},
    {"jpeg", BYTES(JPEG JFIF SOF("\0\x40", "\0\x60")), {IS_JPEG, 96, 64}},
    {"jpeg, frame at once", BYTES(JPEG SOF("\0\1", "\0\2")), {IS_JPEG, 2, 1}},
    {"jpeg, padding", BYTES(JPEG "\xff\xff" JFIF "\xff\xff" SOF("\0\1", "\0\1")), {IS_JPEG, 1, 1}},
    {"jpeg, lossless", BYTES(JPEG LOSSLESS), {IS_JPEG, 1, 1}},
    {"jpeg, tables are no frame", BYTES(JPEG TABLES SOF("\0\3", "\0\4")), {IS_JPEG, 4, 3}},
    {"jpeg, large", BYTES(JPEG SOF("\xff\xff", "\0\1")), {IS_JPEG, 1, 65535}},
    {"jpeg, height told later", BYTES(JPEG SOF("\0\0", "\0\1")), {0}},
    {"jpeg, data before a frame", BYTES(JPEG "\xff\xda\0\2" SOF("\0\1", "\0\1")), {0}},
    {"jpeg, no frame", BYTES(JPEG JFIF "\xff\xd9\0\0"), {0}},
    {"jpeg, an impossible length", BYTES(JPEG "\xff\xe0\0\1" SOF("\0\1", "\0\1")), {0}},
    {"jpeg, a length beyond the end", BYTES(JPEG "\xff\xe0\xff\xff" SOF("\0\1", "\0\1")), {0}},
    {"jpeg, a frame too short", BYTES(JPEG "\xff\xc0\0\7\x08\0\1\0\1"), {0}},
    {"jpeg, no marker", BYTES(JPEG "\0\0\0\0\0\0"), {0}},
    {"jpeg, nothing but padding", BYTES(JPEG "\xff\xff\xff\xff\xff"), {0}},
    {"bmp", BYTES("BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0"), {0}},
    {"svg", BYTES("<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>"), {0}},
    {"nothing", BYTES(""), {0}},
};

static gboolean
is_small(const MsnpImage *image)
{
    return image->width <= MSNP_IMAGE_SIDE_MAX && image->height <= MSNP_IMAGE_SIDE_MAX;
}

/* A copy of its own, so that reading too far is noticed. */
static gboolean
read_copy(const guint8 *data, gsize len, MsnpImage *image, gboolean safe)
{
    g_autofree guint8 *copy = len > 0 ? g_memdup2(data, len) : g_malloc(1);

    return safe ? msnp_image_is_safe(copy, len, image) : msnp_image_read(copy, len, image);
}

static void
test_heads(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const MsnpImage *expected = &cases[i].image;
        MsnpImage image = {0}, safe = {0};
        gboolean is_one = expected->width > 0;

        g_test_message("%s", cases[i].what);
        g_assert_cmpint(read_copy(cases[i].data, cases[i].len, &image, FALSE), ==, is_one);
        g_assert_cmpmem(&image, sizeof(image), expected, sizeof(image));
        g_assert_cmpint(read_copy(cases[i].data, cases[i].len, &safe, TRUE), ==,
                        is_one && is_small(expected));
    }
}

/* Cut anywhere it is read to the same size, or not at all. */
static void
test_cut(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        for (gsize len = 0; len < cases[i].len; len++) {
            MsnpImage image = {0};

            if (read_copy(cases[i].data, len, &image, FALSE))
                g_assert_cmpmem(&image, sizeof(image), &cases[i].image, sizeof(image));
        }
}

/* Any byte may be any other: nothing may break. */
static void
test_damaged(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        for (gsize at = 0; at < cases[i].len; at++)
            for (guint value = 0; value < 256; value += 5) {
                g_autofree guint8 *copy = g_memdup2(cases[i].data, cases[i].len);
                MsnpImage image;

                copy[at] = (guint8) value;
                if (msnp_image_is_safe(copy, cases[i].len, &image))
                    g_assert_true(is_small(&image));
            }
}

static void
test_types(void)
{
    g_assert_cmpstr(msnp_image_type(MSNP_IMAGE_PNG), ==, "image/png");
    g_assert_cmpstr(msnp_image_type(MSNP_IMAGE_JPEG), ==, "image/jpeg");
    g_assert_cmpstr(msnp_image_type(MSNP_IMAGE_GIF), ==, "image/gif");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/image/heads", test_heads);
    g_test_add_func("/image/cut", test_cut);
    g_test_add_func("/image/damaged", test_damaged);
    g_test_add_func("/image/types", test_types);
    return g_test_run();
}
