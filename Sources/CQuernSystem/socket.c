#define _GNU_SOURCE
#include "CQuernSystem.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static int address(const char *path, struct sockaddr_un *out) {
  size_t count = strlen(path);
  if (count >= sizeof out->sun_path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memset(out, 0, sizeof *out);
  out->sun_family = AF_UNIX;
  memcpy(out->sun_path, path, count + 1);
  return 0;
}

static int closed_with_error(int descriptor) {
  int error = errno;
  close(descriptor);
  errno = error;
  return -1;
}

int quern_unix_listen(const char *path, int backlog) {
  struct sockaddr_un at;
  if (address(path, &at) != 0) return -1;
  int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  if (bind(descriptor, (struct sockaddr *)&at, sizeof at) != 0
      || listen(descriptor, backlog) != 0) {
    return closed_with_error(descriptor);
  }
  return descriptor;
}

int quern_unix_connect(const char *path) {
  struct sockaddr_un at;
  if (address(path, &at) != 0) return -1;
  int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  int result;
  do {
    result = connect(descriptor, (struct sockaddr *)&at, sizeof at);
  } while (result != 0 && errno == EINTR);
  return result == 0 ? descriptor : closed_with_error(descriptor);
}

int quern_unix_accept(int descriptor) {
  int peer;
  do {
    peer = accept4(descriptor, NULL, NULL, SOCK_CLOEXEC);
  } while (peer < 0 && (errno == EINTR || errno == ECONNABORTED));
  return peer;
}

int quern_unix_pair(int descriptors[2]) {
  return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, descriptors);
}

enum { most = 16 };

ssize_t quern_unix_send(
  int socket, const void *bytes, size_t count, const int *descriptors, int descriptorCount) {
  if (descriptorCount > most) {
    errno = EINVAL;
    return -1;
  }
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int) * most)];
  } control;
  struct iovec piece = {(void *)bytes, count};
  struct msghdr message;
  memset(&message, 0, sizeof message);
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  if (descriptorCount > 0) {
    memset(&control, 0, sizeof control);
    message.msg_control = control.space;
    message.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)descriptorCount);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int) * (size_t)descriptorCount);
    memcpy(CMSG_DATA(header), descriptors, sizeof(int) * (size_t)descriptorCount);
  }
  ssize_t sent;
  do {
    sent = sendmsg(socket, &message, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent;
}

ssize_t quern_unix_receive(
  int socket, void *bytes, size_t count, int *descriptors, int *descriptorCount) {
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int) * most)];
  } control;
  struct iovec piece = {bytes, count};
  struct msghdr message;
  memset(&message, 0, sizeof message);
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  message.msg_control = control.space;
  message.msg_controllen = sizeof control.space;
  int capacity = *descriptorCount;
  *descriptorCount = 0;
  ssize_t received;
  do {
    received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  } while (received < 0 && errno == EINTR);
  if (received < 0) return received;
  for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL;
       header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    int given = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    for (int i = 0; i < given; i++) {
      int descriptor;
      memcpy(&descriptor, CMSG_DATA(header) + sizeof(int) * (size_t)i, sizeof(int));
      if (*descriptorCount < capacity) {
        descriptors[(*descriptorCount)++] = descriptor;
      } else {
        close(descriptor);
      }
    }
  }
  return received;
}

int quern_unix_peer(int socket, pid_t *pid, uid_t *uid) {
  struct ucred credentials;
  socklen_t size = sizeof credentials;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return -1;
  *pid = credentials.pid;
  *uid = credentials.uid;
  return 0;
}

int quern_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int quern_signalfd(const int *signals, int count) {
  sigset_t set;
  sigemptyset(&set);
  for (int i = 0; i < count; i++) sigaddset(&set, signals[i]);
  int error = pthread_sigmask(SIG_BLOCK, &set, NULL);
  if (error != 0) {
    errno = error;
    return -1;
  }
  return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int quern_signalfd_read(int descriptor, int *signal, pid_t *sender) {
  struct signalfd_siginfo facts;
  ssize_t count;
  do {
    count = read(descriptor, &facts, sizeof facts);
  } while (count < 0 && errno == EINTR);
  if (count != (ssize_t)sizeof facts) return 0;
  *signal = (int)facts.ssi_signo;
  *sender = (pid_t)facts.ssi_pid;
  return 1;
}

int quern_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }
