/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside of MSNFTP: one file between a puppet and a client. */
#ifndef MSNPD_FTP_TRANSFER_H
#define MSNPD_FTP_TRANSFER_H

#include "ftp-text.h"
#include "link.h"
#include "meet.h"

#define FTP_SUCCESS          "16777989"
#define FTP_TAKER_CANCELLED  "2164261682"
#define FTP_SENDER_CANCELLED "2164261683"

/* What the client has to say next. */
typedef enum { TURN_VER, TURN_USR, TURN_FIL, TURN_TFR, TURN_DATA, TURN_BYE } FtpTurn;

typedef struct {
    Account *puppet;
    Account *peer;     /* the one with a client */
    gboolean sends;    /* the puppet sends */
    gboolean reversed; /* the one who takes it listens */
    char *name;        /* percent-encoded */
    guint64 size;
    guint64 announced; /* by the INVITE */
    char *cookie;
    char *auth;      /* AuthCookie; NULL until it was said */
    gboolean agreed; /* both have accepted */
    gboolean over;   /* given up, or done */
    FtpManner *manner;
    Meet *meet; /* NULL: nobody listens or goes anywhere any more */
    guint port; /* where the puppet listens */
    Link *link; /* NULL: no connection */
    char *label;
    FtpTurn turn;
    guint64 moved;    /* bytes of the file that went, or came */
    gboolean all;     /* the puppet has sent all that he meant to */
    gboolean stopped; /* in the middle, as ordered */
    GChecksum *sum;   /* of these bytes */
} FtpTransfer;

/* "WHAT FROM TO", with FROM the one who sends the file, and what FORMAT says. */
void ftp_event(const FtpTransfer *transfer, const char *what, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
/* The client is wrong on the connection. */
void ftp_bad(const FtpTransfer *transfer, const char *bytes, gsize length, const char *why);
/* The puppet's CANCEL, in the switchboard. NULL, or why not. */
const char *ftp_say_cancel(FtpTransfer *transfer, const char *code);
/* All of it has gone or come. */
void ftp_done(FtpTransfer *transfer);

/* ftp-link.c: the connection. */

/* Listens on a port of 127.0.0.1 for the client; FALSE when there is none. */
gboolean ftp_listen(FtpTransfer *transfer);
/* Neither listens nor goes there any more. */
void ftp_listen_stop(FtpTransfer *transfer);
/* Goes to this port of 127.0.0.1, whatever address the client has said. */
void ftp_connect(FtpTransfer *transfer, guint port);
/* The line that begins with VERB, or what was ordered instead. */
void ftp_say(FtpTransfer *transfer, const char *verb, const char *rest);
/* Stops in this way. NULL, or why that cannot be. */
const char *ftp_stop(FtpTransfer *transfer, const FtpHow *how);
/* The puppet closes. */
void ftp_hang_up(FtpTransfer *transfer);

/* ftp-data.c: blocks. */

/* Sends what there is room for. */
void ftp_data_send(FtpTransfer *transfer);
/* Takes a block of a client; how many bytes were used, 0 for more. */
gsize ftp_data_take(FtpTransfer *transfer, const char *bytes, gsize length);
/* TRUE when all went as announced, and nothing else. */
gboolean ftp_data_whole(const FtpTransfer *transfer);

#endif
