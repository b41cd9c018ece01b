/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Slash commands of conversations, by the names that users of MSN know. Knows what they take and what they say;
 * what is done is done elsewhere.
 */
#include "purple/commands.h"

#include <string.h>
#include "purple/chat.h"
#include "purple/im.h"
#include "purple/nls.h"
#include "purple/pump.h"
#include "purple/status.h"

#define ANYWHERE (PURPLE_CMD_FLAG_IM | PURPLE_CMD_FLAG_CHAT)
#define OPTIONAL PURPLE_CMD_FLAG_ALLOW_WRONG_ARGS

typedef struct _Command Command;

/* text: what stands behind the command, never NULL. Returns why nothing was done, the caller's; or NULL. */
typedef char *(*Deed)(PurpleConversation *conv, const Command *command, const char *text);

struct _Command {
    const char *name;
    const char *takes; /* "s": a text, "": nothing */
    PurpleCmdFlag flags;
    Deed deed;
    MsnpStatus status; /* offline: is about none */
    const char *help;  /* NULL: it is made of the status */
};

/* ---- saying what was done ---- */

static void
say(PurpleConversation *conv, const char *text)
{
    g_autofree char *markup = g_markup_escape_text(text, -1);

    purple_conversation_write(conv, NULL, markup, PURPLE_MESSAGE_SYSTEM | PURPLE_MESSAGE_NO_LOG, time(NULL));
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
/* format, translated, has one %s. */
static void
say_about(PurpleConversation *conv, const char *format, const char *about)
{
    g_autofree char *text = g_strdup_printf(format, about);

    say(conv, text);
}
#pragma GCC diagnostic pop

static char *
whom(const Command *command)
{
    /* TRANSLATORS: answer to a command without an address; %s is the command, as "invite" */
    return g_strdup_printf(_("Whom? Give an address, as in: /%s friend@example.com"), command->name);
}

/* ---- talk ---- */

static char *
nudge(PurpleConversation *conv, const Command *command, const char *text)
{
    if (purple_conversation_get_type(conv) == PURPLE_CONV_TYPE_IM)
        purple_prpl_send_attention(purple_conversation_get_gc(conv), purple_conversation_get_name(conv), 0);
    else if (!msnp_im_nudge_all(conv))
        /* TRANSLATORS: answer to the command /nudge in a group conversation that is not that of a circle */
        return g_strdup(_("Only your friend in a conversation of two, or a circle, can be nudged."));
    return NULL;
}

/* In a conversation of two it makes a chat of it. */
static char *
invite(PurpleConversation *conv, const Command *command, const char *text)
{
    PurpleConnection *gc = purple_conversation_get_gc(conv);

    if (!strchr(text, '@'))
        return whom(command);
    if (purple_conversation_get_type(conv) == PURPLE_CONV_TYPE_CHAT)
        msnp_chat_window_invite(gc, purple_conv_chat_get_id(PURPLE_CONV_CHAT(conv)), NULL, text);
    else
        msnp_chat_with_third(gc, purple_conversation_get_name(conv), text);
    return NULL;
}

/* ---- one's own status, message and name ---- */

/* Of this account alone, as other accounts have nothing to do with a conversation of this one. The message is
 * markup, NULL or "" for none. */
static void
show_as(PurpleAccount *account, const char *id, const char *message)
{
    if (message && *message)
        purple_account_set_status(account, id, TRUE, "message", message, NULL);
    else
        purple_account_set_status(account, id, TRUE, NULL);
}

/* Without a text the personal message stays as it is. */
static char *
change_status(PurpleConversation *conv, const Command *command, const char *text)
{
    PurpleAccount *account = purple_conversation_get_account(conv);
    PurpleStatus *active = purple_account_get_active_status(account);
    g_autofree char *message = *text ? g_markup_escape_text(text, -1)
                                     : g_strdup(purple_status_get_attr_string(active, "message"));

    show_as(account, msnp_status_id(command->status), message);
    /* TRANSLATORS: line in a conversation after a command such as /busy; %s is a status, as "Busy" */
    say_about(conv, _("Your status is now “%s”."), msnp_status_title(command->status));
    return NULL;
}

static char *
change_message(PurpleConversation *conv, const Command *command, const char *text)
{
    PurpleAccount *account = purple_conversation_get_account(conv);
    g_autofree char *message = g_markup_escape_text(text, -1);

    show_as(account, purple_status_get_id(purple_account_get_active_status(account)), message);
    /* TRANSLATORS: line in a conversation after the command /psm */
    say(conv, _("Your personal message has been changed."));
    return NULL;
}

static char *
change_name(PurpleConversation *conv, const Command *command, const char *text)
{
    MsnpAccount *ma = msnp_pump_enter(purple_conversation_get_gc(conv));
    MsnpError error = ma ? msnp_set_own_name(ma->session, text, NULL) : MSNP_ERROR_STATE;

    if (error != MSNP_ERROR_NONE) {
        if (ma)
            msnp_pump_leave(ma);
        return g_strdup(_("The name cannot be changed now."));
    }
    /* TRANSLATORS: line in a conversation after the command /nick; %s is a name */
    say_about(conv, _("Your name is being changed to “%s”."), text);
    msnp_pump_leave(ma);
    return NULL;
}

/* ---- others ---- */

/* Who is named, or else who the conversation is with; NULL if that is nobody. */
static const char *
command_person(PurpleConversation *conv, const char *text)
{
    if (!*text && purple_conversation_get_type(conv) == PURPLE_CONV_TYPE_IM)
        return purple_conversation_get_name(conv);
    return strchr(text, '@') ? text : NULL;
}

static char *
block(PurpleConversation *conv, const Command *command, const char *text)
{
    const char *who = command_person(conv, text);

    if (!who)
        return whom(command);
    /* TRANSLATORS: line in a conversation after the command /block; %s is an address */
    say_about(conv, _("%s is blocked from now on."), who);
    purple_privacy_deny(purple_conversation_get_account(conv), who, FALSE, FALSE);
    return NULL;
}

static char *
unblock(PurpleConversation *conv, const Command *command, const char *text)
{
    const char *who = command_person(conv, text);

    if (!who)
        return whom(command);
    /* TRANSLATORS: line in a conversation after the command /unblock; %s is an address */
    say_about(conv, _("%s is no longer blocked."), who);
    purple_privacy_allow(purple_conversation_get_account(conv), who, FALSE, FALSE);
    return NULL;
}

/* ---- the table ---- */

static const Command commands[] = {
    /* TRANSLATORS: these are shown by /help. Leave the word before the colon as it is; what stands in <> must be
     * given, what stands in [] may be */
    {"nudge", "", ANYWHERE, nudge, MSNP_OFFLINE, N_("nudge: nudge your friend to get attention")},
    {"invite", "s", ANYWHERE, invite, MSNP_OFFLINE,
     N_("invite &lt;address&gt;: invite somebody into this conversation")},
    {"online", "s", ANYWHERE | OPTIONAL, change_status, MSNP_AVAILABLE, NULL},
    {"away", "s", ANYWHERE | OPTIONAL, change_status, MSNP_AWAY, NULL},
    {"brb", "s", ANYWHERE | OPTIONAL, change_status, MSNP_BRB, NULL},
    {"busy", "s", ANYWHERE | OPTIONAL, change_status, MSNP_BUSY, NULL},
    {"phone", "s", ANYWHERE | OPTIONAL, change_status, MSNP_PHONE, NULL},
    {"lunch", "s", ANYWHERE | OPTIONAL, change_status, MSNP_LUNCH, NULL},
    {"invisible", "s", ANYWHERE | OPTIONAL, change_status, MSNP_INVISIBLE, NULL},
    {"psm", "s", ANYWHERE | OPTIONAL, change_message, MSNP_OFFLINE,
     N_("psm [message]: change your personal message; without one, take it away")},
    {"nick", "s", ANYWHERE, change_name, MSNP_OFFLINE,
     N_("nick &lt;name&gt;: change the name that your friends see")},
    {"block", "s", ANYWHERE | OPTIONAL, block, MSNP_OFFLINE,
     N_("block [address]: block somebody; without an address, whom you are talking with")},
    {"unblock", "s", ANYWHERE | OPTIONAL, unblock, MSNP_OFFLINE,
     N_("unblock [address]: unblock somebody; without an address, whom you are talking with")},
};

static PurpleCmdId ids[G_N_ELEMENTS(commands)];

/* All that is done needs a session that is online, which a conversation may outlive. */
static PurpleCmdRet
command_typed(PurpleConversation *conv, const char *name, char **args, char **error, void *data)
{
    MsnpAccount *ma = msnp_account_of(purple_conversation_get_gc(conv));
    const Command *command = data;
    g_autofree char *text = g_strstrip(g_strdup(*command->takes && args[0] ? args[0] : ""));

    if (ma && ma->session && msnp_session_is_online(ma->session))
        *error = command->deed(conv, command, text);
    else
        /* TRANSLATORS: why a command such as /nudge did nothing */
        *error = g_strdup(_("You are not signed in."));
    return *error ? PURPLE_CMD_RET_FAILED : PURPLE_CMD_RET_OK;
}

static char *
command_help(const Command *command)
{
    if (command->help)
        return g_strdup(_(command->help));
    /* TRANSLATORS: shown by /help. The first %s is a command, as "busy", the second is the status, as "Busy". It
     * changes the status of the account to which the conversation belongs */
    return g_strdup_printf(_("%s [message]: be “%s” in this account, with that personal message"), command->name,
                           msnp_status_title(command->status));
}

void
msnp_commands_load(void)
{
    guint i;

    for (i = 0; i < G_N_ELEMENTS(commands); i++) {
        g_autofree char *help = command_help(&commands[i]);

        ids[i] = purple_cmd_register(commands[i].name, commands[i].takes, PURPLE_CMD_P_PRPL,
                                     commands[i].flags | PURPLE_CMD_FLAG_PRPL_ONLY, "prpl-msn", command_typed, help,
                                     (void *) &commands[i]);
    }
}

void
msnp_commands_unload(void)
{
    guint i;

    for (i = 0; i < G_N_ELEMENTS(ids); i++)
        purple_cmd_unregister(ids[i]);
}
