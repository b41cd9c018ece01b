/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One client on a dispatch, notification or switchboard port: framing, the command table, answers.
 */
#ifndef MSNPD_CLIENT_H
#define MSNPD_CLIENT_H

#include <gio/gio.h>

#include "dialect.h"
#include "link.h"
#include "options.h"
#include "wire.h"
#include "world.h"

typedef enum { ROLE_DS = 1, ROLE_NS = 2, ROLE_SB = 4 } Role;
typedef enum { SIGN_NONE, SIGN_ASKED, SIGN_IN } SignStage;

typedef struct Room Room;
typedef struct Verb Verb;

/* A whole command of a client; everything borrowed for the time of the handler. */
typedef struct {
    const char *verb;
    guint32 trid; /* 0: this verb has none */
    char **args;  /* without verb and TrID */
    guint count;
    const char *payload;
    gsize payload_length;
    const char *line; /* as it came, without CRLF */
} Command;

typedef void (*VerbHandler)(Client *client, const Command *command);

struct Client {
    gint refs;
    char *name; /* "ns#3", for the log */
    Role role;
    Link *link;             /* NULL once it is over */
    const Dialect *dialect; /* NULL before VER (switchboard: before USR or ANS) */
    Account *account;       /* once signed in */
    SignStage stage;
    gboolean cvr0_only;
    gboolean has_cvr;
    gboolean has_inf;
    char *cvr_mail;
    char *sign_mail; /* as the client typed it */
    char *challenge; /* salt, or Passport challenge */
    gboolean synced;
    gboolean announced; /* first CHG was sent */
    gboolean dumped;    /* the initial ADL was sent */
    gboolean circled;   /* the ticket for circles was shown */
    char *machine;      /* "{guid}" in lower case, from MSNP16; NULL: none */
    char *private_data; /* what PrivateEndpointData has said, whole elements; NULL: nothing */
    guint32 client_id;  /* of this place */
    guint32 client_ex;
    char *chl;          /* open challenge */
    guint chl_timer;
    GPtrArray *found; /* accounts that the last FND showed, not owned; NULL: none */
    gboolean second;  /* on the second notification server */
    gboolean moving;  /* was referred to the other one */
    guint move_timer;
    Room *room;
    guint deadline; /* sign-in deadline of a switchboard */
    /* framing */
    const Verb *verb;
    WireLine line;
    char *raw;
    gsize payload_length;
    gboolean jammed;
    gboolean delayed; /* a delay fault has been served for the pending command */
};

/* SECOND: it has come to the second notification server. */
void client_new(Role role, gboolean second, GSocketConnection *socket);
Client *client_ref(Client *client);
void client_unref(Client *client);

/* "ns#3" or "ns#3/alice@example.com"; valid until the next call. */
const char *client_label(const Client *client);

/* What is read or written, for the log. */
void client_log(const Client *client, const char *direction, const char *bytes, gsize length);

/* One line; CRLF is added. */
void client_send(Client *client, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* A line whose last word, the length, is added here, and its payload. */
void client_send_payload(Client *client, const char *payload, gsize length, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
/* Bytes as they are, whole lines; for long bursts. */
void client_send_bytes(Client *client, const char *bytes, gsize length);
/* The numbered error for a command. */
void client_error(Client *client, const Command *command, guint code);

/* Logs a protocol error of the client's. */
void client_bad(Client *client, const Command *command, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
/* Logs it and closes, as services do on violations that have no number. */
void client_bad_close(Client *client, const Command *command, const char *why);

/* Orderly close; the session is over at once, queued bytes are still sent. */
void client_close(Client *client);
/* Back to the state before VER, for XFR NS 0. */
void client_reset_sign_in(Client *client);

/* A friendly name as this service writes it. Caller frees. */
char *client_encode(const char *text);

/* "MSNP8+ and living" questions that many handlers have. */
gboolean client_guids(const Client *client);
guint client_number(const Client *client);

/* Answers for role-specific ends, called when the link is gone. */
void ns_client_closed(Client *client);
void sb_client_closed(Client *client);

#endif
