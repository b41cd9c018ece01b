/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows what a body must look like for each content type a client may send, and by which letter it
 * may be sent; heads are message.c's business, the talk of invitations invites.c's. */
#include "message-body.h"

#include <string.h>

#include "invites.h"
#include "p2p-object.h"
#include "p2p-wire.h"

typedef const char *(*BodyCheck)(const Message *message);

const char *
message_header(const Message *message, const char *name)
{
    return g_hash_table_lookup(message->headers, name);
}

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

gboolean
message_lines_ok(const char *text, gsize length)
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
    const char *format = message_header(message, "x-mms-im-format");
    const char *type = message_header(message, "content-type");

    if (!g_str_has_suffix(type, "; charset=UTF-8"))
        return "text without charset=UTF-8";
    if (!g_utf8_validate(message->body, (gssize) message->body_length, NULL))
        return "the text is not UTF-8";
    if (!message_lines_ok(message->body, message->body_length))
        return "the lines of a text are separated by CRLF";
    return format != NULL ? format_fault(format) : NULL;
}

static const char *
check_typing(const Message *message)
{
    const char *user = message_header(message, "typinguser");

    if (user == NULL)
        return message_header(message, "recordinguser") != NULL ? NULL : "no TypingUser";
    if (g_ascii_strcasecmp(user, message->client->account->mail) != 0)
        return "TypingUser is somebody else";
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

    if (!message_lines_ok(message->body, message->body_length) ||
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
check_caps(const Message *message)
{
    g_autofree char *name = invite_field(message->body, "Client-Name");
    g_autofree char *logging = invite_field(message->body, "Chat-Logging");

    if (name == NULL || name[0] == '\0')
        return "client capabilities begin with a Client-Name";
    if (logging != NULL && (strlen(logging) != 1 || strchr("YNS", logging[0]) == NULL))
        return "Chat-Logging is Y, N or S";
    return check_fields(message);
}

static const char *
check_invite(const Message *message)
{
    const char *fault = check_fields(message);

    if (fault != NULL)
        return fault;
    if (!g_str_has_suffix(message_header(message, "content-type"), "; charset=UTF-8"))
        return "an invitation without charset=UTF-8";
    if (!g_str_has_suffix(message->body, "\r\n\r\n") ||
        strstr(message->body, "\r\n\r\n") + 4 != message->body + message->body_length)
        return "an invitation ends in one empty line";
    return invites_fault(message->client->room, message->client->account, message->body);
}

static const char *
object_fault(const Message *message, const char *word)
{
    const char *why = NULL;
    g_autofree char *object =
        g_str_has_prefix(word, "%3C") ? wire_decode(word, &why) : g_strdup(word);

    if (object == NULL)
        return why;
    if (!g_str_has_prefix(object, "<msnobj "))
        return "behind a shortcut comes an msnobj";
    return p2p_object_fault(object, message->client->account->mail, P2P_TYPE_EMOTICON);
}

/* SHORTCUT TAB OBJECT, more of them after another TAB; one may stand at the end. */
static const char *
check_emoticons(const Message *message)
{
    g_auto(GStrv) words = g_strsplit(message->body, "\t", -1);
    guint count = g_strv_length(words);
    const char *fault = NULL;

    if (count > 0 && words[count - 1][0] == '\0')
        count--;
    if (count < 2 || count % 2 != 0)
        return "an emoticon list is made of shortcut TAB object";
    for (guint i = 0; i < count && fault == NULL; i += 2) {
        if (words[i][0] == '\0' || g_utf8_strlen(words[i], -1) > 7)
            return "a shortcut has one to seven characters";
        fault = object_fault(message, words[i + 1]);
    }
    return fault;
}

static const char *
check_base64(const Message *message)
{
    return g_str_has_prefix(message->body, "base64:") ? NULL : "the body does not start base64:";
}

/* "MAIL", or where places have ids "MAIL;{guid}": which of them is meant, in small letters as the
 * service tells it. He may have left it meanwhile. */
static const char *
check_dest(const Client *client, const char *dest)
{
    const char *place = client->dialect->endpoints ? strchr(dest, ';') : NULL;
    g_autofree char *named = place != NULL ? g_strndup(dest, (gsize) (place - dest)) : NULL;
    const char *mail = named != NULL ? named : dest;
    const Account *who = wire_is_mail(mail) ? world_find(mail) : NULL;

    if (who == NULL || who == client->account)
        return "P2P-Dest is nobody, or the sender";
    return place == NULL || wire_is_machine(place + 1) ? NULL : "P2P-Dest names what is no place";
}

static const char *
check_p2p(const Message *message)
{
    const char *dest = message_header(message, "p2p-dest");
    const char *type = message_header(message, "content-type");
    const char *fault = dest != NULL ? check_dest(message->client, dest) : "P2P without P2P-Dest";
    P2pPacket packet;

    if (fault != NULL)
        return fault;
    if (strcmp(type, "application/x-msnmsgrp2p") != 0 || g_hash_table_size(message->headers) != 3)
        return "P2P of version 1 has MIME-Version, Content-Type and P2P-Dest, and nothing else";
    return p2p_packet_read(message->body, message->body_length, &packet);
}

static const char *
check_nothing(const Message *message)
{
    return NULL;
}

/* Letters: U never answered, N answered if it fails, A always, D as A for P2P, S as A for
 * invitations of old clients. */
static const struct {
    const char *type;
    const char *letters;
    BodyCheck check;
} types[] = {
    {"text/plain", "UNA", check_text},
    {"text/x-msmsgscontrol", "U", check_typing},
    {"text/x-msnmsgr-datacast", "NA", check_datacast},
    {"text/x-mms-emoticon", "NA", check_emoticons},
    {"text/x-mms-animemoticon", "NA", check_emoticons},
    {"text/x-clientcaps", "U", check_caps},
    {"text/x-msmsgsinvite", "UNAS", check_invite},
    {"text/x-keepalive", "U", check_nothing},
    {"application/x-ms-ink", "NA", check_base64},
    {"image/gif", "NA", check_base64},
    {"application/x-msnmsgrp2p", "D", check_p2p},
};

const char *
message_letter_fault(const Message *message, const char *type)
{
    if (message->flag == 'D' && strcmp(type, "application/x-msnmsgrp2p") != 0)
        return "the letter D is for P2P only";
    for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
        if (strcmp(types[i].type, type) == 0)
            return strchr(types[i].letters, message->flag) != NULL
                       ? NULL
                       : "this content type does not go with this letter";
    }
    return "a content type that nobody knows";
}

const char *
message_body_fault(const Message *message, const char *type)
{
    for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
        if (strcmp(types[i].type, type) == 0)
            return types[i].check(message);
    }
    return NULL;
}
