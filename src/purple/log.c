/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The debug log: every action as one line. Secrets never get here: the core marks them and the printer
 * hides them.
 */
#include "purple/log.h"

#include <debug.h>

/* libpurple calls it enabled only when it goes to the terminal; a debug window is asked for itself. */
gboolean
msnp_log_is_wanted(void)
{
    PurpleDebugUiOps *ops = purple_debug_get_ui_ops();

    if (purple_debug_is_enabled())
        return TRUE;
    return ops && ops->print && (!ops->is_enabled || ops->is_enabled(PURPLE_DEBUG_MISC, "msnp"));
}

void
msnp_log_action(const MsnpAction *action)
{
    g_autoptr(GString) line = NULL;

    if (!msnp_log_is_wanted())
        return;
    line = g_string_sized_new(160);
    msnp_action_print(action, line);
    purple_debug_misc("msnp", "%s\n", line->str);
}
