/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which network somebody is on, whom the address book does not take as one of ours: the notification server knows.
 * Knows that question; refuses to know what is done with the answer.
 */
#include "msnp/edit-private.h"

#include "msnp/adl.h"

static void
fqy_answered(gpointer who, const MsnpCommand *reply)
{
    MsnpEdit *edit = who;
    const char *handle = edit->step->who;
    guint network = msnp_adl_read_network(reply->payload, reply->payload_len, handle);
    MsnpContact *contact = NULL;

    if (network == MSNP_NETWORK_YAHOO || network == MSNP_NETWORK_LCS)
        contact = msnp_roster_add_contact(edit->edits->core->roster, handle);
    if (!contact) {
        msnp_edit_refused(edit, MSNP_ERROR_PEER_UNKNOWN, 0);
        return;
    }
    msnp_contact_set_network(contact, network);
    msnp_edit_add_again(edit);
}

static void
fqy_failed(gpointer who, MsnpError error, guint number)
{
    MsnpEdit *edit = who;

    if (error != MSNP_ERROR_LOST) {
        msnp_edit_refused(edit, MSNP_ERROR_PEER_UNKNOWN, number);
        return;
    }
    edit->step->retried = FALSE; /* on the next link the book says the same, and that server is asked */
    msnp_edit_failed(edit, error, number);
}

gboolean
msnp_edit_ask_network(MsnpEdit *edit)
{
    static const MsnpAsk ask_fqy = {MSNP_VERB_FQY, fqy_answered, fqy_failed, NULL};
    g_autoptr(GString) payload = g_string_new(NULL);

    if (!edit->edits->ns || edit->edits->core->dialect->named == MSNP_NAMED_PLAIN ||
        !msnp_adl_print_question(payload, edit->step->who))
        return FALSE;
    msnp_link_request_payload(edit->edits->ns, &ask_fqy, edit, TRUE, "FQY", "", payload->str, payload->len);
    return TRUE;
}
