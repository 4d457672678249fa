package main

import (
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the driver that the relay's store uses

	"troth/internal/chain"
	"troth/internal/wire"
)

// bareAppend takes the relay's append requests and writes the events in them
// into SQLite: the same table, the same index, the same pragmas, a prepared
// statement, as many appends in a transaction as wait or are on their way, up to
// batch, by the relay's own rule, answered when it has been flushed to disk. It reads nothing of a request but where the
// event lies, keeps no heads, and answers as many bytes.
type bareAppend struct {
	db           *sql.DB
	insert       *sql.Stmt
	batch        int
	queue        chan bareEvent
	transactions atomic.Int64
	coming       atomic.Int64 // read, and not yet in the queue
	done         chan struct{}
}

type bareEvent struct {
	log  int64
	raw  []byte
	done chan error
}

func newBareAppend(dir string, batch int) (*bareAppend, error) {
	q := url.Values{"_pragma": {"journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(5000)", "foreign_keys(1)", "secure_delete(1)"}, "_txlock": {"immediate"}}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "bare.db")+"?"+q.Encode())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	for _, s := range []string{
		`CREATE TABLE events (log INTEGER NOT NULL, seq INTEGER NOT NULL, head BLOB NOT NULL, body BLOB, tombstone BLOB) STRICT`,
		`CREATE UNIQUE INDEX events_place ON events (log, seq)`,
	} {
		if _, err := db.Exec(s); err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	b := &bareAppend{db: db, batch: batch, queue: make(chan bareEvent, 1024), done: make(chan struct{})}
	if b.insert, err = db.Prepare(`INSERT INTO events (log, seq, head, body) VALUES ($1, $2, $3, $4)`); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	go b.run()
	return b, nil
}

// close ends it, once no request is under way.
func (b *bareAppend) close() error {
	close(b.queue)
	<-b.done
	return b.db.Close()
}

func (b *bareAppend) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.coming.Add(1)
	body, err := io.ReadAll(r.Body)
	b.coming.Add(-1)
	if err != nil || len(body) < eventSize {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	e := bareEvent{raw: body[len(body)-eventSize:], done: make(chan error, 1)}
	e.log = int64(binary.BigEndian.Uint32(e.raw[8:])) // the log's id begins with its number
	b.queue <- e
	if err := <-e.done; err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	created(w, make([]byte, answerSize))
}

// The relay's growth and maxGrown.
const (
	bareGrowth = 3
	bareGrown  = 32
)

// answerSize is that of the relay's answer, a head.
const answerSize = 40

func created(w http.ResponseWriter, answer []byte) {
	h := w.Header()
	h.Set("Content-Type", wire.MediaType)
	h.Set("Content-Length", strconv.Itoa(len(answer)))
	w.WriteHeader(http.StatusCreated)
	w.Write(answer) //nolint:errcheck // the client sees it
}

func (b *bareAppend) run() {
	defer close(b.done)
	last := 1
	for e := range b.queue {
		batch := []bareEvent{e}
		want := 1
		if last > 1 {
			want = min(bareGrowth*last, bareGrown)
		}
		var wait <-chan time.Time
	more:
		for len(batch) < b.batch {
			select {
			case e, ok := <-b.queue:
				if !ok {
					break more
				}
				batch = append(batch, e)
				continue
			default:
			}
			if b.coming.Load() == 0 && len(batch) >= want {
				break
			}
			if wait == nil {
				wait = time.After(time.Millisecond)
			}
			select {
			case e, ok := <-b.queue:
				if !ok {
					break more
				}
				batch = append(batch, e)
			case <-wait:
				break more
			}
		}
		last = len(batch)
		err := b.write(batch)
		for _, e := range batch {
			e.done <- err
		}
	}
}

func (b *bareAppend) write(batch []bareEvent) error {
	b.transactions.Add(1)
	tx, err := b.db.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	insert := tx.Stmt(b.insert)
	for _, e := range batch {
		seq := int64(binary.BigEndian.Uint64(e.raw[24:]))
		if _, err := insert.Exec(e.log, seq, e.raw[:chain.HeadSize], e.raw[chain.HeadSize:]); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}

// fsyncs returns how many writes of 4 KiB the disk flushes in a second, one
// after the other.
func fsyncs(dir string) (float64, error) {
	f, err := os.Create(filepath.Join(dir, "fsync"))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	page := make([]byte, 4096)
	n, start := 0, time.Now()
	for ; time.Since(start) < 500*time.Millisecond; n++ {
		if _, err := f.WriteAt(page, int64(n%256)*4096); err != nil {
			return 0, err
		}
		if err := f.Sync(); err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(start).Seconds(), nil
}

// bareFan tells everybody who listens for a log what the relay would tell them,
// as soon as an append comes in, and stores nothing.
type bareFan struct {
	mu   sync.Mutex
	live map[string][]chan string // by bearer
	of   map[uint32][]string      // the bearers of a log's members, by its number
}

func newBareFan(spaces []*space) *bareFan {
	f := &bareFan{live: map[string][]chan string{}, of: map[uint32][]string{}}
	for _, s := range spaces {
		f.of[s.key] = []string{s.accounts[0].bearer(), s.accounts[1].bearer()}
	}
	return f
}

func (f *bareFan) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		body, err := io.ReadAll(r.Body)
		if err != nil || len(body) < eventSize {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		raw := body[len(body)-eventSize:]
		text := fmt.Sprintf("data: log %s %d\n\n", hex.EncodeToString(raw[8:24]), binary.BigEndian.Uint64(raw[24:]))
		f.mu.Lock()
		for _, bearer := range f.of[binary.BigEndian.Uint32(raw[8:])] {
			for _, c := range f.live[bearer] {
				c <- text
			}
		}
		f.mu.Unlock()
		created(w, make([]byte, answerSize))
		return
	}
	bearer := r.Header.Get("Authorization")[len("Bearer "):]
	c := make(chan string, 64)
	f.mu.Lock()
	f.live[bearer] = append(f.live[bearer], c)
	f.mu.Unlock()
	w.Header().Set("Content-Type", "text/event-stream")
	rc := http.NewResponseController(w)
	for text := "data: ready\n\n"; ; {
		if _, err := io.WriteString(w, text); err != nil || rc.Flush() != nil {
			return
		}
		select {
		case text = <-c:
		case <-r.Context().Done():
			return
		}
	}
}

// barePages answers every request with the next of some pages, from memory.
type barePages struct {
	pages [][]byte
	next  atomic.Int64
}

func (b *barePages) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	p := b.pages[int(b.next.Add(1)-1)%len(b.pages)]
	w.Header().Set("Content-Type", wire.MediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(p)))
	w.Write(p) //nolint:errcheck // the client sees it
}
