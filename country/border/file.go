package border

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// Line is a stretch of coast or border, as long as the same countries lie at
// its sides: one at a coast, two at a border.
type Line struct {
	Sides  []string // alpha-3 codes
	Points [][2]int // longitude and latitude, counted in steps of Step degrees
}

// Step is the grain of the file in degrees of longitude and of latitude; the
// latter is 190 m. They are the source's own, so that no corner moves.
var Step = [2]float64{360.0 / 99999, 0.001688577269882698}

// origin is where the counting of steps begins: longitude and latitude.
var origin = [2]float64{-180, -85.22193775799991}

// magic begins a file and names its version.
const magic = "border1\n"

// maxLines and maxPoints bound what Read believes of a broken file.
const (
	maxCodes  = 1 << 9
	maxLines  = 1 << 16
	maxPoints = 1 << 22
)

var errBroken = errors.New("is no file of borders, or a broken one: make it anew with train/borders")

// Write puts lines into a file: after magic the codes (count, then three bytes
// each), then the lines (count, then each: number of sides, numbers of their
// codes, number of points, the points as differences from the one before,
// longitude before latitude, from 0 at the beginning of each line). All numbers
// are varints, differences zigzag ones.
func Write(lines []Line) []byte {
	var codes []string
	for _, line := range lines {
		codes = append(codes, line.Sides...)
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	out := binary.AppendUvarint([]byte(magic), uint64(len(codes)))
	for _, code := range codes {
		out = append(out, code...)
	}
	out = binary.AppendUvarint(out, uint64(len(lines)))
	for _, line := range lines {
		out = binary.AppendUvarint(out, uint64(len(line.Sides)))
		for _, side := range line.Sides {
			at, _ := slices.BinarySearch(codes, side)
			out = binary.AppendUvarint(out, uint64(at))
		}
		out = binary.AppendUvarint(out, uint64(len(line.Points)))
		var last [2]int
		for _, point := range line.Points {
			out = binary.AppendVarint(out, int64(point[0]-last[0]))
			out = binary.AppendVarint(out, int64(point[1]-last[1]))
			last = point
		}
	}
	return out
}

// Read takes the lines out of a file that Write made.
func Read(file string) ([]Line, error) {
	if len(file) < len(magic) || file[:len(magic)] != magic {
		return nil, errBroken
	}
	r := reader{rest: []byte(file[len(magic):])}
	codes := make([]string, r.count(maxCodes))
	for i := range codes {
		codes[i] = r.code()
	}
	lines := make([]Line, r.count(maxLines))
	for i := range lines {
		sides := make([]string, r.count(4))
		for s := range sides {
			if at := r.count(len(codes) - 1); !r.broken {
				sides[s] = codes[at]
			}
		}
		lines[i] = Line{sides, make([][2]int, r.count(min(maxPoints, len(r.rest)/2)))}
		var last [2]int
		for p := range lines[i].Points {
			last = [2]int{last[0] + r.difference(), last[1] + r.difference()}
			lines[i].Points[p] = last
		}
		if r.broken {
			return nil, errBroken
		}
	}
	if r.broken || len(r.rest) != 0 {
		return nil, errBroken
	}
	return lines, nil
}

// reader takes numbers off a file; after the first that is not there or too
// large it is broken, and all others are 0.
type reader struct {
	rest   []byte
	broken bool
}

func (r *reader) count(most int) int {
	n, size := binary.Uvarint(r.rest)
	if r.broken || size <= 0 || most < 0 || n > uint64(most) {
		r.broken = true
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

func (r *reader) difference() int {
	n, size := binary.Varint(r.rest)
	if r.broken || size <= 0 || n > math.MaxInt32 || n < math.MinInt32 {
		r.broken = true
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

func (r *reader) code() string {
	if r.broken || len(r.rest) < 3 {
		r.broken = true
		return ""
	}
	code := string(r.rest[:3])
	r.rest = r.rest[3:]
	return code
}
