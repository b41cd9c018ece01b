/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What has changed between the roster as it is known and as it was read again, told as if each change had been heard of
 * as it was made. Knows two rosters; refuses to know where either comes from.
 */
#include "msnp/roster-diff.h"

#include <string.h>
#include "msnp/roster-live.h"

typedef struct {
    MsnpCore *core;
    const MsnpRoster *read;
} Diff;

/* ---- groups ---- */

static void
diff_new_groups(const Diff *diff)
{
    const MsnpGroup *group;
    guint i;

    for (i = 0; (group = msnp_roster_nth_group(diff->read, i)); i++)
        msnp_live_group(diff->core, msnp_group_id(group), msnp_group_name(group));
}

/* ---- one contact ---- */

static gboolean
diff_memberships(const Diff *diff, MsnpContact *ours, const MsnpContact *read)
{
    gboolean news = FALSE;
    MsnpGroup *group;
    guint i;

    for (i = 0; (group = msnp_contact_group(read, i)); i++) {
        group = msnp_roster_group(diff->core->roster, msnp_group_id(group));
        if (!group || msnp_contact_is_in_group(ours, group))
            continue;
        msnp_contact_join_group(ours, group);
        news = TRUE;
    }
    for (i = msnp_contact_n_groups(ours); i-- > 0;) {
        const MsnpGroup *there;

        group = msnp_contact_group(ours, i);
        there = msnp_roster_group(diff->read, msnp_group_id(group));
        if (there && msnp_contact_is_in_group(read, there))
            continue;
        msnp_contact_leave_group(ours, group);
        news = TRUE;
    }
    return news;
}

/* What the book calls him counts only when that has changed: how he is called now may be newer. */
static gboolean
diff_name(MsnpContact *ours, const MsnpContact *read)
{
    const char *name = msnp_contact_booked_name(read);

    if (!strcmp(name, msnp_contact_booked_name(ours)))
        return FALSE;
    msnp_contact_set_booked_name(ours, name);
    return msnp_contact_set_name(ours, name);
}

static void
diff_lists(const Diff *diff, MsnpContact *ours, guint was, guint now)
{
    gboolean was_pending = msnp_contact_is_pending(ours);

    msnp_contact_add_lists(ours, now);
    msnp_contact_remove_lists(ours, was & ~now);
    msnp_live_tell(diff->core, ours, (was & ~now & MSNP_LIST_FORWARD) != 0);
    if (~was & now & MSNP_LIST_FORWARD && msnp_contact_picture(ours))
        msnp_actions_push(diff->core->actions, MSNP_EVENT_PICTURE)->contact = ours;
    if (!was_pending && msnp_contact_is_pending(ours))
        msnp_actions_push(diff->core->actions, MSNP_EVENT_AUTHORIZE)->contact = ours;
}

/* read NULL: he is nowhere any more. */
static void
diff_contact(const Diff *diff, MsnpContact *ours, const MsnpContact *read)
{
    guint was = msnp_contact_lists(ours), now = read ? msnp_contact_lists(read) : 0;
    gboolean news = FALSE;

    if (now & MSNP_LIST_PENDING) /* he has added one, whether the service says that of him too or not */
        now |= was & MSNP_LIST_REVERSE;
    if (read && (now & MSNP_LIST_FORWARD)) {
        news = diff_memberships(diff, ours, read) | diff_name(ours, read);
        msnp_contact_copy_properties(ours, read);
        if (msnp_contact_id(read))
            msnp_contact_set_id(ours, msnp_contact_id(read));
    } else if (read && !*msnp_contact_name(ours)) {
        msnp_contact_set_name(ours, msnp_contact_name(read));
    }
    if (read)
        msnp_contact_set_network(ours, msnp_contact_network(read));
    if (was != now)
        diff_lists(diff, ours, was, now);
    else if (news)
        msnp_live_tell(diff->core, ours, FALSE);
}

/* ---- all of them ---- */

static void
diff_there(const Diff *diff)
{
    const MsnpContact *read;
    MsnpContact *ours;
    guint i;

    for (i = 0; (read = msnp_roster_nth_contact(diff->read, i)); i++)
        if ((ours = msnp_roster_add_contact(diff->core->roster, msnp_contact_handle(read))))
            diff_contact(diff, ours, read);
}

static void
diff_gone(const Diff *diff)
{
    MsnpContact *ours;
    guint i;

    for (i = 0; (ours = msnp_roster_nth_contact(diff->core->roster, i)); i++)
        if (!msnp_roster_contact(diff->read, msnp_contact_handle(ours)))
            diff_contact(diff, ours, NULL);
}

void
msnp_roster_tell_changes(MsnpCore *core, const MsnpRoster *read)
{
    Diff diff = {core, read};

    diff_new_groups(&diff);
    diff_gone(&diff);
    diff_there(&diff);
}

void
msnp_roster_tell_gone_groups(MsnpCore *core, const MsnpRoster *read)
{
    MsnpGroup *group;
    guint i = 0;

    while ((group = msnp_roster_nth_group(core->roster, i)))
        if (msnp_roster_group(read, msnp_group_id(group)))
            i++;
        else
            msnp_live_no_group(core, group);
}
