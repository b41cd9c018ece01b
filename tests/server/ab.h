/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the operations of address book and sharing service have in common. */
#ifndef MSNPD_AB_H
#define MSNPD_AB_H

#include "soap.h"
#include "world.h"

#define NS_AB       "http://www.msn.com/webservices/AddressBook"
#define AB_ID       "00000000-0000-0000-0000-000000000000"
#define GROUP_TYPE  "C8529CE2-6EAD-434d-881F-341E17DB3FF8"
#define AB_LONG_AGO "0001-01-01T00:00:00.0000000-08:00"

typedef struct {
    const SoapCall *soap;
    Account *account;
    const xmlNode *op;
    gboolean sharing; /* the service */
} AbCall;

/* The answer: BODY is what is in <NAMEResponse>; "" for nothing. */
void ab_respond(const AbCall *call, const char *body);
/* The same with <NAMEResult> around a guid. */
void ab_respond_guid(const AbCall *call, const char *guid);
void ab_error(const AbCall *call, const char *code);
/* A request that is wrong by the client: BAD, and the answer is a bare 500. */
void ab_wrong(const AbCall *call, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* abId is the zero GUID; FALSE after it was answered. */
gboolean ab_check_id(const AbCall *call);
/* deltasOnly and lastChange go together; FALSE after a delta was refused. */
gboolean ab_check_deltas(const AbCall *call, const xmlNode *node, const char *only,
                         const char *since);

/* The account has been changed by AUTHOR's request: its other places hear of it. */
void ab_changed(const AbCall *call);

/* The same; of WHO a list changed, from BEFORE: he is on it now, or no more. Living services have one
 * store for both, so that he hears of it without ADL or RML. */
void ab_list_changed(const AbCall *call, Account *who, guint bit, guint before, gboolean added);

/* "2026-01-01T00:00:00.0000000-08:00" of the book as it is now. Caller frees. */
char *ab_stamp(const Account *account);

/* Forgets what was given out. */
void ab_clear(void);
void ab_pages_clear(void);

/* Which entry of this book begins the page that is asked for; FALSE after it was answered. */
gboolean ab_page_begin(const AbCall *call, const char *book, guint *from);
/* Where the page ends that begins at FROM, of COUNT entries; if there are more, CONTEXT gets what
 * asks for the next. */
guint ab_page_end(const AbCall *call, const char *book, guint from, guint count, GString *context);

/* ab-read.c */
void ab_find_membership(const AbCall *call);
void ab_find_all(const AbCall *call);
void ab_find_paged(const AbCall *call);
/* ab-members.c */
void ab_add_member(const AbCall *call);
void ab_delete_member(const AbCall *call);
/* ab-contacts.c */
void ab_add(const AbCall *call);
void ab_contact_add(const AbCall *call);
void ab_contact_delete(const AbCall *call);
void ab_contact_update(const AbCall *call);
/* ab-groups.c */
void ab_group_add(const AbCall *call);
void ab_group_delete(const AbCall *call);
void ab_group_update(const AbCall *call);
void ab_group_contact_add(const AbCall *call);
void ab_group_contact_delete(const AbCall *call);

/* The contact that <contacts><Contact><contactId> names; NULL after it was answered. */
Contact *ab_contact(const AbCall *call);

#endif
