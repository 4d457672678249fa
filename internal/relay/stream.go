package relay

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"troth/internal/chain"
	"troth/internal/wire"
)

// hub knows the live streams and tells them what changed. It never waits for
// one: a stream that lags behind by its whole buffer is ended, and its device
// comes back and looks.
type hub struct {
	mu     sync.Mutex
	closed bool
	count  int
	live   map[wire.AccountID][]*listener // the oldest first
}

type listener struct {
	account wire.AccountID
	token   [32]byte
	lines   chan string
	gone    chan struct{} // closed when the hub has let go of it
}

func newHub() *hub { return &hub{live: map[wire.AccountID][]*listener{}} }

// join adds a stream. An account with too many loses its oldest, which is most
// likely a connection that is dead and does not know it.
func (h *hub) join(account wire.AccountID, token [32]byte) (*listener, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || h.count >= maxStreams {
		return nil, refuse(wire.CodeUnavailable)
	}
	if own := h.live[account]; len(own) >= streamsPerPerson {
		h.remove(own[0])
	}
	l := &listener{account: account, token: token, lines: make(chan string, streamBuffer), gone: make(chan struct{})}
	h.live[account] = append(h.live[account], l)
	h.count++
	return l, nil
}

// leave removes a stream, if it is still there.
func (h *hub) leave(l *listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.remove(l)
}

// remove runs under the lock.
func (h *hub) remove(l *listener) {
	own := h.live[l.account]
	for i, have := range own {
		if have != l {
			continue
		}
		rest := append(append([]*listener(nil), own[:i]...), own[i+1:]...)
		if len(rest) == 0 {
			delete(h.live, l.account)
		} else {
			h.live[l.account] = rest
		}
		h.count--
		close(l.gone)
		return
	}
}

// end ends the streams of an account but those of the session kept.
func (h *hub) end(account wire.AccountID, keep [32]byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, l := range h.live[account] {
		if l.token != keep {
			h.remove(l)
		}
	}
}

// endOf ends the streams of some of an account's sessions.
func (h *hub) endOf(account wire.AccountID, sessions [][32]byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, l := range h.live[account] {
		if slices.Contains(sessions, l.token) {
			h.remove(l)
		}
	}
}

func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for _, own := range h.live {
		for _, l := range own {
			h.remove(l)
		}
	}
}

func (h *hub) tell(accounts []wire.AccountID, line string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, a := range accounts {
		for _, l := range h.live[a] {
			select {
			case l.lines <- line:
			default:
				h.remove(l)
			}
		}
	}
}

func (h *hub) tellLog(members []wire.AccountID, id chain.LogID, seq uint64) {
	h.tell(members, fmt.Sprintf("%s %s %d", wire.StreamLog, id, seq))
}

func (h *hub) tellInvite(parties []wire.AccountID, id wire.InviteID) {
	h.tell(parties, fmt.Sprintf("%s %s", wire.StreamInvite, id))
}

// stream tells a device what changes in its account's logs and invites, until
// either side ends it or the session ends.
func (s *Server) stream(w http.ResponseWriter, r *http.Request) {
	q := &request{Request: r}
	if err := s.authenticate(r.Context(), q); err != nil {
		s.fail(w, r, err)
		return
	}
	l, err := s.hub.join(q.account, q.token)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	defer s.hub.leave(l)

	// The session may have been ended between the two, and then nobody would end
	// this stream.
	session, err := s.sessionOf(r.Context(), q.token)
	if err != nil {
		s.fail(w, r, err)
		return
	}

	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Accel-Buffering", "no")
	rc := http.NewResponseController(w)
	// The server's time limit for reading a request would end the stream. A
	// writer that has no deadlines is a test's.
	_ = rc.SetReadDeadline(time.Time{})
	send := func(text string) bool {
		_ = rc.SetWriteDeadline(time.Now().Add(writeTimeout))
		if _, err := fmt.Fprint(w, text); err != nil {
			return false
		}
		return rc.Flush() == nil
	}
	// Joined before "ready" is sent: nothing from here on is missed.
	if !send("data: " + wire.StreamReady + "\n\n") {
		return
	}
	beat := time.NewTicker(s.beat)
	defer beat.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-l.gone:
			return
		case line := <-l.lines:
			if !send("data: " + line + "\n\n") {
				return
			}
		case <-beat.C:
			if over(s.nowMS(), session.Expires, maxSessionLife) || !send(":\n\n") {
				return
			}
		}
	}
}
