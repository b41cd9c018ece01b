/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sign-in with SSO (MSNP15 to 18): a ticket of the ticket service, and the proof that its secret is known. Knows the
 * order of these; the exchange is rst.c's, the proof mbi.c's.
 */
#include "msnp/auth.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/mbi.h"
#include "msnp/rst.h"
#include "msnp/secret.h"

typedef struct {
    MsnpAuth base;
    MsnpRst *rst;
    char *nonce; /* NULL until it has come */
} Sso;

static void
sso_begin(MsnpAuth *auth)
{
    static const MsnpAsk ask_cvr = {MSNP_VERB_CVR, NULL, NULL, NULL};
    MsnpCore *core = auth->core;

    msnp_link_request(auth->link, &ask_cvr, auth, 0, "CVR", "%s %s", core->dialect->cvr, core->account);
    msnp_link_request(auth->link, auth->usr, auth->who, 0, "USR", "SSO I %s", core->account);
}

/* USR n SSO S ticket proof [{machine}] */
static void
sso_answer(Sso *sso)
{
    MsnpCore *core = sso->base.core;
    guint8 iv[MSNP_MBI_IV_SIZE];
    char *proof;

    msnp_core_random(core, iv, sizeof(iv));
    proof = msnp_mbi_answer(core->tickets.proof, sso->nonce, iv);
    if (!proof)
        msnp_core_end(core, MSNP_ERROR_PASSPORT, 200, NULL);
    else if (core->dialect->endpoints)
        msnp_link_request(sso->base.link, sso->base.usr, sso->base.who, 3, "USR", "SSO S %s %s %s",
                          core->tickets.ticket[MSNP_TICKET_CLEAR], proof, msnp_core_machine(core));
    else
        msnp_link_request(sso->base.link, sso->base.usr, sso->base.who, 2, "USR", "SSO S %s %s",
                          core->tickets.ticket[MSNP_TICKET_CLEAR], proof);
    msnp_secret_free(proof);
}

static void
sso_ticket(gpointer who, MsnpError error, guint number, const char *detail)
{
    Sso *sso = who;

    if (error == MSNP_ERROR_NONE)
        sso_answer(sso);
    else
        msnp_core_end(sso->base.core, error, number, detail);
}

/* USR n SSO S policy nonce */
static void
sso_challenged(MsnpAuth *auth, const MsnpCommand *reply)
{
    const char *policy = msnp_command_arg(reply, 2), *nonce = msnp_command_arg(reply, 3);
    Sso *sso = (Sso *) auth;

    if (strlen(nonce) > MSNP_LIMIT_NONCE || !g_utf8_validate(policy, -1, NULL)) {
        msnp_core_end(auth->core, MSNP_ERROR_PROTOCOL, 0, NULL);
        return;
    }
    g_free(sso->nonce);
    sso->nonce = g_strdup(nonce);
    g_clear_pointer(&auth->core->policy, g_free);
    auth->core->policy = g_strdup(policy);
    sso->rst = msnp_rst_new(auth->core, policy, sso_ticket, sso);
    msnp_rst_start(sso->rst);
}

/* A nonce belongs to one link; a ticket is asked for anew with it. */
static void
sso_leave(MsnpAuth *auth)
{
    Sso *sso = (Sso *) auth;

    g_clear_pointer(&sso->rst, msnp_rst_free);
    g_clear_pointer(&sso->nonce, g_free);
}

const MsnpAuthScheme msnp_auth_sso = {sizeof(Sso), sso_begin, sso_challenged, sso_leave, sso_leave};
