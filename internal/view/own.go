package view

import (
	"strings"

	g "troth/internal/markup"

	"troth/internal/event"
)

// ownPages are the pages of a practice of a person's own log, below its route:
// the list, new, last (which is the newest thing), ID, and ID/WHAT.
type ownPages[T any] struct {
	list, write, gone func() g.Node
	all               func() []T // newest first
	find              func(event.ID) (T, bool)
	one               func(thing T, what string) g.Node // what is "" on its own page; nil: there is no such page
}

func (p ownPages[T]) page(base, route string) g.Node {
	rest := strings.TrimPrefix(strings.TrimPrefix(route, base), "/")
	switch rest {
	case "":
		return p.list()
	case "new":
		return p.write()
	case "last":
		if all := p.all(); len(all) > 0 {
			return p.one(all[0], "")
		}
		return p.list()
	}
	key, what, _ := strings.Cut(rest, "/")
	id, _ := event.ParseID(key)
	if thing, ok := p.find(id); ok {
		if page := p.one(thing, what); page != nil {
			return page
		}
	}
	return p.gone()
}
