/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Picks a few values out of a small XML document, as servers of the time wrote it: well formed or
 * not quite. Knows elements and attributes by name; refuses to know what they are for, and builds
 * no tree.
 */
#ifndef MSNP_XML_H
#define MSNP_XML_H

#include <glib.h>

G_BEGIN_DECLS

/* Bytes, depth and elements of a document; real ones have less than 16 KiB, 6 levels, 100 elements.
 */
#define MSNP_XML_LIMIT_BYTES    (64 * 1024)
#define MSNP_XML_LIMIT_DEPTH    16
#define MSNP_XML_LIMIT_ELEMENTS 1024

/* Bytes of one value, decoded; longer ones are cut at a character. */
#define MSNP_XML_LIMIT_VALUE 4096

/* What to pick. Names match in any case and at any depth. */
typedef struct {
    const char *element;
    const char *attribute; /* NULL: the text in the element; "": "", if there is such an element */
} MsnpXmlWish;

/* Looks for each wish's first match and sets its value: valid UTF-8 without control characters
 * other than LF and TAB, the caller's; NULL if it was not found. Loose "&" and "<" are taken as
 * text, several outermost elements are read, and where a document is broken beyond that it ends.
 * FALSE, with all values NULL, if it is too long. */
gboolean msnp_xml_pick(const guint8 *xml, gsize len, const MsnpXmlWish *wishes, guint n_wishes,
                       char **values);

G_END_DECLS

#endif
