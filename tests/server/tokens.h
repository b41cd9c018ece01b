/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tokens of RST, one for each service; and the tickets of Passport that open services too. */
#ifndef MSNPD_TOKENS_H
#define MSNPD_TOKENS_H

#include "world.h"

typedef enum { TOKEN_GOOD, TOKEN_UNKNOWN, TOKEN_OTHER_SERVICE, TOKEN_EXPIRED } TokenState;

typedef struct {
    const char *address;  /* of AppliesTo */
    const char *policies; /* the right ones, by blanks; a "?" at the end: anything with a query */
} TokenService;

/* NULL when there is no service of that name. */
const TokenService *token_service(const char *address);
gboolean token_policy_right(const TokenService *service, const char *policy);

/* A new token for ACCOUNT; borrowed. SECRET is given for the one that signs in. */
const char *token_new(Account *account, const TokenService *service, const char *secret);

/* Whose token this is, if it is one for that service. Any of two addresses, the second may be NULL.
 */
TokenState token_check(const char *text, const char *address, const char *other, Account **account);
/* The secret of the token; NULL: it has none. */
const char *token_secret(const char *text);

/* All tokens of ACCOUNT are too old now. */
void tokens_expire(const Account *account);
void tokens_clear(void);

#endif
