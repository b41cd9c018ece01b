/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The unfriendly ways of feeding a replay file: lines that are cut, spoilt, missing or
 * out of place. One that comes up to a fault and ends well has survived it; all are counted. */
#ifndef REPLAY_HOSTILE_H
#define REPLAY_HOSTILE_H

#include <glib.h>

#include "script.h"

/* Cuts the link before, within, one byte before the end of and behind each command of the file.
 * All of these: NULL if all is well, else what was wrong. */
char *hostile_cut(const Script *script);

/* The same at each byte of each command. */
/* hostile_cut_each_byte() takes a sample: one of so many bytes. */
void hostile_cut_every(guint bytes);

char *hostile_cut_each_byte(const Script *script);

/* Each command of the file never comes (and nothing else either, or all that follows), comes twice,
 * too late, or after the one behind it. */
char *hostile_disorder(const Script *script);

/* Instead of each command of the file, feeds it with arguments missing or spoilt and with wrong
 * payload lengths. */
char *hostile_spoil(const Script *script);

/* Before each command of the file, feeds every verb we know with too few arguments, that command
 * itself among them: each must be ignored with a debug line, and then the dialogue goes on as if
 * nothing had been. */
char *hostile_torture(const Script *script);

/* How many cuts, spoilt commands and disorders there were so far, and how many went well. */
guint hostile_injected(void);
guint hostile_survived(void);

#endif
