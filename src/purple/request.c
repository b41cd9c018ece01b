/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The user's changes of the buddy list, passed on to the session; and those that were refused, undone and
 * explained. Knows libpurple's callbacks; the list itself is blist.c's.
 */
#include "purple/request.h"

#include <string.h>
#include "purple/blist.h"
#include "purple/circles.h"
#include "purple/errtext.h"
#include "purple/import.h"
#include "purple/privacy.h"
#include "purple/pump.h"

/* As msnp_pump_enter(), if a change of the list is the user's and can be passed on. */
static MsnpAccount *
request_enter(PurpleConnection *gc)
{
    MsnpAccount *ma = msnp_account_of(gc);

    return ma && ma->session && !ma->placing && msnp_session_is_online(ma->session) ? msnp_pump_enter(gc) : NULL;
}

static void
request_explain(MsnpAccount *ma, MsnpRequest what, MsnpError error, guint number, const char *who,
                const char *name)
{
    g_autofree char *text = msnp_errtext_request(error, number, who, name);

    purple_notify_error(ma->gc, NULL, msnp_errtext_request_title(what), text);
}

void
msnp_request_failed(MsnpAccount *ma, const MsnpAction *action)
{
    switch (action->what) {
    case MSNP_REQUEST_OWN_NAME:
    case MSNP_REQUEST_PHONE:
        break;
    case MSNP_REQUEST_BLOCK:
    case MSNP_REQUEST_ANSWER:
        msnp_privacy_restore(ma, action->who);
        break;
    case MSNP_REQUEST_PRIVACY:
        msnp_privacy_restore_type(ma);
        break;
    default:
        msnp_blist_restore(ma, action);
        break;
    }
    if (ma->gc && !msnp_import_failed(ma, action))
        request_explain(ma, action->what, action->error, action->number, action->who, action->name);
}

/* Somebody is an address, or a telephone; what else there is a server would only refuse. */
static MsnpError
request_add(MsnpAccount *ma, const char *who, const char *group)
{
    MsnpError error = MSNP_ERROR_ADDRESS;

    if (strchr(who, '@') || g_str_has_prefix(who, "tel:"))
        error = msnp_contact_add(ma->session, who, msnp_blist_session_group(ma, group), NULL);
    return error == MSNP_ERROR_NONE || error == MSNP_ERROR_NOT_OFFERED ? error : MSNP_ERROR_ADDRESS;
}

void
msnp_request_add(PurpleConnection *gc, PurpleBuddy *buddy, PurpleGroup *group)
{
    MsnpAccount *ma = request_enter(gc);
    const char *who = purple_buddy_get_name(buddy);
    const char *name = group ? purple_group_get_name(group) : "";
    MsnpError error;

    if (!ma)
        return;
    if (msnp_circle_list_owns((PurpleBlistNode *) group)) {
        msnp_circle_list_undo(ma, who);
    } else if ((error = request_add(ma, who, name)) != MSNP_ERROR_NONE) {
        request_explain(ma, MSNP_REQUEST_ADD, error, 0, who, NULL);
        purple_blist_remove_buddy(buddy);
    }
    msnp_pump_leave(ma);
}

/* Whom the server never had needs no farewell. */
void
msnp_request_remove(PurpleConnection *gc, PurpleBuddy *buddy, PurpleGroup *group)
{
    MsnpAccount *ma = request_enter(gc);
    const char *who = purple_buddy_get_name(buddy);
    MsnpContact *contact;

    if (!ma)
        return;
    contact = msnp_session_contact(ma->session, who);
    if (msnp_circle_list_owns((PurpleBlistNode *) buddy))
        msnp_circle_list_undo(ma, NULL);
    else if (contact && (msnp_contact_lists(contact) & MSNP_LIST_FORWARD))
        msnp_contact_remove(ma->session, who,
                            group ? msnp_blist_session_group(ma, purple_group_get_name(group)) : NULL, NULL);
    msnp_pump_leave(ma);
}

static gboolean
group_is_circle(const char *name)
{
    return msnp_circle_list_owns((PurpleBlistNode *) purple_find_group(name));
}

void
msnp_request_move(PurpleConnection *gc, const char *who, const char *from, const char *to)
{
    MsnpAccount *ma = request_enter(gc);

    if (!ma)
        return;
    if (group_is_circle(from) || group_is_circle(to))
        msnp_circle_list_undo(ma, who);
    else
        msnp_contact_move(ma->session, who, msnp_blist_session_group(ma, from), msnp_blist_session_group(ma, to),
                          NULL);
    msnp_pump_leave(ma);
}

void
msnp_request_alias(PurpleConnection *gc, const char *who, const char *alias)
{
    MsnpAccount *ma = request_enter(gc);
    MsnpContact *contact;

    if (!ma)
        return;
    contact = msnp_session_contact(ma->session, who);
    if (contact && (msnp_contact_lists(contact) & MSNP_LIST_FORWARD)) /* who is in a circle only has no name there */
        msnp_contact_rename(ma->session, who, alias ? alias : "", NULL);
    msnp_pump_leave(ma);
}

/* A circle was given the name of another group, or another group that of a circle: libpurple has joined the two. */
static gboolean
moves_circle(GList *moved)
{
    while (moved && !msnp_circle_list_owns(moved->data))
        moved = moved->next;
    return moved != NULL;
}

static void
undo_rename(MsnpAccount *ma, GList *moved)
{
    for (; moved; moved = moved->next)
        if (!msnp_circle_list_owns(moved->data))
            msnp_circle_list_undo(ma, purple_buddy_get_name(moved->data));
    msnp_circle_list_undo(ma, NULL);
}

/* A group of that name may hold other accounts' people too; on our server it may not exist at all. */
void
msnp_request_rename_group(PurpleConnection *gc, const char *old_name, PurpleGroup *group, GList *moved)
{
    MsnpAccount *ma = request_enter(gc);
    const char *name = purple_group_get_name(group);
    GList *l;

    if (!ma)
        return;
    if (msnp_circle_list_owns((PurpleBlistNode *) group) || moves_circle(moved))
        undo_rename(ma, moved);
    else if (msnp_session_has_group(ma->session, old_name))
        msnp_group_rename(ma->session, old_name, name, NULL);
    else
        for (l = moved; l; l = l->next)
            msnp_contact_move(ma->session, purple_buddy_get_name(l->data), NULL, name, NULL);
    msnp_pump_leave(ma);
}

void
msnp_request_remove_group(PurpleConnection *gc, PurpleGroup *group)
{
    MsnpAccount *ma = request_enter(gc);
    const char *name = purple_group_get_name(group);

    if (!ma)
        return;
    if (msnp_circle_list_owns((PurpleBlistNode *) group))
        msnp_circle_list_undo(ma, NULL);
    else if (msnp_session_has_group(ma->session, name))
        msnp_group_remove(ma->session, name, NULL);
    msnp_pump_leave(ma);
}
