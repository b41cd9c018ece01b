/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frames of a file between bare processes on loopback TCP. Knows how long frames are and where they
 * end; nothing of what is in them: heads are zeros. */
#define _GNU_SOURCE 1
#include "floor.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "msnp/limits.h"
#include "msnp/p2p.h"

#define MIME                                                                                       \
    "MIME-Version: 1.0\r\n"                                                                        \
    "Content-Type: application/x-msnmsgrp2p\r\n"                                                   \
    "P2P-Dest: bob@example.test\r\n\r\n"

enum {
    P2P_HEAD = 48,
    P2P_FOOT = 4,
    STRAIGHT_LENGTH = 4,
    STRAIGHT_BODY = MSNP_DIRECT_CHUNK,
    RELAYED_HEAD = sizeof MIME - 1 + P2P_HEAD,
    RELAYED_BODY = MSNP_P2P_CHUNK,
    BUFFER = 65536
};

/* What has been read and not been dealt with. */
typedef struct {
    char bytes[BUFFER];
    gsize at, len;
} Input;

static gboolean
input_more(Input *in, int fd)
{
    memmove(in->bytes, in->bytes + in->at, in->len - in->at);
    in->len -= in->at;
    in->at = 0;
    ssize_t n = read(fd, in->bytes + in->len, sizeof in->bytes - in->len);
    in->len += n > 0 ? (gsize) n : 0;
    return n > 0;
}

static void
write_all(int fd, const char *bytes, gsize len)
{
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);
        if (n <= 0) {
            _exit(1);
        }
        bytes += n;
        len -= (gsize) n;
    }
}

/* -- frames: each fills one in, or finds the next whole one -------------------------------------
 */

typedef struct {
    gsize (*fill)(char *frame, FILE *file, guint serial); /* 0 at the end of the file */
    gsize (*find)(const char *bytes, gsize len, gsize *head, gsize *body); /* 0: not all there */
    gboolean acknowledged;
} Kind;

static gsize
straight_fill(char *frame, FILE *file, guint serial)
{
    gsize head = STRAIGHT_LENGTH + P2P_HEAD;
    gsize body = fread(frame + head, 1, STRAIGHT_BODY, file);
    guint32 length = GUINT32_TO_LE((guint32) (P2P_HEAD + body));
    memcpy(frame, &length, STRAIGHT_LENGTH);
    memset(frame + STRAIGHT_LENGTH, 0, P2P_HEAD);
    return body > 0 ? head + body : 0;
}

static gsize
straight_find(const char *bytes, gsize len, gsize *head, gsize *body)
{
    guint32 length;
    if (len < STRAIGHT_LENGTH) {
        return 0;
    }
    memcpy(&length, bytes, STRAIGHT_LENGTH);
    length = GUINT32_FROM_LE(length);
    *head = STRAIGHT_LENGTH + P2P_HEAD;
    *body = length - P2P_HEAD;
    return len >= STRAIGHT_LENGTH + length ? STRAIGHT_LENGTH + length : 0;
}

static gsize
relayed_fill(char *frame, FILE *file, guint serial)
{
    static char body[RELAYED_BODY];
    gsize len = fread(body, 1, sizeof body, file);
    if (len == 0) {
        return 0;
    }
    guint payload = (guint) (RELAYED_HEAD + len + P2P_FOOT);
    char *p = frame + sprintf(frame, "MSG %u D %u\r\n", serial, payload);
    p = mempcpy(p, MIME, sizeof MIME - 1);
    p = (char *) memset(p, 0, P2P_HEAD) + P2P_HEAD;
    p = mempcpy(p, body, len);
    return (gsize) (p - frame) + P2P_FOOT;
}

/* The last word of the line is the length of what follows it. */
static gsize
relayed_find(const char *bytes, gsize len, gsize *head, gsize *body)
{
    const char *end = memchr(bytes, '\n', len);
    const char *word = end != NULL ? memrchr(bytes, ' ', (gsize) (end - bytes)) : NULL;
    if (word == NULL) {
        return 0;
    }
    gsize line = (gsize) (end + 1 - bytes), payload = strtoul(word, NULL, 10);
    *head = line + RELAYED_HEAD;
    *body = payload - RELAYED_HEAD - P2P_FOOT;
    return len >= line + payload ? line + payload : 0;
}

static const Kind straight = {straight_fill, straight_find, FALSE};
static const Kind relayed = {relayed_fill, relayed_find, TRUE};

/* -- the three processes ------------------------------------------------------------------------
 */

/* How many lines have come. */
static guint
wait_and_hear(int fd, short events)
{
    static char bytes[BUFFER];
    struct pollfd wait = {fd, events, 0};
    guint lines = 0;
    if (poll(&wait, 1, -1) > 0 && wait.revents == POLLOUT) {
        return 0;
    }
    ssize_t n = read(fd, bytes, sizeof bytes);
    if (n <= 0) {
        _exit(1);
    }
    for (const char *p = bytes; (p = memchr(p, '\n', (gsize) (bytes + n - p))) != NULL; p++) {
        lines++;
    }
    return lines;
}

/* One write for each frame: it can be acted on as it comes, and others may come between. Waits, and
 * hears of what has arrived, when there is no room, and when as many frames wait for their
 * acknowledgement as may: else text would wait behind them. */
static void
run_sender(const Kind *kind, const char *path, int fd)
{
    static char frame[2048];
    gsize at = 0, len;
    guint sent = 0, heard = 0;
    FILE *file = fopen(path, "re");
    fcntl(fd, F_SETFL, O_NONBLOCK);
    while ((len = kind->fill(frame, file, sent + 1)) > 0) {
        for (at = 0; at < len;) {
            ssize_t n = write(fd, frame + at, len - at);
            if (n < 0) {
                heard += wait_and_hear(fd, POLLIN | POLLOUT);
            } else {
                at += (gsize) n;
            }
        }
        sent++;
        while (kind->acknowledged && sent - heard >= MSNP_P2P_WINDOW) {
            heard += wait_and_hear(fd, POLLIN);
        }
    }
    while (kind->acknowledged && heard < sent) {
        heard += wait_and_hear(fd, POLLIN);
    }
    fclose(file);
}

static void
run_relay(const Kind *kind, int in_fd, int out_fd)
{
    static Input in;
    static char out[2 * BUFFER], acks[BUFFER];
    gsize head, body, len;
    guint serial = 0;
    while (input_more(&in, in_fd)) {
        char *o = out, *a = acks;
        while ((len = kind->find(in.bytes + in.at, in.len - in.at, &head, &body)) > 0) {
            gsize payload = body + RELAYED_HEAD + P2P_FOOT, line = head - RELAYED_HEAD;
            o += sprintf(o, "MSG alice@example.test Alice %u\r\n", (guint) payload);
            o = mempcpy(o, in.bytes + in.at + line, payload);
            a += sprintf(a, "ACK %u\r\n", ++serial);
            in.at += len;
        }
        write_all(out_fd, out, (gsize) (o - out));
        write_all(in_fd, acks, (gsize) (a - acks));
    }
}

static void
run_receiver(const Kind *kind, int fd, const char *path, guint64 size)
{
    static Input in;
    gsize head, body, len;
    guint64 got = 0;
    FILE *file = fopen(path, "we");
    while (got < size && input_more(&in, fd)) {
        while ((len = kind->find(in.bytes + in.at, in.len - in.at, &head, &body)) > 0) {
            fwrite(in.bytes + in.at + head, 1, body, file);
            in.at += len;
            got += body;
        }
    }
    if (got != size || fclose(file) != 0) {
        _exit(1);
    }
}

/* -- starting and ending them -------------------------------------------------------------------
 */

/* Two ends of a TCP connection on loopback. */
static void
connect_pair(int ends[2])
{
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof where;
    int yes = 1;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ends[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(listener, (struct sockaddr *) &where, len) != 0 || listen(listener, 1) != 0 ||
        getsockname(listener, (struct sockaddr *) &where, &len) != 0 ||
        connect(ends[0], (struct sockaddr *) &where, len) != 0 ||
        (ends[1] = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) < 0) {
        g_error("no connection on loopback: %s", g_strerror(errno));
    }
    for (guint i = 0; i < 2; i++) {
        setsockopt(ends[i], IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    }
    close(listener);
}

typedef struct {
    const Kind *kind;
    const char *from, *to;
    guint64 size;
    int first[2], second[2]; /* connections; the second is that of the relay and the receiver */
} Way;

static void
be_sender(const Way *way)
{
    run_sender(way->kind, way->from, way->first[0]);
}

static void
be_relay(const Way *way)
{
    run_relay(way->kind, way->first[1], way->second[0]);
}

static void
be_receiver(const Way *way)
{
    run_receiver(way->kind, way->kind->acknowledged ? way->second[1] : way->first[1], way->to,
                 way->size);
}

/* Each ends on its own, or because the one before it has closed. */
static pid_t
start(const Way *way, void (*be)(const Way *way), int keep, int keep_too)
{
    const int all[] = {way->first[0], way->first[1], way->second[0], way->second[1]};
    pid_t pid = fork();
    if (pid != 0) {
        return pid;
    }
    for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
        if (all[i] >= 0 && all[i] != keep && all[i] != keep_too) {
            close(all[i]);
        }
    }
    be(way);
    _exit(0);
}

static double
run(const Kind *kind, const char *from, const char *to)
{
    Way way = {kind, from, to, 0, {-1, -1}, {-1, -1}};
    struct stat about;
    int status;
    gboolean good = stat(from, &about) == 0;
    way.size = (guint64) about.st_size;
    connect_pair(way.first);
    if (kind->acknowledged) {
        connect_pair(way.second);
    }
    gint64 before = g_get_monotonic_time();
    pid_t pids[3] = {0};
    pids[0] = start(&way, be_receiver, kind->acknowledged ? way.second[1] : way.first[1], -1);
    pids[1] = start(&way, be_sender, way.first[0], -1);
    if (kind->acknowledged) {
        pids[2] = start(&way, be_relay, way.first[1], way.second[0]);
    }
    for (guint i = 0; i < 2; i++) {
        close(way.first[i]);
        close(way.second[i]);
    }
    for (guint i = 0; i < 3; i++) {
        good &= pids[i] == 0 || (waitpid(pids[i], &status, 0) == pids[i] && status == 0);
    }
    return good ? (double) (g_get_monotonic_time() - before) / G_USEC_PER_SEC : -1;
}

double
floor_straight(const char *from, const char *to)
{
    return run(&straight, from, to);
}

double
floor_relayed(const char *from, const char *to)
{
    return run(&relayed, from, to);
}
