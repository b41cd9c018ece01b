/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Accidents ordered by a test: what happens the next time a client sends some verb. */
#ifndef MSNPD_FAULT_H
#define MSNPD_FAULT_H

#include <glib.h>

typedef enum {
    FAULT_NONE,
    FAULT_DROP,
    FAULT_FIN,
    FAULT_ERROR,
    FAULT_SILENT,
    FAULT_DELAY,
    FAULT_REPLY,  /* a line instead of the answer */
    FAULT_RAW,    /* bytes instead of the answer */
    FAULT_CUT,    /* bytes instead of the answer, then the end */
    FAULT_BEFORE, /* a line, then the command is served */
    FAULT_AFTER,  /* the command is served, then a line */
    FAULT_STATUS,
    FAULT_REDIRECT,
    FAULT_TRUNCATE,
    FAULT_HANG,
    FAULT_SOAP, /* a SOAP fault of this code */
    FAULT_REFUSE
} FaultKind;

typedef struct {
    FaultKind kind;
    guint number; /* error, status, milliseconds */
    char *text;   /* reply line, redirect address */
} Fault;

/* Orders a fault. WORDS is "VERB ACTION [argument...] [count N]". NULL, or why not. */
const char *fault_order(const char *words);

/* The fault waiting for VERB (NULL: any) on a server called ROLE ("DS", "NS", "SB", "HTTPS",
 * "HTTP"), taken off the list; kind FAULT_NONE if there is none. With ONLY other than FAULT_NONE
 * just that kind is taken. Clear with fault_clear(). */
Fault fault_take(const char *role, const char *verb, FaultKind only);
void fault_clear(Fault *fault);
void fault_clear_all(void);

#endif
