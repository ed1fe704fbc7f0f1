import assert from 'node:assert/strict';
import { test } from 'node:test';
import { action, composing, digit, listMove } from '../../app/ui/review/keyboard.js';

const key = (code, more = {}) => ({ code, key: code.replace('Key', '').toLowerCase(), ...more });

for (const [code, wanted] of [
  ['Digit1', ['decide', 'correct']], ['Numpad1', ['decide', 'correct']],
  ['Digit2', ['decide', 'incorrect']], ['Digit3', ['decide', 'unsure']], ['Numpad3', ['decide', 'unsure']],
  ['KeyL', ['decide', 'language']], ['KeyS', ['side']], ['KeyC', ['comment']], ['KeyU', ['undo']], ['KeyA', ['reference']],
  ['KeyG', ['goto']], ['KeyJ', ['side', 'ja']], ['KeyE', ['side', 'en']], ['KeyT', ['tags']], ['KeyP', ['score']], ['KeyF', ['flag']],
  ['KeyD', ['twins']], ['KeyH', ['history']], ['KeyN', ['advance']], ['KeyM', ['raw']], ['ArrowLeft', ['step', -1]], ['ArrowRight', ['step', 1]],
]) {
  test(`${code} asks for ${wanted.join(' ')}`, () => assert.deepEqual(action(key(code)), wanted));
}

test('? and / are read as characters, wherever they are on the keyboard', () => {
  assert.deepEqual(action({ code: 'Slash', key: '?', shiftKey: true }), ['help']);
  assert.deepEqual(action({ code: 'Digit7', key: '/' }), ['search']);
});

test('a Japanese input method, switched on, changes no physical key', () => {
  assert.deepEqual(action({ code: 'KeyU', key: 'な' }), ['undo']);
});

for (const [name, event] of [
  ['a held key', key('Digit1', { repeat: true })],
  ['a key of an input method', key('Digit1', { isComposing: true })],
  ['a key of an input method, as older browsers say it', key('Digit1', { keyCode: 229 })],
  ['Ctrl+1', key('Digit1', { ctrlKey: true })],
  ['Alt+1', key('Digit1', { altKey: true })],
  ['Command+U', key('KeyU', { metaKey: true })],
  ['Shift+L', key('KeyL', { shiftKey: true })],
  ['a key without a meaning', key('KeyQ')],
]) {
  test(`${name} asks for nothing`, () => assert.equal(action(event), null));
}

test('an input method is recognised both ways', () => {
  assert.ok(composing({ isComposing: true }) && composing({ keyCode: 229 }));
  assert.ok(!composing({ isComposing: false, keyCode: 49 }));
});

test('keys that move within the list', () => {
  const moves = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'a'].map((name) => listMove({ key: name }, 30));
  assert.deepEqual(moves, [1, -1, 10, -10, -30, 30, 0]);
  assert.equal(listMove({ key: 'ArrowDown', ctrlKey: true }, 30), 0);
});

test('Shift with a number means both sides, unless an input method is at work', () => {
  assert.deepEqual(action({ code: 'Digit2', key: '"', shiftKey: true }), ['both', 'incorrect']);
  assert.equal(action({ code: 'Digit2', key: '"', shiftKey: true, isComposing: true }), null);
});

test('the number keys of a dialog', () => {
  assert.deepEqual([key('Digit1'), key('Numpad0'), key('KeyA'), key('Digit3', { isComposing: true })].map(digit), [1, 0, null, null]);
});
