/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tickets for a name and a password: what is asked of the ticket service, and what it answers. Knows that exchange,
 * its redirects and its faults; refuses to know what the tickets are shown to.
 */
#include "msnp/rst.h"

#include <string.h>
#include "msnp/auth.h"
#include "msnp/limits.h"
#include "msnp/redirect.h"
#include "msnp/secret.h"
#include "msnp/site.h"
#include "msnp/soap.h"
#include "msnp/url.h"
#include "msnp/xmltree.h"

struct _MsnpRst {
    MsnpCore *core;
    char *policy; /* NULL: none */
    char *url;
    MsnpRedirects redirects;
    gboolean renews; /* what was shown to the notification server stays */
    guint job;
    MsnpRstDone done;
    gpointer who;
};

/* Whom a ticket is for, and by which policy it is asked for: NULL is that of the notification server. */
static const struct {
    const char *address;
    const char *policy;
} ticket_rows[MSNP_N_TICKETS] = {
    [MSNP_TICKET_CLEAR] = {"messengerclear.live.com", NULL},
    [MSNP_TICKET_MESSENGER] = {"messenger.msn.com", "?id=507"},
    [MSNP_TICKET_CONTACTS] = {"contacts.msn.com", "MBI"},
    [MSNP_TICKET_SECURE] = {"messengersecure.live.com", "MBI_SSL"},
    [MSNP_TICKET_STORAGE] = {"storage.msn.com", "MBI"},
};

/* ---- asking ---- */

/* The service has had two versions, which call the same things otherwise. */
typedef struct {
    const char *soap, *wsse, *wsp, *wsa, *wst;
    const char *issue;
    const char *version;
    gboolean framed; /* says where it goes, and when it was made */
} Form;

#define OASIS "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-"

static const Form first_form = {"http://schemas.xmlsoap.org/soap/envelope/",
                                "http://schemas.xmlsoap.org/ws/2003/06/secext",
                                "http://schemas.xmlsoap.org/ws/2002/12/policy",
                                "http://schemas.xmlsoap.org/ws/2004/03/addressing",
                                "http://schemas.xmlsoap.org/ws/2004/04/trust",
                                "http://schemas.xmlsoap.org/ws/2004/04/security/trust/Issue",
                                "4",
                                FALSE};
static const Form second_form = {"http://www.w3.org/2003/05/soap-envelope",
                                 OASIS "secext-1.0.xsd",
                                 "http://schemas.xmlsoap.org/ws/2004/09/policy",
                                 "http://www.w3.org/2005/08/addressing",
                                 "http://schemas.xmlsoap.org/ws/2005/02/trust",
                                 "http://schemas.xmlsoap.org/ws/2005/02/trust/Issue",
                                 "5",
                                 TRUE};

#define PPCRL "http://schemas.microsoft.com/Passport/SoapServices/PPCRL"
#define RST_BEGIN                                                                                                      \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Envelope xmlns=\"%s\" xmlns:wsse=\"%s\""                               \
    " xmlns:saml=\"urn:oasis:names:tc:SAML:1.0:assertion\" xmlns:wsp=\"%s\" xmlns:wsu=\"" OASIS "utility-1.0.xsd\""    \
    " xmlns:wsa=\"%s\" xmlns:wst=\"%s\"><Header>"
#define RST_FRAME                                                                                                      \
    "<wsa:Action>http://schemas.xmlsoap.org/ws/2005/02/trust/RST/Issue</wsa:Action><wsa:To>%s</wsa:To>"                \
    "<wsa:MessageID>%s</wsa:MessageID>"
#define RST_INFO                                                                                                       \
    "<ps:AuthInfo xmlns:ps=\"" PPCRL "\" Id=\"PPAuthInfo\">"                                                           \
    "<ps:HostingApp>{7108E71A-9926-4FCB-BCC9-9A9D3F32E423}</ps:HostingApp>"                                            \
    "<ps:BinaryVersion>%s</ps:BinaryVersion><ps:UIVersion>1</ps:UIVersion><ps:Cookies></ps:Cookies>"                   \
    "<ps:RequestParams>AQAAAAIAAABsYwQAAAAxMDMz</ps:RequestParams></ps:AuthInfo>"
#define RST_USER                                                                                                       \
    "<wsse:Security><wsse:UsernameToken Id=\"user\"><wsse:Username>%s</wsse:Username>"                                 \
    "<wsse:Password>%s</wsse:Password></wsse:UsernameToken>"
#define RST_TIMES "<wsu:Timestamp Id=\"Timestamp\"><wsu:Created>%s</wsu:Created><wsu:Expires>%s</wsu:Expires></wsu:Timestamp>"
#define RST_BODY                                                                                                       \
    "</wsse:Security></Header><Body><ps:RequestMultipleSecurityTokens xmlns:ps=\"" PPCRL "\" Id=\"RSTS\">"
#define RST_TICKET                                                                                                     \
    "<wst:RequestSecurityToken Id=\"RST%u\"><wst:RequestType>%s</wst:RequestType>"                                     \
    "<wsp:AppliesTo><wsa:EndpointReference><wsa:Address>%s</wsa:Address></wsa:EndpointReference></wsp:AppliesTo>"      \
    "<wsse:PolicyReference URI=\"%s\"></wsse:PolicyReference></wst:RequestSecurityToken>"
#define RST_END "</ps:RequestMultipleSecurityTokens></Body></Envelope>"

/* What the namespaces and the times take, at most. */
#define FILLED_MAX 1024

/* How long the request is good for: five minutes, as that of earlier clients. */
#define GOOD_FOR 300

/* The name of the page says which version is spoken there. */
static const Form *
rst_form(const char *url)
{
    gsize len = strcspn(url, "?#");
    static const char page[] = "/RST2.srf";

    if (len >= strlen(page) && !g_ascii_strncasecmp(url + len - strlen(page), page, strlen(page)))
        return &second_form;
    return &first_form;
}

static void
rst_print_user(const MsnpRst *rst, const Form *form, GString *out)
{
    const MsnpCore *core = rst->core;
    guint64 now = msnp_core_utc(core);
    char from[MSNP_UTC_SIZE], to[MSNP_UTC_SIZE];

    msnp_soap_printf(out, RST_USER, core->account, core->password);
    if (!form->framed)
        return;
    msnp_utc_print(now, from);
    msnp_utc_print(now + GOOD_FOR, to);
    msnp_soap_printf(out, RST_TIMES, from, to);
}

/* The policy by which the ticket i is asked for; NULL: it is not. */
static const char *
rst_policy(const MsnpRst *rst, MsnpTicket i)
{
    if (i == MSNP_TICKET_STORAGE && !msnp_site_exists(rst->core, MSNP_SITE_STORAGE))
        return NULL;
    return ticket_rows[i].policy ? ticket_rows[i].policy : rst->policy;
}

/* The string does not grow, which would leave the password behind. */
static GString *
rst_print(const MsnpRst *rst)
{
    const MsnpCore *core = rst->core;
    const Form *form = rst_form(rst->url);
    gsize fixed = sizeof(RST_BEGIN RST_FRAME RST_INFO RST_USER RST_TIMES RST_BODY RST_END) +
                  MSNP_N_TICKETS * (sizeof(RST_TICKET) + 128) + FILLED_MAX;
    GString *out = g_string_sized_new(fixed + msnp_soap_size(core->account) + msnp_soap_size(core->password) +
                                      msnp_soap_size(rst->url) + msnp_soap_size(rst->policy ? rst->policy : ""));
    char id[MSNP_GUID_SIZE];
    guint i, n = 0;

    msnp_soap_printf(out, RST_BEGIN, form->soap, form->wsse, form->wsp, form->wsa, form->wst);
    if (form->framed) {
        msnp_core_guid(rst->core, id);
        msnp_soap_printf(out, RST_FRAME, rst->url, id);
    }
    msnp_soap_printf(out, RST_INFO, form->version);
    rst_print_user(rst, form, out);
    g_string_append(out, RST_BODY);
    for (i = 0; i < MSNP_N_TICKETS; i++)
        if (rst_policy(rst, i))
            msnp_soap_printf(out, RST_TICKET, n++, form->issue, ticket_rows[i].address, rst_policy(rst, i));
    g_string_append(out, RST_END);
    return out;
}

static void rst_answered(gpointer who, const MsnpHttpReply *reply);

static void
rst_send(MsnpRst *rst)
{
    const MsnpHttpHeader headers[] = {
        {"Content-Type",
         rst_form(rst->url)->framed ? "application/soap+xml; charset=utf-8" : "text/xml; charset=utf-8", FALSE},
        {"User-Agent", "MSMSGS", FALSE},
        {"Cache-Control", "no-cache", FALSE},
    };
    GString *body = rst_print(rst);

    rst->job = msnp_core_post(rst->core, rst->url, headers, G_N_ELEMENTS(headers), body, rst_answered, rst);
    msnp_secret_free_string(body);
}

/* ---- the answer ---- */

static void
rst_end(MsnpRst *rst, MsnpError error, guint number, const char *detail)
{
    rst->done(rst->who, error, number, detail);
}

/* A ticket goes into a line of the notification server, and into headers. */
static gboolean
is_ticket(const char *text)
{
    const char *p = text;

    while (g_ascii_isgraph(*p))
        p++;
    return p > text && !*p && p - text <= MSNP_LIMIT_TICKET;
}

/* Tickets are told apart by whom they are for: services number them in different ways. */
static void
rst_ticket(MsnpTickets *tickets, const MsnpXmlNode *node)
{
    const char *address = msnp_xml_value(node, "AppliesTo/EndpointReference/Address");
    const char *text = msnp_xml_value(node, "RequestedSecurityToken/BinarySecurityToken");
    const char *proof = msnp_xml_value(node, "RequestedProofToken/BinarySecret");
    guint i;

    for (i = 0; i < MSNP_N_TICKETS; i++) {
        if (g_ascii_strcasecmp(ticket_rows[i].address, address) || !is_ticket(text))
            continue;
        msnp_secret_free(tickets->ticket[i]);
        tickets->ticket[i] = g_strdup(text);
        if (i != MSNP_TICKET_CLEAR)
            continue;
        msnp_secret_free(tickets->proof);
        tickets->proof = g_strdup(proof);
    }
}

/* The same is asked elsewhere. */
static void
rst_redirect(MsnpRst *rst, const char *location)
{
    MsnpError error = msnp_redirects_follow(&rst->redirects, &rst->url, location);

    if (error == MSNP_ERROR_NONE)
        rst_send(rst);
    else
        rst_end(rst, error, 0, error == MSNP_ERROR_REDIRECTS ? NULL : rst->url);
}

/* What "FailedAuthentication" is about, where it is not the password. Living services say 0x80048823 of that, too, which
 * once meant that the account is locked. */
static const struct {
    const char *status;
    MsnpError error;
} status_rows[] = {
    {"0x80048820", MSNP_ERROR_PASSPORT},  {"0x80048824", MSNP_ERROR_SUSPENDED},
    {"0x80048825", MSNP_ERROR_TERMS},     {"0x80048836", MSNP_ERROR_UNVERIFIED},
    {"0x800488fe", MSNP_ERROR_SUSPENDED},
};

static MsnpError
rst_error(const MsnpRst *rst, const char *status)
{
    guint i;

    for (i = 0; i < G_N_ELEMENTS(status_rows); i++)
        if (!g_ascii_strcasecmp(status_rows[i].status, status))
            return status_rows[i].error;
    return msnp_auth_password_error(rst->core);
}

/* Codes of a fault that may be over the next time. */
static gboolean
is_passing(const char *code)
{
    static const char *const codes[] = {"Server", "Receiver", "RequestFailed", "ServerBusy", "ServiceUnavailable"};
    guint i;

    for (i = 0; i < G_N_ELEMENTS(codes); i++)
        if (!strcmp(codes[i], code))
            return TRUE;
    return FALSE;
}

/* A fault stands in the body or beside it; status is what the header says of it, or "". */
static void
rst_fault(MsnpRst *rst, const MsnpXmlNode *node, const char *status, guint number)
{
    const char *value = msnp_xml_value(node, "Detail/error/value");
    MsnpSoapFault fault;

    msnp_soap_fault_read(node, &fault);
    if (!*value)
        value = status;
    if (!strcmp(fault.code, "Redirect")) {
        rst_redirect(rst, fault.redirect);
        return;
    }
    msnp_core_debug(rst->core, "the ticket service refuses: %s %s", fault.code, value);
    if (!strcmp(fault.code, "FailedAuthentication"))
        rst_end(rst, rst_error(rst, value), number, NULL);
    else if (number >= 500 || !*fault.code || is_passing(fault.code))
        rst_end(rst, MSNP_ERROR_PASSPORT, number, NULL);
    else
        rst_end(rst, MSNP_ERROR_PASSPORT_REFUSED, number, *fault.text ? fault.text : fault.code);
}

/* New tickets take the place of the old ones; but the session with the notification server lives by the one that was shown
 * there. */
static void
rst_take(MsnpRst *rst, MsnpTickets *fresh)
{
    MsnpTickets *tickets = &rst->core->tickets;
    guint i;

    fresh->renewable = TRUE;
    fresh->shown = rst->policy ? MSNP_TICKET_CLEAR : MSNP_TICKET_MESSENGER;
    for (i = 0; i < MSNP_N_TICKETS && rst->renews; i++)
        if (i == tickets->shown || !fresh->ticket[i]) {
            msnp_secret_free(fresh->ticket[i]);
            fresh->ticket[i] = g_steal_pointer(&tickets->ticket[i]);
        }
    msnp_tickets_clear(tickets);
    *tickets = *fresh;
}

/* What comes first counts: tickets, or a fault. FALSE: it was a fault, which has been dealt with. */
static gboolean
rst_read_tickets(MsnpRst *rst, const MsnpHttpReply *reply, MsnpTickets *tickets)
{
    static const MsnpXmlWanted wanted[] = {{"pp", TRUE}, {"RequestSecurityTokenResponse", TRUE}, {"Fault", TRUE}};
    g_autoptr(MsnpXmlReader) reader =
        msnp_xml_reader_new(reply->body, reply->body_len, wanted, G_N_ELEMENTS(wanted));
    g_autofree char *status = g_strdup("");
    const MsnpXmlNode *node;

    while (msnp_xml_reader_go_on(reader, &node) == MSNP_XML_ELEMENT) {
        if (!g_ascii_strcasecmp(node->name, "pp")) {
            g_free(status);
            status = g_strdup(msnp_xml_value(node, "reqstatus"));
        } else if (!g_ascii_strcasecmp(node->name, "Fault")) {
            rst_fault(rst, node, status, reply->status);
            return FALSE;
        } else {
            rst_ticket(tickets, node);
        }
    }
    return TRUE;
}

/* Some have only the second version: that is found out once, where nobody has said which page it is. */
static gboolean
rst_try_second(MsnpRst *rst, guint status)
{
    static const char page[] = "/RST.srf";
    char *url;

    if (status != 404 || !g_str_has_suffix(rst->url, page))
        return FALSE;
    url = g_strdup_printf("%.*s/RST2.srf", (int) (strlen(rst->url) - strlen(page)), rst->url);
    g_free(rst->url);
    rst->url = url;
    rst_send(rst);
    return TRUE;
}

static void
rst_read(MsnpRst *rst, const MsnpHttpReply *reply)
{
    MsnpTickets tickets = {0};
    gboolean answered = rst_read_tickets(rst, reply, &tickets);

    if (answered && tickets.ticket[rst->policy ? MSNP_TICKET_CLEAR : MSNP_TICKET_MESSENGER]) {
        rst_take(rst, &tickets);
        rst_end(rst, MSNP_ERROR_NONE, 0, NULL);
        return;
    }
    msnp_tickets_clear(&tickets);
    if (!answered)
        return;
    if (reply->status == 401)
        rst_end(rst, msnp_auth_password_error(rst->core), 401, NULL);
    else if (!rst_try_second(rst, reply->status))
        rst_end(rst, MSNP_ERROR_PASSPORT, reply->status, NULL);
}

static void
rst_answered(gpointer who, const MsnpHttpReply *reply)
{
    MsnpRst *rst = who;
    const char *location = msnp_reply_is_redirect(reply) ? msnp_reply_header(reply, "Location") : NULL;

    rst->job = 0;
    if (reply->end != MSNP_ERROR_NONE)
        rst_end(rst, reply->end, 0, reply->detail);
    else if (location)
        rst_redirect(rst, location);
    else
        rst_read(rst, reply);
}

/* ---- life ---- */

MsnpRst *
msnp_rst_new(MsnpCore *core, const char *policy, MsnpRstDone done, gpointer who)
{
    MsnpRst *rst = g_new0(MsnpRst, 1);

    rst->core = core;
    rst->policy = g_strdup(policy);
    rst->done = done;
    rst->who = who;
    return rst;
}

MsnpRst *
msnp_rst_new_renewal(MsnpCore *core, MsnpRstDone done, gpointer who)
{
    MsnpRst *rst = msnp_rst_new(core, core->policy, done, who);

    rst->renews = TRUE;
    return rst;
}

void
msnp_rst_free(MsnpRst *rst)
{
    if (!rst)
        return;
    msnp_core_abandon(rst->core, rst->job);
    g_free(rst->policy);
    g_free(rst->url);
    g_free(rst);
}

void
msnp_rst_start(MsnpRst *rst)
{
    MsnpError error = msnp_site_url(rst->core, MSNP_SITE_RST, &rst->url);

    if (error != MSNP_ERROR_NONE) {
        rst_end(rst, error, 0, rst->url);
        return;
    }
    msnp_redirects_begin(&rst->redirects, rst->url);
    rst_send(rst);
}
