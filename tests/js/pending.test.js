import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pending } from '../../app/ui/review/pending.js';

const box = (...tokens) => {
  const made = new Pending();
  tokens.forEach((token) => made.add({ token, kind: 'verdict' }));
  return made;
};

test('one at a time, in the order in which they were made', () => {
  const pending = box('a', 'b');
  const first = pending.take();
  assert.deepEqual([first.token, first.again], ['a', false]);
  assert.equal(pending.take(), null);
  pending.settle(pending.of('a'));
  assert.equal(pending.take().token, 'b');
});

test('what was not acknowledged is sent again, first, and as a repetition', () => {
  const pending = box('a', 'b');
  pending.take();
  pending.postpone();
  const again = pending.take();
  assert.deepEqual([again.token, again.again], ['a', true]);
  assert.deepEqual(pending.entries.map((entry) => entry.token), ['a', 'b']);
});

test('each wait is longer, up to a quarter of a minute; success starts anew', () => {
  const pending = box('a', 'b');
  const waits = Array.from({ length: 6 }, () => { pending.take(); return pending.postpone(); });
  assert.deepEqual(waits, [2000, 4000, 8000, 15000, 15000, 15000]);
  pending.settle(pending.of('a'));
  assert.equal(pending.take().again, false);
  assert.equal(pending.postpone(), 2000);
});

test('what another tab left behind may have arrived', () => {
  const pending = new Pending();
  pending.takeOver([{ token: 'old' }]);
  assert.equal(pending.take().again, true);
});

test('a reply that comes twice, or for what was given up, finds nothing', () => {
  const pending = box('a');
  pending.settle(pending.of('a'));
  assert.equal(pending.of('a'), undefined);
});

test('an answer to a later one leaves the earlier ones in the box', () => {
  const pending = box('a', 'b', 'c');
  pending.settle(pending.of('b'));
  assert.deepEqual(pending.entries.map((entry) => entry.token), ['a', 'c']);
});

test('the reviewer may give up what is refused; the rest goes on', () => {
  const pending = box('a', 'b');
  pending.take();
  pending.release();
  assert.equal(pending.drop().token, 'a');
  assert.equal(pending.take().token, 'b');
  assert.equal(new Pending().drop(), undefined);
});
