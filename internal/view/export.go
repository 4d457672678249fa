package view

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"

	g "troth/internal/markup"
	h "troth/internal/markup/tag"

	"troth/internal/app"
	"troth/internal/export"
	"troth/internal/text"
)

// exporting is the page on which somebody takes a copy of their records away. It
// says before what is in it.
func exporting(b text.Book, m *app.Model) g.Node {
	w := b.Record
	shared := m.Space == app.Shared || m.Space == app.Ended
	wrong, _ := tried(b, m, app.ActionExport)
	if m.Try.Form.Action == app.ActionExport && m.Try.Field != nil {
		wrong = w.ExportNone
	}
	pick := func(kind, field, value, words, hint string, otherwise bool) g.Node {
		if m.Try.Form.Action == app.ActionExport {
			otherwise = strings.Contains(" "+m.Try.Form.Values[field]+" ", " "+value+" ")
		}
		return choice(kind, field, value, g.Text(words), hint, otherwise)
	}
	logs := func(own bool, value, words string, otherwise bool) g.Node {
		r := newRecords(b, m, own)
		return pick("checkbox", app.FieldWhat, value, text.Fill(words, "n", r.count(len(m.RecordsOf(own)))), "", otherwise)
	}
	return g.All(
		Title(w.Export), h.P(g.Text(w.ExportLead)), List(w.ExportHas),
		g.If(m.Exported, h.Div(h.Class("note good"), h.Role("status"), h.Data("focus", ""), h.TabIndex("-1"), h.P(g.Text(w.ExportDone)))),
		Problem(b, wrong),
		KeyForm("export-"+strconv.FormatUint(m.Serial, 10), app.ActionExport,
			h.FieldSet(h.Legend(g.Text(w.ExportWhat)),
				g.Iff(shared, func() g.Node { return logs(false, app.WhatShared, w.ExportShared, true) }),
				logs(true, app.WhatOwn, w.ExportOwn, !shared)),
			h.FieldSet(h.Legend(g.Text(w.ExportAs)),
				pick("radio", app.FieldAs, "file", w.AsFile, w.AsFileHint, true),
				pick("radio", app.FieldAs, app.AsPage, w.AsPage, w.AsPageHint, false)),
			List(w.ExportCare),
			passphraseField(b, "exportpass", w.ExportPass),
			Row(Submit("main", w.ExportDo))),
		g.If(shared, h.P(Go(app.RouteRecord, g.Text(w.Title)))), h.P(Go(app.RouteOwnRecord, g.Text(w.OwnTitle))),
	)
}

// Export is what somebody takes away: a page of HTML, or lines of JSON.
func Export(m *app.Model, wish app.Wish) []byte {
	b := text.English()
	f := exported(b, m.Read(), wish)
	if wish.Open {
		return []byte(ExportPage(f))
	}
	return f.Lines()
}

// exported is what a person may see of their records, as data.
func exported(b text.Book, m *app.Model, wish app.Wish) export.File {
	f := export.File{Head: export.Head{Troth: export.Version, Made: m.Now.Civil.String(), By: CleanName(m.MyName), With: CleanName(m.PartnerName), Lang: b.Lang}}
	for _, own := range []bool{false, true} {
		log := export.Shared
		if own {
			log = export.Own
		}
		if own && !wish.Own || !own && (!wish.Shared || m.Space != app.Shared && m.Space != app.Ended) {
			continue
		}
		r := newRecords(b, m, own)
		r.all, r.as = true, f.Head.By
		list := m.RecordsOf(own)
		of := export.Of{Log: log, Entries: len(list)}
		if !own {
			of.ID = m.LogID().String()
		}
		for i, e := range list {
			of.Head = hex.EncodeToString(e.Hash[:])
			v := r.read(e)
			seq := e.Seq
			if own {
				seq = uint64(i + 1) // gaps would tell of what is locked or was removed
			}
			one := export.Entry{Log: log, Seq: seq, Hash: of.Head, Mine: e.By == r.me(), Says: r.name(v.line, e.By), Notes: v.notes}
			one.By = either(one.Mine, f.Head.By, f.Head.With)
			if held := !own && m.Holds(e); !held {
				one.Kind = string(e.Kind)
				if e.At.MS != 0 {
					one.At = e.At.Civil.String()
				}
			}
			for _, p := range v.parts {
				one.Words = append(one.Words, export.Words{Label: p.label, Text: p.words})
			}
			f.Entries = append(f.Entries, one)
		}
		f.Head.Logs = append(f.Head.Logs, of)
	}
	if !wish.Shared {
		f.Head.With = ""
	}
	return f
}

// exportStyle is all that an exported page is made up with.
const exportStyle = `:root{color-scheme:light dark;font:17px/1.6 Georgia,serif}
body{max-width:38rem;margin:2rem auto;padding:0 1.2rem;overflow-wrap:anywhere}
h1,h2{line-height:1.3;font-weight:500}ol{list-style:none;padding:0}li{border-top:1px solid #8886;padding:.8rem 0;break-inside:avoid}
p{margin:.3rem 0}.w{white-space:pre-wrap;margin:.4rem 0 .4rem .9rem}.q{font:.85rem/1.5 system-ui,sans-serif;opacity:.75}
@media print{:root{font-size:11pt;color-scheme:light}body{margin:0;max-width:none}}`

// ExportPage is a page of one file to itself: it asks for nothing from anywhere,
// runs nothing, and everything that a person wrote is only text in it.
func ExportPage(f export.File) string {
	b := text.English()
	w := b.Record
	sum := sha256.Sum256([]byte(exportStyle))
	quiet := func(s string) g.Node { return h.P(h.Class("q"), g.Text(s)) }
	body := g.All(h.H1(g.Text(w.PageTitle)), quiet(text.Fill(w.PageMade, "who", f.Head.By, "when", either(f.Head.Made == "", "", strings.Replace(f.Head.Made, "T", " ", 1)))),
		g.If(f.Head.With != "", quiet(text.Fill(w.PageWith, "who", f.Head.With))), quiet(w.PageNote))
	for _, of := range f.Head.Logs {
		body = g.All(body, h.H2(g.Text(either(of.Log == export.Own, w.InOwn, w.InShared))))
		var rows []g.Node
		for _, e := range f.Entries {
			if e.Log != of.Log {
				continue
			}
			over := text.Fill(w.Number, "n", strconv.FormatUint(e.Seq, 10))
			if e.At != "" {
				over += " · " + strings.Replace(e.At, "T", " ", 1)
			}
			row := g.All(quiet(over), h.P(g.Text(e.Says)))
			for _, p := range e.Words {
				row = g.All(row, g.If(p.Label != "", quiet(p.Label)), h.P(h.Class("w"), h.Dir("auto"), g.Text(p.Text)))
			}
			for _, s := range e.Notes {
				row = g.All(row, quiet(s))
			}
			rows = append(rows, h.Li(row))
		}
		body = g.All(body, h.Ol(g.All(rows...)))
	}
	return "<!doctype html>\n" + g.HTML(g.El("html", g.Attr("lang", f.Head.Lang),
		g.El("head", g.El("meta", g.Attr("charset", "utf-8")),
			g.El("meta", g.Attr("http-equiv", "Content-Security-Policy"),
				g.Attr("content", "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")),
			g.El("meta", g.Attr("name", "viewport"), g.Attr("content", "width=device-width, initial-scale=1")),
			g.El("meta", g.Attr("name", "referrer"), g.Attr("content", "no-referrer")),
			g.El("title", g.Text(b.Frame.Title)), g.El("style", g.Text(exportStyle))),
		g.El("body", g.El("main", body))))
}
