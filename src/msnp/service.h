/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the service says by MSG on the notification link: profile, mail, system messages. Knows those
 * bodies; refuses to know who shows them.
 */
#ifndef MSNP_SERVICE_H
#define MSNP_SERVICE_H

#include "msnp/core.h"
#include "msnp/wire.h"

/* A MSG of the notification server. Only the sender "Hotmail" is believed. */
void msnp_service_message(MsnpCore *core, const MsnpCommand *command);

#endif
