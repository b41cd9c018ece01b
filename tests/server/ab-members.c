/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows AddMember and DeleteMember: the lists but the forward one. */
#include "ab.h"

#include <string.h>

#include "lists.h"
#include "log.h"
#include "wire.h"

static const struct {
    const char *name;
    guint bit;
} roles[] = {{"Allow", LIST_AL}, {"Block", LIST_BL}, {"Reverse", LIST_RL}, {"Pending", LIST_PL}};

typedef struct {
    const char *role;
    guint bit;
    char *mail; /* NULL: named by the membership alone */
    char *id;
    gboolean email; /* on another network */
} Membership;

static void
membership_clear(Membership *membership)
{
    g_free(membership->mail);
    g_free(membership->id);
}

static gboolean
read_role(const xmlNode *node, Membership *membership)
{
    g_autofree char *role = xml_leaf(node, NS_AB, "MemberRole");

    for (guint i = 0; i < G_N_ELEMENTS(roles); i++) {
        if (g_strcmp0(role, roles[i].name) != 0)
            continue;
        membership->role = roles[i].name;
        membership->bit = roles[i].bit;
        return TRUE;
    }
    return FALSE;
}

static const char *
handle_fault(const AbCall *call)
{
    g_autofree char *type = xml_leaf(call->op, NS_AB, "serviceHandle/Type");
    g_autofree char *id = xml_leaf(call->op, NS_AB, "serviceHandle/Id");

    if (g_strcmp0(type, "Messenger") != 0 || id == NULL)
        return "the serviceHandle is not Messenger's";
    if (xml_stranger(call->op, NS_AB, "serviceHandle memberships nsHandle") != NULL)
        return "more than serviceHandle and memberships";
    return NULL;
}

static gboolean
has_buddy_type(const xmlNode *member)
{
    g_autofree char *name = xml_leaf(member, NS_AB, "Annotations/Annotation/Name");
    g_autofree char *value = xml_leaf(member, NS_AB, "Annotations/Annotation/Value");

    return g_strcmp0(name, "MSN.IM.BuddyType") == 0 &&
           (g_strcmp0(value, "32:") == 0 || g_strcmp0(value, "02:") == 0);
}

static const struct {
    const char *kind, *type, *element;
} kinds[] = {{"PassportMember", "Passport", "PassportName"},
             {"EmailMember", "Email", "Email"},
             {"PhoneMember", "Phone", "PhoneNumber"}};

/* Type, state and identity of a member must be of one kind. */
static const char *
member_fault(const xmlNode *member, gboolean adding, Membership *membership)
{
    g_autofree char *kind = xml_attribute(member, NS_XSI, "type");
    g_autofree char *type = xml_leaf(member, NS_AB, "Type");
    g_autofree char *state = xml_leaf(member, NS_AB, "State");
    guint row = 0;

    while (row < G_N_ELEMENTS(kinds) && g_strcmp0(kind, kinds[row].kind) != 0)
        row++;
    if (row == G_N_ELEMENTS(kinds))
        return "no xsi:type that is known here";
    membership->id = xml_leaf(member, NS_AB, "MembershipId");
    membership->mail = xml_leaf(member, NS_AB, kinds[row].element);
    membership->email = row == 1;
    if (g_strcmp0(type, kinds[row].type) != 0)
        return "the Type does not fit xsi:type";
    if (membership->email && !has_buddy_type(member))
        return "an EmailMember without MSN.IM.BuddyType";
    if (g_strcmp0(state, "Accepted") != 0)
        return "the State is not Accepted";
    if (membership->mail == NULL && (adding || membership->id == NULL))
        return "nobody is named";
    if (adding && membership->id != NULL)
        return "MembershipId in AddMember";
    return NULL;
}

/* FALSE after it was answered; there is one member. */
static gboolean
read_call(const AbCall *call, gboolean adding, Membership *membership)
{
    const xmlNode *node = xml_path(call->op, NS_AB, "memberships/Membership");
    const xmlNode *member = xml_path(node, NS_AB, "Members/Member");
    const char *why = handle_fault(call);

    if (why == NULL && (node == NULL || !read_role(node, membership)))
        why = "no MemberRole that is known";
    if (why == NULL && (member == NULL || xml_next(member) != NULL || xml_next(node) != NULL))
        why = "not one member";
    if (why == NULL)
        why = member_fault(member, adding, membership);
    if (why != NULL)
        ab_wrong(call, "%s", why);
    return why == NULL;
}

static Account *
member_account(const Membership *membership)
{
    const char *slash = membership->id != NULL ? strchr(membership->id, '/') : NULL;

    if (membership->mail != NULL)
        return world_find(membership->mail);
    return slash != NULL ? world_find(slash + 1) : NULL;
}

static void
add(const AbCall *call, const Membership *membership, Account *who)
{
    Account *account = call->account;
    guint before = lists_bits(account, who);
    guint opposite = membership->bit == LIST_AL   ? LIST_BL
                     : membership->bit == LIST_BL ? LIST_AL
                                                  : 0;

    if (membership->bit == LIST_RL) {
        Contact *contact = contact_find(account, who);

        if (contact == NULL || (contact->lists & LIST_RL) == 0) {
            ab_wrong(call, "Reverse is not the client's, but for those who were pending");
            return;
        }
        contact->rl_accepted = TRUE;
    } else if ((before & membership->bit) != 0) {
        ab_error(call, "MemberAlreadyExists");
        return;
    } else {
        if ((before & opposite) != 0)
            soap_bad(call->soap, "%s is on the opposite list", who->key);
        contact_ensure(account, who)->lists |= membership->bit;
    }
    ab_list_changed(call, who, membership->bit, before, TRUE);
    log_event("member-added %s %s %s", account->key, membership->role, who->key);
    ab_respond(call, "");
}

void
ab_add_member(const AbCall *call)
{
    Membership membership = {NULL, 0, NULL, NULL, FALSE};

    if (!read_call(call, TRUE, &membership)) {
        membership_clear(&membership);
        return;
    }
    Account *who = member_account(&membership);

    /* Everybody may list any telephone. */
    if (who == NULL && membership.mail != NULL && g_str_has_prefix(membership.mail, "tel:"))
        who = world_add(membership.mail, "", membership.mail + 4, KIND_CONTACT);
    if (membership.bit == LIST_PL)
        ab_wrong(call, "Pending is not the client's to add to");
    else if (who == NULL)
        ab_error(call,
                 strchr(membership.mail, '@') != NULL ? "UserDoesNotExist" : "BadEmailArgument");
    else if (who->network != 0 && !membership.email)
        ab_error(call, "EmailDomainIsFederated");
    else if (who->network == 0 && membership.email)
        ab_wrong(call, "%s has an account here", who->key);
    else
        add(call, &membership, who);
    membership_clear(&membership);
}

void
ab_delete_member(const AbCall *call)
{
    Membership membership = {NULL, 0, NULL, NULL, FALSE};

    if (!read_call(call, FALSE, &membership)) {
        membership_clear(&membership);
        return;
    }
    Account *who = member_account(&membership);
    Contact *contact = who != NULL ? contact_find(call->account, who) : NULL;

    if (membership.bit == LIST_RL) {
        ab_wrong(call, "Reverse is not the client's to take away from");
    } else if (who == NULL) {
        ab_error(call, "UserDoesNotExist");
    } else if (contact == NULL || (contact->lists & membership.bit) == 0) {
        ab_error(call, "MemberDoesNotExist");
    } else {
        guint before = contact->lists;

        contact->lists &= ~membership.bit;
        contact_drop_if_empty(call->account, contact);
        ab_list_changed(call, who, membership.bit, before, FALSE);
        log_event("member-removed %s %s %s", call->account->key, membership.role, who->key);
        ab_respond(call, "");
    }
    membership_clear(&membership);
}
