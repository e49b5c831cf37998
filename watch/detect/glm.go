package detect

import "math"

// most is the greatest number of columns: level, trend, eight places of the
// week, a yearly wave.
const most = 12

// row is one bin as the regression sees it.
type row struct {
	count, exposure, weight float64
	columns                 columns
}

// columns are those of a row that are not 0: a bin is in one place of the week.
type columns struct {
	n     int8
	which [5]int8
	value [5]float64
}

func (c *columns) add(which int, value float64) {
	c.which[c.n], c.value[c.n] = int8(which), value
	c.n++
}

// fit is a log-linear model of counts, fitted by iteratively reweighted least
// squares (McCullagh and Nelder 1989), with variance proportional to the mean.
// Columns from prior on are drawn to 0 by a normal prior of standard deviation
// 1: without it, a day of the week that never had a word would run away.
type fit struct {
	columns      int
	coefficients [most]float64
	covariance   [most][most]float64 // unscaled: times dispersion is the variance
	dispersion   float64             // at least 1
}

// fitted fits rows, which it leaves as they are, from the coefficients of an
// earlier fit or from none. Ok is false where there is no fit.
func fitted(rows []row, count, prior int, from fit) (f fit, ok bool) {
	f = from
	f.columns = count
	if from.columns == 0 {
		var counts, exposures float64
		for i := range rows {
			counts += rows[i].weight * rows[i].count
			exposures += rows[i].weight * rows[i].exposure
		}
		if counts <= 0 || exposures <= 0 {
			return f, false
		}
		f.coefficients[0] = math.Log(counts / exposures)
	}
	for range 25 {
		var information [most][most]float64
		var score [most]float64
		for i := range rows {
			row := &rows[i]
			mean := f.mean(row)
			working, residual := row.weight*mean, row.weight*(row.count-mean)
			for i := range row.columns.n {
				a, value := row.columns.which[i], row.columns.value[i]
				score[a] += residual * value
				for j := range i + 1 {
					information[a][row.columns.which[j]] += working * value * row.columns.value[j]
				}
			}
		}
		for a := range count {
			if a >= prior {
				information[a][a]++
				score[a] -= f.coefficients[a]
			}
		}
		if !inverse(&information, count) {
			return f, false
		}
		f.covariance = information
		moved := 0.0
		for a := range count {
			step := 0.0
			for b := range count {
				step += information[a][b] * score[b]
			}
			step = max(-3, min(3, step))
			f.coefficients[a] += step
			moved = max(moved, math.Abs(step))
		}
		if moved < 1e-5 {
			break
		}
	}
	f.dispersion = f.scatter(rows)
	return f, true
}

// eta is the linear predictor without the exposure.
func (f *fit) eta(of *columns) float64 {
	eta := 0.0
	for i := range of.n {
		eta += f.coefficients[of.which[i]] * of.value[i]
	}
	return max(-30, min(30, eta))
}

func (f *fit) mean(row *row) float64 { return row.exposure * math.Exp(f.eta(&row.columns)) }

// variance of the linear predictor, unscaled.
func (f *fit) variance(of *columns) float64 {
	sum := 0.0
	for i := range of.n {
		for j := range of.n {
			sum += of.value[i] * f.covariance[of.which[i]][of.which[j]] * of.value[j]
		}
	}
	return sum
}

// scatter is Pearson's estimate of the dispersion.
func (f *fit) scatter(rows []row) float64 {
	var sum, n float64
	for i := range rows {
		mean := f.mean(&rows[i])
		if mean > 0 {
			away := rows[i].count - mean
			sum += rows[i].weight * away * away / mean
			n++
		}
	}
	if n <= float64(f.columns) {
		return 1
	}
	return max(1, sum/(n-float64(f.columns)))
}

// downweigh gives bins far above the fit little weight, so that past outbreaks
// do not raise the baseline: the weight is the inverse square of the
// standardised Anscombe residual where that is above 2.58, and the weights keep
// their sum (Noufaily et al. 2013).
func (f *fit) downweigh(rows []row) {
	var before, after float64
	for i := range rows {
		row := &rows[i]
		before += row.weight
		mean := f.mean(row)
		if mean > 0 {
			leverage := min(0.99, row.weight*mean*f.variance(&row.columns))
			away := math.Cbrt(row.count)*math.Cbrt(row.count) - math.Cbrt(mean)*math.Cbrt(mean)
			residual := 1.5 / math.Sqrt(f.dispersion) * away / (math.Pow(mean, 1./6) * math.Sqrt(1-leverage))
			if residual > 2.58 {
				row.weight /= residual * residual
			}
		}
		after += row.weight
	}
	for i := range rows {
		rows[i].weight *= before / after
	}
}

// inverse replaces a symmetric positive definite matrix, of which the lower
// triangle is read, by its inverse, by Cholesky's decomposition.
func inverse(matrix *[most][most]float64, n int) bool {
	var lower [most][most]float64
	for a := range n {
		for b := range a + 1 {
			sum := matrix[a][b]
			for c := range b {
				sum -= lower[a][c] * lower[b][c]
			}
			if a != b {
				lower[a][b] = sum / lower[b][b]
				continue
			}
			if sum <= 1e-12 {
				return false
			}
			lower[a][a] = math.Sqrt(sum)
		}
	}
	for column := range n {
		var x [most]float64
		for a := range n {
			if a == column {
				x[a] = 1
			}
			for b := range a {
				x[a] -= lower[a][b] * x[b]
			}
			x[a] /= lower[a][a]
		}
		for a := n - 1; a >= 0; a-- {
			for b := a + 1; b < n; b++ {
				x[a] -= lower[b][a] * x[b]
			}
			x[a] /= lower[a][a]
		}
		for a := range n {
			matrix[a][column] = x[a]
		}
	}
	return true
}
