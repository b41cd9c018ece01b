/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Status codes of the wire and their names. Knows NLN, BSY and their like; refuses to know who has
 * them.
 */
#include "msnp/presence.h"

#include <string.h>
#include "msnp/wire.h"

static const struct {
    const char *name;
    const char *code;
} statuses[] = {
    [MSNP_OFFLINE] = {"offline", "FLN"},
    [MSNP_AVAILABLE] = {"available", "NLN"},
    [MSNP_BUSY] = {"busy", "BSY"},
    [MSNP_IDLE] = {"idle", "IDL"},
    [MSNP_BRB] = {"brb", "BRB"},
    [MSNP_AWAY] = {"away", "AWY"},
    [MSNP_PHONE] = {"phone", "PHN"},
    [MSNP_LUNCH] = {"lunch", "LUN"},
    [MSNP_INVISIBLE] = {"invisible", "HDN"},
};

const char *
msnp_status_name(MsnpStatus status)
{
    return (guint) status < G_N_ELEMENTS(statuses) ? statuses[status].name : "offline";
}

const char *
msnp_status_code(MsnpStatus status)
{
    if (status == MSNP_OFFLINE || (guint) status >= G_N_ELEMENTS(statuses))
        return NULL;
    return statuses[status].code;
}

MsnpStatus
msnp_status_from_code(const char *code)
{
    guint i;

    for (i = 0; i < G_N_ELEMENTS(statuses); i++)
        if (statuses[i].code[0] == (code[0] & ~0x20) && !g_ascii_strcasecmp(statuses[i].code, code))
            return i == MSNP_INVISIBLE ? MSNP_OFFLINE : (MsnpStatus) i;
    return MSNP_AVAILABLE;
}

guint32
msnp_client_of(const char *word)
{
    guint64 client = 0;

    for (; g_ascii_isdigit(*word) && client <= G_MAXUINT32; word++)
        client = client * 10 + (guint) (*word - '0');
    return (*word && *word != ':') || client > G_MAXUINT32 ? 0 : (guint32) client;
}
