/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Choosing a file, to be sent or to be written. Knows that Finch, whose window has been answered, says a moment later
 * that it was cancelled; refuses to know what becomes of the file.
 */
#include "purple/choose.h"

#include "purple/nls.h"

/* ---- what was answered just now ---- */

static gboolean
choose_settle(gpointer data)
{
    MsnpAccount *ma = data;
    GSList *chosen = g_steal_pointer(&ma->chosen);

    ma->choosing = 0;
    g_slist_free_full(chosen, (GDestroyNotify) purple_xfer_unref);
    return FALSE;
}

void
msnp_choose_taken(MsnpAccount *ma, PurpleXfer *xfer)
{
    purple_xfer_ref(xfer);
    ma->chosen = g_slist_prepend(ma->chosen, xfer);
    if (!ma->choosing)
        ma->choosing = purple_timeout_add(0, choose_settle, ma);
}

/* The false word costs a reference here, and another where the window's answer is handled. */
gboolean
msnp_choose_is_settled(MsnpAccount *ma, PurpleXfer *xfer)
{
    if (!g_slist_find(ma->chosen, xfer))
        return FALSE;
    purple_xfer_ref(xfer);
    purple_xfer_ref(xfer);
    return TRUE;
}

void
msnp_choose_forget(MsnpAccount *ma)
{
    if (!ma->choosing)
        return;
    purple_timeout_remove(ma->choosing);
    choose_settle(ma);
}

/* ---- which file ---- */

static MsnpAccount *
choose_account(PurpleXfer *xfer)
{
    return msnp_account_of(purple_account_get_connection(purple_xfer_get_account(xfer)));
}

static void
send_chosen(gpointer data, const char *path)
{
    MsnpAccount *ma = choose_account(data);

    if (!ma || purple_xfer_is_canceled(data))
        return;
    msnp_choose_taken(ma, data);
    purple_xfer_request_accepted(data, path);
}

static void
send_not_chosen(gpointer data, const char *path)
{
    MsnpAccount *ma = choose_account(data);

    if (ma && !g_slist_find(ma->chosen, data) && !purple_xfer_is_canceled(data))
        purple_xfer_cancel_local(data);
}

/* libpurple's own way would take Finch at its word. The question goes with the transfer. */
void
msnp_choose_to_send(MsnpAccount *ma, PurpleXfer *xfer)
{
    /* TRANSLATORS: title of the window in which a file is chosen */
    purple_request_file(xfer, _("Send File"), NULL, FALSE, G_CALLBACK(send_chosen), G_CALLBACK(send_not_chosen),
                        ma->account, purple_xfer_get_remote_user(xfer), NULL, xfer);
}
