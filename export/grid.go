package export

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"tocsin"
)

// gridColumns are the columns of each noun's table that people look at. The
// last one takes what room is left.
var gridColumns = map[string][]string{
	"articles": {"published", "id", "outlet", "language", "claims", "events", "title"},
	"claims":   {"published", "outlet", "source", "act", "content"},
	"events":   {"published", "date", "category", "status", "actor_name", "recipient_name", "place_name", "by_source", "trigger"},
	"figures":  {"published", "outlet", "by_source", "text", "context"},
	"actors":   {"name", "kind", "role", "country", "mentions", "article"},
	"places":   {"name", "country", "lat", "lon", "text", "article"},
	"times":    {"type", "value", "first_day", "last_day", "text", "article"},
}

// gridShape lays rows out in columns. It holds the first rows until it knows
// how wide the columns must be; later rows fit in.
type gridShape struct {
	grid    *grid
	table   table
	columns []int
	report  *Report
}

func newGrid(out *bufio.Writer, opts BulkOptions, report *Report) (shape, error) {
	t, err := tableNamed(opts.Noun)
	if err != nil {
		return nil, err
	}
	s := gridShape{table: t, report: report}
	names := gridColumns[opts.Noun]
	for _, name := range names {
		for i, heading := range t.headings {
			if heading.name == name {
				s.columns = append(s.columns, i)
			}
		}
	}
	s.grid = &grid{out: out, width: opts.Width, color: opts.Color, headings: names}
	return s, nil
}

func (s gridShape) article(findings tocsin.Findings) error {
	return s.table.eachRow(findings, s.report, func(cells []cell) error {
		row := make([]string, len(s.columns))
		for i, column := range s.columns {
			kind := s.table.headings[column].kind
			if kind == instant && cells[column].known {
				kind = day // the hour is in the other formats
			}
			row[i] = cells[column].print(kind)
		}
		s.grid.add(row)
		return nil
	})
}

func (s gridShape) end() error {
	s.grid.flush()
	return nil
}

// WriteTable writes rows under headings, in columns that fit the width; 0 for
// any. Cells that are too long are cut, with a mark.
func WriteTable(w io.Writer, headings []string, rows [][]string, width int, color bool) error {
	out := bufio.NewWriter(w)
	g := grid{out: out, width: width, color: color, headings: headings}
	for _, row := range rows {
		g.add(row)
	}
	g.flush()
	return out.Flush()
}

// grid is a table on its way to the terminal.
type grid struct {
	out      *bufio.Writer
	width    int
	color    bool
	headings []string
	held     [][]string
	widths   []int // known once the first rows are out
}

// gridHeld is how many rows decide on the widths.
const gridHeld = 500

func (g *grid) add(row []string) {
	for i := range row {
		row[i] = clean(row[i])
	}
	if g.widths != nil {
		g.line(row, plain)
		return
	}
	g.held = append(g.held, row)
	if len(g.held) == gridHeld {
		g.flush()
	}
}

// flush writes what is held; of no rows at all nothing is written.
func (g *grid) flush() {
	if g.widths != nil || len(g.held) == 0 {
		return
	}
	g.measure()
	names := make([]string, len(g.headings))
	for i, name := range g.headings {
		names[i] = strings.ReplaceAll(strings.ToUpper(name), "_", " ")
	}
	g.line(names, bold)
	for _, row := range g.held {
		g.line(row, plain)
	}
	g.held = nil
}

// measure gives each column the room that its cells need, then takes from the
// widest until all fit.
func (g *grid) measure() {
	const gap = 2
	g.widths = make([]int, len(g.headings))
	total := gap * (len(g.headings) - 1)
	for i, heading := range g.headings {
		g.widths[i] = len(heading)
		for _, row := range g.held {
			g.widths[i] = max(g.widths[i], displaywidth.String(row[i]))
		}
		total += g.widths[i]
	}
	needed := slices.Clone(g.widths)
	for ; g.width > 0 && total > g.width; total-- {
		widest := g.widest(needed)
		if widest < 0 {
			return
		}
		g.widths[widest]--
	}
}

// widest is the column that gives way next, -1 where none can. Dates, numbers
// and codes are never cut; the last column says most and counts less.
func (g *grid) widest(needed []int) int {
	const short, least = 12, 6
	widest, most := -1, 0
	for i, width := range g.widths {
		if needed[i] <= short || width <= least {
			continue
		}
		if i == len(g.widths)-1 && width > 24 {
			width = max(24, width*2/5)
		}
		if width > most {
			widest, most = i, width
		}
	}
	return widest
}

func (g *grid) line(row []string, as style) {
	var line strings.Builder
	for i, cell := range row {
		width := g.widths[i]
		cell = displaywidth.TruncateString(cell, width, "…")
		line.WriteString(cell)
		if i < len(row)-1 {
			line.WriteString(strings.Repeat(" ", width-displaywidth.String(cell)+2))
		}
	}
	text := strings.TrimRight(line.String(), " ")
	if g.color && as != plain {
		text = "\x1b[" + string(as) + "m" + text + "\x1b[0m"
	}
	g.out.WriteString(text + "\n")
}
