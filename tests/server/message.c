/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows what a message payload must look like for each content type a client may send. */
#include "message.h"

#include <string.h>

typedef struct {
    const char *text; /* NUL-terminated copy of the whole payload */
    gsize length;
    GHashTable *headers; /* lower-case name to value */
    const char *body;
    gsize body_length;
    char flag;
    const Client *client;
} Message;

typedef const char *(*BodyCheck)(const Message *message);

static const char *
header(const Message *message, const char *name)
{
    return g_hash_table_lookup(message->headers, name);
}

const char *
message_body(const char *payload, gsize *length)
{
    const char *end = g_strstr_len(payload, (gssize) *length, "\r\n\r\n");

    if (end == NULL) {
        *length = 0;
        return payload;
    }
    *length -= (gsize) (end + 4 - payload);
    return end + 4;
}

/* ---- bodies ---- */

static gboolean
format_item_ok(const char *item)
{
    static const char *const shapes[] = {
        "^FN=[^ ;]*\\z",           "^EF=[BISU]{0,4}\\z", "^CO=[0-9a-fA-F]{1,6}\\z",
        "^CS=[0-9a-fA-F]{1,2}\\z", "^PF=[0-9]{1,2}\\z",  "^RL=[01]\\z",
    };

    for (guint i = 0; i < G_N_ELEMENTS(shapes); i++) {
        if (g_regex_match_simple(shapes[i], item, 0, 0))
            return TRUE;
    }
    return FALSE;
}

static const char *
format_fault(const char *format)
{
    g_auto(GStrv) items = g_strsplit(format, "; ", -1);
    const char *why = NULL;

    for (guint i = 0; items[i] != NULL; i++) {
        g_autofree char *font = wire_decode(items[i], &why);

        if (items[i][0] == '\0' && items[i + 1] == NULL)
            continue; /* a closing semicolon */
        if (font == NULL || !format_item_ok(items[i]))
            return "bad X-MMS-IM-Format";
    }
    return NULL;
}

static gboolean
line_ends_ok(const char *text, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        if (text[i] == '\r' && (i + 1 == length || text[i + 1] != '\n'))
            return FALSE;
        if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r'))
            return FALSE;
    }
    return TRUE;
}

static const char *
check_text(const Message *message)
{
    const char *format = header(message, "x-mms-im-format");
    const char *type = header(message, "content-type");

    if (!g_str_has_suffix(type, "; charset=UTF-8"))
        return "text without charset=UTF-8";
    if (!g_utf8_validate(message->body, (gssize) message->body_length, NULL))
        return "the text is not UTF-8";
    if (!line_ends_ok(message->body, message->body_length))
        return "the lines of a text are separated by CRLF";
    return format != NULL ? format_fault(format) : NULL;
}

static const char *
check_typing(const Message *message)
{
    const char *user = header(message, "typinguser");

    if (user == NULL)
        return header(message, "recordinguser") != NULL ? NULL : "no TypingUser";
    if (g_ascii_strcasecmp(user, message->client->account->mail) != 0)
        return "TypingUser is somebody else";
    if (message->flag != 'U')
        return "typing notices go with the letter U";
    if (message->body_length != 2 || memcmp(message->body, "\r\n", 2) != 0)
        return "a typing notice ends in two empty lines";
    return NULL;
}

static const char *
check_datacast(const Message *message)
{
    if (!g_regex_match_simple("^ID: [1-4]\\r\\n(Data: [^\\r\\n]+\\r\\n)?\\r\\n\\z", message->body,
                              0, 0))
        return "a datacast body is ID: n, perhaps Data, and an empty line";
    if (g_str_has_prefix(message->body, "ID: 1") != (strstr(message->body, "Data:") == NULL))
        return "a nudge has no Data, everything else has";
    return NULL;
}

static const char *
check_fields(const Message *message)
{
    g_auto(GStrv) lines = g_strsplit(message->body, "\r\n", -1);

    if (!line_ends_ok(message->body, message->body_length) ||
        !g_str_has_suffix(message->body, "\r\n"))
        return "the body is not made of whole lines";
    for (guint i = 0; lines[i] != NULL; i++) {
        if (lines[i][0] != '\0' && strstr(lines[i], ": ") == NULL &&
            !g_str_has_suffix(lines[i], ":"))
            return "a body line is not Name: value";
    }
    return NULL;
}

static const char *
check_invite(const Message *message)
{
    const char *fault = check_fields(message);

    if (fault != NULL)
        return fault;
    if (!g_str_has_suffix(message->body, "\r\n\r\n"))
        return "an invitation ends in an empty line";
    if (strstr(message->body, "Invitation-Command: ") == NULL ||
        strstr(message->body, "Invitation-Cookie: ") == NULL)
        return "an invitation has a command and a cookie";
    return NULL;
}

static const char *
check_emoticons(const Message *message)
{
    return memchr(message->body, '\t', message->body_length) != NULL ? NULL : "no TAB in the list";
}

static const char *
check_base64(const Message *message)
{
    return g_str_has_prefix(message->body, "base64:") ? NULL : "the body does not start base64:";
}

static const char *
check_p2p(const Message *message)
{
    if (message->flag != 'D')
        return "P2P goes with the letter D";
    if (header(message, "p2p-dest") == NULL)
        return "P2P without P2P-Dest";
    return message->body_length >= 52 ? NULL : "P2P shorter than header and footer";
}

static const char *
check_nothing(const Message *message)
{
    return NULL;
}

static const struct {
    const char *type;
    BodyCheck check;
} types[] = {
    {"text/plain", check_text},
    {"text/x-msmsgscontrol", check_typing},
    {"text/x-msnmsgr-datacast", check_datacast},
    {"text/x-mms-emoticon", check_emoticons},
    {"text/x-mms-animemoticon", check_emoticons},
    {"text/x-clientcaps", check_fields},
    {"text/x-msmsgsinvite", check_invite},
    {"text/x-keepalive", check_nothing},
    {"application/x-ms-ink", check_base64},
    {"image/gif", check_base64},
    {"application/x-msnmsgrp2p", check_p2p},
};

/* ---- head ---- */

static const char *
parse_line(Message *message, const char *line, guint index)
{
    const char *colon = strstr(line, ": ");
    gsize name_length = colon != NULL ? (gsize) (colon - line) : 0;

    if (name_length == 0 || strcspn(line, " \t") < name_length)
        return "a header is not Name: value";
    if (!g_utf8_validate(line, -1, NULL))
        return "a header is not UTF-8";
    for (const char *p = line; *p != '\0'; p++) {
        if ((guchar) *p < 0x20)
            return "control character in a header";
    }
    if (index == 0 && strcmp(line, "MIME-Version: 1.0") != 0)
        return "the first header is not MIME-Version: 1.0";
    char *name = g_ascii_strdown(line, (gssize) name_length);

    if (!g_hash_table_insert(message->headers, name, g_strdup(colon + 2)))
        return "a header comes twice";
    return NULL;
}

static const char *
parse_head(Message *message)
{
    gsize length = message->length;
    const char *body = message_body(message->text, &length);
    const char *fault = NULL;

    if (body == message->text)
        return "the head does not end in an empty line";
    message->body = body;
    message->body_length = length;
    g_autofree char *head = g_strndup(message->text, (gsize) (body - message->text) - 4);
    g_auto(GStrv) lines = g_strsplit(head, "\r\n", -1);

    if (!line_ends_ok(head, strlen(head)))
        return "header lines end in CRLF";
    for (guint i = 0; lines[i] != NULL && fault == NULL; i++)
        fault = parse_line(message, lines[i], i);
    return fault;
}

static const char *
check_type(const Message *message, const char *type)
{
    if (message->flag == 'D' && strcmp(type, "application/x-msnmsgrp2p") != 0)
        return "the letter D is for P2P only";
    for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
        if (strcmp(types[i].type, type) == 0)
            return types[i].check(message);
    }
    return "a content type that nobody knows";
}

static const char *
message_check(Message *message, char **type)
{
    const char *fault = parse_head(message);
    const char *content = fault == NULL ? header(message, "content-type") : NULL;

    if (fault != NULL)
        return fault;
    if (content == NULL) {
        /* Only the later pieces of a long message may do without. */
        if (header(message, "chunk") != NULL && header(message, "message-id") != NULL)
            return NULL;
        return "no Content-Type";
    }
    g_autofree char *bare = g_strndup(content, strcspn(content, ";"));

    g_strstrip(bare);
    *type = g_ascii_strdown(bare, -1);
    return check_type(message, *type);
}

const char *
message_fault(const Client *client, char flag, const char *payload, gsize length, char **type)
{
    g_autofree char *copy = g_strndup(payload, length);
    g_autoptr(GHashTable) headers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    Message message = {copy, length, headers, NULL, 0, flag, client};

    *type = NULL;
    return message_check(&message, type);
}
