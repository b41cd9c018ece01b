/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the words by which a test tells a puppet how to behave in MSNFTP; does nothing of it. */
#include "ftp-manner.h"

#include <string.h>

#include "wire.h"

#define BLOCK_LIMIT  65535
#define TYPE_LIMIT   255
#define EXCESS_LIMIT (1024 * 1024)

typedef struct {
    FtpManner *next; /* of the next transfer; NULL: nothing was ordered */
    FtpTake take;
    char *code;
} Habits;

static GHashTable *people; /* Account to Habits */

static void
habits_free(gpointer data)
{
    Habits *habits = data;

    g_clear_pointer(&habits->next, ftp_manner_free);
    g_free(habits->code);
    g_free(habits);
}

static Habits *
habits_of(const Account *account)
{
    if (people == NULL)
        people = g_hash_table_new_full(NULL, NULL, NULL, habits_free);
    Habits *habits = g_hash_table_lookup(people, account);

    if (habits == NULL) {
        habits = g_new0(Habits, 1);
        g_hash_table_insert(people, (gpointer) account, habits);
    }
    return habits;
}

static void
text_free(gpointer data)
{
    g_string_free(data, TRUE);
}

static FtpManner *
manner_new(void)
{
    FtpManner *manner = g_new0(FtpManner, 1);

    manner->fields = g_ptr_array_new_with_free_func(g_free);
    manner->says = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, text_free);
    return manner;
}

void
ftp_manner_free(FtpManner *manner)
{
    g_ptr_array_unref(manner->fields);
    g_hash_table_unref(manner->says);
    ftp_how_clear(&manner->how);
    g_free(manner);
}

FtpManner *
ftp_manner_take(const Account *account)
{
    Habits *habits = habits_of(account);
    FtpManner *manner = habits->next != NULL ? habits->next : manner_new();

    habits->next = NULL;
    return manner;
}

static FtpManner *
manner_of(const Account *account)
{
    Habits *habits = habits_of(account);

    if (habits->next == NULL)
        habits->next = manner_new();
    return habits->next;
}

void
ftp_manners_clear(void)
{
    g_clear_pointer(&people, g_hash_table_unref);
}

/* ---- what becomes of files ---- */

FtpTake
ftp_take(const Account *account, const char **code)
{
    const Habits *habits = habits_of(account);

    *code = habits->code != NULL ? habits->code : "REJECT";
    return habits->take;
}

gboolean
ftp_take_order(const Account *account, const char *words)
{
    static const char *const names[] = {"ignore", "accept", "decline"};
    g_auto(GStrv) parts = g_strsplit(words, " ", 2);
    Habits *habits = habits_of(account);

    for (guint i = 0; parts[0] != NULL && i < G_N_ELEMENTS(names); i++) {
        if (strcmp(names[i], parts[0]) != 0 || (parts[1] != NULL && i != FTP_DECLINE))
            continue;
        habits->take = (FtpTake) i;
        g_free(habits->code);
        habits->code = g_strdup(parts[1]);
        return TRUE;
    }
    return FALSE;
}

/* ---- where it stops ---- */

static const struct {
    const char *name;
    FtpHowKind kind;
    gboolean code;
} hows[] = {
    {"ccl", HOW_CCL, FALSE},      {"bye", HOW_BYE, TRUE},  {"block", HOW_BLOCK, FALSE},
    {"cancel", HOW_CANCEL, TRUE}, {"fin", HOW_FIN, FALSE}, {"reset", HOW_RESET, FALSE},
    {"hang", HOW_HANG, FALSE},
};

gboolean
ftp_how_read(const char *words, FtpHow *how)
{
    g_auto(GStrv) parts = g_strsplit(words, " ", 2);

    for (guint i = 0; parts[0] != NULL && i < G_N_ELEMENTS(hows); i++) {
        if (strcmp(hows[i].name, parts[0]) != 0 || (parts[1] != NULL && !hows[i].code))
            continue;
        how->kind = hows[i].kind;
        g_free(how->code);
        how->code = g_strdup(parts[1]);
        return TRUE;
    }
    return FALSE;
}

void
ftp_how_clear(FtpHow *how)
{
    g_clear_pointer(&how->code, g_free);
}

gboolean
ftp_stop_order(const Account *account, const char *words)
{
    g_auto(GStrv) parts = g_strsplit(words, " ", 2);
    guint64 at = 0;

    if (g_strv_length(parts) < 2 || !wire_number(parts[0], G_MAXUINT32, &at))
        return FALSE;
    FtpManner *manner = manner_of(account);

    if (!ftp_how_read(parts[1], &manner->how))
        return FALSE;
    manner->stops = TRUE;
    manner->stop_at = at;
    return TRUE;
}

/* ---- lies ---- */

static gboolean
lie_field(FtpManner *manner, char sign, const char *value)
{
    g_autoptr(GString) text = wire_unescape(value);

    if (text->len == 0 || (sign != '-' && strchr(text->str, ':') == NULL))
        return FALSE;
    g_ptr_array_add(manner->fields, g_strdup_printf("%c%s", sign, text->str));
    return TRUE;
}

/* "VERB [BYTES]" */
static gboolean
lie_say(FtpManner *manner, const char *value)
{
    static const char *const verbs[] = {"VER", "USR", "FIL", "TFR", "BYE"};
    g_auto(GStrv) parts = g_strsplit(value, " ", 2);

    for (guint i = 0; parts[0] != NULL && i < G_N_ELEMENTS(verbs); i++) {
        if (strcmp(verbs[i], parts[0]) != 0)
            continue;
        g_hash_table_insert(manner->says, g_strdup(verbs[i]),
                            wire_unescape(parts[1] != NULL ? parts[1] : ""));
        return TRUE;
    }
    return FALSE;
}

static const struct {
    const char *name;
    gsize offset; /* of a gboolean */
} switches[] = {
    {"reverse", G_STRUCT_OFFSET(FtpManner, reverse)},
    {"serve", G_STRUCT_OFFSET(FtpManner, serves)},
    {"absent", G_STRUCT_OFFSET(FtpManner, absent)},
    {"mute", G_STRUCT_OFFSET(FtpManner, mute)},
    {"ver-first", G_STRUCT_OFFSET(FtpManner, first)},
    {"no-end", G_STRUCT_OFFSET(FtpManner, no_end)},
    {"empty-block", G_STRUCT_OFFSET(FtpManner, empty)},
};

static const struct {
    const char *name;
    gsize offset; /* of a guint64 */
    guint64 limit;
} numbers[] = {
    {"block", G_STRUCT_OFFSET(FtpManner, block), BLOCK_LIMIT},
    {"more", G_STRUCT_OFFSET(FtpManner, more), EXCESS_LIMIT},
    {"less", G_STRUCT_OFFSET(FtpManner, less), G_MAXUINT32},
    {"type", G_STRUCT_OFFSET(FtpManner, type), TYPE_LIMIT},
};

static const struct {
    const char *name;
    char sign;
} field_lies[] = {{"field", '='}, {"add", '+'}, {"drop", '-'}};

static gboolean
lie_switch(FtpManner *manner, const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(switches); i++) {
        if (strcmp(switches[i].name, name) != 0)
            continue;
        G_STRUCT_MEMBER(gboolean, manner, switches[i].offset) = TRUE;
        return TRUE;
    }
    return FALSE;
}

static gboolean
lie_number(FtpManner *manner, const char *name, const char *value)
{
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
        guint64 number;

        if (strcmp(numbers[i].name, name) != 0)
            continue;
        if (!wire_number(value, numbers[i].limit, &number))
            return FALSE;
        G_STRUCT_MEMBER(guint64, manner, numbers[i].offset) = number;
        return TRUE;
    }
    return FALSE;
}

gboolean
ftp_lie_order(const Account *account, const char *words)
{
    FtpManner *manner = manner_of(account);
    g_auto(GStrv) parts = g_strsplit(words, " ", 2);

    if (parts[0] == NULL)
        return FALSE;
    if (parts[1] == NULL)
        return lie_switch(manner, parts[0]);
    for (guint i = 0; i < G_N_ELEMENTS(field_lies); i++) {
        if (strcmp(field_lies[i].name, parts[0]) == 0)
            return lie_field(manner, field_lies[i].sign, parts[1]);
    }
    if (strcmp(parts[0], "say") == 0)
        return lie_say(manner, parts[1]);
    return lie_number(manner, parts[0], parts[1]);
}
