/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows UBX: what of a personal message and of somebody's places each dialect is shown. */
#include "ns.h"

#include <string.h>

#define EMPTY_PSM "<Data><PSM></PSM><CurrentMedia></CurrentMedia></Data>"
#define DATA_END  "</Data>"

static void
append_places(GString *out, const Account *subject, gboolean own)
{
    for (guint i = 0; i < subject->places->len; i++) {
        const Client *place = subject->places->pdata[i];

        if (place->machine != NULL && place->announced)
            g_string_append_printf(out,
                                   "<EndpointData id=\"%s\"><Capabilities>%u:%u</Capabilities>"
                                   "</EndpointData>",
                                   place->machine, place->client_id, place->client_ex);
    }
    for (guint i = 0; own && i < subject->places->len; i++) {
        const Client *place = subject->places->pdata[i];

        if (place->machine != NULL && place->private_data != NULL)
            g_string_append_printf(out, "<PrivateEndpointData id=\"%s\">%s</PrivateEndpointData>",
                                   place->machine, place->private_data);
    }
}

/* The payload: what older dialects see, and more in front of its end. Caller frees. */
static char *
personal_text(const Client *viewer, const Account *subject)
{
    gboolean plain = viewer->dialect->syn != SYN_NONE;
    const char *psm = subject->psm;
    GString *text;

    if (psm == NULL && (options()->living || viewer->dialect->endpoints))
        psm = EMPTY_PSM;
    if (psm == NULL || plain || !g_str_has_suffix(psm, DATA_END))
        return g_strdup(psm);
    text = g_string_new_len(psm, (gssize) (strlen(psm) - strlen(DATA_END)));
    if (subject->psm_machine != NULL)
        g_string_append(text, subject->psm_machine);
    if (viewer->dialect->endpoints) {
        if (subject->psm_more != NULL)
            g_string_append(text, subject->psm_more);
        append_places(text, subject, viewer->account == subject);
    }
    g_string_append(text, DATA_END);
    return g_string_free(text, FALSE);
}

void
append_psm(GString *out, const Client *viewer, const Account *subject, gboolean always)
{
    g_autofree char *address = ns_address(viewer, subject);
    g_autofree char *text = subject->psm != NULL || always ? personal_text(viewer, subject) : NULL;

    if (text != NULL)
        g_string_append_printf(out, "UBX %s %" G_GSIZE_FORMAT "\r\n%s", address, strlen(text),
                               text);
    else if (always)
        g_string_append_printf(out, "UBX %s 0\r\n", address);
}

void
presence_psm(Client *viewer, const Account *subject, gboolean always)
{
    g_autoptr(GString) out = g_string_new(NULL);

    if (!viewer->dialect->psm)
        return;
    append_psm(out, viewer, subject, always);
    if (out->len > 0)
        client_send_bytes(viewer, out->str, out->len);
}

static void
tell_places(const Account *viewer, const Account *subject)
{
    for (guint i = 0; i < viewer->places->len; i++) {
        Client *client = viewer->places->pdata[i];

        if (client->announced)
            presence_psm(client, subject, TRUE);
    }
}

void
presence_personal(Account *subject)
{
    g_autoptr(GPtrArray) watchers = world_watchers(subject);

    for (guint i = 0; i < watchers->len; i++) {
        const Account *viewer = watchers->pdata[i];

        if (strcmp(world_state_seen(subject, viewer), "FLN") != 0)
            tell_places(viewer, subject);
    }
    if (subject->client != NULL && subject->client->dialect->endpoints)
        tell_places(subject, subject);
}

void
ns_forget_personal(Account *account)
{
    g_clear_pointer(&account->psm, g_free);
    g_clear_pointer(&account->psm_machine, g_free);
    g_clear_pointer(&account->psm_more, g_free);
}
