package relay

// SetQuota replaces QuotaPerMember.
func (s *Server) SetQuota(bytes int64) { s.quota = bytes }

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
