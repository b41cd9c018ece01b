/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows UUX: the personal message, and from MSNP16 on what a client says of its place. */
#include "ns.h"

#include <string.h>

#include "log.h"
#include "soap.h"
#include "verbs.h"

/* What is wrong with <Data> before MSNP13, or NULL. It is passed on as it is. */
static const char *
old_fault(const Command *command)
{
    const char *text = command->payload;
    const char *why = NULL;

    if (command->payload_length == 0 || memchr(text, '\0', command->payload_length) != NULL ||
        !g_utf8_validate(text, (gssize) command->payload_length, NULL))
        return "the payload is empty or not UTF-8";
    g_autofree char *copy = g_strndup(text, command->payload_length);

    if (strpbrk(copy, "\r\n") != NULL)
        return "the payload has more than one line";
    xmlDoc *doc = xml_read(copy, command->payload_length, &why);

    if (doc != NULL)
        xmlFreeDoc(doc);
    if (doc == NULL || !g_str_has_prefix(copy, "<Data>") || !g_str_has_suffix(copy, "</Data>"))
        return "the payload is no well-formed <Data>";
    return NULL;
}

/* The element of that name again, escaped as services do; "" if it is not there. Caller frees. */
static char *
again(const xmlNode *node, const char *name)
{
    g_autofree char *text = xml_leaf(node, NULL, name);
    g_autofree char *escaped = text != NULL ? xml_numeric(text) : NULL;

    return text != NULL ? g_strdup_printf("<%s>%s</%s>", name, escaped, name) : g_strdup("");
}

static char *
again_all(const xmlNode *node, const char *names)
{
    g_auto(GStrv) words = g_strsplit(names, " ", -1);
    GString *out = g_string_new(NULL);

    for (char **word = words; *word != NULL; word++) {
        g_autofree char *element = again(node, *word);

        g_string_append(out, element);
    }
    return g_string_free(out, FALSE);
}

/* ---- the three roots ---- */

static const char *
take_data(Client *client, const xmlNode *root)
{
    Account *account = client->account;
    const char *more = "DDP SignatureSound Scene ColorScheme";
    g_autofree char *known =
        g_strdup_printf("PSM CurrentMedia MachineGuid%s%s", client->dialect->endpoints ? " " : "",
                        client->dialect->endpoints ? more : "");

    if (xml_stranger(root, NULL, known) != NULL)
        return "an element in <Data> that does not belong there";
    if (xml_child(root, NULL, "PSM") == NULL || xml_child(root, NULL, "CurrentMedia") == NULL)
        return "<Data> without PSM and CurrentMedia";
    g_autofree char *both = again_all(root, "PSM CurrentMedia");

    ns_forget_personal(account);
    account->psm = g_strdup_printf("<Data>%s</Data>", both);
    account->psm_machine = again(root, "MachineGuid");
    account->psm_more = again_all(root, more);
    log_event("psm %s", account->key);
    return NULL;
}

static const char *
take_endpoint(Client *client, const xmlNode *root)
{
    g_autofree char *text = xml_leaf(root, NULL, "Capabilities");

    if (text == NULL || xml_stranger(root, NULL, "Capabilities") != NULL ||
        !g_regex_match_simple("^\\d{1,10}:\\d{1,10}$", text, 0, 0))
        return "EndpointData without two numbers of Capabilities";
    client->client_id = (guint32) g_ascii_strtoull(text, NULL, 10);
    client->client_ex = (guint32) g_ascii_strtoull(strchr(text, ':') + 1, NULL, 10);
    log_event("endpoint %s %s", client->account->key, text);
    return NULL;
}

static const char *
take_private(Client *client, const xmlNode *root)
{
    g_autofree char *idle = xml_leaf(root, NULL, "Idle");
    g_autofree char *type = xml_leaf(root, NULL, "ClientType");
    g_autofree char *state = xml_leaf(root, NULL, "State");
    g_autofree char *name = xml_leaf(root, NULL, "EpName");

    if (xml_stranger(root, NULL, "EpName Idle ClientType State") != NULL || name == NULL)
        return "PrivateEndpointData without a name, or with something strange";
    if (g_strcmp0(idle, "true") != 0 && g_strcmp0(idle, "false") != 0)
        return "Idle is neither true nor false";
    if (type == NULL || !g_regex_match_simple("^[0-4]$", type, 0, 0))
        return "the ClientType is no number from 0 to 4";
    if (state == NULL || !g_regex_match_simple("^(NLN|BSY|IDL|BRB|AWY|PHN|LUN|HDN)$", state, 0, 0))
        return "the State is none";
    g_free(client->private_data);
    client->private_data = again_all(root, "EpName Idle ClientType State");
    g_autofree char *word = wire_encode(name);

    log_event("place %s %s %s %s", client->account->key, client->machine, word, state);
    return NULL;
}

static const char *
new_fault(Client *client, const Command *command)
{
    static const struct {
        const char *name;
        gboolean endpoints;
        const char *(*take)(Client *client, const xmlNode *root);
    } roots[] = {{"Data", FALSE, take_data},
                 {"EndpointData", TRUE, take_endpoint},
                 {"PrivateEndpointData", TRUE, take_private}};
    const char *why = NULL;
    xmlDoc *doc = xml_read(command->payload, command->payload_length, &why);

    if (doc == NULL)
        return why;
    const xmlNode *root = xmlDocGetRootElement(doc);

    why = "the payload is none of Data, EndpointData, PrivateEndpointData";
    for (guint i = 0; i < G_N_ELEMENTS(roots); i++) {
        if (xml_is(root, NULL, roots[i].name) &&
            (client->dialect->endpoints || !roots[i].endpoints))
            why = roots[i].take(client, root);
    }
    xmlFreeDoc(doc);
    return why;
}

void
ns_uux(Client *client, const Command *command)
{
    Account *account = client->account;
    gboolean old = client->dialect->syn != SYN_NONE;
    const char *why = old ? old_fault(command) : new_fault(client, command);

    if (why != NULL) {
        client_bad(client, command, "%s", why);
        if (!options()->living)
            client_close(client);
        return;
    }
    if (old) {
        ns_forget_personal(account);
        account->psm = g_strndup(command->payload, command->payload_length);
        log_event("psm %s", account->key);
    }
    client_send(client, "UUX %u 0", command->trid);
    presence_personal(account);
}
