/*
 * A disk with little room, for a process that may not mount one. Preloaded, it refuses what would grow the files below one
 * folder beyond a limit, as a full disk does (ENOSPC, or a part of what was to be written), and tells the room that is left.
 * Limit and folder stand in the file SMALL_DISK, which testing/QuotaDisk changes while the process runs. Pages count, as on
 * a tmpfs; what is overwritten costs nothing.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define PAGE 4096

/* As testing/QuotaDisk writes it; a folder of no length is none. */
struct quota {
    int64_t limit;
    char folder[PAGE - sizeof(int64_t)];
};

static const struct quota *quota;
/* One at a time, or two writers would share the last page. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void)
{
    const char *file = getenv("SMALL_DISK");
    int descriptor = file == NULL ? -1 : open(file, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return;
    }
    void *shared = mmap(NULL, sizeof(struct quota), PROT_READ, MAP_SHARED, descriptor, 0);
    close(descriptor);
    quota = shared == MAP_FAILED ? NULL : shared;
}

static int is_below(const char *path)
{
    size_t prefix = quota == NULL ? 0 : strlen(quota->folder);
    return prefix > 0 && strncmp(path, quota->folder, prefix) == 0 && (path[prefix] == '/' || path[prefix] == '\0');
}

static int64_t whole_pages(int64_t size)
{
    return (size + PAGE - 1) / PAGE * PAGE;
}

static int64_t used(const char *folder)
{
    int64_t sum = 0;
    DIR *names = opendir(folder);
    struct dirent *entry;
    while (names != NULL && (entry = readdir(names)) != NULL) {
        char path[PATH_MAX];
        struct stat facts;
        int own = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        int length = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (own || length >= (int)sizeof path || lstat(path, &facts) != 0) {
            continue;
        }
        sum += S_ISDIR(facts.st_mode) ? used(path) : whole_pages(facts.st_size);
    }
    if (names != NULL) {
        closedir(names);
    }
    return sum;
}

static int64_t left(void)
{
    int64_t room = quota->limit - used(quota->folder);
    return room > 0 ? room / PAGE * PAGE : 0;
}

/* Whether the descriptor is a file of the small disk. */
static int is_small(int descriptor, struct stat *facts)
{
    char self[64], path[PATH_MAX];
    if (quota == NULL || quota->folder[0] == '\0' || fstat(descriptor, facts) != 0 || !S_ISREG(facts->st_mode)) {
        return 0;
    }
    snprintf(self, sizeof self, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(self, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = '\0';
    return is_below(path);
}

/* How many of the bytes fit. */
static size_t fitting(int64_t size, int64_t at, size_t count)
{
    int64_t there = whole_pages(size);
    if (at + (int64_t)count <= there) {
        return count;
    }
    int64_t end = there + left();
    if (at + (int64_t)count <= end) {
        return count;
    }
    return end > at ? (size_t)(end - at) : 0;
}

static ssize_t positioned(int descriptor, const void *bytes, size_t count, off_t at)
{
    ssize_t (*real)(int, const void *, size_t, off_t) = (ssize_t(*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite");
    return real(descriptor, bytes, count, at);
}

static ssize_t onwards(int descriptor, const void *bytes, size_t count)
{
    ssize_t (*real)(int, const void *, size_t) = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    return real(descriptor, bytes, count);
}

/* At a position, or below zero: where the descriptor stands. */
static ssize_t put(int descriptor, const void *bytes, size_t count, off_t at)
{
    struct stat facts;
    if (!is_small(descriptor, &facts)) {
        return at < 0 ? onwards(descriptor, bytes, count) : positioned(descriptor, bytes, count, at);
    }
    pthread_mutex_lock(&turn);
    fstat(descriptor, &facts);
    int appends = (fcntl(descriptor, F_GETFL) & O_APPEND) != 0;
    off_t begin = at >= 0 ? at : appends ? facts.st_size : lseek(descriptor, 0, SEEK_CUR);
    size_t fits = fitting(facts.st_size, begin, count);
    ssize_t written = -1;
    errno = ENOSPC;
    if (fits > 0 || count == 0) {
        written = at < 0 ? onwards(descriptor, bytes, fits) : positioned(descriptor, bytes, fits, at);
    }
    pthread_mutex_unlock(&turn);
    return written;
}

ssize_t write(int descriptor, const void *bytes, size_t count)
{
    return put(descriptor, bytes, count, -1);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t at)
{
    return put(descriptor, bytes, count, at);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t at)
{
    return put(descriptor, bytes, count, at);
}

int statvfs64(const char *path, struct statvfs64 *facts)
{
    int (*real)(const char *, struct statvfs64 *) = (int (*)(const char *, struct statvfs64 *))dlsym(RTLD_NEXT, "statvfs64");
    int result = real(path, facts);
    if (result == 0 && is_below(path)) {
        facts->f_bsize = facts->f_frsize = PAGE;
        facts->f_blocks = quota->limit / PAGE;
        facts->f_bfree = facts->f_bavail = left() / PAGE;
    }
    return result;
}
