/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is done when the newest dialects do not work: older ones are tried, once. Knows which failures that can mend;
 * refuses to know how one signs in.
 */
#ifndef MSNP_FALLBACK_H
#define MSNP_FALLBACK_H

#include "msnp/core.h"

/* The session is about to end. TRUE if it is to begin anew instead, with dialects that need no web services: nothing has
 * been told to the host that would not hold then. */
gboolean msnp_fallback_begins(MsnpCore *core);

/* One is online: says if that is so only because of it. */
void msnp_fallback_tell(MsnpCore *core);

#endif
