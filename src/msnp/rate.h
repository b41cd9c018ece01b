/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How often others may make something happen in a while: one person, and everybody. Knows who did what lately;
 * refuses to know what it was for.
 */
#ifndef MSNP_RATE_H
#define MSNP_RATE_H

#include "msnp/core.h"

typedef enum {
    MSNP_RATE_SHOW,   /* winks, voice clips, drawings, deeds */
    MSNP_RATE_NUDGE,
    MSNP_RATE_TYPING,
    MSNP_RATE_RING,   /* invitations to switchboards */
    MSNP_RATE_CHAT,   /* group conversations that others begin */
    MSNP_RATE_INVITE, /* to voice, games and the like */
    MSNP_RATE_WISH,   /* what is declined without asking */
    MSNP_RATE_FILE,   /* offered */
    MSNP_RATE_PAGE,   /* from mobile phones */
    MSNP_RATE_ALERT,  /* of the service, as the following */
    MSNP_RATE_MAIL,
    MSNP_RATE_NOTICE,
    MSNP_RATE_CIRCLE, /* reading the members of a circle again */
    MSNP_RATE_BOOK, /* readings of lists that were changed elsewhere */
    MSNP_N_RATES,
} MsnpRate;

/* Never NULL; to free NULL is allowed. */
MsnpRates *msnp_rates_new(void);
void msnp_rates_free(MsnpRates *rates);

/* Counts one more of who ("" for the service). FALSE, with a debug line, if that is too much: it does not count then. */
gboolean msnp_rate_allows(MsnpCore *core, MsnpRate rate, const char *who);

#endif
