/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages to people who are away: handed in at the service that keeps them, one after the other. Knows that service,
 * its challenge and its refusals, and the other way there is without it; refuses to know how people are reached who are
 * there.
 */
#include "msnp/oim-out.h"

#include <string.h>
#include "msnp/challenge.h"
#include "msnp/error.h"
#include "msnp/letter.h"
#include "msnp/limits.h"
#include "msnp/message.h"
#include "msnp/soap.h"
#include "msnp/style.h"
#include "msnp/web.h"

typedef struct {
    char *who;
    guint id;
    char *text;
    gsize len;
    MsnpStyle style;
    gsize done;       /* bytes of it that the service has */
    gsize piece;      /* bytes that are under way */
    guint challenged; /* how often its lock key was wanted */
    guint slowed;     /* how often it was too fast */
} Letter;

/* All that is said to one person is one run, whose messages are numbered. */
typedef struct {
    char guid[MSNP_GUID_SIZE];
    guint number;
} Run;

struct _MsnpOimOut {
    MsnpCore *core;
    MsnpTalks *talks;
    MsnpNs *ns;
    const MsnpDialect *dialect; /* the last one; while the server moves none is in use */
    GQueue waiting;             /* Letter; the first may be under way */
    gboolean busy;
    gboolean challenged; /* the answer that is being read has a challenge */
    gboolean ending;
    guint64 again_at; /* when the first is to be tried again; 0 for no such wait */
    gsize most;       /* bytes of one message; 0: the service has set no limit */
    char lock_key[MSNP_CHALLENGE_HEX];
    GHashTable *runs; /* handle to Run */
};

static void out_next(MsnpOimOut *out);

static void
letter_free(gpointer data)
{
    Letter *letter = data;

    g_free(letter->who);
    g_free(letter->text);
    g_free((char *) letter->style.font);
    g_free(letter);
}

/* ---- how it ends ---- */

static MsnpAction *
letter_tell(MsnpOimOut *out, const Letter *letter, MsnpActionKind kind)
{
    MsnpAction *action = msnp_core_tell_who(out->core, kind, letter->who, NULL);

    action->id = letter->id;
    return action;
}

static void
letter_tell_failed(MsnpOimOut *out, const Letter *letter, MsnpError error, guint number)
{
    MsnpAction *action = letter_tell(out, letter, MSNP_EVENT_FAILED);

    action->data = (guint8 *) msnp_actions_keep(out->core->actions, letter->text, letter->len);
    action->len = letter->len;
    action->error = error;
    action->number = number;
}

/* Whether the number was taken is not known: what follows is another run. */
static void
out_failed(MsnpOimOut *out, MsnpError error, guint number)
{
    Letter *letter = g_queue_pop_head(&out->waiting);

    g_hash_table_remove(out->runs, letter->who);
    letter_tell_failed(out, letter, error, number);
    letter_free(letter);
}

static void
out_accepted(MsnpOimOut *out)
{
    Letter *letter = g_queue_peek_head(&out->waiting);
    Run *run = g_hash_table_lookup(out->runs, letter->who);

    run->number++;
    letter->done += letter->piece;
    letter->challenged = letter->slowed = 0;
    if (letter->done < letter->len)
        return;
    letter_tell(out, letter, MSNP_EVENT_DELIVERED);
    letter_free(g_queue_pop_head(&out->waiting));
}

/* ---- the service ---- */

#define OIM "http://messenger.msn.com/ws/2004/09/oim/"
#define FROM                                                                                                           \
    "<From memberName=\"%s\" friendlyName=\"%s\" xml:lang=\"en-US\" proxy=\"MSNMSGR\" xmlns=\"" OIM "\""               \
    " msnpVer=\"MSNP%u\" buildVer=\"%s\"/>"
#define TO "<To memberName=\"%s\" xmlns=\"" OIM "\"/>"
#define TICKET "<Ticket passport=\"%s\" appid=\"%s\" lockkey=\"%s\" xmlns=\"" OIM "\"/>"
#define SEQUENCE                                                                                                       \
    "<Sequence xmlns=\"http://schemas.xmlsoap.org/ws/2003/03/rm\">"                                                    \
    "<Identifier xmlns=\"http://schemas.xmlsoap.org/ws/2002/07/utility\">http://messenger.msn.com</Identifier>"        \
    "<MessageNumber>%u</MessageNumber></Sequence>"

static Run *
out_run(MsnpOimOut *out, const char *who)
{
    Run *run = g_hash_table_lookup(out->runs, who);

    if (!run) {
        run = g_new0(Run, 1);
        msnp_core_guid(out->core, run->guid);
        run->number = 1;
        g_hash_table_insert(out->runs, g_strdup(who), run);
    }
    return run;
}

/* The sixth word of what CVR says. */
static char *
build_version(const MsnpDialect *dialect)
{
    g_auto(GStrv) words = g_strsplit(dialect->cvr, " ", -1);

    return g_strdup(g_strv_length(words) > 5 ? words[5] : "");
}

static const char *
out_ticket(const MsnpOimOut *out)
{
    const MsnpTickets *tickets = &out->core->tickets;
    const char *ticket = tickets->ticket[MSNP_TICKET_SECURE];

    ticket = ticket ? ticket : tickets->ticket[MSNP_TICKET_MESSENGER];
    return ticket ? ticket : "";
}

/* The string does not grow. */
static GString *
store_header(gpointer who)
{
    MsnpOimOut *out = who;
    const MsnpDialect *dialect = out->dialect;
    const Letter *letter = g_queue_peek_head(&out->waiting);
    g_autofree char *version = build_version(dialect);
    g_autoptr(GString) name = g_string_new(NULL);
    GString *header;

    msnp_letter_print_name(name, out->core->own_name);
    header = g_string_sized_new(sizeof(FROM TO TICKET SEQUENCE) + msnp_soap_size(out->core->account) + name->len +
                                strlen(version) + msnp_soap_size(letter->who) + msnp_soap_size(out_ticket(out)) +
                                msnp_soap_size(dialect->product_id) + sizeof(out->lock_key) + 32);
    msnp_soap_printf(header, FROM, out->core->account, name->str, dialect->number, version);
    msnp_soap_printf(header, TO, letter->who);
    msnp_soap_printf(header, TICKET, out_ticket(out), dialect->product_id, out->lock_key);
    msnp_soap_printf(header, SEQUENCE, out_run(out, letter->who)->number);
    return header;
}

/* Both a wrong key and an old ticket are AuthenticationFailed; where there is a challenge it is the key. */
static gboolean
store_fault(gpointer who, const MsnpXmlNode *node)
{
    const char *challenge = msnp_xml_value(node, "detail/LockKeyChallenge");
    MsnpOimOut *out = who;
    MsnpSoapFault fault;

    msnp_soap_fault_read(node, &fault);
    if (strcmp(fault.outer, "AuthenticationFailed"))
        return FALSE;
    if (!*challenge)
        return TRUE;
    out->challenged = TRUE;
    msnp_challenge_answer(challenge, out->dialect->product_id, out->dialect->product_key, out->lock_key);
    return FALSE;
}

/* ---- the way without the service: by the notification link ---- */

/* Nothing answers it but an error. */
typedef struct {
    MsnpOimOut *out;
    Letter *letter;
    guint unanswered;
    gboolean failed;
} Note;

static void
note_answered(Note *note)
{
    if (--note->unanswered > 0)
        return;
    if (!note->failed)
        letter_tell(note->out, note->letter, MSNP_EVENT_DELIVERED);
    letter_free(note->letter);
    g_free(note);
}

static void
note_failed(gpointer who, MsnpError error, guint number)
{
    Note *note = who;
    MsnpError why = note->out->ending ? MSNP_ERROR_SIGNED_OUT : MSNP_ERROR_SB_LOST;

    if (error == MSNP_ERROR_SERVER)
        why = msnp_error_of_message(number);
    if (error != MSNP_ERROR_TIMEOUT && !note->failed) {
        note->failed = TRUE;
        letter_tell_failed(note->out, note->letter, why, number);
    }
    note_answered(note);
}

static void
note_send(Note *note, MsnpLink *link, const char *text, gsize len)
{
    static const MsnpAsk ask_uum = {MSNP_VERB_UUM, NULL, note_failed, NULL};
    g_autofree char *arguments = g_strdup_printf("%s 1 1", note->letter->who);
    g_autoptr(GString) payload = g_string_sized_new(len + 160);
    static const char agent[] = "Dest-Agent: client\r\n";

    msnp_message_print_text(payload, &note->letter->style, text, len);
    g_string_insert(payload, strstr(payload->str, "X-MMS-IM-Format:") - payload->str, agent);
    note->unanswered++;
    msnp_link_request_payload(link, &ask_uum, note, TRUE, "UUM", arguments, payload->str, payload->len);
}

/* Who has come meanwhile would never see it. */
static gboolean
out_is_away(const MsnpOimOut *out, const char *who)
{
    MsnpContact *contact = msnp_roster_contact(out->core->roster, who);

    return contact && (msnp_contact_lists(contact) & MSNP_LIST_FORWARD) &&
           msnp_contact_status(contact) == MSNP_OFFLINE;
}

static void
out_send_note(MsnpOimOut *out, MsnpLink *link)
{
    Letter *letter = g_queue_pop_head(&out->waiting);
    gsize budget = msnp_message_text_budget(&letter->style) - 32, n;
    Note *note;

    if (!out_is_away(out, letter->who)) {
        msnp_talks_send(out->talks, letter->who, letter->text, letter->len, &letter->style, letter->id);
        letter_free(letter);
        return;
    }
    note = g_new0(Note, 1);
    note->out = out;
    note->letter = letter;
    note->unanswered = 1; /* until all are on their way */
    for (; letter->done < letter->len; letter->done += n) {
        n = MAX(msnp_message_split(letter->text + letter->done, letter->len - letter->done, budget), 1);
        note_send(note, link, letter->text + letter->done, n);
    }
    note_answered(note);
}

/* ---- the answer ---- */

static const struct {
    const char *code;
    MsnpError error;
} refusals[] = {
    {"SystemUnavailable", MSNP_ERROR_REFUSED},       {"InvalidRecipient", MSNP_ERROR_PEER_UNKNOWN},
    {"InvalidUser", MSNP_ERROR_PEER_UNKNOWN},        {"SenderThrottleLimitExceeded", MSNP_ERROR_TOO_FAST},
    {"MessageTooLarge", MSNP_ERROR_TOO_LONG},        {"InvalidContent", MSNP_ERROR_REFUSED},
    {"AuthenticationFailed", MSNP_ERROR_MAILBOX},
};

static MsnpError
refusal_error(const char *code)
{
    guint i;

    for (i = 0; i < G_N_ELEMENTS(refusals); i++)
        if (!strcmp(refusals[i].code, code))
            return refusals[i].error;
    return MSNP_ERROR_SERVER;
}

/* TRUE if there is no such service, as far as this answer goes. */
static gboolean
is_no_service(const MsnpWebEnd *end)
{
    if (end->error == MSNP_ERROR_SERVER)
        return !*end->fault && (end->status == 404 || end->status == 405 || end->status == 410 || end->status == 501);
    return end->error == MSNP_ERROR_PASSPORT_CONNECT || end->error == MSNP_ERROR_URL ||
           end->error == MSNP_ERROR_INSECURE_URL;
}

/* Refused in a way that can be helped: it is to be tried again. */
static gboolean
out_may_try_again(MsnpOimOut *out, const char *fault)
{
    Letter *letter = g_queue_peek_head(&out->waiting);

    if (out->challenged)
        return ++letter->challenged <= MSNP_LIMIT_OIM_TRIES;
    if (!strcmp(fault, "SenderThrottleLimitExceeded") && ++letter->slowed <= MSNP_LIMIT_OIM_TRIES) {
        out->again_at = out->core->now + MSNP_OIM_SLOWER;
        return TRUE;
    }
    if (!strcmp(fault, "MessageTooLarge") && letter->piece > MSNP_OIM_LEAST) {
        out->most = CLAMP(letter->piece / 2, MSNP_OIM_LEAST, MSNP_OIM_USUAL);
        return TRUE;
    }
    return FALSE;
}

static void
out_refused(MsnpOimOut *out, const MsnpWebEnd *end)
{
    MsnpLink *link = msnp_ns_link(out->ns);

    if (is_no_service(end) && out->dialect->notes && link)
        out_send_note(out, link);
    else if (end->error == MSNP_ERROR_PASSPORT_TIMEOUT)
        out_failed(out, MSNP_ERROR_SB_LOST, 0);
    else if (end->error != MSNP_ERROR_SERVER)
        out_failed(out, MSNP_ERROR_MAILBOX, 0);
    else if (!out_may_try_again(out, end->fault))
        out_failed(out, is_no_service(end) ? MSNP_ERROR_MAILBOX : refusal_error(end->fault), end->status);
}

static void
store_done(gpointer who, const MsnpWebEnd *end)
{
    MsnpOimOut *out = who;

    out->busy = FALSE;
    if (end->error == MSNP_ERROR_NONE)
        out_accepted(out);
    else
        out_refused(out, end);
    out->challenged = FALSE;
    out_next(out);
}

/* ---- sending ---- */

static void
out_store(MsnpOimOut *out, const Letter *letter)
{
    static const MsnpWebManner first = {"http://messenger.msn.com/ws/2004/09/oim", MSNP_TICKET_SECURE, store_header,
                                        store_fault};
    static const MsnpWebManner second = {"http://messenger.live.com/ws/2006/09/oim", MSNP_TICKET_SECURE, store_header,
                                        store_fault};
    static const MsnpWebAsk ask_first = {MSNP_SITE_OIM_OUT, "Store", NULL, 0, NULL, store_done};
    static const MsnpWebAsk ask_second = {MSNP_SITE_OIM_OUT, "Store2", NULL, 0, NULL, store_done};
    gboolean has_second = out->core->tickets.ticket[MSNP_TICKET_SECURE] != NULL;
    const Run *run = out_run(out, letter->who);
    g_autoptr(GString) content = g_string_new(NULL), body = g_string_new(NULL);

    msnp_letter_print(content, run->guid, run->number, letter->text + letter->done, letter->piece);
    msnp_soap_printf(body,
                     "<MessageType xmlns=\"" OIM "\">text</MessageType><Content xmlns=\"" OIM "\">%s</Content>",
                     content->str);
    msnp_web_ask_other(out->core->web, has_second ? &second : &first, has_second ? &ask_second : &ask_first, body, out);
}

/* One at a time. */
static void
out_next(MsnpOimOut *out)
{
    Letter *letter = g_queue_peek_head(&out->waiting);
    gsize left;

    if (out->busy || out->ending || out->again_at || !letter)
        return;
    left = letter->len - letter->done;
    letter->piece = out->most && left > out->most ? msnp_message_split(letter->text + letter->done, left, out->most)
                                                  : left;
    out->busy = TRUE;
    out_store(out, letter);
}

gboolean
msnp_oim_out_is_possible(MsnpOimOut *out)
{
    if (out->core->dialect)
        out->dialect = out->core->dialect;
    return out->dialect && out->dialect->offline;
}

static gboolean
out_has(const MsnpOimOut *out, const char *who)
{
    GList *l;

    for (l = out->waiting.head; l; l = l->next)
        if (!strcmp(((const Letter *) l->data)->who, who))
            return TRUE;
    return FALSE;
}

gboolean
msnp_oim_out_takes(MsnpOimOut *out, const char *who)
{
    return msnp_oim_out_is_possible(out) &&
           (out_has(out, who) || (out_is_away(out, who) && !msnp_talks_is_open(out->talks, who)));
}

void
msnp_oim_out_send(MsnpOimOut *out, const char *who, const char *text, gsize len, const MsnpStyle *style, guint id)
{
    Letter *letter = g_new0(Letter, 1);

    letter->who = g_strdup(who);
    letter->id = id;
    letter->text = g_strndup(text, len);
    letter->len = len;
    letter->style.color = -1;
    if (style) {
        letter->style = *style;
        letter->style.font = g_strdup(style->font);
    }
    g_queue_push_tail(&out->waiting, letter);
    out_next(out);
}

/* ---- life ---- */

MsnpOimOut *
msnp_oim_out_new(MsnpCore *core, MsnpTalks *talks, MsnpNs *ns)
{
    MsnpOimOut *out = g_new0(MsnpOimOut, 1);

    out->core = core;
    out->talks = talks;
    out->ns = ns;
    out->runs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_queue_init(&out->waiting);
    return out;
}

void
msnp_oim_out_free(MsnpOimOut *out)
{
    g_queue_clear_full(&out->waiting, letter_free);
    g_hash_table_destroy(out->runs);
    g_free(out);
}

void
msnp_oim_out_end(MsnpOimOut *out)
{
    out->ending = TRUE;
    msnp_web_forget(out->core->web, out);
    while (!g_queue_is_empty(&out->waiting))
        out_failed(out, MSNP_ERROR_SIGNED_OUT, 0);
}

void
msnp_oim_out_tick(MsnpOimOut *out)
{
    if (out->again_at == 0 || out->core->now < out->again_at)
        return;
    out->again_at = 0;
    out_next(out);
}

guint64
msnp_oim_out_deadline(const MsnpOimOut *out)
{
    return out->again_at;
}
