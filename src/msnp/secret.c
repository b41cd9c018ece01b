/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Passwords, tickets, digests and cookies in memory: handled so that no copy is left behind. Knows bytes; refuses to
 * know whose secret they are.
 */
#include "msnp/secret.h"

#include <string.h>
#include <openssl/crypto.h>
#include "msnp/msnp.h"

/* The block that MD5, SHA-1 and SHA-256 work on; and the longest digest of them. */
#define BLOCK_SIZE 64
#define DIGEST_MAX 32

/* By a pointer that may have changed, as far as a compiler can tell. libcrypto's own goes by eight bytes, and all that
 * comes and goes is wiped. */
void
msnp_wipe(void *data, gsize len)
{
    static void *(*const volatile fill)(void *, int, size_t) = memset;

    if (len > 0)
        fill(data, 0, len);
}

void
msnp_secret_free(char *text)
{
    if (text)
        msnp_wipe(text, strlen(text));
    g_free(text);
}

void
msnp_secret_free_string(GString *string)
{
    if (!string)
        return;
    msnp_wipe(string->str, string->allocated_len);
    g_string_free(string, TRUE);
}

gboolean
msnp_secret_equal(const char *a, const char *b)
{
    gsize len = strlen(a);

    return strlen(b) == len && CRYPTO_memcmp(a, b, len) == 0;
}

void
msnp_secret_append_vprintf(GString *out, const char *format, va_list args)
{
    gsize before = out->len;
    va_list again;
    int len;

    va_copy(again, args);
    len = g_vsnprintf(NULL, 0, format, again);
    va_end(again);
    g_string_set_size(out, before + (gsize) MAX(len, 0) + 2);
    g_string_truncate(out, before + (gsize) MAX(len, 0));
    g_vsnprintf(out->str + before, (gulong) MAX(len, 0) + 1, format, args);
}

/* A checksum keeps the last block and the digest, where zeros go then, and the digest as text. */
void
msnp_secret_digest(GChecksum *sum, guint8 *out, gsize len)
{
    static const guint8 zeros[BLOCK_SIZE];
    guint8 nothing[DIGEST_MAX];
    gsize n = sizeof(nothing);
    char *text;

    g_checksum_get_digest(sum, out, &len);
    text = (char *) g_checksum_get_string(sum);
    msnp_wipe(text, strlen(text));
    g_checksum_reset(sum);
    g_checksum_update(sum, zeros, sizeof(zeros));
    g_checksum_get_digest(sum, nothing, &n);
    g_checksum_free(sum);
}
