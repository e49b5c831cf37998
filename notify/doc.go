// Package notify takes alarms to people and programs. In go Messages and the
// configuration of Channels; out come requests to web hooks, Alertmanager's
// receivers, Slack, Matrix, ntfy, mail servers and whatever else shoutrrr
// reaches, and documents to publish: an Atom feed (RFC 4287) and CAP 1.2 (OASIS).
//
// # Delivery
//
// Deliveries wait in an Outbox, which the ledger keeps, so that they outlive a
// restart. Each is sent at least once: it is done only after the other side took
// it, and one that was sent just before a crash is sent again. Its Key, a hash
// of alarm, revision and channel, is the same then, and goes along wherever the
// other side has room for one, so that it can tell. One revision of an alarm is
// never put twice.
//
// What fails is tried again after a growing time, with jitter; what the other
// side refuses for good, or what failed too often, is dead and stays in the
// Outbox with its reason. Quiet hours hold back and digests join all but
// messages of the highest severity.
//
// # Safety
//
// Channels connect to public addresses only, looked at after each look-up and
// each redirect, unless their configuration allows private ones. Requests have
// a time limit, and no more than a few kilobytes of an answer are read. Secrets
// (and addresses, which often hold some) are left out of all errors and logs.
//
// It refuses to decide what rings: that is watch's work. And a CAP alert is
// never Actual unless a person is named who confirmed it.
package notify
