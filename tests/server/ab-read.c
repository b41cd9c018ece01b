/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how lists, contacts and groups are shown: FindMembership, ABFindAll, ABFindContactsPaged.
 */
#include "ab.h"

#include <string.h>

#include "circles.h"
#include "log.h"
#include "options.h"

/* ---- lists ---- */

/* Who waits for an answer is on no other list but the pending one. */
static gboolean
has_role(const Contact *contact, guint bit)
{
    gboolean pending = (contact->lists & LIST_PL) != 0;

    if (bit == LIST_RL)
        return (contact->lists & LIST_RL) != 0 && (!pending || contact->rl_accepted);
    return (contact->lists & bit) != 0;
}

/* Of the members themselves: what names them differs. */
static void
append_member(GString *out, const Contact *contact, const char *role, const char *stamp)
{
    guint network = account_network(contact->who);
    const char *type = network == 4 ? "Phone" : network == 1 ? "Passport" : "Email";

    xml_append(out,
               "<Member xsi:type=\"%sMember\"><MembershipId>%s/%s</MembershipId><Type>%s</Type>",
               type, role, contact->who->key, type);
    xml_append(out, "<DisplayName>%s</DisplayName><State>Accepted</State><Deleted>false</Deleted>",
               contact->who->name);
    xml_append(out, "<LastChanged>%s</LastChanged><JoinedDate>%s</JoinedDate>", stamp, AB_LONG_AGO);
    g_string_append(out, "<ExpirationDate>0001-01-01T00:00:00</ExpirationDate><Changes/>");
    if (network == 4)
        xml_append(out, "<PhoneNumber>%s</PhoneNumber></Member>", contact->who->mail);
    else if (network != 1)
        xml_append(out,
                   "<Annotations><Annotation><Name>MSN.IM.BuddyType</Name><Value>%s</Value>"
                   "</Annotation></Annotations><Email>%s</Email></Member>",
                   network == 2 ? "02:" : "32:", contact->who->mail);
    else
        xml_append(out,
                   "<PassportName>%s</PassportName><IsPassportNameHidden>false"
                   "</IsPassportNameHidden><PassportId>0</PassportId><CID>0</CID>"
                   "<PassportChanges/></Member>",
                   contact->who->mail);
}

static void
append_role(GString *out, const AbCall *call, const char *role, guint bit, const char *stamp)
{
    const GPtrArray *contacts = call->account->contacts;

    g_string_append_printf(out, "<Membership><MemberRole>%s</MemberRole><Members>", role);
    for (guint i = 0; i < contacts->len; i++) {
        if (has_role(contacts->pdata[i], bit))
            append_member(out, contacts->pdata[i], role, stamp);
    }
    g_string_append(out,
                    "</Members><MembershipIsComplete>true</MembershipIsComplete></Membership>");
}

static gboolean
check_filter(const AbCall *call)
{
    const xmlNode *types = xml_path(call->op, NS_AB, "serviceFilter/Types");
    const xmlNode *type = xml_child(types, NS_AB, "ServiceType");

    for (; type != NULL; type = xml_next(type)) {
        g_autofree char *text = xml_text(type);

        if (g_strcmp0(text, "Messenger") == 0)
            return TRUE;
    }
    ab_wrong(call, "the serviceFilter does not ask for Messenger");
    return FALSE;
}

void
ab_find_membership(const AbCall *call)
{
    static const struct {
        const char *name;
        guint bit;
    } roles[] = {
        {"Allow", LIST_AL}, {"Block", LIST_BL}, {"Reverse", LIST_RL}, {"Pending", LIST_PL}};
    const char *stranger =
        xml_stranger(call->op, NS_AB, "serviceFilter View deltasOnly lastChange");
    g_autofree char *stamp = ab_stamp(call->account);
    g_autoptr(GString) out = g_string_new(NULL);

    if (stranger != NULL)
        soap_bad(call->soap, "what is %s?", stranger);
    if (!check_filter(call) || !ab_check_deltas(call, call->op, "deltasOnly", "lastChange"))
        return;
    g_string_append(out, "<FindMembershipResult><Services><Service><Memberships>");
    for (guint i = 0; i < G_N_ELEMENTS(roles); i++)
        append_role(out, call, roles[i].name, roles[i].bit, stamp);
    g_string_append_printf(
        out,
        "</Memberships><Info><Handle><Id>1</Id><Type>Messenger</Type>"
        "<ForeignId/></Handle><InverseRequired>false</InverseRequired>"
        "<AuthorizationCriteria>Everyone</AuthorizationCriteria></Info><Changes/>"
        "<LastChange>%s</LastChange><Deleted>false</Deleted></Service></Services>",
        stamp);
    xml_append(out,
               "<OwnerNamespace><Info><Handle><Id>%s</Id><IsPassportNameHidden>false"
               "</IsPassportNameHidden><CID>0</CID></Handle><CreatorPuid>0</CreatorPuid>"
               "<CreatorCID>1234567890123456789</CreatorCID><CreatorPassportName>%s"
               "</CreatorPassportName></Info><Changes/><CreateDate>%s</CreateDate><LastChange>%s"
               "</LastChange></OwnerNamespace></FindMembershipResult>",
               AB_ID, call->account->mail, AB_LONG_AGO, stamp);
    ab_respond(call, out->str);
}

/* ---- the address book ---- */

static void
append_group(GString *out, const Group *group, const char *stamp)
{
    xml_append(
        out,
        "<Group><groupId>%s</groupId><groupInfo><annotations><Annotation><Name>"
        "MSN.IM.Display</Name><Value>1</Value></Annotation></annotations><groupType>%s"
        "</groupType><name>%s</name><IsNotMobileVisible>false</IsNotMobileVisible><IsPrivate>"
        "false</IsPrivate><IsFavorite>false</IsFavorite></groupInfo><propertiesChanged/>"
        "<fDeleted>false</fDeleted><lastChange>%s</lastChange></Group>",
        group->guid, GROUP_TYPE, group->name, stamp);
}

/* The group of those without a group is no group here. */
static void
append_groups(GString *out, const Account *account, const char *stamp)
{
    for (guint i = 0; i < account->groups->len; i++) {
        const Group *group = account->groups->pdata[i];

        if (group->id != 0)
            append_group(out, group, stamp);
    }
}

static void
append_annotation(GString *out, const char *name, const char *value)
{
    xml_append(out, "<Annotation><Name>%s</Name><Value>%s</Value></Annotation>", name, value);
}

static void
append_rest(GString *out, const char *stamp)
{
    xml_append(
        out, "<propertiesChanged/><fDeleted>false</fDeleted><lastChange>%s</lastChange></Contact>",
        stamp);
}

/* What he has said of himself, as the book has it of people who have linked theirs. */
static void
append_phones(GString *out, const Account *who)
{
    static const struct {
        Phone phone;
        const char *type;
    } kinds[] = {{PHONE_PHH, "ContactPhonePersonal"},
                 {PHONE_PHW, "ContactPhoneBusiness"},
                 {PHONE_PHM, "ContactPhoneMobile"}};
    g_autoptr(GString) phones = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (who->phones[kinds[i].phone] != NULL)
            xml_append(phones,
                       "<ContactPhone><contactPhoneType>%s</contactPhoneType><number>%s</number>"
                       "<isMessengerEnabled>false</isMessengerEnabled><propertiesChanged/>"
                       "</ContactPhone>",
                       kinds[i].type, who->phones[kinds[i].phone]);
    }
    if (phones->len > 0)
        g_string_append_printf(out, "<phones>%s</phones>", phones->str);
}

static const char *
takes_pages(const Account *who)
{
    return g_strcmp0(who->phones[PHONE_MOB], "Y") == 0 ? "true" : "false";
}

static void
append_me(GString *out, Account *account, const char *stamp)
{
    xml_append(out, "<Contact><contactId>%s</contactId><contactInfo><annotations>",
               account_me_guid(account));
    append_annotation(out, "MSN.IM.MBEA", "0");
    append_annotation(out, "MSN.IM.GTC", account->ask ? "1" : "2");
    append_annotation(out, "MSN.IM.BLP", account->allow ? "1" : "2");
    append_annotation(out, "MSN.IM.MPOP", account->mpop ? "1" : "0");
    append_annotation(out, "MSN.IM.RoamLiveProperties", "1");
    g_string_append(out, "</annotations>");
    append_phones(out, account);
    xml_append(
        out,
        "<contactType>Me</contactType><quickName>%s</quickName><passportName>%s"
        "</passportName><IsPassportNameHidden>false</IsPassportNameHidden><displayName>%s"
        "</displayName><puid>0</puid><CID>1234567890123456789</CID><isMobileIMEnabled>%s"
        "</isMobileIMEnabled><isMessengerUser>false</isMessengerUser></contactInfo>",
        account->name, account->mail, account->name, takes_pages(account));
    append_rest(out, stamp);
}

static void
append_group_ids(GString *out, const Contact *contact)
{
    g_autoptr(GString) ids = g_string_new(NULL);

    for (guint i = 0; contact->groups != NULL && i < contact->groups->len; i++) {
        const Group *group = contact->groups->pdata[i];

        if (group->id != 0)
            g_string_append_printf(ids, "<guid>%s</guid>", group->guid);
    }
    if (ids->len > 0)
        g_string_append_printf(out, "<groupIds>%s</groupIds>", ids->str);
}

static void
append_identity(GString *out, const Contact *contact)
{
    const Account *who = contact->who;

    if (g_str_has_prefix(who->mail, "tel:"))
        xml_append(out,
                   "<phones><ContactPhone><contactPhoneType>ContactPhoneMobile</contactPhoneType>"
                   "<number>%s</number><isMessengerEnabled>true</isMessengerEnabled>"
                   "<propertiesChanged/></ContactPhone></phones>",
                   who->mail + 4);
    else if (account_network(who) != 1)
        xml_append(out,
                   "<emails><ContactEmail><contactEmailType>%s</contactEmailType><email>%s</email>"
                   "<isMessengerEnabled>true</isMessengerEnabled><Capability>%u</Capability>"
                   "<MessengerEnabledExternally>false</MessengerEnabledExternally>"
                   "<propertiesChanged/></ContactEmail></emails>",
                   account_network(who) == 2 ? "Messenger3" : "Messenger2", who->mail,
                   account_network(who));
    else
        xml_append(out, "<passportName>%s</passportName>", who->mail);
    xml_append(out, "<quickName>%s</quickName><displayName>%s</displayName>", who->name, who->name);
}

static void
append_contact(GString *out, Account *owner, Contact *contact, const char *stamp)
{
    xml_append(out, "<Contact><contactId>%s</contactId><contactInfo>",
               contact_guid(owner, contact));
    if (contact->nick != NULL) {
        g_string_append(out, "<annotations>");
        append_annotation(out, "AB.NickName", contact->nick);
        g_string_append(out, "</annotations>");
    }
    append_group_ids(out, contact);
    g_string_append(out, "<contactType>Regular</contactType>");
    append_identity(out, contact);
    if (!g_str_has_prefix(contact->who->mail, "tel:"))
        append_phones(out, contact->who);
    xml_append(out,
               "<IsPassportNameHidden>false</IsPassportNameHidden><puid>0</puid><CID>-1"
               "</CID><IsNotMobileVisible>false</IsNotMobileVisible><isMobileIMEnabled>"
               "%s</isMobileIMEnabled><isMessengerUser>%s</isMessengerUser>"
               "<isFavorite>false</isFavorite><isSmtp>false</isSmtp><hasSpace>false"
               "</hasSpace></contactInfo>",
               takes_pages(contact->who), contact->hidden ? "false" : "true");
    append_rest(out, stamp);
}

/* Who is on the forward list. */
static GPtrArray *
booked(const Account *account)
{
    GPtrArray *contacts = g_ptr_array_new();

    for (guint i = 0; i < account->contacts->len; i++) {
        Contact *contact = account->contacts->pdata[i];

        if ((contact->lists & LIST_FL) != 0 || contact->hidden)
            g_ptr_array_add(contacts, contact);
    }
    return contacts;
}

static void
append_book(GString *out, const char *element, const AbCall *call, const char *stamp)
{
    g_string_append_printf(out, "<%s>", element);
    xml_append(out,
               "<abId>%s</abId><abInfo><ownerPuid>0</ownerPuid><OwnerCID>1234567890123456789"
               "</OwnerCID><ownerEmail>%s</ownerEmail><fDefault>true</fDefault>"
               "<joinedNamespace>false</joinedNamespace></abInfo><lastChange>%s</lastChange>"
               "<DynamicItemLastChanged>%s</DynamicItemLastChanged><createDate>%s</createDate>"
               "<propertiesChanged/>",
               AB_ID, call->account->mail, stamp, AB_LONG_AGO, AB_LONG_AGO);
    g_string_append_printf(out, "</%s>", element);
}

/* The whole of it. */
static void
respond_book(const AbCall *call)
{
    g_autofree char *stamp = ab_stamp(call->account);
    g_autoptr(GPtrArray) contacts = booked(call->account);
    g_autoptr(GString) out = g_string_new("<ABFindAllResult><groups>");

    append_groups(out, call->account, stamp);
    g_string_append(out, "</groups><contacts>");
    append_me(out, call->account, stamp);
    for (guint i = 0; i < contacts->len; i++)
        append_contact(out, call->account, contacts->pdata[i], stamp);
    g_string_append(out, "</contacts>");
    append_book(out, "ab", call, stamp);
    g_string_append(out, "</ABFindAllResult>");
    ab_respond(call, out->str);
}

/* The same in capital letters and, if so ordered, a page at a time: what is no contact, and
 * oneself, is in the first. */
static void
respond_page(const AbCall *call)
{
    g_autofree char *stamp = ab_stamp(call->account);
    g_autoptr(GPtrArray) contacts = booked(call->account);
    g_autoptr(GString) out = g_string_new("<ABFindContactsPagedResult><Groups>");
    g_autoptr(GString) context = g_string_new(NULL);
    guint from, to;

    if (!ab_page_begin(call, AB_ID, &from))
        return;
    to = ab_page_end(call, AB_ID, from, contacts->len, context);
    if (from == 0)
        append_groups(out, call->account, stamp);
    g_string_append(out, "</Groups><Contacts>");
    if (from == 0)
        append_me(out, call->account, stamp);
    for (guint i = from; i < to; i++)
        append_contact(out, call->account, contacts->pdata[i], stamp);
    g_string_append(out, "</Contacts>");
    if (from == 0)
        circles_append_result(out, call->account);
    append_book(out, "Ab", call, stamp);
    g_string_append_printf(out, "%s</ABFindContactsPagedResult>", context->str);
    ab_respond(call, out->str);
}

static gboolean
check_view(const AbCall *call)
{
    g_autofree char *view = xml_leaf(call->op, NS_AB, "abView");

    if (g_strcmp0(view, "Full") == 0)
        return TRUE;
    ab_wrong(call, "abView is not Full");
    return FALSE;
}

void
ab_find_all(const AbCall *call)
{
    const char *stranger = xml_stranger(
        call->op, NS_AB, "abId abView deltasOnly lastChange dynamicItemView dynamicItemLastChange");

    if (stranger != NULL)
        soap_bad(call->soap, "what is %s?", stranger);
    if (ab_check_id(call) && check_view(call) &&
        ab_check_deltas(call, call->op, "deltasOnly", "lastChange"))
        respond_book(call);
}

/* The book of a circle: who is in it. */
static void
respond_circle(const AbCall *call, const Circle *circle)
{
    g_autoptr(GString) out = g_string_new("<ABFindContactsPagedResult><Groups/><Contacts>");
    g_autoptr(GString) context = g_string_new(NULL);
    guint from, to;

    if (!ab_page_begin(call, circle->id, &from))
        return;
    to = ab_page_end(call, circle->id, from, circle->members->len, context);
    circle_append_contacts(out, circle, from, to);
    g_string_append_printf(out,
                           "</Contacts><Ab><abId>%s</abId></Ab>%s</ABFindContactsPagedResult>",
                           circle->id, context->str);
    log_event("circle-read %s %s", call->account->key, circle->id);
    ab_respond(call, out->str);
}

void
ab_find_paged(const AbCall *call)
{
    const xmlNode *filter = xml_child(call->op, NS_AB, "filterOptions");
    const char *stranger =
        xml_stranger(call->op, NS_AB, "abHandle abView extendedContent filterOptions pageContext");
    g_autofree char *content = xml_leaf(call->op, NS_AB, "extendedContent");
    g_autofree char *id = xml_leaf(call->op, NS_AB, "abHandle/ABId");
    const Circle *circle = id != NULL ? circle_by_id(id) : NULL;

    if (stranger != NULL)
        soap_bad(call->soap, "what is %s?", stranger);
    if (content == NULL || strstr(content, "AB") == NULL || strstr(content, "AllGroups") == NULL)
        soap_bad(call->soap, "extendedContent does not have AB and AllGroups");
    if (circle != NULL && circle_has(circle, call->account))
        respond_circle(call, circle);
    else if (id != NULL && strcmp(id, AB_ID) != 0)
        ab_wrong(call, "there is no address book %s", id);
    else if (check_view(call) && ab_check_deltas(call, filter, "DeltasOnly", "LastChanged"))
        respond_page(call);
}
