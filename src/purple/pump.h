/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Drains the session: pops actions and hands each to the file that does it. Knows the table of kinds and
 * the clock; refuses to know what any of them means.
 */
#ifndef MSNP_PURPLE_PUMP_H
#define MSNP_PURPLE_PUMP_H

#include "purple/account.h"

/* Tells the session what time it is. Before every feed and request. */
void msnp_pump_tick(MsnpAccount *ma);

/* Performs what is to be done, for a slice of time at most; the rest follows from an idle callback while
 * no stream is read. Then arms the timer. Harmless when called from within itself. */
void msnp_pump(MsnpAccount *ma);

/* What the user asks for is asked of the session between these two. Enter gives the account behind gc, its session
 * told the time, or NULL (then there is nothing to leave) if it has none. In between libpurple may be called and may
 * close the account (gc is NULL then); its memory and the session stay. Leave performs what is to be done; the
 * account may be gone after it. */
MsnpAccount *msnp_pump_enter(PurpleConnection *gc);
void msnp_pump_leave(MsnpAccount *ma);

/* Performs everything that is left, and stops timer and idle callback for good. */
void msnp_pump_finish(MsnpAccount *ma);

#endif
