/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The profile that the storage service keeps of oneself: name, personal message and picture, for one's other programs.
 * Knows that service; nobody waits for it, and nobody is told when it fails.
 */
#ifndef MSNP_STORAGE_H
#define MSNP_STORAGE_H

#include "msnp/core.h"

typedef struct {
    /* The profile has a name, and the address book none: it is core->own_name now, and has to be said. */
    void (*named)(gpointer who);
    /* The profile has a personal message, and the user none: it is core->kept_message now, likewise. */
    void (*messaged)(gpointer who);
} MsnpStorageClass;

MsnpStorage *msnp_storage_new(MsnpCore *core, const MsnpStorageClass *klass, gpointer who);

/* After the web services are freed. */
void msnp_storage_free(MsnpStorage *storage);

/* One is online: reads the profile, where there is such a service, and brings it up to date. */
void msnp_storage_start(MsnpStorage *storage);

/* One's name or personal message has changed; or one's picture. */
void msnp_storage_changed(MsnpStorage *storage);
void msnp_storage_pictured(MsnpStorage *storage);

#endif
