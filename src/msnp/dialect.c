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
#define CVR_LIVE(version)  "0x0409 winnt 6.1.0 i386 MSNMSGR " version " msmsgs"
#define KEY_MSMSGS                                                                                         \
    .challenge = MSNP_CHALLENGE_MD5, .product_id = "msmsgs@msnmsgr.com", .product_key = "Q1P7W2E4J9R8U3S5"
#define KEY_PROD0090                                                                                       \
    .challenge = MSNP_CHALLENGE_HASHED, .product_id = "PROD0090YUAUV{2B", .product_key = "YMM8C_H7KCQ2S_KL"

/* Client ids: 0x20, we join multi-packet messages; 0x10000000, we speak P2P as a client of the 6.0 generation; 0x4, we
 * take drawings as GIF; 0x8000, winks; 0x40000, voice clips. */
#define CLIENT_CHUNKS "32"
#define CLIENT_P2P    "268730404"
#define CLIENT_PLACES CLIENT_P2P ":1024" /* and, of the second number: nudges */
#define WITH_OBJECTS  .client_id = CLIENT_P2P, .objects = TRUE

/* Four families; what is new in a dialect stands in its row. */
#define FAMILY_MD5(n, version)                                                                             \
    .number = n, .sign_in = MSNP_SIGN_IN_MD5, .cvr = CVR_9X(version), .name_in_usr = TRUE, KEY_MSMSGS,     \
    .roster = MSNP_ROSTER_PER_LIST, .syn = "0", .find = TRUE
#define FAMILY_BITS(n, version)                                                                            \
    .number = n, .sign_in = MSNP_SIGN_IN_TWEENER, .cvr = CVR_XP(version), .cvr_first = TRUE,               \
    .name_in_usr = TRUE, KEY_MSMSGS, .roster = MSNP_ROSTER_BITS, .syn = "0", .groups = TRUE,               \
    .properties = TRUE, .invite_mail = MSNP_INVITE_BY_SDC, .url_id = TRUE
#define FAMILY_FIELDS(n, version, form)                                                                     \
    .number = n, .sign_in = MSNP_SIGN_IN_TWEENER, .cvr = CVR_XP(version), .cvr_first = TRUE,               \
    .roster = form, .syn = "0 0", .groups = TRUE, .adc = TRUE, .properties = TRUE,           \
    WITH_OBJECTS, .page = "PGD", .invite_mail = MSNP_INVITE_BY_SDC, .url_id = TRUE
#define SINCE_11 KEY_PROD0090, .accepts_by_rl = TRUE, .personal = TRUE
#define FAMILY_SOAP(n, scheme, client, version)                                                            \
    .number = n, .sign_in = scheme, .cvr = CVR_LIVE(version), .cvr_first = TRUE,                           \
    .challenge = MSNP_CHALLENGE_HASHED, .roster = MSNP_ROSTER_SOAP, .groups = TRUE, .adc = TRUE,           \
    .accepts_by_rl = TRUE, .properties = TRUE, .error_payload = TRUE, .personal = TRUE,                   \
    .client_id = client, .objects = TRUE, .offline = TRUE,                                                 \
    .page = "PGD", .invite_mail = MSNP_INVITE_BY_SDC, .url_id = TRUE
#define SINCE_16 .endpoints = TRUE
#define KEY(id, key) .product_id = id, .product_key = key
#define KEY_PROD0119 KEY("PROD0119GSJUC$18", "ILTXC!4IXB5FB*PX")
#define KEY_PROD0120 KEY("PROD0120PW!CCV9@", "C1BX{V4W}Q3*10SM")

static const MsnpDialect dialects[] = {
    {FAMILY_MD5(2, "1.0.0863")},
    {FAMILY_MD5(3, "2.0.0085"), .invite_mail = MSNP_INVITE_BY_SND_LOCALE, .url_id = TRUE},
    {FAMILY_MD5(4, "2.2.1053 MSMSGS"), .invite_mail = MSNP_INVITE_BY_SND_CLIENT, .url_id = TRUE},
    {FAMILY_MD5(5, "3.0.0286 MSMSGS"), .invite_mail = MSNP_INVITE_BY_SDC, .properties = TRUE, .page = "PAG",
     .url_id = TRUE},
    {FAMILY_MD5(6, "3.6.0039 MSMSGS"), .invite_mail = MSNP_INVITE_BY_SDC, .properties = TRUE, .page = "PAG",
     .url_id = TRUE},
    {FAMILY_MD5(7, "4.5.0127 MSMSGS"), .invite_mail = MSNP_INVITE_BY_SDC, .properties = TRUE, .page = "PAG",
     .url_id = TRUE, .groups = TRUE},
    {FAMILY_BITS(8, "5.0.0544"), .client_id = CLIENT_CHUNKS, .page = "PAG"},
    {FAMILY_BITS(9, "6.0.0602"), WITH_OBJECTS, .page = "PGD"},
    {FAMILY_FIELDS(10, "6.2.0205", MSNP_ROSTER_FIELDS), KEY_MSMSGS},
    {FAMILY_FIELDS(11, "7.0.0813", MSNP_ROSTER_FIELDS), SINCE_11},
    {FAMILY_FIELDS(12, "7.5.0324", MSNP_ROSTER_TYPED), SINCE_11},
    {FAMILY_SOAP(13, MSNP_SIGN_IN_TWEENER, CLIENT_P2P, "8.0.0812"), KEY("PROD01065C%ZFN6F", "O4BG@C7BWLYQX?5G")},
    {FAMILY_SOAP(14, MSNP_SIGN_IN_TWEENER, CLIENT_P2P, "8.1.0178"), KEY("PROD0112J1LW7%NB", "RH96F{PHI8PPX_TJ"),
     .named = MSNP_NAMED_TYPED},
    {FAMILY_SOAP(15, MSNP_SIGN_IN_SSO, CLIENT_P2P, "8.5.1302"), KEY_PROD0119, .named = MSNP_NAMED_TYPED},
    {FAMILY_SOAP(16, MSNP_SIGN_IN_SSO, CLIENT_PLACES, "9.0.1407"), KEY_PROD0120, .named = MSNP_NAMED_TYPED, SINCE_16},
    {FAMILY_SOAP(17, MSNP_SIGN_IN_SSO, CLIENT_PLACES, "14.0.8050.1202"), KEY_PROD0120, .named = MSNP_NAMED_TYPED,
     SINCE_16},
    {FAMILY_SOAP(18, MSNP_SIGN_IN_SSO, CLIENT_PLACES, "14.0.8117.0416"), KEY_PROD0120, .named = MSNP_NAMED_PREFIXED,
     SINCE_16, .paged = TRUE, .notes = TRUE, .circles = TRUE},
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
    return cap == 0 ? MSNP_DIALECT_AUTO : CLAMP(cap, MSNP_DIALECT_OLDEST, MSNP_DIALECT_NEWEST);
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

guint
msnp_dialect_older(guint cap)
{
    guint highest = dialect_highest(cap), number = highest;
    const MsnpDialect *dialect;

    while ((dialect = msnp_dialect(number)) && dialect->roster == MSNP_ROSTER_SOAP)
        number--;
    return number < highest ? number : 0;
}

gboolean
msnp_dialect_cap_is_md5(guint cap)
{
    const MsnpDialect *highest = cap != 0 ? msnp_dialect(dialect_highest(cap)) : NULL;

    return highest && highest->sign_in == MSNP_SIGN_IN_MD5;
}
