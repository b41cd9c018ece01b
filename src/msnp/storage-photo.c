/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The picture in the profile that the storage service keeps: brought there when the user takes another one, and taken
 * from there when he has none here. Knows those documents; nobody waits for them, and what fails is left alone.
 */
#include "msnp/storage-private.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/soap.h"
#include "msnp/url.h"

/* ---- what it has ---- */

static char *
keep_id(const char *id)
{
    return *id && strlen(id) <= MSNP_LIMIT_NAME ? g_strdup(id) : NULL;
}

/* The address of the larger of its streams. */
static const char *
photo_stream(const MsnpXmlNode *profile)
{
    const MsnpXmlNode *stream = msnp_xml_find(profile, "ExpressionProfile/Photo/DocumentStreams/DocumentStream");

    for (; stream; stream = msnp_xml_next(stream->next, "DocumentStream"))
        if (!g_ascii_strcasecmp(msnp_xml_value(stream, "DocumentStreamName"), "UserTileStatic"))
            return msnp_xml_value(stream, "PreAuthURL");
    return msnp_xml_value(profile, "ExpressionProfile/StaticUserTilePublicURL");
}

/* Only where the service itself is: nobody is to aim us at another. NULL if it is not. */
static char *
photo_address(const MsnpStorage *storage, const char *told)
{
    g_autofree char *site = NULL, *url = NULL, *host = NULL, *site_host = NULL, *path = NULL, *site_path = NULL;
    gboolean tls, site_tls;
    guint16 port, site_port;

    if (!*told || msnp_site_url(storage->core, MSNP_SITE_STORAGE, &site) != MSNP_ERROR_NONE)
        return NULL;
    url = msnp_url_resolve(site, told);
    if (msnp_url_check(url, TRUE) != MSNP_ERROR_NONE || !msnp_url_split(url, &tls, &host, &port, &path) ||
        !msnp_url_split(site, &site_tls, &site_host, &site_port, &site_path) || tls != site_tls || port != site_port ||
        strcmp(host, site_host))
        return NULL;
    return g_steal_pointer(&url);
}

void
msnp_photo_read(MsnpStorage *storage, const MsnpXmlNode *profile)
{
    MsnpPhoto *photo = &storage->photo;

    msnp_photo_clear(photo);
    photo->owner = keep_id(msnp_xml_value(profile, "ExpressionProfile/ResourceID"));
    photo->id = keep_id(msnp_xml_value(profile, "ExpressionProfile/Photo/ResourceID"));
    photo->url = photo_address(storage, photo_stream(profile));
}

/* ---- taking it from there ---- */

static const char *
type_of(GBytes *picture)
{
    static const struct {
        const char *begin, *type;
    } rows[] = {{"\x89PNG", "image/png"}, {"\xff\xd8\xff", "image/jpeg"}, {"GIF8", "image/gif"}};
    gsize len, n;
    const void *data = g_bytes_get_data(picture, &len);
    guint i;

    for (i = 0; i < G_N_ELEMENTS(rows); i++) {
        n = strlen(rows[i].begin);
        if (len > n && !memcmp(data, rows[i].begin, n))
            return rows[i].type;
    }
    return NULL;
}

static void
photo_fetched(gpointer who, const MsnpHttpReply *reply)
{
    MsnpStorage *storage = who;
    MsnpCore *core = storage->core;
    g_autoptr(GBytes) picture = g_bytes_new(reply->body, reply->body_len);
    MsnpAction *action;

    storage->photo.job = 0;
    storage->busy = FALSE;
    if (reply->end != MSNP_ERROR_NONE || reply->status != 200 || reply->body_len > MSNP_LIMIT_PROFILE_PICTURE ||
        !type_of(picture)) {
        msnp_core_debug(core, "the picture of the profile cannot be had (%u)", reply->status);
        storage->photo.over = TRUE;
    } else {
        storage->photo.known = g_bytes_ref(picture);
    }
    if (storage->photo.known && !core->picture) {
        action = msnp_actions_push(core->actions, MSNP_EVENT_OWN_PICTURE);
        action->len = reply->body_len;
        action->data = (const guint8 *) msnp_actions_keep(core->actions, reply->body, reply->body_len);
    }
    msnp_storage_go_on(storage);
}

static void
photo_fetch(MsnpStorage *storage)
{
    static const MsnpHttpHeader headers[] = {{"User-Agent", "MSMSGS", FALSE}};

    storage->busy = TRUE;
    storage->photo.job = msnp_core_fetch_secretly(storage->core, storage->photo.url, headers, G_N_ELEMENTS(headers),
                                                  photo_fetched, storage);
}

/* ---- bringing another one there ---- */

#define SPACE "xmlns=\"" MSNP_STORAGE_SPACE "\""
#define TILES                                                                                                          \
    "<RelationshipName>/UserTiles</RelationshipName><Alias><Name>%s</Name><NameSpace>MyCidStuff</NameSpace></Alias>"
#define TARGET                                                                                                         \
    "</sourceHandle><targetHandles><ObjectHandle><ResourceID>%s</ResourceID></ObjectHandle></targetHandles>"           \
    "</DeleteRelationships>"
#define FORGET_TILE "<DeleteRelationships " SPACE "><sourceHandle>" TILES TARGET
#define FORGET      "<DeleteRelationships " SPACE "><sourceHandle><ResourceID>%s</ResourceID>" TARGET
#define CREATE                                                                                                         \
    "<CreateDocument " SPACE "><parentHandle>" TILES "</parentHandle><document xsi:type=\"Photo\"><Name>%s</Name>"     \
    "<DocumentStreams><DocumentStream xsi:type=\"PhotoStream\"><DocumentStreamType>UserTileStatic"                     \
    "</DocumentStreamType><MimeType>%s</MimeType><Data>%s</Data><DataSize>0</DataSize></DocumentStream>"               \
    "</DocumentStreams></document><relationshipName>Messenger User Tile</relationshipName></CreateDocument>"
#define RELATE                                                                                                         \
    "<CreateRelationships " SPACE "><relationships><Relationship><SourceID>%s</SourceID><SourceType>SubProfile"        \
    "</SourceType><TargetID>%s</TargetID><TargetType>Photo</TargetType><RelationshipName>ProfilePhoto"                 \
    "</RelationshipName></Relationship></relationships></CreateRelationships>"

static void
print_forget_tile(const MsnpStorage *storage, GString *body)
{
    msnp_soap_printf(body, FORGET_TILE, msnp_storage_cid(storage), storage->photo.id);
}

static void
print_forget(const MsnpStorage *storage, GString *body)
{
    msnp_soap_printf(body, FORGET, storage->photo.owner, storage->photo.id);
}

/* All known clients have called its size 0. */
static void
print_create(const MsnpStorage *storage, GString *body)
{
    gsize len;
    const guint8 *data = g_bytes_get_data(storage->photo.sending, &len);
    g_autofree char *text = g_base64_encode(data, len);

    msnp_soap_printf(body, CREATE, msnp_storage_cid(storage), "Messenger", type_of(storage->photo.sending), text);
}

static void
print_relate(const MsnpStorage *storage, GString *body)
{
    msnp_soap_printf(body, RELATE, storage->photo.owner, storage->photo.id);
}

/* What is to be forgotten and cannot be was perhaps never there: that is no loss. */
static MsnpPhotoStep
tile_forgotten(MsnpPhoto *photo, gboolean good)
{
    return MSNP_PHOTO_FORGET;
}

static MsnpPhotoStep
photo_forgotten(MsnpPhoto *photo, gboolean good)
{
    g_clear_pointer(&photo->id, g_free);
    g_clear_pointer(&photo->known, g_bytes_unref);
    return photo->sending ? MSNP_PHOTO_CREATE : MSNP_PHOTO_IDLE;
}

static MsnpPhotoStep
photo_created(MsnpPhoto *photo, gboolean good)
{
    photo->over = !good || !photo->id;
    return photo->over ? MSNP_PHOTO_IDLE : MSNP_PHOTO_RELATE;
}

static MsnpPhotoStep
photo_related(MsnpPhoto *photo, gboolean good)
{
    photo->over = !good;
    photo->known = g_steal_pointer(&photo->sending);
    return MSNP_PHOTO_IDLE;
}

static void
photo_id(gpointer who, MsnpXmlResult what, const MsnpXmlNode *node)
{
    MsnpPhoto *photo = &((MsnpStorage *) who)->photo;

    g_free(photo->id);
    photo->id = keep_id(msnp_xml_value(node, ""));
}

static void photo_answered(gpointer who, const MsnpWebEnd *end);

static const MsnpXmlWanted wanted[] = {{"CreateDocumentResult", TRUE}};

static const struct {
    MsnpWebAsk ask;
    void (*print)(const MsnpStorage *storage, GString *body);
    MsnpPhotoStep (*answered)(MsnpPhoto *photo, gboolean good);
} steps[] = {
    [MSNP_PHOTO_FORGET_TILE] = {{MSNP_SITE_STORAGE, "DeleteRelationships", NULL, 0, NULL, photo_answered},
                                print_forget_tile,
                                tile_forgotten},
    [MSNP_PHOTO_FORGET] = {{MSNP_SITE_STORAGE, "DeleteRelationships", NULL, 0, NULL, photo_answered},
                           print_forget,
                           photo_forgotten},
    [MSNP_PHOTO_CREATE] = {{MSNP_SITE_STORAGE, "CreateDocument", wanted, G_N_ELEMENTS(wanted), photo_id,
                            photo_answered},
                           print_create,
                           photo_created},
    [MSNP_PHOTO_RELATE] = {{MSNP_SITE_STORAGE, "CreateRelationships", NULL, 0, NULL, photo_answered},
                           print_relate,
                           photo_related},
};

static void
photo_answered(gpointer who, const MsnpWebEnd *end)
{
    MsnpStorage *storage = who;
    MsnpPhoto *photo = &storage->photo;

    storage->busy = FALSE;
    photo->step = steps[photo->step].answered(photo, end->error == MSNP_ERROR_NONE);
    msnp_storage_go_on(storage);
}

/* ---- what is due ---- */

static gboolean
is_the_same(GBytes *a, GBytes *b)
{
    return a && b ? g_bytes_equal(a, b) : a == b;
}

/* The user has another picture than the profile, or none any more; one that nobody has changed since it was seen last
 * may be the same. */
static gboolean
photo_is_old(const MsnpStorage *storage)
{
    const MsnpPhoto *photo = &storage->photo;
    GBytes *own = storage->core->picture;

    if (own && (g_bytes_get_size(own) > MSNP_LIMIT_PROFILE_PICTURE || !type_of(own)))
        return FALSE;
    if (!photo->id)
        return own != NULL;
    return photo->changed && !(own && is_the_same(own, photo->known));
}

static void
photo_begin(MsnpStorage *storage)
{
    MsnpPhoto *photo = &storage->photo;

    photo->step = photo->id ? MSNP_PHOTO_FORGET_TILE : MSNP_PHOTO_CREATE;
    photo->changed = FALSE;
    g_clear_pointer(&photo->sending, g_bytes_unref);
    if (storage->core->picture)
        photo->sending = g_bytes_ref(storage->core->picture);
}

static gboolean
photo_is_wanted(const MsnpStorage *storage)
{
    const MsnpPhoto *photo = &storage->photo;

    return !storage->core->picture && photo->id && photo->url && !photo->known && !photo->changed;
}

void
msnp_photo_run(MsnpStorage *storage)
{
    MsnpPhoto *photo = &storage->photo;
    g_autoptr(GString) body = NULL;

    if (storage->busy || photo->over || !photo->owner)
        return;
    if (photo->step == MSNP_PHOTO_IDLE && photo_is_old(storage))
        photo_begin(storage);
    if (photo->step != MSNP_PHOTO_IDLE) {
        body = g_string_new(NULL);
        steps[photo->step].print(storage, body);
        msnp_storage_ask(storage, &steps[photo->step].ask, "RoamingIdentityChanged", body);
    } else if (photo_is_wanted(storage)) {
        photo_fetch(storage);
    }
}

void
msnp_storage_pictured(MsnpStorage *storage)
{
    storage->photo.changed |= storage->core->online;
    if (storage->id)
        msnp_storage_go_on(storage);
}

void
msnp_photo_clear(MsnpPhoto *photo)
{
    g_free(photo->owner);
    g_free(photo->id);
    g_free(photo->url);
    g_clear_pointer(&photo->known, g_bytes_unref);
    g_clear_pointer(&photo->sending, g_bytes_unref);
    *photo = (MsnpPhoto){.step = MSNP_PHOTO_IDLE, .changed = photo->changed};
}
