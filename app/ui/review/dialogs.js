// The reviewer's name, and going to a number.
import { showAll } from './list.js';
import { ask } from './listing.js';
import { loadReview } from './opening.js';
import { paintPair, rebuild, show } from './panel.js';
import { rowKey } from './rows.js';
import { L, asking, find, forgetCards, state } from './screen.js';
import { fill, plain } from './text.js';

export function paintName() {
  const chip = document.querySelector('[data-nb-who]');
  if (!chip) return;
  chip.textContent = state.reviewer;
  chip.title = L.name_change;
  chip.hidden = !state.reviewer;
}

export function askName() {
  find('name-input').value = state.reviewer;
  if (!find('name-dialog').open) find('name-dialog').showModal();
}

// The server is told who asks for results where nobody logs in: those of a blind run wait for one's own verdicts.
export const sign = (name) => { document.cookie = `narabe_reviewer=${encodeURIComponent(name)}; path=/; max-age=31536000; samesite=lax`; };

export function takeName() {
  const name = find('name-input').value.normalize('NFKC').trim();
  if (!name) return;
  const changed = name !== state.reviewer;
  state.reviewer = name;
  localStorage.setItem('narabe.reviewer', name);
  sign(name);
  paintName();
  if (!changed) return;
  forgetCards();
  paintPair();
  loadReview().then(() => rebuild(null, undefined, true)).catch(() => {});
}

// The rail folds again on a phone once something was chosen in it.
export const closed = () => find('root').classList.remove('rv-open');

export function openGoto() {
  find('goto-input').value = '';
  find('goto-missing').textContent = '';
  find('goto-dialog').showModal();
}

// The first question with this number: in the list as it is, else in the whole of it.
export async function goTo(event) {
  const wanted = plain(find('goto-input').value.trim());
  const at = state.view.findIndex((key) => state.rows.has(key) && plain(state.rows.get(key).no) === wanted);
  if (at >= 0) { show(at); return; }
  event.preventDefault();
  const keys = (await ask('read_numbered', asking({ no: wanted })).catch(() => [])).map(rowKey);
  const position = state.view.findIndex((key) => keys.includes(key));
  if (keys.length) find('goto-dialog').close();
  if (position >= 0) show(position);
  else if (keys.length) { showAll(); await rebuild(keys[0]); }
  else find('goto-missing').textContent = fill(L.goto_missing, { number: find('goto-input').value });
}
