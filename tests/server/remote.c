/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the lines with TrID 0 about one's own lists; the rules of the lists are lists.c's. */
#include "remote.h"

#include <string.h>

#include "lists.h"
#include "ns.h"

/* The link that hears of a change now; NULL: SYN will tell. */
static Client *
listener(const Account *owner)
{
    return owner->client != NULL && owner->client->synced ? owner->client : NULL;
}

/* Whoever made the change has told both address book and notification server. */
static void
book_changed(Account *owner)
{
    for (guint i = 0; owner->web && i < owner->contacts->len; i++) {
        Contact *contact = owner->contacts->pdata[i];

        contact->live = contact->lists & (LIST_FL | LIST_AL | LIST_BL);
    }
    ns_tell_book_changed(owner);
}

static guint
list_bit(const char *list)
{
    static const char *const names[] = {"FL", "AL", "BL"};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(names[i], list) == 0)
            return 1u << i;
    }
    return 0;
}

static const char *
contact_word(Client *client, Contact *contact)
{
    return client_guids(client) ? contact_guid(client->account, contact) : contact->who->mail;
}

/* ---- adding ---- */

static void
tell_added_old(Client *client, const char *list, const Contact *contact, const Group *group)
{
    g_autofree char *nick = client_encode(contact_name(contact));
    gboolean grouped = strcmp(list, "FL") == 0 && client->dialect->groups;
    const char *word = group != NULL ? ns_group_word(client, group) : "0";

    client_send(client, "ADD 0 %s %u %s %s%s%s", list, client->account->list_version,
                contact->who->mail, nick, grouped ? " " : "", grouped ? word : "");
}

static void
tell_added_new(Client *client, const char *list, Contact *contact, const Group *group,
               gboolean was_there)
{
    g_autofree char *nick = client_encode(contact_name(contact));
    const char *word = contact_word(client, contact);

    if (strcmp(list, "FL") != 0)
        client_send(client, "ADC 0 %s N=%s", list, contact->who->mail);
    else if (!was_there)
        client_send(client, "ADC 0 FL N=%s F=%s C=%s", contact->who->mail, nick, word);
    if (group != NULL)
        client_send(client, "ADC 0 FL C=%s %s", word, ns_group_word(client, group));
}

static const char *
add_error(guint error)
{
    static char text[32];

    g_snprintf(text, sizeof text, "this would be error %u", error);
    return text;
}

const char *
remote_add(Account *owner, const char *list, Account *who, const char *group_name)
{
    guint bit = list_bit(list);
    Group *group = group_name != NULL ? group_by_name(owner, group_name) : NULL;
    Client *client = listener(owner);

    if (bit == 0 || (group_name != NULL && (group == NULL || bit != LIST_FL)))
        return "FL, AL or BL; a group that exists only with FL";
    guint before = lists_bits(owner, who);
    guint error = lists_add(owner, who, bit, group);

    if (error != 0)
        return add_error(error);
    book_changed(owner);
    gboolean was_there = (before & bit) != 0;
    Contact *contact = contact_find(owner, who);

    if (client != NULL && client->dialect->versions)
        tell_added_old(client, list, contact, group);
    else if (client != NULL)
        tell_added_new(client, list, contact, group, was_there);
    if (client != NULL && bit == LIST_FL && !was_there)
        ns_send_phones(client, contact);
    if (bit == LIST_FL && !was_there && strcmp(world_state_seen(who, owner), "FLN") != 0)
        presence_tell(owner, who);
    lists_tell_added(owner, who, bit, before);
    return NULL;
}

/* ---- removing ---- */

static void
tell_removed(Client *client, const char *list, Contact *contact, const Group *group)
{
    gboolean forward = strcmp(list, "FL") == 0;
    const char *word = forward ? contact_word(client, contact) : contact->who->mail;
    const char *gap = group != NULL ? " " : "";
    const char *tail = group != NULL ? ns_group_word(client, group) : "";

    if (client->dialect->versions)
        client_send(client, "REM 0 %s %u %s%s%s", list, client->account->list_version + 1,
                    contact->who->mail, gap, tail);
    else
        client_send(client, "REM 0 %s %s%s%s", list, word, gap, tail);
}

const char *
remote_remove(Account *owner, const char *list, Account *who, const char *group_name)
{
    guint bit = list_bit(list);
    Contact *contact = contact_find(owner, who);
    Group *group = group_name != NULL ? group_by_name(owner, group_name) : NULL;

    if (contact == NULL || bit == 0 || (contact->lists & bit) == 0)
        return "not on this list";
    if (group_name != NULL &&
        (bit != LIST_FL || group == NULL || !contact_in_group(contact, group)))
        return "not in this group";
    guint before = contact->lists;

    if (listener(owner) != NULL)
        tell_removed(listener(owner), list, contact, group);
    if (group != NULL) {
        contact_leave_group(contact, group);
        owner->list_version++;
        book_changed(owner);
        return NULL;
    }
    contact->live &= ~bit;
    lists_remove(owner, contact, bit);
    book_changed(owner);
    lists_tell_removed(owner, who, bit, before);
    return NULL;
}

const char *
remote_hide(Account *owner, Account *who)
{
    Contact *contact = contact_ensure(owner, who);

    contact->hidden = TRUE;
    if ((contact->lists & LIST_FL) != 0)
        return remote_remove(owner, "FL", who, NULL);
    owner->list_version++;
    book_changed(owner);
    return NULL;
}

/* ---- groups ---- */

const char *
remote_group_add(Account *owner, const char *name)
{
    Client *client = listener(owner);
    Group *group = group_by_name(owner, name) == NULL ? group_add(owner, name) : NULL;

    if (group == NULL)
        return "there is such a group, or there are too many";
    owner->list_version++;
    if (client != NULL && client->dialect->groups)
        ns_send_adg(client, 0, group);
    book_changed(owner);
    return NULL;
}

const char *
remote_group_rename(Account *owner, const char *old, const char *name)
{
    Client *client = listener(owner);
    Group *group = group_by_name(owner, old);

    if (group == NULL || group_by_name(owner, name) != NULL)
        return "no such group, or there is another of that name";
    owner->list_version++;
    g_free(group->name);
    group->name = g_strdup(name);
    if (client != NULL && client->dialect->groups)
        ns_send_reg(client, 0, group);
    book_changed(owner);
    return NULL;
}

const char *
remote_group_remove(Account *owner, const char *name)
{
    Client *client = listener(owner);
    Group *group = group_by_name(owner, name);

    if (group == NULL || group->id == 0)
        return "no such group that could be removed";
    owner->list_version++;
    if (client != NULL && client->dialect->groups)
        ns_send_rmg(client, 0, group);
    lists_group_emptied(owner, group);
    group_remove(owner, group);
    book_changed(owner);
    return NULL;
}

/* ---- names and privacy ---- */

const char *
remote_nick(Account *owner, Account *who, const char *nick)
{
    Client *client = listener(owner);
    Contact *contact = contact_find(owner, who);
    g_autofree char *word = client_encode(nick);

    if (contact == NULL || (contact->lists & LIST_FL) == 0)
        return "not on the forward list";
    owner->list_version++;
    g_free(contact->nick);
    contact->nick = g_strdup(nick);
    if (client != NULL && client->dialect->versions)
        client_send(client, "REA 0 %u %s %s", owner->list_version, who->mail, word);
    else if (client != NULL)
        client_send(client, "SBP 0 %s MFN %s", contact_word(client, contact), word);
    book_changed(owner);
    return NULL;
}

static void
tell_setting(const Account *owner, const char *verb, const char *value)
{
    Client *client = listener(owner);

    if (client != NULL && client->dialect->versions)
        client_send(client, "%s 0 %u %s", verb, owner->list_version, value);
    else if (client != NULL)
        client_send(client, "%s 0 %s", verb, value);
}

const char *
remote_gtc(Account *owner, const char *value)
{
    if (strcmp(value, "A") != 0 && strcmp(value, "N") != 0)
        return "A or N";
    owner->ask = value[0] == 'A';
    owner->list_version++;
    owner->settings_version++;
    tell_setting(owner, "GTC", value);
    book_changed(owner);
    return NULL;
}

const char *
remote_blp(Account *owner, const char *value)
{
    gboolean allow = strcmp(value, "AL") == 0;

    if (!allow && strcmp(value, "BL") != 0)
        return "AL or BL";
    owner->list_version++;
    owner->settings_version++;
    tell_setting(owner, "BLP", value);
    book_changed(owner);
    if (allow != owner->allow) {
        owner->allow = owner->allow_live = allow;
        ns_blp_spread(owner);
    }
    return NULL;
}
