/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Documents of web services as they may stand in a debug log: without passwords, tickets and what is made of them. Knows
 * the names of the elements that hold such; refuses to know what the others mean.
 */
#ifndef MSNP_BLANK_H
#define MSNP_BLANK_H

#include <glib.h>

/* Appends a document, *** for each text that is secret or bulky. What follows something that is cut off is left out, as is
 * what is longer than a log should have. */
void msnp_blank_append(GString *out, const char *xml, gsize len);

/* Replaces each place where secret stands, as it is or escaped, by ***. NULL and very short ones are ignored. */
void msnp_blank_secret(GString *text, const char *secret);

#endif
