/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is shown of a contact: text under the name, tooltip, Get Info, emblem. Knows what the session knows
 * of somebody; asks nobody else.
 */
#ifndef MSNP_PURPLE_INFO_H
#define MSNP_PURPLE_INFO_H

#include "purple/account.h"

char *msnp_info_status_text(PurpleBuddy *buddy);
void msnp_info_tooltip(PurpleBuddy *buddy, PurpleNotifyUserInfo *info, gboolean full);
void msnp_info_get(PurpleConnection *gc, const char *who);
const char *msnp_info_emblem(PurpleBuddy *buddy);

#endif
