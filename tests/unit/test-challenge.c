/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Challenge answers against published vectors, and against values reckoned by an independent
 * program for the lengths nobody published.
 */
#include "msnp/challenge.h"

#include <string.h>

#define KEY_6 "Q1P7W2E4J9R8U3S5"

static const struct {
    const char *challenge;
    const char *secret;
    const char *digest;
} md5_vectors[] = {
    /* QRY of MSNP6 to 10 */
    {"20881396011366812350", KEY_6, "0212eaad0876afb8505859ca75d21a78"},
    {"12345678901234567890", KEY_6, "8ba1bb9d6dbf624fee31a2053af5fdd0"},
    {"15570131571988941333", KEY_6, "8f2f5a91b72102cd28355e9fc9000d6e"},
    /* USR MD5 */
    {"1234567890.123456789", "password", "f59af8f2fa91d38aff7c870c17f99903"},
    {"989048851.1851137130", "password", "c4b26d6e3c1e077ea7f72ce010416663"},
    {"", "", "d41d8cd98f00b204e9800998ecf8427e"},
};

static void
test_md5_vectors(void)
{
    char hex[MSNP_CHALLENGE_HEX];

    for (guint i = 0; i < G_N_ELEMENTS(md5_vectors); i++) {
        msnp_challenge_md5(md5_vectors[i].challenge, md5_vectors[i].secret, hex);
        g_assert_cmpstr(hex, ==, md5_vectors[i].digest);
    }
}

/* Passwords are never cut, and no length around a block of MD5 is special. */
static void
test_md5_lengths(void)
{
    char hex[MSNP_CHALLENGE_HEX];

    for (gsize n = 0; n <= 300; n++) {
        g_autofree char *secret = g_strnfill(n, 'p');
        g_autofree char *both = g_strconcat("989048851.1851137130", secret, NULL);
        g_autofree char *expected = g_compute_checksum_for_string(G_CHECKSUM_MD5, both, -1);

        msnp_challenge_md5("989048851.1851137130", secret, hex);
        g_assert_cmpstr(hex, ==, expected);
    }
}

static const struct {
    const char *id;
    const char *key;
    const char *challenge;
    const char *answer;
} vectors[] = {
#define PROD0090 "PROD0090YUAUV{2B", "YMM8C_H7KCQ2S_KL"
#define PROD0101 "PROD0101{0RM?UBW", "CFHUR$52U_{VIX5T"
#define PROD0113 "PROD0113H11T8$X_", "RG@XY*28Q5QHS%Q5"
    {PROD0090, "22210219642164014968", "85ecb0db8f32113df79ce0892b9a102c"},
    {PROD0090, "36819795137093047918", "e7ad3cb09d3e9e4e7c720175984809e9"},
    {PROD0090, "21948129323261853323", "59bcf63ed21f44906c3d3e121ddbed65"},
    {PROD0090, "41525959199453244913", "dcb8ff529e4dd12cc43389851128d2db"},
    {PROD0090, "31744216663023315951", "d15553d0ea89c9f63bbb98a208fa4235"},
    {PROD0113, "11533365622852247127", "f086d1ded067186deca8dba2231602cf"},
    {PROD0113, "237191752526424888127371168", "65b6b623c649c25629af048d34066040"},
    {PROD0101, "22210219642164014968", "64812169fe9717715f03c678fa4ab938"},
    {PROD0101, "13038318816579321232", "5f6ae998b8fa70c37b62980f71a0e736"},
    /* reckoned independently: no length is special, whole pairs get no filling */
    {PROD0090, "", "3aa7e052d08a701f806ca4042384f486"},
    {PROD0090, "1", "bc4c76975c88a8cd98c6ea80f34d105e"},
    {PROD0090, "123456789012345678901234", "cfd1a4febba8ec8488adc3c0916fb4fa"},
    {PROD0090, "1663122458434562624782678054", "97fcd62ca9d4bc49d1c27ec98154e821"},
    {"", "", "", "5b1d3edd63f8f07a6680bb9c00000000"},
};

static void
test_answer_vectors(void)
{
    char hex[MSNP_CHALLENGE_HEX];

    for (guint i = 0; i < G_N_ELEMENTS(vectors); i++) {
        msnp_challenge_answer(vectors[i].challenge, vectors[i].id, vectors[i].key, hex);
        g_assert_cmpstr(hex, ==, vectors[i].answer);
    }
}

/* The MD5 over the answers to the challenges "", "7", "77" ... up to 99 digits. */
static void
test_answer_lengths(void)
{
    g_autoptr(GChecksum) all = g_checksum_new(G_CHECKSUM_MD5);
    char hex[MSNP_CHALLENGE_HEX];

    for (gsize n = 0; n < 100; n++) {
        g_autofree char *challenge = g_strnfill(n, '7');

        msnp_challenge_answer(challenge, PROD0090, hex);
        g_checksum_update(all, (const guint8 *) hex, 32);
    }
    g_assert_cmpstr(g_checksum_get_string(all), ==, "94e540e2f95dccd0ef98ce8e6c79b706");
}

static void
test_answer_very_long(void)
{
    g_autoptr(GString) challenge = g_string_new(NULL);
    char hex[MSNP_CHALLENGE_HEX];

    for (guint i = 0; i < 100000; i++)
        g_string_append(challenge, "0123456789");
    msnp_challenge_answer(challenge->str, PROD0090, hex);
    g_assert_cmpstr(hex, ==, "1064f750f48ed4c45149cf793fb42227");
}

/* What a hostile server may put there: any bytes, and the output stays 32 digits. */
static void
test_answer_any_bytes(void)
{
    char challenge[256], hex[MSNP_CHALLENGE_HEX];

    for (guint i = 0; i < 255; i++)
        challenge[i] = (char) (i + 1);
    challenge[255] = '\0';
    msnp_challenge_answer(challenge, PROD0090, hex);
    g_assert_cmpuint(strspn(hex, "0123456789abcdef"), ==, 32);
    g_assert_cmpuint(strlen(hex), ==, 32);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/challenge/md5/vectors", test_md5_vectors);
    g_test_add_func("/challenge/md5/lengths", test_md5_lengths);
    g_test_add_func("/challenge/answer/vectors", test_answer_vectors);
    g_test_add_func("/challenge/answer/lengths", test_answer_lengths);
    g_test_add_func("/challenge/answer/very-long", test_answer_very_long);
    g_test_add_func("/challenge/answer/any-bytes", test_answer_any_bytes);
    return g_test_run();
}
