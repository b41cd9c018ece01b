/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What one tells of oneself by UUX: personal message, what this place can do, and what one's other places see of it.
 * Knows those documents and which dialect has them; refuses to know when they are sent.
 */
#include "msnp/uux.h"

#include "msnp/notice.h"
#include "msnp/presence.h"
#include "msnp/soap.h"

/* Nobody minds how it is answered. */
static void
uux_send(MsnpCore *core, MsnpLink *ns, const GString *payload)
{
    static const MsnpAsk ask_uux = {MSNP_VERB_UUX, NULL, NULL, NULL};

    msnp_link_request_payload(ns, &ask_uux, core, TRUE, "UUX", "", payload->str, payload->len);
}

void
msnp_uux_personal(MsnpCore *core, MsnpLink *ns)
{
    g_autoptr(GString) payload = NULL;
    MsnpPersonal shown = core->personal;

    if (!core->dialect->personal || (!core->personal_set && !core->kept_message))
        return;
    shown.message = (char *) msnp_core_message(core);
    payload = g_string_new(NULL);
    msnp_personal_print(&shown, payload);
    uux_send(core, ns, payload);
}

void
msnp_uux_endpoint(MsnpCore *core, MsnpLink *ns)
{
    g_autoptr(GString) payload = NULL;

    if (!core->dialect->endpoints)
        return;
    payload = g_string_new(NULL);
    msnp_soap_printf(payload, "<EndpointData><Capabilities>%s</Capabilities></EndpointData>", core->dialect->client_id);
    uux_send(core, ns, payload);
}

/* It is a computer. */
void
msnp_uux_place(MsnpCore *core, MsnpLink *ns)
{
    g_autoptr(GString) payload = NULL;

    if (!core->dialect->endpoints)
        return;
    payload = g_string_new(NULL);
    msnp_soap_printf(payload,
                     "<PrivateEndpointData><EpName>%s</EpName><Idle>%s</Idle><ClientType>1</ClientType>"
                     "<State>%s</State></PrivateEndpointData>",
                     core->place, core->status == MSNP_IDLE ? "true" : "false", msnp_status_code(core->status));
    uux_send(core, ns, payload);
}
