import assert from 'node:assert/strict';
import { test } from 'node:test';
import { marked, pressed } from '../../app/ui/review/marking.js';

const given = (value, ok) => ({ value, language_ok: ok });

for (const [name, choice, before, detected, wanted] of [
  ['a plain verdict takes the language as it was detected', 'incorrect', null, false, ['incorrect', false]],
  ['the language key alone says correct, in the other language', 'language', null, true, ['correct', false]],
  ['incorrect and in the wrong language', 'language', given('incorrect', true), true, ['incorrect', false]],
  ['the mark is turned back', 'language', given('incorrect', false), true, ['incorrect', true]],
  ['a detected stray language can be overruled', 'language', given('correct', false), false, ['correct', true]],
  ['where no language is detected, the mark goes away', 'language', given('unsure', false), null, ['unsure', null]],
  ['another meaning leaves the mark of the language', 'incorrect', given('correct', false), true, ['incorrect', false]],
]) {
  test(name, () => assert.deepEqual(Object.values(marked(choice, before, detected)), wanted));
}

test('both marks are pressed', () => {
  assert.deepEqual(pressed(given('incorrect', false)), ['incorrect', 'language']);
  assert.deepEqual(pressed(given('incorrect', true)), ['incorrect', '']);
  assert.deepEqual(pressed(null), []);
});
