/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An address book that comes in pages: each answer may hold what is to be said for the next. Knows when to ask on, and
 * when a service goes in circles or never ends; refuses to know whose book it is and what stands in it.
 */
#ifndef MSNP_BOOK_PAGES_H
#define MSNP_BOOK_PAGES_H

#include "msnp/xmltree.h"

G_BEGIN_DECLS

/* The element of an answer that is handed to msnp_book_pages_context(). */
#define MSNP_BOOK_PAGE_CONTEXT "pageContext"

typedef struct {
    GString *next;     /* XML to ask for the next page with; empty if there is none */
    GHashTable *asked; /* what was asked with so far */
    gboolean filled;   /* this page has somebody */
    gboolean cut;      /* there would be more, or nobody knows */
} MsnpBookPages;

void msnp_book_pages_init(MsnpBookPages *pages);
void msnp_book_pages_clear(MsnpBookPages *pages);

/* A book is asked for from its beginning. */
void msnp_book_pages_begin(MsnpBookPages *pages);

/* An answer has somebody; and its page context. */
void msnp_book_pages_filled(MsnpBookPages *pages);
void msnp_book_pages_context(MsnpBookPages *pages, const MsnpXmlNode *node);

/* An answer is over: what asks for the next page, for g_free(), or NULL if there is none. A page without anybody is
 * the last, as is one that names a page that was asked for already; then, and after MSNP_LIMIT_BOOK_PAGES, the book is
 * cut. */
char *msnp_book_pages_next(MsnpBookPages *pages);

G_END_DECLS

#endif
