/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The unfriendly ways of feeding a replay file: lines that are cut, spoilt or out of place. */
#ifndef REPLAY_HOSTILE_H
#define REPLAY_HOSTILE_H

#include <glib.h>

#include "script.h"

/* Cuts the link before, within, one byte before the end of and behind each command of the file.
 * All three: NULL if all is well, else what was wrong. */
char *hostile_cut(const Script *script);

/* Instead of each command of the file, feeds it with arguments missing or spoilt and with wrong
 * payload lengths. */
char *hostile_spoil(const Script *script);

/* Before each command of the file, feeds every verb we know with too few arguments, that command
 * itself among them: each must be ignored with a debug line, and then the dialogue goes on as if
 * nothing had been. */
char *hostile_torture(const Script *script);

#endif
