import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill, meantTag, other, percentOf, plain, short, shownTag } from '../../app/ui/review/text.js';

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

const words = { tag_list: '誤りの種類', tag_wrong_fact: '事実の誤り', tag_format: '形式の誤り' };
for (const [tag, text] of [['wrong fact', '事実の誤り'], ['format', '形式の誤り'], ['敬語', '敬語']]) {
  test(`the error tag ${tag} reads ${text}`, () => assert.equal(shownTag(tag, words), text));
}
for (const text of ['事実の誤り', 'wrong fact', '敬語', '誤りの種類']) {
  test(`${text} in the list of error tags comes back as what it was`, () => assert.equal(shownTag(meantTag(text, words), words), shownTag(text, words)));
}
test('the Japanese name of a tag means the tag', () => assert.equal(meantTag('事実の誤り', words), 'wrong fact'));
