/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows requests and answers on one connection, the accidents that are ordered for them, and which
 * page is whose; knows nothing of what the pages say. */
#include "web.h"

#include <string.h>

#include "fault.h"
#include "link.h"
#include "log.h"
#include "options.h"
#include "pages.h"
#include "server.h"
#include "soap.h"
#include "wire.h"

#define HEAD_LIMIT 16384

struct Visitor {
    gint refs;
    char *name;
    Link *link; /* NULL once it is over */
    gboolean plain;
    gboolean hanging;
    gboolean delayed;
};

static guint visitor_serial;

Visitor *
web_ref(Visitor *visitor)
{
    visitor->refs++;
    return visitor;
}

void
web_unref(Visitor *visitor)
{
    if (--visitor->refs > 0)
        return;
    g_free(visitor->name);
    g_free(visitor);
}

static void
visitor_write(Visitor *visitor, const char *direction, const char *bytes, gsize length)
{
    log_wire(visitor->name, direction, bytes, length);
    link_write(visitor->link, bytes, length);
}

static void
visitor_respond(Visitor *visitor, guint status, const char *headers, const char *body, gsize length,
                gboolean keep_alive)
{
    g_autofree char *text = http_response(status, headers, length, keep_alive);

    if (visitor->link == NULL)
        return;
    visitor_write(visitor, "S", text, strlen(text));
    if (length > 0)
        visitor_write(visitor, "S|", body, length);
    if (!keep_alive)
        link_close(visitor->link);
}

void
web_respond(Visitor *visitor, const HttpRequest *request, guint status, const char *headers)
{
    visitor_respond(visitor, status, headers, "", 0, request->keep_alive);
}

void
web_respond_body(Visitor *visitor, const HttpRequest *request, guint status, const char *headers,
                 const char *type, const char *body, gsize length)
{
    g_autofree char *all = g_strdup_printf("%sContent-Type: %s\r\n", headers, type);

    visitor_respond(visitor, status, all, body, length, request->keep_alive);
}

void
web_redirect(Visitor *visitor, const char *location)
{
    g_autofree char *headers = g_strdup_printf(
        "Authentication-Info: Passport1.4 da-status=redir\r\nLocation: %s\r\n", location);

    visitor_respond(visitor, 302, headers, "", 0, FALSE);
}

void
web_bad(Visitor *visitor, const HttpRequest *request, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *why = g_strdup_vprintf(format, args);
    va_end(args);
    log_bad(visitor->name, request->line, strlen(request->line), "%s", why);
}

/* ---- accidents ---- */

/* The accidents that have a text. */
static void
visitor_suffer_text(Visitor *visitor, const Fault *fault)
{
    g_autoptr(GString) bytes = wire_unescape(fault->text);

    if (fault->kind == FAULT_REDIRECT) {
        web_redirect(visitor, bytes->str);
    } else if (fault->kind == FAULT_REPLY) {
        g_string_append(bytes, "\r\n");
        visitor_respond(visitor, 200, bytes->str, "", 0, FALSE);
    } else {
        link_write(visitor->link, bytes->str, bytes->len);
        if (fault->kind == FAULT_CUT)
            link_close(visitor->link);
    }
}

/* TRUE when the request is not to be served any more. */
static gboolean
visitor_suffer(Visitor *visitor, const HttpRequest *request, const Fault *fault)
{
    const char *half = "HTTP/1.1 200 OK\r\nServer: msnpd\r\nAuthentication-In";

    switch (fault->kind) {
    case FAULT_DROP:
        link_reset(visitor->link);
        return TRUE;
    case FAULT_FIN:
        link_close(visitor->link);
        return TRUE;
    case FAULT_ERROR:
    case FAULT_STATUS:
        visitor_respond(visitor, fault->number, "", "", 0, FALSE);
        return TRUE;
    case FAULT_TRUNCATE:
        link_write(visitor->link, half, strlen(half));
        link_close(visitor->link);
        return TRUE;
    case FAULT_SOAP:
        soap_ordered_fault(visitor, request, fault->text);
        return TRUE;
    case FAULT_REDIRECT:
    case FAULT_REPLY:
    case FAULT_RAW:
    case FAULT_CUT:
        visitor_suffer_text(visitor, fault);
        return TRUE;
    case FAULT_HANG:
    case FAULT_SILENT:
        visitor->hanging = TRUE;
        return TRUE;
    default:
        return FALSE;
    }
}

/* TRUE when nothing is left to do now; *wait if the request is to come again. */
static gboolean
visitor_accident(Visitor *visitor, const HttpRequest *request, const Page *page, gboolean *wait)
{
    g_autofree char *verb = page_verb(page, request);
    Fault fault = fault_take(visitor->plain ? "HTTP" : "HTTPS", verb, FAULT_NONE);
    guint delay = fault.kind == FAULT_DELAY ? fault.number : 0;
    gboolean over = visitor_suffer(visitor, request, &fault);

    visitor->delayed = *wait = fault.kind == FAULT_DELAY;
    fault_clear(&fault);
    if (*wait)
        link_pause(visitor->link, delay);
    return over;
}

/* ---- requests ---- */

static gboolean
host_right(const Visitor *visitor, const char *host)
{
    const char *address = visitor->plain ? server_http_address() : server_https_address();
    g_autofree char *local = g_strconcat("localhost", strchr(address, ':'), NULL);

    return strcmp(host, address) == 0 || strcmp(host, local) == 0;
}

/* FALSE when it must wait. */
static gboolean
visitor_serve(Visitor *visitor, const HttpRequest *request)
{
    const Page *page = page_find(request->path, visitor->plain);
    gboolean wait = FALSE;

    if (!visitor->delayed) {
        if (visitor_accident(visitor, request, page, &wait) || wait)
            return !wait;
    }
    visitor->delayed = FALSE;
    if (!host_right(visitor, http_header(request, "host")))
        web_bad(visitor, request, "Host is not this server");
    if (page == NULL) {
        web_bad(visitor, request, "there is no such page");
        visitor_respond(visitor, 404, "", "", 0, FALSE);
    } else if (strcmp(page->method, request->method) != 0) {
        web_bad(visitor, request, "this page wants %s", page->method);
        visitor_respond(visitor, 405, "", "", 0, FALSE);
    } else {
        page->serve(visitor, request);
    }
    return TRUE;
}

static gsize
visitor_read(Visitor *visitor, const char *bytes, gsize length)
{
    gsize head = http_head_length(bytes, length);
    const char *why = NULL;

    if (visitor->hanging)
        return length;
    if (head == 0) {
        if (length >= HEAD_LIMIT) {
            log_bad(visitor->name, bytes, 80, "request head too long");
            link_close(visitor->link);
        }
        return 0;
    }
    g_autoptr(HttpRequest) request = http_request_parse(bytes, head, &why);

    if (request == NULL) {
        log_bad(visitor->name, bytes, strcspn(bytes, "\r\n"), "%s", why);
        visitor_respond(visitor, 400, "", "", 0, FALSE);
        return head;
    }
    if (length - head < request->body_length)
        return 0;
    request->body = g_malloc(request->body_length + 1); /* bytes of any kind */
    memcpy(request->body, bytes + head, request->body_length);
    request->body[request->body_length] = '\0';
    if (!visitor->delayed) {
        log_wire(visitor->name, "C", request->line, strlen(request->line));
        if (request->body_length > 0)
            log_wire(visitor->name, "C|", bytes + head, request->body_length);
    }
    return visitor_serve(visitor, request) ? head + request->body_length : 0;
}

static gsize
visitor_received(gpointer user, const char *bytes, gsize length)
{
    Visitor *visitor = web_ref(user);
    gsize used = visitor_read(visitor, bytes, length);

    web_unref(visitor);
    return used;
}

static void
visitor_closed(gpointer user)
{
    Visitor *visitor = user;

    visitor->link = NULL;
    log_note("%s closed", visitor->name);
    web_unref(visitor);
}

/* As g_tls_server_connection_new(), which would read all authorities of the system first, though no
 * client shows us a certificate. */
static GIOStream *
tls_new(GSocketConnection *socket, GTlsCertificate *certificate, GError **error)
{
    GType type = g_tls_backend_get_server_connection_type(g_tls_backend_get_default());

    return g_initable_new(type, NULL, error, "base-io-stream", socket, "certificate", certificate,
                          "database", NULL, NULL);
}

void
web_accept(GSocketConnection *socket, GTlsCertificate *certificate)
{
    static const LinkHandlers handlers = {visitor_received, visitor_closed, NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(GIOStream) stream = NULL;

    if (certificate == NULL) {
        stream = g_object_ref(G_IO_STREAM(socket));
    } else {
        stream = tls_new(socket, certificate, &error);
        if (stream == NULL) {
            log_note("no TLS: %s", error->message);
            return;
        }
        /* Clients of this age close without a goodbye. */
        g_tls_connection_set_require_close_notify(G_TLS_CONNECTION(stream), FALSE);
    }
    Visitor *visitor = g_new0(Visitor, 1);

    visitor->refs = 1;
    visitor->plain = certificate == NULL;
    visitor->name = g_strdup_printf("%s#%u", visitor->plain ? "http" : "https", ++visitor_serial);
    visitor->link = link_new(socket, stream, &handlers, visitor);
    log_note("%s opened", visitor->name);
}
