package text

func englishGuideCare() GuidePage {
	return GuidePage{
		Practice: "care",
		Title:    "What does me good: a small list for hard moments",
		Lead:     "When it gets hard, nobody thinks of what would help. A list made on a calm day does the thinking for you.",
		Why: []GuideClaim{
			{
				"Moving may help a heavy heart. A review put together 218 trials with 14,170 people who were ill with depression. Walking or jogging, yoga and strength training eased it by a moderate amount, compared with ordinary care and the like. An earlier, smaller review found that, too, but hardly anything in the four trials that it trusted most. So it is no cure, and it costs little to try. For some it is hard to begin at all; a short walk is a beginning.",
				"Noetel, Sanders, Gallardo-Gómez and others (2024), BMJ 384, e075847, doi:10.1136/bmj-2023-075847; Krogh, Hjorthøj, Speyer, Gluud and Nordentoft (2017), BMJ Open 7, e014820, doi:10.1136/bmjopen-2016-014820",
			},
		},
		How: []string{
			"Write down what has helped you before, and make it small: to the corner and back counts.",
			"Put something from each kind on it: for the body, for rest, somebody to call, something that holds you.",
			"Write names and numbers as you would look for them at night.",
			"When one of them is offered to you, do it or leave it. Nothing asks.",
		},
		Avoid: []string{
			"A list of what you ought to do. This is for what does you good.",
			"Only your partner under people. Let there be somebody else.",
			"Waiting with a call for help until the list is used up. If you think of ending your life, or if somebody hurts you, open the help page now.",
		},
		Start: "Go to the list",
	}
}
