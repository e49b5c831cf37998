// Package watch decides what rings. In go a warning problem (package
// indicator), the state it was left in, the sightings of articles that came in
// since, and the time; out come the new state and what changed: alarms opened,
// updated, escalated, resolved or expired, and stages entered or left.
//
// Time is cut into bins (hours, days, weeks, in UTC) by when articles were
// published. An indicator counts what matches its rule, each thing once, and
// its detector (package detect) judges a bin by the bins before it. A bin is
// closed when it is over and the problem's reporting delay has passed; what is
// published in it and found later counts for the past only. An indicator whose
// count can only grow may ring before that, and the alarm is taken back if the
// closed bin does not bear it out.
//
// What Check does depends on the sightings, on when the ledger learnt of each
// and on the time; not on how the sightings were cut into calls, nor on their
// order. So a ledger can be replayed (Backtest) by the same code that watches,
// and what the future brings cannot change what was rung. Two rules follow: a
// sighting is not used before its Moment, and every sighting whose Moment has
// come is handed over by the first call whose time is not before it.
//
// The package refuses to say that an alarm is true: an analyst does (Act). It
// does no I/O and reads no clock.
package watch
