/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Documents of web services, which may be large: read in slices, strictly, and handed out one wanted element at a
 * time, with what is in it as a small tree. Knows XML without document types and without entities but the five; refuses
 * to know what any element means. (xml.c picks a few values from the small and sloppy documents of servers.)
 */
#ifndef MSNP_XMLTREE_H
#define MSNP_XMLTREE_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct _MsnpXmlNode MsnpXmlNode;

/* An element, or an attribute of one. Names have lost their prefix. Text is decoded, valid UTF-8 without NUL, else as
 * hostile as it came; it may be changed in place. */
struct _MsnpXmlNode {
    const char *name;
    char *text;              /* up to the first element in it, never NULL */
    MsnpXmlNode *first;      /* elements in it */
    MsnpXmlNode *attributes; /* not of attributes; those that declare prefixes are left out */
    MsnpXmlNode *next;       /* behind it in the same element */
};

typedef struct {
    const char *name;
    gboolean whole; /* handed out when it is complete; else only its begin and its end are told */
} MsnpXmlWanted;

typedef enum {
    MSNP_XML_ELEMENT, /* *node is a whole one; valid until the next call */
    MSNP_XML_BEGIN,   /* *node is empty but for name and attributes */
    MSNP_XML_END,     /* the same without attributes */
    MSNP_XML_PAUSE,   /* a slice was read: call again, when there is time */
    MSNP_XML_OVER,    /* the document is over and was whole */
    MSNP_XML_BROKEN,  /* it is not XML from here on, or beyond a limit; final, as is OVER */
} MsnpXmlResult;

typedef struct _MsnpXmlReader MsnpXmlReader;

/* Reads a copy of data. wishes, n_wishes are borrowed: names in any case, at any depth, but not within a whole element.
 * Without wishes the outermost element is a whole one. */
MsnpXmlReader *msnp_xml_reader_new(const void *data, gsize len, const MsnpXmlWanted *wishes, guint n_wishes);

/* Wipes and frees. NULL is allowed. */
void msnp_xml_reader_free(MsnpXmlReader *reader);

MsnpXmlResult msnp_xml_reader_next(MsnpXmlReader *reader, const MsnpXmlNode **node);

/* The same without pauses: for small documents. */
MsnpXmlResult msnp_xml_reader_go_on(MsnpXmlReader *reader, const MsnpXmlNode **node);

/* The first element at a path of names ("contactInfo/passportName") in a node, or NULL. NULL has none. */
const MsnpXmlNode *msnp_xml_find(const MsnpXmlNode *node, const char *path);

/* Its text, without blanks around it; "" if there is none. Changed in place. */
char *msnp_xml_value(const MsnpXmlNode *node, const char *path);

/* The text of an attribute, by its name without a prefix; "" if there is none. */
const char *msnp_xml_attribute(const MsnpXmlNode *node, const char *name);

/* The next element of that name from node on (itself included), or NULL. */
const MsnpXmlNode *msnp_xml_next(const MsnpXmlNode *node, const char *name);

/* TRUE if the text says so: "true" or "1". */
gboolean msnp_xml_is_true(const MsnpXmlNode *node, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MsnpXmlReader, msnp_xml_reader_free)

G_END_DECLS

#endif
