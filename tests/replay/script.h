/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A replay file as a list of items. Knows the file format; refuses to know sessions and how the
 * items are fed. The format is told in README beside this file. */
#ifndef REPLAY_SCRIPT_H
#define REPLAY_SCRIPT_H

#include <glib.h>

#include "msnp/msnp.h"

typedef enum {
    /* what happens to the session */
    ITEM_BYTES,     /* <ns line, with payload if any */
    ITEM_UP,        /* <ns up */
    ITEM_LISTENING, /* <ft1 listening address port [address port] */
    ITEM_ROOM,      /* <ft1 room */
    ITEM_ALIVE,     /* <ns alive */
    ITEM_END,       /* <ns closed, <ns lost, <ns refused */
    ITEM_REPLY,     /* <job N status, <job N fail error */
    ITEM_REQUEST,   /* ! verb arguments */
    ITEM_CLOCK,     /* ~ time */
    ITEM_LOOK,      /* ? what the session knows */
    /* what the session must do */
    ITEM_CONNECT, /* >ns connect host:port */
    ITEM_LISTEN,  /* >ft1 listen */
    ITEM_WRITE,   /* >ns line, with payload if any */
    ITEM_CLOSE,   /* >ns close */
    ITEM_FETCH,   /* >job N GET url */
    ITEM_ABANDON, /* >job N abandon */
    ITEM_EVENT,   /* = event */
} ItemKind;

typedef struct {
    char *name;
    char *value;
} Field;

/* One line of a file with the '|' lines that belong to it. Which members are set depends on kind.
 */
typedef struct {
    ItemKind kind;
    const char *file; /* interned */
    guint line;
    gboolean own;      /* stands in the file itself, not in an included one */
    gboolean debug;    /* debug actions that it causes are compared */
    gboolean progress; /* so are progress events */
    char *text;        /* the line as it stands in the file */
    char *name;        /* of link or job, verb of a request, kind of an event, handle looked at */
    GString *head;     /* command line without its end, URL, host */
    GString
        *payload; /* payload of a command, body of a job, text of a request, bytes of an event */
    gboolean raw; /* bytes: nothing but the payload is fed, or written */
    gboolean has_payload;
    GPtrArray *holds;  /* of char: what the body of a request holds, in this order */
    char **words;      /* of a request: its arguments, but the text */
    guint64 number;    /* port, HTTP status, milliseconds */
    MsnpError error;   /* how a link or a job ended */
    GPtrArray *fields; /* of Field: HTTP headers, or key=value of an event */
} Item;

typedef struct {
    GPtrArray *items; /* of Item */
    char *account, *password, *host, *nexus;
    char *web, *rst, *contacts, *oim, *storage, *machine, *shown; /* NULL where the file sets none */
    guint16 port;
    guint max_dialect;
    gboolean automatic, older, allow_md5, direct, connects_only, one_place;
    MsnpStatus status;
    guint8 random[32];
    gboolean trace;
    gboolean silence;              /* the server acknowledges nothing: messages may have no end */
    gboolean cut, spoilt, torture; /* which ways this file goes beside the plain ones */
    gboolean debug, progress;      /* while reading: setting for the items to come */
    GPtrArray *secrets;            /* texts that must never be printed */
} Script;

/* Reads a file and those it includes. NULL if it is not a replay file; then error says where and
 * why. */
Script *script_load(const char *path, GError **error);

/* Reads what may once have been a replay file: a line that cannot be read is passed over, and a
 * payload is announced with the length it has. Its folder is that of `path`; only parts/ of it are
 * included. Account, password and secrets stay what they are, and
 * the server need not acknowledge anything. Never NULL. */
Script *script_read_loosely(const char *text, gsize len, const char *path);
void script_free(Script *script);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Script, script_free)

/* TRUE for what happens to the session, FALSE for what the session must do. */
gboolean item_is_input(const Item *item);

/* Takes an event line apart: the first word, then key=value with values in quotes or not. FALSE if
 * the line cannot be one. *fields is of Field. */
gboolean script_split_event(const char *line, char **kind, GPtrArray **fields);

/* The value of a field by name (letter case does not matter), or NULL. */
const char *fields_find(const GPtrArray *fields, const char *name);

#endif
