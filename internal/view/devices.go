package view

import (
	"slices"
	"strconv"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/self"
	"troth/internal/text"
)

// devicesSection leads to the pages about one's devices.
func devicesSection(b text.Book) g.Node {
	w := b.Devices
	return h.Section(h.Class("thing"), h.H2(g.Text(w.Title)), h.P(h.Class("quiet"), g.Text(w.Lead)),
		Row(GoButton(app.RouteDevices, "", w.Do), GoButton(app.RouteSignOut, "bare", w.Forget)))
}

// deviceName is what a device is called, by its place in the list if by nothing.
func deviceName(b text.Book, i int, d self.Device) string {
	if name := CleanName(d.Label); name != "" {
		return name
	}
	return text.Fill(b.Devices.Device, "n", strconv.Itoa(i+1))
}

// ownDevices shows a person's devices, after the passphrase.
func ownDevices(b text.Book, m *app.Model) g.Node {
	w := b.Devices
	head := g.All(Title(w.Title), h.P(g.Text(w.Lead)))
	back := Row(GoButton(app.RouteKeys, "bare", b.Keys.Title))
	if m.Own == nil {
		wrong, _ := tried(b, m, app.ActionDevices)
		return g.All(head, Problem(b, wrong), KeyForm("devices", app.ActionDevices,
			passphraseField(b, "pass", w.Ask), Row(Submit("main", w.Do))), back)
	}
	var list []g.Node
	var which []Option
	here := self.Device{}
	for i, d := range m.Self.Devices {
		name, state := deviceName(b, i, d), either(slices.Contains(m.Own.Live.Known, d.ID), w.In, w.Out)
		if d.ID == m.Own.Here {
			here, state = d, w.Here+"."
		} else {
			which = append(which, Option{d.ID.String(), name})
		}
		day := b.Calendar.When(text.Moment{Day: d.Day.Time(), Today: m.Now.Civil.Date().Time(), MonthFirst: m.Self.Settings.MonthFirst})
		list = append(list, h.Section(h.Class("thing"), h.H2(h.Dir("auto"), g.Text(name)), h.P(h.Class("quiet"), g.Text(state+" "+text.Fill(w.Noted, "when", day)))))
	}
	if n := m.Own.Live.Other; n > 0 {
		which = append(which, Option{app.StrangeDevices, w.OtherName})
		list = append(list, h.Section(h.Class("thing"), h.P(g.Text(either(n == 1, w.Other, text.Fill(w.Others, "n", b.Calendar.Numbers.Words(n)))))))
	}
	wrong, field := tried(b, m, app.ActionSignOut)
	_, named := tried(b, m, app.ActionNameDevice)
	return g.All(head,
		g.If(m.Own.Out, h.P(h.Class("note"), h.Role("status"), g.Text(w.SignedOut))),
		h.Div(h.Class("things"), g.All(list...)), h.P(h.Class("quiet small"), g.Text(w.Weekly)),
		g.Iff(len(which) == 0, func() g.Node { return h.P(h.Class("quiet"), g.Text(w.Only)) }),
		g.Iff(len(which) > 0, func() g.Node {
			return KeyForm("out-"+strconv.FormatUint(m.Serial, 10), app.ActionSignOut, Problem(b, wrong),
				radios("device", app.FieldDevice, g.Text(w.Which), nil, field(app.FieldDevice), "stack", which, echo(m, app.ActionSignOut, app.FieldDevice, "")), List(w.SignOutWhat),
				passphraseField(b, "pass", ""), Row(Submit("", w.SignOut)))
		}),
		ActionForm("name", app.ActionNameDevice, Field(FieldProps{ID: "label", Name: app.FieldLabel, Label: w.Name, Hint: w.NameHint, Error: named(app.FieldLabel),
			Control: Text(echo(m, app.ActionNameDevice, app.FieldLabel, here.Label), h.MaxLength(strconv.Itoa(event.MaxName)))}), Row(Submit("", w.NameDo))),
		Row(GoButton(app.RouteSignOut, "", w.Forget), GoButton(app.RouteKeys, "bare", b.Keys.Title)))
}

// forgetHere asks before this device is signed out.
func forgetHere(b text.Book, m *app.Model) g.Node {
	w := b.Devices
	wrong, _ := tried(b, m, app.ActionForgetHere)
	return g.All(Title(w.Forget), h.P(g.Text(w.ForgetLead)), List(w.ForgetWhat), Problem(b, wrong),
		g.If(len(m.Waiting) > 0, h.Div(h.Class("note"), h.P(g.Text(w.ForgetWaits)), h.P(Go(app.RouteWaiting, g.Text(b.Waiting.Look))))),
		g.If(len(m.Drafts) > 0, h.P(h.Class("note"), g.Text(w.ForgetDrafts))),
		ActionForm("forget", app.ActionForgetHere, Row(Submit("main", w.ForgetDo), GoButton(app.RouteKeys, "bare", b.Frame.NotNow))))
}
