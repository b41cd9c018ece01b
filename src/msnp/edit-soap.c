/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One step of a change where the lists are kept by web services: what is asked of them, and what the notification
 * server is told afterwards, which does not know of it by itself. Knows both; refuses to know which change the step
 * belongs to.
 */
#include "msnp/edit-private.h"

#include <string.h>
#include "msnp/adl.h"
#include "msnp/phone.h"
#include "msnp/roster-words.h"
#include "msnp/soap.h"
#include "msnp/web.h"

/* ---- what is asked ---- */

typedef enum {
    ASK_CONTACT_ADD,
    ASK_CONTACT_DELETE,
    ASK_CONTACT_UPDATE,
    ASK_GROUP_ADD,
    ASK_GROUP_DELETE,
    ASK_GROUP_UPDATE,
    ASK_GROUP_CONTACT_ADD,
    ASK_GROUP_CONTACT_DELETE,
    ASK_ADD_MEMBER,
    ASK_DELETE_MEMBER,
} AskKind;

static void soap_element(gpointer who, MsnpXmlResult what, const MsnpXmlNode *node);
static void soap_done(gpointer who, const MsnpWebEnd *end);

static const MsnpXmlWanted guid_wanted[] = {{"guid", TRUE}};

#define BOOK(operation) {MSNP_SITE_ADDRESS_BOOK, operation, guid_wanted, 1, soap_element, soap_done}
#define SHARING(operation) {MSNP_SITE_SHARING, operation, NULL, 0, NULL, soap_done}

static const MsnpWebAsk asks[] = {
    [ASK_CONTACT_ADD] = BOOK("ABContactAdd"),
    [ASK_CONTACT_DELETE] = BOOK("ABContactDelete"),
    [ASK_CONTACT_UPDATE] = BOOK("ABContactUpdate"),
    [ASK_GROUP_ADD] = BOOK("ABGroupAdd"),
    [ASK_GROUP_DELETE] = BOOK("ABGroupDelete"),
    [ASK_GROUP_UPDATE] = BOOK("ABGroupUpdate"),
    [ASK_GROUP_CONTACT_ADD] = BOOK("ABGroupContactAdd"),
    [ASK_GROUP_CONTACT_DELETE] = BOOK("ABGroupContactDelete"),
    [ASK_ADD_MEMBER] = SHARING("AddMember"),
    [ASK_DELETE_MEMBER] = SHARING("DeleteMember"),
};

/* "<Operation xmlns=...>", what is within, and its end. */
static gboolean
soap_ask(MsnpEdit *edit, AskKind kind, const char *scenario, const GString *inner)
{
    g_autoptr(GString) body = g_string_sized_new(inner->len + 256);

    g_string_append_printf(body, "<%s xmlns=\"http://www.msn.com/webservices/AddressBook\">", asks[kind].operation);
    if (asks[kind].site == MSNP_SITE_ADDRESS_BOOK)
        g_string_append(body, "<abId>00000000-0000-0000-0000-000000000000</abId>");
    g_string_append_len(body, inner->str, (gssize) inner->len);
    g_string_append_printf(body, "</%s>", asks[kind].operation);
    edit->on_web = TRUE;
    msnp_web_ask(edit->edits->core->web, &asks[kind], scenario, body, edit);
    return TRUE;
}

static MsnpContact *
step_contact(const MsnpEdit *edit, const MsnpEditStep *step)
{
    return msnp_roster_contact(edit->edits->core->roster, step->who);
}

/* The id of somebody in the book, or NULL. */
static const char *
step_contact_id(const MsnpEdit *edit, const MsnpEditStep *step)
{
    MsnpContact *contact = step_contact(edit, step);

    return contact ? msnp_contact_id(contact) : NULL;
}

static const char *
step_group_id(const MsnpEdit *edit, const MsnpEditStep *step)
{
    MsnpGroup *group = msnp_roster_group_named(edit->edits->core->roster, step->group);

    return group ? msnp_group_id(group) : NULL;
}

static guint
step_network(const MsnpEdit *edit, const MsnpEditStep *step)
{
    MsnpContact *contact = step_contact(edit, step);

    return contact ? msnp_contact_network(contact) : MSNP_NETWORK_MSN;
}

/* ---- members ---- */

static const char *
role_of(guint list)
{
    switch (list) {
    case MSNP_LIST_ALLOW:
        return "Allow";
    case MSNP_LIST_BLOCK:
        return "Block";
    case MSNP_LIST_PENDING:
        return "Pending";
    default:
        return "Reverse";
    }
}

static gboolean
soap_member(MsnpEdit *edit, const MsnpEditStep *step, AskKind kind)
{
    g_autoptr(GString) inner = g_string_new(NULL);
    gboolean msn = step_network(edit, step) == MSNP_NETWORK_MSN, phone = msnp_phone_is_handle(step->who);
    const char *type = phone ? "Phone" : msn ? "Passport" : "Email";
    const char *element = phone ? "PhoneNumber" : msn ? "PassportName" : "Email";
    g_autoptr(GString) buddy_type = g_string_new(NULL);

    if (!msn && !phone)
        msnp_soap_printf(buddy_type,
                         "<Annotations><Annotation><Name>MSN.IM.BuddyType</Name><Value>%s</Value></Annotation>"
                         "</Annotations>",
                         step_network(edit, step) == MSNP_NETWORK_LCS ? "02:" : "32:");
    msnp_soap_printf(inner,
                     "<serviceHandle><Id>0</Id><Type>Messenger</Type><ForeignId></ForeignId></serviceHandle>"
                     "<memberships><Membership><MemberRole>%s</MemberRole><Members>"
                     "<Member xsi:type=\"%sMember\"><Type>%s</Type><State>Accepted</State><%s>%s</%s>",
                     role_of(step->list), type, type, element, step->who, element);
    g_string_append_printf(inner, "%s</Member></Members></Membership></memberships>", buddy_type->str);
    return soap_ask(edit, kind, "BlockUnblock", inner);
}

/* ---- contacts ---- */

#define ADD_PHONE                                                                                                      \
    "<contacts><Contact><contactInfo><phones><ContactPhone><contactPhoneType>ContactPhoneMobile</contactPhoneType>"    \
    "<number>%s</number><isMessengerEnabled>true</isMessengerEnabled></ContactPhone></phones></contactInfo></Contact>" \
    "</contacts><options><EnableAllowListManagement>true</EnableAllowListManagement></options>"

/* Changes what is known of somebody, or of oneself: id NULL. info: the elements that say how it is now; changed: the
 * name of what they are. */
static gboolean
soap_update_contact(MsnpEdit *edit, const char *scenario, const char *id, const GString *info, const char *changed)
{
    g_autoptr(GString) inner = g_string_new("<contacts><Contact>");

    if (id)
        msnp_soap_printf(inner, "<contactId>%s</contactId><contactInfo>", id);
    else
        g_string_append(inner, "<contactInfo><contactType>Me</contactType>");
    g_string_append_len(inner, info->str, (gssize) info->len);
    g_string_append_printf(inner, "</contactInfo><propertiesChanged>%s</propertiesChanged></Contact></contacts>",
                           changed);
    return soap_ask(edit, ASK_CONTACT_UPDATE, scenario, inner);
}

/* Who is in the book already, though not as a messenger's contact, becomes one, by the step under way. */
static gboolean
soap_show_contact(MsnpEdit *edit, const char *id)
{
    g_autoptr(GString) info = g_string_new("<isMessengerUser>true</isMessengerUser>");

    g_free(edit->step->id);
    edit->step->id = g_strdup(id);
    edit->step->shows = TRUE;
    return soap_update_contact(edit, "ContactSave", id, info, "IsMessengerUser");
}

/* Who is on another network has no account of this one. */
static void
append_address(GString *out, const char *who, guint network)
{
    if (network == MSNP_NETWORK_MSN)
        msnp_soap_printf(out, "<passportName>%s</passportName>", who);
    else
        msnp_soap_printf(out,
                         "<emails><ContactEmail><contactEmailType>%s</contactEmailType><email>%s</email>"
                         "<isMessengerEnabled>true</isMessengerEnabled><Capability>%u</Capability>"
                         "<MessengerEnabledExternally>false</MessengerEnabledExternally>"
                         "<propertiesChanged>Email IsMessengerEnabled Capability</propertiesChanged>"
                         "</ContactEmail></emails>",
                         network == MSNP_NETWORK_LCS ? "Messenger3" : "Messenger2", who, network);
}

static gboolean
soap_add_contact(MsnpEdit *edit, const MsnpEditStep *step)
{
    const char *hidden = msnp_roster_hidden_id(edit->edits->core->roster, step->who);
    g_autoptr(GString) inner = g_string_new(NULL);

    if (hidden)
        return soap_show_contact(edit, hidden);
    if (msnp_phone_is_handle(step->who)) {
        msnp_soap_printf(inner, ADD_PHONE, msnp_phone_number(step->who));
        return soap_ask(edit, ASK_CONTACT_ADD, "ContactSave", inner);
    }
    g_string_append(inner, "<contacts><Contact><contactInfo><contactType>LivePending</contactType>");
    append_address(inner, step->who, step_network(edit, step));
    msnp_soap_printf(inner,
                     "<isMessengerUser>true</isMessengerUser>"
                     "<MessengerMemberInfo><DisplayName>%s</DisplayName></MessengerMemberInfo></contactInfo></Contact>"
                     "</contacts><options><EnableAllowListManagement>true</EnableAllowListManagement></options>",
                     edit->edits->core->own_name);
    return soap_ask(edit, ASK_CONTACT_ADD, "ContactSave", inner);
}

/* FALSE, here and in the following: there is nothing to ask, the step is done. */
static gboolean
soap_in_group(MsnpEdit *edit, const MsnpEditStep *step, AskKind kind)
{
    const char *id = step_contact_id(edit, step), *group = step_group_id(edit, step);
    g_autoptr(GString) inner = g_string_new(NULL);

    if (!id || !group)
        return FALSE;
    msnp_soap_printf(inner,
                     "<groupFilter><groupIds><guid>%s</guid></groupIds></groupFilter>"
                     "<contacts><Contact><contactId>%s</contactId></Contact></contacts>",
                     group, id);
    return soap_ask(edit, kind, "GroupSave", inner);
}

static gboolean
soap_add(MsnpEdit *edit, const MsnpEditStep *step)
{
    if (step->list != MSNP_LIST_FORWARD)
        return soap_member(edit, step, ASK_ADD_MEMBER);
    return step->group ? soap_in_group(edit, step, ASK_GROUP_CONTACT_ADD) : soap_add_contact(edit, step);
}

static gboolean
soap_remove(MsnpEdit *edit, const MsnpEditStep *step)
{
    const char *id = step_contact_id(edit, step);
    g_autoptr(GString) inner = g_string_new(NULL);

    if (step->list != MSNP_LIST_FORWARD)
        return soap_member(edit, step, ASK_DELETE_MEMBER);
    if (step->group)
        return soap_in_group(edit, step, ASK_GROUP_CONTACT_DELETE);
    if (!id)
        return FALSE;
    msnp_soap_printf(inner, "<contacts><Contact><contactId>%s</contactId></Contact></contacts>", id);
    return soap_ask(edit, ASK_CONTACT_DELETE, "Timer", inner);
}

/* An annotation of somebody, or of oneself: id NULL. */
static gboolean
soap_annotate(MsnpEdit *edit, const char *id, const char *name, const char *value)
{
    g_autoptr(GString) info = g_string_new(NULL);

    msnp_soap_printf(info, "<annotations><Annotation><Name>%s</Name><Value>%s</Value></Annotation></annotations>", name,
                     value);
    return soap_update_contact(edit, "Timer", id, info, "Annotation");
}

/* "" takes one's own name for him away. */
static gboolean
soap_alias(MsnpEdit *edit, const MsnpEditStep *step)
{
    const char *id = step_contact_id(edit, step);

    return id && soap_annotate(edit, id, "AB.NickName", step->value ? step->value : "");
}

static gboolean
soap_strangers(MsnpEdit *edit, const MsnpEditStep *step)
{
    return soap_annotate(edit, NULL, "MSN.IM.BLP", strcmp(step->value, "AL") ? "2" : "1");
}

static gboolean
soap_own_name(MsnpEdit *edit, const MsnpEditStep *step)
{
    g_autoptr(GString) info = g_string_new(NULL);

    msnp_soap_printf(info, "<displayName>%s</displayName>", step->value);
    return soap_update_contact(edit, "Timer", NULL, info, "DisplayName");
}

/* ---- groups ---- */

static gboolean
soap_new_group(MsnpEdit *edit, const MsnpEditStep *step)
{
    g_autoptr(GString) inner = g_string_new(NULL);

    msnp_soap_printf(inner,
                     "<groupAddOptions><fRenameOnMsgrConflict>false</fRenameOnMsgrConflict></groupAddOptions>"
                     "<groupInfo><GroupInfo><name>%s</name><groupType>C8529CE2-6EAD-434d-881F-341E17DB3FF8</groupType>"
                     "<fMessenger>false</fMessenger><annotations><Annotation><Name>MSN.IM.Display</Name>"
                     "<Value>1</Value></Annotation></annotations></GroupInfo></groupInfo>",
                     step->group);
    return soap_ask(edit, ASK_GROUP_ADD, "GroupSave", inner);
}

static gboolean
soap_group_name(MsnpEdit *edit, const MsnpEditStep *step)
{
    const char *id = step_group_id(edit, step);
    g_autoptr(GString) inner = g_string_new(NULL);

    if (!id)
        return FALSE;
    msnp_soap_printf(inner,
                     "<groups><Group><groupId>%s</groupId><groupInfo><name>%s</name></groupInfo>"
                     "<propertiesChanged>GroupName</propertiesChanged></Group></groups>",
                     id, step->value);
    return soap_ask(edit, ASK_GROUP_UPDATE, "GroupSave", inner);
}

static gboolean
soap_no_group(MsnpEdit *edit, const MsnpEditStep *step)
{
    const char *id = step_group_id(edit, step);
    g_autoptr(GString) inner = g_string_new(NULL);

    if (!id)
        return FALSE;
    msnp_soap_printf(inner, "<groupFilter><groupIds><guid>%s</guid></groupIds></groupFilter>", id);
    return soap_ask(edit, ASK_GROUP_DELETE, "GroupSave", inner);
}

/* ---- what the notification server is told ---- */

static void
tell_answered(gpointer who, const MsnpCommand *reply)
{
    msnp_edit_agreed(who);
}

/* The lists are kept elsewhere: what it does not want to hear is so all the same. */
static void
tell_failed(gpointer who, MsnpError error, guint number)
{
    MsnpEdit *edit = who;

    if (error == MSNP_ERROR_LOST) {
        msnp_edit_failed(edit, error, number);
        return;
    }
    msnp_core_debug(edit->edits->core, "the server does not take a change of the lists (%u)", number);
    msnp_edit_agreed(edit);
}

static gboolean
tell_list(MsnpEdit *edit, const MsnpEditStep *step, const MsnpAsk *ask, const char *verb)
{
    g_autoptr(GString) payload = g_string_new(NULL);

    if (step->group || !(step->list & (MSNP_LIST_FORWARD | MSNP_LIST_ALLOW | MSNP_LIST_BLOCK)) ||
        !msnp_adl_print(payload, step->who, step_network(edit, step), step->list))
        return FALSE;
    msnp_link_request_payload(edit->edits->ns, ask, edit, TRUE, verb, "", payload->str, payload->len);
    return TRUE;
}

static gboolean
tell_added(MsnpEdit *edit, const MsnpEditStep *step)
{
    static const MsnpAsk ask_adl = {MSNP_VERB_ADL, tell_answered, tell_failed, NULL};

    return tell_list(edit, step, &ask_adl, "ADL");
}

static gboolean
tell_removed(MsnpEdit *edit, const MsnpEditStep *step)
{
    static const MsnpAsk ask_rml = {MSNP_VERB_RML, tell_answered, tell_failed, NULL};

    return tell_list(edit, step, &ask_rml, "RML");
}

/* ---- the steps ---- */

/* How a step is asked for, what the notification server is told then, and what answers mean that it was so. In-band:
 * what the service says does not matter, the server must agree. Undone: if only the service has agreed, it is asked for
 * what was so before. */
static const struct {
    gboolean (*ask)(MsnpEdit *edit, const MsnpEditStep *step);
    gboolean (*tell)(MsnpEdit *edit, const MsnpEditStep *step);
    gboolean (*was_so)(const char *fault);
    gboolean in_band;
    gboolean undone;
} steps[STEP_N] = {
    [STEP_ADD] = {soap_add, tell_added, msnp_soap_is_there, FALSE, FALSE},
    [STEP_REMOVE] = {soap_remove, tell_removed, msnp_soap_is_gone, FALSE, FALSE},
    [STEP_NEW_GROUP] = {soap_new_group, NULL, NULL, FALSE, FALSE},
    [STEP_GROUP_NAME] = {soap_group_name, NULL, NULL, FALSE, FALSE},
    [STEP_NO_GROUP] = {soap_no_group, NULL, msnp_soap_is_gone, FALSE, FALSE},
    [STEP_ALIAS] = {soap_alias, NULL, NULL, FALSE, FALSE},
    [STEP_OWN_NAME] = {soap_own_name, msnp_edit_step_send_in_band, NULL, TRUE, TRUE},
    [STEP_PROPERTY] = {msnp_edit_step_send_in_band, NULL, NULL, TRUE, FALSE},
    [STEP_STRANGERS] = {soap_strangers, msnp_edit_step_send_in_band, NULL, FALSE, TRUE},
};

gboolean
msnp_edit_soap_send(MsnpEdit *edit, const MsnpEditStep *step)
{
    return steps[step->kind].ask(edit, step);
}

/* What the service calls what it has made. */
static void
soap_element(gpointer who, MsnpXmlResult what, const MsnpXmlNode *node)
{
    MsnpEditStep *step = ((MsnpEdit *) who)->step;
    const char *id = msnp_xml_value(node, "");

    if (step->id || !msnp_is_contact_id(id))
        return;
    if (step->kind == STEP_NEW_GROUP || (step->kind == STEP_ADD && !step->group))
        step->id = g_strdup(id);
}

/* The services say the same of too many contacts and groups, and of names that are too long. */
static MsnpError
error_of_fault(const MsnpEditStep *step, const char *fault)
{
    MsnpError error = msnp_soap_error(fault);

    if (error == MSNP_ERROR_LIST_FULL && step->kind == STEP_NEW_GROUP)
        return MSNP_ERROR_GROUPS_FULL;
    if (error == MSNP_ERROR_GROUP_NAME && (step->kind == STEP_ALIAS || step->kind == STEP_OWN_NAME))
        return MSNP_ERROR_NAME;
    return error;
}

static gboolean
is_good_status(guint status)
{
    return status >= 200 && status <= 299;
}

/* Gateways and overload: 502 to 504. */
static MsnpError
error_of_end(const MsnpEditStep *step, const MsnpWebEnd *end)
{
    if (end->error != MSNP_ERROR_SERVER)
        return end->error;
    if (*end->fault)
        return error_of_fault(step, end->fault);
    if (is_good_status(end->status))
        return MSNP_ERROR_PROTOCOL;
    return end->status >= 502 && end->status <= 504 ? MSNP_ERROR_BUSY : MSNP_ERROR_SERVER;
}

/* Where nobody has said what became of it, or it was not as it was thought to be, the book is read again. */
static void
soap_refused(MsnpEdit *edit, const MsnpWebEnd *end)
{
    if (!*end->fault || msnp_soap_is_stale(end->fault))
        edit->edits->core->book_doubtful = TRUE;
    msnp_edit_refused(edit, error_of_end(edit->step, end), is_good_status(end->status) ? 0 : end->status);
}

static gboolean
adds_contact(const MsnpEditStep *step)
{
    return step->kind == STEP_ADD && step->list == MSNP_LIST_FORWARD && !step->group;
}

/* Who is in the book already may be hidden there; who was hidden there may have gone; who has no account here may be on
 * another network. TRUE: the other way was asked for, once. */
static gboolean
soap_other_way(MsnpEdit *edit, MsnpEditStep *step, const MsnpWebEnd *end)
{
    if (!adds_contact(step) || step->retried || end->error != MSNP_ERROR_SERVER)
        return FALSE;
    if (!step->shows && !strcmp(end->fault, "ContactAlreadyExists") && msnp_is_contact_id(end->conflict)) {
        step->retried = TRUE;
        return soap_show_contact(edit, end->conflict);
    }
    if (!strcmp(end->fault, "EmailDomainIsFederated")) {
        step->retried = TRUE;
        return msnp_edit_ask_network(edit);
    }
    if (!step->shows || strcmp(end->fault, "ContactDoesNotExist") != 0)
        return FALSE;
    step->retried = TRUE;
    step->shows = FALSE;
    g_clear_pointer(&step->id, g_free);
    msnp_roster_set_hidden_id(edit->edits->core->roster, step->who, NULL);
    return soap_add_contact(edit, step);
}

/* He is no longer hidden; and if he was in the book before, he stays there whatever comes. Nothing could be changed
 * about him without the id that the book has. */
static void
soap_contact_added(MsnpEdit *edit, MsnpEditStep *step, const MsnpWebEnd *end)
{
    msnp_roster_set_hidden_id(edit->edits->core->roster, step->who, NULL);
    edit->was_so |= step->shows;
    if (!step->id && msnp_is_contact_id(end->conflict))
        step->id = g_strdup(end->conflict);
    edit->edits->core->book_doubtful |= !step->id;
}

static void
soap_done(gpointer who, const MsnpWebEnd *end)
{
    MsnpEdit *edit = who;
    MsnpEditStep *step = edit->step;
    gboolean was_so = end->error == MSNP_ERROR_SERVER && steps[step->kind].was_so &&
                      steps[step->kind].was_so(end->fault);

    edit->on_web = FALSE;
    edit->was_so = was_so;
    edit->lost = end->error != MSNP_ERROR_NONE && end->error != MSNP_ERROR_SERVER;
    if (soap_other_way(edit, step, end))
        return;
    if (end->error != MSNP_ERROR_NONE && !was_so && !steps[step->kind].in_band) {
        soap_refused(edit, end);
        return;
    }
    edit->half = end->error == MSNP_ERROR_NONE && steps[step->kind].undone;
    if (adds_contact(step))
        soap_contact_added(edit, step, end);
    if (!steps[step->kind].tell || !steps[step->kind].tell(edit, step))
        msnp_edit_agreed(edit);
}
