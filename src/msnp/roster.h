/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * People, groups and the lists they are on. Knows who is who; refuses to know how a server tells it.
 */
#ifndef MSNP_ROSTER_H
#define MSNP_ROSTER_H

#include "msnp/msnp.h"

typedef struct _MsnpRoster MsnpRoster;

MsnpRoster *msnp_roster_new(void);
void msnp_roster_free(MsnpRoster *roster);

/* Forgets everybody. */
void msnp_roster_clear(MsnpRoster *roster);

guint msnp_roster_n_contacts(const MsnpRoster *roster);
guint msnp_roster_n_groups(const MsnpRoster *roster);

/* By number, in the order in which they were told; NULL beyond the last. */
MsnpContact *msnp_roster_nth_contact(const MsnpRoster *roster, guint i);
MsnpGroup *msnp_roster_nth_group(const MsnpRoster *roster, guint i);

/* By handle (lower case) or id on the server; NULL if unknown. */
MsnpContact *msnp_roster_contact(const MsnpRoster *roster, const char *handle);
MsnpGroup *msnp_roster_group(const MsnpRoster *roster, const char *id);

/* The same, made if unknown; NULL when the roster is full. */
MsnpContact *msnp_roster_add_contact(MsnpRoster *roster, const char *handle);
MsnpGroup *msnp_roster_add_group(MsnpRoster *roster, const char *id, const char *name);

/* The group for those who are in no other; made as id 0 by msnp_roster_add_group(). */
#define MSNP_DEFAULT_GROUP_ID "0"

/* Changes to a contact. A name equal to the handle is no name. TRUE if the name is another now. */
gboolean msnp_contact_set_name(MsnpContact *contact, const char *name);
void msnp_contact_set_presence(MsnpContact *contact, MsnpStatus status, guint32 client);
void msnp_contact_add_lists(MsnpContact *contact, guint lists);
void msnp_contact_set_id(MsnpContact *contact, const char *id);
void msnp_contact_join_group(MsnpContact *contact, MsnpGroup *group);

#endif
