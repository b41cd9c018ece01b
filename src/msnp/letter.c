/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages to people who are away, as services keep them: mail with a head, a transfer encoding and perhaps several
 * parts. Knows that form, both ways; refuses to know how it comes and goes.
 */
#include "msnp/letter.h"

#include <string.h>
#include "msnp/coding.h"
#include "msnp/limits.h"
#include "msnp/message.h"
#include "msnp/text.h"

/* ---- encodings ---- */

/* Base64 with blanks and line ends anywhere; NULL if it is none. */
static guint8 *
decode_base64(const char *text, gsize len, gsize *out_len)
{
    g_autoptr(GString) code = g_string_sized_new(len);
    gsize i;

    for (i = 0; i < len; i++)
        if (!g_ascii_isspace(text[i]))
            g_string_append_c(code, text[i]);
    return msnp_base64_decode(code->str, code->len, out_len);
}

/* "=C3=BC_" of an encoded word. */
static guint8 *
decode_q(const char *text, gsize len, gsize *out_len)
{
    GString *out = g_string_sized_new(len);
    gsize i;

    for (i = 0; i < len; i++) {
        int high = text[i] == '=' && i + 2 < len ? g_ascii_xdigit_value(text[i + 1]) : -1;
        int low = high >= 0 ? g_ascii_xdigit_value(text[i + 2]) : -1;

        if (low >= 0) {
            g_string_append_c(out, (char) (high << 4 | low));
            i += 2;
        } else {
            g_string_append_c(out, text[i] == '_' ? ' ' : text[i]);
        }
    }
    *out_len = out->len;
    return (guint8 *) g_string_free(out, FALSE);
}

/* ---- encoded words ---- */

typedef struct {
    MsnpSlice charset;
    char encoding;
    MsnpSlice code;
    const char *end; /* behind it */
} Word;

/* "=?charset?B|Q?code?=" at text. */
static gboolean
word_read(const char *text, Word *word)
{
    const char *charset = text + 2, *encoding, *code, *end;

    if (text[0] != '=' || text[1] != '?')
        return FALSE;
    encoding = strchr(charset, '?');
    if (!encoding || !encoding[1] || encoding[2] != '?')
        return FALSE;
    code = encoding + 3;
    end = strstr(code, "?=");
    if (!end)
        return FALSE;
    word->charset.at = charset;
    word->charset.len = MIN(strcspn(charset, "*"), (gsize) (encoding - charset)); /* a language may stand behind it */
    word->encoding = g_ascii_toupper(encoding[1]);
    word->code.at = code;
    word->code.len = (gsize) (end - code);
    word->end = end + 2;
    return TRUE;
}

/* FALSE if it is in no encoding that we know. */
static gboolean
word_append(const Word *word, GString *out)
{
    g_autoptr(GString) scratch = g_string_new(NULL);
    g_autofree guint8 *bytes = NULL;
    MsnpMessage body = {.charset = word->charset.at, .charset_len = word->charset.len};
    const char *text;
    gsize len = 0;

    if (word->encoding == 'B')
        bytes = decode_base64(word->code.at, word->code.len, &len);
    else if (word->encoding == 'Q')
        bytes = decode_q(word->code.at, word->code.len, &len);
    if (!bytes)
        return FALSE;
    body.body = (const char *) bytes;
    body.body_len = len;
    text = msnp_message_text(&body, &len, scratch);
    g_string_append_len(out, text, (gssize) len);
    return TRUE;
}

/* Longest line that is looked at, for names and addresses: each word in it may be looked for up to its end. */
#define LINE_LIMIT 4096

/* Blanks between two words are none. */
char *
msnp_letter_decode_name(const char *line)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *copy = g_strndup(line, LINE_LIMIT);
    const char *text = copy;
    gboolean behind_word = FALSE;
    Word word;

    while (*text) {
        gsize blanks = behind_word ? strspn(text, " \t\r\n") : 0;

        behind_word = word_read(text + blanks, &word) && word_append(&word, out);
        if (behind_word)
            text = word.end;
        else
            g_string_append_c(out, *text++);
    }
    return msnp_text_line(out->str, out->len, MSNP_LIMIT_NAME);
}

/* Bytes of a name that make 48 characters of base64, which keeps the word within a line. */
#define NAME_BYTES 36

void
msnp_letter_print_name(GString *out, const char *name)
{
    g_autofree char *line = msnp_text_line(name, strlen(name), NAME_BYTES);
    g_autofree char *code = g_base64_encode((const guchar *) line, strlen(line));

    g_string_append_printf(out, "=?utf-8?B?%s?=", code);
}

/* ---- dates ---- */

static const char *
skip_blanks(const char *p)
{
    return p + strspn(p, " \t");
}

/* A number of at most max and so many digits; NULL if it is none. */
static const char *
read_number(const char *p, guint max_digits, guint max, guint *value)
{
    gsize digits = strspn(p, "0123456789");

    if (digits == 0 || digits > max_digits)
        return NULL;
    *value = (guint) g_ascii_strtoull(p, NULL, 10);
    return *value <= max ? p + digits : NULL;
}

/* The same, and what stands behind it. */
static const char *
read_field(const char *p, guint max_digits, guint max, char behind, guint *value)
{
    p = p ? read_number(p, max_digits, max, value) : NULL;
    return p && *p == behind ? p + 1 : NULL;
}

/* Days since 1970, by the calendar in use since 1582; month and day from 1. */
static gint64
days_since_1970(guint year, guint month, guint day)
{
    guint y = month <= 2 ? year - 1 : year, shifted = (month + 9) % 12;
    guint era = y / 400, of_era = y % 400, of_year = (153 * shifted + 2) / 5 + day - 1;

    return (gint64) era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

typedef struct {
    guint year, month, day, hour, minute, second;
} Moment;

static gint64
moment_seconds(const Moment *m)
{
    gint64 seconds;

    if (m->year < 1970 || m->month < 1 || m->month > 12 || m->day < 1 || m->day > 31)
        return 0;
    seconds = days_since_1970(m->year, m->month, m->day) * 86400 + m->hour * 3600 + m->minute * 60 + m->second;
    return MAX(seconds, 0);
}

/* hh:mm:ss; NULL if it is none. */
static const char *
read_clock(const char *p, Moment *m)
{
    p = read_field(p, 2, 23, ':', &m->hour);
    p = read_field(p, 2, 59, ':', &m->minute);
    return p ? read_number(p, 2, 60, &m->second) : NULL;
}

static const char *
read_month(const char *p, guint *month)
{
    static const char names[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    guint i;

    for (i = 0; p && i < G_N_ELEMENTS(names); i++)
        if (!g_ascii_strncasecmp(p, names[i], 3)) {
            *month = i + 1;
            return p + 3;
        }
    return NULL;
}

/* "-0800" as seconds; names of zones and nothing are 0. */
static gint64
read_zone(const char *p)
{
    guint number;

    if ((*p != '+' && *p != '-') || !read_number(p + 1, 4, 1459, &number))
        return 0;
    return (*p == '-' ? -1 : 1) * (gint64) (number / 100 * 3600 + number % 100 * 60);
}

gint64
msnp_letter_date(const char *text, gsize len)
{
    g_autofree char *copy = g_strndup(text, MIN(len, 64));
    const char *p = copy, *comma = strchr(copy, ',');
    Moment m = {0};
    gint64 seconds;

    p = read_field(skip_blanks(comma ? comma + 1 : p), 2, 31, ' ', &m.day);
    p = p ? read_month(skip_blanks(p), &m.month) : NULL;
    p = p ? read_field(skip_blanks(p), 4, 9999, ' ', &m.year) : NULL;
    p = p ? read_clock(skip_blanks(p), &m) : NULL;
    if (!p)
        return 0;
    seconds = moment_seconds(&m);
    return seconds ? MAX(seconds - read_zone(skip_blanks(p)), 0) : 0;
}

gint64
msnp_letter_iso_date(const char *text)
{
    Moment m = {0};
    const char *p = read_field(text, 4, 9999, '-', &m.year);

    p = read_field(p, 2, 12, '-', &m.month);
    p = read_field(p, 2, 31, 'T', &m.day);
    p = p ? read_clock(p, &m) : NULL;
    return p ? moment_seconds(&m) : 0;
}

/* ---- the head ---- */

/* A header as one line; the caller's. */
static char *
head_line(const MsnpMessage *m, const char *name, gsize max)
{
    const char *value;
    gsize len;

    if (!msnp_header_find(m->head, m->head_len, name, &value, &len))
        return g_strdup("");
    return msnp_text_line(value, len, max);
}

static char *
read_handle(const char *text, gsize len)
{
    char handle[MSNP_LIMIT_HANDLE + 1];

    if (memchr(text, '@', len) && msnp_account_read(text, len, handle))
        return g_strdup(handle);
    return g_strdup("");
}

/* Name <address>, or an address alone. */
static void
read_from(const MsnpMessage *m, MsnpLetter *out)
{
    g_autofree char *from = head_line(m, "From", LINE_LIMIT);
    char *open = strrchr(from, '<'), *close = open ? strchr(open, '>') : NULL, *name = from;

    if (!close) {
        out->who = read_handle(from, strlen(from));
        out->name = g_strdup("");
        return;
    }
    out->who = read_handle(open + 1, (gsize) (close - open - 1));
    *open = '\0';
    g_strstrip(name);
    if (*name == '"' && strlen(name) > 1 && g_str_has_suffix(name, "\"")) {
        name[strlen(name) - 1] = '\0';
        name++;
    }
    out->name = msnp_letter_decode_name(name);
}

/* "tel:+15550100" */
static char *
read_phone(const MsnpMessage *m)
{
    char *source = head_line(m, "X-OIM-originatingSource", 64);
    const char *p = source + 4;

    if (!g_ascii_strncasecmp(source, "tel:", 4)) {
        memcpy(source, "tel:", 4);
        p += *p == '+';
        if (*p && p[strspn(p, "0123456789")] == '\0')
            return source;
    }
    g_free(source);
    return g_strdup("");
}

/* ---- the body ---- */

/* The text of a part of plain text; what claims to be base64 and is not, is shown as it came. */
static char *
part_text(const MsnpMessage *part)
{
    g_autoptr(GString) scratch = g_string_new(NULL);
    g_autofree char *encoding = head_line(part, "Content-Transfer-Encoding", 32);
    g_autofree guint8 *bytes = NULL;
    MsnpMessage plain = *part;
    const char *text;
    gsize len = 0;

    if (!g_ascii_strcasecmp(encoding, "base64"))
        bytes = decode_base64(part->body, part->body_len, &len);
    if (bytes) {
        plain.body = (const char *) bytes;
        plain.body_len = len;
    }
    text = msnp_text_body(&plain, &len, scratch);
    if (len > MSNP_LIMIT_OIM_TEXT)
        for (len = MSNP_LIMIT_OIM_TEXT; len > 0 && ((guchar) text[len] & 0xc0) == 0x80; len--)
            ;
    return g_strndup(text, len);
}

/* The boundary of a message of several parts, with the two dashes; NULL if it has none. */
static char *
boundary_of(const MsnpMessage *m)
{
    g_autofree char *type = head_line(m, "Content-Type", 512);
    g_autofree char *lower = g_ascii_strdown(type, -1);
    const char *at = strstr(lower, "boundary=");
    char *value;
    gsize len;

    if (!g_str_has_prefix(lower, "multipart/") || !at)
        return NULL;
    value = type + (at - lower) + strlen("boundary=");
    value += *value == '"';
    len = strcspn(value, "\"; \t");
    return len > 0 && len <= 70 ? g_strdup_printf("--%.*s", (int) len, value) : NULL;
}

/* The next line that begins with the boundary; NULL if there is none. */
static const char *
find_boundary(const char *from, const char *end, const char *boundary)
{
    const char *p = from;

    while (p && (gsize) (end - p) >= strlen(boundary)) {
        if (!memcmp(p, boundary, strlen(boundary)))
            return p;
        p = memchr(p, '\n', (gsize) (end - p));
        p = p ? p + 1 : NULL;
    }
    return NULL;
}

/* The first part that is plain text; NULL if there is none. */
static char *
first_text(const MsnpMessage *m)
{
    g_autofree char *boundary = boundary_of(m);
    const char *end = m->body + m->body_len, *part, *next;
    MsnpMessage parsed;

    part = boundary ? find_boundary(m->body, end, boundary) : NULL;
    while (part) {
        part = memchr(part, '\n', (gsize) (end - part));
        if (!part)
            return NULL;
        next = find_boundary(++part, end, boundary);
        if (msnp_message_parse((const guint8 *) part, (gsize) ((next ? next : end) - part), &parsed) &&
            parsed.type == MSNP_MSG_TEXT)
            return part_text(&parsed);
        part = next;
    }
    return NULL;
}

/* ---- all of it ---- */

gboolean
msnp_letter_parse(const char *mail, gsize len, MsnpLetter *out)
{
    g_autofree char *date = NULL;
    MsnpMessage m;

    memset(out, 0, sizeof(*out));
    if (!msnp_message_parse((const guint8 *) mail, len, &m))
        return FALSE;
    read_from(&m, out);
    out->phone = read_phone(&m);
    out->run = head_line(&m, "X-OIM-Run-Id", 64);
    if (!msnp_header_uint(m.head, m.head_len, "X-OIM-Sequence-Num", &out->sequence))
        out->sequence = 0;
    date = head_line(&m, "Date", 64);
    out->when = msnp_letter_date(date, strlen(date));
    out->text = m.type == MSNP_MSG_TEXT ? part_text(&m) : first_text(&m);
    if (!out->text)
        out->text = g_strdup("");
    return TRUE;
}

void
msnp_letter_clear(MsnpLetter *letter)
{
    g_free(letter->who);
    g_free(letter->phone);
    g_free(letter->name);
    g_free(letter->text);
    g_free(letter->run);
    memset(letter, 0, sizeof(*letter));
}

/* Services refuse longer lines. */
#define CODE_LINE 76

void
msnp_letter_print(GString *out, const char *run, guint number, const char *text, gsize len)
{
    g_autofree char *code = g_base64_encode((const guchar *) text, len);
    const char *p;

    g_string_append_printf(out,
                           "MIME-Version: 1.0\r\n"
                           "Content-Type: text/plain; charset=UTF-8\r\n"
                           "Content-Transfer-Encoding: base64\r\n"
                           "X-OIM-Message-Type: OfflineMessage\r\n"
                           "X-OIM-Run-Id: %s\r\n"
                           "X-OIM-Sequence-Num: %u\r\n\r\n",
                           run, number);
    for (p = code; *p; p += MIN(strlen(p), CODE_LINE))
        g_string_append_printf(out, "%.*s\r\n", CODE_LINE, p);
}
