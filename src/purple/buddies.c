/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which buddies and groups of libpurple's list stand for a handle and a name. Knows them by hash: libpurple asks every
 * group for a buddy, and sorts for a group, each time. Refuses to know what they mean.
 */
#include "purple/buddies.h"

#include <string.h>
#include "purple/circles.h"

struct _MsnpBuddies {
    GHashTable *buddies; /* handle, owned, to GSList of PurpleBuddy */
    GHashTable *groups;  /* name, owned, to PurpleGroup: those that were asked for */
};

static const char *
buddy_handle(PurpleBuddy *buddy)
{
    return purple_normalize(purple_buddy_get_account(buddy), purple_buddy_get_name(buddy));
}

/* The list of a handle is now this one. */
static void
buddies_set(MsnpBuddies *buddies, const char *handle, GSList *list)
{
    if (list)
        g_hash_table_replace(buddies->buddies, g_strdup(handle), list);
    else
        g_hash_table_remove(buddies->buddies, handle);
}

/* libpurple tells it again when a buddy has moved. */
static void
on_added(PurpleBuddy *buddy, MsnpAccount *ma)
{
    const char *handle;
    GSList *list;

    if (purple_buddy_get_account(buddy) != ma->account || msnp_circle_list_owns((PurpleBlistNode *) buddy))
        return;
    handle = buddy_handle(buddy);
    list = g_hash_table_lookup(ma->buddies->buddies, handle);
    if (!list)
        buddies_set(ma->buddies, handle, g_slist_prepend(NULL, buddy));
    else if (!g_slist_find(list, buddy))
        list->next = g_slist_prepend(list->next, buddy); /* the head stays the one that is kept */
}

/* Under another name than now, if somebody has renamed it: nobody has a reason to. */
static void
buddies_forget_renamed(MsnpBuddies *buddies, PurpleBuddy *buddy)
{
    GHashTableIter iter;
    gpointer handle, list;

    g_hash_table_iter_init(&iter, buddies->buddies);
    while (g_hash_table_iter_next(&iter, &handle, &list))
        if (g_slist_find(list, buddy)) {
            g_autofree char *old = g_strdup(handle);

            buddies_set(buddies, old, g_slist_remove(list, buddy));
            return;
        }
}

void
msnp_buddies_freed(PurpleBuddy *buddy)
{
    MsnpAccount *ma = msnp_account_of(purple_account_get_connection(purple_buddy_get_account(buddy)));
    const char *handle;
    GSList *list;

    if (!ma || !ma->buddies)
        return;
    handle = buddy_handle(buddy);
    list = g_hash_table_lookup(ma->buddies->buddies, handle);
    if (g_slist_find(list, buddy))
        buddies_set(ma->buddies, handle, g_slist_remove(list, buddy));
    else
        buddies_forget_renamed(ma->buddies, buddy);
}

static void
on_node_removed(PurpleBlistNode *node, MsnpAccount *ma)
{
    if (PURPLE_BLIST_NODE_IS_GROUP(node))
        g_hash_table_remove_all(ma->buddies->groups);
}

/* libpurple's own signals, so that it does not matter who adds and removes. */
void
msnp_buddies_start(MsnpAccount *ma)
{
    g_autoptr(GSList) all = purple_find_buddies(ma->account, NULL);
    void *blist = purple_blist_get_handle();
    GSList *l;

    ma->buddies = g_new0(MsnpBuddies, 1);
    ma->buddies->buddies = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    ma->buddies->groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (l = all; l; l = l->next)
        on_added(l->data, ma);
    purple_signal_connect(blist, "buddy-added", ma, PURPLE_CALLBACK(on_added), ma);
    purple_signal_connect(blist, "blist-node-removed", ma, PURPLE_CALLBACK(on_node_removed), ma);
}

void
msnp_buddies_stop(MsnpAccount *ma)
{
    GHashTableIter iter;
    gpointer list;

    if (!ma->buddies)
        return;
    purple_signals_disconnect_by_handle(ma);
    g_hash_table_iter_init(&iter, ma->buddies->buddies);
    while (g_hash_table_iter_next(&iter, NULL, &list))
        g_slist_free(list);
    g_hash_table_destroy(ma->buddies->buddies);
    g_hash_table_destroy(ma->buddies->groups);
    g_clear_pointer(&ma->buddies, g_free);
}

GSList *
msnp_buddies_of(MsnpAccount *ma, const char *handle)
{
    return ma->buddies ? g_hash_table_lookup(ma->buddies->buddies, handle) : NULL;
}

PurpleBuddy *
msnp_buddies_first(MsnpAccount *ma, const char *handle)
{
    GSList *list = msnp_buddies_of(ma, handle);

    return list ? list->data : NULL;
}

PurpleGroup *
msnp_buddies_group(MsnpAccount *ma, const char *name)
{
    PurpleGroup *group = g_hash_table_lookup(ma->buddies->groups, name);

    if (group && !strcmp(purple_group_get_name(group), name)) /* not renamed since */
        return group;
    group = purple_find_group(name);
    if (!group) {
        group = purple_group_new(name);
        purple_blist_add_group(group, NULL);
    }
    g_hash_table_replace(ma->buddies->groups, g_strdup(name), group);
    return group;
}
