/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How often others may make something happen in a while: one person, and everybody. Knows who did what lately;
 * refuses to know what it was for.
 */
#include "msnp/rate.h"

#include <string.h>
#include "msnp/limits.h"

static const struct {
    guint64 time; /* how long each counts */
    guint one;    /* of one person */
    guint all;    /* of everybody; also as many are remembered at most */
    const char *what;
} limits[MSNP_N_RATES] = {
    [MSNP_RATE_SHOW] = {MSNP_SHOW_TIME, MSNP_LIMIT_SHOWN, MSNP_LIMIT_SHOWN_ALL, "too much to show: one"},
    [MSNP_RATE_NUDGE] = {MSNP_NUDGE_EVERY, 1, MSNP_LIMIT_NUDGES_ALL, "too many nudges: one"},
    [MSNP_RATE_TYPING] = {MSNP_TYPING_TIME, MSNP_LIMIT_TYPING, MSNP_LIMIT_TYPING_ALL, "too much typing: a notice"},
    [MSNP_RATE_RING] = {MSNP_FLOOD_TIME, MSNP_LIMIT_RINGS, MSNP_LIMIT_RINGS_ALL, "too many switchboards: one"},
    [MSNP_RATE_CHAT] = {MSNP_FLOOD_TIME, MSNP_LIMIT_CHATS, MSNP_LIMIT_CHATS_ALL, "too many group conversations: one"},
    [MSNP_RATE_INVITE] = {MSNP_FLOOD_TIME, MSNP_LIMIT_INVITED, MSNP_LIMIT_INVITED_ALL, "too many invitations: one"},
    [MSNP_RATE_WISH] = {MSNP_FLOOD_TIME, MSNP_LIMIT_WISHES, MSNP_LIMIT_WISHES_ALL, "too many wishes: one"},
    [MSNP_RATE_FILE] = {MSNP_FLOOD_TIME, MSNP_LIMIT_OFFERS, MSNP_LIMIT_OFFERS_ALL, "too many files: one"},
    [MSNP_RATE_PAGE] = {MSNP_FLOOD_TIME, MSNP_LIMIT_PAGES, MSNP_LIMIT_PAGES_ALL, "too many pages: one"},
    [MSNP_RATE_ALERT] = {MSNP_FLOOD_TIME, MSNP_LIMIT_ALERTS, MSNP_LIMIT_ALERTS, "too many alerts: one"},
    [MSNP_RATE_MAIL] = {MSNP_FLOOD_TIME, MSNP_LIMIT_MAILS, MSNP_LIMIT_MAILS, "too much mail: one notice"},
    [MSNP_RATE_NOTICE] = {MSNP_FLOOD_TIME, MSNP_LIMIT_NOTICES, MSNP_LIMIT_NOTICES, "too many notices: one"},
    [MSNP_RATE_CIRCLE] = {MSNP_FLOOD_TIME, MSNP_LIMIT_CIRCLE_READS, MSNP_LIMIT_CIRCLE_READS_ALL,
                          "too many changes of circles: one"},
    [MSNP_RATE_BOOK] = {MSNP_FLOOD_TIME, MSNP_LIMIT_BOOKS, MSNP_LIMIT_BOOKS, "too many changes elsewhere: one"},
};

/* Something that was done. Of who did it the beginning of a digest is kept: nobody finds himself an address with the
 * digest of another one's. */
typedef struct {
    guint64 at;
    guint64 who;
} Deed;

struct _MsnpRates {
    GArray *deeds[MSNP_N_RATES]; /* Deed, the oldest first; NULL while there was none */
};

MsnpRates *
msnp_rates_new(void)
{
    return g_new0(MsnpRates, 1);
}

void
msnp_rates_free(MsnpRates *rates)
{
    guint i;

    for (i = 0; rates && i < MSNP_N_RATES; i++)
        g_clear_pointer(&rates->deeds[i], g_array_unref);
    g_free(rates);
}

static void
deeds_forget(GArray *deeds, guint64 before)
{
    guint n = 0;

    while (n < deeds->len && g_array_index(deeds, Deed, n).at < before)
        n++;
    if (n > 0)
        g_array_remove_range(deeds, 0, n);
}

static guint
deeds_of(const GArray *deeds, guint64 who)
{
    guint i, n = 0;

    for (i = 0; i < deeds->len; i++)
        n += g_array_index(deeds, Deed, i).who == who;
    return n;
}

static guint64
digest_of(const char *who)
{
    guint8 sha1[MSNP_SHA1_SIZE];
    guint64 digest;

    msnp_sha1((const guint8 *) who, strlen(who), sha1);
    memcpy(&digest, sha1, sizeof(digest));
    return digest;
}

gboolean
msnp_rate_allows(MsnpCore *core, MsnpRate rate, const char *who)
{
    GArray **deeds = &core->rates->deeds[rate];
    Deed deed = {core->now, digest_of(who)};

    if (!*deeds)
        *deeds = g_array_new(FALSE, FALSE, sizeof(Deed));
    if (core->now >= limits[rate].time)
        deeds_forget(*deeds, core->now - limits[rate].time + 1);
    if ((*deeds)->len >= limits[rate].all || deeds_of(*deeds, deed.who) >= limits[rate].one) {
        msnp_core_debug(core, "%s ignored", limits[rate].what);
        return FALSE;
    }
    g_array_append_val(*deeds, deed);
    return TRUE;
}
