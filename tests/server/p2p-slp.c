/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how an MSNSLP message is written: first line, eight headers in their order, fields. What is
 * agreed by it is p2p-session.c's business. */
#include "p2p-slp.h"

#include <string.h>

#include "wire.h"

#define GUID     "\\{[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\\}"
#define TYPE     "application/x-msnmsgr-"
#define PROTOCOL "MSNSLP/1.0"

enum { H_TO, H_FROM, H_VIA, H_CSEQ, H_CALL, H_FORWARDS, H_TYPE, H_LENGTH, H_LAST };

/* What each header is, and in this order. */
static const struct {
    const char *name;
    const char *shape; /* the group is what is taken */
} headers[H_LAST] = {
    {"To", "^<msnmsgr:([^<>;\\s]+)>\\z"},
    {"From", "^<msnmsgr:([^<>;\\s]+)>\\z"},
    {"Via", "^MSNSLP/1\\.0/TLP ;branch=(" GUID ")\\z"},
    {"CSeq", "^([01]) ?\\z"},
    {"Call-ID", "^(" GUID ")\\z"},
    {"Max-Forwards", "^(0)\\z"},
    {"Content-Type", "^(.+)\\z"},
    {"Content-Length", "^(0|[1-9][0-9]{0,6})\\z"},
};

static const struct {
    const char *name;
    SlpType type;
    gboolean request; /* INVITE may carry it */
    gboolean answer;
} types[] = {
    {"null", SLP_NULL, FALSE, TRUE},
    {TYPE "sessionreqbody", SLP_REQUEST, TRUE, TRUE},
    {TYPE "sessionclosebody", SLP_CLOSE, FALSE, FALSE},
    {TYPE "transreqbody", SLP_TRANSPORT, TRUE, FALSE},
    {TYPE "transrespbody", SLP_BRIDGE, TRUE, TRUE},
    {TYPE "session-failure-respbody", SLP_FAILURE, FALSE, TRUE},
};

static const struct {
    guint status;
    const char *phrase;
} phrases[] = {
    {200, "OK"},      {404, "Not Found"},    {481, "No Such Call"}, {500, "Internal Error"},
    {603, "Decline"}, {606, "Unacceptable"},
};

static const char *
phrase_of(guint64 status)
{
    for (guint i = 0; i < G_N_ELEMENTS(phrases); i++) {
        if (phrases[i].status == status)
            return phrases[i].phrase;
    }
    return NULL;
}

static const char *
take_first_line(const char *line, Slp *slp)
{
    g_auto(GStrv) words = g_strsplit(line, " ", 3);
    guint64 status = 0;

    if (g_strv_length(words) != 3)
        return "the first line of an SLP message has three words";
    if (strcmp(words[0], PROTOCOL) == 0) {
        if (!wire_number(words[1], 999, &status) || g_strcmp0(phrase_of(status), words[2]) != 0)
            return "an SLP answer with an unknown status, or with other words for it";
        slp->status = (guint) status;
        return NULL;
    }
    if (strcmp(words[0], "INVITE") != 0 && strcmp(words[0], "BYE") != 0)
        return "an SLP message is INVITE, BYE or an answer";
    if (!g_str_has_prefix(words[1], "MSNMSGR:") || strcmp(words[2], PROTOCOL) != 0)
        return "an SLP request is METHOD MSNMSGR:ADDRESS MSNSLP/1.0";
    slp->method = g_strdup(words[0]);
    slp->target = g_strdup(words[1] + strlen("MSNMSGR:"));
    return NULL;
}

/* The value of header INDEX out of LINE; NULL if it is another one, or wrong. Caller frees. */
static char *
header_value(const char *line, guint index)
{
    gsize length = strlen(headers[index].name);
    g_autoptr(GRegex) regex = g_regex_new(headers[index].shape, 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;

    if (strncmp(line, headers[index].name, length) != 0 || strncmp(line + length, ": ", 2) != 0)
        return NULL;
    return g_regex_match(regex, line + length + 2, 0, &match) ? g_match_info_fetch(match, 1) : NULL;
}

static const char *
take_type(const char *name, Slp *slp)
{
    for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
        if (strcmp(types[i].name, name) != 0)
            continue;
        slp->type = types[i].type;
        if (slp->method == NULL
                ? types[i].answer
                : (slp->method[0] == 'B' ? types[i].type == SLP_CLOSE : types[i].request))
            return NULL;
        return "this SLP message does not have this content type";
    }
    return "an SLP content type that nobody knows";
}

static const char *
take_headers(char **lines, Slp *slp, guint64 *body)
{
    char **texts[H_LAST] = {
        [H_TO] = &slp->to, [H_FROM] = &slp->from, [H_VIA] = &slp->branch, [H_CALL] = &slp->call};
    const char *fault = NULL;

    if (g_strv_length(lines) != H_LAST)
        return "an SLP message has eight headers";
    for (guint i = 0; i < H_LAST && fault == NULL; i++) {
        g_autofree char *value = header_value(lines[i], i);

        if (value == NULL)
            return "an SLP header is wrong, or not in its place";
        if (i == H_CSEQ)
            slp->number = value[0] == '1' ? 1 : 0;
        else if (i == H_TYPE)
            fault = take_type(value, slp);
        else if (i == H_LENGTH)
            wire_number(value, G_MAXUINT32, body);
        else if (texts[i] != NULL)
            *texts[i] = g_steal_pointer(&value);
    }
    return fault;
}

static const char *
take_head(const char *text, Slp *slp, guint64 *body)
{
    g_auto(GStrv) lines = g_strsplit(text, "\r\n", -1);

    for (const char *p = text; *p != '\0'; p++) {
        if ((guchar) *p < 0x20 && *p != '\r' && *p != '\n')
            return "control character in an SLP head";
    }
    const char *fault = take_first_line(lines[0], slp);

    if (fault == NULL)
        fault = take_headers(lines + 1, slp, body);
    if (fault == NULL && slp->number != (slp->method == NULL ? 1 : 0))
        fault = "CSeq is 0 in a request and 1 in an answer";
    return fault;
}

static const char *
take_field(const char *line, Slp *slp)
{
    const char *colon = strstr(line, ": ");
    gsize length = colon != NULL ? (gsize) (colon - line) : 0;

    if (length == 0 || colon[2] == '\0' || strcspn(line, " \t") < length)
        return "a line of an SLP body is not Name: value";
    for (const char *p = line; *p != '\0'; p++) {
        if ((guchar) *p < 0x20)
            return "control character in an SLP body";
    }
    if (!g_hash_table_insert(slp->fields, g_strndup(line, length), g_strdup(colon + 2)))
        return "a field of an SLP body comes twice";
    return NULL;
}

/* Lines, an empty one, and a NUL. */
static const char *
take_body(const char *body, gsize length, Slp *slp)
{
    const char *fault = NULL;

    if (slp->type == SLP_NULL)
        return length == 0 ? NULL : "an SLP body of the type null";
    if (length < 3 || strlen(body) != length - 1 || strcmp(body + length - 3, "\r\n") != 0)
        return "an SLP body ends in an empty line and one NUL";
    if (!g_utf8_validate(body, -1, NULL))
        return "an SLP body is not UTF-8";
    g_auto(GStrv) lines = g_strsplit(body, "\r\n", -1);
    guint count = g_strv_length(lines);

    /* "\r\n" alone is two empty pieces, "a\r\n\r\n" three. */
    if (count > 2 && lines[count - 2][0] != '\0')
        return "an SLP body ends in an empty line and one NUL";
    for (guint i = 0; i + 2 < count && fault == NULL; i++)
        fault = take_field(lines[i], slp);
    return fault;
}

const char *
slp_read(const char *bytes, gsize length, Slp *slp)
{
    const char *end = g_strstr_len(bytes, (gssize) length, "\r\n\r\n");
    guint64 body = 0;

    memset(slp, 0, sizeof *slp);
    slp->fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (end == NULL)
        return "an SLP head does not end in an empty line";
    g_autofree char *head = g_strndup(bytes, (gsize) (end - bytes));
    gsize rest = length - (gsize) (end + 4 - bytes);
    g_autofree char *text = g_malloc0(rest + 1);

    memcpy(text, end + 4, rest);
    if (strlen(head) != (gsize) (end - bytes) || !g_utf8_validate(head, -1, NULL))
        return "an SLP head that is not UTF-8, or has a NUL";
    const char *fault = take_head(head, slp, &body);

    if (fault == NULL && body != rest)
        fault = "Content-Length is not the length of the SLP body";
    return fault != NULL ? fault : take_body(text, rest, slp);
}

void
slp_clear(Slp *slp)
{
    g_free(slp->method);
    g_free(slp->target);
    g_free(slp->to);
    g_free(slp->from);
    g_free(slp->branch);
    g_free(slp->call);
    g_hash_table_unref(slp->fields);
}

const char *
slp_field(const Slp *slp, const char *name)
{
    return g_hash_table_lookup(slp->fields, name);
}

gboolean
slp_number(const Slp *slp, const char *name, guint32 *value)
{
    const char *text = slp_field(slp, name);
    guint64 number;

    if (text == NULL || !wire_number(text, G_MAXUINT32, &number))
        return FALSE;
    *value = (guint32) number;
    return TRUE;
}

GString *
slp_base64(const Slp *slp, const char *name)
{
    const char *text = slp_field(slp, name);
    gsize length = 0;

    if (text == NULL)
        return NULL;
    g_autofree guchar *bytes = g_base64_decode(text, &length);
    g_autofree char *again = g_base64_encode(bytes, length);

    return strcmp(again, text) == 0 ? g_string_new_len((const char *) bytes, (gssize) length)
                                    : NULL;
}

static const char *
type_name(SlpType type)
{
    for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
        if (types[i].type == type)
            return types[i].name;
    }
    return "null";
}

GString *
slp_print(const Slp *slp, const char *fields)
{
    GString *out = g_string_new(NULL);
    gboolean bare = slp->type == SLP_NULL;

    if (slp->method != NULL)
        g_string_printf(out, "%s MSNMSGR:%s " PROTOCOL "\r\n", slp->method, slp->target);
    else
        g_string_printf(out, PROTOCOL " %u %s\r\n", slp->status, phrase_of(slp->status));
    g_string_append_printf(out,
                           "To: <msnmsgr:%s>\r\nFrom: <msnmsgr:%s>\r\n"
                           "Via: MSNSLP/1.0/TLP ;branch=%s\r\nCSeq: %u \r\nCall-ID: %s\r\n"
                           "Max-Forwards: 0\r\nContent-Type: %s\r\n",
                           slp->to, slp->from, slp->branch, slp->number, slp->call,
                           type_name(slp->type));
    g_string_append_printf(out, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                           bare ? 0 : strlen(fields) + 3);
    if (!bare)
        g_string_append_printf(out, "%s\r\n%c", fields, '\0');
    return out;
}

char *
slp_guid(void)
{
    g_autofree char *bare = g_uuid_string_random();
    g_autofree char *upper = g_ascii_strup(bare, -1);

    return g_strdup_printf("{%s}", upper);
}
