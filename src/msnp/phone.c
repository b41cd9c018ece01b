/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Telephones as people: who is in a list by his number alone has it as a handle, "tel:+15551234567". Knows how these
 * are written; refuses to know lists and messages.
 */
#include "msnp/phone.h"

#include <string.h>
#include "msnp/limits.h"

#define SCHEME "tel:"

/* What people write between digits. */
#define GAPS " -.()/"

gboolean
msnp_phone_is_handle(const char *handle)
{
    const char *number = handle + strlen(SCHEME);
    gsize len;

    if (g_ascii_strncasecmp(handle, SCHEME, strlen(SCHEME)) != 0)
        return FALSE;
    number += *number == '+';
    len = strspn(number, "0123456789");
    return len > 0 && len <= MSNP_LIMIT_PHONE && number[len] == '\0';
}

char *
msnp_phone_handle(const char *number)
{
    g_autoptr(GString) handle = g_string_new(SCHEME);

    if (!g_ascii_strncasecmp(number, SCHEME, strlen(SCHEME)))
        number += strlen(SCHEME);
    for (; *number && handle->len <= 2 * MSNP_LIMIT_PHONE; number++)
        if (!strchr(GAPS, *number))
            g_string_append_c(handle, *number);
    return msnp_phone_is_handle(handle->str) ? g_strdup(handle->str) : NULL;
}

const char *
msnp_phone_number(const char *handle)
{
    return handle + strlen(SCHEME);
}
