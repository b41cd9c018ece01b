/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pieces of the face libpurple thinks it has; only rig.c calls them. */
#ifndef MSNP_TEST_RIG_UI_H
#define MSNP_TEST_RIG_UI_H

/* Connections, notices, accounts, transfers. */
void rig_ui_install(void);

/* Windows, typing, the buddy list. Signals have to wait until libpurple is up. */
void rig_talk_install(void);
void rig_talk_connect_signals(void);

/* Questions. */
void rig_request_install(void);

/* What a connection error's reason is called. */
const char *rig_reason_name(int reason);

#endif
