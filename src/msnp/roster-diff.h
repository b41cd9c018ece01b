/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What has changed between the roster as it is known and as it was read again, told as if each change had been heard of
 * as it was made. Knows two rosters; refuses to know where either comes from.
 */
#ifndef MSNP_ROSTER_DIFF_H
#define MSNP_ROSTER_DIFF_H

#include "msnp/core.h"

/* Makes core's people what they are in read, except for presence, and tells the differences. */
void msnp_roster_tell_changes(MsnpCore *core, const MsnpRoster *read);

/* The same of groups that are not there any more; for when that was taken in. */
void msnp_roster_tell_gone_groups(MsnpCore *core, const MsnpRoster *read);

#endif
