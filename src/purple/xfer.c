/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files, both ways, as libpurple's transfers. Knows the life of a PurpleXfer and who holds it; refuses to know how the
 * bytes travel.
 */
#include "purple/xfer.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "purple/choose.h"
#include "purple/errtext.h"
#include "purple/image.h"
#include "purple/invite.h"
#include "purple/nls.h"
#include "purple/pump.h"

/* Offers of one person, and transfers of everybody, at once: each offer is a window. What comes beyond is declined. */
#define OFFERS_MAX    10
#define TRANSFERS_MAX 200

/* The largest preview that is sent along, in bytes: it is part of the invitation. */
#define PREVIEW_MAX 32768

/* Names that are tried for a file that nobody is asked about. */
#define NUMBERS_MAX 1000

/* The user interface is told of progress after so many bytes: pieces are small. */
#define PROGRESS_STEP 32768

/* What the session knows by a number, from the offer to the end. Both point to each other for that long, and we hold a
 * reference: libpurple drops its own whenever it is told of an end. */
typedef struct {
    MsnpAccount *ma;
    PurpleXfer *xfer;
    guint id;
    gsize shown;
} Transfer;

static Transfer *
transfer_find(MsnpAccount *ma, guint id)
{
    return ma->transfers ? g_hash_table_lookup(ma->transfers, GUINT_TO_POINTER(id)) : NULL;
}

static void
transfer_new(MsnpAccount *ma, PurpleXfer *xfer, guint id)
{
    Transfer *transfer = g_new0(Transfer, 1);

    transfer->ma = ma;
    transfer->xfer = xfer;
    transfer->id = id;
    xfer->data = transfer;
    purple_xfer_ref(xfer);
    if (!ma->transfers)
        ma->transfers = g_hash_table_new(NULL, NULL);
    g_hash_table_insert(ma->transfers, GUINT_TO_POINTER(id), transfer);
}

/* From now on the two know nothing of each other. */
static void
transfer_drop(Transfer *transfer)
{
    PurpleXfer *xfer = transfer->xfer;

    g_hash_table_remove(transfer->ma->transfers, GUINT_TO_POINTER(transfer->id));
    xfer->data = NULL;
    g_free(transfer);
    purple_xfer_unref(xfer);
}

/* PurpleXfer.ops: cancelled by the user, by libpurple or by us, or declined. Never cancels: it may be called from
 * there. What has ended by itself is dropped already. */
static void
transfer_cancelled(PurpleXfer *xfer)
{
    Transfer *transfer = xfer->data;
    MsnpAccount *ma;
    guint id;

    if (!transfer)
        return;
    id = transfer->id;
    ma = msnp_pump_enter(transfer->ma->gc);
    transfer_drop(transfer);
    if (!ma)
        return;
    msnp_file_cancel(ma->session, id);
    msnp_pump_leave(ma);
}

/* libpurple would let go of it twice. */
static void
xfer_cancel(PurpleXfer *xfer)
{
    if (!purple_xfer_is_canceled(xfer))
        purple_xfer_cancel_local(xfer);
}

/* Opens the file, once; what cannot be opened is cancelled and explained by libpurple. Which does not look whether
 * another plugin has cancelled it from within, and would never close it. */
static void
xfer_start(PurpleXfer *xfer)
{
    if (purple_xfer_is_canceled(xfer) || purple_xfer_get_start_time(xfer) != 0)
        return;
    purple_xfer_start(xfer, -1, NULL, 0);
    if (purple_xfer_is_canceled(xfer) && xfer->dest_fp)
        fclose(g_steal_pointer(&xfer->dest_fp));
}

/* Ends it, which did not work, and says why, once: in the conversation, if there is one, and in a window. libpurple's
 * own functions would say that somebody has cancelled it, and the window nothing else. */
static void
xfer_fail(PurpleXfer *xfer, PurpleXferStatusType status, const char *why)
{
    gboolean sends = purple_xfer_get_type(xfer) == PURPLE_XFER_SEND;
    const char *name = purple_xfer_get_filename(xfer);
    const PurpleXferUiOps *ui = xfer->ui_ops;
    g_autofree char *text = name ? g_strconcat(name, ": ", why, NULL) : g_strdup(why);
    void (*show)(PurpleXfer *) = NULL;

    purple_xfer_conversation_write(xfer, text, TRUE);
    purple_xfer_error(purple_xfer_get_type(xfer), purple_xfer_get_account(xfer), purple_xfer_get_remote_user(xfer),
                      text);
    if (purple_xfer_is_canceled(xfer))
        return;
    purple_request_close_with_handle(xfer);
    xfer->status = status;
    purple_signal_emit(purple_xfers_get_handle(), sends ? "file-send-cancel" : "file-recv-cancel", xfer);
    xfer->end_time = time(NULL);
    (sends ? xfer->ops.cancel_send : xfer->ops.cancel_recv)(xfer);
    g_clear_pointer(&xfer->dest_fp, fclose);
    if (ui)
        show = status == PURPLE_XFER_STATUS_CANCEL_LOCAL ? ui->cancel_local : ui->cancel_remote;
    if (show)
        show(xfer);
    xfer->bytes_remaining = 0;
    purple_xfer_unref(xfer);
}

/* A transfer of the account that is not over: also one that the session does not know of (yet), while the user chooses
 * the file. */
static gboolean
xfer_is_open(PurpleXfer *xfer, PurpleAccount *account)
{
    return purple_xfer_get_account(xfer) == account && !purple_xfer_is_canceled(xfer) &&
           !purple_xfer_is_completed(xfer);
}

/* libpurple has cancelled it perhaps. */
static void
xfer_is_not_written(PurpleXfer *xfer)
{
    /* TRANSLATORS: why a file is not received any further */
    xfer_fail(xfer, PURPLE_XFER_STATUS_CANCEL_LOCAL, _("The file could not be written. Is the disk full?"));
}

static void
xfer_progress(PurpleXfer *xfer)
{
    Transfer *transfer = xfer->data;
    gsize sent = purple_xfer_get_bytes_sent(xfer);

    if (!transfer || (sent >= transfer->shown && sent - transfer->shown < PROGRESS_STEP))
        return;
    transfer->shown = sent;
    purple_xfer_update_progress(xfer);
}

/* ---- sending ---- */

/* A small picture of a picture, if the user interface can make one. */
static gconstpointer
send_preview(PurpleXfer *xfer, gsize *len)
{
    gconstpointer preview;
    MsnpImage image;

    *len = 0;
    if (!xfer->ui_ops || !xfer->ui_ops->add_thumbnail)
        return NULL;
    purple_xfer_prepare_thumbnail(xfer, "png");
    preview = purple_xfer_get_thumbnail(xfer, len);
    if (preview && *len <= PREVIEW_MAX && msnp_image_read(preview, *len, &image) && image.format == MSNP_IMAGE_PNG)
        return preview;
    *len = 0;
    return NULL;
}

/* The user interface may have the bytes somewhere else than in a file. */
static gboolean
xfer_is_file(PurpleXfer *xfer)
{
    return !xfer->ui_ops || (!xfer->ui_ops->ui_read && !xfer->ui_ops->ui_write);
}

static MsnpError
send_offer(MsnpAccount *ma, PurpleXfer *xfer)
{
    const char *path = purple_xfer_get_local_filename(xfer);
    g_autofree char *name = NULL;
    gconstpointer preview;
    MsnpError error;
    gsize len;
    guint id;

    if (!path || (xfer_is_file(xfer) && !g_file_test(path, G_FILE_TEST_IS_REGULAR)))
        return MSNP_ERROR_ARGUMENT;
    if (xfer_is_file(xfer) && access(path, R_OK) != 0)
        xfer_start(xfer); /* which fails, and is explained, before anybody is asked */
    if (purple_xfer_is_canceled(xfer))
        return MSNP_ERROR_NONE;
    name = g_filename_display_basename(path);
    preview = send_preview(xfer, &len);
    error = msnp_file_send(ma->session, purple_xfer_get_remote_user(xfer), name, purple_xfer_get_size(xfer), preview,
                           len, &id);
    if (error == MSNP_ERROR_NONE)
        transfer_new(ma, xfer, id);
    return error;
}

/* PurpleXfer.ops.init: the user has chosen the file. */
static void
send_init(PurpleXfer *xfer)
{
    MsnpAccount *ma = msnp_pump_enter(purple_account_get_connection(purple_xfer_get_account(xfer)));
    MsnpError error;

    purple_xfer_ref(xfer);
    error = ma ? send_offer(ma, xfer) : MSNP_ERROR_STATE;
    if (error != MSNP_ERROR_NONE) {
        g_autofree char *why = msnp_errtext_file(error, 0, purple_xfer_get_remote_user(xfer));

        xfer_fail(xfer, PURPLE_XFER_STATUS_CANCEL_LOCAL, why);
    }
    purple_xfer_unref(xfer);
    if (ma)
        msnp_pump_leave(ma);
}

gboolean
msnp_xfer_can_send(PurpleConnection *gc, const char *who)
{
    MsnpAccount *ma = msnp_account_of(gc);

    return ma && ma->session && msnp_contact_takes_files(ma->session, who);
}

PurpleXfer *
msnp_xfer_new(PurpleConnection *gc, const char *who)
{
    PurpleXfer *xfer = purple_xfer_new(purple_connection_get_account(gc), PURPLE_XFER_SEND, who);

    purple_xfer_set_init_fnc(xfer, send_init);
    purple_xfer_set_request_denied_fnc(xfer, transfer_cancelled);
    purple_xfer_set_cancel_send_fnc(xfer, transfer_cancelled);
    return xfer;
}

void
msnp_xfer_send(PurpleConnection *gc, const char *who, const char *path)
{
    PurpleXfer *xfer = msnp_xfer_new(gc, who);

    if (path)
        purple_xfer_request_accepted(xfer, path);
    else
        msnp_choose_to_send(msnp_account_of(gc), xfer);
}

void
msnp_xfer_begun(MsnpAccount *ma, const MsnpAction *action)
{
    Transfer *transfer = transfer_find(ma, action->id);
    PurpleXfer *xfer = transfer ? transfer->xfer : NULL;

    if (!xfer)
        return;
    purple_xfer_ref(xfer);
    xfer_start(xfer);
    purple_xfer_unref(xfer);
}

/* Goes to where the next piece begins, which is where the last one ended unless something is sent again. */
static gboolean
file_seek(PurpleXfer *xfer, guint64 offset)
{
    if (purple_xfer_get_bytes_sent(xfer) == offset)
        return TRUE;
    if (!xfer->dest_fp || fseeko(xfer->dest_fp, (off_t) offset, SEEK_SET) != 0)
        return FALSE;
    purple_xfer_set_bytes_sent(xfer, (gsize) offset);
    return TRUE;
}

/* FALSE if it ends too early: it has been changed since it was offered. */
static gboolean
file_read(PurpleXfer *xfer, guint64 offset, guint8 *buffer, gsize len)
{
    gsize done = 0;
    gssize n;

    if (!file_seek(xfer, offset))
        return FALSE;
    while (done < len) {
        n = purple_xfer_read_file(xfer, buffer + done, len - done);
        if (n <= 0)
            return FALSE;
        done += (gsize) n;
    }
    return TRUE;
}

void
msnp_xfer_read(MsnpAccount *ma, const MsnpAction *action)
{
    Transfer *transfer = transfer_find(ma, action->id);
    PurpleXfer *xfer = transfer ? transfer->xfer : NULL;
    g_autofree guint8 *buffer = NULL;

    if (!xfer)
        return;
    buffer = g_malloc(action->len + 1); /* never NULL: that would mean failure */
    purple_xfer_ref(xfer);
    if (file_read(xfer, action->offset, buffer, action->len)) {
        msnp_session_file_piece(ma->session, action->id, action->offset, buffer, action->len);
        xfer_progress(xfer);
    } else {
        xfer_fail(xfer, PURPLE_XFER_STATUS_CANCEL_LOCAL,
                  /* TRANSLATORS: why a file is not sent any further */
                  _("The file could not be read to its end. Has it been changed or removed meanwhile?"));
    }
    purple_xfer_unref(xfer);
}

/* ---- receiving ---- */

/* PurpleXfer.ops.request_denied. */
static void
receive_denied(PurpleXfer *xfer)
{
    MsnpAccount *ma = msnp_account_of(purple_account_get_connection(purple_xfer_get_account(xfer)));

    if (!ma || !msnp_choose_is_settled(ma, xfer))
        transfer_cancelled(xfer);
    else if (xfer->data)
        xfer->status = PURPLE_XFER_STATUS_STARTED;
}

/* PurpleXfer.ops.init: the user has chosen where it goes. What cannot be opened is declined, not accepted and then
 * stopped. */
static void
receive_init(PurpleXfer *xfer)
{
    Transfer *transfer = xfer->data;
    MsnpAccount *ma = transfer ? msnp_pump_enter(transfer->ma->gc) : NULL;
    guint id = transfer ? transfer->id : 0;

    if (!ma || (xfer_is_file(xfer) && !purple_xfer_get_local_filename(xfer))) {
        xfer_cancel(xfer);
    } else {
        msnp_choose_taken(ma, xfer);
        xfer_start(xfer);
        if (xfer->data)
            msnp_file_accept(ma->session, id);
    }
    if (ma)
        msnp_pump_leave(ma);
}

/* Whom the user does not want to hear from is declined without a word, as libpurple drops his messages. */
static gboolean
offer_is_welcome(MsnpAccount *ma, const char *who)
{
    guint open = 0, all = 0;
    GList *l;

    if (!purple_privacy_check(ma->account, who))
        return FALSE;
    for (l = purple_xfers_get_all(); l; l = l->next) {
        PurpleXfer *xfer = l->data;

        if (!xfer_is_open(xfer, ma->account))
            continue;
        all++;
        open += purple_xfer_get_type(xfer) == PURPLE_XFER_RECEIVE && purple_xfer_get_start_time(xfer) == 0 &&
                !strcmp(purple_xfer_get_remote_user(xfer), who);
    }
    return open < OFFERS_MAX && all < TRANSFERS_MAX;
}

static PurpleXfer *
receive_new(MsnpAccount *ma, const MsnpAction *action)
{
    PurpleXfer *xfer = purple_xfer_new(ma->account, PURPLE_XFER_RECEIVE, action->who);
    MsnpImage image;

    purple_xfer_set_filename(xfer, action->name);
    purple_xfer_set_size(xfer, (gsize) action->size);
    purple_xfer_set_init_fnc(xfer, receive_init);
    purple_xfer_set_request_denied_fnc(xfer, receive_denied);
    purple_xfer_set_cancel_recv_fnc(xfer, transfer_cancelled);
    if (action->len > 0 && msnp_image_is_safe(action->data, action->len, &image))
        purple_xfer_set_thumbnail(xfer, action->data, action->len, msnp_image_type(image.format));
    return xfer;
}

/* Where a file goes that nobody is asked about: where there is none yet, and as one that is seen. */
static char *
receive_path(const char *name)
{
    const char *folder = g_get_user_special_dir(G_USER_DIRECTORY_DOWNLOAD);
    const char *dot = strrchr(name, '.');
    gsize stem = dot && dot > name ? (gsize) (dot - name) : strlen(name);
    guint i;

    if (!folder)
        folder = g_get_home_dir();
    for (i = 1; i < NUMBERS_MAX; i++) {
        g_autofree char *number = i > 1 ? g_strdup_printf(" (%u)", i) : g_strdup("");
        g_autofree char *file = g_strdup_printf("%s%.*s%s%s", *name == '.' ? "_" : "", (int) stem, name, number,
                                                name + stem);
        g_autofree char *local = g_filename_from_utf8(file, -1, NULL, NULL, NULL);
        char *path = g_build_filename(folder, local ? local : "file", NULL);

        if (!g_file_test(path, G_FILE_TEST_EXISTS) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK))
            return path;
        g_free(path);
    }
    return NULL;
}

/* The account's option says that everything is taken. */
static void
receive_unasked(PurpleXfer *xfer)
{
    g_autofree char *path = receive_path(purple_xfer_get_filename(xfer));

    if (path)
        purple_xfer_request_accepted(xfer, path);
    else
        purple_xfer_request(xfer);
}

static void
offer_refuse(MsnpAccount *ma, const MsnpAction *action)
{
    purple_debug_info("msnp", "a file of %s is declined without asking\n", action->who);
    msnp_file_cancel(ma->session, action->id);
}

void
msnp_xfer_offered(MsnpAccount *ma, const MsnpAction *action)
{
    MsnpInviteChoice choice = msnp_invite_choice(ma->account, MSNP_INVITE_FILE);
    PurpleXfer *xfer;

    if (!offer_is_welcome(ma, action->who) || (gsize) action->size != action->size) {
        offer_refuse(ma, action);
        return;
    }
    if (choice == MSNP_INVITE_DECLINES) {
        offer_refuse(ma, action);
        /* TRANSLATORS: the invitation, or the file */
        msnp_invite_note(ma, action->who, 0, MSNP_INVITE_FILE, _("It was declined."));
        return;
    }
    xfer = receive_new(ma, action);
    transfer_new(ma, xfer, action->id);
    if (choice == MSNP_INVITE_ACCEPTS)
        receive_unasked(xfer);
    else
        purple_xfer_request(xfer);
}

/* What comes is no more than was announced; the session has seen to that, and so do we, where a file is written. */
static gboolean
piece_fits(PurpleXfer *xfer, const MsnpAction *action)
{
    gsize size = purple_xfer_get_size(xfer);

    return action->offset == purple_xfer_get_bytes_sent(xfer) && action->offset <= size &&
           action->len <= size - action->offset;
}

static void
receive_piece(PurpleXfer *xfer, const MsnpAction *action)
{
    g_autofree char *why = NULL;

    if (!piece_fits(xfer, action)) {
        why = msnp_errtext_file(MSNP_ERROR_DAMAGED, 0, purple_xfer_get_remote_user(xfer));
        xfer_fail(xfer, PURPLE_XFER_STATUS_CANCEL_LOCAL, why);
    } else if (!purple_xfer_write_file(xfer, action->data, action->len)) {
        xfer_is_not_written(xfer);
    } else {
        xfer_progress(xfer);
    }
}

void
msnp_xfer_write(MsnpAccount *ma, const MsnpAction *action)
{
    Transfer *transfer = transfer_find(ma, action->id);
    PurpleXfer *xfer = transfer ? transfer->xfer : NULL;

    if (!xfer || action->len == 0)
        return;
    purple_xfer_ref(xfer);
    receive_piece(xfer, action);
    purple_xfer_unref(xfer);
}

/* ---- the end ---- */

/* The last bytes may still be on their way to the disk: libpurple would not notice that there is no room for them. */
static gboolean
file_is_flushed(PurpleXfer *xfer)
{
    return purple_xfer_get_type(xfer) == PURPLE_XFER_SEND || !xfer->dest_fp || fflush(xfer->dest_fp) == 0;
}

static void
xfer_finish(PurpleXfer *xfer)
{
    if (file_is_flushed(xfer)) {
        purple_xfer_set_completed(xfer, TRUE);
        purple_xfer_end(xfer);
    } else {
        xfer_is_not_written(xfer);
    }
}

void
msnp_xfer_done(MsnpAccount *ma, const MsnpAction *action)
{
    Transfer *transfer = transfer_find(ma, action->id);
    PurpleXfer *xfer = transfer ? transfer->xfer : NULL;

    if (!xfer)
        return;
    purple_xfer_ref(xfer);
    transfer_drop(transfer);
    xfer_finish(xfer);
    purple_xfer_unref(xfer);
}

void
msnp_xfer_failed(MsnpAccount *ma, const MsnpAction *action)
{
    Transfer *transfer = transfer_find(ma, action->id);
    PurpleXfer *xfer = transfer ? transfer->xfer : NULL;
    g_autofree char *why = NULL;

    if (!xfer)
        return;
    why = msnp_errtext_file(action->error, action->number, purple_xfer_get_remote_user(xfer));
    purple_xfer_ref(xfer);
    transfer_drop(transfer);
    xfer_fail(xfer, PURPLE_XFER_STATUS_CANCEL_REMOTE, why);
    purple_xfer_unref(xfer);
}

/* ---- what is here already ---- */

/* PurpleXfer.ops: cancelled, or declined. */
static void
bytes_cancelled(PurpleXfer *xfer)
{
    g_clear_pointer(&xfer->data, g_bytes_unref);
}

static void
bytes_denied(PurpleXfer *xfer)
{
    MsnpAccount *ma = msnp_account_of(purple_account_get_connection(purple_xfer_get_account(xfer)));

    if (!ma || !msnp_choose_is_settled(ma, xfer))
        bytes_cancelled(xfer);
}

static void
bytes_write(PurpleXfer *xfer, GBytes *bytes)
{
    gsize len;
    gconstpointer data = g_bytes_get_data(bytes, &len);

    if (purple_xfer_write_file(xfer, data, len))
        xfer_finish(xfer);
    else
        xfer_is_not_written(xfer);
}

/* PurpleXfer.ops.init: the user has chosen where it goes. */
static void
bytes_init(PurpleXfer *xfer)
{
    MsnpAccount *ma = msnp_account_of(purple_account_get_connection(purple_xfer_get_account(xfer)));
    g_autoptr(GBytes) bytes = g_steal_pointer(&xfer->data);

    if (!ma || !bytes || (xfer_is_file(xfer) && !purple_xfer_get_local_filename(xfer))) {
        xfer_cancel(xfer);
        return;
    }
    msnp_choose_taken(ma, xfer);
    xfer_start(xfer);
    if (!purple_xfer_is_canceled(xfer))
        bytes_write(xfer, bytes);
}

void
msnp_xfer_offer_bytes(MsnpAccount *ma, const char *who, const char *name, const guint8 *data, gsize len)
{
    MsnpInviteChoice choice = msnp_invite_choice(ma->account, MSNP_INVITE_FILE);
    PurpleXfer *xfer;

    if (choice == MSNP_INVITE_DECLINES || !offer_is_welcome(ma, who)) {
        purple_debug_info("msnp", "a file of %s is not offered\n", who);
        return;
    }
    xfer = purple_xfer_new(ma->account, PURPLE_XFER_RECEIVE, who);
    xfer->data = g_bytes_new(data, len);
    purple_xfer_set_filename(xfer, name);
    purple_xfer_set_size(xfer, len);
    purple_xfer_set_init_fnc(xfer, bytes_init);
    purple_xfer_set_request_denied_fnc(xfer, bytes_denied);
    purple_xfer_set_cancel_recv_fnc(xfer, bytes_cancelled);
    if (choice == MSNP_INVITE_ACCEPTS)
        receive_unasked(xfer);
    else
        purple_xfer_request(xfer);
}

/* ---- the account closes ---- */

static PurpleXfer *
xfer_of(PurpleAccount *account)
{
    GList *l;

    for (l = purple_xfers_get_all(); l; l = l->next)
        if (xfer_is_open(l->data, account))
            return l->data;
    return NULL;
}

/* What is left was being cancelled when another plugin disconnected the account from within. */
static void
transfers_drop_all(MsnpAccount *ma)
{
    GHashTableIter iter;
    gpointer value;

    for (;;) {
        g_hash_table_iter_init(&iter, ma->transfers);
        if (!g_hash_table_iter_next(&iter, NULL, &value))
            return;
        msnp_file_cancel(ma->session, ((Transfer *) value)->id);
        transfer_drop(value);
    }
}

void
msnp_xfer_forget(MsnpAccount *ma)
{
    PurpleXfer *xfer;

    msnp_choose_forget(ma);
    while ((xfer = xfer_of(ma->account)))
        purple_xfer_cancel_local(xfer);
    if (ma->transfers)
        transfers_drop_all(ma);
    g_clear_pointer(&ma->transfers, g_hash_table_destroy);
}
