/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The debug log: every action as one line. Secrets never get here: the core marks them and the printer
 * hides them.
 */
#include "purple/log.h"

#include <string.h>
#include <debug.h>

/* Packets with at least so many bytes carry data: SLP messages, acknowledgements and handshakes are of use in a log. */
#define BULK_MIN 1000

/* libpurple calls it enabled only when it goes to the terminal; a debug window is asked for itself. */
gboolean
msnp_log_is_wanted(void)
{
    PurpleDebugUiOps *ops = purple_debug_get_ui_ops();

    if (purple_debug_is_enabled())
        return TRUE;
    return ops && ops->print && (!ops->is_enabled || ops->is_enabled(PURPLE_DEBUG_MISC, "msnp"));
}

/* Pieces of pictures and files: many, of no use to anybody who reads a log, and nobody's business. P2P packets have
 * NULs in their heads; nothing else that is written has any. */
static gboolean
action_is_bulk(const MsnpAction *action)
{
    if (action->kind == MSNP_ACTION_FILE_READ || action->kind == MSNP_ACTION_FILE_WRITE)
        return TRUE;
    return action->kind == MSNP_ACTION_WRITE && action->len > BULK_MIN && memchr(action->data, '\0', action->len);
}

void
msnp_log_action(const MsnpAction *action)
{
    g_autoptr(GString) line = NULL;

    if (!msnp_log_is_wanted() || action_is_bulk(action))
        return;
    line = g_string_sized_new(160);
    msnp_action_print(action, line);
    purple_debug_misc("msnp", "%s\n", line->str);
}
