package face

import (
	"regexp"
	"testing"
)

// Every face has a key that fits into a path, and a picture of its own that stays
// clear of the edge, so that a round mask cuts nothing off.
func TestFaces(t *testing.T) {
	keys, paths := map[string]bool{}, map[string]bool{}
	for _, f := range All() {
		if keys[f.Key] || paths[f.Path()] || !regexp.MustCompile(`^[a-z]+$`).MatchString(f.Key) {
			t.Errorf("%s: twice, or not a key", f.Key)
		}
		keys[f.Key], paths[f.Path()] = true, true
		for _, s := range f.Strokes {
			if len(s) < 2 {
				t.Errorf("%s has a stroke of %d points", f.Key, len(s))
			}
			for _, p := range s {
				if x, y := p.X-Size/2, p.Y-Size/2; x*x+y*y > 26*26 {
					t.Errorf("%s: %v is too near the edge", f.Key, p)
				}
			}
		}
	}
}

// A drawn picture has ink where its strokes are and paper at the edge, at every size
// that systems ask for.
func TestDraw(t *testing.T) {
	for _, f := range All() {
		for _, size := range []int{180, 192, 512} {
			img := f.Draw(size)
			light, _, _, _ := img.At(0, 0).RGBA()
			p := f.Strokes[0][0]
			dark, _, _, _ := img.At(p.X*size/Size, p.Y*size/Size).RGBA()
			if light>>8 != 0xfb || dark>>8 != 0x6a {
				t.Errorf("%s at %d: %x and %x", f.Key, size, light>>8, dark>>8)
			}
		}
	}
}
