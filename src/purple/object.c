/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Objects of others on their way here. Knows who waits for which, and lets through only pictures that can be shown, or
 * what was not asked for as a picture; refuses to know where it is shown.
 */
#include "purple/object.h"

#include <string.h>
#include "purple/image.h"

/* As many are waited for at once, so that what others announce cannot fill the memory. A first sign-in with many
 * contacts asks for the pictures of all that are online. */
#define WAITING_MAX 2000

typedef struct _Waiting Waiting;

struct _Waiting {
    MsnpObjectTold told;
    gboolean bytes; /* whatever they are: no picture */
    char *who;
    char *hash;
    Waiting *next; /* another who waits for the same */
};

static void
waiting_free(gpointer data)
{
    Waiting *waiting = data, *next;

    for (; waiting; waiting = next) {
        next = waiting->next;
        g_free(waiting->who);
        g_free(waiting->hash);
        g_free(waiting);
    }
}

static gboolean
waiting_has(const Waiting *waiting, const char *hash, MsnpObjectTold told)
{
    for (; waiting; waiting = waiting->next)
        if (waiting->told == told && !strcmp(waiting->hash, hash))
            return TRUE;
    return FALSE;
}

/* The same request twice has one number, and is told once. */
static void
object_wait(MsnpAccount *ma, guint id, const char *who, const char *hash, gboolean bytes, MsnpObjectTold told)
{
    Waiting *first = g_hash_table_lookup(ma->objects, GUINT_TO_POINTER(id)), *waiting;

    if (waiting_has(first, hash, told))
        return;
    waiting = g_new0(Waiting, 1);
    waiting->told = told;
    waiting->bytes = bytes;
    waiting->who = g_strdup(who);
    waiting->hash = g_strdup(hash);
    if (first) {
        waiting->next = first->next;
        first->next = waiting;
    } else {
        g_hash_table_insert(ma->objects, GUINT_TO_POINTER(id), waiting);
    }
}

static gboolean
object_fetch(MsnpAccount *ma, const char *who, const char *object, const char *hash, gboolean bytes,
             MsnpObjectTold told)
{
    MsnpError error;
    guint id;

    if (!ma->objects)
        ma->objects = g_hash_table_new_full(NULL, NULL, NULL, waiting_free);
    if (g_hash_table_size(ma->objects) >= WAITING_MAX) {
        purple_debug_info("msnp", "too many objects are waited for: not asking %s for one\n", who);
        return FALSE;
    }
    error = msnp_fetch_object(ma->session, who, object, &id);
    if (error != MSNP_ERROR_NONE) {
        purple_debug_info("msnp", "cannot ask %s for an object: %s\n", who, msnp_error_name(error));
        return FALSE;
    }
    object_wait(ma, id, who, hash, bytes, told);
    return TRUE;
}

gboolean
msnp_object_fetch(MsnpAccount *ma, const char *who, const char *object, const char *hash, MsnpObjectTold told)
{
    return object_fetch(ma, who, object, hash, FALSE, told);
}

gboolean
msnp_object_fetch_bytes(MsnpAccount *ma, const char *who, const char *object, const char *hash, MsnpObjectTold told)
{
    return object_fetch(ma, who, object, hash, TRUE, told);
}

/* What came, if it is a picture that can be shown. */
static const guint8 *
object_picture(const MsnpAction *action)
{
    MsnpImage image;

    if (action->error != MSNP_ERROR_NONE) {
        purple_debug_info("msnp", "no object of %s: %s\n", action->who, msnp_error_name(action->error));
        return NULL;
    }
    if (!msnp_image_is_safe(action->data, action->len, &image)) {
        purple_debug_info("msnp", "%" G_GSIZE_FORMAT " bytes of %s are no picture, or too large a one\n",
                          action->len, action->who);
        return NULL;
    }
    return action->data;
}

void
msnp_object_came(MsnpAccount *ma, const MsnpAction *action)
{
    gpointer taken = NULL;
    const guint8 *data;
    Waiting *waiting;

    if (!ma->objects || !g_hash_table_steal_extended(ma->objects, GUINT_TO_POINTER(action->id), NULL, &taken))
        return;
    for (waiting = taken; waiting && ma->gc; waiting = waiting->next) {
        data = waiting->bytes ? action->data : object_picture(action);
        waiting->told(ma, waiting->who, waiting->hash, data, data ? action->len : 0);
    }
    waiting_free(taken);
}

void
msnp_object_forget(MsnpAccount *ma)
{
    g_clear_pointer(&ma->objects, g_hash_table_destroy);
}
