/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole session by its contract: the input is a replay file of which nothing is compared, so that
 * links, jobs, users and the clock come in any order. See script_read_loosely() and loose.c. */
#include "kit.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(Script) script =
        script_read_loosely((const char *) data, size, "tests/replay/input.msnp");
    Drive *drive = drive_new(script, FEED_WHOLE);

    drive_play_loosely(drive);
    kit_end(drive);
    return 0;
}
