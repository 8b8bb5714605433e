#define _GNU_SOURCE
#include "CQuernSystem.h"

#include <pthread.h>

uintptr_t quern_stack_lowest(void) {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
  void *base = NULL;
  size_t size = 0;
  int error = pthread_attr_getstack(&attributes, &base, &size);
  pthread_attr_destroy(&attributes);
  return error == 0 ? (uintptr_t)base : 0;
}
