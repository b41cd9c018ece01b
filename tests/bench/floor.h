/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What rows about files are measured against: the same frames, moved by nothing but read and write.
 * See README.md for what counts as the same. */
#ifndef MSNP_BENCH_FLOOR_H
#define MSNP_BENCH_FLOOR_H

#include <glib.h>

/* From the file FROM into the file TO by a process that sends and one that receives; straight, or
 * through a third one between them that acknowledges each frame. Seconds from the start to the end
 * of the last of them, negative when one failed. */
double floor_straight(const char *from, const char *to);
double floor_relayed(const char *from, const char *to);

#endif
