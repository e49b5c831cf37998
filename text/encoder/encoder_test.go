package encoder

import (
	"fmt"
	"runtime"
	"slices"
	"testing"

	"tocsin/text/kernel"
)

// windows are lengths below, at and above those of the kernels' tiles.
var windows = []int{1, 40, 7, 33, 16, 2, 31, 40, 25}

func TestEncodeMatchesReference(t *testing.T) {
	file := randomFile(small)
	tensors, err := Open(file)
	if err != nil {
		t.Fatal(err)
	}
	pieces, shapes := randomText(small, windows)
	want := reference{t, tensors}.encode(small, pieces, shapes, windows)
	for _, set := range kernel.All() {
		got := openEncoder(t, file, set).Encode(nil, pieces, shapes, windows)
		if len(got) != len(want) {
			t.Fatalf("%s: %d values, not %d", set.Name, len(got), len(want))
		}
		tolerance := 0.015
		if set.Name == "avx2" {
			tolerance = 0.03 // its activations have 7 bits
		}
		d := difference(got, want)
		t.Logf("%s: relative difference %.4f", set.Name, d)
		if !(d < tolerance) {
			t.Errorf("%s: relative difference %.4f", set.Name, d)
		}
	}
}

func TestWindowsAreIndependent(t *testing.T) {
	file := randomFile(small)
	pieces, shapes := randomText(small, windows)
	for _, set := range kernel.All() {
		e := openEncoder(t, file, set)
		together := e.Encode(nil, pieces, shapes, windows)
		start := 0
		for _, n := range windows {
			alone := e.Encode(nil, pieces[start:start+n], shapes[start:start+n], []int{n})
			if !slices.Equal(alone, together[start*e.Width():(start+n)*e.Width()]) {
				t.Fatalf("%s: the window at %d has other rows when it is alone", set.Name, start)
			}
			start += n
		}
	}
}

func TestCoresMakeNoDifference(t *testing.T) {
	lengths := slices.Repeat(windows, 5)
	pieces, shapes := randomText(small, lengths)
	e := openEncoder(t, randomFile(small), kernel.Best())
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	want := e.Encode(nil, pieces, shapes, lengths)
	var memory []float32
	for _, cores := range []int{2, 3, 8} {
		runtime.GOMAXPROCS(cores)
		memory = e.Encode(memory, pieces, shapes, lengths)
		if !slices.Equal(memory, want) {
			t.Fatalf("%d cores make a difference", cores)
		}
	}
}

func TestBlockAlone(t *testing.T) {
	w := &writer{random: newRandom()}
	w.block("head.0", 192, 384)
	tensors, err := Open(w.file())
	if err != nil {
		t.Fatal(err)
	}
	block, err := tensors.Block("head.0")
	if err != nil {
		t.Fatal(err)
	}
	lengths := []int{3, 0, 60, 20}
	x := make([]float32, 83*192)
	for i := range x {
		x[i] = float32(w.random.NormFloat64())
	}
	var want []float32
	start := 0
	for _, n := range lengths {
		if n == 0 {
			continue
		}
		rows := make([][]float64, n)
		for i := range rows {
			for _, v := range x[(start+i)*192 : (start+i+1)*192] {
				rows[i] = append(rows[i], float64(v))
			}
		}
		for _, row := range (reference{t, tensors}).block("head.0", rows) {
			for _, v := range row {
				want = append(want, float32(v))
			}
		}
		start += n
	}
	for _, set := range kernel.All() {
		got := slices.Clone(x)
		block.Apply(set, new(Scratch), got, lengths)
		if d := difference(got, want); !(d < 0.02) {
			t.Errorf("%s: relative difference %.4f", set.Name, d)
		}
	}
}

func TestSteadyStateAllocatesLittle(t *testing.T) {
	pieces, shapes := randomText(small, windows)
	e := openEncoder(t, randomFile(small), kernel.Best())
	memory := e.Encode(nil, pieces, shapes, windows)
	if n := testing.AllocsPerRun(20, func() { memory = e.Encode(memory, pieces, shapes, windows) }); n > 20 {
		t.Errorf("%.0f allocations for %d pieces", n, len(pieces))
	}
}

func TestNothingToEncode(t *testing.T) {
	e := openEncoder(t, randomFile(small), kernel.Best())
	if rows := e.Encode(nil, nil, nil, nil); len(rows) != 0 {
		t.Errorf("%d values of no pieces", len(rows))
	}
}

func TestEncodeMisfits(t *testing.T) {
	e := openEncoder(t, randomFile(small), kernel.Best())
	for name, mistake := range map[string]func(){
		"piece":    func() { e.Encode(nil, []int32{100}, []uint8{0}, []int{1}) },
		"negative": func() { e.Encode(nil, []int32{-1}, []uint8{0}, []int{1}) },
		"shape":    func() { e.Encode(nil, []int32{1}, []uint8{5}, []int{1}) },
		"shapes":   func() { e.Encode(nil, []int32{1}, nil, []int{1}) },
		"lengths":  func() { e.Encode(nil, []int32{1}, []uint8{0}, []int{2}) },
		"empty":    func() { e.Encode(nil, []int32{1}, []uint8{0}, []int{0, 1}) },
		"long":     func() { e.Encode(nil, make([]int32, 41), make([]uint8, 41), []int{41}) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			mistake()
		})
	}
}

// BenchmarkEncode is one core's work on a model as large as the real one.
func BenchmarkEncode(b *testing.B) {
	large := sizes{vocab: 30522, width: 384, inner: 1536, layers: 6, longest: 512, shapes: 5}
	file := randomFile(large)
	for _, set := range kernel.All() {
		for _, length := range []int{128, 256} {
			b.Run(fmt.Sprintf("%s/%d", set.Name, length), func(b *testing.B) {
				lengths := []int{length, length}
				pieces, shapes := randomText(large, lengths)
				e := openEncoder(b, file, set)
				memory := e.Encode(nil, pieces, shapes, lengths)
				b.ReportAllocs()
				for b.Loop() {
					memory = e.Encode(memory, pieces, shapes, lengths)
				}
				b.ReportMetric(float64(len(pieces))*float64(b.N)/b.Elapsed().Seconds(), "pieces/s")
			})
		}
	}
}
