/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the order "remote": the words for what remote.c does. Names of groups and people are
 * percent-encoded, as everywhere in the control channel. */
#include "control-order.h"

#include <string.h>

#include "remote.h"

/* The words after the verb, names decoded; missing ones are NULL. */
typedef struct {
    Account *owner;
    Account *who;        /* the word that is an account, if the row says so */
    const char *list;    /* the word before it */
    const char *name[2]; /* names */
} Remote;

static const char *
do_add(const Remote *remote)
{
    return remote_add(remote->owner, remote->list, remote->who, remote->name[0]);
}

static const char *
do_remove(const Remote *remote)
{
    return remote_remove(remote->owner, remote->list, remote->who, remote->name[0]);
}

static const char *
do_hide(const Remote *remote)
{
    return remote_hide(remote->owner, remote->who);
}

static const char *
do_group_add(const Remote *remote)
{
    return remote_group_add(remote->owner, remote->name[0]);
}

static const char *
do_group_rename(const Remote *remote)
{
    return remote_group_rename(remote->owner, remote->name[0], remote->name[1]);
}

static const char *
do_group_remove(const Remote *remote)
{
    return remote_group_remove(remote->owner, remote->name[0]);
}

static const char *
do_nick(const Remote *remote)
{
    return remote_nick(remote->owner, remote->who, remote->name[0]);
}

static const char *
do_gtc(const Remote *remote)
{
    return remote_gtc(remote->owner, remote->name[0]);
}

static const char *
do_blp(const Remote *remote)
{
    return remote_blp(remote->owner, remote->name[0]);
}

/* Form: l a list, w an account, n a name; small letters after | may be missing. */
static const struct {
    const char *verb;
    const char *form;
    const char *(*func)(const Remote *remote);
} rows[] = {
    {"add", "lw|n", do_add},    {"adc", "lw|n", do_add},        {"rem", "lw|n", do_remove},
    {"adg", "n", do_group_add}, {"reg", "nn", do_group_rename}, {"rmg", "n", do_group_remove},
    {"nick", "wn", do_nick},    {"gtc", "n", do_gtc},           {"blp", "n", do_blp},
    {"hide", "w", do_hide},
};

/* Fills *remote from WORDS by FORM. FALSE when they do not fit. */
static gboolean
remote_fill(Remote *remote, const char *form, char **words)
{
    gboolean optional = FALSE;
    guint names = 0;

    for (; *form != '\0'; form++) {
        if (*form == '|') {
            optional = TRUE;
            continue;
        }
        if (*words == NULL)
            return optional;
        if (*form == 'l')
            remote->list = *words;
        else if (*form == 'w')
            remote->who = world_find(*words);
        else
            remote->name[names++] = *words;
        if (*form == 'w' && (remote->who == NULL || remote->who == remote->owner))
            return FALSE;
        words++;
    }
    return *words == NULL;
}

static gboolean
decode_words(char **words)
{
    for (; *words != NULL; words++) {
        char *plain = g_uri_unescape_string(*words, NULL);

        if (plain == NULL)
            return FALSE;
        g_free(*words);
        *words = plain;
    }
    return TRUE;
}

char *
order_remote(const Order *order)
{
    g_auto(GStrv) words = g_strsplit(order->rest, " ", -1);
    Remote remote = {order->account, NULL, NULL, {NULL, NULL}};

    if (words[0] == NULL || !decode_words(words))
        return order_error("remote MAIL VERB ...");
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].verb, words[0]) != 0)
            continue;
        if (!remote_fill(&remote, rows[i].form, words + 1))
            return order_error("these words do not fit, or there is no such account");
        const char *why = rows[i].func(&remote);

        return why != NULL ? order_error(why) : NULL;
    }
    return order_error("add, rem, adg, reg, rmg, nick, gtc or blp");
}
