/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages to people who are away. Knows who may be written to, and which of those that were written to us were shown
 * and may be told once more; never keeps one.
 */
#ifndef MSNP_PURPLE_OFFLINE_H
#define MSNP_PURPLE_OFFLINE_H

#include "purple/account.h"

/* The setting of an account that holds, with blanks between, those that were shown and are not known to be deleted. */
#define MSNP_OPTION_SHOWN "offline-shown"

/* prpl.offline_message. */
gboolean msnp_offline_is_possible(const PurpleBuddy *buddy);

/* MSNP_EVENT_OFFLINE_MESSAGE, _OFFLINE_DELETED. */
void msnp_offline_came(MsnpAccount *ma, const MsnpAction *action);
void msnp_offline_deleted(MsnpAccount *ma, const MsnpAction *action);

#endif
