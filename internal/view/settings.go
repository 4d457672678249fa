package view

import (
	"strconv"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/self"
	"troth/internal/text"
)

func settings(b text.Book, m *app.Model) g.Node {
	w, s := b.Set, m.Self.Settings
	wrong, field := tried(b, m, app.ActionSet)
	var lock []Option
	for _, n := range []int{1, 2, 5, 10, 15, 30, 60} {
		lock = append(lock, Option{strconv.Itoa(n), minutes(b, n)})
	}
	dates := "day-first"
	if s.MonthFirst {
		dates = "month-first"
	}
	notes := "on"
	if m.NotesOff() {
		notes = "off"
	}
	build := m.Build
	if build == "" {
		build = w.NoBuild
	}
	return g.All(
		Title(w.Title),
		Problem(b, wrong),
		ActionForm("set", app.ActionSet,
			Field(FieldProps{ID: "autolock", Name: "autolock", Label: w.AutoLock, Hint: w.AutoLockHint, Error: field("autolock"),
				Control: Select(strconv.Itoa(int(s.AutoLock)), lock)}),
			Field(FieldProps{ID: "theme", Name: "theme", Label: w.Theme, Control: Select(string(s.Theme),
				[]Option{{string(self.System), w.System}, {string(self.Light), w.Light}, {string(self.Dark), w.Dark}})}),
			Field(FieldProps{ID: "dates", Name: "dates", Label: w.Dates, Control: Select(dates, []Option{{"day-first", w.DayFirst}, {"month-first", w.MonthFirst}})}),
			Field(FieldProps{ID: "notes", Name: "notes", Label: w.Notes, Hint: w.NotesHint, Control: Select(notes, []Option{{"on", w.NotesOn}, {"off", w.NotesOff}})}),
			Field(FieldProps{ID: "fewer", Name: "fewer", Label: w.Fewer, Hint: w.FewerHint, Control: Select(either(s.Fewer, "yes", "no"), []Option{{"no", w.FewerNo}, {"yes", w.FewerYes}})}),
			hostField(b, m, "host", b.Host.AskHint),
			Row(Submit("main", w.Save)),
		),
		g.If(len(m.Meant.Raised) > 0, ActionForm("forget", app.ActionForgetMeant, h.P(h.Class("quiet small"), g.Text(w.ForgetLead)), Row(Submit("", w.Forget)))),
		h.Div(h.Class("things"),
			Thing(g.Text(b.Connection.In), Go(app.RouteConnection, g.Text(b.Connection.Title))),
			g.If(m.Space == app.NoSpace || m.Space == app.Ended, h.Section(h.Class("thing"), Row(GoButton(app.RouteInvite, "", w.Invite)))),
			Thing(g.Text(w.KeysIn), Go(app.RouteKeys, g.Text(b.Keys.Title))),
			h.Section(h.Class("thing"), h.H2(g.Text(w.Install)), h.P(h.Class("quiet"), g.Text(w.InstallLead)), Row(h.Button(h.Type("button"), h.Data("help", "names"), g.Text(w.InstallNames))),
				h.Div(h.Class("fold"), g.Map(w.InstallHow, func(i text.InstallHow) g.Node { return h.Details(h.Summary(g.Text(i.On)), h.P(g.Text(i.How))) })),
				h.P(h.Class("quiet"), g.Text(w.InstallWhy))),
			h.Section(h.Class("thing"), h.H2(g.Text(w.Help)), h.P(h.Class("quiet"), g.Text(w.HelpLead)),
				Row(h.Button(h.Type("button"), h.Data("help", ""), g.Text(w.Help)))),
			Thing(g.Text(b.Leave.In), Go(app.RouteLeave, g.Text(b.Leave.Title))),
			h.Section(h.Class("thing"), h.H2(g.Text(w.Build)), h.P(h.Class("link"), g.Text(build)), h.P(h.Class("quiet small"), g.Text(w.BuildLead))),
		),
	)
}
