// Starts the screen: every listener that is set once.
import { decide, saveComment, settle, undo } from './decisions.js';
import { askName, goTo, paintName, takeName } from './dialogs.js';
import { onCommentKey, onKey, onListKey, onSearchKey } from './keys.js';
import { paintList } from './list.js';
import { copyAddress, named, place } from '../address.js';
import { busy, loadRuns, openItem, openNamed, openRun, refresh } from './opening.js';
import { acknowledged, flush, openOutbox, takeKept } from './outbox.js';
import { paint, paintFocus, placeRow, rebuild, show, step } from './panel.js';
import { QUEUES } from './queues.js';
import { settleReference, toggleReference } from './reference.js';
import { L, attach, attached, current, element, find, onDocument, props, recall, remember, say, state, trigger } from './screen.js';

async function appear() {
  placeRow();
  await loadRuns();
  if (!state.run || !state.runs.some((run) => run.id === state.run)) await openNamed(named());
  else await refresh();
  if (!state.reviewer && state.runs.length) askName();
}

function settled(ack, entry) {
  if (ack.card && entry.kind === 'reference') settleReference(ack.card, entry);
  else if (ack.card) settle(ack.card, entry);
  else refresh();
}

function dropped(entry) {
  state.cards.delete(entry.item);
  refresh();
}

function onClick(event) {
  const target = event.target.closest('button, .rv-row, .rv-side');
  if (!target) return;
  const data = target.dataset;
  if (data.choice) decide(data.choice, target.closest('[data-language]').dataset.language);
  else if ('accept' in data) toggleReference(target.closest('[data-language]').dataset.language);
  else if (data.queue) { state.queue = data.queue; remember('queue', data.queue); rebuild(); }
  else if (data.position) { show(Number(data.position)); find('root').classList.remove('rv-open'); }
  else if ('previous' in data) step(-1);
  else if ('next' in data) step(1);
  else if ('undo' in data) undo();
  else if ('help' in data) find('help-dialog').showModal();
  else if ('close' in data) target.closest('dialog').close();
  else if ('fold' in data) find('fold').setAttribute('aria-expanded', String(find('root').classList.toggle('rv-open')));
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
    if (event.target.matches('[data-comment]')) saveComment(event.target.closest('[data-language]').dataset.language);
  });
  element.addEventListener('keydown', (event) => { if (event.target.matches('[data-comment]')) onCommentKey(event); });
  on('list', 'keydown', onListKey);
  on('list', 'scroll', paintList);
  on('search', 'keydown', onSearchKey);
  on('search', 'input', (event) => { if (!event.isComposing) { state.search = event.target.value; rebuild(); } });
  on('search', 'compositionend', (event) => { state.search = event.target.value; rebuild(); });
  on('run', 'change', (event) => { remember('item', ''); state.cards.clear(); place({ run: event.target.value, no: '', arm: '', side: '', only: '' }, true); openRun(event.target.value).then(() => trigger('opened', { run: state.run })); });
  on('blind', 'change', (event) => { state.blind = event.target.checked; localStorage.setItem('narabe.blind', state.blind ? '1' : ''); paint(); });
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

function onValue() {
  const value = props.value || {};
  if (value.ack) acknowledged(value.ack);
  if (value.open && value.open !== state.run) loadRuns().then(() => openNamed({ ...named(), run: value.open }));
}

// `component`: what Gradio hands to a component's script.
export async function start(component) {
  attach(component);
  openOutbox({ settled, dropped });
  const login = window.gradio_config && window.gradio_config.username;
  state.reviewer = login || localStorage.getItem('narabe.reviewer') || '';
  state.queue = QUEUES[recall('queue')] ? recall('queue') : 'unreviewed';
  state.run = named().run || props.value?.open || recall('run') || null;
  find('blind').checked = state.blind;
  listen();
  paintName();
  if (!login) document.querySelector('[data-nb-who]')?.addEventListener('click', askName);
  component.watch('value', onValue);
  onDocument('narabe.review', onReview);
  onDocument('narabe.address', onAddress);
  onDocument('keydown', onKey);
  const first = state.run;
  state.run = null;
  try {
    await loadRuns();
    await openNamed({ ...named(), run: first });
  } catch (error) {
    find('notice').textContent = L.load_failed;
    find('notice').hidden = false;
    throw error;
  }
  if (!state.reviewer && state.runs.length) askName();
  takeKept();
  flush();
  let seen = true;
  new IntersectionObserver(([entry]) => { if (entry.isIntersecting && !seen) appear(); seen = entry.isIntersecting; }).observe(element);
  const poll = () => { if (attached()) setTimeout(poll, busy() ? 4000 : 10000); if (attached() && !document.hidden && seen) { loadRuns().catch(() => {}); refresh().catch(() => {}); } };
  setTimeout(poll, 4000);
}
