package view

import (
	"strconv"
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/event"
	"troth/internal/seal"
	"troth/internal/text"
)

// What both answer is shown by these parts, whatever the practice is. Nothing in
// them tells whether it was the other who has not answered.

// seals puts the two answers side by side, or what stands in their place while
// they are closed. Own is this person's answer, which they can read at any time.
// Both come from the seal as this person may see it.
func seals(b text.Book, m *app.Model, v seal.Seen, own, other g.Node, mine, theirs seal.Result) g.Node {
	w := b.Seal
	left := h.P(h.Class("quiet"), g.Text(w.NotYet))
	right := h.P(h.Class("quiet"), g.Text(w.Closed))
	class := "seal"
	switch {
	case v.Done() && mine == seal.Junk:
		left = h.P(h.Class("quiet"), g.Text(w.Junk))
	case v.Done():
		left = own
	case v.Mine:
		class = "seal closed"
		left = g.All(h.P(g.Text(written(b, m, w.Sealed, v.At))), h.P(h.Class("quiet small"), g.Text(w.SealedWhat)),
			g.If(own != nil, h.Details(h.Summary(g.Text(w.Look)), own)))
	}
	switch {
	case v.Done() && theirs == seal.Junk:
		right = h.P(h.Class("quiet"), g.Text(w.Junk))
	case v.Done():
		right = other
	case v.Mine && !v.May && m.Space == app.Shared:
		right = h.P(h.Class("quiet"), g.Text(w.Opens))
	}
	return sealPair(b, m, class, left, right)
}

// sealPair are the two places side by side, this person's first.
func sealPair(b text.Book, m *app.Model, class string, left, right g.Node) g.Node {
	return h.Div(h.Class("seals"),
		h.Section(h.Class(class), h.Span(h.Class("eyebrow"), g.Text(b.Seal.You)), left),
		h.Section(h.Class("seal"), h.Span(h.Class("eyebrow"), who(b, m, b.Seal.Them, m.Me.Other())), right))
}

// sealKept shows an answer that the other has taken back since, and that this
// person keeps.
func sealKept(b text.Book, m *app.Model, own, other g.Node) g.Node {
	return g.All(h.P(h.Class("quiet"), who(b, m, b.Seal.Kept, m.Me.Other())), sealPair(b, m, "seal", own, other))
}

// opened returns a seal as this person may see it, as it was when it had opened if
// the other has taken their answer back since; kept says that.
func opened(m *app.Model, x *seal.Seal, v seal.Seen) (_ seal.Seen, kept bool) {
	if x == nil || v.Done() {
		return v, false
	}
	plain, kept := m.KeptAnswer(x)
	if kept {
		v.Own, _ = m.OwnAnswer(x)
		v.Open, v.May, v.Seq, v.Other, v.OwnResult, v.OtherResult = true, false, 1, plain, seal.Read, seal.Read
	}
	return v, kept
}

// keptNote says that the other has taken their answer back, if they have.
func keptNote(b text.Book, m *app.Model, kept bool) g.Node {
	return g.If(kept, h.P(h.Class("quiet"), who(b, m, b.Seal.Kept, m.Me.Other())))
}

// answerSheet is an answer in words; nil if there are none.
func answerSheet(words string) g.Node {
	if words == "" {
		return nil
	}
	return h.Div(h.Class("letter"), paragraphs(words))
}

// unread reports whether somebody has not looked yet at what has opened.
func unread(m *app.Model, v seal.Seen) bool {
	others := m.Couple.Seal.Shows(v.ID, m.Me)
	return len(others) > 0 && !m.Opened[others[0]]
}

// takeBack is the button by which an own answer is withdrawn. It becomes the draft
// of a form again, by that form's name: fields and their values, in turn.
func takeBack(b text.Book, m *app.Model, v seal.Seen, then, form string, fields ...string) g.Node {
	if !v.May || m.Space != app.Shared {
		return nil
	}
	id := v.ID.String()
	var tried g.Node
	var typed []string
	var answer []g.Node
	for i := 0; i < len(fields); i += 2 {
		typed, answer = append(typed, fields[i]), append(answer, Hidden(fields[i], fields[i+1]))
	}
	if m.Try.For(app.ActionDo, event.Form{event.FieldKind: string(seal.KindWithdraw), seal.FieldSeal: id}) {
		tried = trouble(b, m, b.Seal.Cannot)
	}
	return h.Div(h.Class("stack"), tried, h.P(h.Class("quiet small"), g.Text(b.Seal.BackHint)),
		Row(ActionForm("withdraw-"+strconv.FormatUint(m.Serial, 10), app.ActionDo, Hidden(event.FieldKind, string(seal.KindWithdraw)),
			Hidden(seal.FieldSeal, id), Hidden("then", then),
			Hidden(app.FieldDraft, form), Hidden(app.FieldTyped, strings.Join(typed, " ")), g.All(answer...), Submit("", b.Seal.Back))))
}

// openedAnswer returns the seal that an entry belongs to and, of an answer that has
// opened to this person, what it says, as far as the seal gives it out.
func openedAnswer(m *app.Model, f event.Fact) (id event.ID, plain []byte, ok bool) {
	_, id = m.SealedBy(f)
	x, there := m.Couple.Seal.Seal(id)
	if !there || f.Kind != seal.KindCommit || x.Answered(f.By) != f.Seq { // else it was withdrawn
		return id, nil, false
	}
	v := x.Seen(m.Me)
	if f.By == m.Me {
		return id, v.Own, v.Done()
	}
	return id, v.Other, v.Done()
}
