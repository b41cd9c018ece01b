/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What somebody without a client shows beside text: winks, voice clips, drawings. */
#ifndef MSNPD_PUPPET_SHOWS_H
#define MSNPD_PUPPET_SHOWS_H

#include "world.h"

/* Kinds, for puppet-kinds.c: "NAME [BYTES|@SIZE]", the name percent-encoded, and an object that can
 * be fetched; "gif" or "isf" and the bytes. */
const char *puppet_show_wink(const Account *from, const GString *text, GPtrArray *payloads);
const char *puppet_show_voice(const Account *from, const GString *text, GPtrArray *payloads);
const char *puppet_show_ink(const Account *from, const GString *text, GPtrArray *payloads);

/* The P2P message that is a drawing of these bytes. Caller frees. */
GString *puppet_show_ink_blob(const char *bytes, gsize length);

#endif
