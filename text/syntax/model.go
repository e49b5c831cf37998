package syntax

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// Model is a tagger, a lemmatizer and a parser that share a lexicon. It is
// read only and can serve any number of goroutines.
type Model struct {
	Tags   []Tag
	Labels []string // Labels[0] is "root"

	all     []uint8
	lexicon lexicon
	lemmas  lemmas
	tagger  Layer
	parser  Layer
}

// Weights is a model as the trainer makes it. Load reads what Bytes writes.
type Weights struct {
	Tags    []Tag
	Labels  []string
	Classes []Class // Classes[0] is that of unknown words
	Words   []Entry
	Edits   []Edit
	Endings []Ending
	Tagger  LayerWeights
	Parser  LayerWeights
}

// Entry is a word of the lexicon.
type Entry struct {
	Hash  uint32
	Class uint16
	Level uint8
	Group uint8
}

// Ending is a key of EditKeys and the index of its edit.
type Ending struct {
	Key  uint32
	Edit uint16
}

// LayerWeights are a Layer's, before its rows are made bytes.
type LayerWeights struct {
	Index Index
	Rows  []float32 // Width a row
	Bias  []float32
	Out   []float32
	Base  []float32
}

// header is the JSON that opens the weights; the sections follow in order.
type header struct {
	Width    int       `json:"width"`
	Tags     []Tag     `json:"tags"`
	Labels   []string  `json:"labels"`
	Classes  []Class   `json:"classes"`
	Edits    []Edit    `json:"edits"`
	Scales   []float32 `json:"scales"`
	Sections []int     `json:"sections"` // length of each in bytes
}

const magic = "tocsin syntax 1\n"

var errDamaged = errors.New("weights are damaged")

// Bytes returns the model in the form that Load reads.
func (w *Weights) Bytes() ([]byte, error) {
	h := header{Width: Width, Tags: w.Tags, Labels: w.Labels, Classes: w.Classes, Edits: w.Edits}
	sections := [][]byte{wordTable(w.Words), endingTable(w.Endings)}
	for _, layer := range []*LayerWeights{&w.Tagger, &w.Parser} {
		rows, scale := quantise(layer.Rows)
		h.Scales = append(h.Scales, scale)
		sections = append(sections, layer.Index, rows, floats(layer.Bias), floats(layer.Out), floats(layer.Base))
	}
	for _, section := range sections {
		h.Sections = append(h.Sections, len(section))
	}
	head, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("write weights: %w", err)
	}
	data := append([]byte(magic), 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(data[len(magic):], uint32(len(head)))
	data = append(data, head...)
	for _, section := range sections {
		data = append(data, section...)
	}
	return data, nil
}

// Load reads a model. The tables stay in data, which must not change.
func Load(data []byte) (*Model, error) {
	if len(data) < len(magic)+4 || string(data[:len(magic)]) != magic {
		return nil, errDamaged
	}
	data = data[len(magic):]
	length := int(binary.LittleEndian.Uint32(data))
	if length > len(data)-4 {
		return nil, errDamaged
	}
	var h header
	if err := json.Unmarshal(data[4:4+length], &h); err != nil {
		return nil, fmt.Errorf("read weights: %w", err)
	}
	sections, err := cut(data[4+length:], h.Sections)
	if err != nil || len(sections) != 12 || len(h.Scales) != 2 || h.Width != Width {
		return nil, errDamaged
	}
	m := &Model{
		Tags:    h.Tags,
		Labels:  h.Labels,
		lexicon: lexicon{slots: sections[0], mask: uint32(len(sections[0])/slotSize) - 1, classes: h.Classes},
		lemmas:  lemmas{slots: sections[1], mask: uint32(len(sections[1])/lemmaSlot) - 1, edits: h.Edits},
		tagger:  layer(sections[2:7], h.Scales[0]),
		parser:  layer(sections[7:12], h.Scales[1]),
	}
	for tag := range m.Tags {
		m.all = append(m.all, uint8(tag))
	}
	return m, nil
}

func layer(sections [][]byte, scale float32) Layer {
	out := panels(unfloat(sections[3]))
	base := make([]float32, len(out)/Width)
	copy(base, unfloat(sections[4]))
	return Layer{
		buckets: bucketsOf(sections[0]), rows: rowsOf(sections[1]), scale: scale,
		bias: unfloat(sections[2]), out: out, base: base,
	}
}

func cut(data []byte, lengths []int) ([][]byte, error) {
	var sections [][]byte
	for _, length := range lengths {
		if length < 0 || length > len(data) {
			return nil, errDamaged
		}
		sections = append(sections, data[:length:length])
		data = data[length:]
	}
	return sections, nil
}

// tableSize returns the smallest power of two that leaves a table of n entries
// at most three quarters full.
func tableSize(n int) int {
	size := 16
	for size*3 < n*4 {
		size *= 2
	}
	return size
}

func wordTable(words []Entry) []byte {
	size := tableSize(len(words))
	l := lexicon{slots: make([]byte, size*slotSize), mask: uint32(size - 1)}
	for _, word := range words {
		slot := l.find(word.Hash)
		binary.LittleEndian.PutUint32(slot, word.Hash)
		binary.LittleEndian.PutUint16(slot[4:], word.Class)
		slot[6], slot[7] = word.Level, word.Group
	}
	return l.slots
}

func endingTable(endings []Ending) []byte {
	size := tableSize(len(endings))
	slots := make([]byte, size*lemmaSlot)
	for _, ending := range endings {
		at := int(ending.Key) & (size - 1)
		for binary.LittleEndian.Uint32(slots[at*lemmaSlot:]) != 0 {
			at = (at + 1) & (size - 1)
		}
		binary.LittleEndian.PutUint32(slots[at*lemmaSlot:], ending.Key)
		binary.LittleEndian.PutUint16(slots[at*lemmaSlot+4:], ending.Edit)
	}
	return slots
}

// quantise makes bytes of weights; the few that are far larger than the rest
// are cut off.
func quantise(rows []float32) ([]byte, float32) {
	var square float64
	count := 1
	for _, w := range rows {
		if w != 0 {
			square += float64(w) * float64(w)
			count++
		}
	}
	scale := float32(max(6*math.Sqrt(square/float64(count)), 1e-6) / 127)
	data := make([]byte, len(rows))
	for i, w := range rows {
		data[i] = byte(int(min(max(math.Round(float64(w/scale)), -127), 127)) + 128)
	}
	return data, scale
}

func floats(values []float32) []byte {
	data := make([]byte, 0, 4*len(values))
	for _, v := range values {
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(v))
	}
	return data
}

func unfloat(data []byte) []float32 {
	values := make([]float32, len(data)/4)
	for i := range values {
		values[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
	}
	return values
}
