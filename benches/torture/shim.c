/* Loaded into the server (LD_PRELOAD): a disk that syncs slowly, and a clock that is wrong.
   TORTURE_SHIM names a file of two 64-bit numbers: milliseconds per sync, seconds that the clock is off. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t *control;

__attribute__((constructor)) static void begin(void) {
    const char *name = getenv("TORTURE_SHIM");
    int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *shared = mmap(0, 16, PROT_READ, MAP_SHARED, file, 0);
    if (shared != MAP_FAILED) control = shared;
    close(file);
}

static void dawdle(void) {
    int64_t ms = control ? control[0] : 0;
    struct timespec wait = {ms / 1000, ms % 1000 * 1000000};
    if (ms > 0) nanosleep(&wait, 0);
}

int fsync(int file) {
    dawdle();
    return syscall(SYS_fsync, file);
}

int fdatasync(int file) {
    dawdle();
    return syscall(SYS_fdatasync, file);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int status = syscall(SYS_clock_gettime, clock, now);
    if (status == 0 && clock == CLOCK_REALTIME && control) now->tv_sec += control[1];
    return status;
}
