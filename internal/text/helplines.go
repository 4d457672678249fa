package text

// HelpLine is one place where somebody answers. Only lines are listed whose
// number and hours were found in a stored copy of the page named in Source, on
// the day CheckedOn. What could not be found is left out.
type HelpLine struct {
	Country   string
	Name      string
	For       Need
	Whom      string // in the page's words, for whom it is
	Phone     string
	Write     string // by text message or on the web; "": not known
	Hours     string
	OnBill    string // whether a call shows on a bill; "": not known
	CheckedOn string // YYYY-MM-DD
	Source    string
}

// Need is what somebody looks for.
type Need uint8

// Needs, in the order of the page.
const (
	Hurt   Need = iota // by a partner, or afraid
	Harm               // worried about one's own behaviour
	Crisis             // despair, thoughts of suicide
)

func englishLines() []HelpLine {
	const day, always = "2026-11-24", "Day and night"
	return []HelpLine{
		{"United States", "National Domestic Violence Hotline", Hurt, "Everybody who is hurt or afraid, and people worried about what they do themselves", "1-800-799-7233", "Text START to 88788, or chat at thehotline.org", always, "", day,
			"https://ovc.ojp.gov/news/grantee-news/national-domestic-violence-hotline-answers-6-million-contacts"},
		{"United Kingdom", "National Domestic Abuse Helpline (England)", Hurt, "Women who are hurt or afraid", "0808 2000 247", "nationaldahelpline.org.uk", always, "", day,
			"https://www.refuge.org.uk/category/news/"},
		{"United Kingdom", "Men’s Advice Line", Hurt, "Men who are hurt or afraid", "0808 801 0327", "", "Ask for the hours; weekdays", "", day,
			"https://www.centre56.org.uk/domestic-abuse"},
		{"Ireland", "Women’s Aid", Hurt, "Women who are hurt or afraid", "1800 341 900", "womensaid.ie", always, "", day,
			"https://www.thejournal.ie/womens-aid-helpline-2-2964358-Sep2016/"},
		{"Australia", "1800RESPECT", Hurt, "Everybody who is hurt or afraid", "1800 737 732", "1800respect.org.au", always, "", day,
			"https://www.esafety.gov.au/women/get-help/finding-support"},
		{"Germany", "Hilfetelefon Gewalt gegen Frauen", Hurt, "Women who are hurt or afraid, in eighteen languages", "116 016", "hilfetelefon.de", always, "Does not show on the bill", day,
			"https://utopia.de/news/116-016-hilfetelefon-gewalt-gegen-frauen-neue-nummer-kurz"},
		{"Germany", "Hilfetelefon Gewalt an Männern", Hurt, "Men who are hurt or afraid", "0800 123 99 00", "maennerhilfetelefon.de", "Monday to Thursday 8 to 20, Friday 8 to 15", "", day,
			"https://landkreis-heidenheim.de/hilfetelefon+_gewalt+gegen+frauen_+und+_gewalt+an+maennern_"},
		{"Spain", "016", Hurt, "Women who are hurt or afraid, in fifty-three languages", "016", "", always, "", day,
			"https://www.journaldemontreal.com/2023/05/13/un-911-pour-la-violence-conjugale-en-espagne"},
		{"United Kingdom", "Respect Phoneline", Harm, "People worried about what they do to their partner", "0808 802 4040", "", "Office hours", "", day,
			"https://www.dadsunltd.org.uk/support/issues/domestic-abuse/"},
		{"Australia", "MensLine", Harm, "Men, about their relationship and their own behaviour", "1300 789 978", "", always, "", day,
			"https://newshub.medianet.com.au/2024/09/lifeline-urges-australians-to-get-to-know-all-the-ways-to-reach-out-for-support/66068"},
		{"United States", "988 Lifeline", Crisis, "Everybody", "988", "Text 988, or chat at 988lifeline.org", always, "", day,
			"https://internationalmentalhealth.org/resources/"},
		{"Canada", "9-8-8 Suicide Crisis Helpline", Crisis, "Everybody, in English and French", "988", "Text 988", always, "", day,
			"https://cmhasaskatoon.ca/9-8-8/"},
		{"Australia", "Lifeline", Crisis, "Everybody", "13 11 14", "", always, "", day,
			"https://www.esafety.gov.au/women/get-help/finding-support"},
	}
}
