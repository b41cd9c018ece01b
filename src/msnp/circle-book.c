/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the address book has of circles: which there are, the ticket that proves it, and, in a book of its own for each,
 * who is in it. Knows these documents; refuses to know what becomes of them.
 */
#include "msnp/circle-private.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/rate.h"
#include "msnp/roster-words.h"
#include "msnp/secret.h"
#include "msnp/soap.h"
#include "msnp/web.h"

#define MEMBERSHIP  "PersonalInfo/MembershipInfo/CirclePersonalMembership"
#define RELATION    "contactInfo/NetworkInfoList/NetworkInfo"
#define LIVE_DOMAIN "live.com"

/* ---- which there are ---- */

/* A host that stands in addresses. */
static gboolean
domain_is_usable(const char *domain)
{
    return *domain && strlen(domain) <= MSNP_LIMIT_HANDLE / 2 &&
           strspn(domain, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") == strlen(domain);
}

/* One is in it, or was only asked. Services differ in what they say, and some say nothing: then one is. */
static gboolean
is_accepted(const char *state)
{
    return !*state || !g_ascii_strcasecmp(state, "Accepted") || !strcmp(state, "3");
}

void
msnp_circles_info(MsnpCircles *circles, const MsnpXmlNode *info)
{
    const char *id = msnp_xml_value(info, "Content/Handle/Id");
    const char *domain = msnp_xml_value(info, "Content/Info/HostedDomain");
    char *name = msnp_xml_value(info, "Content/Info/DisplayName");
    MsnpCircle *circle;

    if (!*domain)
        domain = LIVE_DOMAIN;
    if (!msnp_is_guid(id) || !domain_is_usable(domain)) {
        msnp_core_debug(circles->core, "a circle without a usable id ignored");
        return;
    }
    if (msnp_xml_is_true(info, "Deleted") || !is_accepted(msnp_xml_value(info, MEMBERSHIP "/State"))) {
        msnp_core_debug(circles->core, "a circle that one is not in ignored");
        return;
    }
    circle = msnp_circle_add(circles, id, domain, msnp_wire_launder(name, MSNP_LIMIT_NAME));
    if (circle)
        circle->in_book = TRUE;
}

/* The server compares it byte by byte. */
void
msnp_circles_ticket(MsnpCircles *circles, const MsnpXmlNode *ticket)
{
    if (!*ticket->text || strlen(ticket->text) > MSNP_LIMIT_CIRCLE_TICKET) {
        msnp_core_debug(circles->core, "an unusable ticket for circles ignored");
        return;
    }
    msnp_secret_free(circles->ticket);
    circles->ticket = g_strdup(ticket->text);
}

void
msnp_circles_block(MsnpCircles *circles, const char *id)
{
    if (circles->blocked->len < MSNP_LIMIT_CIRCLES)
        g_ptr_array_add(circles->blocked, g_strdup(id));
}

/* ---- who is in them ---- */

#define FIND_MEMBERS                                                                                                   \
    "<ABFindContactsPaged xmlns=\"http://www.msn.com/webservices/AddressBook\"><abHandle><ABId>%s</ABId>"              \
    "<Puid>0</Puid><Cid>0</Cid></abHandle><abView>Full</abView><extendedContent>AB AllGroups</extendedContent>"        \
    "<filterOptions><ContactFilter><IncludeHiddenContacts>true</IncludeHiddenContacts></ContactFilter>"                \
    "</filterOptions>"
#define FIND_MEMBERS_END "</ABFindContactsPaged>"

/* Type 5 is a circle. Who was asked and has not answered, or has left, is none of it; who has no such relation is taken
 * for a member: not all services tell. */
static gboolean
contact_is_member(const MsnpXmlNode *contact)
{
    const MsnpXmlNode *relation = msnp_xml_find(contact, RELATION);

    for (; relation; relation = msnp_xml_next(relation->next, "NetworkInfo"))
        if (!strcmp(msnp_xml_value(relation, "RelationshipType"), "5"))
            return is_accepted(msnp_xml_value(relation, "RelationshipState"));
    return TRUE;
}

static void
read_member(MsnpCircles *circles, const MsnpXmlNode *node)
{
    MsnpCircle *circle = msnp_circle_by_id(circles, circles->reading);
    char *handle = msnp_xml_value(node, "contactInfo/passportName");
    char *name = msnp_xml_value(node, "contactInfo/displayName");
    MsnpCircleMember *member;

    if (!circle || msnp_xml_is_true(node, "fDeleted") || !contact_is_member(node) ||
        !g_ascii_strcasecmp(msnp_xml_value(node, "contactInfo/contactType"), "Circle"))
        return;
    if (strchr(handle, '%') || !msnp_wire_handle(handle) || !(member = msnp_circle_add_member(circle, handle)))
        return;
    msnp_wire_launder(name, MSNP_LIMIT_NAME);
    if (*name && !*member->name && strcmp(name, handle)) {
        g_free(member->name);
        member->name = g_strdup(name);
    }
    g_hash_table_add(circles->read, g_strdup(handle));
}

static void
member_element(gpointer who, MsnpXmlResult what, const MsnpXmlNode *node)
{
    MsnpCircles *circles = who;

    if (!g_ascii_strcasecmp(node->name, MSNP_BOOK_PAGE_CONTEXT)) {
        msnp_book_pages_context(&circles->pages, node);
    } else {
        msnp_book_pages_filled(&circles->pages);
        read_member(circles, node);
    }
}

/* Who was in the book and is no more goes, unless the server has him in the conversation; or not all was read. */
static void
circle_was_read(MsnpCircles *circles, MsnpCircle *circle)
{
    guint i = circle->members->len;

    while (i-- > 0) {
        MsnpCircleMember *member = g_ptr_array_index(circle->members, i);
        gboolean listed = g_hash_table_contains(circles->read, member->handle);

        if (listed == member->listed || (!listed && circles->pages.cut))
            continue;
        member->listed = listed;
        msnp_circle_tell_member(circle, member);
    }
}

static void read_next(MsnpCircles *circles);
static void read_page(MsnpCircles *circles, const char *page);

/* Where the book of a circle cannot be read, those who are online are known all the same. */
static void
members_answered(gpointer who, const MsnpWebEnd *end)
{
    MsnpCircles *circles = who;
    MsnpCircle *circle = msnp_circle_by_id(circles, circles->reading);
    g_autofree char *page = NULL;

    if (end->error == MSNP_ERROR_NONE && circle && (page = msnp_book_pages_next(&circles->pages))) {
        read_page(circles, page);
        return;
    }
    if (end->error != MSNP_ERROR_NONE)
        msnp_core_debug(circles->core, "the members of a circle could not be read (%u)", end->status);
    else if (circle)
        circle_was_read(circles, circle);
    g_clear_pointer(&circles->reading, g_free);
    read_next(circles);
}

/* Of the book that is being read; page is what asks for it, "" for the first. */
static void
read_page(MsnpCircles *circles, const char *page)
{
    static const MsnpXmlWanted wanted[] = {{"Contact", TRUE}, {MSNP_BOOK_PAGE_CONTEXT, TRUE}};
    static const MsnpWebAsk ask = {MSNP_SITE_ADDRESS_BOOK, "ABFindContactsPaged", wanted,
                                   G_N_ELEMENTS(wanted),   member_element,        members_answered};
    g_autoptr(GString) body = g_string_new(NULL);

    msnp_soap_printf(body, FIND_MEMBERS, circles->reading);
    g_string_append(body, page);
    g_string_append(body, FIND_MEMBERS_END);
    msnp_web_ask(circles->core->web, &ask, "Initial", body, circles);
}

static void
read_next(MsnpCircles *circles)
{
    if (circles->reading || !(circles->reading = g_queue_pop_head(&circles->to_read)))
        return;
    g_hash_table_remove_all(circles->read);
    msnp_book_pages_begin(&circles->pages);
    read_page(circles, "");
}

void
msnp_circle_read_members(MsnpCircles *circles, const char *id)
{
    if (g_queue_find_custom(&circles->to_read, id, (GCompareFunc) strcmp))
        return;
    g_queue_push_tail(&circles->to_read, g_strdup(id));
    read_next(circles);
}

void
msnp_circle_stop_reading(MsnpCircles *circles)
{
    msnp_web_forget(circles->core->web, circles);
    g_queue_clear_full(&circles->to_read, g_free);
    g_clear_pointer(&circles->reading, g_free);
}
