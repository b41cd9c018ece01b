/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the storage service keeps of people. */
#ifndef MSNPD_STORAGE_H
#define MSNPD_STORAGE_H

#include "world.h"

/* The name that ACCOUNT has there; "" to begin with. */
void storage_set_name(const Account *account, const char *name);
void storage_clear(void);

#endif
