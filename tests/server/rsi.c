/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how offline messages are looked at, fetched and deleted. */
#include <string.h>

#include "log.h"
#include "ns.h"
#include "oim.h"
#include "pages.h"
#include "soap.h"
#include "tokens.h"

#define NS_RSI "http://www.hotmail.msn.com/ws/2004/09/oim/rsi"

static void
refuse(const SoapCall *call, const char *text)
{
    soap_fault(call, 500, "soap:Client", text, "");
}

/* Whose the cookie's two halves are; NULL after it was refused. */
static Account *
authenticate(const SoapCall *call)
{
    const xmlNode *cookie = xml_child(call->header, NS_RSI, "PassportCookie");
    const xmlNode *first = cookie != NULL ? xmlFirstElementChild((xmlNode *) cookie) : NULL;
    g_autofree char *t = xml_leaf(cookie, NS_RSI, "t");
    g_autofree char *p = xml_leaf(cookie, NS_RSI, "p");
    Account *account = NULL;

    if (t == NULL || p == NULL || !xml_is(first, NS_RSI, "t")) {
        soap_bad(call, "no PassportCookie with t and p");
        refuse(call, "Schema validation error");
        return NULL;
    }
    g_autofree char *text = g_strdup_printf("t=%s&p=%s", t, p);
    TokenState state = token_check(text, "messenger.msn.com", NULL, &account);

    if (state == TOKEN_GOOD)
        return account;
    if (state != TOKEN_EXPIRED)
        soap_bad(call, "this is no ticket for messenger.msn.com");
    refuse(call, "Passport authentication failed");
    return NULL;
}

static void
respond(const SoapCall *call, const char *body)
{
    g_autofree char *text = g_strdup_printf("<%sResponse xmlns=\"" NS_RSI "\">%s</%sResponse>",
                                            call->name, body, call->name);

    soap_respond(call, 200, "", text);
}

static void
get_metadata(const SoapCall *call, Account *account)
{
    const GPtrArray *box = oim_waiting(account);
    g_autoptr(GString) out = g_string_new("<MD>");

    for (guint i = 0; i < box->len; i++)
        oim_append_record(out, box->pdata[i], FALSE);
    g_string_append(out, "<Q><QTM>409600</QTM><QNM>204800</QNM></Q></MD>");
    log_event("oim-listed %s %u", account->key, box->len);
    respond(call, out->str);
}

static void
get_message(const SoapCall *call, Account *account)
{
    g_autofree char *id = xml_leaf(call->operation, NS_RSI, "messageId");
    g_autofree char *mark = xml_leaf(call->operation, NS_RSI, "alsoMarkAsRead");
    Oim *oim = id != NULL ? oim_find(account, id) : NULL;

    if (id == NULL || (g_strcmp0(mark, "false") != 0 && g_strcmp0(mark, "true") != 0))
        soap_bad(call, "GetMessage without messageId and alsoMarkAsRead");
    if (oim == NULL) {
        refuse(call, "Schema validation error");
        return;
    }
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *mail = oim_mail(account, oim);

    oim->fetched = TRUE;
    xml_append(out, "<GetMessageResult>%s</GetMessageResult>", mail);
    log_event("oim-fetched %s %s", account->key, oim->from);
    respond(call, out->str);
}

/* All, or none if one of them is unknown. */
static GPtrArray *
read_ids(const SoapCall *call, const Account *account)
{
    const xmlNode *node = xml_path(call->operation, NS_RSI, "messageIds/messageId");
    GPtrArray *oims = g_ptr_array_new();

    for (; node != NULL; node = xml_next(node)) {
        g_autofree char *id = xml_text(node);
        Oim *oim = id != NULL ? oim_find(account, id) : NULL;

        if (oim == NULL) {
            g_ptr_array_set_size(oims, 0);
            return oims;
        }
        if (!oim->fetched)
            soap_bad(call, "a message is deleted that was never fetched");
        g_ptr_array_add(oims, oim);
    }
    return oims;
}

static void
delete_messages(const SoapCall *call, Account *account)
{
    g_autoptr(GPtrArray) oims = read_ids(call, account);
    guint count = oims->len;

    if (count == 0) {
        refuse(call, "Schema validation error");
        return;
    }
    for (guint i = 0; i < count; i++)
        oim_delete(account, oims->pdata[i]);
    log_event("oim-deleted %s %u", account->key, count);
    respond(call, "");
    for (guint i = 0; account->places->len > 1 && i < account->places->len; i++)
        ns_mail_moved(account->places->pdata[i], ".!!OIM", ".!!trAsH", count);
}

void
rsi_serve(Visitor *visitor, const HttpRequest *request)
{
    static const struct {
        const char *name;
        void (*serve)(const SoapCall *call, Account *account);
    } operations[] = {{"GetMetadata", get_metadata},
                      {"GetMessage", get_message},
                      {"DeleteMessages", delete_messages}};
    g_autoptr(SoapCall) call = soap_call(visitor, request);

    if (call == NULL)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(operations); i++) {
        if (!xml_is(call->operation, NS_RSI, operations[i].name))
            continue;
        g_autofree char *action = g_strconcat(NS_RSI "/", operations[i].name, NULL);

        soap_check_action(call, action);
        Account *account = authenticate(call);

        if (account != NULL)
            operations[i].serve(call, account);
        return;
    }
    soap_bad(call, "no operation of this service");
    refuse(call, "Forbidden");
}
