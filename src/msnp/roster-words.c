/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words that list commands are made of: codes of lists, ids of groups and contacts. Knows their
 * shape; refuses to know whom they mean.
 */
#include "msnp/roster-words.h"

#include <string.h>
#include "msnp/limits.h"

/* By bit of MsnpLists. */
static const char codes[][3] = {"FL", "AL", "BL", "RL", "PL"};

const char *
msnp_list_code(guint lists)
{
    guint i;

    for (i = 0; i < G_N_ELEMENTS(codes); i++)
        if (lists & (1u << i))
            return codes[i];
    return "";
}

guint
msnp_list_of(const char *code)
{
    guint i;

    for (i = 0; i < G_N_ELEMENTS(codes); i++)
        if (codes[i][0] == (code[0] & ~0x20) && !g_ascii_strcasecmp(codes[i], code))
            return 1u << i;
    return 0;
}

gboolean
msnp_is_guid(const char *word)
{
    return strlen(word) == 36 && word[8] == '-' && word[13] == '-' && word[18] == '-' && word[23] == '-' &&
           strspn(word, "0123456789abcdefABCDEF-") == 36;
}

gboolean
msnp_is_group_id(const char *word)
{
    return *word && strlen(word) <= 64 && strspn(word, "0123456789abcdefABCDEF-{}") == strlen(word);
}

gboolean
msnp_is_contact_id(const char *word)
{
    const char *c;

    if (msnp_is_group_id(word))
        return TRUE;
    for (c = word; g_ascii_isgraph(*c) && *c != '%'; c++)
        ;
    return !*c && strchr(word, '@') && strlen(word) <= MSNP_LIMIT_HANDLE;
}
