package text

func englishGuideJournal() GuidePage {
	return GuidePage{
		Practice: "journal",
		Title:    "Journal: writing for nobody but you",
		Lead:     "Some things want to be written before they can be said, and some are never meant to be said. This is for both.",
		Why: []GuideClaim{
			{
				"Writing for oneself can take some of the grip out of a thing. In an experiment with 165 students who carried something unresolved, some wrote about it four times, and some wrote of how they used their time, or nothing. Three months later those who had written about what troubled them were less haunted by it and ran from it less, also when nobody had ever read what they wrote. For low spirits and for the body, only writing that was handed in to be read did more than the rest.",
				"Radcliffe, Lumley, Kendall, Stevenson and Beltran (2010), Journal of Social and Clinical Psychology 26, 362–384, doi:10.1521/jscp.2007.26.3.362",
			},
			{
				"It is no medicine. Two reviews of the same year asked what writing and telling about hard things does. One, of 146 trials, found a small good effect; the other, of 30, little or none on people’s health. Write if it does you good, and leave it if it does not.",
				"Frattaroli (2006), Psychological Bulletin 132, 823–865, doi:10.1037/0033-2909.132.6.823; Mogk, Otte, Reinhold-Hurley and Kröner-Herwig (2006), GMS Psycho-Social-Medicine 3, Doc06",
			},
		},
		How: []string{
			"Write as it comes. Nobody corrects it, and nobody reads it.",
			"If you feel something that you cannot prove, mark it as an intuition and choose a day. Then look again, and say in words how it was.",
			"What concerns both of you may one day become a letter. Write that one anew.",
			"If somebody may look into your phone, give the journal a passphrase of its own, or keep an entry on this device only. What each of them can do, and cannot, stands there.",
		},
		Avoid: []string{
			"Going round in the same circle. If the same page comes every night, tell somebody.",
			"Keeping evidence only here. What you may need one day, somebody you trust should have as well.",
			"Trusting a passphrase against somebody who can force you to type it. What must not be found is best not written.",
		},
		Start: "Go to the journal",
	}
}
