// Starts the screen: every listener that is set once.
import { flag, listenToMarks, openScore, openTags } from './annotations.js';
import { listenToFilters, toggleFilters } from './choosing.js';
import { decide, decideTwins, keepDraft, saveComment, settle, undo } from './decisions.js';
import { askName, goTo, paintName, sign, takeName } from './dialogs.js';
import { followAnswers, openHistory } from './history.js';
import { listenForAnswers, onCommentKey, onKey, onListKey, onSearchKey, setAdvance } from './keys.js';
import { paintList } from './list.js';
import { copyAddress, named, place } from '../address.js';
import { busy, loadReview, loadRuns, openItem, openNamed, refresh, openRun } from './opening.js';
import { acknowledged, flush, openOutbox, takeKept } from './outbox.js';
import { adjudicating, paintFocus, placeRow, readSight, rebuild, show, step } from './panel.js';
import { QUEUES } from './queues.js';
import { search } from './searching.js';
import { settleReference, toggleReference } from './reference.js';
import { L, asking, attach, attached, cardOf, current, element, find, forgetCards, hooks, onDocument, props, recall, remember, sampleOf, say, state, trigger, unfold } from './screen.js';
import { answered, listenToSharing, openSample, openSharing } from './sharing.js';

async function appear() {
  placeRow();
  await loadRuns();
  if (!state.run || !state.runs.some((run) => run.id === state.run)) await openNamed(named());
  else await refresh();
  if (!state.reviewer && state.runs.length) askName();
}

function settled(ack, entry) {
  if (ack.card && entry.kind === 'reference') settleReference(ack.card, entry);
  else if (ack.card) settle(ack, entry);
  else refresh();
}

function dropped(entry) {
  state.cards.delete(entry.item);
  refresh();
}

const sideOf = (target) => target.closest('[data-language]').dataset.language;

function chooseQueue(queue) {
  state.queue = queue;
  state.search = '';
  find('search').value = '';
  remember('queue', queue);
  rebuild().catch(() => {});
}

let drafting = null;

// A comment being typed is kept a moment after the last stroke, and when the page is left.
function draft(input) {
  const card = cardOf(current(), sideOf(input));
  if (card && !card.mine && !adjudicating(card) && Number(input.dataset.item) === card.id) keepDraft(card, input.value);
}

function keepTyped() {
  const input = document.activeElement;
  if (attached() && input?.matches('[data-comment]')) draft(input);
}

function blindChanged(event) {
  state.blind = event.target.checked;
  localStorage.setItem('narabe.blind', state.blind ? '1' : '');
  const here = state.view[state.at];
  forgetCards();
  loadReview().then(() => rebuild(here, undefined, true)).catch(() => {});
}

function onClick(event) {
  const target = event.target.closest('button, .rv-row, .rv-side');
  if (!target) return;
  const data = target.dataset;
  if (data.choice) decide(data.choice, target.closest('[data-language]').dataset.language);
  else if ('accept' in data) toggleReference(target.closest('[data-language]').dataset.language);
  else if (data.queue) chooseQueue(data.queue);
  else if ('dispute' in data) chooseQueue('adjudicate');
  else if ('twins' in data) decideTwins(sideOf(target));
  else if ('openTags' in data) openTags(sideOf(target));
  else if ('openScore' in data) openScore(sideOf(target));
  else if ('flag' in data) flag(sideOf(target));
  else if ('openHistory' in data) { state.side = sideOf(target); paintFocus(); openHistory(); }
  else if ('filter' in data) toggleFilters();
  else if ('openSharing' in data) openSharing();
  else if ('openSample' in data) openSample();
  else if (data.position) { show(Number(data.position)); unfold(false); }
  else if ('previous' in data) step(-1);
  else if ('next' in data) step(1);
  else if ('undo' in data) undo();
  else if ('help' in data) find('help-dialog').showModal();
  else if ('close' in data) target.closest('dialog').close();
  else if ('fold' in data) unfold(!find('root').classList.contains('rv-open'));
  else if ('only' in data) { place({ only: '' }, true); openNamed(named()); }
  else if ('copy' in data) copyAddress().then((done) => say(done ? 'good' : 'bad', done ? L.copied : L.not_copied));
  else if ('workbook' in data) trigger('workbook', { run: state.run });
  else if (target.matches('.rv-side') && current()?.sides[data.language]) { state.side = data.language; paintFocus(); }
}

function listen() {
  const on = (name, type, handler) => find(name).addEventListener(type, handler);
  element.addEventListener('click', onClick);
  element.addEventListener('focusin', (event) => {
    const side = event.target.closest('.rv-side');
    if (side && current()?.sides[side.dataset.language]) { state.side = side.dataset.language; paintFocus(); }
  });
  element.addEventListener('focusout', (event) => {
    if (event.target.matches('[data-comment]') && !state.painting) saveComment(event.target.closest('[data-language]').dataset.language);
  });
  element.addEventListener('keydown', (event) => { if (event.target.matches('[data-comment]')) onCommentKey(event); });
  on('list', 'keydown', onListKey);
  on('list', 'scroll', () => { paintList(); readSight().catch(() => {}); });
  on('search', 'keydown', onSearchKey);
  on('search', 'input', (event) => { if (!event.isComposing) search(event.target.value); });
  on('search', 'compositionend', (event) => search(event.target.value));
  element.addEventListener('input', (event) => {
    if (!event.target.matches('[data-comment]') || event.isComposing) return;
    clearTimeout(drafting);
    drafting = setTimeout(() => draft(event.target), 800);
  });
  window.addEventListener('pagehide', keepTyped);
  on('advance', 'change', (event) => setAdvance(event.target.checked));
  listenToMarks();
  listenToFilters();
  listenToSharing();
  on('run', 'change', (event) => { remember('item', ''); forgetCards(); place({ run: event.target.value, no: '', arm: '', side: '', only: '' }, true); openRun(event.target.value).then(() => trigger('opened', { run: state.run })); });
  on('blind', 'change', blindChanged);
  on('name-form', 'submit', takeName);
  on('goto-form', 'submit', goTo);
  new ResizeObserver(paintList).observe(find('list'));
}

function onReview(event) {
  if (attached()) openItem(event.detail).catch(() => {});
}

// Back, Forward or a link: the question that the address names, where another one is open.
function onAddress() {
  if (attached() && named().run) openNamed(named()).catch(() => {});
}

// The run that the page shows, where that is another one. While the screen starts, it is looked at when that is done.
function follow(open) {
  if (open && open !== state.run && !state.loading) loadRuns().then(() => openNamed({ ...named(), run: open })).catch(() => {});
}

function onValue() {
  const value = props.value || {};
  if (value.ack && !answered(value.ack)) acknowledged(value.ack);
  follow(value.open);
}

const SHARE = 150; // what takes the server long is asked for more seldom: looking again is a 150th part of the time

async function poll(seen) {
  const began = performance.now();
  if (!document.hidden && seen()) await Promise.allSettled([loadRuns(), refresh()]);
  if (attached()) setTimeout(() => poll(seen), Math.max(busy() ? 4000 : 10000, SHARE * (performance.now() - began)));
}

// `component`: what Gradio hands to a component's script.
export async function start(component) {
  attach(component);
  openOutbox({ settled, dropped });
  const login = window.gradio_config && window.gradio_config.username;
  state.reviewer = login || localStorage.getItem('narabe.reviewer') || '';
  if (state.reviewer && !login) sign(state.reviewer);
  state.queue = QUEUES[recall('queue')] ? recall('queue') : 'unreviewed';
  state.run = named().run || props.value?.open || recall('run') || null;
  find('blind').checked = state.blind;
  find('advance').checked = state.advance;
  state.loading = true;
  listenForAnswers();
  followAnswers();
  listen();
  paintName();
  if (!login) document.querySelector('[data-nb-who]')?.addEventListener('click', askName);
  component.watch('value', onValue);
  onDocument('narabe.review', onReview);
  onDocument('narabe.address', onAddress);
  onDocument('narabe.queue', (event) => { if (attached() && !state.loading) chooseQueue(event.detail.queue); });
  onDocument('keydown', onKey);
  const first = state.run;
  state.run = null;
  try {
    await loadRuns();
    await openNamed({ ...named(), run: first });
    state.loading = false;
    hooks.ready();
    follow(props.value?.open);
    if (sampleOf(recall('queue'))) chooseQueue(recall('queue'));
  } catch (error) {
    find('notice').textContent = L.load_failed;
    find('notice').hidden = false;
    hooks.failed();
    throw error;
  }
  if (!state.reviewer && state.runs.length) askName();
  takeKept();
  flush();
  let seen = true;
  new IntersectionObserver(([entry]) => { if (entry.isIntersecting && !seen) appear(); seen = entry.isIntersecting; }).observe(element);
  setTimeout(() => poll(() => seen), 4000);
}
