/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MSNSLP: the text messages by which two clients agree on a session, and the bodies they carry. Knows how they are
 * written; refuses to know how they travel and what is agreed. Source: the MSN wikis' pages on MSNSLP and what
 * clients were seen to send.
 */
#include "msnp/slp.h"

#include <string.h>
#include "msnp/coding.h"
#include "msnp/message.h"
#include "msnp/text.h"

#define VERSION "MSNSLP/1.0"

/* Bytes of a branch and of a Call-ID; a GUID has 38. */
#define ID_MAX 128

static const char *const methods[] = {
    [MSNP_SLP_INVITE] = "INVITE",
    [MSNP_SLP_BYE] = "BYE",
    [MSNP_SLP_ACK] = "ACK",
};

static const struct {
    const char *name;
    MsnpSlpBody body;
} content_types[] = {
    {"null", MSNP_SLP_NOTHING},
    {"application/x-msnmsgr-sessionreqbody", MSNP_SLP_SESSION},
    {"application/x-msnmsgr-sessionclosebody", MSNP_SLP_CLOSE},
    {"application/x-msnmsgr-transreqbody", MSNP_SLP_TRANSPORT},
    {"application/x-msnmsgr-transrespbody", MSNP_SLP_TRANSPORT_ANSWER},
};

static const struct {
    guint status;
    const char *phrase;
} phrases[] = {
    {200, "OK"},      {404, "Not Found"},    {481, "No Such Call"}, {500, "Internal Error"},
    {603, "Decline"}, {606, "Unacceptable"},
};

/* A stretch of the text. */
typedef struct {
    const char *at;
    gsize len;
} Span;

static Span
span_trim(Span span)
{
    while (span.len > 0 && g_ascii_isspace(*span.at)) {
        span.at++;
        span.len--;
    }
    while (span.len > 0 && g_ascii_isspace(span.at[span.len - 1]))
        span.len--;
    return span;
}

static gboolean
span_begins(Span span, const char *start)
{
    return span.len >= strlen(start) && g_ascii_strncasecmp(span.at, start, strlen(start)) == 0;
}

/* What is before the separator, or all; *rest is what is behind it. */
static Span
span_cut(Span span, char separator, Span *rest)
{
    const char *stop = span.len > 0 ? memchr(span.at, separator, span.len) : NULL;
    gsize n = stop ? (gsize) (stop - span.at) : span.len;

    rest->at = span.at + n + (stop ? 1 : 0);
    rest->len = span.len - n - (stop ? 1 : 0);
    return (Span){span.at, n};
}

/* ---- in ---- */

/* Divides a message at its first empty line, which belongs to neither part. FALSE if it has none. */
static gboolean
message_divide(Span message, Span *head, Span *body)
{
    Span rest = message, line;

    while (rest.len > 0 && memchr(rest.at, '\n', rest.len)) {
        const char *start = rest.at;

        line = span_cut(rest, '\n', &rest);
        if (line.len == 0 || (line.len == 1 && *line.at == '\r')) {
            *head = (Span){message.at, start - message.at};
            *body = rest;
            return TRUE;
        }
    }
    return FALSE;
}

/* "MSNSLP/1.0 200 OK"; the phrase may say what it likes. */
static gboolean
answer_read(Span line, MsnpSlp *slp)
{
    const char *digits = line.at + strlen(VERSION " ");

    if (line.len < strlen(VERSION " 200") || (line.len > strlen(VERSION " 200") && digits[3] != ' '))
        return FALSE;
    for (guint i = 0; i < 3; i++) {
        if (!g_ascii_isdigit(digits[i]))
            return FALSE;
        slp->status = slp->status * 10 + (guint) g_ascii_digit_value(digits[i]);
    }
    slp->kind = MSNP_SLP_ANSWER;
    return slp->status >= 100;
}

/* "BYE MSNMSGR:somebody MSNSLP/1.0"; old clients put the wrong one of the two there, so that nobody looks. */
static gboolean
request_read(Span line, MsnpSlp *slp)
{
    Span rest, method = span_cut(line, ' ', &rest);
    gsize end = strlen(" " VERSION);

    if (rest.len <= end || memcmp(rest.at + rest.len - end, " " VERSION, end) != 0)
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(methods); i++)
        if (strlen(methods[i]) == method.len && memcmp(methods[i], method.at, method.len) == 0) {
            slp->kind = (MsnpSlpKind) i;
            return TRUE;
        }
    return FALSE;
}

static gboolean
start_read(Span line, MsnpSlp *slp)
{
    line = span_trim(line);
    return span_begins(line, VERSION " ") ? answer_read(line, slp) : request_read(line, slp);
}

static gboolean
header_find(Span head, const char *name, Span *value)
{
    return msnp_header_find(head.at, head.len, name, &value->at, &value->len);
}

static MsnpSlpBody
content_type(Span head)
{
    Span value, params;

    if (!header_find(head, "Content-Type", &value))
        return MSNP_SLP_NOTHING;
    value = span_trim(span_cut(value, ';', &params));
    for (guint i = 0; i < G_N_ELEMENTS(content_types); i++)
        if (value.len == strlen(content_types[i].name) && span_begins(value, content_types[i].name))
            return content_types[i].body;
    return value.len > 0 ? MSNP_SLP_OTHER : MSNP_SLP_NOTHING;
}

/* The kind, the bounds and the number; only reads the text. */
static gboolean
body_read(Span head, Span body, MsnpSlp *slp)
{
    guint64 number;
    Span value;

    if (header_find(head, "Content-Length", &value)) {
        if (!msnp_header_uint(head.at, head.len, "Content-Length", &number) || number > body.len)
            return FALSE;
        body.len = (gsize) number;
    }
    while (body.len > 0 && body.at[body.len - 1] == '\0')
        body.len--;
    slp->body = content_type(head);
    slp->fields = body.at;
    slp->fields_len = slp->body == MSNP_SLP_NOTHING ? 0 : body.len;
    if (msnp_header_uint(head.at, head.len, "CSeq", &number) && number <= G_MAXUINT)
        slp->cseq = (guint) number;
    return memchr(slp->text, '\0', body.at + body.len - slp->text) == NULL;
}

/* Makes a part of the text a string of its own: the byte behind it is given up. */
static const char *
word_end(MsnpSlp *slp, Span word)
{
    slp->text[word.at + word.len - slp->text] = '\0';
    return word.at;
}

/* "<msnmsgr:Account;{guid}>" becomes the account. NULL if it cannot be one. */
static const char *
word_address(MsnpSlp *slp, Span word)
{
    static const char scheme[] = "<msnmsgr:";
    char account[MSNP_LIMIT_HANDLE + 1];
    const char *stop;

    if (!span_begins(word, scheme))
        return NULL;
    word.at += strlen(scheme);
    word.len -= strlen(scheme);
    stop = word.len > 0 ? memchr(word.at, '>', word.len) : NULL;
    if (!stop || !msnp_account_read(word.at, stop - word.at, account))
        return NULL;
    word.len = strlen(account); /* never longer than what it was made of */
    memcpy(slp->text + (word.at - slp->text), account, word.len);
    return word_end(slp, word);
}

/* NULL if it is not what can be sent back as it came. */
static const char *
word_id(MsnpSlp *slp, Span word)
{
    if (word.len == 0 || word.len > ID_MAX)
        return NULL;
    for (gsize i = 0; i < word.len; i++)
        if (!g_ascii_isgraph(word.at[i]) || word.at[i] == '<' || word.at[i] == '>')
            return NULL;
    return word_end(slp, word);
}

/* Of "MSNSLP/1.0/TLP ;branch={GUID}". */
static Span
via_branch(Span via)
{
    Span param, value;

    while (via.len > 0) {
        param = span_trim(span_cut(span_cut(via, ';', &via), '=', &value));
        if (param.len == strlen("branch") && span_begins(param, "branch"))
            return span_trim(value);
    }
    return (Span){NULL, 0};
}

/* Finds all before it changes any: a string's end may take the end of its line. */
static gboolean
words_read(Span head, MsnpSlp *slp)
{
    Span to, from, via, call_id;

    if (!header_find(head, "To", &to) || !header_find(head, "From", &from) || !header_find(head, "Call-ID", &call_id))
        return FALSE;
    via = header_find(head, "Via", &via) ? via_branch(via) : (Span){NULL, 0};
    slp->to = word_address(slp, to);
    slp->from = word_address(slp, from);
    slp->call_id = word_id(slp, call_id);
    slp->branch = word_id(slp, via);
    if (!slp->branch)
        slp->branch = "";
    return slp->to && slp->from && slp->call_id;
}

static gboolean
message_read(Span message, MsnpSlp *slp)
{
    Span head, body, start;

    if (!message_divide(message, &head, &body))
        return FALSE;
    start = span_cut(head, '\n', &head);
    return start_read(start, slp) && body_read(head, body, slp) && words_read(head, slp);
}

gboolean
msnp_slp_parse(const guint8 *data, gsize len, MsnpSlp *slp)
{
    memset(slp, 0, sizeof(*slp));
    if (len == 0 || len > MSNP_LIMIT_SLP)
        return FALSE;
    slp->text = g_malloc(len + 1);
    memcpy(slp->text, data, len);
    slp->text[len] = '\0';
    if (message_read((Span){slp->text, len}, slp))
        return TRUE;
    msnp_slp_clear(slp);
    return FALSE;
}

void
msnp_slp_clear(MsnpSlp *slp)
{
    g_free(slp->text);
    memset(slp, 0, sizeof(*slp));
}

/* ---- out ---- */

static void
word_print(GString *out, const char *before, const char *word, const char *after)
{
    g_string_append(out, before);
    for (; word && *word; word++)
        if ((guchar) *word > ' ' && *word != 0x7f && *word != '<' && *word != '>')
            g_string_append_c(out, *word);
    g_string_append(out, after);
}

static const char *
status_phrase(guint status)
{
    for (guint i = 0; i < G_N_ELEMENTS(phrases); i++)
        if (phrases[i].status == status)
            return phrases[i].phrase;
    return "Unknown";
}

static void
start_print(GString *out, const MsnpSlp *slp)
{
    if (slp->kind == MSNP_SLP_ANSWER) {
        g_string_append_printf(out, VERSION " %u %s\r\n", slp->status, status_phrase(slp->status));
        return;
    }
    g_string_append(out, methods[slp->kind]);
    word_print(out, " MSNMSGR:", slp->to, " " VERSION "\r\n");
}

static const char *
body_type(MsnpSlpBody body)
{
    for (guint i = 0; i < G_N_ELEMENTS(content_types); i++)
        if (content_types[i].body == body)
            return content_types[i].name;
    return content_types[0].name;
}

void
msnp_slp_print(GString *out, const MsnpSlp *slp)
{
    static const char end[] = "\r\n"; /* and its NUL, which is sent */
    gboolean is_bare = slp->body == MSNP_SLP_NOTHING || slp->body == MSNP_SLP_OTHER;

    start_print(out, slp);
    word_print(out, "To: <msnmsgr:", slp->to, ">\r\n");
    word_print(out, "From: <msnmsgr:", slp->from, ">\r\n");
    word_print(out, "Via: " VERSION "/TLP ;branch=", slp->branch, "\r\n");
    g_string_append_printf(out, "CSeq: %u \r\n", slp->cseq); /* with the blank, as all write it */
    word_print(out, "Call-ID: ", slp->call_id, "\r\n");
    g_string_append_printf(out, "Max-Forwards: 0\r\nContent-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                           body_type(slp->body), is_bare ? 0 : slp->fields_len + sizeof(end));
    if (is_bare)
        return;
    if (slp->fields_len > 0)
        g_string_append_len(out, slp->fields, (gssize) slp->fields_len);
    g_string_append_len(out, end, sizeof(end));
}

/* ---- fields of the body ---- */

char *
msnp_slp_field(const MsnpSlp *slp, const char *name)
{
    g_autofree char *valid = NULL;
    Span value;

    if (!header_find((Span){slp->fields, slp->fields_len}, name, &value))
        return NULL;
    valid = g_utf8_make_valid(value.at, (gssize) value.len);
    return msnp_text_line(valid, strlen(valid), strlen(valid));
}

gboolean
msnp_slp_number(const MsnpSlp *slp, const char *name, guint32 *value)
{
    guint64 number;

    if (!msnp_header_uint(slp->fields, slp->fields_len, name, &number) || number > G_MAXUINT32)
        return FALSE;
    *value = (guint32) number;
    return TRUE;
}

guint8 *
msnp_slp_base64(const MsnpSlp *slp, const char *name, gsize *len)
{
    Span value;

    if (!header_find((Span){slp->fields, slp->fields_len}, name, &value))
        return NULL;
    return msnp_base64_decode(value.at, value.len, len);
}
