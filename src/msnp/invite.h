/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bodies of text/x-msmsgsinvite, both ways: somebody asks for a file transfer, a call, a game.
 * Knows the fields and the applications by their GUIDs; refuses to know how any of them is carried.
 */
#ifndef MSNP_INVITE_H
#define MSNP_INVITE_H

#include "msnp/message.h"

G_BEGIN_DECLS

/* Fields of one invitation; real ones have about 20. More are ignored. */
#define MSNP_INVITE_LIMIT_FIELDS 64

/* Bytes of a field's name and of its value. A longer name makes the line no field, a longer value
 * is cut at a character. */
#define MSNP_INVITE_LIMIT_NAME  64
#define MSNP_INVITE_LIMIT_VALUE 2048

typedef enum {
    MSNP_INVITE_CMD_UNKNOWN,
    MSNP_INVITE_CMD_INVITE,
    MSNP_INVITE_CMD_ACCEPT,
    MSNP_INVITE_CMD_CANCEL,
} MsnpInviteCommand;

/* Values of Cancel-Code. */
#define MSNP_INVITE_REJECT        "REJECT"               /* the user said no */
#define MSNP_INVITE_NOT_INSTALLED "REJECT_NOT_INSTALLED" /* nothing here can carry it */
#define MSNP_INVITE_TIMEOUT       "TIMEOUT"              /* the inviter gave up before an answer */
#define MSNP_INVITE_FAIL          "FAIL"                 /* no session protocol in common */
#define MSNP_INVITE_FT_TIMEOUT    "FTTIMEOUT"     /* the file transfer failed or took too long */
#define MSNP_INVITE_CLOSED        "OUTBANDCANCEL" /* the window was closed */

/* One body taken apart. Strings are the value's own, valid UTF-8 without control characters, NULL
 * if the field is missing or empty; hostile beyond that. */
typedef struct {
    MsnpInviteCommand command;
    MsnpInviteKind kind;          /* of INVITE; the others seldom say */
    guint32 cookie;               /* never 0 */
    const char *application_name; /* as the inviter's client says it, in his language */
    const char *guid;             /* Application-GUID */
    const char *session_id;       /* newer clients only */
    const char *cancel_code;
    const char *file_name; /* without any path; never "." or ".." */
    guint64 file_size;     /* 0 if not given or not a number */
    const MsnpInviteField
        *fields; /* all that came, in order, these included; "" for an empty value */
    guint n_fields;
    gpointer priv; /* what the above points into */
} MsnpInvite;

/* Takes a message of type MSNP_MSG_INVITE apart. FALSE, and nothing set, if nobody can answer it:
 * no command or no usable cookie. Else the caller clears *invite. */
gboolean msnp_invite_parse(const MsnpMessage *message, MsnpInvite *invite);

/* Frees what a value holds and makes it all 0; one that is all 0 already is allowed. */
void msnp_invite_clear(MsnpInvite *invite);

/* The first field of that name in any case, or NULL. Borrowed from invite. */
const char *msnp_invite_field(const MsnpInvite *invite, const char *name);

/* The kind that a GUID stands for, in any case, with or without braces; NULL is OTHER. */
MsnpInviteKind msnp_invite_kind(const char *guid);

/* "file", "voice", "assistance", "game", "other": what options are named after. */
const char *msnp_invite_kind_name(MsnpInviteKind kind);

/* Appends the whole payload, MIME header included, of an invitation with exactly these fields in
 * this order. Control characters in values become spaces; fields whose name is not letters, digits
 * and "-" are left out. FALSE, and nothing appended, if it is longer than MSNP_LIMIT_SB_PAYLOAD. */
gboolean msnp_invite_print(GString *out, const MsnpInviteField *fields, guint n_fields);

/* Appends the payload of a CANCEL. session_id: echoed from what is answered, or NULL. */
void msnp_invite_print_cancel(GString *out, guint32 cookie, const char *code,
                              const char *session_id);

/* Appends the payload of an ACCEPT: cookie, session id (or NULL), the extra fields,
 * Launch-Application and Request-Data. Extra fields with one of those names are left out. FALSE as
 * msnp_invite_print(). */
gboolean msnp_invite_print_accept(GString *out, guint32 cookie, gboolean launch,
                                  const char *session_id, const MsnpInviteField *extra,
                                  guint n_extra);

G_END_DECLS

#endif
