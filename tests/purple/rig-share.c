/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pictures, emoticons and files, as a user hands them out. */
#include "rig-share.h"

#include <stdio.h>
#include <string.h>

/* -- files --------------------------------------------------------------------------------------
 */

char *
rig_folder(const char *name)
{
    char *path = rig_path(name);
    rig_check(g_mkdir_with_parents(path, 0700) == 0);
    return path;
}

char *
rig_file_of(const char *name, const void *data, gsize size)
{
    g_autofree char *folder = rig_folder("files");
    char *path = g_build_filename(folder, name, NULL);
    rig_check(g_file_set_contents(path, data, (gssize) size, NULL));
    return path;
}

/* Noise that is the same every time, and another for each file. */
static guint8 *
noise(gsize size)
{
    static guint32 seed = 20050405;
    guint32 state = ++seed;
    guint8 *bytes = g_malloc(size + 1);
    for (gsize i = 0; i < size; i++) {
        state = state * 1664525 + 1013904223;
        bytes[i] = (guint8) (state >> 24);
    }
    return bytes;
}

char *
rig_file(const char *name, gsize size)
{
    g_autofree guint8 *bytes = noise(size);
    return rig_file_of(name, bytes, size);
}

char *
rig_picture(const char *name, gsize size)
{
    static const guint8 head[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x60\0\0\0\x60\x08\x06\0\0\0";
    g_autofree guint8 *bytes = noise(size);
    rig_check(size >= 33);
    memcpy(bytes, head, sizeof head - 1);
    return rig_file_of(name, bytes, size);
}

static char *
contents(const char *path, gsize *size)
{
    char *bytes = NULL;
    if (!g_file_get_contents(path, &bytes, size, NULL)) {
        rig_fail("no file %s", path);
    }
    return bytes;
}

const char *
rig_sum(const char *path)
{
    gsize size;
    g_autofree char *bytes = contents(path, &size);
    g_autofree char *sum =
        g_compute_checksum_for_data(G_CHECKSUM_SHA1, (const guchar *) bytes, size);
    return g_intern_string(sum);
}

static FILE *
opened(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        rig_fail("no file %s", path);
    }
    return file;
}

/* Piece by piece, as they may be immense. */
void
rig_check_same_file_full(const char *where, const char *a, const char *b)
{
    static char a_bytes[65536], b_bytes[65536];
    FILE *a_file = opened(a), *b_file = opened(b);
    gsize at = 0, count;
    do {
        count = fread(a_bytes, 1, sizeof a_bytes, a_file);
        if (fread(b_bytes, 1, sizeof b_bytes, b_file) != count ||
            memcmp(a_bytes, b_bytes, count) != 0) {
            rig_fail_full(where, "%s and %s differ behind byte %" G_GSIZE_FORMAT, a, b, at);
        }
        at += count;
    } while (count > 0);
    fclose(a_file);
    fclose(b_file);
}

/* -- pictures -----------------------------------------------------------------------------------
 */

void
rig_set_icon(PurpleAccount *account, const char *path)
{
    gsize size = 0;
    char *bytes = path != NULL ? contents(path, &size) : NULL;
    purple_buddy_icons_set_account_icon(account, (guchar *) bytes, size);
}

void
rig_expect_icon_full(const char *where, PurpleAccount *account, const char *who, const char *path)
{
    g_autofree char *is_who = g_strconcat("who=", who, NULL);
    g_autofree char *is_sum = g_strconcat("sum=", path != NULL ? rig_sum(path) : "", NULL);
    g_autofree char *is_told = g_strconcat("checksum=", path != NULL ? rig_sum(path) : "", NULL);
    rig_expect_full(where, TRUE, account, "icon", is_who, is_sum, is_told, NULL);
}

/* -- emoticons ----------------------------------------------------------------------------------
 */

void
rig_add_smiley(const char *shortcut, const char *path)
{
    PurpleSmiley *old = purple_smileys_find_by_shortcut(shortcut);
    if (old != NULL) {
        purple_smiley_delete(old);
    }
    rig_check(purple_smiley_new_from_file(shortcut, path) != NULL);
}

/* -- for msnpd's people -------------------------------------------------------------------------
 */

char *
rig_escaped(gconstpointer data, gsize size)
{
    const guint8 *bytes = data;
    GString *out = g_string_new(NULL);
    for (gsize i = 0; i < size; i++) {
        g_string_append_printf(out, "\\x%02x", bytes[i]);
    }
    return g_string_free(out, FALSE);
}

static void
put(GString *out, guint64 number, guint bytes)
{
    for (guint i = 0; i < bytes; i++) {
        g_string_append_c(out, (char) (number >> (8 * i)));
    }
}

static void
put_entry(GString *out, const char *name, gsize size, gsize offset)
{
    put(out, size, 4);
    put(out, offset, 4);
    put(out, 0, 8);
    g_string_append_len(out, name, (gssize) strlen(name) + 1);
}

GString *
rig_cabinet(const char *name, const void *data, gsize size)
{
    static const char swf[] = "FWS\x08 this would like to run";
    GString *tables = g_string_new(NULL), *cab = g_string_new("MSCF");
    put_entry(tables, "wink.swf", sizeof swf, 0);
    put_entry(tables, name, size, sizeof swf);
    gsize begin = 44 + tables->len;
    put(cab, 0, 4);
    put(cab, begin + 8 + sizeof swf + size, 4);
    put(cab, 0, 4);
    put(cab, 44, 4);
    put(cab, 0, 4);
    put(cab, 0x0103, 2);
    put(cab, 1, 2);
    put(cab, 2, 2);
    put(cab, 0, 6);
    put(cab, begin, 4);
    put(cab, 1, 4);
    g_string_append_len(cab, tables->str, (gssize) tables->len);
    put(cab, 0, 4);
    put(cab, sizeof swf + size, 2);
    put(cab, sizeof swf + size, 2);
    g_string_append_len(cab, swf, sizeof swf);
    g_string_append_len(cab, data, (gssize) size);
    g_string_free(tables, TRUE);
    return cab;
}

/* -- files to others ----------------------------------------------------------------------------
 */

void
rig_send_file(PurpleAccount *account, const char *who, const char *path)
{
    serv_send_file(purple_account_get_connection(account), who, path);
}

static gboolean
is_over(const PurpleXfer *xfer)
{
    return purple_xfer_is_canceled(xfer) || purple_xfer_is_completed(xfer);
}

typedef struct {
    PurpleAccount *account;
    PurpleXferType way;
    const char *name;
    PurpleXfer *found;
} Search;

static gboolean
find_xfer(gpointer data)
{
    Search *s = data;
    for (GList *l = purple_xfers_get_all(); l != NULL; l = l->next) {
        const char *name = purple_xfer_get_filename(l->data);
        if (purple_xfer_get_account(l->data) == s->account && !is_over(l->data) &&
            purple_xfer_get_type(l->data) == s->way && name != NULL &&
            g_pattern_match_simple(s->name, name)) {
            s->found = l->data;
        }
    }
    return s->found != NULL;
}

PurpleXfer *
rig_xfer(PurpleAccount *account, PurpleXferType way, const char *name)
{
    Search s = {account, way, name, NULL};
    g_autofree char *what =
        g_strdup_printf("a transfer of %s %s %s", name, way == PURPLE_XFER_SEND ? "from" : "to",
                        purple_account_get_username(account));
    rig_wait(what, find_xfer, &s);
    return s.found;
}

/* The question goes, and lets go of the transfer, which it held. */
static PurpleXfer *
answered(PurpleAccount *account, const char *name)
{
    PurpleXfer *xfer = rig_xfer(account, PURPLE_XFER_RECEIVE, name);
    purple_request_close_with_handle(xfer);
    return xfer;
}

char *
rig_take_file(PurpleAccount *account, const char *name, const char *folder)
{
    PurpleXfer *xfer = answered(account, name);
    char *path = g_build_filename(folder, purple_xfer_get_filename(xfer), NULL);
    purple_xfer_request_accepted(xfer, path);
    purple_xfer_unref(xfer);
    return path;
}

void
rig_refuse_file(PurpleAccount *account, const char *name)
{
    PurpleXfer *xfer = answered(account, name);
    purple_xfer_request_denied(xfer);
    purple_xfer_unref(xfer);
}

void
rig_cancel_file(PurpleAccount *account, PurpleXferType way, const char *name)
{
    purple_xfer_cancel_local(rig_xfer(account, way, name));
}

guint
rig_packets_of(RigServer *server, const char *who)
{
    return (guint) g_ascii_strtoull(rig_server_tell(server, "count payload %s", who), NULL, 10);
}

void
rig_expect_file_end_full(const char *where, PurpleAccount *account, const char *name,
                         const char *how)
{
    g_autofree char *is_name = g_strconcat("name=", name, NULL);
    g_autofree char *is_how = g_strconcat("detail=", how, NULL);
    rig_expect_full(where, FALSE, account, "xfer-end", is_name, is_how, NULL);
}

guint
rig_open_transfers(void)
{
    guint count = 0;
    for (GList *l = purple_xfers_get_all(); l != NULL; l = l->next) {
        count += !is_over(l->data);
    }
    return count;
}

static gboolean
no_transfers(gpointer data)
{
    return rig_open_transfers() == 0;
}

void
rig_expect_no_transfers(void)
{
    rig_wait("the transfers to be over", no_transfers, NULL);
}
