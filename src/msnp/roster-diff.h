/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What has changed between the roster as it is known and as it was read again, told as if each change had been heard of
 * as it was made. Knows two rosters; refuses to know where either comes from.
 */
#ifndef MSNP_ROSTER_DIFF_H
#define MSNP_ROSTER_DIFF_H

#include "msnp/core.h"

/* Makes core's roster what read is, except for presence, and tells the differences. Who is on more lists that the
 * notification server knows (forward, allow, block) than before is put into added, with these; on less, into
 * removed. */
void msnp_roster_tell_changes(MsnpCore *core, const MsnpRoster *read, MsnpRoster *added, MsnpRoster *removed);

#endif
