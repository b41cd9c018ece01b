/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a switchboard says, byte for byte: one that was just opened, one with a conversation going
 * on, one that we were called to, a group. The first byte chooses. */
#include "kit.h"

static const struct {
    const char *file;
    const char *link;
} starts[] = {
    {"parts/chat-msnp9.part", NULL},       {"parts/chat-msnp9.part", "sb1"},
    {"told-08-incoming-chat.msnp", "sb1"}, {"chat-group-new.msnp", "sb1"},
    {"chat-group-two-places.msnp", NULL},  {"told-07-outgoing-chat.msnp", "sb1"},
    {"chat-group-line-breaks.msnp", NULL}, {"invitations.msnp", "sb1"},
};

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    Drive *drive;

    if (size == 0)
        return 0;
    drive = kit_begin(starts[*data % G_N_ELEMENTS(starts)].file,
                      starts[*data % G_N_ELEMENTS(starts)].link);
    kit_feed(drive, "sb1", data + 1, size - 1);
    kit_end(drive);
    return 0;
}
