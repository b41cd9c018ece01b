/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bodies of text/x-msmsgsinvite, both ways: somebody asks for a file transfer, a call, a game.
 * Knows the fields and the applications by their GUIDs; refuses to know how any of them is carried.
 */
#include "msnp/invite.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/text.h"

/* Applications of the time, without the braces. Each game brought a GUID of its own. */
static const struct {
    const char *guid;
    MsnpInviteKind kind;
} applications[] = {
    {"5D3E02AB-6190-11d3-BBBB-00C04F795683", MSNP_INVITE_FILE},
    {"02D3C01F-BF30-4825-A83A-DE7AF41648AA", MSNP_INVITE_VOICE},
    {"56b994a7-380f-410b-9985-c809d78c1bdc", MSNP_INVITE_ASSISTANCE}, /* Remote Assistance */
    {"F1B1920C-6A3C-4ce7-B18C-AFAB305FD03D", MSNP_INVITE_ASSISTANCE}, /* application sharing */
    {"44BBA842-CC51-11CF-AAFA-00AA00B6015C", MSNP_INVITE_ASSISTANCE}, /* NetMeeting */
    {"8DAE4336-2B71-11D4-9A6C-006067325E47", MSNP_INVITE_GAME},       /* Baldur's Gate 2 */
};

static const char *const kind_names[MSNP_N_INVITE_KINDS] = {
    [MSNP_INVITE_FILE] = "file",
    [MSNP_INVITE_VOICE] = "voice",
    [MSNP_INVITE_ASSISTANCE] = "assistance",
    [MSNP_INVITE_GAME] = "game",
    [MSNP_INVITE_OTHER] = "other",
};

static const struct {
    const char *name;
    MsnpInviteCommand command;
} commands[] = {
    {"INVITE", MSNP_INVITE_CMD_INVITE},
    {"ACCEPT", MSNP_INVITE_CMD_ACCEPT},
    {"CANCEL", MSNP_INVITE_CMD_CANCEL},
};

MsnpInviteKind
msnp_invite_kind(const char *guid)
{
    gsize len;

    if (!guid)
        return MSNP_INVITE_OTHER;
    guid += *guid == '{' ? 1 : 0;
    len = strcspn(guid, "}");
    for (guint i = 0; i < G_N_ELEMENTS(applications); i++)
        if (strlen(applications[i].guid) == len &&
            g_ascii_strncasecmp(applications[i].guid, guid, len) == 0)
            return applications[i].kind;
    return MSNP_INVITE_OTHER;
}

const char *
msnp_invite_kind_name(MsnpInviteKind kind)
{
    return kind_names[(guint) kind < MSNP_N_INVITE_KINDS ? kind : MSNP_INVITE_OTHER];
}

/* ---- in -------------------------------------------------------------------------------------- */

static gboolean
name_is_usable(const char *name, gsize len)
{
    if (len == 0 || len > MSNP_INVITE_LIMIT_NAME)
        return FALSE;
    for (gsize i = 0; i < len; i++)
        if (!g_ascii_isalnum(name[i]) && name[i] != '-')
            return FALSE;
    return TRUE;
}

/* The length of the first line and what is folded under it, without its end. */
static gsize
line_length(const char *text, gsize len)
{
    gsize n = 0;

    while (n < len && (text[n] != '\n' ||
                       (n > 0 && n + 1 < len && (text[n + 1] == ' ' || text[n + 1] == '\t'))))
        n++;
    return n;
}

static void
fields_add(GArray *fields, GStringChunk *strings, const char *line, gsize len)
{
    const char *colon = memchr(line, ':', len);
    g_autofree char *name = NULL, *value = NULL;
    MsnpInviteField field;

    if (!colon || fields->len >= MSNP_INVITE_LIMIT_FIELDS)
        return;
    name = msnp_text_line(line, colon - line, MSNP_INVITE_LIMIT_NAME + 1);
    if (!name_is_usable(name, strlen(name)))
        return;
    value = msnp_text_line(colon + 1, line + len - colon - 1, MSNP_INVITE_LIMIT_VALUE);
    field.name = g_string_chunk_insert(strings, name);
    field.value = g_string_chunk_insert(strings, value);
    g_array_append_val(fields, field);
}

static GArray *
fields_read(const MsnpMessage *message, GStringChunk *strings)
{
    GArray *fields = g_array_new(FALSE, FALSE, sizeof(MsnpInviteField));
    g_autoptr(GString) scratch = g_string_new(NULL);
    gsize left, n;
    const char *at = msnp_text_body(message, &left, scratch);

    while (left > 0) {
        n = line_length(at, left);
        fields_add(fields, strings, at, n);
        n += n < left ? 1 : 0;
        at += n;
        left -= n;
    }
    return fields;
}

const char *
msnp_invite_field(const MsnpInvite *invite, const char *name)
{
    for (guint i = 0; i < invite->n_fields; i++)
        if (g_ascii_strcasecmp(invite->fields[i].name, name) == 0)
            return invite->fields[i].value;
    return NULL;
}

/* The same, but NULL for an empty value. */
static const char *
invite_text(const MsnpInvite *invite, const char *name)
{
    const char *value = msnp_invite_field(invite, name);

    return value && *value ? value : NULL;
}

/* A decimal number of at most max, 0 if it is none. */
static guint64
invite_number(const MsnpInvite *invite, const char *name, guint64 max)
{
    const char *value = msnp_invite_field(invite, name);
    guint64 number;

    return value && g_ascii_string_to_unsigned(value, 10, 0, max, &number, NULL) ? number : 0;
}

/* What remains of a file name when no directory is left in it. */
static const char *
invite_file_name(const MsnpInvite *invite)
{
    const char *name = msnp_invite_field(invite, "Application-File"), *slash;

    while (name && (slash = strpbrk(name, "/\\")))
        name = slash + 1;
    return name && *name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 ? name : NULL;
}

static MsnpInviteCommand
invite_command(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
        if (g_ascii_strcasecmp(commands[i].name, name) == 0)
            return commands[i].command;
    return MSNP_INVITE_CMD_UNKNOWN;
}

gboolean
msnp_invite_parse(const MsnpMessage *message, MsnpInvite *invite)
{
    GStringChunk *strings = g_string_chunk_new(512);
    GArray *fields = fields_read(message, strings);
    const char *command;

    memset(invite, 0, sizeof(*invite));
    invite->priv = strings;
    invite->n_fields = fields->len;
    invite->fields = (const MsnpInviteField *) (gpointer) g_array_free(fields, FALSE);
    command = invite_text(invite, "Invitation-Command");
    invite->cookie = (guint32) invite_number(invite, "Invitation-Cookie", G_MAXUINT32);
    if (!command || invite->cookie == 0) {
        msnp_invite_clear(invite);
        return FALSE;
    }
    invite->command = invite_command(command);
    invite->application_name = invite_text(invite, "Application-Name");
    invite->guid = invite_text(invite, "Application-GUID");
    invite->kind = msnp_invite_kind(invite->guid);
    invite->session_id = invite_text(invite, "Session-ID");
    invite->cancel_code = invite_text(invite, "Cancel-Code");
    invite->file_name = invite_file_name(invite);
    invite->file_size = invite_number(invite, "Application-FileSize", G_MAXUINT64);
    return TRUE;
}

void
msnp_invite_clear(MsnpInvite *invite)
{
    if (invite->priv)
        g_string_chunk_free(invite->priv);
    g_free((gpointer) invite->fields);
    memset(invite, 0, sizeof(*invite));
}

/* ---- out ------------------------------------------------------------------------------------- */

static void
field_print(GString *out, const char *name, const char *value)
{
    if (!name_is_usable(name, strlen(name)))
        return;
    g_string_append(out, name);
    g_string_append(out, ": ");
    for (; *value; value++)
        g_string_append_c(out, g_ascii_iscntrl(*value) ? ' ' : *value);
    g_string_append(out, "\r\n");
}

gboolean
msnp_invite_print(GString *out, const MsnpInviteField *fields, guint n_fields)
{
    gsize before = out->len;

    g_string_append(out, "MIME-Version: 1.0\r\n"
                         "Content-Type: text/x-msmsgsinvite; charset=UTF-8\r\n"
                         "\r\n");
    for (guint i = 0; i < n_fields; i++)
        field_print(out, fields[i].name, fields[i].value);
    g_string_append(out, "\r\n");
    if (out->len - before <= MSNP_LIMIT_SB_PAYLOAD)
        return TRUE;
    g_string_truncate(out, before);
    return FALSE;
}

static void
fields_push(GArray *fields, const char *name, const char *value)
{
    MsnpInviteField field = {name, value};

    g_array_append_val(fields, field);
}

void
msnp_invite_print_cancel(GString *out, guint32 cookie, const char *code, const char *session_id)
{
    char number[16];
    const MsnpInviteField fields[] = {
        {"Invitation-Command", "CANCEL"},
        {"Invitation-Cookie", number},
        {"Cancel-Code", code},
        {"Session-ID", session_id},
    };
    guint n = G_N_ELEMENTS(fields) - (session_id ? 0 : 1);

    g_snprintf(number, sizeof(number), "%u", (guint) cookie);
    /* one who sends a session id too long to be sent back gets on without it */
    if (!msnp_invite_print(out, fields, n))
        msnp_invite_print(out, fields, G_N_ELEMENTS(fields) - 1);
}

static gboolean
name_is_own(const char *name)
{
    static const char *const own[] = {"Invitation-Command", "Invitation-Cookie", "Session-ID",
                                      "Launch-Application", "Request-Data"};

    for (guint i = 0; i < G_N_ELEMENTS(own); i++)
        if (g_ascii_strcasecmp(own[i], name) == 0)
            return TRUE;
    return FALSE;
}

gboolean
msnp_invite_print_accept(GString *out, guint32 cookie, gboolean launch, const char *session_id,
                         const MsnpInviteField *extra, guint n_extra)
{
    g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(MsnpInviteField));
    char number[16];

    g_snprintf(number, sizeof(number), "%u", (guint) cookie);
    fields_push(fields, "Invitation-Command", "ACCEPT");
    fields_push(fields, "Invitation-Cookie", number);
    if (session_id)
        fields_push(fields, "Session-ID", session_id);
    for (guint i = 0; i < n_extra; i++)
        if (!name_is_own(extra[i].name))
            fields_push(fields, extra[i].name, extra[i].value);
    fields_push(fields, "Launch-Application", launch ? "TRUE" : "FALSE");
    fields_push(fields, "Request-Data", "IP-Address:");
    return msnp_invite_print(out, (const MsnpInviteField *) (gpointer) fields->data, fields->len);
}
