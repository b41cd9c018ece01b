/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * People, groups and the lists they are on. Knows who is who; refuses to know how a server tells
 * it.
 */
#include "msnp/roster.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/phone.h"

struct _MsnpGroup {
    char *id;
    char *name;
};

typedef struct {
    char *phones[MSNP_N_PHONES]; /* NULL if none */
    gboolean takes_pages;
} Properties;

typedef struct {
    char *message;
    MsnpMedia media;
    char *texts[4];
} Personal;

struct _MsnpContact {
    char *handle;
    char *name; /* NULL if none */
    char *booked_name; /* in the address book; NULL if none */
    char *id;   /* GUID on the server from MSNP10, or NULL */
    MsnpStatus status;
    guint32 client;
    char *object;  /* of the picture he shows, or NULL */
    char *picture; /* its hash */
    guint lists;
    guint network; /* 0: MSN */
    gboolean stale; /* status is from before the lists were told anew */
    guint n_groups;
    MsnpGroup **groups;
    Properties *properties; /* NULL while there are none: most have none */
    Personal *personal;
};

struct _MsnpRoster {
    GHashTable *by_handle; /* borrowed keys */
    GHashTable *by_group;
    GHashTable *hidden; /* handle to id, owned: in the address book only */
    GPtrArray *contacts;
    GPtrArray *groups;
    Properties own;
    gboolean asks;
    gboolean allows_strangers;
};

static void
properties_clear(Properties *properties)
{
    guint i;

    for (i = 0; i < MSNP_N_PHONES; i++)
        g_clear_pointer(&properties->phones[i], g_free);
    properties->takes_pages = FALSE;
}

static void
personal_free(Personal *personal)
{
    guint i;

    if (!personal)
        return;
    g_free(personal->message);
    for (i = 0; i < G_N_ELEMENTS(personal->texts); i++)
        g_free(personal->texts[i]);
    g_free(personal);
}

static void
contact_free(gpointer data)
{
    MsnpContact *contact = data;

    g_free(contact->handle);
    g_free(contact->name);
    g_free(contact->booked_name);
    g_free(contact->id);
    g_free(contact->object);
    g_free(contact->picture);
    g_free(contact->groups);
    msnp_contact_forget_properties(contact);
    personal_free(contact->personal);
    g_free(contact);
}

static void
group_free(gpointer data)
{
    MsnpGroup *group = data;

    g_free(group->id);
    g_free(group->name);
    g_free(group);
}

static guint64
hash_more(guint64 hash, guint64 word)
{
    hash = (hash ^ word) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
    return hash ^ hash >> 32;
}

/* Eight bytes at once: each line that names somebody comes through here. */
static guint
handle_hash(gconstpointer handle)
{
    const char *p = handle;
    gsize len = strlen(p);
    guint64 hash = len, word;

    for (; len >= sizeof(word); len -= sizeof(word), p += sizeof(word)) {
        memcpy(&word, p, sizeof(word));
        hash = hash_more(hash, word);
    }
    for (word = 0; len > 0; len--)
        word = word << 8 | (guint8) p[len - 1];
    return (guint) hash_more(hash, word);
}

MsnpRoster *
msnp_roster_new(void)
{
    MsnpRoster *roster = g_new0(MsnpRoster, 1);

    roster->by_handle = g_hash_table_new(handle_hash, g_str_equal);
    roster->by_group = g_hash_table_new(g_str_hash, g_str_equal);
    roster->hidden = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    roster->contacts = g_ptr_array_new_with_free_func(contact_free);
    roster->groups = g_ptr_array_new_with_free_func(group_free);
    roster->asks = roster->allows_strangers = TRUE;
    return roster;
}

void
msnp_roster_free(MsnpRoster *roster)
{
    g_hash_table_destroy(roster->by_handle);
    g_hash_table_destroy(roster->by_group);
    g_hash_table_destroy(roster->hidden);
    g_ptr_array_free(roster->contacts, TRUE);
    g_ptr_array_free(roster->groups, TRUE);
    properties_clear(&roster->own);
    g_free(roster);
}

void
msnp_roster_renew(MsnpRoster *roster)
{
    guint i;

    for (i = 0; i < roster->contacts->len; i++) {
        MsnpContact *contact = g_ptr_array_index(roster->contacts, i);

        contact->lists = 0;
        contact->n_groups = 0;
        contact->stale = TRUE;
    }
    g_hash_table_remove_all(roster->by_group);
    g_hash_table_remove_all(roster->hidden);
    g_ptr_array_set_size(roster->groups, 0);
    properties_clear(&roster->own);
    roster->asks = roster->allows_strangers = TRUE;
}

gboolean
msnp_contact_is_stale(const MsnpContact *contact)
{
    return contact->stale;
}

MsnpContact *
msnp_roster_nth_contact(const MsnpRoster *roster, guint i)
{
    return i < roster->contacts->len ? g_ptr_array_index(roster->contacts, i) : NULL;
}

MsnpGroup *
msnp_roster_nth_group(const MsnpRoster *roster, guint i)
{
    return i < roster->groups->len ? g_ptr_array_index(roster->groups, i) : NULL;
}

MsnpContact *
msnp_roster_contact(const MsnpRoster *roster, const char *handle)
{
    return g_hash_table_lookup(roster->by_handle, handle);
}

MsnpGroup *
msnp_roster_group(const MsnpRoster *roster, const char *id)
{
    return g_hash_table_lookup(roster->by_group, id);
}

MsnpContact *
msnp_roster_add_contact(MsnpRoster *roster, const char *handle)
{
    MsnpContact *contact = msnp_roster_contact(roster, handle);

    if (contact || roster->contacts->len >= MSNP_LIMIT_CONTACTS)
        return contact;
    contact = g_new0(MsnpContact, 1);
    contact->handle = g_strdup(handle);
    g_ptr_array_add(roster->contacts, contact);
    g_hash_table_insert(roster->by_handle, contact->handle, contact);
    return contact;
}

MsnpGroup *
msnp_roster_add_group(MsnpRoster *roster, const char *id, const char *name)
{
    MsnpGroup *group = msnp_roster_group(roster, id);

    if (!group && roster->groups->len < MSNP_LIMIT_GROUPS) {
        group = g_new0(MsnpGroup, 1);
        group->id = g_strdup(id);
        g_ptr_array_add(roster->groups, group);
        g_hash_table_insert(roster->by_group, group->id, group);
    }
    if (group && g_strcmp0(group->name, name) != 0) {
        g_free(group->name);
        group->name = g_strdup(name);
    }
    return group;
}

MsnpGroup *
msnp_roster_group_named(const MsnpRoster *roster, const char *name)
{
    MsnpGroup *named = NULL, *group;
    guint i;

    for (i = 0; (group = msnp_roster_nth_group(roster, i)); i++)
        if (name && *name && !strcmp(group->name, name))
            named = group;
    return named || (name && *name) ? named : msnp_roster_group(roster, MSNP_DEFAULT_GROUP_ID);
}

void
msnp_roster_remove_group(MsnpRoster *roster, MsnpGroup *group)
{
    guint i;

    for (i = 0; i < roster->contacts->len; i++)
        msnp_contact_leave_group(g_ptr_array_index(roster->contacts, i), group);
    g_hash_table_remove(roster->by_group, group->id);
    g_ptr_array_remove(roster->groups, group);
}

MsnpContact *
msnp_roster_contact_by_id(const MsnpRoster *roster, const char *id)
{
    guint i;

    for (i = 0; i < roster->contacts->len; i++) {
        MsnpContact *contact = g_ptr_array_index(roster->contacts, i);

        if (contact->id && !g_ascii_strcasecmp(contact->id, id))
            return contact;
    }
    return NULL;
}

/* ---- oneself ---- */

gboolean
msnp_roster_asks(const MsnpRoster *roster)
{
    return roster->asks;
}

void
msnp_roster_set_asks(MsnpRoster *roster, gboolean asks)
{
    roster->asks = asks;
}

gboolean
msnp_roster_allows_strangers(const MsnpRoster *roster)
{
    return roster->allows_strangers;
}

void
msnp_roster_set_allows_strangers(MsnpRoster *roster, gboolean allows)
{
    roster->allows_strangers = allows;
}

const char *
msnp_roster_phone(const MsnpRoster *roster, MsnpPhoneKind kind)
{
    return roster->own.phones[kind] ? roster->own.phones[kind] : "";
}

gboolean
msnp_roster_takes_pages(const MsnpRoster *roster)
{
    return roster->own.takes_pages;
}

gboolean
msnp_roster_set_property(MsnpRoster *roster, MsnpContact *contact, const char *key, const char *value)
{
    static const char phones[MSNP_N_PHONES][4] = {"PHH", "PHW", "PHM"};
    Properties *properties = contact ? contact->properties : &roster->own;
    guint i;

    if (!properties)
        properties = contact->properties = g_new0(Properties, 1);
    if (!strcmp(key, "MOB")) {
        properties->takes_pages = *value == 'Y';
        return TRUE;
    }
    for (i = 0; i < MSNP_N_PHONES; i++)
        if (!strcmp(key, phones[i])) {
            g_free(properties->phones[i]);
            properties->phones[i] = *value ? g_strdup(value) : NULL;
            return TRUE;
        }
    return FALSE;
}

static void
properties_copy(Properties *properties, const Properties *from)
{
    guint i;

    properties_clear(properties);
    for (i = 0; i < MSNP_N_PHONES; i++)
        properties->phones[i] = g_strdup(from->phones[i]);
    properties->takes_pages = from->takes_pages;
}

void
msnp_roster_copy_properties(MsnpRoster *roster, const MsnpRoster *from)
{
    properties_copy(&roster->own, &from->own);
}

/* ---- one contact ---- */

void
msnp_contact_forget_properties(MsnpContact *contact)
{
    if (contact->properties)
        properties_clear(contact->properties);
    g_clear_pointer(&contact->properties, g_free);
}

void
msnp_contact_copy_properties(MsnpContact *contact, const MsnpContact *from)
{
    msnp_contact_forget_properties(contact);
    if (!from->properties)
        return;
    contact->properties = g_new0(Properties, 1);
    properties_copy(contact->properties, from->properties);
}

gboolean
msnp_contact_set_name(MsnpContact *contact, const char *name)
{
    if (!strcmp(name, msnp_contact_name(contact))) /* most often */
        return FALSE;
    if (!g_ascii_strcasecmp(name, contact->handle))
        name = "";
    if (!*name && !contact->name)
        return FALSE;
    g_free(contact->name);
    contact->name = *name ? g_strdup(name) : NULL;
    return TRUE;
}

void
msnp_contact_set_presence(MsnpContact *contact, MsnpStatus status, guint32 client)
{
    contact->status = status;
    contact->client = client;
    contact->stale = FALSE;
}

gboolean
msnp_contact_set_picture(MsnpContact *contact, const char *object, const char *picture)
{
    gboolean news = g_strcmp0(contact->picture, picture) != 0;

    g_free(contact->object);
    contact->object = g_strdup(object);
    if (news) {
        g_free(contact->picture);
        contact->picture = g_strdup(picture);
    }
    return news;
}

const char *
msnp_contact_picture(const MsnpContact *contact)
{
    return contact->picture;
}

const char *
msnp_contact_picture_object(const MsnpContact *contact)
{
    return contact->object;
}

void
msnp_contact_add_lists(MsnpContact *contact, guint lists)
{
    contact->lists |= lists;
}

void
msnp_contact_set_id(MsnpContact *contact, const char *id)
{
    g_free(contact->id);
    contact->id = g_strdup(id);
}

void
msnp_contact_join_group(MsnpContact *contact, MsnpGroup *group)
{
    guint i;

    for (i = 0; i < contact->n_groups; i++)
        if (contact->groups[i] == group)
            return;
    if (contact->n_groups >= MSNP_LIMIT_CONTACT_GROUPS)
        return;
    contact->groups = g_renew(MsnpGroup *, contact->groups, contact->n_groups + 1);
    contact->groups[contact->n_groups++] = group;
}

gboolean
msnp_contact_is_in_group(const MsnpContact *contact, const MsnpGroup *group)
{
    guint i;

    for (i = 0; i < contact->n_groups; i++)
        if (contact->groups[i] == group)
            return TRUE;
    return FALSE;
}

void
msnp_contact_leave_group(MsnpContact *contact, MsnpGroup *group)
{
    guint i;

    for (i = 0; i < contact->n_groups; i++)
        if (contact->groups[i] == group) {
            contact->groups[i] = contact->groups[--contact->n_groups];
            return;
        }
}

void
msnp_contact_remove_lists(MsnpContact *contact, guint lists)
{
    contact->lists &= ~lists;
    if (lists & MSNP_LIST_FORWARD) {
        contact->n_groups = 0;
        msnp_contact_set_presence(contact, MSNP_OFFLINE, 0);
    }
}

const char *
msnp_roster_hidden_id(const MsnpRoster *roster, const char *handle)
{
    return g_hash_table_lookup(roster->hidden, handle);
}

void
msnp_roster_set_hidden_id(MsnpRoster *roster, const char *handle, const char *id)
{
    if (!id)
        g_hash_table_remove(roster->hidden, handle);
    else if (g_hash_table_size(roster->hidden) < MSNP_LIMIT_CONTACTS)
        g_hash_table_replace(roster->hidden, g_strdup(handle), g_strdup(id));
}

void
msnp_roster_take_hidden(MsnpRoster *roster, MsnpRoster *from)
{
    GHashTable *hidden = roster->hidden;

    roster->hidden = from->hidden;
    from->hidden = hidden;
}

/* Somebody on the reverse list whom one has neither allowed nor blocked; from MSNP10 the server says so
 * itself, by the pending list. */
gboolean
msnp_contact_is_pending(const MsnpContact *contact)
{
    if (contact->lists & (MSNP_LIST_ALLOW | MSNP_LIST_BLOCK))
        return FALSE;
    return (contact->lists & (MSNP_LIST_REVERSE | MSNP_LIST_PENDING)) != 0;
}

static gboolean
personal_is(const MsnpContact *contact, const char *message, MsnpMedia media, const char *const texts[4])
{
    guint i;

    if (strcmp(msnp_contact_personal(contact), message ? message : "") || msnp_contact_media(contact) != media)
        return FALSE;
    for (i = 0; i < 4; i++)
        if (strcmp(msnp_contact_media_text(contact, i), texts[i] ? texts[i] : ""))
            return FALSE;
    return TRUE;
}

gboolean
msnp_contact_set_personal(MsnpContact *contact, const char *message, MsnpMedia media,
                          const char *const texts[4])
{
    guint i;

    if (personal_is(contact, message, media, texts))
        return FALSE;
    g_clear_pointer(&contact->personal, personal_free);
    contact->personal = g_new0(Personal, 1);
    contact->personal->message = g_strdup(message);
    contact->personal->media = media;
    for (i = 0; i < G_N_ELEMENTS(contact->personal->texts); i++)
        contact->personal->texts[i] = g_strdup(texts[i]);
    return TRUE;
}

guint
msnp_contact_network(const MsnpContact *contact)
{
    return contact->network ? contact->network : MSNP_NETWORK_MSN;
}

void
msnp_contact_set_network(MsnpContact *contact, guint network)
{
    contact->network = network;
}

const char *
msnp_contact_booked_name(const MsnpContact *contact)
{
    return contact->booked_name ? contact->booked_name : "";
}

void
msnp_contact_set_booked_name(MsnpContact *contact, const char *name)
{
    if (!strcmp(name, msnp_contact_booked_name(contact)))
        return;
    g_free(contact->booked_name);
    contact->booked_name = *name ? g_strdup(name) : NULL;
}

const char *
msnp_contact_id(const MsnpContact *contact)
{
    return contact->id;
}

const char *
msnp_contact_phone(const MsnpContact *contact, MsnpPhoneKind kind)
{
    const char *phone = contact->properties ? contact->properties->phones[kind] : NULL;

    return phone ? phone : "";
}

gboolean
msnp_contact_takes_pages(const MsnpContact *contact)
{
    return (contact->properties && contact->properties->takes_pages) || msnp_phone_is_handle(contact->handle);
}

const char *
msnp_contact_personal(const MsnpContact *contact)
{
    return contact->personal && contact->personal->message ? contact->personal->message : "";
}

MsnpMedia
msnp_contact_media(const MsnpContact *contact)
{
    return contact->personal ? contact->personal->media : MSNP_MEDIA_NONE;
}

const char *
msnp_contact_media_text(const MsnpContact *contact, guint part)
{
    const char *text = contact->personal && part < 4 ? contact->personal->texts[part] : NULL;

    return text ? text : "";
}

const char *
msnp_contact_handle(const MsnpContact *contact)
{
    return contact->handle;
}

const char *
msnp_contact_name(const MsnpContact *contact)
{
    return contact->name ? contact->name : "";
}

MsnpStatus
msnp_contact_status(const MsnpContact *contact)
{
    return contact->status;
}

guint
msnp_contact_lists(const MsnpContact *contact)
{
    return contact->lists;
}

guint32
msnp_contact_client(const MsnpContact *contact)
{
    return contact->client;
}

guint
msnp_contact_n_groups(const MsnpContact *contact)
{
    return contact->n_groups;
}

MsnpGroup *
msnp_contact_group(const MsnpContact *contact, guint i)
{
    return i < contact->n_groups ? contact->groups[i] : NULL;
}

const char *
msnp_group_name(const MsnpGroup *group)
{
    return group->name;
}

const char *
msnp_group_id(const MsnpGroup *group)
{
    return group->id;
}

gboolean
msnp_group_is_default(const MsnpGroup *group)
{
    return !strcmp(group->id, MSNP_DEFAULT_GROUP_ID);
}
