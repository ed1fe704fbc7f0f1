// Which queues a row is in, and which row comes next; pure. The server counts them, for all rows (app/store/_wishes.py).
import { adjudicable, gradables, needsMe, rowDoubt, rowKey, sidesOf, strayed, yours } from './rows.js';
import { LANGUAGES } from './text.js';

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

// What a row adds to the counts: to each queue, to each sample that it was drawn for, and to the progress of both.
export function tally(row, samples) {
  const open = yours(row) && gradables(row).length > 0;
  const waits = needsMe(row);
  const part = { done: Number(open && !waits), total: Number(open) };
  const mine = samples.filter((sample) => sample.rows.some((ids) => ids[0] === rowKey(row)));
  return {
    queues: { ...Object.fromEntries(Object.entries(QUEUES).map(([name, holds]) => [name, Number(holds(row))])), ...Object.fromEntries(mine.map((sample) => [sample.source, Number(waits)])) },
    progress: Object.fromEntries(['', ...mine.map((sample) => sample.source)].map((name) => [name, part])),
  };
}

// The counts after a row has changed from what it added before to what it adds now.
export function recounted(counts, before, after) {
  const queues = { ...counts.queues };
  Object.keys(after.queues).forEach((name) => { queues[name] = (queues[name] ?? 0) + after.queues[name] - before.queues[name]; });
  const progress = { ...counts.progress };
  Object.keys(after.progress).forEach((name) => {
    const { done, total } = progress[name] ?? { done: 0, total: 0 };
    progress[name] = { done: done + after.progress[name].done - before.progress[name].done, total: total + after.progress[name].total - before.progress[name].total };
  });
  return { queues, progress };
}

// The place of the next key for which `waits` holds, after `at` and then from the beginning; undefined where there is none.
export function following(keys, at, waits) {
  for (let step = 1; step <= keys.length; step += 1) {
    const place = (at + step) % keys.length;
    if (waits(keys[place])) return place;
  }
  return undefined;
}

// Keys as the server sends them: [first, step, count].
export const unfolded = (steps) => steps.flatMap(([first, step, count]) => Array.from({ length: count }, (_, index) => first + step * index));

// The keys at places that the server sends as [first place, count].
export const keysAt = (stretches, keys) => new Set(stretches.flatMap(([first, count]) => keys.slice(first, first + count)));

// A list read anew: what was seen stays in its order, so that what was just graded does not jump away; what is new comes last.
export function merged(seen, keys) {
  const known = new Set(seen);
  return [...seen, ...keys.filter((key) => !known.has(key))];
}
