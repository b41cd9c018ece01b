/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The two digests of the notification server: MD5 over a text and a secret, and the answer to a
 * challenge in the scheme of MSNP11. Knows no product ids and no dialects; those are handed in.
 */
#include "msnp/challenge.h"

#include <string.h>
#include "msnp/msnp.h"
#include "msnp/secret.h"

#define DIGEST_LEN   16
#define DIGEST_WORDS (DIGEST_LEN / 4)

/* The scheme of MSNP11 reckons modulo the prime 2^31-1; it is a modulo, the mask is for the key
 * only. */
#define PRIME  G_GUINT64_CONSTANT(0x7fffffff)
#define FACTOR G_GUINT64_CONSTANT(0x0e79a9c1)

static void
digest_of_pair(const char *text, const char *secret, guint8 digest[DIGEST_LEN])
{
    GChecksum *md5 = g_checksum_new(G_CHECKSUM_MD5);

    g_checksum_update(md5, (const guint8 *) text, strlen(text));
    g_checksum_update(md5, (const guint8 *) secret, strlen(secret));
    msnp_secret_digest(md5, digest, DIGEST_LEN);
}

static void
digest_to_hex(const guint8 digest[DIGEST_LEN], char hex[MSNP_CHALLENGE_HEX])
{
    static const char digits[] = "0123456789abcdef";

    for (guint i = 0; i < DIGEST_LEN; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[2 * DIGEST_LEN] = '\0';
}

static guint32
word_get(const void *bytes)
{
    guint32 word;

    memcpy(&word, bytes, sizeof(word));
    return GUINT32_FROM_LE(word);
}

static void
word_put(guint8 *bytes, guint32 word)
{
    word = GUINT32_TO_LE(word);
    memcpy(bytes, &word, sizeof(word));
}

/* Challenge and product id, filled up with the digit 0 to whole pairs of words. */
static GString *
pairs_new(const char *challenge, const char *product_id)
{
    GString *pairs = g_string_new(challenge);

    g_string_append(pairs, product_id);
    while (pairs->len % 8 != 0)
        g_string_append_c(pairs, '0');
    return pairs;
}

/* Runs the pairs of words through two linear congruences keyed by the four words of the digest. */
static void
pairs_reckon(const GString *pairs, const guint32 key[DIGEST_WORDS], guint32 *high_out,
             guint32 *low_out)
{
    guint64 high = 0, low = 0, mid;

    for (gsize i = 0; i < pairs->len; i += 8) {
        mid = word_get(pairs->str + i) * FACTOR % PRIME + high;
        mid = (mid * key[0] + key[1]) % PRIME;
        high = (word_get(pairs->str + i + 4) + mid) % PRIME;
        high = (high * key[2] + key[3]) % PRIME;
        low += high + mid;
    }
    *high_out = (guint32) ((high + key[1]) % PRIME);
    *low_out = (guint32) ((low + key[3]) % PRIME);
}

void
msnp_challenge_md5(const char *challenge, const char *secret, char hex[MSNP_CHALLENGE_HEX])
{
    guint8 digest[DIGEST_LEN];

    digest_of_pair(challenge, secret, digest);
    digest_to_hex(digest, hex);
    msnp_wipe(digest, sizeof(digest));
}

void
msnp_challenge_answer(const char *challenge, const char *product_id, const char *product_key,
                      char hex[MSNP_CHALLENGE_HEX])
{
    g_autoptr(GString) pairs = pairs_new(challenge, product_id);
    guint8 digest[DIGEST_LEN];
    guint32 words[DIGEST_WORDS], key[DIGEST_WORDS], high, low;

    digest_of_pair(challenge, product_key, digest);
    for (guint i = 0; i < DIGEST_WORDS; i++) {
        words[i] = word_get(digest + 4 * i);
        key[i] = words[i] & PRIME;
    }
    pairs_reckon(pairs, key, &high, &low);
    for (guint i = 0; i < DIGEST_WORDS; i++)
        word_put(digest + 4 * i, words[i] ^ (i % 2 == 0 ? high : low));
    digest_to_hex(digest, hex);
}
