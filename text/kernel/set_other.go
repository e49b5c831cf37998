//go:build !amd64 && !arm64

package kernel

// machineSets is empty: this processor has only the plain Set.
func machineSets() []*Set { return nil }
