/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One signed-in (or signing-in) account: a PurpleConnection and its MsnpSession. Knows their life; the
 * work is done by the other files of this directory, which all get a MsnpAccount.
 */
#ifndef MSNP_PURPLE_ACCOUNT_H
#define MSNP_PURPLE_ACCOUNT_H

#include <purple.h>
#include "msnp/msnp.h"

typedef struct _MsnpSmileys MsnpSmileys;
typedef struct _MsnpBuddies MsnpBuddies;
typedef struct _MsnpImport MsnpImport;
typedef struct _MsnpOutgoing MsnpOutgoing;

typedef struct {
    guint refs;
    PurpleAccount *account;
    PurpleConnection *gc; /* NULL once libpurple has closed it: do nothing any more */
    MsnpSession *session;
    /* link.c, http.c */
    GPtrArray *links; /* streams, by number */
    GHashTable *listeners; /* number to who waits for a connection */
    gboolean local;    /* the service is on this machine */
    char *way;         /* on which one signs in; see options.h */
    GHashTable *jobs;  /* number to exchange */
    GPtrArray *unsent; /* streams to which something was written since they were last flushed */
    MsnpOutgoing *spare; /* memory for what the next stream sends, or NULL */
    gboolean paused;   /* no stream is read: the pump has work left */
    /* gateway.c */
    GHashTable *gateways;   /* number to link */
    char *gateway_url;      /* NULL: none is ever used */
    gboolean gateway_first; /* the user wants it, instead of only when nothing else helps */
    guint gateway_kinds;    /* bits of MsnpLinkKind that nothing else has helped */
    /* pump.c */
    gboolean pumping;
    guint timer;
    guint64 timer_at;
    guint idle;
    MsnpBuddies *buddies; /* buddies.c */
    /* blist.c */
    gboolean placing; /* the list is being changed by us: what libpurple calls back for it is not the user's */
    /* authorize.c, invite.c, menus.c, notices.c */
    GSList *questions;
    GSList *invitations;
    GSList *pages;
    guint inbox_url; /* request for the address of the inbox */
    guint open_url;  /* request for an address that is to be opened */
    gboolean inbox_asked;
    guint unread;
    char *inbox; /* address for the mail notice, NULL if there is none */
    guint find_id;
    gpointer find_results;
    /* status.c */
    gboolean is_idle;
    GSList *winks; /* winks.c: on their way */
    /* object.c, icon.c, smiley.c, xfer.c: NULL until there are any */
    GHashTable *objects; /* number of a request to who waits for it */
    GHashTable *icons;   /* people whose picture is on its way */
    char *own_icon;      /* hash of one's own picture, NULL for none */
    MsnpSmileys *smileys;
    GHashTable *transfers; /* number to transfer */
    GSList *chosen;        /* choose.c: transfers whose file was chosen just now */
    guint choosing;        /* the timeout that forgets them */
    guint undo;            /* circles.c: the timeout that puts circles back, and who is put back with them */
    GSList *undone;
    MsnpImport *import;    /* import.c: asked about or under way, or NULL */
} MsnpAccount;

/* prpl.login and prpl.close. */
void msnp_account_login(PurpleAccount *account);
void msnp_account_close(PurpleConnection *gc);

/* The account behind a connection, or NULL if it is being torn down. */
MsnpAccount *msnp_account_of(PurpleConnection *gc);

/* Keeps the memory while something runs that libpurple may close the account from. */
MsnpAccount *msnp_account_ref(MsnpAccount *ma);
void msnp_account_unref(MsnpAccount *ma);

#endif
