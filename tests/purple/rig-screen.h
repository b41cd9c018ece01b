/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands on the display of an Xvfb: colours, of which there are many pixels or none. And
 * pictures that are all of one colour, to look for. Knows no window. */
#ifndef MSNP_TEST_RIG_SCREEN_H
#define MSNP_TEST_RIG_SCREEN_H

#include <glib.h>

/* Pictures are squares with sides of so many pixels. */
#define RIG_SQUARE 32

/* Looks at the display of the Xvfb that was started with -fbdir FOLDER, and has said its number. */
void rig_screen_open(const char *folder);

/* Pixels of this colour, 0xRRGGBB. */
guint rig_screen_count(guint32 colour);

/* Waits until at least this many squares of the colour are seen, or, with 0, no pixel of it. A
 * square counts when most of it is there, as Pidgin makes round corners. */
#define rig_expect_squares(colour, squares) rig_expect_squares_full(G_STRLOC, colour, squares)
void rig_expect_squares_full(const char *where, guint32 colour, guint squares);

/* A GIF file of that colour; or of two in turn, one second each, if they differ. */
GByteArray *rig_square(guint32 colour, guint32 then);

/* The same as msnpd's orders have bytes. To be freed. */
char *rig_square_bytes(guint32 colour, guint32 then);

#endif
