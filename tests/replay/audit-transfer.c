/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What must hold for objects that are fetched and files that are sent or taken, whatever the
 * dialogue says. Knows them by their numbers; refuses to know how they travel. */
#include "audit-transfer.h"

#include <string.h>

#include "audit.h"

typedef enum { FETCH_ASKED = 1, FETCH_TOLD } FetchState;

typedef enum {
    FILE_WAITS, /* for the answer of the other side, or of the user */
    FILE_RUNS,
    FILE_OVER,
} FileState;

typedef struct {
    gboolean sent; /* by us */
    FileState state;
    guint64 size;
    guint64 moved; /* written, or asked for to be sent */
    guint64 most;  /* that it ever was, given too: what is sent again has arrived, perhaps */
    guint64 given; /* of that */
} File;

struct AuditTransfers {
    GHashTable *fetches; /* id -> FetchState */
    GHashTable *files;   /* id -> File */
};

AuditTransfers *
audit_transfers_new(void)
{
    AuditTransfers *transfers = g_new0(AuditTransfers, 1);

    transfers->fetches = g_hash_table_new(NULL, NULL);
    transfers->files = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    return transfers;
}

void
audit_transfers_free(AuditTransfers *transfers)
{
    g_hash_table_unref(transfers->fetches);
    g_hash_table_unref(transfers->files);
    g_free(transfers);
}

/* ---- what the user asks ---- */

static File *
find_file(const AuditTransfers *transfers, guint id)
{
    return g_hash_table_lookup(transfers->files, GUINT_TO_POINTER(id));
}

static File *
add_file(AuditTransfers *transfers, guint id, gboolean sent, guint64 size)
{
    File *file = g_new0(File, 1);

    file->sent = sent;
    file->size = size;
    g_hash_table_insert(transfers->files, GUINT_TO_POINTER(id), file);
    return file;
}

void
audit_fetching(AuditTransfers *transfers, guint id)
{
    g_hash_table_insert(transfers->fetches, GUINT_TO_POINTER(id), GUINT_TO_POINTER(FETCH_ASKED));
}

void
audit_file_sent(AuditTransfers *transfers, guint id, guint64 size)
{
    add_file(transfers, id, TRUE, size);
}

void
audit_file_accepted(AuditTransfers *transfers, guint id)
{
    File *file = find_file(transfers, id);

    if (file && !file->sent && file->state == FILE_WAITS)
        file->state = FILE_RUNS;
}

void
audit_file_cancelled(AuditTransfers *transfers, guint id)
{
    File *file = find_file(transfers, id);

    if (file)
        file->state = FILE_OVER;
}

/* What was not asked for there is passed over. */
void
audit_file_given(AuditTransfers *transfers, guint id, guint64 offset, gsize len)
{
    File *file = find_file(transfers, id);

    if (file && len == 0) {
        file->state = FILE_OVER;
    } else if (file && offset == file->given && len <= file->moved - file->given) {
        file->given += len;
        file->most = MAX(file->most, file->given);
    }
}

/* ---- what the session does ---- */

/* All of an object or why there is none, once. */
static gboolean
judge_object(AuditTransfers *transfers, File *file, const MsnpAction *action, GString *why)
{
    gpointer key = GUINT_TO_POINTER(action->id);

    if (GPOINTER_TO_UINT(g_hash_table_lookup(transfers->fetches, key)) != FETCH_ASKED)
        return audit_broken(why, "object %u is told twice, or was not asked for", action->id);
    g_hash_table_insert(transfers->fetches, key, GUINT_TO_POINTER(FETCH_TOLD));
    if (!action->who || (action->error == MSNP_ERROR_NONE) != (action->data != NULL))
        return audit_broken(why, "object %u of nobody, or neither there nor failed", action->id);
    return action->error < MSNP_N_ERRORS;
}

gboolean
audit_is_file_name(const char *name)
{
    return name && *name && strlen(name) <= 255 && g_utf8_validate(name, -1, NULL) &&
           !strpbrk(name, "/\\:\r\n\t") && strcmp(name, ".") && strcmp(name, "..");
}

static gboolean
judge_offered(AuditTransfers *transfers, File *file, const MsnpAction *action, GString *why)
{
    if (file)
        return audit_broken(why, "file %u is offered twice", action->id);
    if (!audit_is_file_name(action->name) || (action->len > 0) != (action->data != NULL))
        return audit_broken(why, "file %u has no usable name, or half a preview", action->id);
    add_file(transfers, action->id, FALSE, action->size);
    return TRUE;
}

static gboolean
judge_begun(AuditTransfers *transfers, File *file, const MsnpAction *action, GString *why)
{
    if (!file || !file->sent || file->state != FILE_WAITS)
        return audit_broken(why, "file %u begins that is not offered to anybody", action->id);
    file->state = FILE_RUNS;
    return TRUE;
}

/* The next piece of it, and not beyond its end. */
static gboolean
is_next_piece(const File *file, const MsnpAction *action)
{
    return action->offset == file->moved && action->len > 0 &&
           action->len <= file->size - file->moved;
}

/* Again, when a connection was lost, or when he lacks something. */
static gboolean
judge_read(AuditTransfers *transfers, File *file, const MsnpAction *action, GString *why)
{
    if (!file || file->state != FILE_RUNS || !file->sent)
        return audit_broken(why, "file %u is not on its way to somebody", action->id);
    if (action->offset < file->moved)
        file->moved = file->given = action->offset;
    if (!is_next_piece(file, action))
        return audit_broken(why, "file %u is not to be read there", action->id);
    file->moved += action->len;
    return TRUE;
}

static gboolean
judge_write(AuditTransfers *transfers, File *file, const MsnpAction *action, GString *why)
{
    if (!file || file->state != FILE_RUNS || file->sent)
        return audit_broken(why, "file %u was not accepted, or has ended", action->id);
    if (!is_next_piece(file, action) || !action->data)
        return audit_broken(why, "file %u is not to be written there", action->id);
    file->moved += action->len;
    return TRUE;
}

static gboolean
judge_done(AuditTransfers *transfers, File *file, const MsnpAction *action, GString *why)
{
    if (!file || file->state != FILE_RUNS || (file->sent ? file->most : file->moved) != file->size)
        return audit_broken(why, "file %u is not whole, or nobody waits for it", action->id);
    file->state = FILE_OVER;
    return TRUE;
}

static gboolean
judge_failed(AuditTransfers *transfers, File *file, const MsnpAction *action, GString *why)
{
    if (!file || file->state == FILE_OVER)
        return audit_broken(why, "file %u fails that nobody waits for", action->id);
    file->state = FILE_OVER;
    return (action->error != MSNP_ERROR_NONE && action->error < MSNP_N_ERRORS) ||
           audit_broken(why, "file %u fails without a reason", action->id);
}

gboolean
audit_transfers_action(AuditTransfers *transfers, const MsnpAction *action, GString *why)
{
    static const struct {
        MsnpActionKind kind;
        gboolean (*judge)(AuditTransfers *transfers, File *file, const MsnpAction *action,
                          GString *why);
    } rules[] = {
        {MSNP_EVENT_OBJECT, judge_object},      {MSNP_EVENT_FILE_OFFERED, judge_offered},
        {MSNP_EVENT_FILE_BEGUN, judge_begun},   {MSNP_ACTION_FILE_READ, judge_read},
        {MSNP_ACTION_FILE_WRITE, judge_write},  {MSNP_EVENT_FILE_DONE, judge_done},
        {MSNP_EVENT_FILE_FAILED, judge_failed},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rules); i++) {
        if (rules[i].kind == action->kind)
            return rules[i].judge(transfers, find_file(transfers, action->id), action, why);
    }
    return TRUE;
}

gboolean
audit_transfers_end(AuditTransfers *transfers, GString *why)
{
    GHashTableIter iter;
    gpointer key, value;

    g_hash_table_iter_init(&iter, transfers->fetches);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        if (GPOINTER_TO_UINT(value) != FETCH_TOLD)
            return audit_broken(why, "object %u never came to an end", GPOINTER_TO_UINT(key));
    }
    g_hash_table_iter_init(&iter, transfers->files);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        if (((File *) value)->state != FILE_OVER)
            return audit_broken(why, "file %u never came to an end", GPOINTER_TO_UINT(key));
    }
    return TRUE;
}
