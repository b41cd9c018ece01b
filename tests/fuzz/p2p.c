/* SPDX-License-Identifier: GPL-2.0-or-later */
/* P2P packets of somebody in a conversation while an object is fetched or served, or a file is
 * sent, offered or taken. The first byte chooses; packets (header, body, footer) are pieces. */
#include "kit.h"

#include <string.h>

static const char *const starts[] = {
    "parts/p2p-fetch.part",   "parts/p2p-serve.part",   "parts/p2p-taking.part",
    "parts/p2p-offered.part", "parts/p2p-sending.part", "parts/p2p-msnp9.part",
};

static void
feed_packet(Drive *drive, const guint8 *packet, gsize len)
{
    static const char head[] = "MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\n"
                               "P2P-Dest: alice@example.com\r\n\r\n";
    g_autoptr(GString) line = g_string_new(NULL);

    g_string_printf(line, "MSG bob@example.com Bob %" G_GSIZE_FORMAT "\r\n%s", strlen(head) + len,
                    head);
    g_string_append_len(line, (const char *) packet, (gssize) len);
    kit_feed(drive, "sb1", line->str, line->len);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    const guint8 *packet;
    gsize len;
    Drive *drive;

    if (size == 0)
        return 0;
    drive = kit_begin(starts[*data++ % G_N_ELEMENTS(starts)], NULL);
    size--;
    while (kit_piece(&data, &size, &packet, &len)) {
        if (len == 0)
            drive_advance(drive, 1000);
        else
            feed_packet(drive, packet, len);
    }
    kit_end(drive);
    return 0;
}
