/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows which command is right where and when; what it does is the handlers' business. */
#include "verbs.h"

#include <string.h>

#include "circles.h"
#include "message.h"

#define DS   ROLE_DS
#define NS   ROLE_NS
#define SB   ROLE_SB
#define BOTH (ROLE_DS | ROLE_NS)
#define T    VERB_TRID
#define S    (VERB_TRID | VERB_SIGNED)
#define BARE VERB_SIGNED
#define NONE NO_PAYLOAD, 0

/* clang-format off */
static const Verb table[] = {
    /*         where low high min max payload flags handler */
    { "VER", BOTH,  0,  0,  1, 99, NONE,    T,    ns_ver },
    { "CVQ", BOTH,  0,  0,  6,  8, NONE,    T,    ns_cvq },
    { "CVR", BOTH,  2,  3,  6,  6, NONE,    T,    ns_cvr },
    { "CVR", BOTH,  4,  7,  7,  7, NONE,    T,    ns_cvr },
    { "CVR", BOTH,  8, 18,  8,  8, NONE,    T,    ns_cvr },
    { "INF", BOTH,  2,  7,  0,  0, NONE,    T,    ns_inf },
    { "USR", BOTH,  2, 14,  3,  3, NONE,    T,    ns_usr },
    { "USR", BOTH, 15, 15,  3,  4, NONE,    T,    ns_usr_sso },
    { "USR", BOTH, 16, 18,  3,  5, NONE,    T,    ns_usr_sso },
    { "UUM", NS,   18, 18,  4,  4, 3, 8192, S,    ns_uum },
    { "UUN", NS,   13, 18,  3,  3, 2, 8192, S,    ns_uun },
    { "PUT", NS,   18, 18,  1,  1, 0, 8192, S,    ns_put },
    { "SDG", NS,   18, 18,  1,  1, 0, 8192, S,    ns_sdg },
    { "ADL", NS,   13, 18,  1,  1, 0, 8192, S,    ns_adl },
    { "RML", NS,   13, 18,  1,  1, 0, 8192, S,    ns_rml },
    { "FQY", NS,   14, 18,  1,  1, 0, 8192, S,    ns_fqy },
    { "SYN", NS,    2,  9,  1,  1, NONE,    S,    ns_syn },
    { "SYN", NS,   10, 12,  2,  2, NONE,    S,    ns_syn },
    { "LST", NS,    2,  8,  1,  1, NONE,    S,    ns_lst },
    { "LSG", NS,    7,  8,  0,  0, NONE,    S,    ns_lsg },
    { "GTC", NS,    2, 12,  1,  1, NONE,    S,    ns_gtc },
    { "BLP", NS,    2, 18,  1,  1, NONE,    S,    ns_blp },
    { "PRP", NS,    5, 18,  1,  2, NONE,    S,    ns_prp },
    { "SBP", NS,   10, 12,  2,  3, NONE,    S,    ns_sbp },
    { "REA", NS,    2,  9,  2,  2, NONE,    S,    ns_rea },
    { "ADD", NS,    2,  6,  3,  3, NONE,    S,    ns_add },
    { "ADD", NS,    7,  9,  3,  4, NONE,    S,    ns_add },
    { "ADC", NS,   10, 12,  2,  3, NONE,    S,    ns_adc },
    { "REM", NS,    2,  6,  2,  2, NONE,    S,    ns_rem },
    { "REM", NS,    7, 12,  2,  3, NONE,    S,    ns_rem },
    { "ADG", NS,    7,  9,  2,  2, NONE,    S,    ns_adg },
    { "ADG", NS,   10, 12,  1,  1, NONE,    S,    ns_adg },
    { "REG", NS,    7,  9,  3,  3, NONE,    S,    ns_reg },
    { "REG", NS,   10, 12,  2,  2, NONE,    S,    ns_reg },
    { "RMG", NS,    7, 12,  1,  1, NONE,    S,    ns_rmg },
    { "CHG", NS,    2,  7,  1,  1, NONE,    S,    ns_chg },
    { "CHG", NS,    8,  8,  1,  2, NONE,    S,    ns_chg },
    { "CHG", NS,    9, 18,  1,  3, NONE,    S,    ns_chg },
    { "QRY", NS,    6, 18,  2,  2, 1, 32,   S,    ns_qry },
    { "UUX", NS,   11, 18,  1,  1, 0, 8192, S,    ns_uux },
    { "GCF", NS,   11, 18,  1,  1, NONE,    S,    ns_gcf },
    { "XFR", NS,    2, 18,  1,  1, NONE,    S,    ns_xfr },
    { "URL", NS,    2, 18,  1,  2, NONE,    S,    ns_url },
    { "SND", NS,    2,  2,  1,  1, NONE,    S,    ns_snd },
    { "SND", NS,    3,  3,  3,  3, NONE,    S,    ns_snd },
    { "SND", NS,    4,  4,  4,  4, NONE,    S,    ns_snd },
    { "SDC", NS,    5, 18,  8,  8, 7, 8192, S,    ns_sdc },
    { "FND", NS,    2, 12,  5,  5, NONE,    S,    ns_fnd },
    { "IMS", NS,    3, 12,  1,  1, NONE,    S,    ns_ims },
    { "PAG", NS,    5, 12,  2,  2, 1, 8192, S,    ns_pag },
    { "PGD", NS,    9, 18,  3,  3, 2, 8192, S,    ns_pag },
    { "PNG", NS,    2, 18,  0,  0, NONE,    BARE, ns_png },
    { "OUT", BOTH,  0, 18,  0,  0, NONE,    0,    ns_out },
    { "USR", SB,    0,  0,  2,  2, NONE,    T,    sb_usr },
    { "ANS", SB,    0,  0,  3,  3, NONE,    T,    sb_ans },
    { "CAL", SB,    2, 18,  1,  1, NONE,    T,    sb_cal },
    { "MSG", SB,    2, 18,  2,  2, 1, MESSAGE_LIMIT, T, sb_msg },
    { "OUT", SB,    0, 18,  0,  0, NONE,    0,    sb_out },
};
/* clang-format on */

static const char *
why_not(gboolean known, gboolean here, guint dialect, Role role)
{
    if (!known)
        return "unknown command";
    if (!here)
        return "this command does not belong on this kind of server";
    if (dialect == 0 && role == ROLE_SB)
        return "command before USR or ANS";
    if (dialect == 0)
        return "command before VER";
    return "this command is not right in this dialect, or not at this point";
}

const Verb *
verb_find(const char *verb, Role role, guint dialect, const char **why)
{
    gboolean known = FALSE;
    gboolean here = FALSE;

    for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
        const Verb *row = &table[i];

        if (row->verb[0] != verb[0] || strcmp(row->verb, verb) != 0)
            continue;
        known = TRUE;
        if ((row->roles & (int) role) == 0)
            continue;
        here = TRUE;
        if (dialect >= row->low && dialect <= row->high)
            return row;
    }
    *why = why_not(known, here, dialect, role);
    return NULL;
}
