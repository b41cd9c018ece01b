/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The proof of an SSO sign-in against a vector that was reckoned by another program, and nonces of
 * every length.
 */
#include "msnp/mbi.h"

#include <string.h>
#include "msnp/secret.h"

#define SECRET "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"
#define NONCE  "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl9gYWJjZGVmZ2hpamtsbW5v"
#define ANSWER                                                                                     \
    "HAAAAAEAAAADZgAABIAAAAgAAAAUAAAASAAAAKChoqOkpaanN5TN0hgKE54C2LDxK1jvVwUpWK1nLdOqJnQHnA5LIocS" \
    "x4QZfZWntmdzxQEvULso0NXzZzYuu2PsgtJw+z8UH3BfUzw7nFWZaBpVSUi0A4PWkdsGBq4/E1XHjS8="

static const guint8 iv[MSNP_MBI_IV_SIZE] = {0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7};

static void
test_vector(void)
{
    char *answer = msnp_mbi_answer(SECRET, NONCE, iv);

    g_assert_cmpstr(answer, ==, ANSWER);
    msnp_secret_free(answer);
}

/* The cipher is as long as the nonce, filled up to whole blocks: an answer says so itself. */
static void
test_lengths(void)
{
    for (gsize n = 0; n <= 100; n++) {
        g_autofree char *nonce = g_strnfill(n, 'n');
        g_autofree char *answer = msnp_mbi_answer(SECRET, nonce, iv);
        gsize len;
        g_autofree guint8 *bytes = g_base64_decode(answer, &len);

        g_assert_cmpuint(len, ==, 56 + (n / 8 + 1) * 8);
        g_assert_cmpuint(bytes[24], ==, (n / 8 + 1) * 8);
    }
}

static void
test_bad_secret(void)
{
    g_assert_null(msnp_mbi_answer("not base64!", NONCE, iv));
    g_assert_null(msnp_mbi_answer("AAF", NONCE, iv));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mbi/the vector", test_vector);
    g_test_add_func("/mbi/nonces of every length", test_lengths);
    g_test_add_func("/mbi/secrets that are none", test_bad_secret);
    return g_test_run();
}
