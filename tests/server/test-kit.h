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
    guint http_port;
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
/* What stands between BEGIN and END in TEXT, which must have it. Caller frees. */
char *between(const char *text, const char *begin, const char *end);
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
/* The same in a dialect below the service's highest, up to MSNP12. */
Peer *online_as(Service *service, const char *mail, guint dialect);

/* A link to the switchboard that word INDEX of NS's last line names. */
Peer *switchboard(const Peer *ns, guint index);
/* ALICE asks for a switchboard and enters it. */
Peer *open_switchboard(Peer *alice);
/* BOB answers ALICE's call; ANS was sent. */
Peer *answer_call(Peer *bob);

/* ---- web services: test-web-kit.c ---- */

#define GUID_A "{6dfb3a4c-2f1e-4b53-9c51-0a1b2c3d4e5f}"
#define GUID_B "{b2c1d0e9-8877-4665-9544-332211ffeedd}"
/* Nonce, secret and response of the worked example, which the service is told to use. */
#define SSO_OPTIONS "--nonce " SSO_NONCE " --secret " SSO_SECRET
#define SSO_SECRET  "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"
#define SSO_NONCE   "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl9gYWJjZGVmZ2hpamtsbW5v"
#define SSO_BLOB                                                                                   \
    "HAAAAAEAAAADZgAABIAAAAgAAAAUAAAASAAAAKChoqOkpaanN5TN0hgKE54C2LDxK1jvVwUpWK1nLdOq"             \
    "JnQHnA5LIocSx4QZfZWntmdzxQEvULso0NXzZzYuu2PsgtJw+z8UH3BfUzw7nFWZaBpVSUi0A4PWkdsG"             \
    "Bq4/E1XHjS8="

/* One POST; the whole answer, or NULL. HEADERS is whole lines. Caller frees. */
char *https_post(Service *service, const char *path, const char *headers, const char *body);
/* The answer of RST to MAIL and PASSWORD for all services. Caller frees. */
char *rst(Service *service, const char *path, const char *mail, const char *password);
/* The token for ADDRESS, unescaped, of a new request. Caller frees. */
char *token(Service *service, const char *mail, const char *address);
/* An operation of a web service by the namespace SPACE; HEADER and BODY are what is in those of the
 * envelope. The whole answer, or NULL. Caller frees. */
char *soap_post(Service *service, const char *page, const char *space, const char *operation,
                const char *header, const char *body);
/* The answer is there, and has WHAT. */
void has(const char *answer, const char *what);
/* An operation of the address book; the whole answer. BODY is what is in it. Caller frees. */
char *ab(Service *service, const char *mail, const char *operation, const char *body);
/* The same, whose answer must have WHAT (a part of the body). */
void ab_expect(Service *service, const char *mail, const char *operation, const char *body,
               const char *what);
/* AddMember or DeleteMember. */
void ab_member(Service *service, const char *mail, const char *operation, const char *role,
               const char *who, const char *what);
/* Signed in at a place; up to the last line of the sign-in. */
Peer *web_sign_in(Service *service, const char *mail, const char *machine);
/* ... with an ADL of these contacts, and available. */
Peer *web_online(Service *service, const char *mail, const char *machine, const char *adl);

/* test-web.c, test-places.c, test-book.c */
void web_tests(void);
void places_tests(void);
/* test-circles.c */
void circles_tests(void);
/* test-gateway.c */
void gateway_tests(void);
/* test-oim.c */
void oim_tests(void);
void book_tests(void);
/* test-storage.c */
void storage_tests(void);
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
