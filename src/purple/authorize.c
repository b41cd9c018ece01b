/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who added me: the question, once for each person, and its answer. Knows libpurple's authorisation
 * request.
 */
#include "purple/authorize.h"

#include <string.h>
#include "purple/plus.h"
#include "purple/pump.h"

/* Whom the user was asked about and has not answered: kept with the account, so that the next sign-in does
 * not ask again. */
#define ASKED_KEY "msn-asked"

/* How many are remembered. */
#define ASKED_MAX 200

/* Questions open at once: a server could list thousands. The others are asked at the next sign-ins. */
#define OPEN_MAX 20

typedef struct {
    MsnpAccount *ma;
    char *who;
} Question;

static char **
asked_load(MsnpAccount *ma)
{
    return g_strsplit(purple_account_get_string(ma->account, ASKED_KEY, ""), " ", -1);
}

static void
asked_add(MsnpAccount *ma, char **asked, const char *who)
{
    const char *old = purple_account_get_string(ma->account, ASKED_KEY, "");
    g_autofree char *all = g_strdup_printf("%s%s%s", who, *old ? " " : "", old);
    guint n = g_strv_length(asked);

    if (n >= ASKED_MAX) /* the oldest goes */
        *strrchr(all, ' ') = '\0';
    purple_account_set_string(ma->account, ASKED_KEY, all);
}

static void
asked_remove(MsnpAccount *ma, const char *who)
{
    g_auto(GStrv) asked = asked_load(ma);
    g_autoptr(GString) rest = g_string_new(NULL);
    guint i;

    for (i = 0; asked[i]; i++)
        if (*asked[i] && strcmp(asked[i], who))
            g_string_append_printf(rest, "%s%s", rest->len ? " " : "", asked[i]);
    purple_account_set_string(ma->account, ASKED_KEY, rest->str);
}

static void
question_free(gpointer data)
{
    Question *question = data;

    g_free(question->who);
    g_free(question);
}

void
msnp_authorize_forget(MsnpAccount *ma)
{
    g_slist_free_full(ma->questions, question_free);
    ma->questions = NULL;
}

static void
question_answer(Question *question, gboolean accept)
{
    MsnpAccount *ma = msnp_pump_enter(question->ma->gc);

    asked_remove(ma, question->who);
    msnp_contact_answer(ma->session, question->who, accept, NULL);
    ma->questions = g_slist_remove(ma->questions, question);
    question_free(question);
    msnp_pump_leave(ma);
}

static void
question_accept(gpointer data)
{
    question_answer(data, TRUE);
}

static void
question_deny(gpointer data)
{
    question_answer(data, FALSE);
}

static gboolean
question_is_open(MsnpAccount *ma, const char *who)
{
    GSList *l;

    for (l = ma->questions; l; l = l->next)
        if (!strcmp(((Question *) l->data)->who, who))
            return TRUE;
    return FALSE;
}

void
msnp_authorize_ask(MsnpAccount *ma, const MsnpAction *action)
{
    const char *who = msnp_contact_handle(action->contact), *name = msnp_contact_name(action->contact);
    g_autofree char *plain = NULL;
    gboolean listed = (msnp_contact_lists(action->contact) & MSNP_LIST_FORWARD) != 0;
    g_auto(GStrv) asked = NULL;
    gboolean was_asked;
    Question *question;

    if (g_slist_length(ma->questions) >= OPEN_MAX || question_is_open(ma, who))
        return;
    asked = asked_load(ma);
    was_asked = g_strv_contains((const char *const *) asked, who);
    if (was_asked && !msnp_session_is_online(ma->session))
        return;
    if (!was_asked)
        asked_add(ma, asked, who);
    question = g_new0(Question, 1);
    question->ma = ma;
    question->who = g_strdup(who);
    ma->questions = g_slist_prepend(ma->questions, question);
    purple_account_request_authorization(ma->account, question->who, NULL,
                                         *name ? msnp_plus_shown_name(name, &plain) : NULL, NULL, listed,
                                         question_accept, question_deny, question);
}
