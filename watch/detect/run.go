package detect

// Step judges bin at of a series by the bins before it.
func Step(detector Detector, reset Reset, series Series, at int, state State) (Result, State) {
	result := detector.Prepare(series.Before(at), state).Judge(series.Point(at))
	result.At = series.At(at)
	return reset.Next(series.Bin, state, result)
}

// Run judges the bins of a series one after the other, each by those before it.
func Run(detector Detector, reset Reset, series Series) []Result {
	results := make([]Result, len(series.Values))
	var state State
	for at := range results {
		results[at], state = Step(detector, reset, series, at, state)
	}
	return results
}

// Replay decides anew which of the results ring: by another Reset, and as if
// the bar had been as many times as high. It is not for CUSUM, which begins
// anew after an alarm.
func Replay(reset Reset, bin Bin, bar float64, results []Result) []Result {
	again := make([]Result, len(results))
	var state State
	for at, result := range results {
		result.Strength /= bar
		result.Alarm, result.Fired = false, result.Judged && result.Strength >= 1
		again[at], state = reset.Next(bin, state, result)
	}
	return again
}
