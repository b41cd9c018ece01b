/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pictures, emoticons and files: what the session does with P2P. Knows both sides of each; refuses to know how a
 * session is agreed on and how bytes travel. What is asked here is explained in msnp.h.
 */
#ifndef MSNP_TRANSFER_H
#define MSNP_TRANSFER_H

#include "msnp/talk.h"

typedef struct _MsnpTransfers MsnpTransfers;

MsnpTransfers *msnp_transfers_new(MsnpCore *core, MsnpTalks *talks);
void msnp_transfers_free(MsnpTransfers *transfers);

/* Everything is over; call after msnp_talks_end(). */
void msnp_transfers_end(MsnpTransfers *transfers);

/* Goes on with what can go on. TRUE if there was anything to do. */
gboolean msnp_transfers_run(MsnpTransfers *transfers);
void msnp_transfers_tick(MsnpTransfers *transfers);
guint64 msnp_transfers_deadline(const MsnpTransfers *transfers);

/* ---- transfer-objects.c ---- */

/* One's own picture; sets core->object. FALSE if it is too large. */
gboolean msnp_transfers_set_picture(MsnpTransfers *transfers, const guint8 *data, gsize len);

/* FALSE if that is no object, or too many wait. */
gboolean msnp_transfers_fetch(MsnpTransfers *transfers, const char *who, const char *object, guint *id);

/* FALSE if there is no such chat. */
gboolean msnp_transfers_announce(MsnpTransfers *transfers, const char *who, guint chat, const MsnpEmoticon *emoticons,
                                 guint n);

/* ---- transfer-files.c, transfer-msnftp.c ---- */

guint msnp_transfers_send_file(MsnpTransfers *transfers, const char *who, const char *name, guint64 size,
                               const void *preview, gsize preview_len);

/* The same to a client older than 6.0. */
guint msnp_old_files_send(MsnpTransfers *transfers, const char *who, const char *name, guint64 size);

void msnp_transfers_accept_file(MsnpTransfers *transfers, guint id);
void msnp_transfers_cancel_file(MsnpTransfers *transfers, guint id);
void msnp_transfers_file_piece(MsnpTransfers *transfers, guint id, guint64 offset, const void *data, gsize len);

#endif
