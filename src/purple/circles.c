/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Circles as groups of libpurple's buddy list: their people and an entry that opens their conversation. Knows these
 * nodes, which are ours and are not saved; nothing that is done to them changes the address book.
 */
#include "purple/circles.h"

#include <string.h>
#include "purple/blist.h"
#include "purple/chat.h"
#include "purple/nls.h"
#include "purple/plus.h"
#include "purple/pump.h"
#include "purple/status.h"

/* Settings of a node that is a circle's: "ACCOUNT ID". Of its group, which is saved so that it keeps its place, also
 * the name of the circle, and under which name it is shown: another group may have had that one. */
#define NODE_CIRCLE "msn-circle"
#define NODE_TITLE  "msn-circle-title"
#define NODE_SHOWN  "msn-circle-shown"

/* The one component of a chat. */
#define CHAT_CIRCLE "circle"

static char *
circle_key(MsnpAccount *ma, const char *id)
{
    return g_strdup_printf("%s %s", purple_account_get_username(ma->account), id);
}

static gboolean
node_is(PurpleBlistNode *node, const char *key)
{
    return !g_strcmp0(purple_blist_node_get_string(node, NODE_CIRCLE), key);
}

gboolean
msnp_circle_list_owns(PurpleBlistNode *node)
{
    return node && purple_blist_node_get_string(node, NODE_CIRCLE);
}

/* ---- groups ---- */

static PurpleGroup *
group_find(const char *key)
{
    PurpleBlistNode *node = purple_blist_get_root();

    while (node && !(PURPLE_BLIST_NODE_IS_GROUP(node) && node_is(node, key)))
        node = purple_blist_node_get_sibling_next(node);
    return (PurpleGroup *) node;
}

/* One that neither the user nor the roster has: two of one name would become one. */
static char *
group_free_name(MsnpAccount *ma, const char *name)
{
    char *title = g_strdup(name);
    guint n = 1;

    while (purple_find_group(title) || msnp_session_has_group(ma->session, title)) {
        g_free(title);
        title = g_strdup_printf("%s (%u)", name, ++n);
    }
    return title;
}

static void
group_set_names(PurpleGroup *group, const char *title)
{
    purple_blist_node_set_string((PurpleBlistNode *) group, NODE_TITLE, title);
    purple_blist_node_set_string((PurpleBlistNode *) group, NODE_SHOWN, purple_group_get_name(group));
}

/* A new name of the circle, or the user's, which is undone. */
static void
group_rename(MsnpAccount *ma, PurpleGroup *group, const char *title)
{
    PurpleBlistNode *node = (PurpleBlistNode *) group;
    const char *shown = purple_blist_node_get_string(node, NODE_SHOWN);
    g_autofree char *name = NULL;

    if (!g_strcmp0(purple_blist_node_get_string(node, NODE_TITLE), title)) {
        if (!shown || !strcmp(purple_group_get_name(group), shown))
            return;
        name = purple_find_group(shown) ? NULL : g_strdup(shown);
    }
    if (!name)
        name = group_free_name(ma, title);
    purple_blist_rename_group(group, name);
    group_set_names(group, title);
}

static PurpleGroup *
group_get(MsnpAccount *ma, const MsnpCircle *circle, const char *key)
{
    PurpleGroup *group = group_find(key);
    g_autofree char *plain = NULL, *name = NULL;
    const char *title = msnp_plus_shown_name(msnp_circle_name(circle), &plain);

    if (group) {
        group_rename(ma, group, title);
        return group;
    }
    name = group_free_name(ma, title);
    group = purple_group_new(name);
    purple_blist_add_group(group, NULL);
    purple_blist_node_set_string((PurpleBlistNode *) group, NODE_CIRCLE, key);
    group_set_names(group, title);
    return group;
}

/* ---- people ---- */

/* Before it is put into the list: who looks after contacts passes over what is a circle's. */
static void
node_mark(PurpleBlistNode *node, const char *key)
{
    purple_blist_node_set_flags(node, PURPLE_BLIST_NODE_FLAG_NO_SAVE);
    purple_blist_node_set_string(node, NODE_CIRCLE, key);
}

static PurpleBuddy *
buddy_find(MsnpAccount *ma, const char *key, const char *who)
{
    g_autoptr(GSList) buddies = purple_find_buddies(ma->account, who);
    GSList *l = buddies;

    while (l && !node_is(l->data, key))
        l = l->next;
    return l ? l->data : NULL;
}

static void
buddy_place(MsnpAccount *ma, PurpleGroup *group, const char *key, const char *who)
{
    PurpleBuddy *buddy = buddy_find(ma, key, who);
    PurpleContact *meta;

    if (buddy && purple_buddy_get_group(buddy) == group)
        return;
    if (buddy)
        purple_blist_remove_buddy(buddy);
    buddy = purple_buddy_new(ma->account, who, NULL);
    meta = purple_contact_new();
    node_mark((PurpleBlistNode *) buddy, key);
    purple_blist_node_set_flags((PurpleBlistNode *) meta, PURPLE_BLIST_NODE_FLAG_NO_SAVE);
    purple_blist_add_contact(meta, group, NULL);
    purple_blist_add_buddy(buddy, meta, NULL, NULL);
}

/* How somebody is: as a contact if that is known to be online, else as the circle has him who says most. */
static MsnpStatus
status_of(MsnpAccount *ma, const char *who, const char **message)
{
    const MsnpContact *contact = msnp_session_contact(ma->session, who);
    const MsnpCircle *circle;
    guint i;

    *message = "";
    if (contact && (msnp_contact_lists(contact) & MSNP_LIST_FORWARD) && msnp_contact_status(contact) != MSNP_OFFLINE) {
        *message = msnp_contact_personal(contact);
        return msnp_contact_status(contact);
    }
    for (i = 0; (circle = msnp_session_nth_circle(ma->session, i)); i++) {
        const MsnpCircleMember *member = msnp_circle_member(circle, who);

        if (member && msnp_circle_member_status(member) != MSNP_OFFLINE) {
            *message = msnp_circle_member_message(member);
            return msnp_circle_member_status(member);
        }
    }
    return MSNP_OFFLINE;
}

static gboolean
status_is_shown(MsnpAccount *ma, const char *who, const char *id, const char *message)
{
    g_autoptr(GSList) buddies = purple_find_buddies(ma->account, who);
    GSList *l;

    for (l = buddies; l; l = l->next) {
        PurpleStatus *active = purple_presence_get_active_status(purple_buddy_get_presence(l->data));
        const char *shown = purple_status_get_attr_string(active, "message");

        if (g_strcmp0(purple_status_get_id(active), id) || g_strcmp0(shown ? shown : "", message))
            return FALSE;
    }
    return TRUE;
}

/* libpurple keeps one status for all buddies of one name. */
static void
status_show(MsnpAccount *ma, const char *who)
{
    g_autofree char *plain = NULL;
    const char *message;
    const char *id = msnp_status_id(status_of(ma, who, &message));

    message = msnp_plus_shown_name(message, &plain);
    if (status_is_shown(ma, who, id, message))
        return;
    if (*message)
        purple_prpl_got_user_status(ma->account, who, id, "message", message, NULL);
    else
        purple_prpl_got_user_status(ma->account, who, id, NULL);
}

void
msnp_circle_list_presence(MsnpAccount *ma, const char *who)
{
    const MsnpCircle *circle;
    guint i;

    for (i = 0; (circle = msnp_session_nth_circle(ma->session, i)); i++)
        if (msnp_circle_member(circle, who)) {
            status_show(ma, who);
            return;
        }
}

static void
member_show(MsnpAccount *ma, PurpleGroup *group, const char *key, const MsnpCircleMember *member)
{
    const char *who = msnp_circle_member_handle(member);
    g_autofree char *plain = NULL;
    const char *name = msnp_plus_shown_name(msnp_circle_member_name(member), &plain);
    PurpleBuddy *buddy;

    buddy_place(ma, group, key, who);
    buddy = buddy_find(ma, key, who);
    if (buddy && *name && g_strcmp0(purple_buddy_get_server_alias(buddy), name))
        purple_blist_server_alias_buddy(buddy, name);
    status_show(ma, who);
}

/* ---- the entry of the conversation ---- */

static GHashTable *
chat_components(const char *id)
{
    GHashTable *components = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

    g_hash_table_insert(components, g_strdup(CHAT_CIRCLE), g_strdup(id));
    return components;
}

static PurpleChat *
chat_find(PurpleGroup *group, const char *key)
{
    PurpleBlistNode *node = purple_blist_node_get_first_child((PurpleBlistNode *) group);

    while (node && !(PURPLE_BLIST_NODE_IS_CHAT(node) && node_is(node, key)))
        node = purple_blist_node_get_sibling_next(node);
    return (PurpleChat *) node;
}

static void
chat_place(MsnpAccount *ma, PurpleGroup *group, const char *key, const MsnpCircle *circle)
{
    g_autofree char *plain = NULL;
    const char *title = msnp_plus_shown_name(msnp_circle_name(circle), &plain);
    PurpleChat *chat = chat_find(group, key);

    if (chat && g_strcmp0(purple_chat_get_name(chat), title))
        purple_blist_alias_chat(chat, title);
    if (chat)
        return;
    chat = purple_chat_new(ma->account, title, chat_components(msnp_circle_id(circle)));
    node_mark((PurpleBlistNode *) chat, key);
    purple_blist_add_chat(chat, group, NULL);
}

/* ---- all of it ---- */

/* The circle's nodes which fit; they are removed when all have been found. */
static GSList *
nodes_of(MsnpAccount *ma, gboolean (*fits)(MsnpAccount *ma, PurpleBlistNode *node))
{
    g_autofree char *ours = circle_key(ma, "");
    PurpleBlistNode *node;
    GSList *found = NULL;

    for (node = purple_blist_get_root(); node; node = purple_blist_node_next(node, TRUE)) {
        const char *key = purple_blist_node_get_string(node, NODE_CIRCLE);

        if (key && g_str_has_prefix(key, ours) && fits(ma, node))
            found = g_slist_prepend(found, node); /* groups come behind what is in them */
    }
    return found;
}

/* A group that the user has put something into stays, as his. */
static void
node_remove(PurpleBlistNode *node)
{
    if (PURPLE_BLIST_NODE_IS_BUDDY(node))
        purple_blist_remove_buddy((PurpleBuddy *) node);
    else if (PURPLE_BLIST_NODE_IS_CHAT(node))
        purple_blist_remove_chat((PurpleChat *) node);
    else if (!purple_blist_node_get_first_child(node))
        purple_blist_remove_group((PurpleGroup *) node);
    else
        purple_blist_node_remove_setting(node, NODE_CIRCLE);
}

static const MsnpCircle *
node_circle(MsnpAccount *ma, PurpleBlistNode *node)
{
    const char *key = purple_blist_node_get_string(node, NODE_CIRCLE);

    return msnp_session_circle(ma->session, strrchr(key, ' ') + 1);
}

/* Of no circle, or of somebody who is in it no more, or in another group than the circle's. */
static gboolean
node_is_stale(MsnpAccount *ma, PurpleBlistNode *node)
{
    const MsnpCircle *circle = node_circle(ma, node);

    if (!circle)
        return TRUE;
    return PURPLE_BLIST_NODE_IS_BUDDY(node) &&
           !msnp_circle_member(circle, purple_normalize(ma->account, purple_buddy_get_name((PurpleBuddy *) node)));
}

static void
drop_stale(MsnpAccount *ma)
{
    g_autoptr(GSList) nodes = nodes_of(ma, node_is_stale);
    GSList *l;

    ma->placing = TRUE;
    for (l = nodes; l; l = l->next)
        node_remove(l->data);
    ma->placing = FALSE;
}

static void
circle_show(MsnpAccount *ma, const MsnpCircle *circle)
{
    g_autofree char *key = circle_key(ma, msnp_circle_id(circle));
    const MsnpCircleMember *member;
    PurpleGroup *group;
    guint i;

    ma->placing = TRUE;
    group = group_get(ma, circle, key);
    chat_place(ma, group, key, circle);
    for (i = 0; ma->gc && (member = msnp_circle_nth_member(circle, i)); i++)
        member_show(ma, group, key, member);
    ma->placing = FALSE;
}

void
msnp_circle_list_circle(MsnpAccount *ma, const MsnpAction *action)
{
    circle_show(ma, action->circle);
    if (action->number)
        msnp_chat_renamed(ma, action->circle);
}

void
msnp_circle_list_gone(MsnpAccount *ma, const MsnpAction *action)
{
    drop_stale(ma);
    if (action->chat)
        /* TRANSLATORS: line in the conversation of a group that the service keeps */
        msnp_chat_say(ma, action->chat, _("You are not in this circle any more."));
}

void
msnp_circle_list_member(MsnpAccount *ma, const MsnpAction *action)
{
    const MsnpCircleMember *member = action->number ? msnp_circle_member(action->circle, action->who) : NULL;
    g_autofree char *key = circle_key(ma, msnp_circle_id(action->circle));
    PurpleBuddy *buddy;

    ma->placing = TRUE;
    if (member) {
        member_show(ma, group_get(ma, action->circle, key), key, member);
    } else {
        buddy = buddy_find(ma, key, action->who);
        if (buddy)
            purple_blist_remove_buddy(buddy);
        if (ma->gc)
            status_show(ma, action->who);
    }
    ma->placing = FALSE;
}

void
msnp_circle_list_done(MsnpAccount *ma)
{
    drop_stale(ma);
}

/* ---- what the user does to them ---- */

static gboolean
undo(gpointer data)
{
    MsnpAccount *ma = msnp_account_ref(data);
    GSList *undone = ma->undone, *l;
    const MsnpCircle *circle;
    guint i;

    ma->undo = 0;
    ma->undone = NULL;
    for (l = undone; l; l = l->next) {
        MsnpAction action = {.who = l->data};

        msnp_blist_restore(ma, &action);
    }
    g_slist_free_full(undone, g_free);
    for (i = 0; ma->gc && (circle = msnp_session_nth_circle(ma->session, i)); i++)
        circle_show(ma, circle);
    msnp_account_unref(ma);
    return FALSE;
}

void
msnp_circle_list_undo(MsnpAccount *ma, const char *who)
{
    if (who)
        ma->undone = g_slist_prepend(ma->undone, g_strdup(who));
    if (ma->undo)
        return;
    ma->undo = purple_timeout_add(0, undo, ma);
    /* TRANSLATORS: title of a message; a circle is a group of people that the service keeps */
    purple_notify_error(ma->gc, NULL, _("Circles cannot be changed here"),
                        _("Who is in a circle, and what it is called, is changed on the web site of the service. "
                          "The buddy list is put back as it was; nothing was changed in your address book."));
}

void
msnp_circle_list_stop(MsnpAccount *ma)
{
    if (ma->undo)
        purple_timeout_remove(ma->undo);
    ma->undo = 0;
    g_slist_free_full(g_steal_pointer(&ma->undone), g_free);
}

/* ---- chats, as libpurple wants to know them ---- */

GList *
msnp_circle_list_chat_info(PurpleConnection *gc)
{
    struct proto_chat_entry *entry = g_new0(struct proto_chat_entry, 1);

    /* TRANSLATORS: label of the field for the name of a circle, in the window in which one joins a conversation */
    entry->label = _("_Circle:");
    entry->identifier = CHAT_CIRCLE;
    entry->required = TRUE;
    return g_list_append(NULL, entry);
}

GHashTable *
msnp_circle_list_chat_defaults(PurpleConnection *gc, const char *name)
{
    return name ? chat_components(name) : g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

/* Under this name its window is found. */
char *
msnp_circle_list_chat_name(GHashTable *components)
{
    return g_strdup(g_hash_table_lookup(components, CHAT_CIRCLE));
}

PurpleChat *
msnp_circle_list_find_chat(PurpleAccount *account, const char *name)
{
    PurpleBlistNode *node;

    for (node = purple_blist_get_root(); node; node = purple_blist_node_next(node, TRUE))
        if (PURPLE_BLIST_NODE_IS_CHAT(node) && purple_chat_get_account((PurpleChat *) node) == account &&
            !g_strcmp0(g_hash_table_lookup(purple_chat_get_components((PurpleChat *) node), CHAT_CIRCLE), name))
            return (PurpleChat *) node;
    return NULL;
}

void
msnp_circle_list_join(PurpleConnection *gc, GHashTable *components)
{
    MsnpAccount *ma = msnp_pump_enter(gc);
    const char *name = g_hash_table_lookup(components, CHAT_CIRCLE);
    g_autofree char *text = NULL;
    guint chat;

    if (!ma)
        return;
    if (!name || msnp_circle_open(ma->session, name, &chat) != MSNP_ERROR_NONE) {
        /* TRANSLATORS: %s is the name that was typed */
        text = g_strdup_printf(_("You are in no circle “%s”, or this service has no circles."), name ? name : "");
        purple_notify_error(gc, NULL, _("The conversation cannot be opened"), text);
        purple_serv_got_join_chat_failed(gc, components);
    }
    msnp_pump_leave(ma);
}
