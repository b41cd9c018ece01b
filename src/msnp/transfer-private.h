/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of transfers share: transfer.c (all of them), transfer-objects.c, transfer-files.c and, for clients
 * older than 6.0, transfer-msnftp.c. Nobody else includes it.
 */
#ifndef MSNP_TRANSFER_PRIVATE_H
#define MSNP_TRANSFER_PRIVATE_H

#include "msnp/call.h"
#include "msnp/msnobj.h"
#include "msnp/transfer.h"

struct _MsnpTransfers {
    MsnpCore *core;
    MsnpTalks *talks;
    MsnpCalls *calls;
    /* objects */
    GPtrArray *own;   /* OwnObject: emoticons that are served, the newest last */
    gpointer picture; /* OwnObject, or NULL */
    GQueue fetches;   /* Fetch: in the order in which they were asked for */
    guint fetching;   /* how many of them are under way */
    guint tokens;     /* how many more may begin at once */
    guint64 token_at; /* when there will be one more */
    /* what has changed since it was last tried to begin some */
    gboolean fetch_due;      /* there is one more, or one less */
    MsnpStatus fetch_status; /* one's own then */
    guint fetch_arrivals;    /* msnp_talks_n_arrivals() then */
    guint fetch_roster;      /* core's roster_serial then */
    /* files */
    GHashTable *files;     /* number to File, owned */
    GHashTable *old_files; /* number to OldFile, owned */
};

#define MSNP_EUF_OBJECT "{A4268EEC-FEC5-49E5-95C3-F126696BDBF6}"
#define MSNP_EUF_FILE   "{5D3E02AB-6190-11D3-BBBB-00C04F795683}"

/* The application numbers of an INVITE. */
#define MSNP_APP_OBJECT 1
#define MSNP_APP_FILE   2

/* ---- transfer-objects.c ---- */

void msnp_objects_init(MsnpTransfers *transfers);
void msnp_objects_clear(MsnpTransfers *transfers);
void msnp_objects_invited(gpointer transfers, MsnpCall *call, const MsnpSlp *slp);

/* Begins the fetches whose turn it is. */
void msnp_objects_run(MsnpTransfers *transfers);
guint64 msnp_objects_deadline(const MsnpTransfers *transfers);

/* Those not begun fail. */
void msnp_objects_end(MsnpTransfers *transfers);

/* ---- transfer-files.c ---- */

void msnp_files_init(MsnpTransfers *transfers);
void msnp_files_clear(MsnpTransfers *transfers);
void msnp_files_invited(gpointer transfers, MsnpCall *call, const MsnpSlp *slp);

/* What the host says of a file. FALSE if it is none of these. */
gboolean msnp_files_accept(MsnpTransfers *transfers, guint id);
gboolean msnp_files_cancel(MsnpTransfers *transfers, guint id);
gboolean msnp_files_piece(MsnpTransfers *transfers, guint id, guint64 offset, const void *data, gsize len);

/* ---- transfer-msnftp.c ---- */

void msnp_old_files_init(MsnpTransfers *transfers);
void msnp_old_files_clear(MsnpTransfers *transfers);

/* The same. */
gboolean msnp_old_files_accept(MsnpTransfers *transfers, guint id);
gboolean msnp_old_files_cancel(MsnpTransfers *transfers, guint id);
gboolean msnp_old_files_piece(MsnpTransfers *transfers, guint id, const void *data, gsize len);

void msnp_old_files_tick(MsnpTransfers *transfers);
guint64 msnp_old_files_deadline(const MsnpTransfers *transfers);

/* Those not over fail. */
void msnp_old_files_end(MsnpTransfers *transfers);

#endif
