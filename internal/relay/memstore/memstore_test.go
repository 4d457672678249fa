package memstore_test

import (
	"testing"

	"troth/internal/relay"
	"troth/internal/relay/memstore"
	"troth/internal/relay/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(*testing.T) relay.Store { return memstore.New() })
}
