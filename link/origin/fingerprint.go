package origin

import "slices"

// The sampling of shingles. A shingle is shingleWords words in a row; of every
// window of windowShingles shingles the one with the least hash is kept, so
// that any passage of shingleWords+windowShingles-1 words that two articles
// share gives both the same fingerprint (winnowing: Schleimer, Wilkerson and
// Aiken 2003). An article keeps the mostFingerprints least ones, which cuts
// those of more than about 1,400 words and keeps of two articles the same part
// of what they share (the bottom sketch of Broder 1997).
//
// Measured on edited copies (eval, the half to develop on): of shingles of 3, 4,
// 5 and 6 words, 5 find every copy that keeps 30 % of an article with two
// fingerprints at least, and a third of the strangers that 3 bring along.
const (
	shingleWords     = 5
	windowShingles   = 10
	mostFingerprints = 256
)

// fingerprints samples the shingles of the words, in rising order, each once.
func fingerprints(words []word) []uint32 {
	hashes := shingles(words)
	if len(hashes) == 0 {
		return nil
	}
	kept := winnow(hashes)
	slices.Sort(kept)
	kept = slices.Compact(kept)
	return slices.Clip(kept[:min(len(kept), mostFingerprints)])
}

// shingles hashes every run of shingleWords words; of fewer words the run that
// there is, so that the shortest text has a fingerprint too.
func shingles(words []word) []uint32 {
	if len(words) == 0 {
		return nil
	}
	size := min(shingleWords, len(words))
	hashes := make([]uint32, 0, len(words)-size+1)
	for i := 0; i+size <= len(words); i++ {
		hashes = append(hashes, hashRun(words[i:i+size]))
	}
	return hashes
}

// hashRun hashes the keys of words in a row.
func hashRun(run []word) uint32 {
	hash := uint64(len(run))
	for i := range run {
		hash = mix(hash ^ uint64(run[i].key))
	}
	return uint32(hash >> 32)
}

// mix is the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// winnow keeps the least hash of every window, the last of equals, once.
func winnow(hashes []uint32) []uint32 {
	width := min(windowShingles, len(hashes))
	var kept []uint32
	var queue []int // positions whose hashes rise: the first is the window's least
	last := -1
	for i, hash := range hashes {
		for len(queue) > 0 && hashes[queue[len(queue)-1]] >= hash {
			queue = queue[:len(queue)-1]
		}
		queue = append(queue, i)
		if queue[0] <= i-width {
			queue = queue[1:]
		}
		if i >= width-1 && queue[0] != last {
			last = queue[0]
			kept = append(kept, hashes[last])
		}
	}
	return kept
}
