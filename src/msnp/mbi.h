/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The proof of an SSO sign-in: that the secret of a ticket is known, without saying it. Knows HMAC, 3DES and the
 * layout of the answer; refuses to know where ticket and nonce come from.
 */
#ifndef MSNP_MBI_H
#define MSNP_MBI_H

#include <glib.h>

G_BEGIN_DECLS

#define MSNP_MBI_IV_SIZE 8

/* The answer to a nonce, which is taken as it came and is not decoded, in base64; secret is base64 too, as the ticket
 * service gave it. For msnp_secret_free(); NULL if the secret is not base64. */
char *msnp_mbi_answer(const char *secret, const char *nonce, const guint8 iv[MSNP_MBI_IV_SIZE]);

G_END_DECLS

#endif
