/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages to people who are away, as services keep them: mail with a head, a transfer encoding and perhaps several
 * parts. Knows that form, both ways; refuses to know how it comes and goes.
 */
#ifndef MSNP_LETTER_H
#define MSNP_LETTER_H

#include <glib.h>

G_BEGIN_DECLS

/* One that was read. Strings are valid UTF-8 and never NULL. */
typedef struct {
    char *who;        /* handle of the sender; "" if none is named */
    char *phone;      /* "tel:+15550100", if it came from a mobile phone; else "" */
    char *name;       /* what he calls himself, one line; "" if nothing */
    char *text;       /* lines end in LF; "" if there is none */
    char *run;        /* what was written in one go has the same; "" if that is not said */
    guint64 sequence; /* its place in that */
    gint64 when;      /* seconds since 1970; 0 if it is not said */
} MsnpLetter;

/* Reads one. FALSE, with *out all 0, if it has no head. */
gboolean msnp_letter_parse(const char *mail, gsize len, MsnpLetter *out);

/* Frees and makes it all 0; all 0 already is allowed. */
void msnp_letter_clear(MsnpLetter *letter);

/* Appends one as it is handed in: text is valid UTF-8. */
void msnp_letter_print(GString *out, const char *run, guint number, const char *text, gsize len);

/* Appends a name as an encoded word (RFC 2047), cut so that it stays one. */
void msnp_letter_print_name(GString *out, const char *name);

/* The caller's: text with its encoded words decoded, as one line. */
char *msnp_letter_decode_name(const char *text);

/* "15 Nov 2005 14:24:27 -0800" and "2005-11-15T22:24:27.000Z" as seconds since 1970; 0 if it is no date from then to
 * the year 9999. */
gint64 msnp_letter_date(const char *text, gsize len);
gint64 msnp_letter_iso_date(const char *text);

G_END_DECLS

#endif
