/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the session tells of itself: progress, online, the end. Knows PurpleConnection's
 * side of it.
 */
#include "purple/connection.h"

#include "purple/errtext.h"
#include "purple/icon.h"
#include "purple/nls.h"
#include "purple/options.h"
#include "purple/status.h"

void
msnp_connection_progress(MsnpAccount *ma, const MsnpAction *action)
{
    static const char *const texts[MSNP_N_STEPS] = {
        /* TRANSLATORS: first of five steps of signing in, shown below the account's name */
        [MSNP_STEP_CONNECTING] = N_("Connecting"),
        /* TRANSLATORS: a step of signing in */
        [MSNP_STEP_NEGOTIATING] = N_("Agreeing on the protocol"),
        /* TRANSLATORS: a step of signing in */
        [MSNP_STEP_AUTHENTICATING] = N_("Sending the name"),
        /* TRANSLATORS: a step of signing in */
        [MSNP_STEP_TICKET] = N_("Proving the password"),
        /* TRANSLATORS: a step of signing in */
        [MSNP_STEP_ROSTER] = N_("Getting the contact list"),
    };

    if (action->number < MSNP_N_STEPS)
        purple_connection_update_progress(ma->gc, _(texts[action->number]), action->number, MSNP_N_STEPS + 1);
}

static void
connection_set_name(MsnpAccount *ma, const char *name)
{
    if (*name)
        purple_connection_set_display_name(ma->gc, name);
}

void
msnp_connection_signed_in(MsnpAccount *ma, const MsnpAction *action)
{
    connection_set_name(ma, action->name);
    purple_connection_set_state(ma->gc, PURPLE_CONNECTED);
    if (!ma->gc)
        return;
    msnp_status_refresh(ma);
    msnp_icon_refresh(ma);
}

/* The next sign-in from here is by the same place, which ends this one there. */
void
msnp_connection_machine(MsnpAccount *ma, const MsnpAction *action)
{
    purple_account_set_string(ma->account, MSNP_OPTION_MACHINE, action->text);
}

/* Told once; for a while nobody waits for what does not work. */
void
msnp_connection_older(MsnpAccount *ma, const MsnpAction *action)
{
    g_autofree char *why = msnp_errtext_account(action->error, action->number, action->detail);

    msnp_options_set_older(ma->account, ma->way);
    purple_notify_info(ma->gc, NULL,
                       /* TRANSLATORS: a notice; what follows says what failed */
                       _("Signed in the older way, as the newest protocol versions do not work with this server just "
                         "now. They will be tried again later."),
                       why);
}

void
msnp_connection_own_name(MsnpAccount *ma, const MsnpAction *action)
{
    connection_set_name(ma, action->name);
}

void
msnp_connection_signed_out(MsnpAccount *ma, const MsnpAction *action)
{
    g_autofree char *text = NULL;

    if (action->error == MSNP_ERROR_SIGNED_OUT) /* by ourselves */
        return;
    text = msnp_errtext_account(action->error, action->number, action->detail);
    if (msnp_errtext_reason(action->error) == PURPLE_CONNECTION_ERROR_AUTHENTICATION_FAILED &&
        !purple_account_get_remember_password(ma->account))
        purple_account_set_password(ma->account, NULL);
    purple_connection_error_reason(ma->gc, msnp_errtext_reason(action->error), text);
}
