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

/* All is to be told anew: nobody is on a list, there are no groups. Contacts stay, with their presence,
 * which is stale until it is told again. */
void msnp_roster_renew(MsnpRoster *roster);

/* TRUE if the presence of a contact is from before msnp_roster_renew(). */
gboolean msnp_contact_is_stale(const MsnpContact *contact);


/* By number, in the order in which they were told; NULL beyond the last. */
MsnpContact *msnp_roster_nth_contact(const MsnpRoster *roster, guint i);
MsnpGroup *msnp_roster_nth_group(const MsnpRoster *roster, guint i);

/* By handle (lower case) or id on the server; NULL if unknown. */
MsnpContact *msnp_roster_contact(const MsnpRoster *roster, const char *handle);
MsnpGroup *msnp_roster_group(const MsnpRoster *roster, const char *id);

/* The group of that name; the default one for NULL, "" and its own name. NULL if there is none. */
MsnpGroup *msnp_roster_group_named(const MsnpRoster *roster, const char *name);

/* The same, made if unknown; NULL when the roster is full. */
MsnpContact *msnp_roster_add_contact(MsnpRoster *roster, const char *handle);
MsnpGroup *msnp_roster_add_group(MsnpRoster *roster, const char *id, const char *name);

/* Forgets a group; everybody leaves it. The pointer is dead then. */
void msnp_roster_remove_group(MsnpRoster *roster, MsnpGroup *group);

/* Whether one wants to be asked who adds one (GTC), and whether strangers may see one (BLP). */
gboolean msnp_roster_asks(const MsnpRoster *roster);
void msnp_roster_set_asks(MsnpRoster *roster, gboolean asks);
gboolean msnp_roster_allows_strangers(const MsnpRoster *roster);
void msnp_roster_set_allows_strangers(MsnpRoster *roster, gboolean allows);

/* One's own phone numbers and whether one may be paged. */
const char *msnp_roster_phone(const MsnpRoster *roster, MsnpPhoneKind kind);
gboolean msnp_roster_takes_pages(const MsnpRoster *roster);

/* A property of oneself (contact NULL) or of a contact: PHH, PHW, PHM, MOB and what else there may be, with
 * its decoded value. FALSE if it is none that is kept. */
gboolean msnp_roster_set_property(MsnpRoster *roster, MsnpContact *contact, const char *key, const char *value);

/* Takes all of them, of oneself or of a contact, from another roster; or none, of a contact. */
void msnp_roster_copy_properties(MsnpRoster *roster, const MsnpRoster *from);
void msnp_contact_copy_properties(MsnpContact *contact, const MsnpContact *from);
void msnp_contact_forget_properties(MsnpContact *contact);

/* The group for those who are in no other; made as id 0 by msnp_roster_add_group(). */
#define MSNP_DEFAULT_GROUP_ID "0"

/* Changes to a contact. A name equal to the handle is no name. TRUE if the name is another now. */
gboolean msnp_contact_set_name(MsnpContact *contact, const char *name);
void msnp_contact_set_presence(MsnpContact *contact, MsnpStatus status, guint32 client);

/* The object of the picture that he shows, and its hash as in msnp.h; both NULL for none. TRUE if the hash is another
 * now. */
gboolean msnp_contact_set_picture(MsnpContact *contact, const char *object, const char *picture);
void msnp_contact_add_lists(MsnpContact *contact, guint lists);
void msnp_contact_set_id(MsnpContact *contact, const char *id);
void msnp_contact_join_group(MsnpContact *contact, MsnpGroup *group);
void msnp_contact_leave_group(MsnpContact *contact, MsnpGroup *group);
gboolean msnp_contact_is_in_group(const MsnpContact *contact, const MsnpGroup *group);

/* Takes somebody off lists; off the forward list means out of every group and offline. */
void msnp_contact_remove_lists(MsnpContact *contact, guint lists);

/* Where his account is: 1 unless it was set, MSN; others have addresses that look the same. */
#define MSNP_NETWORK_MSN 1
#define MSNP_NETWORK_LCS 2
#define MSNP_NETWORK_CIRCLE 9 /* no person */
#define MSNP_NETWORK_YAHOO 32
guint msnp_contact_network(const MsnpContact *contact);
void msnp_contact_set_network(MsnpContact *contact, guint network);

/* What the address book calls him, "" if it says nothing: where there is one. */
const char *msnp_contact_booked_name(const MsnpContact *contact);
void msnp_contact_set_booked_name(MsnpContact *contact, const char *name);

/* GUID on the server, or NULL. */
const char *msnp_contact_id(const MsnpContact *contact);
MsnpContact *msnp_roster_contact_by_id(const MsnpRoster *roster, const char *id);

/* Who is in the address book and on no forward list: nobody is told of him, and he can be put there by his id. NULL if
 * he is not such a one, or not any more. */
const char *msnp_roster_hidden_id(const MsnpRoster *roster, const char *handle);
void msnp_roster_set_hidden_id(MsnpRoster *roster, const char *handle, const char *id);

/* Takes all of them from a roster that has no use for them any more. */
void msnp_roster_take_hidden(MsnpRoster *roster, MsnpRoster *from);

/* TRUE for somebody who has added one and has had no answer. */
gboolean msnp_contact_is_pending(const MsnpContact *contact);

/* Changes to what is in UBX; strings are copied, NULL is "". TRUE if it is something else now. */
gboolean msnp_contact_set_personal(MsnpContact *contact, const char *message, MsnpMedia media,
                               const char *const texts[4]);

#endif
