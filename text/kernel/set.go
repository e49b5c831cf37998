package kernel

// Set is one implementation of every routine of this package, for one kind
// of processor. It holds no data: one Set serves any number of goroutines.
type Set struct {
	// Name is "avx512-vnni", "avx-vnni", "avx2", "neon" or "plain".
	Name string
	// Slow is true of the plain Set, which is tens of times slower than
	// any other: a caller may want to tell its user so.
	Slow bool

	// top is the highest quantised value: 255, or 127 where a sum of two
	// products has to fit 16 bits.
	top int32
	// offset is taken from each quantised value before it is stored, so
	// that a machine with only signed products can read it as an int8.
	offset int32

	// The routines take lengths that the exported methods have checked;
	// "whole" means a multiple of 16, and longer than zero.

	minMax    func(x []float32) (low, high float32)                                  // whole
	quantise  func(q []uint8, x []float32, inverse float32, zero, offset, top int32) // whole
	product   func(t productTile, rows, panels int)
	gemm      func(t gemmTile, rows, panels int)
	transpose func(dst, src []float32)                       // both blockSize*blockSize
	softmax   func(x []float32, scale float32)               // whole
	gelu      func(x []float32)                              // whole
	addNorm   func(x, r, gain, bias []float32)               // whole
	relu      func(x []float32)                              // whole
	add       func(dst, src []float32)                       // whole
	dot       func(a, b []float32) float32                   // whole
	widen     func(dst []float32, src []int8, scale float32) // whole
}

// Best returns the fastest Set that this machine can run.
func Best() *Set { return All()[0] }

// All returns the Sets that this machine can run, the fastest first. The
// last one is always the plain one.
func All() []*Set { return append(machineSets(), plainSet()) }
