/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The lists as the notification server wants them from MSNP13 on: payloads of ADL and RML, by domain. Knows that
 * document; refuses to know when it is sent, and what becomes of it.
 */
#include "msnp/adl.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/phone.h"
#include "msnp/soap.h"
#include "msnp/wire.h"
#include "msnp/xmltree.h"

#define TOLD_LISTS (MSNP_LIST_FORWARD | MSNP_LIST_ALLOW | MSNP_LIST_BLOCK)

/* Who is on both lists is blocked: the server takes one of them only. */
static guint
lists_told(guint lists)
{
    lists &= TOLD_LISTS;
    return lists & MSNP_LIST_BLOCK ? lists & ~MSNP_LIST_ALLOW : lists;
}

/* The domain of a handle, "" of a telephone's; NULL if it has none, or no name before it. */
static const char *
domain_of(const char *handle)
{
    const char *at = strrchr(handle, '@');

    if (msnp_phone_is_handle(handle))
        return "";
    return at && at > handle && at[1] ? at + 1 : NULL;
}

/* The element that has the people of a domain in it. */
static void
append_domain(GString *out, const char *domain)
{
    if (*domain)
        msnp_soap_printf(out, "<d n=\"%s\">", domain);
    else
        g_string_append(out, "<t>");
}

static void
append_domain_end(GString *out, const char *domain)
{
    g_string_append(out, *domain ? "</d>" : "</t>");
}

static void
append_person(GString *out, const char *handle, guint network, guint lists)
{
    g_autofree char *name = NULL;

    if (msnp_phone_is_handle(handle)) {
        msnp_soap_printf(out, "<c n=\"%s\" l=\"%u\"/>", handle, lists);
        return;
    }
    name = g_strndup(handle, (gsize) (domain_of(handle) - 1 - handle));
    msnp_soap_printf(out, "<c n=\"%s\" l=\"%u\" t=\"%u\"/>", name, lists, network);
}

gboolean
msnp_adl_print(GString *out, const char *handle, guint network, guint lists)
{
    const char *domain = domain_of(handle);

    if (!domain)
        return FALSE;
    g_string_append(out, "<ml>");
    append_domain(out, domain);
    append_person(out, handle, network, lists_told(lists));
    append_domain_end(out, domain);
    g_string_append(out, "</ml>");
    return TRUE;
}

gboolean
msnp_adl_print_question(GString *out, const char *handle)
{
    const char *domain = domain_of(handle);
    g_autofree char *name = NULL;

    if (!domain)
        return FALSE;
    name = g_strndup(handle, (gsize) (domain - 1 - handle));
    msnp_soap_printf(out, "<ml><d n=\"%s\"><c n=\"%s\"/></d></ml>", domain, name);
    return TRUE;
}

/* ---- everybody ---- */

/* The people of one domain. */
typedef struct {
    const char *name;
    GPtrArray *people; /* MsnpContact */
} Domain;

static void
domain_free(gpointer data)
{
    Domain *domain = data;

    g_ptr_array_free(domain->people, TRUE);
    g_free(domain);
}

/* In the order in which they first occur. */
static GPtrArray *
domains_of(const MsnpRoster *roster)
{
    GPtrArray *domains = g_ptr_array_new_with_free_func(domain_free);
    g_autoptr(GHashTable) by_name = g_hash_table_new(g_str_hash, g_str_equal);
    MsnpContact *contact;
    Domain *domain;
    guint i;

    for (i = 0; (contact = msnp_roster_nth_contact(roster, i)); i++) {
        const char *name = domain_of(msnp_contact_handle(contact));

        if (!name || !lists_told(msnp_contact_lists(contact)))
            continue;
        domain = g_hash_table_lookup(by_name, name);
        if (!domain) {
            domain = g_new0(Domain, 1);
            domain->name = name;
            domain->people = g_ptr_array_new();
            g_hash_table_insert(by_name, (char *) name, domain);
            g_ptr_array_add(domains, domain);
        }
        g_ptr_array_add(domain->people, contact);
    }
    return domains;
}

/* What is being written. */
typedef struct {
    GPtrArray *payloads;
    GString *now;
    guint people; /* in it */
    const char *domain; /* that it is in; NULL for none */
} Pieces;

static void
pieces_leave_domain(Pieces *pieces)
{
    if (pieces->domain)
        append_domain_end(pieces->now, pieces->domain);
    pieces->domain = NULL;
}

static void
pieces_end(Pieces *pieces)
{
    pieces_leave_domain(pieces);
    g_string_append(pieces->now, "</ml>");
}

static void
pieces_begin(Pieces *pieces)
{
    pieces->now = g_string_new("<ml l=\"1\">");
    pieces->people = 0;
    g_ptr_array_add(pieces->payloads, pieces->now);
}

static void
pieces_add(Pieces *pieces, const Domain *domain, const MsnpContact *contact)
{
    gsize room = strlen(msnp_contact_handle(contact)) * 6 + 64;

    if (pieces->people >= MSNP_ADL_PEOPLE || pieces->now->len + room > MSNP_ADL_BYTES) {
        pieces_end(pieces);
        pieces_begin(pieces);
    }
    if (!pieces->domain)
        append_domain(pieces->now, domain->name);
    pieces->domain = domain->name;
    append_person(pieces->now, msnp_contact_handle(contact), msnp_contact_network(contact),
                  lists_told(msnp_contact_lists(contact)));
    pieces->people++;
}

static void
free_string(gpointer string)
{
    g_string_free(string, TRUE);
}

GPtrArray *
msnp_adl_print_all(const MsnpRoster *roster)
{
    g_autoptr(GPtrArray) domains = domains_of(roster);
    Pieces pieces = {.payloads = g_ptr_array_new_with_free_func(free_string)};
    guint i, n;

    pieces_begin(&pieces);
    for (i = 0; i < domains->len; i++) {
        const Domain *domain = g_ptr_array_index(domains, i);

        for (n = 0; n < domain->people->len; n++)
            pieces_add(&pieces, domain, g_ptr_array_index(domain->people, n));
        pieces_leave_domain(&pieces);
    }
    pieces_end(&pieces);
    return pieces.payloads;
}

/* ---- reading ---- */

/* <c n="bob" t="1" l="8" f="Bob%20B."/> within <d n="example.com"> */
static void
read_person(const char *domain, const MsnpXmlNode *node, MsnpAdlHeard heard, gpointer who)
{
    g_autofree char *handle = g_strdup_printf("%s@%s", msnp_xml_attribute(node, "n"), domain);
    g_autofree char *name = g_strdup(msnp_xml_attribute(node, "f"));
    guint64 lists;

    if (strchr(handle, '%') || !msnp_wire_handle(handle) || !domain_of(handle) || msnp_phone_is_handle(handle) ||
        !msnp_wire_number(msnp_xml_attribute(node, "l"), G_MAXUINT8, &lists))
        return;
    heard(who, handle, (guint) lists, msnp_wire_decode(name, MSNP_LIMIT_NAME));
}

gboolean
msnp_adl_read(const guint8 *payload, gsize len, MsnpAdlHeard heard, gpointer who)
{
    g_autoptr(MsnpXmlReader) reader = msnp_xml_reader_new(payload, len, NULL, 0);
    const MsnpXmlNode *root, *domain, *person;

    if (msnp_xml_reader_go_on(reader, &root) != MSNP_XML_ELEMENT || g_ascii_strcasecmp(root->name, "ml"))
        return FALSE;
    for (domain = msnp_xml_next(root->first, "d"); domain; domain = msnp_xml_next(domain->next, "d"))
        for (person = msnp_xml_next(domain->first, "c"); person; person = msnp_xml_next(person->next, "c"))
            read_person(msnp_xml_attribute(domain, "n"), person, heard, who);
    return TRUE;
}

guint
msnp_adl_read_network(const guint8 *payload, gsize len, const char *handle)
{
    g_autoptr(MsnpXmlReader) reader = msnp_xml_reader_new(payload, len, NULL, 0);
    const MsnpXmlNode *root, *domain, *person;
    g_autofree char *said = NULL;
    guint64 network;

    if (msnp_xml_reader_go_on(reader, &root) != MSNP_XML_ELEMENT || g_ascii_strcasecmp(root->name, "ml"))
        return 0;
    domain = msnp_xml_next(root->first, "d");
    person = domain ? msnp_xml_next(domain->first, "c") : NULL;
    if (!person)
        return 0;
    said = g_strdup_printf("%s@%s", msnp_xml_attribute(person, "n"), msnp_xml_attribute(domain, "n"));
    if (g_ascii_strcasecmp(said, handle) || !msnp_wire_number(msnp_xml_attribute(person, "t"), G_MAXUINT8, &network))
        return 0;
    return (guint) network;
}
