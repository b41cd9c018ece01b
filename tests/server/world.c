/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows accounts, contacts, groups and who may see whom; knows no sockets and no wire forms. */
#include "world.h"

#include <string.h>

#include "wire.h"

static GPtrArray *accounts;
static GHashTable *accounts_by_key;

static void
group_free(gpointer data)
{
    Group *group = data;

    g_free(group->name);
    g_free(group);
}

static void
contact_free(gpointer data)
{
    Contact *contact = data;

    g_free(contact->nick);
    g_clear_pointer(&contact->groups, g_ptr_array_unref);
    g_free(contact);
}

static void
account_free(gpointer data)
{
    Account *account = data;

    g_free(account->mail);
    g_free(account->key);
    g_free(account->password);
    g_free(account->name);
    g_free(account->object);
    g_free(account->psm);
    g_free(account->psm_machine);
    g_free(account->psm_more);
    g_free(account->lock);
    g_ptr_array_unref(account->places);
    g_free(account->city);
    g_free(account->region);
    g_free(account->country);
    for (guint i = 0; i < PHONE_LAST; i++)
        g_free(account->phones[i]);
    if (account->notify_timer != 0)
        g_source_remove(account->notify_timer);
    if (account->absent_timer != 0)
        g_source_remove(account->absent_timer);
    g_clear_pointer(&account->by_guid, g_hash_table_unref);
    g_clear_pointer(&account->by_key, g_hash_table_unref);
    g_clear_pointer(&account->contacts, g_ptr_array_unref);
    g_clear_pointer(&account->groups, g_ptr_array_unref);
    g_free(account);
}

void
world_clear(void)
{
    g_clear_pointer(&accounts_by_key, g_hash_table_unref);
    g_clear_pointer(&accounts, g_ptr_array_unref);
}

GPtrArray *
world_accounts(void)
{
    if (accounts == NULL) {
        accounts = g_ptr_array_new_with_free_func(account_free);
        accounts_by_key = g_hash_table_new(g_str_hash, g_str_equal);
    }
    return accounts;
}

static Group *
group_new(guint id, const char *name)
{
    Group *group = g_new0(Group, 1);
    g_autofree char *guid = g_uuid_string_random();

    group->id = id;
    group->name = g_strdup(name);
    g_strlcpy(group->guid, guid, sizeof group->guid);
    return group;
}

Account *
world_add(const char *mail, const char *password, const char *name, AccountKind kind)
{
    GPtrArray *all = world_accounts();

    if (world_find(mail) != NULL)
        return NULL;
    Account *account = g_new0(Account, 1);

    account->mail = g_strdup(mail);
    account->key = wire_mail_key(mail);
    account->password = g_strdup(password);
    account->name = g_strdup(name != NULL ? name : mail);
    account->kind = kind;
    strcpy(account->state, "FLN");
    account->ask = TRUE;
    account->allow = TRUE;
    account->mpop = TRUE;
    account->places = g_ptr_array_new();
    account->list_version = 15;
    account->settings_version = 15;
    account->contacts = g_ptr_array_new_with_free_func(contact_free);
    account->by_key = g_hash_table_new(g_str_hash, g_str_equal);
    account->groups = g_ptr_array_new_with_free_func(group_free);
    g_ptr_array_add(account->groups, group_new(0, "Other Contacts"));
    g_ptr_array_add(all, account);
    g_hash_table_insert(accounts_by_key, account->key, account);
    return account;
}

Account *
world_find(const char *mail)
{
    world_accounts();
    /* Nearly always it is the key. */
    Account *account = g_hash_table_lookup(accounts_by_key, mail);

    if (account != NULL)
        return account;
    g_autofree char *key = wire_mail_key(mail);

    return g_hash_table_lookup(accounts_by_key, key);
}

static void
world_list(Account *owner, Account *who, const char *group_name)
{
    Contact *contact = contact_ensure(owner, who);
    Group *group = group_by_name(owner, group_name);

    contact->lists = (contact->lists & ~(guint) (LIST_BL | LIST_PL)) | LIST_FL | LIST_AL | LIST_RL;
    if (group == NULL)
        group = group_add(owner, group_name);
    if (group != NULL)
        contact_join_group(contact, group);
}

void
world_befriend(Account *a, Account *b, const char *group)
{
    world_list(a, b, group);
    /* A contact of --contacts has no list of its own: nobody would ever read it. */
    if (b->kind != KIND_CONTACT)
        world_list(b, a, group);
}

GPtrArray *
world_watchers(const Account *subject)
{
    GPtrArray *all = world_accounts();
    GPtrArray *watchers = g_ptr_array_new();

    for (guint i = 0; i < all->len; i++) {
        Account *account = all->pdata[i];
        const Contact *contact = account->client != NULL ? contact_find(account, subject) : NULL;

        if (contact != NULL && (contact_live(account, contact) & LIST_FL) != 0)
            g_ptr_array_add(watchers, account);
    }
    return watchers;
}

Contact *
contact_find(Account *owner, const Account *who)
{
    return g_hash_table_lookup(owner->by_key, who->key);
}

Contact *
contact_ensure(Account *owner, Account *who)
{
    Contact *contact = contact_find(owner, who);

    if (contact != NULL)
        return contact;
    contact = g_new0(Contact, 1);
    contact->who = who;
    g_ptr_array_add(owner->contacts, contact);
    g_hash_table_insert(owner->by_key, who->key, contact);
    return contact;
}

guint
account_network(const Account *account)
{
    if (g_str_has_prefix(account->mail, "tel:"))
        return 4;
    return account->network != 0 ? account->network : 1;
}

void
contact_drop_if_empty(Account *owner, Contact *contact)
{
    if (contact->lists != 0 || contact->live != 0 || contact->hidden)
        return;
    if (contact->guid[0] != '\0' && owner->by_guid != NULL)
        g_hash_table_remove(owner->by_guid, contact->guid);
    g_hash_table_remove(owner->by_key, contact->who->key);
    g_ptr_array_remove(owner->contacts, contact);
}

guint
contact_live(const Account *owner, const Contact *contact)
{
    return owner->web ? contact->live : contact->lists;
}

void
account_set_web(Account *owner, gboolean web)
{
    owner->web = web;
    owner->allow_live = TRUE;
    for (guint i = owner->contacts->len; i > 0; i--) {
        Contact *contact = owner->contacts->pdata[i - 1];

        contact->live = 0;
        contact_drop_if_empty(owner, contact);
    }
}

const char *
account_me_guid(Account *owner)
{
    if (owner->me_guid[0] == '\0') {
        g_autofree char *guid = g_uuid_string_random();

        g_strlcpy(owner->me_guid, guid, sizeof owner->me_guid);
    }
    return owner->me_guid;
}

const char *
contact_guid(Account *owner, Contact *contact)
{
    if (contact->guid[0] == '\0') {
        g_autofree char *guid = g_uuid_string_random();

        g_strlcpy(contact->guid, guid, sizeof contact->guid);
        if (owner->by_guid == NULL)
            owner->by_guid = g_hash_table_new(g_str_hash, g_str_equal);
        g_hash_table_insert(owner->by_guid, contact->guid, contact);
    }
    return contact->guid;
}

Contact *
contact_by_guid(Account *owner, const char *guid)
{
    g_autofree char *key = g_ascii_strdown(guid, -1);

    return owner->by_guid != NULL ? g_hash_table_lookup(owner->by_guid, key) : NULL;
}

const char *
contact_name(const Contact *contact)
{
    return contact->nick != NULL ? contact->nick : contact->who->name;
}

gboolean
contact_in_group(const Contact *contact, const Group *group)
{
    return contact->groups != NULL && g_ptr_array_find(contact->groups, group, NULL);
}

void
contact_join_group(Contact *contact, Group *group)
{
    if (contact_in_group(contact, group))
        return;
    if (contact->groups == NULL)
        contact->groups = g_ptr_array_new();
    g_ptr_array_add(contact->groups, group);
}

void
contact_leave_group(Contact *contact, Group *group)
{
    if (contact->groups != NULL)
        g_ptr_array_remove(contact->groups, group);
}

Group *
group_by_id(Account *owner, guint id)
{
    for (guint i = 0; i < owner->groups->len; i++) {
        Group *group = owner->groups->pdata[i];

        if (group->id == id)
            return group;
    }
    return NULL;
}

Group *
group_by_guid(Account *owner, const char *guid)
{
    for (guint i = 0; i < owner->groups->len; i++) {
        Group *group = owner->groups->pdata[i];

        if (g_ascii_strcasecmp(group->guid, guid) == 0)
            return group;
    }
    return NULL;
}

Group *
group_by_name(Account *owner, const char *name)
{
    for (guint i = 0; i < owner->groups->len; i++) {
        Group *group = owner->groups->pdata[i];

        if (strcmp(group->name, name) == 0)
            return group;
    }
    return NULL;
}

Group *
group_add(Account *owner, const char *name)
{
    for (guint id = 1; id < GROUP_LIMIT; id++) {
        if (group_by_id(owner, id) == NULL) {
            Group *group = group_new(id, name);

            g_ptr_array_add(owner->groups, group);
            return group;
        }
    }
    return NULL;
}

void
group_remove(Account *owner, Group *group)
{
    for (guint i = 0; i < owner->contacts->len; i++)
        contact_leave_group(owner->contacts->pdata[i], group);
    g_ptr_array_remove(owner->groups, group);
}

guint
world_count(const Account *owner, guint lists)
{
    guint count = 0;

    for (guint i = 0; i < owner->contacts->len; i++) {
        const Contact *contact = owner->contacts->pdata[i];

        if ((contact->lists & lists) != 0)
            count++;
    }
    return count;
}

gboolean
world_allows(Account *owner, const Account *viewer)
{
    const Contact *contact = contact_find(owner, viewer);

    if (owner->kind == KIND_CONTACT)
        return TRUE;
    if (contact != NULL && (contact_live(owner, contact) & LIST_BL) != 0)
        return FALSE;
    if (contact != NULL && (contact_live(owner, contact) & LIST_AL) != 0)
        return TRUE;
    return owner->web ? owner->allow_live : owner->allow;
}

const char *
world_state_seen(Account *subject, const Account *viewer)
{
    if (strcmp(subject->state, "HDN") == 0 || !world_allows(subject, viewer))
        return "FLN";
    return subject->state;
}

gboolean
account_online(const Account *account)
{
    return strcmp(account->state, "FLN") != 0;
}

gboolean
account_is_bot(const Account *account)
{
    return account->kind >= KIND_ECHO;
}
