package text

func englishGuideReappraisal() GuidePage {
	return GuidePage{
		Practice: "reappraisal",
		Title:    "A quarrel, from outside: as a friend of both would tell it",
		Lead:     "In a quarrel everybody stands inside their own head. A few minutes outside of it, on a quiet day, may change how the next one feels.",
		Why: []GuideClaim{
			{
				"A few minutes of it may go a long way. In a study of 120 married couples over two years, all told of their quarrels every four months. In the second year half of them also wrote about one, three times for seven minutes, as a neutral person would see it who wants the best for all. Among the others, being content with the marriage went on falling as it had in the first year; among those who wrote it did not, and quarrels distressed them less. It is one study, of couples who had agreed to a long one, and it says nothing about couples in danger.",
				"Finkel, Slotter, Luchies, Walton and Gross (2013), Psychological Science 24, 1595–1601, doi:10.1177/0956797612474938",
			},
		},
		How: []string{
			"Take one quarrel, neither the worst nor the oldest, on a day on which you are not in it.",
			"Let somebody tell it who likes you both. What they would leave out, leave out.",
			"Ask what each of you was hoping for. There is nearly always something that both of you wanted.",
			"Stop after seven minutes. It need not be finished.",
		},
		Avoid: []string{
			"Using it to be right. Whoever wishes both well is not on your side.",
			"Doing it in the quarrel. Take a time-out first.",
			"Looking kindly at what was not a quarrel: threats, fear, being held or hit. That needs help, and not another point of view.",
		},
		Start: "Look at one quarrel",
	}
}
