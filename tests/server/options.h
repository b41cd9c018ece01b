/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the command line asked for. */
#ifndef MSNPD_OPTIONS_H
#define MSNPD_OPTIONS_H

#include <glib.h>

typedef struct {
    int ns_port;
    int sb_port;
    int https_port;
    int http_port;
    int contacts;
    int redirects;
    int abch_migrated; /* MSNP10 only: 0 = numbers, 1 = GUIDs */
    int fl_limit;
    int page_size; /* contacts in a page of ABFindContactsPaged; 0: all at once */
    int flicker_ms;
    int email_enabled; /* EmailEnabled of the profile */
    guint max_dialect;
    guint min_dialect;
    gboolean dispatch;
    gboolean living;
    gboolean dribble;
    gboolean quiet;
    gboolean terse;
    char *mspauth; /* of the profile; NULL: one that looks right, "": none */
    char *nonce;   /* of USR SSO S; NULL: a new one each time */
    char *secret;  /* BinarySecret of tokens for messengerclear; NULL: a new one each time */
    char *log_path;
    char *cert_dir;
    char **accounts; /* MAIL:PASSWORD[:NAME] */
    char **friends;  /* MAIL,MAIL */
    char **bots;     /* KIND:MAIL */
} Options;

/* Parses the command line. On a mistake prints a sentence on stderr and returns FALSE. */
gboolean options_parse(int *argc, char ***argv);
void options_clear(void);

const Options *options(void);

#endif
