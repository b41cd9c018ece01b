/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole session by its contract: the input is a replay file of which nothing is compared, so that
 * links, jobs, users and the clock come in any order. See script_read_loosely() and loose.c. */
#include "kit.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(Script) script =
        script_read_loosely((const char *) data, size, "tests/replay/input.msnp");
    Drive *drive = drive_new(script, FEED_WHOLE);

    /* whoever writes a password into an address finds it there */
    if (drive_tells_secret(drive, script->nexus, strlen(script->nexus)) ||
        drive_tells_secret(drive, script->host, strlen(script->host))) {
        drive_free(drive);
        return 0;
    }
    drive_play_loosely(drive);
    kit_end(drive);
    return 0;
}
