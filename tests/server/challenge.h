/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Right answers to CHL, computed on the server's side. */
#ifndef MSNPD_CHALLENGE_H
#define MSNPD_CHALLENGE_H

#include "dialect.h"

/* The 32 digits that answer CHALLENGE for the product id in this scheme. NULL when the id is not
 * one of that scheme. Caller frees. */
char *challenge_answer(ChallengeKind kind, const char *challenge, const char *product);

#endif
