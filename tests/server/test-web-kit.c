/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how to speak to the web services and to sign in with them; what is right is the tests'
 * business. */
#include "test-kit.h"

#include <string.h>

#define AB_NS "http://www.msn.com/webservices/AddressBook"

/* One token that is asked for. */
static const char *const asked[][2] = {
    {"messengerclear.live.com", "MBI_KEY_OLD"},
    {"messenger.msn.com", "?id=507"},
    {"contacts.msn.com", "MBI"},
    {"messengersecure.live.com", "MBI_SSL"},
    {"storage.msn.com", "MBI"},
};

char *
https_post(Service *service, const char *path, const char *headers, const char *body)
{
    Peer *peer = peer_new(service->https_port);
    g_autoptr(GSocketConnectable) identity = g_network_address_new("127.0.0.1", 443);
    g_autoptr(GIOStream) tls = g_tls_client_connection_new(peer->stream, identity, NULL);
    g_autofree char *request =
        g_strdup_printf("POST %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n%sConnection: close\r\n"
                        "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                        path, service->https_port, headers, strlen(body), body);
    g_autoptr(GString) answer = g_string_new(NULL);
    char part[4096];
    gssize got = 0;

    g_tls_connection_set_database(G_TLS_CONNECTION(tls), service->trust);
    g_output_stream_write_all(g_io_stream_get_output_stream(tls), request, strlen(request), NULL,
                              NULL, NULL);
    while ((got = g_input_stream_read(g_io_stream_get_input_stream(tls), part, sizeof part, NULL,
                                      NULL)) > 0)
        g_string_append_len(answer, part, got);
    peer_free(peer);
    return answer->len > 0 ? g_strdup(answer->str) : NULL;
}

/* ---- tokens ---- */

static void
append_asked(GString *text, guint index, gboolean second)
{
    g_string_append_printf(
        text,
        "<wst:RequestSecurityToken "
        "Id=\"RST%u\"><wst:RequestType>%s</wst:RequestType><wsp:AppliesTo>"
        "<wsa:EndpointReference><wsa:Address>%s</wsa:Address></wsa:EndpointReference>"
        "</wsp:AppliesTo><%s:PolicyReference URI=\"%s\"></%s:PolicyReference>"
        "</wst:RequestSecurityToken>",
        index,
        second ? "http://schemas.xmlsoap.org/ws/2005/02/trust/Issue"
               : "http://schemas.xmlsoap.org/ws/2004/04/security/trust/Issue",
        asked[index][0], second ? "wsp" : "wsse", asked[index][1], second ? "wsp" : "wsse");
}

static char *
rst_body(const char *mail, const char *password, gboolean second)
{
    GString *text = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");

    g_string_append_printf(
        text,
        "<Envelope xmlns=\"%s\" xmlns:wsse=\"%s\" xmlns:wsp=\"%s\" xmlns:wsa=\"%s\" "
        "xmlns:wst=\"%s\""
        " xmlns:wsu=\"http://docs.oasis-open.org/wss/2004/01/"
        "oasis-200401-wss-wssecurity-utility-1.0.xsd\"><Header>",
        second ? "http://www.w3.org/2003/05/soap-envelope"
               : "http://schemas.xmlsoap.org/soap/envelope/",
        second ? "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
               : "http://schemas.xmlsoap.org/ws/2003/06/secext",
        second ? "http://schemas.xmlsoap.org/ws/2004/09/policy"
               : "http://schemas.xmlsoap.org/ws/2002/12/policy",
        second ? "http://www.w3.org/2005/08/addressing"
               : "http://schemas.xmlsoap.org/ws/2004/03/addressing",
        second ? "http://schemas.xmlsoap.org/ws/2005/02/trust"
               : "http://schemas.xmlsoap.org/ws/2004/04/trust");
    if (second)
        g_string_append(text, "<wsa:Action>http://schemas.xmlsoap.org/ws/2005/02/trust/RST/Issue"
                              "</wsa:Action><wsa:To>https://login.live.com/RST2.srf</wsa:To>");
    g_string_append_printf(
        text,
        "<ps:AuthInfo xmlns:ps=\"http://schemas.microsoft.com/Passport/SoapServices/PPCRL\" "
        "Id=\"PPAuthInfo\"><ps:HostingApp>{7108E71A-9926-4FCB-BCC9-9A9D3F32E423}</ps:HostingApp>"
        "<ps:BinaryVersion>%d</ps:BinaryVersion><ps:UIVersion>1</ps:UIVersion><ps:Cookies>"
        "</ps:Cookies><ps:RequestParams>AQAAAAIAAABsYwQAAAAxMDMz</ps:RequestParams></ps:AuthInfo>"
        "<wsse:Security>",
        second ? 5 : 4);
    g_autofree char *user =
        g_markup_printf_escaped("<wsse:UsernameToken Id=\"user\"><wsse:Username>%s</wsse:Username>"
                                "<wsse:Password>%s</wsse:Password></wsse:UsernameToken>%s",
                                mail, password, "");

    g_string_append(text, user);
    if (second)
        g_string_append(text, "<wsu:Timestamp><wsu:Created>2026-01-01T00:00:00Z</wsu:Created>"
                              "</wsu:Timestamp>");
    g_string_append(text, "</wsse:Security></Header><Body><ps:RequestMultipleSecurityTokens "
                          "xmlns:ps=\"http://schemas.microsoft.com/Passport/SoapServices/PPCRL\" "
                          "Id=\"RSTS\">");
    for (guint i = 0; i < G_N_ELEMENTS(asked); i++)
        append_asked(text, i, second);
    g_string_append(text, "</ps:RequestMultipleSecurityTokens></Body></Envelope>");
    return g_string_free(text, FALSE);
}

char *
rst(Service *service, const char *path, const char *mail, const char *password)
{
    g_autofree char *body = rst_body(mail, password, strstr(path, "RST2") != NULL);

    return https_post(service, path, "Content-Type: text/xml; charset=utf-8\r\n", body);
}

char *
token(Service *service, const char *mail, const char *address)
{
    g_autofree char *answer = rst(service, "/RST.srf", mail, PASSWORD);
    g_autofree char *name = g_strdup_printf("<wsa:Address>%s</wsa:Address>", address);
    const char *at = strstr(answer, name);

    g_assert_nonnull(at);
    g_autofree char *element = between(at, "<wsse:BinarySecurityToken", "</");
    g_auto(GStrv) parts = g_strsplit(strchr(element, '>') + 1, "&amp;", -1);

    return g_strjoinv("&", parts);
}

/* ---- web services ---- */

char *
soap_post(Service *service, const char *page, const char *space, const char *operation,
          const char *header, const char *body)
{
    g_autofree char *headers = g_strdup_printf("Content-Type: text/xml; charset=utf-8\r\n"
                                               "SOAPAction: \"%s/%s\"\r\n",
                                               space, operation);
    g_autofree char *text = g_strdup_printf(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope "
        "xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soap:Header>%s</soap:Header>"
        "<soap:Body><%s xmlns=\"%s\">%s</%s></soap:Body></soap:Envelope>",
        header, operation, space, body, operation);

    return https_post(service, page, headers, text);
}

void
has(const char *answer, const char *what)
{
    g_assert_nonnull(answer);
    if (strstr(answer, what) == NULL)
        g_assert_cmpstr(answer, ==, what);
}

/* ---- the address book ---- */

static gboolean
of_sharing(const char *operation)
{
    return strstr(operation, "Member") != NULL;
}

char *
ab(Service *service, const char *mail, const char *operation, const char *body)
{
    g_autofree char *ticket_text = token(service, mail, "contacts.msn.com");
    g_autofree char *header = g_markup_printf_escaped(
        "<ABApplicationHeader xmlns=\"" AB_NS "\"><ApplicationId>"
        "CFE80F9D-180F-4399-82AB-413F33A1FA11</ApplicationId><IsMigration>false</IsMigration>"
        "<PartnerScenario>Initial</PartnerScenario></ABApplicationHeader><ABAuthHeader "
        "xmlns=\"" AB_NS "\"><ManagedGroupRequest>false</ManagedGroupRequest>"
        "<TicketToken>%s</TicketToken></ABAuthHeader>",
        ticket_text);

    return soap_post(service,
                     of_sharing(operation) ? "/abservice/SharingService.asmx"
                                           : "/abservice/abservice.asmx",
                     AB_NS, operation, header, body);
}

void
ab_expect(Service *service, const char *mail, const char *operation, const char *body,
          const char *what)
{
    g_autofree char *answer = ab(service, mail, operation, body);

    has(answer, what);
}

void
ab_member(Service *service, const char *mail, const char *operation, const char *role,
          const char *who, const char *what)
{
    g_autofree char *body = g_strdup_printf(
        "<serviceHandle><Id>0</Id><Type>Messenger</Type><ForeignId></ForeignId></serviceHandle>"
        "<memberships><Membership><MemberRole>%s</MemberRole><Members>"
        "<Member xsi:type=\"PassportMember\"><Type>Passport</Type><State>Accepted</State>"
        "<PassportName>%s</PassportName></Member></Members></Membership></memberships>",
        role, who);

    ab_expect(service, mail, operation, body, what);
}

/* ---- sign-in ---- */

static void
begin(Service *service, Peer *peer, const char *mail)
{
    say(peer, ">VER 1 MSNP21 MSNP%u MSNP12 CVR0", service->dialect);
    say(peer, "<VER 1 MSNP%u", service->dialect);
    say(peer, ">CVR 2 0x0409 winnt 6.1.0 i386 MSNMSGR 14.0.8117.0416 msmsgs %s", mail);
    step(peer, "<CVR 2 14.0.8117.0416 14.0.8117.0416 * http* http*");
    say(peer, ">USR 3 %s I %s", service->dialect < 15 ? "TWN" : "SSO", mail);
    talk(peer, "<GCF 0 *", "=<Policies>\r\n\t<Policy type=\"SHIELDS\" ", NULL);
}

Peer *
web_sign_in(Service *service, const char *mail, const char *machine)
{
    Peer *peer = peer_new(service->ns_port);
    gboolean places = service->dialect >= 16;

    begin(service, peer, mail);
    if (service->dialect < 15) {
        step(peer, "<USR 3 TWN S *");
        answer_sign_in(service, peer, mail);
    } else {
        g_autofree char *clear = token(service, mail, "messengerclear.live.com");

        step(peer, "<USR 3 SSO S MBI_KEY_OLD " SSO_NONCE);
        say(peer, ">USR 4 SSO S %s " SSO_BLOB "%s%s", clear, places ? " " : "",
            places ? machine : "");
    }
    say(peer, "<USR 4 OK %s 1 0", mail);
    talk(peer, "<SBS 0 null", "<MSG Hotmail Hotmail *", "=text/x-msmsgsprofile", NULL);
    if (service->dialect >= 15)
        step(peer, places ? "=MPOPEnabled: 1\r\n\r\n" : "=MPOPEnabled: 0\r\n\r\n");
    if (places)
        say(peer, service->dialect < 18 ? "<UBX %s 1 0" : "<UBX 1:%s 0", mail);
    return peer;
}

Peer *
web_online(Service *service, const char *mail, const char *machine, const char *adl)
{
    Peer *peer = web_sign_in(service, mail, machine);

    send_message(peer, "ADL 5", adl);
    step(peer, "<ADL 5 OK");
    talk(peer, ">BLP 6 AL", "<BLP 6 AL", NULL);
    step(peer, service->dialect < 16 ? ">CHG 7 NLN 32 0" : ">CHG 7 NLN 32:16 0");
    step(peer, service->dialect < 16 ? "<CHG 7 NLN 32 0" : "<CHG 7 NLN 32:16 0");
    talk(peer, ">PNG", "~QNG*", NULL);
    return peer;
}
