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
    [MSNP_RATE_PAGE] = {MSNP_FLOOD_TIME, MSNP_LIMIT_PAGES, MSNP_LIMIT_PAGES_ALL, "too many pages: one"},
    [MSNP_RATE_ALERT] = {MSNP_FLOOD_TIME, MSNP_LIMIT_ALERTS, MSNP_LIMIT_ALERTS, "too many alerts: one"},
    [MSNP_RATE_MAIL] = {MSNP_FLOOD_TIME, MSNP_LIMIT_MAILS, MSNP_LIMIT_MAILS, "too much mail: one notice"},
    [MSNP_RATE_NOTICE] = {MSNP_FLOOD_TIME, MSNP_LIMIT_NOTICES, MSNP_LIMIT_NOTICES, "too many notices: one"},
    [MSNP_RATE_CIRCLE] = {MSNP_FLOOD_TIME, MSNP_LIMIT_CIRCLE_READS, MSNP_LIMIT_CIRCLE_READS_ALL,
                          "too many changes of circles: one"},
    [MSNP_RATE_BOOK] = {MSNP_FLOOD_TIME, MSNP_LIMIT_BOOKS, MSNP_LIMIT_BOOKS, "too many changes elsewhere: one"},
};

/* Something that was done. */
typedef struct {
    GList node; /* node.data is the deed */
    guint64 at;
    char who[];
} Deed;

struct _MsnpRates {
    GQueue deeds[MSNP_N_RATES]; /* the oldest first */
};

static void
deeds_forget(GQueue *deeds, guint64 before)
{
    while (deeds->head && ((const Deed *) deeds->head->data)->at < before)
        g_free(g_queue_pop_head_link(deeds)->data);
}

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
        deeds_forget(&rates->deeds[i], G_MAXUINT64);
    g_free(rates);
}

static guint
deeds_of(const GQueue *deeds, const char *who)
{
    guint n = 0;

    for (GList *l = deeds->head; l; l = l->next)
        n += !strcmp(((const Deed *) l->data)->who, who);
    return n;
}

gboolean
msnp_rate_allows(MsnpCore *core, MsnpRate rate, const char *who)
{
    GQueue *deeds = &core->rates->deeds[rate];
    gsize size = strlen(who) + 1;
    Deed *deed;

    if (core->now >= limits[rate].time)
        deeds_forget(deeds, core->now - limits[rate].time + 1);
    if (deeds->length >= limits[rate].all || deeds_of(deeds, who) >= limits[rate].one) {
        msnp_core_debug(core, "%s ignored", limits[rate].what);
        return FALSE;
    }
    deed = g_malloc0(sizeof(*deed) + size);
    deed->node.data = deed;
    deed->at = core->now;
    memcpy(deed->who, who, size);
    g_queue_push_tail_link(deeds, &deed->node);
    return TRUE;
}
