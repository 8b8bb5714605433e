#define _GNU_SOURCE
#include "CQuernSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifndef SYS_io_uring_setup
#define SYS_io_uring_setup 425
#endif

static int write_file(const char *path, const char *text) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t count = write(file, text, strlen(text));
  int error = errno;
  close(file);
  errno = error;
  return count == (ssize_t)strlen(text) ? 0 : -1;
}

// A user namespace of its own takes away every right over what is outside; the ids stay the same.
static int leave_namespaces(const char **step) {
  char map[64];
  unsigned user = geteuid(), group = getegid();
  struct stat before, after;
  *step = "looking at its network";
  if (stat("/proc/self/ns/net", &before) != 0) return errno;
  *step = "leaving the network";
  if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) != 0) return errno;
  *step = "keeping its user";
  if (write_file("/proc/self/setgroups", "deny") != 0 && errno != ENOENT) return errno;
  snprintf(map, sizeof map, "%u %u 1", user, user);
  if (write_file("/proc/self/uid_map", map) != 0) return errno;
  snprintf(map, sizeof map, "%u %u 1", group, group);
  if (write_file("/proc/self/gid_map", map) != 0) return errno;
  *step = "checking its network";
  if (stat("/proc/self/ns/net", &after) != 0) return errno;
  if (before.st_ino == after.st_ino && before.st_dev == after.st_dev) return EPERM;
  return 0;
}

// The loopback of the new network reaches nothing but the program itself.
static void raise_loopback(void) {
  int probe = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return;
  struct ifreq request;
  memset(&request, 0, sizeof request);
  strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP;
  ioctl(probe, SIOCSIFFLAGS, &request);
  close(probe);
}

static int drop_rights(const char **step) {
  *step = "dropping its rights";
  for (int right = 0; right <= 63; right++) {
    if (prctl(PR_CAPBSET_DROP, right, 0, 0, 0) != 0 && errno != EINVAL) return errno;
  }
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2];
  memset(none, 0, sizeof none);
  if (syscall(SYS_capset, &header, none) != 0) return errno;
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? 0 : errno;
}

// Sockets of files (another session's, a container engine's, the desktop's) are in no network
// namespace, and those of virtual machines neither: only what the empty network carries is left.
static int forbid_sockets(const char **step) {
  *step = "forbidding sockets to other programs";
#ifndef OWN_ARCHITECTURE
  return ENOSYS;
#else
  struct sock_filter rules[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    // The x32 calls of x86-64 have numbers of their own.
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_INET, 2, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_INET6, 1, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_NETLINK, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
  };
  struct sock_fprog program = {sizeof rules / sizeof rules[0], rules};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0 ? 0 : errno;
#endif
}

int quern_forbid_tracing(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : errno; }

int quern_isolate_network(const char **step) {
  int error = leave_namespaces(step);
  if (error != 0) return error;
  raise_loopback();
  error = drop_rights(step);
  if (error != 0) return error;
  return forbid_sockets(step);
}
