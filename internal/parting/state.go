package parting

import (
	"fmt"

	"troth/internal/codec"
	"troth/internal/event"
)

// Own is what a person's own log says about the spaces they leave. The zero Own
// is that of an empty log. It is folded in place by Apply.
type Own struct {
	choices map[event.ID]Choice
	blocked map[event.ID]bool
}

// Choice is how somebody leaves a space. The zero Choice is that of somebody who
// does not.
type Choice struct {
	How   How
	At    event.Minute
	Words string
}

// Gone reports whether the space is behind whoever chose, at a minute of their
// own clock.
func (c Choice) Gone(now event.Minute) bool {
	return c.How == Now || c.How == Never || c.How == At && now >= c.At
}

// Silent reports whether nothing is sent.
func (c Choice) Silent() bool { return c.How == Never }

// Set reports whether it is set for later, or was until that time came.
func (c Choice) Set() bool { return c.How == At }

// Said returns what is written before the record that closes the space: the kind
// and its payload, or no kind.
func (c Choice) Said() (event.Kind, codec.Raw) {
	if c.Words == "" {
		return "", nil
	}
	return KindSaid, codec.Must(Said{c.Words})
}

// Of returns what was chosen about a space.
func (s *Own) Of(space event.ID) Choice { return s.choices[space] }

// Blocks reports whether invites from the other of a space are declined.
func (s *Own) Blocks(space event.ID) bool { return s.blocked[space] }

// Allows reports with a Refusal whether the payload may be written. Whose log it
// is has been decided by its key.
func (s *Own) Allows(_ event.Partner, kind event.Kind, payload codec.Raw, at event.Stamp) error {
	_, err := s.plan(kind, payload, at)
	return err
}

// Apply folds a fact. A refused one, for which it returns the Refusal, changes
// nothing.
func (s *Own) Apply(f event.Fact) error {
	do, err := s.plan(f.Kind, f.Payload, f.At)
	if err != nil {
		return err
	}
	do()
	return nil
}

// plan is the one place that decides.
func (s *Own) plan(kind event.Kind, payload codec.Raw, at event.Stamp) (func(), error) {
	switch kind {
	case KindChosen:
		var m Chosen
		if codec.Decode(payload, &m) != nil || m.How.Word() == "" ||
			m.How == At != (m.At != 0) || m.At != 0 && !m.At.Valid() ||
			m.Words != "" && (m.How > At || !event.Fits(m.Words, MaxWords)) {
			return nil, Malformed
		}
		was := s.choices[m.Space]
		switch {
		case m.How == Stay && was.How != At:
			return nil, Nothing
		case was.Gone(at.Civil) && !(was.How == Never && m.How == Now):
			return nil, Done
		}
		return func() {
			if s.choices == nil {
				s.choices = map[event.ID]Choice{}
			}
			s.choices[m.Space] = Choice{m.How, m.At, m.Words}
			if m.How == Stay {
				delete(s.choices, m.Space)
			}
			if was.How != Never { // who says it after all has decided that before
				s.block(m.Space, m.Block)
			}
		}, nil
	case KindBlocked:
		var m Blocked
		if codec.Decode(payload, &m) != nil {
			return nil, Malformed
		}
		return func() { s.block(m.Space, m.Yes) }, nil
	}
	return nil, Unknown
}

func (s *Own) block(space event.ID, yes bool) {
	if s.blocked == nil {
		s.blocked = map[event.ID]bool{}
	}
	s.blocked[space] = yes
}

// Compose reads a form into the payload of its kind. For what a person typed
// wrongly the error is an *event.FieldError.
func (s *Own) Compose(kind event.Kind, f event.Form, now event.Stamp) (any, error) {
	r := event.Fields{Form: f}
	space := r.ID(FieldSpace)
	var payload any
	switch kind {
	case KindChosen:
		m := Chosen{Space: space, Block: f[FieldBlock] == "yes"}
		for h := Now; h <= Stay; h++ {
			if h.Word() == f[FieldHow] {
				m.How = h
			}
		}
		if m.How == 0 {
			r.Fail(FieldHow, event.CodeBad)
		}
		if m.How == At {
			day := r.Date(FieldDate, true)
			hour, minute := r.Clock(FieldTime)
			m.At = day.At(hour, minute)
			switch {
			case m.At <= now.Civil:
				r.Fail(FieldDate, CodePast)
			case day > now.Civil.Date()+MaxAhead:
				r.Fail(FieldDate, CodeFar)
			}
		}
		if m.How == Now || m.How == At {
			m.Words = r.Text(FieldWords, false, MaxWords)
		}
		payload = m
	case KindBlocked:
		payload = Blocked{space, f[FieldBlock] == "yes"}
	default:
		return nil, fmt.Errorf("%w: %q", Unknown, kind)
	}
	if r.Err != nil {
		return nil, r.Err
	}
	return payload, nil
}

// State is what the shared log says of last words. The zero State is that of an
// empty log. It is folded in place by Apply.
type State struct {
	said [3]Last
}

// Last is somebody's last words.
type Last struct {
	ID   event.ID
	Seq  uint64
	At   event.Stamp
	Text string
}

// Said returns somebody's last words.
func (s *State) Said(by event.Partner) (Last, bool) {
	if by > event.Second || s.said[by].Text == "" {
		return Last{}, false
	}
	return s.said[by], true
}

// Allows reports with a Refusal whether by may say it.
func (s *State) Allows(by event.Partner, kind event.Kind, payload codec.Raw, _ event.Stamp) error {
	_, err := s.plan(by, kind, payload)
	return err
}

// Apply folds a fact. A refused one, for which it returns the Refusal, changes
// nothing.
func (s *State) Apply(f event.Fact) error {
	m, err := s.plan(f.By, f.Kind, f.Payload)
	if err == nil {
		s.said[f.By] = Last{f.ID, f.Seq, f.At, m.Text}
	}
	return err
}

func (s *State) plan(by event.Partner, kind event.Kind, payload codec.Raw) (m Said, err error) {
	switch {
	case by != event.First && by != event.Second:
		return m, NotMember
	case kind != KindSaid:
		return m, Unknown
	case codec.Decode(payload, &m) != nil || !event.Fits(m.Text, MaxWords):
		return m, Malformed
	case s.said[by].Text != "":
		return m, Done
	}
	return m, nil
}

// Compose refuses: the device writes last words when the space is left, never a
// form.
func (s *State) Compose(kind event.Kind, _ event.Form, _ event.Stamp) (any, error) {
	return nil, fmt.Errorf("%w: %q", Unknown, kind)
}
