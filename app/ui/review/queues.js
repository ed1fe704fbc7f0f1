// Which questions are in the list, and in which order; pure. A row is a question under one arm, with its sides by language.
import { LANGUAGES, plain } from './text.js';

export const gradable = (side) => Boolean(side) && side.state !== 'pending' && side.state !== 'error';
export const sidesOf = (row) => LANGUAGES.map((language) => row.sides[language]).filter(Boolean);
export const rowKey = (row) => sidesOf(row)[0].item_id;
export const gradables = (row) => sidesOf(row).filter(gradable);
export const needsMe = (row) => gradables(row).some((side) => !side.mine);

const doubt = (side) => (side.probability === null ? 0 : Math.abs(side.probability - 0.5));
const rowDoubt = (row) => Math.min(...gradables(row).filter((side) => !side.mine).map(doubt), 1);
const strayed = (side, language) => gradable(side) && !['none', 'mixed', language].includes(side.language);

export const QUEUES = {
  all: () => true,
  unreviewed: needsMe,
  uncertain: (row) => rowDoubt(row) < 0.15, // the band that evaluators.UNCERTAIN names
  language: (row) => LANGUAGES.some((language) => strayed(row.sides[language], language)),
  disagree: (row) => sidesOf(row).some((side) => side.disagree),
  errors: (row) => sidesOf(row).some((side) => side.state === 'error'),
};

export const inArm = (row, arm) => !arm || row.arm_key === arm;

// Every word of the search stands somewhere in the number, the type or a text.
export function matches(row, search) {
  const words = plain(search).split(/\s+/).filter(Boolean);
  const text = plain([row.no, row.type, row.texts.ja || '', row.texts.en || ''].join(' '));
  return words.every((word) => text.includes(word));
}

// The rows of the list. `kept`: keys of rows that stay, in their order, although they no longer match: what was just
// graded does not jump away.
export function listed(rows, { arm = '', queue = 'all', search = '' }, kept = []) {
  const order = new Map(kept.map((key, index) => [key, index]));
  const wanted = (row) => (QUEUES[queue](row) && matches(row, search)) || order.has(rowKey(row));
  const found = rows.filter((row) => inArm(row, arm) && wanted(row));
  if (order.size) {
    const place = (row) => order.get(rowKey(row)) ?? kept.length;
    return found.sort((a, b) => place(a) - place(b));
  }
  return queue === 'uncertain' ? found.sort((a, b) => rowDoubt(a) - rowDoubt(b)) : found;
}

// The place of the next row that waits for a verdict, after `at` and then from the beginning; undefined where none does.
export function following(view, at) {
  const after = [...view.keys()].map((index) => (at + 1 + index) % view.length);
  return after.find((index) => needsMe(view[index]));
}

// How many rows have all of the reviewer's verdicts, and how many can have them.
export function progress(rows) {
  const open = rows.filter((row) => gradables(row).length);
  return { done: open.filter((row) => !needsMe(row)).length, total: open.length };
}
