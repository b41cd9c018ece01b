/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is shown of a contact: text under the name, tooltip, Get Info, emblem. Knows what the session knows
 * of somebody; asks nobody else.
 */
#include "purple/info.h"

#include "purple/nls.h"
#include "purple/plus.h"

/* Bits of the client id: on a mobile device, in a web browser. */
#define CLIENT_MOBILE 0x1
#define CLIENT_WEB    0x200

/* The longest value in a tooltip, in characters: people put poems into their personal messages. */
#define VALUE_MAX 200

static const MsnpContact *
info_contact(PurpleAccount *account, const char *who)
{
    MsnpAccount *ma = msnp_account_of(purple_account_get_connection(account));

    return ma && ma->session ? msnp_session_contact(ma->session, who) : NULL;
}

static void
info_add(PurpleNotifyUserInfo *info, const char *label, const char *value)
{
    g_autofree char *plain = NULL, *cut = NULL;

    if (!value || !*value)
        return;
    value = msnp_plus_shown_name(value, &plain);
    if (g_utf8_strlen(value, -1) > VALUE_MAX)
        cut = g_strdup_printf("%.*s…", (int) (g_utf8_offset_to_pointer(value, VALUE_MAX) - value), value);
    purple_notify_user_info_add_pair_plaintext(info, label, cut ? cut : value);
}

static const char *
media_label(MsnpMedia media)
{
    static const char *const labels[] = {
        [MSNP_MEDIA_NONE] = "",
        /* TRANSLATORS: label in a tooltip, before a song */
        [MSNP_MEDIA_MUSIC] = N_("Listening to"),
        /* TRANSLATORS: label in a tooltip, before a game */
        [MSNP_MEDIA_GAME] = N_("Playing"),
        /* TRANSLATORS: label in a tooltip, before the name of a document or a program */
        [MSNP_MEDIA_OFFICE] = N_("Working at"),
    };

    return _(labels[media]);
}

static void
info_add_phones(const MsnpContact *contact, PurpleNotifyUserInfo *info)
{
    static const char *const labels[MSNP_N_PHONES] = {
        /* TRANSLATORS: label in a tooltip, before a phone number; so are the next two */
        [MSNP_PHONE_HOME] = N_("Home phone"),
        [MSNP_PHONE_WORK] = N_("Work phone"),
        [MSNP_PHONE_MOBILE] = N_("Mobile phone"),
    };
    guint i;

    for (i = 0; i < MSNP_N_PHONES; i++)
        info_add(info, _(labels[i]), msnp_contact_phone(contact, i));
}

/* What somebody is signed in with, or NULL if that is not known: the uppermost four bits of the client id count the
 * clients of MSN from 6.0 on, whose features others say to have by it. */
static const char *
client_name(guint32 client)
{
    static const char *const names[] = {
        NULL, "MSN Messenger 6.0", "MSN Messenger 6.1", "MSN Messenger 6.2", "MSN Messenger 7.0", "MSN Messenger 7.5",
        "Windows Live Messenger 8.0", "Windows Live Messenger 8.1", "Windows Live Messenger 8.5",
        "Windows Live Messenger 9", "Windows Live Messenger 2009", "Windows Live Messenger 2011",
        "Windows Live Messenger 2012"};
    guint version = client >> 28;

    if (client & CLIENT_MOBILE)
        /* TRANSLATORS: in a tooltip, behind "Client" */
        return _("On a mobile phone");
    if (client & CLIENT_WEB)
        /* TRANSLATORS: in a tooltip, behind "Client" */
        return _("In a web browser");
    return version < G_N_ELEMENTS(names) ? names[version] : NULL;
}

static void
info_add_client(const MsnpContact *contact, PurpleNotifyUserInfo *info)
{
    const char *name = client_name(msnp_contact_client(contact));

    if (!name || msnp_contact_status(contact) == MSNP_OFFLINE)
        return;
    /* TRANSLATORS: label in a tooltip, before the program that somebody uses, as "MSN Messenger 7.5" */
    info_add(info, _("Client"), name);
}

/* What the roster knows; the short form is what changes by the hour. */
static void
info_add_contact(const MsnpContact *contact, PurpleNotifyUserInfo *info, gboolean full)
{
    guint lists = msnp_contact_lists(contact);

    /* TRANSLATORS: label in a tooltip, before what somebody wrote beside the name */
    info_add(info, _("Personal message"), msnp_contact_personal(contact));
    if (msnp_contact_media(contact) != MSNP_MEDIA_NONE)
        info_add(info, media_label(msnp_contact_media(contact)), msnp_contact_media_text(contact, 0));
    if (full) {
        info_add_phones(contact, info);
        info_add_client(contact, info);
        /* TRANSLATORS: in a tooltip: whether the other person has you in the contact list */
        info_add(info, _("Has you"), lists & MSNP_LIST_REVERSE ? _("Yes") : _("No"));
    }
    if (lists & MSNP_LIST_BLOCK)
        /* TRANSLATORS: in a tooltip: the other person is blocked by the user ("Yes") */
        info_add(info, _("Blocked"), _("Yes"));
}

void
msnp_info_tooltip(PurpleBuddy *buddy, PurpleNotifyUserInfo *info, gboolean full)
{
    PurplePresence *presence = purple_buddy_get_presence(buddy);
    const MsnpContact *contact = info_contact(purple_buddy_get_account(buddy), purple_buddy_get_name(buddy));

    if (purple_presence_is_online(presence))
        /* TRANSLATORS: label in a tooltip, before a status such as "Busy" */
        info_add(info, _("Status"), purple_status_get_name(purple_presence_get_active_status(presence)));
    if (contact)
        info_add_contact(contact, info, full);
    else if (full)
        /* TRANSLATORS: in a tooltip: "Server: Not on the contact list of the server" */
        info_add(info, _("Server"), _("Not on the contact list of the server"));
}

char *
msnp_info_status_text(PurpleBuddy *buddy)
{
    PurplePresence *presence = purple_buddy_get_presence(buddy);
    PurpleStatus *status = purple_presence_get_active_status(presence);
    const char *message = purple_status_get_attr_string(status, "message");

    if (message && *message)
        return g_markup_escape_text(message, -1);
    if (!purple_presence_is_online(presence) || purple_status_is_available(status))
        return NULL;
    return g_markup_escape_text(purple_status_get_name(status), -1);
}

const char *
msnp_info_emblem(PurpleBuddy *buddy)
{
    const MsnpContact *contact = info_contact(purple_buddy_get_account(buddy), purple_buddy_get_name(buddy));

    if (!contact)
        return NULL;
    if (msnp_contact_client(contact) & CLIENT_MOBILE)
        return "mobile";
    return msnp_contact_client(contact) & CLIENT_WEB ? "external" : NULL;
}

/* Always answers: the host shows "Retrieving…" until it does. */
void
msnp_info_get(PurpleConnection *gc, const char *who)
{
    PurpleNotifyUserInfo *info = purple_notify_user_info_new();
    PurpleAccount *account = purple_connection_get_account(gc);
    PurpleBuddy *buddy = purple_find_buddy(account, who);
    const MsnpContact *contact = info_contact(account, who);

    /* TRANSLATORS: mail address of somebody */
    info_add(info, _("Address"), who);
    if (contact)
        /* TRANSLATORS: label before the name that somebody has given to himself */
        info_add(info, _("Friendly name"), msnp_contact_name(contact));
    if (buddy)
        msnp_info_tooltip(buddy, info, TRUE);
    else if (contact)
        info_add_contact(contact, info, TRUE);
    purple_notify_userinfo(gc, who, info, NULL, NULL);
    purple_notify_user_info_destroy(info);
}
