/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Requests and replies of HTTP. Every reply is fed whole, byte by byte and cut in two at every
 * place.
 */
#include "purple/httpmsg.h"

#include <string.h>

/* ---- requests ------------------------------------------------------------------------------- */

static GString *
print(const char *method, const char *url, const char *host, guint16 port, const char *path,
      const char *name, const char *value, const char *body)
{
    const MsnpHttpHeader header = {name, value, TRUE};
    const MsnpHttpRequest request = {
        method, url, &header, name ? 1 : 0, (const guint8 *) body, body ? strlen(body) : 0, FALSE};

    return msnp_http_request_print(&request, host, port, path);
}

static const struct {
    const char *method;
    const char *url;
    const char *host;
    guint16 port;
    const char *path;
    const char *name;
    const char *value;
    const char *body;
    const char *text; /* NULL: refused */
} requests[] = {
    {"GET", "https://h/x", "h", 443, "/x", NULL, NULL, NULL,
     "GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"},
    {"GET", "https://h:80/x", "h", 80, "/x", NULL, NULL, NULL,
     "GET /x HTTP/1.1\r\nHost: h:80\r\nConnection: close\r\n\r\n"},
    {"GET", "http://h/x", "h", 80, "/x", NULL, NULL, NULL,
     "GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"},
    {"GET", "http://[::1]:8080/", "::1", 8080, "/", NULL, NULL, NULL,
     "GET / HTTP/1.1\r\nHost: [::1]:8080\r\nConnection: close\r\n\r\n"},
    {"GET", "https://h/x?y=%20", "h", 443, "/x?y=%20", "Authorization",
     "Passport1.4 OrgVerb=GET,sign-in=a%40b,pwd=secret%2Cpw,ct=1", NULL,
     "GET /x?y=%20 HTTP/1.1\r\nHost: h\r\n"
     "Authorization: Passport1.4 OrgVerb=GET,sign-in=a%40b,pwd=secret%2Cpw,ct=1\r\n"
     "Connection: close\r\n\r\n"},
    {"GET", "https://h/", "h", 443, "/", "connection", "Keep-Alive", NULL,
     "GET / HTTP/1.1\r\nHost: h\r\nconnection: Keep-Alive\r\n\r\n"},
    {"POST", "https://h/", "h", 443, "/", "Content-Type", "text/xml", "<a/>",
     "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: text/xml\r\nConnection: close\r\n"
     "Content-Length: 4\r\n\r\n<a/>"},
    {"POST", "https://h/", "h", 443, "/", NULL, NULL, NULL,
     "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"},
    {"GET", "https://h/", "h", 443, "/", "X-Empty", "", NULL,
     "GET / HTTP/1.1\r\nHost: h\r\nX-Empty: \r\nConnection: close\r\n\r\n"},
    {"GET", "https://h/", "h", 443, "/", "X-Tab", "a\tb é", NULL,
     "GET / HTTP/1.1\r\nHost: h\r\nX-Tab: a\tb é\r\nConnection: close\r\n\r\n"},
    {"GET", "http://h:81/x", "h", 81, "http://h:81/x", NULL, NULL, NULL,
     "GET http://h:81/x HTTP/1.1\r\nHost: h:81\r\nConnection: close\r\n\r\n"}, /* to a proxy */
    /* refused */
    {"GET", "https://h/", "h", 443, "/", "X", "a\r\nEvil: b", NULL, NULL},
    {"GET", "https://h/", "h", 443, "/", "X", "a\nb", NULL, NULL},
    {"GET", "https://h/", "h", 443, "/", "X", "a\rb", NULL, NULL},
    {"GET", "https://h/", "h", 443, "/", "X", "a\x01", NULL, NULL},
    {"GET", "https://h/", "h", 443, "/", "X", NULL, NULL, NULL},
    {"GET", "https://h/", "h", 443, "/", "", "a", NULL, NULL},
    {"GET", "https://h/", "h", 443, "/", "X Y", "a", NULL, NULL},
    {"GET", "https://h/", "h", 443, "/", "X:", "a", NULL, NULL},
    {"GET", "https://h/", "h", 443, "/", "X\r\nY", "a", NULL, NULL},
    {"GET", "https://h/", "h", 443, "/", "host", "evil.example", NULL, NULL},
    {"GET", "https://h/", "h", 443, "/", "Content-Length", "7", NULL, NULL},
    {"GET", "https://h/", "h", 443, "/", "Transfer-Encoding", "chunked", NULL, NULL},
    {"GET ", "https://h/", "h", 443, "/", NULL, NULL, NULL, NULL},
    {"", "https://h/", "h", 443, "/", NULL, NULL, NULL, NULL},
    {"G\r\nT", "https://h/", "h", 443, "/", NULL, NULL, NULL, NULL},
    {"GET", "https://h/", "h", 443, "", NULL, NULL, NULL, NULL},
    {"GET", "https://h/", "h", 443, "x", NULL, NULL, NULL, NULL},
    {"GET", "https://h/", "h", 443, "https://h/", NULL, NULL, NULL, NULL},
    {"GET", "https://h/", "h", 443, "/ HTTP/1.1\r\nX: y", NULL, NULL, NULL, NULL},
    {"GET", "https://h/", "h", 443, "/a b", NULL, NULL, NULL, NULL},
    {"GET", "https://h/", "h\r\nX: y", 443, "/", NULL, NULL, NULL, NULL},
    {"GET", "https://h/", "", 443, "/", NULL, NULL, NULL, NULL},
};

static void
test_request(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(requests); i++) {
        GString *text =
            print(requests[i].method, requests[i].url, requests[i].host, requests[i].port,
                  requests[i].path, requests[i].name, requests[i].value, requests[i].body);

        g_test_message("row %u", i);
        g_assert_cmpstr(text ? text->str : NULL, ==, requests[i].text);
        msnp_http_request_free(text);
    }
}

/* Every header is written, in order, and every one is looked at. */
static void
test_request_headers(void)
{
    MsnpHttpHeader headers[] = {{"A", "1", FALSE}, {"B", "2", FALSE}, {"C", "3", FALSE}};
    const MsnpHttpRequest request = {"GET", "https://h/", headers, 3, NULL, 0, FALSE};
    GString *text = msnp_http_request_print(&request, "h", 443, "/");

    g_assert_nonnull(text);
    g_assert_cmpstr(text->str, ==,
                    "GET / HTTP/1.1\r\nHost: h\r\nA: 1\r\nB: 2\r\nC: 3\r\n"
                    "Connection: close\r\n\r\n");
    msnp_http_request_free(text);
    headers[2].value = "3\r\n";
    g_assert_null(msnp_http_request_print(&request, "h", 443, "/"));
}

/* A body is bytes, and one that is announced but missing is refused. */
static void
test_request_body(void)
{
    MsnpHttpRequest request = {"POST", "https://h/", NULL, 0, (const guint8 *) "a\0b", 3, FALSE};
    GString *text = msnp_http_request_print(&request, "h", 443, "/");

    g_assert_nonnull(text);
    g_assert_cmpmem(text->str + text->len - 7, 7, "\r\n\r\na\0b", 7);
    msnp_http_request_free(text);
    request.body = NULL;
    g_assert_null(msnp_http_request_print(&request, "h", 443, "/"));
}

/* A secret must not be left behind where the text was before it grew: it must not have grown. */
static void
test_request_stays(void)
{
    for (gsize n = 0; n < 2000; n += 7) {
        g_autofree char *value = g_strnfill(n, 'v');
        const MsnpHttpHeader headers[] = {{"A", value, TRUE}, {"B", value, TRUE}};
        const MsnpHttpRequest request = {"POST", "https://h:65535/",     headers,
                                         2,      (const guint8 *) value, n, FALSE};
        GString *text = msnp_http_request_print(&request, "2001:db8::1", 65535, "/");
        GString *sized = g_string_sized_new(256 + 4 + 11 + 1 + n + 2 * (n + 5));

        g_assert_nonnull(text);
        g_assert_cmpuint(text->allocated_len, ==, sized->allocated_len);
        g_string_free(sized, TRUE);
        msnp_http_request_free(text);
    }
}

/* ---- replies -------------------------------------------------------------------------------- */

#define OK  "HTTP/1.1 200 OK\r\n"
#define CL0 "Content-Length: 0\r\n\r\n"

/* What a reply must come to. Without eof the connection stays open. Headers are told as
 * "name=value;". */
static const struct {
    const char *bytes;
    gboolean eof;
    MsnpHttpState state;
    guint status;
    const char *headers;
    const char *body;
} replies[] = {
    /* lengths */
    {OK "Content-Length: 5\r\n\r\nhello", FALSE, MSNP_HTTP_DONE, 200, "Content-Length=5;", "hello"},
    {OK "Content-Length: 5\r\n\r\nhello, and more", FALSE, MSNP_HTTP_DONE, 200, "Content-Length=5;",
     "hello"},
    {OK "Content-Length: 5\r\n\r\nhell", FALSE, MSNP_HTTP_MORE, 0, NULL, NULL},
    {OK "Content-Length: 5\r\n\r\nhell", TRUE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK CL0, FALSE, MSNP_HTTP_DONE, 200, "Content-Length=0;", ""},
    {OK "\r\nhello", TRUE, MSNP_HTTP_DONE, 200, "", "hello"},
    {OK "\r\nhello", FALSE, MSNP_HTTP_MORE, 0, NULL, NULL},
    {OK "\r\n", TRUE, MSNP_HTTP_DONE, 200, "", ""},
    {OK "content-length:5\r\nContent-Length: 5\r\n\r\nhello", FALSE, MSNP_HTTP_DONE, 200,
     "content-length=5;Content-Length=5;", "hello"},
    {OK "Content-Length: 5 , 5\r\n\r\nhello", FALSE, MSNP_HTTP_DONE, 200, "Content-Length=5 , 5;",
     "hello"},
    {OK "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Content-Length: 0\r\nContent-Length: 5\r\n\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Content-Length: 5, 6\r\n\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Content-Length: \r\n\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Content-Length: -1\r\n\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Content-Length: +1\r\n\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Content-Length: 0x1\r\n\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Content-Length: 1 2\r\n\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Content-Length: 1,\r\n\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Content-Length: 16777217\r\n\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Content-Length: 18446744073709551617\r\n\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    /* replies that never have a body */
    {"HTTP/1.1 204 No Content\r\n\r\n", FALSE, MSNP_HTTP_DONE, 204, "", ""},
    {"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", FALSE, MSNP_HTTP_DONE, 304,
     "Content-Length=5;", ""},
    /* chunks */
    {OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", FALSE, MSNP_HTTP_DONE, 200,
     "Transfer-Encoding=chunked;", "hello"},
    {OK "transfer-encoding:Chunked\r\n\r\n5;a=b;c=\"d\"\r\nhello\r\n0001 \r\n!\r\n000;x\r\nT: x\r\n"
        "U: y\r\n\r\nrest",
     FALSE, MSNP_HTTP_DONE, 200, "transfer-encoding=Chunked;", "hello!"},
    {OK "Transfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\nA\n0123456789\n0\n\n", FALSE,
     MSNP_HTTP_DONE, 200, "Transfer-Encoding=chunked;", "01234567890123456789"},
    {OK "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", FALSE,
     MSNP_HTTP_DONE, 200, "Content-Length=3;Transfer-Encoding=chunked;", "x"},
    {OK "Transfer-Encoding: identity\r\nContent-Length: 1\r\n\r\nx", FALSE, MSNP_HTTP_DONE, 200,
     "Transfer-Encoding=identity;Content-Length=1;", "x"},
    {OK "Transfer-Encoding: chunked\r\n\r\n0\r\n", FALSE, MSNP_HTTP_MORE, 0, NULL, NULL},
    {OK "Transfer-Encoding: chunked\r\n\r\n0\r\n", TRUE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhell", TRUE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhellox\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello0\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Transfer-Encoding: chunked\r\n\r\n\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Transfer-Encoding: chunked\r\n\r\nx\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Transfer-Encoding: chunked\r\n\r\n-1\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Transfer-Encoding: chunked\r\n\r\n 1\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Transfer-Encoding: chunked\r\n\r\n0x1\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Transfer-Encoding: chunked\r\n\r\n1g\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Transfer-Encoding: chunked\r\n\r\n1000001\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL,
     NULL},
    {OK "Transfer-Encoding: chunked\r\n\r\n10000000000000001\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL,
     NULL},
    {OK "Transfer-Encoding: gzip, chunked\r\n\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "Transfer-Encoding: gzip\r\n\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    /* status lines */
    {"HTTP/1.0 200\r\n" CL0, FALSE, MSNP_HTTP_DONE, 200, "Content-Length=0;", ""},
    {"HTTP/1.0 200 \r\n" CL0, FALSE, MSNP_HTTP_DONE, 200, "Content-Length=0;", ""},
    {"HTTP/1.1  401   Go away: now\n" CL0, FALSE, MSNP_HTTP_DONE, 401, "Content-Length=0;", ""},
    {"\r\n\r\nHTTP/1.1 999 \xff\r\n" CL0, FALSE, MSNP_HTTP_DONE, 999, "Content-Length=0;", ""},
    {"HTTP/1.1\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {"HTTP/1.1 \r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {"HTTP/1.1 20\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {"HTTP/1.1 2000\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {"HTTP/1.1 200OK\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {"HTTP/1.1 OK\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {"http/1.1 200 OK\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {"ICY 200 OK\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {"VER 0 MSNP12\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {"", TRUE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {"HTTP", TRUE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK, TRUE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "X: y", TRUE, MSNP_HTTP_BAD, 0, NULL, NULL},
    /* headers */
    {OK "A: b\r\na:b\nA:\t b c \t\r\nE:\r\nC: d:e\r\n" CL0, FALSE, MSNP_HTTP_DONE, 200,
     "A=b;a=b;A=b c;E=;C=d:e;Content-Length=0;", ""},
    {OK "A: b\r\n c\r\n\t\td \r\nE:\r\n f\r\n \r\nG: h\r\n" CL0, FALSE, MSNP_HTTP_DONE, 200,
     "A=b c d;E=f;G=h;Content-Length=0;", ""},
    {OK " fold of nothing\r\n" CL0, FALSE, MSNP_HTTP_DONE, 200, "Content-Length=0;", ""},
    {OK "no colon\r\n: no name\r\nbad name: x\r\nspace : x\r\n" CL0, FALSE, MSNP_HTTP_DONE, 200,
     "Content-Length=0;", ""},
    {OK "A: \xff\xfe\r\n" CL0, FALSE, MSNP_HTTP_DONE, 200, "A=\xff\xfe;Content-Length=0;", ""},
    {OK "A: b\rc\r\n" CL0, FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "A: b\r\r\n" CL0, FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {OK "A: \x01\r\n" CL0, FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    /* interim replies */
    {"HTTP/1.1 100 Continue\r\n\r\n" OK CL0, FALSE, MSNP_HTTP_DONE, 200, "Content-Length=0;", ""},
    {"HTTP/1.1 100 Continue\r\nContent-Length: 9\r\nX: y\r\n\r\nHTTP/1.1 102 X\r\n\r\n" OK CL0,
     FALSE, MSNP_HTTP_DONE, 200, "Content-Length=0;", ""},
    {"HTTP/1.1 100 Continue\r\n\r\n", FALSE, MSNP_HTTP_MORE, 0, NULL, NULL},
    {"HTTP/1.1 100 Continue\r\n\r\n", TRUE, MSNP_HTTP_BAD, 0, NULL, NULL},
    {"HTTP/1.1 100 Continue\r\n\r\ngarbage\r\n", FALSE, MSNP_HTTP_BAD, 0, NULL, NULL},
    /* as Passport answers */
    {"HTTP/1.1 200 OK\r\nPassportURLs: DARealm=Passport.Net,DALogin=login.passport.com/login2.srf,"
     "ConfigVersion=15\r\n" CL0,
     FALSE, MSNP_HTTP_DONE, 200,
     "PassportURLs=DARealm=Passport.Net,DALogin=login.passport.com/login2.srf,ConfigVersion=15;"
     "Content-Length=0;",
     ""},
    {"HTTP/1.1 302 Found\r\nAuthentication-Info: Passport1.4 da-status=redir\r\n"
     "Location: https://loginnet.passport.com/login2.srf?lc=1033\r\n\r\n<html>",
     TRUE, MSNP_HTTP_DONE, 302,
     "Authentication-Info=Passport1.4 da-status=redir;"
     "Location=https://loginnet.passport.com/login2.srf?lc=1033;",
     "<html>"},
};

static void
feed_in_pieces(MsnpHttpParser *parser, const char *bytes, gsize len, gsize first, gsize step)
{
    while (len > 0) {
        gsize n = MIN(len, first);
        g_autofree char *piece = g_memdup2(bytes, n); /* so that reading too far is noticed */

        msnp_http_parser_feed(parser, piece, n);
        bytes += n;
        len -= n;
        first = step;
    }
}

static void
check_reply(guint i, gsize first, gsize step)
{
    g_autoptr(MsnpHttpParser) parser = msnp_http_parser_new();
    g_autoptr(GString) headers = g_string_new(NULL);
    const MsnpHttpReply *reply;
    MsnpHttpState state;

    feed_in_pieces(parser, replies[i].bytes, strlen(replies[i].bytes), first, step);
    state = replies[i].eof ? msnp_http_parser_eof(parser) : msnp_http_parser_feed(parser, "", 0);
    g_assert_cmpint(state, ==, replies[i].state);
    reply = msnp_http_parser_reply(parser);
    g_assert_cmpint(reply != NULL, ==, state == MSNP_HTTP_DONE);
    if (!reply)
        return;
    g_assert_cmpint(reply->end, ==, MSNP_ERROR_NONE);
    g_assert_cmpuint(reply->status, ==, replies[i].status);
    for (guint k = 0; k < reply->n_headers; k++)
        g_string_append_printf(headers, "%s=%s;", reply->headers[k].name, reply->headers[k].value);
    g_assert_cmpstr(headers->str, ==, replies[i].headers);
    g_assert_cmpstr((const char *) reply->body, ==, replies[i].body);
    g_assert_cmpuint(reply->body_len, ==, strlen(replies[i].body));
}

static void
test_reply(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(replies); i++) {
        gsize len = strlen(replies[i].bytes);

        g_test_message("row %u", i);
        check_reply(i, len, len);
        check_reply(i, 1, 1);
        for (gsize first = 1; first < len; first++)
            check_reply(i, first, len);
    }
}

/* Nothing changes what is done or bad. */
static void
test_reply_final(void)
{
    g_autoptr(MsnpHttpParser) done = msnp_http_parser_new(), bad = msnp_http_parser_new();

    g_assert_cmpint(msnp_http_parser_feed(done, OK CL0, strlen(OK CL0)), ==, MSNP_HTTP_DONE);
    g_assert_cmpint(msnp_http_parser_feed(done, "x\r\n", 3), ==, MSNP_HTTP_DONE);
    g_assert_cmpint(msnp_http_parser_eof(done), ==, MSNP_HTTP_DONE);
    g_assert_cmpuint(msnp_http_parser_reply(done)->body_len, ==, 0);
    g_assert_cmpint(msnp_http_parser_feed(bad, "x\n", 2), ==, MSNP_HTTP_BAD);
    g_assert_cmpint(msnp_http_parser_feed(bad, OK CL0, strlen(OK CL0)), ==, MSNP_HTTP_BAD);
    g_assert_cmpint(msnp_http_parser_eof(bad), ==, MSNP_HTTP_BAD);
    g_assert_null(msnp_http_parser_reply(bad));
}

/* A NUL has no place in a head, and any in a body. */
static void
test_reply_nul(void)
{
    static const char head[] = OK "A: b\0c\r\n" CL0, end[] = OK "A: b\0\r\n" CL0;
    static const char body[] = OK "Content-Length: 3\r\n\r\na\0b";
    g_autoptr(MsnpHttpParser) one = msnp_http_parser_new(), two = msnp_http_parser_new(),
                              three = msnp_http_parser_new();

    g_assert_cmpint(msnp_http_parser_feed(one, head, sizeof(head) - 1), ==, MSNP_HTTP_BAD);
    g_assert_cmpint(msnp_http_parser_feed(two, end, sizeof(end) - 1), ==, MSNP_HTTP_BAD);
    g_assert_cmpint(msnp_http_parser_feed(three, body, sizeof(body) - 1), ==, MSNP_HTTP_DONE);
    g_assert_cmpmem(msnp_http_parser_reply(three)->body, msnp_http_parser_reply(three)->body_len,
                    "a\0b", 3);
}

/* ---- limits --------------------------------------------------------------------------------- */

/* Feeds before, `n` times `unit`, after; tells the state. */
static MsnpHttpState
flood(const char *before, const char *unit, gsize n, const char *after)
{
    g_autoptr(MsnpHttpParser) parser = msnp_http_parser_new();
    MsnpHttpState state;

    state = msnp_http_parser_feed(parser, before, strlen(before));
    for (gsize i = 0; i < n && state == MSNP_HTTP_MORE; i++)
        state = msnp_http_parser_feed(parser, unit, strlen(unit));
    return msnp_http_parser_feed(parser, after, strlen(after));
}

static void
test_limit_head(void)
{
    gsize line = MSNP_HTTP_LINE_MAX - 4; /* "A:", CR, LF */

    g_assert_cmpint(flood(OK "A:", "x", line, "\r\n" CL0), ==, MSNP_HTTP_DONE);
    g_assert_cmpint(flood(OK "A:", "x", line + 1, "\r\n" CL0), ==, MSNP_HTTP_BAD);
    g_assert_cmpint(flood("HTTP/1.1 200 ", "x", MSNP_HTTP_LINE_MAX, ""), ==, MSNP_HTTP_BAD);
    g_assert_cmpint(flood("", "x", MSNP_HTTP_LINE_MAX, "x"), ==, MSNP_HTTP_BAD);
    g_assert_cmpint(flood("", "\r\n", MSNP_HTTP_HEAD_MAX, ""), ==, MSNP_HTTP_BAD);
    g_assert_cmpint(flood(OK, "A: b\r\n", MSNP_HTTP_HEADERS_MAX - 1, CL0), ==, MSNP_HTTP_DONE);
    g_assert_cmpint(flood(OK, "A: b\r\n", MSNP_HTTP_HEADERS_MAX, CL0), ==, MSNP_HTTP_BAD);
    g_assert_cmpint(flood(OK "A: b\r\n", " fold\r\n", 1000, CL0), ==, MSNP_HTTP_DONE);
    g_assert_cmpint(flood(OK "A: b\r\n", " fold\r\n", MSNP_HTTP_HEAD_MAX / 7, CL0), ==,
                    MSNP_HTTP_BAD);
    g_assert_cmpint(flood(OK, "ignored\r\n", MSNP_HTTP_HEAD_MAX / 9, CL0), ==, MSNP_HTTP_BAD);
}

static void
test_limit_interim(void)
{
    static const char interim[] = "HTTP/1.1 100 Continue\r\n\r\n";

    g_assert_cmpint(flood("", interim, MSNP_HTTP_INTERIM_MAX, OK CL0), ==, MSNP_HTTP_DONE);
    g_assert_cmpint(flood("", interim, MSNP_HTTP_INTERIM_MAX + 1, OK CL0), ==, MSNP_HTTP_BAD);
}

static void
test_limit_body(void)
{
    static const char chunked[] = OK "Transfer-Encoding: chunked\r\n\r\n";
    g_autofree char *kib = g_strnfill(1024, 'x');
    g_autofree char *chunk = g_strdup_printf("400;%.200s\r\n%s\r\n", kib, kib);

    g_assert_cmpint(flood(OK "\r\n", kib, MSNP_HTTP_BODY_MAX / 1024, ""), ==, MSNP_HTTP_MORE);
    g_assert_cmpint(flood(OK "\r\n", kib, MSNP_HTTP_BODY_MAX / 1024, "x"), ==, MSNP_HTTP_BAD);
    g_assert_cmpint(flood(OK "Content-Length: 16777216\r\n\r\n", kib, MSNP_HTTP_BODY_MAX / 1024, ""),
                    ==, MSNP_HTTP_DONE);
    g_assert_cmpint(flood(chunked, chunk, MSNP_HTTP_BODY_MAX / 1024, "0\r\n\r\n"), ==,
                    MSNP_HTTP_DONE);
    g_assert_cmpint(flood(chunked, chunk, MSNP_HTTP_BODY_MAX / 1024, "1\r\n"), ==, MSNP_HTTP_BAD);
}

static void
test_limit_chunk(void)
{
    static const char chunked[] = OK "Transfer-Encoding: chunked\r\n\r\n";

    g_assert_cmpint(flood(chunked, "0", 100, "1\r\nx\r\n0\r\n\r\n"), ==, MSNP_HTTP_DONE);
    g_assert_cmpint(flood(chunked, "0", 255, "1\r\nx\r\n0\r\n\r\n"), ==, MSNP_HTTP_DONE);
    g_assert_cmpint(flood(chunked, "0", 256, "1\r\nx\r\n0\r\n\r\n"), ==, MSNP_HTTP_BAD);
    g_assert_cmpint(flood(chunked, "0", 1000, "1\r\nx\r\n0\r\n\r\n"), ==, MSNP_HTTP_BAD);
    g_assert_cmpint(flood(chunked, "0", MSNP_HTTP_LINE_MAX + 1, ""), ==, MSNP_HTTP_BAD);
    g_assert_cmpint(flood(OK "Transfer-Encoding: chunked\r\n\r\n0\r\n", "T: x\r\n", 1000, "\r\n"),
                    ==, MSNP_HTTP_DONE);
    g_assert_cmpint(flood(OK "Transfer-Encoding: chunked\r\n\r\n0\r\n", "T: x\r\n",
                          MSNP_HTTP_HEAD_MAX / 6, "\r\n"),
                    ==, MSNP_HTTP_BAD);
}

/* A smaller limit, of each kind of body. */
static void
test_limit_own(void)
{
    static const struct {
        const char *bytes;
        MsnpHttpState state;
    } rows[] = {
        {OK "Content-Length: 4\r\n\r\nabcd", MSNP_HTTP_DONE},
        {OK "Content-Length: 5\r\n\r\n", MSNP_HTTP_BAD},
        {OK "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n", MSNP_HTTP_DONE},
        {OK "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\n", MSNP_HTTP_BAD},
        {OK "\r\nabcd", MSNP_HTTP_MORE},
        {OK "\r\nabcde", MSNP_HTTP_BAD},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(MsnpHttpParser) parser = msnp_http_parser_new();

        g_test_message("row %u", i);
        msnp_http_parser_set_body_max(parser, 4);
        g_assert_true(msnp_http_parser_is_untouched(parser));
        g_assert_cmpint(msnp_http_parser_feed(parser, rows[i].bytes, strlen(rows[i].bytes)), ==,
                        rows[i].state);
        g_assert_false(msnp_http_parser_is_untouched(parser));
    }
}

/* Whether another request may follow: only where both sides agree on the end of this one. */
static void
test_reply_goes_on(void)
{
    static const struct {
        const char *bytes;
        gboolean goes_on;
    } rows[] = {
        {OK "Content-Length: 1\r\n\r\nx", TRUE},
        {OK "Content-Length: 1\r\nConnection: Keep-Alive\r\n\r\nx", TRUE},
        {OK "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", TRUE},
        {"HTTP/1.1 100 Continue\r\n\r\n" OK "Content-Length: 0\r\n\r\n", TRUE},
        {OK "Content-Length: 1\r\nConnection: close\r\n\r\nx", FALSE},
        {OK "Content-Length: 1\r\nConnection: keep-alive, close\r\n\r\nx", FALSE},
        {"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", FALSE},
        {OK "Content-Length: 1\r\n\r\nxHTTP/1.1 200 OK", FALSE}, /* something is left over */
        {OK "\r\nx", FALSE},
        {OK "Content-Length: 2\r\n\r\nx", FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(MsnpHttpParser) parser = msnp_http_parser_new();

        g_test_message("row %u", i);
        msnp_http_parser_feed(parser, rows[i].bytes, strlen(rows[i].bytes));
        msnp_http_parser_eof(parser);
        g_assert_cmpint(msnp_http_parser_may_go_on(parser), ==, rows[i].goes_on);
    }
}

/* Changed and shortened replies: never more than a wrong answer. */
static void
test_reply_random(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(1863);

    for (guint round = 0; round < 20000; round++) {
        const char *bytes = replies[round % G_N_ELEMENTS(replies)].bytes;
        gsize len = strlen(bytes);
        g_autofree char *copy = g_strdup(bytes);
        g_autoptr(MsnpHttpParser) parser = msnp_http_parser_new();

        for (gint n = g_rand_int_range(rand, 0, 4); n > 0 && len > 0; n--)
            copy[g_rand_int_range(rand, 0, (gint32) len)] = (char) g_rand_int_range(rand, 0, 256);
        len = (gsize) g_rand_int_range(rand, 0, (gint32) len + 1);
        feed_in_pieces(parser, copy, len, 1 + round % 7, 1 + round % 50);
        g_assert_cmpint(msnp_http_parser_eof(parser), !=, MSNP_HTTP_MORE);
    }
}

static void
test_free_null(void)
{
    msnp_http_parser_free(NULL);
    msnp_http_request_free(NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/httpmsg/request/table", test_request);
    g_test_add_func("/httpmsg/request/headers", test_request_headers);
    g_test_add_func("/httpmsg/request/body", test_request_body);
    g_test_add_func("/httpmsg/request/stays", test_request_stays);
    g_test_add_func("/httpmsg/reply/table", test_reply);
    g_test_add_func("/httpmsg/reply/final", test_reply_final);
    g_test_add_func("/httpmsg/reply/nul", test_reply_nul);
    g_test_add_func("/httpmsg/reply/random", test_reply_random);
    g_test_add_func("/httpmsg/limit/head", test_limit_head);
    g_test_add_func("/httpmsg/limit/interim", test_limit_interim);
    g_test_add_func("/httpmsg/limit/body", test_limit_body);
    g_test_add_func("/httpmsg/limit/chunk", test_limit_chunk);
    g_test_add_func("/httpmsg/limit/own", test_limit_own);
    g_test_add_func("/httpmsg/reply/goes-on", test_reply_goes_on);
    g_test_add_func("/httpmsg/free-null", test_free_null);
    return g_test_run();
}
