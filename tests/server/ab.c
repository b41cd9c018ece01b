/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the headers of address book and sharing service: who asks, with which ticket, why; and
 * which operation is whose. */
#include "ab.h"

#include <string.h>

#include "lists.h"
#include "log.h"
#include "ns.h"
#include "options.h"
#include "pages.h"
#include "server.h"
#include "tokens.h"

typedef struct {
    const char *name;
    gboolean sharing;
    gboolean bookless; /* is right before there is an address book */
    void (*serve)(const AbCall *call);
} Operation;

static const Operation operations[] = {
    {"FindMembership", TRUE, TRUE, ab_find_membership},
    {"AddMember", TRUE, TRUE, ab_add_member},
    {"DeleteMember", TRUE, TRUE, ab_delete_member},
    {"ABFindAll", FALSE, FALSE, ab_find_all},
    {"ABFindContactsPaged", FALSE, FALSE, ab_find_paged},
    {"ABAdd", FALSE, TRUE, ab_add},
    {"ABContactAdd", FALSE, FALSE, ab_contact_add},
    {"ABContactDelete", FALSE, FALSE, ab_contact_delete},
    {"ABContactUpdate", FALSE, FALSE, ab_contact_update},
    {"ABGroupAdd", FALSE, FALSE, ab_group_add},
    {"ABGroupDelete", FALSE, FALSE, ab_group_delete},
    {"ABGroupUpdate", FALSE, FALSE, ab_group_update},
    {"ABGroupContactAdd", FALSE, FALSE, ab_group_contact_add},
    {"ABGroupContactDelete", FALSE, FALSE, ab_group_contact_delete},
};

static const char *const applications[] = {"CFE80F9D-180F-4399-82AB-413F33A1FA11",
                                           "F6D2794D-501F-443A-ADBE-8F1490FF30FD", NULL};

static const char *const scenarios[] = {"Initial",
                                        "Timer",
                                        "ContactSave",
                                        "ContactMsgrAPI",
                                        "BlockUnblock",
                                        "GroupSave",
                                        "MessengerPendingList",
                                        "ABChangeNotifyAlert",
                                        "CircleIdAlert",
                                        "CircleInvite",
                                        "CircleSave",
                                        "CircleLeave",
                                        "RoamingSeed",
                                        "RoamingIdentityChanged",
                                        NULL};

static GHashTable *cache_keys; /* text to service, of those given out */

void
ab_clear(void)
{
    g_clear_pointer(&cache_keys, g_hash_table_destroy);
}

/* ---- answers ---- */

static char *
service_header(const AbCall *call)
{
    char *key = g_strdup_printf("12r1:%08x%08x", g_random_int(), g_random_int());

    if (cache_keys == NULL)
        cache_keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_insert(cache_keys, key, GINT_TO_POINTER(call->sharing ? 2 : 1));
    return g_strdup_printf("<ServiceHeader xmlns=\"" NS_AB "\"><Version>15.01.1408.0000</Version>"
                           "<CacheKey>%s</CacheKey><CacheKeyChanged>true</CacheKeyChanged>"
                           "<PreferredHostName>%s</PreferredHostName><SessionId>"
                           "f4b39b9d-95a5-4f2b-a6d5-2d1f0e1e5c7d</SessionId></ServiceHeader>",
                           key, server_https_address());
}

void
ab_respond(const AbCall *call, const char *body)
{
    g_autofree char *header = service_header(call);
    const char *name = call->soap->name;
    g_autofree char *text =
        g_strdup_printf("<%sResponse xmlns=\"" NS_AB "\">%s</%sResponse>", name, body, name);

    log_event("ab %s %s", call->account->key, name);
    soap_respond(call->soap, 200, header, text);
}

void
ab_respond_guid(const AbCall *call, const char *guid)
{
    g_autofree char *body = g_strdup_printf("<%sResult><guid>%s</guid></%sResult>",
                                            call->soap->name, guid, call->soap->name);

    ab_respond(call, body);
}

void
ab_error(const AbCall *call, const char *code)
{
    soap_error(call->soap, code, code);
}

void
ab_wrong(const AbCall *call, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *why = g_strdup_vprintf(format, args);
    va_end(args);
    soap_bad(call->soap, "%s", why);
    web_respond(call->soap->visitor, call->soap->request, 500, "");
}

char *
ab_stamp(const Account *account)
{
    guint v = account->list_version;

    return g_strdup_printf("2026-01-%02uT%02u:%02u:%02u.0000000-08:00", v / 86400 % 28 + 1,
                           v / 3600 % 24, v / 60 % 60, v % 60);
}

void
ab_changed(const AbCall *call)
{
    call->account->list_version++;
    if (call->account->places->len > 1)
        ns_tell_book_changed(call->account);
}

void
ab_list_changed(const AbCall *call, Account *who, guint bit, guint before, gboolean added)
{
    ab_changed(call);
    if (!options()->living)
        return;
    if (added)
        lists_tell_added(call->account, who, bit, before);
    else
        lists_tell_removed(call->account, who, bit, before);
}

/* ---- checks ---- */

gboolean
ab_check_id(const AbCall *call)
{
    g_autofree char *id = xml_leaf(call->op, NS_AB, "abId");

    if (id != NULL && strcmp(id, AB_ID) == 0)
        return TRUE;
    ab_wrong(call, "abId is not " AB_ID);
    return FALSE;
}

gboolean
ab_check_deltas(const AbCall *call, const xmlNode *node, const char *only, const char *since)
{
    g_autofree char *deltas = xml_leaf(node, NS_AB, only);
    g_autofree char *stamp = xml_leaf(node, NS_AB, since);

    if (deltas != NULL && strcmp(deltas, "true") != 0 && strcmp(deltas, "false") != 0)
        soap_bad(call->soap, "%s is neither true nor false", only);
    if (stamp != NULL &&
        !g_regex_match_simple(
            "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,7})?(Z|[-+]\\d\\d:\\d\\d)$", stamp,
            0, 0))
        soap_bad(call->soap, "%s is no time", since);
    if (g_strcmp0(deltas, "true") != 0)
        return TRUE;
    if (stamp == NULL || strcmp(stamp, AB_LONG_AGO) == 0)
        soap_bad(call->soap, "deltas since the beginning of time");
    ab_error(call, "FullSyncRequired");
    return FALSE;
}

static void
check_application(const AbCall *call)
{
    const xmlNode *header = xml_child(call->soap->header, NS_AB, "ABApplicationHeader");
    g_autofree char *application = xml_leaf(header, NS_AB, "ApplicationId");
    g_autofree char *scenario = xml_leaf(header, NS_AB, "PartnerScenario");
    g_autofree char *key = xml_leaf(header, NS_AB, "CacheKey");
    const char *stranger =
        xml_stranger(header, NS_AB, "ApplicationId IsMigration PartnerScenario CacheKey BrandId");

    if (stranger != NULL)
        soap_bad(call->soap, "%s in ABApplicationHeader", stranger);
    if (application == NULL || !g_strv_contains(applications, application))
        soap_bad(call->soap, "unknown ApplicationId");
    if (scenario == NULL || !g_strv_contains(scenarios, scenario))
        soap_bad(call->soap, "unknown PartnerScenario");
    if (key != NULL && (cache_keys == NULL || GPOINTER_TO_INT(g_hash_table_lookup(
                                                  cache_keys, key)) != (call->sharing ? 2 : 1)))
        soap_bad(call->soap, "this CacheKey was not given out here");
}

/* The ticket of the header, or of the cookie. Caller frees. */
static char *
find_ticket(const AbCall *call)
{
    const xmlNode *header = xml_child(call->soap->header, NS_AB, "ABAuthHeader");
    const char *cookie = http_header(call->soap->request, "cookie");
    char *ticket = xml_leaf(header, NS_AB, "TicketToken");

    if (ticket == NULL && cookie != NULL && g_str_has_prefix(cookie, "MSPAuth="))
        ticket = g_strdup(cookie + strlen("MSPAuth="));
    return ticket;
}

/* FALSE after the refusal was answered. */
static gboolean
authenticate(AbCall *call)
{
    g_autofree char *ticket = find_ticket(call);
    TokenState state = TOKEN_UNKNOWN;

    if (ticket != NULL)
        state = token_check(ticket, "contacts.msn.com", NULL, &call->account);
    if (ticket == NULL || state == TOKEN_UNKNOWN || state == TOKEN_OTHER_SERVICE) {
        soap_bad(call->soap, ticket == NULL ? "no TicketToken" : "no ticket for contacts.msn.com");
        web_respond(call->soap->visitor, call->soap->request, 403, "");
        return FALSE;
    }
    if (state == TOKEN_EXPIRED) {
        soap_fault(call->soap, 500, "q0:BadContextToken", "The context token has expired", "");
        return FALSE;
    }
    if (options()->living && call->account->client == NULL) {
        web_respond(call->soap->visitor, call->soap->request, 403, "");
        return FALSE;
    }
    return TRUE;
}

static void
serve(AbCall *call, const Operation *operation)
{
    g_autofree char *action = g_strconcat(NS_AB "/", operation->name, NULL);

    soap_check_action(call->soap, action);
    check_application(call);
    if (!authenticate(call))
        return;
    if (call->account->no_book && !operation->bookless)
        ab_error(call, "ABDoesNotExist");
    else
        operation->serve(call);
}

static void
serve_page(Visitor *visitor, const HttpRequest *request, gboolean sharing)
{
    g_autoptr(SoapCall) soap = soap_call(visitor, request);

    if (soap == NULL)
        return;
    AbCall call = {.soap = soap, .op = soap->operation, .sharing = sharing};

    for (guint i = 0; i < G_N_ELEMENTS(operations); i++) {
        if (xml_is(soap->operation, NS_AB, operations[i].name) &&
            operations[i].sharing == sharing) {
            serve(&call, &operations[i]);
            return;
        }
    }
    soap_bad(soap, "no operation of this service");
    soap_fault(soap, 500, "soap:Client", "Forbidden", "");
}

void
ab_serve_book(Visitor *visitor, const HttpRequest *request)
{
    serve_page(visitor, request, FALSE);
}

void
ab_serve_sharing(Visitor *visitor, const HttpRequest *request)
{
    serve_page(visitor, request, TRUE);
}
