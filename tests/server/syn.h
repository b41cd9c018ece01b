/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside of SYN: the lists in the two families of forms. */
#ifndef MSNPD_SYN_H
#define MSNPD_SYN_H

#include "ns.h"

/* Everything after the SYN line. */
void syn_old(GString *out, Client *client, const Command *command);
void syn_new(GString *out, Client *client);

/* A group that living services do not show. */
gboolean syn_group_hidden(const Client *client, const Group *group);

#endif
