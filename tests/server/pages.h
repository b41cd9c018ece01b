/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of pages: which path is served where, by whom. */
#ifndef MSNPD_PAGES_H
#define MSNPD_PAGES_H

#include "web.h"

typedef struct {
    const char *path; /* a prefix if it ends in *, all but the query otherwise */
    const char *method;
    const char *name; /* of accidents; NULL: the SOAP operation */
    gboolean plain;   /* on the plain port too */
    void (*serve)(Visitor *visitor, const HttpRequest *request);
} Page;

/* NULL when there is no such page. */
const Page *page_find(const char *path, gboolean plain);

/* What accidents call this request. PAGE may be NULL. Caller frees. */
char *page_verb(const Page *page, const HttpRequest *request);

/* All handlers of the table, by the file they live in. */
/* passport.c */
void passport_serve_nexus(Visitor *visitor, const HttpRequest *request);
void passport_serve_login(Visitor *visitor, const HttpRequest *request);
/* rst.c */
void rst_serve(Visitor *visitor, const HttpRequest *request);
/* rsi.c, oimws.c */
void rsi_serve(Visitor *visitor, const HttpRequest *request);
void oimws_serve(Visitor *visitor, const HttpRequest *request);
/* storage.c */
void storage_serve(Visitor *visitor, const HttpRequest *request);
void storage_serve_tile(Visitor *visitor, const HttpRequest *request);
/* gateway.c */
void gateway_serve(Visitor *visitor, const HttpRequest *request);
/* ab.c */
void ab_serve_book(Visitor *visitor, const HttpRequest *request);
void ab_serve_sharing(Visitor *visitor, const HttpRequest *request);

#endif
