/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a harness once over every file of some folders, without libFuzzer: for figures of coverage,
 * and where there is no clang. */
#include <stdio.h>
#include <stdlib.h>

#include "kit.h"

static guint
run_folder(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name;
    guint n = 0;

    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        g_autofree char *data = NULL;
        gsize len;

        if (!g_file_get_contents(file, &data, &len, NULL))
            continue;
        LLVMFuzzerTestOneInput((const guint8 *) data, len);
        n++;
    }
    return n;
}

int
main(int argc, char **argv)
{
    guint n = 0;

    LLVMFuzzerInitialize(&argc, &argv);
    for (int i = 1; i < argc; i++)
        n += run_folder(argv[i]);
    printf("%s: %u inputs\n", argv[0], n);
    return EXIT_SUCCESS;
}
