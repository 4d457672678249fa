package text

func englishGuideOpening() GuidePage {
	return GuidePage{
		Practice: "opening",
		Title:    "Opening up: a little at a time",
		Lead:     "It is easier to show something hard when it went well with something easy. Here you open up in small steps, both at once, and never further than the more careful of you wants to go.",
		Why: []GuideClaim{
			{
				"Closeness can grow step by step. In an experiment, pairs of strangers spent three quarters of an hour together. Some had tasks that slowly became more personal, others made small talk. Those who had told each other more and more felt closer afterwards.",
				"Aron, Melinat, Aron, Vallone and Bator (1997), Personality and Social Psychology Bulletin 23, 363–377",
			},
			{
				"It helps when both tell. In an experiment with people who did not know each other, some pairs took turns in asking and answering. In others one only told and one only listened, and later they swapped. Those who took turns liked each other more and felt closer, also after the others had swapped.",
				"Sprecher, Treger, Wondra, Hilaire and Wallpe (2013), Journal of Experimental Social Psychology 49, 860–866",
			},
		},
		How: []string{
			"There are six rungs, from something you like to something you are ashamed of. Each of you chooses one that feels all right today. You use the lower of the two.",
			"Write your own answer in your own time. Both answers open together, once both are there.",
			"Something small and true does more here than something grand.",
			"When you have read what the other wrote: say thank you, or what it was like to read. Nobody asks you to mend it.",
			"Step down whenever you like. You need not say why.",
		},
		Avoid: []string{
			"Asking for a higher rung, here or at the kitchen table.",
			"Using in a quarrel what was shown to you here.",
			"Comparing who dared more.",
			"Telling here what would change everything. That deserves time and a place of its own.",
		},
		Start: "Go to the openings",
	}
}
