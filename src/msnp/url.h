/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Addresses of web services: cutting them apart, and which of them may be asked. Knows the grammar and
 * what is safe; refuses to know what is behind an address. msnp_url_split() is in msnp.h.
 */
#ifndef MSNP_URL_H
#define MSNP_URL_H

#include "msnp/msnp.h"

/* NONE if a password may go there: https, or http to this machine where plain_allowed; else URL or
 * INSECURE_URL. */
MsnpError msnp_url_check(const char *url, gboolean plain_allowed);

/* TRUE for http. */
gboolean msnp_url_is_plain(const char *url);

/* The address that a Location means when base gave it: absolute as it stands, "/path" on the same host.
 * The caller's. */
char *msnp_url_resolve(const char *base, const char *location);

#endif
