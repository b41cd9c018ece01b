/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files, both ways, as libpurple's transfers. Knows the life of a PurpleXfer and who holds it; refuses to know how the
 * bytes travel.
 */
#ifndef MSNP_PURPLE_XFER_H
#define MSNP_PURPLE_XFER_H

#include "purple/account.h"

/* prpl.can_receive_file, new_xfer, send_file. */
gboolean msnp_xfer_can_send(PurpleConnection *gc, const char *who);
PurpleXfer *msnp_xfer_new(PurpleConnection *gc, const char *who);
void msnp_xfer_send(PurpleConnection *gc, const char *who, const char *path);

/* MSNP_ACTION_FILE_READ, _FILE_WRITE. */
void msnp_xfer_read(MsnpAccount *ma, const MsnpAction *action);
void msnp_xfer_write(MsnpAccount *ma, const MsnpAction *action);

/* MSNP_EVENT_FILE_OFFERED, _FILE_BEGUN, _FILE_DONE, _FILE_FAILED. */
void msnp_xfer_offered(MsnpAccount *ma, const MsnpAction *action);
void msnp_xfer_begun(MsnpAccount *ma, const MsnpAction *action);
void msnp_xfer_done(MsnpAccount *ma, const MsnpAction *action);
void msnp_xfer_failed(MsnpAccount *ma, const MsnpAction *action);

/* Offers the user bytes of somebody that are here already as a file of that name, which must be safe. Without a word
 * not, where a file of his would be declined so. */
void msnp_xfer_offer_bytes(MsnpAccount *ma, const char *who, const char *name, const guint8 *data, gsize len);

/* The account is about to close: all of its transfers are cancelled, which libpurple does not do by itself. While
 * there is still a line, so that the other sides are told. */
void msnp_xfer_forget(MsnpAccount *ma);

#endif
