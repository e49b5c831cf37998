// Package kernel is the arithmetic of a small transformer on one core, in Go
// assembly for the processors that news is read on. It knows nothing about
// language, starts no goroutine and allocates nothing in steady state.
//
// A [Set] is one implementation of everything here: "avx512-vnni",
// "avx-vnni", "avx2", "neon" or "plain", which is Go alone and runs anywhere.
// [Best] picks one at run time; nothing has to be chosen when building.
//
// # Products of integers
//
// The weights of a [Matrix] are int8 with one scale an output channel, made
// when the model was; activations become integers of 8 bits row by row, at
// run time, by [Set.Quantise]. [Set.Product] multiplies the two. With q and z
// a row's integers and its zero point, r its step, w and s a channel's weights
// and scale,
//
//	y = (Σ q·w − z·Σ w) · r · s + bias
//
// where the part in brackets is an int32 without any rounding. All Sets with 8
// bits therefore agree to the last bits of a float32.
//
// All Sets read the same packed weights: panels of 16 channels, in which four
// neighbouring depths of a channel lie together, [Padded(N)/16][K/4][16][4].
// 64 bytes are then what one 512-bit, two 256-bit or four 128-bit registers
// multiply in one step, and a file of weights works in place on any machine.
// An address that is a multiple of 64 is faster but not needed.
//
// # Saturation
//
// VPDPBUSD (avx512-vnni, avx-vnni) and SDOT (neon) add four products of 8 bits
// to 32 bits without saturating. The former takes unsigned activations and
// signed weights. SDOT takes signed ones, so neon stores q−128 and moves the
// zero point along, which cancels exactly. VPMADDUBSW, all that AVX2 has, adds
// two products to 16 bits and saturates: 2·255·127 does not fit. On avx2
// activations therefore have 7 bits: 2·127·128 = 32512 does fit, at the price
// of twice the error of quantisation. The instructions are described in
// Intel's Software Developer's Manual, volume 2, and in the Arm Architecture
// Reference Manual.
//
// # Rows
//
// No caller has to pad rows: a kernel that is given fewer rows than its tile
// computes the last one several times. Every routine treats rows alone, so
// that a row's result does not depend on its neighbours.
//
// Slices of the wrong length are the caller's mistake and panic. What comes
// from outside is checked with [Matrix.Check].
package kernel
