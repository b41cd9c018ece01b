/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the service offers beside talk: mail, alerts, pages from mobiles, finding people, inviting by mail.
 * Knows libpurple's notices and requests.
 */
#include "purple/notices.h"

#include <string.h>
#include "purple/errtext.h"
#include "purple/nls.h"
#include "purple/pump.h"

/* The address of the inbox may sign in by itself. */
static void
notices_forget_inbox(MsnpAccount *ma)
{
    if (ma->inbox)
        msnp_wipe(ma->inbox, strlen(ma->inbox));
    g_clear_pointer(&ma->inbox, g_free);
}

/* Mail notices wait for the address of the inbox, once; then they carry it as their link. */
static const char *
notices_inbox(MsnpAccount *ma)
{
    return ma->inbox ? ma->inbox : "";
}

static gboolean
notices_wants_mail(MsnpAccount *ma)
{
    return purple_account_get_check_mail(ma->account) && msnp_session_has_inbox(ma->session);
}

static void
notices_show_count(MsnpAccount *ma, guint unread)
{
    const char *to[] = {purple_account_get_username(ma->account), NULL};
    const char *url[] = {notices_inbox(ma), NULL};

    purple_notify_emails(ma->gc, 0, FALSE, NULL, NULL, NULL, NULL, NULL, NULL); /* counts are added up */
    if (unread > 0)
        purple_notify_emails(ma->gc, unread, FALSE, NULL, NULL, to, url, NULL, NULL);
}

/* The address may not be known yet; the count is shown when it is, or is known not to be. */
void
msnp_notices_mail(MsnpAccount *ma, const MsnpAction *action)
{
    if (!notices_wants_mail(ma))
        return;
    ma->unread = action->number;
    if (ma->inbox || ma->inbox_asked || action->number == 0 ||
        msnp_ask_url(ma->session, "INBOX", &ma->inbox_url) != MSNP_ERROR_NONE)
        notices_show_count(ma, action->number);
    else
        ma->inbox_asked = TRUE;
}

void
msnp_notices_mail_new(MsnpAccount *ma, const MsnpAction *action)
{
    g_autofree char *subject = purple_mime_decode_field(action->text);
    g_autofree char *name = purple_mime_decode_field(action->name);
    g_autofree char *from = NULL;

    if (!notices_wants_mail(ma))
        return;
    from = *action->who ? g_strdup_printf("%s <%s>", name ? name : action->name, action->who)
                        : g_strdup(name ? name : action->name);
    purple_notify_email(ma->gc, subject && g_utf8_validate(subject, -1, NULL) ? subject : action->text, from,
                        purple_account_get_username(ma->account), notices_inbox(ma), NULL, NULL);
}

void
msnp_notices_notice(MsnpAccount *ma, const MsnpAction *action)
{
    /* TRANSLATORS: %u is a number of minutes */
    g_autofree char *text = g_strdup_printf(ngettext("The MSN server will be shut down in %u minute.",
                                                     "The MSN server will be shut down in %u minutes.",
                                                     action->number),
                                            action->number);

    /* TRANSLATORS: title of a window */
    purple_notify_info(ma->gc, _("MSN maintenance"), text, NULL);
}

/* An alert's address was checked to be http or https. */
void
msnp_notices_alert(MsnpAccount *ma, const MsnpAction *action)
{
    g_autofree char *text = g_markup_escape_text(action->text, -1);
    g_autofree char *url = action->name ? g_markup_escape_text(action->name, -1) : NULL;
    g_autofree char *markup = url ? g_strdup_printf("%s<br><a href=\"%s\">%s</a>", text, url, url)
                                  : g_strdup(text);

    /* TRANSLATORS: title of a window: a message of the service itself */
    purple_notify_formatted(ma->gc, _("MSN alert"), _("MSN alert"), NULL, markup, NULL, NULL);
}

void
msnp_notices_paged(MsnpAccount *ma, const MsnpAction *action)
{
    g_autofree char *text = g_markup_escape_text(action->text, -1);
    /* TRANSLATORS: marks a message that was sent from a mobile phone; %s is the message */
    g_autofree char *markup = g_strdup_printf(_("(mobile) %s"), text);

    serv_got_im(ma->gc, action->who, markup, PURPLE_MESSAGE_RECV, time(NULL));
}

/* ---- addresses ---- */

void
msnp_notices_open(PurpleConnection *gc, const char *page)
{
    MsnpAccount *ma = msnp_pump_enter(gc);

    if (!ma)
        return;
    if (msnp_ask_url(ma->session, page, &ma->open_url) != MSNP_ERROR_NONE)
        ma->open_url = 0;
    msnp_pump_leave(ma);
}

void
msnp_notices_url(MsnpAccount *ma, const MsnpAction *action)
{
    if (action->id == ma->inbox_url) {
        notices_forget_inbox(ma);
        ma->inbox = g_strdup(action->text);
        notices_show_count(ma, ma->unread);
    } else if (action->id == ma->open_url && action->text) {
        purple_notify_uri(ma->gc, action->text);
    } else if (action->id == ma->open_url) {
        /* TRANSLATORS: a web page: the inbox, the profile */
        purple_notify_error(ma->gc, NULL, _("This service does not offer that page."), NULL);
    }
}

/* ---- finding people ---- */

/* Results come one by one; the window opens when the last is there. */
static PurpleNotifySearchResults *
notices_new_results(void)
{
    PurpleNotifySearchResults *results = purple_notify_searchresults_new();

    /* TRANSLATORS: title of a column in a list of people */
    purple_notify_searchresults_column_add(results, purple_notify_searchresults_column_new(_("Name")));
    /* TRANSLATORS: title of a column in a list of people: city and country */
    purple_notify_searchresults_column_add(results, purple_notify_searchresults_column_new(_("Place")));
    return results;
}

static void
notices_drop_results(MsnpAccount *ma)
{
    if (ma->find_results)
        purple_notify_searchresults_free(ma->find_results);
    ma->find_results = NULL;
}

static void
notices_show_results(MsnpAccount *ma)
{
    purple_notify_searchresults(ma->gc, NULL, _("People found"), NULL, ma->find_results, NULL, NULL);
    ma->find_results = NULL;
}

/* Why nobody was found. */
static const char *
notices_found_nobody(MsnpError error)
{
    if (error == MSNP_ERROR_ADDRESS) /* the directory does not look for everybody of one name */
        return _("The server wants to know both the first and the last name.");
    return error == MSNP_ERROR_NONE ? _("Nobody was found.") : _("The server cannot look for people.");
}

void
msnp_notices_found(MsnpAccount *ma, const MsnpAction *action)
{
    PurpleNotifySearchResults *results = ma->find_results;
    GList *row = NULL;

    if (action->id != ma->find_id)
        return;
    if (action->number == 0) {
        purple_notify_info(ma->gc, NULL, notices_found_nobody(action->error), NULL);
        return;
    }
    if (!results)
        ma->find_results = results = notices_new_results();
    if (*action->name) {
        row = g_list_append(row, g_strdup(action->name));
        row = g_list_append(row, g_strdup(action->text));
        purple_notify_searchresults_row_add(results, row);
    }
    if (action->len >= action->number)
        notices_show_results(ma);
}

void
msnp_notices_find(PurpleConnection *gc, const char *first, const char *last, const char *country)
{
    MsnpAccount *ma = msnp_pump_enter(gc);

    if (!ma)
        return;
    notices_drop_results(ma);
    if (msnp_find(ma->session, first, last, country, &ma->find_id) != MSNP_ERROR_NONE)
        purple_notify_error(gc, NULL, _("The server cannot look for people."), NULL);
    msnp_pump_leave(ma);
}

/* ---- inviting by mail ---- */

void
msnp_notices_invite(PurpleConnection *gc, const char *address, const char *text)
{
    MsnpAccount *ma = msnp_pump_enter(gc);
    guint id;

    if (!ma)
        return;
    if (msnp_invite_by_mail(ma->session, address, text, &id) != MSNP_ERROR_NONE)
        /* TRANSLATORS: a mail to somebody who is to use MSN too */
        purple_notify_error(gc, NULL, _("The invitation was not sent."), NULL);
    msnp_pump_leave(ma);
}

void
msnp_notices_sent_mail(MsnpAccount *ma, const MsnpAction *action)
{
    if (action->error == MSNP_ERROR_NONE)
        purple_notify_info(ma->gc, NULL, _("The invitation was sent."), NULL);
    else
        purple_notify_error(ma->gc, NULL, _("The invitation was not sent."), NULL);
}

void
msnp_notices_forget(MsnpAccount *ma)
{
    notices_forget_inbox(ma);
    notices_drop_results(ma);
}
