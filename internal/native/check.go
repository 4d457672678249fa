package native

import (
	"context"

	"troth/internal/language/check"
	"troth/internal/language/weights"
)

// Check makes the language check of the weights that are in the program.
func Check(context.Context) (check.Func, error) {
	b, err := weights.Bytes()
	if err != nil {
		return nil, err
	}
	return check.New(b)
}
