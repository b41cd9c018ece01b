/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The payload of MSG: its header block, its kind and its text, both ways. Knows no switchboard and
 * no acknowledgements; puts no chunks together.
 */
#ifndef MSNP_MESSAGE_H
#define MSNP_MESSAGE_H

#include "msnp/msnp.h"

G_BEGIN_DECLS

/* Kinds, by content type. */
typedef enum {
    MSNP_MSG_UNKNOWN,      /* a type we do not know, or a later chunk, which has none */
    MSNP_MSG_TEXT,         /* text/plain */
    MSNP_MSG_TYPING,       /* text/x-msmsgscontrol: TypingUser in the head (or RecordingUser) */
    MSNP_MSG_DATACAST,     /* text/x-msnmsgr-datacast: ID in the body */
    MSNP_MSG_EMOTICON,     /* text/x-mms-emoticon, text/x-mms-animemoticon */
    MSNP_MSG_CLIENTCAPS,   /* text/x-clientcaps: headers in the body */
    MSNP_MSG_INVITE,       /* text/x-msmsgsinvite: headers in the body */
    MSNP_MSG_P2P,          /* application/x-msnmsgrp2p: binary */
    MSNP_MSG_INK,          /* application/x-ms-ink, image/gif */
    MSNP_MSG_KEEPALIVE,    /* text/x-keepalive */
    MSNP_MSG_PROFILE,      /* text/x-msmsgsprofile: headers in the head */
    MSNP_MSG_MAIL_INITIAL, /* text/x-msmsgsinitialemailnotification; also MSNP2's
                              application/x-msmsgsemailnotification, which may be new mail instead:
                              it has Inbox-Unread in the body or it has not */
    MSNP_MSG_MAIL_DATA,    /* text/x-msmsgsinitialmdatanotification: Mail-Data in the body */
    MSNP_MSG_MAIL_NEW,     /* text/x-msmsgsemailnotification */
    MSNP_MSG_MAIL_MOVED,   /* text/x-msmsgsactivemailnotification */
    MSNP_MSG_OIM,          /* text/x-msmsgsoimnotification */
    MSNP_MSG_SYSTEM,       /* application/ or text/x-msmsgssystemmessage: Type, Arg1 in the body */
} MsnpMsgType;

/* A stretch of a payload; at is NULL if there is none. */
typedef struct {
    const char *at;
    gsize len;
} MsnpSlice;

/* Headers of heads that conversations ask every message for. */
typedef enum {
    MSNP_HEADER_FORMAT,     /* X-MMS-IM-Format */
    MSNP_HEADER_CONTEXT,    /* P4-Context */
    MSNP_HEADER_P2P_DEST,   /* P2P-Dest */
    MSNP_HEADER_MESSAGE_ID, /* Message-ID */
    MSNP_HEADER_CHUNKS,     /* Chunks */
    MSNP_HEADER_CHUNK,      /* Chunk */
    MSNP_N_HEADERS
} MsnpHeader;

/* A payload taken apart. All pointers point into the payload and live as long as it; none of what
 * they point to ends with NUL. */
typedef struct {
    MsnpMsgType type;
    const char *content_type; /* up to ";", NULL if there is none */
    gsize content_type_len;
    const char *charset; /* of the content type, NULL if there is none */
    gsize charset_len;
    const char *head; /* header lines with their line ends, without the empty line */
    gsize head_len;
    const char *body; /* what follows the empty line; never NULL, may be empty */
    gsize body_len;
    MsnpSlice headers[MSNP_N_HEADERS]; /* values as of msnp_header_find(), of the head */
} MsnpMessage;

/* Takes a payload apart without copying. Lines may end in CRLF, LF or CR and may be folded; lines
 * without a colon are ignored; without an empty line all is head. FALSE if nothing can be done with
 * it: no content type and no Message-ID either. A chunk after the first has Message-ID and Chunk
 * only and is MSNP_MSG_UNKNOWN with a NULL content_type. */
gboolean msnp_message_parse(const guint8 *payload, gsize len, MsnpMessage *message);

/* The head that was read last: what somebody writes has the same one all day. One that is all zero remembers
 * nothing. */
typedef struct {
    char bytes[512]; /* with the empty line */
    gsize len;
    MsnpMessage message; /* its pointers point into bytes */
} MsnpHeadMemo;

/* As msnp_message_parse(), but does not take the same head apart again. */
gboolean msnp_message_recall(MsnpHeadMemo *memo, const guint8 *payload, gsize len, MsnpMessage *message);

/* The first header of that name (in any case) in a block of "Name: value" lines: a head, or a body
 * made of such lines. Empty lines are skipped. The value has no blanks around it, may be empty, and
 * if it was folded still holds the line ends. FALSE, and nothing set, if there is none. */
gboolean msnp_header_find(const char *block, gsize len, const char *name, const char **value,
                          gsize *value_len);

/* The same for a decimal number. FALSE, and nothing set, if it is missing, is anything but digits,
 * or does not fit. */
gboolean msnp_header_uint(const char *block, gsize len, const char *name, guint64 *value);

/* A whole slice as such a number. */
gboolean msnp_slice_uint(MsnpSlice slice, guint64 *value);

/* The body of a text message as valid UTF-8 with LF line ends and *len bytes: a pointer into the
 * payload if it is so already, else into scratch, whose former content is gone. Without a charset
 * it is ISO-8859-1. Broken sequences and control characters become U+FFFD. Never NULL. */
const char *msnp_message_text(const MsnpMessage *message, gsize *len, GString *scratch);

/* Appends the payload of a text message. Any line end in text becomes CRLF. style may be NULL. */
void msnp_message_print_text(GString *out, const MsnpStyle *style, const char *text, gsize len);

/* Appends the payload that says that `handle`, oneself, is typing. */
void msnp_message_print_typing(GString *out, const char *handle);

/* How many bytes of body a text message of that style has room for on a switchboard; never 0. */
gsize msnp_message_text_budget(const MsnpStyle *style);

/* How many leading bytes of text (valid UTF-8) go into the next message when its body may take
 * `budget` bytes, line ends counted as CRLF. Cuts at a line end or a space if there is one in the
 * last quarter, else between characters as people see them. Returns len if all fits, and at least
 * one character (0 only if len is 0), however small the budget. */
gsize msnp_message_split(const char *text, gsize len, gsize budget);

G_END_DECLS

#endif
