package view

import (
	"strconv"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/text"
)

// removal is what is said before an entry of a person's own log is removed for
// good.
type removal struct {
	seq            uint64
	title, do, not string
	what           []string // what it means
	cannot         string
	list, back     string // routes: where it leads, and where the entry is
}

// removeOwn asks before an entry of a person's own log is removed.
func removeOwn(b text.Book, m *app.Model, r removal, sheet g.Node) g.Node {
	if !m.MayRedact(true, r.seq) {
		return g.All(Title(r.title), h.P(g.Text(r.cannot)), h.P(Go(r.back, g.Text(r.not))))
	}
	number := strconv.FormatUint(r.seq, 10)
	var tried g.Node
	if m.Try.For(app.ActionRedact, event.Form{"seq": number, app.FieldOwn: "yes"}) {
		tried = trouble(b, m, r.cannot)
	}
	return g.All(
		Title(r.title), sheet, List(r.what), tried,
		Row(ActionForm("remove-"+number, app.ActionRedact, Hidden(app.FieldOwn, "yes"), Hidden("seq", number), Hidden("then", r.list), Submit("main", r.do)),
			GoButton(r.back, "bare", r.not)),
	)
}
