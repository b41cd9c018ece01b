/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the first bytes of a picture say of it: format, width, height. Knows the heads of PNG, JPEG and GIF files;
 * decodes no pixel, and knows nothing of libpurple. GLib only.
 */
#include "purple/image.h"

#include <string.h>

static guint32
big16(const guint8 *p)
{
    return (guint32) p[0] << 8 | p[1];
}

static guint32
big32(const guint8 *p)
{
    return big16(p) << 16 | big16(p + 2);
}

static guint32
little16(const guint8 *p)
{
    return (guint32) p[1] << 8 | p[0];
}

/* The first chunk is IHDR: length, name, width, height, five more bytes and a checksum. */
static gboolean
read_png(const guint8 *data, gsize len, MsnpImage *image)
{
    static const guint8 head[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};

    if (len < sizeof(head) + 13 + 4 || memcmp(data, head, sizeof(head)) != 0)
        return FALSE;
    *image = (MsnpImage){MSNP_IMAGE_PNG, big32(data + sizeof(head)), big32(data + sizeof(head) + 4)};
    return TRUE;
}

/* The size of the screen that all of its frames are on. */
static gboolean
read_gif(const guint8 *data, gsize len, MsnpImage *image)
{
    if (len < 13 || (memcmp(data, "GIF87a", 6) != 0 && memcmp(data, "GIF89a", 6) != 0))
        return FALSE;
    *image = (MsnpImage){MSNP_IMAGE_GIF, little16(data + 6), little16(data + 8)};
    return TRUE;
}

/* ---- JPEG: segments, each a marker and a length, until one of them is a frame ---- */

enum {
    JPEG_TEM = 0x01,
    JPEG_SOF0 = 0xc0,
    JPEG_DHT = 0xc4,
    JPEG_JPG = 0xc8,
    JPEG_DAC = 0xcc,
    JPEG_SOF15 = 0xcf,
    JPEG_RST0 = 0xd0,
    JPEG_SOI = 0xd8,
    JPEG_EOI = 0xd9,
    JPEG_SOS = 0xda,
};

static gboolean
jpeg_is_frame(guint8 marker)
{
    return marker >= JPEG_SOF0 && marker <= JPEG_SOF15 && marker != JPEG_DHT && marker != JPEG_JPG &&
           marker != JPEG_DAC;
}

/* What cannot come before the first frame: data, an end, and markers that stand alone. */
static gboolean
jpeg_is_misplaced(guint8 marker)
{
    return marker <= JPEG_TEM || (marker >= JPEG_RST0 && marker <= JPEG_SOS);
}

/* Length, bits of a sample, height, width, number of components. */
static gboolean
jpeg_frame(const guint8 *segment, gsize len, MsnpImage *image)
{
    if (len < 8)
        return FALSE;
    *image = (MsnpImage){MSNP_IMAGE_JPEG, big16(segment + 5), big16(segment + 3)};
    return TRUE;
}

static gboolean
read_jpeg(const guint8 *data, gsize len, MsnpImage *image)
{
    gsize at = 2, segment;
    guint8 marker;

    if (len < 4 || data[0] != 0xff || data[1] != JPEG_SOI)
        return FALSE;
    for (;;) {
        if (at >= len || data[at] != 0xff)
            return FALSE;
        while (at < len && data[at] == 0xff) /* any number of them may stand before a marker */
            at++;
        if (len - at < 3)
            return FALSE;
        marker = data[at++];
        segment = big16(data + at);
        if (jpeg_is_misplaced(marker) || segment < 2 || segment > len - at)
            return FALSE;
        if (jpeg_is_frame(marker))
            return jpeg_frame(data + at, segment, image);
        at += segment;
    }
}

/* ---- any of them ---- */

gboolean
msnp_image_read(const guint8 *data, gsize len, MsnpImage *image)
{
    MsnpImage read;

    if (!read_png(data, len, &read) && !read_gif(data, len, &read) && !read_jpeg(data, len, &read))
        return FALSE;
    if (read.width == 0 || read.height == 0)
        return FALSE;
    *image = read;
    return TRUE;
}

gboolean
msnp_image_is_safe(const guint8 *data, gsize len, MsnpImage *image)
{
    MsnpImage read;

    if (!msnp_image_read(data, len, &read) || read.width > MSNP_IMAGE_SIDE_MAX || read.height > MSNP_IMAGE_SIDE_MAX)
        return FALSE;
    *image = read;
    return TRUE;
}

const char *
msnp_image_type(MsnpImageFormat format)
{
    static const char *const types[] = {
        [MSNP_IMAGE_PNG] = "image/png",
        [MSNP_IMAGE_JPEG] = "image/jpeg",
        [MSNP_IMAGE_GIF] = "image/gif",
    };

    return types[format];
}
