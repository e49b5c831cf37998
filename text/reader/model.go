package reader

import (
	"fmt"
	"slices"

	"tocsin/text/encoder"
	"tocsin/text/kernel"
	"tocsin/text/wordpiece"
)

// Tag is a part of speech: UPOS and the Penn Treebank's.
type Tag struct{ UPOS, XPOS string }

// Edit makes a lemma of a word: Cut bytes come off its end and Add goes on.
// The word is lower-cased before, unless Keep is set.
type Edit struct {
	Keep bool   `json:"keep"`
	Cut  int    `json:"cut"` // in code points
	Add  string `json:"add"`
}

// Model is the network. It is made once and serves any number of goroutines.
type Model struct {
	// The inventories, which a Word points into. Names, Triggers and the
	// parts begin with the label of a word that is none.
	Tags     []Tag
	Lemmas   []Edit
	Deps     []string
	Names    []string // "O", "B-PER", "I-PER" …
	Triggers []string // "O" and the categories of PLOVER
	Statuses []string
	Acts     []string

	set        *kernel.Set
	vocabulary *wordpiece.Vocabulary
	encoder    *encoder.Encoder
	heads      *encoder.Linear
	at         columns
	root       []float32 // what stands for the root among the heads of arcs
	label      *encoder.Linear
	labelRoot  []float32
	side       side
	meaning    *encoder.Linear // nil where the file has none
	window     int             // pieces, the marks at both ends included
	wordPieces int
}

// columns is where each head begins in a row of what heads gives.
type columns struct {
	tag, lemma, arcDep, arcHead, labelDep, labelHead, name, cue, ledgerCue, trigger, status, side int
	arc, labels                                                                                   int // sizes
}

// side is the narrow encoder that reads one attribution from its cue.
type side struct {
	width, reach          int
	place, quoted, ledger []float32
	gain, bias            []float32
	blocks                []*encoder.Block
	part                  *encoder.Linear
}

// config is the header of the file of weights.
type config struct {
	Layers     int
	SideLayers int
	Window     int
	Reach      int
	WordPieces int
	Meaning    bool // whether the file has the weights of meaning
	Heads      []struct {
		Name string
		Size int
	}
	Tags                                         [][2]string
	Lemmas                                       []Edit
	Deps, Names, Parts, Acts, Triggers, Statuses []string
}

// Load reads a file of weights, whose memory stays in use. The error says what
// is wrong with the file.
func Load(file []byte, set *kernel.Set) (*Model, error) {
	tensors, err := encoder.Open(file)
	if err != nil {
		return nil, err
	}
	var c config
	if err := tensors.Config(&c); err != nil {
		return nil, err
	}
	m := &Model{
		Lemmas: c.Lemmas, Deps: c.Deps, Names: c.Names, Triggers: c.Triggers, Statuses: c.Statuses, Acts: c.Acts,
		set: set, vocabulary: wordpiece.English(), window: c.Window, wordPieces: c.WordPieces,
	}
	for _, tag := range c.Tags {
		m.Tags = append(m.Tags, Tag{tag[0], tag[1]})
	}
	if m.encoder, err = tensors.Encoder(set); err != nil {
		return nil, err
	}
	if m.encoder.Longest() < m.window || m.vocabulary.Len() != m.encoder.Vocabulary() {
		return nil, fmt.Errorf("weights for %d pieces in windows of %d do not fit a vocabulary of %d in windows of %d",
			m.encoder.Vocabulary(), m.encoder.Longest(), m.vocabulary.Len(), m.window)
	}
	if err := m.loadHeads(tensors, &c); err != nil {
		return nil, err
	}
	if c.Meaning {
		if err := m.loadMeaning(tensors); err != nil {
			return nil, err
		}
	}
	return m, m.loadSide(tensors, &c)
}

func (m *Model) loadHeads(tensors *encoder.Tensors, c *config) error {
	places := map[string]*int{
		"tag": &m.at.tag, "lemma": &m.at.lemma, "arc_dep": &m.at.arcDep, "arc_head": &m.at.arcHead,
		"label_dep": &m.at.labelDep, "label_head": &m.at.labelHead, "name": &m.at.name, "cue": &m.at.cue,
		"ledger_cue": &m.at.ledgerCue, "trigger": &m.at.trigger, "status": &m.at.status, "side": &m.at.side,
	}
	sizes, total := map[string]int{}, 0
	for _, head := range c.Heads {
		if place, known := places[head.Name]; known {
			*place = total
		}
		sizes[head.Name] = head.Size
		total += head.Size
	}
	for name := range places {
		if sizes[name] == 0 {
			return fmt.Errorf("weights have no head %q", name)
		}
	}
	m.at.arc, m.at.labels = sizes["arc_head"], sizes["label_head"]
	var err error
	if m.heads, err = tensors.Linear("heads"); err != nil {
		return err
	}
	if m.heads.Outputs() != total || m.heads.Inputs() != m.encoder.Width() || sizes["tag"] != len(m.Tags) ||
		sizes["lemma"] != len(m.Lemmas) || sizes["name"] != len(m.Names) || sizes["trigger"] != len(m.Triggers) ||
		sizes["status"] != len(m.Statuses) || sizes["arc_dep"] != m.at.arc || sizes["label_dep"] != m.at.labels {
		return fmt.Errorf("the heads of the weights do not have the sizes that their header tells")
	}
	if m.root, err = tensors.Float32("root", m.at.arc); err != nil {
		return err
	}
	if m.labelRoot, err = tensors.Float32("label.root", m.at.labels); err != nil {
		return err
	}
	if m.label, err = tensors.Linear("label"); err != nil {
		return err
	}
	if m.label.Outputs() != len(m.Deps) || m.label.Inputs() != m.at.labels {
		return fmt.Errorf("weights tell %d relations apart, their header names %d", m.label.Outputs(), len(m.Deps))
	}
	return nil
}

func (m *Model) loadSide(tensors *encoder.Tensors, c *config) error {
	s := &m.side
	s.reach = c.Reach
	for _, head := range c.Heads {
		if head.Name == "side" {
			s.width = head.Size
		}
	}
	var err error
	for name, into := range map[string]*[]float32{"place": &s.place, "quoted": &s.quoted, "ledger": &s.ledger} {
		if *into, err = tensors.Float32("side."+name, encoder.Any, s.width); err != nil {
			return err
		}
	}
	if s.gain, err = tensors.Float32("side.norm.gain", s.width); err != nil {
		return err
	}
	if s.bias, err = tensors.Float32("side.norm.bias", s.width); err != nil {
		return err
	}
	for i := range c.SideLayers {
		block, err := tensors.Block(fmt.Sprintf("side.layer.%d", i))
		if err != nil {
			return err
		}
		s.blocks = append(s.blocks, block)
	}
	if s.part, err = tensors.Linear("part"); err != nil {
		return err
	}
	if len(s.place) != (2*s.reach+1)*s.width || !slices.Equal(c.Parts, partNames) || s.part.Outputs() != len(partNames)+len(c.Acts) {
		return fmt.Errorf("the weights that read attributions do not have the sizes that their header tells")
	}
	return nil
}
