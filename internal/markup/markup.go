// Package markup builds HTML from Go values. It is small because the browser
// core carries it: the libraries for this bring a template engine or nothing
// that escapes.
//
// A page is a tree of nodes: elements, attributes, texts and groups of these.
// Attributes may stand anywhere among the children of their element; they are
// written where they belong. Texts and the values of attributes are escaped;
// there is no way to put a piece of ready HTML into a tree. Names of elements
// and attributes are the program's own and are written as they are.
//
//	markup.El("p", markup.Attr("class", "said"), markup.Text(words))
//
// Package tag has a function for each element and attribute that the pages use.
// A nil node is no node, so that what is left out needs no other word.
package markup

import (
	"fmt"
	"strings"
)

// Node is a part of a page.
type Node interface {
	// attributes writes what belongs into the opening tag of the element that
	// the node stands in; content what belongs behind it.
	attributes(b *strings.Builder)
	content(b *strings.Builder)
}

// HTML returns a node's HTML. Attributes outside any element are left out.
func HTML(n Node) string {
	var b strings.Builder
	if n != nil {
		n.content(&b)
	}
	return b.String()
}

type element struct {
	name string
	in   Group
}

// El is an element.
func El(name string, in ...Node) Node { return element{name, in} }

func (e element) attributes(*strings.Builder) {}

func (e element) content(b *strings.Builder) {
	b.WriteByte('<')
	b.WriteString(e.name)
	e.in.attributes(b)
	b.WriteByte('>')
	if void(e.name) {
		return
	}
	e.in.content(b)
	b.WriteString("</")
	b.WriteString(e.name)
	b.WriteByte('>')
}

// void reports whether an HTML element has no end tag (HTML, "Void elements").
func void(name string) bool {
	switch name {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr":
		return true
	}
	return false
}

type attribute struct {
	name, value string
	bare        bool
}

// Attr is an attribute: with a value, or, without one, just its name.
func Attr(name string, value ...string) Node {
	if len(value) == 0 {
		return attribute{name: name, bare: true}
	}
	return attribute{name: name, value: strings.Join(value, " ")}
}

func (a attribute) attributes(b *strings.Builder) {
	b.WriteByte(' ')
	b.WriteString(a.name)
	if a.bare {
		return
	}
	b.WriteString(`="`)
	escape(b, a.value)
	b.WriteByte('"')
}

func (a attribute) content(*strings.Builder) {}

type text string

// Text is a text.
func Text(s string) Node { return text(s) }

// Textf is a text put together as by fmt.Sprintf.
func Textf(format string, values ...any) Node { return text(fmt.Sprintf(format, values...)) }

func (t text) attributes(*strings.Builder) {}

func (t text) content(b *strings.Builder) { escape(b, string(t)) }

// escape writes a text so that no reader of HTML finds a tag, an end of a value
// or a reference in it.
func escape(b *strings.Builder, s string) {
	done := 0
	for i := range len(s) {
		var as string
		switch s[i] {
		case '&':
			as = "&amp;"
		case '<':
			as = "&lt;"
		case '>':
			as = "&gt;"
		case '"':
			as = "&#34;"
		case '\'':
			as = "&#39;"
		case 0:
			as = "\uFFFD"
		default:
			continue
		}
		b.WriteString(s[done:i])
		b.WriteString(as)
		done = i + 1
	}
	b.WriteString(s[done:])
}

// Group is several nodes as one.
type Group []Node

func (g Group) attributes(b *strings.Builder) {
	for _, n := range g {
		if n != nil {
			n.attributes(b)
		}
	}
}

func (g Group) content(b *strings.Builder) {
	for _, n := range g {
		if n != nil {
			n.content(b)
		}
	}
}

// If is the node if it is wanted. The node is made in any case; Iff makes it
// only then.
func If(wanted bool, n Node) Node {
	if !wanted {
		return nil
	}
	return n
}

// Iff is described at If.
func Iff(wanted bool, one func() Node) Node {
	if !wanted {
		return nil
	}
	return one()
}

// Map is a node for each thing of a list.
func Map[T any](list []T, one func(T) Node) Group {
	g := make(Group, 0, len(list))
	for _, v := range list {
		g = append(g, one(v))
	}
	return g
}
