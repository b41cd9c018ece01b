/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One command and its bytes: verb, TrID, arguments, payload, percent-coding. Knows the grammar of a
 * line (framing as every dialect has it); refuses to know what any verb does.
 */
#include "msnp/wire.h"

#include <string.h>
#include "msnp/dialect.h"
#include "msnp/msnp.h"

gboolean
msnp_wire_number(const char *word, guint64 max, guint64 *value)
{
    guint64 n = 0;
    const char *p;

    if (!*word)
        return FALSE;
    for (p = word; *p; p++) {
        guint digit = (guint) (*p - '0');

        if (!g_ascii_isdigit(*p) || digit > max || n > (max - digit) / 10)
            return FALSE;
        n = n * 10 + digit;
    }
    *value = n;
    return TRUE;
}

char *
msnp_command_arg(const MsnpCommand *command, guint i)
{
    static char none[1];

    return i < command->argc ? command->line + command->offset[command->first + i] : none;
}

/* Cuts the line at each single space. An empty word in the middle is a word, at the end it is not.
 */
static void
wire_split(MsnpCommand *command, gsize len)
{
    char *end = command->line + len, *p = command->line, *space;

    command->argc = command->first = 0;
    while (p < end && command->argc < MSNP_LIMIT_ARGS) {
        command->offset[command->argc++] = (guint16) (p - command->line);
        space = memchr(p, ' ', end - p);
        if (!space)
            break;
        *space = '\0';
        p = space + 1;
    }
    while (command->argc > 0 && !*msnp_command_arg(command, command->argc - 1))
        command->argc--;
}

/* Drops the first word. */
static void
wire_shift(MsnpCommand *command)
{
    command->first++;
    command->argc--;
}

/* Takes the TrID off the front where the verb has one. */
static gboolean
wire_take_trid(MsnpCommand *command, guint kind)
{
    guint64 trid;

    if (kind == MSNP_TRID_NONE || (kind == MSNP_TRID_MAYBE && command->argc < 2))
        return TRUE;
    if (!msnp_wire_number(msnp_command_arg(command, 0), G_MAXUINT32, &trid))
        return kind == MSNP_TRID_MAYBE;
    command->trid = (guint32) trid;
    wire_shift(command);
    return TRUE;
}

/* NNN [TrID [length]] */
static MsnpWireResult
wire_parse_error(MsnpCommand *command, const char *verb, guint links, guint dialect)
{
    const MsnpDialect *row = msnp_dialect(dialect);
    gboolean has_payload = (links & MSNP_ON_NS) && row && row->error_payload;
    guint64 number, len;

    if (!msnp_wire_number(verb, 999, &number))
        return MSNP_WIRE_UNKNOWN;
    command->number = (guint) number;
    if (command->argc == 0)
        return MSNP_WIRE_OK;
    if (!wire_take_trid(command, MSNP_TRID_FIRST))
        return MSNP_WIRE_BAD;
    if (has_payload && msnp_wire_number(msnp_command_arg(command, 0), G_MAXUINT32, &len))
        command->payload_len = (gsize) len;
    return MSNP_WIRE_OK;
}

/* The length of the payload is the last argument; anything but a number is a line without payload.
 */
static gboolean
wire_payload(MsnpCommand *command)
{
    guint64 len;

    if (!msnp_wire_number(msnp_command_arg(command, command->argc - 1), G_MAXUINT32, &len))
        return command->verb->payload == MSNP_PAYLOAD_MAYBE;
    command->payload_len = (gsize) len;
    return TRUE;
}

MsnpWireResult
msnp_wire_parse(char *line, gsize len, guint links, guint dialect, MsnpCommand *command)
{
    const char *verb;

    command->verb = NULL;
    command->number = command->trid = 0;
    command->payload = NULL;
    command->payload_len = 0;
    command->line = line;
    wire_split(command, len);
    if (command->argc == 0)
        return MSNP_WIRE_EMPTY;
    verb = msnp_command_arg(command, 0);
    wire_shift(command);
    if (strlen(verb) != 3)
        return MSNP_WIRE_UNKNOWN;
    if (g_ascii_isdigit(verb[0]))
        return wire_parse_error(command, verb, links, dialect);
    command->verb = msnp_verb_find(verb, links, dialect);
    if (!command->verb)
        return MSNP_WIRE_UNKNOWN;
    if (!wire_take_trid(command, command->verb->trid) || command->argc < command->verb->min_args)
        return MSNP_WIRE_BAD;
    if (command->verb->payload && !wire_payload(command))
        return MSNP_WIRE_BAD;
    return MSNP_WIRE_OK;
}

/* ---- words ---- */

static gsize
span_two_digits(const char *p)
{
    return !g_ascii_isdigit(p[0]) ? 0 : g_ascii_isdigit(p[1]) ? 2 : 1;
}

/* Length of a code for looks, as the add-on Messenger Plus! once wrote them: 0x03 with a colour and perhaps
 * ",colour", or one control that turns something on or off. 0 if it is none. */
static gsize
span_looks(const char *p)
{
    gsize n = 1;

    if (*p != 0x03)
        return memchr("\x02\x04\x05\x06\x0f\x1f", *p, 6) ? 1 : 0;
    n += span_two_digits(p + n);
    if (n > 1 && p[n] == ',')
        n += g_ascii_isdigit(p[n + 1]) ? 1 + span_two_digits(p + n + 1) : 0;
    return n;
}

/* How much of it, from the start, is neither a control nor beyond ASCII: nearly always all of it. */
static gsize
span_plain(const char *text)
{
    const char *p = text;

    while ((guint8) (*p - ' ') < 0x7f - ' ')
        p++;
    return p - text;
}

static char *
wire_launder_rest(char *text, gsize max)
{
    char *p = text, *out = text, *end = text + strlen(text);

    while (p < end && (gsize) (out - text) + 4 <= max) {
        gunichar c = (guint8) *p < 0x80 ? (guint8) *p : g_utf8_get_char_validated(p, end - p);
        gsize n = c < 0x20 ? span_looks(p) : 0;

        if (n > 0) {
            p += n;
        } else if (c == (gunichar) -1 || c == (gunichar) -2 || c < 0x20 || c == 0x7f) {
            *out++ = c < 0x80 ? ' ' : '?';
            p++;
        } else {
            n = c < 0x80 ? 1 : (gsize) g_unichar_to_utf8(c, NULL);
            memmove(out, p, n);
            out += n;
            p += n;
        }
    }
    *out = '\0';
    return text;
}

char *
msnp_wire_launder(char *text, gsize max)
{
    gsize plain = span_plain(text);

    if (text[plain] || plain + 4 > max)
        wire_launder_rest(text, max);
    return text;
}

/* A decoded NUL ends the word. */
static gsize
wire_unpercent(char *word)
{
    char *in, *out = strchr(word, '%');

    if (!out)
        return strlen(word);
    for (in = out; *in; out++) {
        if (in[0] == '%' && g_ascii_isxdigit(in[1]) && g_ascii_isxdigit(in[2])) {
            *out = (char) (g_ascii_xdigit_value(in[1]) * 16 + g_ascii_xdigit_value(in[2]));
            in += 3;
        } else {
            *out = *in++;
        }
    }
    *out = '\0';
    return out - word;
}

char *
msnp_wire_decode(char *word, gsize max)
{
    wire_unpercent(word);
    return msnp_wire_launder(word, max);
}

void
msnp_wire_encode(GString *out, const char *text)
{
    const char *p;

    for (p = text; *p; p++) {
        if (g_ascii_isalnum(*p) || strchr("-_.~", *p))
            g_string_append_c(out, *p);
        else
            g_string_append_printf(out, "%%%02X", (guint8) *p);
    }
}

#define EACH(byte) (G_GUINT64_CONSTANT(0x0101010101010101) * (byte))

/* TRUE if each of eight bytes is one that may stand in a handle as it is: ASCII, and neither a blank, a control nor a
 * capital. Sums tell by the highest bits, which no byte must have to begin with, who is below and who above. */
static gboolean
eight_are_plain(const char *p)
{
    guint64 w, odd;

    memcpy(&w, p, sizeof(w));
    odd = w | (w + EACH(0x80 - 0x7f)) | ~(w + EACH(0x80 - '!')) | ((w + EACH(0x80 - 'A')) ^ (w + EACH(0x7f - 'Z')));
    return !(odd & EACH(0x80));
}

gboolean
msnp_wire_handle(char *word)
{
    gsize len = wire_unpercent(word);
    guint8 bits = 0;
    char *p;

    if (len == 0 || len > MSNP_LIMIT_HANDLE)
        return FALSE;
    for (p = word; p + 8 <= word + len && eight_are_plain(p); p += 8)
        ;
    for (; (guint8) *p > ' ' && *p != 0x7f; p++) {
        bits |= (guint8) *p;
        if (*p >= 'A' && *p <= 'Z')
            *p |= 'a' - 'A';
    }
    return p == word + len && (bits < 0x80 || g_utf8_validate(word, (gssize) len, NULL));
}

gboolean
msnp_wire_person(char *word)
{
    char *place = strstr(word, ";{");

    if (place)
        *place = '\0';
    return msnp_wire_handle(word);
}

gboolean
msnp_wire_address(char *word, char **host, guint16 *port)
{
    char *colon = strrchr(word, ':');
    guint64 number = MSNP_DEFAULT_PORT;
    const char *p;

    if (colon && word[0] != '[' && strchr(word, ':') != colon)
        colon = NULL; /* an IPv6 address without a port */
    if (colon && colon > word && (word[0] != '[' || colon[-1] == ']')) {
        *colon = '\0';
        if (!msnp_wire_number(colon + 1, G_MAXUINT16, &number) || number == 0)
            return FALSE;
    }
    if (word[0] == '[' && word[strlen(word) - 1] == ']') {
        word[strlen(word) - 1] = '\0';
        word++;
    }
    colon = strchr(word, ':');
    if (!*word || strlen(word) > 255 || (colon && !strchr(colon + 1, ':')))
        return FALSE;
    for (p = word; *p; p++)
        if (!g_ascii_isalnum(*p) && !strchr("-._:", *p))
            return FALSE;
    *host = word;
    *port = (guint16) number;
    return TRUE;
}

gboolean
msnp_host_is_local(const char *host)
{
    if (!g_ascii_strcasecmp(host, "localhost") || !strcmp(host, "::1"))
        return TRUE;
    return g_str_has_prefix(host, "127.") && g_hostname_is_ip_address(host);
}
