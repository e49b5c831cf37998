// Package promise follows what was announced, promised and threatened until it
// is kept, broken or lapses. In go the Findings of articles, from which Sign
// takes the promises (claims that commit or threaten, and planned events with
// a date to come) and the deeds (events told as fact, and words taken back),
// and a moment; out comes one Entry for each promise, however often it was
// reported, with its state and why.
//
// A deed keeps a promise where it is of the planned category, by a party that
// can be the planned one, at a place and time that can be, and where besides
// that its recipient, its place, its day or its words are the planned ones: the
// category alone never does. What hangs on a condition never lapses, and what
// names no date stays open. A promise in which no event was coded cannot be
// looked for; when its date has passed, its state is Unclear.
//
// Plans without a date are left out: a purpose ("pushed on to take the town")
// looks the same. It does no I/O and reads no clock.
package promise
