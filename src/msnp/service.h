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

/* NOT and IPG: an alert, a page from a mobile. */
void msnp_service_notice(MsnpCore *core, const MsnpCommand *command);

/* FND n index total fname= lname= city= state= country= */
void msnp_service_found(MsnpCore *core, const MsnpCommand *command);

/* The requests of msnp.h on the notification link; each returns the id of the request. */
guint msnp_service_ask_url(MsnpCore *core, MsnpLink *ns, const char *service);
guint msnp_service_find(MsnpCore *core, MsnpLink *ns, const char *first, const char *last, const char *country);
guint msnp_service_invite_by_mail(MsnpCore *core, MsnpLink *ns, const char *address, const char *text);
guint msnp_service_page(MsnpCore *core, MsnpLink *ns, const char *who, const char *text);

#endif
