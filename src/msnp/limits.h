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

/* The digits of a telephone number; fifteen are the longest there are. */
#define MSNP_LIMIT_PHONE 32

/* Friendly name, decoded; servers allow 387 encoded bytes. Longer ones are cut at a character. */
#define MSNP_LIMIT_NAME 1024

/* The text of an MSNObject; winks carry a signature of some KiB. */
#define MSNP_LIMIT_OBJECT 16384

/* The bytes of a display picture and of a custom emoticon; what is announced larger is not fetched. */
#define MSNP_LIMIT_PICTURE (1024 * 1024)
#define MSNP_LIMIT_EMOTICON (256 * 1024)

/* Those of a picture that goes to one's profile or comes from it; and the digits of the number by which it goes. */
#define MSNP_LIMIT_PROFILE_PICTURE (256 * 1024)
#define MSNP_LIMIT_CID             20

/* The bytes of a wink, which is an animation, and of a voice clip: fifteen seconds are 30 KiB. */
#define MSNP_LIMIT_WINK (1024 * 1024)
#define MSNP_LIMIT_VOICE (256 * 1024)

/* The bytes of a drawing, and of the P2P message that has it as base64 in UTF-16, behind a head. */
#define MSNP_LIMIT_INK (64 * 1024)
#define MSNP_LIMIT_INK_BLOB (3 * MSNP_LIMIT_INK)

/* What somebody does, told in words ("Bob waves"). */
#define MSNP_LIMIT_DEED 1024

/* A preview picture that is sent with the offer of a file. */
#define MSNP_LIMIT_PREVIEW (32 * 1024)

/* One SLP message, put together; an INVITE with a file's preview picture is the largest. */
#define MSNP_LIMIT_SLP (64 * 1024)

/* A web address. */
#define MSNP_LIMIT_URL 8192

/* What a server has said that stands in an error message, in characters. */
#define MSNP_LIMIT_DETAIL 256

/* A document of a web service: an address book of some thousands is some MiB; and how much of it is read at a time, so
 * that no window freezes. */
#define MSNP_LIMIT_XML (16 * 1024 * 1024)
#define MSNP_XML_SLICE (64 * 1024)

/* And how much of one stands in a debug log. */
#define MSNP_LIMIT_LOGGED (64 * 1024)

/* Elements within elements in it, and those of one contact; real ones have 8 and 100. Deeper or more is no document of
 * ours, and is not to be walked through. */
#define MSNP_LIMIT_XML_DEPTH 32
#define MSNP_LIMIT_XML_NODES 4096

/* ---- counts a server or a contact can push ---- */

/* People and groups in the roster; what comes beyond is ignored. */
#define MSNP_LIMIT_CONTACTS 50000
#define MSNP_LIMIT_GROUPS 1000

/* Groups of one contact. */
#define MSNP_LIMIT_CONTACT_GROUPS 64

/* Switchboards open at once; further invitations are ignored. */
#define MSNP_LIMIT_SWITCHBOARDS 400

/* Invitations (voice, games, files of old clients) that wait for an answer: of one person, so that nobody takes the
 * places of the others, and of everybody. */
#define MSNP_LIMIT_INVITATIONS 20
#define MSNP_LIMIT_INVITATIONS_ALL 100

/* People whom one search finds; what comes beyond is ignored. */
#define MSNP_LIMIT_FOUND 200

/* SLP messages and drawings of which some packets have come: of one person, and of everybody. */
#define MSNP_LIMIT_SLP_PARTS 8
#define MSNP_LIMIT_SLP_PARTS_ALL 64

/* People with whom there has been P2P, and sessions with one of them at a time. */
#define MSNP_LIMIT_PEERS 2000
#define MSNP_LIMIT_CALLS 20

/* P2P packets in one switchboard that the server has not acknowledged, shared by those who are there: enough to keep the
 * line full, and few enough that text does not wait behind them. */
#define MSNP_P2P_WINDOW 32

/* What waits to be said to one person before nothing more is heard of him: who takes nothing of what he asks for must not
 * make us keep it. */
#define MSNP_LIMIT_UNSAID 1000

/* How often somebody may ask once more for what was sent already. */
#define MSNP_LIMIT_ASKED_AGAIN 100

/* P2P packets in a row that a server refuses before it is given up. */
#define MSNP_LIMIT_REFUSED 10

/* The body of a P2P packet on a direct connection: what we send, and the most that is taken. */
#define MSNP_DIRECT_CHUNK 1352
#define MSNP_LIMIT_DIRECT_BODY 8192

/* Bytes written to a direct connection that the system has not taken yet. */
#define MSNP_DIRECT_QUEUE (128 * 1024)

/* Addresses of a peer that are tried for a direct connection, and the lowest port: nobody is to aim us at a service of
 * somebody else's. */
#define MSNP_LIMIT_ADDRESSES 8
#define MSNP_DIRECT_PORT_MIN 1024

/* Files smaller than this are not worth a direct connection. */
#define MSNP_DIRECT_FROM (32 * 1024)

/* How far a file is read ahead, and in what pieces. */
#define MSNP_FILE_AHEAD (64 * 1024)
#define MSNP_FILE_PIECE (32 * 1024)

/* Objects that are fetched at once, of one person and of everybody; and beyond that, of people to whom there is a
 * switchboard, so that whoever speaks to one does not wait for those who never answer. And how many fetches may begin at
 * once with people to whom there is none yet: servers refuse who asks for many in a short time (800). */
#define MSNP_LIMIT_FETCHES 2
#define MSNP_LIMIT_FETCHES_ALL 4
#define MSNP_LIMIT_FETCHES_TALKING 20
#define MSNP_LIMIT_FETCH_BURST 8

/* Objects that wait to be fetched, likewise; more are not. */
#define MSNP_LIMIT_FETCH_QUEUE 100
#define MSNP_LIMIT_FETCH_QUEUE_ALL 1000

/* One's own emoticons that are served; the oldest goes. */
#define MSNP_LIMIT_OWN_OBJECTS 200

/* Emoticons that one message of a peer may announce, and the bytes of a shortcut. */
#define MSNP_LIMIT_EMOTICONS 20
#define MSNP_LIMIT_SHORTCUT 64

/* What follows is counted over a time, of one person and of everybody; what comes beyond is ignored, so that nobody can
 * keep the user's windows, sounds and sockets busy, and who tries leaves the others their share. */

/* Nudges in MSNP_NUDGE_EVERY, of everybody; of one person it is one. */
#define MSNP_LIMIT_NUDGES_ALL 5

/* Typing notices in MSNP_TYPING_TIME; clients send one in that time. */
#define MSNP_LIMIT_TYPING 5
#define MSNP_LIMIT_TYPING_ALL 200

/* Invitations to switchboards in MSNP_FLOOD_TIME. All one's friends may come at once for a new picture. */
#define MSNP_LIMIT_RINGS 20
#define MSNP_LIMIT_RINGS_ALL 600

/* Group conversations that others begin in MSNP_FLOOD_TIME: each opens a window. */
#define MSNP_LIMIT_CHATS 5
#define MSNP_LIMIT_CHATS_ALL 20

/* Invitations (voice, games) that are told in MSNP_FLOOD_TIME, and wishes that are declined without asking. */
#define MSNP_LIMIT_INVITED 30
#define MSNP_LIMIT_INVITED_ALL 100
#define MSNP_LIMIT_WISHES 10
#define MSNP_LIMIT_WISHES_ALL 40

/* Files that are offered in MSNP_FLOOD_TIME, also those that are taken back: each is a question, and a window that says
 * what became of it. */
#define MSNP_LIMIT_OFFERS 30
#define MSNP_LIMIT_OFFERS_ALL 100

/* Messages from mobile phones that are told in MSNP_FLOOD_TIME. */
#define MSNP_LIMIT_PAGES 20
#define MSNP_LIMIT_PAGES_ALL 60

/* What the service tells in MSNP_FLOOD_TIME: alerts, each of which opens a window; counts of mail and new ones; that it
 * goes down. */
#define MSNP_LIMIT_ALERTS 10
#define MSNP_LIMIT_MAILS 20
#define MSNP_LIMIT_NOTICES 3

/* How often the lists are read again in MSNP_FLOOD_TIME, as they were changed elsewhere: each is the whole book. */
#define MSNP_LIMIT_BOOKS 10

/* Winks, voice clips, drawings and deeds that are told in MSNP_SHOW_TIME. */
#define MSNP_LIMIT_SHOWN 10
#define MSNP_LIMIT_SHOWN_ALL 60

/* How often in MSNP_FLOOD_TIME the members of a circle, and of all, are read again at the word of the server. */
#define MSNP_LIMIT_CIRCLE_READS 5
#define MSNP_LIMIT_CIRCLE_READS_ALL 30

/* People in one switchboard. */
#define MSNP_LIMIT_PARTICIPANTS 200

/* Referrals (XFR NS) in one sign-in, and redirects in one Passport exchange. */
#define MSNP_LIMIT_REFERRALS 5
#define MSNP_LIMIT_REDIRECTS 5

/* A Passport ticket or challenge. */
#define MSNP_LIMIT_TICKET 8192

/* A cache key of a web service, which goes back to it; a longer one is not kept. */
#define MSNP_LIMIT_CACHE_KEY 4096

/* Entries of the membership list that wait to be counted: everybody on all five lists. */
#define MSNP_LIMIT_MEMBERS (5 * MSNP_LIMIT_CONTACTS)

/* Circles of one account, and people in one; services allow 20 and some hundreds. What comes beyond is ignored. */
#define MSNP_LIMIT_CIRCLES 100
#define MSNP_LIMIT_CIRCLE_MEMBERS 1000

/* The signed list of one's circles, which goes to the notification server in one line. */
#define MSNP_LIMIT_CIRCLE_TICKET (64 * 1024)

/* The text of one letter to a circle; longer text becomes several. No limit is known: that of switchboards is safe. */
#define MSNP_CIRCLE_TEXT 1400

/* What one ADL may hold: servers refuse larger ones. */
#define MSNP_ADL_PEOPLE 140
#define MSNP_ADL_BYTES 7300

/* Messages that were written to one while one was away: those that are known at once (more wait on the server until the
 * next sign-in), those that are fetched before they are shown in order, the bytes of an id and of a text. */
#define MSNP_LIMIT_OIMS 1000
#define MSNP_OIM_BATCH 50
#define MSNP_LIMIT_OIM_ID 128
#define MSNP_LIMIT_OIM_TEXT (64 * 1024)

/* Places where one is signed in, and the bytes of a name of one. */
#define MSNP_LIMIT_PLACES 32
#define MSNP_LIMIT_PLACE_NAME 128

/* A message to somebody who is away that we send is tried again so often for each challenge, and so
 * often when it came too fast. Services that take no long ones set no limit themselves: it is looked for from the usual
 * one down. */
#define MSNP_LIMIT_OIM_TRIES 3
#define MSNP_OIM_USUAL 1024
#define MSNP_OIM_LEAST 128

/* Such messages in a row that cannot be fetched, before the service is left alone. */
#define MSNP_LIMIT_OIM_FAILURES 10

/* Pages of an address book, and what a service wants to hear for the next one: so that none goes on for ever. */
#define MSNP_LIMIT_BOOK_PAGES   500
#define MSNP_LIMIT_PAGE_CONTEXT 8192

/* The nonce of an SSO sign-in; it is 64 bytes everywhere. */
#define MSNP_LIMIT_NONCE 1024

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

/* One's other places that are called into it too, so that they hear what is said first. */
#define MSNP_OWN_JOIN_TIME 1500

/* Members of a group conversation who are called back and do not come: what waits is sent without them. */
#define MSNP_RECALL_TIMEOUT 10000

/* A switchboard without traffic in a conversation of two. */
#define MSNP_SB_IDLE 300000

/* An SLP message of which no more comes. */
#define MSNP_SLP_TIMEOUT 60000

/* A direct connection: each address, waiting to be connected to, and how long a file waits for it before it takes the
 * switchboard. */
#define MSNP_DIRECT_CONNECT_TIMEOUT 5000
#define MSNP_DIRECT_LISTEN_TIMEOUT 15000
#define MSNP_DIRECT_PATIENCE 6000

/* A file of old clients: waiting to be connected to, as they do; and a step, or a piece, that does not come. */
#define MSNP_FTP_LISTEN_TIMEOUT 30000
#define MSNP_FTP_TIMEOUT 60000

/* A direct connection over which nothing goes. */
#define MSNP_DIRECT_IDLE 60000

/* A server that acknowledges no P2P packet: then they are sent without, a window at a time with pauses. */
#define MSNP_P2P_SILENCE 5000
#define MSNP_P2P_PAUSE 200

/* An INVITE of ours for an object; and for a file, which a person must answer. */
#define MSNP_CALL_ANSWER_TIMEOUT 60000
#define MSNP_OFFER_TIMEOUT 600000

/* A session in which nothing moves; and one that the other side is to end. */
#define MSNP_CALL_TIMEOUT 90000
#define MSNP_BYE_TIMEOUT 5000

/* Silence behind the loss of a switchboard, before somebody who sends is asked to go on. */
#define MSNP_ASK_AGAIN_AFTER 5000

/* After the first burst, one more fetch may begin in this time. */
#define MSNP_FETCH_EVERY 7500

/* How long after sign-in the first list of one's places may come. */
#define MSNP_PLACES_TIME 15000

/* Before an offline message that came too fast is tried again. */
#define MSNP_OIM_SLOWER 11000

/* Between two nudges of one person that are told. */
#define MSNP_NUDGE_EVERY 5000

/* How long a typing notice counts, and everything else that others may do only so often. */
#define MSNP_TYPING_TIME 5000
#define MSNP_FLOOD_TIME 60000

/* How long what somebody has shown counts against MSNP_LIMIT_SHOWN. */
#define MSNP_SHOW_TIME 60000

/* Presence of before a move to another server that has not been told again. */
#define MSNP_SWEEP_AFTER 15000

/* How long the lists are not read again when that was too often. */
#define MSNP_BOOK_PAUSE 10000

/* Acknowledgements still missing when the other side has gone. */
#define MSNP_SB_LINGER 20000

#endif
