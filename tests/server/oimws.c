/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how an offline message is handed in: Store and Store2, with the challenge in front of them.
 */
#include <string.h>

#include "challenge.h"
#include "log.h"
#include "oim.h"
#include "options.h"
#include "pages.h"
#include "soap.h"
#include "tokens.h"
#include "wire.h"

#define NS_OIM           "http://messenger.msn.com/ws/2004/09/oim/"
#define NS_RM            "http://schemas.xmlsoap.org/ws/2003/03/rm"
#define NS_UTILITY       "http://schemas.xmlsoap.org/ws/2002/07/utility"
#define ACTION_STORE2    "http://messenger.live.com/ws/2006/09/oim/Store2"
#define ACTION_STORE     "http://messenger.msn.com/ws/2004/09/oim/Store"
#define LIVING_CHALLENGE "1850937852"
#define LINE_LIMIT       77

/* What a message is made of, as the client has it. */
typedef struct {
    const SoapCall *call;
    gboolean second; /* Store2 */
    Account *from;
    Account *to;
    char *run;
    guint number;
    char *text;
} Store;

static void
refuse(const Store *store, const char *code, const char *text)
{
    soap_fault(store->call, 500, code, text, "");
}

/* CHALLENGE "": it is the ticket that is wrong. */
static void
refuse_ticket(const Store *store, const char *challenge)
{
    g_autofree char *detail = g_strdup_printf(
        "<RequiredAuthPolicy xmlns=\"" NS_OIM "\">%s</RequiredAuthPolicy><TweenerChallenge "
        "xmlns=\"" NS_OIM "\">%s</TweenerChallenge><LockKeyChallenge xmlns=\"" NS_OIM "\">%s"
        "</LockKeyChallenge>",
        challenge[0] == '\0' ? "MBI_SSL" : "",
        options()->living ? "ct=1,rver=1,wp=FS_40SEC_0_COMPACT,lc=1,id=1" : "", challenge);

    log_event("oim-challenged %s", store->from != NULL ? store->from->key : "-");
    soap_fault(store->call, 500, "q0:AuthenticationFailed",
               "Exception of type "
               "'System.Web.Services.Protocols.SoapException' was thrown.",
               detail);
}

/* ---- who may ---- */

/* FALSE after it was answered. */
static gboolean
check_lock(const Store *store, const xmlNode *ticket)
{
    g_autofree char *product = xml_attribute(ticket, NULL, "appid");
    g_autofree char *key = xml_attribute(ticket, NULL, "lockkey");
    const char *challenge = options()->living ? LIVING_CHALLENGE : store->from->lock;
    g_autofree char *right =
        product != NULL ? challenge_answer(CHALLENGE_MIXED, challenge, product) : NULL;

    if (right == NULL)
        soap_bad(store->call, "the appid is no product id");
    if (key == NULL)
        soap_bad(store->call, "no lockkey, not even an empty one");
    if (key == NULL || key[0] == '\0') {
        refuse_ticket(store, challenge);
        return FALSE;
    }
    if (options()->living || g_strcmp0(key, right) == 0)
        return TRUE;
    soap_bad(store->call, "the lockkey is wrong, right would be %s", right);
    refuse_ticket(store, challenge);
    return FALSE;
}

static gboolean
authenticate(Store *store)
{
    const xmlNode *ticket = xml_child(store->call->header, NS_OIM, "Ticket");
    g_autofree char *text = xml_attribute(ticket, NULL, "passport");
    TokenState state = TOKEN_UNKNOWN;

    if (text != NULL)
        state = token_check(text, store->second ? "messengersecure.live.com" : "messenger.msn.com",
                            NULL, &store->from);
    if (state == TOKEN_UNKNOWN || state == TOKEN_OTHER_SERVICE)
        soap_bad(store->call, "no ticket for this service");
    if (state != TOKEN_GOOD) {
        refuse_ticket(store, "");
        return FALSE;
    }
    if (store->from->lock == NULL)
        store->from->lock = g_strdup_printf("%u", g_random_int_range(100000000, 1999999999));
    return check_lock(store, ticket);
}

/* ---- what is said ---- */

static const char *
header_fault(const Store *store)
{
    const xmlNode *from = xml_child(store->call->header, NS_OIM, "From");
    g_autofree char *mail = xml_attribute(from, NULL, "memberName");
    g_autofree char *name = xml_attribute(from, NULL, "friendlyName");
    g_autofree char *version = xml_attribute(from, NULL, "msnpVer");
    g_autofree char *proxy = xml_attribute(from, NULL, "proxy");

    if (mail == NULL || g_ascii_strcasecmp(mail, store->from->mail) != 0)
        return "From names somebody else";
    if (name == NULL ||
        !g_regex_match_simple("^=\\?utf-8\\?B\\?[A-Za-z0-9+/]*=*\\?=$", name, G_REGEX_CASELESS, 0))
        return "the friendlyName is no encoded word";
    if (g_strcmp0(proxy, "MSNMSGR") != 0)
        return "the proxy is not MSNMSGR";
    if (version == NULL || !g_str_has_prefix(version, "MSNP"))
        return "no msnpVer";
    return NULL;
}

static const char *
sequence_fault(Store *store)
{
    const xmlNode *sequence = xml_child(store->call->header, NS_RM, "Sequence");
    g_autofree char *identifier = xml_leaf(sequence, NS_UTILITY, "Identifier");
    g_autofree char *word = xml_leaf(sequence, NS_RM, "MessageNumber");
    guint64 number = 0;

    if (g_strcmp0(identifier, "http://messenger.msn.com") != 0)
        return "the Sequence has another Identifier";
    if (word == NULL || !wire_number(word, G_MAXUINT, &number))
        return "the MessageNumber is no number";
    store->number = (guint) number;
    return NULL;
}

static const char *
body_fault(Store *store, char **lines)
{
    g_autoptr(GString) code = g_string_new(NULL);
    gsize length = 0;

    for (; *lines != NULL; lines++) {
        if (strlen(*lines) > LINE_LIMIT)
            return "a line of base64 is longer than 77 bytes";
        g_string_append(code, *lines);
    }
    g_autofree guchar *bytes = g_base64_decode(code->str, &length);
    g_autofree char *again = g_base64_encode(bytes, length);

    if (code->len == 0 || strcmp(again, code->str) != 0)
        return "the text is no base64";
    if (!g_utf8_validate((const char *) bytes, (gssize) length, NULL))
        return "the text is not UTF-8";
    store->text = g_strndup((const char *) bytes, length);
    return NULL;
}

static const char *
content_fault(Store *store, const char *content)
{
    static const char *const wanted[] = {"MIME-Version: 1.0",
                                         "Content-Type: text/plain; charset=UTF-8",
                                         "Content-Transfer-Encoding: base64",
                                         "X-OIM-Message-Type: OfflineMessage",
                                         "X-OIM-Run-Id: ",
                                         "X-OIM-Sequence-Num: "};
    g_auto(GStrv) lines = g_strsplit(content, "\n", -1);
    guint count = g_strv_length(lines);

    for (guint i = 0; i < count; i++)
        if (g_str_has_suffix(lines[i], "\r"))
            lines[i][strlen(lines[i]) - 1] = '\0';
    for (guint i = 0; i < G_N_ELEMENTS(wanted); i++)
        if (i >= count || !g_str_has_prefix(lines[i], wanted[i]))
            return "the Content does not have the six lines of an offline message";
    if (count < 8 || lines[6][0] != '\0')
        return "the Content has no empty line behind its head";
    const char *run = lines[4] + strlen(wanted[4]);
    guint64 number = 0;

    if (!g_regex_match_simple("^\\{[0-9A-Fa-f-]{36}\\}$", run, 0, 0))
        return "the Run-Id is no GUID in braces";
    if (!wire_number(lines[5] + strlen(wanted[5]), G_MAXUINT, &number) || number != store->number)
        return "Sequence-Num and MessageNumber are not the same";
    store->run = g_strdup(run);
    return body_fault(store, lines + 7);
}

static const char *
message_fault(Store *store)
{
    const xmlNode *body = store->call->operation->parent;
    g_autofree char *type = xml_leaf(body, NS_OIM, "MessageType");
    g_autofree char *content = xml_leaf(body, NS_OIM, "Content");
    const char *why = header_fault(store);

    if (why == NULL)
        why = sequence_fault(store);
    if (why == NULL && (g_strcmp0(type, "text") != 0 || content == NULL))
        why = "no MessageType text, or no Content";
    if (why == NULL)
        why = content_fault(store, content);
    if (why == NULL && !oim_sequence_right(store->run, store->number))
        why = "not the next number of this run";
    return why;
}

/* ---- both together ---- */

static void
respond(const Store *store)
{
    g_autofree char *header = g_strdup_printf(
        "<SequenceAcknowledgment xmlns=\"" NS_RM "\"><Identifier xmlns=\"" NS_UTILITY "\">"
        "http://messenger.msn.com</Identifier><AcknowledgmentRange Upper=\"%u\" Lower=\"%u\"/>"
        "</SequenceAcknowledgment>",
        store->number, store->number);
    g_autofree char *body = g_strdup_printf(
        "<StoreResponse xmlns=\"%s\"><PointsConsumed>1</PointsConsumed></StoreResponse>",
        store->second ? "http://messenger.live.com/ws/2006/09/oim/" : NS_OIM);

    soap_respond(store->call, 200, header, body);
}

static void
serve(Store *store)
{
    const xmlNode *node = xml_child(store->call->header, NS_OIM, "To");
    g_autofree char *mail = xml_attribute(node, NULL, "memberName");

    if (!authenticate(store))
        return;
    const char *why = mail != NULL ? message_fault(store) : "To names nobody";

    if (why != NULL) {
        soap_bad(store->call, "%s", why);
        refuse(store, "q0:InvalidContent", "InvalidContent");
        return;
    }
    store->to = world_find(mail);
    if (store->to == NULL || !world_allows(store->to, store->from)) {
        log_event("oim-refused %s %s", store->from->key, mail);
        refuse(store, "q0:SystemUnavailable", "SystemUnavailable");
        return;
    }
    respond(store);
    oim_store(store->to, store->from, store->run, store->number, store->text);
}

void
oimws_serve(Visitor *visitor, const HttpRequest *request)
{
    g_autoptr(SoapCall) call = soap_call(visitor, request);
    g_autofree char *name = soap_action_name(request);
    Store store = {.call = call, .second = strcmp(name, "Store") != 0};

    if (call == NULL)
        return;
    call->name = store.second ? "Store2" : "Store";
    soap_check_action(call, store.second ? ACTION_STORE2 : ACTION_STORE);
    serve(&store);
    g_free(store.run);
    g_free(store.text);
}
