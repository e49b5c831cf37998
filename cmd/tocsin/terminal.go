package main

import (
	"io"
	"os"
	"strings"
	"unicode"

	"golang.org/x/term"
)

// terminal is where the program is run from.
type terminal struct {
	In       io.Reader
	Out, Err io.Writer
}

// isTerminal reports whether a person sits at the other end of the stream.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// defaultWidth is for output that no window bounds.
const defaultWidth = 80

// width is the number of columns of the window that shows the stream.
func width(stream any) int {
	file, ok := stream.(*os.File)
	if !ok {
		return defaultWidth
	}
	columns, _, err := term.GetSize(int(file.Fd()))
	if err != nil || columns <= 0 {
		return defaultWidth
	}
	return columns
}

// colored decides on colours: always, never, or only on a terminal that knows
// them and whose owner has not asked for none (https://no-color.org).
func colored(choice string, stream any) bool {
	switch choice {
	case "always":
		return true
	case "never":
		return false
	}
	return isTerminal(stream) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// printable takes the control characters out of a message: names of files and
// words of a server may hold what a terminal would obey.
func printable(message string) string {
	return strings.Map(func(char rune) rune {
		if unicode.IsControl(char) {
			return '\ufffd'
		}
		return char
	}, message)
}
