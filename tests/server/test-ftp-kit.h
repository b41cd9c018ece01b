/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A raw client that knows MSNFTP, for the tests of msnpd; shares nothing with msnpd's own
 * reading. */
#ifndef MSNPD_TEST_FTP_KIT_H
#define MSNPD_TEST_FTP_KIT_H

#include "test-p2p-kit.h"

#define GUID   "{5D3E02AB-6190-11d3-BBBB-00C04F795683}"
#define LAST   "Launch-Application: FALSE\r\nRequest-Data: IP-Address:\r\n"
#define ACCEPT "Invitation-Command: ACCEPT\r\nInvitation-Cookie: "
/* The cookies of ALICE's offers, and of DAVE's first one. */
#define MINE   "77"
#define THEIRS "33267"

#define SEND "msnftp-send " DAVE " " ALICE " a%20b.txt @"
#define TAKE "msnftp-take " DAVE " "
#define STOP "msnftp-stop " DAVE " "
#define LIE  "msnftp-lie " DAVE " "
#define GO   "msnftp-cancel " DAVE " " ALICE " "

/* ALICE says an invitation of these lines. */
void ftp_fields(Pair *pair, const char *letter, const char *lines);
/* The next message from DAVE is an invitation with this in it. */
void ftp_hears(Pair *pair, const char *text);
/* The value of a field of what DAVE has just said. Caller frees. */
char *ftp_field(Pair *pair, const char *name);
/* ALICE offers a file; MORE is whole lines. */
void ftp_offer(Pair *pair, guint size, const char *more);

/* A link to where DAVE has just said that he listens. */
Peer *ftp_dial(Pair *pair);
/* A block of the bytes that msnpd makes, from OFFSET on. */
void ftp_put_block(Peer *peer, guint type, gsize length, gsize offset);
/* The next block is this one. */
void ftp_get_block(Peer *peer, guint type, gsize length, gsize offset);
/* All blocks of a file, without the end block. */
void ftp_put_blocks(Peer *peer, gsize size);
void ftp_get_blocks(Peer *peer, gsize size);
/* Waits for the event at the end of a whole file; BETWEEN is who sends and who takes. */
void ftp_await_done(Pair *pair, const char *between, gsize size);

/* On the connection, as the one who takes the file: up to TFR. */
void ftp_ask_for(Peer *peer, const char *auth, const char *size);
/* Accepts DAVE's first offer; the connection, up to TFR. */
Peer *ftp_take_up(Pair *pair, const char *size);
/* The same when DAVE comes to ALICE. */
Peer *ftp_take_up_reversed(Pair *pair, const char *size);
/* DAVE has accepted ALICE's offer and comes; nothing was said yet. */
Peer *ftp_give(Pair *pair);
/* The same up to TFR; REVERSED: he listens. */
Peer *ftp_give_up_to(Pair *pair, gboolean reversed, const char *size);

/* Orders several lies for DAVE, separated by tabs. */
void ftp_lie(Pair *pair, const char *lies);

#endif
