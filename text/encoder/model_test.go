package encoder

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"tocsin/text/kernel"
)

// sizes describes a random model.
type sizes struct{ vocab, width, inner, layers, longest, shapes int }

var small = sizes{vocab: 100, width: 64, inner: 256, layers: 2, longest: 40, shapes: 5}

// writer builds a file of weights.
type writer struct {
	random  *rand.Rand
	tensors []tensor
	body    []byte
}

func (w *writer) put(name, kind string, shape []int, raw []byte) {
	w.tensors = append(w.tensors, tensor{Name: name, Type: kind, Shape: shape, Offset: len(w.body), Bytes: len(raw)})
	w.body = append(w.body, raw...)
	for len(w.body)%alignment != 0 {
		w.body = append(w.body, 0)
	}
}

func (w *writer) floats(name string, shape []int, mean, deviation float64) {
	n := 1
	for _, s := range shape {
		n *= s
	}
	var raw []byte
	for range n {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(float32(mean+deviation*w.random.NormFloat64())))
	}
	w.put(name, "f32", shape, raw)
}

func (w *writer) bytes(n int) []int8 {
	small := make([]int8, n)
	for i := range small {
		small[i] = int8(w.random.IntN(255) - 127)
	}
	return small
}

func unsign(s []int8) []byte {
	raw := make([]byte, len(s))
	for i, v := range s {
		raw[i] = byte(v)
	}
	return raw
}

func (w *writer) linear(name string, n, k int) {
	packed, sums := kernel.Pack(n, k, w.bytes(n*k))
	w.put(name+".weight", "packed", []int{n, k}, unsign(packed))
	padded := []int{kernel.Padded(n)}
	w.floats(name+".scale", padded, 1.5/127/math.Sqrt(float64(k)), 0.1/127/math.Sqrt(float64(k)))
	w.floats(name+".bias", padded, 0, 0.1)
	var raw []byte
	for _, s := range sums {
		raw = binary.LittleEndian.AppendUint32(raw, uint32(s))
	}
	w.put(name+".sum", "i32", padded, raw)
}

func (w *writer) norm(name string, width int) {
	w.floats(name+".gain", []int{width}, 1, 0.1)
	w.floats(name+".bias", []int{width}, 0, 0.1)
}

func (w *writer) block(name string, width, inner int) {
	w.linear(name+".qkv", 3*width, width)
	w.linear(name+".out", width, width)
	w.norm(name+".norm1", width)
	w.linear(name+".up", inner, width)
	w.linear(name+".down", width, inner)
	w.norm(name+".norm2", width)
}

// file puts the header before the body, with room for it to be changed.
func (w *writer) file() []byte {
	const room = 64 << 10
	for i := range w.tensors {
		w.tensors[i].Offset += room
	}
	header, err := json.Marshal(map[string]any{"config": map[string]int{"layers": 2}, "tensors": w.tensors})
	if err != nil {
		panic(err)
	}
	file := []byte(magic)
	file = binary.LittleEndian.AppendUint32(file, uint32(len(header)))
	file = append(file, header...)
	if len(file) > room {
		panic("the test's header is too long")
	}
	file = append(file, make([]byte, room-len(file))...)
	return append(file, w.body...)
}

func randomFile(s sizes) []byte {
	w := &writer{random: rand.New(rand.NewPCG(1, 2))}
	w.put("embed.word", "i8", []int{s.vocab, s.width}, unsign(w.bytes(s.vocab*s.width)))
	w.floats("embed.word.scale", []int{s.vocab}, 0.001, 0.0001)
	w.floats("embed.position", []int{s.longest, s.width}, 0, 0.05)
	w.floats("embed.shape", []int{s.shapes, s.width}, 0, 0.05)
	w.norm("embed.norm", s.width)
	for i := range s.layers {
		w.block(fmt.Sprintf("layer.%d", i), s.width, s.inner)
	}
	return w.file()
}

// randomText makes windows of the given lengths.
func randomText(s sizes, lengths []int) (pieces []int32, shapes []uint8) {
	random := rand.New(rand.NewPCG(3, 4))
	for range sum(lengths) {
		pieces = append(pieces, int32(random.IntN(s.vocab)))
		shapes = append(shapes, uint8(random.IntN(s.shapes)))
	}
	return pieces, shapes
}

func openEncoder(t testing.TB, file []byte, set *kernel.Set) *Encoder {
	t.Helper()
	tensors, err := Open(file)
	if err != nil {
		t.Fatal(err)
	}
	e, err := tensors.Encoder(set)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
