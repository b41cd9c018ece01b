/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks for passwords, tickets and digests where none may be. */
#ifndef MSNP_TEST_RIG_SECRETS_H
#define MSNP_TEST_RIG_SECRETS_H

/* From now on this text is a secret; its percent-coded form too. */
void rig_secrets_add(const char *secret);

/* Fails the scenario when a secret stands in a file of the profile other than accounts.xml, in the
 * debug log, or in any event. */
void rig_secrets_check(void);

#endif
