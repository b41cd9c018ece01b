/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the storage service keeps of people. */
#ifndef MSNPD_STORAGE_H
#define MSNPD_STORAGE_H

#include "world.h"

/* Where pictures are. */
#define STORAGE_TILES "/storage/usertile/"

/* What the address book says of everybody. */
#define STORAGE_CID "1234567890123456789"

/* The name that ACCOUNT has there; "" to begin with. */
void storage_set_name(const Account *account, const char *name);
void storage_set_message(const Account *account, const char *message);
/* The picture of his profile; takes DATA. */
void storage_set_tile(const Account *account, GBytes *data);
void storage_clear(void);

#endif
