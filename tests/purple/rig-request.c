/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Questions: kept open until the scenario answers them, like a dialogue nobody has looked at. */
#include "rig-ui.h"
#include "rig.h"

#include <string.h>

enum { BUTTONS_MAX = 8 };

typedef struct {
    PurpleRequestType type;
    char *labels[BUTTONS_MAX];
    GCallback callbacks[BUTTONS_MAX];
    guint buttons;
    PurpleRequestFields *fields;
    void *user_data;
} Question;

typedef struct {
    PurpleAccount *account;
    char *who;
    PurpleAccountRequestAuthorizationCb yes, no;
    void *user_data;
} Authorization;

static GPtrArray *questions, *authorizations;

static Question *
question_new(PurpleRequestType type, void *user_data)
{
    Question *question = g_new0(Question, 1);
    question->type = type;
    question->user_data = user_data;
    g_ptr_array_add(questions, question);
    return question;
}

static void
question_free(Question *question)
{
    for (guint i = 0; i < question->buttons; i++) {
        g_free(question->labels[i]);
    }
    g_free(question);
}

static void
add_button(Question *question, const char *label, GCallback callback)
{
    g_assert(question->buttons < BUTTONS_MAX);
    question->labels[question->buttons] = g_strdup(label != NULL ? label : "");
    question->callbacks[question->buttons++] = callback;
}

static void
record(const Question *question, const char *type, const char *title, const char *primary,
       const char *secondary, PurpleAccount *account)
{
    GString *labels = g_string_new("");
    for (guint i = 0; i < question->buttons; i++) {
        g_string_append_printf(labels, "[%s]", question->labels[i]);
    }
    rig_record(account, "request", "type", type, "title", title, "primary", primary, "secondary",
               secondary, "actions", labels->str, NULL);
    g_string_free(labels, TRUE);
}

static void *
request_action(const char *title, const char *primary, const char *secondary, int default_action,
               PurpleAccount *account, const char *who, PurpleConversation *conv, void *user_data,
               size_t count, va_list actions)
{
    Question *question = question_new(PURPLE_REQUEST_ACTION, user_data);
    for (size_t i = 0; i < count; i++) {
        const char *label = va_arg(actions, const char *);
        GCallback callback = va_arg(actions, GCallback);
        add_button(question, label, callback);
    }
    record(question, "action", title, primary, secondary, account);
    return question;
}

/* That there is a picture beside the words is an event of its own. */
static void *
request_action_with_icon(const char *title, const char *primary, const char *secondary,
                         int default_action, PurpleAccount *account, const char *who,
                         PurpleConversation *conv, gconstpointer icon, gsize icon_size,
                         void *user_data, size_t count, va_list actions)
{
    g_autofree char *size = g_strdup_printf("%u", (guint) icon_size);
    rig_record(account, "request-icon", "who", who, "size", size, NULL);
    return request_action(title, primary, secondary, default_action, account, who, conv, user_data,
                          count, actions);
}

static void *
request_input(const char *title, const char *primary, const char *secondary,
              const char *default_value, gboolean multiline, gboolean masked, gchar *hint,
              const char *ok_text, GCallback ok, const char *cancel_text, GCallback cancel,
              PurpleAccount *account, const char *who, PurpleConversation *conv, void *user_data)
{
    Question *question = question_new(PURPLE_REQUEST_INPUT, user_data);
    add_button(question, ok_text, ok);
    add_button(question, cancel_text, cancel);
    record(question, "input", title, primary, secondary, account);
    return question;
}

static void *
request_fields(const char *title, const char *primary, const char *secondary,
               PurpleRequestFields *fields, const char *ok_text, GCallback ok,
               const char *cancel_text, GCallback cancel, PurpleAccount *account, const char *who,
               PurpleConversation *conv, void *user_data)
{
    Question *question = question_new(PURPLE_REQUEST_FIELDS, user_data);
    question->fields = fields;
    add_button(question, ok_text, ok);
    add_button(question, cancel_text, cancel);
    record(question, "fields", title, primary, secondary, account);
    return question;
}

static void *
request_file(const char *title, const char *filename, gboolean save, GCallback ok, GCallback cancel,
             PurpleAccount *account, const char *who, PurpleConversation *conv, void *user_data)
{
    Question *question = question_new(PURPLE_REQUEST_FILE, user_data);
    add_button(question, "Open", ok);
    add_button(question, "Cancel", cancel);
    record(question, "file", title, filename, save ? "save" : "open", account);
    return question;
}

/* Choices are answered by no scenario yet; they are only seen. */
static void *
request_choice(const char *title, const char *primary, const char *secondary, int default_value,
               const char *ok_text, GCallback ok, const char *cancel_text, GCallback cancel,
               PurpleAccount *account, const char *who, PurpleConversation *conv, void *user_data,
               va_list choices)
{
    Question *question = question_new(PURPLE_REQUEST_CHOICE, user_data);
    record(question, "choice", title, primary, secondary, account);
    return question;
}

static void
close_request(PurpleRequestType type, void *handle)
{
    Question *question = handle;
    if (!g_ptr_array_remove(questions, question)) {
        rig_fail("a question is closed twice");
    }
    if (question->fields != NULL) {
        purple_request_fields_destroy(question->fields);
    }
    question_free(question);
}

static void
call_button(const Question *question, guint button, const char *text)
{
    GCallback callback = question->callbacks[button];
    if (callback == NULL) {
        return;
    }
    switch (question->type) {
    case PURPLE_REQUEST_ACTION:
        ((PurpleRequestActionCb) callback)(question->user_data, (int) button);
        break;
    case PURPLE_REQUEST_FIELDS:
        ((PurpleRequestFieldsCb) callback)(question->user_data, question->fields);
        break;
    default:
        ((PurpleRequestInputCb) callback)(question->user_data, text);
        break;
    }
}

void
rig_answer(const char *button, const char *text)
{
    if (questions->len == 0) {
        rig_fail("no question is open");
    }
    Question *question = questions->pdata[questions->len - 1];
    for (guint i = 0; i < question->buttons; i++) {
        if (g_pattern_match_simple(button, question->labels[i])) {
            call_button(question, i, text);
            if (g_ptr_array_find(questions, question, NULL)) {
                purple_request_close(question->type, question);
            }
            return;
        }
    }
    rig_fail("the question has no button \"%s\"", button);
}

static PurpleRequestField *
open_field(const char *id)
{
    Question *question = questions->len > 0 ? questions->pdata[questions->len - 1] : NULL;
    if (question == NULL || question->fields == NULL) {
        rig_fail("no question with fields is open");
    }
    return purple_request_fields_get_field(question->fields, id);
}

void
rig_fill(const char *id, const char *text)
{
    purple_request_field_string_set_value(open_field(id), text);
}

void
rig_choose(const char *id, const char *label)
{
    PurpleRequestField *field = open_field(id);
    int index = 0;
    for (GList *l = purple_request_field_choice_get_labels(field); l != NULL; l = l->next) {
        if (g_pattern_match_simple(label, l->data)) {
            purple_request_field_choice_set_value(field, index);
            return;
        }
        index++;
    }
    rig_fail("the list \"%s\" has no \"%s\"", id, label);
}

guint
rig_open_questions(void)
{
    return questions->len;
}

/* -- authorization ------------------------------------------------------------------------------
 */

static void
authorization_free(gpointer data)
{
    Authorization *authorization = data;
    g_free(authorization->who);
    g_free(authorization);
}

static void *
request_authorize(PurpleAccount *account, const char *who, const char *id, const char *alias,
                  const char *message, gboolean on_list, PurpleAccountRequestAuthorizationCb yes,
                  PurpleAccountRequestAuthorizationCb no, void *user_data)
{
    Authorization *authorization = g_new0(Authorization, 1);
    authorization->account = account;
    authorization->who = g_strdup(who);
    authorization->yes = yes;
    authorization->no = no;
    authorization->user_data = user_data;
    g_ptr_array_add(authorizations, authorization);
    rig_record(account, "authorize", "account", purple_account_get_username(account), "who", who,
               "alias", alias, "message", message, NULL);
    return authorization;
}

static void
close_account_request(void *handle)
{
    g_ptr_array_remove(authorizations, handle);
}

void
rig_authorize(PurpleAccount *account, const char *who, gboolean yes)
{
    for (guint i = 0; i < authorizations->len; i++) {
        Authorization *authorization = authorizations->pdata[i];
        if (authorization->account == account && strcmp(authorization->who, who) == 0) {
            (yes ? authorization->yes : authorization->no)(authorization->user_data);
            g_ptr_array_remove(authorizations, authorization);
            return;
        }
    }
    rig_fail("%s does not ask to be authorized", who);
}

void
rig_request_install(void)
{
    static PurpleRequestUiOps ops = {
        .request_input = request_input,
        .request_choice = request_choice,
        .request_action = request_action,
        .request_fields = request_fields,
        .request_file = request_file,
        .close_request = close_request,
        .request_action_with_icon = request_action_with_icon,
    };
    questions = g_ptr_array_new();
    authorizations = g_ptr_array_new_with_free_func(authorization_free);
    purple_request_set_ui_ops(&ops);
    PurpleAccountUiOps *accounts = purple_accounts_get_ui_ops();
    accounts->request_authorize = request_authorize;
    accounts->close_account_request = close_account_request;
}
