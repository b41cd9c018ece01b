/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changes of somebody's lists that his client hears of but has not asked for: made at another
 * place, or by somebody who has no client. Each answers NULL, or why not. */
#ifndef MSNPD_REMOTE_H
#define MSNPD_REMOTE_H

#include "world.h"

/* LIST is FL, AL or BL. GROUP, a name or NULL, is for FL only. */
const char *remote_add(Account *owner, const char *list, Account *who, const char *group);
const char *remote_remove(Account *owner, const char *list, Account *who, const char *group);

/* WHO is in the address book from now on without being on the forward list. */
const char *remote_hide(Account *owner, Account *who);

const char *remote_group_add(Account *owner, const char *name);
const char *remote_group_rename(Account *owner, const char *old, const char *name);
const char *remote_group_remove(Account *owner, const char *name);

/* The owner's own name for WHO. */
const char *remote_nick(Account *owner, Account *who, const char *nick);

/* VALUE is A or N, or AL or BL. */
const char *remote_gtc(Account *owner, const char *value);
const char *remote_blp(Account *owner, const char *value);

#endif
