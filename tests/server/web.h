/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One connection to the HTTPS port, or to the plain one, and the pages that are served there. */
#ifndef MSNPD_WEB_H
#define MSNPD_WEB_H

#include <gio/gio.h>

#include "http.h"

typedef struct Visitor Visitor;

/* Serves one connection; CERTIFICATE NULL: in the clear. */
void web_accept(GSocketConnection *socket, GTlsCertificate *certificate);

/* The answer to REQUEST. HEADERS is whole lines, or "". */
void web_respond(Visitor *visitor, const HttpRequest *request, guint status, const char *headers);
/* The same with a body of this type. */
void web_respond_body(Visitor *visitor, const HttpRequest *request, guint status,
                      const char *headers, const char *type, const char *body, gsize length);
/* A redirect, after which the connection ends. */
void web_redirect(Visitor *visitor, const char *location);

/* A protocol error of the client's. */
void web_bad(Visitor *visitor, const HttpRequest *request, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* The visitor is held until web_unref(), to be answered later. */
Visitor *web_ref(Visitor *visitor);
void web_unref(Visitor *visitor);

#endif
