/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes down what a session makes of a file that is fed loosely, as a replay. */
#ifndef REPLAY_RETELL_H
#define REPLAY_RETELL_H

#include <glib.h>

/* Prints it, and as a comment behind it what promise was broken. FALSE if the file cannot be read.
 */
gboolean retell(const char *file);

#endif
