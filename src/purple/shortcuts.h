/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Shortcuts of custom emoticons in a text. Knows where they count and where not; knows no picture and nothing of
 * libpurple. GLib only.
 */
#ifndef MSNP_PURPLE_SHORTCUTS_H
#define MSNP_PURPLE_SHORTCUTS_H

#include <glib.h>

G_BEGIN_DECLS

/* Which of n shortcuts (none of them empty) stand in the text: their indices, each once, in the order of the text, at
 * most max of them; returns how many. Where several fit, the longest counts. What is within a web address is none. */
guint msnp_shortcuts_find(const char *text, const char *const *shortcuts, guint n, guint *found, guint max);

/* TRUE if what somebody says is a shortcut can be one: it has something visible, no control character, and at most
 * MSNP_SHORTCUT_MAX bytes. A blank alone would make all text into pictures. */
#define MSNP_SHORTCUT_MAX 64
gboolean msnp_shortcut_is_usable(const char *shortcut);

G_END_DECLS

#endif
