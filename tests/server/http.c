/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the grammar of an HTTP head; knows nothing of what is served. */
#include "http.h"

#include <string.h>

#include "wire.h"

gsize
http_head_length(const char *bytes, gsize length)
{
    const char *end = g_strstr_len(bytes, (gssize) length, "\r\n\r\n");
    const char *bare = g_strstr_len(bytes, (gssize) length, "\n\n");

    if (bare != NULL && (end == NULL || bare < end))
        return (gsize) (bare - bytes) + 2;
    return end != NULL ? (gsize) (end - bytes) + 4 : 0;
}

void
http_request_free(HttpRequest *request)
{
    g_free(request->line);
    g_free(request->method);
    g_free(request->path);
    g_free(request->body);
    g_clear_pointer(&request->headers, g_hash_table_unref);
    g_free(request);
}

HttpRequest *
http_request_copy(const HttpRequest *request)
{
    HttpRequest *copy = g_new0(HttpRequest, 1);

    copy->line = g_strdup(request->line);
    copy->method = g_strdup(request->method);
    copy->path = g_strdup(request->path);
    copy->keep_alive = request->keep_alive;
    return copy;
}

const char *
http_header(const HttpRequest *request, const char *lower_name)
{
    return g_hash_table_lookup(request->headers, lower_name);
}

static gboolean
parse_header(HttpRequest *request, const char *line)
{
    const char *colon = strchr(line, ':');

    if (colon == NULL || colon == line || strcspn(line, " \t") < (gsize) (colon - line))
        return FALSE;
    char *name = g_ascii_strdown(line, (gssize) (colon - line));

    return g_hash_table_insert(request->headers, name, g_strstrip(g_strdup(colon + 1)));
}

/* A proxy may pass whole addresses on. NULL if it is neither. */
static const char *
path_of(const char *target)
{
    if (g_str_has_prefix(target, "http://"))
        target = strchr(target + strlen("http://"), '/');
    return target != NULL && target[0] == '/' ? target : NULL;
}

static const char *
parse_request_line(HttpRequest *request, const char *line)
{
    g_auto(GStrv) words = g_strsplit(line, " ", -1);

    request->line = g_strdup(line);
    if (g_strv_length(words) != 3 ||
        (strcmp(words[0], "GET") != 0 && strcmp(words[0], "POST") != 0))
        return "the request line is not GET or POST, path, HTTP/1.1";
    if (strcmp(words[2], "HTTP/1.1") != 0 && strcmp(words[2], "HTTP/1.0") != 0)
        return "no HTTP version that is known";
    const char *path = path_of(words[1]);

    if (path == NULL)
        return "the path does not start with a slash";
    request->method = g_strdup(words[0]);
    request->path = g_strdup(path);
    request->keep_alive = strcmp(words[2], "HTTP/1.1") == 0;
    return NULL;
}

static const char *
check_length(HttpRequest *request)
{
    const char *length = http_header(request, "content-length");
    gboolean post = strcmp(request->method, "POST") == 0;
    guint64 number = 0;

    if (http_header(request, "transfer-encoding") != NULL)
        return "a body whose length is not said";
    if (!post && length != NULL && strcmp(length, "0") != 0)
        return "a GET with a body";
    if (post && (length == NULL || !wire_number(length, HTTP_BODY_LIMIT, &number)))
        return "a POST without a Content-Length, or with far too much";
    request->body_length = number;
    return NULL;
}

static const char *
check_headers(HttpRequest *request)
{
    const char *connection = http_header(request, "connection");

    if (http_header(request, "host") == NULL)
        return "no Host";
    if (connection != NULL && g_ascii_strcasecmp(connection, "close") == 0)
        request->keep_alive = FALSE;
    return check_length(request);
}

HttpRequest *
http_request_parse(const char *head, gsize length, const char **why)
{
    g_autofree char *text = g_strndup(head, length);
    g_auto(GStrv) lines = g_strsplit(text, "\r\n", -1);
    g_autoptr(HttpRequest) request = g_new0(HttpRequest, 1);

    request->headers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (gsize i = 0; i < length; i++) {
        guchar c = (guchar) head[i];

        if ((c == '\n' && (i == 0 || head[i - 1] != '\r')) || c == '\0' || c >= 0x7f) {
            *why = "a byte in the head that does not belong there";
            return NULL;
        }
    }
    *why = parse_request_line(request, lines[0] != NULL ? lines[0] : "");
    for (guint i = 1; *why == NULL && lines[i] != NULL && lines[i][0] != '\0'; i++) {
        if (!parse_header(request, lines[i]))
            *why = "a header is malformed or comes twice";
    }
    if (*why == NULL)
        *why = check_headers(request);
    return *why == NULL ? g_steal_pointer(&request) : NULL;
}

static const char *
reason(guint status)
{
    switch (status) {
    case 200:
        return "OK";
    case 302:
        return "Found";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 500:
        return "Internal Server Error";
    case 503:
        return "Service Unavailable";
    default:
        return "Something";
    }
}

char *
http_response(guint status, const char *headers, gsize length, gboolean keep_alive)
{
    return g_strdup_printf("HTTP/1.1 %u %s\r\nServer: msnpd\r\nContent-Length: %" G_GSIZE_FORMAT
                           "\r\nConnection: %s\r\n%s\r\n",
                           status, reason(status), length, keep_alive ? "keep-alive" : "close",
                           headers);
}
