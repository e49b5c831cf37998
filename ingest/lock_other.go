//go:build !unix

package ingest

import "os"

// tryLock is granted to everyone where there are no such locks: run one process
// on a ledger there.
func tryLock(*os.File) bool { return true }
