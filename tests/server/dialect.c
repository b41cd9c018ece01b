/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one place that knows which dialect has which form; nobody else compares dialect numbers
 * except the ranges of the command table. */
#include "dialect.h"

#include <string.h>

#include "wire.h"

#define PLAIN  CHALLENGE_PLAIN
#define MIXED  CHALLENGE_MIXED
#define NO     CHALLENGE_NONE
#define MD5    SIGN_MD5
#define TWN    SIGN_TWN
#define SSO    SIGN_SSO
#define BARE   ADDRESS_BARE
#define WORD   ADDRESS_WORD
#define PREFIX ADDRESS_PREFIX

/* clang-format off */
static const Dialect dialects[] = {
    /*    sign list tail nick flags syn       ver pho grp cid obj qng psm sbc lst url chl    profile         mail              address xfr endpoints */
    {  2, MD5,  1,   0,   1,   0,   SYN_OLD,      1,  0,  0,  0,  0,  0,  0,  0,  0,  0,  NO,    PROFILE_TIME,   MAIL_APPLICATION, BARE,   0, 0 },
    {  3, MD5,  1,   1,   1,   0,   SYN_OLD,      1,  0,  0,  0,  0,  0,  0,  0,  0,  1,  NO,    PROFILE_NONE,   MAIL_INITIAL,     BARE,   0, 0 },
    {  4, MD5,  1,   1,   1,   0,   SYN_OLD,      1,  0,  0,  0,  0,  0,  0,  0,  0,  1,  NO,    PROFILE_FULL,   MAIL_INITIAL,     BARE,   0, 0 },
    {  5, MD5,  1,   1,   1,   0,   SYN_OLD,      1,  1,  0,  0,  0,  0,  0,  0,  0,  1,  NO,    PROFILE_FULL,   MAIL_INITIAL,     BARE,   0, 0 },
    {  6, MD5,  1,   1,   1,   1,   SYN_OLD,      1,  1,  0,  0,  0,  0,  0,  0,  0,  1,  PLAIN, PROFILE_FULL,   MAIL_INITIAL,     BARE,   0, 0 },
    {  7, MD5,  1,   2,   1,   1,   SYN_OLD,      1,  1,  1,  0,  0,  0,  0,  0,  0,  1,  PLAIN, PROFILE_FULL,   MAIL_INITIAL,     BARE,   0, 0 },
    {  8, TWN,  0,   2,   1,   2,   SYN_COUNTED,  1,  1,  1,  1,  0,  0,  0,  0,  0,  1,  PLAIN, PROFILE_CLIENT, MAIL_INITIAL,     BARE,   0, 0 },
    {  9, TWN,  0,   2,   1,   2,   SYN_COUNTED,  1,  1,  1,  1,  1,  1,  0,  0,  0,  1,  PLAIN, PROFILE_CLIENT, MAIL_INITIAL,     BARE,   0, 0 },
    { 10, TWN,  0,   2,   0,   2,   SYN_PREFIXED, 0,  1,  1,  1,  1,  1,  0,  0,  0,  1,  PLAIN, PROFILE_ABCH,   MAIL_INITIAL,     BARE,   0, 0 },
    { 11, TWN,  0,   2,   0,   2,   SYN_PREFIXED, 0,  1,  1,  1,  1,  1,  1,  0,  0,  1,  MIXED, PROFILE_ABCH,   MAIL_DATA,        BARE,   0, 0 },
    { 12, TWN,  0,   2,   0,   2,   SYN_PREFIXED, 0,  1,  1,  1,  1,  1,  1,  1,  1,  1,  MIXED, PROFILE_ABCH,   MAIL_DATA,        BARE,   0, 0 },
    { 13, TWN, 0,   2,   0,   2,   SYN_NONE,     0,  1,  1,  1,  1,  1,  1,  1,  1,  1,  MIXED, PROFILE_ABCH,   MAIL_DATA,        BARE,   2, 0 },
    { 14, TWN, 0,   2,   0,   2,   SYN_NONE,     0,  1,  1,  1,  1,  1,  1,  1,  1,  1,  MIXED, PROFILE_ABCH,   MAIL_DATA,        WORD,   3, 0 },
    { 15, SSO, 0,   2,   0,   2,   SYN_NONE,     0,  1,  1,  1,  1,  1,  1,  1,  1,  1,  MIXED, PROFILE_MPOP,   MAIL_DATA,        WORD,   3, 0 },
    { 16, SSO, 0,   2,   0,   2,   SYN_NONE,     0,  1,  1,  1,  1,  1,  1,  1,  1,  1,  MIXED, PROFILE_MPOP,   MAIL_DATA,        WORD,   3, 1 },
    { 17, SSO, 0,   2,   0,   2,   SYN_NONE,     0,  1,  1,  1,  1,  1,  1,  1,  1,  1,  MIXED, PROFILE_MPOP,   MAIL_DATA,        WORD,   3, 1 },
    { 18, SSO, 0,   2,   0,   2,   SYN_NONE,     0,  1,  1,  1,  1,  1,  1,  1,  1,  1,  MIXED, PROFILE_MPOP,   MAIL_DATA,        PREFIX, 3, 1 },
};
/* clang-format on */

const Dialect *
dialect_get(guint number)
{
    if (number < DIALECT_LOWEST || number > DIALECT_HIGHEST)
        return NULL;
    return &dialects[number - DIALECT_LOWEST];
}

guint
dialect_parse(const char *word)
{
    guint64 number;

    if (strncmp(word, "MSNP", 4) != 0 || !wire_number(word + 4, 99, &number))
        return 0;
    return (guint) number;
}
