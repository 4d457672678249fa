package text

func englishGuideBenefit() GuidePage {
	return GuidePage{
		Practice: "benefit",
		Title:    "The benefit of the doubt: look once more",
		Lead:     "What you saw is one thing, and what you made of it is another. Here you can look at both before you act. It is for everyday matters. If you have been lied to, your doubt has good reasons, and this page is not for now.",
		Why: []GuideClaim{
			{
				"Seeing a quarrel in another light can help. In a study of 120 couples over two years, all grew less content with their marriage in the first year. In the second, half of them spent 21 minutes in all on looking at their quarrels anew. For them the decline stopped. For the others it went on.",
				"Finkel, Slotter, Luchies, Walton and Gross (2013), Psychological Science, 1595–1601, doi:10.1177/0956797612474938",
			},
			{
				"It has a limit, and the limit matters. Two studies followed 251 new marriages through their first four years. Thinking kindly of what the other did was good for marriages that were well. In more troubled ones it went along with growing less content, because the troubles could grow worse meanwhile. What is serious needs to be spoken of.",
				"McNulty, O’Mara and Karney (2008), Journal of Personality and Social Psychology 94, 631–646",
			},
		},
		How: []string{
			"Write down what you saw, as a camera would have seen it.",
			"Then the story that you told yourself about it. Everybody has one.",
			"Look for two other readings that would fit what you saw.",
			"Write what you would ask. Then ask it, wait, or let it go. “It is what I thought” is an ending too.",
			"Look at it again later: what did it turn out to be? In time you learn when your first thought is right.",
		},
		Avoid: []string{
			"Using it after lies, or while you are finding out what is true. Then doubt is good sense.",
			"Explaining away fear, threats or violence. After those, leave this page aside and look at the help page.",
			"Asking the other to give it to you. It can only be given.",
			"Talking yourself out of what you saw with your own eyes.",
		},
		Start: "Look once more",
	}
}
