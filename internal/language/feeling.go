package language

import (
	"cmp"
	"slices"
)

// Feelings lists the names that feelings can have: the labels of GoEmotions
// (Demszky et al. 2020), in their order.
func Feelings() [feelings]string {
	return [feelings]string{"admiration", "amusement", "anger", "annoyance", "approval", "caring", "confusion", "curiosity", "desire",
		"disappointment", "disapproval", "disgust", "embarrassment", "excitement", "fear", "gratitude", "grief", "joy", "love", "nervousness",
		"optimism", "pride", "realization", "relief", "remorse", "sadness", "surprise", "neutral"}
}

// felt names the feelings above their cuts. Neutral is none.
func (e *Engine) felt(v *votes) []Named {
	var out []Named
	for k, name := range Feelings() {
		if name != "neutral" && v.hints[k] > e.w.Feel[k] {
			out = append(out, Named{name, sigmoid(v.hints[k])})
		}
	}
	slices.SortFunc(out, func(a, b Named) int { return cmp.Compare(b.Score, a.Score) })
	return out
}
