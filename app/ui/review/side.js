// One side of the pair: a function of a card, called once for each language.
import { pressed } from './marking.js';
import { gradable } from './rows.js';
import { L, h, onlyVisits, state } from './screen.js';
import { LANGUAGES, fill, other, percentOf, short, shownTag } from './text.js';

const CHOICES = [
  { name: 'correct', key: '1', css: 'ok' },
  { name: 'incorrect', key: '2', css: 'no' },
  { name: 'unsure', key: '3', css: 'un' },
  { name: 'language', key: 'L', css: 'lg' },
];

export const tagName = (tag) => shownTag(tag, L);

export const finalOpen = (card) => Boolean(card.said) && card.adjudicable && gradable(card);

// An answer can become a reference of its question, or stop being one.
function referenceButton(card) {
  if (!['open', 'added'].includes(card.acceptable) || onlyVisits()) return null;
  const on = card.acceptable === 'added';
  return h('button', { type: 'button', class: 'rv-accept', 'data-accept': true, 'aria-pressed': String(on), 'aria-keyshortcuts': 'A', title: L.accept_title },
    h('kbd', { 'aria-hidden': 'true' }, 'A'), on ? L.accepted : L.accept);
}

function languageTag(card) {
  const said = card.answer && card.answer.language;
  if (!said || said === 'none' || card.answer.error) return null;
  return h('span', { class: `rv-tag ${said === card.language ? 'same' : 'lang'}` }, L[`answered_${said}`]);
}

function similarityBar(name, value) {
  if (value === null) return [];
  const fillBar = h('i');
  fillBar.style.width = `${percentOf(value)}%`;
  return [
    h('span', {}, name),
    h('div', { class: 'rv-meter', role: 'meter', 'aria-label': name, 'aria-valuemin': -1, 'aria-valuemax': 1, 'aria-valuenow': value.toFixed(2) }, fillBar),
    h('b', {}, short(value)),
  ];
}

function similarities(card) {
  const bars = [
    ...similarityBar(L[`similarity_${card.language}`], card.similarity),
    ...similarityBar(L[`similarity_${other(card.language)}`], card.similarity_other),
  ];
  return bars.length ? h('div', { class: 'rv-sim', 'data-hint': true }, bars) : null;
}

function rejudged(card) {
  if (card.judging) return h('em', { class: 'rv-anew', title: L.judging_title }, L.judging);
  return card.rejudged ? h('em', { class: 'rv-anew', title: L.rejudged_title }, fill(L.rejudged, { version: card.rejudged })) : null;
}

function judgementBox(card) {
  const judged = card.judgement;
  if (!judged) return null;
  const css = { correct: 'ok', incorrect: 'no' }[judged.value] || 'none';
  const number = judged.probability === null ? '' : ` ${short(judged.probability)}`;
  return h('div', { class: `rv-judge ${css}`, role: 'group', 'aria-label': L.judgement, title: L.judgement_title, 'data-hint': true },
    h('strong', {}, L[`judged_${judged.value}`] + number),
    rejudged(card),
    judged.uncertain ? h('em', {}, L.uncertain) : null,
    h('span', { 'data-content': true }, judged.reason));
}

function references(card) {
  const box = (text, language) => h('div', { class: 'rv-ref', lang: language, dir: 'auto', 'data-content': true }, text);
  if (card.references.length) {
    return [h('div', { class: 'rv-lab' }, card.references.length > 1 ? L.references : L.reference),
      ...card.references.map((text) => [box(text, card.language), addedBy(card, text)]).flat()];
  }
  return [h('div', { class: 'rv-lab' }, L.reference), h('div', { class: 'rv-ref rv-none' }, L.no_reference)];
}

function addedBy(card, text) {
  const one = card.added.find((added) => added.text === text);
  return one ? h('div', { class: 'rv-added' }, `${L.added_by} `, h('b', { 'data-content': true }, one.reviewer)) : null;
}

const TAGS = new Set(['p', 'h4', 'strong', 'em', 'code', 'pre', 'ul', 'ol', 'li', 'blockquote', 'hr', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'br']);

// An answer's Markdown, element by element: text stays text.
function grown(node) {
  if (typeof node === 'string') return document.createTextNode(node);
  const [tag, start, ...children] = node;
  if (tag === 'mark') return h('mark', { class: start }, children);
  return TAGS.has(tag) ? h(tag, { start: tag === 'ol' ? start : null }, children.map(grown)) : document.createTextNode('');
}

function answerText(card) {
  const given = card.answer;
  if (!given) return [h('div', { class: 'rv-empty' }, L.pending)];
  if (given.error) {
    return [h('div', { class: 'rv-error', role: 'note' }, h('strong', {}, L.error), h('span', { 'data-content': true }, given.error))];
  }
  if (!given.parts.length) return [h('div', { class: 'rv-empty' }, given.finished ? L.empty : L.unfinished)];
  const language = LANGUAGES.includes(given.language) ? given.language : null;
  const rich = given.rich.length > 0 && !state.raw;
  return [
    h('div', { class: rich ? 'rv-ans rv-rich' : 'rv-ans', lang: language, dir: 'auto', 'data-content': true },
      rich ? given.rich.map(grown) : given.parts.map(([text, mark]) => (mark ? h('mark', { class: mark }, text) : text))),
    given.further.length ? h('div', { class: 'rv-further' }, h('span', { class: 'rv-lab' }, L.further),
      given.further.map((text) => h('q', { 'data-content': true }, text))) : null,
    given.cut ? h('div', { class: 'rv-lab rv-cut' }, L.cut) : null,
  ];
}

// What led to the answer, folded: it is no part of what is graded.
function reasoningBefore(card) {
  const text = (card.answer && card.answer.reasoning) || '';
  if (!text) return null;
  return h('details', { class: 'rv-passages rv-reasoning' },
    h('summary', {}, fill(L.reasoning, { count: text.length.toLocaleString() })),
    h('blockquote', { 'data-content': true }, text));
}

// How the file says that the question is graded: folded where it is long.
function guideline(card) {
  const text = card.guideline;
  if (!text) return null;
  const long = text.length > 160 || text.split('\n').length > 4;
  return h('details', { class: 'rv-passages rv-guideline', open: !long },
    h('summary', {}, L.guideline), h('blockquote', { 'data-content': true }, text));
}

// Folded, and hidden with the other hints: they tell the arm.
function passagesUsed(card) {
  const used = (card.answer && card.answer.passages) || [];
  if (!used.length) return null;
  return h('details', { class: 'rv-passages', 'data-hint': true },
    h('summary', {}, fill(L.passages, { count: used.length })),
    used.map((one) => h('blockquote', { lang: LANGUAGES.includes(one.language) ? one.language : null },
      h('p', { 'data-content': true }, one.text),
      h('footer', {}, h('cite', { 'data-content': true }, one.source), h('span', {}, fill(L.passage_score, { score: short(one.score) }))))));
}

function verdictButtons(card) {
  return h('div', { class: 'rv-btns', role: 'group', 'aria-label': L.verdict },
    CHOICES.map((choice) => h('button',
      { type: 'button', class: choice.css, 'data-choice': choice.name, 'aria-pressed': 'false', 'aria-keyshortcuts': choice.key,
        title: choice.name === 'language' ? L.help_language : null, disabled: !gradable(card) },
      h('kbd', { 'aria-hidden': 'true' }, choice.key), h('span', {}, L[choice.name]))));
}

function verdictCard(one, css, name) {
  return h('li', { class: css },
    h('b', { 'data-content': true }, name || one.reviewer),
    h('span', { class: `rv-act ${one.value}` }, L[one.value], one.language_ok === false ? ` · ${L.language_note}` : ''),
    one.comment ? h('q', { dir: 'auto', 'data-content': true }, one.comment) : '');
}

// All verdicts side by side, the final one last, and which of them stands by which rule.
function everybodySaid(card) {
  const { said, mine } = card;
  if (!said || (!said.others.length && !said.final)) return [];
  return [
    h('ul', {}, mine ? verdictCard({ ...mine, reviewer: state.reviewer }, 'mine', L.you) : '', said.others.map((one) => verdictCard(one, '')),
      said.final ? verdictCard(said.final, 'final', `${L.final} · ${said.final.reviewer}`) : ''),
    said.stands ? h('p', { class: `rv-rule${said.disagree && !said.final ? ' open' : ''}` },
      said.disagree && !said.final ? h('button', { type: 'button', 'data-dispute': true }, L.disputed) : '',
      h('span', {}, L.stands, h('strong', {}, L[said.stands]), fill(L.stands_by, { rule: L[`rule_${said.rule}`] }))) : '',
  ];
}

function twins(card) {
  const left = card.twins.length;
  return left ? h('button', { type: 'button', class: 'rv-extra', 'data-twins': true, 'aria-keyshortcuts': 'D' }, h('kbd', { 'aria-hidden': 'true' }, 'D'), L.twins.replace('{count}', left)) : null;
}

// Tags, score and flag, each by a key or a press.
function extras(card) {
  const { tags, score, flagged } = card.annotation;
  const button = (name, key, text, on) => h('button',
    { type: 'button', class: 'rv-extra', [`data-${name}`]: true, 'aria-pressed': on === undefined ? null : String(on), 'aria-keyshortcuts': key, disabled: !gradable(card) },
    h('kbd', { 'aria-hidden': 'true' }, key), h('span', {}, text));
  return [button('open-tags', 'T', tags.length ? tags.map(tagName).join(' · ') : L.tags, tags.length ? true : undefined),
    button('open-score', 'P', score === null ? L.score : L.score_of.replace('{score}', score), score === null ? undefined : true),
    button('flag', 'F', L.flagged, flagged), button('open-history', 'H', L.history)];
}

export function renderSide(card, draft, { adjudicating }) {
  return h('article', { class: 'rv-side', tabindex: -1, 'data-language': card.language, 'aria-label': L[`language_${card.language}`] },
    h('h2', {}, h('span', {}, L[`language_${card.language}`]), languageTag(card)),
    h('div', { class: 'rv-q', lang: card.language, dir: 'auto', 'data-content': true }, card.question),
    h('div', { class: 'rv-refs' }, references(card), guideline(card)),
    h('div', {}, h('div', { class: 'rv-lab rv-answerhead' }, h('span', {}, L.answer), referenceButton(card)), answerText(card), reasoningBefore(card), passagesUsed(card)),
    h('div', { class: 'rv-hints' }, similarities(card), judgementBox(card), h('div', { class: 'rv-hidden' }, L.hidden)),
    h('div', { class: 'rv-others', 'data-others': true }),
    h('div', { class: 'rv-bottom' }, h('div', { class: 'rv-twins', 'data-twin-box': true }),
      h('div', { class: 'rv-decide' }, adjudicating ? h('div', { class: 'rv-lab' }, L.final_verdict) : '', verdictButtons(card)),
      h('div', { class: 'rv-more' }, h('div', { class: 'rv-comment' },
        h('input', { 'data-comment': true, 'data-content': true, 'data-item': card.id, dir: 'auto', maxlength: 2000, autocomplete: 'off', 'aria-label': adjudicating ? L.reason : L.comment, placeholder: adjudicating ? L.reason : L.comment, value: draft, disabled: !gradable(card) }),
        h('kbd', { 'aria-hidden': 'true' }, 'C')),
      h('div', { class: 'rv-draft', 'data-draft': true }),
      h('div', { class: 'rv-extras', role: 'group', 'aria-label': L.extras, 'data-extras': true }))));
}

export function emptySide(language, text) {
  return h('article', { class: 'rv-side rv-blank', 'data-language': language, 'aria-busy': text ? null : 'true' },
    h('h2', {}, h('span', {}, L[`language_${language}`])), h('div', { class: 'rv-empty' }, text));
}

export function paintVerdict(article, card, { adjudicating, choice }) {
  const given = adjudicating ? card.said.final : card.mine;
  const on = choice?.item === card.id ? [choice.value] : pressed(given);
  article.querySelectorAll('[data-choice]').forEach((button) => {
    button.setAttribute('aria-pressed', String(on.includes(button.dataset.choice)));
    if (button.dataset.choice === 'language') button.lastElementChild.textContent = given ? L.language_mark : L.language;
  });
  article.classList.toggle('rv-decided', Boolean(card.mine));
  article.querySelector('[data-others]')?.replaceChildren(...everybodySaid(card));
  article.querySelector('[data-extras]')?.replaceChildren(...extras(card));
  article.querySelector('[data-twin-box]')?.replaceChildren(twins(card) || '');
  const drafted = !card.mine && !adjudicating && card.annotation.draft;
  article.querySelector('[data-draft]')?.replaceChildren(drafted ? L.draft_note : '');
}
