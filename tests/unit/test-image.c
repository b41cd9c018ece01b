/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Heads of pictures: what is one, how large it says it is, and all that only begins like one.
 */
#include "purple/image.h"

#include <string.h>

#define BYTES(text) (const guint8 *) text, sizeof(text) - 1

#define PNG_HEAD    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
#define PNG_TAIL    "\x08\x06\0\0\0" "CRC!"
#define JFIF        "\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
#define SOF(h, w)   "\xff\xc0\0\x0b\x08" h w "\x01\x01\x11\0"

static const struct {
    const char *what;
    const guint8 *data;
    gsize len;
    gboolean is_read;
    gboolean is_safe;
    MsnpImage image;
} cases[] = {
    {"png", BYTES(PNG_HEAD "\0\0\0\x60\0\0\0\x40" PNG_TAIL), TRUE, TRUE, {MSNP_IMAGE_PNG, 96, 64}},
    {"png, 1024", BYTES(PNG_HEAD "\0\0\4\0\0\0\4\0" PNG_TAIL), TRUE, TRUE,
     {MSNP_IMAGE_PNG, 1024, 1024}},
    {"png, 1025 wide", BYTES(PNG_HEAD "\0\0\4\1\0\0\0\1" PNG_TAIL), TRUE, FALSE,
     {MSNP_IMAGE_PNG, 1025, 1}},
    {"png, 1025 high", BYTES(PNG_HEAD "\0\0\0\1\0\0\4\1" PNG_TAIL), TRUE, FALSE,
     {MSNP_IMAGE_PNG, 1, 1025}},
    {"png, immense", BYTES(PNG_HEAD "\xff\xff\xff\xff\xff\xff\xff\xff" PNG_TAIL), TRUE, FALSE,
     {MSNP_IMAGE_PNG, G_MAXUINT32, G_MAXUINT32}},
    {"png, no width", BYTES(PNG_HEAD "\0\0\0\0\0\0\0\1" PNG_TAIL), FALSE, FALSE, {0}},
    {"png, no height", BYTES(PNG_HEAD "\0\0\0\1\0\0\0\0" PNG_TAIL), FALSE, FALSE, {0}},
    {"png, another chunk first",
     BYTES("\x89PNG\r\n\x1a\n\0\0\0\rtEXt" "\0\0\0\1\0\0\0\1" PNG_TAIL), FALSE, FALSE, {0}},
    {"gif 89", BYTES("GIF89a\x13\0\x32\0\x80\0\0"), TRUE, TRUE, {MSNP_IMAGE_GIF, 19, 50}},
    {"gif 87", BYTES("GIF87a\1\0\1\0\0\0\0;"), TRUE, TRUE, {MSNP_IMAGE_GIF, 1, 1}},
    {"gif, large", BYTES("GIF89a\xff\xff\1\0\0\0\0"), TRUE, FALSE, {MSNP_IMAGE_GIF, 65535, 1}},
    {"gif, no width", BYTES("GIF89a\0\0\1\0\0\0\0"), FALSE, FALSE, {0}},
    {"gif of another year", BYTES("GIF90a\1\0\1\0\0\0\0"), FALSE, FALSE, {0}},
    {"jpeg", BYTES("\xff\xd8" JFIF SOF("\0\x40", "\0\x60")), TRUE, TRUE,
     {MSNP_IMAGE_JPEG, 96, 64}},
    {"jpeg, frame at once", BYTES("\xff\xd8" SOF("\0\1", "\0\2")), TRUE, TRUE,
     {MSNP_IMAGE_JPEG, 2, 1}},
    {"jpeg, padded markers", BYTES("\xff\xd8\xff\xff" JFIF "\xff\xff" SOF("\0\1", "\0\1")), TRUE,
     TRUE, {MSNP_IMAGE_JPEG, 1, 1}},
    {"jpeg, progressive", BYTES("\xff\xd8\xff\xc2\0\x0b\x08\0\1\0\1\1\1\x11\0"), TRUE, TRUE,
     {MSNP_IMAGE_JPEG, 1, 1}},
    {"jpeg, tables are no frame",
     BYTES("\xff\xd8\xff\xc4\0\x08\x08\4\1\4\1\1\xff\xcc\0\x08\x08\4\1\4\1\1" SOF("\0\3", "\0\4")),
     TRUE, TRUE, {MSNP_IMAGE_JPEG, 4, 3}},
    {"jpeg, large", BYTES("\xff\xd8" SOF("\xff\xff", "\0\1")), TRUE, FALSE,
     {MSNP_IMAGE_JPEG, 1, 65535}},
    {"jpeg, height told later", BYTES("\xff\xd8" SOF("\0\0", "\0\1")), FALSE, FALSE, {0}},
    {"jpeg, data before a frame", BYTES("\xff\xd8\xff\xda\0\2" SOF("\0\1", "\0\1")), FALSE, FALSE,
     {0}},
    {"jpeg, no frame", BYTES("\xff\xd8" JFIF "\xff\xd9\0\0"), FALSE, FALSE, {0}},
    {"jpeg, an impossible length", BYTES("\xff\xd8\xff\xe0\0\1" SOF("\0\1", "\0\1")), FALSE, FALSE,
     {0}},
    {"jpeg, a length beyond the end", BYTES("\xff\xd8\xff\xe0\xff\xff" SOF("\0\1", "\0\1")), FALSE,
     FALSE, {0}},
    {"jpeg, a frame too short", BYTES("\xff\xd8\xff\xc0\0\7\x08\0\1\0\1"), FALSE, FALSE, {0}},
    {"jpeg, no marker", BYTES("\xff\xd8\0\0\0\0\0\0"), FALSE, FALSE, {0}},
    {"jpeg, nothing but padding", BYTES("\xff\xd8\xff\xff\xff\xff\xff"), FALSE, FALSE, {0}},
    {"bmp", BYTES("BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0"), FALSE, FALSE, {0}},
    {"svg", BYTES("<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>"), FALSE, FALSE,
     {0}},
    {"nothing", BYTES(""), FALSE, FALSE, {0}},
};

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
        MsnpImage image = {0}, safe = {0};

        g_test_message("%s", cases[i].what);
        g_assert_cmpint(read_copy(cases[i].data, cases[i].len, &image, FALSE), ==,
                        cases[i].is_read);
        g_assert_cmpint(read_copy(cases[i].data, cases[i].len, &safe, TRUE), ==, cases[i].is_safe);
        g_assert_cmpmem(&image, sizeof(image), &cases[i].image, sizeof(image));
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
                if (msnp_image_is_safe(copy, cases[i].len, &image)) {
                    g_assert_cmpuint(image.width, <=, MSNP_IMAGE_SIDE_MAX);
                    g_assert_cmpuint(image.height, <=, MSNP_IMAGE_SIDE_MAX);
                }
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
