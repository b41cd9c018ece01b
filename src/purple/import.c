/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Taking over buddies, groups and aliases from another account of this libpurple, such as one of another MSN plugin.
 * Knows which account, what is new in it, and that servers want one change after the other; refuses to know how a buddy
 * is added.
 */
#include "purple/import.h"

#include <string.h>
#include "purple/circles.h"
#include "purple/blist.h"
#include "purple/buddies.h"
#include "purple/errtext.h"
#include "purple/nls.h"
#include "purple/pump.h"

/* After a server has said that it was too fast: seconds until it goes on, and how often in a row. */
#define PAUSE_SECONDS 5
#define PAUSES_MAX    12

/* Refusals that are told one by one. */
#define REFUSALS_MAX 20

/* The longest address that is tried; servers stop much earlier. */
#define ADDRESS_MAX 320

typedef struct {
    char *who;
    char *group; /* NULL: is in the list already, and only gets the alias */
    char *alias; /* NULL for none */
    gboolean again; /* stands in another group as well */
} Entry;

struct _MsnpImport {
    MsnpAccount *ma;
    GPtrArray *sources; /* name and protocol of each account to choose from, in turn */
    GHashTable *seen;   /* addresses, and groups of them */
    GQueue entries;
    Entry *current; /* at which the server is */
    guint request;
    guint pause; /* timeout */
    guint pauses;
    guint n_new, n_known, n_unfit, n_added, n_refused;
    GString *refusals;
};

static void
entry_free(gpointer data)
{
    Entry *entry = data;

    g_free(entry->who);
    g_free(entry->group);
    g_free(entry->alias);
    g_free(entry);
}

static MsnpImport *
import_new(MsnpAccount *ma)
{
    MsnpImport *import = g_new0(MsnpImport, 1);

    import->ma = ma;
    import->sources = g_ptr_array_new_with_free_func(g_free);
    import->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_queue_init(&import->entries);
    import->refusals = g_string_new(NULL);
    return import;
}

/* Questions that are open are left to who closes them. */
static void
import_end(MsnpImport *import)
{
    import->ma->import = NULL;
    if (import->pause)
        purple_timeout_remove(import->pause);
    g_clear_pointer(&import->current, entry_free);
    g_queue_clear_full(&import->entries, entry_free);
    g_ptr_array_free(import->sources, TRUE);
    g_hash_table_destroy(import->seen);
    g_string_free(import->refusals, TRUE);
    g_free(import);
}

void
msnp_import_forget(MsnpAccount *ma)
{
    if (!ma->import)
        return;
    purple_request_close_with_handle(ma->import);
    import_end(ma->import);
}

/* ---- what there is to be taken over ---- */

/* As a mail address looks: one @, with something on both sides. */
static gboolean
is_address(const char *name)
{
    const char *at = strchr(name, '@');

    return at && at > name && at[1] && !strchr(at + 1, '@') && !strpbrk(name, " \t\r\n/") &&
           strlen(name) <= ADDRESS_MAX;
}

/* TRUE the first time. */
static gboolean
is_first(MsnpImport *import, const char *who, const char *group)
{
    return g_hash_table_add(import->seen, g_strconcat(who, "\n", group, NULL));
}

static void
plan_add(MsnpImport *import, const char *who, const char *group, const char *alias, gboolean again)
{
    Entry *entry = g_new0(Entry, 1);

    entry->who = g_strdup(who);
    entry->group = g_strdup(group);
    entry->alias = alias && *alias ? g_strdup(alias) : NULL;
    entry->again = again;
    g_queue_push_tail(&import->entries, entry);
}

/* The alias that the user gave, to the buddy or to the person. */
static const char *
buddy_alias(PurpleBuddy *buddy)
{
    const char *alias = purple_buddy_get_local_buddy_alias(buddy);

    return alias && *alias ? alias : purple_buddy_get_contact(buddy)->alias;
}

/* In the list, or at least in the server's. */
static gboolean
is_known(MsnpAccount *ma, const char *who)
{
    const MsnpContact *contact = msnp_session_contact(ma->session, who);

    return purple_find_buddy(ma->account, who) || (contact && msnp_contact_lists(contact) & MSNP_LIST_FORWARD);
}

/* Who is in the list keeps his groups, and his alias if he has one. */
static void
plan_known(MsnpImport *import, const char *who, const char *alias)
{
    PurpleBuddy *known = purple_find_buddy(import->ma->account, who);
    const char *own = known ? buddy_alias(known) : NULL;

    import->n_known++;
    if (alias && *alias && (!own || !*own))
        plan_add(import, who, NULL, alias, TRUE);
}

static void
plan_buddy(MsnpImport *import, PurpleBuddy *buddy)
{
    PurpleAccount *account = import->ma->account;
    g_autofree char *who = g_strdup(purple_normalize(account, purple_buddy_get_name(buddy)));
    const char *alias = buddy_alias(buddy);
    PurpleGroup *group = purple_buddy_get_group(buddy);
    gboolean first = is_first(import, who, "");

    if (!strcmp(who, purple_normalize(account, purple_account_get_username(account))))
        return;
    if (!is_address(who)) {
        import->n_unfit += first;
    } else if (is_known(import->ma, who)) {
        if (first)
            plan_known(import, who, alias);
    } else if (group && is_first(import, who, purple_group_get_name(group))) {
        import->n_new += first;
        plan_add(import, who, purple_group_get_name(group), alias, !first);
    }
}

static int
compare_entries(gconstpointer a, gconstpointer b, gpointer unused)
{
    return strcmp(((const Entry *) a)->who, ((const Entry *) b)->who);
}

/* In the order of addresses, as libpurple has no order of its own; sorting leaves those of one person in theirs. */
static void
plan(MsnpImport *import, PurpleAccount *source)
{
    g_autoptr(GSList) buddies = purple_find_buddies(source, NULL);
    GSList *l;

    for (l = buddies; l; l = l->next)
        if (!msnp_circle_list_owns(l->data))
            plan_buddy(import, l->data);
    g_queue_sort(&import->entries, compare_entries, NULL);
}

/* ---- doing it ---- */

static void
add_line(GString *text, const char *format, guint number)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    if (number > 0)
        g_string_append_printf(text, format, number);
#pragma GCC diagnostic pop
    if (number > 0)
        g_string_append_c(text, '\n');
}

static void
import_tell(MsnpImport *import)
{
    PurpleConnection *gc = import->ma->gc;
    g_autofree char *text = NULL, *refusals = g_strdup(import->refusals->str);
    guint added = import->n_added;

    import_end(import);
    /* TRANSLATORS: the outcome of "Import buddies"; what the server refused stands below it */
    text = g_strdup_printf(ngettext("%u buddy was added.", "%u buddies were added.", added), added);
    purple_notify_info(gc, _("Import buddies"), text, *refusals ? refusals : NULL);
}

static void
import_refused(MsnpImport *import, MsnpError error, guint number)
{
    g_autofree char *why = msnp_errtext_request(error, number, import->current->who, import->current->group);

    import->n_refused++;
    if (import->n_refused <= REFUSALS_MAX)
        g_string_append_printf(import->refusals, "%s\n", why);
    else if (import->n_refused == REFUSALS_MAX + 1)
        g_string_append(import->refusals, "…");
    g_clear_pointer(&import->current, entry_free);
}

static gboolean
is_running(MsnpAccount *ma, MsnpImport *import)
{
    return ma->gc && ma->import == import;
}

/* Puts the buddy where the user would have put it, and asks the server. TRUE if that is to be waited for: of a further
 * group not every server says something. Others are told of a new buddy and may do anything, such as end all this. */
static gboolean
entry_begin(MsnpAccount *ma, MsnpImport *import)
{
    const Entry *entry = import->current;
    const char *group = msnp_blist_session_group(ma, entry->group);
    PurpleBuddy *buddy = purple_buddy_new(ma->account, entry->who, entry->alias);
    MsnpError error;

    purple_blist_add_buddy(buddy, NULL, msnp_buddies_group(ma, entry->group), NULL);
    if (!is_running(ma, import))
        return TRUE;
    error = msnp_contact_add(ma->session, entry->who, group, &import->request);
    if (error == MSNP_ERROR_NONE && !entry->again)
        return TRUE;
    if (error == MSNP_ERROR_NONE) {
        g_clear_pointer(&import->current, entry_free);
        return FALSE;
    }
    purple_blist_remove_buddy(buddy);
    if (!is_running(ma, import))
        return TRUE;
    import_refused(import, error, 0);
    return FALSE;
}

static void
entry_alias(const Entry *entry, PurpleAccount *account)
{
    PurpleBuddy *buddy = purple_find_buddy(account, entry->who);

    if (buddy)
        purple_blist_alias_buddy(buddy, entry->alias);
}

static void
import_go_on(MsnpImport *import)
{
    MsnpAccount *ma = import->ma;

    while (is_running(ma, import) && (import->current = g_queue_pop_head(&import->entries))) {
        if (import->current->group) {
            if (entry_begin(ma, import))
                return;
        } else {
            Entry *entry = g_steal_pointer(&import->current);

            entry_alias(entry, ma->account);
            entry_free(entry);
        }
    }
    if (is_running(ma, import))
        import_tell(import);
}

void
msnp_import_contact(MsnpAccount *ma, const MsnpAction *action)
{
    MsnpImport *import = ma->import;
    const MsnpContact *contact = action->contact;

    if (!import || !import->current || import->pause || !(msnp_contact_lists(contact) & MSNP_LIST_FORWARD) ||
        strcmp(msnp_contact_handle(contact), import->current->who))
        return;
    import->n_added++;
    import->pauses = 0;
    g_clear_pointer(&import->current, entry_free);
    import_go_on(import);
}

/* ---- a server that wants it slower ---- */

static gboolean
pause_is_over(gpointer data)
{
    MsnpImport *import = data;
    MsnpAccount *ma = msnp_pump_enter(import->ma->gc);

    import->pause = 0;
    g_queue_push_head(&import->entries, g_steal_pointer(&import->current));
    import_go_on(import);
    msnp_pump_leave(ma);
    return FALSE;
}

gboolean
msnp_import_failed(MsnpAccount *ma, const MsnpAction *action)
{
    MsnpImport *import = ma->import;

    if (!import || !import->current || action->id != import->request)
        return FALSE;
    if (action->error == MSNP_ERROR_TOO_FAST && import->pauses++ < PAUSES_MAX) {
        import->pause = purple_timeout_add_seconds(PAUSE_SECONDS, pause_is_over, import);
        return TRUE;
    }
    import_refused(import, action->error, action->number);
    import_go_on(import);
    return TRUE;
}

/* ---- asking ---- */

static void
import_cancelled(MsnpImport *import, gpointer unused)
{
    import_end(import);
}

static void
import_confirmed(MsnpImport *import, int choice)
{
    MsnpAccount *ma = msnp_pump_enter(import->ma->gc);

    import_go_on(import);
    msnp_pump_leave(ma);
}

static void
import_not_confirmed(MsnpImport *import, int choice)
{
    import_end(import);
}

static void
import_confirm(MsnpImport *import)
{
    PurpleConnection *gc = import->ma->gc;
    g_autoptr(GString) text = g_string_new(NULL);
    gboolean nothing = g_queue_is_empty(&import->entries);

    /* TRANSLATORS: lines of a summary before buddies of another account are taken over */
    add_line(text, ngettext("%u buddy will be added.", "%u buddies will be added.", import->n_new), import->n_new);
    add_line(text,
             ngettext("%u buddy is in your list already.", "%u buddies are in your list already.", import->n_known),
             import->n_known);
    add_line(text,
             ngettext("%u name is no address and is left out.", "%u names are no addresses and are left out.",
                      import->n_unfit),
             import->n_unfit);
    if (nothing) {
        import_end(import);
        purple_notify_info(gc, _("Import buddies"), text->str, NULL);
        return;
    }
    purple_request_action(import, _("Import buddies"), text->str,
                          /* TRANSLATORS: below a summary of what "Import buddies" is about to do */
                          _("Their groups and aliases come with them. The other account stays as it is."), 0,
                          import->ma->account, NULL, NULL, import, 2, _("_Import"), import_confirmed, _("_Cancel"),
                          import_not_confirmed);
}

/* An account may have been removed meanwhile. */
static void
import_chosen(MsnpImport *import, PurpleRequestFields *fields)
{
    guint chosen = (guint) purple_request_fields_get_choice(fields, "account") * 2;
    PurpleAccount *source = NULL;

    if (chosen + 1 < import->sources->len)
        source = purple_accounts_find(import->sources->pdata[chosen], import->sources->pdata[chosen + 1]);
    if (!source) {
        import_end(import);
        return;
    }
    plan(import, source);
    import_confirm(import);
}

static gboolean
has_buddies(PurpleAccount *account)
{
    g_autoptr(GSList) buddies = purple_find_buddies(account, NULL);
    GSList *l;

    for (l = buddies; l; l = l->next)
        if (is_address(purple_buddy_get_name(l->data)))
            return TRUE;
    return FALSE;
}

/* Where the plugin of an account is not installed any more, its id says more than that it is unknown. */
static const char *
source_protocol(PurpleAccount *account)
{
    const char *id = purple_account_get_protocol_id(account);

    return purple_find_prpl(id) ? purple_account_get_protocol_name(account) : id;
}

/* The accounts to choose from, into the field and into import->sources. */
static PurpleRequestField *
import_sources(MsnpImport *import)
{
    PurpleRequestField *field = purple_request_field_choice_new("account", _("From account"), 0);
    GList *l;

    for (l = purple_accounts_get_all(); l; l = l->next) {
        g_autofree char *label = NULL;

        if (l->data == import->ma->account || !has_buddies(l->data))
            continue;
        label = g_strdup_printf("%s (%s)", purple_account_get_username(l->data), source_protocol(l->data));
        purple_request_field_choice_add(field, label);
        g_ptr_array_add(import->sources, g_strdup(purple_account_get_username(l->data)));
        g_ptr_array_add(import->sources, g_strdup(purple_account_get_protocol_id(l->data)));
    }
    return field;
}

static void
import_choose(MsnpImport *import)
{
    PurpleRequestFields *fields = purple_request_fields_new();
    PurpleRequestFieldGroup *group = purple_request_field_group_new(NULL);

    purple_request_fields_add_group(fields, group);
    purple_request_field_group_add_field(group, import_sources(import));
    if (import->sources->len == 0) {
        PurpleConnection *gc = import->ma->gc;

        purple_request_fields_destroy(fields);
        import_end(import);
        purple_notify_info(gc, _("Import buddies"), _("No other account has buddies that MSN could have."), NULL);
        return;
    }
    purple_request_fields(import, _("Import buddies"), NULL, NULL, fields, _("_OK"), G_CALLBACK(import_chosen),
                          _("_Cancel"), G_CALLBACK(import_cancelled), import->ma->account, NULL, NULL, import);
}

/* Asked again while a question is open, it is asked anew. */
void
msnp_import_ask(MsnpAccount *ma)
{
    if (ma->import && ma->import->current) {
        purple_notify_info(ma->gc, _("Import buddies"), _("Buddies are being added just now."), NULL);
        return;
    }
    msnp_import_forget(ma);
    ma->import = import_new(ma);
    import_choose(ma->import);
}
