#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// MARK: interrupt.c

/// The flag of an interrupt: read in hot loops, raised by any thread or by a signal's handler.
typedef struct {
  _Atomic(uint32_t) state;     // 0 calm, 1 raised, 2 the deadline has passed
  _Atomic(int64_t) deadlineNs; // on the monotonic clock; 0 for none
} quern_interrupt;

quern_interrupt *quern_interrupt_create(void);
void quern_interrupt_destroy(quern_interrupt *flag);
void quern_interrupt_raise(quern_interrupt *flag);
void quern_interrupt_clear(quern_interrupt *flag);
void quern_interrupt_set_deadline(quern_interrupt *flag, int64_t deadlineNs);
/// The state after a look at the clock; call it where `quern_interrupt_peek` says 1.
uint32_t quern_interrupt_state(quern_interrupt *flag);
/// Makes the signal raise the flag (NULL: ignore the signal). Returns 0 or errno.
int quern_interrupt_on_signal(int signal, quern_interrupt *flag);

/// Nonzero where the flag is raised or a deadline is set, so that the state must be looked at.
static inline int quern_interrupt_peek(quern_interrupt *flag) {
  return __c11_atomic_load(&flag->state, __ATOMIC_RELAXED) != 0
    || __c11_atomic_load(&flag->deadlineNs, __ATOMIC_RELAXED) != 0;
}

// MARK: files.c

/// The `f_type` of the file system that holds `path`, or -1 with errno.
int64_t quern_filesystem_type(const char *path);
int quern_memfd_create(const char *name);
/// Fixes the size, and the content too where `content` is not 0.
int quern_memfd_seal(int descriptor, int content);
int quern_memfd_has_fixed_size(int descriptor);
int quern_pipe(int descriptors[2]);
/// A descriptor that only names a directory.
int quern_open_directory(const char *path);
int quern_open(const char *path, int flags, unsigned mode);
int quern_set_nonblocking(int descriptor, int nonblocking);
int quern_set_cloexec(int descriptor, int cloexec);
int quern_rename_noreplace(const char *from, const char *to);

/// The English text of an error number, or NULL.
const char *quern_error_text(int error);

/// The file from which the loader took the code at `address`, or NULL.
const char *quern_library_path(const void *address);

/// Gives back the pages of the program's code that are in memory; those that are needed again come
/// from the file's cache.
void quern_release_code(void);

// MARK: host.c

/// How many CPUs this process may run on.
int quern_affinity_count(void);
/// Keeps this process to `count` of the CPUs that it may use, counted round from the one numbered
/// `first`. Returns 0 or errno.
int quern_affinity_keep(int count, int first);
/// Names the calling thread, for `ps` and debuggers.
void quern_thread_name(const char *name);
int quern_prctl_pdeathsig(int signal);
int quern_prctl_no_new_privileges(void);
int quern_prctl_subreaper(void);

// MARK: isolate.c

/// Takes this process, which has one thread, and all that it will start, out of the network: a user
/// and a network namespace of its own, no rights, and no sockets but those of the empty network.
/// Returns 0, or errno with what failed in `*step`: then nothing must be started.
int quern_isolate_network(const char **step);

/// Keeps other processes of the same rights out of this one's memory and descriptors.
int quern_forbid_tracing(void);

// MARK: spawn.c

/// What one child is given.
typedef struct {
  const char *executable;
  char *const *arguments;
  char *const *environment;
  const char *directory;      // NULL: the parent's
  const int *descriptorFrom;  // the parent's numbers
  const int *descriptorTo;    // the child's numbers
  int descriptorCount;
  int newSession;
  int processGroup;           // 1: a process group of its own
  int parentDeathSignal;      // 0: none
  const int *limitKinds;      // RLIMIT_*
  const uint64_t *limitValues;
  int limitCount;
  int cpuCount;               // 0: the parent's
  int cpuFirst;               // where to begin counting them
  const char *const *groupFiles; // files into which the child writes its pid ("cgroup.procs")
  int groupFileCount;
} quern_spawn_request;

/// Starts the child; returns its pid, or -1 with errno and in `*failedStep` what failed:
/// a step of `quern_spawn_step`.
pid_t quern_spawn(const quern_spawn_request *request, int *failedStep);

enum quern_spawn_step {
  quern_spawn_fork, quern_spawn_session, quern_spawn_group, quern_spawn_limits,
  quern_spawn_affinity, quern_spawn_descriptors, quern_spawn_directory, quern_spawn_exec,
};

/// Waits for a child: its status as of `waitpid`, its resources. `*pid` 0: it still runs.
int quern_wait(
  pid_t *pid, int hang, int *status, int64_t *userUs, int64_t *systemUs, int64_t *peakBytes);

/// Sets a resource limit of this process, hard and soft. Returns 0 or errno.
int quern_set_limit(int kind, uint64_t value);

/// Gives memory of the heap that is free back to the system.
void quern_trim_heap(void);

// MARK: socket.c

/// Binds, listens and connects; `path` in at most 107 bytes. Return a descriptor, or -1 with errno.
int quern_unix_listen(const char *path, int backlog);
int quern_unix_connect(const char *path);
int quern_unix_accept(int descriptor);
int quern_unix_pair(int descriptors[2]);
/// Sends bytes with up to 16 descriptors; returns what `sendmsg` does.
ssize_t quern_unix_send(
  int socket, const void *bytes, size_t count, const int *descriptors, int descriptorCount);
/// Receives bytes and descriptors (close-on-exec); `*descriptorCount` is in: capacity, out: number.
ssize_t quern_unix_receive(
  int socket, void *bytes, size_t count, int *descriptors, int *descriptorCount);
/// The peer's process and user. Returns 0 or -1 with errno.
int quern_unix_peer(int socket, pid_t *pid, uid_t *uid);

int quern_eventfd(void);
/// Blocks the signals in the calling thread and returns a descriptor that reads them.
int quern_signalfd(const int *signals, int count);
int quern_signalfd_read(int descriptor, int *signal, pid_t *sender);
int quern_pidfd_open(pid_t pid);

// MARK: stack.c

/// The lowest address of the calling thread's stack; 0 where it is not known.
uintptr_t quern_stack_lowest(void);
/// An address within the caller's frame: how far the stack has grown.
static inline uintptr_t quern_stack_here(void) { return (uintptr_t)__builtin_frame_address(0); }
