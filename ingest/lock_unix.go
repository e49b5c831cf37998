//go:build unix

package ingest

import (
	"os"
	"syscall"
)

// tryLock takes a lock that ends with the process, unless another has it.
func tryLock(file *os.File) bool {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}
