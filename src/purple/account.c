/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One signed-in (or signing-in) account: a PurpleConnection and its MsnpSession. Knows their life; the
 * work is done by the other files of this directory, which all get a MsnpAccount.
 */
#include "purple/account.h"

#include <openssl/rand.h>
#include <string.h>
#include "purple/authorize.h"
#include "purple/buddies.h"
#include "purple/chat.h"
#include "purple/circles.h"
#include "purple/errtext.h"
#include "purple/gateway.h"
#include "purple/http.h"
#include "purple/icon.h"
#include "purple/import.h"
#include "purple/invite.h"
#include "purple/link.h"
#include "purple/listen.h"
#include "purple/menus.h"
#include "purple/nls.h"
#include "purple/notices.h"
#include "purple/object.h"
#include "purple/options.h"
#include "purple/pump.h"
#include "purple/smiley.h"
#include "purple/status.h"
#include "purple/winks.h"
#include "purple/xfer.h"

MsnpAccount *
msnp_account_of(PurpleConnection *gc)
{
    return gc ? purple_connection_get_protocol_data(gc) : NULL;
}

MsnpAccount *
msnp_account_ref(MsnpAccount *ma)
{
    ma->refs++;
    return ma;
}

void
msnp_account_unref(MsnpAccount *ma)
{
    if (--ma->refs > 0)
        return;
    msnp_session_free(ma->session);
    msnp_streams_clear(ma);
    g_ptr_array_free(ma->links, TRUE);
    g_free(ma->spare);
    g_ptr_array_free(ma->unsent, TRUE);
    g_hash_table_destroy(ma->gateways);
    g_free(ma->gateway_url);
    g_free(ma->way);
    g_hash_table_destroy(ma->listeners);
    g_hash_table_destroy(ma->jobs);
    g_free(ma);
}

static MsnpAccount *
account_new(PurpleConnection *gc)
{
    MsnpAccount *ma = g_new0(MsnpAccount, 1);

    ma->refs = 1;
    ma->gc = gc;
    ma->account = purple_connection_get_account(gc);
    ma->links = g_ptr_array_new();
    ma->unsent = g_ptr_array_new();
    ma->gateways = msnp_gateways_new();
    ma->listeners = msnp_listeners_new();
    ma->jobs = msnp_jobs_new();
    return ma;
}

/* The flags decide which buttons a conversation window offers: MSN has no background colour, no font
 * size and no named links. */
#define FLAGS                                                                                              \
    (PURPLE_CONNECTION_HTML | PURPLE_CONNECTION_NO_BGCOLOR | PURPLE_CONNECTION_FORMATTING_WBFO |           \
     PURPLE_CONNECTION_NO_FONTSIZE | PURPLE_CONNECTION_NO_URLDESC | PURPLE_CONNECTION_ALLOW_CUSTOM_SMILEY)

/* Reads the settings. FALSE where they cannot work, and the user was told. */
static gboolean
account_read(MsnpAccount *ma, MsnpOptions *options)
{
    g_autofree char *why = NULL;

    if (!msnp_options_read(ma->account, options, &why)) {
        purple_connection_error_reason(ma->gc, PURPLE_CONNECTION_ERROR_INVALID_SETTINGS, why);
        return FALSE;
    }
    if (strchr(purple_account_get_username(ma->account), '@'))
        return TRUE;
    /* A server would only say that there is no such account. */
    why = msnp_errtext_account(MSNP_ERROR_ARGUMENT, 0, NULL);
    purple_connection_error_reason(ma->gc, msnp_errtext_reason(MSNP_ERROR_ARGUMENT), why);
    return FALSE;
}

/* ma->session; NULL without random numbers: nonces and cookies that can be guessed would let others in. */
static void
account_make_session(MsnpAccount *ma, const MsnpOptions *options)
{
    const char *password = purple_connection_get_password(ma->gc);
    MsnpEnv env = options->env;

    env.account = purple_account_get_username(ma->account);
    env.password = password ? password : "";
    env.status = msnp_status_wanted(ma->account, FALSE);
    env.client_name = "purple-msnp/" MSNP_VERSION;
    env.utc = (guint64) (g_get_real_time() - g_get_monotonic_time()) / 1000;
    if (RAND_bytes(env.random, sizeof(env.random)) == 1)
        ma->session = msnp_session_new(&env);
    msnp_wipe(env.random, sizeof(env.random));
}

void
msnp_account_login(PurpleAccount *account)
{
    PurpleConnection *gc = purple_account_get_connection(account);
    MsnpAccount *ma = account_new(gc);
    MsnpOptions options;

    gc->flags |= FLAGS;
    purple_connection_set_protocol_data(gc, ma);
    msnp_buddies_start(ma);
    if (!account_read(ma, &options)) {
        msnp_options_clear(&options);
        return;
    }
    ma->local = msnp_host_is_local(options.host);
    ma->way = g_strdup(options.way);
    ma->gateway_url = g_strdup(options.gateway_url);
    ma->gateway_first = options.gateway_first;
    account_make_session(ma, &options);
    msnp_options_clear(&options);
    if (!ma->session) {
        purple_connection_error_reason(gc, PURPLE_CONNECTION_ERROR_OTHER_ERROR,
                                       /* TRANSLATORS: why nobody is signed in */
                                       _("This system gives no random numbers."));
        return;
    }
    msnp_pump_tick(ma);
    msnp_status_refresh(ma);
    msnp_icon_refresh(ma);
    msnp_session_start(ma->session);
    msnp_pump(ma);
}

/* What still had to be said is said while the streams are there; then everything is torn down. Nothing
 * of libpurple may be waited for here. */
void
msnp_account_close(PurpleConnection *gc)
{
    MsnpAccount *ma = msnp_account_of(gc);

    if (!ma)
        return;
    msnp_xfer_forget(ma);
    msnp_winks_forget(ma);
    msnp_import_forget(ma);
    if (ma->session) {
        msnp_pump_tick(ma);
        msnp_session_quit(ma->session);
        msnp_pump_finish(ma);
    }
    purple_connection_set_protocol_data(gc, NULL);
    ma->gc = NULL;
    msnp_buddies_stop(ma);
    msnp_authorize_forget(ma);
    msnp_chat_forget(ma);
    msnp_circle_list_stop(ma);
    msnp_invite_forget(ma);
    msnp_notices_forget(ma);
    msnp_menus_forget(ma);
    msnp_object_forget(ma);
    msnp_icon_forget(ma);
    msnp_smiley_forget(ma);
    msnp_streams_clear(ma);
    g_hash_table_remove_all(ma->gateways);
    msnp_gateways_part(ma->account);
    g_hash_table_remove_all(ma->listeners);
    g_hash_table_remove_all(ma->jobs);
    msnp_account_unref(ma);
}
