// Error tags, a score and "look again": what is said of an answer beside the verdict.
import { askName } from './dialogs.js';
import { digit } from './keyboard.js';
import { enqueue } from './outbox.js';
import { adopt, refreshRail } from './panel.js';
import { gradable } from './rows.js';
import { L, cardOf, commentInput, current, find, h, say, state } from './screen.js';
import { tagName } from './side.js';

const SCORES = [1, 2, 3, 4, 5];

function annotate(card, change) {
  const typed = card.mine ? card.annotation.draft : (commentInput(card.language)?.value ?? '').trim();
  const annotation = { ...card.annotation, draft: typed, ...change };
  adopt({ ...card, annotation });
  enqueue({ kind: 'annotate', run: state.run, item: card.id, ...annotation });
  refreshRail();
}

function annotated(language) {
  const card = cardOf(current(), language);
  if (!card || !gradable(card)) { say('idle', card ? L.not_gradable : L.not_yet); return null; }
  if (!state.reviewer) { askName(); return null; }
  state.side = language;
  return card;
}

export function flag(language = state.side) {
  const card = annotated(language);
  if (card) annotate(card, { flagged: !card.annotation.flagged });
}

export function score(number, language = state.side) {
  const card = annotated(language);
  if (card) annotate(card, { score: number === card.annotation.score ? null : number });
}

function toggleTag(tag) {
  const card = annotated(state.side);
  if (!card) return;
  const { tags } = card.annotation;
  annotate(card, { tags: tags.includes(tag) ? tags.filter((one) => one !== tag) : [...tags, tag] });
  paintTags();
}

function paintTags() {
  const card = cardOf(current(), state.side);
  const known = state.review?.tags || [];
  const all = [...known, ...card.annotation.tags.filter((tag) => !known.includes(tag))];
  const focused = document.activeElement?.dataset.tag;
  find('tags').replaceChildren(...all.map((tag, index) => h('button',
    { type: 'button', class: 'rv-choice', 'data-tag': tag, 'aria-pressed': String(card.annotation.tags.includes(tag)), 'data-content': true },
    index < 9 ? h('kbd', { 'aria-hidden': 'true' }, String(index + 1)) : null, tagName(tag))));
  find('tags').querySelector(focused ? `[data-tag="${CSS.escape(focused)}"]` : 'button')?.focus();
}

export function openTags(language = state.side) {
  if (!annotated(language)) return;
  find('tags-dialog').showModal();
  paintTags();
}

export function openScore(language = state.side) {
  const card = annotated(language);
  if (!card) return;
  find('scores').replaceChildren(...SCORES.map((number) => h('button',
    { type: 'button', class: 'rv-choice', 'data-score': number, 'aria-pressed': String(card.annotation.score === number) },
    h('kbd', { 'aria-hidden': 'true' }, String(number)), L[`score_${number}`])));
  find('score-dialog').showModal();
}

function takeScore(number) {
  find('score-dialog').close();
  if (number === 0) { const card = annotated(state.side); if (card) annotate(card, { score: null }); } else score(number);
}

export function listenToMarks() {
  find('tags').addEventListener('click', (event) => { const { tag } = event.target.closest('button')?.dataset || {}; if (tag) toggleTag(tag); });
  find('scores').addEventListener('click', (event) => { const button = event.target.closest('button'); if (button) takeScore(Number(button.dataset.score)); });
  find('tags-dialog').addEventListener('keydown', (event) => {
    const number = digit(event);
    if (number === null) { if (event.code === 'KeyT' && !event.isComposing) { event.preventDefault(); find('tags-dialog').close(); } return; }
    event.preventDefault();
    const tag = find('tags').querySelectorAll('button')[number - 1]?.dataset.tag;
    if (tag) toggleTag(tag);
  });
  find('score-dialog').addEventListener('keydown', (event) => {
    const number = digit(event);
    if (number === null || number > SCORES.length) return;
    event.preventDefault();
    takeScore(number);
  });
}
