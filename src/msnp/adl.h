/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The lists as the notification server wants them from MSNP13 on: payloads of ADL and RML, by domain. Knows that
 * document; refuses to know when it is sent, and what becomes of it.
 */
#ifndef MSNP_ADL_H
#define MSNP_ADL_H

#include "msnp/roster.h"

G_BEGIN_DECLS

/* One person on these lists (forward, allow and block count). FALSE, and nothing appended, if the handle is none that
 * can be told. */
gboolean msnp_adl_print(GString *out, const char *handle, guint network, guint lists);

/* The payload of FQY, which asks what network somebody is on; and what an answer says of him, 0 if nothing. As above. */
gboolean msnp_adl_print_question(GString *out, const char *handle);
guint msnp_adl_read_network(const guint8 *payload, gsize len, const char *handle);

/* Everybody on a list, in as many payloads (GString) as it takes, at least one. */
GPtrArray *msnp_adl_print_all(const MsnpRoster *roster);

/* Reads a payload: heard is told of each person, name is decoded and may be "". FALSE if it is not such a document. */
typedef void (*MsnpAdlHeard)(gpointer who, const char *handle, guint lists, const char *name);
gboolean msnp_adl_read(const guint8 *payload, gsize len, MsnpAdlHeard heard, gpointer who);

G_END_DECLS

#endif
