#pragma once

#include <stddef.h>
#include <stdint.h>

/// A SHA-256 under way.
typedef struct {
  uint32_t state[8];
  uint64_t byteCount;
  uint8_t pending[64]; // the last byteCount % 64 bytes, not yet folded in
} quern_sha256;

void quern_sha256_begin(quern_sha256 *hash);
void quern_sha256_update(quern_sha256 *hash, const uint8_t *data, size_t count);
/// Writes the digest as four big-endian words.
void quern_sha256_finish(quern_sha256 *hash, uint64_t digest[4]);

/// Folds whole 64-byte blocks into a SHA-256 state, by the SHA instructions where the CPU has them.
void quern_sha256_blocks(uint32_t state[8], const uint8_t *data, size_t blockCount);

/// The same without special instructions; tests compare the two.
void quern_sha256_blocks_portable(uint32_t state[8], const uint8_t *data, size_t blockCount);

/// CRC-32C (Castagnoli) of the bytes, continuing from `seed` (0 to begin).
uint32_t quern_crc32c(uint32_t seed, const uint8_t *data, size_t count);
uint32_t quern_crc32c_portable(uint32_t seed, const uint8_t *data, size_t count);

/// CRC-32 (IEEE 802.3, as gzip and zip use it) of the bytes, continuing from `seed`.
uint32_t quern_crc32(uint32_t seed, const uint8_t *data, size_t count);

/// `strtod` in the C locale over bytes that need no terminator. Returns 1 if all bytes were used.
int quern_parse_double(const uint8_t *data, size_t count, double *result);

/// `%.{digits}f` or `%.{digits}g` in the C locale; returns the length written, or -1.
int quern_format_fixed(double value, int places, char *buffer, size_t capacity);
int quern_format_general(double value, int digits, char *buffer, size_t capacity);
