/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads replay files. Every mistake in a file is an error with its line: above all a payload length
 * that does not match the payload written below it. */
#include "script.h"

#include <string.h>

#include "packet.h"
#include "requests.h"
#include "text.h"
#include "words.h"

#define MAX_INCLUDES 8

/* What is read loosely is no larger than this, all its payloads together. */
#define MAX_LOOSE (256 * 1024)

/* What is known while a file is read. */
typedef struct {
    Script *script;
    const char *file;
    guint line;
    guint depth;
    Item *last; /* the item that '|' lines continue, or NULL */
    gboolean in_body;
    gboolean loose;
    gsize size; /* read loosely: of the payloads */
    GError **error;
} Reader;

static gboolean read_file(Reader *reader, const char *path);

static gboolean G_GNUC_PRINTF(2, 3) fail(Reader *reader, const char *format, ...)
{
    va_list args;
    g_autofree char *what = NULL;

    va_start(args, format);
    what = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error(reader->error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s:%u: %s", reader->file,
                reader->line, what);
    return FALSE;
}

/* ---- items ---- */

static void
field_free(gpointer data)
{
    Field *field = data;

    g_free(field->name);
    g_free(field->value);
    g_free(field);
}

static void
add_field(GPtrArray *fields, const char *name, const char *value)
{
    Field *field = g_new0(Field, 1);

    field->name = g_strdup(name);
    field->value = g_strdup(value);
    g_ptr_array_add(fields, field);
}

static void
item_free(gpointer data)
{
    Item *item = data;

    g_free(item->text);
    g_free(item->name);
    g_string_free(item->head, TRUE);
    g_string_free(item->payload, TRUE);
    g_strfreev(item->words);
    g_ptr_array_unref(item->fields);
    g_ptr_array_unref(item->holds);
    g_free(item);
}

static Item *
add_item(Reader *reader, ItemKind kind, const char *text, const char *name)
{
    Item *item = g_new0(Item, 1);

    item->kind = kind;
    item->file = reader->file;
    item->line = reader->line;
    item->own = reader->depth == 0;
    item->debug = reader->script->debug;
    item->progress = reader->script->progress;
    item->text = g_strdup(text);
    item->name = g_strdup(name);
    item->head = g_string_new(NULL);
    item->payload = g_string_new(NULL);
    item->fields = g_ptr_array_new_with_free_func(field_free);
    item->holds = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(reader->script->items, item);
    return item;
}

gboolean
item_is_input(const Item *item)
{
    return item->kind < ITEM_CONNECT;
}

const char *
fields_find(const GPtrArray *fields, const char *name)
{
    for (guint i = 0; i < fields->len; i++) {
        const Field *field = g_ptr_array_index(fields, i);

        if (g_ascii_strcasecmp(field->name, name) == 0)
            return field->value;
    }
    return NULL;
}

gboolean
script_split_event(const char *line, char **kind, GPtrArray **fields)
{
    const char *p = line;
    g_autofree char *word = text_word(&p);
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(field_free);

    if (!word || strchr(word, '='))
        return FALSE;
    while (*p) {
        g_autofree char *key = text_until(&p, '=');
        g_autofree char *value = key ? text_word(&p) : NULL;

        if (!value || strchr(key, ' '))
            return FALSE;
        add_field(found, key, value);
    }
    *kind = g_steal_pointer(&word);
    *fields = g_steal_pointer(&found);
    return TRUE;
}

static gboolean
number_from_text(const char *text, guint64 max, guint64 *number)
{
    return g_ascii_string_to_unsigned(text, 10, 0, max, number, NULL);
}

/* ---- '@' settings ---- */

static gboolean
read_switch(Reader *reader, const char *value, gboolean *flag)
{
    if (strcmp(value, "on") != 0 && strcmp(value, "off") != 0)
        return fail(reader, "'%s' is neither 'on' nor 'off'", value);
    *flag = strcmp(value, "on") == 0;
    return TRUE;
}

static gboolean
read_dialect(Reader *reader, const char *value)
{
    guint64 number = 0;

    if (strcmp(value, "auto") != 0 && (!g_str_has_prefix(value, "MSNP") ||
                                       !number_from_text(value + strlen("MSNP"), 99, &number)))
        return fail(reader, "'%s' is no dialect", value);
    reader->script->max_dialect = number;
    return TRUE;
}

static gboolean
read_include(Reader *reader, const char *value)
{
    g_autofree char *dir = g_path_get_dirname(reader->file);
    g_autofree char *path = g_build_filename(dir, value, NULL);
    Reader inner = *reader;

    inner.loose = FALSE;
    if (reader->loose && (!g_str_has_prefix(value, "parts/") || strstr(value, "..")))
        return fail(reader, "'%s' is not to be read", value);
    if (reader->depth == MAX_INCLUDES)
        return fail(reader, "files include each other");
    inner.file = g_intern_string(path);
    inner.line = 0;
    inner.depth++;
    inner.last = NULL;
    return read_file(&inner, path);
}

static gboolean
set_string(char **where, const char *value)
{
    g_free(*where);
    *where = g_strdup(value);
    return TRUE;
}

static gboolean
read_number_or_status(Reader *reader, const char *key, const char *value)
{
    Script *script = reader->script;
    guint64 number;

    if (strcmp(key, "status") == 0)
        return status_from_name(value, &script->status) || fail(reader, "no status '%s'", value);
    if (!number_from_text(value, G_MAXUINT16, &number))
        return fail(reader, "'%s' is no port", value);
    script->port = number;
    return TRUE;
}

/* The first of the random bytes, as hex digits; the rest stays 0. */
static gboolean
read_random(Reader *reader, const char *value)
{
    gsize n = strlen(value) / 2;

    if (n > sizeof(reader->script->random) || strspn(value, "0123456789abcdef") != 2 * n)
        return fail(reader, "'%s' is not up to 32 bytes in hex digits", value);
    for (gsize i = 0; i < n; i++)
        reader->script->random[i] =
            g_ascii_xdigit_value(value[2 * i]) * 16 + g_ascii_xdigit_value(value[2 * i + 1]);
    return TRUE;
}

/* One pair of an '@' line. */
static gboolean
read_setting(Reader *reader, const char *key, const char *value)
{
    Script *script = reader->script;
    const struct {
        const char *key;
        char **string;
        gboolean *flag;
    } settings[] = {
        {"account", &script->account, NULL},
        {"password", &script->password, NULL},
        {"host", &script->host, NULL},
        {"nexus", &script->nexus, NULL},
        {"web", &script->web, NULL},
        {"rst", &script->rst, NULL},
        {"contacts", &script->contacts, NULL},
        {"oim", &script->oim, NULL},
        {"storage", &script->storage, NULL},
        {"machine", &script->machine, NULL},
        {"shown", &script->shown, NULL},
        {"allow_md5", NULL, &script->allow_md5},
        {"automatic", NULL, &script->automatic},
        {"older", NULL, &script->older},
        {"trace", NULL, &script->trace},
        {"debug", NULL, &script->debug},
        {"progress", NULL, &script->progress},
        {"cut", NULL, &script->cut},
        {"spoilt", NULL, &script->spoilt},
        {"torture", NULL, &script->torture},
        {"silence", NULL, &script->silence},
        {"direct", NULL, &script->direct},
        {"connects_only", NULL, &script->connects_only},
        {"one_place", NULL, &script->one_place},
    };

    for (guint i = 0; i < G_N_ELEMENTS(settings); i++) {
        if (strcmp(key, settings[i].key) == 0)
            return settings[i].string ? set_string(settings[i].string, value)
                                      : read_switch(reader, value, settings[i].flag);
    }
    if (strcmp(key, "include") == 0)
        return read_include(reader, value);
    if (strcmp(key, "dialect") == 0)
        return read_dialect(reader, value);
    if (strcmp(key, "port") == 0 || strcmp(key, "status") == 0)
        return read_number_or_status(reader, key, value);
    if (strcmp(key, "random") == 0)
        return read_random(reader, value);
    if (strcmp(key, "secret") != 0)
        return fail(reader, "no setting '%s'", key);
    g_ptr_array_add(script->secrets, g_strdup(value));
    return TRUE;
}

/* What the session is asked to keep secret must not be what the script then says. */
static gboolean
is_kept(const Reader *reader, const char *key)
{
    return reader->loose && (strcmp(key, "account") == 0 || strcmp(key, "password") == 0 ||
                             strcmp(key, "secret") == 0);
}

static gboolean
read_settings(Reader *reader, const char *p)
{
    while (*p) {
        g_autofree char *key = text_word(&p);
        g_autofree char *value = key && *p ? text_word(&p) : NULL;

        if (!value)
            return fail(reader, "settings come as 'key value'");
        if (is_kept(reader, key) || !g_utf8_validate(value, -1, NULL))
            return fail(reader, "'%s' is not to be set so", key);
        if (!read_setting(reader, key, value))
            return FALSE;
    }
    return TRUE;
}

static gboolean
read_words(Reader *reader, Item *item, const char *p, guint least, guint most)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
    char *word;

    while ((word = text_word(&p)))
        g_ptr_array_add(words, word);
    if (*p || words->len < least || words->len > most)
        return fail(reader, "'%s' takes %u to %u words", item->name, least, most);
    g_ptr_array_add(words, NULL);
    item->words = (char **) g_ptr_array_free(g_steal_pointer(&words), FALSE);
    return TRUE;
}

/* ---- links and jobs ---- */

static gboolean
read_address(Reader *reader, Item *item, const char *text)
{
    const char *colon = strrchr(text, ':');

    if (!colon || !number_from_text(colon + 1, G_MAXUINT16, &item->number))
        return fail(reader, "connect wants host:port");
    g_string_append_len(item->head, text, colon - text);
    return TRUE;
}

/* How a link ends, with the reason for people after it. */
static gboolean
read_end(Reader *reader, const char *text, const char *name, const char *rest, MsnpError error)
{
    Item *item = add_item(reader, ITEM_END, text, name);

    item->error = error;
    g_string_append(item->head, rest);
    return TRUE;
}

static gboolean
read_bytes(Reader *reader, ItemKind kind, const char *text, const char *name, const char *rest)
{
    Item *item = add_item(reader, kind, text, name);

    reader->last = item;
    reader->in_body = TRUE;
    item->raw = strcmp(rest, "raw") == 0;
    if (!item->raw && !text_unescape(rest, item->head))
        return fail(reader, "bad escape");
    return TRUE;
}

static gboolean
read_from_link(Reader *reader, const char *text, const char *name, const char *rest)
{
    const char *p = rest;
    g_autofree char *word = text_word(&p);

    if (!word)
        return read_bytes(reader, ITEM_BYTES, text, name, rest);
    if (strcmp(word, "up") == 0)
        return add_item(reader, ITEM_UP, text, name) != NULL;
    if (strcmp(word, "listening") == 0)
        return read_words(reader, add_item(reader, ITEM_LISTENING, text, name), p, 2, 4);
    if (strcmp(word, "room") == 0)
        return add_item(reader, ITEM_ROOM, text, name) != NULL;
    if (strcmp(word, "alive") == 0)
        return add_item(reader, ITEM_ALIVE, text, name) != NULL;
    if (strcmp(word, "closed") == 0)
        return read_end(reader, text, name, p, MSNP_ERROR_NONE);
    if (strcmp(word, "lost") == 0)
        return read_end(reader, text, name, p, MSNP_ERROR_LOST);
    if (strcmp(word, "refused") == 0)
        return read_end(reader, text, name, p, MSNP_ERROR_CONNECT);
    return read_bytes(reader, ITEM_BYTES, text, name, rest);
}

static gboolean
read_to_link(Reader *reader, const char *text, const char *name, const char *rest)
{
    const char *p = rest;
    g_autofree char *word = text_word(&p);

    if (word && strcmp(word, "connect") == 0)
        return read_address(reader, add_item(reader, ITEM_CONNECT, text, name), p);
    if (word && strcmp(word, "listen") == 0)
        return add_item(reader, ITEM_LISTEN, text, name) != NULL;
    if (word && strcmp(word, "close") == 0)
        return add_item(reader, ITEM_CLOSE, text, name) != NULL;
    return read_bytes(reader, ITEM_WRITE, text, name, rest);
}

static gboolean
read_from_job(Reader *reader, const char *text, const char *rest)
{
    g_autofree char *name = text_word(&rest);
    g_autofree char *what = name ? text_word(&rest) : NULL;
    g_autofree char *error = NULL;
    Item *item;

    if (!what)
        return fail(reader, "'<job N status' or '<job N fail error'");
    item = reader->last = add_item(reader, ITEM_REPLY, text, name);
    reader->in_body = FALSE;
    if (strcmp(what, "fail") != 0)
        return number_from_text(what, 999, &item->number) || fail(reader, "no HTTP status");
    error = text_word(&rest);
    if (!error || !error_from_name(error, &item->error) || item->error == MSNP_ERROR_NONE)
        return fail(reader, "no error of that name");
    g_string_append(item->head, rest);
    return TRUE;
}

static gboolean
read_to_job(Reader *reader, const char *text, const char *rest)
{
    g_autofree char *name = text_word(&rest);
    g_autofree char *what = name ? text_word(&rest) : NULL;
    Item *item;

    if (!what)
        return fail(reader, "'>job N GET url' or '>job N abandon'");
    if (strcmp(what, "abandon") == 0)
        return add_item(reader, ITEM_ABANDON, text, name) != NULL;
    item = reader->last = add_item(reader, ITEM_FETCH, text, name);
    reader->in_body = FALSE;
    g_string_append_printf(item->head, "%s %s", what, rest);
    return TRUE;
}

/* A '<' or '>' line. */
static gboolean
read_traffic(Reader *reader, const char *text)
{
    gboolean from = text[0] == '<';
    const char *p = text + 1;
    g_autofree char *name = text_until(&p, ' ');

    if (!name) {
        name = g_strdup(p);
        p += strlen(p);
    }
    if (strcmp(name, "job") == 0)
        return from ? read_from_job(reader, text, p) : read_to_job(reader, text, p);
    if (strcmp(name, "ns") != 0 && !g_str_has_prefix(name, "sb") && !g_str_has_prefix(name, "ft"))
        return fail(reader, "'%s' is neither ns, sb1, sb2..., ft1, ft2... nor job", name);
    return from ? read_from_link(reader, text, name, p) : read_to_link(reader, text, name, p);
}

/* ---- the '|' lines ---- */

static gboolean
read_header(Reader *reader, const char *text)
{
    const char *colon = strstr(text, ": ");
    g_autofree char *name = colon ? g_strndup(text, colon - text) : NULL;
    g_autoptr(GString) value = g_string_new(NULL);

    if (!name || !text_unescape(colon + 2, value))
        return fail(reader, "a header line is 'Name: value'");
    add_field(reader->last->fields, name, value->str);
    return TRUE;
}

/* "|p2p id=0x2 total=4 ..." is the header of a P2P packet. */
static gboolean
read_packet(Reader *reader, const char *words)
{
    if (!reader->in_body || !packet_header(words, reader->last->payload))
        return fail(reader, "no header of a P2P packet");
    reader->last->has_payload = TRUE;
    return TRUE;
}

/* "|~ text": the body of a request to a web service holds it, behind those above. */
static gboolean
read_part(Reader *reader, const char *text)
{
    g_autoptr(GString) bytes = g_string_new(NULL);

    if (reader->last->kind != ITEM_FETCH || reader->in_body || !text_unescape(text, bytes))
        return fail(reader, "no part of a request's body");
    g_ptr_array_add(reader->last->holds, g_string_free(g_steal_pointer(&bytes), FALSE));
    return TRUE;
}

/* "| text", or "|*N text" for N times the text. */
static gboolean
read_continuation(Reader *reader, const char *p)
{
    g_autoptr(GString) bytes = g_string_new(NULL);
    guint64 times = 1;

    if (!reader->last)
        return fail(reader, "nothing to continue");
    if (g_str_has_prefix(p, "p2p "))
        return read_packet(reader, p + strlen("p2p "));
    if (g_str_has_prefix(p, "~ "))
        return read_part(reader, p + 2);
    if (*p == '*') {
        g_autofree char *count = text_until(&p, ' ');

        if (!count || !number_from_text(count + 1, 1 << 20, &times))
            return fail(reader, "'|*N text' wants a number");
    } else if (*p) {
        if (*p++ != ' ')
            return fail(reader, "a space belongs after '|'");
    }
    if (!reader->in_body) {
        reader->in_body = *p == '\0';
        return reader->in_body || read_header(reader, p);
    }
    if (!text_unescape(p, bytes))
        return fail(reader, "bad escape");
    reader->size += times * bytes->len;
    if (reader->loose && reader->size > MAX_LOOSE)
        return fail(reader, "too much");
    while (times-- > 0)
        g_string_append_len(reader->last->payload, bytes->str, bytes->len);
    reader->last->has_payload = TRUE;
    return TRUE;
}

/* A command whose payload is written out must announce just that many bytes. */
static gboolean
check_payload(Reader *reader)
{
    Item *item = reader->last;
    const char *length;
    guint64 number;

    if (!item || !item->has_payload || item->raw)
        return TRUE;
    if (item->kind != ITEM_BYTES && item->kind != ITEM_WRITE)
        return TRUE;
    length = strrchr(item->head->str, ' ');
    if (length && number_from_text(length + 1, G_MAXUINT32, &number) &&
        number == item->payload->len)
        return TRUE;
    if (reader->loose && length) {
        g_string_truncate(item->head, length + 1 - item->head->str);
        g_string_append_printf(item->head, "%" G_GSIZE_FORMAT, item->payload->len);
        return TRUE;
    }
    reader->line = item->line;
    return fail(reader, "the payload has %" G_GSIZE_FORMAT " bytes: %s", item->payload->len,
                item->text);
}

/* ---- the other lines ---- */

/* From here on '|' lines are bytes of the item. */
static void
begin_body(Reader *reader, Item *item)
{
    reader->last = item;
    reader->in_body = TRUE;
}

static gboolean
read_text_request(Reader *reader, Item *item, const char *p, guint words)
{
    item->words = g_new0(char *, words + 1);
    for (guint i = 0; i < words; i++) {
        item->words[i] = text_word(&p);
        if (!item->words[i])
            return fail(reader, "'%s' takes %u words before its text", item->name, words);
    }
    begin_body(reader, item);
    return text_unescape(p, item->payload) || fail(reader, "bad escape");
}

/* Of the requests that are words, the offer of a file may have bytes below it: its preview. */
static gboolean
read_word_request(Reader *reader, Item *item, const char *p, guint least, guint most)
{
    if (strcmp(item->name, "send-file") == 0)
        begin_body(reader, item);
    return read_words(reader, item, p, least, most);
}

static gboolean
read_request(Reader *reader, const char *text)
{
    const char *p = text + 1;
    g_autofree char *space = text_until(&p, ' ');
    g_autofree char *verb = text_word(&p);
    const RequestForm *form;

    if (!space || !verb)
        return fail(reader, "no request");
    form = request_form(verb);
    if (form && form->has_text)
        return read_text_request(reader, add_item(reader, ITEM_REQUEST, text, verb), p,
                                 form->least);
    if (form)
        return read_word_request(reader, add_item(reader, ITEM_REQUEST, text, verb), p, form->least,
                                 form->most);
    return fail(reader, "no such request");
}

static gboolean
read_event(Reader *reader, const char *text)
{
    g_autofree char *kind = NULL;
    g_autoptr(GPtrArray) fields = NULL;
    Item *item;

    if (text[1] != ' ' || !script_split_event(text + 2, &kind, &fields))
        return fail(reader, "an event is 'kind key=value ...'");
    item = add_item(reader, *text == '=' ? ITEM_EVENT : ITEM_LOOK, text, kind);
    g_ptr_array_unref(item->fields);
    item->fields = g_steal_pointer(&fields);
    if (item->kind == ITEM_EVENT)
        begin_body(reader, item);
    return TRUE;
}

static gboolean
read_clock(Reader *reader, const char *text)
{
    static const struct {
        const char *unit;
        guint ms;
    } units[] = {{"ms", 1}, {"min", 60000}, {"s", 1000}};
    const char *amount = text + 2;

    for (guint i = 0; i < G_N_ELEMENTS(units) && text[1] == ' '; i++) {
        g_autofree char *digits = NULL;
        guint64 number;

        if (!g_str_has_suffix(amount, units[i].unit))
            continue;
        digits = g_strndup(amount, strlen(amount) - strlen(units[i].unit));
        if (number_from_text(digits, G_MAXUINT32, &number)) {
            add_item(reader, ITEM_CLOCK, text, "clock")->number = number * units[i].ms;
            return TRUE;
        }
    }
    return fail(reader, "a time is a number with ms, s or min");
}

static gboolean
read_line(Reader *reader, const char *text)
{
    if (*text == '|')
        return read_continuation(reader, text + 1);
    if (!check_payload(reader))
        return FALSE;
    reader->last = NULL;
    switch (*text) {
    case '\0':
    case '#':
        return TRUE;
    case '@':
        return read_settings(reader, text + 1 + strspn(text + 1, " "));
    case '<':
    case '>':
        return read_traffic(reader, text);
    case '!':
        return read_request(reader, text);
    case '=':
    case '?':
        return read_event(reader, text);
    case '~':
        return read_clock(reader, text);
    default:
        return fail(reader, "a line begins with one of # @ < > | ! = ? ~");
    }
}

static gboolean
read_file(Reader *reader, const char *path)
{
    g_autofree char *contents = NULL;
    g_auto(GStrv) lines = NULL;

    if (!g_file_get_contents(path, &contents, NULL, reader->error))
        return FALSE;
    lines = g_strsplit(contents, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        reader->line = i + 1;
        if (!read_line(reader, lines[i]))
            return FALSE;
    }
    return check_payload(reader);
}

static void
read_line_loosely(Reader *reader, const char *line)
{
    guint before = reader->script->items->len;

    if (read_line(reader, line) || *line == '|')
        return;
    g_ptr_array_set_size(reader->script->items, before);
    reader->last = NULL;
}

/* ---- the whole ---- */

static Script *
script_new(void)
{
    Script *script = g_new0(Script, 1);

    script->items = g_ptr_array_new_with_free_func(item_free);
    script->secrets = g_ptr_array_new_with_free_func(g_free);
    script->account = g_strdup("alice@example.com");
    script->password = g_strdup("p,word");
    script->host = g_strdup("ns.example.com");
    script->port = MSNP_DEFAULT_PORT;
    script->nexus = g_strdup("https://nexus.example.com/rdr/pprdr.asp");
    script->status = MSNP_AVAILABLE;
    script->cut = script->spoilt = script->torture = TRUE;
    return script;
}

Script *
script_load(const char *path, GError **error)
{
    g_autoptr(Script) script = script_new();
    Reader reader = {.script = script, .file = g_intern_string(path), .error = error};

    return read_file(&reader, path) ? g_steal_pointer(&script) : NULL;
}

Script *
script_read_loosely(const char *text, gsize len, const char *path)
{
    Reader reader = {.script = script_new(), .file = g_intern_string(path), .loose = TRUE};
    g_autofree char *copy = g_strndup(text, len);
    g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);

    for (guint i = 0; lines[i]; i++) {
        reader.line = i + 1;
        read_line_loosely(&reader, lines[i]);
    }
    read_line_loosely(&reader, ""); /* ends a payload */
    reader.script->silence = TRUE;
    return reader.script;
}

void
script_free(Script *script)
{
    g_ptr_array_unref(script->items);
    g_ptr_array_unref(script->secrets);
    g_free(script->account);
    g_free(script->password);
    g_free(script->host);
    g_free(script->nexus);
    g_free(script->web);
    g_free(script->rst);
    g_free(script->contacts);
    g_free(script->oim);
    g_free(script->storage);
    g_free(script->machine);
    g_free(script->shown);
    g_free(script);
}
