/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Drains the session: pops actions and hands each to the file that does it. Knows the table of kinds and
 * the clock; refuses to know what any of them means.
 */
#include "purple/pump.h"

#include "purple/authorize.h"
#include "purple/blist.h"
#include "purple/chat.h"
#include "purple/circles.h"
#include "purple/connection.h"
#include "purple/gateway.h"
#include "purple/http.h"
#include "purple/icon.h"
#include "purple/im.h"
#include "purple/import.h"
#include "purple/invite.h"
#include "purple/link.h"
#include "purple/listen.h"
#include "purple/log.h"
#include "purple/notices.h"
#include "purple/object.h"
#include "purple/offline.h"
#include "purple/privacy.h"
#include "purple/request.h"
#include "purple/smiley.h"
#include "purple/status.h"
#include "purple/winks.h"
#include "purple/xfer.h"

/* How long one go may keep the user interface waiting, in microseconds, and how many actions pass between
 * two looks at the clock. */
#define SLICE_USEC 10000
#define CLOCK_EVERY 16

typedef void (*Handler)(MsnpAccount *ma, const MsnpAction *action);

static void
ignore(MsnpAccount *ma, const MsnpAction *action)
{
}

/* Both the list and who waits for a change of it. */
static void
contact_changed(MsnpAccount *ma, const MsnpAction *action)
{
    msnp_blist_contact(ma, action);
    if (ma->gc)
        msnp_import_contact(ma, action);
}

/* Somebody may be seen in a circle as well. */
static void
presence_changed(MsnpAccount *ma, const MsnpAction *action)
{
    msnp_blist_presence(ma, action);
    if (ma->gc)
        msnp_circle_list_presence(ma, msnp_contact_handle(action->contact));
}

static void
roster_done(MsnpAccount *ma, const MsnpAction *action)
{
    msnp_blist_done(ma, action);
    if (ma->gc && action->number)
        msnp_circle_list_done(ma);
}

static const Handler handlers[MSNP_N_ACTIONS] = {
    [MSNP_ACTION_CONNECT] = msnp_stream_connect,
    [MSNP_ACTION_LISTEN] = msnp_listen_start,
    [MSNP_ACTION_WRITE] = msnp_stream_write,
    [MSNP_ACTION_CLOSE] = msnp_stream_close,
    [MSNP_ACTION_FETCH] = msnp_job_fetch,
    [MSNP_ACTION_ABANDON] = msnp_job_abandon,
    [MSNP_ACTION_DEBUG] = ignore,
    [MSNP_ACTION_FILE_READ] = msnp_xfer_read,
    [MSNP_ACTION_FILE_WRITE] = msnp_xfer_write,
    [MSNP_EVENT_PROGRESS] = msnp_connection_progress,
    [MSNP_EVENT_SIGNED_IN] = msnp_connection_signed_in,
    [MSNP_EVENT_SIGNED_OUT] = msnp_connection_signed_out,
    [MSNP_EVENT_OWN_NAME] = msnp_connection_own_name,
    [MSNP_EVENT_OWN_STATUS] = msnp_status_own,
    [MSNP_EVENT_MAIL] = msnp_notices_mail,
    [MSNP_EVENT_NOTICE] = msnp_notices_notice,
    [MSNP_EVENT_OLDER] = msnp_connection_older,
    [MSNP_EVENT_MACHINE] = msnp_connection_machine,
    [MSNP_EVENT_PLACES] = ignore,
    [MSNP_EVENT_GROUP] = msnp_blist_group,
    [MSNP_EVENT_GROUP_GONE] = msnp_blist_group_gone,
    [MSNP_EVENT_GROUP_RENAMED] = msnp_blist_group_renamed,
    [MSNP_EVENT_CONTACT] = contact_changed,
    [MSNP_EVENT_PRIVACY] = msnp_privacy_changed,
    [MSNP_EVENT_AUTHORIZE] = msnp_authorize_ask,
    [MSNP_EVENT_REQUEST_FAILED] = msnp_request_failed,
    [MSNP_EVENT_PERSONAL] = msnp_blist_personal,
    [MSNP_EVENT_ROSTER_DONE] = roster_done,
    [MSNP_EVENT_PRESENCE] = presence_changed,
    [MSNP_EVENT_CIRCLE] = msnp_circle_list_circle,
    [MSNP_EVENT_CIRCLE_GONE] = msnp_circle_list_gone,
    [MSNP_EVENT_CIRCLE_MEMBER] = msnp_circle_list_member,
    [MSNP_EVENT_PICTURE] = msnp_icon_changed,
    [MSNP_EVENT_MESSAGE] = msnp_im_message,
    [MSNP_EVENT_OFFLINE_MESSAGE] = msnp_offline_came,
    [MSNP_EVENT_OFFLINE_DELETED] = msnp_offline_deleted,
    [MSNP_EVENT_TYPING] = msnp_im_typing,
    [MSNP_EVENT_NUDGE] = msnp_im_nudge,
    [MSNP_EVENT_DELIVERED] = ignore,
    [MSNP_EVENT_FAILED] = msnp_im_failed,
    [MSNP_EVENT_TROUBLE] = msnp_im_trouble,
    [MSNP_EVENT_EMOTICON] = msnp_smiley_announced,
    [MSNP_EVENT_WINK] = msnp_winks_sent,
    [MSNP_EVENT_VOICE] = msnp_winks_sent,
    [MSNP_EVENT_INK] = msnp_winks_drawn,
    [MSNP_EVENT_DEED] = msnp_winks_deed,
    [MSNP_EVENT_CHAT_STARTED] = msnp_chat_started,
    [MSNP_EVENT_CHAT_JOINED] = msnp_chat_joined,
    [MSNP_EVENT_CHAT_LEFT] = msnp_chat_left,
    [MSNP_EVENT_INVITED] = msnp_invite_asked,
    [MSNP_EVENT_INVITE_OVER] = msnp_invite_over,
    [MSNP_EVENT_OWN_PICTURE] = msnp_icon_own,
    [MSNP_EVENT_OBJECT] = msnp_object_came,
    [MSNP_EVENT_FILE_OFFERED] = msnp_xfer_offered,
    [MSNP_EVENT_FILE_BEGUN] = msnp_xfer_begun,
    [MSNP_EVENT_FILE_DONE] = msnp_xfer_done,
    [MSNP_EVENT_FILE_FAILED] = msnp_xfer_failed,
    [MSNP_EVENT_DECLINED] = msnp_invite_declined,
    [MSNP_EVENT_PAGE] = msnp_notices_paged,
    [MSNP_EVENT_ALERT] = msnp_notices_alert,
    [MSNP_EVENT_MAIL_NEW] = msnp_notices_mail_new,
    [MSNP_EVENT_URL] = msnp_notices_url,
    [MSNP_EVENT_FOUND] = msnp_notices_found,
    [MSNP_EVENT_SENT_MAIL] = msnp_notices_sent_mail,
};

void
msnp_pump_tick(MsnpAccount *ma)
{
    msnp_session_tick(ma->session, (guint64) g_get_monotonic_time() / 1000);
}

typedef struct {
    gint64 end; /* 0: never */
    guint n;    /* actions so far */
} Slice;

static gboolean
slice_is_over(Slice *slice)
{
    return slice->end && ++slice->n % CLOCK_EVERY == 0 && g_get_monotonic_time() >= slice->end;
}

/* Before the user interface hears of anything, which may take its time, and let others act on it, what was written
 * is sent. */
static void
pump_perform(MsnpAccount *ma, const MsnpAction *action)
{
    if (action->kind >= MSNP_EVENT_PROGRESS)
        msnp_streams_flush(ma);
    msnp_log_action(action);
    handlers[action->kind](ma, action);
}

/* Performs actions until there are none (TRUE), the slice is over, or libpurple has closed the account
 * from within one. What the action points to stays even then. */
static gboolean
pump_actions(MsnpAccount *ma, Slice *slice)
{
    const MsnpAction *next;
    MsnpAction action; /* our own: a handler may run what closes the account, which takes what is left */

    while (ma->gc) {
        if (slice_is_over(slice))
            return FALSE;
        next = msnp_session_next(ma->session);
        if (!next)
            return TRUE;
        action = *next;
        pump_perform(ma, &action);
    }
    return TRUE;
}

/* The same, and sends what they have written; until nothing comes of that. limit 0 means no slice. */
static gboolean
pump_some(MsnpAccount *ma, gint64 limit)
{
    Slice slice = {limit ? g_get_monotonic_time() + limit : 0, 0};
    gboolean finished, more;

    msnp_session_set_trace(ma->session, msnp_log_is_wanted());
    do {
        finished = pump_actions(ma, &slice);
        more = ma->gc && msnp_streams_flush(ma);
    } while (finished && more);
    return finished;
}

/* ---- the timer ---- */

static gboolean
pump_timer(gpointer data)
{
    MsnpAccount *ma = data;

    ma->timer = 0;
    msnp_pump_tick(ma);
    msnp_pump(ma);
    return FALSE;
}

static void
pump_stop_timer(MsnpAccount *ma)
{
    if (ma->timer)
        purple_timeout_remove(ma->timer);
    ma->timer = 0;
}

/* One timeout. One that comes before the session's deadline may stay: nothing is due then, and it is set anew. Deadlines
 * move on with nearly all that comes. */
static void
pump_arm(MsnpAccount *ma)
{
    guint64 at = msnp_session_deadline(ma->session);
    guint64 now = (guint64) g_get_monotonic_time() / 1000;

    if (ma->timer && at && ma->timer_at <= at)
        return;
    pump_stop_timer(ma);
    ma->timer_at = at;
    if (at)
        ma->timer = purple_timeout_add(at > now ? (guint) MIN(at - now + 1, G_MAXINT) : 1, pump_timer, ma);
}

/* ---- slices ---- */

static gboolean
pump_idle(gpointer data)
{
    MsnpAccount *ma = data;

    ma->idle = 0;
    msnp_pump(ma);
    return FALSE;
}

void
msnp_pump(MsnpAccount *ma)
{
    gboolean finished;

    if (ma->pumping || !ma->gc || !ma->session)
        return;
    msnp_account_ref(ma);
    ma->pumping = TRUE;
    finished = pump_some(ma, SLICE_USEC);
    ma->pumping = FALSE;
    if (ma->gc) {
        msnp_streams_pause(ma, !finished);
        if (!finished && !ma->idle)
            ma->idle = purple_timeout_add(0, pump_idle, ma);
        pump_arm(ma);
        msnp_gateways_flush(ma);
    }
    msnp_account_unref(ma);
}

MsnpAccount *
msnp_pump_enter(PurpleConnection *gc)
{
    MsnpAccount *ma = msnp_account_of(gc);

    if (!ma || !ma->session)
        return NULL;
    msnp_pump_tick(ma);
    return msnp_account_ref(ma);
}

void
msnp_pump_leave(MsnpAccount *ma)
{
    msnp_pump(ma);
    msnp_account_unref(ma);
}

void
msnp_pump_finish(MsnpAccount *ma)
{
    if (ma->pumping)
        msnp_session_hold(ma->session);
    ma->pumping = TRUE;
    pump_some(ma, 0);
    ma->pumping = FALSE;
    pump_stop_timer(ma);
    if (ma->idle)
        purple_timeout_remove(ma->idle);
    ma->idle = 0;
}
