/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the notification server says once one is signed in, byte for byte. The first byte chooses
 * the dialect. */
#include "kit.h"

static const char *const starts[] = {
    "parts/online-msnp2.part",  "parts/online-msnp7.part",  "parts/online-msnp9.part",
    "parts/online-msnp10.part", "parts/online-msnp11.part", "parts/online-msnp12.part",
    "parts/usr-msnp9.part",     "parts/usr-msnp7.part",     "parts/usr-msnp11.part",
    "parts/online-msnp15.part", "parts/online-msnp16.part", "parts/online-msnp18.part",
};

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    Drive *drive;

    if (size == 0)
        return 0;
    drive = kit_begin(starts[*data % G_N_ELEMENTS(starts)], NULL);
    kit_feed(drive, "ns", data + 1, size - 1);
    kit_end(drive);
    return 0;
}
