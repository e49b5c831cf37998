package notify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"
)

// Delivery is one message on its way to one channel.
type Delivery struct {
	Key     string    `json:"key"` // KeyOf(alarm, revision, channel)
	Channel string    `json:"channel"`
	Message Message   `json:"message"`
	Put     time.Time `json:"put"` // when it came
	Due     time.Time `json:"due"` // not to be sent before
	Tries   int       `json:"tries,omitempty"`
	Why     string    `json:"why,omitempty"` // what the last try failed of
}

// KeyOf names the delivery of one revision of an alarm to one channel: the
// first 16 bytes of a SHA-256 in hexadecimal. It is the idempotency key that
// goes along with what is sent.
func KeyOf(alarm string, revision int, channel string) string {
	return hashed("delivery", alarm, strconv.Itoa(revision), channel)
}

// hashed is a hash of texts, parted so that no two lists have one hash.
func hashed(texts ...string) string {
	hash := sha256.New()
	for _, text := range texts {
		hash.Write([]byte(strconv.Itoa(len(text))))
		hash.Write([]byte{':'})
		hash.Write([]byte(text))
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

// Outbox keeps deliveries until they are done, over restarts. Each method takes
// effect as a whole or not at all, and once it returned nil it lasts. A key is
// remembered after its delivery is done or dead, at least as long as the alarm
// may be put again. One Dispatcher at a time uses an Outbox: two would send
// everything twice, with the same keys.
//
// CheckOutbox tells whether an implementation keeps to this.
type Outbox interface {
	// Put adds deliveries. Those whose Key is known already, whatever became of
	// them, change nothing.
	Put(ctx context.Context, deliveries ...Delivery) error
	// Due are the channel's deliveries that wait and whose Due is not after now,
	// at most limit of them: by Put, then the alarm's ID, revision and Key.
	Due(ctx context.Context, channel string, now time.Time, limit int) ([]Delivery, error)
	// Done ends deliveries that the other side took.
	Done(ctx context.Context, now time.Time, keys ...string) error
	// Retry makes deliveries that failed wait until next, with the reason. It
	// counts a try.
	Retry(ctx context.Context, next time.Time, why string, keys ...string) error
	// Dead ends deliveries that will not be tried again, with the reason. It
	// counts a try.
	Dead(ctx context.Context, now time.Time, why string, keys ...string) error
}
