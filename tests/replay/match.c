/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares one action with one line of a replay file. Keeps the names that the file gives to links
 * and jobs; refuses to know what comes next. */
#include "match.h"

#include <string.h>

#include "text.h"

void
names_init(Names *names)
{
    names->links = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    names->jobs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

void
names_clear(Names *names)
{
    g_hash_table_unref(names->links);
    g_hash_table_unref(names->jobs);
}

gboolean
names_find(GHashTable *table, const char *name, guint *number)
{
    gpointer value;

    if (!g_hash_table_lookup_extended(table, name, NULL, &value))
        return FALSE;
    *number = GPOINTER_TO_UINT(value);
    return TRUE;
}

static gboolean
names_set(GHashTable *table, const char *name, guint number)
{
    g_hash_table_replace(table, g_strdup(name), GUINT_TO_POINTER(number));
    return TRUE;
}

static gboolean
is_named(GHashTable *table, const char *name, guint number)
{
    guint found;

    return names_find(table, name, &found) && found == number;
}

/* ---- one kind after the other ---- */

static gboolean
match_connect(const Item *item, const MsnpAction *action, Names *names)
{
    return strcmp(item->head->str, action->host) == 0 && item->number == action->port &&
           names_set(names->links, item->name, action->link);
}

static gboolean
match_listen(const Item *item, const MsnpAction *action, Names *names)
{
    return names_set(names->links, item->name, action->link);
}

static gboolean
match_write(const Item *item, const MsnpAction *action, Names *names)
{
    gsize head = item->head->len, payload = item->payload->len;

    if (item->raw)
        return is_named(names->links, item->name, action->link) && action->len == payload &&
               memcmp(action->data, item->payload->str, payload) == 0;
    return is_named(names->links, item->name, action->link) && action->len == head + 2 + payload &&
           memcmp(action->data, item->head->str, head) == 0 &&
           memcmp(action->data + head, "\r\n", 2) == 0 &&
           memcmp(action->data + head + 2, item->payload->str, payload) == 0;
}

static gboolean
match_close(const Item *item, const MsnpAction *action, Names *names)
{
    return is_named(names->links, item->name, action->link);
}

/* Headers that the file names must be as it says; a secret one that it does not name must not be.
 */
static gboolean
match_headers(const Item *item, const MsnpHttpRequest *request)
{
    guint matched = 0;

    for (guint i = 0; i < request->n_headers; i++) {
        const MsnpHttpHeader *header = &request->headers[i];
        const char *value = fields_find(item->fields, header->name);

        if (!value ? header->secret : strcmp(value, header->value) != 0)
            return FALSE;
        matched += value != NULL;
    }
    return matched == item->fields->len;
}

/* All of the body, or where the file says "|~", those parts of it in that order. */
static gboolean
match_body(const Item *item, const MsnpHttpRequest *request)
{
    const char *p = request->body ? (const char *) request->body : "";
    const char *end = p + request->body_len;

    if (item->holds->len == 0)
        return request->body_len == item->payload->len &&
               memcmp(p, item->payload->str, request->body_len) == 0;
    for (guint i = 0; p && i < item->holds->len; i++) {
        const char *part = g_ptr_array_index(item->holds, i);

        p = g_strstr_len(p, end - p, part);
        p = p ? p + strlen(part) : NULL;
    }
    return p != NULL;
}

static gboolean
match_fetch(const Item *item, const MsnpAction *action, Names *names)
{
    const MsnpHttpRequest *request = action->request;
    g_autofree char *target = g_strdup_printf("%s %s", request->method, request->url);

    return strcmp(item->head->str, target) == 0 && match_headers(item, request) &&
           match_body(item, request) && names_set(names->jobs, item->name, action->id);
}

static gboolean
match_abandon(const Item *item, const MsnpAction *action, Names *names)
{
    return is_named(names->jobs, item->name, action->id);
}

gboolean
match_line(const Item *item, const char *line)
{
    g_autofree char *kind = NULL;
    g_autoptr(GPtrArray) fields = NULL;

    if (!script_split_event(line, &kind, &fields) || strcmp(kind, item->name) != 0)
        return FALSE;
    for (guint i = 0; i < item->fields->len; i++) {
        const Field *wanted = g_ptr_array_index(item->fields, i);
        const char *value = fields_find(fields, wanted->name);

        if (!value || strcmp(value, wanted->value) != 0)
            return FALSE;
    }
    return TRUE;
}

/* The bytes of an event are compared where the file has some below it. */
static gboolean
match_event(const Item *item, const MsnpAction *action, Names *names)
{
    g_autoptr(GString) line = g_string_new(NULL);

    if (item->has_payload && (!action->data || action->len != item->payload->len ||
                              memcmp(action->data, item->payload->str, action->len) != 0))
        return FALSE;
    msnp_action_print(action, line);
    return match_line(item, line->str);
}

gboolean
match_action(const Item *item, const MsnpAction *action, Names *names)
{
    static const struct {
        ItemKind item;
        MsnpActionKind action;
        gboolean (*match)(const Item *item, const MsnpAction *action, Names *names);
    } kinds[] = {
        {ITEM_CONNECT, MSNP_ACTION_CONNECT, match_connect},
        {ITEM_LISTEN, MSNP_ACTION_LISTEN, match_listen},
        {ITEM_WRITE, MSNP_ACTION_WRITE, match_write},
        {ITEM_CLOSE, MSNP_ACTION_CLOSE, match_close},
        {ITEM_FETCH, MSNP_ACTION_FETCH, match_fetch},
        {ITEM_ABANDON, MSNP_ACTION_ABANDON, match_abandon},
    };

    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (item->kind == kinds[i].item || action->kind == kinds[i].action)
            return item->kind == kinds[i].item && action->kind == kinds[i].action &&
                   kinds[i].match(item, action, names);
    }
    return match_event(item, action, names);
}

/* ---- for people ---- */

static const char *
name_of(GHashTable *table, guint number)
{
    GHashTableIter iter;
    gpointer key, value;

    g_hash_table_iter_init(&iter, table);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        if (GPOINTER_TO_UINT(value) == number)
            return key;
    }
    return "?";
}

void
match_describe(const MsnpAction *action, const Names *names, GString *out)
{
    switch (action->kind) {
    case MSNP_ACTION_WRITE:
        g_string_append_printf(out, ">%s ", name_of(names->links, action->link));
        text_escape(out, action->data, action->len);
        break;
    case MSNP_ACTION_CLOSE:
        g_string_append_printf(out, ">%s close", name_of(names->links, action->link));
        break;
    case MSNP_ACTION_FETCH:
        g_string_append_printf(out, ">job %u %s %s", action->id, action->request->method,
                               action->request->url);
        for (guint i = 0; i < action->request->n_headers; i++)
            g_string_append_printf(out, "\n| %s: %s", action->request->headers[i].name,
                                   action->request->headers[i].value);
        g_string_append(out, action->request->body ? "\n|\n| " : "");
        text_escape(out, action->request->body, action->request->body_len);
        break;
    case MSNP_ACTION_ABANDON:
        g_string_append_printf(out, ">job %s abandon", name_of(names->jobs, action->id));
        break;
    case MSNP_ACTION_FILE_WRITE:
    case MSNP_EVENT_INK:
    case MSNP_EVENT_OBJECT:
    case MSNP_EVENT_OWN_PICTURE:
    case MSNP_EVENT_FILE_OFFERED:
        msnp_action_print(action, out);
        g_string_append(out, action->data ? "\n| " : "");
        text_escape(out, action->data, action->data ? action->len : 0);
        break;
    default:
        msnp_action_print(action, out);
    }
}
