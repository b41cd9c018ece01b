/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The queue of actions: make, pop, print as one text line. Knows the values of msnp.h; refuses to
 * know who makes them and why.
 */
#include "msnp/action.h"

#include <string.h>
#include "msnp/arena.h"
#include "msnp/blank.h"
#include "msnp/presence.h"
#include "msnp/roster-words.h"

typedef struct _Entry Entry;

struct _Entry {
    MsnpAction action;
    Entry *next;
};

struct _MsnpActions {
    Entry *head;   /* the oldest that was not popped; NULL for none. Entries lie in the arena */
    Entry *tail;   /* the newest; NULL if the arena is empty of them */
    MsnpArena *arena;
    gboolean held;
};

MsnpActions *
msnp_actions_new(void)
{
    MsnpActions *actions = g_new0(MsnpActions, 1);

    actions->arena = msnp_arena_new();
    return actions;
}

void
msnp_actions_free(MsnpActions *actions)
{
    if (!actions)
        return;
    msnp_arena_free(actions->arena);
    g_free(actions);
}

MsnpAction *
msnp_actions_push(MsnpActions *actions, MsnpActionKind kind)
{
    Entry *entry = msnp_arena_alloc(actions->arena, sizeof(*entry));

    entry->action.kind = kind;
    entry->action.style.color = -1;
    if (actions->head)
        actions->tail->next = entry;
    else
        actions->head = entry;
    actions->tail = entry;
    return &entry->action;
}

void *
msnp_actions_alloc(MsnpActions *actions, gsize n)
{
    return msnp_arena_alloc(actions->arena, n);
}

char *
msnp_actions_keep(MsnpActions *actions, const void *data, gsize len)
{
    return data ? msnp_arena_copy(actions->arena, data, len) : NULL;
}

char *
msnp_actions_keep_str(MsnpActions *actions, const char *text)
{
    return text ? msnp_arena_copy(actions->arena, text, strlen(text)) : NULL;
}

gboolean
msnp_actions_empty(const MsnpActions *actions)
{
    return actions->head == NULL;
}

void
msnp_actions_hold(MsnpActions *actions)
{
    actions->held = TRUE;
}

const MsnpAction *
msnp_actions_pop(MsnpActions *actions)
{
    const Entry *entry = actions->head;

    if (entry) {
        actions->head = entry->next;
        return &entry->action;
    }
    if (actions->tail && !actions->held) {
        actions->tail = NULL;
        msnp_arena_reset(actions->arena);
    }
    return NULL;
}

/* ---- printing ---- */

typedef void (*Printer)(const MsnpAction *action, GString *out);

static void
print_quoted(GString *out, const void *data, gsize len)
{
    const char *p = data ? data : "", *end = p + len;

    g_string_append_c(out, '"');
    while (p < end) {
        gunichar c = g_utf8_get_char_validated(p, end - p);
        guint8 byte = (guint8) *p;

        if (byte == '"' || byte == '\\')
            g_string_append_printf(out, "\\%c", byte);
        else if (byte == '\n')
            g_string_append(out, "\\n");
        else if (byte == '\r')
            g_string_append(out, "\\r");
        else if (byte == '\t')
            g_string_append(out, "\\t");
        else if (c == (gunichar) -1 || c == (gunichar) -2 || byte < 0x20 || byte == 0x7f)
            g_string_append_printf(out, "\\x%02x", byte);
        else {
            g_string_append_len(out, p, g_utf8_next_char(p) - p);
            p = g_utf8_next_char(p);
            continue;
        }
        p++;
    }
    g_string_append_c(out, '"');
}

static void
print_str(GString *out, const char *key, const char *text)
{
    g_string_append_printf(out, " %s=", key);
    print_quoted(out, text ? text : "", text ? strlen(text) : 0);
}

static void
print_link(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " link=%u", a->link);
}

static void
print_connect(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " link=%u host=%s port=%u", a->link, a->host, a->port);
}

/* Fields of bodies of which nothing is logged: who reads them in time can go in the place of the one they are for. */
static const char *const secret_fields[] = {"AuthCookie", "Nonce"};

static gboolean
field_is_secret(const char *name)
{
    guint i;

    for (i = 0; i < G_N_ELEMENTS(secret_fields); i++)
        if (!g_ascii_strcasecmp(secret_fields[i], name))
            return TRUE;
    return FALSE;
}

/* Puts *** in the place of the value of each such field that begins a line. */
static void
hide_field(GString *shown, const char *name)
{
    gsize at, end, len = strlen(name);

    for (at = 0; at + len + 1 < shown->len; at++) {
        if ((at > 0 && shown->str[at - 1] != '\n') || g_ascii_strncasecmp(shown->str + at, name, len) ||
            shown->str[at + len] != ':')
            continue;
        at += len + 1;
        for (end = at; end < shown->len && shown->str[end] != '\r' && shown->str[end] != '\n'; end++)
            ;
        g_string_erase(shown, (gssize) at, (gssize) (end - at));
        g_string_insert(shown, (gssize) at, " ***");
    }
}

/* The bytes with every secret span as ***. */
static void
print_write(const MsnpAction *a, GString *out)
{
    g_autoptr(GString) shown = g_string_sized_new(a->len);
    gsize at = 0;
    guint i;

    for (i = 0; i < a->n_secrets; i++) {
        g_string_append_len(shown, (const char *) a->data + at, a->secrets[i].start - at);
        g_string_append(shown, "***");
        at = a->secrets[i].start + a->secrets[i].len;
    }
    g_string_append_len(shown, (const char *) a->data + at, a->len - at);
    for (i = 0; i < G_N_ELEMENTS(secret_fields); i++)
        hide_field(shown, secret_fields[i]);
    g_string_append_printf(out, " link=%u data=", a->link);
    print_quoted(out, shown->str, shown->len);
}

/* Of documents only: others may be anything. */
static void
print_body(const MsnpHttpRequest *request, GString *out)
{
    g_autoptr(GString) body = NULL;
    guint i;

    for (i = 0; i < request->n_headers; i++)
        if (!g_ascii_strcasecmp(request->headers[i].name, "Content-Type") && strstr(request->headers[i].value, "xml"))
            break;
    if (i == request->n_headers)
        return;
    body = g_string_sized_new(request->body_len);
    msnp_blank_append(body, (const char *) request->body, request->body_len);
    g_string_append(out, " body=");
    print_quoted(out, body->str, body->len);
}

/* Up to the path. */
static void
print_secret_url(const char *url, GString *out)
{
    const char *authority = strstr(url, "://");
    g_autofree char *shown = NULL;

    authority = authority ? authority + 3 : url;
    shown = g_strdup_printf("%.*s/***", (int) (authority + strcspn(authority, "/?#") - url), url);
    print_str(out, "url", shown);
}

static void
print_fetch(const MsnpAction *a, GString *out)
{
    guint i;

    g_string_append_printf(out, " id=%u method=%s", a->id, a->request->method);
    if (a->request->secret)
        print_secret_url(a->request->url, out);
    else
        print_str(out, "url", a->request->url);
    for (i = 0; i < a->request->n_headers; i++) {
        const MsnpHttpHeader *h = &a->request->headers[i];

        print_str(out, h->name, h->secret ? "***" : h->value);
    }
    print_body(a->request, out);
}

static void
print_id(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " id=%u", a->id);
}

static void
print_text(const MsnpAction *a, GString *out)
{
    print_str(out, "text", a->text);
}

static void
print_machine(const MsnpAction *a, GString *out)
{
    print_str(out, "guid", a->text);
}

static void
print_step(const MsnpAction *a, GString *out)
{
    static const char *const steps[] = {"connecting", "negotiating", "authenticating", "ticket",
                                        "roster"};

    g_string_append_printf(out, " step=%s",
                           a->number < G_N_ELEMENTS(steps) ? steps[a->number] : "?");
}

static void
print_name(const MsnpAction *a, GString *out)
{
    print_str(out, "name", a->name);
}

static void
print_error(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " error=%s number=%u", msnp_error_name(a->error), a->number);
    if (a->detail)
        print_str(out, "detail", a->detail);
}

static void
print_status(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " status=%s", msnp_status_name(a->status));
}

static void
print_mail(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " unread=%u", a->number);
}

static void
print_notice(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " minutes=%u", a->number);
}

static void
print_authorize(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " who=%s", msnp_contact_handle(a->contact));
    print_str(out, "name", msnp_contact_name(a->contact));
}

static void
print_group_renamed(const MsnpAction *a, GString *out)
{
    print_str(out, "name", msnp_group_name(a->group));
    print_str(out, "old", a->text);
}

static void
print_privacy(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " strangers=%s", a->number ? "yes" : "no");
}

static void
print_request_failed(const MsnpAction *a, GString *out)
{
    static const char *const requests[MSNP_N_REQUESTS] = {
        "add",          "remove",   "move",  "rename",  "block", "answer", "group-rename",
        "group-remove", "own-name", "phone", "privacy",
    };

    g_string_append_printf(out, " id=%u what=%s", a->id, requests[a->what]);
    if (a->who)
        g_string_append_printf(out, " who=%s", a->who);
    if (a->name)
        print_str(out, "name", a->name);
    print_error(a, out);
}

static void
print_personal(const MsnpAction *a, GString *out)
{
    static const char *const media[] = {"none", "music", "game", "office"};

    g_string_append_printf(out, " who=%s", msnp_contact_handle(a->contact));
    print_str(out, "message", msnp_contact_personal(a->contact));
    g_string_append_printf(out, " media=%s", media[msnp_contact_media(a->contact)]);
    print_str(out, "line", msnp_contact_media_text(a->contact, 0));
}

static void
print_group(const MsnpAction *a, GString *out)
{
    print_str(out, "name", msnp_group_name(a->group));
    g_string_append_printf(out, " id=%s", msnp_group_id(a->group));
}

static void
print_contact(const MsnpAction *a, GString *out)
{
    static const char *const news[] = {"told", "changed", "gone"};
    const MsnpContact *c = a->contact;
    g_autoptr(GString) groups = g_string_new(NULL);
    const char *comma = "";
    guint i, list;

    g_string_append_printf(out, " handle=%s", msnp_contact_handle(c));
    print_str(out, "name", msnp_contact_name(c));
    g_string_append(out, " lists=");
    for (list = MSNP_LIST_FORWARD; list <= MSNP_LIST_PENDING; list <<= 1)
        if (msnp_contact_lists(c) & list) {
            g_string_append_printf(out, "%s%s", comma, msnp_list_code(list));
            comma = ",";
        }
    for (i = 0; i < msnp_contact_n_groups(c); i++)
        g_string_append_printf(groups, "%s%s", i ? "," : "",
                               msnp_group_name(msnp_contact_group(c, i)));
    print_str(out, "groups", groups->str);
    g_string_append_printf(out, " news=%s", news[MIN(a->number, G_N_ELEMENTS(news) - 1)]);
}

static void
print_roster_done(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " complete=%s", a->number ? "yes" : "no");
}

static void
print_presence(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " who=%s status=%s", msnp_contact_handle(a->contact),
                           msnp_status_name(a->status));
    print_str(out, "name", msnp_contact_name(a->contact));
    g_string_append_printf(out, " client=%u", msnp_contact_client(a->contact));
}

static void
print_style(const MsnpAction *a, GString *out)
{
    static const char *const flags[] = {"bold", "italic", "underline", "strike", "rtl"};
    const char *sep = " style=";
    guint i;

    if (a->style.font)
        print_str(out, "font", a->style.font);
    for (i = 0; i < G_N_ELEMENTS(flags); i++)
        if (a->style.flags & (1u << i)) {
            g_string_append_printf(out, "%s%s", sep, flags[i]);
            sep = ",";
        }
    if (a->style.color >= 0)
        g_string_append_printf(out, " color=%06x", (guint) a->style.color);
}

/* "chat=1" in a group, "who=" where there is somebody. */
static void
print_where(const MsnpAction *a, GString *out)
{
    if (a->chat)
        g_string_append_printf(out, " chat=%u", a->chat);
    if (a->who)
        g_string_append_printf(out, " who=%s", a->who);
}

static void
print_started(const MsnpAction *a, GString *out)
{
    print_where(a, out);
    if (a->circle)
        print_str(out, "circle", msnp_circle_name(a->circle));
}

static void
print_circle(const MsnpAction *a, GString *out)
{
    const MsnpCircleMember *member;
    guint i;

    g_string_append_printf(out, " id=%s", msnp_circle_id(a->circle));
    print_str(out, "name", msnp_circle_name(a->circle));
    g_string_append(out, " members=");
    for (i = 0; (member = msnp_circle_nth_member(a->circle, i)); i++)
        g_string_append_printf(out, "%s%s", i ? "," : "", msnp_circle_member_handle(member));
    g_string_append_printf(out, " news=%s", a->number ? "changed" : "told");
}

static void
print_circle_gone(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " id=%s", a->text);
    print_str(out, "name", a->name);
    if (a->chat)
        g_string_append_printf(out, " chat=%u", a->chat);
}

/* As it is now, which may be later than when it was told. */
static void
print_circle_member(const MsnpAction *a, GString *out)
{
    const MsnpCircleMember *member = msnp_circle_member(a->circle, a->who);

    print_str(out, "circle", msnp_circle_name(a->circle));
    g_string_append_printf(out, " who=%s news=%s", a->who, a->number ? "changed" : "gone");
    if (!a->number || !member)
        return;
    g_string_append_printf(out, " status=%s", msnp_status_name(msnp_circle_member_status(member)));
    print_str(out, "name", msnp_circle_member_name(member));
    print_str(out, "message", msnp_circle_member_message(member));
}

static void
print_message(const MsnpAction *a, GString *out)
{
    print_where(a, out);
    print_str(out, "name", a->name);
    if (a->number)
        g_string_append(out, " own=yes");
    if (a->context)
        g_string_append(out, " context=yes");
    g_string_append(out, " text=");
    print_quoted(out, a->data, a->len);
    print_style(a, out);
}

static void
print_offline_message(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " id=%u", a->id);
    print_message(a, out);
    g_string_append_printf(out, " when=%" G_GINT64_FORMAT, a->when);
    print_str(out, "key", a->text);
}

static void
print_offline_deleted(const MsnpAction *a, GString *out)
{
    print_str(out, "key", a->text);
}

static void
print_delivered(const MsnpAction *a, GString *out)
{
    print_where(a, out);
    g_string_append_printf(out, " id=%u", a->id);
}

static void
print_failed(const MsnpAction *a, GString *out)
{
    print_delivered(a, out);
    g_string_append(out, " text=");
    print_quoted(out, a->data, a->len);
    print_error(a, out);
}

static void
print_trouble(const MsnpAction *a, GString *out)
{
    print_where(a, out);
    print_error(a, out);
}

static void
print_joined(const MsnpAction *a, GString *out)
{
    print_where(a, out);
    print_str(out, "name", a->name);
    g_string_append_printf(out, " before=%s", a->number ? "yes" : "no");
}

static void
print_invited(const MsnpAction *a, GString *out)
{
    static const char *const kinds[MSNP_N_INVITE_KINDS] = {"file", "voice", "assistance", "game", "other"};
    guint i;

    print_delivered(a, out);
    g_string_append_printf(out, " kind=%s", kinds[a->invite]);
    print_str(out, "name", a->name);
    for (i = 0; i < a->n_fields; i++)
        print_str(out, a->fields[i].name, field_is_secret(a->fields[i].name) ? "***" : a->fields[i].value);
}

static void
print_invite_over(const MsnpAction *a, GString *out)
{
    print_delivered(a, out);
    print_str(out, "code", a->text);
}

static void
print_places(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " number=%u", a->number);
}

static void
print_alert(const MsnpAction *a, GString *out)
{
    print_str(out, "text", a->text);
    print_str(out, "url", a->name);
}

static void
print_page(const MsnpAction *a, GString *out)
{
    print_where(a, out);
    print_str(out, "text", a->text);
}

static void
print_mail_new(const MsnpAction *a, GString *out)
{
    print_str(out, "from", a->name);
    print_str(out, "address", a->who);
    print_str(out, "subject", a->text);
}

/* What signs in by itself is a secret. */
static void
print_url(const MsnpAction *a, GString *out)
{
    const char *secret = a->text ? strstr(a->text, "auth=") : NULL;
    g_autofree char *shown = secret ? g_strdup_printf("%.*s***", (int) (secret - a->text), a->text) : NULL;

    g_string_append_printf(out, " id=%u", a->id);
    print_str(out, "url", shown ? shown : a->text);
}

static void
print_found(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " id=%u index=%u of=%u", a->id, (guint) a->len, a->number);
    print_str(out, "name", a->name);
    print_str(out, "place", a->text);
    if (a->error != MSNP_ERROR_NONE)
        print_error(a, out);
}

static void
print_sent_mail(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " id=%u", a->id);
    print_error(a, out);
}

/* ---- objects and files ---- */

static void
print_piece(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " id=%u offset=%" G_GUINT64_FORMAT " len=%" G_GSIZE_FORMAT, a->id, a->offset, a->len);
}

static void
print_picture(const MsnpAction *a, GString *out)
{
    const char *picture = msnp_contact_picture(a->contact);

    g_string_append_printf(out, " who=%s picture=%s", msnp_contact_handle(a->contact), picture ? picture : "none");
}

static void
print_emoticon(const MsnpAction *a, GString *out)
{
    print_where(a, out);
    print_str(out, "shortcut", a->text);
    g_string_append_printf(out, " hash=%s", a->name);
}

static void
print_show(const MsnpAction *a, GString *out)
{
    print_where(a, out);
    print_str(out, "text", a->text);
    print_str(out, "file", a->name);
}

static void
print_ink(const MsnpAction *a, GString *out)
{
    print_where(a, out);
    g_string_append_printf(out, " size=%" G_GSIZE_FORMAT, a->len);
}

static void
print_object(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " id=%u who=%s", a->id, a->who);
    if (a->error == MSNP_ERROR_NONE)
        g_string_append_printf(out, " size=%" G_GSIZE_FORMAT, a->len);
    else
        print_error(a, out);
}

static void
print_own_picture(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " size=%" G_GSIZE_FORMAT, a->len);
}

static void
print_file_offered(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " id=%u who=%s", a->id, a->who);
    print_str(out, "name", a->name);
    g_string_append_printf(out, " size=%" G_GUINT64_FORMAT " preview=%" G_GSIZE_FORMAT, a->size, a->len);
}

static void
print_file_failed(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " id=%u", a->id);
    print_error(a, out);
}

static void
print_declined(const MsnpAction *a, GString *out)
{
    g_string_append_printf(out, " who=%s what=%s", a->who, a->text);
}

static const struct {
    const char *name;
    Printer print;
} printers[MSNP_N_ACTIONS] = {
    [MSNP_ACTION_CONNECT] = {"connect", print_connect},
    [MSNP_ACTION_LISTEN] = {"listen", print_link},
    [MSNP_ACTION_WRITE] = {"write", print_write},
    [MSNP_ACTION_CLOSE] = {"close", print_link},
    [MSNP_ACTION_FETCH] = {"fetch", print_fetch},
    [MSNP_ACTION_ABANDON] = {"abandon", print_id},
    [MSNP_ACTION_DEBUG] = {"debug", print_text},
    [MSNP_ACTION_FILE_READ] = {"file-read", print_piece},
    [MSNP_ACTION_FILE_WRITE] = {"file-write", print_piece},
    [MSNP_EVENT_PROGRESS] = {"progress", print_step},
    [MSNP_EVENT_SIGNED_IN] = {"signed-in", print_name},
    [MSNP_EVENT_SIGNED_OUT] = {"signed-out", print_error},
    [MSNP_EVENT_OWN_NAME] = {"own-name", print_name},
    [MSNP_EVENT_OWN_STATUS] = {"own-status", print_status},
    [MSNP_EVENT_MAIL] = {"mail", print_mail},
    [MSNP_EVENT_NOTICE] = {"notice", print_notice},
    [MSNP_EVENT_OLDER] = {"older", print_error},
    [MSNP_EVENT_MACHINE] = {"machine", print_machine},
    [MSNP_EVENT_PLACES] = {"places", print_places},
    [MSNP_EVENT_GROUP] = {"group", print_group},
    [MSNP_EVENT_GROUP_GONE] = {"group-gone", print_name},
    [MSNP_EVENT_GROUP_RENAMED] = {"group-renamed", print_group_renamed},
    [MSNP_EVENT_CONTACT] = {"contact", print_contact},
    [MSNP_EVENT_PRIVACY] = {"privacy", print_privacy},
    [MSNP_EVENT_AUTHORIZE] = {"authorize", print_authorize},
    [MSNP_EVENT_REQUEST_FAILED] = {"request-failed", print_request_failed},
    [MSNP_EVENT_PERSONAL] = {"personal", print_personal},
    [MSNP_EVENT_ROSTER_DONE] = {"roster-done", print_roster_done},
    [MSNP_EVENT_PRESENCE] = {"presence", print_presence},
    [MSNP_EVENT_CIRCLE] = {"circle", print_circle},
    [MSNP_EVENT_CIRCLE_GONE] = {"circle-gone", print_circle_gone},
    [MSNP_EVENT_CIRCLE_MEMBER] = {"circle-member", print_circle_member},
    [MSNP_EVENT_MESSAGE] = {"message", print_message},
    [MSNP_EVENT_OFFLINE_MESSAGE] = {"offline-message", print_offline_message},
    [MSNP_EVENT_OFFLINE_DELETED] = {"offline-deleted", print_offline_deleted},
    [MSNP_EVENT_TYPING] = {"typing", print_where},
    [MSNP_EVENT_NUDGE] = {"nudge", print_where},
    [MSNP_EVENT_DELIVERED] = {"delivered", print_delivered},
    [MSNP_EVENT_FAILED] = {"failed", print_failed},
    [MSNP_EVENT_TROUBLE] = {"trouble", print_trouble},
    [MSNP_EVENT_CHAT_STARTED] = {"chat-started", print_started},
    [MSNP_EVENT_CHAT_JOINED] = {"chat-joined", print_joined},
    [MSNP_EVENT_CHAT_LEFT] = {"chat-left", print_where},
    [MSNP_EVENT_INVITED] = {"invited", print_invited},
    [MSNP_EVENT_INVITE_OVER] = {"invite-over", print_invite_over},
    [MSNP_EVENT_PICTURE] = {"picture", print_picture},
    [MSNP_EVENT_EMOTICON] = {"emoticon", print_emoticon},
    [MSNP_EVENT_WINK] = {"wink", print_show},
    [MSNP_EVENT_VOICE] = {"voice", print_show},
    [MSNP_EVENT_INK] = {"ink", print_ink},
    [MSNP_EVENT_DEED] = {"deed", print_page},
    [MSNP_EVENT_OWN_PICTURE] = {"own-picture", print_own_picture},
    [MSNP_EVENT_OBJECT] = {"object", print_object},
    [MSNP_EVENT_FILE_OFFERED] = {"file-offered", print_file_offered},
    [MSNP_EVENT_FILE_BEGUN] = {"file-begun", print_id},
    [MSNP_EVENT_FILE_DONE] = {"file-done", print_id},
    [MSNP_EVENT_FILE_FAILED] = {"file-failed", print_file_failed},
    [MSNP_EVENT_DECLINED] = {"declined", print_declined},
    [MSNP_EVENT_PAGE] = {"page", print_page},
    [MSNP_EVENT_ALERT] = {"alert", print_alert},
    [MSNP_EVENT_MAIL_NEW] = {"mail-new", print_mail_new},
    [MSNP_EVENT_URL] = {"url", print_url},
    [MSNP_EVENT_FOUND] = {"found", print_found},
    [MSNP_EVENT_SENT_MAIL] = {"sent-mail", print_sent_mail},
};

void
msnp_action_print(const MsnpAction *action, GString *out)
{
    g_string_append(out, printers[action->kind].name);
    printers[action->kind].print(action, out);
}
