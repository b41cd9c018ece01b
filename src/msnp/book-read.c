/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the lists that web services keep (MSNP13 on): who is on which list, and the address book. Knows these documents
 * and how they are asked for; refuses to know what becomes of the roster that they fill.
 */
#include "msnp/book-read.h"

#include <string.h>
#include "msnp/book-pages.h"
#include "msnp/circle.h"
#include "msnp/limits.h"
#include "msnp/phone.h"
#include "msnp/roster-words.h"
#include "msnp/soap.h"
#include "msnp/wire.h"

/* An entry of the membership list, before it is known which service it belongs to. */
typedef struct {
    char *handle;
    char *name;
    guint list;
    guint network;
} Member;

struct _MsnpReading {
    MsnpCore *core;
    void (*done)(gpointer who, const MsnpWebEnd *end);
    gpointer who;
    MsnpRoster *roster;
    const char *scenario;
    guint asked;    /* documents that have not been read */
    gboolean none;  /* there is no address book */
    gboolean added; /* it was asked to be made */
    gboolean adding;
    MsnpWebEnd failed; /* error NONE: none has; fault is not kept */
    char *own_name; /* NULL: nothing was told of oneself */
    gboolean has_book;
    MsnpBookPages pages;
    /* the membership list */
    gboolean in_service;
    gboolean other_service; /* which is not Messenger */
    guint list;             /* whose members come */
    GArray *members;        /* Member, of this service */
};

static void
member_clear(gpointer data)
{
    Member *member = data;

    g_free(member->handle);
    g_free(member->name);
}

/* ---- membership ---- */

static guint
list_of_role(const char *role)
{
    static const struct {
        const char *role;
        guint list;
    } rows[] = {{"Allow", MSNP_LIST_ALLOW},
                {"Block", MSNP_LIST_BLOCK},
                {"Reverse", MSNP_LIST_REVERSE},
                {"Pending", MSNP_LIST_PENDING}};
    guint i;

    for (i = 0; i < G_N_ELEMENTS(rows); i++)
        if (!g_ascii_strcasecmp(rows[i].role, role))
            return rows[i].list;
    return 0;
}

/* The value of an annotation in an element that has some; "" if there is none of that name. */
static char *
annotation(const MsnpXmlNode *node, const char *path, const char *name)
{
    static char none[1];
    const MsnpXmlNode *a = msnp_xml_find(node, path);

    for (a = msnp_xml_next(a, "Annotation"); a; a = msnp_xml_next(a->next, "Annotation"))
        if (!g_ascii_strcasecmp(msnp_xml_value(a, "Name"), name))
            return msnp_xml_value(a, "Value");
    return none;
}

/* "32:" is Yahoo, "02:" a company's own server. */
static guint
network_of_type(const char *type)
{
    return g_str_has_prefix(type, "32") ? MSNP_NETWORK_YAHOO : g_str_has_prefix(type, "02") ? MSNP_NETWORK_LCS : 0;
}

/* A circle of the list, before it is known which service that belongs to. */
static gboolean
read_circle_member(MsnpReading *reading, const MsnpXmlNode *node)
{
    const char *id = msnp_xml_value(node, "CircleId");
    Member member = {NULL, NULL, reading->list, MSNP_NETWORK_CIRCLE};

    if (!msnp_is_guid(id) || reading->members->len >= MSNP_LIMIT_MEMBERS)
        return FALSE;
    member.handle = g_strdup(id);
    g_array_append_val(reading->members, member);
    return TRUE;
}

/* Roles have no address of a person. */
static void
read_member(MsnpReading *reading, const MsnpXmlNode *node)
{
    g_autofree char *phone = msnp_phone_handle(msnp_xml_value(node, "PhoneNumber"));
    char *handle = msnp_xml_value(node, "PassportName");
    Member member = {NULL, NULL, reading->list, 0};

    if (!*handle && read_circle_member(reading, node))
        return;
    if (!*handle) {
        handle = msnp_xml_value(node, "Email");
        member.network = network_of_type(annotation(node, "Annotations/Annotation", "MSN.IM.BuddyType"));
    }
    if (!*handle && phone)
        handle = phone;
    if (!reading->in_service || !reading->list || msnp_xml_is_true(node, "Deleted") || strchr(handle, '%') ||
        !msnp_wire_handle(handle) || !strcmp(handle, reading->core->own) || reading->members->len >= MSNP_LIMIT_MEMBERS)
        return;
    member.handle = g_strdup(handle);
    member.name = g_strdup(msnp_wire_launder(msnp_xml_value(node, "DisplayName"), MSNP_LIMIT_NAME));
    g_array_append_val(reading->members, member);
}

/* Which service it was is told behind its members, or before them. */
static void
service_ends(MsnpReading *reading)
{
    guint i;

    for (i = 0; i < reading->members->len && !reading->other_service; i++) {
        const Member *member = &g_array_index(reading->members, Member, i);
        MsnpContact *contact = NULL;

        if (member->network != MSNP_NETWORK_CIRCLE)
            contact = msnp_roster_add_contact(reading->roster, member->handle);
        else if (member->list == MSNP_LIST_BLOCK)
            msnp_circles_block(reading->core->circles, member->handle);
        if (!contact)
            continue;
        msnp_contact_add_lists(contact, member->list);
        if (member->network)
            msnp_contact_set_network(contact, member->network);
        if (*member->name && !*msnp_contact_name(contact))
            msnp_contact_set_name(contact, member->name);
    }
    g_array_set_size(reading->members, 0);
    reading->in_service = FALSE;
}

static void
membership_element(gpointer who, MsnpXmlResult what, const MsnpXmlNode *node)
{
    MsnpReading *reading = who;
    const char *type;

    if (what == MSNP_XML_BEGIN) {
        reading->in_service = TRUE;
        reading->other_service = FALSE;
        reading->list = 0;
    } else if (what == MSNP_XML_END) {
        service_ends(reading);
    } else if (!g_ascii_strcasecmp(node->name, "MemberRole")) {
        reading->list = list_of_role(msnp_xml_value(node, ""));
    } else if (!g_ascii_strcasecmp(node->name, "Member")) {
        read_member(reading, node);
    } else if (reading->in_service) {
        type = msnp_xml_value(node, "Handle/Type");
        reading->other_service = *type && g_ascii_strcasecmp(type, "Messenger");
    }
}

/* ---- address book ---- */

static void
read_group(MsnpReading *reading, const MsnpXmlNode *node)
{
    const char *id = msnp_xml_value(node, "groupId");
    char *name = msnp_xml_value(node, "groupInfo/name");

    if (msnp_is_group_id(id) && *name && !msnp_xml_is_true(node, "fDeleted"))
        msnp_roster_add_group(reading->roster, id, msnp_wire_launder(name, MSNP_LIMIT_NAME));
    else
        msnp_core_debug(reading->core, "a group without a usable id or name ignored");
}

/* The mobile phone that takes messages, or NULL. */
static const MsnpXmlNode *
messaging_phone(const MsnpXmlNode *node)
{
    const MsnpXmlNode *phone = msnp_xml_find(node, "contactInfo/phones/ContactPhone");

    for (; phone; phone = msnp_xml_next(phone->next, "ContactPhone"))
        if (!g_ascii_strcasecmp(msnp_xml_value(phone, "contactPhoneType"), "ContactPhoneMobile") &&
            msnp_xml_is_true(phone, "isMessengerEnabled"))
            return phone;
    return NULL;
}

/* Of oneself (contact NULL) or of a contact. Most have none, and need no room for them. */
static void
read_phones(MsnpReading *reading, MsnpContact *contact, const MsnpXmlNode *node)
{
    static const struct {
        const char *type, *key;
    } rows[MSNP_N_PHONES] = {[MSNP_PHONE_HOME] = {"ContactPhonePersonal", "PHH"},
                             [MSNP_PHONE_WORK] = {"ContactPhoneBusiness", "PHW"},
                             [MSNP_PHONE_MOBILE] = {"ContactPhoneMobile", "PHM"}};
    const MsnpXmlNode *phone = msnp_xml_find(node, "contactInfo/phones/ContactPhone");
    guint i;

    if (contact)
        msnp_contact_forget_properties(contact);
    for (; phone; phone = msnp_xml_next(phone->next, "ContactPhone"))
        for (i = 0; i < MSNP_N_PHONES; i++)
            if (!g_ascii_strcasecmp(msnp_xml_value(phone, "contactPhoneType"), rows[i].type))
                msnp_roster_set_property(reading->roster, contact, rows[i].key,
                                         msnp_wire_launder(msnp_xml_value(phone, "number"), MSNP_LIMIT_NAME));
    if (msnp_xml_is_true(node, "contactInfo/isMobileIMEnabled") || messaging_phone(node))
        msnp_roster_set_property(reading->roster, contact, "MOB", "Y");
}

/* A signed number: what else there is goes into no document of ours. */
static void
read_cid(MsnpCore *core, const char *cid)
{
    const char *digits = cid + (*cid == '-');
    gsize len = strspn(digits, "0123456789");

    if (len == 0 || len > MSNP_LIMIT_CID || digits[len])
        return;
    g_free(core->cid);
    core->cid = g_strdup(cid);
}

/* Oneself: name and settings. */
static void
read_me(MsnpReading *reading, const MsnpXmlNode *node)
{
    static const char path[] = "contactInfo/annotations/Annotation";
    char *name = msnp_wire_launder(msnp_xml_value(node, "contactInfo/displayName"), MSNP_LIMIT_NAME);

    g_free(reading->own_name);
    reading->own_name = g_strdup(name);
    msnp_roster_set_allows_strangers(reading->roster, strcmp(annotation(node, path, "MSN.IM.BLP"), "2") != 0);
    msnp_roster_set_asks(reading->roster, strcmp(annotation(node, path, "MSN.IM.GTC"), "2") != 0);
    read_cid(reading->core, msnp_xml_value(node, "contactInfo/CID"));
    read_phones(reading, NULL, node);
}

/* The address of somebody on another network, who has no account of this one; *network says which. */
static char *
other_address(const MsnpXmlNode *node, guint *network)
{
    static char none[1];
    const MsnpXmlNode *email = msnp_xml_find(node, "contactInfo/emails/ContactEmail");

    for (; email; email = msnp_xml_next(email->next, "ContactEmail")) {
        const char *type = msnp_xml_value(email, "contactEmailType");

        *network = !g_ascii_strcasecmp(type, "Messenger2")   ? MSNP_NETWORK_YAHOO
                   : !g_ascii_strcasecmp(type, "Messenger3") ? MSNP_NETWORK_LCS
                                                             : 0;
        if (*network && msnp_xml_is_true(email, "isMessengerEnabled"))
            return msnp_xml_value(email, "email");
    }
    return none;
}

static void
join_groups(MsnpReading *reading, MsnpContact *contact, const MsnpXmlNode *node)
{
    const MsnpXmlNode *guid = msnp_xml_find(node, "contactInfo/groupIds/guid");

    for (; guid; guid = msnp_xml_next(guid->next, "guid")) {
        MsnpGroup *group = msnp_roster_group(reading->roster, msnp_xml_value(guid, ""));

        if (group)
            msnp_contact_join_group(contact, group);
        else
            msnp_core_debug(reading->core, "a contact is in a group that does not exist");
    }
}

/* What one calls him goes before what he calls himself. */
static char *
given_name(const MsnpXmlNode *node)
{
    char *name = annotation(node, "contactInfo/annotations/Annotation", "AB.NickName");

    if (!*name)
        name = msnp_xml_value(node, "contactInfo/displayName");
    if (!*name)
        name = msnp_xml_value(node, "contactInfo/quickName");
    return msnp_wire_launder(name, MSNP_LIMIT_NAME);
}

/* Somebody else. Who is in the book but is no messenger user is nobody's buddy, but may become one. */
static void
read_contact(MsnpReading *reading, const MsnpXmlNode *node)
{
    char *handle = msnp_xml_value(node, "contactInfo/passportName"), *name;
    const char *id = msnp_xml_value(node, "contactId");
    g_autofree char *phone = NULL;
    guint network = 0;
    gboolean listed = msnp_xml_is_true(node, "contactInfo/isMessengerUser");
    MsnpContact *contact;

    if (!*handle) {
        handle = other_address(node, &network);
        if (!*handle && messaging_phone(node) &&
            (phone = msnp_phone_handle(msnp_xml_value(messaging_phone(node), "number"))))
            handle = phone;
        listed = *handle != '\0';
    }
    if (!*handle || msnp_xml_is_true(node, "fDeleted"))
        return;
    if (strchr(handle, '%') || !msnp_wire_handle(handle) || !strcmp(handle, reading->core->own)) {
        msnp_core_debug(reading->core, "a contact without a usable address ignored");
        return;
    }
    if (!listed) {
        if (msnp_is_contact_id(id))
            msnp_roster_set_hidden_id(reading->roster, handle, id);
        return;
    }
    contact = msnp_roster_add_contact(reading->roster, handle);
    if (!contact)
        return;
    msnp_contact_add_lists(contact, MSNP_LIST_FORWARD);
    if (msnp_is_contact_id(id))
        msnp_contact_set_id(contact, id);
    if (network)
        msnp_contact_set_network(contact, network);
    name = given_name(node);
    msnp_contact_set_booked_name(contact, name);
    if (*name)
        msnp_contact_set_name(contact, name);
    read_phones(reading, contact, node);
    join_groups(reading, contact, node);
}

static void
read_entry(MsnpReading *reading, const MsnpXmlNode *node)
{
    const char *type = msnp_xml_value(node, "contactInfo/contactType");

    msnp_book_pages_filled(&reading->pages);
    if (!g_ascii_strcasecmp(type, "Me"))
        read_me(reading, node);
    else if (g_ascii_strcasecmp(type, "Circle") != 0) /* which stands for one among the people */
        read_contact(reading, node);
}

static void
book_element(gpointer who, MsnpXmlResult what, const MsnpXmlNode *node)
{
    MsnpReading *reading = who;

    if (what != MSNP_XML_ELEMENT)
        reading->has_book = TRUE;
    else if (!g_ascii_strcasecmp(node->name, "Group"))
        read_group(reading, node);
    else if (!g_ascii_strcasecmp(node->name, "Contact"))
        read_entry(reading, node);
    else if (!g_ascii_strcasecmp(node->name, "CircleInverseInfo"))
        msnp_circles_info(reading->core->circles, node);
    else if (!g_ascii_strcasecmp(node->name, "CircleTicket"))
        msnp_circles_ticket(reading->core->circles, node);
    else
        msnp_book_pages_context(&reading->pages, node);
}

/* ---- asking ---- */

#define NAMESPACE "xmlns=\"http://www.msn.com/webservices/AddressBook\""
#define NO_DELTA                                                                                                       \
    "<deltasOnly>false</deltasOnly><lastChange>0001-01-01T00:00:00.0000000-08:00</lastChange>"
#define FIND_MEMBERSHIP                                                                                                \
    "<FindMembership " NAMESPACE "><serviceFilter><Types><ServiceType>Messenger</ServiceType></Types>"                 \
    "</serviceFilter><View>Full</View>" NO_DELTA "</FindMembership>"
#define FIND_ALL                                                                                                       \
    "<ABFindAll " NAMESPACE "><abId>00000000-0000-0000-0000-000000000000</abId><abView>Full</abView>" NO_DELTA         \
    "</ABFindAll>"
#define FIND_PAGED                                                                                                     \
    "<ABFindContactsPaged " NAMESPACE "><abView>Full</abView>"                                                         \
    "<extendedContent>AB AllGroups CircleResult</extendedContent><filterOptions><ContactFilter>"                       \
    "<IncludeHiddenContacts>true</IncludeHiddenContacts></ContactFilter></filterOptions>"
#define FIND_PAGED_END "</ABFindContactsPaged>"
#define ADD_BOOK                                                                                                       \
    "<ABAdd " NAMESPACE "><abInfo><name/><ownerPuid>0</ownerPuid><ownerEmail>%s</ownerEmail>"                          \
    "<fDefault>true</fDefault></abInfo></ABAdd>"

static void membership_answered(gpointer who, const MsnpWebEnd *end);
static void book_answered(gpointer who, const MsnpWebEnd *end);

static const MsnpXmlWanted membership_wanted[] = {
    {"Service", FALSE}, {"Info", TRUE}, {"MemberRole", TRUE}, {"Member", TRUE}};
static const MsnpXmlWanted book_wanted[] = {{"Group", TRUE},
                                            {"Contact", TRUE},
                                            {MSNP_BOOK_PAGE_CONTEXT, TRUE},
                                            {"CircleInverseInfo", TRUE},
                                            {"CircleTicket", TRUE},
                                            {"ABFindAllResult", FALSE},
                                            {"ABFindContactsPagedResult", FALSE}};

static const MsnpWebAsk ask_membership = {MSNP_SITE_SHARING,  "FindMembership",
                                          membership_wanted,  G_N_ELEMENTS(membership_wanted),
                                          membership_element, membership_answered};
static const MsnpWebAsk ask_all = {MSNP_SITE_ADDRESS_BOOK, "ABFindAll",  book_wanted, G_N_ELEMENTS(book_wanted),
                                   book_element,           book_answered};
static const MsnpWebAsk ask_paged = {MSNP_SITE_ADDRESS_BOOK,    "ABFindContactsPaged", book_wanted,
                                     G_N_ELEMENTS(book_wanted), book_element,          book_answered};
static const MsnpWebAsk ask_add = {MSNP_SITE_ADDRESS_BOOK, "ABAdd", NULL, 0, NULL, membership_answered};

static void
reading_ask(MsnpReading *reading, const MsnpWebAsk *ask, const char *body)
{
    g_autoptr(GString) text = g_string_new(body);

    reading->asked++;
    msnp_web_ask(reading->core->web, ask, reading->scenario, text, reading);
}

/* A page of the book; page is what asks for it, "" for the first. */
static void
reading_ask_page(MsnpReading *reading, const char *page)
{
    g_autofree char *body = g_strconcat(FIND_PAGED, page, FIND_PAGED_END, NULL);

    reading_ask(reading, &ask_paged, body);
}

static void
reading_ask_all(MsnpReading *reading)
{
    msnp_circles_renew(reading->core->circles);
    reading->none = reading->adding = reading->has_book = FALSE;
    g_clear_pointer(&reading->own_name, g_free);
    reading->failed.error = MSNP_ERROR_NONE;
    msnp_book_pages_begin(&reading->pages);
    reading_ask(reading, &ask_membership, FIND_MEMBERSHIP);
    if (reading->core->dialect->paged)
        reading_ask_page(reading, "");
    else
        reading_ask(reading, &ask_all, FIND_ALL);
}

static void
reading_ask_to_add(MsnpReading *reading)
{
    g_autoptr(GString) body = g_string_new(NULL);

    reading->adding = reading->added = TRUE;
    reading->failed.error = MSNP_ERROR_NONE;
    msnp_soap_printf(body, ADD_BOOK, reading->core->own);
    reading_ask(reading, &ask_add, body->str);
}

/* One of the documents was read, or not. */
static void
reading_answered(MsnpReading *reading, const MsnpWebEnd *end)
{
    if (end->error != MSNP_ERROR_NONE) {
        reading->failed = *end;
        reading->failed.fault = reading->failed.conflict = "";
        reading->none |= !strcmp(end->fault, "ABDoesNotExist");
    }
    if (--reading->asked > 0)
        return;
    if (reading->none && !reading->added)
        reading_ask_to_add(reading);
    else if (reading->failed.error == MSNP_ERROR_NONE && reading->adding)
        reading_ask_all(reading);
    else
        reading->done(reading->who, &reading->failed);
}

static void
membership_answered(gpointer who, const MsnpWebEnd *end)
{
    MsnpReading *reading = who;

    g_array_set_size(reading->members, 0);
    reading_answered(reading, end);
}

/* Of a book that is asked for as a whole there is no next page, whatever it says. */
static void
book_answered(gpointer who, const MsnpWebEnd *end)
{
    MsnpReading *reading = who;
    g_autofree char *page = NULL;

    if (end->error == MSNP_ERROR_NONE && reading->core->dialect->paged)
        page = msnp_book_pages_next(&reading->pages);
    if (page)
        reading_ask_page(reading, page);
    else if (reading->pages.cut)
        msnp_core_debug(reading->core, "the pages of the address book do not end");
    reading_answered(reading, end);
}

/* ---- life ---- */

MsnpReading *
msnp_reading_new(MsnpCore *core, void (*done)(gpointer who, const MsnpWebEnd *end), gpointer who)
{
    MsnpReading *reading = g_new0(MsnpReading, 1);

    reading->core = core;
    reading->done = done;
    reading->who = who;
    msnp_book_pages_init(&reading->pages);
    reading->members = g_array_new(FALSE, FALSE, sizeof(Member));
    g_array_set_clear_func(reading->members, member_clear);
    return reading;
}

void
msnp_reading_free(MsnpReading *reading)
{
    g_array_free(reading->members, TRUE);
    msnp_book_pages_clear(&reading->pages);
    g_free(reading->own_name);
    g_free(reading);
}

void
msnp_reading_start(MsnpReading *reading, MsnpRoster *roster, const char *scenario)
{
    reading->roster = roster;
    reading->scenario = scenario;
    reading->added = FALSE;
    reading->asked = 0;
    reading_ask_all(reading);
}

void
msnp_reading_stop(MsnpReading *reading)
{
    msnp_web_forget(reading->core->web, reading);
    g_array_set_size(reading->members, 0);
}

const char *
msnp_reading_own_name(const MsnpReading *reading)
{
    return reading->own_name;
}

gboolean
msnp_reading_has_book(const MsnpReading *reading)
{
    return reading->has_book;
}

gboolean
msnp_reading_is_whole(const MsnpReading *reading)
{
    return !reading->pages.cut;
}
