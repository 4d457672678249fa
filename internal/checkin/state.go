package checkin

import (
	"slices"

	"troth/internal/codec"
	"troth/internal/event"
	"troth/internal/reflection"
)

// State is what the shared log says about check-ins and the hour. The zero State
// is that of an empty log. It is folded in place by Apply.
type State struct {
	list     []*Checkin // in the order of the log
	said     reflection.State
	proposed *Hour
	agreed   *Hour
}

// Checkin is one that was shared.
type Checkin struct {
	reflection.Topic
	Entry Entry
}

// Hour is one of every week.
type Hour struct {
	ID event.ID
	By event.Partner // who proposed it
	At event.Stamp   // when it was proposed; when it was agreed to, once it is
	Proposed

	seq uint64 // of what was said of it last
}

// Minutes is how long the hour is.
const Minutes = 60

// Next returns when the hour begins next, or has begun less than an hour ago.
func (h Hour) Next(now event.Stamp) event.Minute {
	for d := now.Civil.Date() - 1; ; d++ {
		start := d.At(0, int(h.Minute))
		if weekday(d) == h.Weekday && start+Minutes > now.Civil {
			return start
		}
	}
}

// weekday returns 1 for a Monday to 7 for a Sunday.
func weekday(d event.Date) uint8 { return uint8((d%7+7+3)%7) + 1 } // day 0 was a Thursday

// Allows reports with a Refusal whether by may write the payload. It is the rule
// for what the screen offers, for what may be appended and for what a received
// event counts.
func (s *State) Allows(by event.Partner, kind event.Kind, payload codec.Raw, _ event.Stamp) error {
	_, err := s.plan(by, kind, payload)
	return err
}

// Apply folds a fact. A refused one, for which it returns the Refusal, changes
// nothing.
func (s *State) Apply(f event.Fact) error {
	do, err := s.plan(f.By, f.Kind, f.Payload)
	if err != nil {
		return err
	}
	if s.said.Used(f.ID) {
		return Taken
	}
	do(f)
	return nil
}

// plan is the one place that decides.
func (s *State) plan(by event.Partner, kind event.Kind, payload codec.Raw) (func(event.Fact), error) {
	if by != event.First && by != event.Second {
		return nil, NotMember
	}
	switch kind {
	case KindShared:
		var m Shared
		err := decode(payload, &m, func() bool { return m.Entry.Valid() })
		return func(f event.Fact) {
			c := &Checkin{Topic: reflection.Topic{ID: f.ID, Seq: f.Seq, By: f.By, At: f.At}, Entry: m.Entry}
			s.list = append(s.list, c)
			s.said.Begin(&c.Topic)
		}, err
	case KindReflected, KindConfirmed, KindCorrected:
		return s.said.Plan(by, kind.Verb(), payload, nil)
	case KindProposed:
		var m Proposed
		err := decode(payload, &m, func() bool { return m.valid() })
		if h := s.agreed; err == nil && h != nil && h.Proposed == m {
			err = Same
		}
		if h := s.proposed; err == nil && h != nil && h.Proposed == m {
			err = Same // by the other: it can be agreed to
		}
		return func(f event.Fact) { s.proposed = &Hour{ID: f.ID, By: f.By, At: f.At, Proposed: m, seq: f.Seq} }, err
	case KindAgreed:
		var m Agreed
		if err := decode(payload, &m, func() bool { return true }); err != nil {
			return nil, err
		}
		switch h := s.proposed; {
		case h == nil || h.ID != m.Hour:
			return nil, NoHour
		case h.By == by:
			return nil, NotTheir
		}
		return func(f event.Fact) {
			s.agreed, s.proposed = s.proposed, nil
			s.agreed.At, s.agreed.seq = f.At, f.Seq
		}, nil
	case KindEnded:
		var m Ended
		if err := decode(payload, &m, func() bool { return true }); err != nil {
			return nil, err
		}
		switch {
		case s.agreed != nil && s.agreed.ID == m.Hour:
			return func(event.Fact) { s.agreed = nil }, nil
		case s.proposed == nil || s.proposed.ID != m.Hour:
			return nil, NoHour
		case s.proposed.By != by:
			return nil, NotTheir
		}
		return func(event.Fact) { s.proposed = nil }, nil
	}
	return nil, Unknown
}

// Checkin returns the check-in with the given id. It is for reading only.
func (s *State) Checkin(id event.ID) (*Checkin, bool) {
	i := slices.IndexFunc(s.list, func(c *Checkin) bool { return c.ID == id })
	if i < 0 {
		return nil, false
	}
	return s.list[i], true
}

// List returns all check-ins, newest first. They are for reading only.
func (s *State) List() []*Checkin {
	list := slices.Clone(s.list)
	slices.Reverse(list)
	return list
}

// VerbShared is the verb of KindShared.
const VerbShared = "shared"

// News returns what the other of me said after the entry numbered seq, newest
// first.
func (s *State) News(me event.Partner, seq uint64) []reflection.News {
	var said []reflection.News
	for _, c := range s.list {
		if c.By != me {
			said = append(said, reflection.News{ID: c.ID, Seq: c.Seq, At: c.At, Verb: VerbShared, Topic: &c.Topic})
		}
		said = append(said, c.Said(me)...)
	}
	return reflection.Since(said, seq)
}

// Shows returns the entries of the other that me has before them when they look
// at the check-in with the given id.
func (s *State) Shows(id event.ID, me event.Partner) []event.ID {
	c, ok := s.Checkin(id)
	if !ok {
		return nil
	}
	return c.Shows(me)
}

// Hour returns the hour that both keep. Proposal returns the one that is
// proposed and not agreed to.
func (s *State) Hour() (Hour, bool) { return hour(s.agreed) }

// Proposal is described at Hour.
func (s *State) Proposal() (Hour, bool) { return hour(s.proposed) }

func hour(h *Hour) (Hour, bool) {
	if h == nil {
		return Hour{}, false
	}
	return *h, true
}

// HourNews returns the hour of which the other of me said something after the
// entry numbered seq: that they propose it, or that they agree.
func (s *State) HourNews(me event.Partner, seq uint64) (h Hour, agreed, ok bool) {
	switch {
	case s.proposed != nil && s.proposed.By != me && s.proposed.seq > seq:
		return *s.proposed, false, true
	case s.agreed != nil && s.agreed.By == me && s.agreed.seq > seq:
		return *s.agreed, true, true
	}
	return Hour{}, false, false
}

// Said returns what a body of KindShared says.
func Said(body event.Body) (Entry, bool) {
	var m Shared
	ok := body.Kind == KindShared && codec.Decode(body.Payload, &m) == nil
	return m.Entry, ok
}
