/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Circles: who is in them, who has told the notification server of them, what they look like there.
 */
#ifndef MSNPD_CIRCLES_H
#define MSNPD_CIRCLES_H

#include "client.h"

typedef struct {
    char id[37];
    char *name;
    GPtrArray *members; /* of Account, the owner first */
    GPtrArray *entered; /* of Client: places that have named it in ADL; not owned */
} Circle;

void circles_clear(void);

/* NULL when OWNER is in one of that name already, or there is none such. */
Circle *circle_new(Account *owner, const char *name);
Circle *circle_by_id(const char *id);
Circle *circle_by_name(const char *name);
gboolean circle_has(const Circle *circle, const Account *who);
/* Somebody is in it from now on, or no more; the others hear of it. */
void circle_join(Circle *circle, Account *who);
void circle_leave(Circle *circle, Account *who);
void circle_rename(Circle *circle, const char *name);

/* What ABFindContactsPaged has of ACCOUNT's circles, and in a circle's own book. */
void circles_append_result(GString *out, const Account *account);
void circle_append_contacts(GString *out, const Circle *circle, guint from, guint to);
/* The ticket, not escaped. Caller frees. */
char *circles_ticket(const Account *account);

/* ADL of CLIENT names a circle; the error it deserves, or 0. */
guint circle_enter(Client *client, const char *id);
/* CLIENT is gone. */
void circles_forget(const Client *client);
/* SUBJECT's presence has changed: those who share a circle with him hear of it. */
void circles_presence(Account *subject);
/* A letter goes to all places in it but FROM (NULL: to all). */
void circle_post(const Circle *circle, const Client *from, const char *letter, gsize length);

/* Handlers. */
void ns_usr_sha(Client *client, const Command *command);
void ns_put(Client *client, const Command *command);
void ns_sdg(Client *client, const Command *command);

#endif
