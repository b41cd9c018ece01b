/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The small documents of the notification server: what people say of themselves (UBX, UUX), alerts
 * and mobile pages (NOT, IPG), and the bodies that tell of mail. Knows their fields; refuses to
 * know which command brought them.
 */
#ifndef MSNP_NOTICE_H
#define MSNP_NOTICE_H

#include "msnp/message.h"

G_BEGIN_DECLS

/* Characters of a personal message, and of each thing one listens to, that we send. */
#define MSNP_PERSONAL_LIMIT 129

/* ---- UBX, UUX ---- */

/* Strings are one line of valid UTF-8. What was parsed is cleared by the caller; to print, the
 * caller's own strings may be put in and are then not to be cleared. */
typedef struct {
    char *message;   /* parsed: never NULL, "" if none; to print: may be NULL */
    MsnpMedia media; /* the rest is NULL if there is none, and each may be NULL at any time */
    char *title;
    char *artist;
    char *album;
    char *
        line; /* parsed: all that in the words of the sender. To print: taken for a missing title */
} MsnpPersonal;

/* Reads the payload of UBX; an empty one says nothing of everything. Tolerates a missing <Data> and
 * loose "&" and "<". FALSE, with *out all 0, if there is nothing of the kind in it. */
gboolean msnp_personal_parse(const guint8 *xml, gsize len, MsnpPersonal *out);

/* Frees what was parsed and makes it all 0; all 0 already is allowed. */
void msnp_personal_clear(MsnpPersonal *personal);

/* Appends the payload of UUX, in one line. NULL says nothing of everything. */
void msnp_personal_print(const MsnpPersonal *personal, GString *out);

/* ---- NOT, IPG ---- */

typedef struct {
    char *from;     /* IPG: the handle who sent the page, in lower case; NULL if it is not one */
    char *text;     /* never NULL, may be ""; lines end in LF */
    char *url;      /* where to read on: http or https, printable ASCII; NULL if there is no such */
    guint64 siteid; /* who alerts, 0 if it is not said */
} MsnpNotice;

/* Reads the payload of NOT and IPG. Tolerates loose "&" and "<" and a broken end. FALSE, with *out
 * all 0, if it has no NOTIFICATION. */
gboolean msnp_notice_parse(const guint8 *xml, gsize len, MsnpNotice *out);

/* Frees and makes it all 0; all 0 already is allowed. */
void msnp_notice_clear(MsnpNotice *notice);

/* ---- mail ---- */

/* One mail that came. Nothing is NULL, "" if it is not said; each is one line of valid UTF-8. */
typedef struct {
    char *from;      /* name */
    char *from_addr; /* address */
    char *subject;   /* as the server sent it: RFC 2047 words, or nearly so */
    char *folder;    /* "ACTIVE" is the inbox */
    char *message_url;
    char *post_url;
} MsnpMail;

/* Reads the body of MSNP_MSG_MAIL_NEW. FALSE, with *out all 0, if it names neither sender nor
 * subject. */
gboolean msnp_mail_parse_new(const MsnpMessage *message, MsnpMail *out);

/* Frees and makes it all 0; all 0 already is allowed. */
void msnp_mail_clear(MsnpMail *mail);

/* Mails that went from one folder to another. */
typedef struct {
    char *src; /* never NULL, may be "" */
    char *dst;
    guint delta;
} MsnpMailMoved;

/* Reads the body of MSNP_MSG_MAIL_MOVED. FALSE, with *out all 0, if no number or no folder is in
 * it. */
gboolean msnp_mail_parse_moved(const MsnpMessage *message, MsnpMailMoved *out);

/* Frees and makes it all 0; all 0 already is allowed. */
void msnp_mail_moved_clear(MsnpMailMoved *moved);

G_END_DECLS

#endif
