/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows Passport 1.4 from the server's side: nexus, and login with its redirects. */
#include "passport.h"

#include <string.h>

#include "authorization.h"
#include "fault.h"
#include "http.h"
#include "link.h"
#include "log.h"
#include "options.h"
#include "server.h"
#include "wire.h"
#include "world.h"

#define HEAD_LIMIT 16384
#define HOP_QUERY  "?lc=1033&id=507"

typedef struct {
    gint refs;
    char *name;
    Link *link; /* NULL once it is over */
    gboolean hanging;
    gboolean delayed;
} Visitor;

static guint visitor_serial;

static void
visitor_unref(Visitor *visitor)
{
    if (--visitor->refs > 0)
        return;
    g_free(visitor->name);
    g_free(visitor);
}

static void
visitor_respond(Visitor *visitor, guint status, const char *headers, gboolean keep_alive)
{
    g_autofree char *text = http_response(status, headers, keep_alive);

    if (visitor->link == NULL)
        return;
    log_wire(visitor->name, "S", text, strlen(text));
    link_write(visitor->link, text, strlen(text));
    if (!keep_alive)
        link_close(visitor->link);
}

static void
visitor_bad(Visitor *visitor, const HttpRequest *request, const char *why)
{
    log_bad(visitor->name, request->line, strlen(request->line), "%s", why);
}

static void
serve_nexus(Visitor *visitor, const HttpRequest *request)
{
    g_autofree char *headers =
        options()->living
            ? g_strdup_printf("Passporturls: DALogin=https://%s/login\r\n", server_https_address())
            : g_strdup_printf("PassportURLs: DARealm=Passport.Net,DALogin=%s/login2.srf,"
                              "DAReg=https://%s/register,Properties=https://%s/edit,"
                              "ConfigVersion=15\r\n",
                              server_https_address(), server_https_address(),
                              server_https_address());

    log_event("nexus");
    visitor_respond(visitor, 200, headers, request->keep_alive);
}

static void
refuse_login(Visitor *visitor, const HttpRequest *request, const char *mail)
{
    log_event("login-failed %s", mail != NULL ? mail : "-");
    visitor_respond(visitor, 401,
                    "WWW-Authenticate: Passport1.4 da-status=failed,srealm=Passport.NET,ts=-1,"
                    "prompt,cburl=http://www.passportimages.com/XPPassportLogo.gif\r\n",
                    request->keep_alive);
}

static void
accept_login(Visitor *visitor, const HttpRequest *request, const Account *account)
{
    const char *ticket = passport_ticket(account->key);
    g_autofree char *headers =
        options()->living
            ? g_strdup_printf("Authentication-Info: Passport1.4 da-status=success,from-PP='%s'\r\n",
                              ticket)
            : g_strdup_printf("Authentication-Info: Passport1.4 dastatus=success,tname=MSPAuth,"
                              "tname=MSPProf,tname=MSPSec,from-PP='%s',"
                              "ru=http://messenger.msn.com\r\n",
                              ticket);

    log_event("login %s", account->key);
    visitor_respond(visitor, 200, headers, request->keep_alive);
}

/* Which hop of the redirects this path is; 0 is the first address. -1: none. */
static int
login_hop(const char *path)
{
    guint64 hop;

    if (strcmp(path, options()->living ? "/login" : "/login2.srf") == 0)
        return 0;
    /* The query belongs to the address and must come back with it. */
    if (!g_str_has_prefix(path, "/hop") || !g_str_has_suffix(path, HOP_QUERY))
        return -1;
    g_autofree char *number = g_strndup(path + 4, strlen(path) - 4 - strlen(HOP_QUERY));

    return wire_number(number, 1000, &hop) ? (int) hop : -1;
}

static void
redirect_login(Visitor *visitor, const char *location)
{
    g_autofree char *headers = g_strdup_printf(
        "Authentication-Info: Passport1.4 da-status=redir\r\nLocation: %s\r\n", location);

    visitor_respond(visitor, 302, headers, FALSE);
}

static gboolean
login_right(const Credentials *credentials, const Account *account)
{
    if (account == NULL || account->kind != KIND_PERSON)
        return FALSE;
    if (options()->living && strcmp(account->mail, credentials->mail) != 0)
        return FALSE;
    return strcmp(account->password, credentials->password) == 0;
}

static void
serve_login(Visitor *visitor, const HttpRequest *request, int hop)
{
    const char *header = http_header(request, "authorization");
    Credentials credentials = {NULL, NULL};
    const char *why =
        header != NULL ? authorization_fault(header, &credentials) : "login without Authorization";

    if (why != NULL) {
        visitor_bad(visitor, request, why);
        if (options()->living && header == NULL)
            visitor_respond(visitor, 500, "", FALSE);
        else
            refuse_login(visitor, request, credentials.mail);
    } else if (hop < options()->redirects) {
        g_autofree char *next =
            g_strdup_printf("https://%s/hop%d" HOP_QUERY, server_https_address(), hop + 1);

        redirect_login(visitor, next);
    } else {
        const Account *account = world_find(credentials.mail);

        if (login_right(&credentials, account))
            accept_login(visitor, request, account);
        else
            refuse_login(visitor, request, credentials.mail);
    }
    credentials_clear(&credentials);
}

/* ---- connections ---- */

/* The accidents that have a text. */
static void
visitor_suffer_text(Visitor *visitor, const Fault *fault)
{
    g_autoptr(GString) bytes = wire_unescape(fault->text);

    if (fault->kind == FAULT_REDIRECT) {
        redirect_login(visitor, bytes->str);
    } else if (fault->kind == FAULT_REPLY) {
        g_string_append(bytes, "\r\n");
        visitor_respond(visitor, 200, bytes->str, FALSE);
    } else {
        link_write(visitor->link, bytes->str, bytes->len);
        if (fault->kind == FAULT_CUT)
            link_close(visitor->link);
    }
}

/* TRUE when the request is not to be served any more. */
static gboolean
visitor_suffer(Visitor *visitor, const Fault *fault)
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
        visitor_respond(visitor, fault->number, "", FALSE);
        return TRUE;
    case FAULT_TRUNCATE:
        link_write(visitor->link, half, strlen(half));
        link_close(visitor->link);
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

static gboolean
host_right(const char *host)
{
    const char *address = server_https_address();
    g_autofree char *local = g_strconcat("localhost", strchr(address, ':'), NULL);

    return strcmp(host, address) == 0 || strcmp(host, local) == 0;
}

/* FALSE when it must wait. */
static gboolean
visitor_serve(Visitor *visitor, const HttpRequest *request)
{
    gboolean nexus = strcmp(request->path, "/rdr/pprdr.asp") == 0;
    int hop = login_hop(request->path);

    if (!visitor->delayed) {
        Fault fault = fault_take("HTTPS", nexus ? "nexus" : "login", FAULT_NONE);
        guint delay = fault.kind == FAULT_DELAY ? fault.number : 0;
        gboolean over = visitor_suffer(visitor, &fault);

        visitor->delayed = fault.kind == FAULT_DELAY;
        fault_clear(&fault);
        if (visitor->delayed)
            link_pause(visitor->link, delay);
        if (over || visitor->delayed)
            return over;
    }
    visitor->delayed = FALSE;
    if (!host_right(http_header(request, "host")))
        visitor_bad(visitor, request, "Host is not this server");
    if (nexus) {
        serve_nexus(visitor, request);
    } else if (hop >= 0) {
        serve_login(visitor, request, hop);
    } else {
        visitor_bad(visitor, request, "there is no such page");
        visitor_respond(visitor, 404, "", FALSE);
    }
    return TRUE;
}

static gsize
visitor_read(Visitor *visitor, const char *bytes, gsize length)
{
    gsize used = http_head_length(bytes, length);
    const char *why = NULL;

    if (visitor->hanging)
        return length;
    if (used == 0) {
        if (length >= HEAD_LIMIT) {
            log_bad(visitor->name, bytes, 80, "request head too long");
            link_close(visitor->link);
        }
        return 0;
    }
    g_autoptr(HttpRequest) request = http_request_parse(bytes, used, &why);

    if (request == NULL) {
        log_bad(visitor->name, bytes, strcspn(bytes, "\r\n"), "%s", why);
        visitor_respond(visitor, 400, "", FALSE);
        return used;
    }
    log_wire(visitor->name, "C", request->line, strlen(request->line));
    return visitor_serve(visitor, request) ? used : 0;
}

static gsize
visitor_received(gpointer user, const char *bytes, gsize length)
{
    Visitor *visitor = user;

    visitor->refs++;
    gsize used = visitor_read(visitor, bytes, length);

    visitor_unref(visitor);
    return used;
}

static void
visitor_closed(gpointer user)
{
    Visitor *visitor = user;

    visitor->link = NULL;
    log_note("%s closed", visitor->name);
    visitor_unref(visitor);
}

void
passport_accept(GSocketConnection *socket, GTlsCertificate *certificate)
{
    static const LinkHandlers handlers = {visitor_received, visitor_closed, NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(GIOStream) tls =
        g_tls_server_connection_new(G_IO_STREAM(socket), certificate, &error);

    if (tls == NULL) {
        log_note("no TLS: %s", error->message);
        return;
    }
    /* Clients of this age close without a goodbye. */
    g_tls_connection_set_require_close_notify(G_TLS_CONNECTION(tls), FALSE);
    Visitor *visitor = g_new0(Visitor, 1);

    visitor->refs = 1;
    visitor->name = g_strdup_printf("https#%u", ++visitor_serial);
    visitor->link = link_new(socket, tls, &handlers, visitor);
    log_note("%s opened", visitor->name);
}
