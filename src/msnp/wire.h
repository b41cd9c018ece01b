/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One command and its bytes: verb, TrID, arguments, payload, percent-coding. Knows the grammar of a line
 * (framing as every dialect has it); refuses to know what any verb does.
 */
#ifndef MSNP_WIRE_H
#define MSNP_WIRE_H

#include <glib.h>
#include "msnp/limits.h"
#include "msnp/verbs.h"

/* A received command. Arguments are what follows the verb and the TrID. */
typedef struct {
    const MsnpVerb *verb; /* NULL for an error number */
    guint number;         /* error number, or 0 */
    guint32 trid;         /* 0 if it has none */
    guint argc;
    char *line; /* the line, cut into NUL-terminated words */
    guint first; /* of the words that are arguments */
    guint16 offset[MSNP_LIMIT_ARGS];
    const guint8 *payload; /* NULL if the verb has none */
    gsize payload_len;
} MsnpCommand;

typedef enum {
    MSNP_WIRE_OK,
    MSNP_WIRE_EMPTY,   /* an empty line */
    MSNP_WIRE_UNKNOWN, /* no verb of this kind of link and dialect */
    MSNP_WIRE_BAD,     /* arguments missing, or a number that is none */
} MsnpWireResult;

/* Cuts a line (NUL-terminated, len bytes) in place. dialect 0 means not negotiated yet. payload_len is
 * set from the line, payload is not. */
MsnpWireResult msnp_wire_parse(char *line, gsize len, guint links, guint dialect, MsnpCommand *command);

/* Argument i, or "" if there are not so many. */
char *msnp_command_arg(const MsnpCommand *command, guint i);

/* The whole word as an unsigned decimal of at most max; FALSE if it is anything else. */
gboolean msnp_wire_number(const char *word, guint64 max, guint64 *value);

/* Percent-decodes in place, makes control characters spaces (or nothing, if they are codes for looks) and bytes
 * that are not UTF-8 "?", and cuts at max bytes. Returns word. */
char *msnp_wire_decode(char *word, gsize max);

/* The same without the decoding. */
char *msnp_wire_launder(char *text, gsize max);

/* Appends text with all but letters, digits and "-_.~" percent-encoded. */
void msnp_wire_encode(GString *out, const char *text);

/* Makes a handle of a word, in place: decoded, lower case. FALSE if it cannot be one (empty, too long,
 * blanks, not UTF-8). */
gboolean msnp_wire_handle(char *word);

/* The same of somebody in a switchboard: from MSNP16 on with ";{guid}" of the place where he is, which is cut off. */
gboolean msnp_wire_person(char *word);

/* host[:port] of XFR and RNG, cut in place. FALSE if it is not usable. */
gboolean msnp_wire_address(char *word, char **host, guint16 *port);

#endif
