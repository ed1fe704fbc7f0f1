// The list as the server has it: the keys of all its rows, and those rows that are looked at.
import { waitsFor } from './outbox.js';
import { inArm, keysAt, merged, recounted, tally, unfolded } from './queues.js';
import { adjudicable, needsMe, rowKey, sidesOf } from './rows.js';
import { asking, server, state } from './screen.js';

const AROUND = 60; // rows that are read before and after the one in sight
const AT_ONCE = 400;

// Reads through the server's functions; whatever is no list is a failure.
export async function ask(name, asked) {
  const reply = await server[name](asked);
  if (!Array.isArray(reply)) throw new Error(`${name}: ${JSON.stringify(reply)}`);
  return reply;
}

// What is chosen in the rail.
export const wish = (more) => asking({
  queue: state.queue, arm: state.arm, filters: state.filters, words: state.search, order: state.order, only: Boolean(state.only), ...more,
});

export const rowOf = (item) => state.rows.get(item) ?? [...state.rows.values()].find((row) => sidesOf(row).some((side) => side.item_id === item));

// Whether the row with a key waits: as it is shown where it was read, else as the server said.
export const waits = (key) => (state.rows.has(key) ? needsMe(state.rows.get(key)) : state.waits.has(key));
export const disputed = (key) => (state.rows.has(key) ? adjudicable(state.rows.get(key)) : state.adjudicable.has(key));

const samples = () => state.review?.samples || [];

// Changes a row, and with it the counts.
export function change(row, act) {
  const before = tally(row, samples());
  act(row);
  if (state.counts && inArm(row, state.arm)) state.counts = recounted(state.counts, before, tally(row, samples()));
}

// Rows as read; one whose decision has yet to reach the server stays as it is shown.
function keepRows(rows) {
  rows.filter((row) => sidesOf(row).length).forEach((row) => {
    const shown = state.rows.get(rowKey(row));
    if (!shown || !sidesOf(shown).some((side) => waitsFor(side.item_id))) { state.rows.set(rowKey(row), row); return; }
    if (state.counts && inArm(row, state.arm)) state.counts = recounted(state.counts, tally(row, samples()), tally(shown, samples()));
  });
}

// Reads rows by their keys. What is not sent is not the reviewer's any more, and leaves the list.
export async function readRows(keys) {
  for (let start = 0; start < keys.length; start += AT_ONCE) {
    const some = keys.slice(start, start + AT_ONCE);
    // eslint-disable-next-line no-await-in-loop
    const rows = await ask('read_rows', asking({ keys: some }));
    keepRows(rows);
    const sent = new Set(rows.map(rowKey));
    const gone = new Set(some.filter((key) => !sent.has(key)));
    if (gone.size) leave(gone);
  }
}

function leave(gone) {
  const open = state.view[state.at];
  gone.forEach((key) => state.rows.delete(key));
  state.view = state.view.filter((key) => !gone.has(key));
  state.at = state.view.indexOf(open);
}

const near = (place, around) => state.view.slice(Math.max(0, place - around), place + around);
export const missing = (keys) => keys.filter((key) => !state.rows.has(key));

// The rows about a place in the list that were not read yet.
export const readAround = (place) => readRows(missing(near(place, AROUND)));

// Takes a list that the server sent; `kept`: what was seen stays.
function take(list, kept) {
  const keys = unfolded(list.keys);
  state.waits = keysAt(list.waits, keys);
  state.adjudicable = keysAt(list.adjudicable, keys);
  state.given = list.given.map(([id, item]) => ({ id, item }));
  if (list.counts) state.counts = list.counts;
  state.view = kept ? merged(state.view, keys) : keys;
  keepRows(list.rows);
}

// Reads the list anew as it is wished, with `item` in it if it is there. Returns the place to open; null when a later
// wish has overtaken this one. What a decision overtook is read again.
export async function readList(item, counts) {
  state.turn += 1;
  const { turn } = state;
  for (;;) {
    const ticket = state.asked;
    // eslint-disable-next-line no-await-in-loop
    const [list] = await ask('read_index', wish({ item: item || null, counts: counts || !state.counts }));
    if (turn !== state.turn) return null;
    if (ticket === state.asked) { take(list, false); return list.at; }
  }
}

// Follows what has become of the list without moving anything; whether nothing overtook it.
export async function followList(inSight) {
  const { turn, asked } = state;
  const overtaken = () => turn !== state.turn || asked !== state.asked;
  const [list] = await ask('read_index', wish({ item: state.view[state.at] ?? null, counts: true }));
  if (overtaken()) return false;
  const open = state.view[state.at];
  take(list, true);
  state.at = state.view.indexOf(open);
  const sent = new Set(list.rows.map(rowKey));
  const looked = [...new Set([...near(state.at, 3), ...inSight()])];
  await readRows(looked.filter((key) => !sent.has(key)));
  if (overtaken()) return false;
  const fresh = new Set([...looked, ...sent]);
  [...state.rows.keys()].filter((key) => !fresh.has(key)).forEach((key) => state.rows.delete(key));
  return true;
}
