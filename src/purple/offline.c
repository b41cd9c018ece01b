/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages to people who are away. Knows who may be written to, and which of those that were written to us were shown
 * and may be told once more; never keeps one.
 */
#include "purple/offline.h"

#include <string.h>
#include "purple/im.h"

gboolean
msnp_offline_is_possible(const PurpleBuddy *buddy)
{
    MsnpAccount *ma = msnp_account_of(purple_account_get_connection(purple_buddy_get_account(buddy)));

    return ma && ma->session && msnp_session_keeps_messages(ma->session);
}

/* The oldest are forgotten: a server that lets go of none is not to make the settings grow for ever. */
#define REMEMBERED 100

/* The list with a key at its end, or without it. */
static void
offline_remember(PurpleAccount *account, const char *key, gboolean shown)
{
    g_auto(GStrv) old = g_strsplit(purple_account_get_string(account, MSNP_OPTION_SHOWN, ""), " ", -1);
    guint n = g_strv_length(old), first = n >= REMEMBERED ? n - REMEMBERED + 1 : 0, i;
    g_autoptr(GString) list = g_string_new(NULL);

    for (i = first; i < n; i++)
        if (*old[i] && strcmp(old[i], key))
            g_string_append_printf(list, "%s%s", list->len > 0 ? " " : "", old[i]);
    if (shown)
        g_string_append_printf(list, "%s%s", list->len > 0 ? " " : "", key);
    purple_account_set_string(account, MSNP_OPTION_SHOWN, list->str);
}

/* When it was written, as the sender's service has it: never later than now. */
static time_t
offline_time(const MsnpAction *action)
{
    time_t now = time(NULL);

    return action->when > 0 && action->when < (gint64) now ? (time_t) action->when : now;
}

/* libpurple writes it to the log before it returns. If it closed the account meanwhile, the message comes again. */
void
msnp_offline_came(MsnpAccount *ma, const MsnpAction *action)
{
    g_autoptr(GString) html = g_string_sized_new(action->len + 64);

    msnp_im_append_text(html, action);
    if (action->len > 0)
        serv_got_im(ma->gc, action->who, html->str, PURPLE_MESSAGE_RECV | PURPLE_MESSAGE_DELAYED, offline_time(action));
    if (!ma->gc)
        return;
    offline_remember(ma->account, action->text, TRUE);
    msnp_offline_shown(ma->session, action->id);
}

void
msnp_offline_deleted(MsnpAccount *ma, const MsnpAction *action)
{
    offline_remember(ma->account, action->text, FALSE);
}
