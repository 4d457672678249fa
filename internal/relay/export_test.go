package relay

import (
	"time"

	"troth/internal/wire"
)

// SetQuota replaces QuotaPerMember.
func (s *Server) SetQuota(bytes int64) { s.quota = bytes }

// SetHeartbeat replaces heartbeat, for streams that begin later.
func (s *Server) SetHeartbeat(d time.Duration) { s.beat = d }

// Waiting returns how many appends are in the committer's hands.
func (s *Server) Waiting() int64 { return s.commits.waiting.Load() }

// Forget empties the caches, as a restart does.
func (s *Server) Forget() {
	s.logs.drop()
	s.sessions.drop()
}

// Streams returns how many streams are live.
func (s *Server) Streams() int {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	return s.hub.count
}

// Tell sends a line to the streams of accounts.
func (s *Server) Tell(accounts []wire.AccountID, line string) { s.hub.tell(accounts, line) }
