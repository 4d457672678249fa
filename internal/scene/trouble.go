package scene

import (
	"net/http"
	"strconv"
	"time"

	"troth/internal/codec"
	"troth/internal/wire"
)

// soon is up to what wait a device is not kept waiting: what is asked again
// after seconds is asked again at once. Longer waits end when the scene's time
// has passed them.
const soon = 5 * time.Minute

type timer struct {
	at time.Time
	f  func()
}

// after is device.Config.After.
func (s *Scene) after(d time.Duration, f func()) {
	s.mu.Lock()
	s.asked = append(s.asked, d)
	if d <= soon {
		s.mu.Unlock()
		time.AfterFunc(5*time.Millisecond, f)
		return
	}
	s.timers = append(s.timers, timer{s.now.Add(d), f})
	s.mu.Unlock()
}

// ring calls what was to be called by now.
func (s *Scene) ring() {
	s.mu.Lock()
	var due []func()
	rest := s.timers[:0]
	for _, t := range s.timers {
		if t.at.After(s.now) {
			rest = append(rest, t)
		} else {
			due = append(due, t.f)
		}
	}
	s.timers = rest
	s.mu.Unlock()
	for _, f := range due {
		f()
	}
}

// Waits returns how long devices wanted to wait before they asked again.
func (s *Scene) Waits() []time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]time.Duration(nil), s.asked...)
}

// Refuse has the relay refuse what refuse returns a refusal for; nil ends it.
func (s *Scene) Refuse(refuse func(*http.Request) *wire.Refusal) {
	s.mu.Lock()
	s.refuse = refuse
	s.mu.Unlock()
}

// LoseAnswer carries out the next request that is one of those, and loses its
// answer.
func (s *Scene) LoseAnswer(of func(*http.Request) bool) {
	s.mu.Lock()
	s.drop = of
	s.mu.Unlock()
}

// Lost reports whether the answer that LoseAnswer asked for has been lost.
func (s *Scene) Lost() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.drop == nil
}

func (s *Scene) meddles(w http.ResponseWriter, r *http.Request) bool {
	s.mu.Lock()
	refuse := s.refuse
	s.mu.Unlock()
	if refuse == nil {
		return false
	}
	ref := refuse(r)
	if ref == nil {
		return false
	}
	if ref.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(ref.RetryAfter))
	}
	w.Header().Set("Content-Type", wire.MediaType)
	w.WriteHeader(ref.Status)
	w.Write(codec.Must(wire.Error{Code: ref.Code})) //nolint:errcheck // the client sees it
	return true
}

func (s *Scene) loses(r *http.Request) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.drop == nil || !s.drop(r) {
		return false
	}
	s.drop = nil
	return true
}
