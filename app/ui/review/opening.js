// Opening a run, and following what becomes of it.
import { keysInSight, showAll } from './list.js';
import { ask, followList, waits } from './listing.js';
import { waiting } from './outbox.js';
import { fetchCards, idsAround, paint, paintPair, rebuild, refreshRail, show } from './panel.js';
import { following } from './queues.js';
import { rowKey } from './rows.js';
import { asking, current, find, forgetCards, h, idsOf, recall, remember, shared, state } from './screen.js';

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
  if (!run) { state.rows = new Map(); state.view = []; state.counts = null; state.at = -1; paint(); return; }
  state.run = run.id;
  state.arms = run.arms;
  state.arm = '';
  state.filters = {};
  state.rows = new Map();
  state.view = [];
  state.at = -1;
  state.counts = null;
  find('run').value = run.id;
  find('run').title = run.name;
  remember('run', run.id);
  await loadReview();
  await rebuild(Number(recall('item')), undefined, true);
}

// How the run is reviewed: it says what may be asked for, so it comes before the list.
export async function loadReview() {
  [state.review] = await ask('read_review', asking());
  const locked = Boolean(state.review.blind) && !state.review.oversees;
  find('blind').checked = locked || state.blind;
  find('blind').disabled = locked;
  find('blind-lead').hidden = !locked;
}

const idle = () => !waiting() && !document.activeElement?.closest('[data-comment]');

// New answers and other people's verdicts, without moving what the reviewer looks at or types.
export async function refresh() {
  if (!state.run || !idle()) return;
  await loadReview();
  if (!idle() || !await follow()) return;
  if (state.at < 0) { forgetCards(); await rebuild(); return; }
  const next = state.stuck ? following(state.view, state.at, waits) : undefined;
  if (next !== undefined) { state.stuck = false; show(next); return; }
  await refreshCards();
}

// The list and its counts as they have become, without moving anything; whether nothing overtook it.
export async function follow() {
  const done = await followList(keysInSight);
  if (done) refreshRail();
  return done;
}

// Where questions are shared, more are reserved before the reviewer runs out of them.
export function refill() {
  if (shared() && (state.counts?.queues.unreviewed ?? 0) < 4) refresh().catch(() => {});
}

async function refreshCards() {
  const row = current();
  if (!row) return;
  const ids = idsOf(row);
  const old = JSON.stringify(ids.map((id) => state.cards.get(id)));
  const ticket = state.asked;
  const cards = await ask('read_cards', asking({ ids }));
  if (ticket !== state.asked || current() !== row || !idle()) return;
  forgetCards();
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
  state.only = Boolean(only && run);
  find('only').hidden = !state.only;
  if (state.only) showAll();
  if (other || !state.run || run !== state.run || !state.counts?.queues.all) await openRun(run);
  if (!no || run !== state.run) return;
  const row = (await ask('read_numbered', asking({ no }))).find((one) => one.no === no && one.arm_key.startsWith(arm));
  if (!row || (current() && rowKey(row) === rowKey(current()) && (!side || side === state.side))) return;
  if (!state.view.includes(rowKey(row))) showAll();
  await rebuild(rowKey(row), SIDE.includes(side) && row.sides[side] ? side : undefined);
}

// Another tab opens one answer, by run and item.
export async function openItem({ run, item }) {
  showAll();
  remember('item', item);
  if (!state.runs.some((one) => one.id === run)) await loadRuns();
  await openRun(run);
}
