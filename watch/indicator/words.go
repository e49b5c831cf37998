package indicator

import (
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// pattern is what about looks for: any of several phrases.
type pattern []string

// patterns keeps what was read once: rules say the same words every time, and
// ask them of the same texts one after the other.
type patterns struct {
	known sync.Map
	last  [8]atomic.Pointer[folded]
}

type folded struct{ text, folded string }

// fold is fold with the last texts kept.
func (p *patterns) fold(text string) string {
	slot := &p.last[len(text)%len(p.last)]
	if last := slot.Load(); last != nil && last.text == text {
		return last.folded
	}
	made := fold(text)
	slot.Store(&folded{text, made})
	return made
}

func (p *patterns) of(words string) pattern {
	if known, ok := p.known.Load(words); ok {
		return known.(pattern)
	}
	made := phrases(words)
	p.known.Store(words, made)
	return made
}

// phrases reads "joint force|mobili*": phrases of whole words between bars, a
// star for any ending of a phrase's last word.
func phrases(words string) pattern {
	var made pattern
	for phrase := range strings.SplitSeq(words, "|") {
		open := strings.HasSuffix(strings.TrimSpace(phrase), "*")
		folded := fold(phrase)
		if strings.TrimSpace(folded) == "" {
			continue
		}
		if open {
			folded = strings.TrimSuffix(folded, " ")
		}
		made = append(made, folded)
	}
	return made
}

// in reports whether a folded text has one of the phrases.
func (p pattern) in(folded string) bool {
	for _, phrase := range p {
		if strings.Contains(folded, phrase) {
			return true
		}
	}
	return false
}

// fold is a text's words in lower case and without accents, each between
// single spaces, with one before the first and one after the last.
func fold(text string) string {
	b := make([]byte, 1, len(text)+2)
	b[0] = ' '
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= utf8.RuneSelf:
			end := i
			for end < len(text) && (text[end] >= utf8.RuneSelf) {
				end++
			}
			b = foldRunes(b, text[i:end])
			i = end - 1
		case c >= 'A' && c <= 'Z':
			b = append(b, c+'a'-'A')
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b = append(b, c)
		default:
			if b[len(b)-1] != ' ' {
				b = append(b, ' ')
			}
		}
	}
	if b[len(b)-1] != ' ' {
		b = append(b, ' ')
	}
	return string(b)
}

// plain letters that do not fall apart into a letter and an accent.
var plain = map[rune]string{'ł': "l", 'ø': "o", 'đ': "d", 'ı': "i", 'ß': "ss", 'æ': "ae", 'œ': "oe"}

func foldRunes(b []byte, text string) []byte {
	for _, r := range norm.NFD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			r = unicode.ToLower(r)
			if letters, ok := plain[r]; ok {
				b = append(b, letters...)
			} else {
				b = utf8.AppendRune(b, r)
			}
		default:
			if b[len(b)-1] != ' ' {
				b = append(b, ' ')
			}
		}
	}
	return b
}
