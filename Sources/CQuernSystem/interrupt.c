#define _GNU_SOURCE
#include "CQuernSystem.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

quern_interrupt *quern_interrupt_create(void) { return calloc(1, sizeof(quern_interrupt)); }

void quern_interrupt_destroy(quern_interrupt *flag) { free(flag); }

void quern_interrupt_raise(quern_interrupt *flag) { atomic_store(&flag->state, 1); }

void quern_interrupt_clear(quern_interrupt *flag) {
  atomic_store(&flag->deadlineNs, 0);
  atomic_store(&flag->state, 0);
}

void quern_interrupt_set_deadline(quern_interrupt *flag, int64_t deadlineNs) {
  atomic_store(&flag->deadlineNs, deadlineNs);
}

uint32_t quern_interrupt_state(quern_interrupt *flag) {
  uint32_t state = atomic_load_explicit(&flag->state, memory_order_relaxed);
  if (state != 0) return state;
  int64_t deadline = atomic_load_explicit(&flag->deadlineNs, memory_order_relaxed);
  if (deadline == 0) return 0;
  // The coarse clock is some milliseconds late and costs a fraction of the exact one.
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  if (now.tv_sec * 1000000000LL + now.tv_nsec < deadline) return 0;
  uint32_t calm = 0;
  atomic_compare_exchange_strong(&flag->state, &calm, 2);
  return atomic_load(&flag->state);
}

static _Atomic(quern_interrupt *) raised_by[65];

static void raise_flag(int number) {
  int saved = errno;
  quern_interrupt *flag = atomic_load(&raised_by[number]);
  if (flag != NULL) atomic_store(&flag->state, 1);
  errno = saved;
}

int quern_interrupt_on_signal(int number, quern_interrupt *flag) {
  if (number < 1 || number > 64) return EINVAL;
  atomic_store(&raised_by[number], flag);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = flag == NULL ? SIG_IGN : raise_flag;
  sigemptyset(&action.sa_mask);
  return sigaction(number, &action, NULL) == 0 ? 0 : errno;
}
