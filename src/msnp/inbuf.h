/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Receive buffer of one link: a line, or N payload bytes. Knows how far it has looked and never looks
 * there again; refuses to know what a line means.
 */
#ifndef MSNP_INBUF_H
#define MSNP_INBUF_H

#include <glib.h>

typedef struct {
    guint8 *data;
    gsize len;     /* bytes in data */
    gsize size;    /* room */
    gsize head;    /* what is before was taken */
    gsize looked;  /* no line end between head and here */
    gsize hold;    /* what lies from here on must stay, plus one; 0 if nothing is held */
    gboolean skip; /* within a line that is too long: drop up to its end */
} MsnpInbuf;

typedef enum {
    MSNP_INBUF_MORE, /* not all here yet */
    MSNP_INBUF_LINE,
    MSNP_INBUF_LONG, /* a line beyond the limit begins; it will be dropped to its end */
} MsnpInbufResult;

/* An all-zero MsnpInbuf is empty and ready. Clear wipes and frees. */
void msnp_inbuf_clear(MsnpInbuf *buf);

/* TRUE if all was taken and nothing is held: it could as well be cleared. */
gboolean msnp_inbuf_is_empty(const MsnpInbuf *buf);

void msnp_inbuf_append(MsnpInbuf *buf, const void *data, gsize len);

/* Takes the next line: *line is NUL-terminated in place of its end (LF, CRLF); valid until append. */
MsnpInbufResult msnp_inbuf_line(MsnpInbuf *buf, char **line, gsize *len);

/* Takes back the last n bytes of the line just taken, as a line of their own. */
void msnp_inbuf_unread(MsnpInbuf *buf, char *rest, gsize n);

/* Takes len bytes, or gives NULL if they are not all here. Valid until append. */
guint8 *msnp_inbuf_take(MsnpInbuf *buf, gsize len);

/* Keeps the line that was just taken while more is appended; msnp_inbuf_held() tells where it is then.
 * Released by taking the next line. */
void msnp_inbuf_hold(MsnpInbuf *buf, const char *line);
char *msnp_inbuf_held(const MsnpInbuf *buf);

#endif
