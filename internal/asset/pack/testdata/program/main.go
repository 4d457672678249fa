// Command program uses what a Go program's tables are for: it grows its stack,
// collects garbage under it, panics, recovers and asks who called.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
)

type node struct{ left, right *node }

func tree(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{tree(depth - 1), tree(depth - 1)}
}

func (n *node) count() int {
	if n == nil {
		return 0
	}
	return 1 + n.left.count() + n.right.count()
}

// deep keeps something on every frame while the stack grows and is collected.
func deep(n int) int {
	kept := []int{n}
	if n == 0 {
		runtime.GC()
		return 0
	}
	below := deep(n - 1)
	return below + kept[0]
}

func try(f func()) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered: %v", r)
		}
	}()
	f()
	return nil
}

// catcher recovers in a method, which is deferred by way of a wrapper.
type catcher interface{ catch(err *error, verb string) }

type embedded struct{ inner }

type inner struct{}

func (inner) catch(err *error, verb string) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%s: %v", verb, r)
	}
}

func tryMethod(c catcher, f func()) (err error) {
	defer c.catch(&err, "caught")
	f()
	return nil
}

//go:noinline
func fall(list []int) int { return list[7] }

// pile is generic: its functions have names with brackets.
type pile[T any] struct{ list []T }

//go:noinline
func (p *pile[T]) fallFrom(f func([]T) T) T { return f(p.list) }

func main() {
	fmt.Println("tree", tree(14).count())
	fmt.Println("deep", deep(50_000))
	fmt.Println(try(func() { fall(nil) }))
	fmt.Println(try(func() { defer func() { panic(errors.New("second")) }(); panic("first") }))
	fmt.Println(tryMethod(&embedded{}, func() { fall(nil) }))
	fmt.Println(try(func() { var m map[string]int; m["a"] = 1 }))

	results := make(chan int)
	for i := range 100 {
		go func() { results <- deep(i * 10) }()
	}
	sum := 0
	for range 100 {
		sum += <-results
	}
	fmt.Println("sum", sum)

	pc, file, line, _ := runtime.Caller(0)
	fmt.Println(runtime.FuncForPC(pc).Name())
	fmt.Println("line", strings.HasSuffix(file, "main.go"), line > 0)
	if len(os.Args) > 1 {
		(&pile[int]{}).fallFrom(fall)
	}
}
