package app

// Fewer reports whether this person wants fewer suggestions: what takes two is
// not offered to them, and nothing that is due in it is pointed at. What the
// other has said is shown as ever, and all of it can be reached. Nothing but
// their own pages depends on it, so nobody else can tell.
func (m *Model) Fewer() bool { return m.Self.Settings.Fewer }
