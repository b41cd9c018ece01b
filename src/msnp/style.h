/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The X-MMS-IM-Format header value and the neutral style it stands for. Knows no markup: what a
 * hostile font name could do to a window is the business of whoever draws it.
 */
#ifndef MSNP_STYLE_H
#define MSNP_STYLE_H

#include "msnp/msnp.h"

G_BEGIN_DECLS

/* A buffer that holds every font name worth having, NUL included. Longer ones are neither read into
 * such a buffer nor printed. */
#define MSNP_STYLE_FONT_SIZE 128

/* Reads a header value (value may be NULL when len is 0). Whatever is missing or unusable is left
 * at its default: no font, no flags, colour -1. style->font is NULL or points into `font`, a buffer
 * of the caller, and is then valid UTF-8 without control characters. Never fails. */
void msnp_style_parse(const char *value, gsize len, MsnpStyle *style, char *font, gsize font_size);

/* The header value that was read last, and what it said: most people write in one style all day. One that is
 * all zero remembers nothing. */
typedef struct {
    char value[256];
    gsize len;
    MsnpStyle style;
    char font[MSNP_STYLE_FONT_SIZE];
} MsnpStyleMemo;

/* As msnp_style_parse(), but does nothing for the same value again. Valid until the next call. */
const MsnpStyle *msnp_style_recall(MsnpStyleMemo *memo, const char *value, gsize len);

/* Appends the header value of a style; NULL is the default style. A font that is empty or does not
 * fit MSNP_STYLE_FONT_SIZE is replaced by the official client's default. */
void msnp_style_print(const MsnpStyle *style, GString *out);

/* TRUE if both say the same. NULL equals a style that says nothing. */
gboolean msnp_style_equal(const MsnpStyle *a, const MsnpStyle *b);

G_END_DECLS

#endif
