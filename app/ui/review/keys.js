// The keyboard: one listener, by physical key, silent while someone types, composes or holds a modifier.
const KEYS = {
  Digit1: () => decide('correct'), Numpad1: () => decide('correct'),
  Digit2: () => decide('incorrect'), Numpad2: () => decide('incorrect'),
  Digit3: () => decide('unsure'), Numpad3: () => decide('unsure'),
  KeyL: () => decide('language'),
  KeyS: () => focusSide(other(state.side)),
  KeyC: () => commentInput(state.side)?.focus(),
  KeyU: () => undo(),
  KeyA: () => toggleReference(),
  KeyG: () => openGoto(),
  ArrowLeft: () => step(-1),
  ArrowRight: () => step(1),
};
const TYPING = 'input:not([type="checkbox"]), textarea, select, [contenteditable=""], [contenteditable="true"]';

// A field of a dialog just closed keeps the focus until the browser draws again, but takes no text.
const typing = (target) => Boolean(target.closest(TYPING)?.checkVisibility());

function command(event) {
  if (event.key === '?') return () => find('help-dialog').showModal();
  if (event.shiftKey) return null;
  if (event.key === '/') return () => find('search').focus();
  return KEYS[event.code] || null;
}

function onKey(event) {
  if (!element.isConnected) { document.removeEventListener('keydown', onKey); return; }
  if (event.repeat || event.isComposing || event.keyCode === 229) return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  if (element.offsetParent === null || !element.firstElementChild.offsetHeight || element.querySelector('dialog[open]')) return;
  if (event.target instanceof Element && typing(event.target)) return;
  if (event.target instanceof Element && event.target.closest('[role="tablist"]') && event.code.startsWith('Arrow')) return;
  const run = command(event);
  if (!run) return;
  event.preventDefault();
  run();
}

function onListKey(event) {
  const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -state.view.length, End: state.view.length }[event.key];
  if (!move || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  show(Math.max(0, Math.min(state.view.length - 1, state.at + move)));
}

function onCommentKey(event) {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === 'Enter') { event.preventDefault(); event.target.blur(); }
  else if (event.key === 'Escape') { event.preventDefault(); event.target.blur(); }
}

function onSearchKey(event) {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === 'Escape' && !event.target.value) event.target.blur();
  else if (event.key === 'Enter' && state.view.length) { event.target.blur(); show(0); }
}

document.addEventListener('keydown', onKey);
