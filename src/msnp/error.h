/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers that servers answer, and what they mean by consequence. Knows the numbers; refuses to know any
 * word for people. Sources: the error lists of the wikis and of earlier clients, where they agree.
 */
#ifndef MSNP_ERROR_H
#define MSNP_ERROR_H

#include "msnp/msnp.h"

/* What a number means when it answers a step of sign-in (it ends the session). */
MsnpError msnp_error_of_sign_in(guint number);

/* What a number means when it answers the way of a message: XFR SB, CAL, MSG. */
MsnpError msnp_error_of_message(guint number);

/* What a number means when it answers a change of the roster or of oneself. */
MsnpError msnp_error_of_request(guint number);

/* What OUT with that reason ("" if none) means. */
MsnpError msnp_error_of_out(const char *reason);

#endif
