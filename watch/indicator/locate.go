package indicator

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Source is the lines of the node as they stand in the file, up to where next
// begins (or the end of the file), moved to the left edge; comments at the end
// are left out.
func (n *Node) source(next *Node) string {
	from, to := n.Line(), len(n.file.lines)
	if next != nil {
		to = next.Line() - 1
	}
	lines := append([]string(nil), n.file.lines[from-1:max(from, to)]...)
	first := strings.Replace(lines[0], "-", " ", 1)
	edge := len(first) - len(strings.TrimLeft(first, " "))
	for i, line := range lines {
		if i == 0 {
			line = first
		}
		line = strings.TrimRight(line, " \r\t")
		cut := min(edge, len(line)-len(strings.TrimLeft(line, " ")))
		// A line farther left than the entry belongs to what follows it.
		if cut < edge && strings.TrimSpace(line) != "" {
			lines = lines[:i]
			break
		}
		lines[i] = line[cut:]
	}
	for len(lines) > 0 && (lines[len(lines)-1] == "" || lines[len(lines)-1][0] == '#') {
		lines = lines[:len(lines)-1]
	}
	return strings.Join(lines, "\n") + "\n"
}

// Line is where the node begins, from 1.
func (n *Node) Line() int { return n.token().Position.Line }

// FaultIn notes a mistake at a byte of the node's text.
func (n *Node) FaultIn(text string, offset int, message string) {
	line, column := n.locate(text, offset)
	n.file.fault(line, column, n.path, message)
}

// locate finds where a byte of a string stands in the file. The words of a
// YAML string stand there in order, whatever its style; only white space,
// quotes and backslashes differ.
func (n *Node) locate(text string, offset int) (line, col int) {
	tk := n.node.GetToken()
	row, at := tk.Position.Line-1, 0
	if _, block := n.node.(*ast.LiteralNode); block {
		row++
	} else if row < len(n.file.lines) {
		at = byteOf(n.file.lines[row], tk.Position.Column)
	}
	// The text begins after white space that a block has and the text has not.
	lead := len(text) - len(strings.TrimLeft(text, " \n\t"))
	for i := lead; i <= min(offset, len(text)); i++ {
		var want byte
		if i < len(text) {
			want = text[i]
		}
		if want == ' ' || want == '\n' || want == '\t' {
			continue
		}
		for row < len(n.file.lines) {
			source := n.file.lines[row]
			for at < len(source) && source[at] != want && i < len(text) {
				at++
			}
			if at < len(source) || i == len(text) && i > lead {
				break
			}
			row, at = row+1, 0
		}
		if i == offset || row >= len(n.file.lines) {
			break
		}
		at++
	}
	if row >= len(n.file.lines) {
		return tk.Position.Line, tk.Position.Column
	}
	return row + 1, column(n.file.lines[row], at)
}

// byteOf is the byte at which a column, counted in code points from 1, begins.
func byteOf(line string, column int) int {
	for offset := range line {
		if column--; column <= 0 {
			return offset
		}
	}
	return len(line)
}
