/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks for passwords, tickets and digests where none may be. */
#ifndef MSNP_TEST_RIG_SECRETS_H
#define MSNP_TEST_RIG_SECRETS_H

/* From now on this text is a secret; its percent-coded, escaped and base64 forms and its digests
 * too. */
void rig_secrets_add(const char *secret);

/* Fails the scenario when a secret stands in any event, or in any file below the scenario's folder, in
 * which the debug log, the profile, the caches and all temporary files are: but for accounts.xml,
 * for what msnpd writes, and for the address of an inbox that the browser is given. */
void rig_secrets_check(void);

#endif
