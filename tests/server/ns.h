/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the notification server need of each other. */
#ifndef MSNPD_NS_H
#define MSNPD_NS_H

#include "client.h"
#include "oim.h"

/* Profile message after USR OK, and the mail message after the first CHG. */
void ns_send_profile(Client *client);
void ns_send_mail(Client *client);

/* OIM has come for ACCOUNT, who may be there. */
void ns_oim_new(Account *account, const Oim *oim);

/* What the service tells while CLIENT is online. FALSE when the dialect does not have it. */
void ns_mail_new(Client *client, const char *from, const char *subject);
void ns_mail_moved(Client *client, const char *from, const char *to, guint delta);
void ns_system_message(Client *client, guint minutes);
gboolean ns_notice(Client *client, const char *words);
gboolean ns_page(Client *client, const char *from, const char *words);

/* XFR NS to where ACCOUNT (NULL: anybody) is at home. */
void ns_refer(Client *client, guint32 trid, const Account *account);
/* Sends the client to the other notification server; after MS its old link is closed. */
void ns_move(Client *client, guint ms);
/* The old link is gone and the new one not there yet: he stays online for a while. */
void ns_move_left(Account *account);
/* He signs in: TRUE if that ends a move. OLD is the link he had, or NULL. */
gboolean ns_move_arrived(Account *account, const Client *old);
/* ACCOUNT is offline now. */
void ns_signed_out(Account *account);

/* GCF of its own accord, in front of the question of USR. */
void ns_send_policies(Client *client);
/* USR has proved who it is: ACCOUNT is signed in. */
void ns_sign_in_done(Client *client, const Command *command, Account *account);
/* 911 and the end. */
void ns_sign_in_fail(Client *client, const Command *command);
/* USR I of any kind. FALSE when it was refused, or referred elsewhere. */
gboolean ns_sign_in_asked(Client *client, const Command *command);
/* An account by the name the client typed; living services compare the case as well. */
Account *ns_sign_in_account(const char *mail);

/* ADL or RML of its own accord: BY has CLIENT's account on his list, or no more. NAME is encoded, or NULL. */
void ns_tell_adl(Client *client, const Account *by, const char *verb, const char *name);
/* The address book of ACCOUNT was changed by somebody else: NOT. */
void ns_tell_book_changed(Account *account);
/* At the first CHG: what ADL has told is what the address book has. */
void ns_check_dump(Client *client, const Command *command);

/* SUBJECT as VIEWER's dialect names it: "mail", "mail 1" or "1:mail". Caller frees. */
char *ns_address(const Client *viewer, const Account *subject);

/* Tells everybody who may see ACCOUNT how it is now (batched in living mood). */
void presence_changed(Account *account);
/* Tells VIEWER now how SUBJECT is: NLN (and UBX) or FLN; nothing unless he is signed in and listed.
 */
void presence_tell(Account *viewer, Account *subject);
/* One ILN (and UBX) as the answer to TRID, when SUBJECT is visible. */
void presence_initial(Client *viewer, Account *subject, guint32 trid);
/* The same for one place of a viewer. */
void presence_tell_place(Client *client, Account *subject);
/* Tells the places of ACCOUNT how it is itself, where there can be several. */
void presence_own(Account *account);

/* ns-ubx.c: the UBX line of SUBJECT for VIEWER; with ALWAYS even if there is no personal message. */
void append_psm(GString *out, const Client *viewer, const Account *subject, gboolean always);
void presence_psm(Client *viewer, const Account *subject, gboolean always);
/* All that UUX has said is gone. */
void ns_forget_personal(Account *account);

/* Tells those who see SUBJECT, and its own places, its personal message; or a telephone property. */
void presence_personal(Account *subject);
void ns_tell_phone(Account *subject, guint index);

/* Sends a challenge now; closes when it is not answered in time. */
void ns_challenge(Client *client);

/* Names of the phone properties as the wire has them; NULL beyond the last. */
const char *phone_key(guint index);
/* " VALUE" encoded, or what stands for an unset property. Caller frees. */
char *phone_value(const Account *account, guint index);
/* Index for a key, or -1. */
int phone_index(const char *key);

/* The word for a group or a contact in this client's dialect and mode. */
const char *ns_group_word(const Client *client, const Group *group);
Group *ns_group_from_word(Client *client, const char *word);
/* "0,2" or GUIDs, for LST; caller frees. */
char *ns_group_words(const Client *client, const Contact *contact);

/* Four (or only the set) BPR lines after a contact was added. */
void ns_send_phones(Client *client, const Contact *contact);
/* The bits of LST in this dialect. */
guint ns_list_bits(const Client *client, const Contact *contact);

/* The lines about groups, as answers or, with TrID 0, of their own accord. */
void ns_send_adg(Client *client, guint32 trid, const Group *group);
void ns_send_reg(Client *client, guint32 trid, const Group *group);
void ns_send_rmg(Client *client, guint32 trid, const Group *group);

/* The default of who may see ACCOUNT has changed. */
void ns_blp_spread(Account *account);

#endif
