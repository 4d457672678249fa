package self

import (
	"errors"

	"troth/internal/chain"
	"troth/internal/codec"
	"troth/internal/event"
)

// KindKept is a copy of a shared entry that this person had opened before its
// author took it back.
const KindKept event.Kind = "kept"

// maxPart is how many bytes of a body go into one entry: what is around them
// takes less than the rest of the largest body. Two parts hold any body.
const (
	maxPart  = 60 << 10
	maxParts = 2
)

// Kept is the payload of KindKept: a body, or one part of it.
type Kept struct {
	Log   chain.LogID   `cbor:"1,keyasint"`
	Seq   uint64        `cbor:"2,keyasint"`
	Hash  chain.Hash    `cbor:"3,keyasint"` // of the event
	By    event.Partner `cbor:"4,keyasint"`
	Part  uint8         `cbor:"5,keyasint"` // from 1
	Parts uint8         `cbor:"6,keyasint"`
	Bytes []byte        `cbor:"7,keyasint"` // of the encoded event.Body
}

// Copy is a kept copy.
type Copy struct {
	Log  chain.LogID
	Seq  uint64
	Hash chain.Hash
	By   event.Partner
	Body event.Body
}

var errCopy = errors.New("self: too large to be kept")

// Entries returns the payloads that keep a copy. The witness in the body was its
// author's note to themselves and is left out.
func (c Copy) Entries() ([]Kept, error) {
	c.Body.Witness = nil
	b, err := c.Body.Encode()
	if err != nil {
		return nil, err
	}
	parts := max(1, (len(b)+maxPart-1)/maxPart)
	if parts > maxParts {
		return nil, errCopy
	}
	var out []Kept
	for part := range parts {
		rest := b[part*maxPart:]
		out = append(out, Kept{Log: c.Log, Seq: c.Seq, Hash: c.Hash, By: c.By, Part: uint8(part + 1), Parts: uint8(parts),
			Bytes: rest[:min(maxPart, len(rest))]})
	}
	return out, nil
}

// copies is what was kept of shared logs, and parts of which the others have
// not come yet.
type copies struct {
	list  []Copy
	parts map[copyKey]Kept
}

type copyKey struct {
	log  chain.LogID
	hash chain.Hash
	part uint8
}

// Kept returns the copy of the event with the given hash.
func (s *State) Kept(log chain.LogID, hash chain.Hash) (Copy, bool) {
	for _, c := range s.copies.list {
		if c.Log == log && c.Hash == hash {
			return c, true
		}
	}
	return Copy{}, false
}

// Copies returns the copies of what was said in a log. They are for reading only.
func (s *State) Copies(log chain.LogID) (list []Copy) {
	for _, c := range s.copies.list {
		if c.Log == log {
			list = append(list, c)
		}
	}
	return list
}

// keep takes one part. The first copy that is complete counts; a part that came
// twice, after a crash, changes nothing.
func (s *State) keep(k Kept) {
	if k.Part == 0 || k.Part > k.Parts || k.Parts > maxParts || len(k.Bytes) > maxPart || k.By != event.First && k.By != event.Second {
		return
	}
	if _, have := s.Kept(k.Log, k.Hash); have {
		return
	}
	if s.copies.parts == nil {
		s.copies.parts = map[copyKey]Kept{}
	}
	s.copies.parts[copyKey{k.Log, k.Hash, k.Part}] = k
	var b []byte
	for part := uint8(1); part <= k.Parts; part++ {
		p, ok := s.copies.parts[copyKey{k.Log, k.Hash, part}]
		if !ok || p.Parts != k.Parts || p.Seq != k.Seq || p.By != k.By {
			return
		}
		b = append(b, p.Bytes...)
	}
	for part := uint8(1); part <= k.Parts; part++ {
		delete(s.copies.parts, copyKey{k.Log, k.Hash, part})
	}
	if body, err := event.DecodeBody(b); err == nil {
		s.copies.list = append(s.copies.list, Copy{Log: k.Log, Seq: k.Seq, Hash: k.Hash, By: k.By, Body: body})
	}
}

func (s *State) foldKept(payload codec.Raw) error {
	var k Kept
	err := codec.Decode(payload, &k)
	if err == nil {
		s.keep(k)
	}
	return err
}
