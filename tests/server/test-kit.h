/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of msnpd share: the service as a child, a link to it, signing in. */
#ifndef MSNPD_TEST_KIT_H
#define MSNPD_TEST_KIT_H

#include <gio/gio.h>

#define ALICE    "alice@example.test"
#define BOB      "bob@example.test"
#define CAROL    "carol@example.test"
#define PASSWORD "pass, word"

#define TEXT_HEAD                                                                                  \
    "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"                             \
    "X-MMS-IM-Format: FN=Arial; EF=B; CO=ff; CS=0; PF=22\r\n\r\n"
#define TYPING                                                                                     \
    "MIME-Version: 1.0\r\nContent-Type: text/x-msmsgscontrol\r\nTypingUser: " ALICE "\r\n\r\n\r\n"

typedef struct {
    guint dialect;
    gboolean living;
} Mood;

/* One dialect of each generation, in both moods. */
#define MOODS 8
extern const Mood moods[MOODS];

typedef struct {
    GSubprocess *process;
    GOutputStream *in;
    GDataInputStream *out;
    GTlsDatabase *trust;
    guint ns_port;
    guint https_port;
    guint dialect;
    gboolean living;
    char *log;
} Service;

typedef struct {
    GIOStream *stream;
    GDataInputStream *in;
    char *line;    /* the last one, without CRLF */
    char *payload; /* of that line, or NULL */
    gsize payload_length;
} Peer;

/* Path of msnpd. */
void kit_init(const char *path);

/* ALICE and BOB are friends, CAROL is alone. MORE is further options, as in a shell. */
Service *service_start(guint dialect, gboolean living, const char *more);
/* The end: by closing its input, as a dying parent would. ERRORS is how many it must have seen. */
void service_stop(Service *service, guint errors);
/* Tells the control channel; what came after "ok ". Caller frees. */
char *control(Service *service, const char *line);
/* The same for a command that answers just "ok". */
void control_ok(Service *service, const char *line);
/* The same for one that is refused. */
void control_refused(Service *service, const char *line);
/* Waits for a BAD line; the last one must give WHY. */
void expect_bad(Service *service, const char *why);

Peer *peer_new(guint port);
void peer_free(Peer *peer);
/* Where somebody may come to, on a port that goes to *port; ended by his coming. */
GSocketListener *peer_listener(guint16 *port);
Peer *peer_let_in(GSocketListener *listener);
void peer_write(Peer *peer, const char *bytes);
void peer_write_bytes(Peer *peer, const char *bytes, gsize length);

/* One step: ">line" sends, "<pattern" must be the next line, "~pattern" must come some time,
 * "=text" must be in the last payload, "#bytes" is the end of the link after these bytes. */
void step(Peer *peer, const char *what);
/* Several steps, the last one NULL. */
void talk(Peer *peer, ...) G_GNUC_NULL_TERMINATED;
/* One step, formatted. */
void say(Peer *peer, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* The word number INDEX of the last line. Caller frees. */
char *word(const Peer *peer, guint index);
/* HEAD, the length of PAYLOAD, and PAYLOAD. */
void send_message(Peer *peer, const char *head, const char *payload);
/* The same for a payload that may have a NUL. */
void send_bytes(Peer *peer, const char *head, const GString *payload);

/* One HTTPS request; the whole head of the answer, or NULL. Caller frees. */
char *https_get(Service *service, const char *path, const char *authorization);
/* The value of an Authorization header. Caller frees. */
char *authorization(const char *mail, const char *password, const char *challenge);
/* A ticket for MAIL by the right password. Caller frees. */
char *ticket(Service *service, const char *mail, const char *challenge);

/* VER to the challenge, checked by dialect and mood; then the answer to it. */
void negotiate(Service *service, Peer *peer, const char *mail);
void answer_sign_in(Service *service, Peer *peer, const char *mail);
/* Up to USR OK. */
Peer *sign_in(Service *service, const char *mail);
/* Signed in, synchronised, available; everything that came meanwhile is read. */
Peer *online(Service *service, const char *mail);

/* A link to the switchboard that word INDEX of NS's last line names. */
Peer *switchboard(const Peer *ns, guint index);
/* ALICE asks for a switchboard and enters it. */
Peer *open_switchboard(Peer *alice);
/* BOB answers ALICE's call; ANS was sent. */
Peer *answer_call(Peer *bob);

/* test-lists.c */
void lists_tests(void);
/* test-rooms.c */
void rooms_tests(void);
/* test-p2p.c, test-p2p-wrong.c, test-p2p-direct.c */
void p2p_tests(void);
void p2p_direct_tests(void);
void p2p_wrong_tests(void);
/* test-ftp.c, test-ftp-wrong.c */
void ftp_tests(void);
void ftp_wrong_tests(void);
/* test-services.c */
void services_tests(void);
/* test-doors.c */
void doors_tests(void);
/* test-strict.c */
void strict_tests(void);

#endif
