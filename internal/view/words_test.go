package view

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"troth/internal/text"
)

// reader checks the types of our packages from their sources. Of others nothing is
// known, and what is of their types stays unknown.
type reader struct {
	fset    *token.FileSet
	checked map[string]*types.Package
	read    map[string]bool // fields of texts that are read: TYPE.FIELD
}

func (r reader) Import(path string) (*types.Package, error) {
	at, ours := strings.CutPrefix(path, "troth/")
	if pkg := r.checked[path]; pkg != nil {
		return pkg, nil
	}
	if !ours {
		return nil, errors.ErrUnsupported
	}
	names, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(at), "*.go"))
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(r.fset, name, nil, 0)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	info := types.Info{Selections: map[*ast.SelectorExpr]*types.Selection{}}
	config := types.Config{Importer: r, Error: func(error) {}}
	r.checked[path], _ = config.Check(path, r.fset, files, &info)
	for _, s := range info.Selections {
		of := s.Recv()
		for _, i := range s.Index() { // an embedded field is read with what is read in it
			if p, ok := of.Underlying().(*types.Pointer); ok {
				of = p.Elem()
			}
			in, ok := of.Underlying().(*types.Struct)
			if !ok || i >= in.NumFields() {
				break
			}
			if named, ok := of.(*types.Named); ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "troth/internal/text" {
				r.read[named.Obj().Name()+"."+in.Field(i).Name()] = true
			}
			of = in.Field(i).Type()
		}
	}
	return r.checked[path], nil
}

// Every word is shown somewhere in the app: one that is not is left over, or a page has lost
// it. What reads a word is found by its type, so that one of the same name in
// another part of the book does not count.
func TestEveryWordIsShown(t *testing.T) {
	r := reader{token.NewFileSet(), map[string]*types.Package{}, map[string]bool{}}
	if _, err := r.Import("troth/cmd/troth-wasm"); err != nil {
		t.Fatal(err)
	}
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(of reflect.Type) {
		switch of.Kind() {
		case reflect.Slice, reflect.Array, reflect.Map, reflect.Pointer:
			walk(of.Elem())
		case reflect.Struct:
			if seen[of] {
				return
			}
			seen[of] = true
			for i := range of.NumField() {
				f := of.Field(i)
				if !r.read[of.Name()+"."+f.Name] {
					t.Errorf("text.%s.%s is shown nowhere", of.Name(), f.Name)
				}
				walk(f.Type)
			}
		}
	}
	walk(reflect.TypeFor[text.Book]())
	walk(reflect.TypeFor[text.Help]())
	if len(seen) < 20 {
		t.Errorf("%d types of words were found", len(seen))
	}
}
