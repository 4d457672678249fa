package codec_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"troth/internal/codec"
)

// programTypes finds every struct with encoded fields in the sources of the
// program, wherever it stands and whether it is exported or not, and makes its
// type anew. So no list can forget one.
func programTypes(t testing.TB) []reflect.Type {
	t.Helper()
	var out []reflect.Type
	l := load(t)
	for _, n := range l.found {
		if typ := l.reflect(n.name, n.typ); !slices.Contains(out, typ) {
			out = append(out, typ)
		}
	}
	return out
}

// load loads every package there is.
func load(t testing.TB) *loader {
	t.Helper()
	l := &loader{t: t, fset: token.NewFileSet(), packages: map[string]*types.Package{}}
	err := filepath.WalkDir("../..", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if b := filepath.Base(name); b == "testdata" || b == "bin" || strings.HasPrefix(b, ".") && b != ".." {
			return filepath.SkipDir
		}
		l.load(path.Join("troth", strings.TrimPrefix(filepath.ToSlash(name), "../..")))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(l.found, func(a, b named) int { return cmp.Compare(a.name, b.name) })
	return l
}

type named struct {
	name string
	typ  types.Type
}

// A loader checks the types of our packages. Packages of others are empty to
// it: no encoded field has a type of theirs, which would be noticed.
type loader struct {
	t        testing.TB
	fset     *token.FileSet
	packages map[string]*types.Package
	found    []named
}

// Import implements types.Importer.
func (l *loader) Import(name string) (*types.Package, error) { return l.load(name), nil }

func (l *loader) load(name string) *types.Package {
	if p := l.packages[name]; p != nil {
		return p
	}
	empty := types.NewPackage(name, path.Base(name))
	empty.MarkComplete()
	l.packages[name] = empty
	rel, ours := strings.CutPrefix(name, "troth/")
	if !ours {
		return empty
	}
	dir := filepath.Join("../..", filepath.FromSlash(rel))
	entries, err := os.ReadDir(dir)
	if err != nil {
		l.t.Fatal(err)
	}
	var files []*ast.File
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(l.fset, filepath.Join(dir, e.Name()), nil, parser.SkipObjectResolution)
		if err != nil {
			l.t.Fatal(err)
		}
		files = append(files, f)
	}
	if len(files) == 0 {
		return empty
	}
	info := types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	conf := types.Config{Importer: l, IgnoreFuncBodies: true, Error: func(error) {}}
	p, _ := conf.Check(name, l.fset, files, &info) //nolint:errcheck // what is not there matters only in an encoded field
	l.packages[name] = p
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			st, ok := n.(*ast.StructType)
			if !ok || !slices.ContainsFunc(st.Fields.List, func(f *ast.Field) bool { return f.Tag != nil && strings.Contains(f.Tag.Value, "cbor:") }) {
				return true
			}
			at := l.fset.Position(st.Pos())
			if tv, ok := info.Types[st]; ok {
				l.found = append(l.found, named{fmt.Sprintf("%s:%04d", at.Filename, at.Line), tv.Type})
			} else {
				l.t.Errorf("%s: a struct with encoded fields inside a function", at)
			}
			return true
		})
	}
	return p
}

// reflect returns a type of the same shape. Names and methods are gone, which
// only matters to the library: it asks some methods, so none of the types has
// such, but the one that is named here and tested by itself.
func (l *loader) reflect(at string, t types.Type) reflect.Type {
	if n, ok := types.Unalias(t).(*types.Named); ok {
		switch name := n.Obj().Pkg().Path() + "." + n.Obj().Name(); name {
		case "troth/internal/codec.Raw":
			return reflect.TypeFor[codec.Raw]()
		case "troth/internal/secret.Key":
		default:
			for _, m := range []string{"MarshalCBOR", "UnmarshalCBOR", "MarshalBinary", "AppendBinary", "UnmarshalBinary"} {
				if o, _, _ := types.LookupFieldOrMethod(n, true, nil, m); o != nil {
					l.t.Errorf("%s: %s has a method %s, which codec does not ask", at, name, m)
				}
			}
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		kinds := map[types.BasicKind]reflect.Type{
			types.Bool: reflect.TypeFor[bool](), types.String: reflect.TypeFor[string](),
			types.Int: reflect.TypeFor[int](), types.Int8: reflect.TypeFor[int8](), types.Int16: reflect.TypeFor[int16](), types.Int32: reflect.TypeFor[int32](), types.Int64: reflect.TypeFor[int64](),
			types.Uint: reflect.TypeFor[uint](), types.Uint8: reflect.TypeFor[uint8](), types.Uint16: reflect.TypeFor[uint16](), types.Uint32: reflect.TypeFor[uint32](), types.Uint64: reflect.TypeFor[uint64](),
		}
		if r := kinds[u.Kind()]; r != nil {
			return r
		}
	case *types.Slice:
		return reflect.SliceOf(l.reflect(at, u.Elem()))
	case *types.Array:
		return reflect.ArrayOf(int(u.Len()), l.reflect(at, u.Elem()))
	case *types.Pointer:
		return reflect.PointerTo(l.reflect(at, u.Elem()))
	case *types.Map:
		return reflect.MapOf(l.reflect(at, u.Key()), l.reflect(at, u.Elem()))
	case *types.Struct:
		var fields []reflect.StructField
		for i := range u.NumFields() {
			f := u.Field(i)
			if !f.Exported() {
				continue
			}
			if strings.Contains(u.Tag(i), ",omitzero") {
				if o, _, _ := types.LookupFieldOrMethod(f.Type(), true, nil, "IsZero"); o != nil {
					l.t.Errorf("%s: %s has a method IsZero, which codec does not ask", at, f.Type())
				}
			}
			fields = append(fields, reflect.StructField{Name: f.Name(), Type: l.reflect(at, f.Type()), Tag: reflect.StructTag(u.Tag(i)), Anonymous: f.Anonymous()})
		}
		return reflect.StructOf(fields)
	}
	l.t.Fatalf("%s: the type of an encoded field cannot be made anew: %v", at, t)
	return nil
}

// The search finds what is known to be there.
func TestProgramTypes(t *testing.T) {
	l := load(t)
	for _, want := range []string{"internal/wire/wire.go", "internal/event/event.go", "internal/device/outbox.go", "internal/eventlog/log.go", "internal/promise/event.go", "bench/open/main.go"} {
		if !slices.ContainsFunc(l.found, func(n named) bool { return strings.HasPrefix(n.name, "../../"+want) }) {
			t.Errorf("%s has no encoded types", want)
		}
	}
	for _, n := range l.found {
		if _, err := codec.Encode(reflect.New(l.reflect(n.name, n.typ)).Interface()); err != nil {
			t.Errorf("%s: %v", n.name, err)
		}
	}
}
