/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of telephones as handles. */
#include "msnp/phone.h"

static const struct {
    const char *number;
    const char *handle; /* NULL: it is none */
} numbers[] = {
    {"+15551234567", "tel:+15551234567"},
    {"tel:+15551234567", "tel:+15551234567"},
    {"TEL:5550100", "tel:5550100"},
    {"+1 (555) 123-45.67", "tel:+15551234567"},
    {"0123456789012345678901234567890123456789", NULL},
    {"", NULL},
    {"tel:", NULL},
    {"+", NULL},
    {"++1", NULL},
    {"1+2", NULL},
    {"555-CALL", NULL},
    {"5550100\r\nOUT", NULL},
    {"5550100 1\n", NULL},
    {"tel:tel:1", NULL},
};

static void
test_handles(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
        g_autofree char *handle = msnp_phone_handle(numbers[i].number);

        g_assert_cmpstr(handle, ==, numbers[i].handle);
        if (handle) {
            g_assert_true(msnp_phone_is_handle(handle));
            g_assert_cmpstr(msnp_phone_number(handle), ==, handle + 4);
        }
    }
    g_assert_false(msnp_phone_is_handle("tel:+1 555"));
    g_assert_false(msnp_phone_is_handle("tel:+1@example.com"));
    g_assert_false(msnp_phone_is_handle("bob@example.com"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/phone/handles", test_handles);
    return g_test_run();
}
