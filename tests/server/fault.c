/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the list of ordered accidents; carrying them out is the caller's business. */
#include "fault.h"

#include <string.h>

#include "log.h"
#include "wire.h"

typedef struct {
    char *role; /* NULL: any */
    char *verb;
    Fault fault;
    guint count;
} Order;

typedef enum { TAKES_NOTHING, TAKES_NUMBER, TAKES_TEXT } Takes;

static const struct {
    const char *name;
    FaultKind kind;
    Takes takes;
} actions[] = {
    {"drop", FAULT_DROP, TAKES_NOTHING},
    {"fin", FAULT_FIN, TAKES_NOTHING},
    {"error", FAULT_ERROR, TAKES_NUMBER},
    {"silent", FAULT_SILENT, TAKES_NOTHING},
    {"delay", FAULT_DELAY, TAKES_NUMBER},
    {"reply", FAULT_REPLY, TAKES_TEXT},
    {"raw", FAULT_RAW, TAKES_TEXT},
    {"cut", FAULT_CUT, TAKES_TEXT},
    {"before", FAULT_BEFORE, TAKES_TEXT},
    {"after", FAULT_AFTER, TAKES_TEXT},
    {"status", FAULT_STATUS, TAKES_NUMBER},
    {"redirect", FAULT_REDIRECT, TAKES_TEXT},
    {"truncate", FAULT_TRUNCATE, TAKES_NOTHING},
    {"hang", FAULT_HANG, TAKES_NOTHING},
    {"refuse", FAULT_REFUSE, TAKES_NOTHING},
    {"soap", FAULT_SOAP, TAKES_TEXT},
};

static GQueue orders = G_QUEUE_INIT;

static void
order_free(Order *order)
{
    g_free(order->role);
    g_free(order->verb);
    g_free(order->fault.text);
    g_free(order);
}

/* Cuts " count N" off the end of WORDS. */
static guint
take_count(GPtrArray *words)
{
    guint64 count;

    if (words->len < 4 || strcmp(words->pdata[words->len - 2], "count") != 0 ||
        !wire_number(words->pdata[words->len - 1], 1000000, &count))
        return 1;
    g_ptr_array_set_size(words, (int) words->len - 2);
    return (guint) count;
}

static char *
join_from(GPtrArray *words, guint first)
{
    GString *text = g_string_new(NULL);

    for (guint i = first; i < words->len; i++) {
        if (i > first)
            g_string_append_c(text, ' ');
        g_string_append(text, words->pdata[i]);
    }
    return g_string_free(text, FALSE);
}

static const char *
read_action(GPtrArray *words, Fault *fault)
{
    guint64 number = 0;

    for (guint i = 0; i < G_N_ELEMENTS(actions); i++) {
        if (strcmp(actions[i].name, words->pdata[1]) != 0)
            continue;
        fault->kind = actions[i].kind;
        if (actions[i].takes == TAKES_NOTHING)
            return words->len == 2 ? NULL : "this action takes no argument";
        if (actions[i].takes == TAKES_TEXT) {
            fault->text = join_from(words, 2);
            return words->len > 2 ? NULL : "this action needs a text";
        }
        if (words->len != 3 || !wire_number(words->pdata[2], G_MAXUINT32, &number))
            return "this action needs a number";
        fault->number = (guint) number;
        return NULL;
    }
    return "unknown action";
}

const char *
fault_order(const char *text)
{
    g_auto(GStrv) split = g_strsplit(text, " ", -1);
    g_autoptr(GPtrArray) words = g_ptr_array_new();

    for (guint i = 0; split[i] != NULL; i++)
        g_ptr_array_add(words, split[i]);
    if (words->len < 2)
        return "fault VERB ACTION";
    Order *order = g_new0(Order, 1);
    const char *colon = strchr(split[0], ':');

    order->count = take_count(words);
    order->role = colon != NULL ? g_strndup(split[0], (gsize) (colon - split[0])) : NULL;
    order->verb = g_strdup(colon != NULL ? colon + 1 : split[0]);
    const char *why = read_action(words, &order->fault);

    if (why == NULL)
        g_queue_push_tail(&orders, order);
    else
        order_free(order);
    return why;
}

static gboolean
order_fits(const Order *order, const char *role, const char *verb, FaultKind only)
{
    return (verb == NULL || strcmp(order->verb, verb) == 0) &&
           (order->role == NULL || strcmp(order->role, role) == 0) &&
           (only == FAULT_NONE ? order->fault.kind != FAULT_REFUSE : order->fault.kind == only);
}

Fault
fault_take(const char *role, const char *verb, FaultKind only)
{
    Fault fault = {FAULT_NONE, 0, NULL};

    for (GList *l = orders.head; l != NULL; l = l->next) {
        Order *order = l->data;

        if (!order_fits(order, role, verb, only))
            continue;
        fault.kind = order->fault.kind;
        fault.number = order->fault.number;
        fault.text = g_strdup(order->fault.text);
        log_event("fault %s:%s", role, order->verb);
        if (--order->count == 0) {
            g_queue_delete_link(&orders, l);
            order_free(order);
        }
        break;
    }
    return fault;
}

void
fault_clear(Fault *fault)
{
    g_clear_pointer(&fault->text, g_free);
    fault->kind = FAULT_NONE;
}

void
fault_clear_all(void)
{
    Order *order;

    while ((order = g_queue_pop_head(&orders)) != NULL)
        order_free(order);
}
