/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The profile that the storage service keeps of oneself: name and personal message, for one's other programs. Knows
 * that service, of which storage-photo.c has the picture; nobody waits for it, and nobody is told when it fails.
 */
#include "msnp/storage-private.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/soap.h"
#include "msnp/wire.h"

/* ---- how one asks ---- */

#define SPACE MSNP_STORAGE_SPACE
#define HEADER                                                                                                         \
    "<StorageApplicationHeader xmlns=\"" SPACE "\"><ApplicationID>Messenger Client 8.5</ApplicationID>"                \
    "<Scenario>%s</Scenario></StorageApplicationHeader><StorageUserHeader xmlns=\"" SPACE "\"><Puid>0</Puid>"          \
    "<TicketToken>%s</TicketToken></StorageUserHeader>"

static GString *
storage_header(gpointer who)
{
    const MsnpStorage *storage = who;
    const MsnpTickets *tickets = &storage->core->tickets;
    const char *ticket = tickets->ticket[MSNP_TICKET_STORAGE];
    GString *header;

    if (!ticket)
        ticket = tickets->ticket[MSNP_TICKET_MESSENGER];
    if (!ticket)
        ticket = "";
    header = g_string_sized_new(sizeof(HEADER) + strlen(storage->scenario) + msnp_soap_size(ticket));
    msnp_soap_printf(header, HEADER, storage->scenario, ticket);
    return header;
}

static gboolean
storage_fault(gpointer who, const MsnpXmlNode *fault)
{
    return FALSE;
}

static const MsnpWebManner manner = {SPACE, MSNP_TICKET_STORAGE, storage_header, storage_fault};

void
msnp_storage_ask(MsnpStorage *storage, const MsnpWebAsk *ask, const char *scenario, const GString *body)
{
    storage->busy = TRUE;
    storage->scenario = scenario;
    msnp_web_ask_other(storage->core->web, &manner, ask, body, storage);
}

/* Where the address book does not tell it, a service that knows one by the ticket may do without. */
const char *
msnp_storage_cid(const MsnpStorage *storage)
{
    return storage->core->cid ? storage->core->cid : "0";
}

/* ---- changing ---- */

#define UPDATE                                                                                                         \
    "<UpdateProfile xmlns=\"" SPACE "\"><profile><ResourceID>%s</ResourceID><ExpressionProfile>"                       \
    "<FreeText>Update</FreeText><DisplayName>%s</DisplayName>"
#define UPDATE_MESSAGE "<PersonalStatus>%s</PersonalStatus>"
#define UPDATE_END     "<Flags>0</Flags></ExpressionProfile></profile>"
#define UPDATE_CLEAR                                                                                                   \
    "<profileAttributesToDelete><ExpressionProfileAttributes><PersonalStatus>true</PersonalStatus>"                    \
    "</ExpressionProfileAttributes></profileAttributesToDelete>"

/* What failed once is not tried again: the profile is of no importance to anything here. */
static void
storage_updated(gpointer who, const MsnpWebEnd *end)
{
    MsnpStorage *storage = who;

    storage->busy = FALSE;
    if (end->error != MSNP_ERROR_NONE) {
        g_clear_pointer(&storage->id, g_free);
        return;
    }
    g_free(storage->name);
    g_free(storage->message);
    storage->name = g_steal_pointer(&storage->sent_name);
    storage->message = g_steal_pointer(&storage->sent_message);
    msnp_storage_go_on(storage);
}

static const MsnpWebAsk ask_update = {MSNP_SITE_STORAGE, "UpdateProfile", NULL, 0, NULL, storage_updated};

/* A message that nobody has set here is left as it is. */
static const char *
storage_message(const MsnpStorage *storage)
{
    const MsnpCore *core = storage->core;

    return core->personal_set ? msnp_core_message(core) : storage->message;
}

/* Makes the profile what is so here, if it is not. */
static void
storage_update(MsnpStorage *storage)
{
    const char *name = *storage->core->own_name ? storage->core->own_name : storage->name;
    const char *message = storage_message(storage);
    g_autoptr(GString) body = NULL;

    if (storage->busy || !storage->id || (!strcmp(name, storage->name) && !strcmp(message, storage->message)))
        return;
    body = g_string_new(NULL);
    msnp_soap_printf(body, UPDATE, storage->id, name);
    if (*message)
        msnp_soap_printf(body, UPDATE_MESSAGE, message);
    g_string_append(body, UPDATE_END);
    if (!*message)
        g_string_append(body, UPDATE_CLEAR);
    g_string_append(body, "</UpdateProfile>");
    g_free(storage->sent_name);
    g_free(storage->sent_message);
    storage->sent_name = g_strdup(name);
    storage->sent_message = g_strdup(message);
    msnp_storage_ask(storage, &ask_update, "RoamingIdentityChanged", body);
}

void
msnp_storage_go_on(MsnpStorage *storage)
{
    storage_update(storage);
    msnp_photo_run(storage);
}

void
msnp_storage_changed(MsnpStorage *storage)
{
    storage_update(storage);
}

/* ---- reading ---- */

#define GET                                                                                                            \
    "<GetProfile xmlns=\"" SPACE "\"><profileHandle><Alias><Name>%s</Name><NameSpace>MyCidStuff</NameSpace></Alias>"   \
    "<RelationshipName>MyProfile</RelationshipName></profileHandle><profileAttributes><ResourceID>true</ResourceID>"   \
    "<DateModified>true</DateModified><ExpressionProfileAttributes><ResourceID>true</ResourceID>"                      \
    "<DateModified>true</DateModified><DisplayName>true</DisplayName>"                                                 \
    "<DisplayNameLastModified>true</DisplayNameLastModified><PersonalStatus>true</PersonalStatus>"                     \
    "<PersonalStatusLastModified>true</PersonalStatusLastModified>"                                                    \
    "<StaticUserTilePublicURL>true</StaticUserTilePublicURL><Photo>true</Photo></ExpressionProfileAttributes>"         \
    "</profileAttributes></GetProfile>"

static void
storage_profile(gpointer who, MsnpXmlResult what, const MsnpXmlNode *node)
{
    MsnpStorage *storage = who;
    const char *id = msnp_xml_value(node, "ResourceID");

    if (!*id || strlen(id) > MSNP_LIMIT_NAME)
        return;
    g_free(storage->id);
    g_free(storage->name);
    g_free(storage->message);
    storage->id = g_strdup(id);
    storage->name =
        g_strdup(msnp_wire_launder(msnp_xml_value(node, "ExpressionProfile/DisplayName"), MSNP_LIMIT_NAME));
    storage->message =
        g_strdup(msnp_wire_launder(msnp_xml_value(node, "ExpressionProfile/PersonalStatus"), MSNP_LIMIT_NAME));
    msnp_photo_read(storage, node);
}

/* Some services put the address where there is no name. */
static gboolean
storage_gives_name(const MsnpStorage *storage)
{
    const MsnpCore *core = storage->core;

    return *storage->name && (!*core->own_name || !g_ascii_strcasecmp(core->own_name, core->own));
}

/* As long as the user has said nothing else. */
static void
storage_keep_message(MsnpStorage *storage)
{
    MsnpCore *core = storage->core;

    if (!*storage->message || core->message_chosen)
        return;
    g_free(core->kept_message);
    core->kept_message = g_strdup(storage->message);
    storage->klass->messaged(storage->who);
}

static void
storage_read(gpointer who, const MsnpWebEnd *end)
{
    MsnpStorage *storage = who;

    storage->busy = FALSE;
    if (end->error != MSNP_ERROR_NONE || !storage->id) {
        g_clear_pointer(&storage->id, g_free);
        return;
    }
    if (storage_gives_name(storage)) {
        msnp_core_set_own_name(storage->core, storage->name);
        storage->klass->named(storage->who);
    }
    storage_keep_message(storage);
    msnp_storage_go_on(storage);
}

void
msnp_storage_start(MsnpStorage *storage)
{
    static const MsnpXmlWanted wanted[] = {{"GetProfileResult", TRUE}};
    static const MsnpWebAsk ask_get = {MSNP_SITE_STORAGE,     "GetProfile",    wanted,
                                       G_N_ELEMENTS(wanted), storage_profile, storage_read};
    g_autoptr(GString) body = NULL;

    if (storage->busy || storage->core->dialect->roster != MSNP_ROSTER_SOAP ||
        !msnp_site_exists(storage->core, MSNP_SITE_STORAGE))
        return;
    body = g_string_new(NULL);
    msnp_soap_printf(body, GET, msnp_storage_cid(storage));
    msnp_storage_ask(storage, &ask_get, "Initial", body);
}

/* ---- life ---- */

MsnpStorage *
msnp_storage_new(MsnpCore *core, const MsnpStorageClass *klass, gpointer who)
{
    MsnpStorage *storage = g_new0(MsnpStorage, 1);

    storage->core = core;
    storage->klass = klass;
    storage->who = who;
    return storage;
}

void
msnp_storage_free(MsnpStorage *storage)
{
    g_free(storage->id);
    g_free(storage->name);
    g_free(storage->message);
    g_free(storage->sent_name);
    g_free(storage->sent_message);
    msnp_photo_clear(&storage->photo);
    g_free(storage);
}
