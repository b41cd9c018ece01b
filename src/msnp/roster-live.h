/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Changes of the roster as they happen: what we asked for and got, and what others did. Knows how a change
 * is applied and told; refuses to know who wanted it.
 */
#ifndef MSNP_ROSTER_LIVE_H
#define MSNP_ROSTER_LIVE_H

#include "msnp/core.h"
#include "msnp/wire.h"

/* Whom presence is about; NULL for strangers and oneself. Where the lists come from elsewhere it may be ahead of them, so
 * that nobody is a stranger. handle is made lower case. */
MsnpContact *msnp_live_contact(MsnpCore *core, char *handle);

/* Somebody (handle, lower case) is on a list now, and in a group of the forward list unless group is NULL;
 * id: GUID on the server, or NULL. */
void msnp_live_add(MsnpCore *core, const char *who, guint list, MsnpGroup *group, const char *id);

/* The same without a word: it is told with what follows. */
void msnp_live_put(MsnpCore *core, MsnpContact *contact, guint list, MsnpGroup *group, const char *id);

/* Somebody is off a list, or only out of a group of the forward list. */
void msnp_live_remove(MsnpCore *core, const char *who, guint list, MsnpGroup *group);

/* Tells that somebody has changed, or (gone) that he is not on the forward list any more. */
void msnp_live_tell(MsnpCore *core, MsnpContact *contact, gboolean gone);

/* A group is new, or has another name. */
void msnp_live_group(MsnpCore *core, const char *id, const char *name);
void msnp_live_no_group(MsnpCore *core, MsnpGroup *group);

/* The GUID after C= in a reply, or NULL. */
const char *msnp_live_find_id(const MsnpCommand *command);

/* The id of the group in a reply to ADG: servers put it in different places. NULL if there is none. */
const char *msnp_live_find_group_id(const MsnpCore *core, const MsnpCommand *reply);

/* ADD, ADC, REM, REA, SBP, ADG, REG, RMG that nobody asked for. FALSE if the verb is none of these. */
gboolean msnp_live_command(MsnpCore *core, const MsnpCommand *command);

#endif
