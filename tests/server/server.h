/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The listening ports. */
#ifndef MSNPD_SERVER_H
#define MSNPD_SERVER_H

#include <glib.h>

/* Opens all ports; certificates must be ready. FALSE with *error. */
gboolean server_start(GError **error);
void server_stop(void);

/* "127.0.0.1:PORT" of the port clients are told to begin at, of the notification server proper, of
 * the one accounts are moved to, of the switchboard, of the web services, and of those that are not
 * encrypted. */
const char *server_first_address(void);
const char *server_ns_address(void);
const char *server_second_address(void);
const char *server_sb_address(void);
const char *server_https_address(void);
const char *server_http_address(void);

#endif
