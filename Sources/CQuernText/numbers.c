#define _GNU_SOURCE
#include "CQuernText.h"

#include <locale.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A front end may set a locale with a decimal comma; numbers never follow it.
static locale_t c_locale;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_locale(void) { c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0); }

int quern_parse_double(const uint8_t *data, size_t count, double *result) {
  pthread_once(&once, make_locale);
  char small[128];
  char *text = count < sizeof small ? small : malloc(count + 1);
  if (text == NULL) return 0;
  memcpy(text, data, count);
  text[count] = 0;
  char *end;
  *result = strtod_l(text, &end, c_locale);
  int whole = count > 0 && end == text + count;
  if (text != small) free(text);
  return whole;
}

static int format(const char *form, double value, int digits, char *buffer, size_t capacity) {
  pthread_once(&once, make_locale);
  locale_t before = uselocale(c_locale);
  int length = snprintf(buffer, capacity, form, digits, value);
  uselocale(before);
  return length;
}

int quern_format_fixed(double value, int places, char *buffer, size_t capacity) {
  return format("%.*f", value, places, buffer, capacity);
}

int quern_format_general(double value, int digits, char *buffer, size_t capacity) {
  return format("%.*g", value, digits, buffer, capacity);
}
