/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows both challenge schemes and the product keys that go with them; written from the published
 * description, independently of the plugin. */
#include "challenge.h"

#include <string.h>

#define MODULUS G_GUINT64_CONSTANT(0x7FFFFFFF)
#define FACTOR  G_GUINT64_CONSTANT(0x0E79A9C1)

static const struct {
    ChallengeKind kind;
    const char *id;
    const char *key;
} products[] = {
    {CHALLENGE_PLAIN, "msmsgs@msnmsgr.com", "Q1P7W2E4J9R8U3S5"},
    {CHALLENGE_PLAIN, "PROD0038W!61ZTF9", "VT6PX?UQTM4WM%YR"},
    {CHALLENGE_PLAIN, "PROD0058#7IL2{QD", "QHDCY@7R1TB6W?5B"},
    {CHALLENGE_PLAIN, "PROD0061VRRZH@4F", "JXQ6J@TUOGYV@N0M"},
    {CHALLENGE_PLAIN, "PROD00504RLUG%WL", "I2EBK%PYNLZL5_J4"},
    {CHALLENGE_PLAIN, "PROD0076ENE8*@AW", "CEQJ8}OE0!WTSWII"},
    {CHALLENGE_MIXED, "PROD0090YUAUV{2B", "YMM8C_H7KCQ2S_KL"},
    {CHALLENGE_MIXED, "PROD0101{0RM?UBW", "CFHUR$52U_{VIX5T"},
    {CHALLENGE_MIXED, "PROD01065C%ZFN6F", "O4BG@C7BWLYQX?5G"},
    {CHALLENGE_MIXED, "PROD0112J1LW7%NB", "RH96F{PHI8PPX_TJ"},
    {CHALLENGE_MIXED, "PROD0113H11T8$X_", "RG@XY*28Q5QHS%Q5"},
    {CHALLENGE_MIXED, "PROD0114ES4Z%Q5W", "PK}_A_0N_K%O?A9S"},
    {CHALLENGE_MIXED, "PROD0118R6%2WYOS", "YIXPX@5I2P0UT*LK"},
    {CHALLENGE_MIXED, "PROD0119GSJUC$18", "ILTXC!4IXB5FB*PX"},
    {CHALLENGE_MIXED, "PROD0120PW!CCV9@", "C1BX{V4W}Q3*10SM"},
};

static void
md5_words(const char *challenge, const char *key, guint32 words[4])
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_MD5);
    guint8 digest[16];
    gsize length = sizeof digest;

    g_checksum_update(sum, (const guchar *) challenge, -1);
    g_checksum_update(sum, (const guchar *) key, -1);
    g_checksum_get_digest(sum, digest, &length);
    for (guint i = 0; i < 4; i++)
        words[i] = (guint32) digest[4 * i] | (guint32) digest[4 * i + 1] << 8 |
                   (guint32) digest[4 * i + 2] << 16 | (guint32) digest[4 * i + 3] << 24;
}

static guint64
text_word(const GString *text, gsize at)
{
    const guint8 *p = (const guint8 *) text->str + at;

    return (guint64) p[0] | (guint64) p[1] << 8 | (guint64) p[2] << 16 | (guint64) p[3] << 24;
}

/* The two sums over challenge and product id. */
static void
mix(const char *challenge, const char *id, const guint32 digest[4], guint64 *high_out,
    guint64 *low_out)
{
    g_autoptr(GString) text = g_string_new(challenge);
    guint64 k[4];
    guint64 high = 0;
    guint64 low = 0;

    for (guint i = 0; i < 4; i++)
        k[i] = digest[i] & MODULUS;
    g_string_append(text, id);
    while (text->len % 8 != 0)
        g_string_append_c(text, '0');
    for (gsize at = 0; at < text->len; at += 8) {
        guint64 t = text_word(text, at) * FACTOR % MODULUS + high;

        t = (t * k[0] + k[1]) % MODULUS;
        high = (text_word(text, at + 4) + t) % MODULUS;
        high = (high * k[2] + k[3]) % MODULUS;
        low += high + t;
    }
    *high_out = (high + k[1]) % MODULUS;
    *low_out = (low + k[3]) % MODULUS;
}

static char *
hex_words(const guint32 words[4])
{
    GString *out = g_string_sized_new(32);

    for (guint i = 0; i < 16; i++)
        g_string_append_printf(out, "%02x", words[i / 4] >> (8 * (i % 4)) & 0xff);
    return g_string_free(out, FALSE);
}

char *
challenge_answer(ChallengeKind kind, const char *challenge, const char *product)
{
    for (guint i = 0; i < G_N_ELEMENTS(products); i++) {
        guint32 words[4];
        guint64 high, low;

        if (products[i].kind != kind || strcmp(products[i].id, product) != 0)
            continue;
        md5_words(challenge, products[i].key, words);
        if (kind == CHALLENGE_MIXED) {
            mix(challenge, product, words, &high, &low);
            words[0] ^= (guint32) high;
            words[1] ^= (guint32) low;
            words[2] ^= (guint32) high;
            words[3] ^= (guint32) low;
        }
        return hex_words(words);
    }
    return NULL;
}
