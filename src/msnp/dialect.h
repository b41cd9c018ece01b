/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What differs between the dialects. The only place that compares version numbers; everybody else asks
 * a member of the row. Sources: the version and command pages of the MSNP wikis, and what living servers
 * were seen to do.
 */
#ifndef MSNP_DIALECT_H
#define MSNP_DIALECT_H

#include <glib.h>

typedef enum {
    MSNP_SIGN_IN_MD5,     /* INF, USR MD5 */
    MSNP_SIGN_IN_TWEENER, /* USR TWN with a Passport ticket */
    MSNP_SIGN_IN_SSO,     /* USR SSO with a ticket and the proof of its secret */
} MsnpSignIn;

typedef enum {
    MSNP_CHALLENGE_MD5,    /* MD5 of challenge and product key */
    MSNP_CHALLENGE_HASHED, /* the scheme of MSNP11 */
} MsnpChallenge;

typedef enum {
    MSNP_ROSTER_PER_LIST, /* LST TrID FL ver i n handle nick [groups], list after list */
    MSNP_ROSTER_BITS,     /* LST handle nick bits groups */
    MSNP_ROSTER_FIELDS,   /* LST N= F= C= bits groups */
    MSNP_ROSTER_TYPED,    /* LST N= F= C= bits type groups */
    MSNP_ROSTER_SOAP,     /* address book of a web service, told to the server by ADL */
} MsnpRosterForm;

/* How a friend is told by mail to come to MSN. */
typedef enum {
    MSNP_INVITE_BY_SND,        /* SND n address */
    MSNP_INVITE_BY_SND_LOCALE, /* SND n address lcid library */
    MSNP_INVITE_BY_SND_CLIENT, /* SND n address lcid library client */
    MSNP_INVITE_BY_SDC,        /* SDC n address lcid library client X X name length */
} MsnpInviteMail;

/* How somebody is named in presence: who is on another network has the same address there. */
typedef enum {
    MSNP_NAMED_PLAIN,    /* handle */
    MSNP_NAMED_TYPED,    /* handle network */
    MSNP_NAMED_PREFIXED, /* network:handle */
} MsnpNamed;

typedef struct {
    guint number;
    /* sign-in */
    MsnpSignIn sign_in;
    const char *cvr;      /* arguments of CVR before the account name */
    gboolean cvr_first;   /* CVR belongs before USR and ends with the account name */
    gboolean name_in_usr; /* USR OK tells one's friendly name */
    MsnpChallenge challenge;
    const char *product_id;
    const char *product_key;
    /* roster */
    MsnpRosterForm roster;
    const char *syn;         /* arguments of SYN for "I have nothing" */
    gboolean groups;         /* there are groups */
    gboolean adc;            /* contacts are changed by ADC and GUIDs, names by PRP and SBP */
    gboolean accepts_by_rl;  /* who was asked about is moved from PL to RL */
    gboolean properties;     /* PRP, BPR: phone numbers */
    gboolean paged;          /* the address book is read by ABFindContactsPaged */
    gboolean error_payload;  /* an error may have one */
    /* presence */
    const char *client_id; /* what CHG says of us, and must; NULL where it says nothing */
    gboolean objects;   /* pictures, emoticons and files: MSNObjects and P2P */
    gboolean personal;  /* UUX, UBX: personal message */
    MsnpNamed named;
    gboolean offline;   /* messages to people who are away are kept by web services */
    gboolean notes;     /* they may also go over the notification link */
    gboolean endpoints; /* one may be signed in at several places, each of which has a GUID */
    gboolean circles;   /* groups of people who see each other and talk in the notification server (PUT, NFY, SDG) */
    /* services */
    gboolean find;      /* FND */
    const char *page;   /* verb that sends a page to a mobile, or NULL */
    MsnpInviteMail invite_mail;
    gboolean url_id;    /* the reply to URL ends with a site id */
} MsnpDialect;

/* The row of a dialect, or NULL for one that we do not speak. */
const MsnpDialect *msnp_dialect(guint number);

/* Appends what VER offers: the highest allowed down to the oldest, then CVR0. cap 0 means MSNP_DIALECT_AUTO. */
void msnp_dialect_offer(guint cap, GString *out);

/* The dialect of a word of the VER reply ("MSNP9"), if we offered it under that cap; else NULL. */
const MsnpDialect *msnp_dialect_from_word(const char *word, guint cap);

/* The cap that leaves out the dialects which need web services; 0 if this cap has none of them. */
guint msnp_dialect_older(guint cap);

/* TRUE if a cap at that dialect means that the user knows the sign-in is MD5. */
gboolean msnp_dialect_cap_is_md5(guint cap);

#endif
