/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows which objects a puppet has announced and what a test has told him about P2P. */
#include "p2p-puppet.h"

#include <string.h>

#include "wire.h"

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

#define HEADER     48
#define BODY_LIMIT 65535

/* What each trick says behind its name; the highest that there may be. */
static const struct {
    const char *name;
    P2pTrickKind kind;
    guint64 at, value; /* 0: it is not said */
} tricks[] = {
    {"absent", TRICK_ABSENT, 0, 0},
    {"wall", TRICK_WALL, 0, G_MAXUINT16},
    {"mute", TRICK_MUTE, 0, 0},
    {"garbage", TRICK_GARBAGE, 0, 0},
    {"nonce", TRICK_NONCE, 0, 0},
    {"no-nonce", TRICK_NO_NONCE, 0, 0},
    {"echo", TRICK_ECHO, 0, 0},
    {"early", TRICK_EARLY, 0, 0},
    {"fin", TRICK_FIN, 0, 0},
    {"reset", TRICK_RESET, 0, 0},
    {"half", TRICK_HALF, 0, 0},
    {"deaf", TRICK_DEAF, 0, 0},
    {"half-fin", TRICK_HALF_FIN, 0, 0},
    {"hang", TRICK_HANG, 0, 0},
    {"length", TRICK_LENGTH, 0, G_MAXUINT32},
    {"field", TRICK_FIELD, HEADER - 4, G_MAXUINT32},
    {"body", TRICK_BODY, 0, BODY_LIMIT},
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

/* ---- direct connections ---- */

gboolean
p2p_direct_order(const Account *account, const char *words)
{
    static const char *const modes[] = {"refuse", "listen", "connect"};
    g_auto(GStrv) parts = g_strsplit(words, " ", 2);
    gboolean hashed = parts[0] != NULL && g_strcmp0(parts[1], "hashed") == 0;

    if (parts[0] == NULL || (parts[1] != NULL && !hashed))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(modes); i++) {
        if (strcmp(modes[i], parts[0]) != 0)
            continue;
        p2p_puppet(account)->direct = (P2pDirectMode) i;
        p2p_puppet(account)->hashed = hashed;
        return TRUE;
    }
    return FALSE;
}

gboolean
p2p_trick_order(const Account *account, const char *words)
{
    g_auto(GStrv) parts = g_strsplit(words, " ", 3);
    P2pTrick *trick = &p2p_puppet(account)->trick;

    for (guint i = 0; parts[0] != NULL && i < G_N_ELEMENTS(tricks); i++) {
        guint next = 1;

        if (strcmp(tricks[i].name, parts[0]) != 0)
            continue;
        if (tricks[i].at > 0 &&
            (parts[next] == NULL || !wire_number(parts[next++], tricks[i].at, &trick->at)))
            return FALSE;
        if (tricks[i].value > 0 &&
            (parts[next] == NULL || !wire_number(parts[next++], tricks[i].value, &trick->value)))
            return FALSE;
        trick->kind = tricks[i].kind;
        return parts[next] == NULL;
    }
    return FALSE;
}

P2pTrick
p2p_trick_take(const Account *account)
{
    P2pTrick *place = &p2p_puppet(account)->trick;
    const P2pTrick trick = *place;

    place->kind = TRICK_NONE;
    return trick;
}

gboolean
p2p_trick_at_hello(const P2pTrick *trick)
{
    return trick->kind >= TRICK_ABSENT && trick->kind <= TRICK_EARLY;
}

gboolean
p2p_trick_in_data(const P2pTrick *trick)
{
    return trick->kind >= TRICK_FIN && trick->kind <= TRICK_FIELD;
}

void
p2p_puppets_clear(void)
{
    g_clear_pointer(&puppets, g_hash_table_unref);
}
