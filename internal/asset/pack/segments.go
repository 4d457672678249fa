package main

import (
	"encoding/binary"
	"fmt"
)

// maxGap is up to how many zeros between two segments are written out. An address
// and a length take up to seven bytes that resemble nothing, zeros almost none:
// of 0, 8, 32 and 128 this is where a core was smallest, by a fifteenth, and it
// begins with a hundredth of the segments.
const maxGap = 32

// joined returns a program whose first memory is the same in fewer segments. Go's
// linker leaves zeros out wherever there are eight, so that a program has tens of
// thousands of segments.
func joined(wasm []byte) ([]byte, error) {
	segs, err := dataSegments(wasm)
	if err != nil {
		return nil, err
	}
	var few []segment
	for _, s := range segs {
		last := len(few) - 1
		if last >= 0 {
			l := &few[last]
			if gap := s.at - l.at - len(l.data); gap >= 0 && gap <= maxGap {
				l.data = append(append(l.data, make([]byte, gap)...), s.data...)
				continue
			}
		}
		few = append(few, segment{s.at, append([]byte(nil), s.data...)})
	}
	data := binary.AppendUvarint(nil, uint64(len(few)))
	for _, s := range few {
		data = append(data, 0, i32Const)
		data = append(appendSigned(data, s.at), endOfConst)
		data = append(binary.AppendUvarint(data, uint64(len(s.data))), s.data...)
	}
	out := append([]byte(nil), wasm[:len(magic)]...)
	for r := (reader{b: wasm[len(magic):]}); len(r.b) > 0; {
		id := r.take(1)[0]
		section := r.take(r.number())
		if id == dataSection {
			section = data
		}
		if r.bad {
			return nil, fmt.Errorf("%w: cut short", errLayout) // dataSegments has seen to it
		}
		out = append(binary.AppendUvarint(append(out, id), uint64(len(section))), section...)
	}
	return out, nil
}

// appendSigned appends a number of 32 bits that is not negative in signed LEB128.
func appendSigned(b []byte, v int) []byte {
	for v >= 0x40 {
		b = append(b, byte(v)|0x80)
		v >>= 7
	}
	return append(b, byte(v))
}
