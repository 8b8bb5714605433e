#define _GNU_SOURCE
#include "CQuernSystem.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

void quern_trim_heap(void) { malloc_trim(0); }

int quern_affinity_count(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? (int)count : 1;
}

int quern_affinity_keep(int count, int first) {
  cpu_set_t had, kept;
  if (sched_getaffinity(0, sizeof had, &had) != 0) return errno;
  int available = CPU_COUNT(&had);
  if (available == 0 || count >= available) return 0;
  CPU_ZERO(&kept);
  int start = (int)((unsigned)first % (unsigned)available);
  int place = 0;
  for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
    if (!CPU_ISSET(cpu, &had)) continue;
    if ((place - start + available) % available < count) CPU_SET(cpu, &kept);
    place++;
  }
  return sched_setaffinity(0, sizeof kept, &kept) == 0 ? 0 : errno;
}

void quern_thread_name(const char *name) {
  char shortened[16];
  strncpy(shortened, name, 15);
  shortened[15] = 0;
  pthread_setname_np(pthread_self(), shortened);
}

int quern_prctl_pdeathsig(int signal) {
  return prctl(PR_SET_PDEATHSIG, (unsigned long)signal, 0, 0, 0) == 0 ? 0 : errno;
}

int quern_prctl_no_new_privileges(void) {
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? 0 : errno;
}

int quern_prctl_subreaper(void) {
  return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0 ? 0 : errno;
}

const char *quern_library_path(const void *address) {
  Dl_info facts;
  return dladdr(address, &facts) != 0 ? facts.dli_fname : NULL;
}

static int release_segments(struct dl_phdr_info *program, size_t size, void *unused) {
  (void)size;
  (void)unused;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  for (int i = 0; i < program->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &program->dlpi_phdr[i];
    // What can be written may differ from the file: it stays.
    if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W) != 0) continue;
    uintptr_t start = program->dlpi_addr + segment->p_vaddr;
    uintptr_t from = (start + page - 1) / page * page;
    uintptr_t to = (start + segment->p_filesz) / page * page;
    if (from < to) madvise((void *)from, to - from, MADV_DONTNEED);
  }
  // The program itself comes first; its libraries stay.
  return 1;
}

void quern_release_code(void) { dl_iterate_phdr(release_segments, NULL); }
