// Package detect finds what is unusual in a dated series: too much, too little,
// for the first time, or silence where there is always a voice. In goes a
// Series of equal bins (hours, days, weeks), with the volume of news beside it
// where that is known; out comes one Result a bin: what was expected, what was
// observed, how far apart they are, and whether the bell rings.
//
// A detector is a value with a few settings. Prepare looks at the bins before
// the one in question and at nothing else (it is never handed a later one),
// and makes a Bar; the Bar judges what is seen in the bin, and may judge it
// again for every article that arrives. Which fired bins ring is one rule for
// all detectors, Reset.
//
// Every detector looks back over a window of bounded length, so that a bin
// costs the same after ten years as after one. The package refuses to say why
// something is unusual, does no I/O and reads no clock.
package detect
