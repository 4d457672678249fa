package device

import (
	"context"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/envelope"
	"troth/internal/keywork"
	"troth/internal/self"
)

// past reads an earlier space, and asks for what is new there.
func (s *session) past(ctx context.Context, a self.Anchor) (*space, []envelope.Entry, error) {
	sp, entries, err := s.openWith(a.Keys, a.Log, chain.Couple, s.trust(a))
	if err == nil && !(len(entries) > 0 && s.choice(a.Log).silent) {
		err = sp.log.Sync(ctx, s.relay, s.d.NowMS(), func(fresh []chain.Accepted) {
			entries = append(entries, s.read(sp, fresh)...)
		})
		if len(entries) > 0 && !(a.Lost() && isAlarm(err)) {
			err = sp.log.Err() // whatever the relay says, there is what is here
		}
	}
	for err == nil && sp.log.Pending() > 0 {
		err = sp.log.Verify(ctx, verifyStep)
	}
	return sp, entries, err
}

// openPast opens an earlier space for reading. It is asked for once more, as far
// as it can be: a device that is new has nothing of it. One that was left without
// a word is asked for only then. All its signatures are verified before anything is
// shown.
func (s *session) openPast(ctx context.Context, log chain.LogID) {
	for _, a := range s.about.Earlier() {
		if a.Log != log {
			continue
		}
		sp, entries, err := s.past(ctx, a)
		if err == nil && !a.Lost() {
			s.takenBackBefore(ctx, sp, entries)
		}
		s.d.tell(app.PastOpened{Anchor: a, Entries: entries, Ahead: ahead(sp, entries), Failure: keywork.FailureOf(err)})
		return
	}
	s.d.tell(app.PastOpened{Failure: app.NotAllowed})
}
