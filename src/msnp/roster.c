/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * People, groups and the lists they are on. Knows who is who; refuses to know how a server tells
 * it.
 */
#include "msnp/roster.h"

#include <string.h>
#include "msnp/limits.h"

struct _MsnpGroup {
    char *id;
    char *name;
};

struct _MsnpContact {
    char *handle;
    char *name; /* NULL if none */
    char *id;   /* GUID on the server from MSNP10, or NULL */
    MsnpStatus status;
    guint32 client;
    guint lists;
    guint n_groups;
    MsnpGroup **groups;
};

struct _MsnpRoster {
    GHashTable *by_handle; /* borrowed keys */
    GHashTable *by_group;
    GPtrArray *contacts;
    GPtrArray *groups;
};

static void
contact_free(gpointer data)
{
    MsnpContact *contact = data;

    g_free(contact->handle);
    g_free(contact->name);
    g_free(contact->id);
    g_free(contact->groups);
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

MsnpRoster *
msnp_roster_new(void)
{
    MsnpRoster *roster = g_new0(MsnpRoster, 1);

    roster->by_handle = g_hash_table_new(g_str_hash, g_str_equal);
    roster->by_group = g_hash_table_new(g_str_hash, g_str_equal);
    roster->contacts = g_ptr_array_new_with_free_func(contact_free);
    roster->groups = g_ptr_array_new_with_free_func(group_free);
    return roster;
}

void
msnp_roster_free(MsnpRoster *roster)
{
    g_hash_table_destroy(roster->by_handle);
    g_hash_table_destroy(roster->by_group);
    g_ptr_array_free(roster->contacts, TRUE);
    g_ptr_array_free(roster->groups, TRUE);
    g_free(roster);
}

void
msnp_roster_clear(MsnpRoster *roster)
{
    g_hash_table_remove_all(roster->by_handle);
    g_hash_table_remove_all(roster->by_group);
    g_ptr_array_set_size(roster->contacts, 0);
    g_ptr_array_set_size(roster->groups, 0);
}

guint
msnp_roster_n_contacts(const MsnpRoster *roster)
{
    return roster->contacts->len;
}

guint
msnp_roster_n_groups(const MsnpRoster *roster)
{
    return roster->groups->len;
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

/* ---- one contact ---- */

gboolean
msnp_contact_set_name(MsnpContact *contact, const char *name)
{
    if (!g_ascii_strcasecmp(name, contact->handle))
        name = "";
    if (!strcmp(name, msnp_contact_name(contact)))
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
