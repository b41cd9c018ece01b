/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Allow and block lists as libpurple's privacy lists, kept in step both ways. Knows permit and deny;
 * refuses to know how a server keeps them.
 */
#include "purple/privacy.h"

#include "purple/pump.h"

/* MSN has two modes: whoever is on neither list may see one (BLP AL), or may not (BLP BL). */
static PurplePrivacyType
privacy_type(gboolean allows_strangers)
{
    return allows_strangers ? PURPLE_PRIVACY_DENY_USERS : PURPLE_PRIVACY_ALLOW_USERS;
}

static gboolean
list_has(GSList *list, const char *who)
{
    for (; list; list = list->next)
        if (!purple_utf8_strcasecmp(list->data, who))
            return TRUE;
    return FALSE;
}

/* ---- from the server ---- */

/* libpurple walks its whole list for each addition; the lists are filled by hand, once. It frees them. */
static GSList *
privacy_take(MsnpAccount *ma, MsnpLists list)
{
    GSList *names = NULL;
    const MsnpContact *contact;
    guint i;

    for (i = 0; (contact = msnp_session_nth_contact(ma->session, i)); i++)
        if (msnp_contact_lists(contact) & list)
            names = g_slist_prepend(names, g_strdup(msnp_contact_handle(contact)));
    return names;
}

static void
privacy_replace(GSList **list, GSList *names)
{
    g_slist_free_full(*list, g_free);
    *list = names;
}

void
msnp_privacy_fill(MsnpAccount *ma)
{
    PurpleAccount *account = ma->account;

    account->perm_deny = privacy_type(msnp_session_allows_strangers(ma->session));
    privacy_replace(&account->permit, privacy_take(ma, MSNP_LIST_ALLOW));
    privacy_replace(&account->deny, privacy_take(ma, MSNP_LIST_BLOCK));
    purple_blist_schedule_save();
}

/* Onto these of both lists, and off the others. */
static void
privacy_place(MsnpAccount *ma, const char *who, guint lists)
{
    gboolean permitted = list_has(ma->account->permit, who), denied = list_has(ma->account->deny, who);

    if (!!(lists & MSNP_LIST_ALLOW) != permitted)
        (permitted ? purple_privacy_permit_remove : purple_privacy_permit_add)(ma->account, who, TRUE);
    if (!!(lists & MSNP_LIST_BLOCK) != denied)
        (denied ? purple_privacy_deny_remove : purple_privacy_deny_add)(ma->account, who, TRUE);
}

/* What the user has chosen stands until the server has agreed to all of it: on his way from one list to the other
 * somebody is on neither for a while, and libpurple would take the next choice for none. */
void
msnp_privacy_contact(MsnpAccount *ma, const MsnpContact *contact)
{
    if (!msnp_contact_is_being_blocked(ma->session, contact))
        privacy_place(ma, msnp_contact_handle(contact), msnp_contact_lists(contact));
}

void
msnp_privacy_restore(MsnpAccount *ma, const char *who)
{
    const MsnpContact *contact = msnp_session_contact(ma->session, who);

    if (contact)
        msnp_privacy_contact(ma, contact);
    else
        privacy_place(ma, who, 0);
}

void
msnp_privacy_restore_type(MsnpAccount *ma)
{
    ma->account->perm_deny = privacy_type(msnp_session_allows_strangers(ma->session));
    purple_blist_schedule_save();
}

void
msnp_privacy_changed(MsnpAccount *ma, const MsnpAction *action)
{
    ma->account->perm_deny = privacy_type(action->number);
    purple_blist_schedule_save();
}

/* ---- from the user ---- */

static void
privacy_block(PurpleConnection *gc, const char *who, gboolean block)
{
    MsnpAccount *ma = msnp_pump_enter(gc);

    if (!ma)
        return;
    if (msnp_session_is_online(ma->session))
        msnp_contact_block(ma->session, who, block, NULL);
    msnp_pump_leave(ma);
}

void
msnp_privacy_add_permit(PurpleConnection *gc, const char *who)
{
    privacy_block(gc, who, FALSE);
}

/* Nobody who is taken off one list is put on the other, except by the user: MSN has no "off both" that
 * would not ask again at the next sign-in. Taking off the allow list blocks. */
void
msnp_privacy_rem_permit(PurpleConnection *gc, const char *who)
{
    privacy_block(gc, who, TRUE);
}

void
msnp_privacy_add_deny(PurpleConnection *gc, const char *who)
{
    privacy_block(gc, who, TRUE);
}

void
msnp_privacy_rem_deny(PurpleConnection *gc, const char *who)
{
    privacy_block(gc, who, FALSE);
}

/* "Allow all" and "block the users below" are one to MSN; so are the others. libpurple calls this at each
 * sign-in too, with what it had saved: the server's word counts then. */
void
msnp_privacy_set(PurpleConnection *gc)
{
    MsnpAccount *ma = msnp_pump_enter(gc);
    PurplePrivacyType type;

    if (!ma)
        return;
    type = ma->account->perm_deny;
    if (msnp_session_is_online(ma->session) && purple_connection_get_state(gc) == PURPLE_CONNECTED)
        msnp_set_allow_strangers(ma->session, type == PURPLE_PRIVACY_ALLOW_ALL || type == PURPLE_PRIVACY_DENY_USERS,
                                 NULL);
    msnp_pump_leave(ma);
}
