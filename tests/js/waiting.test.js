import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Waiting } from '../../app/ui/review/waiting.js';

test('keys wait for the answers that they are about, in their order', () => {
  const done = [];
  let there = true;
  const keys = new Waiting((name) => { done.push(name); if (name === '1') there = false; }, () => there);
  ['1', '2', '3'].forEach((name) => keys.add(name));
  assert.deepEqual(done, ['1'], 'the next question is not there yet');
  there = true;
  keys.drain();
  assert.deepEqual(done, ['1', '2', '3']);
});

test('where nothing could be read, they are given up', () => {
  const keys = new Waiting(assert.fail, () => false);
  keys.add('1');
  keys.clear();
  keys.ready = () => true;
  keys.drain();
});
