/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The debug log: every action as one line. Secrets never get here: the core marks them and the printer
 * hides them.
 */
#ifndef MSNP_PURPLE_LOG_H
#define MSNP_PURPLE_LOG_H

#include "msnp/msnp.h"

/* Whether anybody looks at the debug log. */
gboolean msnp_log_is_wanted(void);

/* Costs nothing while nobody looks at the debug log. */
void msnp_log_action(const MsnpAction *action);

#endif
