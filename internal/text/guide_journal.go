package text

func englishGuideJournal() GuidePage {
	return GuidePage{
		Practice: "journal",
		Title:    "Journal: writing for nobody but you",
		Lead:     "Some things want to be written before they can be said, and some are never meant to be said. This is for both.",
		Why: []GuideClaim{
			{
				"Writing for oneself can take some of the grip out of a thing. In an experiment, 165 students under strain wrote four times or did not. Three months later those who had written about what troubled them were less haunted by it and ran from it less, also when nobody had ever read what they wrote. For feeling better altogether, writing that somebody read did more.",
				"Radcliffe, Lumley, Kendall, Stevenson and Beltran (2010), Journal of Social and Clinical Psychology 26, 362–384, doi:10.1521/jscp.2007.26.3.362",
			},
			{
				"It is no medicine. A review of 30 trials found that writing about hard things did little or nothing for people’s health. Write if it does you good, and leave it if it does not.",
				"Mogk, Otte, Reinhold-Hurley and Kröner-Herwig (2006), GMS Psycho-Social-Medicine 3, Doc06",
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
