/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One byte stream: its receive buffer, its outstanding TrIDs, and what is written to it. Knows how
 * commands become bytes and back; refuses to know what they mean: that is its machine's.
 */
#ifndef MSNP_LINK_H
#define MSNP_LINK_H

#include "msnp/core.h"
#include "msnp/inbuf.h"
#include "msnp/trans.h"
#include "msnp/wire.h"

/* What a link tells its machine. */
typedef struct {
    guint kind; /* MSNP_ON_NS, MSNP_ON_SB */
    gsize payload_limit;
    void (*up)(gpointer machine);
    void (*command)(gpointer machine, const MsnpCommand *command); /* what answers no request; verb NULL for an error */
    /* The link is gone, not by our close; every request has been told (LOST). NONE is an orderly end. */
    void (*ended)(gpointer machine, MsnpError error, const char *detail);
    /* Of a link with another client instead of command: a frame of at most payload_limit bytes. */
    void (*frame)(gpointer machine, const guint8 *frame, gsize len);
    /* Of a link that speaks neither: takes one thing out of what has come; FALSE if there is no whole one. */
    gboolean (*step)(gpointer machine, MsnpInbuf *in);
    /* Of both: all that was written has gone; it can be heard where it listens. */
    void (*room)(gpointer machine);
    void (*listening)(gpointer machine, const MsnpAddresses *addresses);
} MsnpLinkClass;

/* What is under way on a link: what has come and was not dealt with, what was asked and not answered, and its end. */
typedef struct {
    MsnpInbuf in;
    MsnpCommand command;
    gboolean want_payload;
    gsize frame_len; /* of the frame that is coming, if want_payload */
    MsnpTrans *trans;
    MsnpError end_error;
    char *end_detail;
} MsnpTraffic;

/* There may be hundreds of them, silent nearly always. */
struct _MsnpLink {
    MsnpCore *core;
    const MsnpLinkClass *klass;
    gpointer machine;
    MsnpTraffic *traffic; /* NULL for none */
    guint64 heard;        /* when bytes last came; before it is up, when it was asked for */
    guint id;
    guint32 next_trid;
    guint32 fed;     /* how many bytes have come in all, as far as that can be counted */
    guint up : 1;
    guint closed : 1; /* by us or by its end; waits to be buried */
    guint queued : 1; /* stands in core->ready */
    guint ended : 1;
};

/* Asks the host for a connection. The machine must outlive the link or close it. */
MsnpLink *msnp_link_open(MsnpCore *core, const MsnpLinkClass *klass, gpointer machine, const char *host,
                         guint16 port);

/* The same for the first usable one of addresses ("host:port", owned), which is taken out of them with those before it.
 * NULL if there is none. */
MsnpLink *msnp_link_open_next(MsnpCore *core, const MsnpLinkClass *klass, gpointer machine, GPtrArray *addresses);

/* Asks the host to wait for one connection to this machine. */
MsnpLink *msnp_link_listen(MsnpCore *core, const MsnpLinkClass *klass, gpointer machine);

/* Sends bytes as they are; secret (or NULL) of them must not be logged. */
void msnp_link_send_bytes(MsnpLink *link, const void *data, gsize len, const MsnpSpan *secret);

/* Sends a frame: its length in four bytes, and len bytes that the caller puts where this returns. secret: they must
 * not be logged. */
guint8 *msnp_link_send_frame(MsnpLink *link, gsize len, gboolean secret);

/* Closes it for the host and tells nobody. Buried by msnp_links_bury(). NULL and closed links are
 * ignored. */
void msnp_link_close(MsnpLink *link);

/* Sends "VERB TrID ARGUMENTS" and returns the TrID. ask and who hear what comes of it; ask NULL means
 * that nobody does. secret: how many trailing arguments a log must not show. */
guint32 msnp_link_request(MsnpLink *link, const MsnpAsk *ask, gpointer who, guint secret, const char *verb,
                          const char *format, ...) G_GNUC_PRINTF(6, 7);

/* The same with a payload, whose length is appended as the last argument; arguments may be "". No answer
 * is a failure only if timed. */
void msnp_link_request_payload(MsnpLink *link, const MsnpAsk *ask, gpointer who, gboolean timed, const char *verb,
                               const char *arguments, const void *payload, gsize len);

/* The same with a payload of len bytes that the caller puts where this returns. */
guint8 *msnp_link_request_room(MsnpLink *link, const MsnpAsk *ask, gpointer who, gboolean timed, const char *verb,
                               const char *arguments, gsize len);

/* The same for a proof, of which nothing is logged. */
guint32 msnp_link_request_proof(MsnpLink *link, const MsnpAsk *ask, gpointer who, const char *verb,
                                const char *argument, const char *proof);

/* TRUE if something was asked that has no answer yet; tells all who asked that there will be none (LOST). */
gboolean msnp_link_awaits(const MsnpLink *link);
void msnp_link_fail_all(MsnpLink *link);

/* Sends a line without a TrID. */
void msnp_link_send(MsnpLink *link, const char *line);

/* The same for what was asked on behalf of who. */
void msnp_link_forget_who(MsnpLink *link, gconstpointer who);

/* A request has failed by something else than an error number (NAK). FALSE if there is none. */
gboolean msnp_link_fail(MsnpLink *link, guint32 trid, MsnpError error);

/* ---- for the session: feeding ---- */

MsnpLink *msnp_link_find(const MsnpCore *core, guint id);
void msnp_link_feed(MsnpLink *link, const void *data, gsize len);
void msnp_link_set_up(MsnpLink *link);
void msnp_link_set_ended(MsnpLink *link, MsnpError error, const char *detail);
void msnp_link_set_room(MsnpLink *link);
void msnp_link_set_listening(MsnpLink *link, const MsnpAddresses *addresses);

/* Handles one command of one link that has any. FALSE if there was nothing to do. held: an action still points into what
 * was received, which must stay. */
gboolean msnp_links_step(MsnpCore *core, gboolean held);

/* Expires requests and connection attempts. */
void msnp_links_tick(MsnpCore *core);
guint64 msnp_links_deadline(const MsnpCore *core);

/* Frees closed links; call only when no link function is under way. */
void msnp_links_bury(MsnpCore *core);

/* Tells everybody who waits for an answer on any link that there will be none (LOST). */
void msnp_links_fail_all(MsnpCore *core);

/* Closes every link. */
void msnp_links_close_all(MsnpCore *core);

#endif
