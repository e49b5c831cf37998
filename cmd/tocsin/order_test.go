package main

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

// numbers yields 0, 1, 2 … and counts how many were asked for.
func numbers(n int, asked *atomic.Int64) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			asked.Add(1)
			if !yield(i) {
				return
			}
		}
	}
}

func TestInOrderKeepsTheOrder(t *testing.T) {
	var asked atomic.Int64
	var got []int
	err := inOrder(context.Background(), numbers(200, &asked), 8, 16, func(i int) int {
		time.Sleep(time.Duration(i*7919%5) * time.Millisecond)
		return i
	}, func(i int) error {
		got = append(got, i)
		return nil
	})
	if err != nil || len(got) != 200 || !slices.IsSorted(got) {
		t.Errorf("%v: %v", err, got)
	}
}

func TestInOrderBoundsWhatWaits(t *testing.T) {
	var asked atomic.Int64
	release := make(chan struct{})
	done := make(chan error)
	go func() {
		done <- inOrder(context.Background(), numbers(1000, &asked), 4, 10, func(i int) int {
			if i == 0 {
				<-release // the first is slow; the others must not pile up
			}
			return i
		}, func(int) error { return nil })
	}()
	time.Sleep(50 * time.Millisecond)
	if n := asked.Load(); n > 12 {
		t.Errorf("%d jobs were begun behind a slow one", n)
	}
	close(release)
	if err := <-done; err != nil || asked.Load() != 1000 {
		t.Errorf("%v after %d jobs", err, asked.Load())
	}
}

func TestInOrderStopsAtAnError(t *testing.T) {
	var asked atomic.Int64
	full := errors.New("disk full")
	err := inOrder(context.Background(), numbers(1000, &asked), 2, 4, func(i int) int { return i }, func(i int) error {
		if i == 5 {
			return full
		}
		return nil
	})
	if !errors.Is(err, full) || asked.Load() > 20 {
		t.Errorf("%v after %d jobs", err, asked.Load())
	}
}

func TestInOrderStopsWhenTheContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	stuck := func(yield func(int) bool) {
		yield(0)
		select {} // a read that nobody can hurry
	}
	err := inOrder(ctx, stuck, 2, 4, func(i int) int { return i }, func(int) error {
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
