/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What adding and removing does to the lists of both people, and who hears of it. */
#ifndef MSNPD_LISTS_H
#define MSNPD_LISTS_H

#include "client.h"

/* The lists that OWNER has WHO on. */
guint lists_bits(Account *owner, const Account *who);

/* Of these, what decides about presence; see contact_live(). */
guint lists_live(Account *owner, const Account *who);

/* Puts WHO on the list BIT (FL, AL or BL) of OWNER, and into GROUP if it is not NULL. 0, or the
 * number of the error. */
guint lists_add(Account *owner, Account *who, guint bit, Group *group);
/* Takes CONTACT off the list BIT; he may be gone afterwards. */
void lists_remove(Account *owner, Contact *contact, guint bit);

/* GROUP goes away: officially, whoever is in that group only leaves the forward list. */
void lists_group_emptied(Account *owner, const Group *group);

/* OWNER's own name for the contact; one like his address is none. */
void lists_set_nick(Contact *contact, const char *nick);

/* Tells the other one, after the reply: ADD 0 RL and its kin, and presence that is (no longer) to
 * be seen. BEFORE is what lists_live() was. */
void lists_tell_added(Account *owner, Account *who, guint bit, guint before);
void lists_tell_removed(Account *owner, Account *who, guint bit, guint before);

#endif
