/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Links that the HTTP gateway carries, for who is behind a firewall. Knows connections, timers and which links go that
 * way; what is said to the gateway is tunnel.c's.
 */
#ifndef MSNP_PURPLE_GATEWAY_H
#define MSNP_PURPLE_GATEWAY_H

#include "purple/account.h"

/* An empty table of gateway links; removing one ends it at once. */
GHashTable *msnp_gateways_new(void);

/* TRUE if links of that kind are to be carried so, and if they may be when nothing else helps. */
gboolean msnp_gateway_carries(const MsnpAccount *ma, MsnpLinkKind kind);
gboolean msnp_gateway_may_carry(const MsnpAccount *ma, MsnpLinkKind kind);

/* Opens a link to that host. */
void msnp_gateway_connect(MsnpAccount *ma, guint id, MsnpLinkKind kind, const char *host);

/* Actions on a link that may be one of these. FALSE from close if it is none. */
void msnp_gateway_write(MsnpAccount *ma, const MsnpAction *action);
gboolean msnp_gateway_close(MsnpAccount *ma, const MsnpAction *action);

/* Asks and sends what is due, once nothing more is to be written now. */
void msnp_gateways_flush(MsnpAccount *ma);

/* The account is being closed: of the links that say good-bye, those that have no connection are given up. */
void msnp_gateways_part(PurpleAccount *account);

/* The plugin goes: so do all links that still say good-bye. */
void msnp_gateways_unload(void);

#endif
