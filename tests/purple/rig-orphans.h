/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes that a scenario left behind come to us and are ended. */
#ifndef MSNP_TEST_RIG_ORPHANS_H
#define MSNP_TEST_RIG_ORPHANS_H

/* From now on this process inherits the orphans among its descendants. */
void rig_orphans_adopt(void);

/* Ends every child of this process, and their children as they become ours. */
void rig_orphans_kill(void);

#endif
