import assert from 'node:assert/strict';
import { test } from 'node:test';
import { active, choices, count, fits } from '../../app/ui/review/filters.js';

const side = (more = {}) => ({ item_id: 1, state: 'correct', mine: null, similarity: 0.5, language: 'ja', reviewers: [], tags: [], score: null, ...more });
const row = (type, ja, en) => ({ type, texts: {}, sides: { ja, en } });
const one = row('open_qa', side({ mine: 'correct', tags: ['format'] }), side({ mine: 'incorrect', language: 'en', similarity: 0.9 }));
const two = row('classification', side({ state: 'incorrect', similarity: null }), side({ state: 'correct', language: 'ja', reviewers: ['太郎'] }));

for (const [filters, wanted] of [
  [{}, [true, true]],
  [{ type: 'open_qa' }, [true, false]],
  [{ pattern: 'ja_only' }, [true, false]],
  [{ pattern: 'en_only' }, [false, true]],
  [{ asked: 'en', answered: 'ja' }, [false, true]],
  [{ tag: 'format', verdict: 'incorrect' }, [false, false]],
  [{ tag: 'format', verdict: 'correct' }, [true, false]],
  [{ reviewer: '太郎' }, [false, true]],
  [{ low: '0.6', high: '1' }, [true, false]],
  [{ type: '' }, [true, true]],
]) {
  test(`filters ${JSON.stringify(filters)}`, () => assert.deepEqual([fits(one, filters), fits(two, filters)], wanted));
}

test('each choice is offered, with how many it would leave', () => {
  assert.deepEqual(choices([one, two]).reviewer, ['太郎']);
  assert.equal(count([one, two], { type: 'open_qa' }, 'type', 'classification'), 1);
  assert.equal(active({ type: 'open_qa', tag: '' }), 1);
});

test('a judgement that is hidden offers no choice', () => {
  assert.deepEqual(choices([row('a', side({ state: 'answered' }))].map((r) => ({ ...r, sides: { ja: r.sides.ja } }))).judgement, []);
});
