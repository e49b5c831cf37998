package border

import "math"

// vector is a point of the unit sphere, or a sum of such.
type vector [3]float64

func vectorOf(lat, lon float64) vector {
	φ, λ := lat*math.Pi/180, lon*math.Pi/180
	return vector{math.Cos(φ) * math.Cos(λ), math.Cos(φ) * math.Sin(λ), math.Sin(φ)}
}

func (v vector) dot(w vector) float64 { return v[0]*w[0] + v[1]*w[1] + v[2]*w[2] }

func (v vector) cross(w vector) vector {
	return vector{v[1]*w[2] - v[2]*w[1], v[2]*w[0] - v[0]*w[2], v[0]*w[1] - v[1]*w[0]}
}

func (v vector) plus(w vector) vector { return vector{v[0] + w[0], v[1] + w[1], v[2] + w[2]} }

func (v vector) times(by float64) vector { return vector{v[0] * by, v[1] * by, v[2] * by} }

func (v vector) length() float64 { return math.Sqrt(v.dot(v)) }

// angle is that between two points of the sphere in radians, by the arc tangent
// of |v×w| / v·w, which is exact for near points too.
func (v vector) angle(w vector) float64 {
	return math.Atan2(v.cross(w).length(), v.dot(w))
}

// chordToArc is the square of the chord from v to the great-circle arc from p to
// q. The arc's great circle has the pole n = p×q. Where v lies between the planes
// that stand on the arc at its ends, (n×p)·v ≥ 0 and (q×n)·v ≥ 0, the foot of
// the perpendicular lies on the arc and sin δ = |v·n| / |n|; elsewhere the
// nearer end is nearest. The square of the chord of δ is
// 2 − 2 cos δ = 2 sin² δ / (1 + √(1 − sin² δ)), which is exact for small δ too.
// It grows with δ, so that chords can be compared instead of angles.
func (v vector) chordToArc(p, q vector) float64 {
	n := p.cross(q)
	if size := n.dot(n); size > 0 && n.cross(p).dot(v) >= 0 && q.cross(n).dot(v) >= 0 {
		above := v.dot(n)
		square := min(above*above/size, 1)
		return 2 * square / (1 + math.Sqrt(1-square))
	}
	toP, toQ := v.plus(p.times(-1)), v.plus(q.times(-1))
	return min(toP.dot(toP), toQ.dot(toQ))
}

// angleOf is the angle of a chord's square, in radians: chord = 2 sin (δ/2).
func angleOf(square float64) float64 { return 2 * math.Asin(min(math.Sqrt(square)/2, 1)) }

// angleToArc is how far v is from the great-circle arc from p to q, in radians.
func (v vector) angleToArc(p, q vector) float64 { return angleOf(v.chordToArc(p, q)) }
