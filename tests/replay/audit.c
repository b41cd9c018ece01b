/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What must hold for every action of every session, whatever the dialogue says: the promises of
 * msnp.h. Knows links, jobs and messages by their numbers; refuses to know replay files. */
#include "audit.h"

#include <string.h>

/* A text up to this long is one message, and its end is told once. */
#define ONE_MESSAGE 400

typedef enum { LINK_OPENING = 1, LINK_UP, LINK_ENDED, LINK_CLOSED } LinkState;

typedef struct {
    char *text;
    gsize len;
    guint ends; /* how many delivered and failed events it has had */
} Message;

struct Audit {
    const GPtrArray *secrets;
    gboolean silence;
    GHashTable *links; /* number -> LinkState */
    GHashTable *jobs;  /* number -> TRUE while somebody waits */
    GHashTable *sent;  /* id -> Message */
    gboolean over;
};

static void
message_free(gpointer data)
{
    Message *message = data;

    g_free(message->text);
    g_free(message);
}

Audit *
audit_new(const GPtrArray *secrets, gboolean silence)
{
    Audit *audit = g_new0(Audit, 1);

    audit->secrets = secrets;
    audit->silence = silence;
    audit->links = g_hash_table_new(NULL, NULL);
    audit->jobs = g_hash_table_new(NULL, NULL);
    audit->sent = g_hash_table_new_full(NULL, NULL, NULL, message_free);
    return audit;
}

void
audit_free(Audit *audit)
{
    g_hash_table_unref(audit->links);
    g_hash_table_unref(audit->jobs);
    g_hash_table_unref(audit->sent);
    g_free(audit);
}

/* ---- what the host tells ---- */

static LinkState
link_state(const Audit *audit, guint link)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(audit->links, GUINT_TO_POINTER(link)));
}

static void
set_link_state(Audit *audit, guint link, LinkState state)
{
    g_hash_table_insert(audit->links, GUINT_TO_POINTER(link), GUINT_TO_POINTER(state));
}

void
audit_link_up(Audit *audit, guint link)
{
    if (link_state(audit, link) == LINK_OPENING)
        set_link_state(audit, link, LINK_UP);
}

void
audit_link_ended(Audit *audit, guint link)
{
    if (audit_link_is_open(audit, link))
        set_link_state(audit, link, LINK_ENDED);
}

gboolean
audit_link_is_open(const Audit *audit, guint link)
{
    LinkState state = link_state(audit, link);

    return state == LINK_OPENING || state == LINK_UP;
}

void
audit_job_done(Audit *audit, guint job)
{
    g_hash_table_remove(audit->jobs, GUINT_TO_POINTER(job));
}

void
audit_sent(Audit *audit, guint id, const char *text, gsize len)
{
    Message *message = g_new0(Message, 1);

    message->text = g_memdup2(text, len);
    message->len = len;
    g_hash_table_insert(audit->sent, GUINT_TO_POINTER(id), message);
}

gboolean
audit_is_over(const Audit *audit)
{
    return audit->over;
}

/* ---- what the session may do ---- */

static gboolean G_GNUC_PRINTF(2, 3) broken(GString *why, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_string_append_vprintf(why, format, args);
    va_end(args);
    return FALSE;
}

static gboolean
audit_connect(Audit *audit, const MsnpAction *action, GString *why)
{
    if (link_state(audit, action->link))
        return broken(why, "link number %u is used twice", action->link);
    if (!action->host || !*action->host || action->port == 0)
        return broken(why, "connect without host or port");
    set_link_state(audit, action->link, LINK_OPENING);
    return TRUE;
}

static gboolean
audit_write(Audit *audit, const MsnpAction *action, GString *why)
{
    if (link_state(audit, action->link) != LINK_UP)
        return broken(why, "write to link %u, which is not up", action->link);
    if (action->len == 0 || !action->data)
        return broken(why, "write of nothing");
    for (guint i = 0; i < action->n_secrets; i++) {
        const MsnpSpan *span = &action->secrets[i];

        if (span->start > action->len || span->len > action->len - span->start)
            return broken(why, "secret outside of the data");
    }
    return TRUE;
}

/* A host that was told of an end may be told to close what is closed already, but once at most. */
static gboolean
audit_close(Audit *audit, const MsnpAction *action, GString *why)
{
    LinkState state = link_state(audit, action->link);

    if (state == 0 || state == LINK_CLOSED)
        return broken(why, "close of link %u, which is not open", action->link);
    set_link_state(audit, action->link, LINK_CLOSED);
    return TRUE;
}

static gboolean
audit_fetch(Audit *audit, const MsnpAction *action, GString *why)
{
    const MsnpHttpRequest *request = action->request;

    if (!request || !request->method || !request->url)
        return broken(why, "fetch of nothing");
    if (!g_str_has_prefix(request->url, "https://") && !g_str_has_prefix(request->url, "http://"))
        return broken(why, "fetch of '%s'", request->url);
    for (guint i = 0; i < request->n_headers; i++) {
        const MsnpHttpHeader *header = &request->headers[i];

        if (strpbrk(header->name, "\r\n") || strpbrk(header->value, "\r\n"))
            return broken(why, "line end in header %s", header->name);
        if (g_ascii_strcasecmp(header->name, "Authorization") == 0 && !header->secret)
            return broken(why, "Authorization is not marked secret");
    }
    if (!g_hash_table_add(audit->jobs, GUINT_TO_POINTER(action->id)))
        return broken(why, "job number %u is used twice", action->id);
    return TRUE;
}

static gboolean
audit_abandon(Audit *audit, const MsnpAction *action, GString *why)
{
    return g_hash_table_remove(audit->jobs, GUINT_TO_POINTER(action->id)) ||
           broken(why, "abandons job %u, which is not running", action->id);
}

/* A message that is not split has one end, and a failure gives its text back. */
static gboolean
audit_outcome(Audit *audit, const MsnpAction *action, GString *why)
{
    Message *message = g_hash_table_lookup(audit->sent, GUINT_TO_POINTER(action->id));

    if (!message)
        return broken(why, "message %u was never sent", action->id);
    message->ends++;
    if (message->len > ONE_MESSAGE)
        return TRUE;
    if (message->ends > 1)
        return broken(why, "message %u ends a second time", action->id);
    if (action->kind == MSNP_EVENT_FAILED && !memchr(message->text, '\r', message->len) &&
        (action->len != message->len || memcmp(action->data, message->text, message->len) != 0))
        return broken(why, "message %u failed with another text", action->id);
    return TRUE;
}

static gboolean
audit_signed_out(Audit *audit, const MsnpAction *action, GString *why)
{
    audit->over = TRUE;
    return action->error < MSNP_N_ERRORS || broken(why, "no error %d", (int) action->error);
}

/* ---- what every action must be ---- */

static gboolean
is_text(const char *text)
{
    return text && g_utf8_validate(text, -1, NULL);
}

static gboolean
is_handle(const char *handle)
{
    g_autofree char *lower = handle ? g_ascii_strdown(handle, -1) : NULL;

    return is_text(handle) && *handle && strcmp(handle, lower) == 0;
}

static gboolean
audit_contact(const MsnpAction *action, GString *why)
{
    MsnpContact *contact = action->contact;

    if (!contact || !is_handle(msnp_contact_handle(contact)) ||
        !is_text(msnp_contact_name(contact)))
        return broken(why, "contact without handle or name");
    for (guint i = 0; i < msnp_contact_n_groups(contact); i++) {
        if (!msnp_contact_group(contact, i) ||
            !is_text(msnp_group_name(msnp_contact_group(contact, i))))
            return broken(why, "contact in no group");
    }
    return TRUE;
}

enum { HAS_WHO = 1, HAS_NAME = 2, HAS_DATA = 4, HAS_TEXT = 8, HAS_CONTACT = 16, HAS_GROUP = 32 };

typedef struct {
    guint has;
    gboolean (*judge)(Audit *audit, const MsnpAction *action, GString *why);
} Rule;

static const Rule rules[MSNP_N_ACTIONS] = {
    [MSNP_ACTION_CONNECT] = {0, audit_connect},
    [MSNP_ACTION_WRITE] = {0, audit_write},
    [MSNP_ACTION_CLOSE] = {0, audit_close},
    [MSNP_ACTION_FETCH] = {0, audit_fetch},
    [MSNP_ACTION_ABANDON] = {0, audit_abandon},
    [MSNP_ACTION_DEBUG] = {HAS_TEXT, NULL},
    [MSNP_EVENT_SIGNED_IN] = {HAS_NAME, NULL},
    [MSNP_EVENT_SIGNED_OUT] = {0, audit_signed_out},
    [MSNP_EVENT_OWN_NAME] = {HAS_NAME, NULL},
    [MSNP_EVENT_GROUP] = {HAS_GROUP, NULL},
    [MSNP_EVENT_CONTACT] = {HAS_CONTACT, NULL},
    [MSNP_EVENT_PRESENCE] = {HAS_CONTACT, NULL},
    [MSNP_EVENT_MESSAGE] = {HAS_WHO | HAS_NAME | HAS_DATA, NULL},
    [MSNP_EVENT_TYPING] = {HAS_WHO, NULL},
    [MSNP_EVENT_DELIVERED] = {HAS_WHO, audit_outcome},
    [MSNP_EVENT_FAILED] = {HAS_WHO | HAS_DATA, audit_outcome},
    [MSNP_EVENT_TROUBLE] = {HAS_WHO, NULL},
};

static gboolean
audit_members(const MsnpAction *action, guint has, GString *why)
{
    if ((has & HAS_WHO) && !is_handle(action->who))
        return broken(why, "who is no lower-case handle");
    if ((has & HAS_NAME) && !is_text(action->name))
        return broken(why, "name is no UTF-8");
    if ((has & HAS_TEXT) && !is_text(action->text))
        return broken(why, "text is no UTF-8");
    if ((has & HAS_DATA) && !g_utf8_validate_len((const char *) action->data, action->len, NULL))
        return broken(why, "message is no UTF-8");
    if ((action->detail && !is_text(action->detail)) ||
        (action->style.font && !is_text(action->style.font)))
        return broken(why, "detail or font is no UTF-8");
    if ((has & HAS_GROUP) && (!action->group || !is_text(msnp_group_name(action->group))))
        return broken(why, "group without a name");
    return !(has & HAS_CONTACT) || audit_contact(action, why);
}

/* Events may hold anything that people write; the rest is the protocol's and ends up in logs. */
static gboolean
audit_secrets(const Audit *audit, const MsnpAction *action, GString *why)
{
    g_autoptr(GString) line = g_string_new(NULL);

    msnp_action_print(action, line);
    if (strpbrk(line->str, "\r\n") || line->len != strlen(line->str) ||
        !g_utf8_validate(line->str, -1, NULL))
        return broken(why, "printed action is not one line of UTF-8");
    for (guint i = 0; i < audit->secrets->len; i++) {
        if (action->kind <= MSNP_ACTION_DEBUG &&
            strstr(line->str, g_ptr_array_index(audit->secrets, i)))
            return broken(why, "a secret is printed: %s", line->str);
    }
    return TRUE;
}

gboolean
audit_action(Audit *audit, const MsnpAction *action, GString *why)
{
    const Rule *rule;

    if (action->kind >= MSNP_N_ACTIONS)
        return broken(why, "no action %d", (int) action->kind);
    rule = &rules[action->kind];
    if (audit->over && action->kind != MSNP_ACTION_CLOSE && action->kind != MSNP_ACTION_ABANDON &&
        action->kind != MSNP_ACTION_DEBUG)
        return broken(why, "after the end of the session");
    return audit_members(action, rule->has, why) && audit_secrets(audit, action, why) &&
           (!rule->judge || rule->judge(audit, action, why));
}

gboolean
audit_end(Audit *audit, const MsnpSession *session, GString *why)
{
    GHashTableIter iter;
    gpointer key, value;

    g_hash_table_iter_init(&iter, audit->sent);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        if (((Message *) value)->ends == 0 && !audit->silence)
            return broken(why, "message %u never ended", GPOINTER_TO_UINT(key));
    }
    g_hash_table_iter_init(&iter, audit->links);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        if (audit_link_is_open(audit, GPOINTER_TO_UINT(key)))
            return broken(why, "link %u was left open", GPOINTER_TO_UINT(key));
    }
    if (g_hash_table_size(audit->jobs) > 0)
        return broken(why, "a job was left running");
    return msnp_session_deadline(session) == 0 || broken(why, "something is still due");
}
