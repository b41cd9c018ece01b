/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What must hold for every action of every session, whatever the dialogue says: the promises of
 * msnp.h. Knows links, jobs and messages by their numbers; refuses to know replay files. */
#include "audit.h"

#include <string.h>

typedef enum { LINK_OPENING = 1, LINK_UP, LINK_ENDED, LINK_CLOSED } LinkState;

typedef struct {
    char *text; /* NULL for what may end without a word */
    gsize len;
    guint ends;        /* how many delivered and failed events it has had */
    gboolean may_stay; /* may have no end: nothing was acknowledged before it was sent */
} Message;

typedef enum { SERVICE_ASKED = 1, SERVICE_TOLD } ServiceState;

struct Audit {
    const GPtrArray *secrets;
    gboolean silence;     /* nothing was acknowledged yet, and it may stay so */
    gboolean may_be_silent; /* the same, whatever the script says */
    GHashTable *links;    /* number -> LinkState */
    GHashTable *jobs;     /* number -> TRUE while somebody waits */
    GHashTable *sent;     /* id -> Message */
    GHashTable *edits;    /* id -> TRUE while it may fail */
    GHashTable *services; /* id -> ServiceState */
    GHashTable *chats;    /* number -> set of its members; NULL once it is left */
    GHashTable *invites;  /* id -> TRUE while it may be taken back */
    GHashTable *offline;  /* key of an offline message -> Offline */
    AuditTransfers *transfers;
    gboolean over;
};

/* What became of an offline message: the number by which it was told, and whether it was shown. */
typedef struct {
    guint id;
    gboolean shown;
} Offline;

static void
message_free(gpointer data)
{
    Message *message = data;

    g_free(message->text);
    g_free(message);
}

static void
members_free(gpointer members)
{
    if (members)
        g_hash_table_unref(members);
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
    audit->edits = g_hash_table_new(NULL, NULL);
    audit->services = g_hash_table_new(NULL, NULL);
    audit->chats = g_hash_table_new_full(NULL, NULL, NULL, members_free);
    audit->invites = g_hash_table_new(NULL, NULL);
    audit->offline = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    audit->transfers = audit_transfers_new();
    return audit;
}

void
audit_excuse_silence(Audit *audit)
{
    audit->may_be_silent = TRUE;
}

void
audit_free(Audit *audit)
{
    g_hash_table_unref(audit->links);
    g_hash_table_unref(audit->jobs);
    g_hash_table_unref(audit->sent);
    g_hash_table_unref(audit->edits);
    g_hash_table_unref(audit->services);
    g_hash_table_unref(audit->chats);
    g_hash_table_unref(audit->invites);
    g_hash_table_unref(audit->offline);
    audit_transfers_free(audit->transfers);
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

gboolean
audit_link_is_up(const Audit *audit, guint link)
{
    return link_state(audit, link) == LINK_UP;
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
    message->may_stay = audit->silence;
    g_hash_table_insert(audit->sent, GUINT_TO_POINTER(id), message);
}

/* An id that is given twice shows when it ends twice. */
void
audit_asked(Audit *audit, AuditAsk what, guint id)
{
    gpointer key = GUINT_TO_POINTER(id);

    switch (what) {
    case AUDIT_UNSURE:
        g_hash_table_insert(audit->sent, key, g_new0(Message, 1));
        break;
    case AUDIT_EDIT:
        g_hash_table_insert(audit->edits, key, GUINT_TO_POINTER(TRUE));
        break;
    case AUDIT_SERVICE:
        g_hash_table_insert(audit->services, key, GUINT_TO_POINTER(SERVICE_ASKED));
        break;
    case AUDIT_CHAT: /* MSNP_EVENT_CHAT_STARTED says it */
        break;
    case AUDIT_LEAVE:
        if (g_hash_table_contains(audit->chats, key))
            g_hash_table_insert(audit->chats, key, NULL);
        break;
    }
}

void
audit_offline_shown(Audit *audit, guint id)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, audit->offline);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Offline *offline = value;

        offline->shown |= offline->id == id;
    }
}

void
audit_offline_shown_before(Audit *audit, const char *keys)
{
    g_auto(GStrv) words = g_strsplit(keys ? keys : "", " ", -1);

    for (guint i = 0; words[i]; i++) {
        Offline *offline = g_new0(Offline, 1);

        offline->shown = TRUE;
        g_hash_table_replace(audit->offline, g_strdup(words[i]), offline);
    }
}

AuditTransfers *
audit_transfers(Audit *audit)
{
    return audit->transfers;
}

gboolean
audit_is_over(const Audit *audit)
{
    return audit->over;
}

/* ---- what the session may do ---- */

gboolean
audit_broken(GString *why, const char *format, ...)
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
        return audit_broken(why, "link number %u is used twice", action->link);
    if (!action->host || !*action->host || action->port == 0)
        return audit_broken(why, "connect without host or port");
    set_link_state(audit, action->link, LINK_OPENING);
    return TRUE;
}

static gboolean
audit_listen(Audit *audit, const MsnpAction *action, GString *why)
{
    if (link_state(audit, action->link))
        return audit_broken(why, "link number %u is used twice", action->link);
    set_link_state(audit, action->link, LINK_OPENING);
    return TRUE;
}

static gboolean
audit_write(Audit *audit, const MsnpAction *action, GString *why)
{
    if (link_state(audit, action->link) != LINK_UP)
        return audit_broken(why, "write to link %u, which is not up", action->link);
    if (action->len == 0 || !action->data)
        return audit_broken(why, "write of nothing");
    for (guint i = 0; i < action->n_secrets; i++) {
        const MsnpSpan *span = &action->secrets[i];

        if (span->start > action->len || span->len > action->len - span->start)
            return audit_broken(why, "secret outside of the data");
    }
    return TRUE;
}

/* A host that was told of an end may be told to close what is closed already, but once at most. */
static gboolean
audit_close(Audit *audit, const MsnpAction *action, GString *why)
{
    LinkState state = link_state(audit, action->link);

    if (state == 0 || state == LINK_CLOSED)
        return audit_broken(why, "close of link %u, which is not open", action->link);
    set_link_state(audit, action->link, LINK_CLOSED);
    return TRUE;
}

static gboolean
audit_fetch(Audit *audit, const MsnpAction *action, GString *why)
{
    const MsnpHttpRequest *request = action->request;

    if (!request || !request->method || !request->url)
        return audit_broken(why, "fetch of nothing");
    if (g_ascii_strncasecmp(request->url, "https://", 8) != 0 &&
        g_ascii_strncasecmp(request->url, "http://", 7) != 0)
        return audit_broken(why, "fetch of '%s'", request->url);
    for (guint i = 0; i < request->n_headers; i++) {
        const MsnpHttpHeader *header = &request->headers[i];

        if (strpbrk(header->name, "\r\n") || strpbrk(header->value, "\r\n"))
            return audit_broken(why, "line end in header %s", header->name);
        if (g_ascii_strcasecmp(header->name, "Authorization") == 0 && !header->secret)
            return audit_broken(why, "Authorization is not marked secret");
    }
    if (!g_hash_table_add(audit->jobs, GUINT_TO_POINTER(action->id)))
        return audit_broken(why, "job number %u is used twice", action->id);
    return TRUE;
}

static gboolean
audit_abandon(Audit *audit, const MsnpAction *action, GString *why)
{
    return g_hash_table_remove(audit->jobs, GUINT_TO_POINTER(action->id)) ||
           audit_broken(why, "abandons job %u, which is not running", action->id);
}

/* A message has one end, however many packets it took, and a failure gives its text back. */
static gboolean
audit_outcome(Audit *audit, const MsnpAction *action, GString *why)
{
    Message *message = g_hash_table_lookup(audit->sent, GUINT_TO_POINTER(action->id));

    if (!message)
        return audit_broken(why, "message %u was never sent", action->id);
    if (!action->who != (action->chat != 0))
        return audit_broken(why, "message %u ends neither for somebody nor in a chat", action->id);
    message->ends++;
    if (action->kind == MSNP_EVENT_DELIVERED)
        audit->silence = audit->may_be_silent = FALSE;
    if (message->ends > 1)
        return audit_broken(why, "message %u ends a second time", action->id);
    if (message->text && action->kind == MSNP_EVENT_FAILED &&
        !memchr(message->text, '\r', message->len) &&
        (action->len != message->len || memcmp(action->data, message->text, message->len) != 0))
        return audit_broken(why, "message %u failed with another text", action->id);
    return TRUE;
}

/* ---- offline messages ---- */

/* One that was shown is not told again until it has been deleted. */
static gboolean
audit_offline_message(Audit *audit, const MsnpAction *action, GString *why)
{
    const Offline *known = g_hash_table_lookup(audit->offline, action->text);
    Offline *offline = g_new0(Offline, 1);

    if (known && known->shown) {
        g_free(offline);
        return audit_broken(why, "offline message %s is told again", action->text);
    }
    offline->id = action->id;
    g_hash_table_replace(audit->offline, g_strdup(action->text), offline);
    return TRUE;
}

/* Nothing is deleted that was not shown. */
static gboolean
audit_offline_deleted(Audit *audit, const MsnpAction *action, GString *why)
{
    const Offline *known = g_hash_table_lookup(audit->offline, action->text);

    if (!known || !known->shown)
        return audit_broken(why, "offline message %s is deleted unseen", action->text);
    g_hash_table_remove(audit->offline, action->text);
    return TRUE;
}

/* ---- chats and invitations ---- */

static gboolean
audit_chat_started(Audit *audit, const MsnpAction *action, GString *why)
{
    if (action->chat == 0 || g_hash_table_contains(audit->chats, GUINT_TO_POINTER(action->chat)))
        return audit_broken(why, "chat %u begins twice", action->chat);
    g_hash_table_insert(audit->chats, GUINT_TO_POINTER(action->chat),
                        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL));
    return TRUE;
}

/* Members of the chat of an action, or NULL. */
static GHashTable *
chat_members(const Audit *audit, const MsnpAction *action)
{
    return g_hash_table_lookup(audit->chats, GUINT_TO_POINTER(action->chat));
}

static gboolean
audit_chat_joined(Audit *audit, const MsnpAction *action, GString *why)
{
    GHashTable *members = chat_members(audit, action);

    return (members && g_hash_table_add(members, g_strdup(action->who))) ||
           audit_broken(why, "somebody joins twice, or no chat");
}

static gboolean
audit_chat_left(Audit *audit, const MsnpAction *action, GString *why)
{
    GHashTable *members = chat_members(audit, action);

    return (members && g_hash_table_remove(members, action->who)) ||
           audit_broken(why, "somebody leaves who was not there");
}

static gboolean
audit_invited(Audit *audit, const MsnpAction *action, GString *why)
{
    for (guint i = 0; i < action->n_fields; i++) {
        if (!g_utf8_validate(action->fields[i].name, -1, NULL) ||
            !g_utf8_validate(action->fields[i].value, -1, NULL) ||
            strpbrk(action->fields[i].value, "\r\n"))
            return audit_broken(why, "field %u is not one line of UTF-8", i);
    }
    return (action->invite < MSNP_N_INVITE_KINDS &&
            g_hash_table_add(audit->invites, GUINT_TO_POINTER(action->id))) ||
           audit_broken(why, "invitation %u begins twice", action->id);
}

static gboolean
audit_invite_over(Audit *audit, const MsnpAction *action, GString *why)
{
    return g_hash_table_remove(audit->invites, GUINT_TO_POINTER(action->id)) ||
           audit_broken(why, "invitation %u is not open", action->id);
}

/* ---- what was asked for ---- */

static gboolean
audit_request_failed(Audit *audit, const MsnpAction *action, GString *why)
{
    gpointer key = GUINT_TO_POINTER(action->id);

    if (action->what >= MSNP_N_REQUESTS || action->error == MSNP_ERROR_NONE)
        return audit_broken(why, "a failure of nothing, or without a reason");
    /* what the session asks by itself (GTC N) has a number as well */
    if (!g_hash_table_contains(audit->edits, key) || g_hash_table_lookup(audit->edits, key)) {
        g_hash_table_insert(audit->edits, key, NULL);
        return TRUE;
    }
    return audit_broken(why, "request %u fails a second time", action->id);
}

/* Only people that are found may be many. */
static gboolean
audit_service(Audit *audit, const MsnpAction *action, GString *why)
{
    gpointer key = GUINT_TO_POINTER(action->id);
    guint state = GPOINTER_TO_UINT(g_hash_table_lookup(audit->services, key));
    gboolean more = action->kind == MSNP_EVENT_FOUND && action->number > 0;

    if (state == 0 || (state == SERVICE_TOLD && !more))
        return audit_broken(why, "request %u is answered twice, or was not made", action->id);
    g_hash_table_insert(audit->services, key, GUINT_TO_POINTER(SERVICE_TOLD));
    return TRUE;
}

/* ---- objects and files ---- */

static gboolean
audit_transfer(Audit *audit, const MsnpAction *action, GString *why)
{
    return audit_transfers_action(audit->transfers, action, why);
}

/* 40 hexadecimal digits, in lower case. */
static gboolean
is_hash(const char *text)
{
    return text && strlen(text) == 40 && strspn(text, "0123456789abcdef") == 40;
}

static gboolean
audit_picture(Audit *audit, const MsnpAction *action, GString *why)
{
    const char *picture = msnp_contact_picture(action->contact);
    const char *object = msnp_contact_picture_object(action->contact);

    return (picture ? is_hash(picture) && object : !object) ||
           audit_broken(why, "a picture without an object, or the other way round");
}

static gboolean
audit_emoticon(Audit *audit, const MsnpAction *action, GString *why)
{
    return (*action->text && is_hash(action->name) && action->detail) ||
           audit_broken(why, "an emoticon without a shortcut, a hash or an object");
}

static gboolean
audit_show(Audit *audit, const MsnpAction *action, GString *why)
{
    return (audit_is_file_name(action->name) && action->detail) ||
           audit_broken(why, "a wink or a voice clip without an object, or a name for its file");
}

static gboolean
audit_ink(Audit *audit, const MsnpAction *action, GString *why)
{
    return action->len == 0 || (action->len >= 6 && memcmp(action->data, "GIF8", 4) == 0) ||
           audit_broken(why, "a drawing that is no GIF");
}

/* ---- the end ---- */

static gboolean
audit_signed_out(Audit *audit, const MsnpAction *action, GString *why)
{
    audit->over = TRUE;
    return action->error < MSNP_N_ERRORS || audit_broken(why, "no error %d", (int) action->error);
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
        return audit_broken(why, "contact without handle or name");
    for (guint i = 0; i < msnp_contact_n_groups(contact); i++) {
        if (!msnp_contact_group(contact, i) ||
            !is_text(msnp_group_name(msnp_contact_group(contact, i))))
            return audit_broken(why, "contact in no group");
    }
    return TRUE;
}

static gboolean
audit_personal(Audit *audit, const MsnpAction *action, GString *why)
{
    for (guint i = 0; i < 4; i++) {
        if (!g_utf8_validate(msnp_contact_media_text(action->contact, i), -1, NULL))
            return audit_broken(why, "media is no UTF-8");
    }
    return g_utf8_validate(msnp_contact_personal(action->contact), -1, NULL) ||
           audit_broken(why, "personal message is no UTF-8");
}

enum {
    HAS_WHO = 1,
    HAS_NAME = 2,
    HAS_DATA = 4,
    HAS_TEXT = 8,
    HAS_CONTACT = 16,
    HAS_GROUP = 32,
    MAY_WHO = 64, /* or nobody */
};

typedef struct {
    guint has;
    gboolean (*judge)(Audit *audit, const MsnpAction *action, GString *why);
} Rule;

static const Rule rules[MSNP_N_ACTIONS] = {
    [MSNP_ACTION_CONNECT] = {0, audit_connect},
    [MSNP_ACTION_LISTEN] = {0, audit_listen},
    [MSNP_ACTION_WRITE] = {0, audit_write},
    [MSNP_ACTION_CLOSE] = {0, audit_close},
    [MSNP_ACTION_FETCH] = {0, audit_fetch},
    [MSNP_ACTION_ABANDON] = {0, audit_abandon},
    [MSNP_ACTION_DEBUG] = {HAS_TEXT, NULL},
    [MSNP_ACTION_FILE_READ] = {0, audit_transfer},
    [MSNP_ACTION_FILE_WRITE] = {0, audit_transfer},
    [MSNP_EVENT_SIGNED_IN] = {HAS_NAME, NULL},
    [MSNP_EVENT_SIGNED_OUT] = {0, audit_signed_out},
    [MSNP_EVENT_OWN_NAME] = {HAS_NAME, NULL},
    [MSNP_EVENT_GROUP] = {HAS_GROUP, NULL},
    [MSNP_EVENT_GROUP_GONE] = {HAS_NAME, NULL},
    [MSNP_EVENT_GROUP_RENAMED] = {HAS_GROUP | HAS_TEXT, NULL},
    [MSNP_EVENT_CONTACT] = {HAS_CONTACT, NULL},
    [MSNP_EVENT_AUTHORIZE] = {HAS_CONTACT, NULL},
    [MSNP_EVENT_REQUEST_FAILED] = {MAY_WHO, audit_request_failed},
    [MSNP_EVENT_PLACES] = {0, NULL},
    [MSNP_EVENT_PERSONAL] = {HAS_CONTACT, audit_personal},
    [MSNP_EVENT_PRESENCE] = {HAS_CONTACT, NULL},
    [MSNP_EVENT_PICTURE] = {HAS_CONTACT, audit_picture},
    [MSNP_EVENT_MESSAGE] = {HAS_WHO | HAS_NAME | HAS_DATA, NULL},
    [MSNP_EVENT_OFFLINE_MESSAGE] = {HAS_WHO | HAS_NAME | HAS_TEXT | HAS_DATA,
                                    audit_offline_message},
    [MSNP_EVENT_OFFLINE_DELETED] = {HAS_TEXT, audit_offline_deleted},
    [MSNP_EVENT_TYPING] = {HAS_WHO, NULL},
    [MSNP_EVENT_NUDGE] = {HAS_WHO, NULL},
    [MSNP_EVENT_DELIVERED] = {MAY_WHO, audit_outcome},
    [MSNP_EVENT_FAILED] = {MAY_WHO | HAS_DATA, audit_outcome},
    [MSNP_EVENT_TROUBLE] = {HAS_WHO, NULL},
    [MSNP_EVENT_EMOTICON] = {HAS_WHO | HAS_TEXT | HAS_NAME, audit_emoticon},
    [MSNP_EVENT_WINK] = {HAS_WHO | HAS_TEXT | HAS_NAME, audit_show},
    [MSNP_EVENT_VOICE] = {HAS_WHO | HAS_TEXT | HAS_NAME, audit_show},
    [MSNP_EVENT_INK] = {HAS_WHO, audit_ink},
    [MSNP_EVENT_DEED] = {HAS_WHO | HAS_TEXT, NULL},
    [MSNP_EVENT_CIRCLE] = {0, NULL},
    [MSNP_EVENT_CIRCLE_GONE] = {HAS_NAME | HAS_TEXT, NULL},
    [MSNP_EVENT_CIRCLE_MEMBER] = {HAS_WHO, NULL},
    [MSNP_EVENT_CHAT_STARTED] = {MAY_WHO, audit_chat_started},
    [MSNP_EVENT_CHAT_JOINED] = {HAS_WHO | HAS_NAME, audit_chat_joined},
    [MSNP_EVENT_CHAT_LEFT] = {HAS_WHO, audit_chat_left},
    [MSNP_EVENT_INVITED] = {HAS_WHO | HAS_NAME, audit_invited},
    [MSNP_EVENT_INVITE_OVER] = {HAS_WHO | HAS_TEXT, audit_invite_over},
    [MSNP_EVENT_OWN_PICTURE] = {0, NULL},
    [MSNP_EVENT_OBJECT] = {HAS_WHO, audit_transfer},
    [MSNP_EVENT_FILE_OFFERED] = {HAS_WHO | HAS_NAME, audit_transfer},
    [MSNP_EVENT_FILE_BEGUN] = {0, audit_transfer},
    [MSNP_EVENT_FILE_DONE] = {0, audit_transfer},
    [MSNP_EVENT_FILE_FAILED] = {0, audit_transfer},
    [MSNP_EVENT_DECLINED] = {HAS_WHO | HAS_TEXT, NULL},
    [MSNP_EVENT_PAGE] = {HAS_WHO | HAS_TEXT, NULL},
    [MSNP_EVENT_ALERT] = {HAS_TEXT, NULL},
    [MSNP_EVENT_MAIL_NEW] = {HAS_NAME | HAS_TEXT, NULL},
    [MSNP_EVENT_URL] = {0, audit_service},
    [MSNP_EVENT_FOUND] = {0, audit_service},
    [MSNP_EVENT_SENT_MAIL] = {0, audit_service},
};

/* In a chat that was left nothing happens any more, but that its messages fail, or have arrived: of
 * those to a circle only a refusal is heard, which may come late. */
static gboolean
audit_place(const Audit *audit, const MsnpAction *action, GString *why)
{
    if (action->chat == 0 || action->kind == MSNP_EVENT_CHAT_STARTED ||
        action->kind == MSNP_EVENT_DELIVERED || action->kind == MSNP_EVENT_FAILED ||
        action->kind == MSNP_EVENT_INVITE_OVER)
        return TRUE;
    return g_hash_table_lookup(audit->chats, GUINT_TO_POINTER(action->chat)) ||
           audit_broken(why, "chat %u is none", action->chat);
}

static gboolean
audit_members(const MsnpAction *action, guint has, GString *why)
{
    if ((has & HAS_WHO) && !is_handle(action->who))
        return audit_broken(why, "who is no lower-case handle");
    if ((has & MAY_WHO) && action->who && !is_handle(action->who))
        return audit_broken(why, "who is no lower-case handle");
    if ((has & HAS_NAME || action->name) && !is_text(action->name))
        return audit_broken(why, "name is no UTF-8");
    if ((has & HAS_TEXT || action->text) && !is_text(action->text))
        return audit_broken(why, "text is no UTF-8");
    if ((has & HAS_DATA) && action->data &&
        !g_utf8_validate_len((const char *) action->data, action->len, NULL))
        return audit_broken(why, "message is no UTF-8");
    if ((action->detail && !is_text(action->detail)) ||
        (action->style.font && !is_text(action->style.font)))
        return audit_broken(why, "detail or font is no UTF-8");
    if ((has & HAS_GROUP) && (!action->group || !is_text(msnp_group_name(action->group))))
        return audit_broken(why, "group without a name");
    return !(has & HAS_CONTACT) || audit_contact(action, why);
}

/* Events may hold anything that people write; the rest, and an address that signs in by itself, is
 * the protocol's and ends up in logs. */
static gboolean
audit_secrets(const Audit *audit, const MsnpAction *action, GString *why)
{
    g_autoptr(GString) line = g_string_new(NULL);

    msnp_action_print(action, line);
    if (strpbrk(line->str, "\r\n") || line->len != strlen(line->str) ||
        !g_utf8_validate(line->str, -1, NULL))
        return audit_broken(why, "printed action is not one line of UTF-8");
    for (guint i = 0; i < audit->secrets->len; i++) {
        if ((action->kind <= MSNP_ACTION_DEBUG || action->kind == MSNP_EVENT_URL) &&
            strstr(line->str, g_ptr_array_index(audit->secrets, i)))
            return audit_broken(why, "a secret is printed: %s", line->str);
    }
    return TRUE;
}

gboolean
audit_action(Audit *audit, const MsnpAction *action, GString *why)
{
    const Rule *rule;

    if (action->kind >= MSNP_N_ACTIONS)
        return audit_broken(why, "no action %d", (int) action->kind);
    rule = &rules[action->kind];
    if (audit->over && action->kind != MSNP_ACTION_CLOSE && action->kind != MSNP_ACTION_ABANDON &&
        action->kind != MSNP_ACTION_DEBUG)
        return audit_broken(why, "after the end of the session");
    return audit_members(action, rule->has, why) && audit_place(audit, action, why) &&
           audit_secrets(audit, action, why) && (!rule->judge || rule->judge(audit, action, why));
}

gboolean
audit_end(Audit *audit, const MsnpSession *session, GString *why)
{
    GHashTableIter iter;
    gpointer key, value;

    g_hash_table_iter_init(&iter, audit->sent);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const Message *message = value;

        if (message->text && message->ends == 0 && !message->may_stay && !audit->may_be_silent)
            return audit_broken(why, "message %u never ended", GPOINTER_TO_UINT(key));
    }
    g_hash_table_iter_init(&iter, audit->services);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        if (GPOINTER_TO_UINT(value) != SERVICE_TOLD)
            return audit_broken(why, "request %u was never answered", GPOINTER_TO_UINT(key));
    }
    g_hash_table_iter_init(&iter, audit->links);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        if (audit_link_is_open(audit, GPOINTER_TO_UINT(key)))
            return audit_broken(why, "link %u was left open", GPOINTER_TO_UINT(key));
    }
    if (g_hash_table_size(audit->jobs) > 0)
        return audit_broken(why, "a job was left running");
    if (!audit_transfers_end(audit->transfers, why))
        return FALSE;
    return msnp_session_deadline(session) == 0 || audit_broken(why, "something is still due");
}
