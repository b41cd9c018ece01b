/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Display pictures: one's own, and those of buddies as libpurple's buddy icons. Knows what is cached, and fetches only
 * what is not.
 */
#include "purple/icon.h"

#include <string.h>
#include "purple/image.h"
#include "purple/object.h"
#include "purple/pump.h"

/* The oldest dialect that has pictures: in others nobody shows any. */
#define DIALECT_OBJECTS 9

/* ---- one's own ---- */

/* Any host may hand over anything: only Pidgin minds the icon_spec. */
static gboolean
icon_is_sendable(gconstpointer data, gsize len)
{
    MsnpImage image;

    if (len == 0)
        return FALSE;
    if (msnp_image_read(data, len, &image))
        return TRUE;
    purple_debug_info("msnp", "the buddy icon is neither PNG nor JPEG nor GIF: not shown to others\n");
    return FALSE;
}

static void
icon_apply(MsnpAccount *ma, PurpleStoredImage *image)
{
    gconstpointer data = image ? purple_imgstore_get_data(image) : NULL;
    gsize len = image ? purple_imgstore_get_size(image) : 0;
    g_autofree char *hash = NULL;
    MsnpError error;

    if (!icon_is_sendable(data, len))
        len = 0;
    hash = len > 0 ? g_compute_checksum_for_data(G_CHECKSUM_SHA1, data, len) : NULL;
    if (g_strcmp0(hash, ma->own_icon) == 0)
        return;
    error = msnp_set_picture(ma->session, len > 0 ? data : NULL, len);
    if (error != MSNP_ERROR_NONE) {
        purple_debug_info("msnp", "the buddy icon is not shown to others: %s\n", msnp_error_name(error));
        msnp_set_picture(ma->session, NULL, 0);
    }
    g_free(ma->own_icon);
    ma->own_icon = g_steal_pointer(&hash);
}

void
msnp_icon_set(PurpleConnection *gc, PurpleStoredImage *image)
{
    MsnpAccount *ma = msnp_pump_enter(gc);

    if (!ma)
        return;
    icon_apply(ma, image);
    msnp_pump_leave(ma);
}

void
msnp_icon_refresh(MsnpAccount *ma)
{
    PurpleStoredImage *image = purple_buddy_icons_find_account_icon(ma->account);

    icon_apply(ma, image);
    if (image)
        purple_imgstore_unref(image);
}

/* The profile has one, and nobody has chosen any here: it becomes the account's, as if somebody had. libpurple takes
 * the copy, and calls msnp_icon_set(). */
void
msnp_icon_own(MsnpAccount *ma, const MsnpAction *action)
{
    PurpleStoredImage *image = purple_buddy_icons_find_account_icon(ma->account);

    if (image)
        purple_imgstore_unref(image);
    else if (icon_is_sendable(action->data, action->len))
        purple_buddy_icons_set_account_icon(ma->account, g_memdup2(action->data, action->len), action->len);
}

/* ---- buddies ---- */

static void icon_told(MsnpAccount *ma, const char *who, const char *hash, const guint8 *data, gsize len);

static void
icon_take_away(MsnpAccount *ma, PurpleBuddy *buddy, const char *who)
{
    if (purple_buddy_get_icon(buddy) || purple_buddy_icons_get_checksum_for_user(buddy))
        purple_buddy_icons_set_for_user(ma->account, who, NULL, 0, NULL);
}

/* One picture of a person is fetched at a time: who changes his like a lantern is asked again when the one is there. */
static void
icon_fetch(MsnpAccount *ma, const char *who, const MsnpContact *contact)
{
    if (!ma->icons)
        ma->icons = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!g_hash_table_contains(ma->icons, who) &&
        msnp_object_fetch(ma, who, msnp_contact_picture_object(contact), msnp_contact_picture(contact), icon_told))
        g_hash_table_add(ma->icons, g_strdup(who));
}

/* What libpurple has saved is looked at only if somebody has had it loaded, to show it: it may be damaged. */
static gboolean
icon_is_there(PurpleBuddy *buddy, const char *hash)
{
    PurpleBuddyIcon *icon = purple_buddy_get_icon(buddy);
    g_autofree char *sum = NULL;
    gconstpointer data;
    gsize len = 0;

    if (g_strcmp0(purple_buddy_icons_get_checksum_for_user(buddy), hash) != 0)
        return FALSE;
    data = icon ? purple_buddy_icon_get_data(icon, &len) : NULL;
    sum = data ? g_compute_checksum_for_data(G_CHECKSUM_SHA1, data, len) : NULL;
    return !sum || !strcmp(sum, hash);
}

/* Makes what is shown what the contact shows. */
static void
icon_update(MsnpAccount *ma, const MsnpContact *contact)
{
    const char *who = msnp_contact_handle(contact), *hash = msnp_contact_picture(contact);
    PurpleBuddy *buddy = purple_find_buddy(ma->account, who);

    if (!buddy)
        return;
    if (!hash)
        icon_take_away(ma, buddy, who);
    else if (!icon_is_there(buddy, hash))
        icon_fetch(ma, who, contact);
}

void
msnp_icon_changed(MsnpAccount *ma, const MsnpAction *action)
{
    icon_update(ma, action->contact);
}

void
msnp_icon_came(MsnpAccount *ma, const MsnpContact *contact)
{
    if (msnp_contact_picture(contact))
        icon_update(ma, contact);
}

void
msnp_icon_left(MsnpAccount *ma, const MsnpContact *contact)
{
    if (msnp_session_dialect(ma->session) >= DIALECT_OBJECTS && !msnp_contact_picture(contact))
        icon_update(ma, contact);
}

/* The icon cache goes by the name as it is given: always the handle. It takes the copy and frees it. */
static void
icon_told(MsnpAccount *ma, const char *who, const char *hash, const guint8 *data, gsize len)
{
    const MsnpContact *contact = msnp_session_contact(ma->session, who);
    const char *now = contact ? msnp_contact_picture(contact) : NULL;

    if (ma->icons)
        g_hash_table_remove(ma->icons, who);
    if (!now)
        return;
    if (g_strcmp0(now, hash) != 0)
        icon_update(ma, contact); /* another one meanwhile */
    else if (data && purple_find_buddy(ma->account, who))
        purple_buddy_icons_set_for_user(ma->account, who, g_memdup2(data, len), len, hash);
}

void
msnp_icon_forget(MsnpAccount *ma)
{
    g_clear_pointer(&ma->icons, g_hash_table_destroy);
    g_clear_pointer(&ma->own_icon, g_free);
}
