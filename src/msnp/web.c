/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Asking web services: an operation goes out with a ticket, its answer is read a slice at a time, and a ticket that is
 * too old is renewed once. Knows headers, tickets and cache keys; refuses to know what an answer means.
 */
#include "msnp/web.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/rst.h"
#include "msnp/secret.h"
#include "msnp/soap.h"

struct _MsnpWeb {
    MsnpCore *core;
    GQueue asked; /* Exchange, in the order of asking */
    MsnpRst *rst; /* a renewal that is under way */
    guint renewals; /* how many have brought new tickets */
    char *cache_keys[MSNP_N_SITES]; /* NULL: none was given */
};

typedef struct {
    MsnpWeb *web;
    const MsnpWebAsk *ask;
    const MsnpWebManner *manner; /* NULL: that of the address book */
    gpointer who;
    const char *scenario;
    GString *body;
    guint job;
    gboolean renewed; /* its ticket was, or is being */
    gboolean waits;   /* for the new one */
    guint renewals;   /* how many there had been when it was sent */
    guint status;
    MsnpXmlReader *reader; /* of the answer, once it has come */
    MsnpXmlWanted *wanted; /* its own, before those of ask */
    char *fault;           /* NULL: none */
    char *conflict;        /* of the fault; NULL likewise */
    gboolean ticket_fault;
} Exchange;

/* What every answer may have. */
static const MsnpXmlWanted always[] = {{"Fault", TRUE}, {"ServiceHeader", TRUE}};

static void
exchange_stop_reading(Exchange *x)
{
    g_clear_pointer(&x->reader, msnp_xml_reader_free);
    g_clear_pointer(&x->wanted, g_free);
    g_clear_pointer(&x->fault, g_free);
    g_clear_pointer(&x->conflict, g_free);
    x->ticket_fault = FALSE;
}

static void
exchange_free(Exchange *x)
{
    msnp_core_abandon(x->web->core, x->job);
    exchange_stop_reading(x);
    g_string_free(x->body, TRUE);
    g_free(x);
}

/* It is over; who asked may ask again at once. */
static void
exchange_done(Exchange *x, MsnpError error)
{
    g_autofree char *fault = g_steal_pointer(&x->fault), *conflict = g_steal_pointer(&x->conflict);
    MsnpWebEnd end = {error, x->status, fault ? fault : "", conflict ? conflict : ""};
    const MsnpWebAsk *ask = x->ask;
    gpointer who = x->who;

    if (error != MSNP_ERROR_NONE)
        msnp_core_debug(x->web->core, "%s has failed: %s, HTTP %u %s", ask->operation, msnp_error_name(error),
                        end.status, end.fault);
    g_queue_remove(&x->web->asked, x);
    exchange_free(x);
    ask->done(who, &end);
}

/* ---- asking ---- */

#define AB_NAMESPACE "http://www.msn.com/webservices/AddressBook"
#define AB_HEADER                                                                                                      \
    "<ABApplicationHeader xmlns=\"" AB_NAMESPACE "\"><ApplicationId>CFE80F9D-180F-4399-82AB-413F33A1FA11"              \
    "</ApplicationId><IsMigration>false</IsMigration><PartnerScenario>%s</PartnerScenario>"
#define AB_TICKET                                                                                                      \
    "</ABApplicationHeader><ABAuthHeader xmlns=\"" AB_NAMESPACE "\">"                                                  \
    "<ManagedGroupRequest>false</ManagedGroupRequest><TicketToken>%s</TicketToken></ABAuthHeader>"
#define CACHE_KEY "<CacheKey>%s</CacheKey>"

/* NULL if there is none. */
static const char *
exchange_ticket(const Exchange *x)
{
    const MsnpTickets *tickets = &x->web->core->tickets;
    const char *ticket = tickets->ticket[x->manner ? x->manner->ticket : MSNP_TICKET_CONTACTS];

    return ticket ? ticket : tickets->ticket[MSNP_TICKET_MESSENGER];
}

static GString *
exchange_header(const Exchange *x)
{
    const char *ticket = exchange_ticket(x), *key = x->web->cache_keys[x->ask->site];
    GString *header;

    if (x->manner)
        return x->manner->header(x->who);
    header = g_string_sized_new(sizeof(AB_HEADER AB_TICKET CACHE_KEY) + strlen(x->scenario) +
                                (key ? msnp_soap_size(key) : 0) + (ticket ? msnp_soap_size(ticket) : 0));
    msnp_soap_printf(header, AB_HEADER, x->scenario);
    if (key)
        msnp_soap_printf(header, CACHE_KEY, key);
    msnp_soap_printf(header, AB_TICKET, ticket ? ticket : "");
    return header;
}

static void exchange_answered(gpointer who, const MsnpHttpReply *reply);

static void
exchange_send(Exchange *x)
{
    const char *space = x->manner ? x->manner->space : AB_NAMESPACE;
    g_autofree char *action = g_strconcat("\"", space, "/", x->ask->operation, "\"", NULL), *url = NULL;
    const MsnpHttpHeader headers[] = {
        {"Content-Type", "text/xml; charset=utf-8", FALSE},
        {"SOAPAction", action, FALSE},
        {"User-Agent", "MSMSGS", FALSE},
    };
    GString *header, *envelope;
    MsnpError error = msnp_site_url(x->web->core, x->ask->site, &url);

    if (error != MSNP_ERROR_NONE) {
        exchange_done(x, error);
        return;
    }
    x->renewals = x->web->renewals;
    header = exchange_header(x);
    envelope = msnp_soap_envelope(header, x->body);
    x->job = msnp_core_post(x->web->core, url, headers, G_N_ELEMENTS(headers), envelope, exchange_answered, x);
    msnp_secret_free_string(header);
    msnp_secret_free_string(envelope);
}

static void
web_ask(MsnpWeb *web, const MsnpWebManner *manner, const MsnpWebAsk *ask, const char *scenario, const GString *body,
        gpointer who)
{
    Exchange *x = g_new0(Exchange, 1);

    x->web = web;
    x->ask = ask;
    x->manner = manner;
    x->who = who;
    x->scenario = scenario;
    x->body = g_string_new_len(body->str, (gssize) body->len);
    g_queue_push_tail(&web->asked, x);
    exchange_send(x);
}

void
msnp_web_ask(MsnpWeb *web, const MsnpWebAsk *ask, const char *scenario, const GString *body, gpointer who)
{
    web_ask(web, NULL, ask, scenario, body, who);
}

void
msnp_web_ask_other(MsnpWeb *web, const MsnpWebManner *manner, const MsnpWebAsk *ask, const GString *body,
                   gpointer who)
{
    web_ask(web, manner, ask, NULL, body, who);
}

/* ---- a ticket that is too old ---- */

static void
web_renewed(gpointer who, MsnpError error, guint number, const char *detail)
{
    MsnpWeb *web = who;
    g_autoptr(GList) asked = g_list_copy(web->asked.head);
    GList *l;

    g_clear_pointer(&web->rst, msnp_rst_free);
    if (error == MSNP_ERROR_NONE)
        web->renewals++;
    for (l = asked; l; l = l->next) {
        Exchange *x = l->data;

        if (!g_queue_find(&web->asked, x) || !x->waits)
            continue;
        x->waits = FALSE;
        if (error == MSNP_ERROR_NONE)
            exchange_send(x);
        else
            exchange_done(x, MSNP_ERROR_SERVER);
    }
}

/* Only what is asked for by name and password; and not what the notification server was shown, too: living services have
 * one ticket for everything, and believe in no other while the session lives. */
static gboolean
web_can_renew(const Exchange *x)
{
    const MsnpTickets *tickets = &x->web->core->tickets;
    const char *ticket = exchange_ticket(x), *shown = tickets->ticket[tickets->shown];

    return tickets->renewable && ticket && shown && !msnp_secret_equal(ticket, shown);
}

/* Once for each question. */
static gboolean
exchange_renew(Exchange *x)
{
    MsnpWeb *web = x->web;

    if (!x->ticket_fault || x->renewed || !web_can_renew(x))
        return FALSE;
    x->renewed = TRUE;
    exchange_stop_reading(x);
    if (x->renewals != web->renewals) { /* since it was sent */
        exchange_send(x);
        return TRUE;
    }
    x->waits = TRUE;
    if (web->rst)
        return TRUE;
    msnp_core_debug(web->core, "a ticket is too old: new ones are asked for");
    web->rst = msnp_rst_new_renewal(web->core, web_renewed, web);
    msnp_rst_start(web->rst);
    return TRUE;
}

/* ---- the answer ---- */

static void
exchange_answered(gpointer who, const MsnpHttpReply *reply)
{
    Exchange *x = who;

    x->job = 0;
    x->status = reply->status;
    if (reply->end != MSNP_ERROR_NONE) {
        exchange_done(x, reply->end);
        return;
    }
    x->wanted = g_new(MsnpXmlWanted, G_N_ELEMENTS(always) + x->ask->n_wanted);
    memcpy(x->wanted, always, sizeof(always));
    if (x->ask->n_wanted > 0)
        memcpy(x->wanted + G_N_ELEMENTS(always), x->ask->wanted, x->ask->n_wanted * sizeof(*x->wanted));
    x->reader = msnp_xml_reader_new(reply->body, reply->body_len, x->wanted,
                                    G_N_ELEMENTS(always) + x->ask->n_wanted);
}

static void
exchange_fault(Exchange *x, const MsnpXmlNode *node)
{
    static const char *const renewable[] = {"BadContextToken", "PassportAuthFail"};
    MsnpSoapFault fault;
    guint i;

    msnp_soap_fault_read(node, &fault);
    g_free(x->fault);
    g_free(x->conflict);
    x->fault = g_strndup(fault.code, MSNP_LIMIT_DETAIL);
    x->conflict = g_strndup(fault.conflict, MSNP_LIMIT_DETAIL);
    for (i = 0; i < G_N_ELEMENTS(renewable); i++)
        if (!strcmp(fault.code, renewable[i]) || !strcmp(fault.outer, renewable[i]))
            x->ticket_fault = TRUE;
    if (x->manner && x->manner->fault(x->who, node))
        x->ticket_fault = TRUE;
}

/* The key goes back with the next question to the same service. */
static void
exchange_service_header(Exchange *x, const MsnpXmlNode *node)
{
    const char *key = msnp_xml_value(node, "CacheKey");

    if (!msnp_xml_is_true(node, "CacheKeyChanged") || !*key || strlen(key) > MSNP_LIMIT_CACHE_KEY)
        return;
    g_free(x->web->cache_keys[x->ask->site]);
    x->web->cache_keys[x->ask->site] = g_strdup(key);
}

static void
exchange_element(Exchange *x, MsnpXmlResult what, const MsnpXmlNode *node)
{
    if (what == MSNP_XML_ELEMENT && !g_ascii_strcasecmp(node->name, "Fault"))
        exchange_fault(x, node);
    else if (what == MSNP_XML_ELEMENT && !g_ascii_strcasecmp(node->name, "ServiceHeader"))
        exchange_service_header(x, node);
    else if (x->ask->element)
        x->ask->element(x->who, what, node);
}

/* HTTP says little: living services send faults with 200, and 500 with an answer is none. */
static void
exchange_read(Exchange *x, gboolean whole)
{
    if (exchange_renew(x))
        return;
    if (x->fault || !whole || x->status < 200 || x->status > 299)
        exchange_done(x, MSNP_ERROR_SERVER);
    else
        exchange_done(x, MSNP_ERROR_NONE);
}

static Exchange *
web_readable(const MsnpWeb *web)
{
    GList *l;

    for (l = web->asked.head; l; l = l->next)
        if (((Exchange *) l->data)->reader)
            return l->data;
    return NULL;
}

gboolean
msnp_web_run(MsnpWeb *web)
{
    Exchange *x = web_readable(web);
    const MsnpXmlNode *node;
    MsnpXmlResult result;

    if (!x)
        return FALSE;
    result = msnp_xml_reader_next(x->reader, &node);
    if (result == MSNP_XML_PAUSE) /* an action, so that the host may look at the clock */
        msnp_core_debug(web->core, "%s: reading on", x->ask->operation);
    else if (result == MSNP_XML_OVER || result == MSNP_XML_BROKEN)
        exchange_read(x, result == MSNP_XML_OVER);
    else
        exchange_element(x, result, node);
    return TRUE;
}

/* ---- life ---- */

MsnpWeb *
msnp_web_new(MsnpCore *core)
{
    MsnpWeb *web = g_new0(MsnpWeb, 1);

    web->core = core;
    g_queue_init(&web->asked);
    return web;
}

void
msnp_web_free(MsnpWeb *web)
{
    guint i;

    g_clear_pointer(&web->rst, msnp_rst_free);
    while (!g_queue_is_empty(&web->asked))
        exchange_free(g_queue_pop_head(&web->asked));
    for (i = 0; i < MSNP_N_SITES; i++)
        g_free(web->cache_keys[i]);
    g_free(web);
}

void
msnp_web_forget(MsnpWeb *web, gconstpointer who)
{
    GList *l = web->asked.head;

    while (l) {
        Exchange *x = l->data;

        l = l->next;
        if (x->who != who)
            continue;
        g_queue_remove(&web->asked, x);
        exchange_free(x);
    }
}
