/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SOAP calls as clients send them, read strictly, and the frames of answers. */
#ifndef MSNPD_SOAP_H
#define MSNPD_SOAP_H

#include <libxml/tree.h>

#include "web.h"

#define NS_SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define NS_SOAP12 "http://www.w3.org/2003/05/soap-envelope"
#define NS_XSI    "http://www.w3.org/2001/XMLSchema-instance"

typedef struct {
    Visitor *visitor; /* whom to answer, about what */
    const HttpRequest *request;
    xmlDoc *doc;
    xmlNode *header;    /* NULL if there is none */
    xmlNode *operation; /* the one child of Body */
    const char *name;   /* local name of the operation */
    gboolean soap12;
} SoapCall;

/* What the SOAPAction header names behind its last slash, or "RST". Caller frees. */
char *soap_action_name(const HttpRequest *request);

/* Reads the request's envelope. NULL after it was found bad and answered. Free it. */
SoapCall *soap_call(Visitor *visitor, const HttpRequest *request);
void soap_call_free(SoapCall *call);

/* A protocol error in the call. */
void soap_bad(const SoapCall *call, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* The SOAPAction is ACTION, with or without quotes: if not, that is an error of the client's. */
void soap_check_action(const SoapCall *call, const char *action);

/* ---- reading; a NULL node has nothing ---- */

/* A document without entities and declarations of its own. NULL with a static sentence in *why. */
xmlDoc *xml_read(const char *bytes, gsize length, const char **why);
/* The first child element of that name; NAMESPACE NULL: without one. */
xmlNode *xml_child(const xmlNode *node, const char *space, const char *name);
/* The next element of the same name. */
xmlNode *xml_next(const xmlNode *node);
/* Through "a/b/c", all in one namespace. */
xmlNode *xml_path(const xmlNode *node, const char *space, const char *path);
/* The text of a leaf, exactly; NULL if NODE is NULL or has elements. Caller frees. */
char *xml_text(const xmlNode *node);
/* The text of the leaf at "a/b/c". Caller frees. */
char *xml_leaf(const xmlNode *node, const char *space, const char *path);
/* An attribute without namespace (SPACE NULL) or with one. Caller frees. */
char *xml_attribute(const xmlNode *node, const char *space, const char *name);
gboolean xml_is(const xmlNode *node, const char *space, const char *name);
/* The first child that is none of NAMES ("a b c") in this namespace; NULL: there is none. */
const char *xml_stranger(const xmlNode *node, const char *space, const char *names);

/* ---- writing ---- */

/* As g_string_append_printf(), but each %s is escaped. */
void xml_append(GString *out, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* TEXT escaped by numbers, as living and official services did; caller frees. */
char *xml_numeric(const char *text);

/* An answer: the envelope around HEADER and BODY, which are whole elements. */
void soap_respond(const SoapCall *call, guint status, const char *header, const char *body);
/* A fault: its code ("soap:Client") and text, and what is in detail, whole elements or "". */
void soap_fault(const SoapCall *call, guint status, const char *code, const char *text,
                const char *detail);
/* A fault with an errorcode in its detail, as the address book has them. */
void soap_error(const SoapCall *call, const char *code, const char *text);
/* The same about what is there already, by its id. */
void soap_conflict(const SoapCall *call, const char *code, const char *id);
/* The fault a test has ordered: CODE is an errorcode, or a faultcode with a colon. */
void soap_ordered_fault(Visitor *visitor, const HttpRequest *request, const char *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SoapCall, soap_call_free)

#endif
