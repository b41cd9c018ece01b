/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Statuses: the types an account offers, one's own, and what a contact's is called. Knows libpurple's
 * status ids, which are fixed because accounts.xml and tools keep them.
 */
#include "purple/status.h"

#include "purple/buddies.h"
#include "purple/nls.h"
#include "purple/plus.h"
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

/* What one listens to or plays: libpurple shows it by this id. */
#define TUNE_ID "tune"

static PurpleStatusType *
status_tune_type(void)
{
    return purple_status_type_new_with_attrs(
        PURPLE_STATUS_TUNE, TUNE_ID, NULL, FALSE, FALSE, TRUE,
        /* TRANSLATORS: of a song */
        PURPLE_TUNE_ARTIST, _("Artist"), purple_value_new(PURPLE_TYPE_STRING),
        /* TRANSLATORS: of a song */
        PURPLE_TUNE_ALBUM, _("Album"), purple_value_new(PURPLE_TYPE_STRING),
        /* TRANSLATORS: of a song */
        PURPLE_TUNE_TITLE, _("Title"), purple_value_new(PURPLE_TYPE_STRING),
        /* TRANSLATORS: that somebody plays */
        "game", _("Game"), purple_value_new(PURPLE_TYPE_STRING),
        /* TRANSLATORS: the document or program that somebody works at */
        "office", _("Office"), purple_value_new(PURPLE_TYPE_STRING), NULL);
}

GList *
msnp_status_types(PurpleAccount *account)
{
    GList *list = NULL;
    guint i;

    for (i = 0; i < G_N_ELEMENTS(types); i++) {
        const char *name = types[i].name ? _(types[i].name) : NULL;

        list = g_list_append(list, purple_status_type_new_with_attrs(
                                       types[i].primitive, types[i].id, name, TRUE, types[i].settable, FALSE,
                                       /* TRANSLATORS: the personal message beside a status */
                                       "message", _("Message"), purple_value_new(PURPLE_TYPE_STRING), NULL));
    }
    return g_list_append(list, status_tune_type());
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

const char *
msnp_status_title(MsnpStatus status)
{
    guint i = 0;

    while (i < G_N_ELEMENTS(types) - 1 && types[i].status != status)
        i++;
    return types[i].name ? _(types[i].name) : purple_primitive_get_name_from_type(types[i].primitive);
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

/* ---- one's own ---- */

static const char *
tune_attr(PurpleStatus *tune, const char *attr)
{
    const char *value = tune && purple_status_is_active(tune) ? purple_status_get_attr_string(tune, attr) : NULL;

    return value ? value : "";
}

/* The personal message is that of the status; what is played, that of libpurple's tune. */
static void
status_apply_personal(MsnpAccount *ma)
{
    static const struct {
        const char *title;
        MsnpMedia media;
    } kinds[] = {{"game", MSNP_MEDIA_GAME}, {"office", MSNP_MEDIA_OFFICE}, {PURPLE_TUNE_TITLE, MSNP_MEDIA_MUSIC}};
    PurpleStatus *active = purple_account_get_active_status(ma->account);
    PurpleStatus *tune = purple_presence_get_status(purple_account_get_presence(ma->account), TUNE_ID);
    const char *message = active ? purple_status_get_attr_string(active, "message") : NULL;
    g_autofree char *plain = purple_markup_strip_html(message ? message : "");
    gboolean music;
    guint i = 0;

    while (i < G_N_ELEMENTS(kinds) && !*tune_attr(tune, kinds[i].title))
        i++;
    if (i == G_N_ELEMENTS(kinds)) {
        msnp_set_personal(ma->session, plain, MSNP_MEDIA_NONE, "", "", "");
        return;
    }
    music = kinds[i].media == MSNP_MEDIA_MUSIC;
    msnp_set_personal(ma->session, plain, kinds[i].media, tune_attr(tune, kinds[i].title),
                      music ? tune_attr(tune, PURPLE_TUNE_ARTIST) : "",
                      music ? tune_attr(tune, PURPLE_TUNE_ALBUM) : "");
}

void
msnp_status_refresh(MsnpAccount *ma)
{
    msnp_set_status(ma->session, msnp_status_wanted(ma->account, ma->is_idle));
    status_apply_personal(ma);
}

static void
status_send(PurpleConnection *gc)
{
    MsnpAccount *ma = msnp_pump_enter(gc);

    if (!ma)
        return;
    msnp_status_refresh(ma);
    msnp_pump_leave(ma);
}

/* Called for the tune too, and for a status that ends. */
void
msnp_status_set(PurpleAccount *account, PurpleStatus *status)
{
    gboolean exclusive = purple_status_is_exclusive(status);

    if (exclusive && !purple_status_is_active(status))
        return;
    if (!exclusive || status_from_id(purple_status_get_id(status)) != MSNP_OFFLINE)
        status_send(purple_account_get_connection(account));
}

void
msnp_status_set_idle(PurpleConnection *gc, int seconds)
{
    MsnpAccount *ma = msnp_account_of(gc);

    if (!ma)
        return;
    ma->is_idle = seconds > 0;
    status_send(gc);
}

/* libpurple calls msnp_status_set() back from here; the session knows the status already and sends
 * nothing. */
void
msnp_status_own(MsnpAccount *ma, const MsnpAction *action)
{
    if (purple_connection_get_state(ma->gc) == PURPLE_CONNECTED && action->status != MSNP_IDLE)
        purple_prpl_got_account_status(ma->account, msnp_status_id(action->status), NULL);
}

/* ---- contacts ---- */

static void
status_show_media(MsnpAccount *ma, const MsnpContact *contact)
{
    const char *who = msnp_contact_handle(contact), *title = msnp_contact_media_text(contact, 1);

    if (!*title)
        title = msnp_contact_media_text(contact, 0);
    switch (msnp_contact_media(contact)) {
    case MSNP_MEDIA_NONE:
        purple_prpl_got_user_status_deactive(ma->account, who, TUNE_ID);
        break;
    case MSNP_MEDIA_MUSIC:
        purple_prpl_got_user_status(ma->account, who, TUNE_ID, PURPLE_TUNE_TITLE, title, PURPLE_TUNE_ARTIST,
                                    msnp_contact_media_text(contact, 2), PURPLE_TUNE_ALBUM,
                                    msnp_contact_media_text(contact, 3), NULL);
        break;
    case MSNP_MEDIA_GAME:
        purple_prpl_got_user_status(ma->account, who, TUNE_ID, "game", title, NULL);
        break;
    case MSNP_MEDIA_OFFICE:
        purple_prpl_got_user_status(ma->account, who, TUNE_ID, "office", title, NULL);
        break;
    }
}

/* Whether every buddy that stands for the contact has that status and message. */
static gboolean
status_is_shown(MsnpAccount *ma, const char *who, const char *id, const char *message)
{
    GSList *l;

    for (l = msnp_buddies_of(ma, who); l; l = l->next) {
        PurpleStatus *active = purple_presence_get_active_status(purple_buddy_get_presence(l->data));
        const char *shown = purple_status_get_attr_string(active, "message");

        if (g_strcmp0(purple_status_get_id(active), id) || g_strcmp0(shown ? shown : "", message))
            return FALSE;
    }
    return TRUE;
}

/* libpurple tells everybody of a status, the same as before or not, so nothing is said twice; and it forgets
 * the message unless it is named again. The tune is touched only where there is or was one: most have none. */
void
msnp_status_show(MsnpAccount *ma, const MsnpContact *contact)
{
    g_autofree char *plain = NULL;
    const char *message = msnp_plus_shown_name(msnp_contact_personal(contact), &plain);
    const char *who = msnp_contact_handle(contact);
    const char *id = msnp_status_id(msnp_contact_status(contact));
    PurpleBuddy *buddy;

    if (status_is_shown(ma, who, id, message))
        ;
    else if (*message)
        purple_prpl_got_user_status(ma->account, who, id, "message", message, NULL);
    else
        purple_prpl_got_user_status(ma->account, who, id, NULL);
    buddy = ma->gc ? msnp_buddies_first(ma, who) : NULL; /* others were told, and may have done something */
    if (buddy && (msnp_contact_media(contact) != MSNP_MEDIA_NONE ||
                  purple_presence_is_status_active(purple_buddy_get_presence(buddy), TUNE_ID)))
        status_show_media(ma, contact);
}
