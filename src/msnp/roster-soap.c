/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fills the roster from the web services (MSNP13 on): who is on which list, the address book, and then what the
 * notification server is told of it. Knows these documents and their order; refuses to know what becomes of the roster.
 */
#include "msnp/roster-soap.h"

#include <string.h>
#include "msnp/adl.h"
#include "msnp/circle.h"
#include "msnp/limits.h"
#include "msnp/roster-live.h"
#include "msnp/roster-words.h"
#include "msnp/soap.h"
#include "msnp/web.h"

typedef enum {
    BOOK_IDLE,
    BOOK_READING, /* both documents are asked for, or one of them */
    BOOK_ADDING,  /* the service has no address book yet: it is to make one */
    BOOK_TELLING, /* ADL was sent */
} BookState;

/* An entry of the membership list, before it is known which service it belongs to. */
typedef struct {
    char *handle;
    char *name;
    guint list;
    guint network;
} Member;

struct _MsnpBook {
    MsnpCore *core;
    MsnpLink *link;
    void (*over)(gpointer who, gboolean complete);
    gpointer who;
    BookState state;
    guint asked; /* documents, or ADLs, that have not been answered */
    gboolean complete;
    gboolean none;  /* there is no address book */
    gboolean added; /* it was asked to be made */
    MsnpWebEnd failed; /* error NONE: none has; fault is not kept */
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
book_circle_member(MsnpBook *book, const MsnpXmlNode *node)
{
    const char *id = msnp_xml_value(node, "CircleId");
    Member member = {NULL, NULL, book->list, MSNP_NETWORK_CIRCLE};

    if (!msnp_is_guid(id) || book->members->len >= MSNP_LIMIT_MEMBERS)
        return FALSE;
    member.handle = g_strdup(id);
    g_array_append_val(book->members, member);
    return TRUE;
}

/* Phones and roles have no address of a person. */
static void
book_member(MsnpBook *book, const MsnpXmlNode *node)
{
    char *handle = msnp_xml_value(node, "PassportName");
    Member member = {NULL, NULL, book->list, 0};

    if (!*handle && book_circle_member(book, node))
        return;

    if (!*handle) {
        handle = msnp_xml_value(node, "Email");
        member.network = network_of_type(annotation(node, "Annotations/Annotation", "MSN.IM.BuddyType"));
    }
    if (!book->in_service || !book->list || msnp_xml_is_true(node, "Deleted") || strchr(handle, '%') ||
        !msnp_wire_handle(handle) || !strcmp(handle, book->core->own) || book->members->len >= MSNP_LIMIT_MEMBERS)
        return;
    member.handle = g_strdup(handle);
    member.name = g_strdup(msnp_wire_launder(msnp_xml_value(node, "DisplayName"), MSNP_LIMIT_NAME));
    g_array_append_val(book->members, member);
}

/* Which service it was is told behind its members, or before them. */
static void
book_service_ends(MsnpBook *book)
{
    guint i;

    for (i = 0; i < book->members->len && !book->other_service; i++) {
        const Member *member = &g_array_index(book->members, Member, i);
        MsnpContact *contact = NULL;

        if (member->network != MSNP_NETWORK_CIRCLE)
            contact = msnp_roster_add_contact(book->core->roster, member->handle);
        else if (member->list == MSNP_LIST_BLOCK)
            msnp_circles_block(book->core->circles, member->handle);
        if (!contact)
            continue;
        msnp_contact_add_lists(contact, member->list);
        if (member->network)
            msnp_contact_set_network(contact, member->network);
        if (*member->name && !*msnp_contact_name(contact))
            msnp_contact_set_name(contact, member->name);
    }
    g_array_set_size(book->members, 0);
    book->in_service = FALSE;
}

static void
membership_element(gpointer who, MsnpXmlResult what, const MsnpXmlNode *node)
{
    MsnpBook *book = who;
    const char *type;

    if (what == MSNP_XML_BEGIN) {
        book->in_service = TRUE;
        book->other_service = FALSE;
        book->list = 0;
    } else if (what == MSNP_XML_END) {
        book_service_ends(book);
    } else if (!g_ascii_strcasecmp(node->name, "MemberRole")) {
        book->list = list_of_role(msnp_xml_value(node, ""));
    } else if (!g_ascii_strcasecmp(node->name, "Member")) {
        book_member(book, node);
    } else if (book->in_service) {
        type = msnp_xml_value(node, "Handle/Type");
        book->other_service = *type && g_ascii_strcasecmp(type, "Messenger");
    }
}

/* ---- address book ---- */

static void
book_group(MsnpBook *book, const MsnpXmlNode *node)
{
    const char *id = msnp_xml_value(node, "groupId");
    char *name = msnp_xml_value(node, "groupInfo/name");

    if (msnp_is_group_id(id) && *name && !msnp_xml_is_true(node, "fDeleted"))
        msnp_roster_add_group(book->core->roster, id, msnp_wire_launder(name, MSNP_LIMIT_NAME));
    else
        msnp_core_debug(book->core, "a group without a usable id or name ignored");
}

/* Oneself: name and settings. */
static void
book_me(MsnpBook *book, const MsnpXmlNode *node)
{
    static const char path[] = "contactInfo/annotations/Annotation";
    char *name = msnp_xml_value(node, "contactInfo/displayName");

    if (*name)
        msnp_core_set_own_name(book->core, msnp_wire_launder(name, MSNP_LIMIT_NAME));
    msnp_roster_set_allows_strangers(book->core->roster, strcmp(annotation(node, path, "MSN.IM.BLP"), "2") != 0);
    msnp_roster_set_asks(book->core->roster, strcmp(annotation(node, path, "MSN.IM.GTC"), "2") != 0);
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
book_join_groups(MsnpBook *book, MsnpContact *contact, const MsnpXmlNode *node)
{
    const MsnpXmlNode *guid = msnp_xml_find(node, "contactInfo/groupIds/guid");

    for (; guid; guid = msnp_xml_next(guid->next, "guid")) {
        MsnpGroup *group = msnp_roster_group(book->core->roster, msnp_xml_value(guid, ""));

        if (group)
            msnp_contact_join_group(contact, group);
        else
            msnp_core_debug(book->core, "a contact is in a group that does not exist");
    }
}

/* What one calls him goes before what he calls himself. */
static char *
book_name(const MsnpXmlNode *node)
{
    char *name = annotation(node, "contactInfo/annotations/Annotation", "AB.NickName");

    if (!*name)
        name = msnp_xml_value(node, "contactInfo/displayName");
    if (!*name)
        name = msnp_xml_value(node, "contactInfo/quickName");
    return msnp_wire_launder(name, MSNP_LIMIT_NAME);
}

/* Who is in the book but is no messenger user is nobody's buddy. */
static void
book_contact(MsnpBook *book, const MsnpXmlNode *node)
{
    char *handle = msnp_xml_value(node, "contactInfo/passportName"), *name;
    const char *id = msnp_xml_value(node, "contactId");
    guint network = 0;
    gboolean listed = msnp_xml_is_true(node, "contactInfo/isMessengerUser");
    MsnpContact *contact;

    if (!g_ascii_strcasecmp(msnp_xml_value(node, "contactInfo/contactType"), "Me")) {
        book_me(book, node);
        return;
    }
    if (!g_ascii_strcasecmp(msnp_xml_value(node, "contactInfo/contactType"), "Circle"))
        return; /* what stands for one among the people */
    if (!*handle) {
        handle = other_address(node, &network);
        listed = *handle != '\0';
    }
    if (!listed || msnp_xml_is_true(node, "fDeleted"))
        return;
    if (strchr(handle, '%') || !msnp_wire_handle(handle) ||
        !(contact = msnp_roster_add_contact(book->core->roster, handle))) {
        msnp_core_debug(book->core, "a contact without a usable address ignored");
        return;
    }
    msnp_contact_add_lists(contact, MSNP_LIST_FORWARD);
    if (msnp_is_contact_id(id))
        msnp_contact_set_id(contact, id);
    if (network)
        msnp_contact_set_network(contact, network);
    name = book_name(node);
    if (*name)
        msnp_contact_set_name(contact, name);
    book_join_groups(book, contact, node);
}

static void
book_element(gpointer who, MsnpXmlResult what, const MsnpXmlNode *node)
{
    if (!g_ascii_strcasecmp(node->name, "Group"))
        book_group(who, node);
    else if (!g_ascii_strcasecmp(node->name, "CircleInverseInfo"))
        msnp_circles_info(((MsnpBook *) who)->core->circles, node);
    else if (!g_ascii_strcasecmp(node->name, "CircleTicket"))
        msnp_circles_ticket(((MsnpBook *) who)->core->circles, node);
    else
        book_contact(who, node);
}

/* ---- telling it ---- */

static void
book_told_one(MsnpBook *book)
{
    if (book->state != BOOK_TELLING || --book->asked > 0)
        return;
    book->state = BOOK_IDLE;
    book->over(book->who, book->complete);
}

static void
adl_answered(gpointer who, const MsnpCommand *reply)
{
    book_told_one(who);
}

/* What the server does not take it may have had before; one is signed in all the same. */
static void
adl_failed(gpointer who, MsnpError error, guint number)
{
    MsnpBook *book = who;

    if (error == MSNP_ERROR_LOST)
        return;
    msnp_core_debug(book->core, "a part of the list was refused (%u)", number);
    book->complete = FALSE;
    book_told_one(book);
}

static void
book_tell(MsnpBook *book)
{
    static const MsnpAsk ask_blp = {MSNP_VERB_BLP, NULL, NULL, NULL};
    static const MsnpAsk ask_adl = {MSNP_VERB_ADL, adl_answered, adl_failed, NULL};
    g_autoptr(GPtrArray) payloads = msnp_adl_print_all(book->core->roster);
    guint i;

    book->state = BOOK_TELLING;
    book->asked = payloads->len;
    msnp_link_request(book->link, &ask_blp, book, 0, "BLP", "%s",
                      msnp_roster_allows_strangers(book->core->roster) ? "AL" : "BL");
    for (i = 0; i < payloads->len; i++) {
        const GString *payload = g_ptr_array_index(payloads, i);

        msnp_link_request_payload(book->link, &ask_adl, book, TRUE, "ADL", "", payload->str, payload->len);
    }
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
    "<IncludeHiddenContacts>true</IncludeHiddenContacts></ContactFilter></filterOptions></ABFindContactsPaged>"
#define ADD_BOOK                                                                                                       \
    "<ABAdd " NAMESPACE "><abInfo><name/><ownerPuid>0</ownerPuid><ownerEmail>%s</ownerEmail>"                          \
    "<fDefault>true</fDefault></abInfo></ABAdd>"

static void book_answered(gpointer who, const MsnpWebEnd *end);

static const MsnpXmlWanted membership_wanted[] = {
    {"Service", FALSE}, {"Info", TRUE}, {"MemberRole", TRUE}, {"Member", TRUE}};
static const MsnpXmlWanted book_wanted[] = {
    {"Group", TRUE}, {"Contact", TRUE}, {"CircleInverseInfo", TRUE}, {"CircleTicket", TRUE}};

static const MsnpWebAsk ask_membership = {MSNP_SITE_SHARING,  "FindMembership",
                                          membership_wanted,  G_N_ELEMENTS(membership_wanted),
                                          membership_element, book_answered};
static const MsnpWebAsk ask_all = {MSNP_SITE_ADDRESS_BOOK, "ABFindAll",  book_wanted, G_N_ELEMENTS(book_wanted),
                                   book_element,           book_answered};
static const MsnpWebAsk ask_paged = {MSNP_SITE_ADDRESS_BOOK,    "ABFindContactsPaged", book_wanted,
                                     G_N_ELEMENTS(book_wanted), book_element,          book_answered};
static const MsnpWebAsk ask_add = {MSNP_SITE_ADDRESS_BOOK, "ABAdd", NULL, 0, NULL, book_answered};

static void
book_ask_for(MsnpBook *book, const MsnpWebAsk *ask, const char *format, const char *argument)
{
    g_autoptr(GString) body = g_string_new(NULL);

    if (argument)
        msnp_soap_printf(body, ADD_BOOK, argument);
    else
        g_string_append(body, format);
    msnp_web_ask(book->core->web, ask, "Initial", body, book);
}

static void
book_ask(MsnpBook *book)
{
    gboolean paged = book->core->dialect->paged;

    msnp_roster_renew(book->core->roster);
    msnp_circles_renew(book->core->circles);
    book->state = BOOK_READING;
    book->asked = 2;
    book->none = FALSE;
    book->failed.error = MSNP_ERROR_NONE;
    book_ask_for(book, &ask_membership, FIND_MEMBERSHIP, NULL);
    book_ask_for(book, paged ? &ask_paged : &ask_all, paged ? FIND_PAGED : FIND_ALL, NULL);
}

static void
book_ask_to_add(MsnpBook *book)
{
    book->state = BOOK_ADDING;
    book->added = TRUE;
    book->asked = 1;
    book->failed.error = MSNP_ERROR_NONE;
    book_ask_for(book, &ask_add, NULL, book->core->own);
}

/* One of the documents was read, or not. */
static void
book_answered(gpointer who, const MsnpWebEnd *end)
{
    MsnpBook *book = who;

    g_array_set_size(book->members, 0);
    if (end->error != MSNP_ERROR_NONE) {
        book->failed = *end;
        book->none |= !strcmp(end->fault, "ABDoesNotExist");
    }
    if (--book->asked > 0)
        return;
    if (book->none && !book->added)
        book_ask_to_add(book);
    else if (book->failed.error == MSNP_ERROR_SERVER)
        msnp_core_end(book->core, MSNP_ERROR_ROSTER, book->failed.status, NULL);
    else if (book->failed.error != MSNP_ERROR_NONE)
        msnp_core_end(book->core, book->failed.error, 0, NULL);
    else if (book->state == BOOK_ADDING)
        book_ask(book);
    else
        book_tell(book);
}

/* ---- from the server ---- */

static void
heard_added(gpointer who, const char *handle, guint lists, const char *name)
{
    MsnpCore *core = ((MsnpBook *) who)->core;
    MsnpContact *contact;

    if (!(lists & (MSNP_LIST_REVERSE | MSNP_LIST_PENDING)) || !strcmp(handle, core->own))
        return;
    contact = msnp_roster_add_contact(core->roster, handle);
    if (contact && *name && !*msnp_contact_name(contact))
        msnp_contact_set_name(contact, name);
    msnp_live_add(core, handle, MSNP_LIST_REVERSE, NULL, NULL);
    if (contact && msnp_contact_is_pending(contact))
        msnp_contact_add_lists(contact, MSNP_LIST_PENDING);
}

static void
heard_removed(gpointer who, const char *handle, guint lists, const char *name)
{
    MsnpBook *book = who;

    if (lists & (MSNP_LIST_REVERSE | MSNP_LIST_PENDING))
        msnp_live_remove(book->core, handle, MSNP_LIST_REVERSE | MSNP_LIST_PENDING, NULL);
}

void
msnp_book_command(MsnpBook *book, const MsnpCommand *c)
{
    gboolean added = c->verb->id == MSNP_VERB_ADL;

    if (!msnp_adl_read(c->payload, c->payload_len, added ? heard_added : heard_removed, book))
        msnp_core_debug(book->core, "%s of nobody ignored", c->verb->name);
}

/* ---- life ---- */

MsnpBook *
msnp_book_new(MsnpCore *core, void (*over)(gpointer who, gboolean complete), gpointer who)
{
    MsnpBook *book = g_new0(MsnpBook, 1);

    book->core = core;
    book->over = over;
    book->who = who;
    book->members = g_array_new(FALSE, FALSE, sizeof(Member));
    g_array_set_clear_func(book->members, member_clear);
    return book;
}

void
msnp_book_free(MsnpBook *book)
{
    g_array_free(book->members, TRUE);
    g_free(book);
}

void
msnp_book_start(MsnpBook *book, MsnpLink *link)
{
    book->link = link;
    book->complete = TRUE;
    book->added = FALSE;
    book_ask(book);
}

void
msnp_book_stop(MsnpBook *book)
{
    book->state = BOOK_IDLE;
    book->link = NULL;
    msnp_web_forget(book->core->web, book);
}
