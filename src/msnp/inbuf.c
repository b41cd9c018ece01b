/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Receive buffer of one link: a line, or N payload bytes. Knows how far it has looked and never
 * looks there again; refuses to know what a line means.
 */
#include "msnp/inbuf.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/msnp.h"

void
msnp_inbuf_clear(MsnpInbuf *buf)
{
    if (buf->data)
        msnp_wipe(buf->data, buf->size);
    g_free(buf->data);
    memset(buf, 0, sizeof(*buf));
}

gboolean
msnp_inbuf_is_empty(const MsnpInbuf *buf)
{
    return buf->head == buf->len && !buf->hold && !buf->skip;
}

/* Where what must be kept begins. */
static gsize
inbuf_base(const MsnpInbuf *buf)
{
    return buf->hold ? buf->hold - 1 : buf->head;
}

/* Moves what must be kept to the front of data, which may be the same memory. */
static void
inbuf_shift(MsnpInbuf *buf, guint8 *data)
{
    gsize base = inbuf_base(buf);

    if (buf->len > base)
        memmove(data, buf->data + base, buf->len - base);
    buf->len -= base;
    buf->head -= base;
    buf->looked -= base;
    buf->hold = buf->hold ? 1 : 0;
}

/* Makes room for len more bytes: what was taken goes first, then the buffer doubles. All of the
 * old ones is wiped, also what was taken long ago: lines carry tickets. */
static void
inbuf_reserve(MsnpInbuf *buf, gsize len)
{
    gsize used = buf->len - inbuf_base(buf), old = buf->size;
    gsize size = MAX(buf->size, 2048);
    guint8 *data;

    if (buf->size - buf->len >= len)
        return;
    if (buf->size - used >= len && inbuf_base(buf) >= used) {
        inbuf_shift(buf, buf->data);
        return;
    }
    while (size - used < len)
        size *= 2;
    data = g_malloc(size);
    inbuf_shift(buf, data);
    if (buf->data)
        msnp_wipe(buf->data, old);
    g_free(buf->data);
    buf->data = data;
    buf->size = size;
}

void
msnp_inbuf_append(MsnpInbuf *buf, const void *data, gsize len)
{
    if (len == 0)
        return;
    if (buf->head == buf->len && !buf->hold)
        buf->head = buf->len = buf->looked = 0;
    inbuf_reserve(buf, len);
    memcpy(buf->data + buf->len, data, len);
    buf->len += len;
}

void
msnp_inbuf_hold(MsnpInbuf *buf, const char *line)
{
    buf->hold = (gsize) ((const guint8 *) line - buf->data) + 1;
}

char *
msnp_inbuf_held(const MsnpInbuf *buf)
{
    return (char *) buf->data + buf->hold - 1;
}

/* Drops what is here of a line that is too long; TRUE when its end was among it. */
static gboolean
inbuf_skip(MsnpInbuf *buf)
{
    guint8 *lf = memchr(buf->data + buf->head, '\n', buf->len - buf->head);

    buf->head = lf ? (gsize) (lf + 1 - buf->data) : buf->len;
    buf->looked = buf->head;
    buf->skip = lf == NULL;
    return lf != NULL;
}

MsnpInbufResult
msnp_inbuf_line(MsnpInbuf *buf, char **line, gsize *len)
{
    guint8 *lf, *start;

    buf->hold = 0;
    if (buf->head == buf->len || (buf->skip && !inbuf_skip(buf)) || buf->head == buf->len)
        return MSNP_INBUF_MORE;
    start = buf->data + buf->head;
    lf = memchr(buf->data + buf->looked, '\n', buf->len - buf->looked);
    if ((lf ? (gsize) (lf - start) : buf->len - buf->head) > MSNP_LIMIT_LINE) {
        inbuf_skip(buf);
        return MSNP_INBUF_LONG;
    }
    buf->looked = buf->len;
    if (!lf)
        return MSNP_INBUF_MORE;
    buf->head = buf->looked = (gsize) (lf + 1 - buf->data);
    if (lf > start && lf[-1] == '\r')
        lf--;
    *lf = '\0';
    *line = (char *) start;
    *len = lf - start;
    return MSNP_INBUF_LINE;
}

void
msnp_inbuf_unread(MsnpInbuf *buf, char *rest, gsize n)
{
    gsize start = (gsize) ((guint8 *) rest - buf->data);

    rest[n] = buf->head - (start + n) == 2 ? '\r' : '\n'; /* what the NUL stands for */
    buf->head = buf->looked = start;
}

guint8 *
msnp_inbuf_take(MsnpInbuf *buf, gsize len)
{
    guint8 *data;

    if (buf->len - buf->head < len)
        return NULL;
    data = buf->data + buf->head;
    buf->head += len;
    buf->looked = buf->head;
    return data;
}
