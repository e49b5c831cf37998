package main

import (
	"context"
	"iter"
)

// inOrder does the work on every job, workers at a time, and hands the results
// to emit in the order of the jobs. No more than window jobs are begun and not
// yet emitted, which bounds the memory however slow one of them is.
//
// It stops at the first error of emit and when ctx ends, and then does not
// wait for a job that cannot be hurried, such as a read from a terminal.
func inOrder[Job, Result any](ctx context.Context, jobs iter.Seq[Job], workers, window int, work func(Job) Result, emit func(Result) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type task struct {
		job    Job
		result chan Result
	}
	tasks := make(chan task)
	pending := make(chan chan Result, max(window-1, 0))
	for range workers {
		go func() {
			for task := range tasks {
				task.result <- work(task.job)
			}
		}()
	}
	go func() {
		defer close(pending)
		defer close(tasks)
		for job := range jobs {
			task := task{job, make(chan Result, 1)}
			select {
			case pending <- task.result:
			case <-ctx.Done():
				return
			}
			select {
			case tasks <- task:
			case <-ctx.Done():
				return
			}
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case next, more := <-pending:
			if !more {
				return ctx.Err()
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case result := <-next:
				if err := emit(result); err != nil {
					return err
				}
			}
		}
	}
}
