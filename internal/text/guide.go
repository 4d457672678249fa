package text

// Guide is a short page for each practice: why it helps and who found that out,
// how to do it, what to avoid. It is readable without an account. Every claim
// was read in its source; docs/guide-sources.md says where.
type Guide struct {
	Title, Lead        string
	Why, How, Avoid    string // headings
	About              string // link from a practice to its page
	All, Out, Look     string // links: to the list; signed out, to the first page; from there, to the list
	Together, Invite   string // why there is nothing to start yet; button
	NotSafe, NotSafeGo string // before a link to the help page; the link
	Pages              []GuidePage
}

// GuidePage is the page of one practice.
type GuidePage struct {
	Practice    string // its package
	Title, Lead string
	Why         []GuideClaim
	How, Avoid  []string
	Start       string // button: to the practice
}

// GuideClaim is one reason, in our words, and who found it.
type GuideClaim struct {
	Says   string
	Source string // authors (year), where it was published; the DOI, if the copy that was read names it
}

// Page returns the page of a practice.
func (g Guide) Page(practice string) (GuidePage, bool) {
	for _, p := range g.Pages {
		if p.Practice == practice {
			return p, true
		}
	}
	return GuidePage{}, false
}

func englishGuide() Guide {
	return Guide{
		Title: "Guide",
		Lead:  "One short page for each thing you can do here: why it may help, how to go about it, and what to leave out.",
		Why:   "Why it may help", How: "How to go about it", Avoid: "What to leave out",
		About: "Why this may help, and how",
		All:   "The whole guide", Out: "To the first page", Look: "Read the guide first",
		Together: "This takes two. It begins once the two of you share a space.", Invite: "Invite your partner",
		NotSafe: "If you are afraid of your partner, this is not the place to begin.", NotSafeGo: "Help is here",
		Pages: []GuidePage{
			englishGuidePromise(), englishGuideLetter(), englishGuideCorrection(), englishGuideTimeout(),
			englishGuideCheckin(), englishGuideOpening(), englishGuideAdventure(), englishGuideBalance(),
			englishGuideBenefit(), englishGuideMeaning(), englishGuideCare(),
			englishGuideReappraisal(),
			englishGuideJournal(),
			englishGuideParting(),
		},
	}
}

func englishGuidePromise() GuidePage {
	return GuidePage{
		Practice: "promise",
		Title:    "Promises: small, dated, kept",
		Lead:     "Much of trust is made of small things that happened because somebody said they would. A promise here is one of them.",
		Why: []GuideClaim{
			{
				"What somebody does says who they are to you. In two studies that followed close relationships over time, people came to trust a partner whom they saw act for the good of the two, even where it was not to the partner’s own advantage.",
				"Wieselquist, Rusbult, Foster and Agnew (1999), Journal of Personality and Social Psychology 77, 942–966",
			},
			{
				"A plan helps to do what one meant to do. A review of 94 tests found that people came closer to their goals when they had settled beforehand when, where and how they would act. That is why a promise here has a day.",
				"Gollwitzer and Sheeran (2006), Advances in Experimental Social Psychology 38, 69–119",
			},
			{
				"Steady acts can bring trust back. In a laboratory study, trust that had been hurt by what somebody did returned when people saw one trustworthy act after another, and a promise to change made it faster. Where there had been deceit as well, it did not return in full, and the promise did less. A laboratory is not a life together. It is a reason to let acts speak, and to put the truth first.",
				"Schweitzer, Hershey and Bradlow (2006), Organizational Behavior and Human Decision Processes 101, 1–19, doi:10.1016/j.obhdp.2006.05.005",
			},
		},
		How: []string{
			"Choose something so small that you would do it on a bad day too.",
			"Say what, and by when. “I’ll call the bank on Tuesday before noon” can be kept. “I’ll do better” cannot be told from not trying.",
			"If you see that it will not work, say so before the day, with the reason and a new day. That counts as keeping faith.",
			"If you missed it, own up. One plain sentence is enough.",
			"If you noticed that the other kept their word, say that you noticed. If you saw it differently, say what you saw.",
		},
		Avoid: []string{
			"Promising feelings, or for ever. Nobody can keep those by a Tuesday.",
			"Giving your word to end a quarrel. Wait until it is quiet.",
			"Asking for a promise as proof. What was pressed out of somebody tells you little.",
			"Keeping accounts. A miss is not a verdict, and a kept promise buys nothing.",
		},
		Start: "Go to the promises",
	}
}

func englishGuideLetter() GuidePage {
	return GuidePage{
		Practice: "letter",
		Title:    "Letters: say it, and hear it said back",
		Lead:     "A letter has time. You can leave it for an hour before it goes. And whoever reads it can first say what they heard, before anybody answers.",
		Why: []GuideClaim{
			{
				"To be heard, it helps to hear oneself said back. In an experiment with 115 people who talked with somebody new, those whose listener put what they said into other words and asked about it felt more understood than those who were given advice or a simple “I see”.",
				"Weger, Castle Bell, Minei and Robinson (2014), International Journal of Listening 28, 13–31, doi:10.1080/10904018.2013.813234",
			},
			{
				"Feeling understood seems to take some of the harm out of a quarrel. Across seven studies, conflict went along with being less content in the relationship for people who felt little understood by their partner, and not for those who felt more understood.",
				"Gordon and Chen (2015, online), Journal of Personality and Social Psychology, doi:10.1037/pspi0000039",
			},
			{
				"Tone gets lost in writing, and the writer is the last to know. In five experiments, people believed that their e-mails carried their tone better than they did. That is why the reader here can say what arrived, and the writer can put it right.",
				"Kruger, Epley, Parker and Ng (2005), Journal of Personality and Social Psychology 89, 925–936, doi:10.1037/0022-3514.89.6.925",
			},
			{
				"Writing about feelings can loosen the tongue. In 86 dating couples one of the two wrote for three days, either about the relationship or about everyday things. After writing about the relationship, both of them used more words for feelings in their messages, for glad ones and for hard ones.",
				"Slatcher and Pennebaker (2006), Psychological Science 17, 660–664",
			},
		},
		How: []string{
			"Take one matter. Begin with what happened, as a camera would have seen it. Then what it did to you. Then what you would like.",
			"Leave it for a while, and read it once more as if it had come to you.",
			"When a letter comes: read it twice. Then write what you heard in your own words, also where you see it differently. Saying it back is not agreeing.",
			"When your own letter is said back to you: say that this is what you meant, or put it right. If it arrived differently, perhaps the words were at fault and nobody else.",
		},
		Avoid: []string{
			"“Always” and “never”, and names for the person in place of what they did.",
			"Answering with your own hurt before you have said what you heard. It deserves a letter of its own.",
			"Repeating word for word. It shows that you can read, and leaves open whether you took it in.",
			"Writing in the worst minute. Write it down for yourself, and send another one tomorrow.",
		},
		Start: "Go to the letters",
	}
}
