"""Yes and no: said outright, implied by a negation, or left open."""

from __future__ import annotations

import re
from functools import lru_cache

from evaluators.evidence.contrast import split_assertion
from evaluators.normalization import closing, opening

_YES = re.compile(
    r"^\W*(?:(?:oh|well|in fact|actually|haha)\W+)?(?:of course (?:he|she|it|they|that|this|you|we|there) "
    r"(?:is|are|was|were|does|do|did|can|will|has|have)(?! not|n't)|yes|yeah|yep|yup|sure|of course(?! not)|"
    r"certainly(?! not)|indeed|absolutely(?! not)|definitely(?! not)|"
    r"correct|exactly|right|affirmative|true|precisely|quite so|quite right|(?:i )?agree[d]?(?=[,.]|$)"
    r"|you(?:'re| are)(?: quite| absolutely| completely| perfectly| entirely)? (?:right|correct)|"
    r"without (?:a )?doubt|undoubtedly|very much so|(?:naturally|obviously|surely|clearly),? (?:it|"
    r"they|he|she|there|we|you) (?:is|are|was|were|does|do|did|can|will|has|have)|(?:that|this|it)"
    r"(?:'s| is) a fact|by a wide margin|always(?=[,.])|without exception|that it is|naturally(?=[,.])"
    r"|you bet|(?:that|this|it)(?:'s| is| was)(?: (?:absolutely|quite|indeed|completely|entirely|"
    r"perfectly))?"
    r" (?:right|correct|true|so|the case|accurate)|(?:it|they|he|she|there|we|you|that|this)"
    r"(?: certainly| definitely| indeed| surely| really)?"
    r" (?:is|are|was|were|does|do|did|can|will|would|could|should|has|have|may|might)(?: indeed|"
    r" so)?(?=\s*(?:[.,;!]|$))|"
    r"indeed (?:it|they|he|she|there) \w+|you (?:can|may|should|must)(?! not|n't))(?![\w'])",
    re.I,
)
_NO = re.compile(
    r"^\W*(?:(?:oh|well|in fact|actually|sorry|haha)\W+)?(?:(?:yeah|yes|sure|of course|oh yes),? (?:right|sure)?\W{1,4}"
    r"(?:no\b|not\b|as if\b|never\b)|of course (?:he|she|it|they|that|this|you|we|there|i)(?: (?:is|are|was|were|"
    r"does|do|did|can|could|will|would|should|has|have|had))?(?:n't| not|not)|of course (?:he|she|it|they|you|we|"
    r"there) never|as if(?=[.!,]|$)|if only|no(?! (?:one|matter|doubt|wonder|fewer|"
    r"less|more))|nope|nah|not (?:at all|really|quite|exactly|true|correct|necessarily|so|"
    r"in the least|yet|any more|anymore)|not$|not\b(?=[.,!])|"
    r"never|of course not|certainly not|absolutely not|definitely not|false|incorrect|wrong|untrue|"
    r"negative|hardly|on the contrary|far from it|by no means|"
    r"no way|at no time|anything but|nothing but (?=a myth)|there(?:'s| is) no truth|i (?:don't|"
    r"do not) (?:think|believe) so|i disagree|not the case|(?:i'm afraid |unfortunately,? |"
    r"sorry,? (?:but )?)+(?:that|this|it|you|they|not|no)(?:'s|'re| is| are)?(?: not| wrong|"
    r" incorrect| mistaken| false| untrue|n't)|(?:you're|you are|that's|this is|that is|it's)"
    r" (?:mistaken|inaccurate)|there's no way|there is no way|i doubt it|nothing of the sort|"
    r"quite the opposite|quite the contrary|none(?=[,.]|$)|not once|not a chance|absent|(?:that|this|"
    r"it)(?:'s| is| was)(?: (?:just|simply|actually|completely|totally|only))? (?:not |n't )?(?:(?:a |"
    r"an )?(?:false|incorrect|wrong|untrue|myth|misconception|superstition|lie|hoax|mistake|old wives)"
    r")|"
    r"(?:that|this|it)(?:'s| is| was)(?: not|n't) (?:true|correct|right|so|the case|accurate)|"
    r"(?:it|they|he|she|there|we|you|that|this) (?:isn't|aren't|wasn't|weren't|doesn't|don't|didn't|"
    r"can't|cannot|won't|wouldn't|couldn't|shouldn't|hasn't|haven't|"
    r"(?:is|are|was|were|does|do|did|can|will|would|could|should|has|have) not))(?![\w'])",
    re.I,
)
_YES_JA = re.compile(
    r"^\W*(?:はい|ハイ|ええ(?!と)|うん|そうです|そうだ|そう(?:言え|思い)ます|そうなります|そうなのです|そうなんです|その通り|そのとおり|仰る通り|仰るとおり|おっしゃる通り|おっしゃるとおり|"
    r"もちろん|勿論|正しい(?!と|か|わけ)|正解|合って|確かに|たしかに|当然(?!な)|本当です|事実です|"
    r"[^。、]{0,8}(?:のとおり|の通り|とおり|通り)(?:です|でございます|だ)|同感|ご名答|相違ありません|間違いなく|(?:それは|これは)?(?:事実|本当|真実)(?:です|"
    r"だ)|ごもっとも|ごもっともです|必ずそう|いますよ|ありますよ|なりますよ|イエス|左様|可能です|できます|あります(?=。|$)|います(?=。|$)|間違いありません|間違いない)"
)
_NO_JA = re.compile(
    r"^\W*(?:いいえ|イイエ|いえ(?!ば)|いや|いいや|ううん|違います|ちがいます|違う|ちがう|そんなこと|そのようなこと|そういうわけ|そうでは|そうとは|そうは(?:言|思)|そうじゃ|誤り|間違い(?!な|"
    r"あり)|間違って|正しくな|正しくあり|とんでもな|まさか|ノー(?!ベ|ト)|"
    r"嘘|うそ|デマ|迷信|俗説|都市伝説|それは(?:誤解|迷信|俗説|嘘|間違い|誤り|違い|正しくあり|正しくない|事実では|都市伝説|単なる|よくある(?:誤解|間違い|勘違い|迷信))|"
    r"全く(?:違|そんな)|不正解|事実(?:では|じゃ|に反|無根)|根も葉もない|正しいと(?:は|いう)|(?:それは|これは)?(?:ただの|単なる|よくある|昔の)?(?:思い込み|"
    r"作り話|勘違い|言い伝え|迷信|俗説|誤解|噂)(?:です|に|で)|ハズレ|はずれ|逆です|"
    r"だめです|ダメです|駄目です|できません|ありません|いません|不可能です|無理です|残念ながら)"
)
_TRAILING_YES = re.compile(
    r"(?:[,;]|\bso|\band|-)\s*(?:yes|that's right|indeed|correct)\W*$|(?:はい|そうです|そのとおりです|その通りです|"
    r"合っています|本当です|事実です|正しいです|間違いありません)。?\s*$",
    re.I,
)
_TRAILING_NO = re.compile(
    r"(?:[,;]|\bso|-)\s*no\W*$|(?:いいえ|違います|間違いです|間違っています|誤りです|嘘です|迷信です|誤解です|俗説です|デマです|事実無根です|"
    r"どころか.{0,20}|ではありません|そうではありません)。?\s*$",
    re.I,
)
_POSITIVE_IDIOMS = re.compile(
    r"no doubt|not only|no denying|no question|no wonder|nothing but|can(?:no|')t deny|can't help|"
    r"no matter|not until|no less|not to mention|"
    r"without (?:an? |any )?(?:problems?|trouble|difficult(?:y|ies)|issues?|doubt|exception|fail)\b|"
    r"no (?:problem|issue)s?\b|"
    r"問題(?:は|が|も)?(?:ない|ありません|なく)|差し支え(?:ない|ありません)|"
    r"間違い(?:は|が)?(?:ない|ありません|なく)|違い(?:ない|ありません)|かもしれ(?:ない|ません)|なければ(?:ならない|なりません|いけない|いけません)|"
    r"なくては(?:ならない|なりません|いけません)|"
    r"ないと(?:いけ|なり|なら)(?:ません|ない)|ざるを得(?:ない|ません)|では(?:ない|ありません)でしょうか|じゃないか|だけで(?:は)?なく|のみならず|すみません|"
    r"申し訳(?:ありません|ない)|"
    r"ほかなり(?:ません|ない)|疑い(?:は|の余地)?(?:が|は)?(?:ない|ありません)|否定でき(?:ない|ません)|否めない|否めません|過ぎ(?:ない|ません)",
    re.I,
)
_POLITE_NO = r"ご?遠慮(?:くだ|願|いただ)|お?控え(?:くだ|て|願)|お断り"
"""Denials in the form of a request."""
_NEGATIONS = re.compile(
    r"\bnot\b|n't\b|\bcannot\b|\bnever\b|\bno\b(?! \.)|\bnone\b|\bnobody\b|\bnothing\b|\bneither\b|"
    r"\bnor\b|\bwithout\b|\bfalse\b|\buntrue\b|\bincorrect\b|\bwrong\b|"
    r"\bmyths?\b|\bmisconceptions?\b|\bsuperstitions?\b|\bdeny\b|\bdenies\b|\bimpossible\b|\bunable\b|"
    r"\bunlikely\b|\bhardly\b|\bfails? to\b|\bno longer\b|\blittle evidence\b|\bdebunked\b|"
    r"ません|(?<![少危切幼])ない(?!し[はで]|ように|うち)|なかった|ず(?:に|、|。|$)|なく(?:なって)?(?=、|。|て|$)|ぬ(?=。|$)|間違い|誤り|誤解|迷信|"
    r"俗説|デマ|嘘(?!を)|うそ|不可(?!欠|避|思|侵|分)|無理|不要|禁止|"
    rf"{_POLITE_NO}|無関係|無害|都市伝説|根拠(?:は|が)?(?:ない|乏し|薄)|誤って",
    re.I,
)
_QUESTION_YES_NO = re.compile(
    r"^\W*(?:(?:so|and|but|in \w+|today|currently|.{0,60}?[.,])\s+)?(?:is|are|was|were|do|does|did|"
    r"can|could|will|would|should|has|have|had|may|might|must|am|isn't|aren't|don't|doesn't|didn't|"
    r"can't|won't|shall)\s",
    re.I,
)
_WH = re.compile(
    r"\b(?:what|who|whom|whose|which|where|when|why|how)\b|何|誰|だれ|どこ|いつ|なぜ|どう(?!し?ても|か)|どの|どれ|どちら|どんな|"
    r"いくつ|いくら|どなた|なんと|なに",
    re.I,
)
_QUESTION_OR = re.compile(r"\bor\b|それとも|ですか、.*ですか|または", re.I)
_SENTENCE = re.compile(r"[^。.!?！？\n]+[。.!?！？\n]?")
_LAST_CLAUSE = re.compile(
    r"^.*(?:\bbut\b|\byet\b|\bhowever\b|が、|けど、|けれど、|けれども、|ものの、|ので、|から、)", re.I
)


_SAY_WHICH = re.compile(
    r"\(?\b(?:please )?(?:answer|reply|say|respond)(?: (?:with|by|only|simply|either))* *"
    r"[\"']?yes[\"',.]* or [\"']?no\b[\"'.]*\)?|"
    r"[（(]?[「『\"]?はい[」』\"]?(?:か|または|、)、?[「『\"]?いいえ[」』\"]?で(?:、?お?答え|回答)[^。？?]*[。）)]?",
    re.I,
)


def without_instruction(question: str) -> str:
    """A question without “Answer yes or no” and the like.

    Examples:
        >>> without_instruction("Is it far? Answer “yes” or “no.”").strip()
        'Is it far?'
    """
    return _SAY_WHICH.sub("", closing(question, 400)).strip()


def is_yes_no_question(question: str) -> bool:
    """Whether a question asks for yes or no rather than for a thing or a choice."""
    text = without_instruction(question)
    if _QUESTION_OR.search(text):
        return False
    if re.search(r"[\u3041-\u3096]", text):
        return bool(re.search(r"か[？?。]?\s*$", text.strip())) and not _WH.search(re.sub("[「『].*?[」』]", "", text))
    return _QUESTION_YES_NO.match(text) is not None


@lru_cache(maxsize=16384)
def stated_polarity(text: str) -> int:
    """Yes (1) or no (-1) as a text says it outright, at its beginning or, in a short text, at its end; else 0."""
    text = opening(text, 600).strip()
    no, yes = (_NO_JA, _YES_JA) if re.search(r"[\u3041-\u3096]", text) else (_NO, _YES)
    main = text if _PLAIN.match(text) else _AFTER_BUT.sub("", text)
    if main != text and (_SURELY.match(main) or yes.match(main) or no.match(main)):
        text = main
    if _double_denial(text) or _SURELY.match(text):
        return 1
    at_start = -1 if no.match(text) else 1 if yes.match(text) else 0
    return at_start or _at_end(text)


def told_polarity(question: str, text: str) -> int:
    """Yes (1) or no (-1) about the fact, as a text says it outright; else 0.

    To a question that expects a negative fact, 「はい」 and “that's right” confirm the question and so deny the fact,
    where English “yes” affirms it.
    """
    said = stated_polarity(text)
    if said and _DENYING_WORD.search(question) and not _WORD.match(text):
        return 0  # “It is not possible” affirms what “Is it impossible?” asks: the statement decides, not its form
    if not said or not asks_negatively(question):
        return said
    if _HIRAGANA.search(text):
        return -said if _WORD.match(text) else said  # 「～ではありません」 denies the fact itself
    return -said if _CONFIRMS.match(text) else said


@lru_cache(maxsize=8192)
def asks_negatively(question: str) -> bool:
    """Whether a question asks for confirmation of something negative (“Whales aren't fish, are they?”)."""
    text = closing(question, 300).strip()
    return (_ASKS_NOT_JA if _HIRAGANA.search(text) else _ASKS_NOT).search(text) is not None


_HIRAGANA = re.compile(r"[\u3041-\u3096]")
_DENYING_WORD = re.compile(
    r"\b(?:impossible|unable|illegal|unlawful|unnecessary|false|untrue|incorrect|wrong|forbidden|prohibited|banned|"
    r"barred|outlawed)\b|"
    rf"不可能|無理|不要|禁止|{_POLITE_NO}|違法|無害|誤り|間違い|嘘",
    re.I,
)
_FORBIDDING = re.compile(r"\b(?:illegal|unlawful|unnecessary|forbidden|prohibited|banned|barred|outlawed)\b|違法", re.I)
"""Denying words that count as no negation by themselves."""
_WORD = re.compile(
    r"^\W*(?:yes|yeah|yep|yup|no|nope|nah|of course|certainly|absolutely|definitely|correct|right|true|false|"
    r"(?:that|this|it)(?:'s| is)(?: not|n't)? (?:right|correct|true|false|so|wrong)|not at all|indeed|"
    r"はい|ハイ|ええ|うん|いいえ|イイエ|いえ|いや|ううん|そう|その通り|そのとおり|もちろん|本当|違い|ちがい|違う|正しい|間違|誤)",
    re.I,
)
_CONFIRMS = re.compile(
    r"^\W*(?:(?:that|this|it)(?:'s| is) |you(?:'re| are) )?(?:quite |absolutely )?"
    r"(?:right|correct|exactly|true|indeed|agreed|wrong|incorrect|false|not true|mistaken)\b",
    re.I,
)
_ASKS_NOT_JA = re.compile(
    r"(?:(?:ません|ませんでした)(?:よ?ね|のですか|のでしょうか)|(?:ない|なかった)(?:です)?(?:よ?ね|のですか|のでしょうか|んですか)|"
    r"(?<!では)(?<!じゃ)なかったですか)\s*[?？。]?\s*$"
)
_ASKS_NOT = re.compile(
    r"^\W*(?:is|are|was|were|do|does|did|can|could|will|would|has|have|had|should)n't\b|"
    r"(?:n't|\bnot\b|\bnever\b).*,\s*(?:is|are|was|were|do|does|did|can|could|will|would|has|have|had|should)\s\w+\s*\?\s*$",
    re.I,
)


def _at_end(text: str) -> int:
    if len(text) > 120:
        return 0
    return -1 if _TRAILING_NO.search(text) else 1 if _TRAILING_YES.search(text) else 0


_PLAIN = re.compile(r"^\W*(?:(?:yes|no)\b|はい|いいえ)", re.I)
_DENIAL_EN = re.compile(
    r"(?:\b(?:wrong|false|incorrect|untrue|not true|not correct|not right|no way|mistake|not as though|not as if)|"
    r"n't (?:true|correct|right))(?: to (?:say|claim|think|believe))?(?: that|(?<=though)|(?<=as if))\b",
    re.I,
)
_DENIAL_JA = re.compile(
    r"(?:ない|ません|なかった)、?(?:と(?:いう|言う)?)?(?:の|こと|わけ|保証|証拠|はず)(?:で)?(?:は|も|が)?"
    r"(?:ありません|ない|誤り|間違い|嘘|正しくありません|正しくない|どこにもありません)"
)
_AFTER_BUT = re.compile(r"^[^.!?。]*?(?:,\s*(?:but|yet)\s+|が、|けれど、|けど、)(?=\S)", re.I)
_SURELY = re.compile(r"^(?:there(?:'s| is) )?no (?:denying|doubt|question)\b", re.I)


def _double_denial(text: str) -> bool:
    match = _DENIAL_EN.search(text)
    if match:
        return bool(_NEGATIONS.search(text[match.end() :]))
    return bool(_DENIAL_JA.search(text))


@lru_cache(maxsize=16384)
def negations(text: str) -> int:
    """How many negations the main clause of a text's first sentence holds, idioms that affirm left out."""
    kept, _ = split_assertion(text)
    kept = _POSITIVE_IDIOMS.sub("", opening(kept or text, 600))
    first = next((s for s in _SENTENCE.findall(kept) if len(s.strip()) > 1), kept)
    return len(_NEGATIONS.findall(_LAST_CLAUSE.sub("", first)))


@lru_cache(maxsize=16384)
def denials(text: str) -> int:
    """How many negations a text holds anywhere, idioms that affirm left out."""
    return len(_NEGATIONS.findall(_POSITIVE_IDIOMS.sub("", opening(text, 1500))))


@lru_cache(maxsize=8192)
def is_bare(text: str) -> bool:
    """Whether a text is a mere yes or no, so that its negations cannot be compared with a statement's.

    Examples:
        >>> is_bare("No."), is_bare("いいえ"), is_bare("No, it sinks")
        (True, True, False)
    """
    return bool(stated_polarity(text)) and len(text) <= _BARE


_BARE = 6


def implied_polarity(question: str, text: str) -> int:
    """Yes or no as implied by a statement: even negations affirm, odd ones deny, relative to the question's own.

    Examples:
        >>> implied_polarity("Is it impossible?", "It is not possible"), implied_polarity("違法ですか。", "合法です")
        (1, -1)
    """
    asked = without_instruction(question)
    own = int(_negated_question(question)) + int(bool(_DENYING_WORD.search(asked)))
    return -1 if (negations(text) + len(_FORBIDDING.findall(opening(text, 600))) + own) % 2 else 1


def _negated_question(question: str) -> bool:
    text = without_instruction(question)
    return bool(
        re.search(r"\bnot\b|n't\b|\bno\b|\bnever\b|ないのは|ないこと|なしで|ない(?:です|の)?か", text, re.I)
    ) and not re.search(
        r"^(?:isn't|aren't|don't|doesn't|didn't|can't|won't)|(?:ではない|じゃない|ません)か", text, re.I
    )
