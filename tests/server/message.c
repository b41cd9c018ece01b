/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the head of a message payload and how the pieces of a long one follow each other; bodies
 * are message-body.c's business. */
#include "message.h"

#include <string.h>

#include "message-body.h"
#include "pieces.h"

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

/* The last head that was right, its end included: of a file one comes for each packet. */
static struct {
    char *text;
    gsize length;
    GHashTable *headers;
    char *type; /* as message_fault() tells it; NULL: nobody has looked */
} known;

static void
know(const char *text, gsize length, GHashTable *headers)
{
    g_free(known.text);
    g_clear_pointer(&known.type, g_free);
    g_clear_pointer(&known.headers, g_hash_table_unref);
    known.text = g_memdup2(text, length);
    known.length = length;
    known.headers = g_hash_table_ref(headers);
}

static const char *
parse_lines(Message *message, char *head)
{
    const char *fault = NULL;
    char *line = head;

    if (!message_lines_ok(head, strlen(head)))
        return "header lines end in CRLF";
    for (guint i = 0; line != NULL && fault == NULL; i++) {
        char *end = strstr(line, "\r\n");

        if (end != NULL)
            *end = '\0';
        fault = parse_line(message, line, i);
        line = end != NULL ? end + 2 : NULL;
    }
    return fault;
}

static const char *
parse_head(Message *message, const char *text, gsize length)
{
    const char *body = message_body(text, &length);

    if (body == text)
        return "the head does not end in an empty line";
    message->body = body;
    message->body_length = length;
    g_autofree char *head = g_strndup(text, (gsize) (body - text) - 4);

    message->headers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    const char *fault = parse_lines(message, head);

    if (fault == NULL)
        know(text, (gsize) (body - text), message->headers);
    return fault;
}

static const char *
take_head(Message *message, const char *text, gsize length)
{
    if (known.headers == NULL || length < known.length ||
        memcmp(text, known.text, known.length) != 0)
        return parse_head(message, text, length);
    message->headers = g_hash_table_ref(known.headers);
    message->body = text + known.length;
    message->body_length = length - known.length;
    return NULL;
}

/* In *info the content type, in lower case without parameters. FALSE when there is none. */
static gboolean
take_type(const Message *message, MessageInfo *info)
{
    if (message->headers == known.headers && known.type != NULL) {
        info->type = g_strdup(known.type);
        return TRUE;
    }
    const char *content = message_header(message, "content-type");

    if (content == NULL)
        return FALSE;
    g_autofree char *bare = g_strndup(content, strcspn(content, ";"));

    g_strstrip(bare);
    info->type = g_ascii_strdown(bare, -1);
    if (message->headers == known.headers)
        known.type = g_strdup(info->type);
    return TRUE;
}

/* ---- long messages ---- */

static const char *
check_first_piece(const Message *message, MessageInfo *info)
{
    const char *fault = message_letter_fault(message, info->type);

    if (strcmp(info->type, "text/plain") != 0 && strcmp(info->type, "image/gif") != 0 &&
        strcmp(info->type, "application/x-ms-ink") != 0)
        return "this content type is not sent in pieces";
    info->piece = 1;
    return fault != NULL ? fault : pieces_begin(message, info);
}

static const char *
check_later_piece(const Message *message, MessageInfo *info)
{
    Message whole = *message;
    const char *fault = pieces_continue(message, &whole, info);

    if (fault != NULL || info->body == NULL)
        return fault;
    fault = message_body_fault(&whole, info->type);
    g_hash_table_unref(whole.headers);
    return fault;
}

static const char *
message_check(Message *message, const char *text, gsize length, MessageInfo *info)
{
    const char *fault = take_head(message, text, length);

    if (fault != NULL)
        return fault;
    gboolean typed = take_type(message, info);

    info->dest = g_strdup(message_header(message, "p2p-dest"));
    if (message_header(message, "chunk") != NULL)
        return check_later_piece(message, info);
    if (!typed)
        return "no Content-Type";
    if (message_header(message, "chunks") != NULL)
        return check_first_piece(message, info);
    info->body = message->body;
    info->body_length = message->body_length;
    fault = message_letter_fault(message, info->type);
    return fault != NULL ? fault : message_body_fault(message, info->type);
}

const char *
message_fault(const Client *client, char flag, const char *payload, gsize length, MessageInfo *info)
{
    Message message = {NULL, NULL, 0, flag, client};

    memset(info, 0, sizeof *info);
    /* The table of verbs lets no more in. P2P has NULs. */
    length = MIN(length, MESSAGE_LIMIT);
    memcpy(info->bytes, payload, length);
    const char *fault = message_check(&message, info->bytes, length, info);

    g_clear_pointer(&message.headers, g_hash_table_unref);
    return fault;
}

void
message_info_clear(MessageInfo *info)
{
    g_clear_pointer(&info->type, g_free);
    g_clear_pointer(&info->dest, g_free);
    g_clear_pointer(&info->whole, g_free);
    info->body = NULL;
}
