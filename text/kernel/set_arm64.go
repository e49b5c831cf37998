package kernel

import "golang.org/x/sys/cpu"

// machineSets has the NEON Set where the processor can multiply integers in
// fours, as all can since about 2018.
func machineSets() []*Set {
	if !cpu.ARM64.HasASIMD || !cpu.ARM64.HasASIMDDP {
		return nil
	}
	return []*Set{{
		Name: "neon", top: 255, offset: 128,
		minMax: minMaxNEON, quantise: quantiseNEON, product: productNEON, gemm: gemmNEON,
		transpose: transposeNEON, softmax: softmaxNEON, gelu: geluNEON, addNorm: addNormNEON,
		relu: reluNEON, add: addNEON, dot: dotNEON, widen: widenNEON,
	}}
}

func productNEON(t productTile, rows, panels int) {
	for p := range panels {
		first := t.column(p)
		tile := first
		for i := 0; i < rows; i += 4 {
			tile.setRow(&first, i, min(4, rows-i))
			tileNEON(&tile)
		}
	}
}

func gemmNEON(t gemmTile, rows, blocks int) {
	tile := t
	for half := range 2 * blocks {
		for i := 0; i < rows; i += 4 {
			tile.setPart(&t, i, min(4, rows-i), half)
			floatTileNEON(&tile)
		}
	}
}

// tileNEON computes 4 rows of 16 channels. A tile with fewer real rows
// computes its last one again, and stores the same values again.
//
//go:noescape
func tileNEON(t *productTile)

// floatTileNEON computes 4 rows of 16 columns.
//
//go:noescape
func floatTileNEON(t *gemmTile)

//go:noescape
func minMaxNEON(x []float32) (low, high float32)

//go:noescape
func quantiseNEON(q []uint8, x []float32, inverse float32, zero, offset, top int32)

//go:noescape
func softmaxNEON(x []float32, scale float32)

//go:noescape
func geluNEON(x []float32)

//go:noescape
func addNormNEON(x, r, gain, bias []float32)

//go:noescape
func transposeNEON(dst, src []float32)

//go:noescape
func reluNEON(x []float32)

//go:noescape
func addNEON(dst, src []float32)

//go:noescape
func dotNEON(a, b []float32) float32

//go:noescape
func widenNEON(dst []float32, src []int8, scale float32)
