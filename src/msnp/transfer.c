/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pictures, emoticons and files: what the session does with P2P. Knows which there are; refuses to know how a session
 * is agreed on and how bytes travel.
 */
#include "msnp/transfer-private.h"

static const MsnpCallApp apps[] = {
    {MSNP_EUF_OBJECT, msnp_objects_invited},
    {MSNP_EUF_FILE, msnp_files_invited},
};

MsnpTransfers *
msnp_transfers_new(MsnpCore *core, MsnpTalks *talks)
{
    MsnpTransfers *transfers = g_new0(MsnpTransfers, 1);

    transfers->core = core;
    transfers->talks = talks;
    transfers->calls = msnp_calls_new(core, talks, apps, G_N_ELEMENTS(apps), transfers);
    msnp_objects_init(transfers);
    msnp_files_init(transfers);
    msnp_old_files_init(transfers);
    return transfers;
}

void
msnp_transfers_free(MsnpTransfers *transfers)
{
    msnp_transfers_end(transfers);
    msnp_calls_free(transfers->calls);
    msnp_files_clear(transfers);
    msnp_old_files_clear(transfers);
    msnp_objects_clear(transfers);
    g_free(transfers);
}

void
msnp_transfers_end(MsnpTransfers *transfers)
{
    msnp_calls_end(transfers->calls);
    msnp_objects_end(transfers);
    msnp_old_files_end(transfers);
}

gboolean
msnp_transfers_run(MsnpTransfers *transfers)
{
    msnp_objects_run(transfers);
    return msnp_calls_run(transfers->calls);
}

void
msnp_transfers_tick(MsnpTransfers *transfers)
{
    msnp_calls_tick(transfers->calls);
    msnp_old_files_tick(transfers);
}

guint64
msnp_transfers_deadline(const MsnpTransfers *transfers)
{
    guint64 deadline = msnp_earlier(msnp_calls_deadline(transfers->calls), msnp_objects_deadline(transfers));

    return msnp_earlier(deadline, msnp_old_files_deadline(transfers));
}

/* ---- files of both kinds ---- */

void
msnp_transfers_accept_file(MsnpTransfers *transfers, guint id)
{
    if (!msnp_files_accept(transfers, id))
        msnp_old_files_accept(transfers, id);
}

void
msnp_transfers_cancel_file(MsnpTransfers *transfers, guint id)
{
    if (!msnp_files_cancel(transfers, id))
        msnp_old_files_cancel(transfers, id);
}

void
msnp_transfers_file_piece(MsnpTransfers *transfers, guint id, guint64 offset, const void *data, gsize len)
{
    if (!msnp_files_piece(transfers, id, offset, data, len))
        msnp_old_files_piece(transfers, id, data, len);
}
