/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The other places where the user is signed in: shown, and signed out. Knows libpurple's requests; never keeps one.
 */
#ifndef MSNP_PURPLE_PLACES_H
#define MSNP_PURPLE_PLACES_H

#include "purple/account.h"

/* Shows them, and signs out the one that is chosen. */
void msnp_places_show(MsnpAccount *ma);

/* Signs out all of them. */
void msnp_places_sign_out_others(MsnpAccount *ma);

#endif
