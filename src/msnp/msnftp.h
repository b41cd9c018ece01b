/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The connection over which clients older than 6.0 move a file (MSNFTP): getting it, saying who one is, blocks of data.
 * Knows both roles, whoever of the two listens; refuses to know how the transfer was agreed on and what is in the file.
 * Source: hypothetic.org's and the MSN wikis' pages on MSNFTP.
 */
#ifndef MSNP_MSNFTP_H
#define MSNP_MSNFTP_H

#include "msnp/link.h"

typedef struct _MsnpFtp MsnpFtp;

/* What it tells. The owner may free it from over, which comes last and once. */
typedef struct {
    void (*listening)(gpointer owner, const MsnpAddresses *addresses);
    void (*begun)(gpointer owner);                               /* the other side is who it said */
    void (*want)(gpointer owner, guint64 offset, gsize len);     /* sending: feed it that */
    void (*data)(gpointer owner, const guint8 *data, gsize len); /* receiving: what comes next */
    void (*done)(gpointer owner);                                /* received whole, or the other side says so */
    void (*over)(gpointer owner, MsnpError error); /* NONE after done */
} MsnpFtpOwner;

/* What the two have agreed on. */
typedef struct {
    gboolean sending;
    guint64 size;
    const char *receiver; /* his handle */
    const char *auth;     /* AuthCookie */
} MsnpFtpDeal;

/* A transfer that has no connection yet. The deal is copied. */
MsnpFtp *msnp_ftp_new(MsnpCore *core, const MsnpFtpOwner *klass, gpointer owner, const MsnpFtpDeal *deal);

/* Closes it without a word; over is not told. NULL is allowed. */
void msnp_ftp_free(MsnpFtp *ftp);

/* Tries addresses ("host:port" each; taken over) one after the other; or waits to be connected to. One of the two,
 * once. */
void msnp_ftp_connect(MsnpFtp *ftp, GPtrArray *addresses);
void msnp_ftp_listen(MsnpFtp *ftp);

/* TRUE since the two are connected. */
gboolean msnp_ftp_is_met(const MsnpFtp *ftp);

/* Gives what was wanted. */
void msnp_ftp_feed(MsnpFtp *ftp, const guint8 *data, gsize len);

/* Says, where there is somebody to hear it, that one does not want to go on. Free it then. kept: what
 * came was kept, so that a receiver who has all of it may still say that he has. */
void msnp_ftp_stop(MsnpFtp *ftp, gboolean kept);

void msnp_ftp_tick(MsnpFtp *ftp);
guint64 msnp_ftp_deadline(const MsnpFtp *ftp);

#endif
