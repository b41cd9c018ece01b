/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows Passport 1.4 from the server's side: nexus, and login with its redirects. */
#include "passport.h"

#include <string.h>

#include "authorization.h"
#include "log.h"
#include "options.h"
#include "pages.h"
#include "server.h"
#include "wire.h"
#include "world.h"

#define HOP_QUERY "?lc=1033&id=507"

void
passport_serve_nexus(Visitor *visitor, const HttpRequest *request)
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
    web_respond(visitor, request, 200, headers);
}

static void
refuse_login(Visitor *visitor, const HttpRequest *request, const char *mail)
{
    log_event("login-failed %s", mail != NULL ? mail : "-");
    web_respond(visitor, request, 401,
                "WWW-Authenticate: Passport1.4 da-status=failed,srealm=Passport.NET,ts=-1,"
                "prompt,cburl=http://www.passportimages.com/XPPassportLogo.gif\r\n");
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
    web_respond(visitor, request, 200, headers);
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
        web_bad(visitor, request, "%s", why);
        if (options()->living && header == NULL)
            web_respond(visitor, request, 500, "");
        else
            refuse_login(visitor, request, credentials.mail);
    } else if (hop < options()->redirects) {
        g_autofree char *next =
            g_strdup_printf("https://%s/hop%d" HOP_QUERY, server_https_address(), hop + 1);

        web_redirect(visitor, next);
    } else {
        const Account *account = world_find(credentials.mail);

        if (login_right(&credentials, account))
            accept_login(visitor, request, account);
        else
            refuse_login(visitor, request, credentials.mail);
    }
    credentials_clear(&credentials);
}

void
passport_serve_login(Visitor *visitor, const HttpRequest *request)
{
    int hop = login_hop(request->path);

    if (hop >= 0) {
        serve_login(visitor, request, hop);
    } else {
        web_bad(visitor, request, "there is no such page");
        web_respond(visitor, request, 404, "");
    }
}
