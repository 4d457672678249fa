package app

import (
	"troth/internal/event"
	"troth/internal/self"
)

// RouteHost says what it means that one's partner runs the server.
const RouteHost = "host"

// ActionHostRead is that somebody has read that, before they join.
const ActionHostRead = "host-read"

// FieldHost is who runs the server, as a person says it: a self.Host.
const FieldHost = "host"

// hostedBy reads who runs the server. What is not said, or not one of the answers,
// changes nothing.
func (m *Model) hostedBy(f event.Form) {
	if h := self.Host(f[FieldHost]); h != self.HostUnsaid && self.ValidHost(h) {
		m.HostedBy = h
	}
}

// MustRead reports whether somebody is about to join a space on a server that
// the one who invites them runs, and has not yet read what that means. Nothing is
// sent for them before they have.
func (m *Model) MustRead() bool {
	return m.Phase != Open && m.Joining() && !m.HostRead && (m.Invited.Host || m.HostedBy == self.HostPartner)
}

// HostedByPartner reports whether this person's partner runs the server, as far
// as is known. It is known once the app is open, and while somebody joins.
func (m *Model) HostedByPartner() bool {
	if m.Phase == Open {
		return m.Self.HostedByPartner()
	}
	return m.Joining() && (m.Invited.Host || m.HostedBy == self.HostPartner)
}

// hostRead takes it that what it means was read, and goes on to where the person
// was on their way to.
func (m *Model) hostRead() []Effect {
	if !m.MustRead() {
		return nil
	}
	m.HostRead, m.HostedBy = true, self.HostPartner
	if m.Phase == Locked || m.Answers == nil {
		m.open(RouteJoin)
		return nil
	}
	return m.toSignUp()
}

// toSignUp opens the sign-up page.
func (m *Model) toSignUp() []Effect {
	m.open(RouteSignUp)
	if m.Suggested == "" {
		return []Effect{Suggest{}}
	}
	return nil
}
