/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the 128 bytes that prove a secret; written from the published description, independently
 * of the plugin. */
#include "mbi.h"

#include <glib.h>
#include <openssl/evp.h>
#include <string.h>

#define HEADER   28
#define IV       8
#define HASH     20
#define KEY      24
#define MAX_TEXT 512

static void
hmac(const guint8 *key, gsize key_length, const void *a, gsize a_length, const void *b,
     gsize b_length, guint8 out[HASH])
{
    g_autoptr(GHmac) sum = g_hmac_new(G_CHECKSUM_SHA1, key, key_length);
    gsize length = HASH;

    g_hmac_update(sum, a, (gssize) a_length);
    if (b_length > 0)
        g_hmac_update(sum, b, (gssize) b_length);
    g_hmac_get_digest(sum, out, &length);
}

static void
derive(const guint8 *key, gsize length, const char *magic, guint8 out[KEY])
{
    guint8 h1[HASH], h2[HASH], h3[HASH], h4[HASH];
    gsize magic_length = strlen(magic);

    hmac(key, length, magic, magic_length, NULL, 0, h1);
    hmac(key, length, h1, HASH, magic, magic_length, h2);
    hmac(key, length, h1, HASH, NULL, 0, h3);
    hmac(key, length, h3, HASH, magic, magic_length, h4);
    memcpy(out, h2, HASH);
    memcpy(out + HASH, h4, KEY - HASH);
}

static guint32
little(const guint8 *bytes)
{
    return (guint32) bytes[0] | (guint32) bytes[1] << 8 | (guint32) bytes[2] << 16 |
           (guint32) bytes[3] << 24;
}

/* The length of the cipher text, in *text. */
static int
decrypt(const guint8 key[KEY], const guint8 *iv, const guint8 *cipher, gsize length, guint8 *text)
{
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int got = 0;
    int last = 0;
    gboolean good = EVP_DecryptInit_ex(context, EVP_des_ede3_cbc(), NULL, key, iv) == 1 &&
                    EVP_DecryptUpdate(context, text, &got, cipher, (int) length) == 1 &&
                    EVP_DecryptFinal_ex(context, text + got, &last) == 1;

    EVP_CIPHER_CTX_free(context);
    return good ? got + last : -1;
}

static const char *
header_fault(const guint8 *bytes, gsize length, gsize nonce_length)
{
    const guint32 words[] = {HEADER, 1, 0x6603, 0x8004, IV, HASH};
    gsize cipher = (nonce_length / 8 + 1) * 8;

    if (length != HEADER + IV + HASH + cipher)
        return "the response has a wrong length";
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (little(bytes + 4 * i) != words[i])
            return "the response has a wrong header";
    return little(bytes + 24) != cipher ? "the response has a wrong cipher length" : NULL;
}

const char *
mbi_fault(const char *blob, const char *nonce, const char *secret)
{
    gsize length = 0;
    gsize key_length = 0;
    gsize nonce_length = strlen(nonce);
    g_autofree guint8 *bytes = g_base64_decode(blob, &length);
    g_autofree guint8 *key1 = g_base64_decode(secret, &key_length);
    g_autofree char *again = g_base64_encode(bytes, length);
    guint8 key2[KEY], key3[KEY], right[HASH], text[MAX_TEXT];

    if (strcmp(again, blob) != 0)
        return "the response is no base64";
    if (nonce_length + 8 > sizeof text)
        return "the nonce is too long for this server";
    const char *why = header_fault(bytes, length, nonce_length);

    if (why != NULL)
        return why;
    derive(key1, key_length, "WS-SecureConversationSESSION KEY HASH", key2);
    derive(key1, key_length, "WS-SecureConversationSESSION KEY ENCRYPTION", key3);
    hmac(key2, KEY, nonce, nonce_length, NULL, 0, right);
    if (memcmp(right, bytes + HEADER + IV, HASH) != 0)
        return "the response has a wrong hash";
    if (decrypt(key3, bytes + HEADER, bytes + HEADER + IV + HASH, length - HEADER - IV - HASH,
                text) != (int) nonce_length ||
        memcmp(text, nonce, nonce_length) != 0)
        return "the response has a wrong cipher";
    return NULL;
}
