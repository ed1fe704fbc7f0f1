import assert from 'node:assert/strict';
import { test } from 'node:test';
import { QUEUES, following, listed, matches, progress } from '../../app/ui/review/queues.js';
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

test('the least certain comes first; an unjudged answer before all', () => {
  assert.deepEqual(numbers(listed(rows, { queue: 'uncertain' })), ['5', '2', '3']);
});

test('every word of a search must stand in the row, whatever its width and case', () => {
  assert.ok(matches(done, 'ＣＡＰＩＴＡＬ　首都'));
  assert.ok(matches(done, 'open_qa 1'));
  assert.ok(!matches(done, 'capital 富士山'));
  assert.ok(matches(oneSided, ''));
  assert.ok(!matches(row('9', {}, { texts: {} }), 'x'));
});

test('an arm, a queue and a search narrow the list together', () => {
  const others = row('6', { ja: side() }, { arm_key: 'b' });
  assert.deepEqual(numbers(listed([...rows, others], { arm: 'b' })), ['6']);
  assert.deepEqual(numbers(listed([...rows, others], { queue: 'unreviewed', arm: 'a' })), ['2', '3', '5']);
  assert.deepEqual(numbers(listed([...rows, others], { filters: { pattern: 'ja_only' }, search: 'capital', arm: 'a' })), ['1']);
});

test('what was just graded stays where it was; what is new comes last', () => {
  const kept = [disputed, done].map(rowKey);
  assert.deepEqual(numbers(listed(rows, { queue: 'unreviewed' }, kept)), ['5', '1', '2', '3']);
});

test('rows of another arm do not stay', () => {
  assert.deepEqual(numbers(listed(rows, { arm: 'b' }, [rowKey(done)])), []);
});

test('the next that waits is looked for from here on, and then from the beginning', () => {
  assert.equal(following(rows, 0), 1);
  assert.equal(following(rows, 2), 4);
  assert.equal(following(rows, 4), 1);
  assert.equal(following([done, failed], 0), undefined);
  assert.equal(following([], -1), undefined);
});

test('progress counts rows that can be graded', () => {
  assert.deepEqual(progress(rows), { done: 1, total: 4 });
  assert.deepEqual(progress([]), { done: 0, total: 0 });
});

test('a search looks in all queues, and takes what the server found', () => {
  const wish = { queue: 'errors', search: 'nothing of these', found: new Set([half.sides.en.item_id]) };
  assert.deepEqual(numbers(listed(rows, wish)), ['2']);
  assert.deepEqual(numbers(listed(rows, { queue: 'errors', search: '首都' })), ['1', '2', '3', '4', '5']);
});

test('a sample is a queue in the order in which it was drawn', () => {
  const sample = new Set([disputed, half].map(rowKey));
  assert.deepEqual(numbers(listed(rows, { queue: 'sample 7/2', sample })), ['5', '2']);
});

test('a judgement that is hidden is not uncertain, and a question of others waits for them', () => {
  const veiled = row('7', { ja: side({ state: 'answered', probability: null }) });
  assert.ok(!QUEUES.uncertain(veiled) && needsMe(veiled));
  assert.ok(!needsMe({ ...veiled, yours: false }));
  assert.deepEqual(progress([veiled, { ...veiled, yours: false }]), { done: 0, total: 1 });
});
