/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The response of USR SSO S: what the client makes of nonce and secret. */
#ifndef MSNPD_MBI_H
#define MSNPD_MBI_H

/* What is wrong with BLOB, the answer to NONCE by the secret (base64) of the ticket; NULL: nothing.
 */
const char *mbi_fault(const char *blob, const char *nonce, const char *secret);

#endif
