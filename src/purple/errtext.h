/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Failures in words: the only catalogue of them. Knows what each MsnpError means for a person and for
 * libpurple's reconnecting; refuses to know where it came from.
 */
#ifndef MSNP_PURPLE_ERRTEXT_H
#define MSNP_PURPLE_ERRTEXT_H

#include <purple.h>
#include "msnp/msnp.h"

/* Why a session ended, as a sentence (the caller's). number and detail as in the action. */
char *msnp_errtext_account(MsnpError error, guint number, const char *detail);

/* The reason for libpurple: NETWORK_ERROR and ENCRYPTION_ERROR make it reconnect by itself, others do
 * not. */
PurpleConnectionError msnp_errtext_reason(MsnpError error);

/* Why a message to somebody was not delivered, as a sentence (the caller's, not markup). */
char *msnp_errtext_message(MsnpError error, guint number, const char *who);

/* Why a file was not sent to somebody, or not received from him, as a sentence (the caller's, not markup). */
char *msnp_errtext_file(MsnpError error, guint number, const char *who);

/* What was not done, and why, as a title and a sentence (the caller's). who and name as in the action. */
const char *msnp_errtext_request_title(MsnpRequest what);
char *msnp_errtext_request(MsnpError error, guint number, const char *who, const char *name);

#endif
