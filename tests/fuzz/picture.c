/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes that are said to be a picture, or a wink with one in it. */
#include "purple/cab.h"

#include "kit.h"
#include "purple/image.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree guint8 *copy = g_memdup2(data, size);
    g_autoptr(GBytes) inside = msnp_cab_picture(copy, size);
    MsnpImage image;
    gsize len;

    if (msnp_image_is_safe(copy, size, &image))
        kit_promise(image.width > 0 && image.width <= MSNP_IMAGE_SIDE_MAX && image.height > 0 &&
                    image.height <= MSNP_IMAGE_SIDE_MAX);
    if (inside) {
        const guint8 *bytes = g_bytes_get_data(inside, &len);

        kit_promise(len <= MSNP_CAB_PICTURE_MAX && msnp_image_is_safe(bytes, len, &image));
    }
    return 0;
}
