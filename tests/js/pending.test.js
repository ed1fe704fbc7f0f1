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

test('an undo names the last decision in the box, then the newest that the server has', () => {
  const pending = box('a', 'b');
  const kept = [{ id: 7, item: 70 }, { id: 9, item: 90 }, { id: 8, item: 80 }];
  assert.equal(pending.undoable(kept).after, 'b');
  pending.add({ token: 'u', kind: 'withdraw', ...pending.undoable(kept) });
  assert.equal(pending.undoable(kept).after, 'a');
  pending.add({ token: 'v', kind: 'withdraw', ...pending.undoable(kept) });
  assert.deepEqual(pending.undoable(kept), { verdict: 9, item: 90 });
  pending.add({ token: 'w', kind: 'withdraw', ...pending.undoable(kept) });
  assert.deepEqual(pending.undoable(kept), { verdict: 8, item: 80 });
  assert.equal(new Pending().undoable([]), null);
});

test('once a decision is kept, its undo knows the verdict; one that is given up takes its undo along', () => {
  const pending = box('a', 'b');
  pending.add({ token: 'u', kind: 'withdraw', ...pending.undoable([]) });
  pending.name(pending.of('b'), 12);
  assert.equal(pending.of('u').verdict, 12);
  pending.settle(pending.of('a'));
  pending.drop();
  assert.deepEqual(pending.entries, []);
});

test('the reviewer may give up what is refused; the rest goes on', () => {
  const pending = box('a', 'b');
  pending.take();
  pending.release();
  assert.equal(pending.drop().token, 'a');
  assert.equal(pending.take().token, 'b');
  assert.equal(new Pending().drop(), undefined);
});
