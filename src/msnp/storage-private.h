/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of the storage service share: storage.c (name and personal message), storage-photo.c (the picture).
 * Nobody else includes it.
 */
#ifndef MSNP_STORAGE_PRIVATE_H
#define MSNP_STORAGE_PRIVATE_H

#include "msnp/storage.h"
#include "msnp/web.h"

#define MSNP_STORAGE_SPACE "http://www.msn.com/webservices/storage/w10"

/* The steps by which another picture gets into the profile. */
typedef enum {
    MSNP_PHOTO_IDLE,
    MSNP_PHOTO_FORGET_TILE,  /* the old one is none of one's pictures any more, */
    MSNP_PHOTO_FORGET,       /* and not that of the profile; with a new one go on: */
    MSNP_PHOTO_CREATE,       /* here it is, */
    MSNP_PHOTO_RELATE,       /* and it is that of the profile */
} MsnpPhotoStep;

typedef struct {
    MsnpPhotoStep step;
    char *owner;       /* what has a picture: the part of the profile that others see; NULL if it is not known */
    char *id;          /* of the picture that the profile has; NULL for none */
    char *url;         /* where that is; NULL if nowhere that may be asked */
    GBytes *known;     /* its bytes, as far as they are known */
    GBytes *sending;   /* what is being brought there; NULL for none at all */
    guint job;         /* fetches it */
    gboolean changed;  /* since one is online: it is the profile's that is old */
    gboolean over;     /* something has failed, or is not there: it is left alone */
} MsnpPhoto;

struct _MsnpStorage {
    MsnpCore *core;
    const MsnpStorageClass *klass;
    gpointer who;
    gboolean busy;
    const char *scenario; /* why it is asked */
    char *id;             /* of the profile; NULL: it is not known, and nothing is changed */
    char *name;           /* what the service has */
    char *message;
    char *sent_name; /* what it is being told */
    char *sent_message;
    MsnpPhoto photo;
};

/* ---- storage.c ---- */

/* Asks, with a header of its own; one question at a time, whose done calls msnp_storage_go_on(). */
void msnp_storage_ask(MsnpStorage *storage, const MsnpWebAsk *ask, const char *scenario, const GString *body);
void msnp_storage_go_on(MsnpStorage *storage);

/* By which number the services know one. */
const char *msnp_storage_cid(const MsnpStorage *storage);

/* ---- storage-photo.c ---- */

/* What the profile says of it. */
void msnp_photo_read(MsnpStorage *storage, const MsnpXmlNode *profile);

/* The next step, if one is due. */
void msnp_photo_run(MsnpStorage *storage);
void msnp_photo_clear(MsnpPhoto *photo);

#endif
