/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a puppet is told to behave in MSNFTP: what becomes of files, where it stops, how it lies. */
#ifndef MSNPD_FTP_MANNER_H
#define MSNPD_FTP_MANNER_H

#include "world.h"

typedef enum {
    HOW_NONE,
    HOW_CCL,
    HOW_BYE,
    HOW_BLOCK,
    HOW_CANCEL,
    HOW_FIN,
    HOW_RESET,
    HOW_HANG
} FtpHowKind;

/* A way to stop. */
typedef struct {
    FtpHowKind kind;
    char *code; /* of BYE or CANCEL; NULL: the one that fits */
} FtpHow;

/* One transfer's. */
typedef struct {
    GPtrArray *fields; /* orders about fields: '=', '+' or '-', and "NAME: VALUE" or "NAME" */
    GHashTable *says;  /* verb to GString: what is said instead of that line */
    gboolean reverse;  /* fields in opposite order */
    gboolean serves;   /* as the one who takes, whether or not that is wanted */
    gboolean absent;   /* does not connect, or names a port where nobody listens */
    gboolean mute;     /* does not say where he listens */
    gboolean first;    /* says VER at once, and not again */
    gboolean no_end;   /* no end block */
    guint64 block;     /* data in a block; 0: what everybody does */
    guint64 more;      /* bytes more than announced */
    guint64 less;      /* and fewer */
    gboolean empty;    /* a block without data comes first */
    guint64 type;      /* of the first block */
    gboolean stops;    /* after so many bytes, in this way */
    guint64 stop_at;
    FtpHow how;
} FtpManner;

typedef enum { FTP_IGNORE, FTP_ACCEPT, FTP_DECLINE } FtpTake;

/* What ACCOUNT does with files that are offered to him, and by which Cancel-Code he declines. */
FtpTake ftp_take(const Account *account, const char **code);
/* "accept|decline [CODE]|ignore". FALSE when it is none of these. */
gboolean ftp_take_order(const Account *account, const char *words);

/* "KIND [VALUE]", for the next transfer of ACCOUNT. FALSE when there is no such lie. */
gboolean ftp_lie_order(const Account *account, const char *words);
/* "N HOW". */
gboolean ftp_stop_order(const Account *account, const char *words);

/* "HOW [CODE]". */
gboolean ftp_how_read(const char *words, FtpHow *how);
void ftp_how_clear(FtpHow *how);

/* What was ordered for the next transfer of ACCOUNT, once. Caller frees. */
FtpManner *ftp_manner_take(const Account *account);
void ftp_manner_free(FtpManner *manner);

void ftp_manners_clear(void);

#endif
