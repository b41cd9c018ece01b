/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MSNObject: the one-element XML text that names a picture, an emoticon or another blob of somebody. Knows its
 * attributes and hashes; refuses to know how the bytes are fetched and where the text travelled.
 */
#ifndef MSNP_MSNOBJ_H
#define MSNP_MSNOBJ_H

#include <glib.h>
#include "msnp/coding.h"

/* Types that something is done with; others are kept as their number. */
typedef enum {
    MSNP_OBJECT_EMOTICON = 2,
    MSNP_OBJECT_PICTURE = 3,
    MSNP_OBJECT_WINK = 8,
    MSNP_OBJECT_VOICE = 11,
} MsnpObjectType;

/* An object taken apart: plain values only. */
typedef struct {
    char creator[MSNP_LIMIT_HANDLE + 1]; /* lower case, without ";{guid}" */
    guint64 size;                        /* of the data, bytes; at least 1 */
    guint type;                          /* MsnpObjectType or another number */
    guint8 sha1d[MSNP_SHA1_SIZE];        /* SHA-1 of the data */
    char friendly[256];                  /* the name as UTF-8, laundered, cut at a character; often "" */
} MsnpObject;

/* Takes an object apart: len bytes of text, perhaps with NULs or blanks behind the element, which are passed over.
 * Attributes come in any order, in double or single quotes, with XML entities; unknown ones are ignored; names are
 * compared whole ("contenttype" is not "type"). FALSE, and *object undefined, unless it begins with "<msnobj" and
 * has a Creator that fits, a Size of 1 to 2^32, a Type and a SHA1D that decodes to 20 bytes (blanks in SHA1D stand for
 * "+", which some peers damage); an attribute twice, more than 32 of them, a control character (as an entity too, where
 * the value is read) or more than MSNP_LIMIT_OBJECT bytes are no object either, nor is what does not end with the
 * element. A Friendly that cannot be read is "". SHA1C is advisory and not looked at. Source: the MSN wikis' pages on
 * MSNObject. */
gboolean msnp_object_parse(const char *text, gsize len, MsnpObject *object);

/* How many bytes an object of that type may have that is fetched; 0 for one that is not. */
guint64 msnp_object_limit(guint type);

/* The text of an object of ours: attributes in the order of the old clients, with Location "0", SHA1D and SHA1C.
 * account: as it is said to the server. name: what Friendly says, "" for none. The caller's. */
char *msnp_object_print(const char *account, guint type, const char *name, const guint8 *data, gsize len);

#endif
