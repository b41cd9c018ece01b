/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Links such as msnim:chat?contact=friend@example.com. Knows what they may ask for and which account is meant; never
 * does more than open a window: a web page is not the user.
 */
#ifndef MSNP_PURPLE_URI_H
#define MSNP_PURPLE_URI_H

#include <purple.h>

/* Listens to the links that are handed to libpurple, until the plugin is unloaded. */
void msnp_uri_load(PurplePlugin *plugin);
void msnp_uri_unload(PurplePlugin *plugin);

#endif
