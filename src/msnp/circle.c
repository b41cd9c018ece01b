/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Circles: groups of people who see each other and have one conversation, all over the notification link. Knows which
 * there are and who is in them; what the address book and the server say of them is read in the files beside.
 */
#include "msnp/circle-private.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/secret.h"

/* ---- finding ---- */

MsnpCircle *
msnp_circle_by_id(const MsnpCircles *circles, const char *id)
{
    guint i;

    for (i = 0; i < circles->all->len; i++) {
        MsnpCircle *circle = g_ptr_array_index(circles->all, i);

        if (!g_ascii_strcasecmp(circle->id, id))
            return circle;
    }
    return NULL;
}

MsnpCircle *
msnp_circle_by_address(const MsnpCircles *circles, const char *address)
{
    guint i;

    for (i = 0; i < circles->all->len; i++) {
        MsnpCircle *circle = g_ptr_array_index(circles->all, i);

        if (!strcmp(circle->address, address))
            return circle;
    }
    return NULL;
}

MsnpCircle *
msnp_circle_of_chat(const MsnpCircles *circles, guint chat)
{
    guint i;

    for (i = 0; chat != 0 && i < circles->all->len; i++) {
        MsnpCircle *circle = g_ptr_array_index(circles->all, i);

        if (circle->chat == chat)
            return circle;
    }
    return NULL;
}

const MsnpCircle *
msnp_circles_nth(const MsnpCircles *circles, guint i)
{
    return i < circles->all->len ? g_ptr_array_index(circles->all, i) : NULL;
}

const MsnpCircle *
msnp_circles_find(const MsnpCircles *circles, const char *id_or_name)
{
    const MsnpCircle *circle = msnp_circle_by_id(circles, id_or_name);
    guint i;

    for (i = 0; !circle && i < circles->all->len; i++)
        if (!strcmp(msnp_circle_name(g_ptr_array_index(circles->all, i)), id_or_name))
            circle = g_ptr_array_index(circles->all, i);
    return circle;
}

/* ---- members ---- */

static void
member_free(gpointer data)
{
    MsnpCircleMember *member = data;

    g_free(member->handle);
    g_free(member->name);
    g_free(member->message);
    g_free(member);
}

MsnpCircleMember *
msnp_circle_find_member(const MsnpCircle *circle, const char *handle)
{
    return g_hash_table_lookup(circle->by_handle, handle);
}

MsnpCircleMember *
msnp_circle_add_member(MsnpCircle *circle, const char *handle)
{
    MsnpCircleMember *member = msnp_circle_find_member(circle, handle);

    if (member || !strcmp(handle, circle->circles->core->own))
        return member;
    if (circle->members->len >= MSNP_LIMIT_CIRCLE_MEMBERS) {
        msnp_core_debug(circle->circles->core, "too many people in a circle: one ignored");
        return NULL;
    }
    member = g_new0(MsnpCircleMember, 1);
    member->handle = g_strdup(handle);
    member->name = g_strdup("");
    member->message = g_strdup("");
    member->status = MSNP_OFFLINE;
    g_ptr_array_add(circle->members, member);
    g_hash_table_insert(circle->by_handle, member->handle, member);
    return member;
}

/* Nothing is told of a circle that was not told itself: that tells its members. */
void
msnp_circle_tell_member(MsnpCircle *circle, MsnpCircleMember *member)
{
    gboolean stays = member->listed || member->present || member->status != MSNP_OFFLINE;
    MsnpAction *action;

    if (circle->told) {
        action = msnp_core_tell_who(circle->circles->core, MSNP_EVENT_CIRCLE_MEMBER, member->handle, NULL);
        action->circle = circle;
        action->number = stays;
    }
    if (stays)
        return;
    g_hash_table_remove(circle->by_handle, member->handle);
    g_ptr_array_remove(circle->members, member);
}

static void
circle_tell_joined(const MsnpCircle *circle, const MsnpCircleMember *member, gboolean before_us)
{
    MsnpAction *action =
        msnp_core_tell_who(circle->circles->core, MSNP_EVENT_CHAT_JOINED, member->handle, member->name);

    action->chat = circle->chat;
    action->number = before_us;
}

void
msnp_circle_set_present(MsnpCircle *circle, MsnpCircleMember *member, gboolean present)
{
    if (!member->present == !present)
        return;
    member->present = present;
    if (circle->chat == 0)
        return;
    if (present)
        circle_tell_joined(circle, member, FALSE);
    else
        msnp_core_tell_who(circle->circles->core, MSNP_EVENT_CHAT_LEFT, member->handle, NULL)->chat = circle->chat;
}

/* What the server has said so far holds no more. */
static void
circle_reset_presence(MsnpCircle *circle)
{
    guint i = circle->members->len;

    while (i-- > 0) {
        MsnpCircleMember *member = g_ptr_array_index(circle->members, i);

        if (!member->present && member->status == MSNP_OFFLINE)
            continue;
        msnp_circle_set_present(circle, member, FALSE);
        member->status = MSNP_OFFLINE;
        msnp_circle_tell_member(circle, member);
    }
}

/* ---- circles ---- */

static void
circle_free(gpointer data)
{
    MsnpCircle *circle = data;

    if (circle->circles->link)
        msnp_link_forget_who(circle->circles->link, circle);
    g_free(circle->id);
    g_free(circle->domain);
    g_free(circle->address);
    g_free(circle->name);
    g_hash_table_destroy(circle->by_handle);
    g_ptr_array_free(circle->members, TRUE);
    g_free(circle);
}

static void
circle_tell(MsnpCircle *circle, guint number)
{
    MsnpAction *action = msnp_actions_push(circle->circles->core->actions, MSNP_EVENT_CIRCLE);

    action->circle = circle;
    action->number = number;
    circle->told = TRUE;
}

MsnpCircle *
msnp_circle_add(MsnpCircles *circles, const char *id, const char *domain, const char *name)
{
    MsnpCircle *circle = msnp_circle_by_id(circles, id);

    if (circle && *name && strcmp(circle->name, name)) {
        g_free(circle->name);
        circle->name = g_strdup(name);
        if (circle->told)
            circle_tell(circle, 1);
    }
    if (circle)
        return circle;
    if (circles->all->len >= MSNP_LIMIT_CIRCLES) {
        msnp_core_debug(circles->core, "too many circles: one ignored");
        return NULL;
    }
    circle = g_new0(MsnpCircle, 1);
    circle->circles = circles;
    circle->id = g_ascii_strdown(id, -1);
    circle->domain = g_ascii_strdown(domain, -1);
    circle->address = g_strdup_printf("%s@%s", circle->id, circle->domain);
    circle->name = g_strdup(name);
    circle->members = g_ptr_array_new_with_free_func(member_free);
    circle->by_handle = g_hash_table_new(g_str_hash, g_str_equal);
    g_ptr_array_add(circles->all, circle);
    return circle;
}

/* What the book has no more. Its conversation ends with it. */
static void
circles_drop_gone(MsnpCircles *circles)
{
    guint i = circles->all->len;

    while (i-- > 0) {
        MsnpCircle *circle = g_ptr_array_index(circles->all, i);
        MsnpAction *action;

        if (circle->in_book)
            continue;
        if (circle->told) {
            action = msnp_core_tell_who(circles->core, MSNP_EVENT_CIRCLE_GONE, NULL, msnp_circle_name(circle));
            action->text = msnp_actions_keep_str(circles->core->actions, circle->id);
            action->chat = circle->chat;
        }
        g_ptr_array_remove_index(circles->all, i);
    }
}

static gboolean
circles_has_blocked(const MsnpCircles *circles, const char *id)
{
    guint i;

    for (i = 0; i < circles->blocked->len; i++)
        if (!g_ascii_strcasecmp(g_ptr_array_index(circles->blocked, i), id))
            return TRUE;
    return FALSE;
}

void
msnp_circles_tell(MsnpCircles *circles)
{
    guint i;

    for (i = 0; i < circles->all->len; i++) {
        MsnpCircle *circle = g_ptr_array_index(circles->all, i);

        if (!circle->told)
            circle_tell(circle, circles->core->online);
    }
}

/* The members' names and who is away come of the circles' own books, one after the other. */
void
msnp_circles_settle(MsnpCircles *circles)
{
    guint i;

    circles_drop_gone(circles);
    for (i = 0; i < circles->all->len; i++) {
        MsnpCircle *circle = g_ptr_array_index(circles->all, i);

        circle->blocked = circles_has_blocked(circles, circle->id);
        circle_reset_presence(circle);
        msnp_circle_read_members(circles, circle->id);
    }
    if (circles->core->online)
        msnp_circles_tell(circles);
}

gboolean
msnp_circles_have_changed(const MsnpCircles *circles)
{
    guint i;

    for (i = 0; i < circles->all->len; i++) {
        const MsnpCircle *circle = g_ptr_array_index(circles->all, i);

        if (!circle->in_book || !circle->told || circle->blocked != circles_has_blocked(circles, circle->id))
            return TRUE;
    }
    return FALSE;
}

void
msnp_circles_renew(MsnpCircles *circles)
{
    guint i;

    for (i = 0; i < circles->all->len; i++)
        ((MsnpCircle *) g_ptr_array_index(circles->all, i))->in_book = FALSE;
    g_ptr_array_set_size(circles->blocked, 0);
    g_clear_pointer(&circles->ticket, msnp_secret_free);
}

/* ---- conversations ---- */

guint
msnp_circles_open(MsnpCircles *circles, const MsnpCircle *wanted)
{
    MsnpCircle *circle = msnp_circle_by_id(circles, wanted->id);
    MsnpAction *action;
    guint i;

    if (!circle || circle->chat)
        return circle ? circle->chat : 0;
    circle->chat = circles->core->next_chat++;
    action = msnp_actions_push(circles->core->actions, MSNP_EVENT_CHAT_STARTED);
    action->chat = circle->chat;
    action->circle = circle;
    for (i = 0; i < circle->members->len; i++) {
        const MsnpCircleMember *member = g_ptr_array_index(circle->members, i);

        if (member->present)
            circle_tell_joined(circle, member, TRUE);
    }
    return circle->chat;
}

gboolean
msnp_circles_has_chat(const MsnpCircles *circles, guint chat)
{
    return msnp_circle_of_chat(circles, chat) != NULL;
}

/* Nobody is told: who is in a circle is in its conversation. */
gboolean
msnp_circles_leave(MsnpCircles *circles, guint chat)
{
    MsnpCircle *circle = msnp_circle_of_chat(circles, chat);

    if (circle)
        circle->chat = 0;
    return circle != NULL;
}

/* ---- what is known ---- */

const char *
msnp_circle_id(const MsnpCircle *circle)
{
    return circle->id;
}

const char *
msnp_circle_name(const MsnpCircle *circle)
{
    return *circle->name ? circle->name : circle->id;
}

const MsnpCircleMember *
msnp_circle_nth_member(const MsnpCircle *circle, guint i)
{
    return i < circle->members->len ? g_ptr_array_index(circle->members, i) : NULL;
}

const MsnpCircleMember *
msnp_circle_member(const MsnpCircle *circle, const char *handle)
{
    return msnp_circle_find_member(circle, handle);
}

const char *
msnp_circle_member_handle(const MsnpCircleMember *member)
{
    return member->handle;
}

const char *
msnp_circle_member_name(const MsnpCircleMember *member)
{
    return member->name;
}

MsnpStatus
msnp_circle_member_status(const MsnpCircleMember *member)
{
    return member->status;
}

const char *
msnp_circle_member_message(const MsnpCircleMember *member)
{
    return member->message;
}

/* ---- life ---- */

MsnpCircles *
msnp_circles_new(MsnpCore *core)
{
    MsnpCircles *circles = g_new0(MsnpCircles, 1);

    circles->core = core;
    circles->all = g_ptr_array_new_with_free_func(circle_free);
    circles->blocked = g_ptr_array_new_with_free_func(g_free);
    circles->read = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    msnp_book_pages_init(&circles->pages);
    g_queue_init(&circles->to_read);
    return circles;
}

void
msnp_circles_free(MsnpCircles *circles)
{
    circles->link = NULL; /* gone already */
    msnp_circle_stop_reading(circles);
    g_ptr_array_free(circles->all, TRUE);
    g_ptr_array_free(circles->blocked, TRUE);
    g_hash_table_destroy(circles->read);
    msnp_book_pages_clear(&circles->pages);
    msnp_secret_free(circles->ticket);
    g_free(circles);
}
