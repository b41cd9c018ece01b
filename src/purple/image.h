/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the first bytes of a picture say of it: format, width, height. Knows the heads of PNG, JPEG and GIF files;
 * decodes no pixel, and knows nothing of libpurple. GLib only.
 */
#ifndef MSNP_PURPLE_IMAGE_H
#define MSNP_PURPLE_IMAGE_H

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
    MSNP_IMAGE_PNG,
    MSNP_IMAGE_JPEG,
    MSNP_IMAGE_GIF,
} MsnpImageFormat;

typedef struct {
    MsnpImageFormat format;
    guint32 width;
    guint32 height;
} MsnpImage;

/* The longest side of a picture from outside, in pixels: a few bytes can say that they are a gigabyte of pixels. */
#define MSNP_IMAGE_SIDE_MAX 1024

/* Reads the head of a picture. FALSE, and nothing set, unless it is one of the formats, whole up to where it tells its
 * size, and neither side of it is 0. */
gboolean msnp_image_read(const guint8 *data, gsize len, MsnpImage *image);

/* The same, and neither side is longer than MSNP_IMAGE_SIDE_MAX: may be given to whatever decodes it. */
gboolean msnp_image_is_safe(const guint8 *data, gsize len, MsnpImage *image);

/* "image/png" and its like. */
const char *msnp_image_type(MsnpImageFormat format);

G_END_DECLS

#endif
