/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows ADL, RML and FQY: what the notification server is told of lists that are kept elsewhere. */
#include "ns.h"

#include <libxml/tree.h>
#include <string.h>

#include "circles.h"
#include "lists.h"
#include "log.h"
#include "soap.h"
#include "verbs.h"

#define LIST_LIMIT    150
#define PAYLOAD_LIMIT 7500

/* One contact of a payload. */
typedef struct {
    char *mail;
    guint lists;
    guint network; /* 0: not said */
} Entry;

/* What a payload says, or the error it deserves. */
typedef struct {
    const char *why; /* NULL: nothing is wrong */
    guint error;
    gboolean initial; /* l="1" on the root */
    GPtrArray *entries;
} Dump;

static void
entry_free(gpointer data)
{
    Entry *entry = data;

    g_free(entry->mail);
    g_free(entry);
}

static void
dump_wrong(Dump *dump, guint error, const char *why)
{
    if (dump->why != NULL)
        return;
    dump->why = why;
    dump->error = error;
}

static gboolean
network_known(guint64 network)
{
    static const guint known[] = {1, 2, 4, 8, 9, 10, 13, 14, 16, 32};

    for (guint i = 0; i < G_N_ELEMENTS(known); i++)
        if (known[i] == network)
            return TRUE;
    return FALSE;
}

static guint64
number_attribute(const xmlNode *node, const char *name, gboolean *good)
{
    g_autofree char *word = xml_attribute(node, NULL, name);
    guint64 number = 0;

    *good = word != NULL && wire_number(word, 255, &number);
    return number;
}

/* DOMAIN NULL: a telephone. */
static void
read_entry(Dump *dump, const xmlNode *node, const char *domain, gboolean query)
{
    g_autofree char *name = xml_attribute(node, NULL, "n");
    g_autofree char *type = xml_attribute(node, NULL, "t");
    gboolean has_lists, has_network;
    guint64 lists = number_attribute(node, "l", &has_lists);
    guint64 network = number_attribute(node, "t", &has_network);
    Entry *entry = g_new0(Entry, 1);

    g_ptr_array_add(dump->entries, entry);
    entry->mail = domain != NULL ? g_strdup_printf("%s@%s", name, domain) : g_strdup(name);
    entry->lists = (guint) lists;
    entry->network = domain != NULL ? (guint) network : 4;
    if (name == NULL || name[0] == '\0' || node->children != NULL)
        dump_wrong(dump, 241, "a contact without a name, or with something in it");
    else if (query)
        return;
    else if (domain != NULL ? !has_network : type != NULL)
        dump_wrong(dump, 204, "a contact without its network, or a telephone with one");
    else if (domain != NULL && !network_known(network))
        dump_wrong(dump, 204, "an unknown network");
    else if (!has_lists || lists == 0 || lists > 7 || (lists & 6) == 6)
        dump_wrong(dump, 241, "the lists are no sum of 1 and 2, or 1 and 4");
    else if (domain != NULL && !wire_is_mail(entry->mail))
        dump_wrong(dump, 241, "no account name");
}

static void
read_domain(Dump *dump, const xmlNode *node, GHashTable *domains, gboolean query)
{
    gboolean phones = xml_is(node, NULL, "t");
    g_autofree char *name = xml_attribute(node, NULL, "n");
    const xmlNode *first = xml_child(node, NULL, "c");

    if (!phones && !xml_is(node, NULL, "d"))
        dump_wrong(dump, 241, "something else than <d> and <t>");
    else if (phones ? name != NULL : name == NULL)
        dump_wrong(dump, 241, "a <d> without its name");
    else if (first == NULL)
        dump_wrong(dump, 240, "a <d> with nobody in it");
    else if (xml_stranger(node, NULL, "c") != NULL)
        dump_wrong(dump, 241, "something else than <c>");
    else if (!g_hash_table_add(domains, g_strdup(phones ? "" : name)))
        dump_wrong(dump, 241, "a domain comes twice");
    else
        for (const xmlNode *c = first; c != NULL; c = xml_next(c))
            read_entry(dump, c, phones ? NULL : name, query);
}

static void
read_root(Dump *dump, const xmlNode *root, gboolean query)
{
    g_autoptr(GHashTable) domains = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *initial = xml_attribute(root, NULL, "l");

    dump->initial = initial != NULL;
    if (!xml_is(root, NULL, "ml"))
        dump_wrong(dump, 241, "the payload is no <ml>");
    if (initial != NULL && !query && strcmp(initial, "1") != 0)
        dump_wrong(dump, 241, "l of <ml> is 1 or not there");
    for (const xmlNode *node = root->children; node != NULL; node = node->next) {
        if (node->type == XML_ELEMENT_NODE)
            read_domain(dump, node, domains, query);
        else
            dump_wrong(dump, 241, "something else than elements in <ml>");
    }
    if (dump->entries->len > LIST_LIMIT)
        dump_wrong(dump, 241, "more than 150 contacts");
}

static void
dump_read(Dump *dump, const Command *command, gboolean query)
{
    const char *why = NULL;
    xmlDoc *doc = xml_read(command->payload, command->payload_length, &why);

    dump->entries = g_ptr_array_new_with_free_func(entry_free);
    if (doc == NULL)
        dump_wrong(dump, 241, why);
    else if (g_str_has_prefix(command->payload, "<?"))
        dump_wrong(dump, 241, "an XML declaration");
    else if (command->payload_length > PAYLOAD_LIMIT)
        dump_wrong(dump, 241, "more than 7500 bytes");
    else
        read_root(dump, xmlDocGetRootElement(doc), query);
    if (doc != NULL)
        xmlFreeDoc(doc);
}

/* The official service shows what it did not like; a living one hangs up. */
static void
dump_refuse(Client *client, const Command *command, const Dump *dump)
{
    client_bad(client, command, "%s", dump->why);
    if (options()->living) {
        client_error(client, command, dump->error);
        client_close(client);
    } else {
        client_send_payload(client, command->payload, command->payload_length, "%u %u", dump->error,
                            command->trid);
    }
}

/* ---- ADL ---- */

static Account *
entry_account(const Entry *entry)
{
    Account *who = world_find(entry->mail);

    if (who == NULL && entry->network == 4)
        who = world_add(entry->mail, "", entry->mail + 4, KIND_CONTACT);
    return who;
}

/* Everybody in it is known, or 208 was answered. */
static gboolean
dump_known(Client *client, const Command *command, const Dump *dump)
{
    for (guint i = 0; i < dump->entries->len; i++) {
        const Entry *entry = dump->entries->pdata[i];
        const Account *who = entry_account(entry);

        if (who == NULL) {
            client_error(client, command, 208);
            return FALSE;
        }
        if (entry->network != account_network(who)) {
            client_bad(client, command, "%s is on network %u", who->key, account_network(who));
            client_error(client, command, 204);
            return FALSE;
        }
    }
    return TRUE;
}

static void
adl_initial(Client *client, const Command *command, const Dump *dump)
{
    if (client->announced)
        client_bad(client, command, "an initial ADL behind the first CHG");
    client->dumped = TRUE;
    if (options()->living)
        return;
    for (guint i = 0; i < dump->entries->len; i++) {
        const Entry *entry = dump->entries->pdata[i];

        contact_ensure(client->account, entry_account(entry))->live |= entry->lists;
    }
}

/* Living services have one store for both; so this is what the address book knows from now on. */
static void
adl_store(Account *account, Account *who, guint bit)
{
    if (options()->living)
        lists_add(account, who, bit, NULL);
    else
        contact_ensure(account, who)->live |= bit;
}

static void
adl_more(Client *client, const Command *command, const Entry *entry)
{
    Account *account = client->account;
    Account *who = entry_account(entry);

    for (guint bit = LIST_FL; bit <= LIST_BL; bit <<= 1) {
        guint before = lists_live(account, who);

        if ((entry->lists & bit) == 0 || (!options()->living && (before & bit) != 0))
            continue;
        adl_store(account, who, bit);
        log_event("adl %s %s %s", account->key,
                  bit == LIST_FL   ? "FL"
                  : bit == LIST_AL ? "AL"
                                   : "BL",
                  who->key);
        if (bit == LIST_FL && client->announced)
            presence_initial(client, who, command->trid);
        lists_tell_added(account, who, bit, before);
    }
}

/* Circles stand alone in theirs, behind the initial one. FALSE if it has none. */
static gboolean
adl_circles(Client *client, const Command *command, Dump *dump)
{
    guint count = 0, error = 0;

    for (guint i = 0; i < dump->entries->len; i++)
        count += ((const Entry *) dump->entries->pdata[i])->network == 9;
    if (count == 0 || dump->why != NULL)
        return FALSE;
    if (count != dump->entries->len)
        dump_wrong(dump, 241, "circles and people in one ADL");
    else if (!client->dumped || !dump->initial)
        dump_wrong(dump, 241, "circles come with l=\"1\", behind the initial ADL");
    for (guint i = 0; i < count && error == 0 && dump->why == NULL; i++) {
        const Entry *entry = dump->entries->pdata[i];
        g_auto(GStrv) parts = g_strsplit(entry->mail, "@", 2);

        if (g_strcmp0(parts[1], "live.com") != 0 || entry->lists != 3)
            dump_wrong(dump, 241, "a circle is in live.com and has the lists 3");
        else
            error = circle_enter(client, parts[0]);
    }
    if (dump->why != NULL)
        dump_refuse(client, command, dump);
    else if (error != 0)
        client_error(client, command, error);
    else
        client_send(client, "ADL %u OK", command->trid);
    return TRUE;
}

void
ns_adl(Client *client, const Command *command)
{
    Dump dump = {NULL, 0, FALSE, NULL};

    dump_read(&dump, command, FALSE);
    if (adl_circles(client, command, &dump)) {
        g_ptr_array_unref(dump.entries);
        return;
    }
    if (dump.why != NULL) {
        dump_refuse(client, command, &dump);
    } else if (dump_known(client, command, &dump)) {
        if (!dump.initial && !client->dumped)
            client_bad(client, command, "the initial ADL has l=\"1\"");
        if (dump.initial)
            adl_initial(client, command, &dump);
        else
            for (guint i = 0; i < dump.entries->len; i++)
                adl_more(client, command, dump.entries->pdata[i]);
        client_send(client, "ADL %u OK", command->trid);
        log_event("adl-ok %s %u", client->account->key, dump.entries->len);
    }
    g_ptr_array_unref(dump.entries);
}

/* ---- RML ---- */

static void
rml_remove(Client *client, const Entry *entry)
{
    Account *account = client->account;
    Account *who = world_find(entry->mail);
    Contact *contact = who != NULL ? contact_find(account, who) : NULL;

    for (guint bit = LIST_FL; contact != NULL && bit <= LIST_BL; bit <<= 1) {
        guint before = contact_live(account, contact);

        if ((entry->lists & before & bit) == 0)
            continue;
        if (options()->living) {
            lists_remove(account, contact, bit);
        } else {
            contact->live &= ~bit;
            contact_drop_if_empty(account, contact);
        }
        log_event("rml %s %s %s", account->key,
                  bit == LIST_FL   ? "FL"
                  : bit == LIST_AL ? "AL"
                                   : "BL",
                  who->key);
        lists_tell_removed(account, who, bit, before);
        contact = contact_find(account, who);
    }
}

void
ns_rml(Client *client, const Command *command)
{
    Dump dump = {NULL, 0, FALSE, NULL};

    dump_read(&dump, command, FALSE);
    if (dump.why == NULL && dump.initial)
        dump_wrong(&dump, 241, "RML has no l on <ml>");
    if (dump.why != NULL) {
        dump_refuse(client, command, &dump);
    } else {
        for (guint i = 0; i < dump.entries->len; i++)
            rml_remove(client, dump.entries->pdata[i]);
        client_send(client, "RML %u OK", command->trid);
    }
    g_ptr_array_unref(dump.entries);
}

/* ---- FQY ---- */

void
ns_fqy(Client *client, const Command *command)
{
    Dump dump = {NULL, 0, FALSE, NULL};
    g_autoptr(GString) text = g_string_new("<ml>");

    dump_read(&dump, command, TRUE);
    if (dump.why == NULL && dump.entries->len != 1)
        dump_wrong(&dump, 241, "FQY asks for one at a time");
    if (dump.why != NULL) {
        dump_refuse(client, command, &dump);
    } else {
        const Entry *entry = dump.entries->pdata[0];
        const char *at = strrchr(entry->mail, '@');
        g_autofree char *name = g_strndup(entry->mail, at != NULL ? (gsize) (at - entry->mail) : 0);
        const Account *who = world_find(entry->mail);

        xml_append(text, "<d n=\"%s\"><c n=\"%s\" t=\"%u\" /></d></ml>", at != NULL ? at + 1 : "",
                   name, who != NULL ? account_network(who) : 0);
        if (options()->living && who == NULL)
            client_error(client, command, 208);
        else
            client_send_payload(client, text->str, text->len, "FQY %u", command->trid);
    }
    g_ptr_array_unref(dump.entries);
}

/* ---- of its own accord ---- */

void
ns_tell_adl(Client *client, const Account *by, const char *verb, const char *name)
{
    g_autoptr(GString) text = g_string_new("<ml>");
    const char *at = strchr(by->mail, '@');
    g_autofree char *user = g_strndup(by->mail, (gsize) (at - by->mail));

    xml_append(text, "<d n=\"%s\"><c n=\"%s\" t=\"1\" l=\"8\"", at + 1, user);
    if (name != NULL)
        xml_append(text, " f=\"%s\"", name);
    g_string_append(text, " /></d></ml>");
    client_send_payload(client, text->str, text->len, "%s 0", verb);
}

void
ns_check_dump(Client *client, const Command *command)
{
    const Account *account = client->account;

    if (!client->dumped) {
        client_bad(client, command, "CHG before the initial ADL");
        return;
    }
    for (guint i = 0; account->web && i < account->contacts->len; i++) {
        const Contact *contact = account->contacts->pdata[i];
        guint book = contact->lists & (LIST_FL | LIST_AL | LIST_BL);

        if (contact->live != book)
            client_bad(client, command, "the address book has %s on %u, ADL said %u",
                       contact->who->key, book, contact->live);
    }
}
