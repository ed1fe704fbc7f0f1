// Opening a run, and following what becomes of it.
import { buildView, showAll } from './list.js';
import { waiting } from './outbox.js';
import { ask, fetchCards, idsAround, paint, paintPair, rebuild, refreshRail, show } from './panel.js';
import { following } from './queues.js';
import { needsMe, rowKey, sidesOf } from './rows.js';
import { asking, current, find, h, idsOf, recall, remember, shared, state } from './screen.js';

export const busy = () => ['running', 'queued'].includes(state.runs.find((run) => run.id === state.run)?.state);

export async function loadRuns() {
  const runs = await ask('read_runs', { reviewer: state.reviewer });
  const select = find('run');
  if (select.options.length && JSON.stringify(runs) === JSON.stringify(state.runs)) return;
  state.runs = runs;
  select.replaceChildren(...state.runs.map((run) => h('option', { value: run.id }, run.name)));
  if (state.run) select.value = state.run;
}

export async function openRun(id) {
  const run = state.runs.find((one) => one.id === id) || state.runs[0];
  if (!run) { state.rows = []; state.view = []; state.at = -1; paint(); return; }
  state.run = run.id;
  state.arms = run.arms;
  state.arm = '';
  state.filters = {};
  state.found = null;
  find('run').value = run.id;
  find('run').title = run.name;
  remember('run', run.id);
  await loadReview();
  await loadIndex();
  rebuild(Number(recall('item')));
}

// How the run is reviewed: it says what may be asked for, so it comes before the list.
export async function loadReview() {
  [state.review] = await ask('read_review', asking());
  const locked = Boolean(state.review.blind) && !state.review.oversees;
  find('blind').checked = locked || state.blind;
  find('blind').disabled = locked;
  find('blind-lead').hidden = !locked;
}

// The list as the server has it; null when it was overtaken by a decision or by a later request.
async function readIndex() {
  const ticket = ++state.asked;
  const rows = await ask('read_index', asking());
  const spoken = (row) => !state.only || sidesOf(row).some((side) => state.only.has(side.item_id));
  return ticket === state.asked ? rows.filter((row) => sidesOf(row).length && spoken(row)) : null;
}

export async function loadIndex() {
  const rows = await readIndex();
  if (rows) state.rows = rows;
}

const idle = () => !waiting() && !document.activeElement?.closest('[data-comment]');

// New answers and other people's verdicts, without moving what the reviewer looks at or types.
export async function refresh() {
  if (!state.run || !idle()) return;
  await loadReview();
  const rows = await readIndex();
  if (!rows || !idle()) return;
  const here = current() && rowKey(current());
  const seen = state.view.map(rowKey);
  state.rows = rows;
  buildView(seen);
  state.at = state.view.findIndex((row) => rowKey(row) === here);
  if (state.at < 0) { state.cards.clear(); rebuild(); return; }
  refreshRail();
  const next = state.stuck ? following(state.view, state.at) : undefined;
  if (next !== undefined) { state.stuck = false; show(next); return; }
  await refreshCards();
}

// Where questions are shared, more are reserved before the reviewer runs out of them.
export function refill() {
  if (shared() && state.rows.filter(needsMe).length < 4) refresh().catch(() => {});
}

async function refreshCards() {
  const row = current();
  const ids = idsOf(row);
  const old = JSON.stringify(ids.map((id) => state.cards.get(id)));
  const ticket = state.asked;
  const cards = await ask('read_cards', asking({ ids }));
  if (ticket !== state.asked || current() !== row || !idle()) return;
  state.cards.clear();
  cards.forEach((card) => state.cards.set(card.id, card));
  if (JSON.stringify(cards) !== old) paintPair();
  fetchCards(idsAround(state.at)).catch(() => {});
}

const SIDE = ['ja', 'en'];

// What an address names: a run and, in it, the question `no` under the arm whose key begins with `arm`, at `side`.
// `only`: a link from the results, to those answers alone that it speaks of.
export async function openNamed({ run, no, arm, side, only }) {
  if (run && !state.runs.some((one) => one.id === run)) await loadRuns();
  const other = Boolean(only) !== Boolean(state.only);
  state.only = only && run ? new Set(await ask('read_only', { run })) : null;
  find('only').hidden = !state.only;
  if (state.only) showAll();
  if (other || !state.run || run !== state.run || !state.rows.length) await openRun(run);
  if (!no || run !== state.run) return;
  const row = state.rows.find((one) => one.no === no && one.arm_key.startsWith(arm));
  if (!row || (row === current() && (!side || side === state.side))) return;
  if (!state.view.includes(row)) showAll();
  rebuild(rowKey(row), SIDE.includes(side) && row.sides[side] ? side : undefined);
}

// Another tab opens one answer, by run and item.
export async function openItem({ run, item }) {
  showAll();
  remember('item', item);
  if (!state.runs.some((one) => one.id === run)) await loadRuns();
  await openRun(run);
}
