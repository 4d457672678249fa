// Package view turns the app's Model into HTML. There is one file for each
// practice and one for each area of the app; the shared parts are here.
//
// A page is what stands inside the app's one region. It says what is to be
// carried to the app by attributes, which the page's script reads:
//
//	<form data-action=NAME>           the fields go to the app
//	<form data-action=NAME data-key>  fields marked data-secret go to a key worker only
//	data-go=ROUTE                     a link within the app
//	data-help, data-exit, data-lock   help over the page; leave at once; lock
//	data-copy=#ID, data-print         copy an element's text; print
//	data-reveal=#ID                   show what is typed in a secret field
//	data-focus                        has the focus when the page comes
//	data-progress                     where a key worker's progress is shown
//
// Everything that a person typed is a text node or an attribute value, escaped
// by the library. There are no inline styles and no scripts.
package view

import (
	"encoding/base64"
	"strings"
	"unicode"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/text"
)

// Frame is what stands around a page.
type Frame struct {
	Book    text.Book
	Nav     []NavItem // empty: no navigation
	Here    string    // route of the section this page belongs to
	CanLock bool
	Theme   string
	Banner  g.Node // alarms, connection
	Label   g.Node // what stands on every page
}

// NavItem is a section of the app.
type NavItem struct{ Route, Label, Icon string }

// Show puts the frame around a page.
func (f Frame) Show(page ...g.Node) g.Node {
	b := f.Book.Frame
	return h.Div(h.Class("app"), g.If(f.Theme != "" && f.Theme != "system", h.Data("theme", f.Theme)),
		h.A(h.Class("skip"), h.Href("#page"), g.Text(b.Skip)),
		h.Header(h.Class("top"),
			h.Span(h.Class("mark"), g.Text(b.Mark)),
			h.Div(h.Class("row"),
				h.Button(h.Type("button"), h.Class("bare"), h.Data("help", ""), g.Text(b.Help)),
				g.If(f.CanLock, h.Button(h.Type("button"), h.Data("lock", ""), g.Text(b.Lock))),
				h.Button(h.Type("button"), h.Class("exit"), h.Data("exit", ""), g.Text(b.Exit)),
			),
		),
		g.If(len(f.Nav) > 0, h.Nav(h.Class("nav"), g.Attr("aria-label", b.Main), g.Map(f.Nav, func(n NavItem) g.Node {
			return h.A(h.Href("#"), h.Data("go", n.Route), g.If(n.Route == f.Here, g.Attr("aria-current", "page")), icon(n.Icon), g.Text(n.Label))
		}))),
		h.Main(h.ID("page"), f.Label, g.If(f.Banner != nil, f.Banner), g.All(page...)),
	)
}

// Head is a page's heading over the seam.
func Head(title g.Node, eyebrow ...g.Node) g.Node {
	return h.Div(h.Class("head"),
		g.If(len(eyebrow) > 0, h.Span(h.Class("eyebrow"), g.All(eyebrow...))),
		h.H1(title), Seam())
}

// Title is Head with plain words.
func Title(words string) g.Node { return Head(g.Text(words)) }

// Seam is the mended line of gold.
func Seam() g.Node {
	return h.SVG(h.Class("seam"), g.Attr("viewBox", "0 0 400 10"), g.Attr("preserveAspectRatio", "none"), g.Attr("aria-hidden", "true"),
		g.El("path", g.Attr("d", "M0 5 L38 4.2 61 6.8 97 3.4 128 5.6 171 4.8 190 7.6 214 2.6 250 5.2 288 4.4 309 6.9 346 4 400 5")))
}

// Thing is one of the things on a page: who and when, what, what to do.
func Thing(eyebrow, said g.Node, rest ...g.Node) g.Node {
	return h.Section(h.Class("thing"), h.Span(h.Class("eyebrow"), eyebrow), h.P(h.Class("said"), said), g.All(rest...))
}

// Row puts buttons beside each other.
func Row(nodes ...g.Node) g.Node { return h.Div(h.Class("row"), g.All(nodes...)) }

// Go is a link within the app that looks like a link.
func Go(route string, words ...g.Node) g.Node {
	return h.A(h.Href("#"), h.Data("go", route), g.All(words...))
}

// GoButton is a link within the app that looks like a button. Class is "",
// "main" or "bare".
func GoButton(route, class, words string) g.Node {
	return h.A(h.Href("#"), h.Class(strings.TrimSpace("button "+class)), h.Data("go", route), g.Text(words))
}

// download is a button that saves a file. All of it is in the link, so that
// nothing is asked for.
func download(name, mediaType string, file []byte, words string) g.Node {
	return h.A(h.Class("button"), g.Attr("download", name), h.Href("data:"+mediaType+";base64,"+base64.StdEncoding.EncodeToString(file)), g.Text(words))
}

// Submit is a form's button. Class is "", "main" or "bare".
func Submit(class, words string) g.Node {
	return h.Button(h.Type("submit"), g.If(class != "", h.Class(class)), g.Text(words))
}

// ActionForm is a form that goes to the app. The id changes when the form is to
// come back empty.
func ActionForm(id, action string, nodes ...g.Node) g.Node {
	return h.Form(h.ID(id), h.Data("action", action), h.Method("post"), h.AutoComplete("off"), g.All(nodes...))
}

// KeyForm is a form whose secret fields go to a key worker.
func KeyForm(id, action string, nodes ...g.Node) g.Node {
	return h.Form(h.ID(id), h.Data("action", action), h.Data("key", ""), h.Method("post"), h.AutoComplete("off"), g.All(nodes...),
		h.Div(h.Data("progress", ""), h.Role("status")))
}

// Hidden is a field that is not shown.
func Hidden(name, value string) g.Node {
	return h.Input(h.Type("hidden"), h.Name(name), h.Value(value))
}

// FieldProps describes a field with its label.
type FieldProps struct {
	ID, Name, Label, Hint string
	Error                 string
	Control               func(attrs ...g.Node) g.Node // given id, name and what describes it
}

// Field is a label, a hint, a control and what is wrong with it.
func Field(p FieldProps) g.Node {
	var describes []string
	if p.Hint != "" {
		describes = append(describes, p.ID+"-hint")
	}
	if p.Error != "" {
		describes = append(describes, p.ID+"-error")
	}
	attrs := []g.Node{h.ID(p.ID), h.Name(p.Name)}
	if len(describes) > 0 {
		attrs = append(attrs, g.Attr("aria-describedby", strings.Join(describes, " ")))
	}
	if p.Error != "" {
		attrs = append(attrs, g.Attr("aria-invalid", "true"))
	}
	return h.Div(h.Class("field"),
		h.Label(h.For(p.ID), g.Text(p.Label)),
		g.If(p.Hint != "", h.Span(h.ID(p.ID+"-hint"), h.Class("hint"), g.Text(p.Hint))),
		p.Control(attrs...),
		g.If(p.Error != "", h.Span(h.ID(p.ID+"-error"), h.Class("wrong"), g.Text(p.Error))),
	)
}

// Text is a one-line control.
func Text(value string, more ...g.Node) func(...g.Node) g.Node {
	return func(attrs ...g.Node) g.Node {
		return h.Input(h.Type("text"), g.All(attrs...), h.Value(value), h.AutoComplete("off"), g.All(more...))
	}
}

// Input is a control of another type, such as date or time.
func Input(kind, value string, more ...g.Node) func(...g.Node) g.Node {
	return func(attrs ...g.Node) g.Node {
		return h.Input(h.Type(kind), g.All(attrs...), h.Value(value), h.AutoComplete("off"), g.All(more...))
	}
}

// Area is a control of several lines.
func Area(value string, more ...g.Node) func(...g.Node) g.Node {
	return func(attrs ...g.Node) g.Node {
		return h.Textarea(g.All(attrs...), h.AutoComplete("off"), h.Rows("3"), g.All(more...), g.Text(value))
	}
}

// Option is one choice of a Select.
type Option struct{ Value, Label string }

// Select is a control with choices.
func Select(value string, options []Option) func(...g.Node) g.Node {
	return func(attrs ...g.Node) g.Node {
		return h.Select(g.All(attrs...), g.Map(options, func(o Option) g.Node {
			return h.Option(h.Value(o.Value), g.If(o.Value == value, h.Selected()), g.Text(o.Label))
		}))
	}
}

// radios is a choice of one of several, with what there is to know before one
// chooses, and what is wrong. Class is that of the row of choices.
func radios(id, name string, legend, about g.Node, wrong, class string, options []Option, value string) g.Node {
	return h.FieldSet(h.ID(id), g.If(about != nil, h.Aria("describedby", id+"-about")), g.If(wrong != "", h.Aria("invalid", "true")),
		h.Legend(legend), g.If(about != nil, h.Div(h.ID(id+"-about"), about)),
		h.Div(h.Class(class), g.Map(options, func(o Option) g.Node {
			return h.Label(h.Class("choice"), h.Input(h.Type("radio"), h.ID(id+"-"+o.Value), h.Name(name), h.Value(o.Value), g.If(o.Value == value, g.Attr("checked"))),
				g.Text(o.Label))
		})),
		g.If(wrong != "", h.Span(h.Class("wrong"), g.Text(wrong))))
}

// choice is a box or a button to choose something, with a hint under its words.
func choice(kind, field, value string, words g.Node, hint string, on bool) g.Node {
	return h.Label(h.Class("choice"), h.Input(h.Type(kind), h.Name(field), h.Value(value), g.If(on, h.Checked())),
		h.Span(words, g.If(hint != "", g.All(g.El("br"), h.Span(h.Class("hint"), g.Text(hint))))))
}

// Secret is a control whose value never reaches the app, with a button to look
// at what was typed. Browsers offer to keep what is typed into a password field,
// and note the field before it as a name for that, whatever autocomplete="off"
// says; a passphrase kept on a shared computer opens everything. What is said to
// be a code for one time is left alone.
func Secret(b text.Book, id string, more ...g.Node) func(...g.Node) g.Node {
	return func(attrs ...g.Node) g.Node {
		return h.Div(h.Class("reveal"),
			h.Input(h.Type("password"), g.All(attrs...), h.Data("secret", ""), h.AutoComplete("one-time-code"), g.Attr("autocapitalize", "none"),
				g.Attr("spellcheck", "false"), g.All(more...)),
			h.Button(h.Type("button"), h.Data("reveal", "#"+id), g.Attr("aria-pressed", "false"), g.Text(b.Frame.Show)),
		)
	}
}

// Problem says above a form what went wrong. "" says nothing.
func Problem(b text.Book, words string) g.Node {
	if words == "" {
		return nil
	}
	return h.Div(h.Class("summary"), h.Role("alert"), h.Data("focus", ""), h.TabIndex("-1"),
		h.H2(g.Text(b.Wrong.Title)), h.P(g.Text(words)))
}

// Copy is a button that copies the text of the element with the id.
func Copy(b text.Book, id string) g.Node {
	return h.Button(h.Type("button"), h.Data("copy", "#"+id), g.Text(b.Frame.Copy))
}

// Print is a button that prints the page.
func Print(b text.Book) g.Node {
	return h.Button(h.Type("button"), h.Data("print", ""), g.Text(b.Frame.Print))
}

// List is a list of sentences.
func List(items []string) g.Node {
	return h.Ul(g.Map(items, func(s string) g.Node { return h.Li(g.Text(s)) }))
}

// Name shows what a person calls themselves: apart from its surroundings, and
// without what could reorder or hide text.
func Name(s string) g.Node { return g.El("bdi", g.Text(CleanName(s))) }

// CleanName drops control and format characters, among them those that turn the
// direction of text or take no room.
func CleanName(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.C, r) || r == '\u2028' || r == '\u2029' {
			return -1
		}
		return r
	}, s))
}

// Named puts a name into a sentence that has one %s.
func Named(sentence, name string) g.Node {
	before, after, _ := strings.Cut(sentence, "%s")
	return g.All(g.Text(before), Name(name), g.Text(after))
}
