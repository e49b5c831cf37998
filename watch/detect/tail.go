package detect

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// counts is a negative binomial distribution by its mean and size: the variance
// is mean + mean²/size. An infinite size is the Poisson distribution.
type counts struct{ mean, size float64 }

// countsOf has the given mean and variance; one with a variance not above the
// mean is a Poisson distribution.
func countsOf(mean, variance float64) counts {
	if mean <= 0 {
		return counts{}
	}
	variance = min(variance, 1e30)
	if variance <= mean*(1+1e-9) || mean < 1e-9 {
		return counts{mean, math.Inf(1)}
	}
	return counts{mean, mean * mean / (variance - mean)}
}

// many is a mean from which on a normal distribution is taken instead.
const many = 1e6

func (c counts) deviation() float64 { return math.Sqrt(c.mean + c.mean*c.mean/c.size) }

// atLeast is P(Y ≥ y), exact, by the incomplete beta function (Poisson: gamma).
func (c counts) atLeast(y float64) float64 {
	y = math.Ceil(y)
	switch {
	case y <= 0:
		return 1
	case c.mean <= 0:
		return 0
	// At either end the functions lose their digits, and nobody needs them.
	case c.mean < 1e-9 || c.size < 1e-9:
		return min(1, c.mean/y) // no more than this, by Markov's inequality
	case c.mean > many || y > 1e9:
		return 1 - distuv.UnitNormal.CDF((y-0.5-c.mean)/c.deviation())
	case c.size > 1e7:
		return mathext.GammaIncReg(y, c.mean)
	}
	return mathext.RegIncBeta(y, c.size, c.mean/(c.size+c.mean))
}

// limit is the least y with P(Y ≥ y) ≤ alpha.
func (c counts) limit(alpha float64) float64 {
	if c.mean <= 0 {
		return 1
	}
	low, high := 0.0, math.Ceil(c.mean+4*c.deviation()+4)
	for range 40 {
		if c.atLeast(high) <= alpha {
			break
		}
		low, high = high, 2*high
	}
	for high-low > 1 && high-low > 1e-9*high {
		middle := math.Floor((low + high) / 2)
		if c.atLeast(middle) > alpha {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

// surprise is −log10 of a p-value.
func surprise(p float64) float64 {
	if p <= 0 {
		return largest
	}
	return bounded(-math.Log10(p))
}

// quantile of the standard normal distribution.
func normal(p float64) float64 { return distuv.UnitNormal.Quantile(p) }
