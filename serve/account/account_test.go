package account

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestMay: each role may do all that lesser ones may, and what is unknown nothing.
func TestMay(t *testing.T) {
	order := []Role{Nobody, RoleViewer, RoleAnalyst, RoleAdmin}
	for i, has := range order {
		for j, needed := range order {
			if has.May(needed) != (i >= j) {
				t.Errorf("%q where %q is needed: %v", has, needed, has.May(needed))
			}
		}
	}
	if Role("root").May(RoleViewer) {
		t.Error("an unknown role may do something")
	}
	if Scope("all").Role() != Nobody {
		t.Error("an unknown scope allows something")
	}
}

// TestWithin: a scope never gives more than the role has, nor a role more than
// the scope.
func TestWithin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		role, scope := rapid.SampledFrom(Roles).Draw(t, "role"), rapid.SampledFrom(append(Scopes, "other")).Draw(t, "scope")
		got := role.within(scope.Role())
		if !role.May(got) || !scope.Role().May(got) {
			t.Fatalf("%s within %s is %s", role, scope, got)
		}
	})
}

func TestPasswords(t *testing.T) {
	cost := Cost{Passes: 1, Memory: 64, Threads: 1}
	hash := cost.hash("correct horse battery")
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=64,t=1,p=1$") || hash == cost.hash("correct horse battery") {
		t.Errorf("%s", hash)
	}
	if !matches(hash, "correct horse battery") || matches(hash, "correct horse batterY") || matches(hash, "") {
		t.Error("a password is taken for another")
	}
	for _, broken := range []string{"", "$", "$argon2id$v=19$m=64,t=1,p=1$$", "$argon2i$v=19$m=64,t=1,p=1$YWFhYWFhYWE$YWFhYWFhYWFhYWFhYWFhYQ", "$argon2id$v=19$m=99999999,t=1,p=1$YWFhYWFhYWE$YWFhYWFhYWFhYWFhYWFhYQ", "$argon2id$v=19$m=64,t=0,p=0$YWFhYWFhYWE$YWFhYWFhYWFhYWFhYWFhYQ"} {
		if matches(broken, "") || matches(broken, "a") {
			t.Errorf("%q lets somebody in", broken)
		}
	}
	for _, weak := range []string{"", "short", "eleven char", "aaaaaaaaaaaaaaaa", "ada has a password", strings.Repeat("ab", 600), "\xff\xfe-and-much-more"} {
		if checkPassword("ada", weak) == nil {
			t.Errorf("%.30q is taken", weak)
		}
	}
	if err := checkPassword("ada", "vier lange wörter hier"); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"", "a b", "a/b", "<a>", strings.Repeat("a", 65), "a\n"} {
		if checkName(name) == nil {
			t.Errorf("%q is a name", name)
		}
	}
}

// TestGuessing: whoever guesses needs as long for a name that there is as for one
// that there is not. Both are held against a hash of the same cost.
func TestGuessing(t *testing.T) {
	cost := Cost{Passes: 2, Memory: 8 << 10, Threads: 1}
	known, decoy := cost.hash("correct horse battery"), New(nil, Options{Cost: cost}).decoy
	spent := func(hash string) time.Duration {
		least := time.Hour
		for range 5 {
			begun := time.Now()
			if matches(hash, "some wrong password") {
				t.Fatal("a wrong password is right")
			}
			least = min(least, time.Since(begun))
		}
		return least
	}
	a, b := spent(known), spent(decoy)
	if a > 3*b || b > 3*a {
		t.Errorf("%s for a name that there is, %s for another", a, b)
	}
}

func BenchmarkLogin(b *testing.B) {
	hash := usual.hash("correct horse battery")
	for b.Loop() {
		matches(hash, "some wrong password")
	}
}
