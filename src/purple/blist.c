/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The roster as libpurple's buddy list. Knows groups, buddies, server aliases and presence; never loses
 * what only this computer knows (aliases, notes, buddies of other accounts or not on the server).
 */
#include "purple/blist.h"

#include <string.h>
#include "purple/buddies.h"
#include "purple/circles.h"
#include "purple/icon.h"
#include "purple/plus.h"
#include "purple/privacy.h"
#include "purple/status.h"

/* Settings of ours in a buddy's node: the last friendly name, for a server that tells none (libpurple does
 * not save server aliases), and whether the server has had this buddy, if it never told a name. */
#define NODE_NAME      "msn-name"
#define NODE_ON_SERVER "msn-on-server"

/* Where those stand who are in no group. The word is MSN's own, and not translated: it would make a second
 * group when the language changes. */
#define NO_GROUP "Other Contacts"

/* ---- groups ---- */

static const char *
blist_group_name(const MsnpGroup *group)
{
    const char *name = group ? msnp_group_name(group) : "";

    if (!*name || !strcmp(name, "~"))
        return NO_GROUP;
    return name;
}

void
msnp_blist_group(MsnpAccount *ma, const MsnpAction *action)
{
    if (!msnp_group_is_default(action->group) && strcmp(msnp_group_name(action->group), "~"))
        msnp_buddies_group(ma, blist_group_name(action->group));
}

/* ---- placing a contact ---- */

/* TRUE if the server has the contact in a group of that name. */
static gboolean
contact_is_in(const MsnpContact *contact, const char *name)
{
    guint i, n = msnp_contact_n_groups(contact);

    for (i = 0; i < n; i++)
        if (!strcmp(blist_group_name(msnp_contact_group(contact, i)), name))
            return TRUE;
    return n == 0 && !strcmp(name, NO_GROUP);
}

/* A buddy that stands in a group where the server does not have it, or NULL. */
static PurpleBuddy *
buddies_misplaced(GSList *buddies, const MsnpContact *contact)
{
    for (; buddies; buddies = buddies->next) {
        PurpleGroup *group = purple_buddy_get_group(buddies->data);

        if (group && !contact_is_in(contact, purple_group_get_name(group)))
            return buddies->data;
    }
    return NULL;
}

/* One that stands in this group, or NULL. */
static PurpleBuddy *
buddies_in(GSList *buddies, const PurpleGroup *group)
{
    while (buddies && purple_buddy_get_group(buddies->data) != group)
        buddies = buddies->next;
    return buddies ? buddies->data : NULL;
}

static GSList *
contact_buddies(MsnpAccount *ma, const MsnpContact *contact)
{
    return msnp_buddies_of(ma, msnp_contact_handle(contact));
}

/* A new buddy stands alone in its contact, at the head of the group: appending would walk all of it. */
static void
blist_add(MsnpAccount *ma, const MsnpContact *contact, PurpleGroup *group)
{
    PurpleBuddy *buddy = purple_buddy_new(ma->account, msnp_contact_handle(contact), NULL);
    PurpleContact *meta = purple_contact_new();

    purple_blist_add_contact(meta, group, NULL);
    purple_blist_add_buddy(buddy, meta, NULL, NULL);
}

/* TRUE if the person in the list is this buddy only: then all of it can move, with alias, icon and notes.
 * A person with buddies of other accounts stays where the user has put it. */
static gboolean
buddy_is_alone(PurpleBuddy *buddy)
{
    PurpleBlistNode *first = purple_blist_node_get_first_child((PurpleBlistNode *) purple_buddy_get_contact(buddy));

    return first && !purple_blist_node_get_sibling_next(first);
}

/* Makes sure that the contact stands in that group: by moving a buddy that is elsewhere, so that its alias
 * and notes come along, else by a new one. */
static void
blist_place(MsnpAccount *ma, const MsnpContact *contact, const char *name)
{
    PurpleGroup *group = msnp_buddies_group(ma, name);
    GSList *buddies = contact_buddies(ma, contact);
    PurpleBuddy *misplaced;

    if (buddies_in(buddies, group))
        return;
    misplaced = buddies_misplaced(buddies, contact);
    if (misplaced && buddy_is_alone(misplaced))
        purple_blist_add_contact(purple_buddy_get_contact(misplaced), group, NULL);
    else
        blist_add(ma, contact, group);
}

/* What only this computer knows of a buddy. */
static gboolean
buddy_has_local_data(PurpleBuddy *buddy)
{
    PurpleContact *meta = purple_buddy_get_contact(buddy);
    const char *alias = purple_buddy_get_local_buddy_alias(buddy);
    const char *notes = purple_blist_node_get_string((PurpleBlistNode *) buddy, "notes");
    const char *meta_notes = purple_blist_node_get_string((PurpleBlistNode *) meta, "notes");
    const char *icon = purple_blist_node_get_string((PurpleBlistNode *) meta, "custom_buddy_icon");

    if ((meta_notes && *meta_notes) || !buddy_is_alone(buddy))
        return TRUE;
    return (alias && *alias) || (notes && *notes) || (icon && *icon) || (meta->alias && *meta->alias);
}

/* Removes what is left in wrong groups after the right ones have theirs. */
static void
blist_drop_misplaced(MsnpAccount *ma, const MsnpContact *contact)
{
    g_autoptr(GSList) buddies = NULL;
    GSList *l = contact_buddies(ma, contact);

    if (!l || !l->next)
        return;
    buddies = g_slist_copy(l);
    for (l = buddies; l; l = l->next) {
        PurpleGroup *group = purple_buddy_get_group(l->data);

        if (group && !contact_is_in(contact, purple_group_get_name(group)) && !buddy_has_local_data(l->data))
            purple_blist_remove_buddy(l->data);
    }
}

/* Somebody without a group stays where the user has put him, unless that is a group of the server. */
static gboolean
blist_may_stay(MsnpAccount *ma, const MsnpContact *contact)
{
    GSList *buddies = contact_buddies(ma, contact);
    PurpleGroup *group = buddies ? purple_buddy_get_group(buddies->data) : NULL;

    return group && msnp_contact_n_groups(contact) == 0 && !msnp_circle_list_owns((PurpleBlistNode *) group) &&
           !msnp_session_has_group(ma->session, purple_group_get_name(group));
}

static void
blist_place_all(MsnpAccount *ma, const MsnpContact *contact)
{
    guint i, n = msnp_contact_n_groups(contact);

    if (blist_may_stay(ma, contact))
        return;
    if (n == 0)
        blist_place(ma, contact, NO_GROUP);
    for (i = 0; i < n; i++)
        blist_place(ma, contact, blist_group_name(msnp_contact_group(contact, i)));
    blist_drop_misplaced(ma, contact);
}

/* ---- names ---- */

/* One buddy's server alias and the two settings; only what has changed is touched. */
static void
buddy_update(PurpleBuddy *buddy, const MsnpContact *contact)
{
    PurpleBlistNode *node = (PurpleBlistNode *) buddy;
    const char *saved = purple_blist_node_get_string(node, NODE_NAME);
    g_autofree char *plain = NULL;
    const char *name = msnp_plus_shown_name(msnp_contact_name(contact), &plain);

    if (*name && g_strcmp0(saved, name) != 0)
        purple_blist_node_set_string(node, NODE_NAME, name);
    if (!*name)
        name = saved;
    if (!name && !purple_blist_node_get_bool(node, NODE_ON_SERVER))
        purple_blist_node_set_bool(node, NODE_ON_SERVER, TRUE);
    if (g_strcmp0(purple_buddy_get_server_alias(buddy), name) != 0)
        purple_blist_server_alias_buddy(buddy, name);
}

/* Others are told of each change and may do anything: only who is still there is touched. */
static void
buddies_update(MsnpAccount *ma, const MsnpContact *contact)
{
    g_autoptr(GSList) buddies = g_slist_copy(contact_buddies(ma, contact));
    GSList *l;

    for (l = buddies; l; l = l->next)
        if (g_slist_find(contact_buddies(ma, contact), l->data))
            buddy_update(l->data, contact);
}

static gboolean
buddy_was_on_server(PurpleBuddy *buddy)
{
    PurpleBlistNode *node = (PurpleBlistNode *) buddy;

    return purple_blist_node_get_string(node, NODE_NAME) || purple_blist_node_get_bool(node, NODE_ON_SERVER);
}

static gboolean
buddy_is_online(PurpleBuddy *buddy)
{
    return buddy && purple_presence_is_online(purple_buddy_get_presence(buddy));
}

/* Status and idleness, of every buddy that stands for the contact; and who comes has perhaps a picture. */
static void
blist_show_presence(MsnpAccount *ma, const MsnpContact *contact)
{
    const char *who = msnp_contact_handle(contact);
    gboolean idle = msnp_contact_status(contact) == MSNP_IDLE;
    PurpleBuddy *buddy = msnp_buddies_first(ma, who);
    gboolean was_online = buddy_is_online(buddy);

    msnp_status_show(ma, contact);
    buddy = ma->gc ? msnp_buddies_first(ma, who) : NULL;
    if (buddy && (idle || purple_presence_is_idle(purple_buddy_get_presence(buddy))))
        purple_prpl_got_user_idle(ma->account, who, idle, 0);
    if (ma->gc && !was_online && msnp_contact_status(contact) != MSNP_OFFLINE)
        msnp_icon_came(ma, contact);
}

/* A new buddy, in a second group or back again, begins offline. */
static void
blist_show(MsnpAccount *ma, const MsnpContact *contact)
{
    ma->placing = TRUE;
    blist_place_all(ma, contact);
    ma->placing = FALSE;
    buddies_update(ma, contact);
    if (msnp_contact_status(contact) != MSNP_OFFLINE)
        blist_show_presence(ma, contact);
}

/* The list shows no more what the server does not have; except, when keep is set, what the user has put
 * something to. */
static void
blist_hide(MsnpAccount *ma, const char *who, gboolean keep)
{
    g_autoptr(GSList) buddies = g_slist_copy(msnp_buddies_of(ma, who));
    GSList *l;

    for (l = buddies; l; l = l->next)
        if (!keep || !buddy_has_local_data(l->data))
            purple_blist_remove_buddy(l->data);
}

void
msnp_blist_contact(MsnpAccount *ma, const MsnpAction *action)
{
    const MsnpContact *contact = action->contact;

    if (msnp_contact_lists(contact) & MSNP_LIST_FORWARD)
        blist_show(ma, contact);
    else if (action->number == 2)
        blist_hide(ma, msnp_contact_handle(contact), TRUE);
    if (action->number)
        msnp_privacy_contact(ma, contact);
}

/* Everybody who is on the list is shown where the roster has him. */
static void
blist_restore_all(MsnpAccount *ma)
{
    const MsnpContact *contact;
    guint i;

    for (i = 0; (contact = msnp_session_nth_contact(ma->session, i)); i++)
        if (msnp_contact_lists(contact) & MSNP_LIST_FORWARD)
            blist_show(ma, contact);
}

/* libpurple's own count of a group stays too high when a buddy is moved out of it. */
static void
blist_drop_group(const char *name)
{
    PurpleGroup *group = purple_find_group(name);

    if (group && !purple_blist_node_get_first_child((PurpleBlistNode *) group))
        purple_blist_remove_group(group);
}

void
msnp_blist_group_gone(MsnpAccount *ma, const MsnpAction *action)
{
    blist_drop_group(action->name);
}

/* Contacts of other accounts stay in the group of the old name; ours follow the name. */
void
msnp_blist_group_renamed(MsnpAccount *ma, const MsnpAction *action)
{
    blist_restore_all(ma);
    blist_drop_group(action->text);
}

/* ---- those whom the server does not have ---- */

/* Somebody whom the server had once was removed elsewhere; whom it never had is the user's own. Either
 * stays when there is something of the user's with it. */
static gboolean
buddy_was_removed(MsnpAccount *ma, PurpleBuddy *buddy)
{
    MsnpContact *contact = msnp_session_contact(ma->session, purple_buddy_get_name(buddy));

    if (contact && (msnp_contact_lists(contact) & MSNP_LIST_FORWARD))
        return FALSE;
    return buddy_was_on_server(buddy) && !buddy_has_local_data(buddy);
}

void
msnp_blist_done(MsnpAccount *ma, const MsnpAction *action)
{
    g_autoptr(GSList) buddies = NULL;
    GSList *l;

    if (!action->number) /* not all was told: nothing is known to be missing */
        return;
    msnp_privacy_fill(ma);
    buddies = purple_find_buddies(ma->account, NULL);
    for (l = buddies; l; l = l->next)
        if (buddy_was_removed(ma, l->data))
            purple_blist_remove_buddy(l->data);
}

/* ---- presence ---- */

/* A new name is also said in the open conversation, by libpurple. */
static void
blist_name(MsnpAccount *ma, const char *who, PurpleBuddy *buddy, const MsnpContact *contact)
{
    g_autofree char *plain = NULL;
    const char *name = msnp_plus_shown_name(msnp_contact_name(contact), &plain);

    if (!g_strcmp0(purple_buddy_get_server_alias(buddy), name))
        return;
    serv_got_alias(ma->gc, who, name);
    buddy = ma->gc ? msnp_buddies_first(ma, who) : NULL; /* other plugins were told, and may have done anything */
    if (buddy)
        buddy_update(buddy, contact);
}

void
msnp_blist_presence(MsnpAccount *ma, const MsnpAction *action)
{
    const char *who = msnp_contact_handle(action->contact);
    PurpleBuddy *buddy = msnp_buddies_first(ma, who);
    gboolean was_online = buddy_is_online(buddy);

    if (!buddy)
        return;
    if (*msnp_contact_name(action->contact))
        blist_name(ma, who, buddy, action->contact);
    if (ma->gc)
        blist_show_presence(ma, action->contact);
    if (ma->gc && was_online && action->status == MSNP_OFFLINE)
        msnp_icon_left(ma, action->contact);
}

void
msnp_blist_personal(MsnpAccount *ma, const MsnpAction *action)
{
    if (msnp_buddies_of(ma, msnp_contact_handle(action->contact)))
        msnp_status_show(ma, action->contact);
}

/* What is shown of somebody is made what the roster says: a change of the user's was refused. A group that
 * it was to make goes, if nobody else is in it. */
void
msnp_blist_restore(MsnpAccount *ma, const MsnpAction *action)
{
    MsnpContact *contact = action->who ? msnp_session_contact(ma->session, action->who) : NULL;

    if (contact && (msnp_contact_lists(contact) & MSNP_LIST_FORWARD))
        blist_show(ma, contact);
    else if (action->who)
        blist_hide(ma, action->who, FALSE);
    else
        blist_restore_all(ma);
    if (contact)
        msnp_privacy_contact(ma, contact);
    if (action->name && !msnp_session_has_group(ma->session, action->name))
        blist_drop_group(action->name);
}

const char *
msnp_blist_session_group(MsnpAccount *ma, const char *name)
{
    return !strcmp(name, NO_GROUP) && !msnp_session_has_group(ma->session, name) ? NULL : name;
}
