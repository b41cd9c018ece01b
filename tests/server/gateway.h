/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The HTTP gateway; its page is in pages.h. */
#ifndef MSNPD_GATEWAY_H
#define MSNPD_GATEWAY_H

/* Ends all tunnels. */
void gateway_clear(void);

#endif
