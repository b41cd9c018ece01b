/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small pieces of the replay format: words, quotes, escapes. Knows no item and no session. */
#ifndef REPLAY_TEXT_H
#define REPLAY_TEXT_H

#include <glib.h>

/* Appends text to out with \r \n \t \\ \" and \xNN replaced. FALSE at any other backslash. */
gboolean text_unescape(const char *text, GString *out);

/* The next word at *p, which may hold "quoted parts" with spaces and escapes; *p is moved behind it
 * and the spaces after it. NULL if there is none or a quote does not end. */
char *text_word(const char **p);

/* What stands before the next `end`, *p is moved behind it. NULL (and *p unmoved) if there is none.
 */
char *text_until(const char **p, char end);

/* Appends bytes so that they can be read on one line. */
void text_escape(GString *out, const guint8 *data, gsize len);

#endif
