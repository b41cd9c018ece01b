/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The requests a replay file may make, and how many words they take. Knows their names; refuses to
 * know what they do. */
#include "requests.h"

#include <string.h>

static const RequestForm forms[] = {
    {"send", 1, 1, TRUE},
    {"chat-send", 1, 1, TRUE},
    {"page", 1, 1, TRUE},
    {"mail", 1, 1, TRUE},
    {"picture", 0, 0, TRUE},
    {"fetch", 1, 1, TRUE},
    {"piece", 2, 2, TRUE},
    {"shown", 1, 1, FALSE},
    {"sign-out", 0, 1, FALSE},
    {"typing", 1, 1, FALSE},
    {"status", 1, 1, FALSE},
    {"style", 0, 16, FALSE},
    {"quit", 0, 0, FALSE},
    {"nudge", 1, 1, FALSE},
    {"add", 1, 2, FALSE},
    {"remove", 1, 2, FALSE},
    {"move", 3, 3, FALSE},
    {"rename", 2, 2, FALSE},
    {"block", 1, 1, FALSE},
    {"unblock", 1, 1, FALSE},
    {"accept", 1, 1, FALSE},
    {"deny", 1, 1, FALSE},
    {"rename-group", 2, 2, FALSE},
    {"remove-group", 1, 1, FALSE},
    {"strangers", 1, 1, FALSE},
    {"own-name", 1, 1, FALSE},
    {"phone", 2, 2, FALSE},
    {"pages", 1, 1, FALSE},
    {"personal", 1, 5, FALSE},
    {"chat", 1, 1, FALSE},
    {"chat-from", 2, 2, FALSE},
    {"chat-invite", 2, 2, FALSE},
    {"chat-typing", 1, 1, FALSE},
    {"chat-nudge", 1, 1, FALSE},
    {"chat-leave", 1, 1, FALSE},
    {"circle", 1, 1, FALSE},
    {"invite-refuse", 2, 2, FALSE},
    {"invite-accept", 2, 16, FALSE},
    {"url", 1, 1, FALSE},
    {"find", 3, 3, FALSE},
    {"emoticons", 3, 99, FALSE},
    {"chat-emoticons", 3, 99, FALSE},
    {"send-file", 3, 3, FALSE},
    {"accept-file", 1, 1, FALSE},
    {"cancel-file", 1, 1, FALSE},
};

const RequestForm *
request_form(const char *verb)
{
    for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
        if (strcmp(verb, forms[i].verb) == 0)
            return &forms[i];
    }
    return NULL;
}
