/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is done when the newest dialects do not work: older ones are tried, once. Knows which failures that can mend;
 * refuses to know how one signs in.
 */
#include "msnp/fallback.h"

#include "msnp/error.h"

/* Before a dialect is agreed on: some servers do not find one that they speak among many, or choke on the line. */
#define UNAGREED 1
/* In a dialect of web services: these do not work, or the server does not do what it has said. Not a password that is
 * wrong, nor a certificate or an address that nobody may trust: that is for the user to mend. */
#define BY_WEB 2

static const guint8 mendable[MSNP_N_ERRORS] = {
    [MSNP_ERROR_DIALECT] = UNAGREED,
    [MSNP_ERROR_LOST] = UNAGREED | BY_WEB,
    [MSNP_ERROR_TIMEOUT] = UNAGREED | BY_WEB,
    [MSNP_ERROR_PROTOCOL] = UNAGREED | BY_WEB,
    [MSNP_ERROR_TICKET] = BY_WEB,
    [MSNP_ERROR_REDIRECTS] = BY_WEB,
    [MSNP_ERROR_PASSPORT] = BY_WEB,
    [MSNP_ERROR_PASSPORT_REFUSED] = BY_WEB,
    [MSNP_ERROR_PASSPORT_CONNECT] = BY_WEB,
    [MSNP_ERROR_TLS] = BY_WEB,
    [MSNP_ERROR_PASSPORT_TIMEOUT] = BY_WEB,
    [MSNP_ERROR_ROSTER] = BY_WEB,
};

/* Where the ticket service has taken the password, it is the ticket or its proof that the server does not want. */
static MsnpError
fallback_reason(const MsnpCore *core)
{
    gboolean password = core->end == MSNP_ERROR_PASSWORD || core->end == MSNP_ERROR_NAME_CASE;

    return password && core->dialect && core->dialect->sign_in == MSNP_SIGN_IN_SSO && core->tickets.proof
               ? MSNP_ERROR_TICKET
               : core->end;
}

gboolean
msnp_fallback_begins(MsnpCore *core)
{
    gboolean web = core->dialect && core->dialect->roster == MSNP_ROSTER_SOAP;
    MsnpError reason = fallback_reason(core);
    guint older = msnp_dialect_older(core->cap);

    if (!core->automatic || older == 0 || core->online || core->tell_roster || (core->dialect && !web) ||
        !(mendable[reason] & (web ? BY_WEB : UNAGREED)))
        return FALSE;
    msnp_core_debug(core, "%s: older dialects are tried", msnp_error_name(reason));
    core->cap = older;
    core->fell_back = reason;
    core->fell_back_number = core->end_number;
    core->fell_back_detail = g_steal_pointer(&core->end_detail);
    core->end = MSNP_ERROR_NONE;
    msnp_tickets_clear(&core->tickets); /* of no more use */
    return TRUE;
}

void
msnp_fallback_tell(MsnpCore *core)
{
    MsnpAction *action;

    if (core->fell_back == MSNP_ERROR_NONE)
        return;
    action = msnp_actions_push(core->actions, MSNP_EVENT_OLDER);
    action->error = core->fell_back;
    action->number = core->fell_back_number;
    action->detail = msnp_actions_keep_str(core->actions, core->fell_back_detail);
    core->fell_back = MSNP_ERROR_NONE;
}
