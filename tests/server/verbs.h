/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of commands: where, in which dialects and with how many words each is right. */
#ifndef MSNPD_VERBS_H
#define MSNPD_VERBS_H

#include "client.h"

#define VERB_TRID   1 /* first word is a TrID */
#define VERB_SIGNED 2 /* only when signed in */
#define NO_PAYLOAD  (-1)

struct Verb {
    const char *verb;
    int roles;
    guint low, high; /* dialects; 0 = before VER (or before USR on a switchboard) */
    guint min, max;  /* words, TrID not counted */
    int payload;     /* index of the word that is the payload length */
    gsize payload_limit;
    int flags;
    VerbHandler handler;
};

/* The row for VERB on a link of ROLE in a dialect (0 for none yet). When there is none, *why is a
 * static sentence. */
const Verb *verb_find(const char *verb, Role role, guint dialect, const char **why);

/* All handlers of the table, by the file they live in. */
/* ns-signin.c */
void ns_ver(Client *client, const Command *command);
void ns_cvr(Client *client, const Command *command);
void ns_cvq(Client *client, const Command *command);
void ns_inf(Client *client, const Command *command);
void ns_usr(Client *client, const Command *command);
/* ns-sso.c */
void ns_usr_sso(Client *client, const Command *command);
/* ns-adl.c */
void ns_adl(Client *client, const Command *command);
void ns_rml(Client *client, const Command *command);
void ns_fqy(Client *client, const Command *command);
/* ns-syn.c, syn-old.c */
void ns_syn(Client *client, const Command *command);
void ns_lst(Client *client, const Command *command);
void ns_lsg(Client *client, const Command *command);
/* ns-settings.c */
void ns_gtc(Client *client, const Command *command);
void ns_blp(Client *client, const Command *command);
void ns_prp(Client *client, const Command *command);
void ns_rea(Client *client, const Command *command);
void ns_sbp(Client *client, const Command *command);
/* ns-uux.c */
void ns_uux(Client *client, const Command *command);
/* ns-uun.c */
void ns_uun(Client *client, const Command *command);
/* ns-uum.c */
void ns_uum(Client *client, const Command *command);
/* ns-contacts.c */
void ns_add(Client *client, const Command *command);
void ns_adc(Client *client, const Command *command);
void ns_rem(Client *client, const Command *command);
/* ns-groups.c */
void ns_adg(Client *client, const Command *command);
void ns_reg(Client *client, const Command *command);
void ns_rmg(Client *client, const Command *command);
/* ns-presence.c */
void ns_chg(Client *client, const Command *command);
/* ns-challenge.c */
void ns_qry(Client *client, const Command *command);
/* ns-misc.c */
void ns_png(Client *client, const Command *command);
void ns_out(Client *client, const Command *command);
void ns_xfr(Client *client, const Command *command);
void ns_gcf(Client *client, const Command *command);
void ns_ims(Client *client, const Command *command);
/* ns-services.c */
void ns_url(Client *client, const Command *command);
void ns_fnd(Client *client, const Command *command);
void ns_snd(Client *client, const Command *command);
void ns_sdc(Client *client, const Command *command);
/* ns-mobile.c */
void ns_pag(Client *client, const Command *command);
/* sb.c */
void sb_usr(Client *client, const Command *command);
void sb_ans(Client *client, const Command *command);
void sb_cal(Client *client, const Command *command);
void sb_out(Client *client, const Command *command);
void sb_msg(Client *client, const Command *command);

#endif
