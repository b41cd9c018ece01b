/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What clients wrap the values in that they send each other: base64, UTF-16LE, an account with an endpoint behind it,
 * GUIDs, SHA-1. Knows encodings; refuses to know what the values mean.
 */
#ifndef MSNP_CODING_H
#define MSNP_CODING_H

#include <glib.h>
#include "msnp/limits.h"

G_BEGIN_DECLS

/* The bytes of base64, with all of its padding or with none. The caller's, with a NUL behind them that *out_len does
 * not count; NULL, and nothing set, if any character is of another alphabet, the length cannot be or bits are left. */
guint8 *msnp_base64_decode(const char *text, gsize len, gsize *out_len);

/* UTF-16LE up to its first NUL or its last whole unit as valid UTF-8; half a pair becomes U+FFFD. The caller's. */
char *msnp_utf16_decode(const guint8 *data, gsize len);

/* Appends text as UTF-16LE, without a NUL; nothing if it is not UTF-8. */
void msnp_utf16_print(GString *out, const char *text);

/* An account as peers write it to each other: lower case, without ";{guid}". FALSE, and out undefined, if it cannot
 * be one (empty, too long, blanks, control characters, angle brackets, not UTF-8). */
gboolean msnp_account_read(const char *text, gsize len, char out[MSNP_LIMIT_HANDLE + 1]);

#define MSNP_SHA1_SIZE 20

/* SHA-1 of data, and its 40 lower-case hexadecimal digits and a NUL. */
void msnp_sha1(const guint8 *data, gsize len, guint8 out[MSNP_SHA1_SIZE]);
void msnp_sha1_hex(const guint8 sha1[MSNP_SHA1_SIZE], char out[2 * MSNP_SHA1_SIZE + 1]);

/* The text of a GUID and a NUL. */
#define MSNP_GUID_SIZE 39

/* "{XXXXXXXX-...}" of 16 bytes, random ones or a nonce's; the first three groups are little-endian in them. */
void msnp_guid_print(const guint8 bytes[16], char out[MSNP_GUID_SIZE]);

/* The 16 bytes of such a text, in any case. FALSE if it is none, or all of them are 0. */
gboolean msnp_guid_read(const char *text, guint8 out[16]);

/* "YYYY-MM-DDThh:mm:ssZ" of a time and a NUL. */
#define MSNP_UTC_SIZE 21

/* The text of seconds since 1970; what is beyond the year 9999 is cut to its end. */
void msnp_utc_print(guint64 seconds, char out[MSNP_UTC_SIZE]);

G_END_DECLS

#endif
