/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Winks, voice clips, drawings and deeds in conversations: the picture where there is one that can be shown, a file
 * where there is not. Knows libpurple's windows and picture store; never keeps either.
 */
#ifndef MSNP_PURPLE_WINKS_H
#define MSNP_PURPLE_WINKS_H

#include "purple/account.h"

/* MSNP_EVENT_WINK, _VOICE. */
void msnp_winks_sent(MsnpAccount *ma, const MsnpAction *action);

/* MSNP_EVENT_INK. */
void msnp_winks_drawn(MsnpAccount *ma, const MsnpAction *action);

/* MSNP_EVENT_DEED. */
void msnp_winks_deed(MsnpAccount *ma, const MsnpAction *action);

/* The account is about to close: nothing is said of those on their way. */
void msnp_winks_forget(MsnpAccount *ma);

#endif
