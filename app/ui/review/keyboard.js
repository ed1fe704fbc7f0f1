// Keys → what they ask for; pure. By physical key, so that a layout or an input method changes nothing.
const ACTIONS = {
  Digit1: ['decide', 'correct'], Numpad1: ['decide', 'correct'],
  Digit2: ['decide', 'incorrect'], Numpad2: ['decide', 'incorrect'],
  Digit3: ['decide', 'unsure'], Numpad3: ['decide', 'unsure'],
  KeyL: ['decide', 'language'],
  KeyS: ['side'],
  KeyJ: ['side', 'ja'],
  KeyE: ['side', 'en'],
  KeyC: ['comment'],
  KeyU: ['undo'],
  KeyA: ['reference'],
  KeyG: ['goto'],
  KeyT: ['tags'],
  KeyP: ['score'],
  KeyF: ['flag'],
  KeyD: ['twins'],
  KeyH: ['history'],
  KeyN: ['advance'],
  KeyM: ['raw'],
  ArrowLeft: ['step', -1],
  ArrowRight: ['step', 1],
};
const WITH_SHIFT = { Digit1: ['both', 'correct'], Digit2: ['both', 'incorrect'], Digit3: ['both', 'unsure'] };

// An input method is at work: the key belongs to it.
export const composing = (event) => event.isComposing || event.keyCode === 229;
const modified = (event) => event.ctrlKey || event.altKey || event.metaKey;

// What a key asks the screen for, as [name, argument]; null where it is no key of ours.
export function action(event) {
  if (event.repeat || composing(event) || modified(event)) return null;
  if (event.key === '?') return ['help'];
  if (event.shiftKey) return WITH_SHIFT[event.code] || null;
  if (event.key === '/') return ['search'];
  return ACTIONS[event.code] || null;
}

// The number that a key of a dialog stands for, 0 to 9; null for any other.
export function digit(event) {
  if (event.repeat || composing(event) || modified(event) || event.shiftKey) return null;
  const [, number] = /^(?:Digit|Numpad)(\d)$/.exec(event.code) || [];
  return number === undefined ? null : Number(number);
}

// How far a key moves within a list of `length` rows; 0 where it does not.
export function listMove(event, length) {
  if (modified(event)) return 0;
  return { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -length, End: length }[event.key] || 0;
}
