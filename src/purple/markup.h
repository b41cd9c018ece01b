/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text with the one style of an MSN message, and libpurple's dialect of HTML. Knows that dialect
 * but not libpurple itself: GLib only.
 */
#ifndef MSNP_PURPLE_MARKUP_H
#define MSNP_PURPLE_MARKUP_H

#include "msnp/msnp.h"

G_BEGIN_DECLS

/* Appends text (valid UTF-8, lines ending in LF) as HTML in that style; style may be NULL. Nothing
 * in text or font becomes markup: a font that is more than a name, or longer than 64 characters, is
 * left out. Black is left out too, so that dark themes stay readable. */
void msnp_markup_from_text(GString *out, const char *text, gsize len, const MsnpStyle *style);

/* What the user typed, as plain UTF-8 text with LF line ends; the caller's, never NULL. html may be
 * NULL and may be anything. Sets *style (if not NULL) to one style for the whole: flags that all
 * non-blank text has, font and colour of the first that has any. style->font is NULL or points into
 * `font`, a buffer of the caller (NULL: no font is wanted). */
char *msnp_markup_to_text(const char *html, MsnpStyle *style, char *font, gsize font_size);

G_END_DECLS

#endif
