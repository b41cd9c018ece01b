/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Asking web services: an operation goes out with a ticket, its answer is read a slice at a time, and a ticket that is
 * too old is renewed once. Knows headers, tickets and cache keys; refuses to know what an answer means.
 */
#ifndef MSNP_WEB_H
#define MSNP_WEB_H

#include "msnp/core.h"
#include "msnp/site.h"
#include "msnp/xmltree.h"

/* What came of it. */
typedef struct {
    MsnpError error; /* NONE; SERVER: refused, or not what it should be; or as a job ends */
    guint status;    /* of HTTP */
    const char *fault; /* what the service calls it, "" if it says nothing */
    const char *conflict; /* what is there already, by its id; "" likewise */
} MsnpWebEnd;

/* One kind of question. element hears of the wanted elements, in order (MSNP_XML_ELEMENT, _BEGIN, _END); it may not
 * ask or forget anything. Without wanted ones it may be NULL. done is called once, last. */
typedef struct {
    MsnpSite site;
    const char *operation;
    const MsnpXmlWanted *wanted;
    guint n_wanted;
    void (*element)(gpointer who, MsnpXmlResult what, const MsnpXmlNode *node);
    void (*done)(gpointer who, const MsnpWebEnd *end);
} MsnpWebAsk;

/* What services other than the address book have of their own. */
typedef struct {
    const char *space; /* of operations */
    MsnpTicket ticket; /* which header shows; where there is none of that kind, the messenger's */
    /* What shows who asks, in XML; written at each sending, and wiped. */
    GString *(*header)(gpointer who);
    /* Hears of a fault before done. TRUE: the ticket is too old. */
    gboolean (*fault)(gpointer who, const MsnpXmlNode *fault);
} MsnpWebManner;

MsnpWeb *msnp_web_new(MsnpCore *core);
void msnp_web_free(MsnpWeb *web);

/* Asks the address book; body is XML and is copied, scenario is one of the words that it knows. */
void msnp_web_ask(MsnpWeb *web, const MsnpWebAsk *ask, const char *scenario, const GString *body, gpointer who);

/* Asks another service. */
void msnp_web_ask_other(MsnpWeb *web, const MsnpWebManner *manner, const MsnpWebAsk *ask, const GString *body,
                        gpointer who);

/* Gives up all that was asked on behalf of who, telling nobody. */
void msnp_web_forget(MsnpWeb *web, gconstpointer who);

/* Reads some more of an answer that has come. FALSE if there is none. */
gboolean msnp_web_run(MsnpWeb *web);

#endif
