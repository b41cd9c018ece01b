/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The payload of MSG: its header block, its kind and its text, both ways. Knows no switchboard and
 * no acknowledgements; puts no chunks together.
 */
#include "msnp/message.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/style.h"

typedef MsnpSlice Slice;

#define TYPE(text, kind)                                                                           \
    {                                                                                              \
        {text, sizeof(text) - 1}, kind                                                             \
    }

static const struct {
    Slice name;
    MsnpMsgType type;
} types[] = {
    TYPE("text/plain", MSNP_MSG_TEXT),
    TYPE("text/x-msmsgscontrol", MSNP_MSG_TYPING),
    TYPE("application/x-msnmsgrp2p", MSNP_MSG_P2P),
    TYPE("text/x-msnmsgr-datacast", MSNP_MSG_DATACAST),
    TYPE("text/x-mms-emoticon", MSNP_MSG_EMOTICON),
    TYPE("text/x-mms-animemoticon", MSNP_MSG_EMOTICON),
    TYPE("text/x-clientcaps", MSNP_MSG_CLIENTCAPS),
    TYPE("text/x-msmsgsinvite", MSNP_MSG_INVITE),
    TYPE("application/x-ms-ink", MSNP_MSG_INK),
    TYPE("image/gif", MSNP_MSG_INK),
    TYPE("text/x-keepalive", MSNP_MSG_KEEPALIVE),
    TYPE("text/x-msmsgsprofile", MSNP_MSG_PROFILE),
    TYPE("text/x-msmsgsinitialemailnotification", MSNP_MSG_MAIL_INITIAL),
    TYPE("application/x-msmsgsemailnotification", MSNP_MSG_MAIL_INITIAL),
    TYPE("text/x-msmsgsinitialmdatanotification", MSNP_MSG_MAIL_DATA),
    TYPE("text/x-msmsgsemailnotification", MSNP_MSG_MAIL_NEW),
    TYPE("text/x-msmsgsactivemailnotification", MSNP_MSG_MAIL_MOVED),
    TYPE("text/x-msmsgsoimnotification", MSNP_MSG_OIM),
    TYPE("application/x-msmsgssystemmessage", MSNP_MSG_SYSTEM),
    TYPE("text/x-msmsgssystemmessage", MSNP_MSG_SYSTEM),
};

#undef TYPE

static const Slice headers[MSNP_N_HEADERS] = {
    [MSNP_HEADER_FORMAT] = {"X-MMS-IM-Format", 15}, [MSNP_HEADER_CONTEXT] = {"P4-Context", 10},
    [MSNP_HEADER_P2P_DEST] = {"P2P-Dest", 8},       [MSNP_HEADER_MESSAGE_ID] = {"Message-ID", 10},
    [MSNP_HEADER_CHUNKS] = {"Chunks", 6},           [MSNP_HEADER_CHUNK] = {"Chunk", 5},
};

/* The charsets, beside UTF-8, that clients of the time declared. Names from outside go no further
 * than this table: converters have had too many holes to be picked by a stranger. */
static const Slice charsets[] = {
#define NAME(text)                                                                                 \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }
    NAME("iso-8859-1"),   NAME("iso-8859-2"),   NAME("iso-8859-5"),   NAME("iso-8859-7"),
    NAME("iso-8859-8"),   NAME("iso-8859-9"),   NAME("iso-8859-15"),  NAME("windows-1250"),
    NAME("windows-1251"), NAME("windows-1252"), NAME("windows-1253"), NAME("windows-1254"),
    NAME("windows-1255"), NAME("windows-1256"), NAME("windows-1257"), NAME("windows-1258"),
    NAME("windows-874"),  NAME("shift_jis"),    NAME("euc-jp"),       NAME("gb2312"),
    NAME("gbk"),          NAME("gb18030"),      NAME("big5"),         NAME("euc-kr"),
    NAME("koi8-r"),
#undef NAME
};

static gboolean
slice_is(Slice slice, Slice name)
{
    return slice.len == name.len && (memcmp(slice.at, name.at, name.len) == 0 ||
                                     g_ascii_strncasecmp(slice.at, name.at, name.len) == 0);
}

static gboolean
slice_is_text(Slice slice, const char *name)
{
    return slice_is(slice, (Slice){name, strlen(name)});
}

static Slice
slice_trim(Slice slice)
{
    while (slice.len > 0 && g_ascii_isspace(*slice.at)) {
        slice.at++;
        slice.len--;
    }
    while (slice.len > 0 && g_ascii_isspace(slice.at[slice.len - 1]))
        slice.len--;
    return slice;
}

/* ---- the header block ----------------------------------------------------------------------- */

/* Takes one line, without its end, off the front of rest. FALSE when nothing is left. */
static gboolean
line_next(Slice *rest, Slice *line)
{
    const char *lf, *cr;
    gsize n, skip;

    if (rest->len == 0)
        return FALSE;
    lf = memchr(rest->at, '\n', rest->len);
    n = lf ? (gsize) (lf - rest->at) : rest->len;
    cr = memchr(rest->at, '\r', n);
    n = cr ? (gsize) (cr - rest->at) : n;
    *line = (Slice){rest->at, n};
    skip = n;
    if (skip < rest->len && rest->at[skip++] == '\r' && skip < rest->len && rest->at[skip] == '\n')
        skip++;
    rest->at += skip;
    rest->len -= skip;
    return TRUE;
}

static gboolean
line_is_folded(const Slice *rest)
{
    return rest->len > 0 && (*rest->at == ' ' || *rest->at == '\t');
}

/* Takes a line and what is folded under it off the front of rest, and splits it at the colon.
 * Without one, and for the empty line, the name is empty. FALSE when nothing is left. */
static gboolean
header_next(Slice *rest, Slice *line, Slice *name, Slice *value)
{
    const char *colon;
    Slice more;

    if (!line_next(rest, line))
        return FALSE;
    while (line->len > 0 && line_is_folded(rest) && line_next(rest, &more))
        line->len = more.at + more.len - line->at;
    *name = *value = (Slice){line->at, 0};
    colon = line->len > 0 ? memchr(line->at, ':', line->len) : NULL;
    if (colon) {
        *name = slice_trim((Slice){line->at, colon - line->at});
        *value = slice_trim((Slice){colon + 1, line->at + line->len - colon - 1});
    }
    return TRUE;
}

gboolean
msnp_header_find(const char *block, gsize len, const char *name, const char **value,
                 gsize *value_len)
{
    Slice rest = {block, len}, wanted = {name, strlen(name)}, line, key, text;

    while (header_next(&rest, &line, &key, &text))
        if (slice_is(key, wanted)) {
            *value = text.at;
            *value_len = text.len;
            return TRUE;
        }
    return FALSE;
}

gboolean
msnp_slice_uint(MsnpSlice slice, guint64 *value)
{
    guint64 n = 0;

    if (slice.len == 0)
        return FALSE;
    for (gsize i = 0; i < slice.len; i++) {
        guint digit = (guint) g_ascii_digit_value(slice.at[i]);

        if (digit > 9 || n > (G_MAXUINT64 - digit) / 10)
            return FALSE;
        n = n * 10 + digit;
    }
    *value = n;
    return TRUE;
}

gboolean
msnp_header_uint(const char *block, gsize len, const char *name, guint64 *value)
{
    Slice text;

    return msnp_header_find(block, len, name, &text.at, &text.len) && msnp_slice_uint(text, value);
}

/* ---- the kind ------------------------------------------------------------------------------- */

/* The parameters of a content type: "; name=value" with or without quotes. Only charset matters. */
static void
content_params(Slice rest, MsnpMessage *message)
{
    while (rest.len > 0) {
        const char *stop = memchr(rest.at, ';', rest.len), *equals;
        Slice param = {rest.at, stop ? (gsize) (stop - rest.at) : rest.len}, value;
        gsize used = param.len + (stop ? 1 : 0);

        rest = (Slice){rest.at + used, rest.len - used};
        equals = memchr(param.at, '=', param.len);
        if (!equals || !slice_is_text(slice_trim((Slice){param.at, equals - param.at}), "charset"))
            continue;
        value = slice_trim((Slice){equals + 1, param.at + param.len - equals - 1});
        if (value.len >= 2 && value.at[0] == '"' && value.at[value.len - 1] == '"')
            value = slice_trim((Slice){value.at + 1, value.len - 2});
        if (value.len > 0) {
            message->charset = value.at;
            message->charset_len = value.len;
        }
        return;
    }
}

static void
content_type(Slice value, MsnpMessage *message)
{
    const char *stop = value.len > 0 ? memchr(value.at, ';', value.len) : NULL;
    Slice type = slice_trim((Slice){value.at, stop ? (gsize) (stop - value.at) : value.len});

    if (type.len == 0 || message->content_type)
        return;
    message->content_type = type.at;
    message->content_type_len = type.len;
    for (guint i = 0; i < G_N_ELEMENTS(types); i++)
        if (slice_is(type, types[i].name)) {
            message->type = types[i].type;
            break;
        }
    if (stop)
        content_params((Slice){stop + 1, value.at + value.len - stop - 1}, message);
}

/* Keeps where a header is that is asked for; the first of a name counts. */
static void
message_note(MsnpMessage *message, Slice name, Slice value)
{
    for (guint i = 0; i < MSNP_N_HEADERS; i++)
        if (slice_is(name, headers[i])) {
            if (!message->headers[i].at)
                message->headers[i] = value;
            return;
        }
}

gboolean
msnp_message_parse(const guint8 *payload, gsize len, MsnpMessage *message)
{
    static const Slice wanted = {"Content-Type", 12};
    Slice rest = {payload ? (const char *) payload : "", len}, line, name, value;

    memset(message, 0, sizeof(*message));
    message->head = rest.at;
    message->head_len = len;
    while (header_next(&rest, &line, &name, &value)) {
        if (line.len == 0) {
            message->head_len = line.at - message->head;
            break;
        }
        if (slice_is(name, wanted))
            content_type(value, message);
        else
            message_note(message, name, value);
    }
    message->body = rest.at;
    message->body_len = rest.len;
    return message->content_type || message->headers[MSNP_HEADER_MESSAGE_ID].len > 0;
}

/* Makes pointers into one place point into a copy of it. */
static void
message_move(MsnpMessage *message, const char *from, const char *to)
{
    message->head = to + (message->head - from);
    message->body = to + (message->body - from);
    if (message->content_type)
        message->content_type = to + (message->content_type - from);
    if (message->charset)
        message->charset = to + (message->charset - from);
    for (guint i = 0; i < MSNP_N_HEADERS; i++)
        if (message->headers[i].at)
            message->headers[i].at = to + (message->headers[i].at - from);
}

gboolean
msnp_message_recall(MsnpHeadMemo *memo, const guint8 *payload, gsize len, MsnpMessage *message)
{
    const char *bytes = (const char *) payload;
    gsize n;

    if (memo->len > 0 && len >= memo->len && memcmp(memo->bytes, bytes, memo->len) == 0) {
        *message = memo->message;
        message_move(message, memo->bytes, bytes);
        message->body_len = len - memo->len;
        return TRUE;
    }
    if (!msnp_message_parse(payload, len, message))
        return FALSE;
    n = len - message->body_len;
    /* one without an empty line could go on; and what ends in CR could have its LF behind it */
    if (n <= sizeof(memo->bytes) && message->head_len < n && bytes[n - 1] == '\n') {
        memcpy(memo->bytes, bytes, n);
        memo->len = n;
        memo->message = *message;
        message_move(&memo->message, bytes, memo->bytes);
    }
    return TRUE;
}

/* ---- text in -------------------------------------------------------------------------------- */

typedef enum {
    BYTES_ASCII,   /* nothing to do in any charset */
    BYTES_8BIT,    /* nothing to do if it is UTF-8 */
    BYTES_CONTROL, /* carriage returns or controls to take care of */
} BytesClass;

static BytesClass
bytes_class(const char *text, gsize len)
{
    BytesClass class = BYTES_ASCII;
    gsize i = 0;

    while (i < len && (guchar) (text[i] - ' ') < 0x7f - ' ') /* nearly always all of it */
        i++;
    for (; i < len; i++) {
        guchar byte = (guchar) text[i];

        if (byte >= 0x80) {
            /* C2 80 to C2 9F are the C1 controls, which terminals obey. */
            if (byte == 0xc2 && i + 1 < len && (guchar) text[i + 1] < 0xa0)
                return BYTES_CONTROL;
            class = BYTES_8BIT;
        } else if ((byte < ' ' && byte != '\n' && byte != '\t') || byte == 0x7f) {
            return BYTES_CONTROL;
        }
    }
    return class;
}

static gboolean
char_is_plain(gunichar c)
{
    return c == '\n' || c == '\t' || (c >= ' ' && c < 0x7f) || c >= 0xa0;
}

/* Appends valid UTF-8 with line ends as LF and every other control character as U+FFFD. */
static void
text_clean(GString *out, const char *text, gsize len)
{
    const char *p = text, *end = text + len, *next;

    for (; p < end; p = next) {
        gunichar c = g_utf8_get_char(p);

        next = g_utf8_next_char(p);
        if (char_is_plain(c))
            continue;
        g_string_append_len(out, text, p - text);
        text = next;
        if (c != '\r')
            g_string_append(out, "\357\277\275");
        else if (next == end || *next != '\n')
            g_string_append_c(out, '\n');
    }
    g_string_append_len(out, text, end - text);
}

/* Text in a charset of the table as UTF-8, or NULL if it is not text in that charset. */
static char *
text_convert(const char *text, gsize len, Slice charset, gsize *new_len)
{
    for (guint i = 0; i < G_N_ELEMENTS(charsets); i++)
        if (slice_is(charset, charsets[i]))
            return g_convert(text, len, "UTF-8", charsets[i].at, NULL, new_len, NULL);
    return NULL;
}

/* As text_convert(), but finds some reading for everything. */
static char *
text_decode(const MsnpMessage *message, gboolean is_utf8, gsize *new_len)
{
    Slice charset = {message->charset, message->charset_len};
    char *text = NULL;

    if (!message->charset)
        charset = (Slice){"iso-8859-1", 10};
    if (!is_utf8)
        text = text_convert(message->body, message->body_len, charset, new_len);
    if (!text) {
        text = g_utf8_make_valid(message->body, message->body_len);
        *new_len = strlen(text);
    }
    return text;
}

const char *
msnp_message_text(const MsnpMessage *message, gsize *len, GString *scratch)
{
    BytesClass class = bytes_class(message->body, message->body_len);
    g_autofree char *decoded = NULL;
    Slice charset = {message->charset, message->charset_len};
    gboolean is_utf8;

    *len = message->body_len;
    if (class == BYTES_ASCII)
        return message->body;
    is_utf8 = slice_is_text(charset, "utf-8") || slice_is_text(charset, "utf8");
    if (is_utf8 && class == BYTES_8BIT && g_utf8_validate(message->body, message->body_len, NULL))
        return message->body;
    g_string_truncate(scratch, 0);
    decoded = text_decode(message, is_utf8, len);
    text_clean(scratch, decoded, *len);
    *len = scratch->len;
    return scratch->str;
}

/* ---- out ------------------------------------------------------------------------------------ */

static void
head_print(GString *out, const MsnpStyle *style)
{
    g_string_append(out, "MIME-Version: 1.0\r\n"
                         "Content-Type: text/plain; charset=UTF-8\r\n"
                         "X-MMS-IM-Format: ");
    msnp_style_print(style, out);
    g_string_append(out, "\r\n\r\n");
}

void
msnp_message_print_text(GString *out, const MsnpStyle *style, const char *text, gsize len)
{
    Slice rest = {text, len}, line;
    gsize end;

    head_print(out, style);
    while (line_next(&rest, &line)) {
        g_string_append_len(out, line.at, line.len);
        end = line.at + line.len - text;
        if (end < len)
            g_string_append(out, "\r\n");
    }
}

void
msnp_message_print_typing(GString *out, const char *handle)
{
    g_string_append(out, "MIME-Version: 1.0\r\n"
                         "Content-Type: text/x-msmsgscontrol\r\n"
                         "TypingUser: ");
    for (; *handle; handle++)
        if (!g_ascii_iscntrl(*handle))
            g_string_append_c(out, *handle);
    g_string_append(out, "\r\n\r\n\r\n");
}

gsize
msnp_message_text_budget(const MsnpStyle *style)
{
    g_autoptr(GString) head = g_string_sized_new(256);

    head_print(head, style);
    g_assert(head->len < MSNP_LIMIT_SB_PAYLOAD);
    return MSNP_LIMIT_SB_PAYLOAD - head->len;
}

/* ---- cutting long text ---------------------------------------------------------------------- */

/* How far to look back for the beginning of what people see as one character: an emoji sequence of
 * a family takes 25 bytes, an endless pile of accents is cut somewhere. */
#define CLUSTER_MAX 64

static gboolean
is_char_start(const char *text, gsize at)
{
    return ((guchar) text[at] & 0xc0) != 0x80;
}

/* The length of the longest start of text that fits into budget; CRLF is not divided. */
static gsize
split_limit(const char *text, gsize len, gsize budget)
{
    gsize at = 0, used = 0, step, cost;

    while (at < len) {
        gboolean is_pair = text[at] == '\r' && at + 1 < len && text[at + 1] == '\n';
        gboolean is_end = text[at] == '\r' || text[at] == '\n';

        step = is_pair ? 2 : 1;
        cost = is_end ? 2 : 1;
        if (used + cost > budget)
            break;
        used += cost;
        at += step;
    }
    return at;
}

/* Whether this character belongs to the one before it. */
static gboolean
is_joined(gunichar c)
{
    return g_unichar_iszerowidth(c) || g_unichar_combining_class(c) != 0 ||
           (c >= 0x1f3fb && c <= 0x1f3ff); /* skin tones */
}

static gboolean
is_flag_letter(gunichar c)
{
    return c >= 0x1f1e6 && c <= 0x1f1ff;
}

/* Flags are pairs of letters of four bytes each: whether one has begun before this place. */
static gboolean
is_inside_flag(const char *text, gsize at)
{
    gboolean inside = FALSE;

    for (; at >= 4 && is_flag_letter(g_utf8_get_char_validated(text + at - 4, 4)); at -= 4)
        inside = !inside;
    return inside;
}

/* Whether text may be cut at a place that is not its end. */
static gboolean
may_cut(const char *text, gsize len, gsize at)
{
    static const char joiner[] = "\342\200\215"; /* zero width joiner */
    gunichar after;

    if (at == 0 || !is_char_start(text, at) || (text[at - 1] == '\r' && text[at] == '\n'))
        return FALSE;
    after = g_utf8_get_char_validated(text + at, len - at);
    if (after >= 0x80000000u) /* not UTF-8 */
        return TRUE;
    if (is_joined(after) || (at >= 3 && memcmp(text + at - 3, joiner, 3) == 0))
        return FALSE;
    return !(is_flag_letter(after) && is_inside_flag(text, at));
}

/* The last place from limit down to floor where text may be cut and `wanted` stands before it; 0 if
 * there is none. */
static gsize
cut_after(const char *text, gsize len, gsize limit, gsize floor, char wanted)
{
    for (gsize at = limit; at > floor; at--)
        if (text[at - 1] == wanted && may_cut(text, len, at))
            return at;
    return 0;
}

gsize
msnp_message_split(const char *text, gsize len, gsize budget)
{
    gsize limit = split_limit(text, len, budget), at;

    if (limit == len)
        return len;
    at = cut_after(text, len, limit, limit - limit / 4, '\n');
    if (at == 0)
        at = cut_after(text, len, limit, limit - limit / 4, ' ');
    if (at > 0)
        return at;
    for (at = limit; at > 0 && limit - at < CLUSTER_MAX; at--)
        if (may_cut(text, len, at))
            return at;
    for (at = limit; at > 0; at--)
        if (is_char_start(text, at))
            return at;
    at = len > 1 && text[0] == '\r' && text[1] == '\n' ? 2 : 1;
    while (at < len && !is_char_start(text, at))
        at++;
    return at;
}
