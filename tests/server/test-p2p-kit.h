/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A raw client that knows P2P, for the tests of msnpd; shares nothing with msnpd's own reading. */
#ifndef MSNPD_TEST_P2P_KIT_H
#define MSNPD_TEST_P2P_KIT_H

#include "test-kit.h"

#define DAVE   "dave@example.test"
#define CALL   "{31C5A7E0-2B4D-4F86-A1C3-90D2E4F6081A}"
#define BRANCH "{D15C0B01-0A1B-4C2D-8E3F-405162738495}"

#define EUF_OBJECT "{A4268EEC-FEC5-49E5-95C3-F126696BDBF6}"
#define EUF_FILE   "{5D3E02AB-6190-11D3-BBBB-00C04F795683}"

#define REQUEST "application/x-msnmsgr-sessionreqbody"
#define CLOSE   "application/x-msnmsgr-sessionclosebody"

typedef struct {
    guint32 session, id;
    guint64 offset, total;
    guint32 length, flags, ack_id, ack_uid;
    guint64 ack_size;
    guint32 app;
    const char *body;
} Parcel;

/* ALICE and, without a client, DAVE in a switchboard. */
typedef struct {
    Service *service;
    Peer *alice, *one;
    guint trid;
    guint32 id;  /* ALICE's next */
    Parcel last; /* the blob she has sent */
} Pair;

Pair pair_new(guint dialect, gboolean living, const char *more);
void pair_end(Pair *pair, guint errors);
/* ALICE shows OBJECT (not encoded yet). */
void pair_show(Pair *pair, const char *object);

/* The bytes of a packet. */
GString *parcel_print(const Parcel *parcel);
/* Sends a packet, or its bytes. */
void pair_send(Pair *pair, const Parcel *parcel);
void pair_send_raw(Pair *pair, const GString *bytes);
/* Sends a blob in chunks; the number of the last of them is remembered. */
void pair_blob(Pair *pair, guint32 session, guint32 flags, guint32 app, const GString *bytes);
/* The next packet from DAVE; its body is valid until the next one. */
Parcel pair_get(Pair *pair);
/* DAVE acknowledges the last blob. */
void pair_acked(Pair *pair);
/* ALICE acknowledges this. */
void pair_ack(Pair *pair, const Parcel *parcel);
/* A whole blob from DAVE, which ALICE acknowledges; FIRST may be NULL. */
GString *pair_get_blob(Pair *pair, Parcel *first);
/* The same, and it must contain TEXT. */
void pair_hears(Pair *pair, const char *text);

/* ALICE's SLP message: the first line, what follows from it, and whole lines of fields. */
GString *slp_request(const char *method, const char *type, const char *fields);
GString *slp_answer(const char *status, const char *invite, const char *fields);
void pair_say(Pair *pair, GString *slp);

/* What stands between BEGIN and END in TEXT. Caller frees. */
char *cut_out(const char *text, const char *begin, const char *end);
/* The first TEXT in BYTES, where it must be, becomes OTHER. */
void swap_text(GString *bytes, const char *text, const char *other);
/* SIZE bytes as msnpd makes them. */
GString *filler(gsize size);
/* Waits for the events. */
void pair_await(Pair *pair, const char *events);

#endif
