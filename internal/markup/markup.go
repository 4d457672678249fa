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
// Where one node is asked for and there are several, All makes one of them. It takes
// groups, too, so a page grows by page = markup.All(page, more).
//
// Package tag has a function for each element and attribute that the pages use.
// A nil node is no node, so that what is left out needs no other word.
package markup

import (
	"fmt"
	"slices"
	"strings"
)

// Node is a part of a page. A nil node is none. A node does not change once it is
// made, so it may stand in several places.
type Node = *node

// node is one type for all kinds, because a call through an interface, and the
// type's description, cost the browser core more than the fields that a kind leaves
// empty.
type node struct {
	kind  kind
	name  string // of an element or an attribute
	value string // of an attribute or a text
	in    []Node // of an element or a group
}

type kind uint8

const (
	element   kind = iota
	attribute      // with a value
	bare           // an attribute without a value
	text
	group
)

// HTML returns a node's HTML. Attributes outside any element are left out.
func HTML(n Node) string {
	var b strings.Builder
	n.content(&b)
	return b.String()
}

// El is an element.
func El(name string, in ...Node) Node {
	return &node{kind: element, name: name, in: slices.Clone(in)}
}

// Attr is an attribute: with a value, or, without one, just its name.
func Attr(name string, value ...string) Node {
	if len(value) == 0 {
		return &node{kind: bare, name: name}
	}
	return &node{kind: attribute, name: name, value: strings.Join(value, " ")}
}

// Text is a text.
func Text(s string) Node { return &node{kind: text, value: s} }

// Textf is a text put together as by fmt.Sprintf.
func Textf(format string, values ...any) Node { return Text(fmt.Sprintf(format, values...)) }

// All is several nodes as one.
func All(in ...Node) Node { return &node{kind: group, in: slices.Clone(in)} }

// attributes writes what belongs into the opening tag of the element that the node
// stands in.
func (n *node) attributes(b *strings.Builder) {
	if n == nil {
		return
	}
	switch n.kind {
	case attribute, bare:
		b.WriteByte(' ')
		b.WriteString(n.name)
		if n.kind == bare {
			return
		}
		b.WriteString(`="`)
		escape(b, n.value)
		b.WriteByte('"')
	case group:
		for _, c := range n.in {
			c.attributes(b)
		}
	}
}

// content writes what belongs behind the opening tag of the element that the node
// stands in.
func (n *node) content(b *strings.Builder) {
	if n == nil {
		return
	}
	switch n.kind {
	case text:
		escape(b, n.value)
	case group:
		for _, c := range n.in {
			c.content(b)
		}
	case element:
		b.WriteByte('<')
		b.WriteString(n.name)
		for _, c := range n.in {
			c.attributes(b)
		}
		b.WriteByte('>')
		if void(n.name) {
			return
		}
		for _, c := range n.in {
			c.content(b)
		}
		b.WriteString("</")
		b.WriteString(n.name)
		b.WriteByte('>')
	}
}

// void reports whether an HTML element has no end tag (HTML, "Void elements").
func void(name string) bool {
	switch name {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr":
		return true
	}
	return false
}

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
func Map[T any](list []T, one func(T) Node) Node {
	in := make([]Node, 0, len(list))
	for _, v := range list {
		in = append(in, one(v))
	}
	return All(in...)
}
