package eventlog_test

import (
	"testing"

	"troth/internal/eventlog"
	"troth/internal/eventlog/storetest"
)

func TestMemory(t *testing.T) {
	stores := map[string]*eventlog.Memory{}
	err := storetest.Check(func(name string) (eventlog.Store, error) {
		if stores[name] == nil {
			stores[name] = eventlog.NewMemory()
		}
		return stores[name], nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
