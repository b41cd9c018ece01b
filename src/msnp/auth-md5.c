/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sign-in with MD5 (MSNP2 to 7): INF, then USR MD5 with a digest of challenge and password. Knows
 * that exchange; refuses to know whether the user wants it: ns.c asks before.
 */
#include "msnp/auth.h"

#include "msnp/challenge.h"

/* INF is asked because the official service wants it; whatever it answers, MD5 is what there is. */
static const MsnpAsk ask_inf = {MSNP_VERB_INF, NULL, NULL, NULL};

static void
md5_begin(MsnpAuth *auth)
{
    msnp_link_request(auth->link, &ask_inf, auth, 0, "INF", "%s", "");
    msnp_link_request(auth->link, auth->usr, auth->who, 0, "USR", "MD5 I %s", auth->core->account);
}

static void
md5_challenged(MsnpAuth *auth, const MsnpCommand *reply)
{
    char digest[33];

    msnp_challenge_md5(msnp_command_arg(reply, 2), auth->core->password, digest);
    msnp_link_request(auth->link, auth->usr, auth->who, 1, "USR", "MD5 S %s", digest);
    msnp_wipe(digest, sizeof(digest));
}

static void
md5_nothing(MsnpAuth *auth)
{
}

const MsnpAuthScheme msnp_auth_md5 = {sizeof(MsnpAuth), md5_begin, md5_challenged, md5_nothing,
                                      md5_nothing};
