import assert from 'node:assert/strict';
import { test } from 'node:test';
import { QUEUES, following, keysAt, merged, recounted, tally, unfolded } from '../../app/ui/review/queues.js';
import { needsMe, rowKey } from '../../app/ui/review/rows.js';

let ids = 0;
const side = (more = {}) => ({ item_id: (ids += 1), reviewers: [], tags: [], state: 'correct', mine: null, probability: 0.9, language: 'ja', disagree: false, ...more });
const row = (no, sides, more = {}) => ({ no, type: 'open_qa', arm_key: 'a', texts: { ja: '日本の首都は？', en: 'Capital of Japan?' }, sides, ...more });
const numbers = (rows) => rows.map((one) => one.no);

const done = row('1', { ja: side({ mine: 'correct' }), en: side({ mine: 'incorrect', language: 'en' }) });
const half = row('2', { ja: side({ mine: 'correct' }), en: side({ probability: 0.52, language: 'en' }) });
const oneSided = row('3', { ja: side({ probability: 0.4, language: 'en' }) });
const failed = row('4', { ja: side({ state: 'error' }), en: side({ state: 'pending' }) });
const disputed = row('5', { ja: side({ mine: 'unsure', disagree: true }), en: side({ probability: null, language: 'mixed' }) });
const rows = [done, half, oneSided, failed, disputed];

for (const [name, wanted] of [
  ['all', ['1', '2', '3', '4', '5']],
  ['unreviewed', ['2', '3', '5']],
  ['uncertain', ['2', '3', '5']],
  ['language', ['3']],
  ['disagree', ['5']],
  ['errors', ['4']],
]) {
  test(`the queue ${name}`, () => assert.deepEqual(numbers(rows.filter(QUEUES[name])), wanted));
}

test('what failed or is still asked waits for nobody', () => assert.ok(!needsMe(failed)));

test('the next that waits is looked for from here on, and then from the beginning', () => {
  const next = (some, at) => following(some, at, needsMe);
  assert.equal(next(rows, 0), 1);
  assert.equal(next(rows, 2), 4);
  assert.equal(next(rows, 4), 1);
  assert.equal(next([done, failed], 0), undefined);
  assert.equal(next([], -1), undefined);
});

test('a judgement that is hidden is not uncertain, and a question of others waits for them', () => {
  const veiled = row('7', { ja: side({ state: 'answered', probability: null }) });
  assert.ok(!QUEUES.uncertain(veiled) && needsMe(veiled));
  assert.ok(!needsMe({ ...veiled, yours: false }));
});

test('a decision moves its row from queue to queue, and on in its samples', () => {
  const samples = [{ source: 'sample 1/2', rows: [[rowKey(oneSided)]] }, { source: 'sample 2/2', rows: [[rowKey(done)]] }];
  const counts = { queues: { unreviewed: 3, uncertain: 3, 'sample 1/2': 1 }, progress: { '': { done: 1, total: 4 }, 'sample 1/2': { done: 0, total: 1 } } };
  const decided = { ...oneSided, sides: { ja: { ...oneSided.sides.ja, mine: 'correct' } } };
  const after = recounted(counts, tally(oneSided, samples), tally(decided, samples));
  assert.deepEqual([after.queues.unreviewed, after.queues.uncertain, after.queues['sample 1/2']], [2, 2, 0]);
  assert.deepEqual(after.progress, { '': { done: 2, total: 4 }, 'sample 1/2': { done: 1, total: 1 } });
  assert.equal(recounted(after, tally(failed, samples), tally(failed, samples)).progress[''].total, 4);
});

test('keys come folded, with the places of those that wait', () => {
  assert.deepEqual(unfolded([[1, 2, 3], [40, 1, 1], [9, -3, 2]]), [1, 3, 5, 40, 9, 6]);
  assert.deepEqual([...keysAt([[1, 2], [5, 1]], [1, 3, 5, 40, 9, 6])], [3, 5, 6]);
});

test('what was just graded stays where it was; what is new comes last', () => assert.deepEqual(merged([5, 1, 9], [1, 2, 3, 5]), [5, 1, 9, 2, 3]));
