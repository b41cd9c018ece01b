/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The texts by which two clients agree on a session (MSNSLP), read strictly. */
#ifndef MSNPD_P2P_SLP_H
#define MSNPD_P2P_SLP_H

#include <glib.h>

#define P2P_EUF_OBJECT "{A4268EEC-FEC5-49E5-95C3-F126696BDBF6}"
#define P2P_EUF_FILE   "{5D3E02AB-6190-11D3-BBBB-00C04F795683}"

typedef enum { SLP_NULL, SLP_REQUEST, SLP_CLOSE, SLP_TRANSPORT, SLP_BRIDGE, SLP_FAILURE } SlpType;

typedef struct {
    char *method; /* INVITE or BYE; NULL: an answer */
    guint status; /* of an answer */
    char *target; /* whom a request is for, by its first line */
    char *to;
    char *from;
    char *branch;
    char *call;
    guint number; /* CSeq */
    SlpType type;
    GHashTable *fields; /* of the body; names as they came */
} Slp;

/* What is wrong with the text, or NULL. Clear *slp in both cases. */
const char *slp_read(const char *bytes, gsize length, Slp *slp);
void slp_clear(Slp *slp);

/* A field of the body; NULL if there is none. */
const char *slp_field(const Slp *slp, const char *name);
/* The same as a number; FALSE if it is none. */
gboolean slp_number(const Slp *slp, const char *name, guint32 *value);
/* The same out of base64, which must be as short as it can be; NULL if it is not. */
GString *slp_base64(const Slp *slp, const char *name);

/* The text of a message; FIELDS are whole lines, and are not looked at. Caller frees. */
GString *slp_print(const Slp *slp, const char *fields);

/* A new GUID in braces. Caller frees. */
char *slp_guid(void);

#endif
