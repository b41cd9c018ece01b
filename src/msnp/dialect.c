/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What differs between the dialects. The only place that compares version numbers; everybody else
 * asks a member of the row. Sources: the version and command pages of the MSNP wikis, and what
 * living servers were seen to do.
 */
#include "msnp/dialect.h"

#include <string.h>
#include "msnp/msnp.h"
#include "msnp/wire.h"

/* The client that spoke the dialect; servers answer with what they recommend and go on. */
#define CVR_9X(version)    "0x0409 win 4.10 i386 MSMSGS " version
#define CVR_XP(version)    "0x0409 winnt 5.1 i386 MSNMSGR " version " MSMSGS"
#define KEY_MSMSGS         MSNP_CHALLENGE_MD5, "msmsgs@msnmsgr.com", "Q1P7W2E4J9R8U3S5"
#define KEY_PROD0090       MSNP_CHALLENGE_HASHED, "PROD0090YUAUV{2B", "YMM8C_H7KCQ2S_KL"
#define MD5                MSNP_SIGN_IN_MD5, MSNP_ROSTER_PER_LIST, "0"
#define TWEENER(form, syn) MSNP_SIGN_IN_TWEENER, form, syn

static const MsnpDialect dialects[] = {
    /* number, sign-in and roster, CVR, cvr_first, name_in_usr, client_id, challenge */
    {2, MD5, CVR_9X("1.0.0863"), FALSE, TRUE, FALSE, KEY_MSMSGS},
    {3, MD5, CVR_9X("2.0.0085"), FALSE, TRUE, FALSE, KEY_MSMSGS},
    {4, MD5, CVR_9X("2.2.1053 MSMSGS"), FALSE, TRUE, FALSE, KEY_MSMSGS},
    {5, MD5, CVR_9X("3.0.0286 MSMSGS"), FALSE, TRUE, FALSE, KEY_MSMSGS},
    {6, MD5, CVR_9X("3.6.0039 MSMSGS"), FALSE, TRUE, FALSE, KEY_MSMSGS},
    {7, MD5, CVR_9X("4.5.0127 MSMSGS"), FALSE, TRUE, FALSE, KEY_MSMSGS},
    {8, TWEENER(MSNP_ROSTER_BITS, "0"), CVR_XP("5.0.0544"), TRUE, TRUE, TRUE, KEY_MSMSGS},
    {9, TWEENER(MSNP_ROSTER_BITS, "0"), CVR_XP("6.0.0602"), TRUE, TRUE, TRUE, KEY_MSMSGS},
    {10, TWEENER(MSNP_ROSTER_FIELDS, "0 0"), CVR_XP("6.2.0205"), TRUE, FALSE, TRUE, KEY_MSMSGS},
    {11, TWEENER(MSNP_ROSTER_FIELDS, "0 0"), CVR_XP("7.0.0813"), TRUE, FALSE, TRUE, KEY_PROD0090},
    {12, TWEENER(MSNP_ROSTER_TYPED, "0 0"), CVR_XP("7.5.0324"), TRUE, FALSE, TRUE, KEY_PROD0090},
};

G_STATIC_ASSERT(G_N_ELEMENTS(dialects) == MSNP_DIALECT_NEWEST - MSNP_DIALECT_OLDEST + 1);

const MsnpDialect *
msnp_dialect(guint number)
{
    if (number < MSNP_DIALECT_OLDEST || number > MSNP_DIALECT_NEWEST)
        return NULL;
    return &dialects[number - MSNP_DIALECT_OLDEST];
}

static guint
dialect_highest(guint cap)
{
    return cap == 0 ? MSNP_DIALECT_NEWEST : CLAMP(cap, MSNP_DIALECT_OLDEST, MSNP_DIALECT_NEWEST);
}

void
msnp_dialect_offer(guint cap, GString *out)
{
    guint number;

    for (number = dialect_highest(cap); number >= MSNP_DIALECT_OLDEST; number--)
        g_string_append_printf(out, "MSNP%u ", number);
    g_string_append(out, "CVR0");
}

const MsnpDialect *
msnp_dialect_from_word(const char *word, guint cap)
{
    guint64 number;

    if (g_ascii_strncasecmp(word, "MSNP", 4) || !msnp_wire_number(word + 4, 99, &number))
        return NULL;
    return number <= dialect_highest(cap) ? msnp_dialect((guint) number) : NULL;
}

gboolean
msnp_dialect_cap_is_md5(guint cap)
{
    return cap != 0 && msnp_dialect(dialect_highest(cap))->sign_in == MSNP_SIGN_IN_MD5;
}
