/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tickets for a name and a password: what is asked of the ticket service, and what it answers. Knows that exchange,
 * its redirects and its faults; refuses to know what the tickets are shown to.
 */
#include "msnp/rst.h"

#include <string.h>
#include "msnp/auth.h"
#include "msnp/limits.h"
#include "msnp/secret.h"
#include "msnp/site.h"
#include "msnp/soap.h"
#include "msnp/url.h"
#include "msnp/xmltree.h"

struct _MsnpRst {
    MsnpCore *core;
    char *policy; /* NULL: none */
    char *url;
    gboolean plain; /* the first address is http on this machine, so redirects may be */
    guint redirects;
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
};

/* ---- asking ---- */

#define RST_BEGIN                                                                                                      \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"                                                                       \
    "<Envelope xmlns=\"http://schemas.xmlsoap.org/soap/envelope/\""                                                    \
    " xmlns:wsse=\"http://schemas.xmlsoap.org/ws/2003/06/secext\""                                                     \
    " xmlns:saml=\"urn:oasis:names:tc:SAML:1.0:assertion\""                                                            \
    " xmlns:wsp=\"http://schemas.xmlsoap.org/ws/2002/12/policy\""                                                      \
    " xmlns:wsu=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\""                \
    " xmlns:wsa=\"http://schemas.xmlsoap.org/ws/2004/03/addressing\""                                                  \
    " xmlns:wssc=\"http://schemas.xmlsoap.org/ws/2004/04/sc\""                                                         \
    " xmlns:wst=\"http://schemas.xmlsoap.org/ws/2004/04/trust\"><Header>"                                              \
    "<ps:AuthInfo xmlns:ps=\"http://schemas.microsoft.com/Passport/SoapServices/PPCRL\" Id=\"PPAuthInfo\">"            \
    "<ps:HostingApp>{7108E71A-9926-4FCB-BCC9-9A9D3F32E423}</ps:HostingApp>"                                            \
    "<ps:BinaryVersion>4</ps:BinaryVersion><ps:UIVersion>1</ps:UIVersion><ps:Cookies></ps:Cookies>"                    \
    "<ps:RequestParams>AQAAAAIAAABsYwQAAAAxMDMz</ps:RequestParams></ps:AuthInfo>"
#define RST_USER                                                                                                       \
    "<wsse:Security><wsse:UsernameToken Id=\"user\"><wsse:Username>%s</wsse:Username>"                                 \
    "<wsse:Password>%s</wsse:Password></wsse:UsernameToken></wsse:Security></Header><Body>"                            \
    "<ps:RequestMultipleSecurityTokens xmlns:ps=\"http://schemas.microsoft.com/Passport/SoapServices/PPCRL\""          \
    " Id=\"RSTS\">"
#define RST_TICKET                                                                                                     \
    "<wst:RequestSecurityToken Id=\"RST%u\">"                                                                          \
    "<wst:RequestType>http://schemas.xmlsoap.org/ws/2004/04/security/trust/Issue</wst:RequestType>"                    \
    "<wsp:AppliesTo><wsa:EndpointReference><wsa:Address>%s</wsa:Address></wsa:EndpointReference></wsp:AppliesTo>"      \
    "<wsse:PolicyReference URI=\"%s\"></wsse:PolicyReference></wst:RequestSecurityToken>"
#define RST_END "</ps:RequestMultipleSecurityTokens></Body></Envelope>"

/* The string does not grow, which would leave the password behind. */
static GString *
rst_print(const MsnpRst *rst)
{
    const MsnpCore *core = rst->core;
    const char *policy = rst->policy ? rst->policy : "";
    GString *out = g_string_sized_new(sizeof(RST_BEGIN RST_USER RST_END) + MSNP_N_TICKETS * (sizeof(RST_TICKET) + 64) +
                                      msnp_soap_size(core->account) + msnp_soap_size(core->password) +
                                      msnp_soap_size(policy));
    guint i, n = 0;

    g_string_append(out, RST_BEGIN);
    msnp_soap_printf(out, RST_USER, core->account, core->password);
    for (i = 0; i < MSNP_N_TICKETS; i++)
        if (ticket_rows[i].policy || rst->policy)
            msnp_soap_printf(out, RST_TICKET, n++, ticket_rows[i].address,
                             ticket_rows[i].policy ? ticket_rows[i].policy : policy);
    g_string_append(out, RST_END);
    return out;
}

static void rst_answered(gpointer who, const MsnpHttpReply *reply);

static void
rst_send(MsnpRst *rst)
{
    static const MsnpHttpHeader headers[] = {
        {"Content-Type", "text/xml; charset=utf-8", FALSE},
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

/* TRUE if it was a redirect, which has been followed or has ended the exchange. */
static gboolean
rst_redirect(MsnpRst *rst, const MsnpSoapFault *fault)
{
    MsnpError error;

    if (strcmp(fault->code, "Redirect"))
        return FALSE;
    if (++rst->redirects > MSNP_LIMIT_REDIRECTS) {
        rst_end(rst, MSNP_ERROR_REDIRECTS, 0, NULL);
        return TRUE;
    }
    g_free(rst->url);
    rst->url = g_strdup(fault->redirect);
    error = msnp_url_check(rst->url, rst->plain);
    if (error != MSNP_ERROR_NONE)
        rst_end(rst, error, 0, rst->url);
    else
        rst_send(rst);
    return TRUE;
}

/* A fault stands in the body or beside it. */
static void
rst_fault(MsnpRst *rst, const MsnpXmlNode *node, guint status)
{
    MsnpSoapFault fault;

    msnp_soap_fault_read(node, &fault);
    if (rst_redirect(rst, &fault))
        return;
    msnp_core_debug(rst->core, "the ticket service refuses: %s", fault.code);
    if (!strcmp(fault.code, "FailedAuthentication"))
        rst_end(rst, msnp_auth_password_error(rst->core), status, NULL);
    else
        rst_end(rst, MSNP_ERROR_PASSPORT, status, NULL);
}

/* What comes first counts: tickets, or a fault. */
static void
rst_read(MsnpRst *rst, const MsnpHttpReply *reply)
{
    static const MsnpXmlWanted wanted[] = {{"RequestSecurityTokenResponse", TRUE}, {"Fault", TRUE}};
    g_autoptr(MsnpXmlReader) reader =
        msnp_xml_reader_new(reply->body, reply->body_len, wanted, G_N_ELEMENTS(wanted));
    MsnpTickets tickets = {{NULL}, NULL};
    const MsnpXmlNode *node;
    MsnpTicket first = rst->policy ? MSNP_TICKET_CLEAR : MSNP_TICKET_MESSENGER;

    while (msnp_xml_reader_go_on(reader, &node) == MSNP_XML_ELEMENT) {
        if (!g_ascii_strcasecmp(node->name, "Fault")) {
            msnp_tickets_clear(&tickets);
            rst_fault(rst, node, reply->status);
            return;
        }
        rst_ticket(&tickets, node);
    }
    if (!tickets.ticket[first]) {
        msnp_tickets_clear(&tickets);
        rst_end(rst, MSNP_ERROR_PASSPORT, reply->status, NULL);
        return;
    }
    msnp_tickets_clear(&rst->core->tickets);
    rst->core->tickets = tickets;
    rst_end(rst, MSNP_ERROR_NONE, 0, NULL);
}

static void
rst_answered(gpointer who, const MsnpHttpReply *reply)
{
    MsnpRst *rst = who;

    rst->job = 0;
    if (reply->end != MSNP_ERROR_NONE)
        rst_end(rst, reply->end, 0, reply->detail);
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
    rst->plain = msnp_url_is_plain(rst->url);
    rst_send(rst);
}
