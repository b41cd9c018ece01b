/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Account options: what the account window offers, what was saved, and what it means. Knows the presets
 * of services and the keys, which are fixed because tools set them.
 */
#ifndef MSNP_PURPLE_OPTIONS_H
#define MSNP_PURPLE_OPTIONS_H

#include <purple.h>
#include "msnp/msnp.h"

/* The key under which the GUID of this place is kept; it is not shown. */
#define MSNP_OPTION_MACHINE "machine_guid"

/* How many web services may have an address of their own. */
#define MSNP_OPTIONS_SITES 4

/* The keys under which it is kept until which hour, since 1970, older dialects are offered only, and with which
 * settings; they are not shown. */
#define MSNP_OPTION_OLDER "older_until"
#define MSNP_OPTION_OLDER_WITH "older_with"

typedef struct {
    MsnpEnv env; /* host, port, addresses, max_dialect, allow_md5; borrowed from the members below */
    char *host;
    char *nexus_url;
    char *web_url;
    char *gateway_url; /* NULL: links are never carried by HTTP */
    gboolean gateway_first; /* they are not tried to be opened otherwise */
    char *sites[MSNP_OPTIONS_SITES];
    char *place;
    char *way; /* a digest of all that decides where one signs in, and how one gets there */
} MsnpOptions;

/* The list for PurplePluginProtocolInfo. */
GList *msnp_options_list(void);

/* What an account's options come to. FALSE if they make no sense; *why (the caller's) says what to do. */
gboolean msnp_options_read(PurpleAccount *account, MsnpOptions *options, char **why);

/* Newer dialects do not work that way: they are not tried for two hours, and for a day if they did not work before
 * either; or until it is another. */
void msnp_options_set_older(PurpleAccount *account, const char *way);

void msnp_options_clear(MsnpOptions *options);

#endif
