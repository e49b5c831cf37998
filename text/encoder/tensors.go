package encoder

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"unsafe"

	"tocsin/text/kernel"
)

// magic begins every file of weights; its last digit is the version.
const magic = "TOCSINR1"

// alignment divides the offset of every tensor.
const alignment = 64

// Any stands for a size that the caller does not know in the shape that it
// asks for.
const Any = -1

// Tensors are the named arrays of a file of weights.
type Tensors struct {
	file   []byte
	config json.RawMessage
	named  map[string]tensor
}

type tensor struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Shape  []int  `json:"shape"`
	Offset int    `json:"offset"`
	Bytes  int    `json:"bytes"`
}

// Open reads the header of a file of weights. The file's memory stays in use.
func Open(file []byte) (*Tensors, error) {
	if len(file) < len(magic)+4 || string(file[:len(magic)]) != magic {
		return nil, fmt.Errorf("a file of weights begins with %q", magic)
	}
	start := len(magic) + 4
	length := uint64(binary.LittleEndian.Uint32(file[len(magic):]))
	if length > uint64(len(file)-start) {
		return nil, fmt.Errorf("the file of weights ends inside its header, after %d bytes", len(file))
	}
	var header struct {
		Config  json.RawMessage `json:"config"`
		Tensors []tensor        `json:"tensors"`
	}
	if err := json.Unmarshal(bytes.TrimRight(file[start:start+int(length)], "\x00"), &header); err != nil {
		return nil, fmt.Errorf("the header of the file of weights is damaged: %w", err)
	}
	t := &Tensors{file: file, config: header.Config, named: make(map[string]tensor, len(header.Tensors))}
	for _, one := range header.Tensors {
		if err := one.check(len(file)); err != nil {
			return nil, fmt.Errorf("tensor %q: %w", one.Name, err)
		}
		if _, twice := t.named[one.Name]; twice {
			return nil, fmt.Errorf("tensor %q: the file of weights has it twice", one.Name)
		}
		t.named[one.Name] = one
	}
	return t, nil
}

// check says whether a tensor has the size of its shape and lies in the file.
func (t tensor) check(size int) error {
	cell := 1
	switch t.Type {
	case "i8":
	case "f32", "i32":
		cell = 4
	case "packed":
		if len(t.Shape) != 2 {
			return fmt.Errorf("packed weights have two sizes, not %v", t.Shape)
		}
	default:
		return fmt.Errorf("its type %q is unknown", t.Type)
	}
	want := cell
	for i, n := range t.Shape {
		if n < 1 || n > math.MaxInt32 {
			return fmt.Errorf("its shape %v is impossible", t.Shape)
		}
		if t.Type == "packed" && i == 0 {
			n = kernel.Padded(n)
		}
		if want > size/n {
			return fmt.Errorf("its shape %v does not fit a file of %d bytes", t.Shape, size)
		}
		want *= n
	}
	switch {
	case t.Bytes != want:
		return fmt.Errorf("its shape %v takes %d bytes, not %d", t.Shape, want, t.Bytes)
	case t.Offset < 0 || t.Offset%alignment != 0:
		return fmt.Errorf("its offset %d is no multiple of %d", t.Offset, alignment)
	case t.Offset > size-t.Bytes:
		return fmt.Errorf("it ends at byte %d, and the file of weights at %d", t.Offset+t.Bytes, size)
	}
	return nil
}

// Config decodes the config of the file's header as JSON.
func (t *Tensors) Config(into any) error {
	if len(t.config) == 0 {
		return errors.New("the file of weights has no config")
	}
	if err := json.Unmarshal(t.config, into); err != nil {
		return fmt.Errorf("the config of the file of weights: %w", err)
	}
	return nil
}

// Has reports whether the file has a tensor of that name.
func (t *Tensors) Has(name string) bool {
	_, ok := t.named[name]
	return ok
}

// Float32 returns the tensor of a name, which must have the given shape.
func (t *Tensors) Float32(name string, shape ...int) ([]float32, error) {
	return cells(t, name, "f32", shape, func(bits uint32) float32 { return math.Float32frombits(bits) })
}

// Int32 returns the tensor of a name, which must have the given shape.
func (t *Tensors) Int32(name string, shape ...int) ([]int32, error) {
	return cells(t, name, "i32", shape, func(bits uint32) int32 { return int32(bits) })
}

// Int8 returns the tensor of a name, which must have the given shape.
func (t *Tensors) Int8(name string, shape ...int) ([]int8, error) {
	one, err := t.find(name, "i8", shape)
	if err != nil {
		return nil, err
	}
	return t.int8s(one), nil
}

// Shape returns the sizes of the tensor of a name.
func (t *Tensors) Shape(name string) ([]int, error) {
	one, ok := t.named[name]
	if !ok {
		return nil, fmt.Errorf("the file of weights has no tensor %q", name)
	}
	return slices.Clone(one.Shape), nil
}

func (t *Tensors) find(name, kind string, shape []int) (tensor, error) {
	one, ok := t.named[name]
	switch {
	case !ok:
		return one, fmt.Errorf("the file of weights has no tensor %q", name)
	case one.Type != kind:
		return one, fmt.Errorf("tensor %q is %s, not %s", name, one.Type, kind)
	case !slices.EqualFunc(one.Shape, shape, func(has, want int) bool { return want == Any || has == want }):
		return one, fmt.Errorf("tensor %q has the shape %v, not %v", name, one.Shape, shape)
	}
	return one, nil
}

func (t *Tensors) int8s(one tensor) []int8 {
	return unsafe.Slice((*int8)(unsafe.Pointer(&t.file[one.Offset])), one.Bytes)
}

// cells views a tensor of 4-byte numbers in place where the machine can read
// it there, and otherwise copies it: a file in memory may begin at an odd
// address, and a big-endian machine sees every number reversed.
func cells[T int32 | float32](t *Tensors, name, kind string, shape []int, decode func(uint32) T) ([]T, error) {
	one, err := t.find(name, kind, shape)
	if err != nil {
		return nil, err
	}
	raw := t.file[one.Offset : one.Offset+one.Bytes]
	first := unsafe.Pointer(&raw[0])
	if uintptr(first)%4 == 0 && littleEndian {
		return unsafe.Slice((*T)(first), len(raw)/4), nil
	}
	copied := make([]T, len(raw)/4)
	for i := range copied {
		copied[i] = decode(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return copied, nil
}

var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1
