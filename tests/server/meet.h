/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a puppet and a client get a connection of their own on 127.0.0.1, whoever comes to whom. */
#ifndef MSNPD_MEET_H
#define MSNPD_MEET_H

#include <gio/gio.h>

typedef struct Meet Meet;

/* SOCKET is borrowed; NULL when nobody listens there. May end the Meet. */
typedef void (*MeetFunc)(gpointer user, GSocketConnection *socket);

/* Lets in whoever comes to a port, which goes to *port; NULL when there is none. */
Meet *meet_listen(guint *port, MeetFunc met, gpointer user);
/* Goes to this port. */
Meet *meet_dial(guint port, MeetFunc met, gpointer user);
/* Nothing more is told. */
void meet_end(Meet *meet);

#endif
