#include "CQuernText.h"

#include <pthread.h>
#include <string.h>

// Slicing by eight: table[k][b] is the CRC of byte b followed by k zero bytes.
static uint32_t castagnoli[8][256];
static uint32_t ieee[8][256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void fill(uint32_t table[8][256], uint32_t polynomial) {
  for (uint32_t b = 0; b < 256; b++) {
    uint32_t c = b;
    for (int i = 0; i < 8; i++) c = (c >> 1) ^ (polynomial & (0u - (c & 1)));
    table[0][b] = c;
  }
  for (uint32_t b = 0; b < 256; b++) {
    for (int k = 1; k < 8; k++) {
      table[k][b] = (table[k - 1][b] >> 8) ^ table[0][table[k - 1][b] & 0xff];
    }
  }
}

static void fill_both(void) {
  fill(castagnoli, 0x82f63b78u);
  fill(ieee, 0xedb88320u);
}

static uint32_t sliced(uint32_t table[8][256], uint32_t seed, const uint8_t *p, size_t n) {
  pthread_once(&once, fill_both);
  uint32_t c = ~seed;
  for (; n >= 8; n -= 8, p += 8) {
    uint64_t v;
    memcpy(&v, p, 8);
    v ^= c;
    c = table[7][v & 0xff] ^ table[6][(v >> 8) & 0xff] ^ table[5][(v >> 16) & 0xff]
      ^ table[4][(v >> 24) & 0xff] ^ table[3][(v >> 32) & 0xff] ^ table[2][(v >> 40) & 0xff]
      ^ table[1][(v >> 48) & 0xff] ^ table[0][v >> 56];
  }
  for (; n > 0; n--, p++) c = (c >> 8) ^ table[0][(c ^ *p) & 0xff];
  return ~c;
}

uint32_t quern_crc32(uint32_t seed, const uint8_t *data, size_t count) {
  return sliced(ieee, seed, data, count);
}

uint32_t quern_crc32c_portable(uint32_t seed, const uint8_t *data, size_t count) {
  return sliced(castagnoli, seed, data, count);
}

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

enum { stripe = 1024 };

// zeros[k][b]: the CRC register after `stripe` zero bytes, by byte k of the register.
static uint32_t zeros[4][256];
static pthread_once_t zerosOnce = PTHREAD_ONCE_INIT;

__attribute__((target("sse4.2")))
static void fill_zeros(void) {
  for (int k = 0; k < 4; k++) {
    for (uint32_t b = 0; b < 256; b++) {
      uint64_t c = b << (8 * k);
      for (int i = 0; i < stripe / 8; i++) c = _mm_crc32_u64(c, 0);
      zeros[k][b] = (uint32_t)c;
    }
  }
}

static inline uint32_t past_stripe(uint32_t c) {
  return zeros[0][c & 0xff] ^ zeros[1][(c >> 8) & 0xff] ^ zeros[2][(c >> 16) & 0xff]
    ^ zeros[3][c >> 24];
}

__attribute__((target("sse4.2")))
static uint32_t crc32c_sse(uint32_t seed, const uint8_t *p, size_t n) {
  uint64_t c = ~seed;
  // The instruction has a latency of three: three stripes at a time, joined by linearity.
  if (n >= 3 * stripe) {
    pthread_once(&zerosOnce, fill_zeros);
    for (; n >= 3 * stripe; n -= 3 * stripe, p += 3 * stripe) {
      uint64_t c1 = 0, c2 = 0;
      for (int i = 0; i < stripe; i += 8) {
        uint64_t v0, v1, v2;
        memcpy(&v0, p + i, 8);
        memcpy(&v1, p + stripe + i, 8);
        memcpy(&v2, p + 2 * stripe + i, 8);
        c = _mm_crc32_u64(c, v0);
        c1 = _mm_crc32_u64(c1, v1);
        c2 = _mm_crc32_u64(c2, v2);
      }
      c = past_stripe((uint32_t)c) ^ (uint32_t)c1;
      c = past_stripe((uint32_t)c) ^ (uint32_t)c2;
    }
  }
  for (; n >= 8; n -= 8, p += 8) {
    uint64_t v;
    memcpy(&v, p, 8);
    c = _mm_crc32_u64(c, v);
  }
  for (; n > 0; n--, p++) c = _mm_crc32_u8((uint32_t)c, *p);
  return ~(uint32_t)c;
}

uint32_t quern_crc32c(uint32_t seed, const uint8_t *data, size_t count) {
  static int known = -1;
  int fast = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (fast < 0) {
    unsigned a, b, c, d;
    fast = __get_cpuid(1, &a, &b, &c, &d) && ((c >> 20) & 1);
    __atomic_store_n(&known, fast, __ATOMIC_RELAXED);
  }
  return fast ? crc32c_sse(seed, data, count) : quern_crc32c_portable(seed, data, count);
}
#else
uint32_t quern_crc32c(uint32_t seed, const uint8_t *data, size_t count) {
  return quern_crc32c_portable(seed, data, count);
}
#endif
