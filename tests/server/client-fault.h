/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Carrying out ordered accidents on an MSN link. */
#ifndef MSNPD_CLIENT_FAULT_H
#define MSNPD_CLIENT_FAULT_H

#include "client.h"
#include "fault.h"

typedef enum { SUFFER_SERVE, SUFFER_OVER, SUFFER_WAIT } Suffering;

/* What is left to do with COMMAND after FAULT has happened to it: serve it, nothing, or serve it
 * when received() is called again. */
Suffering client_suffer(Client *client, const Command *command, const Fault *fault);

/* FAULT_AFTER, once the command was served. */
void client_suffer_after(Client *client, const Command *command, const Fault *fault);

#endif
