/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Choosing a file, to be sent or to be written. Knows that Finch, whose window has been answered, says a moment later
 * that it was cancelled; refuses to know what becomes of the file.
 */
#ifndef MSNP_PURPLE_CHOOSE_H
#define MSNP_PURPLE_CHOOSE_H

#include "purple/account.h"

/* Asks which file is to be sent: purple_xfer_request_accepted() or purple_xfer_cancel_local() follows. */
void msnp_choose_to_send(MsnpAccount *ma, PurpleXfer *xfer);

/* The user has just chosen where it goes: what is said of it before the main loop comes round is no word of his. */
void msnp_choose_taken(MsnpAccount *ma, PurpleXfer *xfer);

/* Call where libpurple says that it was denied. TRUE if that is no word of the user: then it is as before, but that it
 * counts as cancelled; and libpurple may let go of it. */
gboolean msnp_choose_is_settled(MsnpAccount *ma, PurpleXfer *xfer);

/* The account is closing. */
void msnp_choose_forget(MsnpAccount *ma);

#endif
