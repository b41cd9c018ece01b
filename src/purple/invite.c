/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Invitations to something else than talk: voice, remote assistance, games. Asks, or answers by the account's options;
 * knows that nothing here can carry them, and that another plugin may. Files are carried by xfer.c; only those that
 * cannot be taken come here.
 */
#include "purple/invite.h"

#include <string.h>
#include "purple/chat.h"
#include "purple/nls.h"
#include "purple/pump.h"

/* Values of the options. */
static const char *const choices[] = {
    [MSNP_INVITE_DECLINES] = "decline", [MSNP_INVITE_ASKS] = "ask", [MSNP_INVITE_ACCEPTS] = "accept"};

/* The Cancel-Codes of the protocol: nothing here carries it; the user said no. */
#define CODE_NOT_INSTALLED "REJECT_NOT_INSTALLED"
#define CODE_REJECT        "REJECT"

typedef struct {
    MsnpAccount *ma;
    guint id;
    guint chat;
    char *who;
    MsnpInviteKind kind;
    GHashTable *fields;
} Invitation;

static const struct {
    const char *id;     /* in the signal, and after "invite_" in the option's key */
    const char *option; /* NULL: always declined */
    const char *text;
    MsnpInviteChoice usual; /* unless changed */
} kinds[MSNP_N_INVITE_KINDS] = {
    /* TRANSLATORS: label of an account option, a list: Ask, Accept, Decline */
    [MSNP_INVITE_FILE] = {"file", N_("Files that others send"), N_WHO("%s invites you to a file transfer."),
                          MSNP_INVITE_ASKS},
    /* TRANSLATORS: label of an account option, a list: Ask, Accept, Decline */
    [MSNP_INVITE_VOICE] = {"voice", N_("Invitations to a voice call"), N_WHO("%s invites you to a voice call."),
                           MSNP_INVITE_DECLINES},
    /* TRANSLATORS: label of an account option, a list: Ask, Accept, Decline */
    [MSNP_INVITE_ASSISTANCE] = {"assistance", N_("Invitations to remote assistance"),
                                N_WHO("%s invites you to remote assistance."), MSNP_INVITE_DECLINES},
    /* TRANSLATORS: label of an account option, a list: Ask, Accept, Decline */
    [MSNP_INVITE_GAME] = {"game", N_("Invitations to a game"), N_WHO("%s invites you to a game."),
                          MSNP_INVITE_DECLINES},
    [MSNP_INVITE_OTHER] = {"other", NULL, N_WHO("%s invites you to something this program does not know."),
                           MSNP_INVITE_DECLINES},
};

static gpointer signal_handle;

void
msnp_invite_load(PurplePlugin *plugin)
{
    signal_handle = plugin;
    purple_signal_register(plugin, MSNP_INVITE_SIGNAL, purple_marshal_VOID__POINTER_POINTER_POINTER_POINTER, NULL, 4,
                           purple_value_new(PURPLE_TYPE_SUBTYPE, PURPLE_SUBTYPE_ACCOUNT),
                           purple_value_new(PURPLE_TYPE_STRING), purple_value_new(PURPLE_TYPE_STRING),
                           purple_value_new(PURPLE_TYPE_BOXED, "GHashTable *"));
}

void
msnp_invite_unload(PurplePlugin *plugin)
{
    purple_signal_unregister(plugin, MSNP_INVITE_SIGNAL);
}

static GList *
choice_add(GList *list, const char *label, MsnpInviteChoice choice)
{
    PurpleKeyValuePair *pair = g_new0(PurpleKeyValuePair, 1);

    pair->key = g_strdup(label);
    pair->value = g_strdup(choices[choice]);
    return g_list_append(list, pair);
}

/* The first entry is what holds unless changed. */
static GList *
choices_of(const char *usual_first)
{
    const char *const labels[] = {
        /* TRANSLATORS: what to do with invitations and files: an entry of a list */
        N_("Decline"),
        /* TRANSLATORS: what to do with invitations and files: an entry of a list; the user is asked */
        N_("Ask"),
        /* TRANSLATORS: what to do with invitations and files: an entry of a list */
        N_("Accept"),
    };
    GList *list = NULL;
    guint i;

    for (i = 0; i < G_N_ELEMENTS(labels); i++)
        if (!strcmp(choices[i], usual_first))
            list = choice_add(list, _(labels[i]), i);
    for (i = 0; i < G_N_ELEMENTS(labels); i++)
        if (strcmp(choices[i], usual_first))
            list = choice_add(list, _(labels[i]), i);
    return list;
}

GList *
msnp_invite_options(GList *options)
{
    guint i;

    for (i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *key = g_strconcat("invite_", kinds[i].id, NULL);

        if (kinds[i].option)
            options = g_list_append(options, purple_account_option_list_new(_(kinds[i].option), key,
                                                                            choices_of(choices[kinds[i].usual])));
    }
    return options;
}

MsnpInviteChoice
msnp_invite_choice(PurpleAccount *account, MsnpInviteKind kind)
{
    g_autofree char *key = g_strconcat("invite_", kinds[kind].id, NULL);
    const char *choice = purple_account_get_string(account, key, choices[kinds[kind].usual]);
    guint i;

    for (i = 0; i < G_N_ELEMENTS(choices); i++)
        if (!g_strcmp0(choice, choices[i]))
            return i;
    return MSNP_INVITE_ASKS;
}

/* ---- one invitation ---- */

/* A sentence, the caller's. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static char *
invite_text(MsnpInviteKind kind, const char *who)
{
    return g_strdup_printf(_(kinds[kind].text), who);
}
#pragma GCC diagnostic pop

static void
invitation_free(gpointer data)
{
    Invitation *invitation = data;

    g_free(invitation->who);
    g_hash_table_destroy(invitation->fields);
    g_free(invitation);
}

/* It is in no list any more: what runs from here may end the session and with it the list. */
static void
invitation_close(Invitation *invitation)
{
    purple_request_close_with_handle(invitation);
    invitation_free(invitation);
}

void
msnp_invite_forget(MsnpAccount *ma)
{
    while (ma->invitations) {
        Invitation *invitation = ma->invitations->data;

        ma->invitations = g_slist_remove(ma->invitations, invitation);
        invitation_close(invitation);
    }
}

void
msnp_invite_note(MsnpAccount *ma, const char *who, guint chat, MsnpInviteKind kind, const char *done)
{
    PurpleConversation *conv = !ma->gc ? NULL
                               : chat  ? purple_find_chat(ma->gc, (int) chat)
                                       : purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, ma->account);
    g_autofree char *invited = invite_text(kind, who), *text = NULL, *markup = NULL;

    if (!conv && ma->gc && !chat)
        conv = purple_conversation_new(PURPLE_CONV_TYPE_IM, ma->account, who);
    if (!conv)
        return;
    /* TRANSLATORS: two sentences in one line: who invites to what, and what was done about it */
    text = g_strdup_printf(C_("sentences", "%s %s"), invited, done);
    markup = g_markup_escape_text(text, -1);
    purple_conversation_write(conv, NULL, markup, PURPLE_MESSAGE_SYSTEM, time(NULL));
}

static void
invitation_note(const Invitation *invitation, const char *done)
{
    msnp_invite_note(invitation->ma, invitation->who, invitation->chat, invitation->kind, done);
}

static void
invitation_refuse(Invitation *invitation, const char *code)
{
    MsnpAccount *ma = msnp_pump_enter(invitation->ma->gc);

    ma->invitations = g_slist_remove(ma->invitations, invitation);
    msnp_invite_refuse(ma->session, invitation->id, code);
    /* TRANSLATORS: the invitation, or the file */
    invitation_note(invitation, _("It was declined."));
    invitation_close(invitation);
    msnp_pump_leave(ma);
}

static void
invitation_accept(Invitation *invitation)
{
    MsnpAccount *ma = msnp_pump_enter(invitation->ma->gc);

    ma->invitations = g_slist_remove(ma->invitations, invitation);
    msnp_invite_accept(ma->session, invitation->id, FALSE, NULL, 0);
    /* TRANSLATORS: the invitation */
    invitation_note(invitation, _("It was accepted."));
    purple_signal_emit(signal_handle, MSNP_INVITE_SIGNAL, ma->account, invitation->who, kinds[invitation->kind].id,
                       invitation->fields);
    invitation_close(invitation);
    msnp_pump_leave(ma);
}

static void
answer_accept(gpointer data, int action)
{
    invitation_accept(data);
}

static void
answer_refuse(gpointer data, int action)
{
    invitation_refuse(data, CODE_REJECT);
}

static void
invitation_ask(Invitation *invitation)
{
    MsnpAccount *ma = invitation->ma;
    g_autofree char *text = invite_text(invitation->kind, invitation->who);

    purple_request_action(invitation, NULL, text, NULL, 1, ma->account, invitation->who, NULL, invitation, 2,
                          _("_Accept"), answer_accept, _("_Decline"), answer_refuse);
}

static GHashTable *
invitation_fields(const MsnpAction *action)
{
    GHashTable *fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    guint i;

    for (i = 0; i < action->n_fields; i++)
        g_hash_table_insert(fields, g_strdup(action->fields[i].name), g_strdup(action->fields[i].value));
    return fields;
}

/* A file that comes here is one that cannot be taken. */
static MsnpInviteChoice
invitation_choice(MsnpAccount *ma, MsnpInviteKind kind)
{
    return kinds[kind].option && kind != MSNP_INVITE_FILE ? msnp_invite_choice(ma->account, kind)
                                                          : MSNP_INVITE_DECLINES;
}

void
msnp_invite_asked(MsnpAccount *ma, const MsnpAction *action)
{
    MsnpInviteChoice choice = invitation_choice(ma, action->invite);
    Invitation *invitation = g_new0(Invitation, 1);

    invitation->ma = ma;
    invitation->id = action->id;
    invitation->chat = action->chat;
    invitation->who = g_strdup(action->who);
    invitation->kind = action->invite;
    invitation->fields = invitation_fields(action);
    ma->invitations = g_slist_prepend(ma->invitations, invitation);
    if (choice == MSNP_INVITE_DECLINES)
        invitation_refuse(invitation, CODE_NOT_INSTALLED);
    else if (choice == MSNP_INVITE_ACCEPTS)
        invitation_accept(invitation);
    else
        invitation_ask(invitation);
}

void
msnp_invite_over(MsnpAccount *ma, const MsnpAction *action)
{
    GSList *l;

    for (l = ma->invitations; l; l = l->next) {
        Invitation *invitation = l->data;

        if (invitation->id != action->id)
            continue;
        ma->invitations = g_slist_remove(ma->invitations, invitation);
        /* TRANSLATORS: the invitation, by the one who sent it */
        invitation_note(invitation, _("It was taken back."));
        invitation_close(invitation);
        return;
    }
}

/* ---- what newer clients wish for ---- */

/* A wish that the session has declined by itself: nothing here can carry it. Said where somebody looks. */
void
msnp_invite_declined(MsnpAccount *ma, const MsnpAction *action)
{
    static const struct {
        const char *kind;
        const char *text;
    } wishes[] = {
        {"webcam", N_WHO("%s wanted to show or to see a webcam, which this program cannot do. It was declined.")},
        {"voice", N_WHO("%s wanted to talk or to send a voice clip, which this program cannot do. It was declined.")},
        {"game", N_WHO("%s wanted to play a game, which this program cannot do. It was declined.")},
        {NULL, N_WHO("%s wanted something that this program does not know. It was declined.")},
    };
    PurpleConversation *conv = purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, action->who, ma->account);
    g_autofree char *text = NULL, *markup = NULL;
    guint i = 0;

    while (wishes[i].kind && g_strcmp0(wishes[i].kind, action->text) != 0)
        i++;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    text = g_strdup_printf(_(wishes[i].text), action->who);
#pragma GCC diagnostic pop
    if (!conv) {
        purple_debug_info("msnp", "%s\n", text);
        return;
    }
    markup = g_markup_escape_text(text, -1);
    purple_conversation_write(conv, NULL, markup, PURPLE_MESSAGE_SYSTEM, time(NULL));
}
