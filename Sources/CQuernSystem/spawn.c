#define _GNU_SOURCE
#include "CQuernSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int quern_set_limit(int kind, uint64_t value) {
  struct rlimit before;
  if (getrlimit(kind, &before) != 0) return errno;
  rlim_t wanted = value == UINT64_MAX ? RLIM_INFINITY : (rlim_t)value;
  // A limit can only be lowered without privilege.
  if (before.rlim_max != RLIM_INFINITY && wanted > before.rlim_max) wanted = before.rlim_max;
  struct rlimit limit = {wanted, wanted};
  return setrlimit(kind, &limit) == 0 ? 0 : errno;
}

// Everything below up to `quern_spawn` runs between fork and exec: async-signal-safe calls only.

typedef struct {
  int step;
  int error;
} failure;

static void fail(int report, int step) {
  failure message = {step, errno};
  ssize_t ignored = write(report, &message, sizeof message);
  (void)ignored;
  _exit(127);
}

static void write_pid(int report, const char *path) {
  char digits[24];
  int at = sizeof digits;
  pid_t pid = getpid();
  do {
    digits[--at] = (char)('0' + pid % 10);
    pid /= 10;
  } while (pid > 0);
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0 || write(file, digits + at, sizeof digits - at) < 0) fail(report, quern_spawn_group);
  close(file);
}

static void close_from(int first) {
  if (syscall(SYS_close_range, first, ~0U, 0) == 0) return;
  long most = sysconf(_SC_OPEN_MAX);
  for (int descriptor = first; descriptor < most; descriptor++) close(descriptor);
}

// Moves the descriptors to their numbers; `lifted` holds copies above every number wanted, so that
// no move overwrites a source of another. Returns the place of the report pipe.
static int place_descriptors(const quern_spawn_request *r, int report, int *lifted) {
  int above = 3;
  for (int i = 0; i < r->descriptorCount; i++) {
    if (r->descriptorTo[i] >= above) above = r->descriptorTo[i] + 1;
  }
  int moved = fcntl(report, F_DUPFD_CLOEXEC, above);
  if (moved < 0) fail(report, quern_spawn_descriptors);
  for (int i = 0; i < r->descriptorCount; i++) {
    lifted[i] = fcntl(r->descriptorFrom[i], F_DUPFD_CLOEXEC, above);
    if (lifted[i] < 0) fail(moved, quern_spawn_descriptors);
  }
  for (int i = 0; i < r->descriptorCount; i++) {
    if (dup2(lifted[i], r->descriptorTo[i]) < 0) fail(moved, quern_spawn_descriptors);
  }
  // What was not asked for is not given: the gaps below `above`, and everything from there on.
  for (int descriptor = 3; descriptor < above; descriptor++) {
    int wanted = 0;
    for (int i = 0; i < r->descriptorCount; i++) wanted |= r->descriptorTo[i] == descriptor;
    if (!wanted) close(descriptor);
  }
  int last = above;
  if (moved != last) {
    if (dup3(moved, last, O_CLOEXEC) < 0) fail(moved, quern_spawn_descriptors);
    moved = last;
  }
  close_from(last + 1);
  return moved;
}

static void reset_signals(void) {
  struct sigaction standard;
  memset(&standard, 0, sizeof standard);
  standard.sa_handler = SIG_DFL;
  for (int number = 1; number < 65; number++) {
    if (number != SIGKILL && number != SIGSTOP) sigaction(number, &standard, NULL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static void run_child(const quern_spawn_request *r, int report, int *lifted, pid_t parent) {
  reset_signals();
  if (r->newSession && setsid() < 0) fail(report, quern_spawn_session);
  if (!r->newSession && r->processGroup && setpgid(0, 0) < 0) fail(report, quern_spawn_session);
  for (int i = 0; i < r->groupFileCount; i++) write_pid(report, r->groupFiles[i]);
  report = place_descriptors(r, report, lifted);
  if (r->directory != NULL && chdir(r->directory) != 0) fail(report, quern_spawn_directory);
  for (int i = 0; i < r->limitCount; i++) {
    int error = quern_set_limit(r->limitKinds[i], r->limitValues[i]);
    if (error != 0) {
      errno = error;
      fail(report, quern_spawn_limits);
    }
  }
  if (r->cpuCount > 0) {
    int error = quern_affinity_keep(r->cpuCount, r->cpuFirst);
    if (error != 0) {
      errno = error;
      fail(report, quern_spawn_affinity);
    }
  }
  if (r->parentDeathSignal != 0) {
    prctl(PR_SET_PDEATHSIG, (unsigned long)r->parentDeathSignal, 0, 0, 0);
    // The parent may have died before the request was made.
    if (getppid() != parent) _exit(127);
  }
  execve(r->executable, r->arguments, r->environment);
  fail(report, quern_spawn_exec);
}

static int read_failure(int report, failure *message) {
  ssize_t count;
  do {
    count = read(report, message, sizeof *message);
  } while (count < 0 && errno == EINTR);
  return count == (ssize_t)sizeof *message;
}

pid_t quern_spawn(const quern_spawn_request *request, int *failedStep) {
  *failedStep = quern_spawn_fork;
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0) return -1;
  int *lifted = calloc((size_t)request->descriptorCount + 1, sizeof(int));
  if (lifted == NULL) {
    close(report[0]), close(report[1]);
    return -1;
  }
  // No handler of the parent may run in the child before its signals are reset.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t parent = getpid();
  // vfork: the cost does not grow with the memory of the parent, which waits until the exec.
  pid_t child = vfork();
  if (child == 0) run_child(request, report[1], lifted, parent);
  int error = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(report[1]);
  free(lifted);
  failure message;
  if (child > 0 && read_failure(report[0], &message)) {
    *failedStep = message.step;
    error = message.error;
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
    child = -1;
  }
  close(report[0]);
  errno = error;
  return child;
}

int quern_wait(
  pid_t *pid, int hang, int *status, int64_t *userUs, int64_t *systemUs, int64_t *peakBytes) {
  struct rusage used;
  pid_t ended;
  do {
    ended = wait4(*pid, status, hang ? 0 : WNOHANG, &used);
  } while (ended < 0 && errno == EINTR);
  if (ended < 0) return errno;
  *pid = ended;
  if (ended > 0) {
    *userUs = used.ru_utime.tv_sec * 1000000LL + used.ru_utime.tv_usec;
    *systemUs = used.ru_stime.tv_sec * 1000000LL + used.ru_stime.tv_usec;
    *peakBytes = (int64_t)used.ru_maxrss * 1024;
  }
  return 0;
}
