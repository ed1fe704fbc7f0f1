// Which questions are in the list, and in which order; pure.
import { fits } from './filters.js';
import { adjudicable, gradables, needsMe, rowDoubt, rowKey, sidesOf, strayed, yours } from './rows.js';
import { LANGUAGES, plain } from './text.js';

export const QUEUES = {
  all: () => true,
  unreviewed: needsMe,
  uncertain: (row) => rowDoubt(row) < 0.15, // the band that evaluators.UNCERTAIN names
  language: (row) => LANGUAGES.some((language) => strayed(row.sides[language], language)),
  disagree: (row) => sidesOf(row).some((side) => side.disagree),
  adjudicate: adjudicable,
  flagged: (row) => sidesOf(row).some((side) => side.flagged),
  errors: (row) => sidesOf(row).some((side) => side.state === 'error'),
};

export const inArm = (row, arm) => !arm || row.arm_key === arm;

// Every word of the search stands somewhere in the number, the type or a text.
export function matches(row, search) {
  const words = plain(search).split(/\s+/).filter(Boolean);
  const text = plain([row.no, row.type, row.texts.ja || '', row.texts.en || ''].join(' '));
  return words.every((word) => text.includes(word));
}

// Whether a row is in a queue; `sample`: the keys of the rows that were drawn, in their order, for a queue that is one.
export const inQueue = (row, queue, sample) => (sample ? sample.has(rowKey(row)) : QUEUES[queue](row));

// A search looks everywhere: in all queues, and in what the server `found` in references, answers and comments.
function sought(row, { queue, search, found, sample }) {
  if (!search.trim()) return inQueue(row, queue, sample);
  return matches(row, search) || (found && sidesOf(row).some((side) => found.has(side.item_id)));
}

function sorted(rows, { queue, order, sample }) {
  if (queue === 'uncertain' || order === 'uncertain') return rows.sort((a, b) => rowDoubt(a) - rowDoubt(b));
  if (!sample) return rows;
  const place = [...sample.keys()];
  return rows.sort((a, b) => place.indexOf(rowKey(a)) - place.indexOf(rowKey(b)));
}

// The rows of the list. `kept`: keys of rows that stay, in their order, although they no longer match: what was just
// graded does not jump away.
export function listed(rows, wish, kept = []) {
  const { arm = '', queue = 'all', search = '', filters = {}, order = '', found = null, sample = null } = wish;
  const places = new Map(kept.map((key, index) => [key, index]));
  const asked = { queue, search, found, order, sample };
  const wanted = (row) => (sought(row, asked) && fits(row, filters)) || places.has(rowKey(row));
  const shown = rows.filter((row) => inArm(row, arm) && wanted(row));
  if (!places.size) return sorted(shown, asked);
  const place = (row) => places.get(rowKey(row)) ?? kept.length;
  return shown.sort((a, b) => place(a) - place(b));
}

// The place of the next row for which `waits` holds, after `at` and then from the beginning; undefined where there is none.
export function following(view, at, waits = needsMe) {
  const after = [...view.keys()].map((index) => (at + 1 + index) % view.length);
  return after.find((index) => waits(view[index]));
}

// How many rows have all of the reviewer's verdicts, and how many can have them.
export function progress(rows) {
  const open = rows.filter((row) => yours(row) && gradables(row).length);
  return { done: open.filter((row) => !needsMe(row)).length, total: open.length };
}
