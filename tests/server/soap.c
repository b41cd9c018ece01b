/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows SOAP envelopes and faults; what is called is others' business. */
#include "soap.h"

#include <string.h>

#include "log.h"
#include "options.h"

#define XML_TYPE "text/xml; charset=utf-8"

char *
soap_action_name(const HttpRequest *request)
{
    const char *action = http_header(request, "soapaction");
    const char *slash = action != NULL ? strrchr(action, '/') : NULL;

    if (slash == NULL)
        return g_strdup("RST");
    g_autofree char *name = g_strdup(slash + 1);

    return g_strdup(g_strdelimit(name, "\"", ' ') != NULL ? g_strstrip(name) : "");
}

void
soap_call_free(SoapCall *call)
{
    if (call->doc != NULL)
        xmlFreeDoc(call->doc);
    g_free(call);
}

void
soap_bad(const SoapCall *call, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *why = g_strdup_vprintf(format, args);
    va_end(args);
    web_bad(call->visitor, call->request, "%s: %s", call->name != NULL ? call->name : "SOAP", why);
}

/* What is wrong with the envelope, or NULL. */
static const char *
read_envelope(SoapCall *call)
{
    const xmlNode *root = xmlDocGetRootElement(call->doc);
    const char *space = NULL;

    call->soap12 = xml_is(root, NS_SOAP12, "Envelope");
    if (!call->soap12 && !xml_is(root, NS_SOAP11, "Envelope"))
        return "the root is no SOAP envelope";
    space = call->soap12 ? NS_SOAP12 : NS_SOAP11;
    if (xml_stranger(root, space, "Header Body") != NULL)
        return "the envelope has more than Header and Body";
    call->header = xml_child(root, space, "Header");
    const xmlNode *body = xml_child(root, space, "Body");

    call->operation = body != NULL ? xmlFirstElementChild((xmlNode *) body) : NULL;
    if (call->operation == NULL)
        return "the envelope has no Body, or that is empty";
    call->name = (const char *) call->operation->name;
    /* Offline messages are handed in without one element around the two. */
    if (xmlNextElementSibling(call->operation) != NULL && strcmp(call->name, "MessageType") != 0)
        return "the Body has more than one element";
    return NULL;
}

static const char *
check_type(const HttpRequest *request)
{
    const char *type = http_header(request, "content-type");

    if (type == NULL || g_ascii_strncasecmp(type, "text/xml", 8) != 0)
        if (type == NULL || g_ascii_strncasecmp(type, "application/soap+xml", 20) != 0)
            return "the Content-Type is not text/xml";
    if (g_ascii_strcasecmp(type + strcspn(type, ";"), "; charset=utf-8") != 0)
        return "the Content-Type does not say charset=utf-8";
    return NULL;
}

SoapCall *
soap_call(Visitor *visitor, const HttpRequest *request)
{
    g_autoptr(SoapCall) call = g_new0(SoapCall, 1);
    const char *why = check_type(request);

    call->visitor = visitor;
    call->request = request;
    if (why != NULL)
        soap_bad(call, "%s", why);
    call->doc = xml_read(request->body, request->body_length, &why);
    if (call->doc != NULL)
        why = read_envelope(call);
    if (why == NULL)
        return g_steal_pointer(&call);
    soap_bad(call, "%s", why);
    soap_fault(call, 500, "soap:Client", "Invalid Request", "");
    return NULL;
}

void
soap_check_action(const SoapCall *call, const char *action)
{
    const char *said = http_header(call->request, "soapaction");
    g_autofree char *quoted = g_strdup_printf("\"%s\"", action);

    if (said == NULL || (strcmp(said, quoted) != 0 && strcmp(said, action) != 0))
        soap_bad(call, "the SOAPAction is not %s", quoted);
}

/* ---- answers ---- */

void
soap_respond(const SoapCall *call, guint status, const char *header, const char *body)
{
    g_autofree char *text = g_strdup_printf(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope xmlns:soap=\"%s\" "
        "xmlns:xsi=\"" NS_XSI "\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">%s%s%s"
        "<soap:Body>%s</soap:Body></soap:Envelope>",
        call->soap12 ? NS_SOAP12 : NS_SOAP11, header[0] != '\0' ? "<soap:Header>" : "", header,
        header[0] != '\0' ? "</soap:Header>" : "", body);

    web_respond_body(call->visitor, call->request, status, "", XML_TYPE, text, strlen(text));
}

void
soap_fault(const SoapCall *call, guint status, const char *code, const char *text,
           const char *detail)
{
    g_autoptr(GString) body = g_string_new("<soap:Fault>");

    log_event("soap-fault %s %s", call->name != NULL ? call->name : "-", code);
    /* The prefix of the codes that are not SOAP's own. */
    if (g_str_has_prefix(code, "q0:"))
        g_string_append(body, "<faultcode xmlns:q0=\"http://messenger.msn.com/ws/2004/09/oim/\">");
    else
        g_string_append(body, "<faultcode>");
    xml_append(body, "%s</faultcode><faultstring>%s</faultstring>", code, text);
    if (detail[0] != '\0')
        g_string_append_printf(body, "<detail>%s</detail>", detail);
    g_string_append(body, "</soap:Fault>");
    soap_respond(call, status, "", body->str);
}

static void
error_about(const SoapCall *call, const char *code, const char *text, const char *id)
{
    g_autoptr(GString) detail = g_string_new(NULL);

    xml_append(
        detail,
        "<errorcode xmlns=\"http://www.msn.com/webservices/AddressBook\">%s</errorcode>"
        "<errorstring xmlns=\"http://www.msn.com/webservices/AddressBook\">%s</errorstring>"
        "<machineName xmlns=\"http://www.msn.com/webservices/AddressBook\">MSNPD</machineName>",
        code, text);
    if (id != NULL)
        xml_append(detail,
                   "<additionalDetails><conflictObjectId>%s</conflictObjectId></additionalDetails>",
                   id);
    /* Living services refuse to give what has changed as if nothing were wrong. */
    soap_fault(call, options()->living && strcmp(code, "FullSyncRequired") == 0 ? 200 : 500,
               "soap:Client", text, detail->str);
}

void
soap_error(const SoapCall *call, const char *code, const char *text)
{
    error_about(call, code, text, NULL);
}

void
soap_conflict(const SoapCall *call, const char *code, const char *id)
{
    error_about(call, code, code, id);
}

void
soap_ordered_fault(Visitor *visitor, const HttpRequest *request, const char *code)
{
    const SoapCall call = {.visitor = visitor, .request = request, .name = "ordered"};

    if (strchr(code, ':') != NULL)
        soap_fault(&call, 500, code, "Ordered", "");
    else
        soap_error(&call, code, "Ordered");
}
