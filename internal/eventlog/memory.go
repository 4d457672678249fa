package eventlog

import (
	"bytes"
	"context"
	"sort"
	"sync"

	"troth/internal/chain"
)

// Memory is a Store that lasts as long as the program: for tests, and for
// people who want nothing kept on a device.
type Memory struct {
	mu     sync.Mutex
	events map[chain.LogID]map[uint64]Record
	values map[string][]byte
}

// NewMemory returns an empty store.
func NewMemory() *Memory {
	m := &Memory{}
	m.reset()
	return m
}

func (m *Memory) reset() {
	m.events, m.values = map[chain.LogID]map[uint64]Record{}, map[string][]byte{}
}

// Load implements Store.
func (m *Memory) Load(_ context.Context, log chain.LogID, after uint64, limit int) ([]Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []Record
	for seq, r := range m.events[log] {
		if seq > after {
			out = append(out, r.clone())
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Seq < out[j].Seq })
	if len(out) > limit {
		out = out[:limit]
	}
	return out, nil
}

// Save implements Store.
func (m *Memory) Save(_ context.Context, log chain.LogID, records []Record, values ...KV) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.events[log] == nil {
		m.events[log] = map[uint64]Record{}
	}
	for _, r := range records {
		m.events[log][r.Seq] = r.clone()
	}
	m.put(values)
	return nil
}

// Drop implements Store.
func (m *Memory) Drop(_ context.Context, log chain.LogID, values ...KV) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.events, log)
	m.put(values)
	return nil
}

// Get implements Store.
func (m *Memory) Get(_ context.Context, name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.values[name]
	if !ok {
		return nil, ErrNotFound
	}
	return bytes.Clone(v), nil
}

// Put implements Store.
func (m *Memory) Put(_ context.Context, values ...KV) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(values)
	return nil
}

func (m *Memory) put(values []KV) {
	for _, kv := range values {
		if kv.Value == nil {
			delete(m.values, kv.Name)
			continue
		}
		m.values[kv.Name] = bytes.Clone(kv.Value)
	}
}

// Clear implements Store.
func (m *Memory) Clear(context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reset()
	return nil
}

func (r Record) clone() Record {
	r.Head, r.Body, r.Tombstone = bytes.Clone(r.Head), bytes.Clone(r.Body), bytes.Clone(r.Tombstone)
	return r
}
