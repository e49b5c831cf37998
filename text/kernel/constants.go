package kernel

//lint:file-ignore U1000 The assembly reads what is here, which the linter does not see.

// The constants of exp: e^x is 2^n·e^r with n = round(x·log₂e) and r = x −
// n·ln 2, where ln 2 is split in two so that n times its high part is exact.
// The polynomial for e^r on ±ln2/2 is that of the Cephes library.
const (
	expLow     = -80
	expHigh    = 88
	expLog2e   = 1.44269504088896341
	expLn2High = 0.693359375
	expLn2Low  = -2.12194440e-4
	expC0      = 5.0000001201e-1
	expC1      = 1.6666665459e-1
	expC2      = 4.1665795894e-2
	expC3      = 8.3334519073e-3
	expC4      = 1.3981999507e-3
	expC5      = 1.9875691500e-4
)

// The constants of GELU: Φ(v) is taken as the logistic function of
// v·(A + B·v² + C·v⁴) with v² clipped, which was fitted by minimising the
// greatest error of v·Φ(v); that is 2.6e-5.
const (
	geluA    = 1.5950157782132683
	geluB    = 0.07401124426210173
	geluC    = -0.0007030188546213778
	geluClip = 25
)

// normEpsilon is what LayerNorm adds to the variance.
const normEpsilon = 1e-12

// wide holds the constants in the width of the widest register that reads
// them whole. The assembly finds them by the offsets below, and on arm64
// relies on the order of those up to wideOne and of those from wideA on.
var wide = [...][8]float32{
	repeat(expLow),
	repeat(expHigh),
	repeat(expLog2e),
	repeat(expLn2High),
	repeat(expLn2Low),
	repeat(expC0),
	repeat(expC1),
	repeat(expC2),
	repeat(expC3),
	repeat(expC4),
	repeat(expC5),
	repeat(1),
	repeat(2),
	repeat(geluA),
	repeat(geluB),
	repeat(geluC),
	repeat(geluClip),
	repeat(normEpsilon),
}

const (
	wideLow = iota * 32
	wideHigh
	wideLog2e
	wideLn2High
	wideLn2Low
	wideC0
	wideC1
	wideC2
	wideC3
	wideC4
	wideC5
	wideOne
	wideTwo
	wideA
	wideB
	wideC
	wideClip
	wideEpsilon
)

func repeat(v float32) [8]float32 { return [8]float32{v, v, v, v, v, v, v, v} }
