/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside of the control channel: one order, and the orders that live in another file. */
#ifndef MSNPD_CONTROL_ORDER_H
#define MSNPD_CONTROL_ORDER_H

#include "world.h"

/* A command line: the account it is about, and the rest. */
typedef struct {
    Account *account;
    const char *rest; /* "" if there is none */
} Order;

/* NULL is "ok"; otherwise the whole answer. */
typedef char *(*OrderFunc)(const Order *order);

/* "error WHY"; caller frees. */
char *order_error(const char *why);

/* control-people.c */
char *order_account(const Order *order);
char *order_friends(const Order *order);
char *order_status(const Order *order);
char *order_name(const Order *order);
char *order_say(const Order *order);
char *order_type(const Order *order);
char *order_nudge(const Order *order);
char *order_leave(const Order *order);
char *order_lists(const Order *order);
char *order_groups(const Order *order);

#endif
