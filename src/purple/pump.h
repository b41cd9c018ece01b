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

/* Performs everything that is left, and stops timer and idle callback for good. */
void msnp_pump_finish(MsnpAccount *ma);

#endif
