/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the session tells of itself: progress, online, the end. Knows PurpleConnection's
 * side of it.
 */
#ifndef MSNP_PURPLE_CONNECTION_H
#define MSNP_PURPLE_CONNECTION_H

#include "purple/account.h"

void msnp_connection_progress(MsnpAccount *ma, const MsnpAction *action);
void msnp_connection_signed_in(MsnpAccount *ma, const MsnpAction *action);
void msnp_connection_signed_out(MsnpAccount *ma, const MsnpAction *action);
void msnp_connection_machine(MsnpAccount *ma, const MsnpAction *action);
void msnp_connection_older(MsnpAccount *ma, const MsnpAction *action);
void msnp_connection_own_name(MsnpAccount *ma, const MsnpAction *action);

#endif
