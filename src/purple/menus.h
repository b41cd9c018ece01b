/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Account actions and buddy menus. Knows what is offered and the forms it takes; what is
 * done is done elsewhere.
 */
#ifndef MSNP_PURPLE_MENUS_H
#define MSNP_PURPLE_MENUS_H

#include "purple/account.h"

GList *msnp_menus_actions(PurplePlugin *plugin, gpointer context);
GList *msnp_menus_node(PurpleBlistNode *node);

/* prpl.set_public_alias, get_public_alias. */
void msnp_menus_set_alias(PurpleConnection *gc, const char *alias, PurpleSetPublicAliasSuccessCallback success,
                          PurpleSetPublicAliasFailureCallback failure);
void msnp_menus_get_alias(PurpleConnection *gc, PurpleGetPublicAliasSuccessCallback success,
                          PurpleGetPublicAliasFailureCallback failure);

/* The account is closing. */
void msnp_menus_forget(MsnpAccount *ma);

#endif
