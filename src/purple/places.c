/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The other places where the user is signed in: shown, and signed out. Knows libpurple's requests; never keeps one.
 */
#include "purple/places.h"

#include <string.h>
#include "purple/nls.h"
#include "purple/pump.h"
#include "purple/status.h"

#define FIELD "place"

static const char *
place_kind(MsnpPlaceKind kind)
{
    static const char *const kinds[] = {
        /* TRANSLATORS: what one is signed in with elsewhere, where it has no name of its own; as are the next four */
        [MSNP_PLACE_UNKNOWN] = N_("Another place"),
        [MSNP_PLACE_COMPUTER] = N_("A computer"),
        [MSNP_PLACE_WEB] = N_("A web page"),
        [MSNP_PLACE_MOBILE] = N_("A mobile phone"),
        [MSNP_PLACE_CONSOLE] = N_("A game console"),
    };

    return _(kinds[kind]);
}

/* Two places may have one name; a list wants different ones. */
static char *
place_label(const MsnpPlace *place, guint number)
{
    const char *name = *place->name ? place->name : place_kind(place->kind);

    if (place->status == MSNP_OFFLINE)
        return g_strdup_printf("%u. %s", number, name);
    /* TRANSLATORS: a place where one is signed in: its number in a list, its name, the status there */
    return g_strdup_printf(_("%u. %s (%s)"), number, name, msnp_status_title(place->status));
}

/* The next of the other places, from *i on; NULL if there is none. */
static const MsnpPlace *
places_next_other(MsnpAccount *ma, guint *i)
{
    const MsnpPlace *place;

    while ((place = msnp_session_nth_place(ma->session, (*i)++)))
        if (!place->here)
            return place;
    return NULL;
}

/* It may be gone by now, or be another one: then nothing is done. */
static void
place_sign_out(MsnpAccount *ma, const char *label)
{
    const MsnpPlace *place;
    guint i = 0, number = 0;

    while ((place = places_next_other(ma, &i))) {
        g_autofree char *own = place_label(place, ++number);
        g_autofree char *id = g_strdup(place->id);

        if (!strcmp(own, label)) {
            msnp_place_sign_out(ma->session, id);
            return;
        }
    }
}

static void
place_chosen(PurpleConnection *gc, PurpleRequestFields *fields)
{
    MsnpAccount *ma = PURPLE_CONNECTION_IS_VALID(gc) ? msnp_pump_enter(gc) : NULL;
    PurpleRequestField *field = purple_request_fields_get_field(fields, FIELD);
    GList *chosen = g_list_nth(purple_request_field_choice_get_labels(field),
                               (guint) purple_request_field_choice_get_value(field));

    if (!ma)
        return;
    if (chosen)
        place_sign_out(ma, chosen->data);
    msnp_pump_leave(ma);
}

static gboolean
places_tell_none(MsnpAccount *ma)
{
    guint i = 0;

    if (places_next_other(ma, &i))
        return FALSE;
    purple_notify_info(ma->gc, NULL, _("You are signed in at this place only."), NULL);
    return TRUE;
}

void
msnp_places_show(MsnpAccount *ma)
{
    PurpleRequestFieldGroup *group;
    PurpleRequestFields *fields;
    PurpleRequestField *list;
    const MsnpPlace *place;
    guint i = 0, number = 0;

    if (places_tell_none(ma))
        return;
    fields = purple_request_fields_new();
    group = purple_request_field_group_new(NULL);
    list = purple_request_field_choice_new(FIELD, _("Place"), 0);
    while ((place = places_next_other(ma, &i))) {
        g_autofree char *label = place_label(place, ++number);

        purple_request_field_choice_add(list, label);
    }
    purple_request_field_group_add_field(group, list);
    purple_request_fields_add_group(fields, group);
    /* TRANSLATORS: title of a list of places */
    purple_request_fields(ma->gc, NULL, _("You are also signed in at"), NULL, fields,
                          /* TRANSLATORS: a button; "_" stands before the letter that presses it */
                          _("Sign _Out There"), G_CALLBACK(place_chosen), _("_Cancel"), NULL, ma->account, NULL, NULL,
                          ma->gc);
}

void
msnp_places_sign_out_others(MsnpAccount *ma)
{
    if (!places_tell_none(ma))
        msnp_place_sign_out(ma->session, NULL);
}
