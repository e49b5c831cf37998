// Package account says who may do what over the network: users with passwords
// (argon2id), sessions of browsers, tokens of programs, and three roles. All of
// it lives in the ledger's own database, and every change is noted in its audit.
//
// In go requests; out come the same requests with an identity in their context,
// or a refusal. Secrets go in and are never kept: of passwords and tokens only
// hashes are, of sessions only hashes of what the browser holds.
package account

import (
	"context"
	"slices"
)

// Role says what somebody may do; each role may do all that the ones before it
// may.
type Role string

// The roles.
const (
	Nobody      Role = ""
	RoleViewer  Role = "viewer"  // reads
	RoleAnalyst Role = "analyst" // corrects, adds articles and feeds
	RoleAdmin   Role = "admin"   // lets others in
)

// Roles are all of them, the least first.
var Roles = []Role{RoleViewer, RoleAnalyst, RoleAdmin}

// May reports whether the role is enough where another one is needed.
func (r Role) May(needed Role) bool {
	return needed == Nobody || slices.Index(Roles, r) >= max(0, slices.Index(Roles, needed))
}

// Scope limits what a token may do, whatever its owner may.
type Scope string

// The scopes.
const (
	ScopeRead  Scope = "read"
	ScopeWrite Scope = "write"
	ScopeAdmin Scope = "admin"
)

// Scopes are all of them, the least first.
var Scopes = []Scope{ScopeRead, ScopeWrite, ScopeAdmin}

// Role is the most that a scope allows.
func (s Scope) Role() Role {
	if i := slices.Index(Scopes, s); i >= 0 {
		return Roles[i]
	}
	return Nobody
}

// within is the lesser of two roles.
func (r Role) within(other Role) Role {
	if other.May(r) {
		return r
	}
	return other
}

// The ways in which somebody comes in.
const (
	BySession  = "session"
	ByToken    = "token"
	ByLoopback = "loopback"
	ByTerminal = "terminal"
)

// Identity is who asks.
type Identity struct {
	Name string
	Role Role
	Way  string
	csrf string
}

type identityKey struct{}

// with gives a context an identity.
func with(ctx context.Context, is Identity) context.Context {
	return context.WithValue(ctx, identityKey{}, is)
}

// Of is the identity in a request's context, the zero one for nobody.
func Of(ctx context.Context) Identity {
	is, _ := ctx.Value(identityKey{}).(Identity)
	return is
}

// Viewer is who looks at a page, what they may do, and the token that forms of
// the page must carry in a field named csrf (or a header X-CSRF-Token).
func Viewer(ctx context.Context) (name string, role Role, csrf string) {
	is := Of(ctx)
	return is.Name, is.Role, is.csrf
}
