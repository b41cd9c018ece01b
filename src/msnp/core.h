/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What all machines of one session share: the environment, the clock, the action queue, the jobs and
 * the end. Refuses to know which machines there are.
 */
#ifndef MSNP_CORE_H
#define MSNP_CORE_H

#include "msnp/action.h"
#include "msnp/coding.h"
#include "msnp/dialect.h"
#include "msnp/msnp.h"
#include "msnp/notice.h"
#include "msnp/roster.h"

/* What the profile tells, as far as it is needed: to open the inbox without typing a password. */
typedef struct {
    gboolean has_inbox; /* the profile says so; or mail is counted and it says nothing */
    gboolean no_inbox;  /* the profile says so */
    char *mspauth; /* cookie; NULL if there is none */
    guint64 sid;
    guint64 signed_in_at; /* our clock */
    guint unread;
} MsnpProfile;

/* What web services want to be shown. Tickets are asked for together, and those that are not given are NULL. */
typedef enum {
    MSNP_TICKET_CLEAR,     /* the notification server */
    MSNP_TICKET_MESSENGER, /* messages written while one was away; the notification server before SSO */
    MSNP_TICKET_CONTACTS,  /* the address book */
    MSNP_TICKET_SECURE,    /* messages to people who are away */
    MSNP_TICKET_STORAGE,   /* one's profile */
    MSNP_N_TICKETS
} MsnpTicket;

typedef struct {
    char *ticket[MSNP_N_TICKETS];
    char *proof; /* the secret that belongs to MSNP_TICKET_CLEAR, in base64 */
    MsnpTicket shown;   /* the one that the notification server was shown, and lives by */
    gboolean renewable; /* they are of the ticket service, which gives new ones */
} MsnpTickets;

typedef struct _MsnpCircles MsnpCircles;
typedef struct _MsnpLink MsnpLink;
typedef struct _MsnpRates MsnpRates;
typedef struct _MsnpWeb MsnpWeb;
typedef struct _MsnpStorage MsnpStorage;
typedef struct _MsnpOimIn MsnpOimIn;
typedef struct _MsnpPlaces MsnpPlaces;

typedef void (*MsnpJobDone)(gpointer who, const MsnpHttpReply *reply);

typedef struct {
    /* the environment */
    char *account;  /* as typed */
    char *own;      /* the same in lower case */
    char *password;
    char *host;
    guint16 port;
    char *nexus_url;
    char *web_url; /* these may be NULL */
    char *rst_url;
    char *contacts_url;
    char *oim_url;
    char *storage_url;
    char *place;
    char *machine; /* "{GUID}", NULL until it is needed */
    guint max_dialect; /* that the user wants */
    gboolean automatic; /* he leaves the choice to us */
    gboolean allow_md5;
    gboolean stays_local; /* links are carried nowhere but on this machine, if they end there */
    gboolean direct;
    gboolean connects_only;
    char *client_name;
    gboolean trace;
    guint64 utc;       /* milliseconds since 1970 when the clock was 0 */
    guint8 random[32]; /* what random bytes are made of */
    guint64 random_used;
    /* what is so now */
    guint64 now;
    guint cap;          /* what is offered at most now; see fallback.h */
    MsnpError fell_back; /* why it is less than before; NONE if it is not, or that was told */
    guint fell_back_number;
    char *fell_back_detail;
    char *at_host; /* of the notification server, which referrals change; NULL before the first link */
    const MsnpDialect *dialect; /* NULL before it is negotiated */
    MsnpStatus status;          /* own status, wanted or sent */
    gboolean status_sent;       /* the first CHG has gone out */
    gboolean online;
    MsnpProfile profile;
    MsnpTickets tickets;
    char *policy; /* by which the notification server wants a ticket asked for; NULL if it has none */
    char *own_name;
    char *cid;      /* by which web services know one, decimal; NULL if the address book does not tell */
    char *object;   /* of one's own picture; NULL for none */
    GBytes *picture; /* that one */
    MsnpPersonal personal; /* one's own, wanted or sent; strings owned */
    gboolean personal_set;
    gboolean message_chosen; /* a personal message was set here */
    char *kept_message;      /* what one says until then, by one's profile; NULL for nothing */
    MsnpRoster *roster;
    guint roster_serial; /* counts its changes while one is online */
    guint editing;       /* changes of ours that are under way, or wait */
    gboolean book_doubtful; /* the address book may not be what is known: it is to be read again */
    guint next_message; /* id of the next message */
    MsnpRates *rates;   /* see rate.h */
    MsnpWeb *web;       /* see web.h; the session's */
    MsnpStorage *storage; /* see storage.h; likewise */
    MsnpOimIn *oim_in;  /* see oim-in.h; likewise */
    MsnpCircles *circles; /* see circle.h */
    guint next_chat;      /* number of the next group conversation */
    MsnpPlaces *places; /* see places.h; likewise */
    /* what is to be done */
    MsnpActions *actions;
    GPtrArray *links; /* MsnpLink, by number; see link.h */
    guint next_link;
    guint closed_links; /* how many of them wait to be buried */
    GQueue ready; /* MsnpLink: there may be something to parse */
    GHashTable *jobs;
    guint next_job;
    guint next_request; /* id of the next request of the service */
    guint32 find_trid;  /* of the search under way, 0 if there is none */
    gpointer find;      /* who asked for it */
    /* how it ended */
    MsnpError end; /* MSNP_ERROR_NONE while it has not */
    guint end_number;
    char *end_detail;
    gboolean tell_roster; /* the roster is filled: tell all of it, then be online */
    gboolean roster_complete;
} MsnpCore;

void msnp_core_init(MsnpCore *core, const MsnpEnv *env);

/* Frees all but the links, which must be gone. */
void msnp_core_clear(MsnpCore *core);

/* Ends the session: the first reason counts. The session sees it and tells. detail may be NULL. */
void msnp_core_end(MsnpCore *core, MsnpError error, guint number, const char *detail);

/* TRUE if an MD5 of the password may be made at the word of the server that one is at. That lets whoever listens or
 * plays the server guess the password at leisure: only with consent, which a low cap or a server on this
 * machine is. The user must have meant this machine: no server gives itself consent by a referral to it. */
gboolean msnp_core_allows_md5(const MsnpCore *core);

/* n random bytes, made of those that the host gave. */
void msnp_core_random(MsnpCore *core, guint8 *out, gsize n);

/* A new "{GUID}". */
void msnp_core_guid(MsnpCore *core, char out[MSNP_GUID_SIZE]);

/* Seconds since 1970, as far as the host knows them. */
guint64 msnp_core_utc(const MsnpCore *core);

/* The GUID of this place, made and told if there is none. */
const char *msnp_core_machine(MsnpCore *core);

/* Wipes all of them. */
void msnp_tickets_clear(MsnpTickets *tickets);

/* A line for the debug log; must hold no secret. */
void msnp_core_debug(MsnpCore *core, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* An event that has only a number. */
void msnp_core_tell_number(MsnpCore *core, MsnpActionKind kind, guint number);

/* The presence of a contact, as it is now. */
void msnp_core_tell_presence(MsnpCore *core, MsnpContact *contact);

/* An event about somebody: who and name are kept. name may be NULL. */
MsnpAction *msnp_core_tell_who(MsnpCore *core, MsnpActionKind kind, const char *who, const char *name);

/* One's friendly name is now name; tells it when it is news. */
void msnp_core_set_own_name(MsnpCore *core, const char *name);

/* One's personal message, "" for none. */
const char *msnp_core_message(const MsnpCore *core);

/* Runs a GET of url with these headers; done is called once with the outcome (end PASSPORT_TIMEOUT when
 * none came), unless the session ends or the job is abandoned first. Returns the job's id. */
guint msnp_core_fetch(MsnpCore *core, const char *url, const MsnpHttpHeader *headers, guint n_headers,
                      MsnpJobDone done, gpointer who);

/* The same of a url that must not be logged. */
guint msnp_core_fetch_secretly(MsnpCore *core, const char *url, const MsnpHttpHeader *headers, guint n_headers,
                               MsnpJobDone done, gpointer who);

/* The same for a POST of body, which is copied. */
guint msnp_core_post(MsnpCore *core, const char *url, const MsnpHttpHeader *headers, guint n_headers,
                     const GString *body, MsnpJobDone done, gpointer who);

/* Forgets a job; 0 and unknown ids are ignored. */
void msnp_core_abandon(MsnpCore *core, guint id);

/* Forgets them all. */
void msnp_core_abandon_all(MsnpCore *core);

/* The outcome of a job came from the host. */
void msnp_core_job_done(MsnpCore *core, guint id, const MsnpHttpReply *reply);

/* Jobs that are overdue fail; the next deadline of one, 0 if there is none. */
void msnp_core_expire_jobs(MsnpCore *core);
guint64 msnp_core_job_deadline(const MsnpCore *core);

/* The earlier of two deadlines, 0 being never. */
guint64 msnp_earlier(guint64 a, guint64 b);

#endif
