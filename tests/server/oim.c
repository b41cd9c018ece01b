/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows which messages wait for whom and how each is shown; how they come and are fetched is
 * others' business. */
#include "oim.h"

#include <string.h>

#include "log.h"
#include "ns.h"
#include "soap.h"

#define FOLDER    "00000000-0000-0000-0000-000000000009"
#define LINE      76
#define WORD_HEAD "=?utf-8?B?"

static GHashTable *boxes;     /* account to GPtrArray of Oim */
static GHashTable *sequences; /* run to the last number */

static void
oim_free(gpointer data)
{
    Oim *oim = data;

    g_free(oim->id);
    g_free(oim->from);
    g_free(oim->name);
    g_free(oim->run);
    g_free(oim->text);
    g_date_time_unref(oim->when);
    g_free(oim);
}

GPtrArray *
oim_waiting(const Account *account)
{
    GPtrArray *box;

    if (boxes == NULL)
        boxes = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
    box = g_hash_table_lookup(boxes, account);
    if (box == NULL) {
        box = g_ptr_array_new_with_free_func(oim_free);
        g_hash_table_insert(boxes, (gpointer) account, box);
    }
    return box;
}

Oim *
oim_find(const Account *account, const char *id)
{
    const GPtrArray *box = oim_waiting(account);

    for (guint i = 0; i < box->len; i++) {
        Oim *oim = box->pdata[i];

        if (g_ascii_strcasecmp(oim->id, id) == 0)
            return oim;
    }
    return NULL;
}

void
oim_delete(const Account *account, Oim *oim)
{
    g_ptr_array_remove(oim_waiting(account), oim);
}

void
oim_store(Account *to, const Account *from, const char *run, guint sequence, const char *text)
{
    oim_store_old(to, from, run, sequence, text, 0);
}

void
oim_store_old(Account *to, const Account *from, const char *run, guint sequence, const char *text,
              guint age)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    Oim *oim = g_new0(Oim, 1);
    g_autofree char *guid = g_uuid_string_random();
    g_autofree char *name = g_base64_encode((const guchar *) from->name, strlen(from->name));
    g_autofree char *word = wire_encode(text);

    oim->id = g_ascii_strup(guid, -1);
    oim->from = g_strdup(from->mail);
    oim->name = g_strdup_printf(WORD_HEAD "%s?=", name);
    oim->run = g_strdup(run);
    oim->sequence = sequence;
    oim->text = g_strdup(text);
    oim->when = g_date_time_add_seconds(now, -(gdouble) age);
    g_ptr_array_add(oim_waiting(to), oim);
    log_event("oim-stored %s %s %s", from->key, to->key, word);
    ns_oim_new(to, oim);
}

void
oim_append_record(GString *out, const Oim *oim, gboolean just_sent)
{
    g_autofree char *when = g_date_time_format(oim->when, "%Y-%m-%dT%H:%M:%S.000Z");

    g_string_append(out, "<M><T>11</T><S>6</S>");
    if (!just_sent)
        xml_append(out, "<RT>%s</RT>", when);
    xml_append(out,
               "<RS>0</RS><SZ>%s</SZ><E>%s</E><I>%s</I><F>" FOLDER "</F><N>%s</N><SU> </SU></M>",
               "950", oim->from, oim->id, oim->name);
}

char *
oim_mail(const Account *to, const Oim *oim)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    g_autoptr(GDateTime) local = g_date_time_add_hours(oim->when, -8);
    g_autofree char *clock = g_date_time_format(local, "%Y %H:%M:%S -0800");
    g_autofree char *body = g_base64_encode((const guchar *) oim->text, strlen(oim->text));
    GString *mail = g_string_new("X-Message-Delivery: Vj0zLjQuMDt1cz0wO2k9MDtsPTA7YT0w\r\n");

    g_string_append_printf(mail, "From: %s <%s>\r\nTo: %s\r\nSubject: \r\n", oim->name, oim->from,
                           to->mail);
    g_string_append(mail, "X-OIM-originatingSource: 127.0.0.1\r\nX-OIMProxy: MSNMSGR\r\n"
                          "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
                          "Content-Transfer-Encoding: base64\r\n"
                          "X-OIM-Message-Type: OfflineMessage\r\n");
    g_string_append_printf(mail, "X-OIM-Run-Id: %s\r\nX-OIM-Sequence-Num: %u\r\n", oim->run,
                           oim->sequence);
    g_string_append_printf(mail, "Date: %d %s %s\r\n\r\n", g_date_time_get_day_of_month(local),
                           months[g_date_time_get_month(local) - 1], clock);
    for (gsize at = 0; at < strlen(body); at += LINE)
        g_string_append_printf(mail, "%.*s\r\n", LINE, body + at);
    return g_string_free(mail, FALSE);
}

guint
oim_sequence_next(const char *run)
{
    if (sequences == NULL)
        sequences = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    guint next = GPOINTER_TO_UINT(g_hash_table_lookup(sequences, run)) + 1;

    g_hash_table_insert(sequences, g_strdup(run), GUINT_TO_POINTER(next));
    return next;
}

gboolean
oim_sequence_right(const char *run, guint sequence)
{
    guint last = sequences != NULL ? GPOINTER_TO_UINT(g_hash_table_lookup(sequences, run)) : 0;

    return sequence == last + 1 && oim_sequence_next(run) == sequence;
}

void
oim_clear(void)
{
    g_clear_pointer(&boxes, g_hash_table_unref);
    g_clear_pointer(&sequences, g_hash_table_unref);
}
