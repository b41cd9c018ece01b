/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The picture inside a wink, which is a Microsoft cabinet. Knows bytes and libmspack; writes no file, uses no name from
 * inside for anything but its ending, and knows nothing of libpurple.
 */
#include "purple/cab.h"

#include <mspack.h>
#include <string.h>
#include "purple/image.h"

/* The head of a cabinet, and where the numbers of folders and files stand in it. */
#define HEAD_SIZE  36
#define AT_FOLDERS 26
#define AT_FILES   28

/* All the world that libmspack gets to see: one file to read, one to write, and so much memory. */
typedef struct {
    struct mspack_system system; /* first: it is what libmspack hands back */
    const guint8 *data;
    gsize len;
    GByteArray *out;
    gsize memory; /* what is left */
} World;

/* An open file: the cabinet from `at` on, or the output. */
typedef struct {
    World *world;
    gboolean writes;
    gsize at;
} File;

/* ---- the world ---- */

static struct mspack_file *
world_open(struct mspack_system *system, const char *name, int mode)
{
    File *file;

    if (mode != MSPACK_SYS_OPEN_READ && mode != MSPACK_SYS_OPEN_WRITE)
        return NULL;
    file = g_new0(File, 1);
    file->world = (World *) system;
    file->writes = mode == MSPACK_SYS_OPEN_WRITE;
    return (struct mspack_file *) file;
}

static void
world_close(struct mspack_file *handle)
{
    g_free(handle);
}

/* libmspack reads on from what it has closed, NULL, behind a block that goes on in a cabinet there is not. */
static int
world_read(struct mspack_file *handle, void *buffer, int bytes)
{
    File *file = (File *) handle;
    gsize n;

    if (!file || file->writes || bytes < 0)
        return -1;
    n = MIN((gsize) bytes, file->world->len - file->at);
    memcpy(buffer, file->world->data + file->at, n);
    file->at += n;
    return (int) n;
}

static int
world_write(struct mspack_file *handle, void *buffer, int bytes)
{
    File *file = (File *) handle;
    GByteArray *out = file->world->out;

    if (!file->writes || bytes < 0 || (gsize) bytes > MSNP_CAB_PICTURE_MAX - out->len)
        return -1;
    g_byte_array_append(out, buffer, (guint) bytes);
    return bytes;
}

static int
world_seek(struct mspack_file *handle, off_t offset, int mode)
{
    File *file = (File *) handle;
    off_t from;

    if (!file || file->writes)
        return -1;
    from = mode == MSPACK_SYS_SEEK_CUR   ? (off_t) file->at
           : mode == MSPACK_SYS_SEEK_END ? (off_t) file->world->len
                                         : 0;
    if (offset < -from || offset > (off_t) file->world->len - from)
        return -1;
    file->at = (gsize) (from + offset);
    return 0;
}

static off_t
world_tell(struct mspack_file *handle)
{
    const File *file = (const File *) handle;

    return (off_t) (file->writes ? file->world->out->len : file->at);
}

static void G_GNUC_PRINTF(2, 3)
world_message(struct mspack_file *handle, const char *format, ...)
{
}

static void *
world_alloc(struct mspack_system *system, size_t bytes)
{
    World *world = (World *) system;

    if (bytes > world->memory)
        return NULL;
    world->memory -= bytes;
    return g_try_malloc0(MAX(bytes, 1));
}

static void
world_free(void *block)
{
    g_free(block);
}

static void
world_copy(void *from, void *to, size_t bytes)
{
    memcpy(to, from, bytes);
}

/* ---- the cabinet ---- */

static guint
number_at(const guint8 *data, gsize at)
{
    return (guint) data[at] | (guint) data[at + 1] << 8;
}

/* libmspack would read all of a table of 65535 files. */
static gboolean
head_is_modest(const guint8 *data, gsize len)
{
    return len >= HEAD_SIZE && !memcmp(data, "MSCF", 4) && number_at(data, AT_FOLDERS) <= MSNP_CAB_FOLDERS_MAX &&
           number_at(data, AT_FILES) <= MSNP_CAB_FILES_MAX;
}

static gboolean
name_is_picture(const char *name)
{
    static const char *const endings[] = {".png", ".jpg", ".jpeg", ".gif"};
    gsize len = strlen(name);

    for (guint i = 0; i < G_N_ELEMENTS(endings); i++) {
        gsize ending = strlen(endings[i]);

        if (len >= ending && !g_ascii_strcasecmp(name + len - ending, endings[i]))
            return TRUE;
    }
    return FALSE;
}

/* Takes what it costs to unpack a file off what is left. FALSE, and nothing taken, if it is too much. */
static gboolean
file_is_modest(const struct mscabd_file *file, gsize *left)
{
    if (file->length == 0 || file->length > MSNP_CAB_PICTURE_MAX || file->offset > *left ||
        file->length > *left - file->offset)
        return FALSE;
    *left -= file->offset + file->length;
    return TRUE;
}

static GBytes *
file_picture(World *world, struct mscab_decompressor *cab, struct mscabd_file *file)
{
    MsnpImage image;

    g_byte_array_set_size(world->out, 0);
    if (cab->extract(cab, file, "") != MSPACK_ERR_OK ||
        !msnp_image_is_safe(world->out->data, world->out->len, &image))
        return NULL;
    return g_bytes_new(world->out->data, world->out->len);
}

static GBytes *
cab_picture(World *world, struct mscab_decompressor *cab)
{
    struct mscabd_cabinet *cabinet = cab->open(cab, "");
    gsize left = MSNP_CAB_UNPACKED_MAX;
    GBytes *picture = NULL;
    guint tries = 0;

    if (!cabinet)
        return NULL;
    for (struct mscabd_file *f = cabinet->files; f && !picture && tries < MSNP_CAB_TRIES_MAX; f = f->next) {
        if (!name_is_picture(f->filename) || !file_is_modest(f, &left))
            continue;
        picture = file_picture(world, cab, f);
        tries++;
    }
    cab->close(cab, cabinet);
    return picture;
}

GBytes *
msnp_cab_picture(const guint8 *data, gsize len)
{
    World world = {
        .system = {world_open, world_close, world_read, world_write, world_seek, world_tell, world_message,
                   world_alloc, world_free, world_copy, NULL},
        .data = data,
        .len = len,
        .memory = MSNP_CAB_MEMORY_MAX,
    };
    struct mscab_decompressor *cab = NULL;
    GBytes *picture = NULL;
    int fault;

    MSPACK_SYS_SELFTEST(fault); /* whether both mean the same by a file offset */
    if (fault == MSPACK_ERR_OK && head_is_modest(data, len))
        cab = mspack_create_cab_decompressor(&world.system);
    if (!cab)
        return NULL;
    world.out = g_byte_array_new();
    picture = cab_picture(&world, cab);
    mspack_destroy_cab_decompressor(cab);
    g_byte_array_free(world.out, TRUE);
    return picture;
}
