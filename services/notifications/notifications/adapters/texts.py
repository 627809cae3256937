"""What notices say, in Swedish and English: provider, time and address, never a visit's name or who is in it."""

from notifications.adapters.gsm_alphabet import in_gsm
from notifications.adapters.spoken_times import spoken, spoken_span
from notifications.domain.outgoing import Letter, Written

SENTENCES = {
    "sv": {
        "booked": "Du har ett nytt videobesök {time}.",
        "booked_many": "Du har {count} nya videobesök, det första {time}.",
        "moved": "Videobesöket {before} är flyttat till {time}.",
        "other_length": "Ditt videobesök {time} är nu {minutes} minuter långt.",
        "other_people": "Du möter annan vårdpersonal i ditt videobesök {time}.",
        "other_people_staff": "Deltagarna i ditt videobesök {time} är ändrade.",
        "changed_many": "{count} av dina videobesök är ändrade, det första {time}.",
        "cancelled": "Ditt videobesök {time} är avbokat.",
        "cancelled_many": "{count} av dina videobesök är avbokade, det första {time}.",
        "brought_in": "Du är tillagd i ett videobesök {time}.",
        "brought_in_many": "Du är tillagd i {count} videobesök, det första {time}.",
        "taken_out": "Du är inte längre med i videobesöket {time}.",
        "taken_out_many": "Du är inte längre med i {count} videobesök, det första {time}.",
        "invited_again": "Ditt videobesök är öppnat igen och pågår nu.",
        "reminder": "Påminnelse: du har ett videobesök {time}.",
    },
    "en": {
        "booked": "You have a new video visit on {time}.",
        "booked_many": "You have {count} new video visits, the first on {time}.",
        "moved": "Your video visit on {before} is moved to {time}.",
        "other_length": "Your video visit on {time} is now {minutes} minutes long.",
        "other_people": "You will meet other staff in your video visit on {time}.",
        "other_people_staff": "The participants of your video visit on {time} have changed.",
        "changed_many": "{count} of your video visits have changed, the first on {time}.",
        "cancelled": "Your video visit on {time} is cancelled.",
        "cancelled_many": "{count} of your video visits are cancelled, the first on {time}.",
        "brought_in": "You have been added to a video visit on {time}.",
        "brought_in_many": "You have been added to {count} video visits, the first on {time}.",
        "taken_out": "You are no longer in the video visit on {time}.",
        "taken_out_many": "You are no longer in {count} video visits, the first on {time}.",
        "invited_again": "Your video visit is open again and going on now.",
        "reminder": "Reminder: you have a video visit on {time}.",
    },
}
SUBJECTS = {
    "sv": {
        "booked": "Nytt videobesök hos {provider}",
        "changed": "Ändrat videobesök hos {provider}",
        "cancelled": "Avbokat videobesök hos {provider}",
        "brought_in": "Nytt videobesök hos {provider}",
        "taken_out": "Du är inte längre med i ett videobesök hos {provider}",
        "invited_again": "Ditt videobesök hos {provider} pågår igen",
        "reminder": "Påminnelse om videobesök hos {provider}",
    },
    "en": {
        "booked": "New video visit at {provider}",
        "changed": "Changed video visit at {provider}",
        "cancelled": "Cancelled video visit at {provider}",
        "brought_in": "New video visit at {provider}",
        "taken_out": "You are no longer in a video visit at {provider}",
        "invited_again": "Your video visit at {provider} is going on again",
        "reminder": "Reminder of a video visit at {provider}",
    },
}
SIGN_IN = {"sv": "Logga in på {url}", "en": "Sign in at {url}"}
SEE_BOOKINGS = {"sv": "Se dina bokningar på {url}", "en": "See your bookings at {url}"}
IS_OVER_FOR_THEM = frozenset({"cancelled", "taken_out"})
WITHOUT_A_TIME = frozenset({"cancelled", "taken_out", "invited_again"})
EMAIL = {
    "sv": "Hej!\n\n{sentence}\n\n{when}{closing}\n\nVänliga hälsningar\n{provider}\n\n"
    "Det går inte att svara på det här meddelandet.\n",
    "en": "Hello!\n\n{sentence}\n\n{when}{closing}\n\nKind regards\n{provider}\n\nThis message cannot be replied to.\n",
}
WHEN = {
    "sv": "Tid: {span} ({minutes} minuter)\n\n",
    "en": "Time: {span} ({minutes} minutes)\n\n",
}


class Texts:
    def sms(self, letter: Letter) -> str:
        language = _language(letter)
        said = f"{one_line(letter.provider_name)}: {_sentence(letter, language)} {_closing(letter, language)}"
        return in_gsm(said)

    def email(self, letter: Letter) -> Written:
        language, provider = _language(letter), one_line(letter.provider_name)
        when = ""
        if letter.visit_count == 1 and letter.kind not in WITHOUT_A_TIME:
            span = spoken_span(letter.starts_at, letter.length_minutes, language)
            when = WHEN[language].format(span=span, minutes=letter.length_minutes)
        text = EMAIL[language].format(
            sentence=_sentence(letter, language), when=when, closing=_closing(letter, language), provider=provider
        )
        return Written(subject=SUBJECTS[language][letter.kind].format(provider=provider), text=text)


def one_line(text: str) -> str:
    """Fit for a header or one line: what was written on several lines stands on one."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _sentence(letter: Letter, language: str) -> str:
    before = letter.previous_starts_at
    return SENTENCES[language][_sentence_name(letter)].format(
        time=spoken(letter.starts_at, language),
        before="" if before is None else spoken(before, language, with_year=False),
        minutes=letter.length_minutes,
        count=letter.visit_count,
    )


def _sentence_name(letter: Letter) -> str:
    if letter.visit_count > 1 and f"{letter.kind}_many" in SENTENCES["sv"]:
        return f"{letter.kind}_many"
    if letter.kind != "changed":
        return letter.kind
    if letter.previous_starts_at not in (None, letter.starts_at):
        return "moved"
    if letter.previous_length_minutes not in (None, letter.length_minutes):
        return "other_length"
    return "other_people" if letter.is_for_patient else "other_people_staff"


def _closing(letter: Letter, language: str) -> str:
    closing = SEE_BOOKINGS if letter.kind in IS_OVER_FOR_THEM else SIGN_IN
    return closing[language].format(url=letter.page_url)


def _language(letter: Letter) -> str:
    return letter.language if letter.language in SENTENCES else "sv"
