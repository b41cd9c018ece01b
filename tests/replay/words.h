/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words by which replay files call values of msnp.h. Knows no file and no session. */
#ifndef REPLAY_WORDS_H
#define REPLAY_WORDS_H

#include "msnp/msnp.h"

/* Names of the statuses as actions print them. */
const char *status_name(MsnpStatus status);
gboolean status_from_name(const char *name, MsnpStatus *status);

gboolean error_from_name(const char *name, MsnpError *error);

#endif
