/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The places where one is signed in: which there are, which may stay, and how they sign each other out. Knows what the
 * server tells of oneself; refuses to know what is said there.
 */
#include "msnp/places.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/presence.h"
#include "msnp/text.h"
#include "msnp/xmltree.h"

struct _MsnpPlaces {
    MsnpCore *core;
    gboolean one_only;
    GArray *list;      /* MsnpPlace, ids and names owned */
    GHashTable *known; /* ids of others that may stay, or were told to go */
    gboolean heard;    /* the list has been told since sign-in */
    guint64 since;     /* sign-in */
};

static void
place_clear(gpointer data)
{
    MsnpPlace *place = data;

    g_free((char *) place->id);
    g_free((char *) place->name);
}

/* ---- telling them ---- */

/* Nothing answers it that anybody minds: a place that is gone has gone. */
static void
place_send_away(MsnpPlaces *places, MsnpLink *ns, const char *id, const char *words)
{
    static const MsnpAsk ask_uun = {MSNP_VERB_UUN, NULL, NULL, NULL};
    g_autofree char *arguments = g_strdup_printf("%s;%s 4", places->core->account, id);

    msnp_link_request_payload(ns, &ask_uun, places, TRUE, "UUN", arguments, words, strlen(words));
}

gboolean
msnp_places_sign_out(MsnpPlaces *places, MsnpLink *ns, const char *id)
{
    gboolean any = FALSE;
    guint i;

    for (i = 0; i < places->list->len; i++) {
        const MsnpPlace *place = &g_array_index(places->list, MsnpPlace, i);

        if (place->here || (id && strcmp(place->id, id)))
            continue;
        place_send_away(places, ns, place->id, "goawyplzthxbye");
        any = TRUE;
    }
    return any;
}

/* ---- hearing of them ---- */

static MsnpPlace *
places_get(MsnpPlaces *places, const char *id)
{
    MsnpPlace added = {.name = NULL, .status = MSNP_OFFLINE};
    guint8 bytes[16];
    guint i;

    if (!msnp_guid_read(id, bytes))
        return NULL;
    for (i = 0; i < places->list->len; i++)
        if (!g_ascii_strcasecmp(g_array_index(places->list, MsnpPlace, i).id, id))
            return &g_array_index(places->list, MsnpPlace, i);
    if (places->list->len >= MSNP_LIMIT_PLACES)
        return NULL;
    added.id = g_ascii_strdown(id, -1);
    added.name = g_strdup("");
    added.here = !strcmp(added.id, msnp_core_machine(places->core));
    g_array_append_val(places->list, added);
    return &g_array_index(places->list, MsnpPlace, i);
}

/* EndpointData says that it is there, PrivateEndpointData what it is. */
static void
places_read(MsnpPlaces *places, const MsnpXmlNode *node)
{
    static const MsnpPlaceKind kinds[] = {MSNP_PLACE_UNKNOWN, MSNP_PLACE_COMPUTER, MSNP_PLACE_WEB, MSNP_PLACE_MOBILE,
                                          MSNP_PLACE_CONSOLE};
    MsnpPlace *place = places_get(places, msnp_xml_attribute(node, "id"));
    const char *name = msnp_xml_value(node, "EpName"), *state = msnp_xml_value(node, "State");
    guint64 kind;

    if (!place) {
        msnp_core_debug(places->core, "a place without a GUID, or too many of them, ignored");
        return;
    }
    if (*name) {
        g_free((char *) place->name);
        place->name = msnp_text_line(name, strlen(name), MSNP_LIMIT_PLACE_NAME);
    }
    if (*state)
        place->status = msnp_status_from_code(state);
    if (msnp_wire_number(msnp_xml_value(node, "ClientType"), G_N_ELEMENTS(kinds) - 1, &kind))
        place->kind = kinds[kind];
}

static gboolean
place_equal(const MsnpPlace *a, const MsnpPlace *b)
{
    return !strcmp(a->id, b->id) && !strcmp(a->name, b->name) && a->kind == b->kind && a->status == b->status;
}

static gboolean
lists_equal(const GArray *a, const GArray *b)
{
    guint i;

    for (i = 0; i < a->len && i < b->len; i++)
        if (!place_equal(&g_array_index(a, MsnpPlace, i), &g_array_index(b, MsnpPlace, i)))
            return FALSE;
    return a->len == b->len;
}

static GArray *
list_new(void)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(MsnpPlace));

    g_array_set_clear_func(list, place_clear);
    return list;
}

/* Says good-bye, as one who was asked to. */
static void
places_leave(MsnpPlaces *places, MsnpLink *ns, MsnpError error)
{
    msnp_link_send(ns, "OUT");
    msnp_core_end(places->core, error, 0, NULL);
}

static gboolean
is_gone(gpointer id, gpointer value, gpointer user_data)
{
    const MsnpPlaces *places = user_data;
    const MsnpPlace *place;
    guint i;

    for (i = 0; (place = msnp_places_nth(places, i)); i++)
        if (!strcmp(place->id, id))
            return FALSE;
    return TRUE;
}

/* The newest stays: who is there when one signs in is sent away, and who comes later sends this one away. */
static void
places_keep_one(MsnpPlaces *places, MsnpLink *ns)
{
    gboolean at_sign_in = !places->heard && places->core->now < places->since + MSNP_PLACES_TIME;
    guint i;

    g_hash_table_foreach_remove(places->known, is_gone, places);
    for (i = 0; i < places->list->len; i++) {
        const MsnpPlace *place = &g_array_index(places->list, MsnpPlace, i);

        if (place->here || !g_hash_table_add(places->known, g_strdup(place->id)))
            continue;
        if (!at_sign_in) {
            places_leave(places, ns, MSNP_ERROR_ELSEWHERE);
            return;
        }
        place_send_away(places, ns, place->id, "goawyplzthxbye-nomorempop");
    }
}

/* The whole list comes each time. Nothing at all comes first, before anybody has said anything. */
void
msnp_places_told(MsnpPlaces *places, MsnpLink *ns, const MsnpCommand *c)
{
    static const MsnpXmlWanted wanted[] = {{"EndpointData", TRUE}, {"PrivateEndpointData", TRUE}};
    g_autoptr(MsnpXmlReader) reader = NULL;
    g_autoptr(GArray) before = places->list;
    const MsnpXmlNode *node;

    places->list = list_new();
    reader = msnp_xml_reader_new(c->payload ? (const char *) c->payload : "", c->payload_len, wanted,
                                 G_N_ELEMENTS(wanted));
    while (msnp_xml_reader_go_on(reader, &node) == MSNP_XML_ELEMENT)
        places_read(places, node);
    if (places->one_only)
        places_keep_one(places, ns);
    places->heard |= places->list->len > 0;
    if (!lists_equal(before, places->list))
        msnp_core_tell_number(places->core, MSNP_EVENT_PLACES, places->list->len);
}

/* UBN who type length: of oneself, 4 signs this place out, and 8 all of them. */
void
msnp_places_note(MsnpPlaces *places, MsnpLink *ns, const MsnpCommand *c)
{
    static const char one_only[] = "goawyplzthxbye-nomorempop";
    char *who = msnp_command_arg(c, 0);
    const char *type = msnp_command_arg(c, 1);
    gboolean is_new = c->payload_len == strlen(one_only) && !memcmp(c->payload, one_only, strlen(one_only));

    if (msnp_wire_person(who) && !strcmp(who, places->core->own) && (!strcmp(type, "4") || !strcmp(type, "8")))
        places_leave(places, ns, is_new ? MSNP_ERROR_ELSEWHERE : MSNP_ERROR_PUT_OUT);
}

/* ---- asking ---- */

const MsnpPlace *
msnp_places_nth(const MsnpPlaces *places, guint i)
{
    return i < places->list->len ? &g_array_index(places->list, MsnpPlace, i) : NULL;
}

gboolean
msnp_places_has_others(const MsnpPlaces *places)
{
    const MsnpPlace *place;
    guint i;

    for (i = 0; (place = msnp_places_nth(places, i)); i++)
        if (!place->here)
            return TRUE;
    return FALSE;
}

/* ---- life ---- */

MsnpPlaces *
msnp_places_new(MsnpCore *core, gboolean one_only)
{
    MsnpPlaces *places = g_new0(MsnpPlaces, 1);

    places->core = core;
    places->one_only = one_only;
    places->list = list_new();
    places->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return places;
}

void
msnp_places_free(MsnpPlaces *places)
{
    g_array_unref(places->list);
    g_hash_table_destroy(places->known);
    g_free(places);
}

void
msnp_places_begin(MsnpPlaces *places)
{
    g_array_set_size(places->list, 0);
    places->heard = FALSE;
    places->since = places->core->now;
}
