/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sign-in with Passport 1.4, "Tweener" (MSNP8 to 14): nexus, login with up to five redirects,
 * ticket; where there is no nexus, the ticket is one of the ticket service (rst.c). Knows those exchanges and where a
 * password may go; refuses to know how HTTP is done.
 */
#include "msnp/auth.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/redirect.h"
#include "msnp/rst.h"
#include "msnp/secret.h"
#include "msnp/site.h"
#include "msnp/url.h"

typedef struct {
    MsnpAuth base;
    gboolean no_nexus; /* there is no such page */
    guint nexus_job;
    guint login_job;
    MsnpRedirects redirects;
    char *nexus_url;  /* where the nexus is asked now, after redirects */
    char *login_url;  /* from the nexus; kept over referrals */
    char *target_url; /* where the login goes now, after redirects */
    char *challenge;  /* NULL until it has come */
    MsnpRst *rst;     /* instead of all that, where there is no nexus */
} Tweener;

static const MsnpAsk ask_cvr = {MSNP_VERB_CVR, NULL, NULL, NULL};

static void
tweener_fail(Tweener *tw, MsnpError error, guint number, const char *detail)
{
    msnp_core_end(tw->base.core, error, number, detail);
}

/* ---- login ---- */

static void login_done(gpointer who, const MsnpHttpReply *reply);

/* Everything but unreserved characters is encoded: servers cut the header at commas first. The
 * challenge goes back as it came. The string does not grow, which would leave the password behind. */
static char *
tweener_authorization(const Tweener *tw)
{
    const MsnpCore *core = tw->base.core;
    static const char org[] = "Passport1.4 OrgVerb=GET,OrgURL=http%3A%2F%2Fmessenger%2Emsn%2Ecom,sign-in=";
    GString *value = g_string_sized_new(sizeof(org) + 3 * strlen(core->account) + 3 * strlen(core->password) +
                                        strlen(tw->challenge) + 16);

    g_string_append(value, org);
    msnp_wire_encode(value, core->account);
    g_string_append(value, ",pwd=");
    msnp_wire_encode(value, core->password);
    g_string_append_c(value, ',');
    g_string_append(value, tw->challenge);
    return g_string_free(value, FALSE);
}

static void
tweener_login(Tweener *tw)
{
    char *authorization = tweener_authorization(tw);
    const MsnpHttpHeader headers[] = {
        {"Authorization", authorization, TRUE},
        {"User-Agent", "MSMSGS", FALSE},
        {"Cache-Control", "no-cache", FALSE},
    };

    tw->login_job = msnp_core_fetch(tw->base.core, tw->target_url, headers, G_N_ELEMENTS(headers),
                                    login_done, tw);
    msnp_secret_free(authorization);
}

/* Login needs the address of the nexus and the challenge of the server; whichever comes last. */
static void
tweener_try_login(Tweener *tw)
{
    if (!tw->login_url || !tw->challenge || tw->login_job)
        return;
    g_free(tw->target_url);
    tw->target_url = g_strdup(tw->login_url);
    tw->redirects.count = 0; /* login may be http where the nexus is */
    tweener_login(tw);
}

/* Where a redirect from *url leads; FALSE if that ends the sign-in. */
static gboolean
tweener_redirect(Tweener *tw, char **url, const MsnpHttpReply *reply)
{
    const char *location = msnp_reply_header(reply, "Location");
    MsnpError error;

    if (!location) {
        tweener_fail(tw, MSNP_ERROR_PASSPORT, reply->status, NULL);
        return FALSE;
    }
    error = msnp_redirects_follow(&tw->redirects, url, location);
    if (error != MSNP_ERROR_NONE)
        tweener_fail(tw, error, 0, error == MSNP_ERROR_REDIRECTS ? NULL : *url);
    return error == MSNP_ERROR_NONE;
}

/* The same ticket opens the web services of the dialects that have some. */
static void
tweener_send_ticket(Tweener *tw, const char *ticket)
{
    MsnpCore *core = tw->base.core;

    msnp_link_request(tw->base.link, tw->base.usr, tw->base.who, 1, "USR", "TWN S %s", ticket);
    if (core->dialect->roster != MSNP_ROSTER_SOAP || tw->rst)
        return;
    msnp_tickets_clear(&core->tickets);
    core->tickets.ticket[MSNP_TICKET_MESSENGER] = g_strdup(ticket);
    core->tickets.shown = MSNP_TICKET_MESSENGER;
}

/* The ticket stands between from-PP=' and the next quote and goes into USR as it is. */
static void
tweener_ticket(Tweener *tw, const char *info)
{
    const char *start = info ? strstr(info, "from-PP='") : NULL;
    const char *end = start ? strchr(start + 9, '\'') : NULL;
    char *ticket;

    if (!end || end == start + 9 || end - start > MSNP_LIMIT_TICKET) {
        tweener_fail(tw, MSNP_ERROR_PASSPORT, 200, NULL);
        return;
    }
    ticket = g_strndup(start + 9, (gsize) (end - start - 9));
    if (strcspn(ticket, " \r\n\t") == strlen(ticket))
        tweener_send_ticket(tw, ticket);
    else
        tweener_fail(tw, MSNP_ERROR_PASSPORT, 200, NULL);
    msnp_secret_free(ticket);
}

static void
login_done(gpointer who, const MsnpHttpReply *reply)
{
    Tweener *tw = who;

    tw->login_job = 0;
    if (reply->end != MSNP_ERROR_NONE) {
        tweener_fail(tw, reply->end, 0, reply->detail);
    } else if (reply->status == 200) {
        tweener_ticket(tw, msnp_reply_header(reply, "Authentication-Info"));
    } else if (msnp_reply_is_redirect(reply)) {
        if (tweener_redirect(tw, &tw->target_url, reply))
            tweener_login(tw);
    } else if (reply->status == 401) {
        tweener_fail(tw, msnp_auth_password_error(tw->base.core), 401, NULL);
    } else {
        tweener_fail(tw, MSNP_ERROR_PASSPORT, reply->status, NULL);
    }
}

/* ---- nexus ---- */

static void tweener_ask_nexus(Tweener *tw);
static void tweener_ask_rst(Tweener *tw);

/* Some have only a ticket service: where a host has no nexus at all, that is asked there. */
static gboolean
tweener_goes_without(Tweener *tw, guint status)
{
    g_autofree char *url = NULL;

    if (status != 404 || msnp_site_url(tw->base.core, MSNP_SITE_RST, &url) != MSNP_ERROR_NONE)
        return FALSE;
    msnp_core_debug(tw->base.core, "there is no nexus: the ticket service is asked");
    tw->no_nexus = TRUE;
    if (tw->challenge)
        tweener_ask_rst(tw);
    return TRUE;
}

/* DALogin=host/path, with or without https:// before it. */
static char *
nexus_login_url(const char *urls)
{
    const char *start = urls ? strstr(urls, "DALogin=") : NULL;
    g_autofree char *value = NULL;

    if (!start)
        return NULL;
    start += strlen("DALogin=");
    value = g_strstrip(g_strndup(start, strcspn(start, ",")));
    if (!g_ascii_strncasecmp(value, "https://", 8) || !g_ascii_strncasecmp(value, "http://", 7))
        return g_steal_pointer(&value);
    return g_strconcat("https://", value, NULL);
}

static void
nexus_done(gpointer who, const MsnpHttpReply *reply)
{
    Tweener *tw = who;
    g_autofree char *url = NULL;
    MsnpError error;

    tw->nexus_job = 0;
    if (reply->end != MSNP_ERROR_NONE) {
        tweener_fail(tw, reply->end, 0, reply->detail);
        return;
    }
    if (msnp_reply_is_redirect(reply)) {
        if (tweener_redirect(tw, &tw->nexus_url, reply))
            tweener_ask_nexus(tw);
        return;
    }
    url = nexus_login_url(msnp_reply_header(reply, "PassportURLs"));
    if (!url) {
        if (!tweener_goes_without(tw, reply->status))
            tweener_fail(tw, MSNP_ERROR_PASSPORT, reply->status, NULL);
        return;
    }
    error = msnp_url_check(url, tw->redirects.plain);
    if (error != MSNP_ERROR_NONE) {
        tweener_fail(tw, error, 0, url);
        return;
    }
    g_free(tw->login_url);
    tw->login_url = g_steal_pointer(&url);
    tweener_try_login(tw);
}

static void
tweener_ask_nexus(Tweener *tw)
{
    tw->nexus_job = msnp_core_fetch(tw->base.core, tw->nexus_url, NULL, 0, nexus_done, tw);
}

static void
tweener_nexus(Tweener *tw)
{
    MsnpCore *core = tw->base.core;
    MsnpError error = msnp_url_check(core->nexus_url, TRUE);

    if (error != MSNP_ERROR_NONE) {
        tweener_fail(tw, error, 0, core->nexus_url);
        return;
    }
    msnp_redirects_begin(&tw->redirects, core->nexus_url);
    g_free(tw->nexus_url);
    tw->nexus_url = g_strdup(core->nexus_url);
    tweener_ask_nexus(tw);
}

/* ---- no nexus ---- */

static gboolean
tweener_has_nexus(const Tweener *tw)
{
    const char *url = tw->base.core->nexus_url;

    return url && *url && !tw->no_nexus;
}

static void
tweener_rst_done(gpointer who, MsnpError error, guint number, const char *detail)
{
    Tweener *tw = who;

    if (error == MSNP_ERROR_NONE)
        tweener_send_ticket(tw, tw->base.core->tickets.ticket[MSNP_TICKET_MESSENGER]);
    else
        tweener_fail(tw, error, number, detail);
}

static void
tweener_ask_rst(Tweener *tw)
{
    tw->rst = msnp_rst_new(tw->base.core, NULL, tweener_rst_done, tw);
    msnp_rst_start(tw->rst);
}

/* ---- the scheme ---- */

/* The nexus does not depend on the server: it is asked at the same time. */
static void
tweener_begin(MsnpAuth *auth)
{
    Tweener *tw = (Tweener *) auth;
    MsnpCore *core = auth->core;

    msnp_link_request(auth->link, &ask_cvr, auth, 0, "CVR", "%s %s", core->dialect->cvr,
                      core->account);
    msnp_link_request(auth->link, auth->usr, auth->who, 0, "USR", "TWN I %s", core->account);
    if (!tw->login_url && !tw->nexus_job && tweener_has_nexus(tw))
        tweener_nexus(tw);
}

/* It goes into a header as it came, so it must not be able to end that: a CR may stand in a line. */
static gboolean
is_challenge(const char *text)
{
    while (g_ascii_isgraph(*text))
        text++;
    return *text == '\0';
}

static void
tweener_challenged(MsnpAuth *auth, const MsnpCommand *reply)
{
    const char *challenge = msnp_command_arg(reply, 2);
    Tweener *tw = (Tweener *) auth;

    if (!is_challenge(challenge)) {
        tweener_fail(tw, MSNP_ERROR_PROTOCOL, 0, NULL);
        return;
    }
    g_free(tw->challenge);
    tw->challenge = g_strdup(challenge);
    if (tweener_has_nexus(tw))
        tweener_try_login(tw);
    else
        tweener_ask_rst(tw);
}

/* A ticket belongs to the challenge of one link; the nexus is the same for all. */
static void
tweener_leave(MsnpAuth *auth)
{
    Tweener *tw = (Tweener *) auth;

    g_clear_pointer(&tw->challenge, g_free);
    g_clear_pointer(&tw->rst, msnp_rst_free);
    msnp_core_abandon(auth->core, tw->login_job);
    tw->login_job = 0;
}

static void
tweener_clear(MsnpAuth *auth)
{
    Tweener *tw = (Tweener *) auth;

    g_clear_pointer(&tw->rst, msnp_rst_free);
    msnp_core_abandon(auth->core, tw->nexus_job);
    msnp_core_abandon(auth->core, tw->login_job);
    g_free(tw->nexus_url);
    g_free(tw->login_url);
    g_free(tw->target_url);
    g_free(tw->challenge);
}

const MsnpAuthScheme msnp_auth_tweener = {sizeof(Tweener), tweener_begin, tweener_challenged,
                                          tweener_leave, tweener_clear};
