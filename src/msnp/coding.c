/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What clients wrap the values in that they send each other: base64, UTF-16LE, an account with an endpoint behind it,
 * GUIDs, SHA-1. Knows encodings; refuses to know what the values mean.
 */
#include "msnp/coding.h"

#include <string.h>

/* ---- base64 ---- */

/* What a character stands for, -1 if nothing. */
static int
sextet_value(char c)
{
    if (g_ascii_isupper(c))
        return c - 'A';
    if (g_ascii_islower(c))
        return c - 'a' + 26;
    if (g_ascii_isdigit(c))
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

guint8 *
msnp_base64_decode(const char *text, gsize len, gsize *out_len)
{
    g_autofree guint8 *out = NULL;
    gsize padding = 0, used = 0;
    guint bits = 0, n_bits = 0;

    for (; len > 0 && padding < 2 && text[len - 1] == '='; len--)
        padding++;
    if (len % 4 == 1 || (padding > 0 && (len + padding) % 4 != 0))
        return NULL;
    out = g_malloc(len / 4 * 3 + 3);
    for (gsize i = 0; i < len; i++) {
        int value = sextet_value(text[i]);

        if (value < 0)
            return NULL;
        bits = bits << 6 | (guint) value;
        n_bits += 6;
        if (n_bits >= 8) {
            n_bits -= 8;
            out[used++] = (guint8) (bits >> n_bits);
            bits &= (1u << n_bits) - 1;
        }
    }
    if (bits != 0)
        return NULL;
    out[used] = '\0';
    *out_len = used;
    return g_steal_pointer(&out);
}

/* ---- UTF-16LE ---- */

#define REPLACEMENT 0xfffd

static gunichar
unit_at(const guint8 *data)
{
    return (gunichar) data[0] | (gunichar) data[1] << 8;
}

/* Whether a unit is the first (0xd800) or the second (0xdc00) of a pair. */
static gboolean
unit_is_half(gunichar unit, gunichar half)
{
    return (unit & 0xfc00) == half;
}

char *
msnp_utf16_decode(const guint8 *data, gsize len)
{
    GString *out = g_string_sized_new(len / 2 + 1);

    for (; len >= 2; data += 2, len -= 2) {
        gunichar c = unit_at(data), next = len >= 4 ? unit_at(data + 2) : 0;

        if (c == 0)
            break;
        if (unit_is_half(c, 0xd800) && unit_is_half(next, 0xdc00)) {
            c = 0x10000 + ((c & 0x3ff) << 10) + (next & 0x3ff);
            data += 2;
            len -= 2;
        } else if (unit_is_half(c, 0xd800) || unit_is_half(c, 0xdc00)) {
            c = REPLACEMENT;
        }
        g_string_append_unichar(out, c);
    }
    return g_string_free(out, FALSE);
}

void
msnp_utf16_print(GString *out, const char *text)
{
    glong n = 0;
    g_autofree gunichar2 *units = g_utf8_to_utf16(text, -1, NULL, &n, NULL);

    for (glong i = 0; units && i < n; i++) {
        g_string_append_c(out, (char) (units[i] & 0xff));
        g_string_append_c(out, (char) (units[i] >> 8));
    }
}

/* ---- accounts ---- */

gboolean
msnp_account_read(const char *text, gsize len, char out[MSNP_LIMIT_HANDLE + 1])
{
    const char *endpoint = len > 0 ? memchr(text, ';', len) : NULL;

    if (endpoint)
        len = endpoint - text;
    if (len == 0 || len > MSNP_LIMIT_HANDLE || !g_utf8_validate(text, (gssize) len, NULL))
        return FALSE;
    for (gsize i = 0; i < len; i++) {
        if ((guchar) text[i] <= ' ' || text[i] == 0x7f || text[i] == '<' || text[i] == '>')
            return FALSE;
        out[i] = g_ascii_tolower(text[i]);
    }
    out[len] = '\0';
    return TRUE;
}

/* ---- hashes ---- */

void
msnp_sha1(const guint8 *data, gsize len, guint8 out[MSNP_SHA1_SIZE])
{
    g_autoptr(GChecksum) sha1 = g_checksum_new(G_CHECKSUM_SHA1);
    gsize out_len = MSNP_SHA1_SIZE;

    if (len > 0)
        g_checksum_update(sha1, data, (gssize) len);
    g_checksum_get_digest(sha1, out, &out_len);
}

void
msnp_sha1_hex(const guint8 sha1[MSNP_SHA1_SIZE], char out[2 * MSNP_SHA1_SIZE + 1])
{
    static const char digits[] = "0123456789abcdef";

    for (guint i = 0; i < MSNP_SHA1_SIZE; i++) {
        out[2 * i] = digits[sha1[i] >> 4];
        out[2 * i + 1] = digits[sha1[i] & 15];
    }
    out[2 * MSNP_SHA1_SIZE] = '\0';
}

/* ---- GUIDs ---- */

static const char guid_shape[] = "{xxxx-xx-xx-xx-xxxxxx}";
static const guint8 guid_order[16] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};

gboolean
msnp_guid_read(const char *text, guint8 out[16])
{
    guint8 any = 0;
    guint n = 0;

    for (const char *p = guid_shape; *p; p++) {
        if (*p != 'x') {
            if (*text++ != *p)
                return FALSE;
            continue;
        }
        if (!g_ascii_isxdigit(text[0]) || !g_ascii_isxdigit(text[1]))
            return FALSE;
        out[guid_order[n]] = (guint8) (g_ascii_xdigit_value(text[0]) << 4 | g_ascii_xdigit_value(text[1]));
        any |= out[guid_order[n++]];
        text += 2;
    }
    return !*text && any;
}

void
msnp_guid_print(const guint8 bytes[16], char out[MSNP_GUID_SIZE])
{
    static const char digits[] = "0123456789ABCDEF";
    guint n = 0;

    for (const char *p = guid_shape; *p; p++) {
        if (*p != 'x') {
            *out++ = *p;
            continue;
        }
        *out++ = digits[bytes[guid_order[n]] >> 4];
        *out++ = digits[bytes[guid_order[n++]] & 15];
    }
    *out = '\0';
}

/* ---- times ---- */

#define DAY      86400u
#define UTC_LAST (253402300799u) /* the end of the year 9999 */

/* Years are counted from March, so that a leap day is the last of one; 400 of them have 146097 days. 1970 began 719468
 * days after the first March of the year 0. */
void
msnp_utc_print(guint64 seconds, char out[MSNP_UTC_SIZE])
{
    guint64 at = MIN(seconds, UTC_LAST);
    guint days = (guint) (at / DAY) + 719468, second = (guint) (at % DAY);
    guint era = days / 146097, in_era = days % 146097;
    guint year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    guint in_year = in_era - (365 * year + year / 4 - year / 100);
    guint month = (5 * in_year + 2) / 153, day = in_year - (153 * month + 2) / 5 + 1;

    month = month < 10 ? month + 3 : month - 9;
    year += 400 * era + (month <= 2 ? 1 : 0);
    g_snprintf(out, MSNP_UTC_SIZE, "%04u-%02u-%02uT%02u:%02u:%02uZ", year % 10000, month, day, second / 3600,
               second / 60 % 60, second % 60);
}
