package relay

import (
	"container/list"
	"sync"
)

// cache keeps the values used most recently. It may lag behind the store, and
// whoever uses it must be safe when it does.
//
// A value read from the store is put with the age that the cache had before it
// was read: a drop in between makes the put do nothing, so that what was
// dropped cannot come back.
type cache[K comparable, V any] struct {
	max int

	mu      sync.Mutex
	age     uint64 // counts drops
	entries map[K]*list.Element
	recent  *list.List // of cached[K, V]
}

type cached[K comparable, V any] struct {
	key   K
	value V
}

func newCache[K comparable, V any](max int) *cache[K, V] {
	return &cache[K, V]{max: max, entries: map[K]*list.Element{}, recent: list.New()}
}

// get returns a value, if there is one, and the age to put with otherwise.
func (c *cache[K, V]) get(k K) (v V, age uint64, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[k]
	if !ok {
		return v, c.age, false
	}
	c.recent.MoveToFront(e)
	return e.Value.(cached[K, V]).value, c.age, true
}

// put stores a value unless something was dropped since age, or what is there
// is not older.
func (c *cache[K, V]) put(k K, v V, age uint64, older func(have V) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if age != c.age {
		return
	}
	if e, ok := c.entries[k]; ok {
		if older == nil || older(e.Value.(cached[K, V]).value) {
			e.Value = cached[K, V]{k, v}
			c.recent.MoveToFront(e)
		}
		return
	}
	c.entries[k] = c.recent.PushFront(cached[K, V]{k, v})
	if c.recent.Len() > c.max {
		delete(c.entries, c.recent.Remove(c.recent.Back()).(cached[K, V]).key)
	}
}

// drop forgets everything. What it is called for is rare.
func (c *cache[K, V]) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.age++
	clear(c.entries)
	c.recent.Init()
}
