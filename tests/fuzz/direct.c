/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the other side says over a connection for a file, byte for byte: P2P frames, and MSNFTP in
 * both roles. The first byte chooses; pieces arrive one by one, and an empty one is a second. */
#include "kit.h"

static const char *const starts[] = {
    "told-24-direct-connection.msnp", "msnftp-sent.msnp",
    "msnftp-sent-to-a-listener.msnp", "msnftp-lies.msnp",
    "told-11-file-invitation.msnp",   "msnftp-strangers.msnp",
};

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    const guint8 *piece;
    gsize len;
    Drive *drive;

    if (size == 0)
        return 0;
    drive = kit_begin(starts[*data++ % G_N_ELEMENTS(starts)], "ft1");
    size--;
    while (kit_piece(&data, &size, &piece, &len)) {
        if (len == 0)
            drive_advance(drive, 1000);
        else
            kit_feed(drive, "ft1", piece, len);
    }
    kit_end(drive);
    return 0;
}
