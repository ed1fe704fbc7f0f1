// Words are looked for by the server, in questions, references, answers and comments, a moment after the last stroke.
import { rebuild } from './panel.js';
import { state } from './screen.js';

const PAUSE = 200;
let waiting = null;

export function search(text) {
  state.search = text;
  clearTimeout(waiting);
  waiting = setTimeout(() => rebuild().catch(() => {}), text.trim() ? PAUSE : 0);
}

// At once, and the first that is found is opened.
export function openFound() {
  clearTimeout(waiting);
  return rebuild(null, undefined, false, true).catch(() => {});
}
