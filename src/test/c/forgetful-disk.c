/*
 * A disk that forgets what was not forced. Preloaded into a process, it stands in for fsync and fdatasync below one folder
 * and keeps what they promise in a store beside it:
 *
 *   content/INODE   a file's bytes, as they were when it was last forced
 *   entries/INODE   a directory's names, as they were when it was last forced: "f INODE NAME" or "d INODE NAME" a line
 *   kept/INODE      a link to each file that was named, so that its number is given to no other while the process lives
 *
 * What becomes either of them is written in part/ first. Whatever else a process does to a disk promises nothing by itself
 * (POSIX), so nothing else need be watched, and this serves Java and SQLite's native library alike: neither opens files with
 * O_SYNC here, or calls sync, syncfs or msync. testing/ForgetfulDisk makes of it what a power failure may leave.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *folder, *store;
/* One at a time: of two that force one file, the later copy must stay. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char buffer[1 << 18];

__attribute__((constructor)) static void begin(void)
{
    folder = getenv("FORGETFUL_FOLDER");
    store = getenv("FORGETFUL_STORE");
}

/* A store that cannot be written would make every test green or red for the wrong reason: the process ends by a status of its own. */
static void require(int held, const char *what)
{
    if (!held) {
        fprintf(stderr, "forgetful disk: %s: %s\n", what, strerror(errno));
        _exit(99);
    }
}

static void place(char *path, const char *kind, ino_t inode)
{
    snprintf(path, PATH_MAX, "%s/%s/%lu", store, kind, (unsigned long)inode);
}

static void keep(int directory, const char *name, ino_t inode)
{
    char path[PATH_MAX];
    place(path, "kept", inode);
    /* It may be kept already, or have been deleted. */
    int linked = linkat(directory, name, AT_FDCWD, path, AT_SYMLINK_FOLLOW);
    require(linked == 0 || errno == EEXIST || errno == ENOENT, "keep");
}

static void copy(int from, int to)
{
    off_t at = 0;
    ssize_t got;
    while ((got = pread(from, buffer, sizeof buffer, at)) > 0) {
        require(write(to, buffer, got) == got, "write");
        at += got;
    }
    require(got == 0, "read");
}

/* Under its final name a copy is whole: a process may be killed while it forces. */
static void force_file(int descriptor, ino_t inode)
{
    char self[64], path[PATH_MAX], part[PATH_MAX];
    snprintf(self, sizeof self, "/proc/self/fd/%d", descriptor);
    place(path, "content", inode);
    place(part, "part", inode);
    keep(AT_FDCWD, self, inode);
    /* To close a second descriptor drops the process's locks on the file: only one that nobody can read is opened again. */
    int unreadable = (fcntl(descriptor, F_GETFL) & O_ACCMODE) == O_WRONLY;
    int from = unreadable ? open(self, O_RDONLY | O_CLOEXEC) : descriptor;
    int to = open(part, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    require(from >= 0 && to >= 0, "open");
    copy(from, to);
    close(to);
    if (unreadable) {
        close(from);
    }
    require(rename(part, path) == 0, "rename");
}

static void force_directory(int descriptor, ino_t inode)
{
    char path[PATH_MAX], part[PATH_MAX];
    place(path, "entries", inode);
    place(part, "part", inode);
    FILE *out = fopen(part, "we");
    DIR *names = fdopendir(openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    require(out != NULL && names != NULL, "list");
    struct dirent *entry;
    struct stat facts;
    while ((entry = readdir(names)) != NULL) {
        int own = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        if (own || fstatat(descriptor, entry->d_name, &facts, AT_SYMLINK_NOFOLLOW) != 0) {
            continue;
        }
        if (S_ISREG(facts.st_mode)) {
            keep(descriptor, entry->d_name, facts.st_ino);
        }
        fprintf(out, "%c %lu %s\n", S_ISDIR(facts.st_mode) ? 'd' : 'f', (unsigned long)facts.st_ino, entry->d_name);
    }
    closedir(names);
    require(fclose(out) == 0 && rename(part, path) == 0, "note the entries");
}

static int is_below(int descriptor)
{
    char self[64], path[PATH_MAX];
    snprintf(self, sizeof self, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(self, path, sizeof path - 1);
    if (folder == NULL || store == NULL || length < 0) {
        return 0;
    }
    path[length] = '\0';
    size_t prefix = strlen(folder);
    return strncmp(path, folder, prefix) == 0 && (path[prefix] == '/' || path[prefix] == '\0');
}

static int force(int descriptor, const char *call)
{
    struct stat facts;
    if (!is_below(descriptor) || fstat(descriptor, &facts) != 0) {
        int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, call);
        return real(descriptor);
    }
    pthread_mutex_lock(&turn);
    if (S_ISDIR(facts.st_mode)) {
        force_directory(descriptor, facts.st_ino);
    } else {
        force_file(descriptor, facts.st_ino);
    }
    pthread_mutex_unlock(&turn);
    return 0;
}

int fsync(int descriptor)
{
    return force(descriptor, "fsync");
}

int fdatasync(int descriptor)
{
    return force(descriptor, "fdatasync");
}
