/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of the verbs a server sends: on which link, in which dialects, how a line of it is
 * built. What is done with one is said in ns.c and sb.c, by the same ids.
 */
#include "msnp/verbs.h"

#include <string.h>

#define ANY 0, 255
#define NS  MSNP_ON_NS
#define SB  MSNP_ON_SB

/* In the order of the names; rows of one name stand together. Payload verbs must be listed even
 * when they are ignored, or the stream is lost for good. */
static const MsnpVerb verbs[] = {
    /* name id               link first,last  TrID        args payload secret */
    {"ACK", MSNP_VERB_ACK, SB, ANY, MSNP_TRID_FIRST, 0, 0, 0},
    {"ADC", MSNP_VERB_ADC, NS, ANY, MSNP_TRID_FIRST, 1, 0, 0},
    {"ADD", MSNP_VERB_ADD, NS, ANY, MSNP_TRID_FIRST, 2, 0, 0},
    {"ADG", MSNP_VERB_ADG, NS, ANY, MSNP_TRID_FIRST, 1, 0, 0},
    {"ADL", MSNP_VERB_ADL, NS, 13, 255, MSNP_TRID_FIRST, 1, 2, 0},
    {"ANS", MSNP_VERB_ANS, SB, ANY, MSNP_TRID_FIRST, 1, 0, 0},
    {"BLP", MSNP_VERB_BLP, NS, ANY, MSNP_TRID_MAYBE, 1, 0, 0},
    {"BPR", MSNP_VERB_BPR, NS, ANY, MSNP_TRID_NONE, 1, 0, 0},
    {"BYE", MSNP_VERB_BYE, SB, ANY, MSNP_TRID_NONE, 1, 0, 0},
    {"CAL", MSNP_VERB_CAL, SB, ANY, MSNP_TRID_FIRST, 0, 0, 0},
    {"CHG", MSNP_VERB_CHG, NS, ANY, MSNP_TRID_FIRST, 1, 0, 0},
    {"CHL", MSNP_VERB_CHL, NS, ANY, MSNP_TRID_MAYBE, 1, 0, 0},
    {"CVR", MSNP_VERB_CVR, NS, ANY, MSNP_TRID_FIRST, 0, 0, 0},
    {"FLN", MSNP_VERB_FLN, NS, ANY, MSNP_TRID_NONE, 1, 0, 0},
    {"FND", MSNP_VERB_FND, NS, ANY, MSNP_TRID_FIRST, 2, 0, 0},
    {"FQY", MSNP_VERB_FQY, NS, 14, 255, MSNP_TRID_FIRST, 1, 1, 0},
    {"GCF", MSNP_VERB_GCF, NS, ANY, MSNP_TRID_FIRST, 1, 1, 0},
    {"GTC", MSNP_VERB_GTC, NS, ANY, MSNP_TRID_MAYBE, 1, 0, 0},
    {"ILN", MSNP_VERB_ILN, NS, ANY, MSNP_TRID_FIRST, 2, 0, 0},
    {"INF", MSNP_VERB_INF, NS, ANY, MSNP_TRID_FIRST, 1, 0, 0},
    {"IPG", MSNP_VERB_IPG, NS, ANY, MSNP_TRID_NONE, 1, 1, 0},
    {"IRO", MSNP_VERB_IRO, SB, ANY, MSNP_TRID_FIRST, 3, 0, 0},
    {"JOI", MSNP_VERB_JOI, SB, ANY, MSNP_TRID_NONE, 1, 0, 0},
    {"LSG", MSNP_VERB_LSG, NS, 0, 7, MSNP_TRID_FIRST, 1, 0, 0},
    {"LSG", MSNP_VERB_LSG, NS, 8, 255, MSNP_TRID_NONE, 2, 0, 0},
    {"LST", MSNP_VERB_LST, NS, 0, 7, MSNP_TRID_FIRST, 4, 0, 0},
    {"LST", MSNP_VERB_LST, NS, 8, 255, MSNP_TRID_NONE, 2, 0, 0},
    {"MSG", MSNP_VERB_MSG, NS | SB, ANY, MSNP_TRID_NONE, 3, 1, 0},
    {"NAK", MSNP_VERB_NAK, SB, ANY, MSNP_TRID_FIRST, 0, 0, 0},
    {"NFY", MSNP_VERB_NFY, NS, 16, 255, MSNP_TRID_NONE, 2, 1, 0},
    {"NLN", MSNP_VERB_NLN, NS, ANY, MSNP_TRID_NONE, 2, 0, 0},
    {"NOT", MSNP_VERB_NOT, NS, ANY, MSNP_TRID_NONE, 1, 1, 0},
    {"OUT", MSNP_VERB_OUT, NS | SB, ANY, MSNP_TRID_NONE, 0, 0, 0},
    {"PRP", MSNP_VERB_PRP, NS, ANY, MSNP_TRID_MAYBE, 1, 0, 0},
    {"PUT", MSNP_VERB_PUT, NS, 16, 255, MSNP_TRID_FIRST, 1, 2, 0},
    {"QNG", MSNP_VERB_QNG, NS, ANY, MSNP_TRID_NONE, 0, 0, 0},
    {"QRY", MSNP_VERB_QRY, NS, ANY, MSNP_TRID_FIRST, 0, 0, 0},
    {"REA", MSNP_VERB_REA, NS, ANY, MSNP_TRID_FIRST, 1, 0, 0},
    {"REG", MSNP_VERB_REG, NS, ANY, MSNP_TRID_FIRST, 1, 0, 0},
    {"REM", MSNP_VERB_REM, NS, ANY, MSNP_TRID_FIRST, 1, 0, 0},
    {"RMG", MSNP_VERB_RMG, NS, ANY, MSNP_TRID_FIRST, 1, 0, 0},
    {"RML", MSNP_VERB_RML, NS, 13, 255, MSNP_TRID_FIRST, 1, 2, 0},
    {"RNG", MSNP_VERB_RNG, NS, ANY, MSNP_TRID_NONE, 5, 0, 4},
    {"SBP", MSNP_VERB_SBP, NS, ANY, MSNP_TRID_FIRST, 0, 0, 0},
    {"SBS", MSNP_VERB_SBS, NS, ANY, MSNP_TRID_NONE, 0, 0, 0},
    {"SDC", MSNP_VERB_SDC, NS, ANY, MSNP_TRID_FIRST, 0, 0, 0},
    {"SDG", MSNP_VERB_SDG, NS, 16, 255, MSNP_TRID_FIRST, 1, 1, 0},
    {"SND", MSNP_VERB_SND, NS, ANY, MSNP_TRID_FIRST, 0, 0, 0},
    {"SYN", MSNP_VERB_SYN, NS, ANY, MSNP_TRID_FIRST, 1, 0, 0},
    {"UBM", MSNP_VERB_UBM, NS, 13, 255, MSNP_TRID_NONE, 2, 1, 0},
    {"UBN", MSNP_VERB_UBN, NS, 13, 255, MSNP_TRID_NONE, 3, 1, 0},
    {"UBX", MSNP_VERB_UBX, NS, ANY, MSNP_TRID_NONE, 2, 1, 0},
    {"URL", MSNP_VERB_URL, NS, ANY, MSNP_TRID_FIRST, 2, 0, 0},
    {"USR", MSNP_VERB_USR, NS | SB, ANY, MSNP_TRID_FIRST, 2, 0, 3},
    {"UUM", MSNP_VERB_UUM, NS, 14, 255, MSNP_TRID_FIRST, 0, 0, 0},
    {"UUN", MSNP_VERB_UUN, NS, 13, 255, MSNP_TRID_FIRST, 0, 0, 0},
    {"UUX", MSNP_VERB_UUX, NS, ANY, MSNP_TRID_FIRST, 1, 1, 0},
    {"VER", MSNP_VERB_VER, NS, ANY, MSNP_TRID_FIRST, 1, 0, 0},
    {"XFR", MSNP_VERB_XFR, NS, ANY, MSNP_TRID_FIRST, 2, 0, 4},
};

/* The three letters and the NUL as a number that sorts as they do. */
static guint32
verb_key(const char *name)
{
    guint32 key;

    memcpy(&key, name, sizeof(key));
    return GUINT32_FROM_BE(key);
}

/* The first row of a name, by bisection. */
static guint
verb_first(guint32 key)
{
    guint low = 0, high = G_N_ELEMENTS(verbs);

    while (low < high) {
        guint middle = (low + high) / 2;

        if (verb_key(verbs[middle].name) < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const MsnpVerb *
msnp_verb_find(const char *name, guint link, guint dialect)
{
    guint32 key = verb_key(name);
    guint i;

    for (i = verb_first(key); i < G_N_ELEMENTS(verbs) && verb_key(verbs[i].name) == key; i++)
        if ((verbs[i].links & link) && dialect >= verbs[i].first && dialect <= verbs[i].last)
            return &verbs[i];
    return NULL;
}
