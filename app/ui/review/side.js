// One side of the pair: a function of a card, called once for each language.
import { gradable } from './queues.js';
import { L, h } from './screen.js';
import { LANGUAGES, fill, other, percentOf, short } from './text.js';

const CHOICES = [
  { name: 'correct', key: '1', css: 'ok' },
  { name: 'incorrect', key: '2', css: 'no' },
  { name: 'unsure', key: '3', css: 'un' },
  { name: 'language', key: 'L', css: 'lg' },
];

export const chosen = (mine) => (mine
  ? [mine.value, mine.value === 'correct' && mine.language_ok === false ? 'language' : '']
  : []);

// An answer can become a reference of its question, or stop being one.
function referenceButton(card) {
  if (!['open', 'added'].includes(card.acceptable)) return null;
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
  const box = (text, language) => h('div', { class: 'rv-ref', lang: language, 'data-content': true }, text);
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

function answerText(card) {
  const given = card.answer;
  if (!given) return [h('div', { class: 'rv-empty' }, L.pending)];
  if (given.error) {
    return [h('div', { class: 'rv-error', role: 'note' }, h('strong', {}, L.error), h('span', { 'data-content': true }, given.error))];
  }
  if (!given.parts.length) return [h('div', { class: 'rv-empty' }, given.finished ? L.empty : L.unfinished)];
  const language = LANGUAGES.includes(given.language) ? given.language : null;
  return [
    h('div', { class: 'rv-ans', lang: language, 'data-content': true },
      given.parts.map(([text, mark]) => (mark ? h('mark', { class: mark }, text) : text))),
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
      h('kbd', { 'aria-hidden': 'true' }, choice.key), L[choice.name])));
}

function othersSaid(card) {
  if (!card.mine || !card.others.length) return [];
  return card.others.map((one) => h('div', {},
    h('b', { 'data-content': true }, one.reviewer), ' ', h('span', { class: 'rv-said' }, L[one.value]),
    one.value === 'correct' && one.language_ok === false ? `, ${L.language_note}` : '',
    one.comment ? h('q', { 'data-content': true }, one.comment) : ''));
}

export function renderSide(card, draft) {
  return h('article', { class: 'rv-side', tabindex: -1, 'data-language': card.language, 'aria-label': L[`language_${card.language}`] },
    h('h2', {}, h('span', {}, L[`language_${card.language}`]), languageTag(card)),
    h('div', { class: 'rv-q', lang: card.language, 'data-content': true }, card.question),
    h('div', {}, references(card), guideline(card)),
    h('div', {}, h('div', { class: 'rv-lab rv-answerhead' }, h('span', {}, L.answer), referenceButton(card)), answerText(card), reasoningBefore(card), passagesUsed(card)),
    h('div', { class: 'rv-hints' }, similarities(card), judgementBox(card), h('div', { class: 'rv-hidden' }, L.hidden)),
    h('div', { class: 'rv-others', 'data-others': true }),
    h('div', { class: 'rv-decide' }, verdictButtons(card),
      h('div', { class: 'rv-comment' },
        h('input', { 'data-comment': true, 'data-content': true, maxlength: 2000, autocomplete: 'off', 'aria-label': L.comment, placeholder: L.comment, value: draft, disabled: !gradable(card) }),
        h('kbd', { 'aria-hidden': 'true' }, 'C'))));
}

export function emptySide(language, text) {
  return h('article', { class: 'rv-side rv-blank', 'data-language': language, 'aria-busy': text ? null : 'true' },
    h('h2', {}, h('span', {}, L[`language_${language}`])), h('div', { class: 'rv-empty' }, text));
}

export function paintVerdict(article, card) {
  const on = chosen(card.mine);
  article.querySelectorAll('[data-choice]').forEach((button) => {
    button.setAttribute('aria-pressed', String(on.includes(button.dataset.choice)));
  });
  article.classList.toggle('rv-decided', Boolean(card.mine));
  article.querySelector('[data-others]')?.replaceChildren(...othersSaid(card));
}
