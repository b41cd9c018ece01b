/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the storage service: profiles of name, personal message and picture, read and changed. */
#include "storage.h"

#include <string.h>

#include "log.h"
#include "options.h"
#include "pages.h"
#include "server.h"
#include "soap.h"
#include "tokens.h"
#include "wire.h"

#define NS_STORAGE "http://www.msn.com/webservices/storage/w10"

/* One picture of a person: of those he has (/UserTiles), or of the profile, mostly both. */
typedef struct {
    char *id;
    GBytes *data;
    gboolean is_tile;
} Tile;

typedef struct {
    char *name;
    char *message;
    Tile *tile; /* the newest; NULL for none */
    gboolean shown; /* it is the profile's */
} Profile;

typedef struct {
    const SoapCall *soap;
    const Account *account;
    Profile *profile;
    char *id; /* of the profile */
} StorageCall;

static GHashTable *profiles; /* account to Profile */

static void
tile_free(Tile *tile)
{
    if (tile == NULL)
        return;
    g_free(tile->id);
    g_bytes_unref(tile->data);
    g_free(tile);
}

static void
profile_free(gpointer data)
{
    Profile *profile = data;

    tile_free(profile->tile);
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
storage_set_message(const Account *account, const char *message)
{
    Profile *profile = profile_of(account);

    g_free(profile->message);
    profile->message = g_strdup(message);
}

static Tile *
tile_new(Profile *profile, GBytes *data)
{
    tile_free(profile->tile);
    profile->tile = g_new0(Tile, 1);
    profile->tile->id = g_strdup_printf("%08X!118", g_random_int());
    profile->tile->data = data;
    profile->tile->is_tile = TRUE;
    profile->shown = FALSE;
    return profile->tile;
}

void
storage_set_tile(const Account *account, GBytes *data)
{
    Profile *profile = profile_of(account);

    tile_new(profile, data);
    profile->shown = TRUE;
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

/* One's own, by the number that the address book has. */
static void
check_alias(const StorageCall *call, const xmlNode *handle, const char *relation)
{
    g_autofree char *name = xml_leaf(handle, NS_STORAGE, "RelationshipName");
    g_autofree char *space = xml_leaf(handle, NS_STORAGE, "Alias/NameSpace");
    g_autofree char *cid = xml_leaf(handle, NS_STORAGE, "Alias/Name");

    if (g_strcmp0(name, relation) != 0 || g_strcmp0(space, "MyCidStuff") != 0 ||
        g_strcmp0(cid, STORAGE_CID) != 0)
        soap_bad(call->soap, "this is not one's own %s", relation);
}

/* Where the picture is: officially a path, to which a ticket was added. */
static void
append_photo(GString *out, const Tile *tile)
{
    g_autofree char *base = options()->living
                                ? g_strdup_printf("https://%s", server_https_address())
                                : g_strdup("");

    xml_append(out,
               "<Photo><ItemType>Photo</ItemType><ResourceID>%s</ResourceID><DocumentStreams>"
               "<DocumentStream><DocumentStreamName>UserTileSmall</DocumentStreamName><MimeType>"
               "image/png</MimeType><PreAuthURL>%s" STORAGE_TILES "%s/small</PreAuthURL>"
               "</DocumentStream>",
               tile->id, base, tile->id);
    xml_append(out,
               "<DocumentStream><DocumentStreamName>UserTileStatic</DocumentStreamName><MimeType>"
               "image/png</MimeType><PreAuthURL>%s" STORAGE_TILES "%s/static</PreAuthURL>"
               "</DocumentStream></DocumentStreams></Photo>",
               base, tile->id);
}

static void
get_profile(const StorageCall *call)
{
    const xmlNode *handle = xml_child(call->soap->operation, NS_STORAGE, "profileHandle");
    const xmlNode *wanted = xml_child(call->soap->operation, NS_STORAGE, "profileAttributes");
    g_autofree char *name =
        xml_leaf(wanted, NS_STORAGE, "ExpressionProfileAttributes/DisplayName");
    g_autoptr(GString) out = g_string_new(NULL);

    check_alias(call, handle, "MyProfile");
    if (g_strcmp0(name, "true") != 0)
        soap_bad(call->soap, "nothing is wanted of the profile");
    xml_append(out,
               "<GetProfileResult><ResourceID>%s</ResourceID><ExpressionProfile>"
               "<ResourceID>%s</ResourceID><DisplayName>%s</DisplayName>"
               "<PersonalStatus>%s</PersonalStatus>",
               call->id, call->id, call->profile->name, call->profile->message);
    if (call->profile->tile != NULL && call->profile->shown)
        append_photo(out, call->profile->tile);
    g_string_append(out, "</ExpressionProfile></GetProfileResult>");
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
    if (message != NULL || gone != NULL)
        storage_set_message(call->account, message != NULL ? message : "");
    log_event("profile-updated %s %s %s", call->account->key, call->profile->name,
              call->profile->message);
    respond(call, "");
}

/* ---- pictures ---- */

static gboolean
is_picture(const guchar *data, gsize length)
{
    return length > 4 && (memcmp(data, "\x89PNG", 4) == 0 || memcmp(data, "\xff\xd8\xff", 3) == 0 ||
                          memcmp(data, "GIF8", 4) == 0);
}

/* Of one's pictures, or of the profile. */
static void
delete_relationships(const StorageCall *call)
{
    const xmlNode *source = xml_child(call->soap->operation, NS_STORAGE, "sourceHandle");
    g_autofree char *from = xml_leaf(source, NS_STORAGE, "ResourceID");
    g_autofree char *target =
        xml_leaf(call->soap->operation, NS_STORAGE, "targetHandles/ObjectHandle/ResourceID");
    Profile *profile = call->profile;

    if (profile->tile == NULL || g_strcmp0(target, profile->tile->id) != 0) {
        soap_bad(call->soap, "there is no such picture");
    } else if (from != NULL) {
        if (strcmp(from, call->id) != 0 || !profile->shown)
            soap_bad(call->soap, "the profile has no such picture");
        profile->shown = FALSE;
        log_event("tile-hidden %s", call->account->key);
    } else {
        check_alias(call, source, "/UserTiles");
        if (!profile->tile->is_tile)
            soap_bad(call->soap, "this was forgotten already");
        profile->tile->is_tile = FALSE;
        log_event("tile-forgotten %s", call->account->key);
    }
    respond(call, "");
}

static void
create_document(const StorageCall *call)
{
    const xmlNode *op = call->soap->operation;
    const xmlNode *document = xml_child(op, NS_STORAGE, "document");
    const xmlNode *stream = xml_path(document, NS_STORAGE, "DocumentStreams/DocumentStream");
    g_autofree char *relation = xml_leaf(op, NS_STORAGE, "relationshipName");
    g_autofree char *kind = xml_leaf(stream, NS_STORAGE, "DocumentStreamType");
    g_autofree char *type = xml_leaf(stream, NS_STORAGE, "MimeType");
    g_autofree char *text = xml_leaf(stream, NS_STORAGE, "Data");
    g_autofree char *photo = xml_attribute(document, NS_XSI, "type");
    gsize length = 0;
    g_autofree guchar *data = text != NULL ? g_base64_decode(text, &length) : NULL;
    g_autofree char *back = g_base64_encode(data, length);

    check_alias(call, xml_child(op, NS_STORAGE, "parentHandle"), "/UserTiles");
    if (g_strcmp0(relation, "Messenger User Tile") != 0 || g_strcmp0(kind, "UserTileStatic") != 0 ||
        g_strcmp0(photo, "Photo") != 0 || type == NULL || !g_str_has_prefix(type, "image/"))
        soap_bad(call->soap, "this is no document with a picture");
    if (data == NULL || g_strcmp0(back, text) != 0 || !is_picture(data, length)) {
        soap_bad(call->soap, "Data is no picture");
        soap_error(call->soap, "InvalidPicture", "This is no picture");
        return;
    }
    g_autofree char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA1, data, length);
    const Tile *tile = tile_new(call->profile, g_bytes_new(data, length));
    g_autofree char *body =
        g_strdup_printf("<CreateDocumentResult>%s</CreateDocumentResult>", tile->id);

    log_event("tile-created %s %" G_GSIZE_FORMAT " %s", call->account->key, length, sum);
    respond(call, body);
}

static void
create_relationships(const StorageCall *call)
{
    const xmlNode *relation =
        xml_path(call->soap->operation, NS_STORAGE, "relationships/Relationship");
    g_autofree char *from = xml_leaf(relation, NS_STORAGE, "SourceID");
    g_autofree char *to = xml_leaf(relation, NS_STORAGE, "TargetID");
    g_autofree char *from_type = xml_leaf(relation, NS_STORAGE, "SourceType");
    g_autofree char *to_type = xml_leaf(relation, NS_STORAGE, "TargetType");
    g_autofree char *name = xml_leaf(relation, NS_STORAGE, "RelationshipName");
    Profile *profile = call->profile;

    if (g_strcmp0(from, call->id) != 0 || profile->tile == NULL ||
        g_strcmp0(to, profile->tile->id) != 0 || g_strcmp0(from_type, "SubProfile") != 0 ||
        g_strcmp0(to_type, "Photo") != 0 || g_strcmp0(name, "ProfilePhoto") != 0)
        soap_bad(call->soap, "this does not make the picture that of the profile");
    profile->shown = profile->tile != NULL;
    log_event("tile-shown %s", call->account->key);
    respond(call, "");
}

/* STORAGE_TILES "ID/static": without a ticket, as living services have it. */
void
storage_serve_tile(Visitor *visitor, const HttpRequest *request)
{
    g_auto(GStrv) parts = g_strsplit(request->path + strlen(STORAGE_TILES), "/", 2);
    GHashTableIter iter;
    gpointer account, data;

    if (profiles != NULL)
        g_hash_table_iter_init(&iter, profiles);
    while (profiles != NULL && g_hash_table_iter_next(&iter, &account, &data)) {
        const Tile *tile = ((Profile *) data)->tile;
        gsize length;

        if (tile == NULL || g_strcmp0(parts[0], tile->id) != 0)
            continue;
        const char *bytes = g_bytes_get_data(tile->data, &length);

        log_event("tile-fetched %s", ((const Account *) account)->key);
        web_respond_body(visitor, request, 200, "", "image/png", bytes, length);
        return;
    }
    web_bad(visitor, request, "there is no such picture");
    web_respond(visitor, request, 404, "");
}

static const struct {
    const char *name;
    void (*serve)(const StorageCall *call);
} operations[] = {
    {"DeleteRelationships", delete_relationships},
    {"CreateDocument", create_document},
    {"CreateRelationships", create_relationships},
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
