/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the rules of the five lists, and tells the other side of a change; knows no replies. */
#include "lists.h"

#include <string.h>

#include "log.h"
#include "ns.h"

#define NOTIFICATION                                                                               \
    "<NOTIFICATION id=\"0\" siteid=\"45705\" siteurl=\"http://contacts.msn.com\"><TO "             \
    "pid=\"0x0:0x0\""                                                                              \
    " name=\"%s\"/><MSG pri=\"1\" id=\"0\"><ACTION url=\"2wayIM.asp\"/><SUBSCR url=\"s.htm\"/>"    \
    "<BODY>&lt;NotificationData/&gt;</BODY></MSG></NOTIFICATION>"

guint
lists_bits(Account *owner, const Account *who)
{
    const Contact *contact = contact_find(owner, who);

    return contact != NULL ? contact->lists : 0;
}

guint
lists_live(Account *owner, const Account *who)
{
    const Contact *contact = contact_find(owner, who);

    return contact != NULL ? contact_live(owner, contact) : 0;
}

static guint
add_error(Account *owner, Account *who, guint bit, const Group *group)
{
    const Contact *contact = contact_find(owner, who);
    guint lists = contact != NULL ? contact->lists : 0;
    guint opposite = bit == LIST_AL ? LIST_BL : bit == LIST_BL ? LIST_AL : 0;
    gboolean new_group =
        (lists & LIST_FL) != 0 && group != NULL && !contact_in_group(contact, group);

    if (bit == LIST_FL && (lists & LIST_FL) == 0 &&
        world_count(owner, LIST_FL) >= (guint) options()->fl_limit)
        return 210;
    /* Living services take everything again, and let both lists have somebody. */
    if (options()->living)
        return 0;
    if ((lists & bit) != 0 && !new_group)
        return 215;
    return (lists & opposite) != 0 ? 219 : 0;
}

/* OWNER has come onto, or gone off, somebody's forward list: his reverse list follows. */
static void
reverse_follow(Account *owner, Account *by, gboolean added)
{
    Contact *contact;

    if (owner->kind == KIND_CONTACT)
        return;
    contact = contact_ensure(owner, by);
    owner->list_version++;
    if (added) {
        contact->lists |= LIST_RL;
        contact->rl_accepted = FALSE;
        if ((contact->lists & (LIST_AL | LIST_BL)) == 0 && !account_is_bot(owner))
            contact->lists |= LIST_PL;
    } else {
        contact->lists &= ~(guint) (LIST_RL | LIST_PL);
        contact_drop_if_empty(owner, contact);
    }
}

guint
lists_add(Account *owner, Account *who, guint bit, Group *group)
{
    guint error = add_error(owner, who, bit, group);

    if (error != 0)
        return error;
    Contact *contact = contact_ensure(owner, who);
    gboolean new_forward = bit == LIST_FL && (contact->lists & LIST_FL) == 0;

    contact->lists |= bit;
    contact->hidden &= bit != LIST_FL;
    owner->list_version++;
    if (group != NULL)
        contact_join_group(contact, group);
    if (new_forward)
        reverse_follow(who, owner, TRUE);
    return 0;
}

/* Below MSNP10 an answer to the question is all there is; from 10 on the client clears PL itself.
 */
static void
pending_settled(Account *owner, Account *who, guint bit)
{
    Contact *contact = contact_find(owner, who);

    if (contact != NULL && bit != LIST_FL && owner->client != NULL &&
        owner->client->dialect->syn < SYN_PREFIXED)
        contact->lists &= ~(guint) LIST_PL;
}

void
lists_remove(Account *owner, Contact *contact, guint bit)
{
    Account *who = contact->who;

    contact->lists &= ~bit;
    owner->list_version++;
    if (bit == LIST_FL) {
        g_clear_pointer(&contact->groups, g_ptr_array_unref);
        g_clear_pointer(&contact->nick, g_free);
    }
    contact_drop_if_empty(owner, contact);
    if (bit == LIST_FL)
        reverse_follow(who, owner, FALSE);
}

void
lists_set_nick(Contact *contact, const char *nick)
{
    gboolean none = nick[0] == '\0' || g_ascii_strcasecmp(nick, contact->who->mail) == 0;

    g_free(contact->nick);
    contact->nick = none || strcmp(nick, contact->who->name) == 0 ? NULL : g_strdup(nick);
}

static void
tell_reverse_added(Client *client, const Account *owner)
{
    const Account *who = client->account;
    g_autofree char *name = client_encode(owner->name);

    if (client->dialect->syn == SYN_NONE)
        ns_tell_adl(client, owner, "ADL", name);
    else if (client->dialect->versions)
        client_send(client, "ADD 0 RL %u %s %s", who->list_version, owner->mail, name);
    else
        client_send(client, "ADC 0 RL N=%s F=%s", owner->mail, name);
}

static void
tell_reverse_removed(Client *client, const Account *owner)
{
    if (client->dialect->syn == SYN_NONE)
        ns_tell_adl(client, owner, "RML", NULL);
    else if (client->dialect->versions)
        client_send(client, "REM 0 RL %u %s", client->account->list_version, owner->mail);
    else
        client_send(client, "REM 0 RL %s", owner->mail);
}

/* Living services also send a notification that nobody asked for. */
static void
tell_notification(Account *who)
{
    g_autofree char *text = g_strdup_printf(NOTIFICATION, who->mail);

    if (who->client == NULL)
        return;
    if (who->client->dialect->syn == SYN_NONE)
        ns_tell_book_changed(who);
    else if (options()->living && who->client->dialect->client_id)
        client_send_payload(who->client, text, strlen(text), "NOT");
}

static gboolean
blocks_now(const Account *owner, guint lists)
{
    if ((lists & LIST_BL) != 0)
        return TRUE;
    return (lists & LIST_AL) == 0 && !(owner->web ? owner->allow_live : owner->allow);
}

/* OWNER's lists have changed from BEFORE: WHO may see more, or less. */
static void
tell_permission(Account *owner, Account *who, guint bit, guint before)
{
    guint now = lists_live(owner, who);
    gboolean was = !blocks_now(owner, before);
    gboolean is = !blocks_now(owner, now);
    gboolean living_repeat = options()->living && is && bit != LIST_FL && before != now;

    if ((was != is || living_repeat) && account_online(owner) && strcmp(owner->state, "HDN") != 0)
        presence_tell(who, owner);
}

void
lists_tell_added(Account *owner, Account *who, guint bit, guint before)
{
    pending_settled(owner, who, bit);
    if (bit == LIST_FL && (before & LIST_FL) == 0) {
        for (guint i = 0; i < who->places->len; i++)
            tell_reverse_added(who->places->pdata[i], owner);
        tell_notification(who);
    }
    if (bit != LIST_FL)
        tell_permission(owner, who, bit, before);
}

void
lists_tell_removed(Account *owner, Account *who, guint bit, guint before)
{
    if (bit == LIST_FL) {
        for (guint i = 0; i < who->places->len; i++)
            tell_reverse_removed(who->places->pdata[i], owner);
        tell_notification(who);
    }
    if (bit == LIST_AL || bit == LIST_BL)
        tell_permission(owner, who, bit, before);
}

void
lists_group_emptied(Account *owner, const Group *group)
{
    g_autoptr(GPtrArray) leaving = g_ptr_array_new();

    if (options()->living)
        return;
    for (guint i = 0; i < owner->contacts->len; i++) {
        Contact *contact = owner->contacts->pdata[i];

        if (contact_in_group(contact, group) && contact->groups->len == 1)
            g_ptr_array_add(leaving, contact);
    }
    for (guint i = 0; i < leaving->len; i++) {
        Contact *contact = leaving->pdata[i];
        Account *who = contact->who;
        guint before = contact->lists;

        lists_remove(owner, contact, LIST_FL);
        lists_tell_removed(owner, who, LIST_FL, before);
    }
}
