//go:build unix

package store

import (
	"os"
	"syscall"
)

// flock waits for the lock, which ends with the process at the latest.
func flock(file *os.File) error { return syscall.Flock(int(file.Fd()), syscall.LOCK_EX) }
