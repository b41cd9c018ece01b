/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who added me: the question, once for each person, and its answer. Knows libpurple's authorisation
 * request.
 */
#ifndef MSNP_PURPLE_AUTHORIZE_H
#define MSNP_PURPLE_AUTHORIZE_H

#include "purple/account.h"

/* MSNP_EVENT_AUTHORIZE. */
void msnp_authorize_ask(MsnpAccount *ma, const MsnpAction *action);

/* The account is closing: questions still open are libpurple's to close; ours is the memory. */
void msnp_authorize_forget(MsnpAccount *ma);

#endif
