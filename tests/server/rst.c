/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the security token service in both its versions: requests, tokens, faults, redirects. */
#include <string.h>

#include "log.h"
#include "options.h"
#include "pages.h"
#include "server.h"
#include "soap.h"
#include "tokens.h"
#include "wire.h"

#define NS_PPCRL      "http://schemas.microsoft.com/Passport/SoapServices/PPCRL"
#define NS_WSU        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
#define NS_PSF        "http://schemas.microsoft.com/Passport/SoapServices/SOAPFault"
#define TB            "http://Passport.NET/tb"
#define CLEAR         "messengerclear.live.com"
#define LIVING_SECRET "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

/* What the two versions call the same things. */
typedef struct {
    const char *path;
    gboolean soap12;
    const char *wsse, *wst, *wsa, *wsp;
    const char *issue;
    const char *life_time;
    const char *binary_version;
} RstForm;

static const RstForm forms[] = {
    {"/RST.srf", FALSE, "http://schemas.xmlsoap.org/ws/2003/06/secext",
     "http://schemas.xmlsoap.org/ws/2004/04/trust",
     "http://schemas.xmlsoap.org/ws/2004/03/addressing",
     "http://schemas.xmlsoap.org/ws/2002/12/policy",
     "http://schemas.xmlsoap.org/ws/2004/04/security/trust/Issue", "LifeTime", "4"},
    {"/RST2.srf", TRUE,
     "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
     "http://schemas.xmlsoap.org/ws/2005/02/trust", "http://www.w3.org/2005/08/addressing",
     "http://schemas.xmlsoap.org/ws/2004/09/policy",
     "http://schemas.xmlsoap.org/ws/2005/02/trust/Issue", "Lifetime", "5"},
};

/* One answer in the making. */
typedef struct {
    const SoapCall *call;
    const RstForm *form;
    Account *account;
    const char *living_token; /* the one for all services */
    GString *out;
    guint compact, legacy; /* numbers given so far */
} Rst;

/* ---- answers ---- */

static void
append_pp(GString *out, const char *status)
{
    g_string_append_printf(out,
                           "<psf:pp xmlns:psf=\"" NS_PSF
                           "\"><psf:serverVersion>1</psf:serverVersion>"
                           "<psf:PUID>0003BFFD8ADFA0DE</psf:PUID><psf:authstate>%s</psf:authstate>"
                           "<psf:reqstatus>%s</psf:reqstatus></psf:pp>",
                           strcmp(status, "0x0") == 0 ? "0x48803" : "0x80048800", status);
}

static void
answer(const SoapCall *call, const char *header, const char *rest)
{
    const char *space = call->soap12 ? NS_SOAP12 : NS_SOAP11;
    g_autofree char *text = g_strdup_printf(
        "<?xml version=\"1.0\" encoding=\"utf-8\" ?><S:Envelope xmlns:S=\"%s\"><S:Header>%s"
        "</S:Header>%s</S:Envelope>",
        space, header, rest);

    web_respond_body(call->visitor, call->request, 200, "", "text/xml; charset=utf-8", text,
                     strlen(text));
}

/* In version 1 a fault stands beside the header, not in a body. */
static void
fault(const Rst *rst, const char *code, const char *status, const char *more)
{
    g_autoptr(GString) header = g_string_new(NULL);
    g_autofree char *text = NULL;

    append_pp(header, status);
    if (rst->form->soap12)
        text = g_strdup_printf(
            "<S:Body><S:Fault><S:Code><S:Value>S:Sender</S:Value><S:Subcode><S:Value "
            "xmlns:wst=\"%s\">wst:%s</S:Value></S:Subcode></S:Code><S:Reason><S:Text "
            "xml:lang=\"en-US\">Authentication Failure</S:Text></S:Reason><S:Detail><psf:error "
            "xmlns:psf=\"" NS_PSF "\"><psf:value>%s</psf:value></psf:error>%s</S:Detail></S:Fault>"
            "</S:Body>",
            rst->form->wst, strchr(code, ':') + 1, status, more);
    else
        text = g_strdup_printf("<S:Fault xmlns:wsse=\"%s\" xmlns:psf=\"" NS_PSF "\"><faultcode>%s"
                               "</faultcode><faultstring>Authentication Failure</faultstring>%s"
                               "</S:Fault>",
                               rst->form->wsse, code, more);
    answer(rst->call, header->str, text);
}

static void
append_times(const Rst *rst)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autoptr(GDateTime) then = g_date_time_add_days(now, 1);
    g_autofree char *from = g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");
    g_autofree char *to = g_date_time_format(then, "%Y-%m-%dT%H:%M:%SZ");

    g_string_append_printf(rst->out,
                           "<wst:%s><wsu:Created>%s</wsu:Created><wsu:Expires>%s</wsu:Expires>"
                           "</wst:%s>",
                           rst->form->life_time, from, to, rst->form->life_time);
}

static char *
new_secret(void)
{
    guint8 bytes[24];

    if (options()->secret != NULL)
        return g_strdup(options()->secret);
    for (guint i = 0; i < sizeof bytes; i++)
        bytes[i] = (guint8) g_random_int();
    return g_base64_encode(bytes, sizeof bytes);
}

static void
append_secret(const Rst *rst, const char *secret)
{
    g_string_append_printf(rst->out,
                           "<wst:RequestedProofToken><wst:BinarySecret>%s</wst:BinarySecret>"
                           "</wst:RequestedProofToken>",
                           secret);
}

/* The one that renews the others, which nobody can read but the service. */
static void
append_tb(const Rst *rst)
{
    g_string_append(rst->out,
                    "<wst:RequestedSecurityToken><EncryptedData "
                    "xmlns=\"http://www.w3.org/2001/04/xmlenc#\" Id=\"BinaryDAToken0\"><CipherData>"
                    "<CipherValue>Q2lwaGVy</CipherValue></CipherData></EncryptedData>"
                    "</wst:RequestedSecurityToken>");
    append_secret(rst, LIVING_SECRET);
}

static void
append_token(Rst *rst, const TokenService *service, const char *policy, guint position)
{
    gboolean legacy = policy != NULL && policy[0] == '?' && !options()->living;
    gboolean clear = strcmp(service->address, CLEAR) == 0;
    g_autofree char *secret = clear ? new_secret() : NULL;
    const char *text = NULL;

    if (!options()->living || rst->living_token == NULL || clear)
        text = token_new(rst->account, service, secret);
    if (options()->living && (clear || rst->living_token == NULL))
        rst->living_token = text;
    if (options()->living && !clear)
        text = rst->living_token;
    guint number = options()->living ? position : legacy ? ++rst->legacy : ++rst->compact;

    xml_append(rst->out,
               "<wst:RequestedSecurityToken><wsse:BinarySecurityToken Id=\"%s%u\">%s%s"
               "</wsse:BinarySecurityToken></wst:RequestedSecurityToken>",
               legacy ? "PPToken" : "Compact", number, options()->living ? "t=" : "", text);
    if (clear)
        append_secret(rst, secret);
}

static void
append_response(Rst *rst, const TokenService *service, const char *policy, guint position)
{
    gboolean legacy = policy != NULL && policy[0] == '?';

    xml_append(rst->out,
               "<wst:RequestSecurityTokenResponse><wst:TokenType>%s</wst:TokenType>"
               "<wsp:AppliesTo><wsa:EndpointReference><wsa:Address>%s</wsa:Address>"
               "</wsa:EndpointReference></wsp:AppliesTo>",
               legacy ? "urn:passport:legacy" : "urn:passport:compact", service->address);
    append_times(rst);
    if (strcmp(service->address, TB) == 0)
        append_tb(rst);
    else
        append_token(rst, service, policy, position);
    g_string_append(rst->out, "</wst:RequestSecurityTokenResponse>");
}

/* ---- requests ---- */

/* One RequestSecurityToken: its service, or NULL when it is wrong. */
static const TokenService *
read_request(const Rst *rst, const xmlNode *node, char **policy)
{
    const RstForm *form = rst->form;
    g_autofree char *type = xml_leaf(node, form->wst, "RequestType");
    const xmlNode *applies = xml_child(node, form->wsp, "AppliesTo");
    g_autofree char *address =
        xml_leaf(xml_child(applies, form->wsa, "EndpointReference"), form->wsa, "Address");
    const xmlNode *reference = xml_child(node, form->wsp, "PolicyReference");

    if (reference == NULL)
        reference = xml_child(node, form->wsse, "PolicyReference");
    *policy = xml_attribute(reference, NULL, "URI");
    if (type == NULL || strcmp(type, form->issue) != 0)
        soap_bad(rst->call, "the RequestType is not %s", form->issue);
    const TokenService *service = address != NULL ? token_service(address) : NULL;

    if (service == NULL)
        soap_bad(rst->call, "there is no service %s", address != NULL ? address : "at all");
    else if (!token_policy_right(service, *policy))
        soap_bad(rst->call, "%s is no policy of %s", *policy != NULL ? *policy : "(none)", address);
    return service;
}

static const xmlNode *
first_request(const Rst *rst)
{
    xmlNode *operation = rst->call->operation;

    if (xml_is(operation, rst->form->wst, "RequestSecurityToken"))
        return operation;
    if (!xml_is(operation, NS_PPCRL, "RequestMultipleSecurityTokens"))
        return NULL;
    return xml_child(operation, rst->form->wst, "RequestSecurityToken");
}

static void
issue(Rst *rst, const xmlNode *first)
{
    g_autoptr(GString) header = g_string_new(NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    guint position = 0;

    rst->out = g_string_new(NULL);
    g_string_append_printf(rst->out,
                           "<S:Body><wst:RequestSecurityTokenResponseCollection xmlns:wst=\"%s\" "
                           "xmlns:wsse=\"%s\" xmlns:wsu=\"" NS_WSU "\" xmlns:wsp=\"%s\" "
                           "xmlns:wsa=\"%s\">",
                           rst->form->wst, rst->form->wsse, rst->form->wsp, rst->form->wsa);
    for (const xmlNode *node = first; node != NULL; node = xml_next(node)) {
        g_autofree char *policy = NULL;
        const TokenService *service = read_request(rst, node, &policy);

        if (service != NULL && !g_hash_table_add(seen, (gpointer) service->address))
            soap_bad(rst->call, "%s is asked for twice", service->address);
        if (service != NULL)
            append_response(rst, service, policy, position++);
    }
    g_string_append(rst->out, "</wst:RequestSecurityTokenResponseCollection></S:Body>");
    append_pp(header, "0x0");
    log_event("tokens %s %u", rst->account->key, position);
    answer(rst->call, header->str, rst->out->str);
    g_string_free(rst->out, TRUE);
}

static void
check_info(const Rst *rst)
{
    const xmlNode *info = xml_child(rst->call->header, NS_PPCRL, "AuthInfo");
    g_autofree char *app = xml_leaf(info, NS_PPCRL, "HostingApp");
    g_autofree char *version = xml_leaf(info, NS_PPCRL, "BinaryVersion");
    g_autofree char *params = xml_leaf(info, NS_PPCRL, "RequestParams");
    g_autofree char *id = xml_attribute(info, NULL, "Id");

    if (info == NULL || g_strcmp0(id, "PPAuthInfo") != 0)
        soap_bad(rst->call, "no AuthInfo with the Id PPAuthInfo");
    else if (app == NULL || !g_regex_match_simple("^\\{[0-9A-Fa-f-]{36}\\}$", app, 0, 0))
        soap_bad(rst->call, "no HostingApp");
    else if (g_strcmp0(version, rst->form->binary_version) != 0)
        soap_bad(rst->call, "BinaryVersion is not %s", rst->form->binary_version);
    else if (params == NULL || !g_str_has_prefix(params, "AQAAAAIAAABsYwQAAAA"))
        soap_bad(rst->call, "RequestParams has no locale");
}

static void
check_frame(const Rst *rst)
{
    const xmlNode *security = xml_child(rst->call->header, rst->form->wsse, "Security");
    g_autofree char *action = xml_leaf(rst->call->header, rst->form->wsa, "Action");

    if (!rst->form->soap12)
        return;
    if (action == NULL ||
        strcmp(action, "http://schemas.xmlsoap.org/ws/2005/02/trust/RST/Issue") != 0)
        soap_bad(rst->call, "no wsa:Action, or another");
    if (xml_child(rst->call->header, rst->form->wsa, "To") == NULL)
        soap_bad(rst->call, "no wsa:To");
    if (xml_child(security, NS_WSU, "Timestamp") == NULL)
        soap_bad(rst->call, "no wsu:Timestamp");
}

static Account *
authenticate(const Rst *rst)
{
    const char *wsse = rst->form->wsse;
    const xmlNode *token = xml_path(rst->call->header, wsse, "Security/UsernameToken");
    g_autofree char *mail = xml_leaf(token, wsse, "Username");
    g_autofree char *password = xml_leaf(token, wsse, "Password");

    if (mail == NULL || password == NULL) {
        soap_bad(rst->call, "no UsernameToken with name and password");
        return NULL;
    }
    Account *account = world_find(mail);
    gboolean right =
        account != NULL && account->kind == KIND_PERSON && strcmp(account->password, password) == 0;

    log_event(right ? "rst %s" : "rst-failed %s", mail);
    return right ? account : NULL;
}

/* Which hop of the redirects this path is; 0 is the first address. -1: none. */
static int
rst_hop(const RstForm *form, const char *path)
{
    guint64 hop;

    if (strcmp(path, form->path) == 0)
        return 0;
    if (!g_str_has_prefix(path, "/pp") || !g_str_has_suffix(path, form->path))
        return -1;
    g_autofree char *number = g_strndup(path + 3, strlen(path) - 3 - strlen(form->path));

    return wire_number(number, 1000, &hop) ? (int) hop : -1;
}

static void
redirect(const Rst *rst, int hop)
{
    g_autofree char *more = g_strdup_printf("<psf:redirectUrl xmlns:psf=\"" NS_PSF "\">"
                                            "https://%s/pp%d%s</psf:redirectUrl>",
                                            server_https_address(), hop + 1, rst->form->path);

    fault(rst, "psf:Redirect", "0x80048852", more);
}

static void
serve_form(const SoapCall *call, const RstForm *form, int hop)
{
    Rst rst = {.call = call, .form = form};
    const xmlNode *first = first_request(&rst);

    if (call->soap12 != form->soap12)
        soap_bad(call, "this is the other version of SOAP");
    if (first == NULL) {
        soap_bad(call, "no RequestSecurityToken");
        fault(&rst, "S:Client", "0x80048820", "");
        return;
    }
    check_info(&rst);
    check_frame(&rst);
    if (hop < options()->redirects) {
        redirect(&rst, hop);
        return;
    }
    rst.account = authenticate(&rst);
    if (rst.account != NULL)
        issue(&rst, first);
    else if (form->soap12)
        fault(&rst, "wst:FailedAuthentication", "0x80048821", "");
    else
        fault(&rst, "wsse:FailedAuthentication", "0x80048823", "");
}

void
rst_serve(Visitor *visitor, const HttpRequest *request)
{
    const RstForm *form = strstr(request->path, "/RST2.srf") != NULL ? &forms[1] : &forms[0];
    int hop = rst_hop(form, request->path);
    g_autoptr(SoapCall) call = soap_call(visitor, request);

    if (call == NULL)
        return;
    if (hop < 0) {
        soap_bad(call, "there is no such page");
        web_respond(visitor, request, 404, "");
        return;
    }
    serve_form(call, form, hop);
}
