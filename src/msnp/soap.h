/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words of web services: XML written out with everything escaped, and the faults that they answer. Knows how an
 * envelope looks; refuses to know where it goes and what it asks for.
 */
#ifndef MSNP_SOAP_H
#define MSNP_SOAP_H

#include "msnp/msnp.h"
#include "msnp/xmltree.h"

G_BEGIN_DECLS

/* Appends format, in which %s stands for a text that is escaped, %u for a number; nothing else. What is no character
 * of XML becomes a blank. */
void msnp_soap_printf(GString *out, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The bytes that text takes, escaped. */
gsize msnp_soap_size(const char *text);

/* The whole envelope of header and body, which are XML, with a final NUL not counted. For
 * msnp_secret_free_string(); it was never moved, so nothing of it is left elsewhere. */
GString *msnp_soap_envelope(const GString *header, const GString *body);

/* What a fault says, in both forms of SOAP; each is "" if it is not there. Borrowed from the node. */
typedef struct {
    const char *code;     /* without its prefix, as "ContactAlreadyExists"; of the detail if that has one */
    const char *outer;    /* the code beside the detail, as "BadContextToken" */
    const char *text;     /* for people, in the words of the service: hostile */
    const char *redirect; /* where to ask instead */
    const char *conflict; /* the id of what is there already */
} MsnpSoapFault;

void msnp_soap_fault_read(const MsnpXmlNode *fault, MsnpSoapFault *out);

/* What a fault of the address book means to who asked for a change. */
MsnpError msnp_soap_error(const char *code);

/* TRUE if it means that the change was so already: somebody is there, or is not. */
gboolean msnp_soap_is_there(const char *code);
gboolean msnp_soap_is_gone(const char *code);

/* TRUE if it means that the book is not as it was thought to be. */
gboolean msnp_soap_is_stale(const char *code);

G_END_DECLS

#endif
