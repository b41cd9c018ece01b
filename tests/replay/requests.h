/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The requests a replay file may make, and how many words they take. Knows their names; refuses to
 * know what they do. */
#ifndef REPLAY_REQUESTS_H
#define REPLAY_REQUESTS_H

#include <glib.h>

typedef struct {
    const char *verb;
    guint least, most; /* words */
    gboolean has_text; /* behind the words there is a text, that '|' lines may continue */
} RequestForm;

/* The form of a request, or NULL if there is none of that name. */
const RequestForm *request_form(const char *verb);

#endif
