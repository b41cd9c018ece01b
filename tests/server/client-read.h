/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading what a client sends. */
#ifndef MSNPD_CLIENT_READ_H
#define MSNPD_CLIENT_READ_H

#include "client.h"

/* LinkHandlers.received of a client. */
gsize client_received(gpointer user, const char *bytes, gsize length);

/* Forgets a command that waits for its payload. */
void client_clear_pending(Client *client);

#endif
