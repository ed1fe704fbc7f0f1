// The keyboard: one listener, silent while someone types, composes or holds a modifier.
import { flag, openScore, openTags } from './annotations.js';
import { confirmFinal, decide, decideBoth, decideTwins, undo } from './decisions.js';
import { openGoto } from './dialogs.js';
import { openHistory } from './history.js';
import { action, composing, listMove } from './keyboard.js';
import { focusSide, loaded, paintPair, show, step } from './panel.js';
import { toggleReference } from './reference.js';
import { openFound } from './searching.js';
import { L, attached, commentInput, element, find, hooks, say, state, unfold } from './screen.js';
import { other } from './text.js';
import { Waiting } from './waiting.js';

const TYPING = 'input:not([type="checkbox"]), textarea, select, [contenteditable=""], [contenteditable="true"]';
const ACTIONS = {
  decide: (choice) => decide(choice),
  both: decideBoth,
  twins: () => decideTwins(),
  tags: () => openTags(),
  score: () => openScore(),
  flag: () => flag(),
  history: openHistory,
  advance: () => setAdvance(!state.advance),
  raw: () => { state.raw = !state.raw; paintPair(); say('idle', state.raw ? L.raw_on : L.raw_off); },
  side: (language) => focusSide(language || other(state.side)),
  comment: () => commentInput(state.side)?.focus(),
  undo,
  reference: () => toggleReference(),
  goto: openGoto,
  step,
  search: () => { unfold(true); find('search').focus(); },
  help: () => find('help-dialog').showModal(),
};

// Whether the next question opens by itself once a decision is made.
export function setAdvance(on) {
  state.advance = on;
  localStorage.setItem('narabe.advance', on ? '1' : '0');
  find('advance').checked = on;
  say('idle', on ? L.advance_on : L.advance_off);
}

const waiting = new Waiting((name, argument) => ACTIONS[name](argument), () => loaded());

// Keys pressed before the answers stand there are carried out as soon as they do.
export function listenForAnswers() {
  waiting.clear();
  hooks.ready = () => waiting.drain();
  hooks.failed = () => waiting.clear();
}

// A field of a dialog just closed keeps the focus until the browser draws again, but takes no text.
const typing = (target) => Boolean(target.closest(TYPING)?.checkVisibility());

// The arrows belong to the row of tabs while it has the focus.
const amongTabs = (event) => event.target.closest('[role="tablist"]') && event.code.startsWith('Arrow');

const inSight = () => element.offsetParent !== null && Boolean(element.firstElementChild.offsetHeight);

export function onKey(event) {
  if (!attached() || event.defaultPrevented || !inSight() || element.querySelector('dialog[open]')) return;
  if (event.target instanceof Element && (typing(event.target) || amongTabs(event))) return;
  const [name, argument] = action(event) || [];
  if (!name) return;
  event.preventDefault();
  waiting.add(name, argument);
}

export function onListKey(event) {
  const move = listMove(event, state.view.length);
  if (!move) return;
  event.preventDefault();
  show(Math.max(0, Math.min(state.view.length - 1, state.at + move)));
}

export function onCommentKey(event) {
  if (composing(event) || !['Enter', 'Escape'].includes(event.key)) return;
  event.preventDefault();
  const { language } = event.target.closest('[data-language]').dataset;
  event.target.blur();
  if (event.key === 'Enter') confirmFinal(language);
}

export function onSearchKey(event) {
  if (composing(event)) return;
  if (event.key === 'Escape' && !event.target.value) event.target.blur();
  else if (event.key === 'Enter') { event.target.blur(); unfold(false); openFound(); }
}
