/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Account actions and buddy menus. Knows what is offered and the forms it takes; what is
 * done is done elsewhere.
 */
#include "purple/menus.h"

#include <string.h>
#include "purple/chat.h"
#include "purple/errtext.h"
#include "purple/im.h"
#include "purple/import.h"
#include "purple/nls.h"
#include "purple/places.h"
#include "purple/pump.h"
#include "purple/notices.h"

/* The account, while it is online. */
static MsnpAccount *
menus_account(PurpleConnection *gc)
{
    MsnpAccount *ma = PURPLE_CONNECTION_IS_VALID(gc) ? msnp_account_of(gc) : NULL;

    return ma && ma->session && msnp_session_is_online(ma->session) ? ma : NULL;
}

/* As msnp_pump_enter(), while it is online. */
static MsnpAccount *
menus_enter(PurpleConnection *gc)
{
    return menus_account(gc) ? msnp_pump_enter(gc) : NULL;
}

static MsnpAccount *
action_account(PurplePluginAction *action)
{
    return menus_account(action->context);
}

/* ---- one's own name ---- */

static void
name_given(PurpleConnection *gc, const char *name)
{
    MsnpAccount *ma = menus_enter(gc);

    if (!ma)
        return;
    if (name && *name)
        msnp_set_own_name(ma->session, name, NULL);
    msnp_pump_leave(ma);
}

static void
action_name(PurplePluginAction *action)
{
    MsnpAccount *ma = action_account(action);

    if (ma)
        purple_request_input(ma->gc, NULL, _("Set friendly name"), _("This is the name that your friends see."),
                             msnp_session_own_name(ma->session), FALSE, FALSE, NULL, _("_OK"),
                             G_CALLBACK(name_given), _("_Cancel"), NULL, ma->account, NULL, NULL, ma->gc);
}

/* Whether the server agrees is told by itself; libpurple hears that it was sent. */
void
msnp_menus_set_alias(PurpleConnection *gc, const char *alias, PurpleSetPublicAliasSuccessCallback success,
                     PurpleSetPublicAliasFailureCallback failure)
{
    MsnpAccount *ma = menus_enter(gc);
    PurpleAccount *account = purple_connection_get_account(gc);
    MsnpError error = MSNP_ERROR_STATE;

    if (ma) {
        error = msnp_set_own_name(ma->session, alias && *alias ? alias : purple_account_get_username(account), NULL);
        msnp_pump_leave(ma);
    }
    if (error == MSNP_ERROR_NONE && success)
        success(account, alias);
    else if (error != MSNP_ERROR_NONE && failure)
        failure(account, _("The name cannot be changed now."));
}

void
msnp_menus_get_alias(PurpleConnection *gc, PurpleGetPublicAliasSuccessCallback success,
                     PurpleGetPublicAliasFailureCallback failure)
{
    MsnpAccount *ma = menus_account(gc);
    PurpleAccount *account = purple_connection_get_account(gc);

    if (ma && success)
        success(account, msnp_session_own_name(ma->session));
    else if (!ma && failure)
        failure(account, _("The name is not known now."));
}

/* ---- phone numbers ---- */

static void
phone_given(PurpleConnection *gc, MsnpPhoneKind kind, const char *number)
{
    MsnpAccount *ma = menus_enter(gc);
    MsnpError error;

    if (!ma)
        return;
    error = msnp_set_phone(ma->session, kind, number ? number : "", NULL);
    if (error == MSNP_ERROR_NOT_OFFERED)
        purple_notify_error(gc, NULL, _("This server keeps no phone numbers."), NULL);
    msnp_pump_leave(ma);
}

static void
phone_home_given(PurpleConnection *gc, const char *number)
{
    phone_given(gc, MSNP_PHONE_HOME, number);
}

static void
phone_work_given(PurpleConnection *gc, const char *number)
{
    phone_given(gc, MSNP_PHONE_WORK, number);
}

static void
phone_mobile_given(PurpleConnection *gc, const char *number)
{
    phone_given(gc, MSNP_PHONE_MOBILE, number);
}

static void
phone_ask(MsnpAccount *ma, MsnpPhoneKind kind, const char *title, GCallback given)
{
    if (ma)
        purple_request_input(ma->gc, NULL, title, _("Your friends can see this number. Empty takes it away."),
                             msnp_session_phone(ma->session, kind), FALSE, FALSE, NULL, _("_OK"), given,
                             _("_Cancel"), NULL, ma->account, NULL, NULL, ma->gc);
}

static void
action_phone_home(PurplePluginAction *action)
{
    phone_ask(action_account(action), MSNP_PHONE_HOME, _("Set home phone number"), G_CALLBACK(phone_home_given));
}

static void
action_phone_work(PurplePluginAction *action)
{
    phone_ask(action_account(action), MSNP_PHONE_WORK, _("Set work phone number"), G_CALLBACK(phone_work_given));
}

static void
action_phone_mobile(PurplePluginAction *action)
{
    phone_ask(action_account(action), MSNP_PHONE_MOBILE, _("Set mobile phone number"),
              G_CALLBACK(phone_mobile_given));
}

static void
pages_given(PurpleConnection *gc, gboolean takes)
{
    MsnpAccount *ma = menus_enter(gc);

    if (!ma)
        return;
    msnp_set_takes_pages(ma->session, takes, NULL);
    msnp_pump_leave(ma);
}

static void
pages_allow(PurpleConnection *gc, int choice)
{
    pages_given(gc, TRUE);
}

static void
pages_refuse(PurpleConnection *gc, int choice)
{
    pages_given(gc, FALSE);
}

static void
action_pages(PurplePluginAction *action)
{
    MsnpAccount *ma = action_account(action);

    if (ma)
        /* TRANSLATORS: a page is a short message to a mobile phone */
        purple_request_action(ma->gc, NULL, _("Allow mobile pages?"),
                              _("May your friends send messages to your mobile phone?"),
                              msnp_session_takes_pages(ma->session) ? 0 : 1, ma->account, NULL, NULL, ma->gc, 2,
                              /* TRANSLATORS: a button; "_" stands before the letter that presses it */
                              _("_Allow"), pages_allow, _("_Refuse"), pages_refuse);
}

/* ---- the service ---- */

static void
action_inbox(PurplePluginAction *action)
{
    if (action_account(action))
        msnp_notices_open(action->context, "INBOX");
}

static void
action_profile(PurplePluginAction *action)
{
    if (action_account(action))
        msnp_notices_open(action->context, "PROFILE 0x0409");
}

static void
find_given(PurpleConnection *gc, PurpleRequestFields *fields)
{
    const char *first = purple_request_fields_get_string(fields, "first");
    const char *last = purple_request_fields_get_string(fields, "last");
    const char *country = purple_request_fields_get_string(fields, "country");

    msnp_notices_find(gc, first ? first : "", last ? last : "", country ? country : "");
}

static void
action_find(PurplePluginAction *action)
{
    MsnpAccount *ma = action_account(action);
    PurpleRequestFields *fields;
    PurpleRequestFieldGroup *group;

    if (!ma)
        return;
    fields = purple_request_fields_new();
    group = purple_request_field_group_new(NULL);
    purple_request_fields_add_group(fields, group);
    purple_request_field_group_add_field(group, purple_request_field_string_new("first", _("First name"), NULL, FALSE));
    purple_request_field_group_add_field(group, purple_request_field_string_new("last", _("Last name"), NULL, FALSE));
    purple_request_field_group_add_field(group, purple_request_field_string_new("country", _("Country"), NULL, FALSE));
    purple_request_fields(ma->gc, NULL, _("Find people"), NULL, fields, _("_Search"), G_CALLBACK(find_given),
                          _("_Cancel"), NULL, ma->account, NULL, NULL, ma->gc);
}

static void
mail_given(PurpleConnection *gc, const char *address)
{
    if (address && *address)
        /* TRANSLATORS: text of a mail that invites a friend */
        msnp_notices_invite(gc, address, _("Come to MSN Messenger!"));
}

static void
action_mail(PurplePluginAction *action)
{
    MsnpAccount *ma = action_account(action);

    if (ma)
        purple_request_input(ma->gc, NULL, _("Invite a friend by mail"), _("Address of your friend:"), NULL, FALSE,
                             FALSE, NULL, _("_Send"), G_CALLBACK(mail_given), _("_Cancel"), NULL, ma->account, NULL,
                             NULL, ma->gc);
}

static void
action_import(PurplePluginAction *action)
{
    MsnpAccount *ma = action_account(action);

    if (ma)
        msnp_import_ask(ma);
}

static void
action_places(PurplePluginAction *action)
{
    MsnpAccount *ma = action_account(action);

    if (ma)
        msnp_places_show(ma);
}

static void
action_others_out(PurplePluginAction *action)
{
    MsnpAccount *ma = menus_enter(action->context);

    if (!ma)
        return;
    msnp_places_sign_out_others(ma);
    msnp_pump_leave(ma);
}

/* ---- the list of actions ---- */

static const struct {
    const char *label; /* NULL: a line between. In the order in which Pidgin's old MSN plugin had them */
    void (*act)(PurplePluginAction *action);
} actions[] = {
    /* TRANSLATORS: an entry of the account's menu, as are those below */
    {N_("Set Friendly Name..."), action_name},
    {NULL, NULL},
    {N_("Set Home Phone Number..."), action_phone_home},
    {N_("Set Work Phone Number..."), action_phone_work},
    {N_("Set Mobile Phone Number..."), action_phone_mobile},
    {NULL, NULL},
    /* TRANSLATORS: whether friends may send messages to one's mobile phone; here and below a "page" is such one */
    {N_("Allow or Refuse Mobile Pages..."), action_pages},
    {NULL, NULL},
    {N_("Find People..."), action_find},
    {N_("Invite a Friend by Mail..."), action_mail},
    {N_("Import Buddies From..."), action_import},
    {NULL, NULL},
    {N_("Edit Profile"), action_profile},
    {N_("Open Inbox"), action_inbox},
    /* TRANSLATORS: at which other computers and phones one is signed in */
    {N_("Signed In At..."), action_places},
    {N_("Sign Out Everywhere Else"), action_others_out},
};

/* What the server or the dialect does not have is left out. */
static gboolean
action_is_offered(MsnpAccount *ma, guint i)
{
    if (actions[i].act == action_inbox || actions[i].act == action_profile)
        return msnp_session_has_inbox(ma->session);
    if (actions[i].act == action_places || actions[i].act == action_others_out)
        return msnp_session_has_places(ma->session);
    return actions[i].act != action_find || msnp_session_can_find(ma->session);
}

GList *
msnp_menus_actions(PurplePlugin *plugin, gpointer context)
{
    MsnpAccount *ma = context ? menus_account(context) : NULL;
    GList *list = NULL;
    gboolean line = FALSE; /* wanted before whatever comes next: programs draw two in a row, and one at the end */
    guint i;

    for (i = 0; i < G_N_ELEMENTS(actions); i++) {
        if (actions[i].label && ma && !action_is_offered(ma, i))
            continue;
        if (actions[i].label && line)
            list = g_list_append(list, NULL);
        if (actions[i].label)
            list = g_list_append(list, purple_plugin_action_new(_(actions[i].label), actions[i].act));
        line = !actions[i].label;
    }
    return list;
}

/* ---- a buddy's menu ---- */

static void
node_chat(PurpleBlistNode *node, gpointer data)
{
    PurpleBuddy *buddy = (PurpleBuddy *) node;

    msnp_chat_with(purple_account_get_connection(purple_buddy_get_account(buddy)), purple_buddy_get_name(buddy));
}

/* A page under way: to whom. The account keeps it, as libpurple closes questions without a word. */
typedef struct {
    MsnpAccount *ma;
    char *who;
} Page;

static void
page_free(gpointer data)
{
    Page *page = data;

    g_free(page->who);
    g_free(page);
}

static void
page_done(Page *page)
{
    page->ma->pages = g_slist_remove(page->ma->pages, page);
    page_free(page);
}

void
msnp_menus_forget(MsnpAccount *ma)
{
    g_slist_free_full(ma->pages, page_free);
    ma->pages = NULL;
}

static void
page_not_sent(Page *page, MsnpError error, const char *text)
{
    g_autofree char *why = msnp_errtext_message(error, 0, page->who);
    g_autofree char *all = g_strdup_printf("%s\n\n%s", why, text);

    /* TRANSLATORS: a page is a short message to a mobile phone */
    purple_notify_error(page->ma->gc, NULL, _("The page was not sent."), all);
}

static void
page_given(Page *page, const char *text)
{
    MsnpAccount *ma = menus_enter(page->ma->gc);
    MsnpError error;

    if (text && *text) {
        error = ma ? msnp_send_page(ma->session, page->who, text, NULL) : MSNP_ERROR_STATE;
        if (error != MSNP_ERROR_NONE)
            page_not_sent(page, error, text);
    }
    page_done(page);
    if (ma)
        msnp_pump_leave(ma);
}

static void
page_not_given(Page *page, const char *text)
{
    page_done(page);
}

static void
node_page(PurpleBlistNode *node, gpointer data)
{
    PurpleBuddy *buddy = (PurpleBuddy *) node;
    MsnpAccount *ma = menus_account(purple_account_get_connection(purple_buddy_get_account(buddy)));
    Page *page;

    if (!ma)
        return;
    page = g_new0(Page, 1);
    page->ma = ma;
    page->who = g_strdup(purple_buddy_get_name(buddy));
    ma->pages = g_slist_prepend(ma->pages, page);
    purple_request_input(ma->gc, NULL, _("Send a page to the mobile phone"), NULL, NULL, TRUE, FALSE, NULL, _("_Send"),
                         G_CALLBACK(page_given), _("_Cancel"), G_CALLBACK(page_not_given), ma->account, page->who,
                         NULL, page);
}

GList *
msnp_menus_node(PurpleBlistNode *node)
{
    PurpleBuddy *buddy = (PurpleBuddy *) node;
    GList *list = NULL;
    MsnpAccount *ma;
    MsnpContact *contact;

    if (!PURPLE_BLIST_NODE_IS_BUDDY(node))
        return NULL;
    ma = menus_account(purple_account_get_connection(purple_buddy_get_account(buddy)));
    contact = ma ? msnp_session_contact(ma->session, purple_buddy_get_name(buddy)) : NULL;
    if (contact && msnp_contact_takes_pages(contact))
        /* TRANSLATORS: entry of a buddy's menu */
        list = g_list_append(list, purple_menu_action_new(_("Send to Mobile"), PURPLE_CALLBACK(node_page), NULL, NULL));
    if (contact && msnp_contact_status(contact) != MSNP_OFFLINE)
        /* TRANSLATORS: entry of a buddy's menu */
        list = g_list_append(list, purple_menu_action_new(_("Initiate _Chat"), PURPLE_CALLBACK(node_chat), NULL, NULL));
    return list;
}
