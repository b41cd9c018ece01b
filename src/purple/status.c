/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Statuses: the types an account offers, one's own, and what a contact's is called. Knows libpurple's
 * status ids, which are fixed because accounts.xml and tools keep them.
 */
#include "purple/status.h"

#include "purple/nls.h"
#include "purple/pump.h"

/* In the order of the menu. */
static const struct {
    MsnpStatus status;
    PurpleStatusPrimitive primitive;
    const char *id;
    const char *name; /* NULL: libpurple's own name of the primitive */
    gboolean settable;
} types[] = {
    {MSNP_AVAILABLE, PURPLE_STATUS_AVAILABLE, "available", NULL, TRUE},
    {MSNP_AWAY, PURPLE_STATUS_AWAY, "away", NULL, TRUE},
    /* TRANSLATORS: a status */
    {MSNP_BRB, PURPLE_STATUS_AWAY, "brb", N_("Be Right Back"), TRUE},
    /* TRANSLATORS: a status */
    {MSNP_BUSY, PURPLE_STATUS_UNAVAILABLE, "busy", N_("Busy"), TRUE},
    /* TRANSLATORS: a status */
    {MSNP_PHONE, PURPLE_STATUS_UNAVAILABLE, "phone", N_("On the Phone"), TRUE},
    /* TRANSLATORS: a status */
    {MSNP_LUNCH, PURPLE_STATUS_AWAY, "lunch", N_("Out to Lunch"), TRUE},
    {MSNP_INVISIBLE, PURPLE_STATUS_INVISIBLE, "invisible", NULL, TRUE},
    {MSNP_OFFLINE, PURPLE_STATUS_OFFLINE, "offline", NULL, TRUE},
    /* TRANSLATORS: a status of contacts, not one that can be chosen */
    {MSNP_IDLE, PURPLE_STATUS_AWAY, "idle", N_("Idle"), FALSE},
};

GList *
msnp_status_types(PurpleAccount *account)
{
    GList *list = NULL;
    guint i;

    for (i = 0; i < G_N_ELEMENTS(types); i++)
        list = g_list_append(list, purple_status_type_new_full(types[i].primitive, types[i].id,
                                                               types[i].name ? _(types[i].name) : NULL, TRUE,
                                                               types[i].settable, FALSE));
    return list;
}

const char *
msnp_status_id(MsnpStatus status)
{
    guint i;

    for (i = 0; i < G_N_ELEMENTS(types); i++)
        if (types[i].status == status)
            return types[i].id;
    return "offline";
}

static MsnpStatus
status_from_id(const char *id)
{
    guint i;

    for (i = 0; i < G_N_ELEMENTS(types); i++)
        if (!g_strcmp0(types[i].id, id))
            return types[i].status;
    return MSNP_AVAILABLE;
}

/* Only who is available is shown as idle: the other statuses say more. */
MsnpStatus
msnp_status_wanted(PurpleAccount *account, gboolean is_idle)
{
    PurpleStatus *active = purple_account_get_active_status(account);
    MsnpStatus status = active ? status_from_id(purple_status_get_id(active)) : MSNP_AVAILABLE;

    if (status == MSNP_OFFLINE) /* about to be disconnected */
        status = MSNP_AVAILABLE;
    return status == MSNP_AVAILABLE && is_idle ? MSNP_IDLE : status;
}

static void
status_send(MsnpAccount *ma)
{
    msnp_pump_tick(ma);
    msnp_set_status(ma->session, msnp_status_wanted(ma->account, ma->is_idle));
    msnp_pump(ma);
}

void
msnp_status_refresh(MsnpAccount *ma)
{
    msnp_set_status(ma->session, msnp_status_wanted(ma->account, ma->is_idle));
}

void
msnp_status_set(PurpleAccount *account, PurpleStatus *status)
{
    MsnpAccount *ma = msnp_account_of(purple_account_get_connection(account));

    if (!ma || !ma->session || !purple_status_is_exclusive(status) || !purple_status_is_active(status))
        return;
    if (status_from_id(purple_status_get_id(status)) != MSNP_OFFLINE)
        status_send(ma);
}

void
msnp_status_set_idle(PurpleConnection *gc, int seconds)
{
    MsnpAccount *ma = msnp_account_of(gc);

    if (!ma || !ma->session)
        return;
    ma->is_idle = seconds > 0;
    status_send(ma);
}

/* libpurple calls msnp_status_set() back from here; the session knows the status already and sends
 * nothing. */
void
msnp_status_own(MsnpAccount *ma, const MsnpAction *action)
{
    if (purple_connection_get_state(ma->gc) == PURPLE_CONNECTED && action->status != MSNP_IDLE)
        purple_prpl_got_account_status(ma->account, msnp_status_id(action->status), NULL);
}
