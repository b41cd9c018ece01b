/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Invitations to something else than talk: voice, remote assistance, games. Asks, or answers by the account's options;
 * knows that nothing here can carry them, and that another plugin may. Files are carried by xfer.c; only those that
 * cannot be taken come here.
 */
#ifndef MSNP_PURPLE_INVITE_H
#define MSNP_PURPLE_INVITE_H

#include "purple/account.h"

/* Our signal on the plugin's handle, for whoever can carry it: an invitation was accepted.
 * void (*) (PurpleAccount *account, const char *who, const char *kind, GHashTable *fields)
 * kind: "voice", "assistance", "game", "file", "other"; fields: names to values, as they came. */
#define MSNP_INVITE_SIGNAL "msnp-invitation-accepted"

/* Registers the signal, and takes it back. */
void msnp_invite_load(PurplePlugin *plugin);
void msnp_invite_unload(PurplePlugin *plugin);

/* The options, appended to the account's. */
GList *msnp_invite_options(GList *options);

/* What the option of a kind says. */
typedef enum {
    MSNP_INVITE_DECLINES,
    MSNP_INVITE_ASKS,
    MSNP_INVITE_ACCEPTS,
} MsnpInviteChoice;

MsnpInviteChoice msnp_invite_choice(PurpleAccount *account, MsnpInviteKind kind);

/* A line in the conversation with him (chat 0) or in a chat, which is opened if there is none: he invites to that,
 * and what was done about it. */
void msnp_invite_note(MsnpAccount *ma, const char *who, guint chat, MsnpInviteKind kind, const char *done);

/* MSNP_EVENT_INVITED, _INVITE_OVER. */
void msnp_invite_asked(MsnpAccount *ma, const MsnpAction *action);
void msnp_invite_over(MsnpAccount *ma, const MsnpAction *action);

/* MSNP_EVENT_DECLINED. */
void msnp_invite_declined(MsnpAccount *ma, const MsnpAction *action);

/* The account is closing. */
void msnp_invite_forget(MsnpAccount *ma);

#endif
