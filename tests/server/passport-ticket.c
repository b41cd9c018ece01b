/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the challenges and tickets that are about; where they travel is others' business. */
#include "passport.h"

#include <string.h>

#include "options.h"

#define TICKET_SECONDS   30
#define LIVING_CHALLENGE "ct=1,rver=1,wp=FS_40SEC_0_COMPACT,lc=1,id=1"

typedef struct {
    char *key; /* whose */
    gint64 expires;
    gboolean used;
} Ticket;

static GHashTable *challenges; /* set of those given out */
static GHashTable *tickets;

static void
ticket_free(gpointer data)
{
    Ticket *ticket = data;

    g_free(ticket->key);
    g_free(ticket);
}

char *
passport_challenge(void)
{
    char *text;

    if (options()->living)
        return g_strdup(LIVING_CHALLENGE);
    if (challenges == NULL)
        challenges = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    text = g_strdup_printf("lc=1033,id=507,tw=40,fs=1,ru=http%%3A%%2F%%2Fmessenger%%2Emsn%%2Ecom,"
                           "ct=%" G_GINT64_FORMAT ",kpp=1,kv=5,ver=2.1.0173.1,tpf=%08x%08x%08x%08x",
                           g_get_real_time() / G_USEC_PER_SEC, g_random_int(), g_random_int(),
                           g_random_int(), g_random_int());
    g_hash_table_add(challenges, g_strdup(text));
    return text;
}

gboolean
passport_challenge_known(const char *text)
{
    if (options()->living)
        return strcmp(text, LIVING_CHALLENGE) == 0;
    return challenges != NULL && g_hash_table_contains(challenges, text);
}

const char *
passport_ticket(const char *key)
{
    Ticket *ticket = g_new0(Ticket, 1);
    char *text;

    if (tickets == NULL)
        tickets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, ticket_free);
    if (options()->living)
        text = g_strdup_printf("%08x%08x%04x", g_random_int(), g_random_int(),
                               g_random_int() & 0xffff);
    else
        text = g_strdup_printf("t=53*1hAu8ADuD3TEwdXo%08x*2!cMrntTwVMTjoB3p6stWTqzbkKZP$$"
                               "&p=5eKBBC!yBH6ex5mftp!a9Dr%%21%08x!MKvi1IMpxfhk",
                               g_random_int(), g_random_int());
    ticket->key = g_strdup(key);
    ticket->expires = g_get_monotonic_time() + TICKET_SECONDS * G_USEC_PER_SEC;
    g_hash_table_replace(tickets, text, ticket);
    return text;
}

gboolean
passport_use_ticket(const char *text, const char *key)
{
    Ticket *ticket = tickets != NULL ? g_hash_table_lookup(tickets, text) : NULL;

    if (ticket == NULL || strcmp(ticket->key, key) != 0 || ticket->expires < g_get_monotonic_time())
        return FALSE;
    if (ticket->used && !options()->living)
        return FALSE;
    ticket->used = TRUE;
    return TRUE;
}

const char *
passport_ticket_owner(const char *text)
{
    const Ticket *ticket = tickets != NULL ? g_hash_table_lookup(tickets, text) : NULL;

    return ticket != NULL && ticket->used ? ticket->key : NULL;
}

void
passport_clear(void)
{
    g_clear_pointer(&challenges, g_hash_table_unref);
    g_clear_pointer(&tickets, g_hash_table_unref);
}
