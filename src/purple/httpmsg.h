/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * HTTP/1.1 as text: a request, a reply that comes in pieces. Knows no socket, no redirect and no
 * Passport. Everything here may carry passwords and tickets, so memory is wiped before it is given
 * back.
 */
#ifndef MSNP_PURPLE_HTTPMSG_H
#define MSNP_PURPLE_HTTPMSG_H

#include "msnp/msnp.h"

G_BEGIN_DECLS

/* What a server may send at most: a reply beyond is MSNP_HTTP_BAD. They keep a hostile one from
 * filling the memory. */
#define MSNP_HTTP_HEAD_MAX    (64 * 1024)   /* header block, and trailers with it */
#define MSNP_HTTP_LINE_MAX    (16 * 1024)   /* one line of it; a ticket takes up to 3 KiB */
#define MSNP_HTTP_HEADERS_MAX 256           /* headers, trailers not counted */
#define MSNP_HTTP_INTERIM_MAX 16            /* 1xx replies before the real one */
#define MSNP_HTTP_BODY_MAX    (16 * 1024 * 1024) /* decoded body; an address book has some MiB */
#define MSNP_HTTP_AHEAD_MAX   (8 * 1024 * 1024)  /* room for it because of a length, before it comes */

/* The bytes of a request, for msnp_http_request_free(). host, port and path are those of the
 * address the request goes to; the scheme of request->url says which port need not be named; where
 * the request goes to a proxy, path is all of a plain address. Adds
 * Host, Content-Length and, unless there is one, "Connection: close". NULL if some part of it
 * cannot be sent as it is (line ends in a value, a name that is none) or names a header that is
 * added here. */
GString *msnp_http_request_print(const MsnpHttpRequest *request, const char *host, guint16 port,
                                 const char *path);

/* Wipes and frees a printed request. NULL is allowed. */
void msnp_http_request_free(GString *request);

typedef struct _MsnpHttpParser MsnpHttpParser;

typedef enum {
    MSNP_HTTP_MORE, /* not complete yet */
    MSNP_HTTP_DONE, /* complete; whatever else comes is ignored */
    MSNP_HTTP_BAD,  /* not HTTP, cut short, or beyond a limit; final */
} MsnpHttpState;

/* A parser for the reply to one request other than HEAD. Never NULL. */
MsnpHttpParser *msnp_http_parser_new(void);

/* Takes no more of a body than that, instead of MSNP_HTTP_BODY_MAX. */
void msnp_http_parser_set_body_max(MsnpHttpParser *parser, gsize max);

/* Wipes and frees. NULL is allowed. */
void msnp_http_parser_free(MsnpHttpParser *parser);

/* Bytes came, any number of them; they are copied. */
MsnpHttpState msnp_http_parser_feed(MsnpHttpParser *parser, const void *data, gsize len);

/* The connection has ended: completes a reply that tells its length by that, else is BAD. */
MsnpHttpState msnp_http_parser_eof(MsnpHttpParser *parser);

/* TRUE if the reply is complete, and the connection may carry another request: both sides agree
 * where the reply has ended. */
gboolean msnp_http_parser_may_go_on(const MsnpHttpParser *parser);

/* TRUE if nothing at all has come. */
gboolean msnp_http_parser_is_untouched(const MsnpHttpParser *parser);

/* The reply once it is MSNP_HTTP_DONE, else NULL. Folded headers are joined; interim replies and
 * trailers are not told; the body is decoded, followed by a NUL that is not counted, never NULL.
 * Header values are as they came, UTF-8 or not. Valid until the parser is freed. */
const MsnpHttpReply *msnp_http_parser_reply(const MsnpHttpParser *parser);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MsnpHttpParser, msnp_http_parser_free)

G_END_DECLS

#endif
