/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes down what libpurple tells about connections, notices, mail, accounts and transfers.
 * Answers nothing. */
#include "rig-ui.h"
#include "rig-event.h"

#include <purple.h>
#include <stdio.h>

const char *
rig_reason_name(int reason)
{
    static const char *const names[] = {
        [PURPLE_CONNECTION_ERROR_NETWORK_ERROR] = "NETWORK_ERROR",
        [PURPLE_CONNECTION_ERROR_INVALID_USERNAME] = "INVALID_USERNAME",
        [PURPLE_CONNECTION_ERROR_AUTHENTICATION_FAILED] = "AUTHENTICATION_FAILED",
        [PURPLE_CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE] = "AUTHENTICATION_IMPOSSIBLE",
        [PURPLE_CONNECTION_ERROR_NO_SSL_SUPPORT] = "NO_SSL_SUPPORT",
        [PURPLE_CONNECTION_ERROR_ENCRYPTION_ERROR] = "ENCRYPTION_ERROR",
        [PURPLE_CONNECTION_ERROR_NAME_IN_USE] = "NAME_IN_USE",
        [PURPLE_CONNECTION_ERROR_INVALID_SETTINGS] = "INVALID_SETTINGS",
        [PURPLE_CONNECTION_ERROR_CERT_NOT_PROVIDED] = "CERT_NOT_PROVIDED",
        [PURPLE_CONNECTION_ERROR_CERT_UNTRUSTED] = "CERT_UNTRUSTED",
        [PURPLE_CONNECTION_ERROR_CERT_EXPIRED] = "CERT_EXPIRED",
        [PURPLE_CONNECTION_ERROR_CERT_NOT_ACTIVATED] = "CERT_NOT_ACTIVATED",
        [PURPLE_CONNECTION_ERROR_CERT_HOSTNAME_MISMATCH] = "CERT_HOSTNAME_MISMATCH",
        [PURPLE_CONNECTION_ERROR_CERT_FINGERPRINT_MISMATCH] = "CERT_FINGERPRINT_MISMATCH",
        [PURPLE_CONNECTION_ERROR_CERT_SELF_SIGNED] = "CERT_SELF_SIGNED",
        [PURPLE_CONNECTION_ERROR_CERT_OTHER_ERROR] = "CERT_OTHER_ERROR",
        [PURPLE_CONNECTION_ERROR_OTHER_ERROR] = "OTHER_ERROR",
    };
    return reason >= 0 && (guint) reason < G_N_ELEMENTS(names) ? names[reason] : "unknown";
}

/* -- connections --------------------------------------------------------------------------------
 */

static void
record(PurpleConnection *gc, const char *kind, const char *key, const char *value)
{
    PurpleAccount *account = purple_connection_get_account(gc);
    const char *name = purple_account_get_username(account);
    rig_record(account, kind, "account", name, key, value, NULL);
}

static void
connect_progress(PurpleConnection *gc, const char *text, size_t step, size_t count)
{
    PurpleAccount *account = purple_connection_get_account(gc);
    g_autofree char *steps = g_strdup_printf("%u/%u", (guint) step, (guint) count);
    rig_record(account, "connecting", "account", purple_account_get_username(account), "text", text,
               "step", steps, NULL);
}

static void
connected(PurpleConnection *gc)
{
    record(gc, "connected", "state", "online");
}

static void
disconnected(PurpleConnection *gc)
{
    record(gc, "disconnected", "state", "offline");
}

static void
notice(PurpleConnection *gc, const char *text)
{
    record(gc, "notice", "text", text);
}

static void
disconnect_reason(PurpleConnection *gc, PurpleConnectionError reason, const char *text)
{
    PurpleAccount *account = purple_connection_get_account(gc);
    rig_record(account, "error", "account", purple_account_get_username(account), "reason",
               rig_reason_name(reason), "text", text, "fatal",
               purple_connection_error_is_fatal(reason) ? "1" : "0", NULL);
}

/* -- notices: every handle is the address of a static byte, nothing can be closed twice ---------
 */

static char shown;

static void *
notify_message(PurpleNotifyMsgType type, const char *title, const char *primary,
               const char *secondary)
{
    static const char *const names[] = {"error", "warning", "info"};
    rig_record(NULL, "notify", "type", names[type], "title", title, "primary", primary, "secondary",
               secondary, NULL);
    return &shown;
}

static void *
notify_email(PurpleConnection *gc, const char *subject, const char *from, const char *to,
             const char *url)
{
    PurpleAccount *account = purple_connection_get_account(gc);
    rig_record(account, "email", "account", purple_account_get_username(account), "subject",
               subject, "from", from, "to", to, "url", url, NULL);
    return &shown;
}

static void *
notify_emails(PurpleConnection *gc, size_t count, gboolean detailed, const char **subjects,
              const char **froms, const char **tos, const char **urls)
{
    g_autofree char *number = g_strdup_printf("%u", (guint) count);
    PurpleAccount *account = purple_connection_get_account(gc);
    rig_record(account, "emails", "account", purple_account_get_username(account), "count", number,
               "to", tos != NULL ? tos[0] : NULL, "url", urls != NULL ? urls[0] : NULL, NULL);
    return &shown;
}

/* A row of the list after the other, its columns with a bar between. */
static void *
notify_searchresults(PurpleConnection *gc, const char *title, const char *primary,
                     const char *secondary, PurpleNotifySearchResults *results, gpointer data)
{
    PurpleAccount *account = purple_connection_get_account(gc);
    GString *rows = g_string_new("");
    for (GList *row = results->rows; row != NULL; row = row->next) {
        for (GList *cell = row->data; cell != NULL; cell = cell->next) {
            g_string_append_printf(rows, "%s|", (const char *) cell->data);
        }
        g_string_append_c(rows, '\n');
    }
    rig_record(account, "found", "account", purple_account_get_username(account), "title", primary,
               "rows", rows->str, NULL);
    g_string_free(rows, TRUE);
    return results;
}

static void *
notify_formatted(const char *title, const char *primary, const char *secondary, const char *text)
{
    rig_record(NULL, "notify", "type", "formatted", "title", title, "primary", primary, "secondary",
               secondary, "text", text, NULL);
    return &shown;
}

static void *
notify_userinfo(PurpleConnection *gc, const char *who, PurpleNotifyUserInfo *info)
{
    g_autofree char *text = purple_notify_user_info_get_text_with_newline(info, "\n");
    PurpleAccount *account = purple_connection_get_account(gc);
    rig_record(account, "userinfo", "account", purple_account_get_username(account), "who", who,
               "text", text, NULL);
    return &shown;
}

static void *
notify_uri(const char *uri)
{
    rig_record(NULL, "uri", "uri", uri, NULL);
    return &shown;
}

static void
close_notify(PurpleNotifyType type, void *handle)
{
    if (type == PURPLE_NOTIFY_SEARCHRESULTS) {
        purple_notify_searchresults_free(handle);
    }
}

/* -- accounts -----------------------------------------------------------------------------------
 */

static void
notify_added(PurpleAccount *account, const char *who, const char *id, const char *alias,
             const char *message)
{
    rig_record(account, "added", "account", purple_account_get_username(account), "who", who,
               "alias", alias, "message", message, NULL);
}

/* -- transfers ----------------------------------------------------------------------------------
 */

static void
record_xfer(PurpleXfer *xfer, const char *kind, const char *detail)
{
    PurpleAccount *account = purple_xfer_get_account(xfer);
    g_autofree char *size = g_strdup_printf("%u", (guint) purple_xfer_get_size(xfer));
    rig_record(account, kind, "account", purple_account_get_username(account), "who",
               purple_xfer_get_remote_user(xfer), "name", purple_xfer_get_filename(xfer), "way",
               purple_xfer_get_type(xfer) == PURPLE_XFER_SEND ? "send" : "receive", "size", size,
               "detail", detail, NULL);
}

static void
xfer_add(PurpleXfer *xfer)
{
    record_xfer(xfer, "xfer-new", "");
}

/* By quarters: ui_data holds those that were told. */
static void
xfer_progress(PurpleXfer *xfer, double percent)
{
    guint quarter = (guint) (percent * 4);
    if (purple_xfer_is_completed(xfer)) {
        record_xfer(xfer, "xfer-end", "done");
    } else if (quarter > GPOINTER_TO_UINT(xfer->ui_data)) {
        g_autofree char *text = g_strdup_printf("%u", quarter * 25);
        xfer->ui_data = GUINT_TO_POINTER(quarter);
        record_xfer(xfer, "xfer-progress", text);
    }
}

static void
xfer_cancel_local(PurpleXfer *xfer)
{
    record_xfer(xfer, "xfer-end", "cancelled here");
}

static void
xfer_cancel_remote(PurpleXfer *xfer)
{
    record_xfer(xfer, "xfer-end", "cancelled there");
}

/* A small picture of what claims to be one: always the same, as nothing here can draw. */
static void
xfer_add_thumbnail(PurpleXfer *xfer, const char *formats)
{
    static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x60\0\0\0\x60\x08\x06\0\0\0sum!";
    if (g_str_has_suffix(purple_xfer_get_filename(xfer), ".png")) {
        purple_xfer_set_thumbnail(xfer, png, sizeof png - 1, "image/png");
    }
}

static void
xfer_nothing(PurpleXfer *xfer)
{
}

void
rig_ui_install(void)
{
    static PurpleConnectionUiOps connection = {
        .connect_progress = connect_progress,
        .connected = connected,
        .disconnected = disconnected,
        .notice = notice,
        .report_disconnect_reason = disconnect_reason,
    };
    static PurpleNotifyUiOps notify = {
        .notify_message = notify_message,
        .notify_email = notify_email,
        .notify_emails = notify_emails,
        .notify_formatted = notify_formatted,
        .notify_searchresults = notify_searchresults,
        .notify_userinfo = notify_userinfo,
        .notify_uri = notify_uri,
        .close_notify = close_notify,
    };
    static PurpleXferUiOps xfer = {
        .new_xfer = xfer_nothing,
        .destroy = xfer_nothing,
        .add_xfer = xfer_add,
        .update_progress = xfer_progress,
        .cancel_local = xfer_cancel_local,
        .cancel_remote = xfer_cancel_remote,
        .add_thumbnail = xfer_add_thumbnail,
    };
    purple_connections_set_ui_ops(&connection);
    purple_notify_set_ui_ops(&notify);
    purple_xfers_set_ui_ops(&xfer);
    /* account questions and notices belong together: see rig-request.c */
    static PurpleAccountUiOps accounts = {.notify_added = notify_added};
    purple_accounts_set_ui_ops(&accounts);
}
