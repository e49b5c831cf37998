package detect

import "math"

// model is what the counts of a stretch of bins say of others.
type model struct {
	fit        fit
	regressed  bool    // else the mean alone
	mean       float64 // a unit of exposure
	spread     float64 // relative variance of mean
	dispersion float64
	bins       int // that were known
	from, to   int
	trend      bool
	yearly     bool
}

// fewest is how many counts a regression must have to go by.
const fewest = 20

// modelOf learns from bins from…to, of which history must be known for a
// regression. The trend, where wanted, must be believed at bin at.
func modelOf(past Series, from, to, history int, trend bool, at int) model {
	m := model{from: from, to: to, trend: trend, yearly: to-from >= 104*past.Bin.perWeek()}
	rows := m.rows(past, make([]row, 0, to-from))
	m.bins = len(rows)
	counts := m.pool(rows)
	if m.bins < history || counts < fewest {
		return m
	}
	m.regressed = m.fitTwice(past, rows)
	if trend && !(m.regressed && m.believed(past, rows, at)) {
		m.trend = false
		m.regressed = m.fitTwice(past, m.rows(past, rows[:0]))
	}
	if m.regressed {
		m.dispersion = m.fit.dispersion
	}
	return m
}

// rows are the bins of which something is known.
func (m *model) rows(past Series, rows []row) []row {
	for at := m.from; at < m.to; at++ {
		count, exposure := past.Values[at], past.volume(at)*past.reported(at)
		if count >= 0 && known(count) && exposure > 0 {
			rows = append(rows, row{count: count, exposure: exposure, weight: past.reported(at), columns: m.columnsOf(past, at)})
		}
	}
	return rows
}

// pool is the mean of all, by a Gamma distribution with Jeffreys' prior. It
// returns how many counts there were.
func (m *model) pool(rows []row) float64 {
	var counts, exposures float64
	for i := range rows {
		counts += rows[i].count
		exposures += rows[i].exposure
	}
	if exposures == 0 {
		return 0
	}
	m.mean = (counts + 0.5) / exposures
	// What scatter the counts themselves show, as of a fit of one column.
	flat := fit{columns: 1}
	flat.coefficients[0] = math.Log(m.mean)
	m.dispersion = flat.scatter(rows)
	m.spread = m.dispersion / (counts + 0.5)
	return counts
}

// fitTwice fits, takes weight from past outbreaks, and fits again.
func (m *model) fitTwice(past Series, rows []row) bool {
	count, prior := m.count(past)
	first, ok := fitted(rows, count, prior, fit{})
	if !ok {
		return false
	}
	first.downweigh(rows)
	m.fit, ok = fitted(rows, count, prior, first)
	return ok
}

// believed is whether the trend is significant at 5 per cent and leads, at bin
// at, no higher than any bin has been.
func (m *model) believed(past Series, rows []row, at int) bool {
	slope := m.fit.coefficients[1]
	deviation := math.Sqrt(m.fit.dispersion * m.fit.covariance[1][1])
	if !(math.Abs(slope) > 1.96*deviation) {
		return false
	}
	highest := 0.0
	for i := range rows {
		highest = max(highest, rows[i].count/rows[i].exposure)
	}
	columns := m.columnsOf(past, at)
	return math.Exp(m.fit.eta(&columns)) <= highest
}

// count is how many columns there are, and the first of those with a prior: the
// level, the trend, the places of the week, a yearly wave.
func (m *model) count(past Series) (all, prior int) {
	prior = 1
	if m.trend {
		prior = 2
	}
	all = prior
	if _, places := past.season(m.from); places > 1 {
		all += places
	}
	if m.yearly {
		all += 2
	}
	return all, prior
}

func (m *model) columnsOf(past Series, at int) columns {
	var of columns
	of.add(0, 1)
	next := 1
	if m.trend {
		of.add(next, float64(at-m.to)/float64(m.to-m.from))
		next++
	}
	if place, places := past.season(at); places > 1 {
		of.add(next+place, 1)
		next += places
	}
	if m.yearly {
		// A year is 52 weeks here: the wave is wide, and there are few years.
		year := 52 * past.Bin.perWeek()
		angle := 2 * math.Pi * float64(at%year) / float64(year)
		of.add(next, math.Cos(angle))
		of.add(next+1, math.Sin(angle))
	}
	return of
}

// rate is what a unit of exposure gives in bin at, and its relative variance.
func (m *model) rate(past Series, at int) (rate, spread float64) {
	if !m.regressed {
		return m.mean, m.spread
	}
	columns := m.columnsOf(past, at)
	return math.Exp(m.fit.eta(&columns)), m.fit.dispersion * m.fit.variance(&columns)
}
