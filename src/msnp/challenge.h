/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The two digests of the notification server: MD5 over a text and a secret, and the answer to a
 * challenge in the scheme of MSNP11. Knows no product ids and no dialects; those are handed in.
 */
#ifndef MSNP_CHALLENGE_H
#define MSNP_CHALLENGE_H

#include <glib.h>

G_BEGIN_DECLS

/* The size of an answer: 32 lower-case hexadecimal digits and the NUL. */
#define MSNP_CHALLENGE_HEX 33

/* MD5 of challenge followed by secret, nothing between: the USR digest of MSNP2 to 7 (secret: the
 * password) and the QRY answer of MSNP6 to 10 (secret: the product key). Any length of both is
 * fine. No copy of the secret is left behind. */
void msnp_challenge_md5(const char *challenge, const char *secret, char hex[MSNP_CHALLENGE_HEX]);

/* The QRY answer since MSNP11. Any length of all three is fine. */
void msnp_challenge_answer(const char *challenge, const char *product_id, const char *product_key,
                           char hex[MSNP_CHALLENGE_HEX]);

G_END_DECLS

#endif
