/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The codes that the add-on Messenger Plus! puts into names and messages for colours and effects.
 * Knows how to take them out; draws nothing. GLib only.
 */
#ifndef MSNP_PURPLE_PLUS_H
#define MSNP_PURPLE_PLUS_H

#include <glib.h>

G_BEGIN_DECLS

/* Appends a name (valid UTF-8) without codes; that may leave nothing. FALSE, and nothing appended,
 * if there are none in it: use the name itself. */
gboolean msnp_plus_strip_name(GString *out, const char *name);

/* A name as it is shown: itself, or without codes, and then *plain has to be freed; else it is not touched. */
const char *msnp_plus_shown_name(const char *name, char **plain);

/* msnp_plus_strip_name() for the text of a message, which is more likely to mean what it says: codes in brackets
 * are taken out in pairs only, so that "a[i] = b[i]" stays. */
gboolean msnp_plus_strip_text(GString *out, const char *text, gsize len);

G_END_DECLS

#endif
