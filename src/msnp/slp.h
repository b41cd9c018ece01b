/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MSNSLP: the text messages by which two clients agree on a session, and the bodies they carry. Knows how they are
 * written; refuses to know how they travel and what is agreed. Source: the MSN wikis' pages on MSNSLP and what
 * clients were seen to send.
 */
#ifndef MSNP_SLP_H
#define MSNP_SLP_H

#include <glib.h>
#include "msnp/limits.h"

G_BEGIN_DECLS

typedef enum {
    MSNP_SLP_INVITE,
    MSNP_SLP_BYE,
    MSNP_SLP_ACK,
    MSNP_SLP_ANSWER, /* "MSNSLP/1.0 200 OK" and its like */
} MsnpSlpKind;

/* By content type. */
typedef enum {
    MSNP_SLP_NOTHING,          /* no body, or "null" */
    MSNP_SLP_SESSION,          /* application/x-msnmsgr-sessionreqbody */
    MSNP_SLP_CLOSE,            /* application/x-msnmsgr-sessionclosebody */
    MSNP_SLP_TRANSPORT,        /* application/x-msnmsgr-transreqbody */
    MSNP_SLP_TRANSPORT_ANSWER, /* application/x-msnmsgr-transrespbody */
    MSNP_SLP_OTHER,
} MsnpSlpBody;

/* One message. When parsed, strings are the message's own until msnp_slp_clear(), never NULL; when printed they
 * are borrowed, and NULL is "". */
typedef struct {
    MsnpSlpKind kind;
    guint status;        /* of an answer: 200, 603...; 0 in the others */
    const char *to;      /* address without "<msnmsgr:" and ">", lower case, without ";{guid}" */
    const char *from;    /* the same */
    const char *branch;  /* "{GUID}" as it came, a word of printable ASCII; "" if there is none */
    const char *call_id; /* the same, but never "" */
    guint cseq;          /* 0 if there is none */
    MsnpSlpBody body;
    const char *fields; /* the body: "Key: value" lines; bounded by fields_len, not NUL-terminated; none if NOTHING */
    gsize fields_len;
    char *text; /* of a parsed one: what the strings point into */
} MsnpSlp;

/* Takes a message apart; data is copied. NULs behind it are passed over (and whatever is behind what Content-Length
 * says), lines may end in LF, header names are compared in any case. FALSE, all 0 and nothing to clear, unless there
 * is a start line with a known method or an answer with a three-digit status, a usable To, From and Call-ID and an
 * empty line after the headers; a Content-Length that is no number or beyond what is there, text that holds a NUL
 * before the body's end, or more than MSNP_LIMIT_SLP bytes are refused too. A missing Content-Type is
 * MSNP_SLP_NOTHING, an unknown one _OTHER. */
gboolean msnp_slp_parse(const guint8 *data, gsize len, MsnpSlp *slp);

/* Frees what a parsed one holds and makes it all 0; one that is all 0 already is allowed. */
void msnp_slp_clear(MsnpSlp *slp);

/* Appends a message as old clients write it: start line, To, From, Via, CSeq, Call-ID, Max-Forwards, Content-Type,
 * Content-Length, empty line, fields, empty line, NUL. An answer's phrase is made of its status. fields has whole
 * lines, or is empty. Without a body (MSNP_SLP_NOTHING, and _OTHER, which has no name) the type is "null", the length
 * 0 and nothing follows. Of the strings, only what can be part of a word is written. */
void msnp_slp_print(GString *out, const MsnpSlp *slp);

/* The value of the body's first field of that name in any case: one line of valid UTF-8 without control characters
 * and without blanks around it; the caller's. NULL if there is none. */
char *msnp_slp_field(const MsnpSlp *slp, const char *name);

/* The value as an unsigned decimal of at most 32 bits. FALSE, and nothing set, if there is none. */
gboolean msnp_slp_number(const MsnpSlp *slp, const char *name, guint32 *value);

/* The value from base64, with or without padding; strict otherwise. The caller's bytes, with a NUL behind them that
 * *len does not count; NULL, and nothing set, if there is none or it is not base64. */
guint8 *msnp_slp_base64(const MsnpSlp *slp, const char *name, gsize *len);

G_END_DECLS

#endif
