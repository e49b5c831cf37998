package account

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// Cost is how dear it is to guess a password.
type Cost struct {
	Passes  uint32
	Memory  uint32 // KiB
	Threads uint8
}

// usual is what RFC 9106 recommends where memory is not plentiful.
var usual = Cost{Passes: 3, Memory: 64 << 10, Threads: 4}

// Bounds of a password. A long one is no more work to hash than a short one.
const (
	shortest = 12 // characters
	longest  = 1024
)

// checkPassword says what is wrong with a new password.
func checkPassword(name, password string) error {
	switch {
	case !utf8.ValidString(password) || len(password) > longest:
		return refusedf("a password is text of at most %d bytes", longest)
	case utf8.RuneCountInString(password) < shortest:
		return refusedf("a password needs at least %d characters; a few unrelated words are easy to remember and hard to guess", shortest)
	case strings.Contains(strings.ToLower(password), strings.ToLower(name)):
		return refusedf("a password must not contain the name of its account")
	case strings.Count(password, password[:1]) == len(password):
		return refusedf("a password needs more than one character over and over")
	}
	return nil
}

var base64std = base64.RawStdEncoding

// hash makes what is kept of a password, in PHC's string format.
func (c Cost) hash(password string) string {
	salt := make([]byte, 16)
	rand.Read(salt)
	key := argon2.IDKey([]byte(password), salt, c.Passes, c.Memory, c.Threads, 32)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.Memory, c.Passes, c.Threads, base64std.EncodeToString(salt), base64std.EncodeToString(key))
}

// matches reports in constant time whether a password is the one that was
// hashed; it is none of a hash that cannot be read.
func matches(hash, password string) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var version int
	var c Cost
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Passes, &c.Threads); err != nil || c.Passes == 0 || c.Threads == 0 || c.Memory > 4<<20 {
		return false
	}
	salt, err1 := base64std.DecodeString(parts[4])
	key, err2 := base64std.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(key) < 16 {
		return false
	}
	return subtle.ConstantTimeCompare(key, argon2.IDKey([]byte(password), salt, c.Passes, c.Memory, c.Threads, uint32(len(key)))) == 1
}
