/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The people: accounts, their lists and groups, who may see whom. In memory, without the wire. */
#ifndef MSNPD_WORLD_H
#define MSNPD_WORLD_H

#include <glib.h>

enum { LIST_FL = 1, LIST_AL = 2, LIST_BL = 4, LIST_RL = 8, LIST_PL = 16 };

typedef enum { KIND_PERSON, KIND_CONTACT, KIND_ECHO, KIND_FLICKER, KIND_NUDGE } AccountKind;

typedef enum {
    PHONE_PHH,
    PHONE_PHW,
    PHONE_PHM,
    PHONE_MOB,
    PHONE_MBE,
    PHONE_WWE,
    PHONE_HSB,
    PHONE_LAST
} Phone;

#define GROUP_LIMIT 30

typedef struct Account Account;
typedef struct Client Client;

typedef struct {
    guint id;      /* 0 is the default group */
    char guid[37]; /* never empty */
    char *name;
} Group;

typedef struct {
    Account *who;
    char *nick;           /* the owner's own name for him; NULL: his own */
    guint lists;          /* what the address book has */
    guint live;           /* what the notification server was told by ADL; see contact_live() */
    gboolean hidden;      /* in the address book, though on no messenger's list */
    gboolean rl_accepted; /* pending, but moved to the reverse list already */
    GPtrArray *groups;    /* of Group; NULL or empty: in none */
    char guid[37];        /* empty until asked for: contact_guid() */
} Contact;

struct Account {
    char *mail; /* as it was registered */
    char *key;
    char *password;
    char *name;
    AccountKind kind;
    guint network;  /* 32 Yahoo, 2 a company's own; 0: here */
    char state[4];  /* FLN when not signed in */
    gboolean shown; /* others were told that he is there */
    guint32 client_id;
    guint32 client_ex;        /* the second number, from MSNP16 */
    char *object;             /* encoded display picture, or NULL */
    char *psm;                /* what older dialects see of UUX, or NULL */
    char *psm_machine;        /* more elements, from MSNP13 and from MSNP16; or NULL */
    char *psm_more;
    char *phones[PHONE_LAST]; /* decoded; NULL: unset */
    gboolean ask;             /* GTC A */
    gboolean allow;           /* BLP AL */
    gboolean web;             /* lists are in web services: what ADL and BLP say holds meanwhile */
    gboolean allow_live;      /* what BLP has said there */
    gboolean mpop;            /* several places may be signed in */
    gboolean no_book;         /* has no address book yet */
    char *lock;               /* challenge of the service for offline messages; NULL: none yet */
    char me_guid[37];         /* of himself in his address book; empty until asked for */
    gboolean allow_was_set;   /* BLP was ever sent */
    guint list_version;
    guint settings_version;
    guint inbox;
    gboolean answers; /* without a client: joins when he is called */
    gboolean nak_next;
    Client *client;    /* the notification link of the place he came to last; NULL: not signed in */
    GPtrArray *places; /* of all these links, the last one too */
    guint notify_timer;
    gboolean second_home; /* was moved to the second notification server */
    guint absent_timer;   /* on the way there */
    char *city;           /* of the directory; NULL: New York, NY, US */
    char *region;
    char *country;
    GPtrArray *contacts; /* of Contact, in the order they were made */
    GHashTable *by_key;
    GHashTable *by_guid;
    GPtrArray *groups; /* of Group, the default one first */
};

void world_clear(void);

/* A new account; NULL when there is one of that name already. NAME NULL: the mail address. */
Account *world_add(const char *mail, const char *password, const char *name, AccountKind kind);
Account *world_find(const char *mail);
/* The number of his network: 1 here, 4 telephones. */
guint account_network(const Account *account);
/* All accounts, in the order they were added; do not free. */
GPtrArray *world_accounts(void);
/* Puts two accounts on each other's FL, AL and RL, in the group named GROUP. */
void world_befriend(Account *a, Account *b, const char *group);

/* Those signed in who have SUBJECT on their forward list. Caller unrefs. */
GPtrArray *world_watchers(const Account *subject);

Contact *contact_find(Account *owner, const Account *who);
/* Makes one if there is none. */
Contact *contact_ensure(Account *owner, Account *who);
/* Forgets CONTACT if it is on no list any more. */
void contact_drop_if_empty(Account *owner, Contact *contact);
/* The lists that decide about presence: those of ADL while OWNER is signed in with web services. */
guint contact_live(const Account *owner, const Contact *contact);
/* Begins or ends a session whose lists are told by ADL. */
void account_set_web(Account *owner, gboolean web);
const char *account_me_guid(Account *owner);
const char *contact_guid(Account *owner, Contact *contact);
Contact *contact_by_guid(Account *owner, const char *guid);
const char *contact_name(const Contact *contact);
gboolean contact_in_group(const Contact *contact, const Group *group);
void contact_join_group(Contact *contact, Group *group);
void contact_leave_group(Contact *contact, Group *group);

Group *group_by_id(Account *owner, guint id);
Group *group_by_guid(Account *owner, const char *guid);
Group *group_by_name(Account *owner, const char *name);
/* NULL when there are too many. */
Group *group_add(Account *owner, const char *name);
void group_remove(Account *owner, Group *group);

/* Number of contacts on any of LISTS. */
guint world_count(const Account *owner, guint lists);

/* OWNER lets VIEWER see and call him. */
gboolean world_allows(Account *owner, const Account *viewer);
/* The status code that VIEWER sees of SUBJECT: FLN when offline, hidden or not allowed. */
const char *world_state_seen(Account *subject, const Account *viewer);
gboolean account_online(const Account *account);
gboolean account_is_bot(const Account *account);

#endif
