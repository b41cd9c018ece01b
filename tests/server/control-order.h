/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside of the control channel: one order, and the orders that live in another file. */
#ifndef MSNPD_CONTROL_ORDER_H
#define MSNPD_CONTROL_ORDER_H

#include "world.h"

/* A command line: the account it is about, and the rest. */
typedef struct {
    const char *verb;
    Account *account;
    Client *place; /* of his, as MAIL;{guid} names it, or the last; NULL if he is not there */
    const char *rest; /* "" if there is none */
} Order;

/* NULL is "ok"; otherwise the whole answer. */
typedef char *(*OrderFunc)(const Order *order);

/* "error WHY"; caller frees. */
char *order_error(const char *why);

/* control-link.c */
char *order_ns(const Order *order);
char *order_nsraw(const Order *order);
char *order_sb(const Order *order);
char *order_sbraw(const Order *order);
char *order_kick(const Order *order);
char *order_drop(const Order *order);
char *order_fin(const Order *order);
char *order_mute(const Order *order);

/* control-people.c */
char *order_account(const Order *order);
char *order_friends(const Order *order);
char *order_status(const Order *order);
char *order_name(const Order *order);
char *order_network(const Order *order);
char *order_personal(const Order *order);
char *order_phone(const Order *order);
char *order_caps(const Order *order);
char *order_place(const Order *order);
char *order_lists(const Order *order);
char *order_groups(const Order *order);
char *order_privacy(const Order *order);

/* control-web.c */
char *order_book(const Order *order);
char *order_expire(const Order *order);
char *order_profile(const Order *order);
char *order_profile_message(const Order *order);
char *order_profile_picture(const Order *order);
char *order_live(const Order *order);
char *order_answer_to(const Order *order);
char *order_oim(const Order *order);
char *order_oim_old(const Order *order);
char *order_oims(const Order *order);

/* control-circles.c */
char *order_circle(const Order *order);
char *order_circle_join(const Order *order);
char *order_circle_leave(const Order *order);
char *order_circle_name(const Order *order);
char *order_circle_say(const Order *order);

/* control-remote.c */
char *order_remote(const Order *order);

/* control-talk.c */
char *order_talk(const Order *order);
char *order_call(const Order *order);
char *order_join(const Order *order);
char *order_answer(const Order *order);
char *order_leave(const Order *order);
char *order_leave_one(const Order *order);
char *order_rooms(const Order *order);

/* control-p2p.c */
char *order_picture(const Order *order);
char *order_takefile(const Order *order);
char *order_lie(const Order *order);
char *order_direct(const Order *order);
char *order_direct_lie(const Order *order);
char *order_direct_close(const Order *order);
char *order_fetch(const Order *order);
char *order_sendfile(const Order *order);
char *order_file_cancel(const Order *order);
char *order_p2p_invite(const Order *order);
char *order_p2p_raw(const Order *order);
char *order_slp(const Order *order);
char *order_ink_p2p(const Order *order);

/* control-ftp.c */
char *order_msnftp_send(const Order *order);
char *order_msnftp_cancel(const Order *order);
char *order_msnftp_take(const Order *order);
char *order_msnftp_stop(const Order *order);
char *order_msnftp_lie(const Order *order);

/* control-service.c */
char *order_mail(const Order *order);
char *order_mail_new(const Order *order);
char *order_mail_moved(const Order *order);
char *order_notice(const Order *order);
char *order_page(const Order *order);
char *order_shutdown(const Order *order);
char *order_move(const Order *order);

#endif
