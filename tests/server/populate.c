/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how --account, --bot, --friends and --contacts become people. */
#include "populate.h"

#include <string.h>

#include "bots.h"
#include "options.h"
#include "wire.h"
#include "world.h"

#define CONTACT_GROUPS 10
#define OBJECT                                                                                     \
    "%3Cmsnobj%20Creator%3D%22contact%40example.test%22%20Size%3D%2225235%22%20Type%3D%223%22"     \
    "%20Location%3D%22TFR2C.tmp%22%20Friendly%3D%22AAA%3D%22%20SHA1D%3D%22vP1ppB%2BxiFQ8ceZivRe0"  \
    "uCaYLIU%3D%22%20SHA1C%3D%22PApbbjkbDSGrt3ybGHRKNaZ8s%2Fw%3D%22%2F%3E"

const char *
populate_account(const char *words)
{
    g_auto(GStrv) parts = g_strsplit(words, ":", 3);

    if (g_strv_length(parts) < 2 || !wire_is_mail(parts[0]))
        return "an account is MAIL:PASSWORD[:NAME]";
    if (!g_utf8_validate(words, -1, NULL))
        return "this is not UTF-8";
    if (world_add(parts[0], parts[1], parts[2], KIND_PERSON) == NULL)
        return "this account exists already";
    return NULL;
}

static gboolean
add_bot(const char *words)
{
    g_auto(GStrv) parts = g_strsplit(words, ":", 2);

    if (g_strv_length(parts) != 2 || !wire_is_mail(parts[1]) ||
        bots_kind(parts[0]) == KIND_PERSON) {
        g_printerr("msnpd: --bot %s is not KIND:MAIL with echo, flicker or nudge\n", words);
        return FALSE;
    }
    g_autofree char *name = g_strdup_printf("%c%s Bot", g_ascii_toupper(parts[0][0]), parts[0] + 1);
    Account *bot = world_add(parts[1], "", name, bots_kind(parts[0]));

    if (bot == NULL) {
        g_printerr("msnpd: there is another %s\n", parts[1]);
        return FALSE;
    }
    bot->phones[PHONE_PHH] = g_strdup("1 (222) 333 4444");
    bot->phones[PHONE_MOB] = g_strdup("Y");
    return TRUE;
}

static gboolean
add_friends(const char *words)
{
    g_auto(GStrv) parts = g_strsplit(words, ",", 2);
    Account *a = g_strv_length(parts) == 2 ? world_find(parts[0]) : NULL;
    Account *b = g_strv_length(parts) == 2 ? world_find(parts[1]) : NULL;

    if (a == NULL || b == NULL || a == b) {
        g_printerr("msnpd: --friends %s does not name two accounts\n", words);
        return FALSE;
    }
    world_befriend(a, b, "Friends");
    return TRUE;
}

/* Those with odd numbers are online, every third of them away. */
static Account *
add_contact(guint number)
{
    g_autofree char *mail = g_strdup_printf("contact%05u@example.test", number);
    g_autofree char *name = g_strdup_printf("Contact %u", number);
    Account *account = world_add(mail, "", name, KIND_CONTACT);

    if (account == NULL)
        return NULL;
    if (number % 2 == 1) {
        g_strlcpy(account->state, number % 3 == 0 ? "AWY" : "NLN", sizeof account->state);
        account->shown = TRUE;
        account->client_id = 0x20;
    }
    if (number % 10 == 1)
        account->object = g_strdup(OBJECT);
    if (number % 7 == 0)
        account->phones[PHONE_PHM] = g_strdup_printf("555 %05u", number);
    return account;
}

static void
add_contacts(void)
{
    GPtrArray *all = world_accounts();
    guint others = all->len;

    for (guint number = 1; number <= (guint) options()->contacts; number++) {
        g_autofree char *group = g_strdup_printf("Group %u", number % CONTACT_GROUPS + 1);
        Account *contact = add_contact(number);

        for (guint i = 0; contact != NULL && i < others; i++) {
            Account *account = all->pdata[i];

            if (account->kind == KIND_PERSON)
                world_befriend(account, contact, group);
        }
    }
}

static void
befriend_bots(void)
{
    GPtrArray *all = world_accounts();

    for (guint i = 0; i < all->len; i++) {
        for (guint j = 0; j < all->len; j++) {
            Account *person = all->pdata[i];
            Account *bot = all->pdata[j];

            if (person->kind == KIND_PERSON && account_is_bot(bot))
                world_befriend(person, bot, "Bots");
        }
    }
}

gboolean
populate(void)
{
    for (char **p = options()->accounts; p != NULL && *p != NULL; p++) {
        const char *why = populate_account(*p);

        if (why != NULL) {
            g_printerr("msnpd: --account %s: %s\n", *p, why);
            return FALSE;
        }
    }
    for (char **p = options()->bots; p != NULL && *p != NULL; p++) {
        if (!add_bot(*p))
            return FALSE;
    }
    befriend_bots();
    for (char **p = options()->friends; p != NULL && *p != NULL; p++) {
        if (!add_friends(*p))
            return FALSE;
    }
    add_contacts();
    return TRUE;
}
