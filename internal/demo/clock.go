package demo

import (
	"sync"
	"time"
)

// clock is what relay and devices take for the time. It stands still where the
// story is, and runs from when it has been told.
type clock struct {
	mu   sync.Mutex
	at   time.Time
	runs bool
}

// Now returns the time, in the zone of this computer.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.runs {
		return time.Now()
	}
	return c.at
}

// Set sets a clock that stands.
func (c *clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = t
}

// Run lets the clock run, with the computer's.
func (c *clock) Run() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.runs = true
}
