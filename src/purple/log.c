/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The debug log: every action as one line. Secrets never get here: the core marks them and the printer
 * hides them.
 */
#include "purple/log.h"

#include <debug.h>

void
msnp_log_action(const MsnpAction *action)
{
    g_autoptr(GString) line = NULL;

    if (!purple_debug_is_enabled())
        return;
    line = g_string_sized_new(160);
    msnp_action_print(action, line);
    purple_debug_misc("msnp", "%s\n", line->str);
}
