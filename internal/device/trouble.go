package device

import (
	"context"
	"errors"
	"time"

	"troth/internal/app"
	"troth/internal/chain"
	"troth/internal/eventlog"
	"troth/internal/self"
	"troth/internal/wire"
)

// errBusy stands for the relay's request to be left alone for a while.
var errBusy = errors.New("device: the relay asked to wait")

// report keeps what is wrong with one of the two logs, or that nothing is, and
// tells the app. An error that is no alarm says neither: what was wrong still
// is. If both are wrong the person's own log is spoken of, because it says who
// is in the other.
func (s *session) report(typ chain.Type, err error) {
	var alarm *eventlog.Alarm
	if err != nil && !errors.As(err, &alarm) {
		return
	}
	s.wrong[typ] = alarm
	if alarm == nil {
		delete(s.wrong, typ)
	}
	var now app.Alarmed
	for _, typ := range []chain.Type{chain.Self, chain.Couple} {
		if a := s.wrong[typ]; a != nil && now.Problem == "" {
			now = app.Alarmed{Problem: a.Problem, Lost: a.Lost}
		}
	}
	if now != s.told {
		s.told = now
		s.d.tell(now)
	}
}

// later asks the relay again after a while: after waits that grow, and not
// before the time that it has named itself. Until then nothing is sent to it.
func (s *session) later(err error) {
	var refusal *wire.Refusal
	if errors.As(err, &refusal) && refusal.RetryAfter > 0 {
		s.until = s.d.Now().Add(retryAfter(refusal))
		if s.delay != "" {
			s.showPair() // with the time of the next try
		}
	}
	if s.timed {
		return
	}
	s.timed = true
	s.wait = min(max(2*s.wait, time.Second), maxWait)
	s.d.after(max(s.wait, s.until.Sub(s.d.Now())), func() {
		// In one step: a look that is in the queue already, and fails, must find that
		// it may ask for the next one.
		s.do(func(context.Context) {
			s.timed = false
			s.soon()
		})
	})
}

// retryAfter is how long the relay wants to be left alone, within reason.
func retryAfter(r *wire.Refusal) time.Duration {
	return time.Duration(min(r.RetryAfter, maxRetryAfter)) * time.Second
}

// keepName writes into the person's own log what they are called, so that they
// are greeted by it before there is a space that says so, and who they have said
// runs the relay, so that every device can say it.
func (s *session) keepName(ctx context.Context) error {
	set := s.about.Settings
	if s.name != "" {
		set.Name = s.name
	}
	if s.hostedBy != self.HostUnsaid {
		set.Host = s.hostedBy
	}
	if set == s.about.Settings {
		return nil
	}
	err := s.note(ctx, self.KindSettings, set)
	if err == nil {
		s.hostedBy = self.HostUnsaid
	}
	return err
}

// refetch forgets what this device has stored of the logs and locks: at the next
// unlocking everything is fetched again. What waits to be sent stays.
func (s *session) refetch(ctx context.Context) {
	logs := []chain.LogID{s.keys.Hot.Self}
	for _, a := range s.about.Anchors {
		logs = append(logs, a.Log)
	}
	for _, log := range logs {
		if err := eventlog.Forget(ctx, s.d.Store, log); err != nil {
			s.finish(err)
			return
		}
	}
	s.d.Screen.Lock()
}
