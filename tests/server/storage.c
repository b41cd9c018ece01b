/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the storage service: profiles of name and personal message, read and changed. Pictures are
 * not kept. */
#include "storage.h"

#include <string.h>

#include "log.h"
#include "options.h"
#include "pages.h"
#include "soap.h"
#include "tokens.h"
#include "wire.h"

#define NS_STORAGE "http://www.msn.com/webservices/storage/w10"

typedef struct {
    char *name;
    char *message;
} Profile;

typedef struct {
    const SoapCall *soap;
    const Account *account;
    Profile *profile;
    char *id; /* of the profile */
} StorageCall;

static GHashTable *profiles; /* account to Profile */

static void
profile_free(gpointer data)
{
    Profile *profile = data;

    g_free(profile->name);
    g_free(profile->message);
    g_free(profile);
}

static Profile *
profile_of(const Account *account)
{
    if (profiles == NULL)
        profiles = g_hash_table_new_full(NULL, NULL, NULL, profile_free);
    Profile *profile = g_hash_table_lookup(profiles, account);

    if (profile == NULL) {
        profile = g_new0(Profile, 1);
        profile->name = g_strdup("");
        profile->message = g_strdup("");
        g_hash_table_insert(profiles, (gpointer) account, profile);
    }
    return profile;
}

void
storage_set_name(const Account *account, const char *name)
{
    Profile *profile = profile_of(account);

    g_free(profile->name);
    profile->name = g_strdup(name);
}

void
storage_clear(void)
{
    g_clear_pointer(&profiles, g_hash_table_unref);
}

/* ---- operations ---- */

static void
respond(const StorageCall *call, const char *body)
{
    const char *name = call->soap->name;
    g_autofree char *text =
        g_strdup_printf("<%sResponse xmlns=\"" NS_STORAGE "\">%s</%sResponse>", name, body, name);

    soap_respond(call->soap, 200, "", text);
}

static void
get_profile(const StorageCall *call)
{
    const xmlNode *handle = xml_child(call->soap->operation, NS_STORAGE, "profileHandle");
    const xmlNode *wanted = xml_child(call->soap->operation, NS_STORAGE, "profileAttributes");
    g_autofree char *relation = xml_leaf(handle, NS_STORAGE, "RelationshipName");
    g_autofree char *space = xml_leaf(handle, NS_STORAGE, "Alias/NameSpace");
    g_autofree char *cid = xml_leaf(handle, NS_STORAGE, "Alias/Name");
    g_autofree char *name =
        xml_leaf(wanted, NS_STORAGE, "ExpressionProfileAttributes/DisplayName");
    g_autoptr(GString) out = g_string_new(NULL);

    if (g_strcmp0(relation, "MyProfile") != 0 || g_strcmp0(space, "MyCidStuff") != 0 || cid == NULL)
        soap_bad(call->soap, "profileHandle is not that of one's own profile");
    if (g_strcmp0(name, "true") != 0)
        soap_bad(call->soap, "nothing is wanted of the profile");
    xml_append(out,
               "<GetProfileResult><ResourceID>%s</ResourceID><ExpressionProfile>"
               "<ResourceID>%s</ResourceID><DisplayName>%s</DisplayName>"
               "<PersonalStatus>%s</PersonalStatus></ExpressionProfile></GetProfileResult>",
               call->id, call->id, call->profile->name, call->profile->message);
    log_event("profile %s", call->account->key);
    respond(call, out->str);
}

static void
update_profile(const StorageCall *call)
{
    const xmlNode *op = call->soap->operation;
    const xmlNode *profile = xml_child(op, NS_STORAGE, "profile");
    const xmlNode *expression = xml_child(profile, NS_STORAGE, "ExpressionProfile");
    g_autofree char *id = xml_leaf(profile, NS_STORAGE, "ResourceID");
    g_autofree char *name = xml_leaf(expression, NS_STORAGE, "DisplayName");
    g_autofree char *message = xml_leaf(expression, NS_STORAGE, "PersonalStatus");
    g_autofree char *gone =
        xml_leaf(op, NS_STORAGE,
                 "profileAttributesToDelete/ExpressionProfileAttributes/PersonalStatus");
    const char *stranger =
        xml_stranger(expression, NS_STORAGE, "FreeText DisplayName PersonalStatus Flags");

    if (g_strcmp0(id, call->id) != 0)
        soap_bad(call->soap, "ResourceID is not that of the profile");
    if (stranger != NULL)
        soap_bad(call->soap, "%s in ExpressionProfile", stranger);
    if (message != NULL && (message[0] == '\0' || gone != NULL))
        soap_bad(call->soap, "PersonalStatus is empty, or set and deleted");
    if (name != NULL)
        storage_set_name(call->account, name);
    if (message != NULL || gone != NULL) {
        g_free(call->profile->message);
        call->profile->message = g_strdup(message != NULL ? message : "");
    }
    log_event("profile-updated %s %s %s", call->account->key, call->profile->name,
              call->profile->message);
    respond(call, "");
}

static const struct {
    const char *name;
    void (*serve)(const StorageCall *call);
} operations[] = {
    {"GetProfile", get_profile},
    {"UpdateProfile", update_profile},
};

/* ---- who asks ---- */

static void
check_application(const SoapCall *call)
{
    const xmlNode *header = xml_child(call->header, NS_STORAGE, "StorageApplicationHeader");
    g_autofree char *application = xml_leaf(header, NS_STORAGE, "ApplicationID");
    g_autofree char *scenario = xml_leaf(header, NS_STORAGE, "Scenario");
    static const char *const scenarios[] = {"Initial", "RoamingSeed", "RoamingIdentityChanged",
                                            NULL};

    if (application == NULL || !g_str_has_prefix(application, "Messenger Client "))
        soap_bad(call, "unknown ApplicationID");
    if (scenario == NULL || !g_strv_contains(scenarios, scenario))
        soap_bad(call, "unknown Scenario");
}

/* NULL after the refusal was answered. */
static Account *
authenticate(const SoapCall *call)
{
    const xmlNode *header = xml_child(call->header, NS_STORAGE, "StorageUserHeader");
    g_autofree char *ticket = xml_leaf(header, NS_STORAGE, "TicketToken");
    g_autofree char *puid = xml_leaf(header, NS_STORAGE, "Puid");
    Account *account = NULL;
    TokenState state = ticket == NULL ? TOKEN_UNKNOWN
                                      : token_check(ticket, "storage.msn.com", NULL, &account);

    if (g_strcmp0(puid, "0") != 0)
        soap_bad(call, "Puid is not 0");
    if (state == TOKEN_GOOD)
        return account;
    if (state == TOKEN_EXPIRED) {
        soap_fault(call, 500, "q0:BadContextToken", "The context token has expired", "");
    } else {
        soap_bad(call, "no ticket for storage.msn.com");
        web_respond(call->visitor, call->request, 403, "");
    }
    return NULL;
}

void
storage_serve(Visitor *visitor, const HttpRequest *request)
{
    g_autoptr(SoapCall) soap = soap_call(visitor, request);

    if (soap == NULL)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(operations); i++) {
        g_autofree char *action = g_strconcat(NS_STORAGE "/", operations[i].name, NULL);

        if (!xml_is(soap->operation, NS_STORAGE, operations[i].name))
            continue;
        soap_check_action(soap, action);
        check_application(soap);
        StorageCall call = {.soap = soap, .account = authenticate(soap)};

        if (call.account == NULL)
            return;
        call.profile = profile_of(call.account);
        call.id = g_strdup_printf("%X!106", g_str_hash(call.account->key));
        operations[i].serve(&call);
        g_free(call.id);
        return;
    }
    soap_bad(soap, "there is no such operation");
    soap_fault(soap, 500, "soap:Client", "No such operation", "");
}
