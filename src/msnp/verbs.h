/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of the verbs a server sends: on which link, in which dialects, how a line of it is built.
 * What is done with one is said in ns.c and sb.c, by the same ids.
 */
#ifndef MSNP_VERBS_H
#define MSNP_VERBS_H

#include "msnp/msnp.h"

typedef enum {
    MSNP_VERB_ACK,
    MSNP_VERB_ADC,
    MSNP_VERB_ADD,
    MSNP_VERB_ADG,
    MSNP_VERB_ADL,
    MSNP_VERB_ANS,
    MSNP_VERB_BLP,
    MSNP_VERB_BPR,
    MSNP_VERB_BYE,
    MSNP_VERB_CAL,
    MSNP_VERB_CHG,
    MSNP_VERB_CHL,
    MSNP_VERB_CVR,
    MSNP_VERB_FLN,
    MSNP_VERB_FND,
    MSNP_VERB_FQY,
    MSNP_VERB_GCF,
    MSNP_VERB_GTC,
    MSNP_VERB_ILN,
    MSNP_VERB_INF,
    MSNP_VERB_IPG,
    MSNP_VERB_IRO,
    MSNP_VERB_JOI,
    MSNP_VERB_LSG,
    MSNP_VERB_LST,
    MSNP_VERB_MSG,
    MSNP_VERB_NAK,
    MSNP_VERB_NFY,
    MSNP_VERB_NLN,
    MSNP_VERB_NOT,
    MSNP_VERB_OUT,
    MSNP_VERB_PRP,
    MSNP_VERB_PUT,
    MSNP_VERB_QNG,
    MSNP_VERB_QRY,
    MSNP_VERB_REA,
    MSNP_VERB_REG,
    MSNP_VERB_REM,
    MSNP_VERB_RMG,
    MSNP_VERB_RML,
    MSNP_VERB_RNG,
    MSNP_VERB_SBP,
    MSNP_VERB_SBS,
    MSNP_VERB_SDC,
    MSNP_VERB_SDG,
    MSNP_VERB_SND,
    MSNP_VERB_SYN,
    MSNP_VERB_UBM,
    MSNP_VERB_UBN,
    MSNP_VERB_UBX,
    MSNP_VERB_URL,
    MSNP_VERB_USR,
    MSNP_VERB_UUM,
    MSNP_VERB_UUN,
    MSNP_VERB_UUX,
    MSNP_VERB_VER,
    MSNP_VERB_XFR,
    MSNP_N_VERBS
} MsnpVerbId;

/* Kinds of links that have verbs, as bits. */
#define MSNP_ON_NS ((guint) MSNP_LINK_NOTIFICATION)
#define MSNP_ON_SB ((guint) MSNP_LINK_SWITCHBOARD)

typedef enum {
    MSNP_TRID_NONE,
    MSNP_TRID_FIRST,
    MSNP_TRID_MAYBE, /* there if the first word is a number and another one follows */
} MsnpTrid;

typedef enum {
    MSNP_PAYLOAD_NONE,
    MSNP_PAYLOAD,
    MSNP_PAYLOAD_MAYBE,
} MsnpPayload;

typedef struct {
    char name[4];
    MsnpVerbId id;
    guint8 links;       /* MSNP_ON_... */
    guint8 first, last; /* dialects */
    guint8 trid;        /* MsnpTrid */
    guint8 min_args;    /* after the TrID */
    guint8 payload;     /* the last argument is the length of what follows; MAYBE: if it is a number */
    guint8 secret;      /* the argument that a log must not show, counted from 1; 0 for none */
} MsnpVerb;

/* The row of a verb (three letters) or NULL. dialect 0 means not negotiated yet. */
const MsnpVerb *msnp_verb_find(const char *name, guint link, guint dialect);

#endif
