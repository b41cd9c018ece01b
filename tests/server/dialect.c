/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one place that knows which dialect has which form; nobody else compares dialect numbers
 * except the ranges of the command table. */
#include "dialect.h"

#include <string.h>

#include "wire.h"

#define PLAIN CHALLENGE_PLAIN
#define MIXED CHALLENGE_MIXED
#define NO    CHALLENGE_NONE

/* clang-format off */
static const Dialect dialects[] = {
    /*    md5 list tail nick flags syn         ver pho grp cid obj qng psm sbc lst url chl    profile         mail */
    {  2, 1,  1,   0,   1,   0,   SYN_OLD,      1,  0,  0,  0,  0,  0,  0,  0,  0,  0,  NO,    PROFILE_TIME,   MAIL_APPLICATION },
    {  3, 1,  1,   1,   1,   0,   SYN_OLD,      1,  0,  0,  0,  0,  0,  0,  0,  0,  1,  NO,    PROFILE_NONE,   MAIL_INITIAL },
    {  4, 1,  1,   1,   1,   0,   SYN_OLD,      1,  0,  0,  0,  0,  0,  0,  0,  0,  1,  NO,    PROFILE_FULL,   MAIL_INITIAL },
    {  5, 1,  1,   1,   1,   0,   SYN_OLD,      1,  1,  0,  0,  0,  0,  0,  0,  0,  1,  NO,    PROFILE_FULL,   MAIL_INITIAL },
    {  6, 1,  1,   1,   1,   1,   SYN_OLD,      1,  1,  0,  0,  0,  0,  0,  0,  0,  1,  PLAIN, PROFILE_FULL,   MAIL_INITIAL },
    {  7, 1,  1,   2,   1,   1,   SYN_OLD,      1,  1,  1,  0,  0,  0,  0,  0,  0,  1,  PLAIN, PROFILE_FULL,   MAIL_INITIAL },
    {  8, 0,  0,   2,   1,   2,   SYN_COUNTED,  1,  1,  1,  1,  0,  0,  0,  0,  0,  1,  PLAIN, PROFILE_CLIENT, MAIL_INITIAL },
    {  9, 0,  0,   2,   1,   2,   SYN_COUNTED,  1,  1,  1,  1,  1,  1,  0,  0,  0,  1,  PLAIN, PROFILE_CLIENT, MAIL_INITIAL },
    { 10, 0,  0,   2,   0,   2,   SYN_PREFIXED, 0,  1,  1,  1,  1,  1,  0,  0,  0,  1,  PLAIN, PROFILE_ABCH,   MAIL_INITIAL },
    { 11, 0,  0,   2,   0,   2,   SYN_PREFIXED, 0,  1,  1,  1,  1,  1,  1,  0,  0,  1,  MIXED, PROFILE_ABCH,   MAIL_DATA },
    { 12, 0,  0,   2,   0,   2,   SYN_PREFIXED, 0,  1,  1,  1,  1,  1,  1,  1,  1,  1,  MIXED, PROFILE_ABCH,   MAIL_DATA },
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
