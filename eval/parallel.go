package eval

import (
	"runtime"
	"sync"
)

// parallel does n pieces of work on all cores.
func parallel(n int, work func(i int)) {
	var group sync.WaitGroup
	pieces := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := range pieces {
				work(i)
			}
		})
	}
	for i := range n {
		pieces <- i
	}
	close(pieces)
	group.Wait()
}
