/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The proof of an SSO sign-in: that the secret of a ticket is known, without saying it. Knows HMAC, 3DES and the
 * layout of the answer; refuses to know where ticket and nonce come from.
 */
#include "msnp/mbi.h"

#include <string.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include "msnp/coding.h"
#include "msnp/msnp.h"

#define KEY_SIZE   24
#define BLOCK_SIZE 8
#define HEAD_WORDS 7

/* Crypt mode CBC, cipher 3DES, hash SHA-1, as Windows numbers them. */
#define MODE_CBC    1
#define CIPHER_3DES 0x6603
#define HASH_SHA1   0x8004

static void
hmac(const guint8 *key, gsize key_len, const guint8 *data, gsize len, guint8 out[MSNP_SHA1_SIZE])
{
    HMAC(EVP_sha1(), key, (int) key_len, data, len, out, NULL);
}

/* HMAC of a hash, if there is one, and the words behind it. */
static void
hmac_chain(const guint8 *key, gsize key_len, const guint8 *hash, const char *words, guint8 out[MSNP_SHA1_SIZE])
{
    guint8 data[MSNP_SHA1_SIZE + 64];
    gsize len = hash ? MSNP_SHA1_SIZE : 0, n = strlen(words);

    if (hash)
        memcpy(data, hash, MSNP_SHA1_SIZE);
    memcpy(data + len, words, n);
    hmac(key, key_len, data, len + n, out);
    msnp_wipe(data, sizeof(data));
}

/* A key of the secret for one use, which the words name. */
static void
key_derive(const guint8 *secret, gsize len, const char *words, guint8 out[KEY_SIZE])
{
    guint8 h1[MSNP_SHA1_SIZE], h2[MSNP_SHA1_SIZE], h3[MSNP_SHA1_SIZE], h4[MSNP_SHA1_SIZE];

    hmac_chain(secret, len, NULL, words, h1);
    hmac_chain(secret, len, h1, words, h2);
    hmac_chain(secret, len, h1, "", h3);
    hmac_chain(secret, len, h3, words, h4);
    memcpy(out, h2, MSNP_SHA1_SIZE);
    memcpy(out + MSNP_SHA1_SIZE, h4, KEY_SIZE - MSNP_SHA1_SIZE);
    msnp_wipe(h1, sizeof(h1));
    msnp_wipe(h2, sizeof(h2));
    msnp_wipe(h3, sizeof(h3));
    msnp_wipe(h4, sizeof(h4));
}

/* The nonce, filled up to whole blocks by the number of bytes that this takes, at least one. FALSE if there is no such
 * cipher. */
static gboolean
encrypt(const guint8 key[KEY_SIZE], const guint8 *iv, const char *nonce, guint8 *out, gsize out_len)
{
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int len = 0, rest = 0;
    gboolean done = context && EVP_EncryptInit_ex(context, EVP_des_ede3_cbc(), NULL, key, iv) == 1 &&
                    EVP_EncryptUpdate(context, out, &len, (const guint8 *) nonce, (int) strlen(nonce)) == 1 &&
                    EVP_EncryptFinal_ex(context, out + len, &rest) == 1;

    EVP_CIPHER_CTX_free(context);
    return done && (gsize) (len + rest) == out_len;
}

static void
put_head(guint8 *out, gsize cipher_len)
{
    const guint32 words[HEAD_WORDS] = {4 * HEAD_WORDS,   MODE_CBC,       CIPHER_3DES,         HASH_SHA1,
                                       MSNP_MBI_IV_SIZE, MSNP_SHA1_SIZE, (guint32) cipher_len};
    guint i;

    for (i = 0; i < HEAD_WORDS; i++) {
        guint32 word = GUINT32_TO_LE(words[i]);

        memcpy(out + 4 * i, &word, sizeof(word));
    }
}

char *
msnp_mbi_answer(const char *secret, const char *nonce, const guint8 iv[MSNP_MBI_IV_SIZE])
{
    gsize cipher_len = (strlen(nonce) / BLOCK_SIZE + 1) * BLOCK_SIZE, secret_len;
    gsize head_len = 4 * HEAD_WORDS + MSNP_MBI_IV_SIZE, len = head_len + MSNP_SHA1_SIZE + cipher_len;
    guint8 *key = msnp_base64_decode(secret, strlen(secret), &secret_len), *answer;
    guint8 hash_key[KEY_SIZE], cipher_key[KEY_SIZE];
    char *text = NULL;

    if (!key)
        return NULL;
    answer = g_malloc(len);
    key_derive(key, secret_len, "WS-SecureConversationSESSION KEY HASH", hash_key);
    key_derive(key, secret_len, "WS-SecureConversationSESSION KEY ENCRYPTION", cipher_key);
    put_head(answer, cipher_len);
    memcpy(answer + 4 * HEAD_WORDS, iv, MSNP_MBI_IV_SIZE);
    hmac(hash_key, KEY_SIZE, (const guint8 *) nonce, strlen(nonce), answer + head_len);
    if (encrypt(cipher_key, iv, nonce, answer + head_len + MSNP_SHA1_SIZE, cipher_len))
        text = g_base64_encode(answer, len);
    msnp_wipe(hash_key, sizeof(hash_key));
    msnp_wipe(cipher_key, sizeof(cipher_key));
    msnp_wipe(key, secret_len);
    msnp_wipe(answer, len);
    g_free(key);
    g_free(answer);
    return text;
}
