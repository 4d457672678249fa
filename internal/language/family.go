package language

// Families of feelings.
const (
	Joy      = "joy"
	Love     = "love"
	Calm     = "calm"
	Surprise = "surprise"
	Sadness  = "sadness"
	Fear     = "fear"
	Anger    = "anger"
	Shame    = "shame"
)

// Family returns the families of feelings that a label of GoEmotions may belong
// to, the likeliest first. A label that says what somebody thinks of something
// (approval, realization) and not how they feel belongs to none. Families follow
// the clusters of Demszky et al. 2020 (figure 2) where a couple would call them
// by one word; love, calm and shame are told apart because people who are close
// need to.
func Family(label string) []string {
	switch label {
	case "amusement", "excitement", "joy", "optimism", "pride":
		return []string{Joy}
	case "admiration", "caring", "desire", "love":
		return []string{Love}
	case "gratitude":
		return []string{Love, Joy}
	case "relief":
		return []string{Calm, Joy}
	case "surprise", "curiosity":
		return []string{Surprise}
	case "confusion":
		return []string{Surprise, Fear}
	case "disappointment":
		return []string{Sadness, Anger}
	case "grief", "sadness":
		return []string{Sadness}
	case "fear", "nervousness":
		return []string{Fear}
	case "anger", "annoyance", "disapproval":
		return []string{Anger}
	case "disgust":
		return []string{Anger, Shame}
	case "embarrassment":
		return []string{Shame, Fear}
	case "remorse":
		return []string{Shame, Sadness}
	}
	return nil
}
