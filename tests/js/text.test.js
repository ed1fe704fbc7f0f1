import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill, other, percentOf, plain, short } from '../../app/ui/review/text.js';

for (const [number, text] of [[0.64, '.64'], [0.6449, '.64'], [0.999, '1.00'], [1, '1.00'], [0, '.00'], [-0.05, '-.05'], [-1, '-1.00']]) {
  test(`a similarity of ${number} reads ${text}`, () => assert.equal(short(number), text));
}

for (const [similarity, percent] of [[0.644, 64], [1.2, 100], [-0.3, 0], [0, 0], [1, 100]]) {
  test(`the bar of ${similarity} is ${percent} % long`, () => assert.equal(percentOf(similarity), percent));
}

test('places are filled in, and unknown ones left out', () => {
  assert.equal(fill('未保存の評価が {count} 件あります', { count: 3 }), '未保存の評価が 3 件あります');
  assert.equal(fill('{done} / {total}{nothing}', { done: 0, total: 12 }), '0 / 12');
  assert.equal(fill('{reason}', { reason: '{count}' }), '{count}');
});

test('width and case make no difference', () => assert.equal(plain('ＡＢＣｱ１'), 'abcア1'));

test('the other language', () => assert.deepEqual(['ja', 'en'].map(other), ['en', 'ja']));
