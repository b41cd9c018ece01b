/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Presence of contacts as the notification server tells it: status, name, picture, personal message. Knows how each
 * dialect names them; refuses to know what else comes on that link.
 */
#ifndef MSNP_PRESENCE_LIVE_H
#define MSNP_PRESENCE_LIVE_H

#include "msnp/core.h"
#include "msnp/wire.h"

/* tells FALSE: it is noted, to be told with the roster. */
void msnp_live_presence(MsnpCore *core, MsnpContact *contact, MsnpStatus status, guint32 client, gboolean tells);

/* ILN or NLN, and FLN, of which it returns who it was (of the command, perhaps a stranger). */
void msnp_live_online(MsnpCore *core, const MsnpCommand *command, gboolean tells);
const char *msnp_live_offline(MsnpCore *core, const MsnpCommand *command, gboolean tells);

/* UBX. FALSE if it is about the places of oneself: then nothing was done. */
gboolean msnp_live_personal(MsnpCore *core, const MsnpCommand *command);

#endif
