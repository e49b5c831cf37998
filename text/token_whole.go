package text

import (
	"strings"
	"unicode/utf8"
)

// whole returns the end of an address, a handle, a hashtag or an emoticon that
// begins at at, or at. Addresses are sought only where the byte before cannot
// be part of one, so that each byte is looked at once.
func (l *lexer) whole(start, at, end int) int {
	b := l.text[at]
	switch {
	case b == '@' || b == '#':
		return l.tagged(at, end)
	case b == '[':
		return at + omission(l.text[at:end])
	case b == ':' || b == ';':
		return l.emoticon(start, at, end)
	case !local(b) || at > start && local(l.text[at-1]):
		return at
	}
	chunk := l.text[at:end]
	if address(chunk) {
		return at + trim(chunk)
	}
	return at + email(chunk)
}

// omission returns the length of the mark for words left out that begins the
// text, or 0: "[…]".
func omission(text string) int {
	for _, mark := range [...]string{"[...]", "[…]", "[....]"} {
		if strings.HasPrefix(text, mark) {
			return len(mark)
		}
	}
	return 0
}

// signed returns the length of the sign of the number that begins the text, or
// 0: "+44". A minus is a hyphen too often.
func signed(text string) int {
	if len(text) > 1 && text[0] == '+' && '0' <= text[1] && text[1] <= '9' {
		return 1
	}
	return 0
}

// local reports whether the byte may stand in the local part of an e-mail
// address or in the scheme of a web address.
func local(b byte) bool {
	return asciiClass[b&0x7f] == letter && b < utf8.RuneSelf || '0' <= b && b <= '9' || b == '.' || b == '-' || b == '+' || b == '%'
}

// address reports whether a web address begins the text.
func address(text string) bool {
	switch text[0] | 0x20 {
	case 'h', 'f':
		scheme := strings.Index(text[:min(len(text), 10)], "://")
		if scheme < 0 || scheme+3 >= len(text) {
			return false
		}
		switch strings.ToLower(text[:scheme]) {
		case "http", "https", "ftp":
			return true
		}
	case 'm':
		return len(text) > 7 && strings.EqualFold(text[:7], "mailto:") && local(text[7])
	case 'w':
		return len(text) > 6 && strings.EqualFold(text[:4], "www.") && local(text[4])
	}
	return false
}

// trim returns the length of a web address without the marks that the sentence
// puts after it.
func trim(text string) int {
	end := len(text)
	if cut := strings.IndexAny(text, "<>\"“”«»"); cut > 0 {
		end = cut
	}
	unopened := strings.Count(text[:end], ")") - strings.Count(text[:end], "(")
	for end > 1 {
		r, size := utf8.DecodeLastRuneInString(text[:end])
		switch {
		case strings.ContainsRune(".,;:!?'’‘…*", r), r == ']', r == '}':
		case r == ')' && unopened > 0:
			unopened--
		default:
			return end
		}
		end -= size
	}
	return end
}

// email returns the length of the e-mail address that begins the text, or 0.
func email(text string) int {
	at := 0
	for at < len(text) && local(text[at]) {
		at++
	}
	if at == 0 || at >= len(text) || text[at] != '@' {
		return 0
	}
	end, point := at+1, false
	for end < len(text) && local(text[end]) && text[end] != '%' && text[end] != '+' {
		point = point || text[end] == '.'
		end++
	}
	for end > at+1 && (text[end-1] == '.' || text[end-1] == '-') {
		end--
	}
	if !point || end == at+1 || !strings.Contains(text[at:end], ".") {
		return 0
	}
	return end
}

// tagged returns the end of a handle or a hashtag. A hashtag holds a letter:
// "#1" is a sign and a number.
func (l *lexer) tagged(at, end int) int {
	to, letters := at+1, false
	for to < end {
		r, size := l.decode(to)
		c := classOf(r)
		if c != letter && c != digit {
			break
		}
		letters = letters || c == letter
		to += size
	}
	if !letters {
		return at
	}
	return to
}

// emoticon returns the end of an emoticon that fills the chunk from at on, a
// last stop or comma aside.
func (l *lexer) emoticon(start, at, end int) int {
	if at != start || end-at > 5 {
		return at
	}
	face := strings.TrimRight(l.text[at:end], ".,!?")
	switch face {
	case ":)", ":(", ":-)", ":-(", ";)", ";-)", ":D", ":-D", ":P", ":-P", ":/", ":-/", ":'(":
		return at + len(face)
	}
	return at
}
