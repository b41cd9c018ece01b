/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages that wait for people who are not there. */
#ifndef MSNPD_OIM_H
#define MSNPD_OIM_H

#include "world.h"

#define OIM_LIMIT 25 /* above, notices say that there are too many */

typedef struct {
    char *id;
    char *from; /* mail */
    char *name; /* as an RFC 2047 word */
    char *run;  /* "{GUID}" of the sender's conversation */
    guint sequence;
    char *text;
    GDateTime *when;
    gboolean fetched;
} Oim;

/* Keeps TEXT for TO, and tells him if he is there. */
void oim_store(Account *to, const Account *from, const char *run, guint sequence, const char *text);

/* The same, written AGE seconds ago. */
void oim_store_old(Account *to, const Account *from, const char *run, guint sequence,
                   const char *text, guint age);

/* Those that wait for ACCOUNT; do not free. */
GPtrArray *oim_waiting(const Account *account);
Oim *oim_find(const Account *account, const char *id);
void oim_delete(const Account *account, Oim *oim);

/* The <M> element of each; with SENT the time of arrival is left out. */
void oim_append_record(GString *out, const Oim *oim, gboolean just_sent);
/* The message as mail. Caller frees. */
char *oim_mail(const Account *to, const Oim *oim);

/* The sequence number of a conversation is the next one: if so it counts. */
gboolean oim_sequence_right(const char *run, guint sequence);
/* The next one of a conversation that does not number its messages. */
guint oim_sequence_next(const char *run);

void oim_clear(void);

#endif
