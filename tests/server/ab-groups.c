/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows ABGroupAdd, -Delete, -Update, and who is in which group. */
#include "ab.h"

#include <string.h>

#include "lists.h"
#include "log.h"
#include "wire.h"

#define NAME_LIMIT 61

/* The group that groupFilter names; NULL after it was answered. */
static Group *
filter_group(const AbCall *call)
{
    const xmlNode *guid = xml_path(call->op, NS_AB, "groupFilter/groupIds/guid");
    g_autofree char *id = xml_text(guid);
    Group *group = id != NULL ? group_by_guid(call->account, id) : NULL;

    if (id == NULL || !wire_is_guid(id) || xml_next(guid) != NULL)
        ab_wrong(call, "not one group in groupFilter");
    else if (group == NULL || group->id == 0)
        ab_error(call, "GroupDoesNotExist");
    else
        return group;
    return NULL;
}

/* FALSE after it was answered. */
static gboolean
name_right(const AbCall *call, const char *name)
{
    if (name == NULL || name[0] == '\0')
        ab_wrong(call, "no name");
    else if (g_utf8_strlen(name, -1) > NAME_LIMIT)
        ab_error(call, "BadArgumentLength");
    else if (group_by_name(call->account, name) != NULL || strcmp(name, "(No Group)") == 0)
        ab_error(call, "GroupAlreadyExists");
    else
        return TRUE;
    return FALSE;
}

static void
event(const char *what, const AbCall *call, const char *name)
{
    g_autofree char *word = wire_encode(name);

    log_event("%s %s %s", what, call->account->key, word);
}

void
ab_group_add(const AbCall *call)
{
    const xmlNode *info = xml_path(call->op, NS_AB, "groupInfo/GroupInfo");
    g_autofree char *name = xml_leaf(info, NS_AB, "name");
    g_autofree char *type = xml_leaf(info, NS_AB, "groupType");

    if (!ab_check_id(call))
        return;
    if (type == NULL || g_ascii_strcasecmp(type, GROUP_TYPE) != 0) {
        ab_wrong(call, "the groupType is not that of messenger groups");
        return;
    }
    if (!name_right(call, name))
        return;
    const Group *group = group_add(call->account, name);

    if (group == NULL) {
        ab_error(call, "QuotaLimitReached");
        return;
    }
    ab_changed(call);
    event("group-added", call, name);
    ab_respond_guid(call, group->guid);
}

void
ab_group_delete(const AbCall *call)
{
    Group *group = ab_check_id(call) ? filter_group(call) : NULL;

    if (group == NULL)
        return;
    event("group-removed", call, group->name);
    group_remove(call->account, group);
    ab_changed(call);
    ab_respond(call, "");
}

void
ab_group_update(const AbCall *call)
{
    const xmlNode *node = xml_path(call->op, NS_AB, "groups/Group");
    g_autofree char *id = xml_leaf(node, NS_AB, "groupId");
    g_autofree char *name = xml_leaf(node, NS_AB, "groupInfo/name");
    g_autofree char *changed = xml_leaf(node, NS_AB, "propertiesChanged");
    Group *group = id != NULL ? group_by_guid(call->account, id) : NULL;

    if (!ab_check_id(call))
        return;
    if (changed == NULL || strcmp(g_strstrip(changed), "GroupName") != 0) {
        ab_wrong(call, "propertiesChanged is not GroupName");
        return;
    }
    if (group == NULL || group->id == 0) {
        ab_error(call, "GroupDoesNotExist");
        return;
    }
    if (!name_right(call, name))
        return;
    g_free(group->name);
    group->name = g_strdup(name);
    ab_changed(call);
    event("group-renamed", call, name);
    ab_respond(call, "");
}

void
ab_group_contact_add(const AbCall *call)
{
    Group *group = ab_check_id(call) ? filter_group(call) : NULL;
    Contact *contact = group != NULL ? ab_contact(call) : NULL;

    if (contact == NULL)
        return;
    if (contact_in_group(contact, group)) {
        ab_wrong(call, "%s is in this group already", contact->who->key);
        return;
    }
    contact_join_group(contact, group);
    ab_changed(call);
    log_event("grouped %s %s", call->account->key, contact->who->key);
    ab_respond_guid(call, contact_guid(call->account, contact));
}

void
ab_group_contact_delete(const AbCall *call)
{
    Group *group = ab_check_id(call) ? filter_group(call) : NULL;
    Contact *contact = group != NULL ? ab_contact(call) : NULL;

    if (contact == NULL)
        return;
    if (!contact_in_group(contact, group)) {
        ab_error(call, "ContactDoesNotExist");
        return;
    }
    contact_leave_group(contact, group);
    ab_changed(call);
    log_event("ungrouped %s %s", call->account->key, contact->who->key);
    ab_respond(call, "");
}
