/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Status codes of the wire and their names. Knows NLN, BSY and their like; refuses to know who has them.
 */
#ifndef MSNP_PRESENCE_H
#define MSNP_PRESENCE_H

#include "msnp/msnp.h"

/* The name used in logs and replays, as "available". Never NULL. */
const char *msnp_status_name(MsnpStatus status);

/* The three letters of CHG, as "NLN". NULL for MSNP_OFFLINE. */
const char *msnp_status_code(MsnpStatus status);

/* The status of three letters; a code we do not know is a way of being online. */
MsnpStatus msnp_status_from_code(const char *code);

/* The client id of a word that may have a second number behind it ("268730404:48"); 0 if there is none. */
guint32 msnp_client_of(const char *word);

#endif
