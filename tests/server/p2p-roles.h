/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a test may have a puppet begin. Each of them says NULL, or why not. */
#ifndef MSNPD_P2P_ROLES_H
#define MSNPD_P2P_ROLES_H

#include "p2p-link.h"

/* The puppet fetches the object that the other side has announced as TEXT. */
const char *p2p_fetch_object(P2pLink *link, const char *text);
/* The puppet asks for what he says, whoever has it. */
const char *p2p_ask_for(P2pLink *link, const char *euf, guint32 app, const GString *context);
/* The puppet offers a file of SIZE bytes; NAME is UTF-8. PREVIEW may be NULL. */
const char *p2p_file_offer(P2pLink *link, const char *name, guint64 size, GBytes *preview);
/* The newest file that is under way, in whichever direction, is given up by the puppet. */
const char *p2p_file_cancel(P2pLink *link);

#endif
