/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What one asks the service: addresses of its pages, people, mails to friends, pages to mobiles. Knows
 * those commands; refuses to know who shows the answers. Declared in service.h.
 */
#include "msnp/service.h"

#include <string.h>
#include "msnp/challenge.h"
#include "msnp/error.h"
#include "msnp/limits.h"
#include "msnp/link.h"
#include "msnp/secret.h"
#include "msnp/url.h"

/* One request under way. */
typedef struct {
    MsnpCore *core;
    guint id;
    char *who;  /* of a page */
    char *text;
    guint found; /* people told of a search */
    gboolean told_all;
    gboolean signs_in; /* the address asked for may sign in by itself */
} Asked;

static Asked *
asked_new(MsnpCore *core, const char *who, const char *text)
{
    Asked *asked = g_new0(Asked, 1);

    asked->core = core;
    asked->id = core->next_request++;
    asked->who = g_strdup(who);
    asked->text = g_strdup(text);
    return asked;
}

static void
asked_free(Asked *asked)
{
    g_free(asked->who);
    g_free(asked->text);
    g_free(asked);
}

/* ---- URL ---- */

static void
url_tell(Asked *asked, const char *url)
{
    MsnpAction *action = msnp_actions_push(asked->core->actions, MSNP_EVENT_URL);

    action->id = asked->id;
    action->text = msnp_actions_keep_str(asked->core->actions, url);
    asked_free(asked);
}

/* The address that signs in by itself: creds is an MD5 of cookie, seconds since sign-in and password, and the
 * server chose both the cookie and where it goes: only with the consent that an MD5 sign-in needs. */
static char *
url_with_login(MsnpCore *core, const char *rru, const char *url)
{
    guint64 seconds = (core->now - core->profile.signed_in_at) / 1000;
    GString *digested = g_string_sized_new(strlen(core->profile.mspauth) + 32);
    GString *out = g_string_sized_new(strlen(url) + 3 * strlen(core->profile.mspauth) + 3 * strlen(core->account) +
                                      3 * strlen(rru) + 256);
    char creds[MSNP_CHALLENGE_HEX];

    g_string_append(digested, core->profile.mspauth);
    g_string_append_printf(digested, "%" G_GUINT64_FORMAT, seconds);
    msnp_challenge_md5(digested->str, core->password, creds);
    msnp_secret_free_string(digested);
    g_string_append(out, url);
    g_string_append_printf(out, "%cauth=", strchr(url, '?') ? '&' : '?');
    msnp_wire_encode(out, core->profile.mspauth);
    g_string_append(out, "&creds=");
    g_string_append(out, creds);
    msnp_wipe(creds, sizeof(creds));
    g_string_append_printf(out, "&sl=%" G_GUINT64_FORMAT "&username=", seconds);
    msnp_wire_encode(out, core->account);
    g_string_append_printf(out, "&mode=ttl&sid=%" G_GUINT64_FORMAT "&id=2&rru=", core->profile.sid);
    msnp_wire_encode(out, rru);
    g_string_append(out, "&svc=mail&js=yes");
    return g_string_free(out, FALSE);
}

/* URL n rru url [id]. Living servers answer nonsense: then there is no address. */
static void
url_answered(gpointer who, const MsnpCommand *reply)
{
    Asked *asked = who;
    const char *rru = msnp_command_arg(reply, 0), *url = msnp_command_arg(reply, 1);
    char *full;

    if (msnp_url_check(url, FALSE) != MSNP_ERROR_NONE) {
        url_tell(asked, NULL);
    } else if (asked->signs_in && asked->core->profile.mspauth) {
        full = url_with_login(asked->core, rru, url);
        url_tell(asked, full);
        msnp_secret_free(full);
    } else {
        url_tell(asked, url);
    }
}

static void
url_failed(gpointer who, MsnpError error, guint number)
{
    url_tell(who, NULL);
}

guint
msnp_service_ask_url(MsnpCore *core, MsnpLink *ns, const char *service)
{
    static const MsnpAsk ask_url = {MSNP_VERB_URL, url_answered, url_failed, NULL};
    Asked *asked = asked_new(core, NULL, NULL);
    guint id = asked->id;

    asked->signs_in = msnp_core_allows_md5(core);
    msnp_link_request(ns, &ask_url, asked, 0, "URL", "%s", service);
    return id;
}

/* ---- FND ---- */

/* One row of a search, or without a name the end of one that ended early. */
static MsnpAction *
find_tell(Asked *asked, const char *name, const char *place, guint of)
{
    MsnpAction *action = msnp_core_tell_who(asked->core, MSNP_EVENT_FOUND, NULL, name);

    action->id = asked->id;
    action->text = msnp_actions_keep_str(asked->core->actions, place);
    action->len = asked->found;
    action->number = of;
    return action;
}

/* Ends every search, the one that found everybody too. */
static void
find_failed(gpointer who, MsnpError error, guint number)
{
    Asked *asked = who;
    MsnpCore *core = asked->core;
    MsnpAction *action;

    if (!asked->told_all) {
        action = find_tell(asked, "", "", asked->found);
        action->error = error == MSNP_ERROR_SERVER ? msnp_error_of_request(number) : error;
    }
    if (core->find == asked) {
        core->find = NULL;
        core->find_trid = 0;
    }
    asked_free(asked);
}

/* A star stands for anything. */
static void
find_append(GString *line, const char *key, const char *value)
{
    g_string_append(line, key);
    if (value && *value)
        msnp_wire_encode(line, value);
    else
        g_string_append_c(line, '*');
}

/* The results carry the TrID but do not end the request, which ends by its time-out. */
guint
msnp_service_find(MsnpCore *core, MsnpLink *ns, const char *first, const char *last, const char *country)
{
    static const MsnpAsk ask_find = {MSNP_N_VERBS, NULL, find_failed, NULL};
    Asked *asked = asked_new(core, NULL, NULL);
    g_autoptr(GString) line = g_string_new(NULL);
    guint id = asked->id;

    find_append(line, "fname=", first);
    find_append(line, " lname=", last);
    find_append(line, " city=* state=* country=", country);
    core->find = asked;
    core->find_trid = msnp_link_request(ns, &ask_find, asked, 0, "FND", "%s", line->str);
    return id;
}

/* The value of key= among the words, decoded; "" if it is not there. */
static const char *
found_value(const MsnpCommand *c, const char *key)
{
    guint i;

    for (i = 2; i < c->argc; i++)
        if (g_str_has_prefix(msnp_command_arg(c, i), key))
            return msnp_wire_decode(msnp_command_arg(c, i) + strlen(key), MSNP_LIMIT_NAME);
    return "";
}

void
msnp_service_found(MsnpCore *core, const MsnpCommand *c)
{
    Asked *asked = core->find;
    g_autofree char *name = NULL, *place = NULL;
    guint64 index, total;

    if (!asked || asked->told_all || c->trid != core->find_trid ||
        !msnp_wire_number(msnp_command_arg(c, 0), G_MAXINT, &index) ||
        !msnp_wire_number(msnp_command_arg(c, 1), G_MAXINT, &total)) {
        msnp_core_debug(core, "FND that nobody asked for ignored");
        return;
    }
    name = g_strdup_printf("%s %s", found_value(c, "fname="), found_value(c, "lname="));
    place = g_strdup_printf("%s, %s, %s", found_value(c, "city="), found_value(c, "state="),
                            found_value(c, "country="));
    asked->found += total > 0;
    asked->told_all = index >= total || asked->found >= MSNP_LIMIT_FOUND;
    find_tell(asked, g_strstrip(name), total ? place : "",
              asked->told_all ? asked->found : MAX((guint) total, asked->found + 1));
}

/* ---- SND, SDC ---- */

static void
mail_tell(Asked *asked, MsnpError error, guint number)
{
    MsnpAction *action = msnp_actions_push(asked->core->actions, MSNP_EVENT_SENT_MAIL);

    action->id = asked->id;
    action->error = error;
    action->number = number;
    asked_free(asked);
}

static void
mail_answered(gpointer who, const MsnpCommand *reply)
{
    mail_tell(who, MSNP_ERROR_NONE, 0);
}

static void
mail_failed(gpointer who, MsnpError error, guint number)
{
    mail_tell(who, error == MSNP_ERROR_SERVER ? msnp_error_of_request(number) : error, number);
}

guint
msnp_service_invite_by_mail(MsnpCore *core, MsnpLink *ns, const char *address, const char *text)
{
    static const MsnpAsk ask_snd = {MSNP_VERB_SND, mail_answered, mail_failed, NULL};
    static const MsnpAsk ask_sdc = {MSNP_VERB_SDC, mail_answered, mail_failed, NULL};
    static const char *const tails[] = {"", " 0x0409 MSMSGS", " 0x0409 MSMSGS MSMSGS"};
    MsnpInviteMail form = core->dialect->invite_mail;
    Asked *asked = asked_new(core, NULL, NULL);
    g_autoptr(GString) line = g_string_new(address);
    guint id = asked->id;

    if (form != MSNP_INVITE_BY_SDC) {
        msnp_link_request(ns, &ask_snd, asked, 0, "SND", "%s%s", address, tails[form]);
        return id;
    }
    g_string_append(line, " 0x0409 MSMSGS MSMSGS X X ");
    msnp_wire_encode(line, *core->own_name ? core->own_name : core->account);
    msnp_link_request_payload(ns, &ask_sdc, asked, TRUE, "SDC", line->str, text, strlen(text));
    return id;
}

/* ---- PAG, PGD ---- */

/* The text with what XML or the gateway would take for its own as numbers. */
static void
page_escape(GString *out, const char *text)
{
    for (; *text; text++) {
        if (g_ascii_iscntrl(*text))
            g_string_append_c(out, ' ');
        else if (strchr("&;<>^", *text))
            g_string_append_printf(out, "&#x%02X;", (guint8) *text);
        else
            g_string_append_c(out, *text);
    }
}

static void
page_failed(gpointer who, MsnpError error, guint number)
{
    Asked *asked = who;
    MsnpActions *actions = asked->core->actions;
    MsnpAction *action;

    /* only refusals are answered; who quits knows it */
    if (error == MSNP_ERROR_SERVER || (error == MSNP_ERROR_LOST && asked->core->end != MSNP_ERROR_SIGNED_OUT)) {
        action = msnp_core_tell_who(asked->core, MSNP_EVENT_FAILED, asked->who, NULL);
        action->id = asked->id;
        action->data = (guint8 *) msnp_actions_keep_str(actions, asked->text);
        action->len = strlen(asked->text);
        action->error = error == MSNP_ERROR_SERVER ? msnp_error_of_request(number) : MSNP_ERROR_SIGNED_OUT;
        action->number = number;
    }
    asked_free(asked);
}

guint
msnp_service_page(MsnpCore *core, MsnpLink *ns, const char *who, const char *text)
{
    static const MsnpAsk ask_page = {MSNP_N_VERBS, NULL, page_failed, NULL};
    Asked *asked = asked_new(core, who, text);
    g_autoptr(GString) payload = g_string_new("<TEXT xml:space=\"preserve\">");
    g_autofree char *arguments = NULL;
    guint id = asked->id = core->next_message++; /* it fails as messages do */

    page_escape(payload, text);
    g_string_append(payload, "</TEXT>");
    arguments = g_strdup_printf("%s%s", who, strcmp(core->dialect->page, "PGD") ? "" : " 1");
    msnp_link_request_payload(ns, &ask_page, asked, TRUE, core->dialect->page, arguments, payload->str,
                              payload->len);
    return id;
}
