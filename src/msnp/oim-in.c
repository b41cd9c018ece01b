/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages that were written to one while one was away: learnt of, fetched one after the other, told in order, and
 * deleted where they were kept when the host has shown them. Knows that service; leaves how they are written to letter.
 */
#include "msnp/oim-in.h"

#include <string.h>
#include "msnp/letter.h"
#include "msnp/limits.h"
#include "msnp/secret.h"
#include "msnp/soap.h"
#include "msnp/text.h"
#include "msnp/wire.h"

/* One of them, from when it is learnt of until it is deleted. */
typedef struct {
    char *id;
    char *who;   /* as the notice has it, "" if it does not say */
    char *name;
    gint64 when; /* likewise; 0 */
    guint order; /* in which it was learnt of */
    guint number; /* by which the host knows it */
    MsnpLetter letter; /* once it was fetched, until it is told */
} Oim;

struct _MsnpOimIn {
    MsnpCore *core;
    GHashTable *known;   /* id to Oim, owned */
    GHashTable *shown;   /* ids of those that the host has shown and that may still be there */
    GQueue waiting;      /* Oim: to be fetched */
    Oim *fetching;
    GPtrArray *fetched;  /* Oim: to be told together */
    GHashTable *told;    /* number to Oim: the host has not shown it yet */
    GQueue deletable;    /* Oim */
    GPtrArray *deleting; /* Oim */
    gboolean one_by_one; /* the service did not delete several at once */
    gboolean listing;
    guint learnt;
    guint numbers;
    guint failures; /* in a row */
};

static void
oim_free(gpointer data)
{
    Oim *oim = data;

    g_free(oim->id);
    g_free(oim->who);
    g_free(oim->name);
    msnp_letter_clear(&oim->letter);
    g_free(oim);
}

/* ---- the service ---- */

#define RSI "http://www.hotmail.msn.com/ws/2004/09/oim/rsi"
#define COOKIE "<PassportCookie xmlns=\"" RSI "\"><t>%s</t><p>%s</p></PassportCookie>"

/* The two halves of the ticket, "t=...&p=..."; one that is bare is the first. The string does not grow. */
static GString *
rsi_header(gpointer who)
{
    const MsnpOimIn *in = who;
    const char *ticket = in->core->tickets.ticket[MSNP_TICKET_MESSENGER], *second;
    GString *header;
    char *first;

    ticket = ticket ? ticket : "";
    header = g_string_sized_new(sizeof(COOKIE) + msnp_soap_size(ticket));
    if (g_str_has_prefix(ticket, "t="))
        ticket += 2;
    second = strstr(ticket, "&p=");
    first = g_strndup(ticket, second ? (gsize) (second - ticket) : strlen(ticket));
    msnp_soap_printf(header, COOKIE, first, second ? second + 3 : "");
    msnp_secret_free(first);
    return header;
}

/* It tells of a bad ticket and of an unknown message by the same code. */
static gboolean
rsi_fault(gpointer who, const MsnpXmlNode *node)
{
    MsnpSoapFault fault;

    msnp_soap_fault_read(node, &fault);
    return strstr(fault.text, "Passport authentication") != NULL;
}

static void
rsi_ask(MsnpOimIn *in, const MsnpWebAsk *ask, const GString *body)
{
    static const MsnpWebManner rsi = {RSI, MSNP_TICKET_MESSENGER, rsi_header, rsi_fault};

    msnp_web_ask_other(in->core->web, &rsi, ask, body, in);
}

/* ---- learning of them ---- */

/* It goes back as XML and stands in lists with blanks between. */
static gboolean
is_id(const char *id)
{
    const char *p = id;

    while (g_ascii_isgraph(*p))
        p++;
    return p > id && !*p && p - id <= MSNP_LIMIT_OIM_ID;
}

/* One that was shown already is only to be deleted. */
static void
in_learn(MsnpOimIn *in, const MsnpXmlNode *record)
{
    const char *id = msnp_xml_value(record, "I"), *name = msnp_xml_value(record, "N");
    char *who = msnp_xml_value(record, "E");
    Oim *oim;

    if (!is_id(id) || g_hash_table_contains(in->known, id))
        return;
    if (g_hash_table_size(in->known) >= MSNP_LIMIT_OIMS) {
        msnp_core_debug(in->core, "too many offline messages: one waits for another time");
        return;
    }
    oim = g_new0(Oim, 1);
    oim->id = g_strdup(id);
    oim->who = g_strdup(!strchr(who, '%') && msnp_wire_handle(who) ? who : "");
    oim->name = msnp_letter_decode_name(name);
    oim->when = msnp_letter_iso_date(msnp_xml_value(record, "RT"));
    oim->order = in->learnt++;
    g_hash_table_insert(in->known, oim->id, oim);
    g_queue_push_tail(g_hash_table_contains(in->shown, id) ? &in->deletable : &in->waiting, oim);
}

static void
list_element(gpointer who, MsnpXmlResult what, const MsnpXmlNode *node)
{
    in_learn(who, node);
}

static void
list_done(gpointer who, const MsnpWebEnd *end)
{
    ((MsnpOimIn *) who)->listing = FALSE;
}

static const MsnpXmlWanted wanted_records[] = {{"M", TRUE}};

static void
in_list(MsnpOimIn *in)
{
    static const MsnpWebAsk ask_list = {.site = MSNP_SITE_OIM_IN,
                                        .operation = "GetMetadata",
                                        .wanted = wanted_records,
                                        .n_wanted = G_N_ELEMENTS(wanted_records),
                                        .element = list_element,
                                        .done = list_done};
    g_autoptr(GString) body = NULL;

    if (in->listing)
        return;
    in->listing = TRUE;
    body = g_string_new("<GetMetadata xmlns=\"" RSI "\"/>");
    rsi_ask(in, &ask_list, body);
}

void
msnp_oim_in_notice(MsnpOimIn *in, const MsnpMessage *notice)
{
    g_autoptr(MsnpXmlReader) reader = NULL;
    const MsnpXmlNode *node;
    const char *data;
    gsize len;

    if (!in->core->dialect->offline ||
        !msnp_header_find(notice->body, notice->body_len, "Mail-Data", &data, &len))
        return;
    in->failures = 0;
    if (len == strlen("too-large") && !g_ascii_strncasecmp(data, "too-large", len)) {
        in_list(in);
        return;
    }
    reader = msnp_xml_reader_new(data, len, wanted_records, G_N_ELEMENTS(wanted_records));
    while (msnp_xml_reader_go_on(reader, &node) == MSNP_XML_ELEMENT)
        in_learn(in, node);
}

/* ---- fetching ---- */

static void
fetch_element(gpointer who, MsnpXmlResult what, const MsnpXmlNode *node)
{
    MsnpOimIn *in = who;
    const char *mail = node->text;

    msnp_letter_clear(&in->fetching->letter);
    if (!msnp_letter_parse(mail, strlen(mail), &in->fetching->letter))
        msnp_core_debug(in->core, "an offline message that is none ignored");
}

/* Who cannot be reached is left alone until it says something again; what is refused was deleted elsewhere. */
static void
fetch_failed(MsnpOimIn *in, MsnpError error)
{
    Oim *oim;

    if (error == MSNP_ERROR_SERVER && ++in->failures < MSNP_LIMIT_OIM_FAILURES)
        return;
    while ((oim = g_queue_pop_head(&in->waiting)))
        g_hash_table_remove(in->known, oim->id);
}

/* Without a sender there is nobody in whose window it could stand. */
static void
fetch_done(gpointer who, const MsnpWebEnd *end)
{
    MsnpOimIn *in = who;
    Oim *oim = g_steal_pointer(&in->fetching);
    MsnpLetter *letter = &oim->letter;

    if (end->error == MSNP_ERROR_NONE && letter->who && (*letter->who || *oim->who || *letter->phone)) {
        in->failures = 0;
        g_ptr_array_add(in->fetched, oim);
        return;
    }
    g_hash_table_remove(in->known, oim->id);
    fetch_failed(in, end->error == MSNP_ERROR_NONE ? MSNP_ERROR_SERVER : end->error);
}

static void
in_fetch(MsnpOimIn *in)
{
    static const MsnpXmlWanted wanted[] = {{"GetMessageResult", TRUE}};
    static const MsnpWebAsk ask_fetch = {.site = MSNP_SITE_OIM_IN,
                                         .operation = "GetMessage",
                                         .wanted = wanted,
                                         .n_wanted = G_N_ELEMENTS(wanted),
                                         .element = fetch_element,
                                         .done = fetch_done};
    g_autoptr(GString) body = g_string_new(NULL);

    in->fetching = g_queue_pop_head(&in->waiting);
    msnp_soap_printf(body,
                     "<GetMessage xmlns=\"" RSI "\"><messageId>%s</messageId>"
                     "<alsoMarkAsRead>false</alsoMarkAsRead></GetMessage>",
                     in->fetching->id);
    rsi_ask(in, &ask_fetch, body);
}

/* ---- telling ---- */

static gint64
oim_when(const Oim *oim)
{
    return oim->letter.when ? oim->letter.when : oim->when;
}

static int
compare_times(gconstpointer a, gconstpointer b)
{
    const Oim *one = *(Oim *const *) a, *two = *(Oim *const *) b;
    gint64 first = oim_when(one), second = oim_when(two);

    if (first != second)
        return first < second ? -1 : 1;
    return one->order < two->order ? -1 : 1;
}

static int
compare_sequences(gconstpointer a, gconstpointer b)
{
    const Oim *one = *(Oim *const *) a, *two = *(Oim *const *) b;

    if (one->letter.sequence != two->letter.sequence)
        return one->letter.sequence < two->letter.sequence ? -1 : 1;
    return one->order < two->order ? -1 : 1;
}

/* The messages of one run take the places that they have by time, in the order of their numbers. */
static void
sort_run(GPtrArray *oims, guint first)
{
    const char *run = ((Oim *) oims->pdata[first])->letter.run;
    g_autoptr(GPtrArray) of_run = g_ptr_array_new();
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(guint));
    guint i;

    for (i = first; i < oims->len; i++)
        if (!g_ascii_strcasecmp(((Oim *) oims->pdata[i])->letter.run, run)) {
            g_ptr_array_add(of_run, oims->pdata[i]);
            g_array_append_val(places, i);
        }
    g_ptr_array_sort(of_run, compare_sequences);
    for (i = 0; i < places->len; i++)
        oims->pdata[g_array_index(places, guint, i)] = of_run->pdata[i];
}

static void
sort_all(GPtrArray *oims)
{
    g_autoptr(GHashTable) runs = g_hash_table_new(g_str_hash, g_str_equal);
    guint i;

    g_ptr_array_sort(oims, compare_times);
    for (i = 0; i < oims->len; i++) {
        char *run = ((Oim *) oims->pdata[i])->letter.run;

        if (*run && g_hash_table_add(runs, run))
            sort_run(oims, i);
    }
}

/* Somebody's mobile phone is known by its number alone. */
static const char *
in_owner_of_phone(const MsnpOimIn *in, const char *phone)
{
    MsnpContact *contact;
    guint i;

    if (!*phone)
        return "";
    for (i = 0; (contact = msnp_roster_nth_contact(in->core->roster, i)); i++) {
        const char *number = msnp_contact_phone(contact, MSNP_PHONE_MOBILE);

        if (*number && !strcmp(number, phone + strlen("tel:")))
            return msnp_contact_handle(contact);
    }
    return "";
}

static const char *
in_sender(const MsnpOimIn *in, const Oim *oim)
{
    const char *owner = in_owner_of_phone(in, oim->letter.phone);

    if (*oim->letter.who)
        return oim->letter.who;
    if (*owner)
        return owner;
    return *oim->who ? oim->who : oim->letter.phone;
}

/* A name is shown only of people whom the list does not name. */
static void
in_tell(MsnpOimIn *in, Oim *oim)
{
    MsnpActions *actions = in->core->actions;
    const char *who = in_sender(in, oim), *name = *oim->letter.name ? oim->letter.name : oim->name;
    MsnpAction *action = msnp_core_tell_who(in->core, MSNP_EVENT_OFFLINE_MESSAGE, who, name);

    oim->number = action->id = ++in->numbers;
    action->context = *name && strcmp(name, who) && !msnp_roster_contact(in->core->roster, who);
    action->when = oim_when(oim);
    action->text = msnp_actions_keep_str(actions, oim->id);
    action->len = strlen(oim->letter.text);
    action->data = (const guint8 *) msnp_actions_keep(actions, oim->letter.text, action->len);
    action->style.color = -1;
    g_hash_table_insert(in->told, GUINT_TO_POINTER(oim->number), oim);
    msnp_letter_clear(&oim->letter);
}

static void
in_tell_all(MsnpOimIn *in)
{
    guint i;

    sort_all(in->fetched);
    for (i = 0; i < in->fetched->len; i++)
        in_tell(in, in->fetched->pdata[i]);
    g_ptr_array_set_size(in->fetched, 0);
}

/* ---- deleting ---- */

void
msnp_oim_in_shown(MsnpOimIn *in, guint number)
{
    Oim *oim = g_hash_table_lookup(in->told, GUINT_TO_POINTER(number));

    if (!oim)
        return;
    g_hash_table_remove(in->told, GUINT_TO_POINTER(number));
    if (g_hash_table_size(in->shown) < MSNP_LIMIT_OIMS)
        g_hash_table_add(in->shown, g_strdup(oim->id));
    g_queue_push_tail(&in->deletable, oim);
}

static void
in_deleted(MsnpOimIn *in, Oim *oim)
{
    msnp_core_tell_who(in->core, MSNP_EVENT_OFFLINE_DELETED, NULL, NULL)->text =
        msnp_actions_keep_str(in->core->actions, oim->id);
    g_hash_table_remove(in->shown, oim->id);
}

/* One that is unknown spoils the whole: then they go one by one, and what fails is gone, or is shown no second time. */
static void
delete_done(gpointer who, const MsnpWebEnd *end)
{
    MsnpOimIn *in = who;
    gboolean again = end->error == MSNP_ERROR_SERVER && in->deleting->len > 1;
    guint i;

    in->one_by_one |= again;
    for (i = 0; i < in->deleting->len; i++) {
        Oim *oim = in->deleting->pdata[i];

        if (again) {
            g_queue_push_tail(&in->deletable, oim);
            continue;
        }
        if (end->error == MSNP_ERROR_NONE)
            in_deleted(in, oim);
        g_hash_table_remove(in->known, oim->id);
    }
    g_ptr_array_set_size(in->deleting, 0);
}

static void
in_delete(MsnpOimIn *in)
{
    static const MsnpWebAsk ask_delete = {.site = MSNP_SITE_OIM_IN,
                                          .operation = "DeleteMessages",
                                          .done = delete_done};
    g_autoptr(GString) body = g_string_new("<DeleteMessages xmlns=\"" RSI "\"><messageIds>");
    guint most = in->one_by_one ? 1 : MSNP_OIM_BATCH;
    Oim *oim;

    while (in->deleting->len < most && (oim = g_queue_pop_head(&in->deletable))) {
        g_ptr_array_add(in->deleting, oim);
        msnp_soap_printf(body, "<messageId>%s</messageId>", oim->id);
    }
    g_string_append(body, "</messageIds></DeleteMessages>");
    if (g_queue_is_empty(&in->deletable))
        in->one_by_one = FALSE;
    rsi_ask(in, &ask_delete, body);
}

/* ---- what is next ---- */

gboolean
msnp_oim_in_run(MsnpOimIn *in)
{
    gboolean full = in->fetched->len >= MSNP_OIM_BATCH;

    if (!in->core->online)
        return FALSE;
    if (!in->fetching && !in->listing && !full && !g_queue_is_empty(&in->waiting))
        in_fetch(in);
    else if (!in->fetching && in->fetched->len > 0)
        in_tell_all(in);
    else if (in->deleting->len == 0 && !g_queue_is_empty(&in->deletable))
        in_delete(in);
    else
        return FALSE;
    return TRUE;
}

/* ---- life ---- */

MsnpOimIn *
msnp_oim_in_new(MsnpCore *core, const char *shown)
{
    MsnpOimIn *in = g_new0(MsnpOimIn, 1);
    g_auto(GStrv) ids = g_strsplit(shown ? shown : "", " ", MSNP_LIMIT_OIMS);
    char **id;

    in->core = core;
    in->known = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, oim_free);
    in->shown = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (id = ids; *id; id++)
        if (is_id(*id))
            g_hash_table_add(in->shown, g_strdup(*id));
    in->fetched = g_ptr_array_new();
    in->told = g_hash_table_new(NULL, NULL);
    in->deleting = g_ptr_array_new();
    g_queue_init(&in->waiting);
    g_queue_init(&in->deletable);
    return in;
}

void
msnp_oim_in_free(MsnpOimIn *in)
{
    g_queue_clear(&in->waiting);
    g_queue_clear(&in->deletable);
    g_ptr_array_free(in->fetched, TRUE);
    g_ptr_array_free(in->deleting, TRUE);
    g_hash_table_destroy(in->told);
    g_hash_table_destroy(in->known);
    g_hash_table_destroy(in->shown);
    g_free(in);
}
