/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What all machines of one session share: the environment, the clock, the action queue, the jobs
 * and the end. Refuses to know which machines there are.
 */
#include "msnp/core.h"

#include <string.h>
#include "msnp/blank.h"
#include "msnp/limits.h"
#include "msnp/rate.h"
#include "msnp/secret.h"
#include "msnp/text.h"
#include "msnp/wire.h"

typedef struct {
    MsnpJobDone done;
    gpointer who;
    guint64 deadline;
    gboolean posted; /* the answer is a document */
} Job;

/* A GUID that was kept, in braces and lower case; NULL if it is none. */
static char *
core_machine_read(const char *text)
{
    guint8 bytes[16];

    return text && msnp_guid_read(text, bytes) ? g_ascii_strdown(text, -1) : NULL;
}

/* It goes into a document, and into lists of other clients. */
static char *
core_place_read(const char *text)
{
    return msnp_text_line(text, strlen(text), MSNP_LIMIT_PLACE_NAME);
}

/* TRUE for none, too. */
static gboolean
core_url_is_local(const char *url)
{
    g_autofree char *host = NULL, *path = NULL;
    guint16 port;
    gboolean tls;

    return !url || !*url || (msnp_url_split(url, &tls, &host, &port, &path) && msnp_host_is_local(host));
}

void
msnp_core_init(MsnpCore *core, const MsnpEnv *env)
{
    core->account = g_strdup(env->account);
    core->own = g_ascii_strdown(env->account, -1);
    core->password = g_strdup(env->password);
    core->client_name = g_strdup(env->client_name ? env->client_name : "");
    core->host = g_strdup(env->host);
    core->port = env->port ? env->port : MSNP_DEFAULT_PORT;
    core->nexus_url = g_strdup(env->nexus_url);
    core->web_url = g_strdup(env->web_url);
    core->rst_url = g_strdup(env->rst_url);
    core->contacts_url = g_strdup(env->contacts_url);
    core->oim_url = g_strdup(env->oim_url);
    core->storage_url = g_strdup(env->storage_url);
    core->place = core_place_read(env->place ? env->place : core->client_name);
    core->machine = core_machine_read(env->machine);
    core->max_dialect = env->max_dialect;
    core->automatic = env->automatic;
    core->cap = env->older && msnp_dialect_older(env->max_dialect) ? msnp_dialect_older(env->max_dialect)
                                                                   : env->max_dialect;
    core->allow_md5 = env->allow_md5;
    core->stays_local = core_url_is_local(env->gateway_url);
    core->direct = env->direct;
    core->connects_only = env->connects_only;
    core->utc = env->utc;
    memcpy(core->random, env->random, sizeof(core->random));
    core->status = env->status == MSNP_OFFLINE ? MSNP_AVAILABLE : env->status;
    core->own_name = g_strdup("");
    core->roster = msnp_roster_new();
    core->actions = msnp_actions_new();
    core->links = g_ptr_array_new();
    core->jobs = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    core->next_link = core->next_job = core->next_message = core->next_request = core->next_chat = 1;
    core->rates = msnp_rates_new();
    g_queue_init(&core->ready);
}

void
msnp_core_clear(MsnpCore *core)
{
    msnp_secret_free(core->password);
    g_free(core->account);
    g_free(core->own);
    g_free(core->host);
    g_free(core->at_host);
    g_free(core->nexus_url);
    g_free(core->web_url);
    g_free(core->rst_url);
    g_free(core->contacts_url);
    g_free(core->oim_url);
    g_free(core->storage_url);
    g_free(core->machine);
    g_free(core->place);
    g_free(core->policy);
    msnp_tickets_clear(&core->tickets);
    msnp_wipe(core->random, sizeof(core->random));
    g_free(core->client_name);
    msnp_secret_free(core->profile.mspauth);
    msnp_personal_clear(&core->personal);
    g_free(core->kept_message);
    g_free(core->cid);
    g_clear_pointer(&core->picture, g_bytes_unref);
    g_free(core->object);
    g_free(core->own_name);
    g_free(core->end_detail);
    g_free(core->fell_back_detail);
    msnp_rates_free(core->rates);
    g_queue_clear(&core->ready);
    g_ptr_array_free(core->links, TRUE);
    g_hash_table_destroy(core->jobs);
    msnp_actions_free(core->actions);
    msnp_roster_free(core->roster);
}

/* What a server has said, cut to what fits into a sentence. */
static char *
core_short(const char *detail)
{
    char *text = g_utf8_make_valid(detail, -1);

    if (g_utf8_strlen(text, -1) > MSNP_LIMIT_DETAIL)
        *g_utf8_offset_to_pointer(text, MSNP_LIMIT_DETAIL) = '\0';
    return text;
}

void
msnp_core_end(MsnpCore *core, MsnpError error, guint number, const char *detail)
{
    if (core->end != MSNP_ERROR_NONE)
        return;
    core->end = error;
    core->end_number = number;
    core->end_detail = detail ? core_short(detail) : NULL;
}

gboolean
msnp_core_allows_md5(const MsnpCore *core)
{
    return core->allow_md5 || msnp_dialect_cap_is_md5(core->max_dialect) ||
           (core->stays_local && msnp_host_is_local(core->host) && msnp_host_is_local(core->at_host));
}

/* SHA-256 of the host's bytes and a counter, block by block. */
void
msnp_core_random(MsnpCore *core, guint8 *out, gsize n)
{
    guint8 block[32];
    gsize take;

    for (; n > 0; out += take, n -= take) {
        GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
        guint64 counter = GUINT64_TO_LE(core->random_used++);

        g_checksum_update(sum, core->random, sizeof(core->random));
        g_checksum_update(sum, (const guchar *) &counter, sizeof(counter));
        msnp_secret_digest(sum, block, sizeof(block));
        take = MIN(n, sizeof(block));
        memcpy(out, block, take);
    }
    msnp_wipe(block, sizeof(block));
}

void
msnp_core_guid(MsnpCore *core, char out[MSNP_GUID_SIZE])
{
    guint8 random[16];

    msnp_core_random(core, random, sizeof(random));
    msnp_guid_print(random, out);
}

guint64
msnp_core_utc(const MsnpCore *core)
{
    return (core->utc + core->now) / 1000;
}

const char *
msnp_core_machine(MsnpCore *core)
{
    char guid[MSNP_GUID_SIZE];

    if (!core->machine) {
        msnp_core_guid(core, guid);
        core->machine = g_ascii_strdown(guid, -1);
        msnp_actions_push(core->actions, MSNP_EVENT_MACHINE)->text =
            msnp_actions_keep_str(core->actions, core->machine);
    }
    return core->machine;
}

void
msnp_tickets_clear(MsnpTickets *tickets)
{
    guint i;

    for (i = 0; i < MSNP_N_TICKETS; i++)
        g_clear_pointer(&tickets->ticket[i], msnp_secret_free);
    g_clear_pointer(&tickets->proof, msnp_secret_free);
    tickets->shown = MSNP_TICKET_CLEAR;
    tickets->renewable = FALSE;
}

void
msnp_core_debug(MsnpCore *core, const char *format, ...)
{
    g_autofree char *text = NULL;
    MsnpAction *action;
    va_list args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    action = msnp_actions_push(core->actions, MSNP_ACTION_DEBUG);
    action->text = msnp_actions_keep_str(core->actions, text);
}

void
msnp_core_tell_number(MsnpCore *core, MsnpActionKind kind, guint number)
{
    msnp_actions_push(core->actions, kind)->number = number;
}

void
msnp_core_tell_presence(MsnpCore *core, MsnpContact *contact)
{
    MsnpAction *action = msnp_actions_push(core->actions, MSNP_EVENT_PRESENCE);

    action->contact = contact;
    action->status = msnp_contact_status(contact);
}

MsnpAction *
msnp_core_tell_who(MsnpCore *core, MsnpActionKind kind, const char *who, const char *name)
{
    MsnpAction *action = msnp_actions_push(core->actions, kind);

    action->who = msnp_actions_keep_str(core->actions, who);
    action->name = msnp_actions_keep_str(core->actions, name);
    return action;
}

const char *
msnp_core_message(const MsnpCore *core)
{
    const char *message = core->personal.message;

    if (!message || !*message)
        message = core->kept_message;
    return message ? message : "";
}

void
msnp_core_set_own_name(MsnpCore *core, const char *name)
{
    if (!strcmp(core->own_name, name))
        return;
    g_free(core->own_name);
    core->own_name = g_strdup(name);
    if (core->online)
        msnp_core_tell_who(core, MSNP_EVENT_OWN_NAME, NULL, name);
}

/* ---- jobs ---- */

static MsnpHttpHeader *
core_keep_headers(MsnpCore *core, const MsnpHttpHeader *headers, guint n)
{
    MsnpHttpHeader *kept = msnp_actions_alloc(core->actions, n * sizeof(*kept));
    guint i;

    for (i = 0; i < n; i++) {
        kept[i] = headers[i];
        kept[i].name = msnp_actions_keep_str(core->actions, headers[i].name);
        kept[i].value = msnp_actions_keep_str(core->actions, headers[i].value);
    }
    return kept;
}

/* A GET, or a POST if there is a body. */
static guint
core_request(MsnpCore *core, const char *url, const MsnpHttpHeader *headers, guint n_headers, const GString *body,
             gboolean secret, MsnpJobDone done, gpointer who)
{
    MsnpHttpRequest *request = msnp_actions_alloc(core->actions, sizeof(*request));
    MsnpAction *action;
    Job *job = g_new0(Job, 1);
    guint id = core->next_job++;

    request->method = body ? "POST" : "GET";
    request->url = msnp_actions_keep_str(core->actions, url);
    request->secret = secret;
    request->headers = core_keep_headers(core, headers, n_headers);
    request->n_headers = n_headers;
    request->body = body ? (const guint8 *) msnp_actions_keep(core->actions, body->str, body->len) : NULL;
    request->body_len = body ? body->len : 0;
    action = msnp_actions_push(core->actions, MSNP_ACTION_FETCH);
    action->id = id;
    action->request = request;
    job->done = done;
    job->who = who;
    job->posted = body != NULL;
    job->deadline = core->now + MSNP_JOB_TIMEOUT;
    g_hash_table_insert(core->jobs, GUINT_TO_POINTER(id), job);
    return id;
}

guint
msnp_core_fetch(MsnpCore *core, const char *url, const MsnpHttpHeader *headers, guint n_headers,
                MsnpJobDone done, gpointer who)
{
    return core_request(core, url, headers, n_headers, NULL, FALSE, done, who);
}

guint
msnp_core_fetch_secretly(MsnpCore *core, const char *url, const MsnpHttpHeader *headers, guint n_headers,
                         MsnpJobDone done, gpointer who)
{
    return core_request(core, url, headers, n_headers, NULL, TRUE, done, who);
}

guint
msnp_core_post(MsnpCore *core, const char *url, const MsnpHttpHeader *headers, guint n_headers, const GString *body,
               MsnpJobDone done, gpointer who)
{
    return core_request(core, url, headers, n_headers, body, FALSE, done, who);
}

void
msnp_core_abandon(MsnpCore *core, guint id)
{
    if (g_hash_table_remove(core->jobs, GUINT_TO_POINTER(id)))
        msnp_actions_push(core->actions, MSNP_ACTION_ABANDON)->id = id;
}

static gboolean
reply_is_document(const MsnpHttpReply *reply)
{
    guint i;

    for (i = 0; i < reply->n_headers; i++)
        if (!g_ascii_strcasecmp(reply->headers[i].name, "Content-Type"))
            return strstr(reply->headers[i].value, "xml") != NULL;
    return FALSE;
}

/* What a web service answers, for a log: secrets are left out where they are to be expected, and where they are not. */
static void
core_trace_reply(MsnpCore *core, guint id, const MsnpHttpReply *reply)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *valid = NULL;
    guint i;

    if (reply->end == MSNP_ERROR_NONE && reply_is_document(reply))
        msnp_blank_append(text, (const char *) reply->body, reply->body_len);
    msnp_blank_secret(text, core->password);
    for (i = 0; i < MSNP_N_TICKETS; i++)
        msnp_blank_secret(text, core->tickets.ticket[i]);
    valid = g_utf8_make_valid(text->str, (gssize) text->len);
    msnp_core_debug(core, "job %u < %u %s", id, reply->status, valid);
}

void
msnp_core_job_done(MsnpCore *core, guint id, const MsnpHttpReply *reply)
{
    Job *job = g_hash_table_lookup(core->jobs, GUINT_TO_POINTER(id));
    Job found;

    if (!job)
        return;
    found = *job;
    g_hash_table_remove(core->jobs, GUINT_TO_POINTER(id));
    if (core->trace && found.posted)
        core_trace_reply(core, id, reply);
    found.done(found.who, reply);
}

/* The job that is due first: there are never more than a few. */
static guint
core_first_job(const MsnpCore *core, guint64 *deadline)
{
    GHashTableIter iter;
    gpointer key, value;
    guint id = 0;

    *deadline = 0;
    g_hash_table_iter_init(&iter, core->jobs);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const Job *job = value;

        if (*deadline == 0 || job->deadline < *deadline) {
            *deadline = job->deadline;
            id = GPOINTER_TO_UINT(key);
        }
    }
    return id;
}

void
msnp_core_abandon_all(MsnpCore *core)
{
    guint64 deadline;
    guint id;

    while ((id = core_first_job(core, &deadline)) != 0)
        msnp_core_abandon(core, id);
}

void
msnp_core_expire_jobs(MsnpCore *core)
{
    static const MsnpHttpReply late = {.end = MSNP_ERROR_PASSPORT_TIMEOUT};
    guint64 deadline;
    guint id;

    while ((id = core_first_job(core, &deadline)) != 0 && deadline <= core->now) {
        msnp_actions_push(core->actions, MSNP_ACTION_ABANDON)->id = id;
        msnp_core_job_done(core, id, &late);
    }
}

guint64
msnp_core_job_deadline(const MsnpCore *core)
{
    guint64 deadline;

    core_first_job(core, &deadline);
    return deadline;
}

guint64
msnp_earlier(guint64 a, guint64 b)
{
    if (a == 0 || b == 0)
        return MAX(a, b);
    return MIN(a, b);
}
