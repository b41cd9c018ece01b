/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages that were written while one was away. Knows which of them were shown and may be told once more; never
 * keeps one.
 */
#ifndef MSNP_PURPLE_OFFLINE_H
#define MSNP_PURPLE_OFFLINE_H

#include "purple/account.h"

/* The setting of an account that holds, with blanks between, those that were shown and are not known to be deleted. */
#define MSNP_OPTION_SHOWN "offline-shown"

/* MSNP_EVENT_OFFLINE_MESSAGE, _OFFLINE_DELETED. */
void msnp_offline_came(MsnpAccount *ma, const MsnpAction *action);
void msnp_offline_deleted(MsnpAccount *ma, const MsnpAction *action);

#endif
