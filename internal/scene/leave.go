package scene

import (
	"maps"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/parting"
)

// Leave decides about the space that the person shares.
func (p *Person) Leave(how parting.How, f event.Form) {
	p.T.Helper()
	p.Do(parting.KindChosen, p.leaving(how, f))
}

func (p *Person) leaving(how parting.How, f event.Form) event.Form {
	values := event.Form{parting.FieldHow: how.Word()}
	p.Dev.Inspect(func(m *app.Model) {
		a, _ := m.Self.Space()
		values[parting.FieldSpace] = event.ID(a.Log).String()
	})
	maps.Copy(values, f)
	return values
}

// End ends the space now, and waits until the relay has it.
func (p *Person) End() {
	p.T.Helper()
	p.Leave(parting.Now, nil)
	p.Sees("the end in the log", func(m *app.Model) bool { return m.Couple.Left() == m.Me && len(m.Waiting) == 0 })
}
