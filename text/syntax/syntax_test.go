package syntax_test

import (
	"os"
	"strings"
	"testing"

	"tocsin/text/syntax"
)

func model(t testing.TB) *syntax.Model {
	data, err := os.ReadFile("../model/syntax.bin")
	if err != nil {
		t.Fatal(err)
	}
	m, err := syntax.Load(data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func words(sentence string) []syntax.Word {
	fields := strings.Fields(sentence)
	words := make([]syntax.Word, len(fields))
	for i := range fields {
		words[i].Form = fields[i]
	}
	return words
}

const sentence = "Two diplomats who asked not to be named told reporters that the talks , which were due to be held in the capital next week , had been put off after shells hit the river port for the third night in a row ."

func TestDamagedWeightsAreRefused(t *testing.T) {
	data, err := os.ReadFile("../model/syntax.bin")
	if err != nil {
		t.Fatal(err)
	}
	for _, length := range []int{0, 10, 100, len(data) / 2, len(data) - 1} {
		if _, err := syntax.Load(data[:length]); err == nil {
			t.Errorf("the first %d bytes of the weights were taken for weights", length)
		}
	}
}

func TestNothingIsAllocatedAWord(t *testing.T) {
	m, w, state := model(t), words(sentence), syntax.State{}
	read := func() { m.Prepare(w); m.Tag(w); m.Parse(&state, w) }
	read()
	if allocs := testing.AllocsPerRun(10, read); allocs > 0 {
		t.Errorf("%v allocations a sentence", allocs)
	}
}

func BenchmarkLoad(b *testing.B) {
	data, err := os.ReadFile("../model/syntax.bin")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := syntax.Load(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTag(b *testing.B) {
	m, w := model(b), words(sentence)
	b.ReportAllocs()
	for b.Loop() {
		m.Prepare(w)
		m.Tag(w)
	}
	b.ReportMetric(float64(b.N*len(w))/b.Elapsed().Seconds(), "tokens/s")
}

func BenchmarkParse(b *testing.B) {
	m, w := model(b), words(sentence)
	var state syntax.State
	m.Prepare(w)
	m.Tag(w)
	b.ReportAllocs()
	for b.Loop() {
		m.Parse(&state, w)
	}
	b.ReportMetric(float64(b.N*len(w))/b.Elapsed().Seconds(), "tokens/s")
}
