/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * HTTP/1.1 as text: a request, a reply that comes in pieces. Knows no socket, no redirect and no
 * Passport. Everything here may carry passwords and tickets, so memory is wiped before it is given
 * back.
 */
#include "purple/httpmsg.h"

#include <string.h>
#include "purple/buffer.h"

#define PORT_HTTP  80
#define PORT_HTTPS 443

/* A chunk's size and its extensions, which nobody uses. */
#define CHUNK_LINE_MAX 256

#define HOST_CHARS  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._"
#define TOKEN_CHARS HOST_CHARS "!#$%&'*+^`|~"

static gboolean
text_is_of(const char *text, gsize len, const char *chars)
{
    for (gsize i = 0; i < len; i++)
        if (text[i] == '\0' || !strchr(chars, text[i]))
            return FALSE;
    return len > 0;
}

/* ---- requests ------------------------------------------------------------------------------- */

/* Headers that are added here, and those that would contradict them. */
static const char *const added_headers[] = {"Host", "Content-Length", "Transfer-Encoding"};

static gboolean
text_is_printable(const char *text)
{
    for (; *text; text++)
        if (g_ascii_iscntrl(*text) && *text != '\t')
            return FALSE;
    return TRUE;
}

static gboolean
header_is_sound(const MsnpHttpHeader *header)
{
    if (!header->name || !header->value ||
        !text_is_of(header->name, strlen(header->name), TOKEN_CHARS))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(added_headers); i++)
        if (g_ascii_strcasecmp(header->name, added_headers[i]) == 0)
            return FALSE;
    return text_is_printable(header->value);
}

/* Of an origin, or all of a plain address, as a proxy wants it. */
static gboolean
path_is_sound(const char *path)
{
    return (*path == '/' || g_str_has_prefix(path, "http://")) && !strchr(path, ' ') &&
           text_is_printable(path);
}

static gboolean
request_is_sound(const MsnpHttpRequest *request, const char *host, const char *path)
{
    if (!text_is_of(request->method, strlen(request->method), TOKEN_CHARS) ||
        !text_is_of(host, strlen(host), HOST_CHARS ":") || !path_is_sound(path) ||
        (!request->body && request->body_len > 0))
        return FALSE;
    for (guint i = 0; i < request->n_headers; i++)
        if (!header_is_sound(&request->headers[i]))
            return FALSE;
    return TRUE;
}

/* A string that will not move while the request is appended, so that no copy is left behind. */
static GString *
request_room(const MsnpHttpRequest *request, const char *host, const char *path)
{
    gsize size = 256 + strlen(request->method) + strlen(host) + strlen(path) + request->body_len;

    for (guint i = 0; i < request->n_headers; i++)
        size += strlen(request->headers[i].name) + strlen(request->headers[i].value) + 4;
    return g_string_sized_new(size);
}

static void
host_print(GString *out, const char *url, const char *host, guint16 port)
{
    gboolean is_tls = url && g_ascii_strncasecmp(url, "https:", 6) == 0;

    g_string_append_printf(out, strchr(host, ':') ? "Host: [%s]" : "Host: %s", host);
    if (port != (is_tls ? PORT_HTTPS : PORT_HTTP))
        g_string_append_printf(out, ":%u", port);
    g_string_append(out, "\r\n");
}

GString *
msnp_http_request_print(const MsnpHttpRequest *request, const char *host, guint16 port,
                        const char *path)
{
    gboolean has_connection = FALSE;
    GString *out;

    if (!request_is_sound(request, host, path))
        return NULL;
    out = request_room(request, host, path);
    g_string_append(out, request->method);
    g_string_append_c(out, ' ');
    g_string_append(out, path);
    g_string_append(out, " HTTP/1.1\r\n");
    host_print(out, request->url, host, port);
    for (guint i = 0; i < request->n_headers; i++) {
        const MsnpHttpHeader *header = &request->headers[i];

        has_connection |= g_ascii_strcasecmp(header->name, "Connection") == 0;
        g_string_append(out, header->name);
        g_string_append(out, ": ");
        g_string_append(out, header->value);
        g_string_append(out, "\r\n");
    }
    if (!has_connection)
        g_string_append(out, "Connection: close\r\n");
    if (request->body || g_str_equal(request->method, "POST"))
        g_string_append_printf(out, "Content-Length: %" G_GSIZE_FORMAT "\r\n", request->body_len);
    g_string_append(out, "\r\n");
    if (request->body)
        g_string_append_len(out, (const char *) request->body, request->body_len);
    return out;
}

void
msnp_http_request_free(GString *request)
{
    if (!request)
        return;
    msnp_wipe(request->str, request->len);
    g_string_free(request, TRUE);
}

/* ---- replies
 * ------------------------------------------------------------------------------------- */

typedef enum {
    AT_STATUS,
    AT_HEADER,
    AT_BODY,        /* of known length */
    AT_BODY_TO_END, /* of a length told by the end of the connection */
    AT_CHUNK_SIZE,
    AT_CHUNK,
    AT_CHUNK_END,
    AT_TRAILER,
    AT_DONE,
    AT_BAD,
    N_PLACES
} Place;

/* Where a header stands in the head buffer, which may move. */
typedef struct {
    gsize name;
    gsize value;
} Header;

struct _MsnpHttpParser {
    Place at;
    MsnpBuffer line; /* the line that is coming */
    MsnpBuffer head; /* names and values, each with a NUL */
    MsnpBuffer body;
    Header spots[MSNP_HTTP_HEADERS_MAX];
    MsnpHttpHeader headers[MSNP_HTTP_HEADERS_MAX]; /* made of spots at the end */
    MsnpHttpReply reply;
    gsize head_bytes; /* of the header block so far, and of trailers */
    gsize expected;   /* bytes still to come of the body or chunk */
    guint n_interim;
    gsize body_max;
    gboolean old;     /* HTTP/1.0 */
    gboolean to_end;  /* its length was told by the end */
    gboolean surplus; /* more came than belongs to it */
};

MsnpHttpParser *
msnp_http_parser_new(void)
{
    MsnpHttpParser *parser = g_new0(MsnpHttpParser, 1);

    parser->body_max = MSNP_HTTP_BODY_MAX;
    return parser;
}

void
msnp_http_parser_set_body_max(MsnpHttpParser *parser, gsize max)
{
    parser->body_max = max;
}

void
msnp_http_parser_free(MsnpHttpParser *parser)
{
    if (!parser)
        return;
    msnp_buffer_clear(&parser->line);
    msnp_buffer_clear(&parser->head);
    msnp_buffer_clear(&parser->body);
    g_free(parser);
}

/* The next header of that name from *i on, or NULL; *i is then behind it. */
static const char *
header_next(const MsnpHttpParser *parser, const char *name, guint *i)
{
    while (*i < parser->reply.n_headers) {
        const Header *spot = &parser->spots[(*i)++];

        if (g_ascii_strcasecmp(parser->head.at + spot->name, name) == 0)
            return parser->head.at + spot->value;
    }
    return NULL;
}

/* A number in the given base at the front of *text, at most max; *text is then behind it. */
static gboolean
number_read(const char **text, guint base, gsize max, gsize *value)
{
    const char *p = *text;
    gsize n = 0;

    for (; g_ascii_isxdigit(*p); p++) {
        guint digit = (guint) g_ascii_xdigit_value(*p);

        if (digit >= base)
            break;
        n = n * base + digit;
        if (n > max)
            return FALSE;
    }
    if (p == *text)
        return FALSE;
    *text = p;
    *value = n;
    return TRUE;
}

/* All Content-Length headers, each a number or a list of them, have to say the same. -1 is none of
 * them, -2 nonsense. */
static gssize
content_length(const MsnpHttpParser *parser)
{
    gssize length = -1;
    const char *text;
    gsize n;

    for (guint i = 0; (text = header_next(parser, "Content-Length", &i));) {
        do {
            text += strspn(text, ", \t");
            if (!number_read(&text, 10, parser->body_max, &n) ||
                (length >= 0 && (gsize) length != n))
                return -2;
            length = (gssize) n;
            text += strspn(text, " \t");
        } while (*text == ',');
        if (*text)
            return -2;
    }
    return length;
}

/* Body follows in the way the headers say. */
static Place
place_of_body(MsnpHttpParser *parser)
{
    guint i = 0;
    const char *coding = header_next(parser, "Transfer-Encoding", &i);
    gssize length = content_length(parser);

    if (parser->reply.status == 204 || parser->reply.status == 304)
        return AT_DONE;
    if (coding && g_ascii_strcasecmp(coding, "identity") != 0)
        return g_ascii_strcasecmp(coding, "chunked") == 0 ? AT_CHUNK_SIZE : AT_BAD;
    if (length == -2)
        return AT_BAD;
    parser->to_end = length == -1;
    if (parser->to_end)
        return AT_BODY_TO_END;
    parser->expected = (gsize) length;
    return length > 0 ? AT_BODY : AT_DONE;
}

static Place
line_status(MsnpHttpParser *parser, const char *line, gsize len)
{
    gsize status;

    if (len == 0) /* left over from an earlier reply */
        return AT_STATUS;
    if (strncmp(line, "HTTP/", 5) != 0)
        return AT_BAD;
    parser->old = strncmp(line, "HTTP/1.0", 8) == 0;
    line += strcspn(line, " ");
    line += strspn(line, " ");
    if (!number_read(&line, 10, 999, &status) || status < 100 || (*line && *line != ' '))
        return AT_BAD;
    parser->reply.status = (guint) status;
    return AT_HEADER;
}

/* The header block is complete. */
static Place
head_end(MsnpHttpParser *parser)
{
    if (parser->reply.status >= 200)
        return place_of_body(parser);
    if (++parser->n_interim > MSNP_HTTP_INTERIM_MAX)
        return AT_BAD;
    msnp_buffer_clear(&parser->head);
    parser->reply.n_headers = 0;
    parser->head_bytes = 0;
    return AT_STATUS;
}

/* Appends text to the head buffer, without blanks around it. */
static void
head_value(MsnpHttpParser *parser, const char *text)
{
    gsize len;

    text += strspn(text, " \t");
    len = strlen(text);
    while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t'))
        len--;
    msnp_buffer_append(&parser->head, text, len);
    msnp_buffer_append(&parser->head, "", 1);
}

/* A folded line goes on with the value before it. */
static void
head_fold(MsnpHttpParser *parser, const char *line)
{
    const Header *spot;

    if (parser->reply.n_headers == 0 || line[strspn(line, " \t")] == '\0')
        return;
    spot = &parser->spots[parser->reply.n_headers - 1];
    parser->head.len--; /* the NUL */
    if (parser->head.len > spot->value)
        msnp_buffer_append(&parser->head, " ", 1);
    head_value(parser, line);
}

static Place
line_header(MsnpHttpParser *parser, const char *line, gsize len)
{
    const char *colon = strchr(line, ':');
    Header *spot;

    if (len == 0)
        return head_end(parser);
    if (*line == ' ' || *line == '\t') {
        head_fold(parser, line);
        return AT_HEADER;
    }
    if (!colon || !text_is_of(line, colon - line, TOKEN_CHARS))
        return AT_HEADER; /* no header: ignored */
    if (parser->reply.n_headers == MSNP_HTTP_HEADERS_MAX)
        return AT_BAD;
    spot = &parser->spots[parser->reply.n_headers++];
    spot->name = parser->head.len;
    msnp_buffer_append(&parser->head, line, colon - line);
    msnp_buffer_append(&parser->head, "", 1);
    spot->value = parser->head.len;
    head_value(parser, colon + 1);
    return AT_HEADER;
}

static Place
line_chunk_size(MsnpHttpParser *parser, const char *line, gsize len)
{
    if (len > CHUNK_LINE_MAX ||
        !number_read(&line, 16, parser->body_max - parser->body.len, &parser->expected))
        return AT_BAD;
    line += strspn(line, " \t");
    if (*line && *line != ';')
        return AT_BAD;
    return parser->expected > 0 ? AT_CHUNK : AT_TRAILER;
}

static Place
line_chunk_end(MsnpHttpParser *parser, const char *line, gsize len)
{
    return len == 0 ? AT_CHUNK_SIZE : AT_BAD;
}

static Place
line_trailer(MsnpHttpParser *parser, const char *line, gsize len)
{
    return len == 0 ? AT_DONE : AT_TRAILER;
}

/* What to do with a line (ending with NUL) at each place that has lines: returns the next place. */
static Place (*const line_handlers[N_PLACES])(MsnpHttpParser *parser, const char *line,
                                              gsize len) = {
    [AT_STATUS] = line_status,       [AT_HEADER] = line_header,   [AT_CHUNK_SIZE] = line_chunk_size,
    [AT_CHUNK_END] = line_chunk_end, [AT_TRAILER] = line_trailer,
};

/* A line without its LF is complete: takes the CR off its end and hands it on. */
static Place
line_done(MsnpHttpParser *parser)
{
    MsnpBuffer *line = &parser->line;
    Place next;

    if (line->len > 0 && line->at[line->len - 1] == '\r')
        line->at[--line->len] = '\0';
    for (gsize i = 0; i < line->len; i++)
        if (g_ascii_iscntrl(line->at[i]) && line->at[i] != '\t')
            return AT_BAD;
    next = line_handlers[parser->at](parser, line->at, line->len);
    line->len = 0;
    return next;
}

/* Takes bytes up to the end of a line, or all; returns how many. */
static gsize
feed_line(MsnpHttpParser *parser, const char *data, gsize len)
{
    const char *end = memchr(data, '\n', len);
    gsize used = end ? (gsize) (end + 1 - data) : len;
    gboolean counts = parser->at != AT_CHUNK_SIZE && parser->at != AT_CHUNK_END;

    parser->head_bytes += counts ? used : 0;
    if (parser->line.len + used > MSNP_HTTP_LINE_MAX || parser->head_bytes > MSNP_HTTP_HEAD_MAX) {
        parser->at = AT_BAD;
        return len;
    }
    msnp_buffer_append(&parser->line, data, end ? used - 1 : used);
    if (end)
        parser->at = line_done(parser);
    return used;
}

/* Takes bytes of the body; returns how many. */
static gsize
feed_body(MsnpHttpParser *parser, const char *data, gsize len)
{
    gsize used = parser->at == AT_BODY_TO_END ? len : MIN(len, parser->expected);

    if (parser->body.len + used > parser->body_max) {
        parser->at = AT_BAD;
        return len;
    }
    if (parser->at == AT_BODY && parser->body.len == 0)
        msnp_buffer_reserve(&parser->body, MIN(parser->expected, MSNP_HTTP_AHEAD_MAX));
    msnp_buffer_append(&parser->body, data, used);
    if (parser->at == AT_BODY_TO_END)
        return used;
    parser->expected -= used;
    if (parser->expected == 0)
        parser->at = parser->at == AT_CHUNK ? AT_CHUNK_END : AT_DONE;
    return used;
}

/* Makes the reply out of what has come. */
static void
reply_build(MsnpHttpParser *parser)
{
    MsnpHttpReply *reply = &parser->reply;

    for (guint i = 0; i < reply->n_headers; i++)
        parser->headers[i] = (MsnpHttpHeader){parser->head.at + parser->spots[i].name,
                                              parser->head.at + parser->spots[i].value, FALSE};
    msnp_buffer_append(&parser->body, "", 0);
    reply->end = MSNP_ERROR_NONE;
    reply->headers = parser->headers;
    reply->body = (const guint8 *) parser->body.at;
    reply->body_len = parser->body.len;
}

static MsnpHttpState
parser_state(const MsnpHttpParser *parser)
{
    if (parser->at == AT_BAD)
        return MSNP_HTTP_BAD;
    return parser->at == AT_DONE ? MSNP_HTTP_DONE : MSNP_HTTP_MORE;
}

MsnpHttpState
msnp_http_parser_feed(MsnpHttpParser *parser, const void *data, gsize len)
{
    const char *p = data;
    gsize used;

    if (parser->at == AT_DONE) {
        parser->surplus = parser->surplus || len > 0;
        return MSNP_HTTP_DONE;
    }
    while (len > 0 && parser_state(parser) == MSNP_HTTP_MORE) {
        used = line_handlers[parser->at] ? feed_line(parser, p, len) : feed_body(parser, p, len);
        p += used;
        len -= used;
    }
    if (parser->at == AT_DONE)
        reply_build(parser);
    parser->surplus = len > 0;
    return parser_state(parser);
}

gboolean
msnp_http_parser_may_go_on(const MsnpHttpParser *parser)
{
    const char *connection;
    guint i = 0;

    if (parser->at != AT_DONE || parser->old || parser->to_end || parser->surplus)
        return FALSE;
    while ((connection = header_next(parser, "Connection", &i)))
        if (g_ascii_strcasecmp(connection, "keep-alive") != 0)
            return FALSE;
    return TRUE;
}

gboolean
msnp_http_parser_is_untouched(const MsnpHttpParser *parser)
{
    return parser->at == AT_STATUS && parser->n_interim == 0 && parser->head_bytes == 0;
}

MsnpHttpState
msnp_http_parser_eof(MsnpHttpParser *parser)
{
    if (parser->at == AT_BODY_TO_END) {
        parser->at = AT_DONE;
        reply_build(parser);
    } else if (parser->at != AT_DONE) {
        parser->at = AT_BAD;
    }
    return parser_state(parser);
}

const MsnpHttpReply *
msnp_http_parser_reply(const MsnpHttpParser *parser)
{
    return parser->at == AT_DONE ? &parser->reply : NULL;
}
