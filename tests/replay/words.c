/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words by which replay files call values of msnp.h. Knows no file and no session. */
#include "words.h"

#include <string.h>

static const char *const status_names[] = {
    "offline", "available", "busy", "idle", "brb", "away", "phone", "lunch", "invisible",
};

const char *
status_name(MsnpStatus status)
{
    return status < G_N_ELEMENTS(status_names) ? status_names[status] : "?";
}

gboolean
status_from_name(const char *name, MsnpStatus *status)
{
    for (guint i = 0; i < G_N_ELEMENTS(status_names); i++) {
        if (strcmp(name, status_names[i]) == 0) {
            *status = i;
            return TRUE;
        }
    }
    return FALSE;
}

gboolean
error_from_name(const char *name, MsnpError *error)
{
    for (MsnpError e = MSNP_ERROR_NONE; e < MSNP_N_ERRORS; e++) {
        if (strcmp(name, msnp_error_name(e)) == 0) {
            *error = e;
            return TRUE;
        }
    }
    return FALSE;
}
