/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where web services are: one base for all of them, or an address of its own. Knows the paths that services have had
 * everywhere; refuses to know any host.
 */
#ifndef MSNP_SITE_H
#define MSNP_SITE_H

#include "msnp/core.h"

typedef enum {
    MSNP_SITE_RST,          /* tickets */
    MSNP_SITE_ADDRESS_BOOK, /* contacts and groups */
    MSNP_SITE_SHARING,      /* who may see one, and who has added one */
    MSNP_SITE_OIM_OUT,      /* messages to people who are away */
    MSNP_SITE_OIM_IN,       /* and those to oneself */
    MSNP_SITE_STORAGE,      /* name and personal message; only where it has an address of its own */
    MSNP_N_SITES
} MsnpSite;

/* The address of a service, checked: NONE and *url, the caller's; else URL or INSECURE_URL and *url, which may be
 * NULL. */
MsnpError msnp_site_url(const MsnpCore *core, MsnpSite site, char **url);

/* FALSE for a service that is nowhere, and is not to be asked. */
gboolean msnp_site_exists(const MsnpCore *core, MsnpSite site);

/* NONE if all that exist can be asked; else what is wrong with the first that cannot, and its *url. */
MsnpError msnp_sites_check(const MsnpCore *core, char **url);

#endif
