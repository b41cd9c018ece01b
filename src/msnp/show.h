/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What people show each other beside text: winks, voice clips, drawings, deeds. Knows how each is wrapped; refuses to
 * know how an object is fetched and what becomes of any of it. Source: the MSN wikis' pages on
 * datacasts and on ink.
 */
#ifndef MSNP_SHOW_H
#define MSNP_SHOW_H

#include "msnp/core.h"
#include "msnp/message.h"

/* A datacast that is no nudge. Tells MSNP_EVENT_WINK, _VOICE or _DEED, or ignores what cannot be one. */
void msnp_show_datacast(MsnpCore *core, guint chat, const char *who, const MsnpMessage *message);

/* A drawing as a message of its own. Tells MSNP_EVENT_INK or ignores it. */
void msnp_show_ink(MsnpCore *core, guint chat, const char *who, const MsnpMessage *message);

/* The same as a P2P message of the session that nobody is invited to; it belongs to no chat. */
void msnp_show_ink_blob(MsnpCore *core, const char *who, const guint8 *data, gsize len);

#endif
