/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every limit of the core, each with the abuse or the fault it stops. Knows numbers only.
 */
#ifndef MSNP_LIMITS_H
#define MSNP_LIMITS_H

/* ---- bytes from outside ---- */

/* One command line. Real ones reach 2 KiB (MSNObject, ticket) and grow with the groups of a contact; a
 * longer one is skipped to its end, so that a line without end cannot eat memory. */
#define MSNP_LIMIT_LINE 16384

/* Arguments of a line; more are ignored. */
#define MSNP_LIMIT_ARGS 32

/* Payload announced on the notification link. Notices and Shields.xml are some KiB; a length beyond
 * this is not MSNP any more and drops the link. */
#define MSNP_LIMIT_NS_PAYLOAD (256 * 1024)

/* Payload announced on a switchboard: servers stop at 1664, be lenient. */
#define MSNP_LIMIT_SB_PAYLOAD_IN (64 * 1024)

/* Payload that we send on a switchboard: more makes servers drop the link. */
#define MSNP_LIMIT_SB_PAYLOAD 1664

/* Account name of somebody. The oldest draft says 129 bytes. */
#define MSNP_LIMIT_HANDLE 320

/* Friendly name, decoded; servers allow 387 encoded bytes. Longer ones are cut at a character. */
#define MSNP_LIMIT_NAME 1024

/* A web address. */
#define MSNP_LIMIT_URL 8192

/* ---- counts a server or a contact can push ---- */

/* People and groups in the roster; what comes beyond is ignored. */
#define MSNP_LIMIT_CONTACTS 50000
#define MSNP_LIMIT_GROUPS 1000

/* Groups of one contact. */
#define MSNP_LIMIT_CONTACT_GROUPS 64

/* Switchboards open at once; further invitations are ignored. */
#define MSNP_LIMIT_SWITCHBOARDS 400

/* Invitations (voice, games, files) that wait for an answer. */
#define MSNP_LIMIT_INVITATIONS 50

/* People whom one search finds; what comes beyond is ignored. */
#define MSNP_LIMIT_FOUND 200

/* People in one switchboard. */
#define MSNP_LIMIT_PARTICIPANTS 200

/* Referrals (XFR NS) in one sign-in, and redirects in one Passport exchange. */
#define MSNP_LIMIT_REFERRALS 5
#define MSNP_LIMIT_REDIRECTS 5

/* A Passport ticket or challenge. */
#define MSNP_LIMIT_TICKET 8192

/* ---- times, in milliseconds ---- */

/* An answer to a command; living servers leave some unanswered. */
#define MSNP_REPLY_TIMEOUT 30000

/* A stream that neither opens nor fails. */
#define MSNP_CONNECT_TIMEOUT 60000

/* An HTTP job; a certificate question to the user may be part of it. */
#define MSNP_JOB_TIMEOUT 120000

/* A roster burst that stops before its end. */
#define MSNP_BURST_TIMEOUT 10000

/* Silence of the notification server before a PNG, and after it before the line is dead. */
#define MSNP_PING_AFTER 45000
#define MSNP_PING_TIMEOUT 30000

/* The least and most that a QNG may ask for. */
#define MSNP_PING_AFTER_MIN 20000
#define MSNP_PING_AFTER_MAX 120000

/* Somebody called who does not come into the switchboard. */
#define MSNP_JOIN_TIMEOUT 30000

/* Members of a group conversation who are called back and do not come: what waits is sent without them. */
#define MSNP_RECALL_TIMEOUT 10000

/* A switchboard without traffic in a conversation of two. */
#define MSNP_SB_IDLE 300000

/* Nudges that are told, of everybody together. */
#define MSNP_NUDGE_EVERY 5000

/* Presence of before a move to another server that has not been told again. */
#define MSNP_SWEEP_AFTER 15000

/* Acknowledgements still missing when the other side has gone. */
#define MSNP_SB_LINGER 20000

#endif
