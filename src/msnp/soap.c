/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words of web services: XML written out with everything escaped, and the faults that they answer. Knows how an
 * envelope looks; refuses to know where it goes and what it asks for.
 */
#include "msnp/soap.h"

#include <string.h>

static const char *
escape_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&apos;";
    default:
        return (guint8) c < ' ' && !strchr("\t\r\n", c) ? " " : NULL;
    }
}

gsize
msnp_soap_size(const char *text)
{
    gsize size = 0;

    for (; *text; text++) {
        const char *escape = escape_of(*text);

        size += escape ? strlen(escape) : 1;
    }
    return size;
}

static void
append_escaped(GString *out, const char *text)
{
    for (; *text; text++) {
        const char *escape = escape_of(*text);

        if (escape)
            g_string_append(out, escape);
        else
            g_string_append_c(out, *text);
    }
}

void
msnp_soap_printf(GString *out, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    for (; *format; format++) {
        gsize plain = strcspn(format, "%");

        g_string_append_len(out, format, (gssize) plain);
        format += plain;
        if (!*format)
            break;
        if (*++format == 's')
            append_escaped(out, va_arg(args, const char *));
        else
            g_string_append_printf(out, "%u", va_arg(args, guint));
    }
    va_end(args);
}

#define ENVELOPE_BEGIN                                                                                                 \
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>"                                                                       \
    "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" "                                         \
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">"          \
    "<soap:Header>"
#define ENVELOPE_MIDDLE "</soap:Header><soap:Body>"
#define ENVELOPE_END    "</soap:Body></soap:Envelope>"

GString *
msnp_soap_envelope(const GString *header, const GString *body)
{
    GString *out = g_string_sized_new(header->len + body->len + sizeof(ENVELOPE_BEGIN ENVELOPE_MIDDLE ENVELOPE_END));

    g_string_append(out, ENVELOPE_BEGIN);
    g_string_append_len(out, header->str, (gssize) header->len);
    g_string_append(out, ENVELOPE_MIDDLE);
    g_string_append_len(out, body->str, (gssize) body->len);
    g_string_append(out, ENVELOPE_END);
    return out;
}

/* ---- faults ---- */

static const char *
without_prefix(const char *name)
{
    const char *colon = strrchr(name, ':');

    return colon ? colon + 1 : name;
}

void
msnp_soap_fault_read(const MsnpXmlNode *fault, MsnpSoapFault *out)
{
    static const char *const codes[] = {"faultcode", "Code/Subcode/Value", "Code/Value"};
    guint i;

    out->outer = "";
    for (i = 0; i < G_N_ELEMENTS(codes) && !*out->outer; i++)
        out->outer = without_prefix(msnp_xml_value(fault, codes[i]));
    out->code = msnp_xml_value(fault, "detail/errorcode");
    if (!*out->code)
        out->code = out->outer;
    out->text = msnp_xml_value(fault, "faultstring");
    if (!*out->text)
        out->text = msnp_xml_value(fault, "Reason/Text");
    out->redirect = msnp_xml_value(fault, "redirectUrl");
    if (!*out->redirect)
        out->redirect = msnp_xml_value(fault, "Detail/redirectUrl");
    out->conflict = msnp_xml_value(fault, "detail/additionalDetails/conflictObjectId");
}

static const struct {
    const char *code;
    MsnpError error;
} fault_rows[] = {
    {"InvalidPassportUser", MSNP_ERROR_PEER_UNKNOWN}, {"UserDoesNotExist", MSNP_ERROR_PEER_UNKNOWN},
    {"BadEmailArgument", MSNP_ERROR_ADDRESS},         {"EmailDomainIsFederated", MSNP_ERROR_PEER_UNKNOWN},
    {"GroupAlreadyExists", MSNP_ERROR_GROUP_IN_USE},  {"GroupDoesNotExist", MSNP_ERROR_NO_GROUP},
    {"BadArgumentLength", MSNP_ERROR_GROUP_NAME},     {"QuotaLimitReached", MSNP_ERROR_LIST_FULL},
    {"RequestLimitReached", MSNP_ERROR_TOO_FAST},
};

MsnpError
msnp_soap_error(const char *code)
{
    guint i;

    for (i = 0; i < G_N_ELEMENTS(fault_rows); i++)
        if (!strcmp(fault_rows[i].code, code))
            return fault_rows[i].error;
    return MSNP_ERROR_SERVER;
}

gboolean
msnp_soap_is_there(const char *code)
{
    return !strcmp(code, "ContactAlreadyExists") || !strcmp(code, "MemberAlreadyExists");
}

gboolean
msnp_soap_is_gone(const char *code)
{
    return !strcmp(code, "ContactDoesNotExist") || !strcmp(code, "MemberDoesNotExist") ||
           !strcmp(code, "UserDoesNotExist") || !strcmp(code, "GroupDoesNotExist");
}

gboolean
msnp_soap_is_stale(const char *code)
{
    static const char *const codes[] = {"ContactDoesNotExist", "MemberDoesNotExist", "GroupDoesNotExist",
                                        "GroupAlreadyExists",  "FullSyncRequired",   NULL};

    return g_strv_contains(codes, code);
}
