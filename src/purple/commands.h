/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Slash commands of conversations, by the names that users of MSN know. Knows what they take and what they say;
 * what is done is done elsewhere.
 */
#ifndef MSNP_PURPLE_COMMANDS_H
#define MSNP_PURPLE_COMMANDS_H

/* When the plugin is loaded, and unloaded. */
void msnp_commands_load(void);
void msnp_commands_unload(void);

#endif
