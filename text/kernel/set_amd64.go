package kernel

import "golang.org/x/sys/cpu"

// machineSets are the vector Sets that this processor and its operating
// system can run, the fastest first.
func machineSets() []*Set {
	var sets []*Set
	x := &cpu.X86
	if !x.HasAVX2 || !x.HasFMA {
		return nil
	}
	if x.HasAVX512F && x.HasAVX512BW && x.HasAVX512DQ && x.HasAVX512VL && x.HasAVX512VNNI {
		sets = append(sets, &Set{
			Name: "avx512-vnni", top: 255,
			minMax: minMaxAVX512, quantise: quantiseAVX512, product: productAVX512, gemm: gemmAVX512,
			transpose: transposeAVX2, softmax: softmaxAVX512, gelu: geluAVX512, addNorm: addNormAVX512,
			relu: reluAVX2, add: addAVX2, dot: dotAVX2, widen: widenAVX2,
		})
	}
	narrow := Set{
		Name: "avx2", top: 127,
		minMax: minMaxAVX2, quantise: quantiseAVX2, product: productAVX2, gemm: gemmAVX2,
		transpose: transposeAVX2, softmax: softmaxAVX2, gelu: geluAVX2, addNorm: addNormAVX2,
		relu: reluAVX2, add: addAVX2, dot: dotAVX2, widen: widenAVX2,
	}
	if x.HasAVXVNNI {
		vnni := narrow
		vnni.Name, vnni.top, vnni.product = "avx-vnni", 255, productAVXVNNI
		sets = append(sets, &vnni)
	}
	return append(sets, &narrow)
}

func productAVX512(t productTile, rows, panels int) {
	for p := 0; p < panels; p += 2 {
		first := t.column(p)
		tile := first
		for i := 0; i < rows; i += 8 {
			tile.setRow(&first, i, min(8, rows-i))
			tileAVX512(&tile)
		}
	}
}

func productAVXVNNI(t productTile, rows, panels int) {
	for p := range panels {
		first := t.column(p)
		tile := first
		for i := 0; i < rows; i += 6 {
			tile.setRow(&first, i, min(6, rows-i))
			tileAVXVNNI(&tile)
		}
	}
}

func productAVX2(t productTile, rows, panels int) {
	for p := range panels {
		first := t.column(p)
		tile := first
		for i := 0; i < rows; i += 4 {
			tile.setRow(&first, i, min(4, rows-i))
			tileAVX2(&tile)
		}
	}
}

func gemmAVX512(t gemmTile, rows, blocks int) {
	tile := t
	for block := range blocks {
		for i := 0; i < rows; i += 8 {
			tile.setPart(&t, i, min(8, rows-i), 2*block)
			floatTileAVX512(&tile)
		}
	}
}

func gemmAVX2(t gemmTile, rows, blocks int) {
	tile := t
	for half := range 2 * blocks {
		for i := 0; i < rows; i += 6 {
			tile.setPart(&t, i, min(6, rows-i), half)
			floatTileAVX2(&tile)
		}
	}
}

// tileAVX512 computes 8 rows of 32 channels. A tile with fewer real rows
// computes its last one again, and stores the same values again.
//
//go:noescape
func tileAVX512(t *productTile)

// tileAVXVNNI computes 6 rows of 16 channels, tileAVX2 4 of 16.
//
//go:noescape
func tileAVXVNNI(t *productTile)

//go:noescape
func tileAVX2(t *productTile)

// floatTileAVX512 computes 8 rows of 32 columns, floatTileAVX2 6 of 16.
//
//go:noescape
func floatTileAVX512(t *gemmTile)

//go:noescape
func floatTileAVX2(t *gemmTile)

//go:noescape
func minMaxAVX512(x []float32) (low, high float32)

//go:noescape
func minMaxAVX2(x []float32) (low, high float32)

//go:noescape
func quantiseAVX512(q []uint8, x []float32, inverse float32, zero, offset, top int32)

//go:noescape
func quantiseAVX2(q []uint8, x []float32, inverse float32, zero, offset, top int32)

//go:noescape
func softmaxAVX512(x []float32, scale float32)

//go:noescape
func softmaxAVX2(x []float32, scale float32)

//go:noescape
func geluAVX512(x []float32)

//go:noescape
func geluAVX2(x []float32)

//go:noescape
func addNormAVX512(x, r, gain, bias []float32)

//go:noescape
func addNormAVX2(x, r, gain, bias []float32)

//go:noescape
func transposeAVX2(dst, src []float32)

//go:noescape
func reluAVX2(x []float32)

//go:noescape
func addAVX2(dst, src []float32)

//go:noescape
func dotAVX2(a, b []float32) float32

//go:noescape
func widenAVX2(dst []float32, src []int8, scale float32)
