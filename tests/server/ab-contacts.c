/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows ABAdd, ABContactAdd, ABContactDelete and ABContactUpdate: the forward list and what one
 * keeps about oneself. */
#include "ab.h"

#include <string.h>

#include "lists.h"
#include "log.h"
#include "ns.h"
#include "options.h"
#include "wire.h"

#define CHANGES                                                                                    \
    "DisplayName Annotation IsMessengerUser ContactFirstName ContactLastName MiddleName "          \
    "ContactBirthDate Anniversary Comment ContactEmail ContactPhone ContactLocation "              \
    "ContactWebSite ContactQuickName ContactPrimaryEmailType"

void
ab_add(const AbCall *call)
{
    g_autofree char *mail = xml_leaf(call->op, NS_AB, "abInfo/ownerEmail");
    g_autofree char *standard = xml_leaf(call->op, NS_AB, "abInfo/fDefault");

    if (mail == NULL || g_ascii_strcasecmp(mail, call->account->mail) != 0 ||
        g_strcmp0(standard, "true") != 0) {
        ab_wrong(call, "abInfo is not that of the own address book");
        return;
    }
    call->account->no_book = FALSE;
    log_event("book %s", call->account->key);
    ab_respond(call, "<ABAddResult><abId>" AB_ID "</abId></ABAddResult>");
}

static const xmlNode *
one_contact(const AbCall *call)
{
    const xmlNode *contact = xml_path(call->op, NS_AB, "contacts/Contact");

    return contact != NULL && xml_next(contact) == NULL ? contact : NULL;
}

Contact *
ab_contact(const AbCall *call)
{
    g_autofree char *id = xml_leaf(one_contact(call), NS_AB, "contactId");
    Contact *contact = id != NULL ? contact_by_guid(call->account, id) : NULL;

    if (id == NULL || !wire_is_guid(id))
        ab_wrong(call, "not one contactId that is a GUID");
    else if (contact == NULL || ((contact->lists & LIST_FL) == 0 &&
                                 !(contact->hidden && strcmp(call->soap->name,
                                                             "ABContactUpdate") == 0)))
        ab_error(call, "ContactDoesNotExist");
    else
        return contact;
    return NULL;
}

/* ---- adding ---- */

/* Whom contactInfo is about: an address here or of another network, or "tel:" and a number. Caller
 * frees. */
static char *
info_identity(const xmlNode *info)
{
    g_autofree char *number = xml_leaf(info, NS_AB, "phones/ContactPhone/number");
    char *mail = xml_leaf(info, NS_AB, "passportName");

    if (mail == NULL)
        mail = xml_leaf(info, NS_AB, "emails/ContactEmail/email");

    if (mail == NULL && number != NULL)
        mail = g_strconcat("tel:", number, NULL);
    return mail;
}

static Account *
info_account(const AbCall *call, const char *mail)
{
    Account *who = world_find(mail);

    if (who == NULL && g_str_has_prefix(mail, "tel:"))
        who = world_add(mail, "", mail + 4, KIND_CONTACT);
    if (who == NULL)
        ab_error(call, wire_is_mail(mail) && strchr(strchr(mail, '@'), '.') != NULL
                           ? "InvalidPassportUser"
                           : "BadEmailArgument");
    return who;
}

/* An address of another network is told as such, with the number of that. FALSE after it was
 * answered. */
static gboolean
info_network_right(const AbCall *call, const xmlNode *info, const Account *who)
{
    const xmlNode *email = xml_path(info, NS_AB, "emails/ContactEmail");
    g_autofree char *type = xml_leaf(email, NS_AB, "contactEmailType");
    g_autofree char *capability = xml_leaf(email, NS_AB, "Capability");
    g_autofree char *enabled = xml_leaf(email, NS_AB, "isMessengerEnabled");
    g_autofree char *changed = xml_leaf(email, NS_AB, "propertiesChanged");
    g_autofree char *number = g_strdup_printf("%u", account_network(who));

    if (email == NULL && who->network == 0)
        return TRUE;
    if (email == NULL)
        ab_error(call, "EmailDomainIsFederated");
    else if (g_strcmp0(capability, number) != 0 || g_strcmp0(enabled, "true") != 0 ||
             g_strcmp0(type, who->network == 2 ? "Messenger3" : "Messenger2") != 0 ||
             changed == NULL || xml_child(info, NS_AB, "passportName") != NULL)
        ab_wrong(call, "the ContactEmail is not that of %s on network %s", who->key, number);
    else
        return TRUE;
    return FALSE;
}

void
ab_contact_add(const AbCall *call)
{
    const xmlNode *info = xml_child(one_contact(call), NS_AB, "contactInfo");
    g_autofree char *mail = info_identity(info);
    g_autofree char *user = xml_leaf(info, NS_AB, "isMessengerUser");
    g_autofree char *manage = xml_leaf(call->op, NS_AB, "options/EnableAllowListManagement");

    if (!ab_check_id(call))
        return;
    if (mail == NULL) {
        ab_wrong(call, "not one contact with passportName or a telephone");
        return;
    }
    if (!g_str_has_prefix(mail, "tel:") && g_strcmp0(user, "true") != 0)
        soap_bad(call->soap, "isMessengerUser is not true");
    if (g_strcmp0(manage, "true") != 0)
        soap_bad(call->soap, "EnableAllowListManagement is not true");
    Account *who = info_account(call, mail);

    if (who == NULL || !info_network_right(call, info, who))
        return;
    guint before = lists_bits(call->account, who);
    Contact *there = contact_find(call->account, who);

    if (there != NULL && ((before & LIST_FL) != 0 || there->hidden)) {
        soap_conflict(call->soap, "ContactAlreadyExists", contact_guid(call->account, there));
        return;
    }
    if (who == call->account || lists_add(call->account, who, LIST_FL, NULL) != 0) {
        ab_error(call, who == call->account ? "BadEmailArgument" : "QuotaLimitReached");
        return;
    }
    ab_list_changed(call, who, LIST_FL, before, TRUE);
    log_event("contact-added %s %s", call->account->key, who->key);
    ab_respond_guid(call, contact_guid(call->account, contact_find(call->account, who)));
}

void
ab_contact_delete(const AbCall *call)
{
    Contact *contact = ab_check_id(call) ? ab_contact(call) : NULL;

    if (contact == NULL)
        return;
    Account *who = contact->who;
    guint before = contact->lists;

    log_event("contact-removed %s %s", call->account->key, who->key);
    lists_remove(call->account, contact, LIST_FL);
    ab_list_changed(call, who, LIST_FL, before, FALSE);
    ab_respond(call, "");
}

/* ---- changing ---- */

/* The value of an annotation; NULL: it is not there. Caller frees. */
static char *
annotation(const xmlNode *info, const char *name)
{
    const xmlNode *node = xml_path(info, NS_AB, "annotations/Annotation");

    for (; node != NULL; node = xml_next(node)) {
        g_autofree char *own = xml_leaf(node, NS_AB, "Name");

        if (g_strcmp0(own, name) == 0)
            return xml_leaf(node, NS_AB, "Value");
    }
    return NULL;
}

/* What propertiesChanged names is known, and it names something. */
static gboolean
changes_right(const char *changed)
{
    g_auto(GStrv) known = g_strsplit(CHANGES, " ", -1);
    g_auto(GStrv) words = g_strsplit(changed, " ", -1);
    guint count = 0;

    for (char **word = words; *word != NULL; word++) {
        if (**word == '\0')
            continue;
        count++;
        if (!g_strv_contains((const char *const *) known, *word))
            return FALSE;
    }
    return count > 0;
}

/* A setting that has two values. */
static void
take_setting(const AbCall *call, const xmlNode *info, const char *name, const char *yes,
             const char *no, gboolean *value)
{
    g_autofree char *text = annotation(info, name);

    if (text == NULL)
        return;
    if (strcmp(text, yes) != 0 && strcmp(text, no) != 0)
        soap_bad(call->soap, "%s is neither %s nor %s", name, yes, no);
    *value = strcmp(text, yes) == 0;
    log_event("setting %s %s %s", call->account->key, name, text);
}

/* Living services have one store for both: it holds without BLP. */
static void
take_permission(const AbCall *call, const xmlNode *info)
{
    Account *account = call->account;
    gboolean before = account->allow;

    take_setting(call, info, "MSN.IM.BLP", "1", "2", &account->allow);
    if (!options()->living || account->allow == before)
        return;
    account->allow_was_set = TRUE;
    log_event("blp %s %s", account->key, account->allow ? "AL" : "BL");
    ns_blp_spread(account);
}

static void
update_me(const AbCall *call, const xmlNode *info, const char *changed)
{
    Account *account = call->account;
    g_autofree char *name = xml_leaf(info, NS_AB, "displayName");

    if (strstr(changed, "DisplayName") != NULL && name == NULL)
        soap_bad(call->soap, "DisplayName is said to have changed, and is not there");
    /* Living services keep the name that PRP has given. */
    if (strstr(changed, "DisplayName") != NULL && name != NULL && !options()->living) {
        g_free(account->name);
        account->name = g_strdup(name);
        log_event("name %s", account->key);
    }
    if (strstr(changed, "Annotation") == NULL)
        return;
    take_permission(call, info);
    take_setting(call, info, "MSN.IM.GTC", "1", "2", &account->ask);
    take_setting(call, info, "MSN.IM.MPOP", "1", "0", &account->mpop);
}

/* Who was in the book only is on the forward list from now on. */
static void
show_contact(const AbCall *call, const xmlNode *info, const Contact *contact)
{
    g_autofree char *user = xml_leaf(info, NS_AB, "isMessengerUser");
    Account *who = contact->who;
    guint before = contact->lists;

    if (g_strcmp0(user, "true") != 0) {
        ab_wrong(call, "isMessengerUser is said to have changed, and is not true");
    } else if (lists_add(call->account, who, LIST_FL, NULL) != 0) {
        ab_error(call, "QuotaLimitReached");
    } else {
        ab_list_changed(call, who, LIST_FL, before, TRUE);
        log_event("contact-shown %s %s", call->account->key, who->key);
        ab_respond(call, "");
    }
}

static void
update_contact(const AbCall *call, const xmlNode *info, const char *changed)
{
    Contact *contact = ab_contact(call);

    if (contact == NULL)
        return;
    if (strstr(changed, "IsMessengerUser") != NULL) {
        show_contact(call, info, contact);
        return;
    }
    g_autofree char *nick = annotation(info, "AB.NickName");

    if (strstr(changed, "Annotation") != NULL && nick != NULL) {
        g_autofree char *word = wire_encode(nick);

        lists_set_nick(contact, nick);
        log_event("nick %s %s %s", call->account->key, contact->who->key, word);
    }
    ab_changed(call);
    ab_respond(call, "");
}

void
ab_contact_update(const AbCall *call)
{
    const xmlNode *contact = one_contact(call);
    const xmlNode *info = xml_child(contact, NS_AB, "contactInfo");
    g_autofree char *changed = xml_leaf(contact, NS_AB, "propertiesChanged");
    g_autofree char *type = xml_leaf(info, NS_AB, "contactType");

    if (!ab_check_id(call))
        return;
    if (info == NULL || changed == NULL || !changes_right(changed)) {
        ab_wrong(call, "no contactInfo, or no propertiesChanged that is known");
        return;
    }
    if (g_strcmp0(type, "Me") != 0) {
        update_contact(call, info, changed);
        return;
    }
    update_me(call, info, changed);
    ab_changed(call);
    ab_respond(call, "");
}
