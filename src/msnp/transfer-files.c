/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files: offering and taking them. Knows how much of each has gone; refuses to know the disk: the host reads and
 * writes.
 */
#include "msnp/transfer-private.h"

#include "msnp/filecontext.h"
#include "msnp/limits.h"
#include "msnp/rate.h"

typedef struct {
    MsnpTransfers *transfers;
    guint id;
    MsnpCall *call;
    guint64 size;
    guint64 moved; /* received; or up to where it was given to be sent */
    guint64 asked; /* up to where it was asked for */
    MsnpP2pHeader heard; /* of the last packet received; id 0: none */
    guint64 missed; /* one more than from where on it was asked for again; 0: nothing was */
    gboolean offered; /* to us, and not answered */
    gboolean done; /* told; only the good-bye is missing */
} File;

static File *
file_new(MsnpTransfers *transfers, MsnpCall *call, guint64 size)
{
    File *file = g_new0(File, 1);

    file->transfers = transfers;
    file->id = transfers->core->next_request++;
    file->call = call;
    file->size = size;
    g_hash_table_insert(transfers->files, GUINT_TO_POINTER(file->id), file);
    return file;
}

static MsnpAction *
file_tell(File *file, MsnpActionKind kind)
{
    MsnpAction *action = msnp_actions_push(file->transfers->core->actions, kind);

    action->who = msnp_call_who(file->call); /* which lives as long as the session: there is one of these per packet */
    action->id = file->id;
    return action;
}

static void
file_free(File *file)
{
    g_hash_table_remove(file->transfers->files, GUINT_TO_POINTER(file->id));
}

static void
file_done(File *file)
{
    file->done = TRUE;
    file_tell(file, MSNP_EVENT_FILE_DONE);
}

/* A BYE after the end is no failure. */
static void
file_over(MsnpCall *call, MsnpError error)
{
    File *file = msnp_call_owner(call);

    if (!file->done)
        file_tell(file, MSNP_EVENT_FILE_FAILED)->error = error;
    file_free(file);
}

static void
file_bye(File *file)
{
    msnp_call_bye(file->call);
    file_free(file);
}

static void
file_fail(File *file, MsnpError error)
{
    file_tell(file, MSNP_EVENT_FILE_FAILED)->error = error;
    file_bye(file);
}

/* ---- sending ---- */

static void
send_want(MsnpCall *call, guint64 offset, gsize len)
{
    File *file = msnp_call_owner(call);
    MsnpAction *action = file_tell(file, MSNP_ACTION_FILE_READ);

    action->offset = offset;
    action->len = len;
    if (offset != file->asked) /* once more */
        file->moved = offset;
    file->asked = offset + len;
}

static void
send_sent(MsnpCall *call)
{
    file_done(msnp_call_owner(call));
    msnp_call_expect(call, MSNP_BYE_TIMEOUT); /* for his; then we say it */
}

static void
send_accepted(MsnpCall *call)
{
    File *file = msnp_call_owner(call);

    file_tell(file, MSNP_EVENT_FILE_BEGUN);
    msnp_call_allow_direct(call);
    if (file->size >= MSNP_DIRECT_FROM)
        msnp_call_offer_direct(call);
    if (file->size > 0) {
        msnp_call_send(call, MSNP_P2P_NEW | MSNP_P2P_FILE | MSNP_P2P_DATA, NULL, file->size);
        return;
    }
    file_done(file);
    file_bye(file);
}

guint
msnp_transfers_send_file(MsnpTransfers *transfers, const char *who, const char *name, guint64 size, const void *preview,
                         gsize preview_len)
{
    static const MsnpCallClass klass = {
        .accepted = send_accepted, .want = send_want, .sent = send_sent, .over = file_over};
    g_autoptr(GString) context = g_string_new(NULL);
    MsnpCall *call;
    File *file;

    msnp_file_context_print(context, name, size, preview, preview_len);
    call = msnp_call_invite(transfers->calls, who, MSNP_EUF_FILE, MSNP_APP_FILE, context->str, context->len,
                            MSNP_OFFER_TIMEOUT);
    file = file_new(transfers, call, size);
    msnp_call_set_owner(call, &klass, file);
    return file->id;
}

/* ---- receiving ---- */

/* Once for each gap: what is on its way behind it will not fit either. */
static void
take_missed(File *file)
{
    if (file->missed == file->moved + 1)
        return;
    file->missed = file->moved + 1;
    msnp_call_ask_again(file->call, &file->heard, file->moved);
}

static void
take_stalled(MsnpCall *call)
{
    File *file = msnp_call_owner(call);

    if (file->heard.id == 0 || file->done)
        return;
    file->missed = 0;
    take_missed(file);
}

/* In order, or not at all; what has come already is passed over. */
static void
take_data(MsnpCall *call, const MsnpP2pHeader *header, const guint8 *body)
{
    File *file = msnp_call_owner(call);
    MsnpAction *action;
    gsize skip;

    if (header->total != file->size) {
        file_fail(file, MSNP_ERROR_DAMAGED);
        return;
    }
    file->heard = *header;
    if (file->done || !msnp_p2p_is_next(header, file->moved, &skip)) {
        msnp_core_debug(file->transfers->core, "a packet of a file that does not fit ignored");
        if (!file->done && header->offset > file->moved)
            take_missed(file);
        return;
    }
    action = file_tell(file, MSNP_ACTION_FILE_WRITE);
    action->offset = file->moved;
    action->data = body + skip;
    action->len = header->length - skip;
    file->moved += action->len;
    msnp_call_expect(call, MSNP_CALL_TIMEOUT);
    if (file->moved < file->size)
        return;
    msnp_call_acknowledge(call, header);
    file_done(file);
    file_bye(file);
}

void
msnp_files_invited(gpointer owner, MsnpCall *call, const MsnpSlp *slp)
{
    static const MsnpCallClass klass = {.data = take_data, .stalled = take_stalled, .over = file_over};
    MsnpTransfers *transfers = owner;
    g_autofree guint8 *bytes = NULL;
    MsnpFileContext context;
    MsnpAction *action;
    gsize len = 0;
    File *file;

    bytes = msnp_slp_base64(slp, "Context", &len);
    if (!bytes || !msnp_rate_allows(transfers->core, MSNP_RATE_FILE, msnp_call_who(call)) ||
        !msnp_file_context_parse(bytes, len, &context)) {
        msnp_call_refuse(call, 603);
        return;
    }
    file = file_new(transfers, call, context.size);
    file->offered = TRUE;
    msnp_call_set_owner(call, &klass, file);
    msnp_call_expect(call, MSNP_OFFER_TIMEOUT);
    action = file_tell(file, MSNP_EVENT_FILE_OFFERED);
    action->name = msnp_actions_keep_str(transfers->core->actions, context.name);
    action->size = context.size;
    action->data = (const guint8 *) msnp_actions_keep(transfers->core->actions, context.preview, context.preview_len);
    action->len = context.preview ? context.preview_len : 0;
    msnp_file_context_clear(&context);
}

/* ---- what the host says ---- */

static File *
files_find(MsnpTransfers *transfers, guint id)
{
    return g_hash_table_lookup(transfers->files, GUINT_TO_POINTER(id));
}

gboolean
msnp_files_accept(MsnpTransfers *transfers, guint id)
{
    File *file = files_find(transfers, id);

    if (!file || !file->offered)
        return file != NULL;
    file->offered = FALSE;
    msnp_call_allow_direct(file->call);
    msnp_call_accept(file->call);
    if (file->size > 0)
        return TRUE;
    file_done(file);
    file_bye(file);
    return TRUE;
}

gboolean
msnp_files_cancel(MsnpTransfers *transfers, guint id)
{
    File *file = files_find(transfers, id);

    if (!file)
        return FALSE;
    msnp_call_hang_up(file->call);
    file_free(file);
    return TRUE;
}

gboolean
msnp_files_piece(MsnpTransfers *transfers, guint id, guint64 offset, const void *data, gsize len)
{
    File *file = files_find(transfers, id);

    if (!file)
        return FALSE;
    if (!data || len == 0)
        return msnp_files_cancel(transfers, id);
    if (offset != file->moved || len > file->asked - file->moved)
        return TRUE; /* asked for before it began anew */
    file->moved += len;
    msnp_call_feed(file->call, data, len);
    return TRUE;
}

/* ---- life ---- */

void
msnp_files_init(MsnpTransfers *transfers)
{
    transfers->files = g_hash_table_new_full(NULL, NULL, NULL, g_free);
}

void
msnp_files_clear(MsnpTransfers *transfers)
{
    g_hash_table_destroy(transfers->files);
}
