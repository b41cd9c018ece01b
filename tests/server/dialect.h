/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What differs between MSNP2 and MSNP18, as a table. */
#ifndef MSNPD_DIALECT_H
#define MSNPD_DIALECT_H

#include <glib.h>

#define DIALECT_LOWEST  2
#define DIALECT_HIGHEST 18

typedef enum { SYN_OLD, SYN_COUNTED, SYN_PREFIXED, SYN_NONE } SynStyle;
typedef enum {
    PROFILE_TIME,
    PROFILE_NONE,
    PROFILE_FULL,
    PROFILE_CLIENT,
    PROFILE_ABCH,
    PROFILE_MPOP
} ProfileKind;
typedef enum { MAIL_APPLICATION, MAIL_INITIAL, MAIL_DATA } MailKind;
/* How an account is named to others: bare, with its network behind it, or in front of it. */
typedef enum { ADDRESS_BARE, ADDRESS_WORD, ADDRESS_PREFIX } AddressKind;
typedef enum { SIGN_MD5, SIGN_TWN, SIGN_SSO } SignKind;
typedef enum { CHALLENGE_NONE, CHALLENGE_PLAIN, CHALLENGE_MIXED } ChallengeKind;

typedef struct {
    guint number;
    SignKind sign;         /* MD5 with INF before it */
    gboolean ver_list;     /* VER is answered with the whole mutual list */
    guint xfr_tail;        /* words after the address in XFR NS */
    gboolean ok_nick;      /* USR OK carries the friendly name */
    guint ok_flags;        /* numbers at the end of USR OK */
    SynStyle syn;          /* SYN_NONE: the lists are in web services */
    gboolean versions;     /* replies carry the list version */
    gboolean phones;       /* PRP and BPR */
    gboolean groups;       /* LSG, ADG and group words */
    gboolean client_id;    /* CHG, ILN, NLN carry capabilities */
    gboolean object;       /* ... and a display picture */
    gboolean qng_seconds;  /* QNG says when to ping next */
    gboolean psm;          /* UUX, UBX, GCF, SBS */
    gboolean sb_client_id; /* IRO and JOI carry capabilities */
    gboolean lst_type;     /* LST has a network column */
    gboolean url_id;       /* URL reply has a third word */
    ChallengeKind challenge;
    ProfileKind profile;
    MailKind mail;
    AddressKind address;
    guint xfr_sb_tail;  /* words behind the cookie of XFR SB and RNG */
    gboolean endpoints; /* machine GUID, two numbers of capabilities, several places */
} Dialect;

/* NULL when there is no such dialect here. */
const Dialect *dialect_get(guint number);

/* "MSNP7" to 7; 0 when WORD is no dialect name. Numbers we do not speak are returned too. */
guint dialect_parse(const char *word);

#endif
