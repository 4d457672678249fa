// Package tag names the elements and attributes of HTML that the pages use, for
// package markup: tag.P(tag.Class("said"), markup.Text(words)).
package tag

import m "troth/internal/markup"

// Elements.
func A(in ...m.Node) m.Node          { return m.El("a", in...) }
func Aside(in ...m.Node) m.Node      { return m.El("aside", in...) }
func Button(in ...m.Node) m.Node     { return m.El("button", in...) }
func Cite(in ...m.Node) m.Node       { return m.El("cite", in...) }
func Dd(in ...m.Node) m.Node         { return m.El("dd", in...) }
func Details(in ...m.Node) m.Node    { return m.El("details", in...) }
func Div(in ...m.Node) m.Node        { return m.El("div", in...) }
func Dl(in ...m.Node) m.Node         { return m.El("dl", in...) }
func Dt(in ...m.Node) m.Node         { return m.El("dt", in...) }
func FieldSet(in ...m.Node) m.Node   { return m.El("fieldset", in...) }
func FigCaption(in ...m.Node) m.Node { return m.El("figcaption", in...) }
func Figure(in ...m.Node) m.Node     { return m.El("figure", in...) }
func Form(in ...m.Node) m.Node       { return m.El("form", in...) }
func H1(in ...m.Node) m.Node         { return m.El("h1", in...) }
func H2(in ...m.Node) m.Node         { return m.El("h2", in...) }
func H3(in ...m.Node) m.Node         { return m.El("h3", in...) }
func Header(in ...m.Node) m.Node     { return m.El("header", in...) }
func Input(in ...m.Node) m.Node      { return m.El("input", in...) }
func Label(in ...m.Node) m.Node      { return m.El("label", in...) }
func Legend(in ...m.Node) m.Node     { return m.El("legend", in...) }
func Li(in ...m.Node) m.Node         { return m.El("li", in...) }
func Main(in ...m.Node) m.Node       { return m.El("main", in...) }
func Nav(in ...m.Node) m.Node        { return m.El("nav", in...) }
func Ol(in ...m.Node) m.Node         { return m.El("ol", in...) }
func Option(in ...m.Node) m.Node     { return m.El("option", in...) }
func P(in ...m.Node) m.Node          { return m.El("p", in...) }
func Section(in ...m.Node) m.Node    { return m.El("section", in...) }
func Select(in ...m.Node) m.Node     { return m.El("select", in...) }
func Span(in ...m.Node) m.Node       { return m.El("span", in...) }
func Strong(in ...m.Node) m.Node     { return m.El("strong", in...) }
func Summary(in ...m.Node) m.Node    { return m.El("summary", in...) }
func SVG(in ...m.Node) m.Node        { return m.El("svg", in...) }
func Textarea(in ...m.Node) m.Node   { return m.El("textarea", in...) }
func Ul(in ...m.Node) m.Node         { return m.El("ul", in...) }

// Attributes.
func AutoComplete(value string) m.Node { return m.Attr("autocomplete", value) }
func Class(value string) m.Node        { return m.Attr("class", value) }
func Dir(value string) m.Node          { return m.Attr("dir", value) }
func For(value string) m.Node          { return m.Attr("for", value) }
func Href(value string) m.Node         { return m.Attr("href", value) }
func ID(value string) m.Node           { return m.Attr("id", value) }
func Max(value string) m.Node          { return m.Attr("max", value) }
func MaxLength(value string) m.Node    { return m.Attr("maxlength", value) }
func Method(value string) m.Node       { return m.Attr("method", value) }
func Min(value string) m.Node          { return m.Attr("min", value) }
func Name(value string) m.Node         { return m.Attr("name", value) }
func Role(value string) m.Node         { return m.Attr("role", value) }
func Rows(value string) m.Node         { return m.Attr("rows", value) }
func TabIndex(value string) m.Node     { return m.Attr("tabindex", value) }
func Type(value string) m.Node         { return m.Attr("type", value) }
func Value(value string) m.Node        { return m.Attr("value", value) }

func Checked() m.Node  { return m.Attr("checked") }
func Required() m.Node { return m.Attr("required") }
func Selected() m.Node { return m.Attr("selected") }

// Aria is an aria- attribute.
func Aria(name, value string) m.Node { return m.Attr("aria-"+name, value) }

// Data is a data- attribute.
func Data(name, value string) m.Node { return m.Attr("data-"+name, value) }
