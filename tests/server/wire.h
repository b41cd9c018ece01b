/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines and words of the protocol, read strictly. */
#ifndef MSNPD_WIRE_H
#define MSNPD_WIRE_H

#include <glib.h>

typedef struct {
    char *verb;
    char **args; /* NULL-terminated; without the verb */
    guint count;
    gboolean readable; /* wrong at most in its spaces, or in the case of the verb */
    char *text; /* what the words lie in */
} WireLine;

/* Splits a line (without its CRLF) into words. On the first violation returns FALSE with a static
 * sentence in *why; the line is then still split leniently, so that it may be looked at. */
gboolean wire_split(const char *bytes, gsize length, WireLine *line, const char **why);
void wire_line_clear(WireLine *line);

/* Decimal without sign, blanks or leading zeros, at most LIMIT. */
gboolean wire_number(const char *word, guint64 limit, guint64 *value);

/* Percent-decodes WORD. NULL with a static sentence in *why for a bad escape, for what is not
 * UTF-8, and for control characters. Caller frees. */
char *wire_decode(const char *word, const char **why);

/* As the official service encodes: everything but letters, digits and a few marks. Caller frees. */
char *wire_encode(const char *text);

/* As living services encode: only percent, space, CR and LF. Caller frees. */
char *wire_encode_raw(const char *text);

/* An account name: one @, no blank or control character, 129 bytes at most, ASCII. */
gboolean wire_is_mail(const char *word);

/* 8-4-4-4-12 hexadecimal digits. */
gboolean wire_is_guid(const char *word);

/* That in braces and small letters: the id of a place. */
gboolean wire_is_machine(const char *word);

/* Exactly LENGTH lower-case hexadecimal digits. */
gboolean wire_is_lower_hex(const char *bytes, gsize length);

/* Bytes from a test: \r \n \t \\ and \xNN. Caller frees. */
GString *wire_unescape(const char *text);

/* Key under which a name is kept: lower case. Caller frees. */
char *wire_mail_key(const char *mail);

#endif
