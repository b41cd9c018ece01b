/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the service offers beside talk: mail, alerts, pages from mobiles, finding people, inviting by mail.
 * Knows libpurple's notices and requests.
 */
#ifndef MSNP_PURPLE_NOTICES_H
#define MSNP_PURPLE_NOTICES_H

#include "purple/account.h"

/* MSNP_EVENT_MAIL, _MAIL_NEW, _NOTICE, _ALERT, _PAGE, _URL, _FOUND, _SENT_MAIL. */
void msnp_notices_mail(MsnpAccount *ma, const MsnpAction *action);
void msnp_notices_mail_new(MsnpAccount *ma, const MsnpAction *action);
void msnp_notices_notice(MsnpAccount *ma, const MsnpAction *action);
void msnp_notices_alert(MsnpAccount *ma, const MsnpAction *action);
void msnp_notices_paged(MsnpAccount *ma, const MsnpAction *action);
void msnp_notices_url(MsnpAccount *ma, const MsnpAction *action);
void msnp_notices_found(MsnpAccount *ma, const MsnpAction *action);
void msnp_notices_sent_mail(MsnpAccount *ma, const MsnpAction *action);

/* Opens a page of the service in the browser, when the server has told where it is. */
void msnp_notices_open(PurpleConnection *gc, const char *page);

/* Looks for people; invites somebody by mail. */
void msnp_notices_find(PurpleConnection *gc, const char *first, const char *last, const char *country);
void msnp_notices_invite(PurpleConnection *gc, const char *address, const char *text);

/* The account is closing. */
void msnp_notices_forget(MsnpAccount *ma);

#endif
