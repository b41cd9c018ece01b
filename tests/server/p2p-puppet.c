/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows which objects a puppet has announced and what a test has told him about P2P. */
#include "p2p-puppet.h"

#include <string.h>

#define OBJECTS_LIMIT 64

static const struct {
    const char *name;
    P2pLie lie;
} lies[] = {
    {"sha", LIE_SHA},
    {"size", LIE_SIZE},
    {"short", LIE_SHORT},
    {"long", LIE_LONG},
    {"over", LIE_OVER},
    {"offset", LIE_OFFSET},
    {"hole", LIE_HOLE},
    {"overlap", LIE_OVERLAP},
    {"twice", LIE_TWICE},
    {"huge-total", LIE_HUGE},
    {"silent", LIE_SILENT},
    {"decline", LIE_DECLINE},
    {"500", LIE_500},
    {"bye-early", LIE_BYE_EARLY},
    {"bye-after", LIE_BYE_AFTER},
    {"no-prep", LIE_NO_PREP},
    {"flags", LIE_FLAGS},
    {"transport", LIE_TRANSPORT},
    {"not-id", LIE_NOT_ID},
    {"split-slp", LIE_SPLIT_SLP},
};

static GHashTable *puppets;

static void
puppet_free(gpointer data)
{
    P2pPuppet *puppet = data;

    g_ptr_array_unref(puppet->objects);
    g_free(puppet);
}

P2pPuppet *
p2p_puppet(const Account *account)
{
    if (puppets == NULL)
        puppets = g_hash_table_new_full(NULL, NULL, NULL, puppet_free);
    P2pPuppet *puppet = g_hash_table_lookup(puppets, account);

    if (puppet == NULL) {
        puppet = g_new0(P2pPuppet, 1);
        puppet->objects = g_ptr_array_new_with_free_func(p2p_object_free);
        g_hash_table_insert(puppets, (gpointer) account, puppet);
    }
    return puppet;
}

const P2pObject *
p2p_publish(const Account *account, P2pObject *object)
{
    GPtrArray *objects = p2p_puppet(account)->objects;

    if (objects->len >= OBJECTS_LIMIT)
        g_ptr_array_remove_index(objects, 0);
    g_ptr_array_add(objects, object);
    return object;
}

const P2pObject *
p2p_published(const Account *account, const char *text)
{
    const GPtrArray *objects = p2p_puppet(account)->objects;

    for (guint i = objects->len; i > 0; i--) {
        const P2pObject *object = objects->pdata[i - 1];

        if (strcmp(object->text, text) == 0)
            return object;
    }
    return NULL;
}

P2pLie
p2p_lie_named(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(lies); i++) {
        if (strcmp(lies[i].name, name) == 0)
            return lies[i].lie;
    }
    return LIE_NONE;
}

P2pLie
p2p_lie_take(const Account *account, gboolean sends)
{
    P2pPuppet *puppet = p2p_puppet(account);
    P2pLie lie = puppet->lie;

    if (!sends && lie != LIE_NOT_ID && lie != LIE_SPLIT_SLP)
        return LIE_NONE;
    puppet->lie = LIE_NONE;
    return lie;
}

void
p2p_puppets_clear(void)
{
    g_clear_pointer(&puppets, g_hash_table_unref);
}
