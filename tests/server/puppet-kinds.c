/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the payloads of each kind of message as the clients of the time wrote them. */
#include "puppet-kinds.h"

#include <string.h>

#include "p2p-puppet.h"
#include "puppet-shows.h"
#include "wire.h"

#define MIME        "MIME-Version: 1.0\r\n"
#define FORMAT      "X-MMS-IM-Format: FN=Microsoft%20Sans%20Serif; EF=; CO=0; CS=0; PF=22\r\n"
#define TEXT_HEAD   MIME "Content-Type: text/plain; charset=UTF-8\r\n"
#define INVITE_HEAD MIME "Content-Type: text/x-msmsgsinvite; charset=UTF-8\r\n\r\n"
#define CHUNK_BYTES 200

typedef const char *(*KindFunc)(const Account *from, const GString *text, GPtrArray *payloads);

static void
payload_free(gpointer data)
{
    g_string_free(data, TRUE);
}

GPtrArray *
payloads_new(void)
{
    return g_ptr_array_new_with_free_func(payload_free);
}

static GString *
payload_add(GPtrArray *payloads, const char *begin)
{
    GString *payload = g_string_new(begin);

    g_ptr_array_add(payloads, payload);
    return payload;
}

void
payloads_cut(GPtrArray *payloads, const char *head, const char *body, gsize length, gsize step)
{
    g_autofree char *guid = g_uuid_string_random();
    g_autofree char *id = g_ascii_strup(guid, -1);
    guint total = (guint) ((length + step - 1) / step);

    for (guint i = 0; i < total; i++) {
        gsize begin = (gsize) i * step;
        GString *payload = payload_add(payloads, i == 0 ? head : MIME);

        g_string_append_printf(payload, "Message-ID: {%s}\r\n%s: %u\r\n\r\n", id,
                               i == 0 ? "Chunks" : "Chunk", i == 0 ? total : i);
        g_string_append_len(payload, body + begin, (gssize) MIN(step, length - begin));
    }
}

/* The first word of TEXT, and in *rest what follows; caller frees the word. */
static char *
first_word(const GString *text, const char **rest)
{
    gsize length = strcspn(text->str, " ");

    *rest = text->str + length + (text->str[length] == ' ' ? 1 : 0);
    return g_strndup(text->str, length);
}

static const char *
kind_text(const Account *from, const GString *text, GPtrArray *payloads)
{
    GString *payload = payload_add(payloads, TEXT_HEAD FORMAT "\r\n");

    g_string_append_len(payload, text->str, (gssize) text->len);
    return NULL;
}

/* "NAME TEXT": the name, percent-encoded in the order, is to be shown for this message. */
static const char *
kind_context(const Account *from, const GString *text, GPtrArray *payloads)
{
    const char *rest;
    g_autofree char *word = first_word(text, &rest);
    g_autofree char *name = g_uri_unescape_string(word, NULL);

    if (name == NULL)
        return "NAME TEXT, the name percent-encoded";
    GString *payload = payload_add(payloads, TEXT_HEAD);

    g_string_append_printf(payload, "P4-Context: %s\r\n", name);
    g_string_append(payload, FORMAT "\r\n");
    g_string_append(payload, rest);
    return NULL;
}

static const char *
kind_typing(const Account *from, const GString *text, GPtrArray *payloads)
{
    g_string_append_printf(
        payload_add(payloads, MIME "Content-Type: text/x-msmsgscontrol\r\nTypingUser: "),
        "%s\r\n\r\n\r\n", from->mail);
    return NULL;
}

static const char *
kind_nudge(const Account *from, const GString *text, GPtrArray *payloads)
{
    payload_add(payloads, MIME "Content-Type: text/x-msnmsgr-datacast\r\n\r\nID: 1\r\n\r\n");
    return NULL;
}

/* "ID DATA": 2 wink, 3 voice clip, 4 action text. */
static const char *
kind_datacast(const Account *from, const GString *text, GPtrArray *payloads)
{
    const char *rest;
    g_autofree char *id = first_word(text, &rest);
    GString *payload =
        payload_add(payloads, MIME "Content-Type: text/x-msnmsgr-datacast\r\n\r\nID: ");

    g_string_append_printf(payload, "%s\r\n", id);
    if (rest[0] != '\0')
        g_string_append_printf(payload, "Data: %s\r\n", rest);
    g_string_append(payload, "\r\n");
    return NULL;
}

static const char *
kind_raw(const Account *from, const GString *text, GPtrArray *payloads)
{
    g_string_append_len(payload_add(payloads, ""), text->str, (gssize) text->len);
    return NULL;
}

/* The text in pieces of CHUNK_BYTES, wherever that cuts it. */
static const char *
kind_chunks(const Account *from, const GString *text, GPtrArray *payloads)
{
    if (text->len <= CHUNK_BYTES)
        return "too short to be cut";
    payloads_cut(payloads, TEXT_HEAD FORMAT, text->str, text->len, CHUNK_BYTES);
    return NULL;
}

/* What old clients say of an emoticon, and nobody has the bytes. */
static P2pObject *
object_without_data(const Account *from)
{
    g_autofree char *text = g_strdup_printf(
        "<msnobj Creator=\"%s\" Size=\"2045\" Type=\"2\" Location=\"emo.png\" Friendly=\"AAA=\""
        " SHA1D=\"cTvfIXR4RU+DV/kb3aBQLyFKhOw=\" SHA1C=\"bmV2ZXIgY2hlY2tlZA==\"/>",
        from->mail);

    return p2p_object_bare(text, P2P_TYPE_EMOTICON);
}

/* "SHORTCUT [BYTES|@SIZE]": a list of one. */
static const char *
kind_emoticon(const Account *from, const GString *text, GPtrArray *payloads)
{
    const char *rest;
    g_autofree char *shortcut = first_word(text, &rest);
    g_autoptr(GString) word = g_string_new_len(rest, text->str + text->len - rest);
    GBytes *data = p2p_bytes_of(word);

    if (data == NULL && word->len > 0)
        return "SHORTCUT [BYTES|@SIZE], 4 MiB at most";
    P2pObject *object = data != NULL ? p2p_object_new(from->mail, P2P_TYPE_EMOTICON, data)
                                     : object_without_data(from);

    g_string_append_printf(payload_add(payloads, MIME "Content-Type: text/x-mms-emoticon\r\n\r\n"),
                           "%s\t%s\t", shortcut, p2p_publish(from, object)->text);
    return NULL;
}

static const char *
kind_caps(const Account *from, const GString *text, GPtrArray *payloads)
{
    g_string_append_printf(payload_add(payloads, MIME "Content-Type: text/x-clientcaps\r\n\r\n"),
                           "Client-Name: %s\r\nChat-Logging: Y\r\n", text->str);
    return NULL;
}

/* ---- invitations ---- */

static const struct {
    const char *name;
    const char *fields;
} applications[] = {
    {"voice", "Application-Name: an audio conversation\r\n"
              "Application-GUID: {02D3C01F-BF30-4825-A83A-DE7AF41648AA}\r\n"
              "Session-Protocol: SM1\r\nContext-Data: Requested:SIP_A,;Capabilities:SIP_A,;\r\n"
              "Session-ID: {CE64F989-2AAD-44C4-A780-2C55A812B0B6}\r\nConn-Type: Firewall\r\n"
              "Sip-Capability: 1\r\n"},
    {"file", "Application-Name: File Transfer\r\n"
             "Application-GUID: {5D3E02AB-6190-11d3-BBBB-00C04F795683}\r\n"
             "Application-File: readme.txt\r\nApplication-FileSize: 60904\r\n"},
    {"game", "Application-Name: Baldur's Gate II\r\n"
             "Application-GUID: {8DAE4336-2B71-11D4-9A6C-006067325E47}\r\n"},
    {"assistance", "Application-Name: Remote Assistance\r\n"
                   "Application-GUID: {56b994a7-380f-410b-9985-c809d78c1bdc}\r\n"
                   "Session-ID: {3F3B1C1D-9E8A-4B43-8A62-0B3C9D1B6F10}\r\n"},
    {"sharing", "Application-Name: Application Sharing\r\n"
                "Application-GUID: {F1B1920C-6A3C-4ce7-B18C-AFAB305FD03D}\r\n"},
};

/* "APPLICATION COOKIE [NAME: VALUE...]", further fields in whole lines. */
static const char *
kind_invite(const Account *from, const GString *text, GPtrArray *payloads)
{
    g_auto(GStrv) words = g_strsplit(text->str, " ", 3);

    for (guint i = 0; g_strv_length(words) >= 2 && i < G_N_ELEMENTS(applications); i++) {
        if (strcmp(applications[i].name, words[0]) != 0)
            continue;
        g_string_append_printf(payload_add(payloads, INVITE_HEAD),
                               "%sInvitation-Command: INVITE\r\nInvitation-Cookie: %s\r\n%s\r\n",
                               applications[i].fields, words[1], words[2] != NULL ? words[2] : "");
        return NULL;
    }
    return "voice, file, game, assistance or sharing, and a cookie";
}

/* "COOKIE [CODE]" */
static const char *
kind_invite_cancel(const Account *from, const GString *text, GPtrArray *payloads)
{
    const char *code;
    g_autofree char *cookie = first_word(text, &code);

    g_string_append_printf(
        payload_add(payloads, INVITE_HEAD),
        "Invitation-Command: CANCEL\r\nInvitation-Cookie: %s\r\nCancel-Code: %s\r\n\r\n", cookie,
        code[0] != '\0' ? code : "TIMEOUT");
    return NULL;
}

/* "COOKIE" */
static const char *
kind_invite_accept(const Account *from, const GString *text, GPtrArray *payloads)
{
    g_string_append_printf(payload_add(payloads, INVITE_HEAD),
                           "Invitation-Command: ACCEPT\r\nInvitation-Cookie: %s\r\n"
                           "Launch-Application: FALSE\r\nRequest-Data: IP-Address:\r\n\r\n",
                           text->str);
    return NULL;
}

/* ---- the table ---- */

static const struct {
    const char *name;
    KindFunc func;
} kinds[] = {
    {"say", kind_text},
    {"sayas", kind_context},
    {"saymsg", kind_raw},
    {"saychunks", kind_chunks},
    {"type", kind_typing},
    {"nudge", kind_nudge},
    {"datacast", kind_datacast},
    {"emoticon", kind_emoticon},
    {"clientcaps", kind_caps},
    {"ink", puppet_show_ink},
    {"invite", kind_invite},
    {"invite-cancel", kind_invite_cancel},
    {"invite-accept", kind_invite_accept},
    {"wink", puppet_show_wink},
    {"voice", puppet_show_voice},
};

static KindFunc
kind_find(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i].name, name) == 0)
            return kinds[i].func;
    }
    return NULL;
}

gboolean
puppet_kind_known(const char *name)
{
    return kind_find(name) != NULL;
}

const char *
puppet_kind_print(const char *name, const Account *from, const GString *text, GPtrArray *payloads)
{
    KindFunc func = kind_find(name);

    return func != NULL ? func(from, text, payloads) : "nothing that can be said";
}
