#ifndef RELEARN_CGSL_SHIM_H
#define RELEARN_CGSL_SHIM_H

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sf_bessel.h>
#include <gsl/gsl_sf_erf.h>
#include <gsl/gsl_sf_gamma.h>
#include <stdint.h>

/* RandomStream's xoshiro256** (Blackman & Vigna 2018) in the form GSL's distributions ask for.
   Numerics/RandomStream.swift holds the same step in Swift; a test keeps the two equal. */

static inline uint64_t relearn_rotate_left(uint64_t x, int k) {
  return (x << k) | (x >> (64 - k));
}

static inline unsigned long relearn_rng_next(void *state) {
  uint64_t *s = (uint64_t *)state;
  const uint64_t result = relearn_rotate_left(s[1] * 5, 7) * 9;
  const uint64_t t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = relearn_rotate_left(s[3], 45);
  return result;
}

static inline double relearn_rng_uniform(void *state) {
  return (double)(relearn_rng_next(state) >> 11) * 0x1.0p-53;
}

static inline void relearn_rng_set(void *state, unsigned long seed) {
  (void)state;
  (void)seed; /* seeded in Swift */
}

/* A generator over the caller's four words of state; valid for the life of `type`. */
static inline gsl_rng_type relearn_rng_type(void) {
  gsl_rng_type type = {"xoshiro256starstar",  UINT64_MAX,       0, 4 * sizeof(uint64_t),
                       relearn_rng_set,       relearn_rng_next, relearn_rng_uniform};
  return type;
}

/* The CBLAS product's signature with plain integers for its enumerations, as OpenBLAS exports it too. */
typedef void (*relearn_sgemm)(int order, int transpose_a, int transpose_b, int m, int n, int k,
                              float alpha, const float *a, int lda, const float *b, int ldb,
                              float beta, float *c, int ldc);
typedef void (*relearn_dgemm)(int order, int transpose_a, int transpose_b, int m, int n, int k,
                              double alpha, const double *a, int lda, const double *b, int ldb,
                              double beta, double *c, int ldc);

static inline relearn_sgemm relearn_reference_sgemm(void) { return (relearn_sgemm)cblas_sgemm; }
static inline relearn_dgemm relearn_reference_dgemm(void) { return (relearn_dgemm)cblas_dgemm; }

#endif
