package encoder

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"tocsin/text/kernel"
)

func newRandom() *rand.Rand { return rand.New(rand.NewPCG(5, 6)) }

// headed is a file with the given header and size.
func headed(header string, size int) []byte {
	file := append([]byte(magic), binary.LittleEndian.AppendUint32(nil, uint32(len(header)))...)
	file = append(file, header...)
	return append(file, make([]byte, max(0, size-len(file)))...)
}

func TestDamagedFiles(t *testing.T) {
	one := func(tensor string) []byte { return headed(`{"tensors":[`+tensor+`]}`, 4096) }
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"empty":          {nil, "begins with"},
		"other magic":    {[]byte("TOCSINR2\x02\x00\x00\x00{}"), "begins with"},
		"short header":   {headed("{}", 0)[:13], "ends inside its header"},
		"no JSON":        {headed("{{", 0), "header of the file of weights is damaged"},
		"unknown type":   {one(`{"name":"a","type":"f16","shape":[2],"offset":1024,"bytes":4}`), `type "f16" is unknown`},
		"wrong bytes":    {one(`{"name":"a","type":"f32","shape":[2],"offset":1024,"bytes":4}`), "takes 8 bytes, not 4"},
		"odd offset":     {one(`{"name":"a","type":"f32","shape":[2],"offset":1020,"bytes":8}`), "no multiple of 64"},
		"minus":          {one(`{"name":"a","type":"f32","shape":[2],"offset":-64,"bytes":8}`), "no multiple of 64"},
		"past the end":   {one(`{"name":"a","type":"f32","shape":[512],"offset":3072,"bytes":2048}`), "ends at byte 5120"},
		"huge":           {one(`{"name":"a","type":"f32","shape":[2147483647,2147483647,2147483647],"offset":0,"bytes":4}`), "does not fit"},
		"no size":        {one(`{"name":"a","type":"i8","shape":[0],"offset":0,"bytes":0}`), "impossible"},
		"packed vector":  {one(`{"name":"a","type":"packed","shape":[64],"offset":0,"bytes":64}`), "two sizes"},
		"packed, padded": {one(`{"name":"a","type":"packed","shape":[1,64],"offset":1024,"bytes":64}`), "takes 2048 bytes"},
		"twice": {one(`{"name":"a","type":"i8","shape":[1],"offset":0,"bytes":1},{"name":"a","type":"i8","shape":[1],"offset":0,"bytes":1}`),
			"twice"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(c.file)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v, without %q", err, c.want)
			}
		})
	}
}

// TestUnfitTensors takes one tensor at a time away from a good file, or gives
// it another shape or type.
func TestUnfitTensors(t *testing.T) {
	good, err := Open(randomFile(small))
	if err != nil {
		t.Fatal(err)
	}
	change := func(name string, how func(*tensor)) error {
		bad := &Tensors{file: good.file, named: map[string]tensor{}}
		for n, one := range good.named {
			if n == name {
				if how == nil {
					continue
				}
				one.Shape = slices.Clone(one.Shape)
				how(&one)
			}
			bad.named[n] = one
		}
		_, err := bad.Encoder(kernel.Best())
		return err
	}
	for name := range good.named {
		if name == "layer.1.out.weight" {
			continue // without it there is one layer less
		}
		if err := change(name, nil); err == nil || !strings.Contains(err.Error(), "no tensor \""+name+"\"") {
			t.Errorf("without %s: %v", name, err)
		}
		if err := change(name, func(one *tensor) { one.Type = "other" }); err == nil {
			t.Errorf("%s of another type is taken", name)
		}
		if err := change(name, func(one *tensor) { one.Shape = append(one.Shape, 1) }); err == nil {
			t.Errorf("%s of another shape is taken", name)
		}
	}
}

func TestConfig(t *testing.T) {
	tensors, err := Open(randomFile(small))
	if err != nil {
		t.Fatal(err)
	}
	var config struct{ Layers int }
	if err := tensors.Config(&config); err != nil || config.Layers != 2 {
		t.Errorf("config %v, error %v", config, err)
	}
	if err := tensors.Config(new(int)); err == nil {
		t.Error("an object is taken for a number")
	}
}

// TestMisaligned reads a file that begins at each of the addresses that an
// embedded file may have.
func TestMisaligned(t *testing.T) {
	file := randomFile(small)
	pieces, shapes := randomText(small, []int{9})
	want := openEncoder(t, file, kernel.Best()).Encode(nil, pieces, shapes, []int{9})
	for shift := 1; shift < 6; shift++ {
		moved := append(bytes.Repeat([]byte{1}, shift), file...)[shift:]
		for _, set := range kernel.All() {
			got := openEncoder(t, moved, set).Encode(nil, pieces, shapes, []int{9})
			if set.Name == kernel.Best().Name && !slices.Equal(got, want) {
				t.Fatalf("moved by %d bytes, the file gives other rows", shift)
			}
		}
	}
}

// FuzzOpen changes the header of a good file: whatever it becomes, there is an
// error or an encoder, and no panic.
func FuzzOpen(f *testing.F) {
	file := randomFile(sizes{vocab: 3, width: 64, inner: 64, layers: 1, longest: 4, shapes: 2})
	length := binary.LittleEndian.Uint32(file[8:])
	f.Add(string(file[12 : 12+length]))
	f.Fuzz(func(t *testing.T, header string) {
		if len(header) > 60<<10 || !json.Valid([]byte(header)) {
			return
		}
		changed := headed(header, 64<<10)
		tensors, err := Open(append(changed, file[64<<10:]...))
		if err != nil {
			return
		}
		if e, err := tensors.Encoder(kernel.Best()); err == nil {
			e.Encode(nil, []int32{0}, []uint8{0}, []int{1})
		}
	})
}
