/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The header of a P2P packet, written as words. Knows where its numbers stand; refuses to know what
 * they mean. */
#ifndef REPLAY_PACKET_H
#define REPLAY_PACKET_H

#include <glib.h>

/* Appends the 48 bytes of "session=1 id=0x2 ...": words in any order, what is left out is 0. FALSE,
 * and nothing appended, if a word is no number of the header or does not fit. */
gboolean packet_header(const char *words, GString *out);

#endif
