package web

import (
	"bytes"
	"fmt"
	"image/png"
	"io"
	"strconv"

	"troth/internal/face"
	"troth/internal/text"
)

// aDay is for what has no hash in its name: it may be looked for again after it.
const aDay = "public, max-age=86400"

// addFaces adds the pictures and manifests of all neutral faces: that of the server,
// whose SVG is an asset, and those which somebody can choose on their device. It
// returns the pictures of the server's by their size.
func (s *Site) addFaces(o Options, svg string) (map[string]string, error) {
	own, err := s.addFace("app", o.Name, "icon", svg, face.Default(), true)
	if err != nil {
		return nil, err
	}
	names := text.EnglishNames().Faces
	for _, f := range face.All() {
		picture := "face-" + f.Key
		svg := AssetPath + picture + ".svg"
		s.answers[svg] = answer{mediaType: "image/svg+xml", cache: aDay, data: f.SVG()}
		if _, err := s.addFace(f.Key, names[f.Key], picture, svg, f, false); err != nil {
			return nil, err
		}
	}
	return own, nil
}

// addFace adds the pictures of one face, and its manifest.
func (s *Site) addFace(key, name, picture, svg string, f face.Face, byOption bool) (map[string]string, error) {
	icons := map[string]string{}
	for _, size := range []int{180, 192, 512} {
		var b bytes.Buffer
		if err := png.Encode(&b, f.Draw(size)); err != nil {
			return nil, err
		}
		path := fmt.Sprintf("%s%s-%d.png", AssetPath, picture, size)
		icons[strconv.Itoa(size)] = path
		s.answers[path] = answer{mediaType: "image/png", cache: aDay, data: b.Bytes()}
	}
	return icons, s.add("/"+key+".webmanifest", "application/manifest+json", byOption, func(w io.Writer) error {
		return writeManifest(w, name, svg, icons)
	})
}
