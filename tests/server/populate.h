/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The people that the options ask for. */
#ifndef MSNPD_POPULATE_H
#define MSNPD_POPULATE_H

#include <glib.h>

/* Makes all accounts, bots, contacts and friendships. FALSE after a sentence on stderr. */
gboolean populate(void);

/* MAIL:PASSWORD[:NAME]. NULL, or what is wrong. */
const char *populate_account(const char *words);

#endif
