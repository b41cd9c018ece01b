/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Circles and the notification server: it is shown the ticket and told of each circle, and says who is online in them
 * (NLN, FLN, UBX), who is in the conversation (NFY) and that something was changed (NOT). Knows those commands; leaves
 * what people write to circle-talk.c.
 */
#include "msnp/circle-private.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/notice.h"
#include "msnp/presence.h"
#include "msnp/rate.h"
#include "msnp/secret.h"
#include "msnp/soap.h"

/* ---- telling the server ---- */

void
msnp_circle_print_routing(const MsnpCircle *circle, const char *path, GString *out)
{
    MsnpCore *core = circle->circles->core;

    g_string_append_printf(out, "Routing: 1.0\r\nTo: %u:%s%s\r\nFrom: %u:%s;epid=%s\r\n\r\n", MSNP_NETWORK_CIRCLE,
                           circle->address, path, MSNP_NETWORK_MSN, core->account, msnp_core_machine(core));
}

/* One comes into the conversation. Living services have one there as soon as they are told of the circle, and who is
 * refused may still be written to: nothing hangs on the answer. */
static void
circle_enter(MsnpCircle *circle)
{
    static const MsnpAsk ask_put = {MSNP_VERB_PUT, NULL, NULL, NULL};
    MsnpCircles *circles = circle->circles;
    g_autoptr(GString) letter = g_string_new(NULL), body = g_string_new(NULL);

    msnp_soap_printf(body, "<circle><roster><id>IM</id><user><id>%u:%s</id></user></roster></circle>",
                     MSNP_NETWORK_MSN, circles->core->account);
    msnp_circle_print_routing(circle, "", letter);
    g_string_append_printf(letter,
                           "Reliability: 1.0\r\n\r\nPublication: 1.0\r\nUri: /circle\r\n"
                           "Content-Type: application/circles+xml\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                           body->len, body->str);
    msnp_link_request_payload(circles->link, &ask_put, circles, TRUE, "PUT", "", letter->str, letter->len);
}

static void
adl_answered(gpointer who, const MsnpCommand *reply)
{
    circle_enter(who);
}

/* Its people are shown as the address book has them, and nobody is online. */
static void
adl_failed(gpointer who, MsnpError error, guint number)
{
    msnp_core_debug(((MsnpCircle *) who)->circles->core, "a circle was refused (%u)", number);
}

/* Each alone, so that one which is refused takes no other along. Of one that is blocked nothing is said: that would let
 * it in again. */
static void
sha_answered(gpointer who, const MsnpCommand *reply)
{
    static const MsnpAsk ask_adl = {MSNP_VERB_ADL, adl_answered, adl_failed, NULL};
    MsnpCircles *circles = who;
    guint i;

    for (i = 0; i < circles->all->len; i++) {
        MsnpCircle *circle = g_ptr_array_index(circles->all, i);
        g_autoptr(GString) payload = g_string_new(NULL);

        if (circle->blocked)
            continue;
        msnp_soap_printf(payload, "<ml l=\"1\"><d n=\"%s\"><c n=\"%s\" l=\"3\" t=\"%u\"/></d></ml>", circle->domain,
                         circle->id, MSNP_NETWORK_CIRCLE);
        msnp_link_request_payload(circles->link, &ask_adl, circle, TRUE, "ADL", "", payload->str, payload->len);
    }
}

static void
sha_failed(gpointer who, MsnpError error, guint number)
{
    msnp_core_debug(((MsnpCircles *) who)->core, "the ticket for circles was refused (%u)", number);
}

void
msnp_circles_start(MsnpCircles *circles, MsnpLink *link)
{
    static const MsnpAsk ask_sha = {MSNP_VERB_USR, sha_answered, sha_failed, NULL};
    char *word;

    if (!circles->core->dialect->circles)
        msnp_circles_renew(circles);
    circles->link = link;
    msnp_circles_settle(circles);
    if (circles->all->len == 0 || !circles->ticket)
        return;
    word = g_base64_encode((const guint8 *) circles->ticket, strlen(circles->ticket));
    msnp_link_request(link, &ask_sha, circles, 1, "USR", "SHA A %s", word);
    msnp_secret_free(word);
}

void
msnp_circles_stop(MsnpCircles *circles)
{
    circles->link = NULL;
    msnp_circle_stop_reading(circles);
}

/* ---- who is online ---- */

/* Whom NLN, FLN or UBX is about: his circle, or NULL; *handle then. *known is set if it is about any circle at all. */
static MsnpCircle *
circle_of_word(MsnpCircles *circles, const char *word, char **handle, gboolean *known)
{
    MsnpCircle *circle = NULL;
    MsnpAddress address;

    *known = strstr(word, ";via=") != NULL;
    if (!*known || !msnp_address_parse(word, strlen(word), &address))
        return NULL;
    if (address.via && address.via_network == MSNP_NETWORK_CIRCLE && address.network == MSNP_NETWORK_MSN)
        circle = msnp_circle_by_address(circles, address.via);
    if (circle)
        *handle = g_steal_pointer(&address.handle);
    msnp_address_clear(&address);
    return circle;
}

static void
member_set(char **slot, const char *value)
{
    if (!strcmp(*slot, value))
        return;
    g_free(*slot);
    *slot = g_strdup(value);
}

/* NLN status who nick client object. The owner comes twice, once with no capabilities, for the circle itself. */
static void
member_online(MsnpCircle *circle, MsnpCircleMember *member, const MsnpCommand *c)
{
    char *name = msnp_wire_decode(msnp_command_arg(c, 2), MSNP_LIMIT_NAME);

    member->status = msnp_status_from_code(msnp_command_arg(c, 0));
    if (*name)
        member_set(&member->name, strcmp(name, member->handle) ? name : "");
    msnp_circle_set_present(circle, member, member->status != MSNP_OFFLINE);
}

static void
member_offline(MsnpCircle *circle, MsnpCircleMember *member, const MsnpCommand *c)
{
    member->status = MSNP_OFFLINE;
    member_set(&member->message, "");
    msnp_circle_set_present(circle, member, FALSE);
}

static void
member_personal(MsnpCircle *circle, MsnpCircleMember *member, const MsnpCommand *c)
{
    MsnpPersonal p;

    if (!msnp_personal_parse(c->payload, c->payload_len, &p))
        return;
    member_set(&member->message, p.message);
    msnp_personal_clear(&p);
}

typedef void (*MemberNews)(MsnpCircle *circle, MsnpCircleMember *member, const MsnpCommand *c);

/* What is said of people in circles that one is not in, or knows nothing of, is nobody's business. */
static gboolean
circles_hear(MsnpCircles *circles, const MsnpCommand *c, guint argument, MemberNews news)
{
    MsnpCircleMember *member = NULL;
    g_autofree char *handle = NULL;
    gboolean known;
    MsnpCircle *circle = circle_of_word(circles, msnp_command_arg(c, argument), &handle, &known);

    if (circle)
        member = news == member_online ? msnp_circle_add_member(circle, handle)
                                       : msnp_circle_find_member(circle, handle);
    if (member) {
        news(circle, member, c);
        msnp_circle_tell_member(circle, member);
    } else if (known) {
        msnp_core_debug(circles->core, "%s of somebody in no circle of ours ignored", c->verb->name);
    }
    return known;
}

/* ---- who is in the conversation ---- */

/* "1:bob@example.com" */
static MsnpCircleMember *
roster_member(MsnpCircle *circle, const char *word)
{
    MsnpCircleMember *member = NULL;
    MsnpAddress address;

    if (!msnp_address_parse(word, strlen(word), &address))
        return NULL;
    if (address.network == MSNP_NETWORK_MSN)
        member = msnp_circle_add_member(circle, address.handle);
    msnp_address_clear(&address);
    return member;
}

/* Who has been asked only is not there. Official services said Partial for those who have come; living ones say it for
 * everybody who is there, so only what is called full is taken for all. */
static void
circle_roster(MsnpCircle *circle, const MsnpXmlNode *roster, gboolean full)
{
    g_autoptr(GHashTable) there = g_hash_table_new(NULL, NULL);
    const MsnpXmlNode *user = msnp_xml_next(roster->first, "user");
    guint i = circle->members->len;

    for (; user; user = msnp_xml_next(user->next, "user")) {
        MsnpCircleMember *member = g_ascii_strcasecmp(msnp_xml_value(user, "state"), "Pending")
                                       ? roster_member(circle, msnp_xml_value(user, "id"))
                                       : NULL;

        if (member && g_hash_table_add(there, member) && !member->present) {
            msnp_circle_set_present(circle, member, TRUE);
            msnp_circle_tell_member(circle, member);
        }
    }
    while (full && i-- > 0) {
        MsnpCircleMember *member = g_ptr_array_index(circle->members, i);

        if (member->present && !g_hash_table_contains(there, member)) {
            msnp_circle_set_present(circle, member, FALSE);
            msnp_circle_tell_member(circle, member);
        }
    }
}

/* <circle><roster>...</roster><props><presence><Data><MFN>name</MFN>... */
static void
circle_news(MsnpCircle *circle, const MsnpEnvelope *letter)
{
    g_autoptr(MsnpXmlReader) reader = msnp_xml_reader_new(letter->body, letter->body_len, NULL, 0);
    g_autofree char *type = msnp_envelope_value(letter->content, "NotifType");
    const MsnpXmlNode *root, *roster;
    char *name;

    if (msnp_xml_reader_go_on(reader, &root) != MSNP_XML_ELEMENT || g_ascii_strcasecmp(root->name, "circle")) {
        msnp_core_debug(circle->circles->core, "news of a circle that are none ignored");
        return;
    }
    name = msnp_wire_launder(msnp_xml_value(root, "props/presence/Data/MFN"), MSNP_LIMIT_NAME);
    if (*name)
        msnp_circle_add(circle->circles, circle->id, circle->domain, name);
    roster = msnp_xml_find(root, "roster");
    if (roster && !strcmp(msnp_xml_value(roster, "id"), "IM"))
        circle_roster(circle, roster, !g_ascii_strcasecmp(type, "Full"));
}

/* "/circle/roster(IM)/user(1:bob@example.com)" */
static void
circle_left(MsnpCircle *circle, const char *uri)
{
    static const char begin[] = "/circle/roster(IM)/user(";
    gsize len = strlen(uri);
    g_autofree char *word = NULL;
    MsnpCircleMember *member = NULL;
    MsnpAddress address;

    if (!g_str_has_prefix(uri, begin) || uri[len - 1] != ')')
        return;
    word = g_strndup(uri + strlen(begin), len - strlen(begin) - 1);
    if (msnp_address_parse(word, strlen(word), &address)) {
        member = msnp_circle_find_member(circle, address.handle);
        msnp_address_clear(&address);
    }
    if (!member)
        return;
    member->status = MSNP_OFFLINE;
    msnp_circle_set_present(circle, member, FALSE);
    msnp_circle_tell_member(circle, member);
}

/* NFY PUT length, NFY DEL length */
static void
circles_notified(MsnpCircles *circles, const MsnpCommand *c)
{
    MsnpCircle *circle = NULL;
    g_autofree char *uri = NULL;
    MsnpEnvelope letter;
    MsnpAddress from;

    if (msnp_envelope_parse(c->payload, c->payload_len, &letter) &&
        msnp_envelope_address(&letter, "From", &from)) {
        if (from.network == MSNP_NETWORK_CIRCLE)
            circle = msnp_circle_by_address(circles, from.handle);
        msnp_address_clear(&from);
    }
    if (!circle) {
        msnp_core_debug(circles->core, "NFY of no circle of ours ignored");
        return;
    }
    uri = msnp_envelope_value(letter.content, "Uri");
    if (!strcmp(msnp_command_arg(c, 0), "DEL"))
        circle_left(circle, uri);
    else if (letter.body_len > 0)
        circle_news(circle, &letter);
}

/* ---- what was changed ---- */

/* The text of BODY is a document of its own. TRUE if it is about a circle; its members are read again. */
static gboolean
circles_changed(MsnpCircles *circles, const MsnpCommand *c)
{
    g_autoptr(MsnpXmlReader) outer = msnp_xml_reader_new(c->payload, c->payload_len, NULL, 0), inner = NULL;
    const MsnpXmlNode *root;
    const char *text, *id;
    MsnpCircle *circle;

    if (msnp_xml_reader_go_on(outer, &root) != MSNP_XML_ELEMENT)
        return FALSE;
    text = msnp_xml_value(root, "MSG/BODY");
    inner = msnp_xml_reader_new(text, strlen(text), NULL, 0);
    if (msnp_xml_reader_go_on(inner, &root) != MSNP_XML_ELEMENT ||
        g_ascii_strcasecmp(root->name, "NotificationData") || !*(id = msnp_xml_value(root, "CircleId")))
        return FALSE;
    circle = msnp_circle_by_id(circles, id);
    if (!circle)
        msnp_core_debug(circles->core, "NOT of no circle of ours ignored");
    else if (circles->link && msnp_rate_allows(circles->core, MSNP_RATE_CIRCLE, circle->id))
        msnp_circle_read_members(circles, circle->id);
    return TRUE;
}

gboolean
msnp_circles_command(MsnpCircles *circles, const MsnpCommand *c)
{
    if (!circles->core->dialect || !circles->core->dialect->circles)
        return FALSE;
    switch (c->verb->id) {
    case MSNP_VERB_NLN:
        return circles_hear(circles, c, 1, member_online);
    case MSNP_VERB_FLN:
        return circles_hear(circles, c, 0, member_offline);
    case MSNP_VERB_UBX:
        return circles_hear(circles, c, 0, member_personal);
    case MSNP_VERB_NFY:
        circles_notified(circles, c);
        return TRUE;
    case MSNP_VERB_SDG:
        msnp_circle_letter(circles, c);
        return TRUE;
    case MSNP_VERB_NOT:
        return circles_changed(circles, c);
    default:
        return FALSE;
    }
}
