/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One HTTP request, read strictly. */
#ifndef MSNPD_HTTP_H
#define MSNPD_HTTP_H

#include <glib.h>

typedef struct {
    char *line;          /* the request line */
    char *method;        /* GET or POST */
    char *path;          /* with the query */
    GHashTable *headers; /* lower-case name to value */
    gboolean keep_alive;
    gsize body_length; /* of a POST; what follows the head */
    char *body;        /* NULL until the reader has put it there; ends in a NUL beyond its length */
} HttpRequest;

#define HTTP_BODY_LIMIT (1024 * 1024)

/* The length of the head including its empty line, 0 when it is not complete. */
gsize http_head_length(const char *bytes, gsize length);

/* Reads a complete head. NULL with a static sentence in *why. Free with http_request_free(). */
HttpRequest *http_request_parse(const char *head, gsize length, const char **why);
/* The request line and what is needed for an answer, not headers and body. */
HttpRequest *http_request_copy(const HttpRequest *request);
void http_request_free(HttpRequest *request);
const char *http_header(const HttpRequest *request, const char *lower_name);

/* The head of a response with LENGTH bytes of body; HEADERS is whole lines, or "". Caller frees. */
char *http_response(guint status, const char *headers, gsize length, gboolean keep_alive);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HttpRequest, http_request_free)

#endif
