/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A day of use: Alice signs in, talks, edits her list, shares a picture and a file, and signs out,
 * while anything may go wrong. Whatever she does either shows or is said to have failed; the next
 * morning everything is there. Bob is there all the time, and nothing happens to his connection. */
#ifndef MSNP_TEST_RIG_DAY_H
#define MSNP_TEST_RIG_DAY_H

#include "relay.h"
#include "rig.h"

/* The service, Bob online, and Alice's account, whose connections all go through a relay. */
void day_prepare(void);

/* A whole day. Each text that is typed has to arrive or to come back. Ends when she is offline. */
void day_spend(void);

/* The same, and everything has to succeed: nothing goes wrong. */
void day_undisturbed(void);

/* The morning after: signs in undisturbed, and finds the list as the service has it; Bob and Alice
 * talk. Then all is as it was before the first day. */
void day_check(void);

/* Everything of Alice's goes through this. */
Relay *day_relay(void);

/* The service; Alice, NULL when the account was removed. */
RigServer *day_server(void);
PurpleAccount *day_alice(void);

/* Something that the relay knows nothing of has gone wrong now. */
void day_goes_wrong(void);

/* What may happen to her at any moment. */
void day_alice_goes(void);
void day_alice_is_removed(void);
void day_windows_close(void);

#endif
